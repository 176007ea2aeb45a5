//! An “ibid.” does not follow the one work that it means.
//!
//! `data`: `note` is the label, `reason` is `first-note`, `after-gap`, `after-several-works` or `after-remark`.
//!
//! ## Why
//! “Ibid.” means the work cited just before. In the first note there is none; after a note that cites two works it may
//! be either; after a note in which the author speaks there is none again. It comes about when notes are moved, put in
//! or taken out, and it sends the reader to the wrong source without a sign that something is wrong.
//!
//! ## Example
//! Note 4 reads `Lind, “Grain by Sea,” 2019; and Voss, “Salt,” 2020.`, and note 5 reads `Ibid., 12.`
//!
//! ## Fix safety
//! There is no fix: only the author knows which work is meant.

use super::works::{label, named};
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::{Label, Note};

pub(super) const RULE: Rule = Rule {
    id: "broken-ibid",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("broken_ibid.rs"),
    check,
};

/// A note in which the author speaks has this many words; a shorter one that cites nothing may be a source that we did
/// not know for one.
const LONG_REMARK: usize = 30;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let before = case.citations.notes_before();
    let citations = &case.citations.citations;
    let mut found = Vec::new();
    for (at, citation) in citations.iter().enumerate() {
        let leads = at
            .checked_sub(1)
            .is_none_or(|before| citations[before].note != citation.note);
        if citation.form == Form::Ibid && leads && !is_behind_another(case, citation) {
            found.extend(broken(case, citation, before[citation.note]));
        }
    }
    found
}

/// Whether a semicolon stands before it in its note: the work before that is the one that it means, known or not.
fn is_behind_another(case: &Case<'_>, citation: &Citation) -> bool {
    let note = case.apparatus.notes[citation.note].span;
    let place = citation.word.unwrap_or(citation.span).start;
    place > note.start
        && case
            .document
            .slice(Span::new(note.start, place))
            .contains(';')
}

fn broken(case: &Case<'_>, citation: &Citation, before: Option<usize>) -> Option<Finding> {
    let own = label(case, citation);
    let Some(before) = before else {
        let message = format!("note {own} says “ibid.”, and no note stands before it");
        let help = "Cite the work in full. If a note stood here before, see whether it fell out of the list.";
        return Some(finding(citation, own, message, help, "first-note"));
    };
    let previous = &case.apparatus.notes[before];
    if let Some(message) = behind_gap(own, previous) {
        let help = "The note that it refers to seems to be missing. Put it back, or cite the work in full.";
        return Some(
            finding(citation, own, message, help, "after-gap")
                .related(previous.span, format!("note {}", previous.label)),
        );
    }
    match &citation.antecedent {
        Antecedent::Ambiguous(several) => {
            let message = format!(
                "note {own} says “ibid.” behind a note that cites {} works",
                several.len()
            );
            let works: Vec<String> = several
                .iter()
                .map(|&at| named(&case.citations.citations[at]))
                .collect();
            let help = format!(
                "It may mean {}. Name the work, by author and short title.",
                works.join(" or ")
            );
            let finding = finding(citation, own, message, help, "after-several-works")
                .severity(Severity::Info)
                .confidence(Confidence::Low);
            Some(finding.related(previous.span, format!("note {}", previous.label)))
        }
        Antecedent::Unresolved if is_remark(case, before, previous) => {
            let message = format!("note {own} says “ibid.” behind a note that cites no work");
            let help = format!(
                "Note {} is a remark. Check which work is meant, and name it.",
                previous.label
            );
            let finding =
                finding(citation, own, message, help, "after-remark").confidence(Confidence::Low);
            Some(finding.related(previous.span, format!("note {}", previous.label)))
        }
        _ => None,
    }
}

fn finding(
    citation: &Citation,
    own: &Label,
    message: String,
    help: impl Into<String>,
    reason: &str,
) -> Finding {
    let place = citation.word.unwrap_or(citation.span);
    Finding::new(place, message, help)
        .data("note", own.to_string())
        .data("reason", reason)
}

/// What is wrong if the numbers of the two notes do not follow each other.
fn behind_gap(own: &Label, previous: &Note) -> Option<String> {
    let (number, before) = (own.value()?, previous.label.value()?);
    let gap = number.checked_sub(before).filter(|&gap| gap > 1)?;
    let missing = if gap == 2 {
        format!("note {} is missing", before + 1)
    } else {
        format!("notes {} to {} are missing", before + 1, number - 1)
    };
    Some(format!("note {own} says “ibid.”, and {missing} before it"))
}

fn is_remark(case: &Case<'_>, index: usize, note: &Note) -> bool {
    case.citations.of_note(index).next().is_none()
        && note.text.split_whitespace().count() >= LONG_REMARK
}
