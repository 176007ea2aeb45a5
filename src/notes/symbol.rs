//! Notes that symbols call: `*`, `†`, `‡`, `§`, `‖`, `¶` and their doubles.
//!
//! A symbol at the beginning of a line is a bullet more often than a label, and one in the text is a footnote sign more
//! rarely than anything else. Only a pair tells: the same symbol glued to a word, and later at the beginning of a line.

use std::collections::HashMap;

use super::opening::{Opening, Shape};
use crate::document::{BlockKind, Document, Format, Span};

/// A symbol behind a word and the opening that answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// The symbol in the text.
    pub(super) marker: Span,
    /// The index of the opening.
    pub(super) opening: usize,
}

/// Finds the pairs, in the order of their notes.
pub(super) fn pairs(document: &Document, openings: &[Opening]) -> Vec<Pair> {
    let notes: Vec<usize> = (0..openings.len())
        .filter(|&index| openings[index].shape == Shape::Symbol)
        .filter(|&index| !is_below_table(document, openings[index].span.start))
        .filter(|&index| !is_emphasis(document, openings[index].span))
        .collect();
    if notes.is_empty() {
        return Vec::new();
    }
    let mut calls: HashMap<&str, Vec<Span>> = HashMap::new();
    for span in self::calls(document) {
        calls.entry(document.slice(span)).or_default().push(span);
    }
    let mut found: Vec<Pair> = Vec::new();
    for opening in notes {
        let note = &openings[opening];
        let last = found.last().map_or(0, |pair| pair.marker.end);
        let Some(calls) = calls.get(note.label.to_string().as_str()) else {
            continue;
        };
        let before = calls.partition_point(|span| span.end <= note.span.start);
        let nearest = before.checked_sub(1).map(|index| calls[index]);
        if let Some(marker) = nearest.filter(|span| span.start >= last) {
            found.push(Pair { marker, opening });
        }
    }
    found
}

/// Whether a line stands right below a table: its symbol explains the table, which is no note of the paper.
fn is_below_table(document: &Document, start: usize) -> bool {
    let index = document
        .blocks
        .partition_point(|block| block.span.end <= start);
    let above = index
        .checked_sub(1)
        .and_then(|index| document.blocks.get(index));
    above.is_some_and(|block| block.kind == BlockKind::Table)
}

/// Whether asterisks have a partner in their paragraph, as the signs of emphasis have, or double bars, as those of a norm.
fn is_emphasis(document: &Document, span: Span) -> bool {
    let signs = document.slice(span);
    let block = document
        .block_at(span.start)
        .filter(|_| signs.starts_with(['*', '‖']));
    block.is_some_and(|block| document.slice(block.span).matches(signs).nth(1).is_some())
}

/// Symbols that stand right behind a word or its punctuation, with white space, punctuation or nothing behind them.
fn calls(document: &Document) -> Vec<Span> {
    let text = document.text.as_str();
    let signs: &[char] = match document.format {
        // An asterisk is emphasis in Markdown.
        Format::Markdown => &['†', '‡', '§', '‖', '¶'],
        _ => &['*', '†', '‡', '§', '‖', '¶'],
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(signs).map(|offset| at + offset) {
        let sign = text[start..].chars().next().unwrap_or('*');
        let end = start + text[start..].len() - text[start..].trim_start_matches(sign).len();
        let glued = text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || ".,;:?!”\"’)»".contains(c));
        let free = text[end..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || ".,;:?!”\"’)»—".contains(c));
        let span = Span::new(start, end);
        if glued && free && !is_emphasis(document, span) {
            found.push(span);
        }
        at = end;
    }
    found
}
