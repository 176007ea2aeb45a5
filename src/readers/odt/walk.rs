//! From the paragraphs, lists, tables and frames of OpenDocument to blocks.
//!
//! Paragraphs are counted as they stand: every paragraph and heading of the running text in its order, empty ones and
//! those in the cells of tables, too. A text frame is a part of its own.

use roxmltree::Node;

use super::lists::{Beginning, Lists, Open};
use super::markup::{Element, attribute, child, element, number, says};
use super::series::Series;
use super::styles::Styles;
use crate::document::{BlockKind, CrossReference, Span};
use crate::readers::composer::Composer;

/// Where all that an OpenDocument text shows stands in the markup: places are paragraphs, so nothing leads back to it.
pub(super) const NOWHERE: Span = Span { start: 0, end: 0 };

/// Writes the text, and then its notes.
pub(super) struct Walk<'a, 'input> {
    pub(super) composer: Composer,
    pub(super) styles: Styles<'a>,
    pub(super) series: Series<'a, 'input>,
    /// Raised text that waits for more: a number may be split over several spans.
    pub(super) raised: String,
    /// Frames that wait until their paragraph is written.
    pub(super) frames: Vec<Node<'a, 'input>>,
    /// The numbers of notes that the text repeats, each with what it leads to.
    pub(super) repeated: Vec<CrossReference>,
    lists: Lists,
    open: Vec<Open>,
    /// The part that is being written, if it is not the running text, and how many of its paragraphs came.
    place: (Option<String>, usize),
    /// Whether the block of the next paragraph is open already, as that of a note is behind its number.
    pub(super) is_open: bool,
    framed: usize,
    /// Whether a row of a table is being written, which is one block, and whether a paragraph of it came.
    row: Option<bool>,
}

impl<'a, 'input> Walk<'a, 'input> {
    /// A walk that has written nothing yet.
    pub(super) fn new(styles: Styles<'a>, composer: Composer) -> Self {
        Self {
            composer,
            styles,
            series: Series::default(),
            raised: String::new(),
            frames: Vec::new(),
            repeated: Vec::new(),
            lists: Lists::default(),
            open: Vec::new(),
            place: (None, 0),
            is_open: false,
            framed: 0,
            row: None,
        }
    }

    /// Begins a part whose paragraphs are counted for themselves.
    pub(super) fn part(&mut self, part: Option<String>) -> (Option<String>, usize) {
        std::mem::replace(&mut self.place, (part, 0))
    }

    /// Writes the blocks of a part.
    pub(super) fn blocks(&mut self, parent: Node<'a, 'input>) {
        for node in parent.children() {
            match element(node) {
                Some(Element::Text(name)) => self.text_block(node, name),
                Some(Element::Table("table")) => self.table(node),
                Some(Element::Draw(_)) => {
                    self.gather_frames(node);
                    self.text_frames();
                }
                _ => {}
            }
        }
    }

    fn text_block(&mut self, node: Node<'a, 'input>, name: &str) {
        match name {
            "p" => self.paragraph(node),
            "h" => self.heading(node),
            "list" => self.list(node),
            "section" | "index-title" | "numbered-paragraph" if !is_hidden(node) => {
                self.blocks(node);
            }
            "bibliography" => self.index(node),
            "table-of-content" | "illustration-index" | "table-index" | "object-index"
            | "user-index" | "alphabetical-index" => {
                let start = self.composer.here();
                self.index(node);
                self.composer.hide(start);
            }
            _ => {}
        }
    }

    fn index(&mut self, node: Node<'a, 'input>) {
        if let Some(body) = child(node, Element::Text("index-body")) {
            self.blocks(body);
        }
    }

    fn paragraph(&mut self, node: Node<'a, 'input>) {
        let style = attribute(node, "style-name").unwrap_or_default();
        if self.styles.hides("paragraph", style) {
            return;
        }
        let kind = match self.styles.kind(style) {
            Some(kind) => kind,
            None if self.open.is_empty() => BlockKind::Paragraph,
            None => BlockKind::ListItem,
        };
        self.begin(kind);
        self.item_number(kind);
        self.end(node);
    }

    fn heading(&mut self, node: Node<'a, 'input>) {
        self.begin(BlockKind::Heading);
        self.item_number(BlockKind::Heading);
        let level = number::<usize>(node, "outline-level").and_then(|level| level.checked_sub(1));
        if let Some((level, levels)) = level.zip(self.styles.outline())
            && self.open.is_empty()
            && !says(node, "is-list-header")
        {
            let anew = says(node, "restart-numbering");
            let start = number(node, "start-value").filter(|_| anew);
            let number = self.lists.heading(level, levels, start);
            self.composer.number(&number, BlockKind::Heading);
        }
        self.end(node);
    }

