//! From bytes of the text to places that people and other tools can use.

use encoding_rs::Encoding;

use super::Span;

/// A position for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    end: usize,
}

impl LineIndex {
    /// Finds the lines of `text`; a line ends behind its line feed.
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            starts,
            end: text.len(),
        }
    }

    /// How many lines there are; at least one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: a text has at least one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line in which a byte stands, counted from 0.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The span of a line (counted from 0) with its line end; empty behind the last line.
    pub fn span(&self, line: usize) -> Span {
        let start = self.starts.get(line).copied().unwrap_or(self.end);
        let end = self.starts.get(line + 1).copied().unwrap_or(self.end);
        Span::new(start, end)
    }

    /// Line and column of a byte.
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let line = self.line_of(offset);
        let column = text[self.starts[line]..offset].chars().count() + 1;
        Place {
            line: line + 1,
            column,
        }
    }
}

/// Leads from bytes of the decoded text back to bytes of the source.
///
/// Between two known points the source is either the same bytes (UTF-8) or the text written in another encoding, whose
/// length is counted by encoding it again.
#[derive(Debug, Clone)]
pub struct SourceMap {
    /// Pairs of text and source offsets that belong together, ascending; the first is at text offset 0.
    points: Vec<(usize, usize)>,
    stride: Stride,
}

/// How text between two points is written in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stride {
    /// As UTF-8.
    Utf8,
    /// As UTF-16 of either byte order.
    Utf16,
    /// In a legacy encoding.
    Legacy(&'static Encoding),
}

impl SourceMap {
    /// The map of a text that is the source, byte for byte.
    pub fn identity() -> Self {
        Self {
            points: vec![(0, 0)],
            stride: Stride::Utf8,
        }
    }

    /// A map through known points; `points` ascend and begin at text offset 0.
    pub fn new(points: Vec<(usize, usize)>, stride: Stride) -> Self {
        debug_assert!(
            points.first().is_some_and(|&(text, _)| text == 0),
            "a map begins where the text begins"
        );
        Self { points, stride }
    }

    /// The byte of the source at which the byte `offset` of `text` was written.
    pub fn to_source(&self, text: &str, offset: usize) -> usize {
        let index = self
            .points
            .partition_point(|&(at, _)| at <= offset)
            .saturating_sub(1);
        let Some(&(from, source)) = self.points.get(index) else {
            return offset;
        };
        let between = &text[from..offset];
        source
            + match self.stride {
                Stride::Utf8 => between.len(),
                Stride::Utf16 => between.encode_utf16().count() * 2,
                Stride::Legacy(encoding) => encoding.encode(between).0.len(),
            }
    }
}
