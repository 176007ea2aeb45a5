//! From the elements of pages to the text of a paper.

use std::collections::HashSet;
use std::ops::Range;

use super::article;
use super::element;
use super::notation::Notation;
use super::pages::Pages;
use super::tree::{Kind, Node, Step};
use crate::document::{BlockKind, NativeKind, NativeList, Span};
use crate::readers::composer::Composer;

mod marker;
mod note;
mod site;

/// Writes pages.
pub(super) struct Writer<'a> {
    pages: &'a Pages<'a>,
    notation: &'a Notation,
    composer: Composer,
    /// What the elements around say, the innermost last.
    around: Vec<(Node, Around)>,
    /// What stands before the next text of its block, such as the number of an item.
    pending: Option<(String, usize)>,
    /// Where a label has just been written: a block that begins there is already open.
    fresh: Option<usize>,
    /// Notes and remarks that stand within a line, until it has ended.
    deferred: Vec<Deferred>,
    /// The note that is being written.
    note: Option<Label>,
    written: HashSet<usize>,
    /// The links and the program text that are open, and where they began.
    marked: Vec<(Node, usize)>,
    /// Where the last marker ended that was not raised.
    plain: Option<usize>,
    /// The list that the last marker called into.
    list: usize,
    /// The remark that is being written.
    remark: Option<Node>,
    /// Where the markers stand in the order of the pages, ascending.
    called: Vec<u32>,
    /// The article of a web page, where it can be told from what is around it.
    article: Option<Node>,
}

/// What waits for the end of its line.
#[derive(Debug, Clone, Copy)]
enum Deferred {
    Note(usize),
    Remark(Node),
}

/// What is left to write of the label of a note.
struct Label {
    /// Where the note begins in the text.
    start: usize,
    /// How many characters of it that are not blank are still to come.
    rest: usize,
    /// Whether nothing of the note has been written.
    is_first: bool,
}

/// The text of a node, and how it is written.
#[derive(Debug, Clone, Copy)]
struct Said<'a> {
    says: &'a str,
    /// Where it stands in the markup.
    markup: Span,
    /// Whether the markup has it letter by letter.
    is_verbatim: bool,
    is_raised: bool,
}

