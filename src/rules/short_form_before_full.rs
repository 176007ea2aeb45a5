//! A work is cited in short before it is cited in full.
//!
//! `data`: `note` is the label, `full` the label of the note with the full citation.
//!
//! ## Why
//! A reader who meets `Dee and Suman-Chauhan, “Missiles”` looks in the notes before for the full citation and does not
//! find it. It comes about when passages are moved.
//!
//! ## Example
//! Note 4 reads `Lind and Voss, “Grain by Sea.”`, and note 9 gives the work in full.
//!
//! ## Fix safety
//! There is no fix yet: the two citations must change places, and their locators with them.

use super::works::{cites_in_short, label, named};
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "short-form-before-full",
    family: Family::Citation,
    severity: Some(Severity::Info),
    source: include_str!("short_form_before_full.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    if !cites_in_short(case) {
        return Vec::new();
    }
    let citations = case.citations.citations.iter().enumerate();
    citations
        .filter_map(|(at, citation)| match citation.antecedent {
            Antecedent::Citation(full)
                if full > at && matches!(citation.form, Form::Short | Form::OpCit) =>
            {
                let full = &case.citations.citations[full];
                (full.note != citation.note).then(|| finding(case, citation, full))
            }
            _ => None,
        })
        .collect()
}

fn finding(case: &Case<'_>, citation: &Citation, full: &Citation) -> Finding {
    let (own, other) = (label(case, citation), label(case, full));
    let message = format!(
        "note {own} cites {} in short before note {other} cites it in full",
        named(citation)
    );
    let help = "Give the full citation at the first mention, and the short form afterwards.";
    Finding::new(citation.span, message, help)
        .confidence(Confidence::Medium)
        .related(full.span, format!("the full citation, in note {other}"))
        .data("note", own.to_string())
        .data("full", other.to_string())
}
