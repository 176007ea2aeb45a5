//! What is given as a DOI cannot be one.
//!
//! `data`: `doi` is what was written.
//!
//! ## Why
//! A DOI is `10.`, the four or more digits of a registrant, a slash, and the registrant's own name for the work. What
//! has another form leads nowhere.
//!
//! ## Example
//! `doi:101371/journal.pone.0087236` lacks the full stop after `10`.
//!
//! ## Fix safety
//! There is no fix: look the work up.

use super::shown_address::shortened;
use super::{Case, Family, Rule};
use crate::citations::identifier::{self, DoiFault};
use crate::document::Span;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "invalid-doi",
    family: Family::Citation,
    severity: Some(Severity::Error),
    source: include_str!("invalid_doi.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let whole = Span::new(0, case.document.text.len());
    identifier::faulty_dois(case.document, whole)
        .into_iter()
        .map(|(span, fault)| finding(case, span, fault))
        .collect()
}

fn finding(case: &Case<'_>, span: Span, fault: DoiFault) -> Finding {
    let written = case.document.slice(span);
    let reason = match fault {
        DoiFault::NoFullStop => "behind the 10 there should be a full stop",
        DoiFault::ShortRegistrant => "the number behind “10.” has four digits or more",
        DoiFault::NoSlash => "there is no slash behind the number of the registrant",
        DoiFault::NoSuffix => "nothing follows the slash",
    };
    let message = format!("“{}” is no DOI", shortened(written));
    let help = format!(
        "A DOI looks like 10.1234/abc, and here {reason}. Copy it again from the work's own page."
    );
    Finding::new(span, message, help).data("doi", written)
}
