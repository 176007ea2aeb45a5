//! Journal articles in XML: JATS, its ancestors of the NLM, and the books of BITS.
//!
//! What is read is what a reader of the article sees: title, abstract, text, notes and references. The rest of the front
//! matter is left out, because its raised numbers lead to institutions and its notes are declarations.

use std::borrow::Cow;

use roxmltree::Node;

use super::composer::{Composer, Entry};
use super::{encoding, unreadable, xml};
use crate::document::{BlockKind, Document, Format, MarkupFile, Span};
use crate::source::{Error, Source};

use self::survey::{Kind, Survey};
use self::xref::Lead;

mod citation;
mod survey;
mod words;
mod xref;

/// Reads an article.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    if let Some(what) = super::content::refuse_bytes(&source.bytes) {
        return Err(unreadable(source, what));
    }
    let decoded = encoding::decode(&source.bytes);
    let broken = |error| unreadable(source, format!("is XML that cannot be read: {error}"));
    let tree = xml::parse(&decoded.text, true).map_err(broken)?;
    let mut composer = Composer::default();
    for warning in decoded.warnings {
        composer.warn(warning.message);
    }
    let survey = Survey::of(&tree, &mut composer);
    let mut walker = Walker {
        xml: &decoded.text,
        composer,
        survey,
        kind: BlockKind::Paragraph,
        is_open: false,
        in_row: false,
        raised: 0,
        waiting: Vec::new(),
        lead: None,
        implied: 0,
    };
    walker.blocks(tree.root_element());
    let composer = walker.composer;
    let file = MarkupFile {
        name: None,
        start: 0,
        source_map: Some(decoded.map),
    };
    let mut document = composer.into_markup(&source.path, Format::Jats, decoded.text, vec![file]);
    document.encoding = decoded.encoding;
    Ok(document)
}

/// A walk over the article. It goes as deep as the elements are nested, which [`xml::MAX_DEPTH`] bounds.
struct Walker<'a, 'input> {
    xml: &'a str,
    composer: Composer,
    survey: Survey,
    /// What the text that comes next stands in.
    kind: BlockKind,
    /// Whether a block is open.
    is_open: bool,
    /// Whether the open block is the row of a table, in which paragraphs are only parted by blanks.
    in_row: bool,
    /// In how many raised elements the walk is.
    raised: usize,
    /// Floats and notes that stand within a paragraph; they follow it, so that its sentences stay whole.
    waiting: Vec<Node<'a, 'input>>,
    /// The marker before, if a range can begin with it.
    lead: Option<Lead>,
    /// How many markers ranges have implied so far.
    implied: usize,
}

impl<'a, 'input> Walker<'a, 'input> {
    /// Everything in an element.
    fn blocks(&mut self, node: Node<'a, 'input>) {
        for child in node.children() {
            if child.is_text() {
                self.text(child);
            } else if child.is_element() {
                self.element(child);
            }
        }
    }

    fn element(&mut self, node: Node<'a, 'input>) {
        match name(node).as_ref() {
            "front" | "front-stub" | "book-meta" | "book-part-meta" => self.front(node),
            "journal-meta" | "contrib-group" | "aff" | "author-notes" | "permissions"
            | "object-id" | "alternatives-text" | "tex-math" | "alt-text" | "long-desc"
            | "index-term" | "label" | "graphic" | "inline-graphic" | "kwd-group"
            | "contrib-id" => {}
            // In a reference, a title is words among others.
            "article-title" | "subtitle" | "trans-title" if self.in_row => self.inline(node),
            "title" | "article-title" | "subtitle" | "trans-title" => {
                self.block(node, BlockKind::Heading);
            }
            "p" | "attrib" | "verse-line" | "speaker" | "address" => self.block(node, self.kind),
            "disp-quote" | "verse-group" => self.within(node, BlockKind::Quotation),
            "list" => self.list(node),
            "def-item" => self.definition(node),
            "fig"
            | "table-wrap"
            | "boxed-text"
            | "supplementary-material"
            | "fig-group"
            | "table-wrap-group" => self.float(node),
            "caption" => self.caption(node),
            "tr" => self.row(node),
            "td" | "th" => self.cell(node),
            "fn" => self.note(node),
            "ref-list" => self.references(node),
            "preformat" | "code" => self.hidden(node, BlockKind::Code),
            "inline-formula" | "disp-formula" => self.formula(node),
            _ => self.inline(node),
        }
    }

