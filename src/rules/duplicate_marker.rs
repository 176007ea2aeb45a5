//! A number is called twice where another should have been.
//!
//! `data`: `marker` is the label that stands there, `should_be` the number that probably belongs there. In a list of
//! notes that are each called once, a plain repeat is reported as well, as an info of low confidence without
//! `should_be`; in a list whose notes are cited again and again it is no fault.
//!
//! ## Why
//! A slip of the pen sends the reader to the wrong source, and leaves the right one without a marker.
//!
//! ## Example
//! `… was signed in Oslo.[4] … entered into force.[5] … was renewed.[5] … lapsed in May.[7]` with the notes 1 to 7: the
//! second `[5]` is probably `[6]`.
//!
//! ## Fix safety
//! Unsafe: the marker gets the number that probably belongs there. A plain repeat has no fix.

use std::collections::BTreeSet;

use super::numbering::Numbering;
use super::renumbering::relabel_marker;
use super::wording::ordinal;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::{Label, Marker};

pub(super) const RULE: Rule = Rule {
    id: "duplicate-marker",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("duplicate_marker.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .filter(|numbering| !numbering.is_native())
        .flat_map(|numbering| {
            let wrong = numbering.misnumbered();
            let mut findings: Vec<Finding> = wrong
                .iter()
                .map(|wrong| misnumbered(case, numbering, wrong.position, wrong.should_be))
                .collect();
            let told: BTreeSet<&Label> = (wrong.iter())
                .map(|wrong| &numbering.markers[wrong.position].1.label)
                .collect();
            let plain = repeats(numbering).filter(|(label, _)| !told.contains(label));
            findings.extend(plain.map(|(label, markers)| repeat(label, &markers)));
            findings
        })
        .collect()
}

/// A marker that repeats a number and stands where `should_be` belongs.
fn misnumbered(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    position: usize,
    should_be: u32,
) -> Finding {
    let (_, marker) = numbering.markers[position];
    let calls = numbering.calls_of(&marker.label);
    let which = calls.iter().position(|&at| at == position).unwrap_or(0);
    let label = &marker.label;
    let message = format!(
        "marker {label} is called {}, and the {} one is probably {should_be}",
        times(calls.len()),
        ordinal(which)
    );
    let help = format!(
        "It stands where marker {should_be} should be, and nothing else calls note {should_be}. Compare the sentence with \
         notes {label} and {should_be}, and correct the number."
    );
    let mut finding = Finding::new(marker.span, message, help)
        .data("marker", label.to_string())
        .data("should_be", should_be.to_string());
    finding.fix = relabel_marker(case.document, marker, &Label::Number(should_be));
    if let Some(&other) = calls.iter().find(|&&at| at != position) {
        let other = numbering.markers[other].1;
        finding = finding.related(other.span, format!("marker {label} also stands here"));
    }
    for (number, what) in [
        (label.value(), "the note that the marker calls"),
        (Some(should_be), "the note that it probably means"),
    ] {
        if let Some(note) = number.and_then(|number| numbering.first_bearer(number)) {
            finding = finding.related(note.label_span, what);
        }
    }
    finding
}

fn times(count: usize) -> String {
    if count == 2 {
        "twice".to_owned()
    } else {
        format!("{count} times")
    }
}

/// The labels that are called more than once in a list of notes that are called once each.
fn repeats<'a>(numbering: &'a Numbering<'_>) -> impl Iterator<Item = (&'a Label, Vec<&'a Marker>)> {
    (numbering.calls())
        .filter(|(label, calls)| {
            !numbering.list.repeats && calls.len() > 1 && label.value().is_some()
        })
        .map(|(label, calls)| {
            let markers = calls.iter().map(|&at| numbering.markers[at].1);
            (label, markers.collect())
        })
}

fn repeat(label: &Label, markers: &[&Marker]) -> Finding {
    let help = format!(
        "Every other note is called once. If {label} is meant each time, leave it; if not, correct the number."
    );
    let message = format!("note {label} is called {}", times(markers.len()));
    let second = markers[1];
    Finding::new(second.span, message, help)
        .severity(Severity::Info)
        .confidence(Confidence::Low)
        .data("marker", label.to_string())
        .related(markers[0].span, format!("marker {label} stands here first"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn a_repeat_where_the_next_number_belongs_is_that_number() {
        let mut sample = Sample::new("[4] [5] [5] [7]", "4 5 6 7");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "marker 5 is called twice, and the second one is probably 6"
        );
        sample.apparatus.lists[0].repeats = true;
        assert_eq!(check(&sample.case()), findings);
    }

    #[test]
    fn a_plain_repeat_is_no_fault_in_a_bibliography() {
        let mut sample = Sample::new("[4] [5] [6] [5]", "4 5 6");
        assert_eq!(check(&sample.case())[0].confidence, Confidence::Low);
        sample.apparatus.lists[0].repeats = true;
        assert!(check(&sample.case()).is_empty());
    }
}
