//! Where a text stands that its markup holds in pieces, as Word scatters a word over runs.
//!
//! The composer takes a text together with the place where it stands, and expects it there in one piece. A reader that
//! cannot promise that tells the trace each stretch as it meets it, hands the composer the addresses that it gets for
//! them, which follow one upon the other, and in the end the trace turns addresses into places of the markup.

use crate::document::{Piece, Span};

/// The stretches of the markup in the order in which they were read.
#[derive(Default)]
pub(in crate::readers) struct Trace {
    /// The address of the next stretch.
    next: usize,
    stretches: Vec<Stretch>,
}

/// What was read at a stretch of addresses, which ends where the next one begins.
struct Stretch {
    address: usize,
    markup: Span,
    /// Whether it is the markup byte for byte.
    verbatim: bool,
}

impl Trace {
    /// The address that the next stretch will get. Text that is written there without a stretch leads nowhere.
    pub(in crate::readers) fn here(&self) -> usize {
        self.next
    }

    /// Text that stands in the markup byte for byte.
    pub(in crate::readers) fn verbatim(&mut self, markup: Span) {
        self.add(markup.len(), markup, true);
    }

    /// Text of this many bytes that stands for something else in the markup: an entity, an element.
    pub(in crate::readers) fn instead(&mut self, length: usize, markup: Span) {
        self.add(length, markup, false);
    }

    fn add(&mut self, length: usize, markup: Span, verbatim: bool) {
        if length > 0 {
            self.stretches.push(Stretch {
                address: self.next,
                markup,
                verbatim,
            });
            self.next += length;
        }
    }

    /// The pieces of a text, with places of the markup instead of addresses.
    pub(super) fn resolve(&self, pieces: &[Piece]) -> Vec<Piece> {
        let mut resolved = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let before = resolved.len();
            resolved.extend(self.of(*piece));
            if resolved.len() == before {
                resolved.push(Piece {
                    markup: Span::new(0, 0),
                    verbatim: false,
                    ..*piece
                });
            }
        }
        resolved
    }

    /// What a piece was read from, a piece for each stretch.
    fn of(&self, piece: Piece) -> impl Iterator<Item = Piece> {
        let addresses = piece.markup;
        let first = self
            .stretches
            .partition_point(|stretch| stretch.address <= addresses.start)
            .saturating_sub(1);
        let ends = self.stretches[first.min(self.stretches.len())..]
            .iter()
            .skip(1)
            .map(|next| next.address)
            .chain([self.next]);
        let stretches = self.stretches[first.min(self.stretches.len())..].iter();
        let within = stretches
            .zip(ends)
            .take_while(move |(stretch, _)| stretch.address < addresses.end)
            .filter_map(move |(stretch, end)| stretch.within(end, addresses));
        let mut first = true;
        within.map(move |(address, markup, verbatim)| {
            // What stands for several stretches, such as a folded blank, belongs to the first of them.
            let into = if piece.verbatim && !std::mem::take(&mut first) {
                address - addresses.start
            } else {
                0
            };
            Piece {
                text: piece.text + into,
                markup,
                verbatim: verbatim && piece.verbatim,
            }
        })
    }
}

impl Stretch {
    /// What of it lies within some addresses: from which of them on, where in the markup, and whether byte for byte.
    fn within(&self, end: usize, addresses: Span) -> Option<(usize, Span, bool)> {
        let (from, to) = (addresses.start.max(self.address), addresses.end.min(end));
        if from >= to {
            return None;
        }
        let markup = if self.verbatim {
            let start = self.markup.start + (from - self.address);
            Span::new(start, start + (to - from))
        } else {
            self.markup
        };
        Some((from, markup, self.verbatim))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `<t>Adam</t><t>s &amp; Co</t>` read as `Adams & Co`.
    fn trace() -> Trace {
        let mut trace = Trace::default();
        trace.verbatim(Span::new(3, 7));
        trace.verbatim(Span::new(14, 16));
        trace.instead(1, Span::new(16, 21));
        trace.verbatim(Span::new(21, 24));
        trace
    }

    fn piece(text: usize, start: usize, end: usize, verbatim: bool) -> Piece {
        Piece {
            text,
            markup: Span::new(start, end),
            verbatim,
        }
    }

    #[test]
    fn a_piece_that_was_scattered_is_one_piece_for_each_place() {
        let resolved = trace().resolve(&[piece(0, 0, 10, true)]);
        let expected = [
            piece(0, 3, 7, true),
            piece(4, 14, 16, true),
            piece(6, 16, 21, false),
            piece(7, 21, 24, true),
        ];
        assert_eq!(resolved, expected);
    }

    #[test]
    fn a_part_of_a_stretch_is_a_part_of_its_markup() {
        let resolved = trace().resolve(&[piece(9, 2, 5, true), piece(12, 8, 9, false)]);
        let expected = [
            piece(9, 5, 7, true),
            piece(11, 14, 15, true),
            piece(12, 22, 23, false),
        ];
        assert_eq!(resolved, expected);
    }

    #[test]
    fn what_the_format_counts_and_what_was_not_told_leads_nowhere() {
        let resolved = trace().resolve(&[piece(0, 4, 4, false), piece(2, 10, 14, true)]);
        assert_eq!(resolved, [piece(0, 0, 0, false), piece(2, 0, 0, false)]);
        let nothing = Trace::default().resolve(&[piece(0, 0, 4, true)]);
        assert_eq!(nothing, [piece(0, 0, 0, false)]);
    }
}
