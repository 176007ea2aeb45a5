//! Markdown: `CommonMark` with GFM tables and notes, and pandoc's notes.
//!
//! The blocks are comrak's. What stands inside a paragraph is found by [`inline`] in the source itself: comrak's
//! positions of inline nodes are off behind a link reference definition, an undefined `[^9]` is plain text to it, and
//! its search for the end of an inline note takes time that grows with the square of the text. Notes that are written as
//! HTML are found by [`html`].

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::{ListType, NodeValue, Sourcepos};
use comrak::{Arena, Node, Options, parse_document};

use self::inline::{Inline, Links};
use super::{address, remark, spelt_notes, united};
use crate::document::{
    Block, BlockKind, Document, Format, NativeKind, NativeList, NativeMarker, NativeNote, Span,
};
use crate::source::{Error, Source};

mod html;
mod inline;
mod reference;
mod shade;

pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let mut document = super::open(source, Format::Markdown)?;
    let mut outline = outline(&document);
    let definitions = reference::definitions(&document, &outline.verbatim);
    let mut inline = Inline::new(&document.text, Links::of(&definitions));
    for leaf in &outline.leaves {
        inline.scan(leaf.span, leaf.content);
    }
    let page = html::page(&document.text, &outline, std::mem::take(&mut inline.markup));
    let mut opaque = std::mem::take(&mut outline.verbatim);
    if page.is_some() {
        opaque.retain(|span| outline.indented.binary_search(span).is_err());
    }
    opaque.extend(
        definitions
            .iter()
            .filter(|definition| !inline.links.is_note(&definition.label))
            .map(|definition| definition.span),
    );
    opaque.extend(address::addresses(&document.text));
    opaque.extend(outline.notes.iter().map(|note| note.label_span));
    let mut markers = spelt_as_defined(inline.markers, &outline.notes);
    markers.sort_by_key(|marker| (marker.span.start, marker.span.end));
    opaque.extend(markers.iter().map(|marker| marker.span));
    opaque.extend(inline.opaque);
    document.opaque = united(opaque);
    document.blocks = outline.blocks;
    document.native_markers = markers;
    document.native_notes = outline.notes;
    document.remarks = remark::find(&document);
    document.native_lists = vec![NativeList {
        kind: NativeKind::Definitions,
        heading: None,
        is_automatic: false,
        has_typed_markers: false,
    }];
    if document.native_markers.is_empty() {
        spelt_notes::read(&mut document);
    }
    Ok(match page {
        Some(page) => page.woven(source, document),
        None => document,
    })
}

/// `[^Smith]` calls `[^smith]` if there is no other: to GFM, case does not count.
fn spelt_as_defined(mut markers: Vec<NativeMarker>, notes: &[NativeNote]) -> Vec<NativeMarker> {
    let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
    for note in notes {
        spellings
            .entry(note.label.to_lowercase())
            .or_insert(&note.label);
    }
    let exact: BTreeSet<&str> = notes.iter().map(|note| note.label.as_str()).collect();
    for marker in &mut markers {
        if exact.contains(marker.label.as_str()) {
            continue;
        }
        if let Some(&spelling) = spellings.get(&marker.label.to_lowercase()) {
            spelling.clone_into(&mut marker.label);
        }
    }
    markers
}

/// What comrak makes of the lines of a document.
#[derive(Default)]
struct Outline {
    blocks: Vec<Block>,
    notes: Vec<NativeNote>,
    /// The blocks in which there may be inline markup, those of notes too.
    leaves: Vec<Leaf>,
    /// The lists, their items and the quotations, each before those that stand in it.
    containers: Vec<(Span, Container)>,
    /// Code, scripts, comments and front matter.
    verbatim: Vec<Span>,
    /// Code that is none to Jekyll: HTML that goes on behind a blank line, indented.
    indented: Vec<Span>,
    /// Where the last indented block ended that is text.
    body: Option<usize>,
}

/// A block in which there may be inline markup.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    span: Span,
    content: Content,
    /// The level of a heading.
    heading: Option<u8>,
    /// Whether it stands in a note.
    is_in_note: bool,
}

