//! The document's own habit: which kinds of note terms its sentences name.
//!
//! In one paper every note opens with the witness whom the sentence names, in another with an author of whom the text
//! never speaks. The share of terms that recur, less what recurs by chance, says how much a term that recurs tells, and
//! how much one that does not.

use std::ops::Range;

use super::evidence::{Context, Evidence};
use super::numbered::Numbered;
use super::weights::GROUPS;

/// How many labels to either side a term's share by chance is counted over.
const NEIGHBOURS: usize = 8;
/// How many terms the habit of other papers counts for.
const TRUST: f64 = 8.0;
/// The habit of other papers: the share of terms that recur, by group, less what recurs by chance.
const USUAL: [f64; GROUPS] = [0.25, 0.1, 0.1, 0.06, 0.2, 0.1];

/// The habit of one list.
pub(super) struct Habit {
    rates: [f64; GROUPS],
    /// By group, what a term tells that does not recur, in nats.
    absent: [f64; GROUPS],
    /// For each note from the list's first on, for each of its grouped terms, the share of neighbouring labels that have
    /// it.
    chances: Vec<Vec<f64>>,
    /// The first note of the list.
    first: usize,
}

impl Habit {
    #[expect(clippy::cast_precision_loss, reason = "counts of terms")]
    pub(super) fn new(numbered: &Numbered, evidence: &Evidence) -> Self {
        let Range { start: first, end } = numbered.stretch();
        let mut chances: Vec<Vec<f64>> = vec![Vec::new(); end - first];
        for (&value, &note) in &numbered.notes {
            let at = numbered.labels.partition_point(|label| *label < value);
            let (from, to) = (
                at.saturating_sub(NEIGHBOURS),
                (at + NEIGHBOURS + 1).min(numbered.labels.len()),
            );
            let mut counts: Vec<f64> = Vec::new();
            for context in &numbered.contexts[from.min(to)..to] {
                for (index, (_, hit)) in evidence.recurrence(context, note).enumerate() {
                    if index == counts.len() {
                        counts.push(0.0);
                    }
                    counts[index] += f64::from(u8::from(hit));
                }
            }
            let all = (to - from.min(to)) as f64;
            chances[note - first] = counts
                .iter()
                .map(|count| ((count + 0.3) / (all + 1.0)).min(0.95))
                .collect();
        }
        let rates = rates(numbered, evidence, &chances, first);
        Self {
            rates,
            absent: rates.map(|rate| (1.0 - rate).ln()),
            chances,
            first,
        }
    }

    /// By group, what the recurrence of a note's terms around a label tells, in nats.
    pub(super) fn tell(
        &self,
        evidence: &Evidence,
        context: &Context,
        note: usize,
    ) -> [f64; GROUPS] {
        let mut told = [0.0; GROUPS];
        let chances = &self.chances[note - self.first];
        for ((group, hit), chance) in evidence.recurrence(context, note).zip(chances) {
            let rate = self.rates[group];
            told[group] += if hit {
                (rate / chance + 1.0 - rate).ln()
            } else {
                self.absent[group]
            };
        }
        told
    }
}

/// The share of terms that recur at the offset where most do, less what recurs by chance.
fn rates(
    numbered: &Numbered,
    evidence: &Evidence,
    chances: &[Vec<f64>],
    first: usize,
) -> [f64; GROUPS] {
    let mut best = (f64::NEG_INFINITY, USUAL);
    for offset in -2_i64..=2 {
        let (mut excess, mut room) = ([0.0; GROUPS], [0.0; GROUPS]);
        for (at, &label) in numbered.labels.iter().enumerate() {
            let Some(note) = numbered.note_from(label, offset) else {
                continue;
            };
            for ((group, hit), chance) in evidence
                .recurrence(&numbered.contexts[at], note)
                .zip(&chances[note - first])
            {
                excess[group] += f64::from(u8::from(hit)) - chance;
                room[group] += 1.0 - chance;
            }
        }
        let all: f64 = excess.iter().sum();
        if all > best.0 {
            let rate = |group: usize| {
                ((excess[group] + TRUST * USUAL[group]) / (room[group] + TRUST)).clamp(0.01, 0.9)
            };
            best = (all, std::array::from_fn(rate));
        }
    }
    best.1
}
