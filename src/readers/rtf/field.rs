//! Fields, which are an instruction and its result, and the bookmarks that they lead to.

use super::state::Destination;
use super::story::Field;
use super::styles::NO_FONT;
use super::token::Token;
use super::waiting::Repeated;
use super::walk::Walk;
use crate::document::Span;
use crate::raised::lowered;
use crate::readers::docx::field::{MANAGERS, address, words};

/// How many bookmarks may be open at once; of those behind, none is known.
const MOST_BOOKMARKS: usize = 64;

impl Walk<'_> {
    pub(super) fn open_field(&mut self) {
        self.story.fields.push(Field {
            instruction: String::new(),
            shown: None,
            depth: self.story.depth(),
        });
    }

    /// Where an instruction goes; nowhere if no field is open.
    pub(super) fn instruction(&self) -> Destination {
        match self.story.fields.last() {
            Some(field) if field.shown.is_none() => Destination::Instruction,
            _ => Destination::Nowhere,
        }
    }

    /// The result of the innermost field begins. One that is part of an instruction is none of the text.
    pub(super) fn show_field(&mut self) {
        if self.story.state.destination != Destination::Text {
            self.story.state.destination = Destination::Nowhere;
            return;
        }
        self.flush();
        let here = self.composer.here();
        if let Some(field) = self.story.fields.last_mut() {
            field.shown.get_or_insert(here);
        }
    }

    /// The innermost field ends.
    pub(super) fn end_field(&mut self) {
        self.flush();
        let Some(field) = self.story.fields.pop() else {
            return;
        };
        if let Some(start) = field.shown {
            self.shown(&field.instruction, start);
        }
    }

    /// What the result of a field, written from `start` on, is.
    fn shown(&mut self, instruction: &str, start: usize) {
        let mut words = words(instruction);
        let name = words.next().unwrap_or_default().to_uppercase();
        match name.as_str() {
            "HYPERLINK" => {
                if let Some(target) = address(words) {
                    self.composer.hyperlink(start, target);
                }
            }
            "TOC" | "INDEX" | "TOA" => self.composer.hide(start),
            "NOTEREF" | "FTNREF" => {
                if let Some(bookmark) = words.next() {
                    self.repeat(bookmark, start);
                }
            }
            "ADDIN"
                if words
                    .next()
                    .is_some_and(|name| MANAGERS.contains(&name.as_str())) =>
            {
                self.composer.managed_citation(start);
            }
            _ => {}
        }
    }

    /// A field that repeats the number of a note waits until all notes are counted.
    fn repeat(&mut self, bookmark: String, start: usize) {
        let span = self.composer.written(start);
        let written = self.composer.since(span.start).trim_end();
        let lowered: Option<String> = written.chars().map(lowered).collect();
        let marker = lowered.filter(|label| !label.is_empty());
        let is_digit = |c: char| c.is_ascii_digit();
        let plain = marker.as_deref().unwrap_or(written);
        let digits = plain.trim_matches(|c| !is_digit(c));
        let is_number = digits.chars().all(is_digit) && plain.len() <= digits.len() + 4;
        let shown = if is_number { digits } else { "" }.to_owned();
        self.repeated.push(Repeated {
            bookmark,
            shown,
            span,
            marker: marker.map(|label| (label, Span::new(span.start, self.composer.here()))),
        });
    }

    pub(super) fn open_bookmark(&mut self) {
        let name = self.name();
        if self.open_bookmarks.len() < MOST_BOOKMARKS {
            self.open_bookmarks.push((name, self.waiting.len()));
        }
    }

    pub(super) fn close_bookmark(&mut self) {
        let name = self.name();
        let open = &mut self.open_bookmarks;
        let Some(at) = open.iter().rposition(|(open, _)| *open == name) else {
            return;
        };
        let (name, before) = open.remove(at);
        if !self.is_note && before < self.waiting.len() {
            self.bookmarks.insert(name, before);
        }
    }

    /// The name that stands in the rest of the group, which is left to be read.
    fn name(&self) -> String {
        let tokens = self.story.tokens.clone();
        let texts = tokens.take_while(|token| *token != Token::Close);
        let mut name = Vec::new();
        for token in texts {
            match token {
                Token::Text(text) => name.extend(text),
                Token::Byte(byte) => name.push(byte),
                _ => {}
            }
        }
        self.fonts.charset(NO_FONT).read(&name).trim().to_owned()
    }
}
