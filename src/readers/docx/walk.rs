//! From the paragraphs, tables and text boxes of Word to blocks.
//!
//! Paragraphs are counted as Word's own object model counts them, the end marks of table rows left out: every paragraph
//! of the running text in its order, empty ones and those in the cells of tables, too. A text box is a part of its own.

use std::collections::{HashMap, HashSet};

use roxmltree::{Node, NodeId};

use super::markup::{
    Element, attribute, branch, child, element, is, is_deleted_row, relation, value,
};
use super::numbering::Numbering;
use super::series::{Kind, Printed, Series, notes};
use super::styles::{Look, Style, Styles, is_joined, level_of, list_of};
use crate::document::BlockKind;
use crate::readers::composer::{Composer, Entry, Trace};

/// Writes the parts of a document one after the other.
pub(super) struct Walk<'a, 'input> {
    pub(super) composer: Composer,
    /// Where the running text stands in its part; notes stand in others.
    pub(super) trace: Trace,
    pub(super) is_traced: bool,
    pub(super) styles: Styles<'a>,
    pub(super) numbering: Numbering,
    pub(super) series: Series,
    /// Where the hyperlinks of the part that is being written lead.
    pub(super) links: &'a HashMap<String, String>,
    /// The fields that are open, the innermost last.
    pub(super) fields: Vec<Field>,
    /// Where fields begin that have no end: what follows would be lost as their instruction.
    pub(super) endless: HashSet<NodeId>,
    /// Raised text that waits for more: a number may be split over several runs.
    pub(super) raised: String,
    /// The address of its first byte.
    pub(super) raised_at: usize,
    /// How the text of the paragraph looks where nothing is said.
    pub(super) line: Look,
    /// Text boxes that wait until their paragraph is written.
    pub(super) boxes: Vec<Node<'a, 'input>>,
    /// What the next text begins with and what is written already: the mark that the author chose for a note.
    pub(super) mark: String,
    /// The numbers of the paragraphs that bookmarks stand in, as they are counted now.
    pub(super) bookmarks: HashMap<String, String>,
    /// The same as a first walk found them: fields repeat numbers of paragraphs that come later.
    pub(super) numbers: HashMap<String, String>,
    /// Whether a field repeats the number of a paragraph.
    pub(super) repeats_numbers: bool,
    /// Bookmarks that begin before their paragraph.
    early: Vec<String>,
    /// The number of the paragraph that is being written.
    number: String,
    /// The part that is being written, if it is not the running text, and how many of its paragraphs came.
    place: (Option<String>, usize),
    /// Whether the mark of the last paragraph was deleted.
    is_joined: bool,
    /// How many text boxes came.
    boxed: usize,
    /// Whether a row of a table is being written, which is one block.
    row: Option<Row>,
}

/// A field that is open.
pub(super) struct Field {
    pub(super) instruction: String,
    /// Where its result begins in the text; `None` as long as the instruction goes on.
    pub(super) shown: Option<usize>,
}

/// A row of a table while it is being written: whether a paragraph came.
#[derive(Clone, Copy)]
struct Row {
    has_begun: bool,
}

impl<'a, 'input> Walk<'a, 'input> {
    /// A walk that has written nothing yet.
    pub(super) fn new(
        composer: Composer,
        styles: Styles<'a>,
        numbering: Numbering,
        series: Series,
        links: &'a HashMap<String, String>,
    ) -> Self {
        Self {
            composer,
            trace: Trace::default(),
            is_traced: true,
            styles,
            numbering,
            series,
            links,
            fields: Vec::new(),
            endless: HashSet::new(),
            raised: String::new(),
            raised_at: 0,
            line: Look::default(),
            boxes: Vec::new(),
            mark: String::new(),
            bookmarks: HashMap::new(),
            numbers: HashMap::new(),
            repeats_numbers: false,
            early: Vec::new(),
            number: String::new(),
            place: (None, 0),
            is_joined: false,
            boxed: 0,
            row: None,
        }
    }

