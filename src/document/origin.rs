//! From the text of a document back to where it stands in its source.

use super::Span;
use super::place::{LineIndex, Place, SourceMap};

/// Where the text of a document comes from, and so how its places are named.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The text is the decoded source, byte for byte.
    Whole(SourceMap),
    /// The text was put together from pieces of marked-up files; a place is a line and a column of one of these.
    Markup(Markup),
    /// The text was put together from the paragraphs of a word processor; a place is a paragraph and a column of it.
    Paragraphs(Paragraphs),
    /// The text was put together from the lines of printed pages; a place is a line and a column of one of these.
    Pages(Paragraphs),
}

/// A stretch of the text and what it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the text; it ends where the next one begins.
    pub text: usize,
    /// What it was read from, in bytes of the markup; empty for what the format counts, such as the number of a note.
    pub markup: Span,
    /// Whether it is the markup byte for byte. An entity, a folded blank and a raised digit are not.
    pub verbatim: bool,
}

/// Marked-up files, and the pieces that the text was put together from.
#[derive(Debug, Clone)]
pub struct Markup {
    /// The content of all files, one behind the other.
    text: String,
    lines: LineIndex,
    files: Vec<MarkupFile>,
    /// Ascending by [`Piece::text`]; in the markup they may stand in any order.
    pieces: Vec<Piece>,
}

/// One of several files.
#[derive(Debug, Clone)]
pub struct MarkupFile {
    /// Its name in the container; `None` where the file is the source itself.
    pub name: Option<String>,
    /// Where it begins in the markup.
    pub start: usize,
    /// From its text to the bytes of the source; `None` where it is a part of a container, or another file.
    pub source_map: Option<SourceMap>,
}

/// The paragraphs of a word processor or the lines of pages, and the pieces that their text was put together from.
#[derive(Debug, Clone)]
pub struct Paragraphs {
    paragraphs: Vec<Paragraph>,
    /// Ascending by [`Piece::text`]; their markup is the part of the container that holds the running text. Empty where
    /// the reader does not know it.
    pieces: Vec<Piece>,
}

/// A paragraph as a word processor counts them, or a line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it begins in the text.
    pub text: usize,
    /// The part that it stands in, if that is not the running text: `footnote 3`, `page 12`.
    pub part: Option<String>,
    /// Its number in its part, from 1.
    pub number: usize,
}

impl From<SourceMap> for Origin {
    fn from(map: SourceMap) -> Self {
        Self::Whole(map)
    }
}

impl Origin {
    /// Line and column of a byte; `lines` are those of the text.
    pub(super) fn place(&self, text: &str, lines: &LineIndex, offset: usize) -> Place {
        match self {
            Self::Whole(_) => lines.place(text, offset),
            Self::Markup(markup) => markup.place(offset),
            Self::Paragraphs(paragraphs) | Self::Pages(paragraphs) => match paragraphs.at(offset) {
                Some(paragraph) => Place {
                    line: paragraph.number,
                    column: text[paragraph.text..offset].chars().count() + 1,
                },
                None => lines.place(text, offset),
            },
        }
    }

    /// The part of its container in which a byte stands: a file of an e-book, a note of a Word file.
    pub(super) fn part(&self, offset: usize) -> Option<&str> {
        match self {
            Self::Whole(_) => None,
            Self::Markup(markup) => markup.file_at(markup.start_of(offset)).name.as_deref(),
            Self::Paragraphs(paragraphs) | Self::Pages(paragraphs) => {
                paragraphs.at(offset)?.part.as_deref()
            }
        }
    }

    /// The bytes of the source under a span; those of the text where the source is a container.
    pub(super) fn source_span(&self, text: &str, span: Span) -> Span {
        match self {
            Self::Whole(map) => Span::new(
                map.to_source(text, span.start),
                map.to_source(text, span.end),
            ),
            Self::Markup(markup) => markup.source_span(span).unwrap_or(span),
            Self::Paragraphs(_) | Self::Pages(_) => span,
        }
    }

