//! Which style of markers calls which lists, and which candidates are its markers.

use std::collections::{HashMap, HashSet};

use super::MarkerStyle;
use super::candidate::{Candidate, Position};
use super::group::Part;
use super::list::Draft;
use super::opening::Shape;
use super::sequence::{self, Sequence, Taken, Target, Turns};
use super::slips;
use crate::document::Span;

/// What a marker in another style than the rest of its series must make good.
const FOREIGN_STYLE: f32 = -5.0;
/// Repeats and jumps before the document's habit is known.
const TURNS_UNKNOWN: Turns = Turns {
    repeat: -0.5,
    jump: -4.5,
};
/// What it is worth that the labels of the notes look like the markers: `¹` and `¹`, `[1]` and `[1]`.
const ALIKE: f32 = 3.0;
/// A series is called by a style only if that is worth this much: two markers in turn.
const CALLED: f32 = 6.0;
/// A label that nothing calls in its turn is called by a candidate with these odds out of it.
const RECALLED: f32 = 1.0;
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
    /// For each list of notes at the foot of pages, the page of each label.
    pub(super) pages: &'a [HashMap<u32, u32>],
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
    turns: Turns,
    behind_punctuation: f32,
    behind_word: f32,
}

/// Pairs lists and styles. Lists without a heading that the text hardly calls are left out: they are numbered lists of
/// another kind.
pub(super) fn assign(field: Field<'_>) -> Vec<Series> {
    let mut open = group(field.drafts);
    let mut search = Search {
        field,
        written: field.candidates.iter().map(|it| it.style).collect(),
        found: Vec::new(),
        used: HashSet::new(),
        rejected: HashSet::new(),
    };
    while let Some((index, style)) = search.best_pair(&open) {
        let drafts = search.without_strangers(open.remove(index), style);
        let taken = search.choice(&drafts, style).take(field.candidates);
        let mut series = search.called(Series { drafts, taken }, style);
        if style == MarkerStyle::Parenthesis {
            let labels = series.drafts.iter().map(|&it| field.labels[it].as_slice());
            let labels: Vec<&[u32]> = labels.collect();
            slips::drop_unanswered(field.candidates, &mut series.taken, &labels);
        }
        search.used.insert(style);
        search.found.push((style, series));
    }
    search.return_borrowed();
    let mut found: Vec<Series> = search.found.into_iter().map(|(_, series)| series).collect();
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

/// The state of the search for series.
struct Search<'a> {
    field: Field<'a>,
    /// The styles that there are candidates in.
    written: HashSet<MarkerStyle>,
    /// What has been found, each with the style that most of its markers are in.
    found: Vec<(MarkerStyle, Series)>,
    /// The styles that call the series found so far.
    used: HashSet<MarkerStyle>,
    /// Drafts that turned out to be no note lists.
    rejected: HashSet<usize>,
}