    /// Title and abstract.
    fn front(&mut self, node: Node<'a, 'input>) {
        let is_shown = |node: &Node<'_, '_>| {
            matches!(
                name(*node).as_ref(),
                "article-title" | "subtitle" | "trans-title" | "abstract" | "trans-abstract"
            )
        };
        let is_title = |node: &Node<'_, '_>| {
            let parent = node.parent().map(name);
            !matches!(
                parent.as_deref(),
                Some("product" | "related-article" | "self-uri")
            )
        };
        let mut ends_at = 0;
        for shown in node.descendants().filter(is_shown).filter(is_title) {
            // An abstract is walked whole; what is shown within it has been.
            if shown.range().start >= ends_at {
                ends_at = shown.range().end;
                self.element(shown);
            }
        }
    }

    /// A block of its own, with what waits behind it.
    fn block(&mut self, node: Node<'a, 'input>, kind: BlockKind) {
        if self.in_row || self.is_open && kind == BlockKind::Heading {
            self.composer.blank(point(node));
            self.blocks(node);
            self.composer.blank(point(node));
            return;
        }
        self.close();
        self.within(node, kind);
        self.close();
        self.release();
    }

    /// What stands in an element, in blocks of a kind.
    fn within(&mut self, node: Node<'a, 'input>, kind: BlockKind) {
        self.close();
        let before = std::mem::replace(&mut self.kind, kind);
        self.blocks(node);
        self.kind = before;
        self.close();
    }

    fn close(&mut self) {
        if !self.in_row {
            self.composer.close();
            self.is_open = false;
        }
    }

    /// Opens a block, if none is open.
    fn ensure_open(&mut self) {
        if !self.is_open {
            self.composer.open(self.kind);
            self.is_open = true;
        }
    }

    /// Writes what waited for the end of a paragraph.
    fn release(&mut self) {
        for node in std::mem::take(&mut self.waiting) {
            match name(node).as_ref() {
                "fn" => self.entry(node, Self::item),
                _ => self.float(node),
            }
        }
    }

    fn float(&mut self, node: Node<'a, 'input>) {
        if self.is_open {
            self.waiting.push(node);
            return;
        }
        let before = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        self.blocks(node);
        self.close();
        self.kind = before;
        self.release();
    }

    /// `Table 2. Boats by season.`: the label stands before the caption, in an element of its own.
    fn caption(&mut self, node: Node<'a, 'input>) {
        self.close();
        let label = node.parent().and_then(|parent| child(parent, "label"));
        if let Some(label) = label {
            self.ensure_open();
            self.blocks(label);
            self.composer.made(" ");
        }
        for part in node.children().filter(Node::is_element) {
            if name(part) == "title" {
                self.blocks(part);
                self.composer.blank(point(part));
            } else {
                self.blocks(part);
                self.close();
            }
        }
        self.close();
        self.release();
    }

    fn row(&mut self, node: Node<'a, 'input>) {
        self.close();
        let before = std::mem::replace(&mut self.kind, BlockKind::Table);
        self.ensure_open();
        self.in_row = true;
        self.blocks(node);
        self.in_row = false;
        self.kind = before;
        self.close();
        self.release();
    }

    fn cell(&mut self, node: Node<'a, 'input>) {
        let is_first = node.prev_sibling_element().is_none();
        if !is_first {
            self.composer.made(" | ");
        }
        self.blocks(node);
    }

    fn list(&mut self, node: Node<'a, 'input>) {
        if self.in_row {
            self.blocks(node);
            return;
        }
        let counts = node.attribute("list-type") == Some("order");
        let mut number = 0;
        for item in node.children().filter(Node::is_element) {
            if name(item) != "list-item" {
                self.block(item, BlockKind::Paragraph);
                continue;
            }
            number += 1;
            self.close();
            let before = std::mem::replace(&mut self.kind, BlockKind::ListItem);
            self.ensure_open();
            if let Some(label) = child(item, "label") {
                self.blocks(label);
                self.composer.made(" ");
            } else if counts {
                self.composer.made(&format!("{number}. "));
            }
            self.item(item);
            self.kind = before;
            self.close();
            self.release();
        }
    }

    /// The first paragraph of an item stands behind its label.
    fn item(&mut self, node: Node<'a, 'input>) {
        let mut parts = node.children().filter(|part| !is(*part, "label"));
        if let Some(first) = parts.find(Node::is_element) {
            if name(first) == "p" {
                self.blocks(first);
            } else {
                self.element(first);
            }
        }
        for part in parts.filter(Node::is_element) {
            self.element(part);
        }
    }

