//! How much each label speaks for each note of its neighbourhood, seen from both.

use super::associations::Associations;
use super::evidence::Evidence;
use super::habit::Habit;
use super::numbered::Numbered;
use super::weights::Weights;

/// How many labels must share a term with a note of the neighbourhood; else the count of notes alone would decide.
const FEWEST: usize = 3;
/// How much each label speaks for each note of its neighbourhood.
pub(super) struct Pairs {
    /// For each label and offset, the label's index, the note and the score; `None` where there is no such note.
    scores: Vec<Option<(usize, usize, f64)>>,
    labels: usize,
    /// The first note of the list, and how many lie from there to the last.
    first: usize,
    notes: usize,
    /// How many labels share a term with a note of the neighbourhood.
    telling: usize,
}

impl Pairs {
    pub(super) fn new(
        numbered: &Numbered,
        reach: usize,
        evidence: &Evidence,
        weights: &Weights,
    ) -> Self {
        let places =
            (0..numbered.labels.len()).flat_map(|at| (0..=2 * reach).map(move |state| (at, state)));
        let habit = Habit::new(numbered, evidence);
        let told = |at: usize, note: usize| {
            let told = habit.tell(evidence, &numbered.contexts[at], note);
            told.iter()
                .zip(&weights.habit)
                .map(|(told, weight)| told * weight)
                .sum::<f64>()
        };
        let scores = places
            .map(|(at, state)| {
                numbered.note_at(at, state, reach).map(|note| {
                    (
                        at,
                        note,
                        evidence.speaks(&numbered.contexts[at], note) + told(at, note),
                    )
                })
            })
            .collect();
        let telling = (0..numbered.labels.len()).filter(|&at| {
            let mut near = (0..=2 * reach).filter_map(|state| numbered.note_at(at, state, reach));
            near.any(|note| evidence.hits(&numbered.contexts[at], note).next().is_some())
        });
        let telling = telling.take(FEWEST).count();
        Self {
            scores,
            labels: numbered.labels.len(),
            first: numbered.stretch().start,
            notes: numbered.stretch().len(),
            telling,
        }
    }

    /// The same with what the associations of the paper tell.
    pub(super) fn associated(&self, associations: &Associations, weights: &Weights) -> Self {
        let mut arounds = Vec::new();
        let mut told = |&(at, note, score): &(usize, usize, f64)| {
            let told = weights.associated * associations.tell(at, note, &mut arounds);
            (at, note, score + told)
        };
        let scores = self.scores.iter().map(|pair| pair.as_ref().map(&mut told));
        Self {
            scores: scores.collect(),
            ..*self
        }
    }

    /// Whether so few labels share anything with a note that the count of notes alone would decide.
    pub(super) fn is_neutral(&self) -> bool {
        self.telling < FEWEST
    }

    /// How much a label speaks for the note at an offset from it.
    pub(super) fn score(&self, at: usize, offset: isize, reach: usize) -> Option<f64> {
        let state = reach.checked_add_signed(offset)?;
        self.scores
            .get(at * (2 * reach + 1) + state)
            .copied()
            .flatten()
            .map(|pair| pair.2)
    }

    /// Scores as log-likelihood ratios: this note among those near the label, and this label among those near the note.
    /// A note that is not there tells nothing.
    pub(super) fn tell(&self, strength: f64, weights: &Weights) -> Vec<f64> {
        let mut by_label = vec![Choice::default(); self.labels];
        let mut by_note = vec![Choice::default(); self.notes];
        for &(at, note, score) in self.scores.iter().flatten() {
            by_label[at].add(strength * score);
            by_note[note - self.first].add(strength * score);
        }
        self.scores
            .iter()
            .map(|score| {
                score.map_or(0.0, |(at, note, score)| {
                    let ratio = |choice: &Choice| {
                        ((1.0 - weights.chance) * choice.share(strength * score) + weights.chance)
                            .ln()
                    };
                    0.5 * weights.temper
                        * (ratio(&by_label[at]) + ratio(&by_note[note - self.first]))
                })
            })
            .collect()
    }
}

/// The scores of all that could be chosen.
#[derive(Debug, Clone, Copy)]
struct Choice {
    most: f64,
    sum: f64,
    count: f64,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            most: f64::NEG_INFINITY,
            sum: 0.0,
            count: 0.0,
        }
    }
}

impl Choice {
    fn add(&mut self, score: f64) {
        if score > self.most {
            self.sum = self.sum * (self.most - score).exp() + 1.0;
            self.most = score;
        } else {
            self.sum += (score - self.most).exp();
        }
        self.count += 1.0;
    }

    /// How much likelier this score is to be chosen than one by lot.
    fn share(&self, score: f64) -> f64 {
        (score - self.most).exp() / self.sum * self.count
    }
}