/// Lists of one shape that stand all under headings, or all without, are numbered together.
fn group(drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let kin = |other: &Draft| {
            other.shape == draft.shape
                && other.heading.is_some() == draft.heading.is_some()
                && other.native.is_some() == draft.native.is_some()
        };
        match groups.iter_mut().find(|group| kin(&drafts[group[0]])) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

impl Search<'_> {
    /// The group and the style that fit best of all that are left.
    fn best_pair(&self, open: &[Vec<usize>]) -> Option<(usize, MarkerStyle)> {
        let mut best: Option<(f32, usize, MarkerStyle)> = None;
        for (index, group) in open.iter().enumerate() {
            let notes: usize = group
                .iter()
                .map(|&draft| self.field.labels[draft].len())
                .sum();
            // A single note can be called once at the most.
            let least = if notes == 1 { CALLED / 2.0 } else { CALLED };
            for style in STYLES
                .into_iter()
                .filter(|style| !self.used.contains(style))
            {
                let alike = is_alike(self.field.drafts[group[0]].shape, style);
                // What nothing is written in calls nothing.
                if !alike && !self.written.contains(&style) {
                    continue;
                }
                let score = self.score(group, style) + if alike { ALIKE } else { 0.0 };
                if score >= least && best.is_none_or(|(most, ..)| score > most) {
                    best = Some((score, index, style));
                }
            }
        }
        best.map(|(_, index, style)| (index, style))
    }

    fn score(&self, drafts: &[usize], style: MarkerStyle) -> f32 {
        self.choice(drafts, style)
            .in_style(self.field.candidates)
            .score
    }

    /// The group, or its longest list alone where the markers count on better without the others: numbered sections can
    /// look like lists, even under a heading.
    fn without_strangers(&mut self, group: Vec<usize>, style: MarkerStyle) -> Vec<usize> {
        let longest = group
            .iter()
            .copied()
            .max_by_key(|&draft| self.field.labels[draft].len());
        let Some(longest) = longest.filter(|_| group.len() > 1) else {
            return group;
        };
        let together = self.score(&group, style);
        let others: Vec<usize> = group
            .iter()
            .copied()
            .filter(|&draft| draft != longest)
            .collect();
        self.rejected.extend(&others);
        if self.score(&[longest], style) > together {
            return vec![longest];
        }
        for draft in &others {
            self.rejected.remove(draft);
        }
        group
    }

    /// The series without the lists that have no heading and are hardly called.
    fn called(&self, series: Series, style: MarkerStyle) -> Series {
        let field = self.field;
        let parts = series.taken.iter().flat_map(|taken| {
            let parts = field.candidates[taken.candidate].parts.iter();
            parts.map(|part| (taken.target, part.value))
        });
        let called: HashSet<(usize, u32)> = parts.collect();
        // The text calls at least half of a list's labels.
        let is_called = |labels: &[u32], position: usize| {
            let called = labels
                .iter()
                .filter(|&&label| called.contains(&(position, label)));
            called.count() * 2 >= labels.len()
        };
        let is_kept = |position: usize| {
            let draft = series.drafts[position];
            field.drafts[draft].heading.is_some() || is_called(&field.labels[draft], position)
        };
        let kept: Vec<usize> = (0..series.drafts.len())
            .filter(|&position| is_kept(position))
            .map(|position| series.drafts[position])
            .collect();
        if kept.is_empty() || kept.len() == series.drafts.len() {
            return series;
        }
        let taken = self.choice(&kept, style).take(field.candidates);
        Series {
            drafts: kept,
            taken,
        }
    }

    /// A series that was found early may have taken markers in a style that turned out to call a list of its own.
    fn return_borrowed(&mut self) {
        for index in 0..self.found.len() {
            let (own, series) = &self.found[index];
            let style_of = |taken: &Taken| self.field.candidates[taken.candidate].style;
            let is_borrowed = |style| style != *own && self.used.contains(&style);
            if series.taken.iter().map(style_of).any(is_borrowed) {
                let choice = self.choice(&series.drafts, *own);
                self.found[index].1.taken = choice.take(self.field.candidates);
            }
        }
    }

    /// What there is to choose from if these drafts are called in this style: everything outside of notes.
    fn choice(&self, drafts: &[usize], style: MarkerStyle) -> Choice<'_> {
        let field = self.field;
        // A much shorter list that stands under a heading may be the numbered sections of the text all the same.
        let longest = drafts
            .iter()
            .map(|&draft| field.labels[draft].len())
            .max()
            .unwrap_or(0);
        let headed = (0..field.drafts.len()).filter(|draft| {
            field.drafts[*draft].heading.is_some()
                && field.labels[*draft].len() * 2 >= longest
                && !self.rejected.contains(draft)
        });
        let settled = self
            .found
            .iter()
            .flat_map(|(_, series)| series.drafts.iter().copied());
        let mut is_list = vec![false; field.drafts.len()];
        for draft in headed.chain(settled).chain(drafts.iter().copied()) {
            is_list[draft] = true;
        }
        let lists = field
            .notes
            .iter()
            .zip(is_list)
            .filter(|(_, is_list)| *is_list);
        Choice {
            targets: targets(field, drafts),
            style,
            used: &self.used,
            inside: inside(field.candidates, lists.flat_map(|(notes, _)| notes)),
        }
    }
}

/// For each candidate whether it stands in one of these notes.
fn inside<'a>(candidates: &[Candidate], notes: impl Iterator<Item = &'a Span>) -> Vec<bool> {
    let mut notes: Vec<Span> = notes.copied().collect();
    notes.sort();
    let (mut begun, mut reach) = (notes.into_iter().peekable(), 0);
    let inside = candidates.iter().map(|candidate| {
        let at = candidate.token.start;
        while let Some(note) = begun.next_if(|note| note.start <= at) {
            reach = note.end.max(reach);
        }
        at < reach
    });
    inside.collect()
}

/// Whether markers of a style look like labels of a shape.
fn is_alike(shape: Shape, style: MarkerStyle) -> bool {
    matches!(
        (shape, style),
        (Shape::Bracket, MarkerStyle::Bracket)
            | (Shape::Raised, MarkerStyle::Superscript)
            | (Shape::EastAsian, MarkerStyle::EastAsian)
            | (Shape::Parenthesis, MarkerStyle::Parenthesis)
    )
}