/// What elements say of all that is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Around {
    kind: BlockKind,
    is_raised: bool,
    is_verbatim: bool,
    /// Whether only notes are written of it.
    is_left_out: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(pages: &'a Pages<'a>, notation: &'a Notation) -> Self {
        let mut composer = Composer::default();
        for list in &notation.lists {
            composer.list(list.clone());
        }
        if notation.lists.is_empty() && !notation.calls.is_empty() {
            composer.list(NativeList {
                kind: NativeKind::Endnotes,
                heading: None,
                is_automatic: false,
                has_typed_markers: false,
            });
        }
        for warning in &notation.warnings {
            composer.warn(warning.clone());
        }
        let mut called: Vec<u32> = (notation.calls.keys())
            .map(|&node| pages.order(node))
            .collect();
        called.sort_unstable();
        Self {
            pages,
            notation,
            composer,
            around: Vec::new(),
            pending: None,
            fresh: None,
            deferred: Vec::new(),
            note: None,
            written: HashSet::new(),
            marked: Vec::new(),
            plain: None,
            list: 0,
            remark: None,
            called,
            article: match pages.all.as_slice() {
                [page] if page.name.is_empty() => article::find(pages, page.root),
                _ => None,
            },
        }
    }

    /// Writes all pages, each once.
    pub(super) fn write(mut self) -> Composer {
        for page in &self.pages.all {
            self.walk(page.root);
            self.open(BlockKind::Paragraph);
            self.flush();
        }
        self.composer.close();
        self.composer
    }

    fn walk(&mut self, root: Node) {
        let tree = &self.pages.tree;
        let mut step = Some(Step::Enter(root));
        while let Some(here) = step {
            step = match here {
                Step::Enter(node) => match self.enter(node) {
                    None => tree.step(here, root),
                    Some(last) => tree.step(Step::Leave(last), root),
                },
                Step::Leave(node) => {
                    self.leave(node);
                    tree.step(here, root)
                }
            };
        }
    }

    fn here(&self) -> Around {
        self.around.last().map_or(
            Around {
                kind: BlockKind::Paragraph,
                is_raised: false,
                is_verbatim: false,
                is_left_out: false,
            },
            |&(_, around)| around,
        )
    }

    /// Enters a node; where all of it has been dealt with, gives the last node that was.
    fn enter(&mut self, node: Node) -> Option<Node> {
        let is_own = self.note.is_none();
        let call = self.notation.calls.get(&node);
        if let Some(call) = call.filter(|call| {
            let is_inside = call.note.is_some_and(|note| self.written.contains(&note));
            call.is_counted && !is_inside && !self.here().is_left_out
        }) {
            self.call(node, call);
        }
        if let Some(&note) = self.notation.note_at.get(&node)
            && !self.written.contains(&note)
        {
            let last = self.notation.notes[note].last;
            let is_inline = !element::is_block(self.pages.tree.name(node))
                && self.pages.tree.name(node) != "td";
            if is_own && !is_inline && !self.is_in_line(node) {
                self.flush();
                self.write_note(note);
            } else {
                self.deferred.push(Deferred::Note(note));
            }
            return Some(last);
        }
        if let Some(call) = call.filter(|_| !self.notation.note_at.contains_key(&node)) {
            if !self.here().is_left_out && !call.is_counted {
                self.call(node, call);
            }
            return Some(node);
        }
        if self.notation.dropped.contains(&node) {
            return Some(node);
        }
        if self.notation.margins.contains(&node) && self.remark != Some(node) {
            if !self.here().is_left_out {
                self.deferred.push(Deferred::Remark(node));
            }
            return Some(node);
        }
        match self.pages.tree.kind(node) {
            Kind::Root => None,
            Kind::Comment(_) => {
                self.composer
                    .comment(self.pages.tree.comment(node).unwrap_or_default());
                None
            }
            Kind::Text(_) => {
                self.text(node);
                None
            }
            Kind::Element(..) => self.element(node),
        }
    }

    /// Whether a block stands within a line: in an element of the line, or in what is not shown.
    fn is_in_line(&self, node: Node) -> bool {
        let tree = &self.pages.tree;
        let mut above = tree.ancestry(node).skip(1);
        above.next().is_some_and(|parent| {
            matches!(tree.kind(parent), Kind::Element(..))
                && !element::is_block(tree.name(parent))
                && !matches!(tree.name(parent), "td" | "th")
        })
    }

    fn element(&mut self, node: Node) -> Option<Node> {
        let tree = &self.pages.tree;
        let name = tree.name(node);
        if element::is_unseen(name) {
            return Some(node);
        }
        let mut around = self.here();
        let is_note = self.notation.note_at.contains_key(&node);
        if !is_note && (self.pages.is_left_out(node) || self.note.is_none() && self.is_site(node)) {
            if !self.holds_note(node) {
                return Some(node);
            }
            around.is_left_out = true;
        }
        match name {
            "br" => self.line_break(node),
            "td" | "th" => self.cell(node),
            "q" => self.made("“"),
            "a" | "code" | "math" | "kbd" | "samp" | "tt" => {
                self.marked.push((node, self.composer.here()));
            }
            _ => {}
        }
        around.is_raised |= name == "sup";
        if let Some(is_raised) = self.pages.styles.of(tree, node).is_raised {
            around.is_raised |= is_raised;
        }
        if element::is_block(name) {
            around = self.block(node, name, around);
        }
        self.around.push((node, around));
        None
    }

    /// Opens what a block says it is.
    fn block(&mut self, node: Node, name: &str, mut around: Around) -> Around {
        around.kind = match name {
            "li" | "dd" | "dt" => BlockKind::ListItem,
            "blockquote" => BlockKind::Quotation,
            "tr" => BlockKind::Table,
            "pre" | "listing" | "xmp" => BlockKind::Code,
            name if element::is_heading(name) => BlockKind::Heading,
            "aside" | "section" | "article" | "table" => BlockKind::Paragraph,
            _ => around.kind,
        };
        around.is_verbatim |= around.kind == BlockKind::Code;
        if around.is_left_out {
            return around;
        }
        // Words of a cell stay in the line of their row, as far as they are one paragraph.
        let is_in_cell = around.kind == BlockKind::Table && name != "tr";
        if !is_in_cell {
            self.open(around.kind);
        } else if self
            .pages
            .tree
            .previous(node)
            .is_some_and(|before| self.pages.has_words(before))
        {
            self.open(BlockKind::Paragraph);
        }
        if name == "li"
            && !self.notation.note_at.contains_key(&node)
            && let Some(number) = self
                .pages
                .ordinals
                .get(&node)
                .and_then(|ordinal| ordinal.written())
        {
            self.pending = Some((format!("{number}. "), self.pages.tree.at(node)));
        }
        around
    }

    fn leave(&mut self, node: Node) {
        let tree = &self.pages.tree;
        if self.around.last().is_none_or(|&(inner, _)| inner != node) {
            return;
        }
        let (_, around) = self.around.pop().unwrap_or((node, self.here()));
        let name = tree.name(node);
        if name == "q" {
            self.made("”");
        }
        if let Some((_, start)) = self.marked.pop_if(|(inner, _)| *inner == node) {
            self.mark(node, name, start);
        }
        let is_in_cell = self.here().kind == BlockKind::Table && name != "tr";
        if element::is_block(name) && !around.is_left_out && !is_in_cell {
            if name == "li" {
                self.spend_pending();
            }
            self.open(self.here().kind);
        }
    }

    /// Opens a block, if the label of a note or an item is not all that the last one holds.
    fn open(&mut self, kind: BlockKind) {
        if self.fresh == Some(self.composer.here()) {
            self.composer.gap();
            return;
        }
        if self.note.is_none() && !self.deferred.is_empty() {
            self.composer.close();
            self.flush();
        }
        self.composer.open(kind);
    }

    fn spend_pending(&mut self) {
        if let Some((number, at)) = self.pending.take() {
            self.composer.instead(&number, Span::new(at, at));
        }
    }

    fn made(&mut self, text: &str) {
        if !self.here().is_left_out {
            self.spend_pending();
            self.composer.made(text);
        }
    }

    fn line_break(&mut self, node: Node) {
        if !self.here().is_left_out {
            let at = self.pages.tree.at(node);
            self.composer.line_break(Span::new(at, at));
        }
    }

    /// Parts a cell from the one before it.
    fn cell(&mut self, node: Node) {
        let tree = &self.pages.tree;
        let mut before = std::iter::successors(tree.previous(node), |&node| tree.previous(node));
        if !self.here().is_left_out && before.any(|cell| self.pages.has_words(cell)) {
            self.composer.part();
        }
    }

    fn text(&mut self, node: Node) {
        let around = self.here();
        let (Some(text), Some(says)) = (self.pages.tree.text(node), self.pages.says(node)) else {
            return;
        };
        if around.is_left_out || self.pages.is_unseen(node) {
            return;
        }
        let is_verbatim = text.instead.is_none();
        if around.is_verbatim {
            let start = self.composer.here();
            self.put(says, text.markup, is_verbatim, |composer, text, at| {
                composer.verbatim(text, at);
            });
            self.composer.hide(start);
            return;
        }
        if says
            .trim_matches([' ', '\n', '\t', '\r', '\u{c}'])
            .is_empty()
        {
            self.composer.blank(text.markup);
            return;
        }
        self.spend_pending();
        let said = Said {
            says,
            markup: text.markup,
            is_verbatim,
            is_raised: around.is_raised,
        };
        let rest = self.label(said);
        self.flow(said, rest..says.len());
    }

    /// Writes what of a text node belongs to the label of the note that is being written; gives where the rest begins.
    fn label(&mut self, said: Said<'_>) -> usize {
        let Some(label) = &mut self.note else {
            return 0;
        };
        let mut from = 0;
        if std::mem::take(&mut label.is_first) {
            // `^ Smith`: the sign led back to the text.
            let signs = [' ', '\n', '\t', '^', '↑'];
            from = said.says.len() - said.says.trim_start_matches(signs).len();
        }
        let end = from + taken(&said.says[from..], &mut label.rest);
        if end > from {
            let (start, is_over) = (label.start, label.rest == 0);
            self.flow(said, from..end);
            if is_over {
                self.composer.label_from(start);
                self.fresh = Some(self.composer.here());
            }
        }
        end
    }

    /// Writes a part of a text node.
    fn flow(&mut self, said: Said<'_>, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let markup = if said.is_verbatim {
            Span::new(said.markup.start + part.start, said.markup.start + part.end)
        } else {
            said.markup
        };
        self.put(
            &said.says[part],
            markup,
            said.is_verbatim,
            |composer, text, at| {
                if said.is_raised {
                    composer.raised(text, at);
                } else {
                    composer.flow(text, at);
                }
            },
        );
    }

    fn put(
        &mut self,
        says: &str,
        markup: Span,
        is_verbatim: bool,
        write: impl Fn(&mut Composer, &str, usize),
    ) {
        if is_verbatim {
            write(&mut self.composer, says, markup.start);
        } else {
            self.composer.instead(says, markup);
        }
    }
}

/// How many bytes of a text belong to a label of which `rest` characters are still to come.
fn taken(text: &str, rest: &mut usize) -> usize {
    let mut end = 0;
    for (at, character) in text.char_indices() {
        if *rest == 0 {
            break;
        }
        *rest -= usize::from(!character.is_whitespace());
        end = at + character.len_utf8();
    }
    end
}
