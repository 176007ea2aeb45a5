//! An address ends in the passage that a browser marked (`#:~:text=…`).
//!
//! `data`: `url` is the address without it.
//!
//! ## Why
//! Search engines and browsers put the words that were searched for after the address. They say nothing about the
//! source, make the address long, and mark a passage that may be gone tomorrow.
//!
//! ## Example
//! `https://example.org/tolls#:~:text=The%20toll%20was%20raised,by%20half`
//!
//! ## Fix safety
//! Safe: the same page opens without it. Unsafe where it has a closing bracket, which may be that of the sentence.

use super::same_page::{leads_alike, may_go_on};
use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::finding::{Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "text-fragment",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("text_fragment.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses
        .filter_map(|address| marked_passage(case, address))
        .collect()
}

fn marked_passage(case: &Case<'_>, address: &Address) -> Option<Finding> {
    let text = address.text.as_str();
    let hash = text.find('#')?;
    let sign = hash + text[hash..].find(":~:")?;
    // The name of a section before it stays.
    let start = if sign == hash + 1 { hash } else { sign };
    if !leads_alike(text, &text[..start]) {
        return None;
    }
    let span = address.written(start..text.len());
    let message = format!(
        "the address {} ends in a passage that a browser marked",
        shown(address)
    );
    let help =
        "What follows “:~:” only says which words to highlight. Take it out; the page is the same.";
    let fix = Fix {
        // A bracket at its end may be that of the sentence.
        safe: !text[start..].contains(')') && !may_go_on(case, address),
        ..Fix::safe("take out the marked passage", span, "")
    };
    Some(
        Finding::new(span, message, help)
            .data("url", &text[..start])
            .fix(fix),
    )
}
