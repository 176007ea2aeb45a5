//! A token that could be a marker, whoever finds it.

use super::MarkerStyle;
use super::group::Part;
use crate::document::Span;

/// A token that could be a marker.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// How it would be written.
    pub(super) style: MarkerStyle,
    /// The whole token with its signs.
    pub(super) token: Span,
    /// Its labels, at least one.
    pub(super) parts: Vec<Part>,
    /// Where it stands; a document has its own habit.
    pub(super) position: Position,
    /// Log-odds that it is a marker, by its own surroundings, in nats.
    pub(super) odds: f32,
    /// The printed page on which it stands; `None` where the source has no pages.
    pub(super) page: Option<u32>,
}

impl Candidate {
    /// Whether its labels lost what stood between them: `1819` for 18 and 19. Such a number is that only where the first
    /// of them is due.
    pub(super) fn is_run_together(&self) -> bool {
        let mut pairs = self.parts.windows(2);
        self.style == MarkerStyle::Glued
            && self.parts.len() > 1
            && pairs.all(|pair| pair[0].span.end == pair[1].span.start)
    }

    /// A token that its own signs set off from the text, wherever it stands. A lone label is as wide as its token; the
    /// labels of a group keep their own spans.
    pub(super) fn set_off(
        style: MarkerStyle,
        token: Span,
        mut parts: Vec<Part>,
        odds: f32,
    ) -> Self {
        if let [only] = parts.as_mut_slice() {
            only.span = token;
        }
        Self {
            style,
            token,
            parts,
            position: Position::Elsewhere,
            odds,
            page: None,
        }
    }
}

/// Where a token stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Behind a full stop, a comma, a closing quotation mark.
    BehindPunctuation,
    /// Right behind the letters of a word.
    BehindWord,
    /// Anywhere else, and where it does not matter because the signs of the marker set it off.
    Elsewhere,
}