    fn definition(&mut self, node: Node<'a, 'input>) {
        self.close();
        let before = std::mem::replace(&mut self.kind, BlockKind::ListItem);
        for part in node.children().filter(Node::is_element) {
            if name(part) == "def" && self.is_open {
                self.composer.made(": ");
                self.item(part);
            } else {
                self.blocks(part);
            }
        }
        self.kind = before;
        self.close();
        self.release();
    }

    /// Text in which no marker stands.
    fn hidden(&mut self, node: Node<'a, 'input>, kind: BlockKind) {
        let is_own = kind != self.kind && !self.is_open;
        let before = self.kind;
        if is_own {
            self.kind = kind;
        }
        self.ensure_open();
        let start = self.composer.here();
        self.blocks(node);
        self.composer.hide(start);
        self.kind = before;
        if is_own {
            self.close();
        }
    }

    /// A formula; of several ways to write it, the first that is no picture and no TeX.
    fn formula(&mut self, node: Node<'a, 'input>) {
        self.ensure_open();
        let start = self.composer.here();
        self.blocks(node);
        // Of some formulas there is only a picture; a sentence needs a word in their place.
        if self.composer.written(start).is_empty() {
            self.composer.made("[formula]");
        }
        self.composer.hide(start);
    }

    /// A note where the article has it; within a paragraph it waits for its end.
    fn note(&mut self, node: Node<'a, 'input>) {
        let Some(found) = self.survey.at(node) else {
            self.explanation(node);
            return;
        };
        if found.kind == Kind::Inline && !found.is_linked {
            let (label, list, key) = (found.label.clone(), found.list, found.key.clone());
            self.ensure_open();
            let span = self.composer.sign(&label);
            self.call(Some(label), span, Some(key), list, false);
        }
        if self.is_open {
            self.waiting.push(node);
        } else {
            self.entry(node, Self::item);
        }
    }

    /// A note that nothing calls and that bears no label: what a table or an article says of itself.
    fn explanation(&mut self, node: Node<'a, 'input>) {
        self.close();
        if let Some(label) = child(node, "label") {
            self.ensure_open();
            self.blocks(label);
            self.composer.made(" ");
            self.item(node);
        } else {
            self.blocks(node);
        }
        self.close();
    }

    /// Writes a note or a reference into its list: its label, and what it says in its own way.
    fn entry(&mut self, node: Node<'a, 'input>, write: fn(&mut Self, Node<'a, 'input>)) {
        let Some(found) = self.survey.at(node) else {
            return;
        };
        let entry = Entry {
            label: found.label.clone(),
            keys: vec![found.key.clone()],
            backlinks: Vec::new(),
            list: found.list,
        };
        self.labelled(node, entry);
        let before = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        write(self, node);
        self.kind = before;
        self.composer.end_note();
        self.is_open = false;
        self.release();
    }

    /// Begins a note, and writes its label as the article has it or counts it.
    fn labelled(&mut self, node: Node<'a, 'input>, entry: Entry) {
        self.close();
        let label = entry.label.clone();
        let counted = format!("{label}. ");
        self.composer.begin_note(entry);
        self.is_open = true;
        let start = self.composer.here();
        match child(node, "label").filter(|label| !string(*label).is_empty()) {
            Some(label) => {
                self.blocks(label);
                let is_bare = self
                    .composer
                    .since(start)
                    .ends_with(|c: char| c.is_alphanumeric());
                self.composer.made(if is_bare { ". " } else { " " });
            }
            // Some notes have their sign typed before their text.
            None if string(node).starts_with(label.as_str()) && !is(node, "ref") => {}
            None => self.composer.made(&counted),
        }
        self.composer.label_from(start);
    }
}

/// The name of an element in small letters; old tables are written in capitals.
fn name<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let name = node.tag_name().name();
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn is(node: Node<'_, '_>, wanted: &str) -> bool {
    node.is_element() && name(node) == wanted
}

fn child<'a, 'input>(node: Node<'a, 'input>, wanted: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| is(*child, wanted))
}

/// All text in an element, white space folded.
fn string(node: Node<'_, '_>) -> String {
    let texts: String = node
        .descendants()
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    crate::document::fold(&texts)
}

/// Where an element begins, for what stands for its tags.
fn point(node: Node<'_, '_>) -> Span {
    let start = node.range().start;
    Span::new(start, start)
}
