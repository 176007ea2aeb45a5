//! Web pages, as published or as a browser saves them.
//!
//! The page is read as a browser reads it, whatever its tags lack. Which of its links are markers, and which of its
//! elements are notes, is seen by how they lead to each other, by what they show, and by what the page calls them. What is
//! not linked is left as text, with the numbers that a browser shows, for those who look for typed notes.

use encoding_rs::Encoding;

use super::composer::Composer;
use super::encoding::{self, Decoded};
use super::{content, unreadable};
use crate::document::{Document, Format, MarkupFile};
use crate::source::{Error, Source};

use calls::Caution;
use notation::Notation;
use pages::{PageOf, Pages};
use style::Styles;
use tree::{Node, Tree};
use writer::Writer;

mod article;
mod assembly;
mod builder;
mod calls;
mod chunk;
mod counter;
mod element;
pub(super) mod embedded;
mod entries;
mod entry;
mod form;
mod implied;
mod label;
mod labelling;
mod notation;
mod nowhere;
mod pages;
mod paragraphs;
mod sidenotes;
mod style;
mod tree;
mod unlinked;
mod writer;

/// How far into a page its encoding may be named, in bytes; browsers look no further.
const HEAD: usize = 1024;

/// Reads a page.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    if let Some(what) = content::refuse_bytes(&source.bytes) {
        return Err(unreadable(source, what));
    }
    let Decoded {
        text,
        encoding,
        map,
        warnings,
    } = encoding::decode_as(&source.bytes, declared(&source.bytes));
    let mut tree = Tree::default();
    let page = builder::add(&mut tree, &text, 0, is_xml(&source.path, &text));
    paragraphs::part(&mut tree, page.root);
    let page_of = PageOf {
        root: page.root,
        name: String::new(),
        addresses: addresses(&tree, page.root, page.saved_from.as_deref(), &source.path),
    };
    let mut composer = compose(tree, &text, vec![page_of], Styles::default());
    for warning in warnings {
        composer.warn(warning.message);
    }
    if page.is_cut {
        composer.warn(cut());
    }
    let file = MarkupFile {
        name: None,
        start: 0,
        source_map: Some(map),
    };
    let mut document = composer.into_markup(&source.path, Format::Html, text, vec![file]);
    document.encoding = encoding;
    Ok(document)
}

/// The text of pages whose markup stands one behind the other.
fn compose(tree: Tree, markup: &str, pages: Vec<PageOf>, styles: Styles) -> Composer {
    let mut pages = Pages::new(tree, markup, pages, styles);
    let implied = implied::names(&pages);
    pages.imply(implied);
    let notation = notation(&pages);
    Writer::new(&pages, &notation).write()
}

/// The markers and notes of pages.
fn notation(pages: &Pages<'_>) -> Notation {
    let links = pages.links();
    let (candidates, calls) = calls::find(pages, &links, Caution::Page);
    let mut notation = assembly::assemble(pages, &links, &candidates, &calls);
    sidenotes::add(pages, &mut notation);
    unlinked::add(pages, &mut notation);
    notation
}

/// The files of a book, read as one paper.
#[derive(Default)]
pub(super) struct Book {
    tree: Tree,
    markup: String,
    pages: Vec<PageOf>,
    files: Vec<MarkupFile>,
    styles: Styles,
    is_cut: bool,
}

impl Book {
    /// Takes in a style sheet; before the pages.
    pub(super) fn style(&mut self, sheet: &str) {
        self.styles.read(sheet);
    }

    /// Adds a page under its path in the book.
    pub(super) fn add(&mut self, name: &str, markup: &str, is_xml: bool) {
        let start = self.markup.len();
        let page = builder::add(&mut self.tree, markup, start, is_xml);
        self.is_cut |= page.is_cut;
        self.markup.push_str(markup);
        // The first line of the next file is a line of its own.
        self.markup.push('\n');
        self.pages.push(PageOf {
            root: page.root,
            name: name.to_owned(),
            addresses: Vec::new(),
        });
        self.files.push(MarkupFile {
            name: Some(name.to_owned()),
            start,
            source_map: None,
        });
    }

    /// The paper; `warnings` are those that came up on the way.
    pub(super) fn read(self, path: &str, warnings: Vec<String>) -> Document {
        let mut composer = compose(self.tree, &self.markup, self.pages, self.styles);
        for warning in warnings.into_iter().chain(self.is_cut.then(cut)) {
            composer.warn(warning);
        }
        composer.into_markup(path, Format::Epub, self.markup, self.files)
    }
}

/// The path of a file that another one in a container names; `None` for anything outside.
pub(super) fn resolved(from: &str, address: &str) -> Option<String> {
    pages::resolved(from, address)
}

fn cut() -> String {
    format!(
        "the page has more than {} elements and texts; what stands behind them is not read",
        builder::MAX_NODES
    )
}

/// Whether elements close themselves, as in XML.
fn is_xml(path: &str, text: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    ending.eq_ignore_ascii_case("xhtml")
        || ending.eq_ignore_ascii_case("xht")
        || text.trim_start().starts_with("<?xml")
}

/// The encoding that a page names for itself.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let at = head.find("charset")? + "charset".len();
    let value = head[at..].trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
        .unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

/// The addresses under which a page knows itself, without what follows a `#`.
fn addresses(tree: &Tree, root: Node, saved_from: Option<&str>, path: &str) -> Vec<String> {
    let mut found: Vec<String> = saved_from.map(str::to_owned).into_iter().collect();
    for node in tree
        .within(root)
        .take_while(|&node| tree.name(node) != "body")
    {
        let attribute = |name| tree.attribute(node, name);
        let address = match tree.name(node) {
            "base" => attribute("href"),
            "link" if attribute("rel") == Some("canonical") => attribute("href"),
            "meta" if attribute("property") == Some("og:url") => attribute("content"),
            _ => None,
        };
        found.extend(address.map(str::to_owned));
    }
    found.extend(path.rsplit(['/', '\\']).next().map(str::to_owned));
    for address in &mut found {
        address.truncate(address.find('#').unwrap_or(address.len()));
    }
    found.retain(|address| !address.is_empty());
    found
}
