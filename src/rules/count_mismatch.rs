//! A text calls notes and has no list of them, or a list of notes is hardly called at all.
//!
//! `data`: `markers` and `notes` are how many there are of each. The rule speaks where all or most of one side are
//! missing, so that no single marker or note is to blame; where a few are, the other rules name them.
//!
//! ## Why
//! The list was left behind when the paper was put together, or the markers were lost when its text was copied.
//!
//! ## Example
//! The text has the markers `[1]` to `[22]`, and there is no list after them.
//!
//! ## Fix safety
//! There is no fix: what was lost has to be put back.

use std::fmt::Write as _;

use super::numbering::Numbering;
use super::wording::opening;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::{ListKind, Marker};

pub(super) const RULE: Rule = Rule {
    id: "count-mismatch",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("count_mismatch.rs"),
    check,
};

/// Fewer than this in a row may be anything: a list of points, a number in brackets.
const FEWEST: usize = 3;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = without_list(case).into_iter().collect();
    let all = Numbering::all(case);
    let mut uncalled: Vec<Finding> = all.iter().filter_map(hardly_called).collect();
    if uncalled.len() > MOST_LISTS {
        let others = uncalled.len() - 1;
        uncalled.truncate(1);
        for finding in &mut uncalled {
            let _ = write!(finding.help, " The same is true of {others} other lists.");
        }
    }
    findings.extend(uncalled);
    findings
}

/// More lists than this that nothing calls have one cause.
const MOST_LISTS: usize = 3;

/// Typed markers 1, 2, 3 … that no list answers.
fn without_list(case: &Case<'_>) -> Option<Finding> {
    let markers: Vec<&Marker> = (case.apparatus.markers.iter())
        .filter(|marker| marker.list.is_none() && marker.label.value().is_some())
        .collect();
    let mut expected = 1;
    for marker in &markers {
        match marker.label.value() {
            Some(number) if number == expected => expected += 1,
            Some(number) if number < expected => {}
            _ => return None,
        }
    }
    let last = expected - 1;
    let count = markers.len();
    if (last as usize) < FEWEST {
        return None;
    }
    let message = if count == last as usize {
        format!("{count} markers (1–{last}), and no list of notes that they call into")
    } else {
        format!(
            "{count} markers with the numbers 1–{last}, and no list of notes that they call into"
        )
    };
    let help = "The list was probably left behind: put it back. If it stands in another file, join the two and check that file.";
    let at = markers.first()?.span;
    let finding = Finding::new(at, message, help)
        .confidence(Confidence::Medium)
        .data("markers", count)
        .data("notes", 0);
    Some(finding.related(
        markers.last()?.span,
        format!("marker {last}, the last, stands here"),
    ))
}

/// A list of notes most of which nothing calls.
fn hardly_called(numbering: &Numbering<'_>) -> Option<Finding> {
    let is_of_notes = match numbering.list.kind {
        ListKind::Footnotes => true,
        ListKind::Endnotes => numbering.list.heading.is_some(),
        ListKind::References | ListKind::Native => false,
    };
    if !is_of_notes
        || numbering.is_native()
        || numbering.list.repeats
        || numbering.notes.len() < FEWEST
    {
        return None;
    }
    let notes: Vec<_> = (numbering.notes.iter().map(|(_, note)| *note))
        .filter(|note| note.label.value().is_some() && !numbering.explains_note(&note.label))
        .collect();
    let mut uncalled = notes
        .iter()
        .filter(|n| numbering.calls_of(&n.label).is_empty());
    let first = uncalled.next()?;
    let without = uncalled.count() + 1;
    if without * 2 <= numbering.notes.len() {
        return None;
    }
    let (message, confidence) = if numbering.markers.is_empty() {
        let count = notes.len();
        (
            format!("{count} notes, and no marker in the text calls any of them"),
            Confidence::Medium,
        )
    } else {
        (
            format!("{without} of {} notes are called by no marker", notes.len()),
            Confidence::Low,
        )
    };
    let help = format!(
        "The first of them is note {}, which begins {}. Superscripts are easily lost when a text is copied: put the markers \
         back.",
        first.label,
        opening(first)
    );
    Some(
        Finding::new(first.span, message, help)
            .confidence(confidence)
            .data("markers", numbering.markers.len())
            .data("notes", notes.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn without_list(body: &str) -> Vec<Finding> {
        let mut sample = Sample::new(body, "");
        sample.apparatus.lists.clear();
        for marker in &mut sample.apparatus.markers {
            marker.list = None;
        }
        check(&sample.case())
    }

    #[test]
    fn markers_in_order_without_a_list_are_one_finding() {
        let findings = without_list("[1] [2] [1] [3] [4]");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].data["markers"], 5);
        assert!(findings[0].message.contains("the numbers 1–4"));
    }

    #[test]
    fn numbers_in_brackets_are_no_markers() {
        assert!(without_list("[12] [3] [40]").is_empty());
        assert!(without_list("[1] [2]").is_empty());
    }

    #[test]
    fn notes_that_nothing_calls_are_one_finding() {
        let findings = check(&Sample::new("", "1 2 3 4").case());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "4 notes, and no marker in the text calls any of them"
        );
        assert!(check(&Sample::new("[1] [2] [3]", "1 2 3 4").case()).is_empty());
    }
}
