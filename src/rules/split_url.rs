//! An address is split by a space, a line end or an invisible character.
//!
//! `data`: `url` is the address without the break.
//!
//! ## Why
//! Whoever clicks on it follows only its first part, which leads elsewhere or nowhere. Such breaks come from copying
//! out of a PDF file or from a line that was broken by hand.
//!
//! ## Example
//! `https://example.org/reports/ 2021/07/bridge-tolls.pdf`
//!
//! ## Fix safety
//! Safe: the break is taken out. An address is joined only where what follows can be nothing but its rest.

use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::document::Span;
use crate::finding::{Edit, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "split-url",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("split_url.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses
        .filter_map(|address| split(case, address))
        .collect()
}

fn split(case: &Case<'_>, address: &Address) -> Option<Finding> {
    // Nobody typed the line ends of a printed page.
    let is_printed = |span: &Span| case.document.is_printed() && case.document.slice(*span) == "\n";
    let edits: Vec<Edit> = address
        .gaps()
        .filter(|span| !is_printed(span))
        .map(|span| Edit {
            span,
            replacement: String::new(),
        })
        .collect();
    let first = edits.first()?.span;
    let message = format!("the address {} is parted by a break", shown(address));
    let help = "A blank, a line end or an invisible character stands in it, so that a click follows only its first \
                part. Take it out.";
    let fix = Fix {
        message: "join the address".to_owned(),
        safe: true,
        edits,
    };
    let finding = Finding::new(address.span, message, help).related(first, "the break");
    Some(finding.data("url", address.text.as_str()).fix(fix))
}
