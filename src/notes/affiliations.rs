//! The authors' departments below their names: `Author A¹, Author B²`, and `¹ Department of Ports` in the lines behind.
//!
//! They are numbered from 1 like the notes of the paper, so that their markers would be taken for calls of those.

use std::collections::HashSet;

use super::MarkerStyle;
use super::candidate::Candidate;
use super::list::Draft;
use super::opening::{Opening, Shape};
use crate::document::{Document, Span};

/// A line of names is not longer than this, in bytes.
const LONGEST_BYLINE: usize = 2_000;
/// The names stand in so many lines at the most.
const MOST_LINES: usize = 6;
/// Behind this share of the paper nobody names its authors.
const FRONT: usize = 2;

/// The list of departments, and who is said to be there.
#[derive(Debug)]
pub(super) struct Affiliations {
    /// Its lines, indices of openings.
    pub(super) openings: Vec<usize>,
    /// The raised numbers behind the names, indices of candidates.
    pub(super) markers: Vec<usize>,
}

/// Finds the departments of a paper in which other notes are called by raised numbers, too; elsewhere nothing can be mixed
/// up.
pub(super) fn find(
    document: &Document,
    openings: &[Opening],
    candidates: &[Candidate],
    drafts: &[Draft],
) -> Option<Affiliations> {
    let lines = in_turn(document, openings)?;
    let first = &openings[lines[0]];
    let start = byline(document, first.line)?;
    let highest = u32::try_from(lines.len()).ok()?;
    let is_raised = |candidate: &Candidate| candidate.style == MarkerStyle::Superscript;
    let all = || (0..candidates.len()).filter(|&index| is_raised(&candidates[index]));
    let between = |&index: &usize| {
        let at = candidates[index].token.start;
        start <= at && at < first.span.start
    };
    let markers: Vec<usize> = all().filter(between).collect();
    let values = || markers.iter().flat_map(|&index| &candidates[index].parts);
    let called: HashSet<u32> = values().map(|part| part.value).collect();
    let answers = called.iter().all(|&value| value <= highest) && called.len() * 2 > lines.len();
    let end = openings[lines[lines.len() - 1]].span.end;
    let is_called_again = all().any(|index| {
        let candidate = &candidates[index];
        candidate.token.start > end && candidate.parts.iter().any(|part| part.value == 1)
    });
    let has_notes = drafts.iter().any(|draft| {
        let opening = &openings[draft.openings[0]];
        opening.span.start > end && opening.value() == Some(1)
    });
    (answers && is_called_again && has_notes).then_some(Affiliations {
        openings: lines,
        markers,
    })
}

/// The first lines in the front of the paper that begin with raised numbers, counting from 1, with nothing between them.
fn in_turn(document: &Document, openings: &[Opening]) -> Option<Vec<usize>> {
    let is_front = |opening: &Opening| opening.span.start * FRONT < document.text.len();
    let begins = |opening: &Opening| {
        opening.shape == Shape::Raised && opening.value() == Some(1) && is_front(opening)
    };
    let first = openings.iter().position(begins)?;
    let mut lines = vec![first];
    for (index, opening) in openings.iter().enumerate().skip(first + 1) {
        let last = &openings[lines[lines.len() - 1]];
        let next = last.value().map(|value| value + 1);
        let is_next = opening.shape == Shape::Raised && opening.value() == next;
        if !is_next || filled(document, last.line + 1, opening.line) > 1 {
            break;
        }
        lines.push(index);
    }
    (lines.len() > 1).then_some(lines)
}

/// Where the lines of names begin above a line: those that stand together, without the heading over them.
fn byline(document: &Document, line: usize) -> Option<usize> {
    let lines = document.lines();
    let above = (0..line)
        .rev()
        .filter(|&line| !document.slice(lines.span(line)).trim().is_empty());
    let starts = above.take(MOST_LINES).map(|line| lines.span(line));
    let is_short = |span: &Span| span.len() <= LONGEST_BYLINE;
    let raised = |span: &Span| {
        let text = document.slice(*span);
        text.contains(super::group::is_raised_digit) || text.contains("<sup>")
    };
    let names = starts.take_while(|span| is_short(span) && raised(span));
    names.last().map(|span| span.start)
}

/// How many lines with text stand between two.
fn filled(document: &Document, from: usize, to: usize) -> usize {
    let text = |line: usize| document.slice(document.lines().span(line));
    (from..to)
        .filter(|&line| !text(line).trim().is_empty())
        .count()
}
