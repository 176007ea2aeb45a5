//! A note stands too early or too late in a list that is otherwise in order.
//!
//! `data`: `note` is the label. A list that is often out of order is left alone.
//!
//! ## Why
//! A reader who runs down the list misses a note that is out of order; it was mistyped, or pasted in the wrong place.
//!
//! ## Example
//! The list reads `10. …`, `12. …`, `11. …`, `13. …`
//!
//! ## Fix safety
//! There is no fix: the number or the place may be what is wrong.

use super::marker_out_of_order::is_habit;
use super::numbering::{Numbering, out_of_order};
use super::wording::opening;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};
use crate::notes::Note;

pub(super) const RULE: Rule = Rule {
    id: "note-out-of-order",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("note_out_of_order.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .filter(|numbering| !numbering.is_native())
        .flat_map(in_list)
        .collect()
}

fn in_list(numbering: &Numbering<'_>) -> Vec<Finding> {
    let notes: Vec<(u32, &Note)> = (numbering.notes.iter())
        .filter_map(|(_, note)| Some((note.label.value()?, *note)))
        .collect();
    let numbers: Vec<u32> = notes.iter().map(|(number, _)| *number).collect();
    let stray = out_of_order(&numbers);
    if is_habit(stray.len(), numbers.len()) {
        return Vec::new();
    }
    stray
        .into_iter()
        // A second note of the same number is told of by `duplicate-note`.
        .filter(|&position| numbering.bearers_of(&notes[position].1.label).len() == 1)
        .filter_map(|position| finding(&notes, position))
        .collect()
}

fn finding(notes: &[(u32, &Note)], position: usize) -> Option<Finding> {
    let (number, note) = notes[position];
    let higher = notes[..position].iter().find(|(other, _)| *other > number);
    let lower = notes[position..].iter().rfind(|(other, _)| *other < number);
    let (message, (_, other)) = match (higher, lower) {
        (Some(higher), _) => (
            format!("note {number} stands behind note {}", higher.0),
            higher,
        ),
        (None, Some(lower)) => (
            format!("note {number} stands before note {}", lower.0),
            lower,
        ),
        (None, None) => return None,
    };
    let help = "Every other note of the list is in order. Correct the number if it was mistyped, or move the note to its \
                place.";
    let what = format!("note {}: {}", other.label, opening(other));
    Some(
        Finding::new(note.span, message, help)
            .data("note", number.to_string())
            .related(other.span, what),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn one_that_stands_alone_is_reported() {
        let sample = Sample::new("[1] [2] [3] [4] [5]", "1 2 4 5 3");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "note 3 stands behind note 4");
    }

    #[test]
    fn a_list_in_another_order_is_left_alone() {
        let sample = Sample::new("[1] [2] [3] [4] [5]", "5 4 3 2 1");
        assert!(check(&sample.case()).is_empty());
    }
}
