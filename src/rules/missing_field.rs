//! A citation lacks what the paper gives for nearly all other works of its kind.
//!
//! `data`: `note` is the label, `field` is `date`, `outlet` or `address`. Works on the Web with a title in quotation
//! marks are compared with each other; at least twenty, of which 95 in a hundred have the field, make a habit. Off by
//! default: some works have no date and no outlet.
//!
//! ## Why
//! A page without its date or outlet is hard to find once its address is dead.
//!
//! ## Example
//! Thirty notes give author, title, outlet, date and address, and one gives no date.
//!
//! ## Fix safety
//! There is no fix: the page must be looked at.

use super::works::{label, named};
use super::{Case, Family, Rule};
use crate::citations::{Citation, Form, is_set_off};
use crate::finding::{Confidence, Finding};

pub(super) const RULE: Rule = Rule {
    id: "missing-field",
    family: Family::Citation,
    severity: None,
    source: include_str!("missing_field.rs"),
    check,
};

/// Fewer works make no habit.
const FEWEST: usize = 20;

/// So many in a hundred make one.
const HABIT: usize = 95;

/// A field, its name for the data and for people, and whether a citation has it.
type Field = (&'static str, &'static str, fn(&Citation) -> bool);

const FIELDS: [Field; 3] = [
    ("date", "no date", |citation| {
        citation.published.is_some() || citation.updated.is_some() || citation.accessed.is_some()
    }),
    ("outlet", "no outlet", |citation| {
        citation.container.is_some() || citation.publisher.is_some()
    }),
    ("address", "no address", |citation| {
        !citation.addresses.is_empty()
    }),
];

fn check(case: &Case<'_>) -> Vec<Finding> {
    let kind: Vec<&Citation> = case
        .citations
        .citations
        .iter()
        .filter(|citation| is_article(case, citation))
        .collect();
    if kind.len() < FEWEST {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (field, lack, has) in FIELDS {
        let having = kind.iter().filter(|citation| has(citation)).count();
        if having * 100 >= kind.len() * HABIT {
            let lacking = kind.iter().filter(|citation| !has(citation));
            found.extend(lacking.map(|citation| finding(case, citation, field, lack)));
        }
    }
    found
}

/// A work that is cited in full with its title in quotation marks.
fn is_article(case: &Case<'_>, citation: &Citation) -> bool {
    let title = citation.title.as_ref();
    citation.form == Form::Full && title.is_some_and(|title| is_set_off(case.document, title.span))
}

fn finding(case: &Case<'_>, citation: &Citation, field: &str, lack: &str) -> Finding {
    let own = label(case, citation);
    let message = format!("note {own} gives {lack} for {}", named(citation));
    let help = "Nearly all other works of its kind have one in this paper. Put it in, or say that there is none.";
    Finding::new(citation.span, message, help)
        .confidence(Confidence::Low)
        .data("note", own.to_string())
        .data("field", field)
}
