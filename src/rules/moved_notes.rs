//! Notes that fell out in one place and turn up in another: two drifts that cancel each other are one fault.

use super::Case;
use super::numbering::Numbering;
use crate::align::{Misplacement, Origin, OriginKind, Swap};
use crate::notes::Label;

/// A note that fell out in one place and turns up in another.
#[derive(Debug)]
pub(super) struct Moved {
    /// The position in [`Numbering::origins`] of the first of the two places; the second is the next one.
    pub(super) origin: usize,
    /// The note, and the marker that it answers.
    pub(super) misplacement: Misplacement,
    /// The same as a swap, where the two places are neighbours.
    pub(super) swap: Option<Swap>,
}

/// Two places where the numbering drifts and returns, with a note too many in one that answers the marker whose note is
/// missing in the other: one fault, not two.
pub(super) fn moved(case: &Case<'_>, numbering: &Numbering<'_>) -> Vec<Moved> {
    let mut found: Vec<Moved> = Vec::new();
    for (origin, pair) in numbering.origins.windows(2).enumerate() {
        let is_taken = found.last().is_some_and(|moved| moved.origin + 1 == origin);
        let (missing, extra) = match (pair[0].kind, pair[1].kind) {
            (OriginKind::MissingNote, OriginKind::ExtraNote) => (pair[0], pair[1]),
            (OriginKind::ExtraNote, OriginKind::MissingNote) => (pair[1], pair[0]),
            _ => continue,
        };
        if is_taken || pair[0].before != pair[1].after {
            continue;
        }
        if let Some((marker, note)) = answer(case, numbering, missing, extra) {
            let misplacement = Misplacement {
                list: missing.list,
                note,
                marker,
                probability: missing.probability.min(extra.probability),
            };
            found.push(Moved {
                origin,
                swap: as_swap(numbering, &misplacement),
                misplacement,
            });
        }
    }
    found
}

/// The label of a marker that may be the one whose note is missing, and a note that may be the one too many, if the one
/// speaks for the other.
fn answer(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    missing: &Origin,
    extra: &Origin,
) -> Option<(u32, usize)> {
    // Wider bounds are no evidence of a place.
    const WIDEST: u32 = 8;
    let bounds = |origin: &Origin| origin.earliest..=origin.latest.min(origin.earliest + WIDEST);
    let mut best: Option<(f64, u32, usize)> = None;
    for number in bounds(missing) {
        let Some(&call) = numbering.calls_of(&Label::Number(number)).first() else {
            continue;
        };
        for label in bounds(extra) {
            let Some(&bearer) = numbering.bearers_of(&Label::Number(label)).first() else {
                continue;
            };
            let (marker, note) = (numbering.markers[call].0, numbering.notes[bearer].0);
            let score = case.alignment.score(marker, note);
            if score > 0.0 && best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, number, note));
            }
        }
    }
    best.map(|(_, number, note)| (number, note))
}

/// A note that moved by one place, as the swap with the note that it moved past.
fn as_swap(numbering: &Numbering<'_>, misplacement: &Misplacement) -> Option<Swap> {
    let in_its_place = Label::Number(misplacement.marker);
    let &other = numbering.bearers_of(&in_its_place).first()?;
    let other = numbering.notes[other].0;
    let note = misplacement.note;
    let at = |note: usize| numbering.list.notes.binary_search(&note).ok();
    (at(note)?.abs_diff(at(other)?) == 1).then(|| Swap {
        list: misplacement.list,
        first: note.min(other),
        second: note.max(other),
        probability: misplacement.probability,
    })
}
