//! A paper as text: what every reader produces and every later stage works on.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::origin::{Markup, MarkupFile, Origin, Paragraph, Paragraphs, Piece};
pub use self::place::{LineIndex, Place, SourceMap, Stride};

mod origin;
mod place;

/// A range of bytes in [`Document::text`], on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(description = "A range of bytes.")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text in any encoding.
    Text,
    /// Markdown: CommonMark, with the notes of GitHub and pandoc.
    Markdown,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A text in the Rich Text Format.
    Rtf,
    /// An e-book.
    Epub,
    /// An article in the XML of journals.
    Jats,
    /// LaTeX, with the files that it takes in.
    Latex,
    /// Pages as they are printed.
    Pdf,
}

impl Format {
    /// Whether a place in the file is a line and a column; a container has none.
    pub fn has_lines(self) -> bool {
        !matches!(
            self,
            Self::Docx | Self::Odt | Self::Rtf | Self::Epub | Self::Pdf
        )
    }
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

/// A list of notes that the format itself knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeList {
    /// What kind of list it is.
    pub kind: NativeKind,
    /// The heading over it, as written.
    pub heading: Option<String>,
    /// Whether the format counts its notes, so that nobody can have typed a wrong number.
    pub is_automatic: bool,
    /// Whether its markers are typed: the format shows where its notes stand, and not what calls them.
    pub has_typed_markers: bool,
}

/// What kind of list a format keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NativeKind {
    /// Definitions under names that nobody prints, such as those of Markdown.
    Definitions,
    /// Notes at the foot of pages, or beside the text.
    Footnotes,
    /// Notes in one place behind the text.
    Endnotes,
    /// A list of works.
    References,
}

/// A marker that the format itself knows, such as `[^13]` in Markdown or a link to a note in a web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeMarker {
    /// The label that it shows, without the signs around it. Where it shows none that a note could bear, such as the
    /// name of an author, the label of the note to which it leads.
    pub label: String,
    /// The whole marker with its signs.
    pub span: Span,
    /// For a note written where it is called, such as `^[See Smith.]`: the note's text.
    pub inline: Option<Span>,
    /// The list that it calls into, an index into [`Document::native_lists`].
    pub list: usize,
    /// Where the format leads from it; `None` where only the label says so.
    pub link: Option<NativeLink>,
    /// Whether a range such as `3–5` implies it; its span is then the range's.
    pub is_implied: bool,
}

/// A note that the format itself knows, such as `[^13]: See Smith.` in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeNote {
    /// The label as written or counted, without the signs around it.
    pub label: String,
    /// The label with its signs.
    pub label_span: Span,
    /// The whole note with its label.
    pub span: Span,
    /// The list it stands in, an index into [`Document::native_lists`].
    pub list: usize,
    /// Where its links back to the text lead, in their order.
    pub backlinks: Vec<NativeLink>,
}

/// Where a link between a marker and a note leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NativeLink {
    /// From a marker to a note, by its index in [`Document::native_notes`]; from a note back to a marker, by its index
    /// in [`Document::native_markers`].
    To(usize),
    /// To a place under this name that is not there, or is neither a note nor a marker.
    Astray(String),
}

/// An address behind words of the text, as in a web page or a Word file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// The words that lead to it.
    pub span: Span,
    /// The address as written.
    pub target: String,
}

/// A place where a program puts the number of a note or an item in, such as a field of Word or `\ref` of LaTeX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossReference {
    /// What stands there in the text.
    pub span: Span,
    /// The number that the file shows; `None` where it is put in only when the paper is set.
    pub shown: Option<String>,
    /// The name of the place that it leads to.
    pub name: String,
    /// The number of that place as it is now; `None` if there is no such place.
    pub now: Option<String>,
}

/// A comment that speaks to this tool: what stands behind `footfault:` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The whole comment; where the text does not hold comments an empty span, at the beginning of what follows it or
    /// within its paragraph.
    pub span: Span,
    /// What it says.
    pub text: String,
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
    /// The text; where it is the source itself, with the line ends of the source.
    pub text: String,
    /// The blocks in the order of the text.
    pub blocks: Vec<Block>,
    /// Where typed markers cannot stand (code, addresses of links, markup), in the order of the text.
    pub opaque: Vec<Span>,
    /// The addresses behind words, in the order of the text; those that the text shows are not among them.
    pub hyperlinks: Vec<Hyperlink>,
    /// What reference managers put in as citations, in the order of the text.
    pub managed_citations: Vec<Span>,
    /// The cross-references that a program fills in and that are not what they should be, in the order of the text.
    pub cross_references: Vec<CrossReference>,
    /// The lists that the format knows.
    pub native_lists: Vec<NativeList>,
    /// The markers that the format knows, in the order of the text.
    pub native_markers: Vec<NativeMarker>,
    /// The notes that the format knows, in the order of the text.
    pub native_notes: Vec<NativeNote>,
    /// The comments that speak to this tool, in the order of the text.
    pub remarks: Vec<Remark>,
    /// What the reader could not make sense of.
    pub warnings: Vec<Warning>,
    /// The pages, counted from 1, of which the reader knows that it may have misread letters and digits.
    pub unsure_pages: BTreeSet<u32>,
    lines: LineIndex,
    origin: Origin,
}

