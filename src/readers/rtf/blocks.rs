//! Paragraphs, rows of tables and text boxes.
//!
//! Paragraphs are counted as Word counts them: each that ends in the running text, empty ones and those in the cells of
//! tables, too. A text box is a part of its own.

use super::rows::Row;
use super::state::{Destination, USUAL_SIZE};
use super::walk::{NOWHERE, Walk};
use crate::document::BlockKind;

/// How deep text boxes may lie in each other.
const DEEPEST_BOX: usize = 4;

impl Walk<'_> {
    /// Opens the block of a paragraph and writes its number, if it is an item of a numbered list.
    pub(super) fn begin(&mut self) {
        if std::mem::replace(&mut self.story.is_begun, true) {
            return;
        }
        let paragraph = self.story.state.paragraph;
        let style = self.styles.of(paragraph.style);
        let number = std::mem::take(&mut self.story.number);
        let kind = match style.kind {
            _ if paragraph.is_heading => BlockKind::Heading,
            Some(kind) => kind,
            None if paragraph.is_item || !number.is_empty() => BlockKind::ListItem,
            None => BlockKind::Paragraph,
        };
        if paragraph.is_in_table || self.story.is_defining_row {
            self.look_at_row();
        }
        match &mut self.story.row {
            Some(true) => self.composer.made("\t"),
            Some(has_begun) => *has_begun = true,
            None if std::mem::take(&mut self.story.is_open) => {}
            None => self.composer.open(kind),
        }
        self.place.1 += 1;
        self.composer.paragraph(self.place.0.clone(), self.place.1);
        self.story.contents = style.is_contents.then(|| self.composer.here());
        if number.contains(char::is_alphanumeric) {
            self.composer.number(number.trim(), kind);
        }
    }

    /// A row of a table is one block, as long as its cells hold no more than a paragraph each. Otherwise the table only
    /// puts text into place, and its paragraphs are blocks of their own.
    pub(super) fn look_at_row(&mut self) {
        let from = self.story.from;
        if self.story.row.is_some() || from < self.story.unplain {
            return;
        }
        match Row::ahead(self.story.tokens.from(from)) {
            Some(row) if row.is_plain => {
                self.story.row = Some(false);
                self.composer.open(BlockKind::Table);
            }
            row => self.story.unplain = row.map_or(usize::MAX, |row| row.end),
        }
    }

    /// Ends a paragraph; one whose mark was deleted goes on with the next.
    pub(super) fn end_paragraph(&mut self) {
        let state = self.story.state;
        if state.destination != Destination::Text || state.look.is_deleted {
            return;
        }
        self.flush();
        self.story.number.clear();
        self.story.awaits_note = false;
        self.story.line_size = USUAL_SIZE;
        if !std::mem::take(&mut self.story.is_begun) {
            self.place.1 += 1;
        }
        if let Some(start) = self.story.contents.take() {
            self.composer.hide(start);
        }
        if self.story.row.is_none() {
            self.composer.close();
            self.text_boxes();
        }
    }

    /// Ends a cell, which is a column even if it is empty.
    pub(super) fn end_cell(&mut self) {
        if self.story.state.destination != Destination::Text {
            return;
        }
        if self.story.row.is_some() {
            self.begin();
        }
        self.story.state.look.is_deleted = false;
        self.end_paragraph();
    }

    pub(super) fn end_row(&mut self) {
        self.story.is_defining_row = false;
        if self.story.row.take().is_some() {
            self.flush();
            self.story.is_begun = false;
            self.composer.close();
            self.text_boxes();
        }
    }

    pub(super) fn break_line(&mut self) {
        if self.is_shown() && self.story.is_begun {
            self.flush();
            self.composer.line_break(NOWHERE);
        }
    }

    /// A text box waits until its paragraph is written.
    pub(super) fn text_box(&mut self) {
        let end = self.story.tokens.clone().skip_group();
        let is_seen = !self.story.state.look.is_unseen();
        if is_seen && self.depth_of_boxes < DEEPEST_BOX {
            let part = self.part_until(end.unwrap_or(self.bytes.len()));
            self.boxes.push(part);
        }
    }

    /// Writes the text boxes of the paragraph that has just ended.
    pub(super) fn text_boxes(&mut self) {
        for part in std::mem::take(&mut self.boxes) {
            self.boxed += 1;
            let place = (Some(format!("text box {}", self.boxed)), 0);
            let outside = std::mem::replace(&mut self.place, place);
            self.depth_of_boxes += 1;
            self.inner(part, None);
            self.depth_of_boxes -= 1;
            self.place = outside;
        }
    }
}
