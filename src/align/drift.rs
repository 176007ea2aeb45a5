//! From the chain's posterior to segments and origins.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use crate::notes::{Apparatus, Label, ListKind};

use super::associations::Associations;
use super::chain::{self, Links, Posterior};
use super::evidence::{Context, Evidence, Hit, Traits};
use super::habit::Habit;
use super::order;
use super::pairs::Pairs;
use super::weights::Weights;
use super::{Alignment, Origin, OriginKind, Segment};

/// How far offsets are looked for at least and at most.
const LEAST_REACH: usize = 4;
pub(super) const MOST_REACH: usize = 12;
/// The share of an origin's probability that `earliest..latest` holds.
const HELD: f64 = 0.98;
/// The probability of a list that does not drift above which no drift is told.
const DOUBT: f64 = 0.35;
/// Strengths of the evidence that are tried on each document; the one that makes its pairs likeliest is kept.
const STRENGTHS: [f64; 5] = [0.25, 0.5, 0.75, 1.0, 1.3];

/// One choice in a clean paper, as the calibration sees it: the notes near a label, or the labels near a note.
#[derive(Debug, Clone)]
pub struct Example {
    /// The index of the candidate that is right.
    pub right: usize,
    /// The pairs to choose from.
    pub candidates: Vec<Candidate>,
}

/// One pair of a label and a note.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What the two share.
    pub hits: Vec<Hit>,
    /// What they are like apart from that.
    pub traits: Traits,
    /// By group, what the document's own habit tells.
    pub habit: [f64; super::entries::GROUPS],
}

/// The labels of one list and who may answer them.
pub(super) struct Numbered {
    pub(super) list: usize,
    pub(super) labels: Vec<u32>,
    /// For each label its markers.
    pub(super) markers: Vec<Vec<usize>>,
    pub(super) contexts: Vec<Context>,
    /// The note of each label.
    pub(super) notes: BTreeMap<u32, usize>,
}

impl Numbered {
    /// The numbered labels of a list; `None` where the list is not numbered or its labels are links.
    ///
    /// `called_by` are the indices of the markers that call into the list.
    pub(super) fn new(
        apparatus: &Apparatus,
        list: usize,
        called_by: &[usize],
        evidence: &Evidence,
    ) -> Option<Self> {
        let mut notes: BTreeMap<u32, usize> = BTreeMap::new();
        let (mut all, mut doubles) = (0, Vec::new());
        for (index, note) in apparatus.notes_of(list) {
            all += 1;
            let Some(value) = note.label.value() else {
                continue;
            };
            match notes.entry(value) {
                Entry::Occupied(_) => doubles.push((value, index)),
                Entry::Vacant(free) => {
                    free.insert(index);
                }
            }
        }
        // Of two notes with one label, the second bears the label that is missing behind it.
        for (value, index) in doubles {
            notes.entry(value + 1).or_insert(index);
        }
        let native = apparatus.lists[list].kind == ListKind::Native;
        let running = notes.len() == all
            && notes
                .keys()
                .copied()
                .eq(1..=u32::try_from(all).unwrap_or(u32::MAX));
        if notes.is_empty() || native && !running || apparatus.lists[list].is_automatic {
            return None;
        }
        let mut markers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &index in called_by {
            if let Some(value) = apparatus.markers[index].label.value() {
                markers.entry(value).or_default().push(index);
            }
        }
        if markers.is_empty() {
            return None;
        }
        let contexts = markers
            .values()
            .map(|markers| evidence.pooled(markers))
            .collect();
        let (labels, markers) = markers.into_iter().unzip();
        Some(Self {
            list,
            labels,
            markers,
            contexts,
            notes,
        })
    }

    /// From the first to the last note of the list; a paper has as many lists as it likes, and each costs what it holds.
    pub(super) fn stretch(&self) -> Range<usize> {
        let notes = || self.notes.values().copied();
        notes().min().unwrap_or(0)..notes().max().map_or(0, |last| last + 1)
    }

    fn reach(&self) -> usize {
        let last = |labels: Option<&u32>| labels.copied().unwrap_or(0);
        let difference = last(self.labels.last()).abs_diff(last(self.notes.keys().next_back()));
        (difference as usize + 2).clamp(LEAST_REACH, MOST_REACH)
    }

    pub(super) fn note_at(&self, at: usize, state: usize, reach: usize) -> Option<usize> {
        let value = i64::from(self.labels[at]) + chain::offset(state, reach);
        self.notes.get(&u32::try_from(value).ok()?).copied()
    }

    fn links(&self, reach: usize, weights: &Weights) -> Links<'_> {
        let low = self.notes.keys().next().copied().unwrap_or(1);
        let high = self.notes.keys().next_back().copied().unwrap_or(1);
        Links::new(&self.labels, (low, high), reach, weights)
    }
}