impl Document {
    /// A document of `text` that has no structure yet; `origin` leads from its bytes to those of the source.
    pub fn new(path: String, format: Format, text: String, origin: impl Into<Origin>) -> Self {
        let lines = LineIndex::new(&text);
        Self {
            path,
            format,
            encoding: encoding_rs::UTF_8,
            text,
            blocks: Vec::new(),
            opaque: Vec::new(),
            hyperlinks: Vec::new(),
            native_lists: Vec::new(),
            native_markers: Vec::new(),
            native_notes: Vec::new(),
            managed_citations: Vec::new(),
            cross_references: Vec::new(),
            remarks: Vec::new(),
            warnings: Vec::new(),
            unsure_pages: BTreeSet::new(),
            lines,
            origin: origin.into(),
        }
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// A span without the white space at its ends.
    pub fn trimmed(&self, span: Span) -> Span {
        trimmed(&self.text, span)
    }

    /// The lines of the text.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of a byte, both counted from 1, the column in characters. In a container they count within
    /// [`Self::part`]; in a word processor's file the line is a paragraph.
    pub fn place(&self, offset: usize) -> Place {
        self.origin.place(&self.text, &self.lines, offset)
    }

    /// The part of its container in which a byte stands: a file of an e-book, a note of a Word file. `None` in the running
    /// text of a Word file, and where there is no container.
    pub fn part(&self, offset: usize) -> Option<&str> {
        self.origin.part(offset)
    }

    /// The file in which a byte stands, as the user gave it: the paper, or the file of its notes.
    pub fn path_at(&self, offset: usize) -> &str {
        let holds_notes = matches!(self.format, Format::Text | Format::Markdown);
        let file = self.part(offset).filter(|_| holds_notes);
        file.unwrap_or(&self.path)
    }

    /// A place in words, where a format has more to say than line and column: `paragraph 12`, `footnote 3`,
    /// `chapter2.xhtml, line 40`.
    pub fn landmark(&self, offset: usize) -> Option<String> {
        match (&self.origin, self.part(offset)) {
            (Origin::Paragraphs(_), Some(part)) => Some(part.to_owned()),
            (Origin::Paragraphs(_), None) => Some(format!("paragraph {}", self.place(offset).line)),
            (Origin::Pages(_), Some(page)) => {
                Some(format!("{page}, line {}", self.place(offset).line))
            }
            (_, Some(file)) => Some(format!("{file}, line {}", self.place(offset).line)),
            (_, None) => None,
        }
    }

    /// A place in words: `paragraph 12`, or else `line 40, column 7`.
    pub fn whereabouts(&self, offset: usize) -> String {
        self.landmark(offset).unwrap_or_else(|| {
            let place = self.place(offset);
            format!("line {}, column {}", place.line, place.column)
        })
    }

    /// The printed page on which a byte stands, counted in the file from 1; `None` where the source has no pages.
    pub fn page(&self, offset: usize) -> Option<u32> {
        let part = self.part(offset).filter(|_| self.is_printed())?;
        let digits = part.split(' ').nth(1)?;
        digits.parse().ok()
    }

    /// Whether a byte stands on a page whose letters and digits may have been misread.
    pub fn is_unsure(&self, offset: usize) -> bool {
        !self.unsure_pages.is_empty()
            && (self.page(offset)).is_some_and(|page| self.unsure_pages.contains(&page))
    }

    /// Whether the lines of the text are those of printed pages, whose ends nobody typed.
    pub fn is_printed(&self) -> bool {
        matches!(self.origin, Origin::Pages(_))
    }

    /// The same span in bytes of the source; unchanged where the source is a container or several files.
    pub fn source_span(&self, span: Span) -> Span {
        self.origin.source_span(&self.text, span)
    }

    /// Where the text under a span stands in the part of a Word file that holds the running text: spans of bytes of that
    /// part, unpacked, in the order of the text. Nothing is there for what the format counts, for notes, which have parts
    /// of their own, and in every other format.
    pub fn part_spans(&self, span: Span) -> Vec<Span> {
        self.origin.part_spans(span)
    }

    /// Whether the text under a span can be replaced by another in the source. Where the source is markup, the span must
    /// stand there as it is, and the new text must not hold signs that would be markup, or paragraphs; in a container
    /// nothing can be changed.
    pub fn is_editable(&self, span: Span, replacement: &str) -> bool {
        let markup: &[char] = match self.format {
            Format::Text => &[],
            Format::Markdown if matches!(self.origin, Origin::Whole(_)) => &[],
            Format::Latex => &['\n', '\\', '{', '}', '$', '&', '#', '%', '_', '^', '~'],
            _ => &['\n', '<', '>', '&'],
        };
        self.origin.is_verbatim(span) && !replacement.contains(markup)
    }

    /// The text from a byte on was read from another file, so that places in it are lines of that. Only where the text is
    /// the decoded source, or its markup.
    pub fn set_second_file(&mut self, start: usize, name: String) {
        self.origin.set_second_file(&self.text, start, name);
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

/// A span of a text without the white space at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let inside = &text[span.start..span.end];
    let start = span.start + inside.len() - inside.trim_start().len();
    Span::new(start, start + inside.trim().len())
}

/// A stretch of text as one line for people: white space folded, nothing before or behind.
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
