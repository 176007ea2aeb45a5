//! What elements are: blocks, words of a line, parts of the site that are no part of the paper.

use super::tree::{Node, Tree};

/// Elements that nobody reads.
const UNSEEN: [&str; 29] = [
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "canvas",
    "audio",
    "video",
    "select",
    "textarea",
    "button",
    "input",
    "datalist",
    "map",
    "rp",
    "rt",
    "annotation",
    "annotation-xml",
    "title",
    "meta",
    "link",
    "del",
    "progress",
    "meter",
    "frameset",
    "embed",
];

/// Elements that begin a line of their own.
const BLOCKS: [&str; 48] = [
    "html",
    "body",
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "caption",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "ul",
    "listing",
    "xmp",
];

/// Roles and types of EPUB that stand for one note.
const NOTE: [&str; 7] = [
    "doc-footnote",
    "doc-endnote",
    "footnote",
    "endnote",
    "rearnote",
    "doc-biblioentry",
    "biblioentry",
];
/// Roles and types that stand for a list of notes.
const LISTS: [&str; 7] = [
    "doc-endnotes",
    "endnotes",
    "footnotes",
    "rearnotes",
    "notes",
    "doc-bibliography",
    "bibliography",
];
/// Roles and types of a marker.
const CALL: [&str; 5] = [
    "doc-noteref",
    "noteref",
    "doc-biblioref",
    "biblioref",
    "annoref",
];
/// Roles and types of a way back.
const BACK: [&str; 3] = ["doc-backlink", "backlink", "referrer"];

/// Classes of markers in the usual systems.
const CALL_CLASSES: [&str; 16] = [
    "footnote-ref",
    "footnoteref",
    "footnote-reference",
    "footnote-anchor",
    "noteref",
    "fnref",
    "sdfootnoteanc",
    "sdendnoteanc",
    "citation-ref",
    "endnote-ref",
    "footnote_referrer",
    "footnote-link",
    "fn-ref",
    "enref",
    "note-ref",
    "footref",
];
/// Classes of the way back.
const BACK_CLASSES: [&str; 17] = [
    "footnote-back",
    "footnote-backref",
    "reversefootnote",
    "backlink",
    "footnote-return",
    "footnotebackref",
    "footnote_backlink",
    "data-footnote-backref",
    "footnotereverse",
    "easy-footnote-to-top",
    "fn-backref",
    "backref",
    "footnote-backlink",
    "note-back",
    "return-link",
    "littlefoot__backref",
    "fn-back",
];
/// Classes and names of the parts of a site around a paper, and of what its programs add.
const SITE: [&str; 30] = [
    "nav",
    "navigation",
    "navbar",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "toc",
    "table-of-contents",
    "sidebar",
    "comments",
    "comments-area",
    "respond",
    "disqus_thread",
    "navbox",
    "catlinks",
    "mw-editsection",
    "mw-jump-link",
    "noprint",
    "vector-toc",
    "cookie-banner",
    "cookie-notice",
    "share",
    "sharedaddy",
    "related-posts",
    "social-share",
    "skip-link",
    "site-header",
    "site-footer",
    "jp-relatedposts",
    "table_of_contents",
];
/// Classes of what only a screen reader sees.
const UNSHOWN: [&str; 11] = [
    "sr-only",
    "screen-reader-text",
    "visually-hidden",
    "visuallyhidden",
    "show-for-sr",
    "hidden-visually",
    "u-visually-hidden",
    "a11y-hidden",
    "cite-accessibility-label",
    "footnote_tooltip",
    "element-invisible",
];

/// Whether an element is never seen, whatever its attributes say.
pub(super) fn is_unseen(name: &str) -> bool {
    UNSEEN.contains(&name)
}

/// Whether an element begins a line of its own. Cells of a table do not: a row is a line.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether it is a heading.
pub(super) fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

/// Whether one of its roles, or of its types in EPUB, is among these.
fn has_role(tree: &Tree, node: Node, roles: &[&str]) -> bool {
    ["role", "epub:type"].iter().any(|name| {
        tree.attribute(node, name).is_some_and(|value| {
            value
                .split_ascii_whitespace()
                .any(|role| roles.contains(&role))
        })
    })
}

/// Whether one of its classes is among these.
pub(super) fn has_class(tree: &Tree, node: Node, classes: &[&str]) -> bool {
    tree.attribute(node, "class").is_some_and(|value| {
        value
            .split_ascii_whitespace()
            .any(|class| classes.contains(&class))
    })
}