    /// Writes the notes of a part in the order in which they are called, and then those that nothing calls.
    pub(super) fn notes(
        &mut self,
        root: Node<'a, 'input>,
        kind: Kind,
        links: &'a HashMap<String, String>,
    ) {
        self.links = links;
        self.is_traced = false;
        self.warn_of_lost_numbers(root, kind);
        let mut turns: Vec<(usize, Option<Printed>, Node<'a, 'input>)> = Vec::new();
        let mut seen = HashSet::new();
        for note in notes(root, kind) {
            let id = attribute(note, "id").unwrap_or_default().trim();
            let printed = self.series.printed(kind, id).cloned();
            if self.series.is_gone(kind, id) {
                continue;
            }
            // Of two notes with one id, Word shows the first.
            let printed = printed.filter(|_| seen.insert(id));
            let turn = printed.as_ref().map_or(usize::MAX, |printed| printed.turn);
            turns.push((turn, printed, note));
        }
        turns.sort_by_key(|&(turn, _, _)| turn);
        for (_, printed, note) in turns {
            self.note(note, kind, printed);
        }
    }

    /// Warns of notes whose own number was deleted, if others have theirs: the page shows them without one.
    fn warn_of_lost_numbers(&mut self, root: Node<'a, 'input>, kind: Kind) {
        let sign = match kind {
            Kind::Footnote => "footnoteRef",
            Kind::Endnote => "endnoteRef",
        };
        let has_number = |note: &Node<'_, '_>| note.descendants().any(|node| is(node, sign));
        let (whole, lost): (Vec<_>, Vec<_>) = notes(root, kind).partition(has_number);
        if lost.len() >= whole.len() {
            return;
        }
        for note in lost {
            let id = attribute(note, "id").unwrap_or_default();
            let printed = self.series.printed(kind, id);
            let Some(printed) = printed.filter(|printed| !printed.is_custom) else {
                continue;
            };
            let (name, label) = (kind.name(), &printed.label);
            let message = format!(
                "{name} {label} lost its number: the automatic one at its beginning was deleted, and the page shows the note \
                 without it"
            );
            self.composer.warn(message);
        }
    }

    fn note(&mut self, note: Node<'a, 'input>, kind: Kind, printed: Option<Printed>) {
        let is_called = printed.is_some();
        let printed = match printed {
            Some(printed) => printed,
            None => self.series.uncalled(kind, &mut self.composer),
        };
        let label = printed.label;
        let id = attribute(note, "id").unwrap_or_default();
        self.composer.begin_note(Entry {
            label: label.clone(),
            keys: vec![kind.key(id)],
            backlinks: Vec::new(),
            list: printed.list,
        });
        let (name, start) = (kind.name(), self.composer.here());
        let part = if is_called {
            format!("{name} {label}")
        } else {
            let count = label.trim_start_matches("unnumbered ");
            format!("unnumbered {name} {count}")
        };
        self.place = (Some(part), 0);
        self.composer.paragraph(self.place.0.clone(), 1);
        // The mark that an author chose is text of the note; it is written here, and left out there.
        if printed.is_custom {
            self.composer.made(&format!("{label} "));
            self.mark = label;
        } else if is_called {
            self.composer.made(&format!("{label}. "));
        }
        self.composer.label_from(start);
        // Nobody counts the number among the characters of the paragraph.
        self.composer.paragraph(self.place.0.clone(), 1);
        self.is_joined = true;
        self.place.1 = 1;
        self.story(note);
        self.composer.end_note();
        self.mark.clear();
    }

    /// Writes all blocks of a part; no field reaches into the next one.
    pub(super) fn story(&mut self, parent: Node<'a, 'input>) {
        self.find_endless_fields(parent);
        self.blocks(parent);
        self.end_fields();
        self.is_joined = false;
    }

    pub(super) fn blocks(&mut self, parent: Node<'a, 'input>) {
        for node in parent.children() {
            match element(node) {
                Some(Element::Word(name)) => self.block(node, name),
                Some(Element::Formula("oMathPara" | "oMath")) => self.formula_block(node),
                Some(Element::Alternatives) => {
                    if let Some(branch) = branch(node) {
                        self.blocks(branch);
                    }
                }
                _ => {}
            }
        }
    }

    fn block(&mut self, node: Node<'a, 'input>, name: &str) {
        match name {
            "p" => self.paragraph(node),
            "tbl" => self.table(node),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" => self.blocks(node),
            "bookmarkStart" => self
                .early
                .extend(attribute(node, "name").map(str::to_owned)),
            "altChunk" => {
                let target = relation(node).unwrap_or_default().to_owned();
                let message =
                    format!("a part that was put in from another file ({target}) is not read");
                self.composer.warn(message);
            }
            _ => {}
        }
    }

