//! The chain of labels: a hidden Markov model whose state is the offset.
//!
//! One step a label, in ascending order. A step keeps the offset, or loses one where the label's own note is missing,
//! or gains where the list has notes that no marker calls. Work and memory grow with labels times offsets.

use super::evidence::Evidence;
use super::numbered::{MOST_REACH, Numbered, offset};
use super::weights::Weights;

/// Further notes skipped at the same place are each this much rarer, in nats.
const ANOTHER: f64 = -2.3;
/// Each further marker beyond the end of the list, or note beyond the last marker, in nats.
const FURTHER: f64 = -0.7;
/// Most notes that one step may skip.
const MOST_EXTRA: usize = 3;
/// The probability that a list that drifts drifts once more the same way, as a logarithm: 3 in 10.
const AGAIN: f64 = -1.2;
const NEVER: f64 = -1e9;
/// What is less likely than another by more than this many nats is lost in a sum with it.
const LOST: f64 = -60.0;
/// The most that is summed at once: the states of the widest reach.
const MOST_TERMS: usize = 2 * MOST_REACH + 1;

/// What is known of the labels before the chain is run. Evidence has, for each label and offset from −reach to reach,
/// how much speaks for it, in nats.
pub(super) struct Links<'a> {
    /// The marker labels, ascending.
    labels: &'a [u32],
    /// The lowest and the highest note label.
    notes: (u32, u32),
    /// For each label and offset, how much speaks for all notes before the one there being strangers to the paper.
    strays: Vec<f64>,
    /// The largest offset looked at, either way.
    reach: usize,
    /// The probability that the list drifts at all, as a logarithm.
    drift: f64,
    /// The probability that the list ends early or late without a drift, as a logarithm.
    dangling: f64,
    /// For each state the steps that lead to it.
    inward: Vec<Vec<Step>>,
    /// For each state the steps that leave it.
    outward: Vec<Vec<Step>>,
    /// For each label and offset the price of a marker beyond either end of the list.
    beyond: Vec<f64>,
}

/// What the chain says.
pub(super) struct Posterior {
    width: usize,
    /// For each label and offset the probability.
    pub(super) state: Vec<f64>,
    /// For each label and offset, the probability that the label's own note is missing and this offset follows.
    pub(super) missing: Vec<f64>,
    /// For each label and offset, the probability that notes are skipped before it and this offset follows.
    pub(super) extra: Vec<f64>,
    /// The probability that the list does not drift anywhere.
    pub(super) straight: f64,
}

impl<'a> Links<'a> {
    pub(super) fn new(
        numbered: &'a Numbered,
        evidence: &Evidence,
        reach: usize,
        weights: &Weights,
    ) -> Self {
        let labels = &numbered.labels[..];
        let mut links = Self {
            labels,
            notes: numbered.ends(),
            strays: strays(numbered, evidence, reach),
            reach,
            drift: weights.drift.ln(),
            dangling: weights.dangling.ln(),
            inward: Vec::new(),
            outward: Vec::new(),
            beyond: Vec::new(),
        };
        let states = 0..links.width();
        let to_each = |to: usize| {
            states
                .clone()
                .filter_map(|from| links.step(from, to))
                .collect()
        };
        let inward = states.clone().map(to_each).collect();
        let from_each = |from: usize| {
            states
                .clone()
                .filter_map(|to| links.step(from, to))
                .collect()
        };
        let outward = states.clone().map(from_each).collect();
        (links.inward, links.outward) = (inward, outward);
        let places = (0..labels.len()).flat_map(|at| states.clone().map(move |state| (at, state)));
        links.beyond = places.map(|(at, state)| links.beyond(at, state)).collect();
        links
    }

    fn width(&self) -> usize {
        2 * self.reach + 1
    }

    /// The label of the note that stands at this offset from a label.
    fn target(&self, at: usize, state: usize) -> i64 {
        i64::from(self.labels[at]) + offset(state, self.reach)
    }

    /// The step between two states. `None`: no such step.
    fn step(&self, from: usize, to: usize) -> Option<Step> {
        let onward = to.abs_diff(self.reach) > from.abs_diff(self.reach) && from != self.reach;
        #[expect(clippy::cast_precision_loss, reason = "a count of labels")]
        let change = if onward { AGAIN } else { self.drift } - (self.labels.len() as f64).ln();
        let (price, missing) = if from == to {
            (0.0, false)
        } else if from == to + 1 {
            (change, true)
        } else {
            let extra = to.checked_sub(from).filter(|extra| *extra <= MOST_EXTRA)?;
            #[expect(clippy::cast_precision_loss, reason = "at most three")]
            let more = (extra - 1) as f64 * ANOTHER;
            (change + more, false)
        };
        Some(Step {
            from,
            to,
            price,
            missing,
        })
    }

