//! Notes that stand in the wrong place of a list that does not drift.

use super::Swap;
use super::drift::Numbered;

/// How rare a swap is, in nats per paper.
const PRICE: f64 = -1.4;

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
        if odds > 0.0 {
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