/// What blocks stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    /// A list that counts from a number.
    Counted(usize),
    /// A list with bullets.
    Bullets,
    Item,
    Quotation,
}

impl Container {
    fn of(value: &NodeValue) -> Option<Self> {
        match value {
            NodeValue::List(list) if list.list_type == ListType::Ordered => {
                Some(Self::Counted(list.start))
            }
            NodeValue::List(_) => Some(Self::Bullets),
            NodeValue::Item(_) => Some(Self::Item),
            NodeValue::BlockQuote => Some(Self::Quotation),
            _ => None,
        }
    }
}

/// What is in a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Text with markup.
    Markdown,
    /// HTML, in which only tags and comments are markup.
    Html,
}

fn outline(document: &Document) -> Outline {
    let text = shade::shaded(&document.text);
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options(&text));
    let mut outline = Outline::default();
    let mut depth = Depth::default();
    let mut next = root.first_child();
    while let Some(node) = next {
        let enter = {
            let data = node.data();
            let span = span_of(document, data.sourcepos);
            outline.visit(document, &data.value, span, depth)
        };
        next = match node.first_child() {
            Some(child) if enter => {
                depth.enter(&node.data().value);
                Some(child)
            }
            _ => behind(node, &mut depth),
        };
    }
    for next in 1..outline.notes.len() {
        // `[^1]: [^2]: Smith`: the first says nothing.
        let start = outline.notes[next].span.start;
        let note = &mut outline.notes[next - 1];
        if start < note.span.end && note.label_span.end <= start {
            note.span = document.trimmed(Span::new(note.span.start, start));
        }
    }
    outline
}

/// The node that follows in the order of the text, not counting those in `node`.
fn behind<'a>(node: Node<'a>, depth: &mut Depth) -> Option<Node<'a>> {
    let mut at = node;
    loop {
        if let Some(sibling) = at.next_sibling() {
            return Some(sibling);
        }
        at = at.parent()?;
        depth.leave(&at.data().value);
    }
}

/// How many containers of a kind a block stands in.
#[derive(Debug, Clone, Copy, Default)]
struct Depth {
    notes: usize,
    items: usize,
    quotations: usize,
}

impl Depth {
    fn of(&mut self, value: &NodeValue) -> Option<&mut usize> {
        match value {
            NodeValue::FootnoteDefinition(_) => Some(&mut self.notes),
            NodeValue::Item(_) => Some(&mut self.items),
            NodeValue::BlockQuote => Some(&mut self.quotations),
            _ => None,
        }
    }

    fn enter(&mut self, value: &NodeValue) {
        if let Some(count) = self.of(value) {
            *count += 1;
        }
    }

    fn leave(&mut self, value: &NodeValue) {
        if let Some(count) = self.of(value) {
            *count -= 1;
        }
    }

    fn paragraph(self) -> BlockKind {
        if self.items > 0 {
            BlockKind::ListItem
        } else if self.quotations > 0 {
            BlockKind::Quotation
        } else {
            BlockKind::Paragraph
        }
    }
}

impl Outline {
    /// Takes note of a block; tells whether there are blocks in it.
    fn visit(&mut self, document: &Document, value: &NodeValue, span: Span, depth: Depth) -> bool {
        let container = Container::of(value).map(|container| (span, container));
        self.containers.extend(container);
        let mut leaf = Leaf {
            span,
            content: Content::Markdown,
            heading: None,
            is_in_note: depth.notes > 0,
        };
        let kind = match value {
            NodeValue::FootnoteDefinition(_) => return self.note(document, span),
            NodeValue::FrontMatter(_) => {
                self.verbatim.push(span);
                return false;
            }
            // Scripts, comments and the like are of kinds 1 to 5; in the others the text between tags is read.
            NodeValue::HtmlBlock(html) if html.block_type < 6 => {
                self.verbatim.push(span);
                return false;
            }
            NodeValue::CodeBlock(code) if !code.fenced && self.is_body(document, span) => {
                self.body = Some(span.end);
                self.leaves.push(leaf);
                BlockKind::Paragraph
            }
            NodeValue::CodeBlock(code) => {
                self.verbatim.push(span);
                if !code.fenced && self.goes_on(document, span) {
                    self.indented.push(span);
                    leaf.content = Content::Html;
                    self.leaves.push(leaf);
                }
                BlockKind::Code
            }
            NodeValue::HtmlBlock(_) => {
                leaf.content = Content::Html;
                self.leaves.push(leaf);
                BlockKind::Paragraph
            }
            NodeValue::Paragraph => {
                self.leaves.push(leaf);
                depth.paragraph()
            }
            NodeValue::Heading(heading) => {
                leaf.heading = Some(heading.level);
                self.leaves.push(leaf);
                BlockKind::Heading
            }
            NodeValue::TableRow(_) => {
                self.leaves.push(leaf);
                BlockKind::Table
            }
            _ => return true,
        };
        if depth.notes == 0 && !span.is_empty() {
            self.blocks.push(Block { kind, span });
        }
        false
    }

