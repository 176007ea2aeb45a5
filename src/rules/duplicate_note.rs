//! Two notes of one list bear the same label.
//!
//! `data`: `note` is the label.
//!
//! ## Why
//! A marker with this label calls two notes, and a reader cannot tell which is meant; often the number that should
//! follow is missing.
//!
//! ## Example
//! The list reads `10. …`, `11. …`, `11. …`, `13. …`: the second 11 is probably 12.
//!
//! ## Fix safety
//! Unsafe: the second note gets the number that follows, where the list lacks that. Which of the two keeps the number
//! is for the author to say otherwise.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::numbering::Numbering;
use super::renumbering::relabel_note;
use super::wording::opening;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::Label;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-note",
    family: Family::Pairing,
    severity: Some(Severity::Error),
    source: include_str!("duplicate_note.rs"),
    check,
};

/// A list with more twins than this, and more than one in ten, counts anew somewhere rather than that it is wrong.
const MOST_TWINS: usize = 3;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .flat_map(|numbering| in_list(case, numbering))
        .collect()
}

fn in_list(case: &Case<'_>, numbering: &Numbering<'_>) -> Vec<Finding> {
    let chapters = Chapters::of(case, numbering);
    let findings: Vec<Finding> = (numbering.bearers())
        // Asterisks and daggers begin anew on every page.
        .filter(|(label, _)| label.value().is_some() || numbering.is_native())
        .filter(|(_, bearers)| !chapters.tell_apart(bearers))
        .filter_map(|(label, bearers)| twins(case, numbering, label, bearers))
        .collect();
    let mut findings = findings;
    if numbering.is_native() {
        findings.extend(in_two_cases(numbering));
    }
    if findings.len() > MOST_TWINS && findings.len() * 10 > numbering.notes.len() {
        return findings.into_iter().take(1).map(restart).collect();
    }
    findings
}

/// The chapters of an e-book that keeps the notes of all of them on one page, each counted from the beginning.
struct Chapters<'a> {
    /// For each note of the list the pages from which markers lead to it.
    callers: Vec<BTreeSet<&'a str>>,
    /// For each note how often the numbers before it fell back.
    runs: Vec<usize>,
}

impl<'a> Chapters<'a> {
    fn of(case: &Case<'a>, numbering: &Numbering<'_>) -> Self {
        let position: HashMap<usize, usize> = (numbering.notes.iter())
            .enumerate()
            .map(|(position, (note, _))| (*note, position))
            .collect();
        let mut callers = vec![BTreeSet::new(); numbering.notes.len()];
        for (_, marker) in &numbering.markers {
            let called = marker.note.and_then(|note| position.get(&note));
            if let (Some(&called), Some(part)) = (called, case.document.part(marker.span.start)) {
                callers[called].insert(part);
            }
        }
        let (mut run, mut last) = (0, None);
        let runs = numbering.notes.iter().map(|(_, note)| {
            let value = note.label.value();
            run += usize::from(value.zip(last).is_some_and(|(value, last)| value < last));
            last = value.or(last);
            run
        });
        Self {
            callers,
            runs: runs.collect(),
        }
    }

    /// Whether notes of one label are those of different chapters: each stands in a count of its own, and is called from
    /// pages that call no other.
    fn tell_apart(&self, bearers: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        let mut own = bearers.iter().map(|&note| &self.callers[note]);
        own.all(|pages| !pages.is_empty() && pages.iter().all(|page| seen.insert(*page)))
            && (bearers.windows(2)).all(|pair| self.runs[pair[0]] < self.runs[pair[1]])
    }
}

/// Names that differ in capitals only: to most programs they are one.
fn in_two_cases(numbering: &Numbering<'_>) -> Vec<Finding> {
    let mut folded: BTreeMap<String, &Label> = BTreeMap::new();
    let mut found = Vec::new();
    let named = numbering
        .bearers()
        .filter(|(label, _)| label.value().is_none());
    for (label, bearers) in named {
        let name = label.to_string();
        let Some(other) = folded.insert(name.to_lowercase(), label) else {
            continue;
        };
        let (Some(&one), Some(&second)) = (numbering.bearers_of(other).first(), bearers.first())
        else {
            continue;
        };
        let (one, second) = (one.min(second), one.max(second));
        let (one, second) = (numbering.notes[one].1, numbering.notes[second].1);
        let (other, name) = (&one.label, second.label.to_string());
        let message =
            format!("two notes are labelled {other} and {name}, which differ only in case");
        let help = "To most programs they are one label, and only one of the notes is printed: give one of them another.";
        let finding = Finding::new(second.span, message, help)
            .data("note", name)
            .related(one.span, format!("note {other}: {}", opening(one)));
        found.push(finding);
    }
    found
}

fn twins(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    label: &Label,
    bearers: &[usize],
) -> Option<Finding> {
    let &[first, second, ..] = bearers else {
        return None;
    };
    let count = bearers.len();
    let message = if count == 2 {
        format!("two notes are labelled {label}")
    } else {
        format!("{count} notes are labelled {label}")
    };
    let (_, one) = numbering.notes[first];
    let (_, other) = numbering.notes[second];
    let meant = meant(numbering, label, second);
    let mut finding = Finding::new(other.span, message, advice(meant))
        .data("note", label.to_string())
        .related(
            one.span,
            format!("the first note {label}: {}", opening(one)),
        );
    finding.fix = meant.and_then(|meant| relabel_note(case.document, other, &Label::Number(meant)));
    let call = numbering.calls_of(label).first();
    Some(match call {
        Some(&call) => finding.related(
            numbering.markers[call].1.span,
            format!("marker {label} calls both"),
        ),
        None => finding,
    })
}

/// What the second note should be called, where its neighbours tell.
fn meant(numbering: &Numbering<'_>, label: &Label, second: usize) -> Option<u32> {
    let free = |number: u32| numbering.bearers_of(&Label::Number(number)).is_empty();
    let next = label.value().and_then(|number| number.checked_add(1));
    let follows = numbering.notes.get(second + 1);
    let fits = |next: u32| {
        follows.is_none_or(|(_, note)| note.label.value() == next.checked_add(1)) && free(next)
    };
    next.filter(|&next| fits(next))
}

fn advice(meant: Option<u32>) -> String {
    match meant {
        Some(next) => format!(
            "The second stands where note {next} should be, and the list has no note {next}: it is probably {next}."
        ),
        None => "Give one of them another label, or join them if they are one note.".to_owned(),
    }
}

fn restart(finding: Finding) -> Finding {
    let help = "So are many others in this list: its numbering seems to begin anew. If it does so on purpose, a heading \
                between the parts makes that plain.";
    Finding {
        help: help.to_owned(),
        fix: None,
        ..finding.confidence(Confidence::Low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn the_second_is_named_where_the_next_number_is_free() {
        let sample = Sample::new("[1] [2] [3]", "1 1 3");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert!(findings[0].help.contains("probably 2"));
        let sample = Sample::new("[1] [2] [3]", "1 2 2 3");
        assert!(!check(&sample.case())[0].help.contains("probably"));
    }

    #[test]
    fn a_list_that_begins_anew_is_one_finding() {
        let sample = Sample::new("[1] [2] [3] [4]", "1 2 3 4 1 2 3 4");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].confidence, Confidence::Low);
    }
}
