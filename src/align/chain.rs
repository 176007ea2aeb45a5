//! The chain of labels: a hidden Markov model whose state is the offset.
//!
//! One step a label, in ascending order. A step keeps the offset, or loses one where the label's own note is missing,
//! or gains where the list has notes that no marker calls. Work and memory grow with labels times offsets.

/// Further notes skipped at the same place are each this much rarer, in nats.
const ANOTHER: f64 = -2.3;
/// Each further marker beyond the end of the list, or note beyond the last marker, in nats.
const FURTHER: f64 = -0.7;
/// Most notes that one step may skip.
const MOST_EXTRA: usize = 3;
const NEVER: f64 = -1e9;

/// What is known of the labels before the chain is run.
pub(super) struct Links<'a> {
    /// The marker labels, ascending.
    pub(super) labels: &'a [u32],
    /// The lowest and the highest note label.
    pub(super) notes: (u32, u32),
    /// The largest offset looked at, either way.
    pub(super) reach: usize,
    /// For each label and offset, from −reach to reach, how much the evidence speaks for it, in nats.
    pub(super) evidence: &'a [f64],
    /// The probability that the list drifts at all, as a logarithm.
    pub(super) drift: f64,
    /// The probability that the list ends early or late without a drift, as a logarithm.
    pub(super) dangling: f64,
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
    /// The logarithm of the evidence's probability, summed over all paths.
    pub(super) likelihood: f64,
}

impl Links<'_> {
    fn width(&self) -> usize {
        2 * self.reach + 1
    }

    /// The label of the note that stands at this offset from a label.
    fn target(&self, at: usize, state: usize) -> i64 {
        i64::from(self.labels[at]) + offset(state, self.reach)
    }

    /// The price of a step, given how the offset changes. `None`: no such step.
    fn step(&self, from: usize, to: usize) -> Option<(f64, bool)> {
        #[expect(clippy::cast_precision_loss, reason = "a count of labels")]
        let change = self.drift - (self.labels.len() as f64).ln();
        if from == to {
            return Some((0.0, false));
        }
        if from == to + 1 {
            return Some((change, true));
        }
        let extra = to.checked_sub(from).filter(|extra| *extra <= MOST_EXTRA)?;
        #[expect(clippy::cast_precision_loss, reason = "at most three")]
        let more = (extra - 1) as f64 * ANOTHER;
        Some((change + more, false))
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
    pub(super) fn posterior(&self) -> Posterior {
        let (count, width) = (self.labels.len(), self.width());
        let mut forward = vec![NEVER; count * width];
        let emit = |at: usize, state: usize, missing: bool| {
            if missing {
                0.0
            } else {
                self.evidence[at * width + state] + self.beyond(at, state)
            }
        };
        let steps: Vec<Vec<(usize, f64, bool)>> = (0..width)
            .map(|to| {
                (0..width)
                    .filter_map(|from| {
                        self.step(from, to)
                            .map(|(price, missing)| (from, price, missing))
                    })
                    .collect()
            })
            .collect();
        let start = |state: usize| if state == self.reach { 0.0 } else { NEVER };
        for at in 0..count {
            for to in 0..width {
                let terms = steps[to].iter().map(|&(from, price, missing)| {
                    let before = if at == 0 {
                        start(from)
                    } else {
                        forward[(at - 1) * width + from]
                    };
                    before + price + emit(at, to, missing)
                });
                forward[at * width + to] = log_sum(terms);
            }
        }
        let mut backward = vec![0.0; count * width];
        let mut leaving: Vec<Vec<(usize, f64, bool)>> = vec![Vec::new(); width];
        for (to, list) in steps.iter().enumerate() {
            for &(from, price, missing) in list {
                leaving[from].push((to, price, missing));
            }
        }
        for state in 0..width {
            if count > 0 {
                backward[(count - 1) * width + state] = self.left_over(state);
            }
        }
        for at in (1..count).rev() {
            for from in 0..width {
                let terms = leaving[from].iter().map(|&(to, price, missing)| {
                    price + emit(at, to, missing) + backward[at * width + to]
                });
                backward[(at - 1) * width + from] = log_sum(terms);
            }
        }
        let likelihood = count.checked_sub(1).map_or(0.0, |last| {
            log_sum(
                (0..width)
                    .map(|state| forward[last * width + state] + backward[last * width + state]),
            )
        });
        let mut posterior = Posterior {
            width,
            state: vec![0.0; count * width],
            missing: vec![0.0; count * width],
            extra: vec![0.0; count * width],
            likelihood,
        };
        for at in 0..count {
            for to in 0..width {
                posterior.state[at * width + to] =
                    (forward[at * width + to] + backward[at * width + to] - likelihood).exp();
                for &(from, price, missing) in steps[to].iter().filter(|step| step.0 != to) {
                    let before = if at == 0 {
                        start(from)
                    } else {
                        forward[(at - 1) * width + from]
                    };
                    let share =
                        (before + price + emit(at, to, missing) + backward[at * width + to]
                            - likelihood)
                            .exp();
                    if missing {
                        posterior.missing[at * width + to] += share;
                    } else {
                        // A step that skips several notes passes through the offsets between.
                        for passed in from + 1..=to {
                            posterior.extra[at * width + passed] += share;
                        }
                    }
                }
            }
        }
        posterior
    }
}

impl Posterior {
    /// For each label the likeliest state.
    pub(super) fn likeliest(&self) -> Vec<usize> {
        self.state
            .chunks(self.width)
            .map(|row| {
                row.iter().enumerate().fold(
                    0,
                    |best, (state, share)| if *share > row[best] { state } else { best },
                )
            })
            .collect()
    }
}

pub(super) fn offset(state: usize, reach: usize) -> i64 {
    i64::try_from(state).unwrap_or(0) - i64::try_from(reach).unwrap_or(0)
}

fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if most <= NEVER / 2.0 {
        return NEVER;
    }
    most + terms.map(|term| (term - most).exp()).sum::<f64>().ln()
}
