//! Which style of markers calls which lists, and which candidates are its markers.

use std::collections::HashSet;

use super::MarkerStyle;
use super::candidate::Candidate;
use super::list::Draft;
use super::sequence::{self, Habits, Sequence, Taken, Target};
use crate::document::Span;

/// What a marker in another style than the rest of its series must make good.
const FOREIGN_STYLE: f32 = -3.0;
/// Log-odds of a repeated label before the document's habit is known.
const REPEAT_UNKNOWN: f32 = -0.5;
/// A series is called by a style only if that is worth this much: two markers in turn.
const CALLED: f32 = 6.0;
/// Running text between two lists is at least this long, in bytes.
const RUNNING_TEXT: usize = 400;

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

/// A list of notes with what the sequence needs of it.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// The labels, in the order of the notes.
    pub(super) labels: Vec<u32>,
    /// From the first note to the end of the last.
    pub(super) span: Span,
}

/// Pairs lists and styles. `candidates` must stand outside the notes. Lists without a heading that the text hardly calls
/// are left out: they are numbered lists of another kind.
pub(super) fn assign(drafts: &[Draft], listed: &[Listed], candidates: &[Candidate]) -> Vec<Series> {
    let mut open = group(drafts);
    let mut found = Vec::new();
    let mut styles: HashSet<MarkerStyle> = HashSet::new();
    while let Some((index, style)) = best_pair(&open, listed, candidates, &styles) {
        let mut drafts_of = open.remove(index);
        let mut taken = take(&drafts_of, listed, candidates, style, &styles);
        let called =
            |position: usize| is_called(&listed[drafts_of[position]], position, &taken, candidates);
        let keep: Vec<usize> = (0..drafts_of.len())
            .filter(|&position| drafts[drafts_of[position]].heading.is_some() || called(position))
            .map(|position| drafts_of[position])
            .collect();
        if keep.len() < drafts_of.len() && !keep.is_empty() {
            drafts_of = keep;
            taken = take(&drafts_of, listed, candidates, style, &styles);
        }
        styles.insert(style);
        found.push(Series {
            drafts: drafts_of,
            taken,
        });
    }
    // A list that nothing calls is one only if a heading says so and nothing else has been found.
    if found.is_empty() {
        let uncalled = open
            .into_iter()
            .filter(|group| drafts[group[0]].heading.is_some());
        found.extend(uncalled.map(|drafts| Series {
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
    open: &[Vec<usize>],
    listed: &[Listed],
    candidates: &[Candidate],
    used: &HashSet<MarkerStyle>,
) -> Option<(usize, MarkerStyle)> {
    let mut best: Option<(f32, usize, MarkerStyle)> = None;
    for (index, group) in open.iter().enumerate() {
        let targets = targets(group, listed);
        for style in STYLES.into_iter().filter(|style| !used.contains(style)) {
            let only = |_: usize, candidate: &Candidate| {
                (candidate.style == style).then_some(candidate.odds)
            };
            let score = sequence::choose(
                candidates,
                &targets,
                Habits {
                    repeat: REPEAT_UNKNOWN,
                },
                only,
            )
            .score;
            if score >= CALLED.min(1.0 + 2.0 * labels(&targets))
                && best.is_none_or(|(most, ..)| score > most)
            {
                best = Some((score, index, style));
            }
        }
    }
    best.map(|(_, index, style)| (index, style))
}

#[expect(clippy::cast_precision_loss, reason = "only small counts matter")]
fn labels(targets: &[Target]) -> f32 {
    targets
        .iter()
        .map(|target| target.labels.len())
        .sum::<usize>() as f32
}

/// Takes the markers of a group: first in its own style alone, which shows the document's habit of repeating, then in
/// every style that no other series uses.
fn take(
    group: &[usize],
    listed: &[Listed],
    candidates: &[Candidate],
    style: MarkerStyle,
    used: &HashSet<MarkerStyle>,
) -> Vec<Taken> {
    let targets = targets(group, listed);
    let only =
        |_: usize, candidate: &Candidate| (candidate.style == style).then_some(candidate.odds);
    let first = sequence::choose(
        candidates,
        &targets,
        Habits {
            repeat: REPEAT_UNKNOWN,
        },
        only,
    );
    let habits = Habits {
        repeat: repeating(&first, candidates),
    };
    let all = |_: usize, candidate: &Candidate| {
        let foreign = if candidate.style == style {
            0.0
        } else {
            FOREIGN_STYLE
        };
        (!used.contains(&candidate.style)).then_some(candidate.odds + foreign)
    };
    sequence::choose(candidates, &targets, habits, all).taken
}

/// Log-odds of a repeated label, from the share of repeats among the markers taken so far.
///
/// A paper without any still has about one in two hundred (a slip of the author); beyond a third they are as good as
/// first calls.
fn repeating(sequence: &Sequence, candidates: &[Candidate]) -> f32 {
    let (mut repeats, mut all) = (0.0_f32, 0.0_f32);
    let mut seen = HashSet::new();
    for taken in &sequence.taken {
        for part in &candidates[taken.candidate].parts {
            all += 1.0;
            if !seen.insert((taken.target, part.value)) {
                repeats += 1.0;
            }
        }
    }
    let share = (repeats + 0.05) / (all + 10.0);
    (share / 0.25).ln().clamp(-3.0, 0.5)
}

/// Whether the text calls at least half of a list's labels.
fn is_called(list: &Listed, position: usize, taken: &[Taken], candidates: &[Candidate]) -> bool {
    let of_list = taken.iter().filter(|taken| taken.target == position);
    let called: HashSet<u32> = of_list
        .flat_map(|taken| {
            candidates[taken.candidate]
                .parts
                .iter()
                .map(|part| part.value)
        })
        .collect();
    list.labels
        .iter()
        .filter(|label| called.contains(label))
        .count()
        * 2
        >= list.labels.len()
}

/// The lists of a group as targets. Where running text lies between two lists, markers in front of it call the lists in
/// front of it; lists that follow each other without text between them share the text before all of them.
fn targets(group: &[usize], listed: &[Listed]) -> Vec<Target> {
    let span = |position: usize| listed[group[position]].span;
    let apart = |position: usize| {
        span(position).start.saturating_sub(span(position - 1).end) > RUNNING_TEXT
    };
    let mut ends: Vec<usize> = (0..group.len())
        .map(|position| span(position).end)
        .collect();
    for position in (1..group.len()).rev().filter(|&position| !apart(position)) {
        ends[position - 1] = ends[position];
    }
    let mut start = 0;
    let mut found = Vec::with_capacity(group.len());
    for (position, end) in ends.into_iter().enumerate() {
        if position > 0 && apart(position) {
            start = span(position - 1).end;
        }
        let mut labels = listed[group[position]].labels.clone();
        labels.sort_unstable();
        found.push(Target {
            labels,
            zone: Span::new(start.min(end), end),
        });
    }
    found
}
