//! Which chains of openings are note lists.
//!
//! A heading such as “Notes” says so. Without one, a chain is a list if the text calls its labels and its entries look
//! like notes; a numbered list in the body has labels that the text calls as well, so it yields to a list with a heading.

use std::collections::{BTreeMap, HashMap};

use super::candidate::Candidate;
use super::chain::{self, Chain};
use super::opening::{Opening, Shape};
use super::sections;
use crate::document::{Document, Span};
use crate::heading::{self, Promise};

/// A chain that was taken for a note list.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The shape of its labels.
    pub(super) shape: Shape,
    /// Its openings, in the order of the text.
    pub(super) openings: Vec<usize>,
    /// The heading that it stands under, shared by all lists below it.
    pub(super) heading: Option<Heading>,
    /// The list of the format and its whole notes, where the format shows which it has.
    pub(super) native: Option<(usize, Vec<Span>)>,
}

/// The heading of a note list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    /// The line, without white space around it.
    pub(super) span: Span,
    /// What it promises.
    pub(super) promise: Promise,
}

/// The numbered shapes; symbols do not count up and are found by [`super::symbol`].
const NUMBERED: [Shape; 11] = [
    Shape::Dot,
    Shape::HalfParenthesis,
    Shape::Parenthesis,
    Shape::Bracket,
    Shape::Bullet,
    Shape::BulletAlone,
    Shape::Alone,
    Shape::Plain,
    Shape::Glued,
    Shape::Raised,
    Shape::EastAsian,
];

/// What a heading is worth, in the same nats as the rest of [`plausibility`].
const UNDER_HEADING: f32 = 4.0;
/// What a chain must reach.
const PLAUSIBLE: f32 = 2.0;
/// How many lines a heading may stand above its list.
const REACH: usize = 6;
/// Notes are shorter than this on average, in bytes.
const LONG_NOTES: usize = 1_200;
/// How many lines with text may lie between the last opening of a list and the first of the next one under the same
/// heading: the last note and the headings between.
const NEAR: usize = 15;

/// Finds the note lists of a document.
pub(super) fn find(
    document: &Document,
    openings: &[Opening],
    candidates: &[Candidate],
) -> Vec<Draft> {
    let called = first_calls(candidates);
    let fences = fences(document);
    let mut drafts = Vec::new();
    for shape in NUMBERED {
        let mut reach: Option<(usize, Heading)> = None;
        let chains = chain::chains(openings, shape, &fences);
        let local = sections::answered(openings, &chains, candidates);
        for (index, chain) in chains.into_iter().enumerate() {
            let first = openings[chain.openings[0]].line;
            let inherited = reach
                .filter(|&(line, _)| is_near(document, line, first))
                .map(|(_, heading)| heading);
            let heading = heading_above(document, first).or(inherited);
            let heading = heading.filter(|_| is_compact(openings, &chain));
            let headed = if heading.is_some() {
                UNDER_HEADING
            } else {
                0.0
            };
            let score = plausibility(document, openings, &chain, &called) + headed;
            if score < PLAUSIBLE && !local.contains(&index) {
                continue;
            }
            let last = openings[chain.openings[chain.openings.len() - 1]].line;
            reach = heading.map(|heading| (last, heading)).or(reach);
            drafts.push(Draft {
                shape,
                openings: chain.openings,
                heading,
                native: None,
            });
        }
    }
    let mut drafts = joined(openings, settle(openings, drafts));
    for draft in &mut drafts {
        fill(openings, draft);
    }
    drafts
}

/// The lines that are headings of note lists.
fn fences(document: &Document) -> Vec<usize> {
    let lines = document.lines();
    (0..lines.len())
        .filter(|&line| heading::promise(document.slice(lines.span(line))).is_some())
        .collect()
}

/// Puts lists together that count on where the one before ends: the notes of a book under a heading for each chapter.
fn joined(openings: &[Opening], mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_key(|draft| draft.openings[0]);
    let mut whole: Vec<Draft> = Vec::new();
    for draft in drafts {
        let first = openings[draft.openings[0]].value();
        let goes_on = |before: &&mut Draft| {
            let last = openings[before.openings[before.openings.len() - 1]].value();
            before.shape == draft.shape && last.map(|last| last + 1) == first
        };
        match whole.last_mut().filter(goes_on) {
            Some(before) => before.openings.extend(draft.openings),
            None => whole.push(draft),
        }
    }
    whole
}