    fn paragraph(&mut self, node: Node<'a, 'input>) {
        let properties = child(node, "pPr");
        let id = properties.and_then(|properties| value(properties, "pStyle"));
        let style = self.styles.paragraph(id);
        self.line = style.look.on_the_line();
        if !std::mem::take(&mut self.is_joined) {
            self.begin(properties, &style, id);
        }
        let start = self.composer.here();
        self.inline(node);
        self.flush();
        if style.is_contents {
            self.composer.hide(start);
        }
        self.is_joined = is_joined(properties);
        if self.row.is_none() && !self.is_joined {
            self.composer.close();
            self.text_boxes();
        }
    }

    /// Opens the block of a paragraph and writes its number, if it is an item of a numbered list.
    fn begin(&mut self, properties: Option<Node<'_, '_>>, style: &Style, id: Option<&str>) {
        let list = list_of(properties, style);
        let own = properties.and_then(level_of);
        let kind = match own.or(style.kind) {
            Some(kind) if kind != BlockKind::Paragraph => kind,
            _ if list.is_some() => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        match &mut self.row {
            Some(row) if row.has_begun => self.composer.made("\t"),
            Some(row) => row.has_begun = true,
            None => self.composer.open(kind),
        }
        self.place.1 += 1;
        self.composer.paragraph(self.place.0.clone(), self.place.1);
        self.number.clear();
        if let Some((list, level)) = list {
            self.number = self.numbering.next(list, level, id);
            self.composer.number(&self.number, kind);
        }
        for name in std::mem::take(&mut self.early) {
            self.bookmark(&name);
        }
    }

    /// A bookmark stands in the paragraph that is being written.
    pub(super) fn bookmark(&mut self, name: &str) {
        if !self.number.is_empty() {
            let number = self.number.clone();
            self.bookmarks.entry(name.to_owned()).or_insert(number);
        }
    }

    /// A row of a table is one block, as long as its cells hold no more than a paragraph each. Otherwise the table only
    /// puts text into place, and its paragraphs are blocks of their own.
    fn table(&mut self, table: Node<'a, 'input>) {
        for node in table.children() {
            match element(node) {
                Some(Element::Word("tr")) if !is_deleted_row(node) => {
                    let is_row = self.row.is_none() && is_plain_row(node);
                    if is_row {
                        self.row = Some(Row { has_begun: false });
                        self.composer.open(BlockKind::Table);
                    }
                    self.cells(node);
                    if is_row {
                        self.row = None;
                        self.composer.close();
                        self.text_boxes();
                    }
                }
                Some(Element::Word("sdt" | "sdtContent" | "customXml" | "ins" | "moveTo")) => {
                    self.table(node);
                }
                _ => {}
            }
        }
    }

    fn cells(&mut self, parent: Node<'a, 'input>) {
        for node in parent.children() {
            match element(node) {
                Some(Element::Word("tc")) => {
                    self.blocks(node);
                    // A cell ends its last paragraph, whatever became of the mark.
                    self.is_joined = false;
                }
                Some(Element::Word("sdt" | "sdtContent" | "customXml" | "ins" | "moveTo")) => {
                    self.cells(node);
                }
                _ => {}
            }
        }
    }

    /// Writes the text boxes of the paragraph that has just ended.
    fn text_boxes(&mut self) {
        for node in std::mem::take(&mut self.boxes) {
            self.boxed += 1;
            let place = (Some(format!("text box {}", self.boxed)), 0);
            let outside = std::mem::replace(&mut self.place, place);
            let fields = std::mem::take(&mut self.fields);
            self.story(node);
            self.fields = fields;
            self.place = outside;
        }
    }

    fn formula_block(&mut self, node: Node<'a, 'input>) {
        self.composer.open(BlockKind::Paragraph);
        self.formula(node);
        self.composer.close();
    }
}

/// Whether each cell of a row holds no more than one paragraph with text.
fn is_plain_row(row: Node<'_, '_>) -> bool {
    let cells = row.descendants().filter(|&node| is(node, "tc"));
    let mut cells = cells.peekable();
    cells.peek().is_some()
        && cells.all(|cell| {
            let blocks = || cell.descendants().skip(1);
            let has_text = |node: &Node<'_, '_>| node.descendants().any(|node| is(node, "t"));
            !blocks().any(|node| is(node, "tbl"))
                && blocks()
                    .filter(|&node| is(node, "p"))
                    .filter(has_text)
                    .count()
                    <= 1
        })
}
