//! A short form names a work that the paper never cites in full.
//!
//! `data`: `note` is the label. Only papers that cite in short as a habit are looked at: where at least three short
//! forms lead to a full citation, and twice as many as lead nowhere.
//!
//! ## Why
//! A short form such as `Grgić, “South Korea is up in arms”` sends the reader back to the full citation. If that was
//! cut, moved to another chapter or spelt in another way, the source cannot be found.
//!
//! ## Example
//! Note 12 reads `Brandt, “Herons of the Mudflats.”`, and no other note gives the work in full.
//!
//! ## Fix safety
//! There is no fix: only the author knows the source.

use super::works::{cites_in_short, label, letters_apart, named};
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unresolved-short-form",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("unresolved_short_form.rs"),
    check,
};

/// Names as long as this that differ in one or two letters are one name misspelt.
const LONG_NAME: usize = 5;

fn check(case: &Case<'_>) -> Vec<Finding> {
    if !cites_in_short(case) {
        return Vec::new();
    }
    let citations = case.citations.citations.iter();
    citations
        .filter(|citation| {
            citation.form == Form::Short && citation.antecedent == Antecedent::Unresolved
        })
        .map(|citation| finding(case, citation))
        .collect()
}

fn finding(case: &Case<'_>, citation: &Citation) -> Finding {
    let own = label(case, citation);
    let message = format!(
        "note {own} cites {} in short, and no note gives the work in full",
        named(citation)
    );
    let finding = Finding::new(citation.span, message, "")
        .confidence(Confidence::Medium)
        .data("note", own.to_string());
    let Some(other) = alike(case, citation) else {
        let help =
            "Give the full citation here, or see whether the note that had it was taken out."
                .to_owned();
        return Finding { help, ..finding };
    };
    let help = format!(
        "Note {} cites {}: if that is the work, one of the two is misspelt. Otherwise give the full citation here.",
        label(case, other),
        named(other)
    );
    Finding { help, ..finding }.related(other.span, named(other))
}

/// A full citation whose author is spelt nearly like this one's.
fn alike<'a>(case: &Case<'a>, citation: &Citation) -> Option<&'a Citation> {
    let family = &citation.authors.first()?.family;
    if family.chars().count() < LONG_NAME {
        return None;
    }
    let full = case
        .citations
        .citations
        .iter()
        .filter(|other| other.form == Form::Full);
    full.filter(|other| other.title.is_some() && other.note != citation.note)
        .filter_map(|other| {
            let name = &other.authors.first()?.family;
            // Names are seldom misspelt in their first letter, and this keeps long papers fast.
            if name.chars().next() != family.chars().next() {
                return None;
            }
            letters_apart(family, name, 2).map(|apart| (apart, other))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, other)| other)
}
