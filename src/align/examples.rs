//! What the evidence says of the labels of a clean paper, to fit the weights with.

use super::evidence::{Evidence, Hit, Traits};
use super::habit::Habit;
use super::numbered::{LEAST_REACH, Numbered, offset};
use super::weights::GROUPS;

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
    pub habit: [f64; GROUPS],
}

/// The choices that a list offers: the notes near each label, then the labels near each note.
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
                let label = u32::try_from(i64::from(*value) - offset(state, reach)).ok()?;
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
