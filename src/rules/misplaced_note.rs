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

use std::collections::BTreeSet;

use super::moved_notes::moved;
use super::numbering::Numbering;
use super::swapped_notes::{confidence_of, evidence};
use super::wording::opening;
use super::{Case, Family, Rule};
use crate::align::Misplacement;
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
    let mut found: Vec<Misplacement> = case.alignment.misplacements.clone();
    let known: BTreeSet<usize> = found.iter().map(|misplacement| misplacement.note).collect();
    for numbering in all {
        let moved = moved(case, numbering).into_iter();
        let far =
            moved.filter(|moved| moved.swap.is_none() && !known.contains(&moved.misplacement.note));
        found.extend(far.map(|moved| moved.misplacement));
    }
    found
        .iter()
        .filter_map(|misplacement| finding(case, all.get(misplacement.list)?, misplacement))
        .collect()
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
