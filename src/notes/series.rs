//! Which style of markers calls which lists, and which candidates are its markers.

use std::collections::HashSet;

use super::MarkerStyle;
use super::candidate::{Candidate, Position};
use super::list::Draft;
use super::sequence::{self, Sequence, Taken, Target};
use crate::document::Span;

/// What a marker in another style than the rest of its series must make good.
const FOREIGN_STYLE: f32 = -5.0;
/// Log-odds of a repeated label before the document's habit is known.
const REPEAT_UNKNOWN: f32 = -0.5;
/// A series is called by a style only if that is worth this much: two markers in turn.
const CALLED: f32 = 6.0;
/// Running text between two lists is at least this long, in bytes.
const RUNNING_TEXT: usize = 400;
/// The share of glued markers that stand behind punctuation, over the papers that `glued` was counted on.
const BEHIND_PUNCTUATION: f32 = 0.8;

/// The styles that typed numbers come in.
const STYLES: [MarkerStyle; 5] = [
    MarkerStyle::Bracket,
    MarkerStyle::Superscript,
    MarkerStyle::EastAsian,
    MarkerStyle::Glued,
    MarkerStyle::Parenthesis,
];

/// Note lists that are called in one style: the chapters or pages of a paper, or all its notes.
#[derive(Debug, Clone)]
pub(super) struct Series {
    /// Indices of the drafts, in the order of the text.
    pub(super) drafts: Vec<usize>,
    /// The markers that call them; a taken target is an index into `drafts`.
    pub(super) taken: Vec<Taken>,
}

/// What could be lists, and what could be markers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    /// The lists.
    pub(super) drafts: &'a [Draft],
    /// The labels of each list, in the order of its notes.
    pub(super) labels: &'a [Vec<u32>],
    /// The notes of each list.
    pub(super) notes: &'a [Vec<Span>],
    /// Everything that could be a marker, in the order of the text.
    pub(super) candidates: &'a [Candidate],
}

/// A choice of lists to be called together in one style, and what to leave out.
struct Choice<'a> {
    targets: Vec<Target>,
    style: MarkerStyle,
    /// Styles that call other lists.
    used: &'a HashSet<MarkerStyle>,
    /// Candidates inside of notes.
    inside: Vec<bool>,
}

/// The document's own habits.
#[derive(Debug, Clone, Copy)]
struct Habits {
    repeat: f32,
    behind_punctuation: f32,
    behind_word: f32,
}

/// Pairs lists and styles. Lists without a heading that the text hardly calls are left out: they are numbered lists of
/// another kind.
pub(super) fn assign(field: Field<'_>) -> Vec<Series> {
    let mut open = group(field.drafts);
    let mut found: Vec<Series> = Vec::new();
    let mut used = HashSet::new();
    while let Some((index, style)) = best_pair(field, &open, &found, &used) {
        let mut drafts = open.remove(index);
        let mut taken = choice(field, &drafts, &found, style, &used).take(field.candidates);
        let mut kept = called_drafts(field, &drafts, &taken);
        if kept.len() < drafts.len() && !kept.is_empty() {
            std::mem::swap(&mut drafts, &mut kept);
            taken = choice(field, &drafts, &found, style, &used).take(field.candidates);
        }
        used.insert(style);
        found.push(Series { drafts, taken });
    }
    // A list that nothing calls is one only if a heading says so and nothing else has been found.
    if found.is_empty() {
        let headed = open
            .into_iter()
            .filter(|group| field.drafts[group[0]].heading.is_some());
        found.extend(headed.map(|drafts| Series {
            drafts,
            taken: Vec::new(),
        }));
    }
    found
}

/// Lists of one shape that stand all under headings, or all without, are numbered together.
fn group(drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let kin = |other: &Draft| {
            other.shape == draft.shape && other.heading.is_some() == draft.heading.is_some()
        };
        match groups.iter_mut().find(|group| kin(&drafts[group[0]])) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// The group and the style that fit best of all that are left.
fn best_pair(
    field: Field<'_>,
    open: &[Vec<usize>],
    found: &[Series],
    used: &HashSet<MarkerStyle>,
) -> Option<(usize, MarkerStyle)> {
    let mut best: Option<(f32, usize, MarkerStyle)> = None;
    for (index, group) in open.iter().enumerate() {
        let notes: usize = group.iter().map(|&draft| field.labels[draft].len()).sum();
        // A single note can be called once at the most.
        let least = if notes == 1 { CALLED / 2.0 } else { CALLED };
        for style in STYLES.into_iter().filter(|style| !used.contains(style)) {
            let score = choice(field, group, found, style, used)
                .in_style(field.candidates)
                .score;
            if score >= least && best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, index, style));
            }
        }
    }
    best.map(|(_, index, style)| (index, style))
}

/// The drafts that stand under a heading or are called.
fn called_drafts(field: Field<'_>, drafts: &[usize], taken: &[Taken]) -> Vec<usize> {
    let is_kept = |position: usize| {
        let draft = drafts[position];
        field.drafts[draft].heading.is_some()
            || is_called(&field.labels[draft], position, taken, field.candidates)
    };
    (0..drafts.len())
        .filter(|&position| is_kept(position))
        .map(|position| drafts[position])
        .collect()
}

