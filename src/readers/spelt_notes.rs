//! Notes that brackets enclose as a whole, `[Footnote 3: See Smith.]`, as Project Gutenberg sets them behind the paragraph
//! of their marker, at the end of a chapter, or at the end of the book.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{
    Document, NativeKind, NativeLink, NativeList, NativeMarker, NativeNote, Span,
};

/// What such a note begins with, at the beginning of a line.
static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ \t]*(\[(?:Footnote|FOOTNOTE|Endnote|Note)[ \t]+(\d{1,4}|[A-Za-z]{1,2}|\*{1,4}|[†‡§]{1,2}):)").ok()
});

/// A marker in brackets.
static MARKER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[(\d{1,4}|[A-Za-z]{1,2}|\*{1,4}|[†‡§]{1,2})\]").ok());

/// No note is longer, in bytes; a bracket that does not close must not swallow the book.
const LONGEST: usize = 40_000;

/// A number so much higher than that of the last note is none of a note.
const FURTHEST: u32 = 20;

/// Takes such notes, and the markers that call them, into the document. Nothing happens without a marker for one of them.
pub(super) fn read(document: &mut Document) {
    let mut notes = notes(&document.text);
    if notes.is_empty() || !document.native_notes.is_empty() {
        return;
    }
    let ends = divide(&mut notes);
    let markers = markers(document, &notes, &ends);
    let answered = markers.iter().any(|marker| marker.link.is_some());
    if !answered {
        return;
    }
    document.native_lists = vec![
        NativeList {
            kind: NativeKind::Footnotes,
            heading: None,
            is_automatic: false,
            has_typed_markers: false,
        };
        ends.len()
    ];
    let is_outside = |span: Span| {
        let next = notes.partition_point(|note| note.span.end <= span.start);
        notes
            .get(next)
            .is_none_or(|note| span.end <= note.span.start)
    };
    document.blocks.retain(|block| is_outside(block.span));
    document
        .opaque
        .extend(notes.iter().map(|note| note.label_span));
    document
        .opaque
        .extend(markers.iter().map(|marker| marker.span));
    document.opaque = super::united(std::mem::take(&mut document.opaque));
    document.native_notes = notes;
    document.native_markers = markers;
}

/// The notes in the order of the text.
fn notes(text: &str) -> Vec<NativeNote> {
    let Some(opening) = OPENING.as_ref() else {
        return Vec::new();
    };
    let mut found: Vec<NativeNote> = Vec::new();
    for captures in opening.captures_iter(text) {
        let (Some(sign), Some(label)) = (captures.get(1), captures.get(2)) else {
            continue;
        };
        let is_inside = found
            .last()
            .is_some_and(|last| sign.start() < last.span.end);
        let Some(end) = closing(text, sign.start()).filter(|_| !is_inside) else {
            continue;
        };
        found.push(NativeNote {
            label: label.as_str().to_owned(),
            label_span: Span::new(sign.start(), sign.end()),
            span: Span::new(sign.start(), end),
            list: 0,
            backlinks: Vec::new(),
        });
    }
    found
}

/// Where the bracket closes that opens at `start`.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, byte) in text.as_bytes()[start..].iter().take(LONGEST).enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(start + offset + 1);
        }
    }
    None
}

/// Divides the notes into lists, one for each time that the count begins anew; gives where each list ends.
fn divide(notes: &mut [NativeNote]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for note in notes {
        let is_first = note.label == "1" || note.label.parse::<u32>().is_err();
        let is_anew = seen.contains(&note.label) && is_first;
        if ends.is_empty() || is_anew {
            seen.clear();
            ends.push(0);
        }
        seen.insert(note.label.clone());
        note.list = ends.len() - 1;
        if let Some(end) = ends.last_mut() {
            *end = note.span.end;
        }
    }
    ends
}

/// The markers outside of the notes: letters and signs only where a note bears them.
fn markers(document: &Document, notes: &[NativeNote], ends: &[usize]) -> Vec<NativeMarker> {
    let Some(pattern) = MARKER.as_ref() else {
        return Vec::new();
    };
    let bearers: HashMap<(usize, &str), usize> = (notes.iter().enumerate().rev())
        .map(|(index, note)| ((note.list, note.label.as_str()), index))
        .collect();
    let numbers = notes
        .iter()
        .filter_map(|note| note.label.parse::<u32>().ok());
    let highest = numbers.max().unwrap_or(0);
    let mut found = Vec::new();
    for captures in pattern.captures_iter(&document.text) {
        let (Some(token), Some(label)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let span = Span::new(token.start(), token.end());
        let next = notes.partition_point(|note| note.span.end <= span.start);
        let is_inside = notes
            .get(next)
            .is_some_and(|note| note.span.contains(span.start));
        let list = ends
            .partition_point(|&end| end <= span.start)
            .min(ends.len() - 1);
        let note = bearers.get(&(list, label.as_str())).copied();
        let number = label.as_str().parse::<u32>().ok();
        let is_number = number.is_some_and(|number| number <= highest.saturating_add(FURTHEST));
        let hidden = document
            .opaque
            .partition_point(|hidden| hidden.end <= span.start);
        let hidden = document.opaque.get(hidden);
        let is_hidden = hidden.is_some_and(|hidden| hidden.contains(span.start));
        if is_inside || is_hidden || note.is_none() && !is_number {
            continue;
        }
        found.push(NativeMarker {
            label: label.as_str().to_owned(),
            span,
            inline: None,
            list,
            link: note.map(NativeLink::To),
            is_implied: false,
        });
    }
    found
}
