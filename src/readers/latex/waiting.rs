//! What stands in a paragraph and is printed behind it.

use super::Writer;
use super::token::Token;
use crate::document::BlockKind;
use crate::readers::composer::Entry;

/// Something that is written when its paragraph has ended.
pub(super) enum Waiting {
    /// A note.
    Note(Entry, Vec<Token>),
    /// A figure, or words in the margin.
    Float(Vec<Token>),
}

impl Writer {
    /// Opens a block, if none is open.
    pub(super) fn ensure_open(&mut self) {
        if !self.is_open {
            self.composer.open(self.kind);
            self.is_open = true;
        }
    }

    /// Ends the block, and writes what waits for that.
    pub(super) fn end_block(&mut self) {
        self.is_math_dead = false;
        self.composer.close();
        self.is_open = false;
        if !self.in_note && !self.in_float && self.tables == 0 && !self.is_silent {
            self.release();
        }
    }

    fn release(&mut self) {
        while let Some(waiting) = self.waiting.pop_front() {
            match waiting {
                Waiting::Note(entry, tokens) => self.note(entry, tokens),
                Waiting::Float(tokens) => {
                    self.in_float = true;
                    self.apart(tokens);
                    self.in_float = false;
                }
            }
        }
    }

    /// Writes a note.
    pub(super) fn note(&mut self, entry: Entry, tokens: Vec<Token>) {
        let label = entry.label.clone();
        let is_number = label.bytes().all(|byte| byte.is_ascii_digit());
        self.composer.begin_note(entry);
        self.is_open = true;
        self.in_note = true;
        let start = self.composer.here();
        let at = tokens.first().map(|token| token.place());
        let shown = if is_number {
            format!("{label}. ")
        } else {
            format!("[{label}] ")
        };
        match at {
            Some(at) => self
                .composer
                .instead(&shown, crate::document::Span::new(at.start, at.start)),
            None => self.composer.made(&shown),
        }
        self.composer.label_from(start);
        self.apart(tokens);
        self.end_note();
    }

    /// Ends the note that is open.
    pub(super) fn end_note(&mut self) {
        self.composer.end_note();
        self.is_open = false;
        self.in_note = false;
    }

    /// Reads tokens on their own: nothing that is open in them stays open, and nothing around them closes.
    fn apart(&mut self, tokens: Vec<Token>) {
        let (height, kind) = (self.scopes.len(), self.kind);
        let (raised, mono) = (self.raised, self.mono);
        (self.raised, self.mono) = (0, 0);
        self.kind = BlockKind::Paragraph;
        let floor = self.mouth.enter(tokens);
        self.run();
        self.mouth.leave(floor);
        self.close_scopes(height);
        if !self.in_note {
            self.end_block();
        }
        self.kind = kind;
        (self.raised, self.mono) = (raised, mono);
    }
}
