//! A note stands far from where its marker calls it.
//!
//! `data`: `note` is its label, `marker` the label of the marker that it answers.
//!
//! ## Why
//! The marker leads to another source, and so does every marker between the two places.
//!
//! ## Example
//! Note 19 is about the harbour that the sentence before marker 7 describes; notes 7 to 18 answer markers 8 to 19.
//!
//! ## Fix safety
//! There is no fix: notes have to be moved and renumbered.

use super::numbering::{Numbering, opening};
use super::swapped_notes::{confidence_of, evidence};
use super::{Case, Family, Rule};
use crate::align::{Misplacement, Origin, OriginKind};
use crate::finding::{Finding, Severity};
use crate::notes::Label;

pub(super) const RULE: Rule = Rule {
    id: "misplaced-note",
    family: Family::Alignment,
    severity: Some(Severity::Error),
    source: include_str!("misplaced_note.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    let moved = all.iter().flat_map(|numbering| {
        let moved = moved(case, numbering).into_iter();
        moved.map(|moved| moved.misplacement)
    });
    let mut found: Vec<Misplacement> = case.alignment.misplacements.clone();
    for misplacement in moved {
        if found.iter().all(|known| known.note != misplacement.note) {
            found.push(misplacement);
        }
    }
    found
        .iter()
        .filter_map(|misplacement| finding(case, all.get(misplacement.list)?, misplacement))
        .collect()
}

/// A note that fell out in one place and turns up in another.
#[derive(Debug)]
pub(super) struct Moved {
    /// The position in [`Numbering::origins`] of the first of the two places; the second is the next one.
    pub(super) origin: usize,
    misplacement: Misplacement,
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
            let probability = missing.probability.min(extra.probability);
            let list = missing.list;
            let misplacement = Misplacement {
                list,
                note,
                marker,
                probability,
            };
            found.push(Moved {
                origin,
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
    // Pairs that belong together mostly reach this many nats, others hardly ever; and that two drifts cancel each other
    // out speaks for one note that moved as it is.
    const TELLING: f64 = 2.0;
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
            if score >= TELLING && best.is_none_or(|(known, ..)| score > known) {
                best = Some((score, number, note));
            }
        }
    }
    best.map(|(_, number, note)| (number, note))
}

fn finding(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    misplacement: &Misplacement,
) -> Option<Finding> {
    let note = case.apparatus.notes.get(misplacement.note)?;
    let answered = misplacement.marker;
    let message = format!(
        "note {} seems to belong to marker {answered}: {}",
        note.label,
        opening(note)
    );
    let call = numbering.calls_of(&Label::Number(answered)).first();
    let evidence =
        call.and_then(|&position| evidence(case, numbering.markers[position].0, misplacement.note));
    let advice = format!(
        "Move the note to place {answered} of the list, and see whether the notes between then answer their markers."
    );
    let help: Vec<String> = evidence.into_iter().chain([advice]).collect();
    let mut finding = Finding::new(note.span, message, help.join(" "))
        .confidence(confidence_of(misplacement.probability))
        .data("note", note.label.to_string())
        .data("marker", answered.to_string());
    if let Some(marker) = numbering.first_call(answered) {
        finding = finding.related(
            marker.span,
            format!("marker {answered}, which the note answers"),
        );
    }
    Some(match numbering.first_bearer(answered) {
        Some(present) => finding.related(
            present.span,
            format!(
                "note {answered}, which stands in its place: {}",
                opening(present)
            ),
        ),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn the_note_and_its_marker_are_shown() {
        let mut sample = Sample::new("[1] [2] [3]", "1 2 3");
        sample.alignment.misplacements = vec![Misplacement {
            list: 0,
            note: 2,
            marker: 1,
            probability: 0.99,
        }];
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].data["marker"], "1");
        assert_eq!(
            findings[0].related[0].span,
            sample.apparatus.markers[0].span
        );
    }
}
