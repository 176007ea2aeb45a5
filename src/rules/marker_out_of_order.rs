//! A marker stands too early or too late in a text that calls its notes in order.
//!
//! `data`: `marker` is the label. Only first calls count, and only the one that stands alone against the order of all
//! the others; a text that often calls its notes out of order is left alone. Of a list of references that are cited
//! again and again it is told only if all are cited, and all others in the order of their numbers.
//!
//! ## Why
//! Notes are numbered in the order of their calls; one that is out of order was mistyped, or moved with its sentence
//! and not renumbered.
//!
//! ## Example
//! `[10] … [12] … [11] … [13]`
//!
//! ## Fix safety
//! There is no fix: the notes have to be renumbered with the markers.

use std::collections::BTreeSet;

use super::numbering::{Numbering, out_of_order};
use super::{Case, Family, Rule};
use crate::document::BlockKind;
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::Marker;

pub(super) const RULE: Rule = Rule {
    id: "marker-out-of-order",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("marker_out_of_order.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .filter(|numbering| !numbering.is_native())
        .flat_map(|numbering| {
            if numbering.list.repeats && !is_called_once(numbering) {
                in_works(case, numbering)
            } else {
                in_list(numbering)
            }
        })
        .chain(all.iter().flat_map(|numbering| reversed(case, numbering)))
        .collect()
}

/// Ranges that stand the wrong way round, such as `[5–3]`.
fn reversed(case: &Case<'_>, numbering: &Numbering<'_>) -> Vec<Finding> {
    let written = numbering
        .markers
        .iter()
        .filter(|(_, marker)| !marker.implied);
    let written: Vec<&Marker> = written.map(|(_, marker)| *marker).collect();
    let mut found = Vec::new();
    for pair in written.windows(2) {
        let &[one, two] = pair else { continue };
        let (Some(high), Some(low)) = (one.label.value(), two.label.value()) else {
            continue;
        };
        if one.token != two.token || high <= low || one.span.end > two.span.start {
            continue;
        }
        let between = case.document.text[one.span.end..two.span.start].trim();
        if between.chars().all(|sign| "-–‑—−".contains(sign)) && !between.is_empty() {
            let message = format!("the range {high}–{low} stands the wrong way round");
            let help = format!("Write {low}–{high}, or correct the number that was mistyped.");
            let finding = Finding::new(one.token, message, help).data("marker", high.to_string());
            found.push(finding);
        }
    }
    found
}

/// Whether a list of works has enough of them to show an order, and each is called once.
fn is_called_once(numbering: &Numbering<'_>) -> bool {
    let calls_again = numbering.calls().any(|(_, calls)| calls.len() > 1);
    !calls_again && numbering.markers.len() >= FEWEST_WORKS
}

fn in_list(numbering: &Numbering<'_>) -> Vec<Finding> {
    let first_calls = first_calls(numbering);
    let numbers: Vec<u32> = first_calls.iter().map(|(number, _)| *number).collect();
    let stray = out_of_order(&numbers);
    if is_habit(stray.len(), numbers.len()) {
        return Vec::new();
    }
    stray
        .into_iter()
        .filter_map(|position| finding(&first_calls, position))
        .collect()
}

/// A list of works that are cited again and again is numbered by their first calls only if all but one are called in order,
/// and all are called. What stands in a table, a heading or a caption may be called at another place.
fn in_works(case: &Case<'_>, numbering: &Numbering<'_>) -> Vec<Finding> {
    let first_calls = first_calls(numbering);
    let numbers: Vec<u32> = first_calls.iter().map(|(number, _)| *number).collect();
    let [position] = out_of_order(&numbers)[..] else {
        return Vec::new();
    };
    let (number, marker) = first_calls[position];
    let is_running = |marker: &Marker| {
        let block = case.document.block_at(marker.span.start);
        block.is_some_and(|block| block.kind == BlockKind::Paragraph)
    };
    let is_alone = numbering.calls_of(&marker.label).len() == 1 && marker.token == marker.span;
    let is_sure = numbers.len() >= FEWEST_WORKS
        && numbers.len() == numbering.notes.len()
        && numbering.origins.is_empty()
        && is_alone
        && is_running(marker);
    let jumps = position
        .checked_sub(1)
        .map_or(1, |before| number.abs_diff(numbers[before]));
    let found = finding(&first_calls, position).filter(|_| is_sure && jumps > 2);
    found.into_iter().collect()
}

/// A list of fewer works may be in another order that looks like this one.
const FEWEST_WORKS: usize = 8;

/// Whether so many are out of order that the paper seems to number by another principle.
pub(super) fn is_habit(stray: usize, all: usize) -> bool {
    stray > 2 && stray * 30 > all || stray * 4 > all
}

/// The first marker of each number that has a note, in the order of the text. A marker that was mistyped is not
/// counted: `duplicate-marker` tells of it.
fn first_calls<'a>(numbering: &Numbering<'a>) -> Vec<(u32, &'a Marker)> {
    let mistyped: BTreeSet<usize> = (numbering.misnumbered().iter())
        .map(|wrong| wrong.position)
        .collect();
    let mut seen = BTreeSet::new();
    (numbering.markers.iter().enumerate())
        .filter(|(position, _)| !mistyped.contains(position))
        .filter(|(_, (_, marker))| marker.note.is_some() && !marker.implied)
        .filter_map(|(_, (_, marker))| Some((marker.label.value()?, *marker)))
        .filter(|(number, _)| seen.insert(*number))
        .collect()
}

fn finding(calls: &[(u32, &Marker)], position: usize) -> Option<Finding> {
    let (number, marker) = calls[position];
    let higher = calls[..position].iter().find(|(other, _)| *other > number);
    let lower = calls[position..].iter().rfind(|(other, _)| *other < number);
    let (message, (_, other)) = match (higher, lower) {
        (Some(higher), _) => (
            format!("marker {number} stands behind marker {}", higher.0),
            higher,
        ),
        (None, Some(lower)) => (
            format!("marker {number} stands before marker {}", lower.0),
            lower,
        ),
        (None, None) => return None,
    };
    let help = "Every other note of the list is called in order. Correct the number if it was mistyped; if a sentence was \
                moved, renumber the markers and the notes.";
    Some(
        Finding::new(marker.span, message, help)
            .confidence(Confidence::Medium)
            .data("marker", number.to_string())
            .related(other.span, format!("marker {} stands here", other.label)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn one_that_stands_alone_is_reported() {
        let sample = Sample::new("[1] [2] [6] [3] [4] [5] [7]", "1 2 3 4 5 6 7");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "marker 6 stands before marker 5");
        let sample = Sample::new("[1] [3] [4] [5] [2] [6] [7]", "1 2 3 4 5 6 7");
        assert_eq!(
            check(&sample.case())[0].message,
            "marker 2 stands behind marker 3"
        );
    }

    #[test]
    fn a_habit_is_none_of_our_business() {
        let sample = Sample::new("[3] [1] [5] [2] [6] [4]", "1 2 3 4 5 6");
        assert!(check(&sample.case()).is_empty());
    }

    #[test]
    fn a_mistyped_number_is_another_rules_affair() {
        let sample = Sample::new("[1] [4] [3] [4] [5] [6]", "1 2 3 4 5 6");
        assert!(check(&sample.case()).is_empty());
    }
}