    /// Whether an indented block is text all the same: the body of an admonition or of a definition, which other programs
    /// than those of `CommonMark` indent.
    fn is_body(&self, document: &Document, span: Span) -> bool {
        let is_next =
            |end: usize| end <= span.start && document.text[end..span.start].trim().is_empty();
        if self.body.is_some_and(is_next) {
            return true;
        }
        let opens = |line: &str| {
            let line = line.trim_start();
            let sign = line.split_whitespace().next().unwrap_or_default();
            let is_titled = ["===", "===!", "===+"].contains(&sign) && line.contains('"');
            is_titled || ["!!!", "???", "???+", ":", "~"].contains(&sign) && line.len() > sign.len()
        };
        let before = self.blocks.last().filter(|block| is_next(block.span.end));
        before.is_some_and(|block| document.slice(block.span).lines().any(opens))
    }

    /// Whether a block is HTML that goes on where the last block of HTML ended.
    fn goes_on(&self, document: &Document, span: Span) -> bool {
        self.leaves.last().is_some_and(|last| {
            let between = Span::new(last.span.end, span.start.max(last.span.end));
            last.content == Content::Html
                && document.slice(span).starts_with('<')
                && document.slice(between).trim().is_empty()
        })
    }

    /// Takes note of a definition.
    fn note(&mut self, document: &Document, span: Span) -> bool {
        let text = document.slice(span);
        let label = text
            .strip_prefix("[^")
            .and_then(|rest| rest.split_once("]:"))
            .map(|(label, _)| label);
        if let Some(label) = label {
            self.notes.push(NativeNote {
                label: label.to_owned(),
                label_span: Span::new(span.start, span.start + label.len() + "[^]:".len()),
                span,
                list: 0,
                backlinks: Vec::new(),
            });
        }
        label.is_some()
    }
}

fn options(text: &str) -> Options<'static> {
    let mut options = Options::default();
    options.extension.footnotes = true;
    options.extension.table = true;
    options.parse.leave_footnote_definitions = true;
    options.extension.front_matter_delimiter = front_matter(text).map(str::to_owned);
    options
}

/// The line that encloses front matter, in YAML or TOML, if there is any. A rule at the beginning of a paper is
/// followed by a blank line.
fn front_matter(text: &str) -> Option<&'static str> {
    ["---", "+++"].into_iter().find(|delimiter| {
        let mut lines = text.lines();
        lines
            .next()
            .is_some_and(|line| line.trim_end() == *delimiter)
            && lines.next().is_some_and(|line| !line.trim().is_empty())
    })
}

/// The span of a block without white space around it, in bytes of the text.
fn span_of(document: &Document, position: Sourcepos) -> Span {
    let text = &document.text;
    let offset = |line: usize, column: usize| {
        let line = document.lines().span(line.saturating_sub(1));
        let offset = (line.start + column).min(line.end);
        (line.start..=offset)
            .rev()
            .find(|&offset| text.is_char_boundary(offset))
            .unwrap_or(line.start)
    };
    let start = offset(position.start.line, position.start.column.saturating_sub(1));
    let end = offset(position.end.line, usize::MAX / 2).max(start);
    let inside = &text[start..end];
    let start = start + inside.len() - inside.trim_start().len();
    Span::new(start, start + inside.trim().len())
}