impl Choice<'_> {
    /// The markers in the style of the choice alone, with no habit known.
    fn in_style(&self, candidates: &[Candidate]) -> Sequence {
        sequence::choose(
            candidates,
            &self.targets,
            TURNS_UNKNOWN,
            |index, candidate| {
                (candidate.style == self.style && !self.inside[index]).then_some(candidate.odds)
            },
        )
    }

    /// The markers in every style that calls no other list, by the habits that the style of the choice shows alone.
    fn take(&self, candidates: &[Candidate]) -> Vec<Taken> {
        let habits = habits(&self.in_style(candidates), candidates);
        let odds = |index: usize, candidate: &Candidate| {
            let is_own = candidate.style == self.style || !self.used.contains(&candidate.style);
            (is_own && !self.inside[index]).then_some(self.odds(candidate, habits))
        };
        let mut taken = sequence::choose(candidates, &self.targets, habits.turns, odds).taken;
        let called = labels_called(&taken, candidates);
        let is_recalled = |index: usize, candidate: &Candidate| {
            let uncalled =
                |part: &Part| self.targets[0].bears(part.value) && !called.contains(&part.value);
            candidate.style == self.style
                && odds(index, candidate).is_some_and(|odds| odds >= RECALLED)
                && candidate.parts.iter().all(uncalled)
        };
        // In one list, a label that nothing calls in its turn may be called out of it: by the legend of a figure.
        if self.targets.len() == 1 {
            let all = candidates.iter().enumerate();
            let recalled = all.filter(|(index, candidate)| is_recalled(*index, candidate));
            taken.extend(recalled.map(|(candidate, _)| Taken {
                candidate,
                target: 0,
            }));
            taken.sort_by_key(|taken| taken.candidate);
            let slips = slips::find(candidates, &taken, &self.targets[0], |index, candidate| {
                candidate.style == self.style && !self.inside[index]
            });
            taken.extend(slips);
            taken.sort_by_key(|taken| taken.candidate);
        }
        taken
    }

    /// The log-odds of a candidate by itself, in this paper.
    fn odds(&self, candidate: &Candidate, habits: Habits) -> f32 {
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
        candidate.odds + foreign + position
    }
}

/// The labels that were called.
fn labels_called(taken: &[Taken], candidates: &[Candidate]) -> HashSet<u32> {
    let parts = taken
        .iter()
        .flat_map(|taken| &candidates[taken.candidate].parts);
    parts.map(|part| part.value).collect()
}

/// What the markers in the style of a series show: how often this paper repeats one or jumps, and where it puts them.
///
/// A paper without any repeat still has about one in two hundred (a slip of the author); beyond a third they are as good
/// as first calls. Only first calls in turn tell where markers stand, for they are surely markers.
fn habits(sequence: &Sequence, candidates: &[Candidate]) -> Habits {
    let mut tally = Tally::default();
    let mut seen = HashSet::new();
    let mut frontier = (0, 0);
    for taken in &sequence.taken {
        let candidate = &candidates[taken.candidate];
        for part in candidate.parts.iter().filter(|part| !part.implied) {
            if frontier.0 != taken.target {
                frontier = (taken.target, 0);
            }
            let ahead = i64::from(part.value) - i64::from(frontier.1);
            frontier.1 = frontier.1.max(part.value);
            let first = seen.insert((taken.target, part.value));
            tally.add(candidate.position, first, ahead);
        }
    }
    tally.habits()
}

#[derive(Default)]
struct Tally {
    all: f32,
    first: f32,
    jumps: f32,
    behind_punctuation: f32,
    behind_word: f32,
}

impl Tally {
    /// Counts a marker; `ahead` is how far its label is ahead of the highest one before.
    fn add(&mut self, position: Position, first: bool, ahead: i64) {
        self.all += 1.0;
        self.first += if first { 1.0 } else { 0.0 };
        self.jumps += if first && !(-1..=3).contains(&ahead) {
            1.0
        } else {
            0.0
        };
        match position {
            Position::BehindPunctuation if first && ahead == 1 => self.behind_punctuation += 1.0,
            Position::BehindWord if first && ahead == 1 => self.behind_word += 1.0,
            _ => {}
        }
    }

    fn habits(&self) -> Habits {
        let placed = self.behind_punctuation + self.behind_word;
        let habit = |seen: f32, usual: f32| ((seen + 5.0 * usual) / (placed + 5.0) / usual).ln();
        let share = |seen: f32, of: f32| (seen + 0.05) / (of + 10.0);
        Habits {
            turns: Turns {
                repeat: (share(self.all - self.first, self.all) / 0.25)
                    .ln()
                    .clamp(-3.0, 0.5),
                jump: (share(self.jumps, self.first) / 0.5).ln().clamp(-7.0, -0.5),
            },
            behind_punctuation: habit(self.behind_punctuation, BEHIND_PUNCTUATION),
            behind_word: habit(self.behind_word, 1.0 - BEHIND_PUNCTUATION),
        }
    }
}

/// The lists of a group as targets. Where running text lies between two lists, markers in front of it call the lists in
/// front of it; lists that follow each other without text between them share the text before all of them.
fn targets(field: Field<'_>, drafts: &[usize]) -> Vec<Target> {
    let notes = |position: usize| &field.notes[drafts[position]];
    let start = |position: usize| notes(position)[0].start;
    let end = |position: usize| notes(position)[notes(position).len() - 1].end;
    let is_called_between = |position: usize| {
        let first = field.labels[drafts[position]].first();
        let from = (field.candidates).partition_point(|it| it.token.start < end(position - 1));
        let mut between = (field.candidates[from..].iter())
            .take_while(|candidate| candidate.token.start < start(position));
        between.any(|candidate| {
            candidate.odds >= RECALLED * 5.0
                && candidate.parts.first().map(|part| &part.value) == first
        })
    };
    let apart = |position: usize| {
        start(position).saturating_sub(end(position - 1)) > RUNNING_TEXT
            || is_called_between(position)
    };
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
            pages: field.pages[drafts[position]].clone(),
            zone: Span::new(zone.min(last), last),
        });
    }
    found
}
