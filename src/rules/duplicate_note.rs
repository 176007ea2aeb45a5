//! Two notes of one list bear the same label.
//!
//! Numbers that begin anew in one list are one finding. `data`: `note` is the label, the first of them where there are
//! several, and then `notes` has all.
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
use super::wording::{in_words, opening};
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
    // Asterisks and daggers begin anew on every page.
    let counts = |label: &Label| label.value().is_some() || numbering.is_native();
    let again: Vec<Again<'_>> = (numbering.bearers())
        .filter(|(label, _)| counts(label))
        .filter(|(_, bearers)| !chapters.tell_apart(bearers))
        .filter_map(|(label, bearers)| Again::new(label, bearers))
        .collect();
    let mut findings: Vec<Finding> = (again)
        .chunk_by(|one, next| next.follows(one))
        .map(|run| match run {
            [one] => twins(case, numbering, one.label, one.bearers),
            run => joined_lists(numbering, run),
        })
        .collect();
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
            let part = case.document.part(marker.span.start);
            // A page of print is no chapter.
            let part = part.filter(|_| !case.document.is_printed());
            if let (Some(&called), Some(part)) = (called, part) {
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

/// A label that several notes bear.
struct Again<'a> {
    label: &'a Label,
    bearers: &'a [usize],
}

impl<'a> Again<'a> {
    fn new(label: &'a Label, bearers: &'a [usize]) -> Option<Self> {
        (bearers.len() > 1).then_some(Self { label, bearers })
    }

    /// Whether the label is the next number after another one, and its first and second notes stand next to those.
    fn follows(&self, before: &Self) -> bool {
        let is_next = |at: usize| self.bearers[at] == before.bearers[at] + 1;
        before
            .label
            .value()
            .and_then(|number| number.checked_add(1))
            == self.label.value()
            && self.label.value().is_some()
            && is_next(0)
            && is_next(1)
    }
}

/// Numbers that begin anew in one list: what happens when chapters with notes of their own are joined, or when notes are
/// pasted twice.
fn joined_lists(numbering: &Numbering<'_>, run: &[Again<'_>]) -> Finding {
    let bearer = |again: &Again<'_>, at: usize| numbering.notes[again.bearers[at]].1;
    let (one, other) = (bearer(&run[0], 0), bearer(&run[0], 1));
    let numbers: Vec<u32> = run.iter().filter_map(|again| again.label.value()).collect();
    let is_same = (run.iter()).all(|again| bearer(again, 0).text == bearer(again, 1).text);
    let labels = in_words(&numbers);
    let message = format!("notes {labels} are listed a second time");
    let help = if is_same {
        "They say what the first ones say: take them out."
    } else {
        "Two lists seem to have been joined, such as those of two chapters, and every marker calls the first note of its number. \
         Give the later ones numbers of their own, and their markers with them."
    };
    let is_sure = numbering.is_native() || run.len() <= MOST_TWINS;
    let confidence = if is_sure {
        Confidence::High
    } else {
        Confidence::Low
    };
    Finding::new(other.span, message, help)
        .confidence(confidence)
        .data("note", run[0].label.to_string())
        .data(
            "notes",
            numbers.iter().map(u32::to_string).collect::<Vec<String>>(),
        )
        .related(
            one.span,
            format!("the first note {}: {}", one.label, opening(one)),
        )
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

fn twins(case: &Case<'_>, numbering: &Numbering<'_>, label: &Label, bearers: &[usize]) -> Finding {
    let (first, second) = (bearers[0], bearers[1]);
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
    match call {
        Some(&call) => finding.related(
            numbering.markers[call].1.span,
            format!("marker {label} calls both"),
        ),
        None => finding,
    }
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
        let mut sample = Sample::new("[1] [2] [3] [4]", "1 2 3 4 1 2 3 4");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "notes 1–4 are listed a second time");
        assert_eq!(findings[0].confidence, Confidence::Low);
        assert!(findings[0].help.contains("take them out"));
        sample.apparatus.notes[5].text = "Another text.".to_owned();
        assert!(check(&sample.case())[0].help.contains("joined"));
    }

    #[test]
    fn twins_all_over_a_list_are_one_doubtful_finding() {
        let sample = Sample::new("[1] [2] [3] [4]", "1 1 2 2 3 3 4 4");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].confidence, Confidence::Low);
    }
}