/// Whether the page says that it is a note.
pub(super) fn is_note(tree: &Tree, node: Node) -> bool {
    has_role(tree, node, &NOTE)
}

/// Whether the page says that it is an entry of a bibliography, or holds such.
pub(super) fn is_of_works(tree: &Tree, node: Node) -> bool {
    const WORKS: [&str; 4] = [
        "doc-bibliography",
        "bibliography",
        "doc-biblioentry",
        "biblioentry",
    ];
    const CLASSES: [&str; 7] = [
        "references",
        "csl-bib-body",
        "bibliography",
        "ref-list",
        "citation-list",
        "works-cited",
        "biblio",
    ];
    has_role(tree, node, &WORKS)
        || has_class(tree, node, &CLASSES)
        || tree
            .attribute(node, "id")
            .is_some_and(|id| matches!(id, "refs" | "references" | "bibliography"))
}

/// Whether the page says that it is a list of notes.
pub(super) fn is_list(tree: &Tree, node: Node) -> bool {
    const CLASSES: [&str; 13] = [
        "footnotes",
        "endnotes",
        "footnote-list",
        "endnote-list",
        "wp-block-footnotes",
        "reflist",
        "references",
        "footnotes-list",
        "footnote-definitions",
        "easy-footnotes-wrapper",
        "fn-group",
        "csl-bib-body",
        "modern-footnotes-list",
    ];
    has_role(tree, node, &LISTS) || has_class(tree, node, &CLASSES)
}

/// Whether the page says that a link is a marker.
pub(super) fn is_call(tree: &Tree, node: Node) -> bool {
    let is_by_rel = tree
        .attribute(node, "rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == "footnote"));
    has_role(tree, node, &CALL) || has_class(tree, node, &CALL_CLASSES) || is_by_rel
}

/// Whether the page says that a link leads back.
pub(super) fn is_back(tree: &Tree, node: Node) -> bool {
    has_role(tree, node, &BACK) || has_class(tree, node, &BACK_CLASSES)
}

/// Whether it belongs to the site and not to the paper.
pub(super) fn is_site(tree: &Tree, node: Node) -> bool {
    const ROLES: [&str; 9] = [
        "navigation",
        "banner",
        "search",
        "doc-toc",
        "toc",
        "landmarks",
        "page-list",
        "doc-pagelist",
        "contentinfo",
    ];
    let name = tree.name(node);
    let is_outside = || {
        let mut above = tree.ancestry(node).skip(1);
        !above.any(|above| matches!(tree.name(above), "article" | "main" | "section"))
    };
    // A header that holds the title is the paper's own.
    let has_title = || {
        tree.within(node)
            .take(200)
            .any(|inner| tree.name(inner) == "h1")
    };
    name == "nav"
        || name == "footer" && is_outside()
        || name == "header" && is_outside() && !has_title()
        || has_role(tree, node, &ROLES)
        || has_class(tree, node, &SITE)
        || tree
            .attribute(node, "id")
            .is_some_and(|id| SITE.contains(&id.to_ascii_lowercase().as_str()))
}

/// Whether it shows the number of a page of the book that a text was taken from.
pub(super) fn is_page_number(tree: &Tree, node: Node) -> bool {
    const CLASSES: [&str; 4] = ["pagenum", "pageno", "page-number", "pagebreak"];
    const ROLES: [&str; 2] = ["doc-pagebreak", "pagebreak"];
    let is_of_line = matches!(tree.name(node), "span" | "a" | "small" | "sup" | "i" | "b");
    is_of_line && (has_class(tree, node, &CLASSES) || has_role(tree, node, &ROLES))
}

/// Whether it is on the page and not shown.
pub(super) fn is_hidden(tree: &Tree, node: Node) -> bool {
    let name = tree.name(node);
    tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "aria-hidden") == Some("true")
        || name == "dialog" && tree.attribute(node, "open").is_none()
        || has_class(tree, node, &UNSHOWN)
}

/// Whether a name of the page, such as `cite_note-3` or `sdfootnote3sym`, is that of a note or a marker.
pub(super) fn is_note_name(name: &str) -> bool {
    const WORDS: [&str; 17] = [
        "fn",
        "ftn",
        "edn",
        "en",
        "note",
        "notes",
        "cite",
        "ref",
        "reference",
        "bib",
        "b",
        "cr",
        "n",
        "r",
        "annot",
        "fnote",
        "source",
    ];
    let name = name.to_ascii_lowercase();
    name.contains("footnote")
        || name.contains("endnote")
        || name.contains("fnref")
        || name
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| WORDS.contains(&word))
}