pub(super) fn examples(numbered: &Numbered, evidence: &Evidence) -> Vec<Example> {
    let habit = Habit::new(numbered, evidence);
    let reach = LEAST_REACH;
    let states = 0..=2 * reach;
    let pair = |at: usize, note: usize| {
        let context = &numbered.contexts[at];
        Candidate {
            hits: evidence.hits(context, note).collect(),
            traits: evidence.traits(context, note),
            habit: habit.tell(evidence, context, note),
        }
    };
    let by_label = (0..numbered.labels.len()).filter_map(|at| {
        let near: Vec<(usize, usize)> = states
            .clone()
            .filter_map(|state| numbered.note_at(at, state, reach).map(|note| (state, note)))
            .collect();
        let right = near.iter().position(|near| near.0 == reach)?;
        Some(Example {
            right,
            candidates: near.iter().map(|near| pair(at, near.1)).collect(),
        })
    });
    let by_note = numbered.notes.iter().filter_map(|(value, note)| {
        let near: Vec<(usize, usize)> = states
            .clone()
            .filter_map(|state| {
                let label = u32::try_from(i64::from(*value) - chain::offset(state, reach)).ok()?;
                numbered
                    .labels
                    .binary_search(&label)
                    .ok()
                    .map(|at| (state, at))
            })
            .collect();
        let right = near.iter().position(|near| near.0 == reach)?;
        Some(Example {
            right,
            candidates: near.iter().map(|near| pair(near.1, *note)).collect(),
        })
    });
    by_label.chain(by_note).collect()
}

/// Aligns one list and writes what it finds into the alignment.
pub(super) fn follow(
    numbered: &Numbered,
    evidence: &Evidence,
    weights: &Weights,
    alignment: &mut Alignment,
) {
    let reach = numbered.reach();
    let pairs = Pairs::new(numbered, reach, evidence, weights);
    let links = numbered.links(reach, weights);
    let (strength, path) = strongest(&links, &pairs, weights);
    let posterior = {
        let associations = Associations::new(numbered, reach, evidence, &path);
        let told = pairs
            .associated(&associations, weights)
            .tell(strength, weights);
        links.posterior(&told)
    };
    let mut origins = if pairs.is_neutral() || posterior.straight > DOUBT {
        Vec::new()
    } else {
        origins(numbered, reach, &posterior)
    };
    let mut swaps = order::crossed(numbered, &mut origins);
    alignment.certain &= is_certain(&origins, &posterior, numbered, reach);
    answer(numbered, &origins, alignment);
    alignment.segments.extend(segments(numbered, &origins));
    if origins.is_empty() {
        for swap in order::swaps(numbered, strength, |at, state| {
            pairs.score(at, state, reach)
        }) {
            if swaps.iter().all(|known| known.first != swap.first) {
                swaps.push(swap);
            }
        }
        swaps.sort_by_key(|swap| swap.first);
    }
    order::cross(&swaps, alignment);
    alignment.swaps.extend(swaps);
    alignment.origins.extend(origins);
}

/// The document's own habit decides how much a shared word tells: the strength at which its evidence is likeliest, and
/// for each label the likeliest state.
fn strongest(links: &Links, pairs: &Pairs, weights: &Weights) -> (f64, Vec<usize>) {
    let mut best = (STRENGTHS[0], pairs.tell(STRENGTHS[0], weights));
    let mut most = links.likelihood(&best.1);
    for &strength in &STRENGTHS[1..] {
        let told = pairs.tell(strength, weights);
        let likelihood = links.likelihood(&told);
        if likelihood > most {
            (best, most) = ((strength, told), likelihood);
        }
    }
    let (strength, told) = best;
    (strength, links.likeliest(&told))
}

