//! Notes that stand in the wrong place of a list that does not drift.

use std::collections::BTreeMap;

use super::numbered::Numbered;
use super::origins::set_ends;
use super::{Alignment, Origin, Swap};

/// How rare a swap is, in nats per paper.
const PRICE: f64 = -1.4;
/// A swap below these odds, in nats (3 to 2), is not told.
const LEAST: f64 = 0.4;

/// A note that is missing and, right beside it, one that no marker calls are two notes in each other's place. Takes such
/// pairs out of the origins.
pub(super) fn crossed(numbered: &Numbered, origins: &mut Vec<Origin>) -> Vec<Swap> {
    let mut out = Vec::new();
    let mut at = 0;
    while at + 1 < origins.len() {
        let (one, two) = (&origins[at], &origins[at + 1]);
        let beside = one.kind != two.kind && two.label == one.label + 1;
        let returns = one.before == 0 && two.after == 0;
        let notes = (
            numbered.notes.get(&one.label),
            numbered.notes.get(&two.label),
        );
        match notes {
            (Some(&first), Some(&second)) if beside && returns => {
                let probability = one.probability.min(two.probability);
                out.push(Swap {
                    list: numbered.list,
                    first,
                    second,
                    probability,
                });
                origins.drain(at..at + 2);
            }
            _ => at += 1,
        }
    }
    set_ends(numbered, origins);
    out
}

/// The markers of swapped notes are answered by the other note.
pub(super) fn cross(alignment: &mut Alignment) {
    if alignment.swaps.is_empty() {
        return;
    }
    let swaps = alignment.swaps.iter();
    let other: BTreeMap<usize, usize> = swaps
        .flat_map(|swap| [(swap.first, swap.second), (swap.second, swap.first)])
        .collect();
    for answer in alignment.answers.iter_mut().flatten() {
        if let Some(note) = other.get(answer) {
            *answer = *note;
        }
    }
}

/// Neighbouring notes of which each answers the other's marker. `score` tells how much a label speaks for the note at an
/// offset from it.
pub(super) fn swaps(
    numbered: &Numbered,
    strength: f64,
    score: impl Fn(usize, isize) -> Option<f64>,
) -> Vec<Swap> {
    #[expect(clippy::cast_precision_loss, reason = "a count of labels")]
    let price = PRICE - (numbered.labels.len() as f64).ln();
    let mut out = Vec::new();
    for at in 1..numbered.labels.len() {
        let (one, two) = (numbered.labels[at - 1], numbered.labels[at]);
        let pair = numbered.notes.get(&one).zip(numbered.notes.get(&two));
        let Some((&first, &second)) = pair.filter(|_| two == one + 1) else {
            continue;
        };
        let scores = [
            score(at - 1, 1),
            score(at, -1),
            score(at - 1, 0),
            score(at, 0),
        ];
        let [Some(onward), Some(back), Some(here), Some(there)] = scores else {
            continue;
        };
        let odds = strength * (onward + back - here - there) + price;
        if odds > LEAST {
            out.push(Swap {
                list: numbered.list,
                first,
                second,
                probability: 1.0 / (1.0 + (-odds).exp()),
            });
        }
    }
    out
}