    /// What the notes say that a step skips before a label.
    fn skipped(&self, at: usize, step: &Step) -> f64 {
        if step.to <= step.from {
            return 0.0;
        }
        let strays = &self.strays[at * self.width()..];
        strays[step.to] - strays[step.from]
    }

    /// The price of a marker beyond either end of the list.
    fn beyond(&self, at: usize, state: usize) -> f64 {
        let (low, high) = (i64::from(self.notes.0), i64::from(self.notes.1));
        let target = self.target(at, state);
        if (low..=high).contains(&target) {
            return 0.0;
        }
        let offset = offset(state, self.reach);
        let before = at
            .checked_sub(1)
            .map(|last| i64::from(self.labels[last]) + offset);
        let first = before.is_none_or(|before| (low..=high).contains(&before));
        if first { self.dangling } else { FURTHER }
    }

    /// The price of the notes behind the last marker.
    fn left_over(&self, state: usize) -> f64 {
        let Some(last) = self.labels.len().checked_sub(1) else {
            return 0.0;
        };
        let left = i64::from(self.notes.1) - self.target(last, state);
        if left <= 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of notes")]
        let further = (left - 1) as f64 * FURTHER;
        self.dangling + further.max(12.0 * FURTHER)
    }

    /// Runs forward and backward.
    pub(super) fn posterior(&self, evidence: &[f64]) -> Posterior {
        let (count, width) = (self.labels.len(), self.width());
        let emitted = self.emitted(evidence);
        let (forward, backward) = (self.forward(&emitted), self.backward(&emitted));
        let likelihood = self.likelihood_of(&forward);
        let emit = |at: usize, state: usize, missing: bool| {
            if missing {
                self.skip(at)
            } else {
                emitted[at * width + state]
            }
        };
        let unmoved: f64 = (0..count).map(|at| emit(at, self.reach, false)).sum();
        let mut posterior = Posterior {
            width,
            state: shares(&forward, &backward, likelihood),
            missing: vec![0.0; count * width],
            extra: vec![0.0; count * width],
            straight: (unmoved + self.left_over(self.reach) - likelihood).exp(),
        };
        let start = self.start();
        for at in 0..count {
            let before = self.before(&forward, &start, at);
            let steps = self.inward.iter().flatten();
            for step in steps.filter(|step| step.from != step.to) {
                let place = at * width + step.to;
                let share = (before[step.from]
                    + step.price
                    + self.skipped(at, step)
                    + emit(at, step.to, step.missing)
                    + backward[place]
                    - likelihood)
                    .exp();
                posterior.count(at, step, share);
            }
        }
        posterior
    }

    /// For each label the likeliest state; it asks for less than the whole [`Posterior`].
    pub(super) fn likeliest(&self, evidence: &[f64]) -> Vec<usize> {
        let emitted = self.emitted(evidence);
        let (forward, backward) = (self.forward(&emitted), self.backward(&emitted));
        let likelihood = self.likelihood_of(&forward);
        likeliest(&shares(&forward, &backward, likelihood), self.width())
    }

    /// The logarithm of the evidence's probability, summed over all paths; it takes the way forward only.
    pub(super) fn likelihood(&self, evidence: &[f64]) -> f64 {
        self.likelihood_of(&self.forward(&self.emitted(evidence)))
    }

    fn likelihood_of(&self, forward: &[f64]) -> f64 {
        let Some(last) = self.labels.len().checked_sub(1) else {
            return 0.0;
        };
        let ends = forward[last * self.width()..].iter().enumerate();
        let ends: Vec<f64> = ends
            .map(|(state, forward)| forward + self.left_over(state))
            .collect();
        log_sum(&ends, |end| *end)
    }

    /// For each label and state, how much speaks for it.
    fn emitted(&self, evidence: &[f64]) -> Vec<f64> {
        let places = evidence.iter().zip(&self.beyond);
        places.map(|(evidence, beyond)| evidence + beyond).collect()
    }

    /// A label whose own note is missing has nothing to be compared with.
    fn skip(&self, at: usize) -> f64 {
        // Behind the last label nothing could drift: a note missing there is a list that ends early.
        if at + 1 == self.labels.len() {
            NEVER
        } else {
            0.0
        }
    }

