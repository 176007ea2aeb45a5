//! From bytes of the text to places that people and other tools can use.

use super::Span;

/// How far apart, in bytes, counts are kept, so that a place on a line of ten megabytes costs no more than this to
/// count.
const STEP: usize = 2048;

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
    /// How many characters begin before each multiple of [`STEP`].
    characters: Vec<usize>,
    end: usize,
}

impl LineIndex {
    /// Finds the lines of `text`. A line ends behind its line feed, or behind a carriage return that no line feed
    /// follows, as old Macs wrote it.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        let mut characters = vec![0];
        let mut count = 0;
        for step in bytes.chunks_exact(STEP) {
            count += begun(step);
            characters.push(count);
        }
        Self {
            starts,
            characters,
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
        let start = self.starts[line];
        let column = if offset - start <= STEP {
            begun(&text.as_bytes()[start..offset])
        } else {
            self.characters_before(text, offset) - self.characters_before(text, start)
        };
        Place {
            line: line + 1,
            column: column + 1,
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let step = offset / STEP;
        self.characters[step] + begun(&text.as_bytes()[step * STEP..offset])
    }
}

/// How many characters begin in these bytes of UTF-8: every byte but `10xxxxxx` begins one.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Leads from bytes of the decoded text back to bytes of the source.
///
/// Between two known points the length of the source follows from the text by the rule of its [`Stride`]; a point
/// stands behind every character that breaks the rule, so that every character boundary leads back exactly.
#[derive(Debug, Clone)]
pub struct SourceMap {
    /// Pairs of text and source offsets that belong together, ascending; the first is at text offset 0.
    points: Vec<(usize, usize)>,
    stride: Stride,
    /// How much has been followed.
    end: (usize, usize),
}

/// How many bytes of the source a character takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stride {
    /// As many as in the text.
    Utf8,
    /// Two, or four beyond the basic plane.
    Utf16,
    /// One, as in the legacy encodings of alphabets.
    SingleByte,
    /// One for ASCII and two for all others, as in most legacy encodings of East Asia.
    DoubleByte,
}

impl Stride {
    fn width(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count() * 2,
            Self::SingleByte => begun(text.as_bytes()),
            Self::DoubleByte => text
                .chars()
                .map(|character| if character.is_ascii() { 1 } else { 2 })
                .sum(),
        }
    }
}

impl SourceMap {
    /// The map of a text that is the source, byte for byte.
    pub fn identity() -> Self {
        Self::new(0, Stride::Utf8)
    }

    /// A map of a text that begins at byte `start` of the source. It is right for [`Stride::Utf8`] as it is; where the
    /// text is not the source byte for byte, [`SourceMap::follow`] the decoding.
    pub fn new(start: usize, stride: Stride) -> Self {
        Self {
            points: vec![(0, start)],
            stride,
            end: (0, start),
        }
    }

    /// Takes note that the next `bytes` bytes of the source were read as `text`. Called for each character, or for
    /// each stretch of [`Stride::Utf8`] that is right.
    pub fn follow(&mut self, text: &str, bytes: usize) {
        let assumed = self.stride.width(text);
        self.end = (self.end.0 + text.len(), self.end.1 + bytes);
        let far = self.stride != Stride::Utf8
            && self
                .points
                .last()
                .is_none_or(|&(at, _)| self.end.0 - at >= STEP);
        if assumed != bytes || far {
            self.points.push(self.end);
        }
    }

    /// The byte of the source at which the byte `offset` of `text` was written.
    pub fn to_source(&self, text: &str, offset: usize) -> usize {
        let next = self.points.partition_point(|&(at, _)| at <= offset);
        let Some(&(from, source)) = next.checked_sub(1).and_then(|last| self.points.get(last))
        else {
            return offset;
        };
        let assumed = source + self.stride.width(&text[from..offset]);
        // Two characters that were made of one malformed sequence have no boundary in the source; they must not lead
        // behind the point that follows.
        self.points
            .get(next)
            .map_or(assumed, |&(_, bound)| assumed.min(bound))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_on_short_and_on_endless_lines() {
        let text = format!("é1\n{}x", "é".repeat(5 * STEP));
        let lines = LineIndex::new(&text);
        assert_eq!(lines.place(&text, 2), Place { line: 1, column: 2 });
        let last = text.len() - 1;
        assert_eq!(
            lines.place(&text, last),
            Place {
                line: 2,
                column: 5 * STEP + 1
            }
        );
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line_once() {
        let text = "a\r\nb\rc\nd";
        let lines = LineIndex::new(text);
        let starts: Vec<_> = (0..lines.len())
            .map(|line| lines.span(line).start)
            .collect();
        assert_eq!(starts, [0, 3, 5, 7]);
        assert_eq!(lines.place(text, text.len()), Place { line: 4, column: 2 });
    }
}