/// Whether the text calls at least half of a list's labels.
fn is_called(labels: &[u32], target: usize, taken: &[Taken], candidates: &[Candidate]) -> bool {
    let of_list = taken.iter().filter(|taken| taken.target == target);
    let called: HashSet<u32> = of_list
        .flat_map(|taken| {
            candidates[taken.candidate]
                .parts
                .iter()
                .map(|part| part.value)
        })
        .collect();
    labels.iter().filter(|label| called.contains(label)).count() * 2 >= labels.len()
}

fn choice<'a>(
    field: Field<'_>,
    drafts: &[usize],
    found: &[Series],
    style: MarkerStyle,
    used: &'a HashSet<MarkerStyle>,
) -> Choice<'a> {
    let headed = (0..field.drafts.len()).filter(|&draft| field.drafts[draft].heading.is_some());
    let settled = found
        .iter()
        .flat_map(|series| series.drafts.iter().copied());
    let lists: HashSet<usize> = headed
        .chain(settled)
        .chain(drafts.iter().copied())
        .collect();
    let mut inside = vec![false; field.candidates.len()];
    for span in lists.into_iter().flat_map(|draft| &field.notes[draft]) {
        let first = field
            .candidates
            .partition_point(|candidate| candidate.token.start < span.start);
        let notes = field.candidates[first..].iter().zip(&mut inside[first..]);
        notes
            .take_while(|(candidate, _)| candidate.token.start < span.end)
            .for_each(|(_, inside)| *inside = true);
    }
    Choice {
        targets: targets(field, drafts),
        style,
        used,
        inside,
    }
}

impl Choice<'_> {
    /// The markers in the style of the choice alone, with no habit known.
    fn in_style(&self, candidates: &[Candidate]) -> Sequence {
        sequence::choose(
            candidates,
            &self.targets,
            REPEAT_UNKNOWN,
            |index, candidate| {
                (candidate.style == self.style && !self.inside[index]).then_some(candidate.odds)
            },
        )
    }

    /// The markers in every style that calls no other list, by the habits that the style of the choice shows alone.
    fn take(&self, candidates: &[Candidate]) -> Vec<Taken> {
        let habits = habits(&self.in_style(candidates), candidates);
        let odds = |index: usize, candidate: &Candidate| {
            let foreign = if candidate.style == self.style {
                0.0
            } else {
                FOREIGN_STYLE
            };
            let position = match candidate.position {
                Position::BehindPunctuation => habits.behind_punctuation,
                Position::BehindWord => habits.behind_word,
                Position::Elsewhere => 0.0,
            };
            (!self.used.contains(&candidate.style) && !self.inside[index])
                .then_some(candidate.odds + foreign + position)
        };
        sequence::choose(candidates, &self.targets, habits.repeat, odds).taken
    }
}

/// What the first calls show: where this document puts its markers, and how often it repeats one.
///
/// A paper without any repeat still has about one in two hundred (a slip of the author); beyond a third they are as good
/// as first calls.
fn habits(sequence: &Sequence, candidates: &[Candidate]) -> Habits {
    let (mut all, mut first) = (0.0_f32, 0.0_f32);
    let (mut punctuation, mut word) = (0.0_f32, 0.0_f32);
    let mut seen = HashSet::new();
    for taken in &sequence.taken {
        let candidate = &candidates[taken.candidate];
        for part in &candidate.parts {
            all += 1.0;
            if seen.insert((taken.target, part.value)) {
                first += 1.0;
                match candidate.position {
                    Position::BehindPunctuation => punctuation += 1.0,
                    Position::BehindWord => word += 1.0,
                    Position::Elsewhere => {}
                }
            }
        }
    }
    let repeated = (all - first + 0.05) / (all + 10.0);
    let habit = |seen: f32, usual: f32| {
        let share = (seen + 5.0 * usual) / (punctuation + word + 5.0);
        (share / usual).ln()
    };
    Habits {
        repeat: (repeated / 0.25).ln().clamp(-3.0, 0.5),
        behind_punctuation: habit(punctuation, BEHIND_PUNCTUATION),
        behind_word: habit(word, 1.0 - BEHIND_PUNCTUATION),
    }
}

/// The lists of a group as targets. Where running text lies between two lists, markers in front of it call the lists in
/// front of it; lists that follow each other without text between them share the text before all of them.
fn targets(field: Field<'_>, drafts: &[usize]) -> Vec<Target> {
    let notes = |position: usize| &field.notes[drafts[position]];
    let start = |position: usize| notes(position)[0].start;
    let end = |position: usize| notes(position)[notes(position).len() - 1].end;
    let apart = |position: usize| start(position).saturating_sub(end(position - 1)) > RUNNING_TEXT;
    let mut ends: Vec<usize> = (0..drafts.len()).map(end).collect();
    for position in (1..drafts.len()).rev().filter(|&position| !apart(position)) {
        ends[position - 1] = ends[position];
    }
    let mut zone = 0;
    let mut found = Vec::with_capacity(drafts.len());
    for (position, last) in ends.into_iter().enumerate() {
        if position > 0 && apart(position) {
            zone = end(position - 1);
        }
        let mut labels = field.labels[drafts[position]].clone();
        labels.sort_unstable();
        found.push(Target {
            labels,
            zone: Span::new(zone.min(last), last),
        });
    }
    found
}