    /// Whether the source has the text under a span as it is, with no markup in between, so that it can be changed
    /// there.
    pub(super) fn is_verbatim(&self, span: Span) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Markup(markup) => markup.only_map().is_some() && markup.is_verbatim(span),
            Self::Paragraphs(_) | Self::Pages(_) => false,
        }
    }

    /// What was read from a byte of the source on is another file.
    pub(super) fn set_second_file(&mut self, text: &str, start: usize, name: String) {
        let second = MarkupFile {
            name: Some(name),
            start,
            source_map: None,
        };
        match self {
            Self::Whole(map) => {
                let first = MarkupFile {
                    name: None,
                    start: 0,
                    source_map: Some(map.clone()),
                };
                let whole = Piece {
                    text: 0,
                    markup: Span::new(0, text.len()),
                    verbatim: true,
                };
                let files = vec![first, second];
                *self = Self::Markup(Markup::new(text.to_owned(), files, vec![whole]));
            }
            Self::Markup(markup) => markup.files.push(second),
            Self::Paragraphs(_) | Self::Pages(_) => {}
        }
    }

    /// Where the text under a span stands in the part of a container that holds the running text.
    pub(super) fn part_spans(&self, span: Span) -> Vec<Span> {
        match self {
            Self::Paragraphs(paragraphs) => paragraphs.part_spans(span),
            _ => Vec::new(),
        }
    }
}

impl Paragraphs {
    /// The paragraphs and the pieces, both ascending in the text.
    pub fn new(paragraphs: Vec<Paragraph>, pieces: Vec<Piece>) -> Self {
        Self { paragraphs, pieces }
    }

    fn at(&self, offset: usize) -> Option<&Paragraph> {
        let paragraphs = &self.paragraphs;
        let next = paragraphs.partition_point(|paragraph| paragraph.text <= offset);
        paragraphs.get(next.checked_sub(1)?)
    }

    fn part_spans(&self, span: Span) -> Vec<Span> {
        let next = self
            .pieces
            .partition_point(|piece| piece.text <= span.start);
        let pieces = self.pieces[next.saturating_sub(1)..]
            .iter()
            .take_while(|piece| piece.text < span.end);
        pieces
            .map(|piece| piece.under(span))
            .filter(|markup| !markup.is_empty())
            .collect()
    }
}

impl Piece {
    /// The markup of what of it lies under a span that it touches.
    fn under(&self, span: Span) -> Span {
        if !self.verbatim {
            return self.markup;
        }
        let Span { start, end } = self.markup;
        let before = span.start.saturating_sub(self.text);
        let from = (start + before).min(end);
        Span::new(from, (start + (span.end - self.text)).clamp(from, end))
    }
}

impl Markup {
    /// The files with their content, and the pieces of the text, ascending; at least one file.
    pub fn new(text: String, files: Vec<MarkupFile>, pieces: Vec<Piece>) -> Self {
        let lines = LineIndex::new(&text);
        Self {
            text,
            lines,
            files,
            pieces,
        }
    }

    fn place(&self, offset: usize) -> Place {
        let at = self.start_of(offset);
        let place = self.lines.place(&self.text, at);
        let before = self.lines.line_of(self.file_at(at).start);
        Place {
            line: place.line - before,
            ..place
        }
    }

    fn file_at(&self, at: usize) -> &MarkupFile {
        let next = self.files.partition_point(|file| file.start <= at);
        &self.files[next.saturating_sub(1)]
    }