/// For each label, where the text first shows it in the way of a marker.
fn first_calls(candidates: &[Candidate]) -> HashMap<u32, usize> {
    let mut called = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.odds > -1.0) {
        for part in &candidate.parts {
            called.entry(part.value).or_insert(candidate.token.start);
        }
    }
    called
}

/// Whether the openings are as close together as notes are; the numbered sections of a text are not.
fn is_compact(openings: &[Opening], chain: &Chain) -> bool {
    let start = |index: usize| openings[chain.openings[index]].span.start;
    let notes = chain.openings.len();
    notes < 2 || (start(notes - 1) - start(0)) / (notes - 1) <= LONG_NOTES
}

/// How plausible it is that a chain is a note list, whatever stands above it.
fn plausibility(
    document: &Document,
    openings: &[Opening],
    chain: &Chain,
    called: &HashMap<u32, usize>,
) -> f32 {
    let members = || chain.openings.iter().map(|&index| &openings[index]);
    #[expect(clippy::cast_precision_loss, reason = "counts of notes are small")]
    let share = |count: usize| count as f32 / chain.openings.len() as f32;
    let is_called = |opening: &&Opening| {
        let at = opening.value().and_then(|value| called.get(&value));
        at.is_some_and(|&at| at < opening.span.start)
    };
    let coverage = share(members().filter(is_called).count());
    let citing = share(
        members()
            .filter(|opening| looks_like_note(document, opening))
            .count(),
    );
    let signs = match chain.openings.first().map(|&index| openings[index].shape) {
        Some(Shape::Bracket | Shape::Raised | Shape::EastAsian | Shape::BulletAlone) => 1.0,
        Some(Shape::Dot | Shape::HalfParenthesis | Shape::Bullet) => -0.5,
        _ => -1.0,
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of notes are small")]
    let length = (chain.openings.len() as f32).ln() * 0.6;
    // Strangers that chance has strung together have poor looks.
    let looks = if chain.score < poor_looks(chain.openings.len()) {
        -3.0
    } else {
        0.0
    };
    4.0 * (coverage - 0.5) + 2.0 * (citing - 0.3) + signs + length + looks
}

/// The score under which a chain of this many openings is strung together by chance.
#[expect(clippy::cast_precision_loss, reason = "counts of notes are small")]
fn poor_looks(openings: usize) -> f32 {
    0.8 + 2.0 * (openings as f32 - 1.0)
}

/// Whether a note that begins on this line cites something.
fn looks_like_note(document: &Document, opening: &Opening) -> bool {
    let lines = document.lines();
    let line = document.slice(lines.span(opening.line)).trim();
    let text = if opening.span.len() >= line.len() {
        document.slice(lines.span(opening.line + 1))
    } else {
        line
    };
    cites(text)
}

/// Whether the beginning of a note cites something: a year, an address, a quotation, pages.
pub(super) fn cites(text: &str) -> bool {
    let start = text
        .char_indices()
        .nth(600)
        .map_or(text.len(), |(at, _)| at);
    let text = &text[..start];
    [
        "http", "www.", "“", "\"", "‘", "p. ", "pp. ", "bid.", "See ", "see ", "Id.", "Cf.",
        "cit.", " para",
    ]
    .iter()
    .any(|sign| text.contains(sign))
        || has_year(text)
}

fn has_year(text: &str) -> bool {
    text.as_bytes()
        .split(|byte| !byte.is_ascii_digit())
        .any(|run| run.len() == 4 && (run.starts_with(b"1") || run.starts_with(b"20")))
}

/// The heading of a note list right above a line, over at most one other heading such as “Chapter 1”.
fn heading_above(document: &Document, line: usize) -> Option<Heading> {
    let texts = (line.saturating_sub(REACH)..line)
        .rev()
        .map(|line| document.lines().span(line));
    // The head of a table may stand between.
    let is_filled = |text: &str| !text.is_empty() && !text.starts_with('|');
    let filled = texts
        .filter(|&span| is_filled(document.slice(span).trim()))
        .take(2);
    for span in filled {
        let text = document.slice(span);
        if let Some(promise) = heading::promise(text) {
            let start = span.start + text.len() - text.trim_start().len();
            return Some(Heading {
                span: Span::new(start, start + text.trim().len()),
                promise,
            });
        }
        if text.trim().chars().count() > 80 {
            return None;
        }
    }
    None
}

/// Whether a list that ends near one line goes on at another, under the same heading.
fn is_near(document: &Document, last: usize, next: usize) -> bool {
    next > last
        && (last + 1..next)
            .filter(|&line| {
                !document
                    .slice(document.lines().span(line))
                    .trim()
                    .is_empty()
            })
            .count()
            <= NEAR
}

/// Where lists with a heading call the same labels, lists without one are numbered lists of the body.
fn settle(openings: &[Opening], drafts: Vec<Draft>) -> Vec<Draft> {
    let longest = |headed: bool| {
        drafts
            .iter()
            .filter(|draft| draft.heading.is_some() == headed)
            .map(|draft| draft.openings.len())
            .max()
            .unwrap_or(0)
    };
    let (headed, bare) = (longest(true), longest(false));
    let rules = headed > 0 && headed * 2 >= bare;
    let mut kept: Vec<Draft> = drafts
        .into_iter()
        .filter(|draft| !rules || draft.heading.is_some() || is_set_off(draft.shape))
        .collect();
    kept.sort_by_key(|draft| {
        (
            draft.heading.is_none(),
            std::cmp::Reverse(draft.openings.len()),
        )
    });
    let mut taken = Lines::default();
    kept.retain(|draft| {
        // Two readings of the same lines: the longer list has them.
        let line = |opening: Option<&usize>| opening.map_or(0, |&opening| openings[opening].line);
        let (first, last) = (line(draft.openings.first()), line(draft.openings.last()));
        let free = draft.openings.len() > 1 || !taken.touch(first, last);
        if free {
            taken.take(first, last);
        }
        free
    });
    kept
}

/// Ranges of lines, those that touch each other made one: the first line of each, with its last.
#[derive(Default)]
struct Lines(BTreeMap<usize, usize>);

impl Lines {
    fn touch(&self, first: usize, last: usize) -> bool {
        let before = self.0.range(..=last).next_back();
        before.is_some_and(|(_, &end)| end >= first)
    }

    fn take(&mut self, first: usize, last: usize) {
        let (mut first, mut last) = (first, last);
        while let Some((&start, &end)) = self.0.range(..=last).next_back()
            && end >= first
        {
            (first, last) = (first.min(start), last.max(end));
            self.0.remove(&start);
        }
        self.0.insert(first, last);
    }
}

/// Whether labels of this shape hardly ever number anything but notes.
fn is_set_off(shape: Shape) -> bool {
    matches!(shape, Shape::Bracket | Shape::Raised | Shape::EastAsian)
}

/// Puts notes that were left out back into the gaps of a list: labels in another shape, or out of their order.
fn fill(openings: &[Opening], draft: &mut Draft) {
    let mut at = 1;
    while at < draft.openings.len() {
        let (before, after) = (draft.openings[at - 1], draft.openings[at]);
        let (Some(low), Some(high)) = (openings[before].value(), openings[after].value()) else {
            return;
        };
        if high > low + 1 {
            let first = draft.openings[at.saturating_sub(3)];
            let last = draft.openings[(at + 2).min(draft.openings.len() - 1)];
            for missing in low + 1..high {
                let found = (first + 1..last).find(|index| {
                    let opening = &openings[*index];
                    let own = opening.shape == draft.shape || (before..after).contains(index);
                    own && opening.value() == Some(missing)
                        && opening.weight > 0.0
                        && draft.openings.binary_search(index).is_err()
                });
                if let Some(index) = found {
                    let place = draft.openings.partition_point(|&other| other < index);
                    draft.openings.insert(place, index);
                    at += 1;
                }
            }
        }
        at += 1;
    }
}
