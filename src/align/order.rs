//! Notes that stand in the wrong place of a list that does not drift.

use super::Swap;
use super::drift::Numbered;
use super::evidence::Evidence;
use super::weights::Weights;

/// How rare a swap is, in nats per paper.
const PRICE: f64 = -3.0;

/// Neighbouring notes of which each answers the other's marker.
pub(super) fn swaps(
    numbered: &Numbered,
    evidence: &Evidence,
    strength: f64,
    weights: &Weights,
) -> Vec<Swap> {
    let mut out = Vec::new();
    #[expect(clippy::cast_precision_loss, reason = "a count of labels")]
    let price = PRICE - (numbered.labels.len() as f64).ln();
    let _ = weights;
    for at in 1..numbered.labels.len() {
        let (one, two) = (numbered.labels[at - 1], numbered.labels[at]);
        let (Some(&first), Some(&second)) = (numbered.notes.get(&one), numbered.notes.get(&two))
        else {
            continue;
        };
        if two != one + 1 {
            continue;
        }
        let [here, next] = [&numbered.contexts[at - 1], &numbered.contexts[at]];
        let crossed = evidence.speaks(here, second) + evidence.speaks(next, first);
        let straight = evidence.speaks(here, first) + evidence.speaks(next, second);
        let odds = strength * (crossed - straight) + price;
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
