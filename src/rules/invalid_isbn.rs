//! An ISBN has a digit too many, too few, or a wrong one.
//!
//! `data`: `isbn` is what was written, without hyphens.
//!
//! ## Why
//! The last digit of an ISBN follows from the others, so that a slip in copying shows. A number with a slip leads to no
//! book or to another one.
//!
//! ## Example
//! `ISBN 978-3-16-148410-1`: after these digits the last one must be 0.
//!
//! ## Fix safety
//! There is no fix: nobody can tell which digit is wrong.

use super::{Case, Family, Rule};
use crate::citations::Written;
use crate::citations::identifier::{self, Isbn, IsbnFault};
use crate::document::Span;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "invalid-isbn",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("invalid_isbn.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let whole = Span::new(0, case.document.text.len());
    identifier::isbns(case.document, whole)
        .into_iter()
        .filter_map(|isbn| Some(finding(case, &isbn, isbn.value.fault?)))
        .collect()
}

fn finding(case: &Case<'_>, isbn: &Written<Isbn>, fault: IsbnFault) -> Finding {
    let written = case.document.slice(isbn.span);
    let message = format!("{written} is no ISBN");
    let help = match fault {
        IsbnFault::Length => format!(
            "It has {} digits, and an ISBN has 10 or 13. Copy it again from the book.",
            isbn.value.digits.len()
        ),
        IsbnFault::CheckDigit => "Its last digit does not follow from the others, so one of them is wrong, or two changed \
                                  places. Copy it again from the book."
            .to_owned(),
    };
    Finding::new(isbn.span, message, help).data("isbn", isbn.value.digits.as_str())
}
