//! Plain text.
//!
//! A text has no marks for its paragraphs: in one file a line is a paragraph, in another it is what fitted into 72
//! columns. [`Layout`] is read off the whole file first, then the lines are gathered into blocks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_width::UnicodeWidthStr;

use super::{address, remark, spelt_notes, united};
use crate::document::{Block, BlockKind, Document, Format, Span};
use crate::source::{Error, Source};

/// Lines wrapped by hand or by a program are at most this wide, in columns; 60 to 100 is common.
const WIDEST_WRAP: usize = 120;

/// A line narrower than this says nothing of where a file is wrapped.
const NARROWEST_WRAP: usize = 40;

/// A heading is at most this wide.
const WIDEST_HEADING: usize = 80;

/// What begins an item of a list: a bullet, a number or a letter with its point or brackets. Four digits are a year.
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[•◦▪‣·∙*+–-]|\[[0-9]{1,4}\]|\([0-9]{1,3}\)|\([A-Za-z]\)|[0-9]{1,3}[.)]|[A-Za-z]\))(?:\s|$)").ok()
});

pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let mut document = super::open(source, Format::Text)?;
    document.blocks = blocks(&document);
    let mut opaque = address::addresses(&document.text);
    opaque.extend(instructions(&document.text));
    document.opaque = united(opaque);
    document.remarks = remark::find(&document);
    spelt_notes::read(&mut document);
    Ok(document)
}

/// Instructions to the printer as Aozora Bunko writes them, `［＃「[1]」は行右小書き］`: they repeat words of the text, and are
/// none of it.
fn instructions(text: &str) -> Vec<Span> {
    const OPENS: &str = "［＃";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPENS).map(|offset| at + offset) {
        let line = text[start..]
            .find('\n')
            .map_or(text.len(), |end| start + end);
        let end = text[start..line]
            .find('］')
            .map(|end| start + end + '］'.len_utf8());
        found.extend(end.map(|end| Span::new(start, end)));
        at = end.unwrap_or(start + OPENS.len());
    }
    found
}

/// One line, or what a form feed leaves of one.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    /// Without the white space around it.
    text: &'a str,
    start: usize,
    /// The columns of white space before it.
    indent: usize,
    /// The columns of `text`; letters of East Asia take two.
    width: usize,
    /// Whether it begins an item of a list.
    item: bool,
    /// Whether no blank line and no page break parts it from the line before.
    follows: bool,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it ends as a sentence does.
    fn ends_sentence(&self) -> bool {
        without_markers(self.text)
            .ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？', '；', '：'])
    }

    /// Whether it is a row of a table: cells between bars, or three or more parted by tabs.
    fn is_row(&self) -> bool {
        let bars = self.text.matches(" | ").count();
        let fenced = self.text.len() > 1 && self.text.starts_with('|') && self.text.ends_with('|');
        let cells = self
            .text
            .split('\t')
            .filter(|cell| !cell.trim().is_empty())
            .count();
        fenced || bars >= 2 || (bars == 1 && self.width <= WIDEST_WRAP) || cells >= 3
    }
}

/// A line without the closing quotation marks, the digits and the brackets that may stand behind its last full stop.
fn without_markers(text: &str) -> &str {
    let mut rest = text;
    loop {
        let shorter = rest.trim_end_matches(|character: char| {
            character.is_numeric() || character.is_whitespace() || "”’\"')»*†‡".contains(character)
        });
        let shorter = match shorter
            .strip_suffix(']')
            .and_then(|inside| inside.rfind('['))
        {
            Some(open) => &shorter[..open],
            None => shorter,
        };
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// Gathers the lines of a text into blocks.
fn blocks(document: &Document) -> Vec<Block> {
    let lines = lines(document);
    let layout = Layout::of(&lines);
    let mut blocks = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let mut last = first;
        while last + 1 < lines.len() && layout.joins(&lines, first, last) {
            last += 1;
        }
        blocks.push(Block {
            kind: layout.kind(&lines, first, last),
            span: Span::new(lines[first].start, lines[last].end()),
        });
        first = last + 1;
    }
    blocks
}

/// The lines that are not blank.
fn lines(document: &Document) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut follows = false;
    for index in 0..document.lines().len() {
        let span = document.lines().span(index);
        let mut start = span.start;
        for (part, piece) in document.slice(span).split('\u{C}').enumerate() {
            follows &= part == 0;
            let line = line(piece, start, follows);
            start += piece.len() + 1;
            follows = line.is_some();
            lines.extend(line);
        }
    }
    lines
}

fn line(piece: &str, start: usize, follows: bool) -> Option<Line<'_>> {
    let text = piece.trim_matches(is_invisible);
    let before = piece.len() - piece.trim_start_matches(is_invisible).len();
    (!text.is_empty()).then(|| Line {
        text,
        start: start + before,
        indent: piece[..before]
            .chars()
            .fold(0, |column, character| match character {
                '\t' => (column / 4 + 1) * 4,
                _ if character.is_whitespace() => column + 1,
                _ => column,
            }),
        width: text.width(),
        item: ITEM.as_ref().is_some_and(|item| item.is_match(text)),
        follows,
    })
}

