//! A number is called twice where another should have been.
//!
//! `data`: `marker` is the label that stands there, `should_be` the number that probably belongs there, the first of them
//! where a number is called three times in a row. In a list of
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

use super::numbering::{Misnumbered, Numbering};
use super::renumbering::relabel_marker;
use super::wording::{in_words, joined, ordinal};
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Fix, Severity};
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
            let mut findings: Vec<Finding> = (wrong)
                .chunk_by(|one, next| in_a_row(numbering, *one, *next))
                .map(|group| misnumbered(case, numbering, group))
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

/// Whether two markers that follow each other show one number, and stand where two that follow each other belong.
fn in_a_row(numbering: &Numbering<'_>, one: Misnumbered, next: Misnumbered) -> bool {
    let label = |wrong: Misnumbered| &numbering.markers[wrong.position].1.label;
    next.position == one.position + 1
        && next.should_be == one.should_be + 1
        && label(one) == label(next)
}

/// Markers that repeat a number and stand where other numbers belong.
fn misnumbered(case: &Case<'_>, numbering: &Numbering<'_>, group: &[Misnumbered]) -> Finding {
    let first = group[0];
    let (_, marker) = numbering.markers[first.position];
    let calls = numbering.calls_of(&marker.label);
    let label = &marker.label;
    let numbers: Vec<u32> = group.iter().map(|wrong| wrong.should_be).collect();
    let should_be = in_words(&numbers);
    let (help, message) = (
        advice(label, &numbers),
        format!(
            "marker {label} is called {}, and {} probably {should_be}",
            times(calls.len()),
            which(calls, group)
        ),
    );
    let mut finding = Finding::new(marker.span, message, help)
        .data("marker", label.to_string())
        .data("should_be", first.should_be.to_string());
    finding.fix = fix(case, numbering, group);
    let is_of_group = |at: usize| group.iter().any(|wrong| wrong.position == at);
    if let Some(&other) = calls.iter().find(|&&at| !is_of_group(at)) {
        let other = numbering.markers[other].1;
        finding = finding.related(other.span, format!("marker {label} also stands here"));
    }
    if let Some(note) = label.value().and_then(|n| numbering.first_bearer(n)) {
        finding = finding.related(note.label_span, "the note that the marker calls");
    }
    for number in numbers {
        if let Some(note) = numbering.first_bearer(number) {
            finding = finding.related(note.label_span, "the note that it probably means");
        }
    }
    finding
}

/// “the second one is”, “the second and third ones are”.
fn which(calls: &[usize], group: &[Misnumbered]) -> String {
    let place = |wrong: &Misnumbered| calls.iter().position(|&at| at == wrong.position);
    let places = group.iter().map(|wrong| ordinal(place(wrong).unwrap_or(0)));
    let places = joined(&places.collect::<Vec<String>>());
    if group.len() == 1 {
        format!("the {places} one is")
    } else {
        format!("the {places} ones are")
    }
}

fn advice(label: &Label, numbers: &[u32]) -> String {
    let should_be = in_words(numbers);
    if let &[number] = numbers {
        return format!(
            "It stands where marker {number} should be, and nothing else calls note {number}. Compare the sentence with notes \
             {label} and {number}, and correct the number."
        );
    }
    format!(
        "They stand where markers {should_be} should be, and nothing else calls notes {should_be}. Compare the sentences with \
         the notes, and correct the numbers."
    )
}

/// Gives each marker the number that belongs there.
fn fix(case: &Case<'_>, numbering: &Numbering<'_>, group: &[Misnumbered]) -> Option<Fix> {
    let relabelled = |wrong: &Misnumbered| {
        let (_, marker) = numbering.markers[wrong.position];
        relabel_marker(case.document, marker, &Label::Number(wrong.should_be))
    };
    let fixes: Vec<Fix> = group.iter().map(relabelled).collect::<Option<_>>()?;
    if fixes.len() == 1 {
        return fixes.into_iter().next();
    }
    let edits = fixes.into_iter().flat_map(|fix| fix.edits).collect();
    let numbers: Vec<u32> = group.iter().map(|wrong| wrong.should_be).collect();
    let message = format!("renumber these markers as {}", in_words(&numbers));
    Some(Fix::uncertain(message, edits))
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
    fn a_number_three_times_in_a_row_is_one_fault() {
        let sample = Sample::new("[4] [5] [5] [5] [8]", "4 5 6 7 8");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "marker 5 is called 3 times, and the second and third ones are probably 6 and 7"
        );
        assert_eq!(findings[0].fix.as_ref().map(|fix| fix.edits.len()), Some(2));
    }

    #[test]
    fn a_plain_repeat_is_no_fault_in_a_bibliography() {
        let mut sample = Sample::new("[4] [5] [6] [5]", "4 5 6");
        assert_eq!(check(&sample.case())[0].confidence, Confidence::Low);
        sample.apparatus.lists[0].repeats = true;
        assert!(check(&sample.case()).is_empty());
    }
}
