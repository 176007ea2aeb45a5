//! What programs put into a text and may put in anew: cross-references, and the citations of reference managers.

use super::Composer;
use crate::document::{CrossReference, Span};

impl Composer {
    /// What was written from `start` on is a citation that a reference manager put in.
    pub(in crate::readers) fn managed_citation(&mut self, start: usize) {
        let span = self.written(start);
        if !span.is_empty() {
            self.managed_citations.push(span);
        }
    }

    /// A cross-reference that is out of date, or that leads nowhere.
    pub(in crate::readers) fn cross_reference(&mut self, reference: CrossReference) {
        self.cross_references.push(reference);
    }

    /// Puts another text into the place of what was written from `start` on, which is text and nothing else.
    pub(in crate::readers) fn rewrite(&mut self, start: usize, text: &str) {
        let end = self.last().end;
        let kept = self.pieces.partition_point(|piece| piece.text < start);
        let mut from = self
            .pieces
            .get(kept)
            .map_or(end, |piece| piece.markup.start);
        let whole = self
            .pieces
            .get(kept)
            .map_or(self.text.len(), |piece| piece.text);
        if let Some(last) = self.pieces[..kept].last_mut().filter(|_| whole > start) {
            if last.verbatim {
                last.markup.end = last.markup.start + (start - last.text);
            }
            from = last.markup.end;
        }
        self.pieces.truncate(kept);
        self.opaque.retain(|span| span.end <= start);
        self.text.truncate(start);
        self.push(text, Span::new(from.min(end), end), false);
    }
}