/// The places where the likeliest offset changes, each with its bounds.
fn origins(numbered: &Numbered, reach: usize, posterior: &Posterior) -> Vec<Origin> {
    let width = 2 * reach + 1;
    let states = posterior.likeliest();
    let mut steps: Vec<(usize, usize, usize)> = Vec::new();
    let mut last = reach;
    for (at, &state) in states.iter().enumerate() {
        while last > state {
            steps.push((at, last, last - 1));
            last -= 1;
        }
        while last < state {
            steps.push((at, last, last + 1));
            last += 1;
        }
    }
    let mut out: Vec<Origin> = Vec::new();
    let mut passed = 0_usize;
    for (index, &(at, before, after)) in steps.iter().enumerate() {
        let column = if after < before {
            &posterior.missing
        } else {
            &posterior.extra
        };
        // Only another step between the same two offsets can be taken for this one.
        let same = |other: &&(usize, usize, usize)| (other.1, other.2) == (before, after);
        let from = steps[..index]
            .iter()
            .rfind(same)
            .map_or(0, |other| usize::midpoint(other.0, at));
        let to = steps[index + 1..]
            .iter()
            .find(same)
            .map_or(numbered.labels.len(), |other| usize::midpoint(other.0, at))
            .max(at + 1);
        let shares: Vec<f64> = (from..to).map(|at| column[at * width + after]).collect();
        let (low, mode, high) = bounds(&shares, passed.saturating_sub(from));
        passed = from + mode + 1;
        let kind = if after < before {
            OriginKind::MissingNote
        } else {
            OriginKind::ExtraNote
        };
        let (before, after) = (chain::offset(before, reach), chain::offset(after, reach));
        let label = |at: usize| {
            let value = i64::from(numbered.labels[from + at])
                + if kind == OriginKind::ExtraNote {
                    before
                } else {
                    0
                };
            u32::try_from(value).unwrap_or(0)
        };
        let first = from + mode + usize::from(kind == OriginKind::MissingNote);
        out.push(Origin {
            list: numbered.list,
            kind,
            label: label(mode),
            earliest: label(low),
            latest: label(high),
            before: i32::try_from(before).unwrap_or(0),
            after: i32::try_from(after).unwrap_or(0),
            first: numbered
                .labels
                .get(first)
                .copied()
                .unwrap_or(numbered.labels[from + mode]),
            last: 0,
            probability: shares.iter().sum::<f64>().clamp(0.0, 1.0),
        });
    }
    set_ends(numbered, &mut out);
    out
}

/// Each origin reaches to the next one, the last to the end.
pub(super) fn set_ends(numbered: &Numbered, out: &mut [Origin]) {
    let end = numbered.labels.last().copied().unwrap_or(0);
    for index in 0..out.len() {
        out[index].last = out.get(index + 1).map_or(end, |next| {
            if next.kind == OriginKind::MissingNote {
                next.label.saturating_sub(1)
            } else {
                next.first.saturating_sub(1)
            }
        });
    }
}

/// The likeliest place from `first` on, and the smallest stretch around it that holds [`HELD`] of the probability.
fn bounds(shares: &[f64], first: usize) -> (usize, usize, usize) {
    let first = first.min(shares.len() - 1);
    let mode = (first..shares.len()).fold(
        first,
        |best, at| if shares[at] > shares[best] { at } else { best },
    );
    let all: f64 = shares.iter().sum();
    let (mut low, mut high) = (mode, mode);
    let mut held = shares[mode];
    while held < HELD * all {
        let below = low.checked_sub(1).map_or(-1.0, |at| shares[at]);
        let above = shares.get(high + 1).copied().unwrap_or(-1.0);
        if below < 0.0 && above < 0.0 {
            break;
        }
        if below >= above {
            low -= 1;
            held += below;
        } else {
            high += 1;
            held += above;
        }
    }
    (low, mode, high)
}

/// The answers behind the first origin follow the origins.
fn answer(numbered: &Numbered, origins: &[Origin], alignment: &mut Alignment) {
    if origins.is_empty() {
        return;
    }
    for (at, &label) in numbered.labels.iter().enumerate() {
        let missing = origins
            .iter()
            .any(|origin| origin.kind == OriginKind::MissingNote && origin.label == label);
        let offset = origins
            .iter()
            .rev()
            .find(|origin| origin.first <= label)
            .map_or(0, |origin| i64::from(origin.after));
        let note = u32::try_from(i64::from(label) + offset)
            .ok()
            .and_then(|value| numbered.notes.get(&value))
            .copied();
        for &marker in &numbered.markers[at] {
            alignment.answers[marker] = if missing { None } else { note };
        }
    }
}

fn segments(numbered: &Numbered, origins: &[Origin]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for &label in &numbered.labels {
        if origins
            .iter()
            .any(|origin| origin.kind == OriginKind::MissingNote && origin.label == label)
        {
            continue;
        }
        let offset = origins
            .iter()
            .rev()
            .find(|origin| origin.first <= label)
            .map_or(0, |origin| origin.after);
        match out.last_mut() {
            Some(segment) if segment.offset == offset => segment.last = Label::Number(label),
            _ => out.push(Segment {
                list: numbered.list,
                first: Label::Number(label),
                last: Label::Number(label),
                offset,
            }),
        }
    }
    out
}

/// Whether no other reading of the list is worth a thought.
fn is_certain(
    origins: &[Origin],
    posterior: &Posterior,
    numbered: &Numbered,
    reach: usize,
) -> bool {
    if origins.is_empty() {
        let width = 2 * reach + 1;
        return (0..numbered.labels.len()).all(|at| posterior.state[at * width + reach] >= 0.95);
    }
    origins
        .iter()
        .all(|origin| origin.probability >= 0.95 && origin.earliest == origin.latest)
}
