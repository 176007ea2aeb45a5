//! Letters or signs that do not belong to an address are glued to its end.
//!
//! `data`: `url` is the address without them.
//!
//! ## Why
//! The address is followed with what is glued to it and leads to no page. Left-over letters after a full stop come from
//! editing the line, `%20` and encoded quotation marks from copying the address with what stood beside it.
//!
//! ## Example
//! `https://example.org/tolls-2025-12-15/ .Sinc`, `https://example.org/minutes.pdf.This is dated 2 May.`
//!
//! ## Fix safety
//! Safe where the address ends in a slash or in the name of a file, or where a space or a sign of copying separates
//! what is left over from it: that is taken out, or a space is put before a sentence that goes on. Unsafe elsewhere,
//! because the letters may be a part of the address's last word.

use super::same_page::{goes_on_from, may_go_on};
use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::document::Span;
use crate::finding::{Confidence, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "trailing-characters-in-url",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("trailing_characters_in_url.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses
        .filter_map(|address| left_over(case, address).or_else(|| run_on(case, address)))
        .collect()
}

/// What the address scanner took for stray.
fn left_over(case: &Case<'_>, address: &Address) -> Option<Finding> {
    let stray = address.stray?;
    let written = case.document.slice(stray);
    let message = format!(
        "“{}” is glued behind the address {}",
        written.trim(),
        shown(address)
    );
    let help = "It belongs neither to the address nor to the sentence: take it out.";
    let is_followed =
        case.document.text[stray.end..].starts_with(['.', ',', ';', ')', ']', '>', '”', '"']);
    // The full stop is the sentence's own.
    let replacement = if written.contains('.') && !is_followed {
        "."
    } else {
        ""
    };
    let is_apart = written.starts_with(char::is_whitespace);
    let longer = format!("{}{written}", address.text);
    let is_certain = (address.is_complete() || is_apart || written.starts_with('%'))
        && (is_apart || goes_on_from(&longer, &address.text))
        && !may_go_on(case, address);
    let fix = Fix::safe(
        "take out what is glued behind the address",
        stray,
        replacement,
    );
    let confidence = if is_certain {
        Confidence::High
    } else {
        Confidence::Medium
    };
    let fix = Fix {
        safe: is_certain,
        ..fix
    };
    let finding = Finding::new(stray, message, help).confidence(confidence);
    Some(finding.data("url", address.text.as_str()).fix(fix))
}

/// A sentence that goes on behind the address without a blank.
fn run_on(case: &Case<'_>, address: &Address) -> Option<Finding> {
    let end = address.span.end;
    let rest = case.document.text.get(end..)?;
    let word = rest.strip_prefix('.').filter(|_| address.is_complete())?;
    let mut letters = word.chars();
    let begins = letters.next()?.is_uppercase() && letters.next()?.is_lowercase();
    if !begins {
        return None;
    }
    let length = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let message = format!(
        "no blank parts the address {} from “{}”",
        shown(address),
        &word[..length]
    );
    let help = "The sentence goes on directly behind the address, so that its first word is followed as a part of it. Put a \
                blank behind the full stop.";
    let place = Span::new(end + 1, end + 1);
    let finding = Finding::new(Span::new(end, end + 1 + length), message, help);
    Some(finding.data("url", address.text.as_str()).fix(Fix::safe(
        "put a blank behind the full stop",
        place,
        " ",
    )))
}
