//! Two neighbouring notes stand in each other's place.
//!
//! `data`: `notes` has the two labels.
//!
//! ## Why
//! Both markers lead to the source of the other's sentence.
//!
//! ## Example
//! The sentence before marker 11 is about the tank order and the one before marker 12 about the grain deal; note 11 is
//! about the grain deal and note 12 about the tank order.
//!
//! ## Fix safety
//! Unsafe: the texts of the two notes are exchanged. It may be the sentences that were swapped, and there is no fix
//! where one of the notes, or the one after them, says “Ibid.”

use std::collections::BTreeSet;

use super::moved_notes::moved;
use super::numbering::Numbering;
use super::renumbering::exchange;
use super::wording::{opening, shared_in_words};
use super::{Case, Family, Rule};
use crate::align::Swap;
use crate::citations::Form;
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::Note;

pub(super) const RULE: Rule = Rule {
    id: "swapped-notes",
    family: Family::Alignment,
    severity: Some(Severity::Error),
    source: include_str!("swapped_notes.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    let mut swaps: Vec<Swap> = case.alignment.swaps.clone();
    let known: BTreeSet<usize> = swaps.iter().map(|swap| swap.first).collect();
    for numbering in all {
        let moved = moved(case, numbering).into_iter();
        let near = moved.filter_map(|moved| moved.swap);
        swaps.extend(near.filter(|swap| !known.contains(&swap.first)));
    }
    (swaps.iter())
        .filter(|swap| {
            all.get(swap.list)
                .is_some_and(|numbering| speaks_both_ways(case, numbering, swap))
        })
        .filter_map(|swap| finding(case, swap))
        .collect()
}

/// Whether each of the two notes shares something with the sentence of the other's marker; one alone can be chance.
fn speaks_both_ways(case: &Case<'_>, numbering: &Numbering<'_>, swap: &Swap) -> bool {
    let speaks = |called: usize, answer: usize| {
        let label = &case.apparatus.notes[called].label;
        let call = numbering.calls_of(label).first();
        call.is_some_and(|&at| {
            !case
                .alignment
                .shared(numbering.markers[at].0, answer)
                .is_empty()
        })
    };
    speaks(swap.first, swap.second) && speaks(swap.second, swap.first)
}

fn finding(case: &Case<'_>, swap: &Swap) -> Option<Finding> {
    let first = case.apparatus.notes.get(swap.first)?;
    let second = case.apparatus.notes.get(swap.second)?;
    let message = format!(
        "notes {} and {} seem to stand in each other's place",
        first.label, second.label
    );
    let calls = |note: &Note| {
        case.apparatus
            .markers
            .iter()
            .position(|marker| marker.list == Some(swap.list) && marker.label == note.label)
    };
    let (calls_first, calls_second) = (calls(first), calls(second));
    let evidence = [
        calls_first.and_then(|marker| evidence(case, marker, swap.second)),
        calls_second.and_then(|marker| evidence(case, marker, swap.first)),
    ];
    let mut help: Vec<String> = evidence.into_iter().flatten().collect();
    help.push(
        "Compare both sentences with both notes, and exchange the notes or the markers.".to_owned(),
    );
    let confidence = confidence_of(swap.probability);
    let mut finding = Finding::new(first.span, message, help.join(" "))
        .confidence(confidence)
        .data(
            "notes",
            vec![first.label.to_string(), second.label.to_string()],
        )
        .related(
            second.span,
            format!("note {}: {}", second.label, opening(second)),
        );
    // Two neighbours that share a topic look exchanged now and then.
    if confidence < Confidence::High {
        finding = finding.severity(Severity::Warning);
    }
    finding.fix = exchange(case.document, first, second)
        .filter(|_| !leans_on_its_place(case, [swap.first, swap.second, swap.second + 1]));
    for (marker, answer) in [(calls_first, second), (calls_second, first)] {
        if let Some(marker) = marker.map(|marker| &case.apparatus.markers[marker]) {
            let message = format!("note {} answers marker {}", answer.label, marker.label);
            finding = finding.related(marker.span, message);
        }
    }
    Some(finding)
}

/// Whether one of the notes says “Ibid.”, and so would cite another work in another place.
fn leans_on_its_place(case: &Case<'_>, notes: [usize; 3]) -> bool {
    let is_ibid = |note: usize| {
        let mut citations = case.citations.of_note(note);
        let begins = |note: &Note| {
            let text = note.text.to_lowercase();
            ["ibid", "id.", "ebd", "ebenda", "同上"]
                .iter()
                .any(|word| text.starts_with(word))
        };
        citations.any(|(_, citation)| citation.form == Form::Ibid)
            || case.apparatus.notes.get(note).is_some_and(begins)
    };
    notes.into_iter().any(is_ibid)
}

/// What a marker's sentence shares with the note that answers it.
pub(super) fn evidence(case: &Case<'_>, marker: usize, note: usize) -> Option<String> {
    let (marker_label, note_label) = (
        &case.apparatus.markers[marker].label,
        &case.apparatus.notes[note].label,
    );
    let shared = shared_in_words(case, marker, note)?;
    Some(format!(
        "The sentence before marker {marker_label} and note {note_label} both have {shared}."
    ))
}

/// How sure a finding is that rests on a probability alone.
pub(super) fn confidence_of(probability: f64) -> Confidence {
    if probability >= 0.95 {
        Confidence::High
    } else if probability >= 0.7 {
        Confidence::Medium
    } else {
        Confidence::Low
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn both_notes_and_both_markers_are_shown() {
        let mut sample = Sample::new("[1] [2] [3]", "1 2 3");
        sample.alignment.swaps = vec![Swap {
            list: 0,
            first: 1,
            second: 2,
            probability: 0.9,
        }];
        let swap = sample.alignment.swaps[0].clone();
        let findings: Vec<Finding> = finding(&sample.case(), &swap).into_iter().collect();
        assert_eq!(findings.len(), 1);
        // The sentences of the sample share nothing with its notes.
        assert!(check(&sample.case()).is_empty());
        assert_eq!(findings[0].data["notes"], serde_json::json!(["2", "3"]));
        assert_eq!(findings[0].confidence, Confidence::Medium);
        assert_eq!(findings[0].span, sample.apparatus.notes[1].span);
        let related: Vec<_> = findings[0]
            .related
            .iter()
            .map(|r| r.message.as_str())
            .collect();
        assert_eq!(
            related[1..],
            ["note 3 answers marker 2", "note 2 answers marker 3"]
        );
    }
}