    /// What leads to each state before a label; the chain starts at no offset.
    fn before<'b>(&self, forward: &'b [f64], start: &'b [f64], at: usize) -> &'b [f64] {
        match at.checked_sub(1) {
            Some(before) => &forward[before * self.width()..at * self.width()],
            None => start,
        }
    }

    fn start(&self) -> Vec<f64> {
        let mut start = vec![NEVER; self.width()];
        start[self.reach] = 0.0;
        start
    }

    fn forward(&self, emitted: &[f64]) -> Vec<f64> {
        let width = self.width();
        let mut forward: Vec<f64> = Vec::with_capacity(emitted.len());
        let start = self.start();
        for (at, emitted) in emitted.chunks(width).enumerate() {
            let skip = self.skip(at);
            for (leading, &emitted) in self.inward.iter().zip(emitted) {
                let before = self.before(&forward, &start, at);
                let sum = log_sum(leading, |step| {
                    let emitted = if step.missing { skip } else { emitted };
                    before[step.from] + step.price + self.skipped(at, step) + emitted
                });
                forward.push(sum);
            }
        }
        forward
    }

    fn backward(&self, emitted: &[f64]) -> Vec<f64> {
        let (count, width) = (self.labels.len(), self.width());
        let mut backward = vec![0.0; count * width];
        for at in (0..count).rev() {
            let (here, behind) = backward.split_at_mut((at + 1) * width);
            for (from, leaving) in self.outward.iter().enumerate() {
                here[at * width + from] = if at + 1 == count {
                    self.left_over(from)
                } else {
                    let (skip, emitted) = (self.skip(at + 1), &emitted[(at + 1) * width..]);
                    log_sum(leaving, |step| {
                        let emitted = if step.missing { skip } else { emitted[step.to] };
                        step.price + self.skipped(at + 1, step) + emitted + behind[step.to]
                    })
                };
            }
        }
        backward
    }
}

/// For each label and offset, what the notes before the one there say together.
fn strays(numbered: &Numbered, evidence: &Evidence, reach: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = vec![0.0];
    sums.extend(numbered.notes.values().map(|&note| {
        sum += evidence.stray(note);
        sum
    }));
    let values: Vec<i64> = numbered.notes.keys().copied().map(i64::from).collect();
    let labels = numbered.labels.iter().copied().map(i64::from);
    let targets =
        labels.flat_map(|label| (0..=2 * reach).map(move |state| label + offset(state, reach)));
    targets
        .map(|target| sums[values.partition_point(|value| *value < target)])
        .collect()
}

/// One way from the state before a label to the state behind it.
#[derive(Clone, Copy)]
struct Step {
    from: usize,
    to: usize,
    price: f64,
    /// Whether the label's own note is missing.
    missing: bool,
}

impl Posterior {
    /// Counts the probability of one step.
    fn count(&mut self, at: usize, step: &Step, share: f64) {
        if step.missing {
            self.missing[at * self.width + step.to] += share;
            return;
        }
        // A step that skips several notes passes through the offsets between.
        for passed in step.from + 1..=step.to {
            self.extra[at * self.width + passed] += share;
        }
    }

    /// For each label the likeliest state.
    pub(super) fn likeliest(&self) -> Vec<usize> {
        likeliest(&self.state, self.width)
    }
}

/// For each label and offset the probability.
fn shares(forward: &[f64], backward: &[f64], likelihood: f64) -> Vec<f64> {
    let both = forward.iter().zip(backward);
    both.map(|(forward, backward)| (forward + backward - likelihood).exp())
        .collect()
}

fn likeliest(shares: &[f64], width: usize) -> Vec<usize> {
    let rows = shares.chunks(width);
    rows.map(|row| {
        row.iter().enumerate().fold(
            0,
            |best, (state, share)| if *share > row[best] { state } else { best },
        )
    })
    .collect()
}

/// The logarithm of a sum whose terms are given as logarithms; at most [`MOST_TERMS`].
fn log_sum<T>(all: &[T], term: impl Fn(&T) -> f64) -> f64 {
    let mut terms = [NEVER; MOST_TERMS];
    let terms = &mut terms[..all.len()];
    let mut most = f64::NEG_INFINITY;
    for (place, one) in terms.iter_mut().zip(all) {
        *place = term(one);
        most = most.max(*place);
    }
    if most <= NEVER / 2.0 {
        return NEVER;
    }
    let share = |term: &f64| match term - most {
        0.0 => 1.0,
        below if below < LOST => 0.0,
        below => below.exp(),
    };
    let sum: f64 = terms.iter().map(share).sum();
    match sum {
        1.0 => most,
        sum => most + sum.ln(),
    }
}
