//! Where the offset changes: from the chain's posterior to origins with their bounds.

use super::chain::Posterior;
use super::numbered::{Numbered, offset};
use super::{Origin, OriginKind};

/// The share of an origin's probability that `earliest..latest` holds.
const HELD: f64 = 0.98;

/// The places where the likeliest offset changes, each with its bounds.
pub(super) fn origins(numbered: &Numbered, reach: usize, posterior: &Posterior) -> Vec<Origin> {
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
        let (before, after) = (offset(before, reach), offset(after, reach));
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