/// White space, and characters that take no room: zero width spaces, soft hyphens, marks of direction.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\0'
        )
}

/// How a file is set.
struct Layout {
    /// The column at which lines are broken, if they are.
    wrap: Option<usize>,
    /// The columns of white space before the running text.
    indent: usize,
}

impl Layout {
    fn of(lines: &[Line]) -> Self {
        let mut by_indent: BTreeMap<usize, usize> = BTreeMap::new();
        for line in lines {
            *by_indent.entry(line.indent).or_default() += line.width;
        }
        Self {
            wrap: wrap(lines),
            indent: by_indent
                .into_iter()
                .max_by_key(|&(indent, width)| (width, std::cmp::Reverse(indent)))
                .map_or(0, |(indent, _)| indent),
        }
    }

    /// Whether the line behind `last` goes on with the block that `first` began.
    fn joins(&self, lines: &[Line], first: usize, last: usize) -> bool {
        let (start, line, next) = (&lines[first], &lines[last], &lines[last + 1]);
        if !next.follows || next.is_row() || line.is_row() || start.text.starts_with('#') {
            return false;
        }
        if start.text.starts_with('>') != next.text.starts_with('>') {
            return false;
        }
        let is_full = self.wrap.is_some_and(|wrap| is_full(line, next, wrap));
        // A dash or a number may come to stand at the beginning of a line in the middle of a sentence.
        if next.item && (start.item || !is_full || line.ends_sentence()) {
            return false;
        }
        if start.item && next.indent > start.indent {
            return true;
        }
        // The first line of a paragraph may hang out to the left; any other step to the right begins a paragraph.
        if last > first && next.indent >= line.indent + 2 {
            return false;
        }
        is_full
    }

    fn kind(&self, lines: &[Line], first: usize, last: usize) -> BlockKind {
        let start = &lines[first];
        if start.is_row() {
            BlockKind::Table
        } else if start.text.starts_with('>') {
            BlockKind::Quotation
        } else if first == last && self.is_heading(lines, first) {
            BlockKind::Heading
        } else if start.item {
            BlockKind::ListItem
        } else if lines[first..=last]
            .iter()
            .all(|line| line.indent >= self.indent + 2)
        {
            BlockKind::Quotation
        } else {
            BlockKind::Paragraph
        }
    }

    /// A heading is short, does not end as a sentence does and stands by itself: between blank lines or, where a line
    /// is a paragraph, between the end of one and the beginning of a longer one.
    fn is_heading(&self, lines: &[Line], index: usize) -> bool {
        let line = &lines[index];
        let after = lines.get(index + 1);
        if line.text.starts_with('#') {
            return line.text.trim_start_matches('#').starts_with(' ');
        }
        // A question may be a heading.
        let ends = line.ends_sentence() && !line.text.ends_with('?') || line.text.ends_with(',');
        let begins = without_markers(line.text)
            .chars()
            .find(|character| character.is_alphabetic());
        if line.width > WIDEST_HEADING || ends || begins.is_none_or(char::is_lowercase) {
            return false;
        }
        if line.item {
            // `1. Overview` is a heading unless it is one of a list.
            let before = index.checked_sub(1).map(|before| &lines[before]);
            return !line.follows
                && line
                    .text
                    .starts_with(|character: char| character.is_ascii_digit())
                && after.is_some_and(|after| !after.follows && !after.item)
                && before.is_none_or(|before| !before.item);
        }
        let stands_alone = !line.follows && after.is_none_or(|after| !after.follows);
        let stands_over = self.wrap.is_none()
            && after.is_some_and(|after| after.width > WIDEST_HEADING && !after.item)
            && (!line.follows || lines[index - 1].ends_sentence());
        stands_alone || stands_over
    }
}

/// The column at which a file is wrapped, if it is: most of its text stands in lines no wider than that, and lines
/// end in the middle of sentences.
fn wrap(lines: &[Line]) -> Option<usize> {
    let (wide, all) = lines.iter().fold((0, 0), |(wide, all), line| {
        (
            wide + if line.width > WIDEST_WRAP {
                line.width
            } else {
                0
            },
            all + line.width,
        )
    });
    if wide * 2 > all {
        return None;
    }
    let inner: Vec<&Line> = lines
        .windows(2)
        .filter(|pair| pair[1].follows && !pair[1].item)
        .map(|pair| &pair[0])
        .filter(|line| (NARROWEST_WRAP..=WIDEST_WRAP).contains(&line.width))
        .collect();
    let sentences = inner.iter().filter(|line| line.ends_sentence()).count();
    if sentences * 2 > inner.len() {
        return None;
    }
    let mut widths: Vec<usize> = inner.iter().map(|line| line.indent + line.width).collect();
    widths.sort_unstable();
    widths.get(widths.len().saturating_sub(1) * 9 / 10).copied()
}

/// Whether the first word of the next line would not have fitted: then the line was broken for want of room. A
/// quarter of the width is allowed for what justified or proportional setting takes.
fn is_full(line: &Line, next: &Line, wrap: usize) -> bool {
    let word = next
        .text
        .split_whitespace()
        .next()
        .map_or(0, UnicodeWidthStr::width);
    line.indent + line.width + 1 + word > wrap - wrap / 4
}
