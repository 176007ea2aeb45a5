//! A sentence and its note spell one name in two ways.
//!
//! `data`: `marker` and `note` are the labels, `text` the name as the sentence has it, `source` as the note has it.
//! Only long names that differ in one letter, far from their ends, are compared, and only in words that the paper never
//! writes with a small first letter: what differs more is often another word. Off by default: sources spell names in
//! their own way, and both may be right.
//!
//! ## Why
//! One of the two is misspelt, and a reader who searches for the name as the text has it does not find the source.
//!
//! ## Example
//! The sentence says `as Wezemann reported.[4]`, and note 4 is by `Wezeman`.
//!
//! ## Fix safety
//! There is no fix: which spelling is right cannot be seen from the paper.

use std::collections::BTreeSet;

use super::spelling::one_letter_apart;
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Finding};

pub(super) const RULE: Rule = Rule {
    id: "contradicting-note",
    family: Family::Alignment,
    severity: None,
    source: include_str!("contradicting_note.rs"),
    check,
};

/// Shorter words than this often are one letter from another word.
const SHORTEST_NAME: usize = 7;

/// How much of a sentence before its marker, and of a note, is read, in bytes.
const REACH: usize = 600;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let small = words_written_small(&case.document.text);
    let mut told = BTreeSet::new();
    (0..case.apparatus.markers.len())
        .filter(|&marker| !case.is_doubtful(marker))
        .flat_map(|marker| two_spellings(case, marker, &small))
        .filter(|(pair, _)| told.insert(*pair))
        .map(|(_, finding)| finding)
        .collect()
}

type Spellings<'a> = (&'a str, &'a str);

/// The names that a marker's sentence and its note spell differently.
fn two_spellings<'a>(
    case: &Case<'a>,
    marker: usize,
    small: &BTreeSet<&str>,
) -> Vec<(Spellings<'a>, Finding)> {
    let Some(Some(note)) = case.alignment.answers.get(marker).copied() else {
        return Vec::new();
    };
    let sentence = sentence(case, marker);
    let note_span = case.apparatus.notes[note].span;
    let note_span = Span::new(
        note_span.start,
        ceiling(case, note_span.start + REACH).min(note_span.end),
    );
    let in_sentence = names(case, sentence, small);
    let in_note = names(case, note_span, small);
    let knows = |names: &[(&str, Span)], name: &str| names.iter().any(|(other, _)| *other == name);
    let mut found = Vec::new();
    for &(written, at) in &in_sentence {
        for &(cited, there) in &in_note {
            if one_letter_apart(written, cited)
                && !knows(&in_note, written)
                && !knows(&in_sentence, cited)
            {
                let finding = finding(case, (marker, note), (written, at), (cited, there));
                found.push(((written, cited), finding));
            }
        }
    }
    found
}

fn finding(
    case: &Case<'_>,
    (marker, note): (usize, usize),
    (written, at): (&str, Span),
    (cited, there): (&str, Span),
) -> Finding {
    let marker = &case.apparatus.markers[marker].label;
    let note = &case.apparatus.notes[note].label;
    let message = format!("the text has “{written}”, and note {note} has “{cited}”");
    let help = "If they are one name, one of the two is misspelt: see how the source spells it.";
    Finding::new(at, message, help)
        .confidence(Confidence::Low)
        .related(there, format!("“{cited}” in note {note}"))
        .data("marker", marker.to_string())
        .data("note", note.to_string())
        .data("text", written)
        .data("source", cited)
}

/// The text that a marker ends: back to the marker before it or the beginning of its block, and no further than
/// [`REACH`].
fn sentence(case: &Case<'_>, marker: usize) -> Span {
    let markers = &case.apparatus.markers;
    let end = markers[marker].token.start;
    let block = case
        .document
        .block_at(end)
        .map_or(0, |block| block.span.start);
    let before = (marker.checked_sub(1)).map_or(0, |before| markers[before].token.end);
    let reach = ceiling(case, end.saturating_sub(REACH));
    let start = [block, before, reach].into_iter().max().unwrap_or(end);
    Span::new(start.min(end), end)
}

/// The first character boundary at or behind `offset`.
fn ceiling(case: &Case<'_>, offset: usize) -> usize {
    let text = &case.document.text;
    (offset..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
}

fn words_written_small(text: &str) -> BTreeSet<&str> {
    words(text)
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect()
}

/// The long capitalised words of a stretch that the paper never writes small, with their places.
fn names<'a>(case: &Case<'a>, span: Span, small: &BTreeSet<&str>) -> Vec<(&'a str, Span)> {
    let text = case.document.slice(span);
    words(text)
        .filter(|word| word.len() >= SHORTEST_NAME && word.starts_with(char::is_uppercase))
        .filter(|word| !small.contains(word.to_lowercase().as_str()))
        .map(|word| {
            let start = span.start + (word.as_ptr() as usize - text.as_ptr() as usize);
            (word, Span::new(start, start + word.len()))
        })
        .collect()
}
