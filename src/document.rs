//! A paper as text: what every reader produces and every later stage works on.

use serde::Serialize;

pub use self::place::{LineIndex, Place, SourceMap, Stride};

mod place;

/// A range of bytes in [`Document::text`], on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; `start <= end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends behind its start");
        Self { start, end }
    }

    /// How many bytes it covers.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies within it.
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The formats that can be read, under the names that the JSON and `--format` use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text in any encoding.
    Text,
    /// Markdown: `CommonMark` with GFM and pandoc notes.
    Markdown,
}

/// What a stretch of text is, as far as that matters for notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading.
    Heading,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quotation,
    /// A table, or a row of one.
    Table,
    /// Program text: no marker stands in it.
    Code,
}

/// A paragraph or what else stands between two breaks of the running text. Blocks follow each other and never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, without the white space around it.
    pub span: Span,
}

/// A marker that the format itself knows, such as `[^13]` in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeMarker {
    /// The label as written, without the format's own signs.
    pub label: String,
    /// The whole marker with its signs.
    pub span: Span,
    /// For a note written where it is called, such as `^[See Smith.]`: the note's text.
    pub inline: Option<Span>,
}

/// A note that the format itself knows, such as `[^13]: See Smith.` in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeNote {
    /// The label as written, without the format's own signs.
    pub label: String,
    /// The label with its signs.
    pub label_span: Span,
    /// The whole note with its label.
    pub span: Span,
}

/// What a reader could not make sense of. It is no finding: the paper may well be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What was met, and what was done about it.
    pub message: String,
    /// Where, if there is a place for it; counted in [`Document::text`].
    pub span: Option<Span>,
}

/// A paper as text, with everything that later stages may ask of it.
#[derive(Debug, Clone)]
pub struct Document {
    /// The path as the user gave it.
    pub path: String,
    /// The format it was read from.
    pub format: Format,
    /// The encoding of the source.
    pub encoding: &'static encoding_rs::Encoding,
    /// The text. Line ends are as in the source.
    pub text: String,
    /// The blocks in the order of the text.
    pub blocks: Vec<Block>,
    /// Where typed markers cannot stand (code, addresses of links, markup), in the order of the text.
    pub opaque: Vec<Span>,
    /// The markers that the format knows, in the order of the text.
    pub native_markers: Vec<NativeMarker>,
    /// The notes that the format knows, in the order of the text.
    pub native_notes: Vec<NativeNote>,
    /// What the reader could not make sense of.
    pub warnings: Vec<Warning>,
    lines: LineIndex,
    source_map: SourceMap,
}

impl Document {
    /// A document of `text` that has no structure yet; `source_map` leads from its bytes to those of the source.
    pub fn new(path: String, format: Format, text: String, source_map: SourceMap) -> Self {
        let lines = LineIndex::new(&text);
        Self {
            path,
            format,
            encoding: encoding_rs::UTF_8,
            text,
            blocks: Vec::new(),
            opaque: Vec::new(),
            native_markers: Vec::new(),
            native_notes: Vec::new(),
            warnings: Vec::new(),
            lines,
            source_map,
        }
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The lines of the text.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of a byte, both counted from 1, the column in characters.
    pub fn place(&self, offset: usize) -> Place {
        self.lines.place(&self.text, offset)
    }

    /// The same span in bytes of the source.
    pub fn source_span(&self, span: Span) -> Span {
        Span::new(
            self.source_map.to_source(&self.text, span.start),
            self.source_map.to_source(&self.text, span.end),
        )
    }

    /// The block in which a byte stands, or none if it stands between two.
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        let index = self
            .blocks
            .partition_point(|block| block.span.end <= offset);
        self.blocks
            .get(index)
            .filter(|block| block.span.start <= offset)
    }
}

/// A stretch of text as one line for people: white space folded, nothing before or behind.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
