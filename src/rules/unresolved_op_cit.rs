//! An “op. cit.” leads to no work.
//!
//! `data`: `note` is the label.
//!
//! ## Why
//! “Op. cit.” means a work by the named author that was cited before. Without a name, or if nothing by that author is
//! cited, the reader cannot find the source.
//!
//! ## Example
//! Note 9 reads `Brandt, op. cit., p. 9.`, and no other note cites anything by Brandt.
//!
//! ## Fix safety
//! There is no fix: only the author knows the source.

use super::works::label;
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unresolved-op-cit",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("unresolved_op_cit.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let citations = case.citations.citations.iter();
    citations
        .filter(|citation| {
            citation.form == Form::OpCit && citation.antecedent == Antecedent::Unresolved
        })
        .map(|citation| finding(case, citation))
        .collect()
}

fn finding(case: &Case<'_>, citation: &Citation) -> Finding {
    let own = label(case, citation);
    let written = citation
        .word
        .map_or("op. cit.", |word| case.document.slice(word));
    let (message, help) = match citation.authors.first() {
        Some(author) => (
            format!(
                "note {own} refers to {} by “{written}”, and no note cites a work by that author",
                author.family
            ),
            "Give the full citation, or check whether the name is spelt as in the note that has it.",
        ),
        None => (
            format!("note {own} says “{written}” and names neither author nor title"),
            "Name the author, or give the full citation.",
        ),
    };
    Finding::new(citation.word.unwrap_or(citation.span), message, help)
        .confidence(Confidence::Medium)
        .data("note", own.to_string())
}