    /// The byte of the markup at which a span that begins with this byte of the text begins.
    fn start_of(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.text <= offset);
        let Some(piece) = next.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return 0;
        };
        let into = if piece.verbatim {
            offset - piece.text
        } else {
            0
        };
        (piece.markup.start + into).min(piece.markup.end)
    }

    /// The byte of the markup behind a span that ends before this byte of the text: markup between two pieces belongs
    /// to neither.
    fn end_of(&self, offset: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.text < offset);
        let Some(piece) = next.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return 0;
        };
        if piece.verbatim {
            (piece.markup.start + offset - piece.text).min(piece.markup.end)
        } else {
            piece.markup.end
        }
    }

    fn source_span(&self, span: Span) -> Option<Span> {
        let map = self.only_map()?;
        let start = self.start_of(span.start);
        let end = if span.is_empty() {
            start
        } else {
            self.end_of(span.end).max(start)
        };
        Some(Span::new(
            map.to_source(&self.text, start),
            map.to_source(&self.text, end),
        ))
    }

    fn is_verbatim(&self, span: Span) -> bool {
        let next = self
            .pieces
            .partition_point(|piece| piece.text <= span.start);
        let Some(piece) = next.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return false;
        };
        let ends = self.pieces.get(next).map(|next| next.text);
        piece.verbatim && ends.is_none_or(|end| span.end <= end)
    }

    fn only_map(&self) -> Option<&SourceMap> {
        match self.files.as_slice() {
            [only] => only.source_map.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `<p>Caf&eacute; <b>now</b></p>` read as `Café now`.
    fn markup() -> Markup {
        let text = "<p>Caf&eacute; <b>now</b></p>".to_owned();
        let piece = |text, start, end, verbatim| Piece {
            text,
            markup: Span::new(start, end),
            verbatim,
        };
        let pieces = vec![
            piece(0, 3, 6, true),
            piece(3, 6, 14, false),
            piece(5, 14, 15, true),
            piece(6, 18, 21, true),
        ];
        let file = MarkupFile {
            name: None,
            start: 0,
            source_map: Some(SourceMap::identity()),
        };
        Markup::new(text, vec![file], pieces)
    }

    #[test]
    fn a_span_leads_back_to_its_own_bytes_without_the_markup_around_them() {
        let markup = markup();
        let source = |start, end| {
            markup
                .source_span(Span::new(start, end))
                .map(|span| &markup.text[span.start..span.end])
        };
        assert_eq!(source(0, 5), Some("Caf&eacute;"));
        assert_eq!(source(6, 9), Some("now"));
        assert_eq!(source(3, 9), Some("&eacute; <b>now"));
        assert_eq!(source(9, 9), Some(""));
        assert_eq!(
            markup.place(7),
            Place {
                line: 1,
                column: 20
            }
        );
    }

    #[test]
    fn lines_are_counted_in_the_file_that_they_stand_in() {
        let text = "one\ntwo\nthree\n".to_owned();
        let file = |name: &str, start| MarkupFile {
            name: Some(name.to_owned()),
            start,
            source_map: None,
        };
        let pieces = vec![
            Piece {
                text: 0,
                markup: Span::new(8, 13),
                verbatim: true,
            },
            Piece {
                text: 5,
                markup: Span::new(4, 7),
                verbatim: true,
            },
        ];
        let origin = Origin::Markup(Markup::new(text, vec![file("a", 0), file("b", 8)], pieces));
        let lines = LineIndex::new("threetwo");
        assert_eq!(
            origin.place("threetwo", &lines, 1),
            Place { line: 1, column: 2 }
        );
        assert_eq!(origin.part(1), Some("b"));
        assert_eq!(
            origin.place("threetwo", &lines, 6),
            Place { line: 2, column: 2 }
        );
        assert_eq!(origin.part(6), Some("a"));
        assert!(
            !origin.is_verbatim(Span::new(0, 2)),
            "of one file of several"
        );
    }

    #[test]
    fn a_span_of_paragraphs_leads_to_its_places_in_their_part() {
        // `<t>Adam</t><t>s &amp; Co</t>` read as `1. Adams & Co`, the number counted.
        let piece = |text, start, end, verbatim| Piece {
            text,
            markup: Span::new(start, end),
            verbatim,
        };
        let pieces = vec![
            piece(0, 0, 0, false),
            piece(3, 3, 7, true),
            piece(7, 14, 16, true),
            piece(9, 16, 21, false),
            piece(10, 21, 24, true),
        ];
        let origin = Origin::Paragraphs(Paragraphs::new(Vec::new(), pieces));
        let spans = |start, end| {
            let spans = origin.part_spans(Span::new(start, end));
            spans
                .into_iter()
                .map(|span| (span.start, span.end))
                .collect::<Vec<_>>()
        };
        assert_eq!(spans(0, 8), [(3, 7), (14, 15)]);
        assert_eq!(spans(5, 6), [(5, 6)]);
        assert_eq!(spans(8, 12), [(15, 16), (16, 21), (21, 23)]);
        assert!(spans(0, 3).is_empty() && spans(5, 5).is_empty());
    }
}