    fn begin(&mut self, kind: BlockKind) {
        match self.row {
            _ if std::mem::take(&mut self.is_open) => {}
            Some(true) => self.composer.made("\t"),
            Some(false) => self.row = Some(true),
            None => self.composer.open(kind),
        }
        self.place.1 += 1;
        self.composer.paragraph(self.place.0.clone(), self.place.1);
    }

    fn end(&mut self, node: Node<'a, 'input>) {
        self.inline(node, false);
        self.flush();
        if self.row.is_none() {
            self.composer.close();
            self.text_frames();
        }
    }

    /// The number of an item stands before its first paragraph.
    fn item_number(&mut self, kind: BlockKind) {
        let Some(open) = self.open.last_mut().filter(|open| open.is_due) else {
            return;
        };
        open.is_due = false;
        let number = self.lists.next(open, self.styles.list(&open.style));
        self.composer.number(&number, kind);
    }

    fn list(&mut self, node: Node<'a, 'input>) {
        let beginning = Beginning {
            style: attribute(node, "style-name"),
            name: attribute(node, "id"),
            continues: attribute(node, "continue-list"),
            goes_on: says(node, "continue-numbering"),
        };
        let open = self.lists.open(&beginning, self.open.last());
        self.open.push(open);
        for item in node.children() {
            let is_item = element(item) == Some(Element::Text("list-item"));
            if let Some(open) = self.open.last_mut() {
                open.is_due = is_item;
                open.start = number(item, "start-value");
            }
            if is_item || element(item) == Some(Element::Text("list-header")) {
                self.blocks(item);
            }
        }
        self.open.pop();
    }

    /// A row of a table is one block, as long as its cells hold no more than a paragraph each. Otherwise the table only
    /// puts text into place, and its paragraphs are blocks of their own.
    fn table(&mut self, table: Node<'a, 'input>) {
        for node in table.children() {
            match element(node) {
                Some(Element::Table("table-row")) => self.row(node),
                Some(Element::Table("table-header-rows" | "table-rows" | "table-row-group")) => {
                    self.table(node);
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, row: Node<'a, 'input>) {
        let is_block = self.row.is_none() && is_plain_row(row);
        if is_block {
            self.row = Some(false);
            self.composer.open(BlockKind::Table);
        }
        let outside = std::mem::take(&mut self.open);
        for cell in row.children() {
            if element(cell) == Some(Element::Table("table-cell")) {
                self.blocks(cell);
            }
        }
        self.open = outside;
        if is_block {
            self.row = None;
            self.composer.close();
            self.text_frames();
        }
    }

    /// Writes the frames of the paragraph that has just ended.
    fn text_frames(&mut self) {
        for frame in std::mem::take(&mut self.frames) {
            self.framed += 1;
            let outside = self.part(Some(format!("text frame {}", self.framed)));
            let lists = std::mem::take(&mut self.open);
            self.blocks(frame);
            self.open = lists;
            self.place = outside;
        }
    }

    /// Finds what holds text below a drawing: text boxes of frames, and shapes with paragraphs of their own.
    pub(super) fn gather_frames(&mut self, node: Node<'a, 'input>) {
        let is_paragraph =
            |node: Node<'_, '_>| matches!(element(node), Some(Element::Text("p" | "h" | "list")));
        if node.children().any(is_paragraph) {
            self.frames.push(node);
            return;
        }
        for child in node.children() {
            if matches!(element(child), Some(Element::Draw(_) | Element::Table(_))) {
                self.gather_frames(child);
            }
        }
    }
}

fn is_hidden(node: Node<'_, '_>) -> bool {
    attribute(node, "display") == Some("none")
}

/// Whether each cell of a row holds no more than one paragraph with text.
fn is_plain_row(row: Node<'_, '_>) -> bool {
    let is_cell = |node: &Node<'_, '_>| element(*node) == Some(Element::Table("table-cell"));
    row.children().filter(is_cell).all(|cell| {
        let blocks = || cell.children().filter(Node::is_element);
        let is_paragraph = |node: Node<'_, '_>| element(node) == Some(Element::Text("p"));
        blocks().all(is_paragraph) && blocks().filter(Node::has_children).count() <= 1
    })
}
