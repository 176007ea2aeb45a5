//! One address is given for two different works.
//!
//! `data`: `note` and `other` are the labels of the two notes. Both citations must have their title in quotation marks,
//! and the address must be that of a page, not of a site. Two passages that are quoted from one page do not conflict.
//!
//! ## Why
//! An address leads to one page. If two notes give it for two titles, at least one of them sends the reader to the
//! wrong source: it was copied from a neighbour and never replaced.
//!
//! ## Example
//! Note 64 cites `“South Korea”` and note 67 `“Trade in Goods with South Korea”`, both at the address of the first.
//!
//! ## Fix safety
//! There is no fix: only the author knows the right address.

use std::collections::BTreeMap;

use super::hosts::{common, words};
use super::works::{label, named};
use super::{Case, Family, Rule};
use crate::citations::{Address, Citation, Form, is_set_off};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "conflicting-urls",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("conflicting_urls.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut known: BTreeMap<String, Vec<(&Citation, Span)>> = BTreeMap::new();
    let mut found = Vec::new();
    for citation in &case.citations.citations {
        let Some(address) = case.citations.page_of(citation) else {
            continue;
        };
        let address = &case.citations.addresses[address];
        let Some(page) = page(address) else { continue };
        if citation.form != Form::Full
            || !citation.title.as_ref().is_some_and(|title| {
                is_set_off(case.document, title.span) && !is_chapter(case, title.span)
            })
        {
            continue;
        }
        let same = known.entry(page).or_default();
        let other = same
            .first()
            .filter(|(other, _)| other.note != citation.note && differ(citation, other))
            .filter(|(other, _)| !is_one_page(citation, other));
        if let Some(&(other, there)) = other {
            found.push(finding(case, (citation, address.span), (other, there)));
        }
        same.push((citation, address.span));
    }
    found
}

/// The address of a page without scheme, fragment and final slash; `None` for the entrance of a site.
fn page(address: &Address) -> Option<String> {
    let url = address.page()?;
    let path = url.path().trim_end_matches('/');
    if path.is_empty() || url.fragment().is_some() {
        return None;
    }
    Some([url.host_str()?, path, "?", url.query().unwrap_or_default()].concat())
}

/// Whether a title is that of a chapter: the book around it has one address for all.
fn is_chapter(case: &Case<'_>, title: Span) -> bool {
    let behind = case.document.text[title.end..].trim_start_matches([',', '.', '”', '"', '’', ' ']);
    ["in ", "In ", "in: ", "In: "]
        .iter()
        .any(|word| behind.starts_with(word))
}

/// Whether two citations quote from one page: what stands in quotation marks is speech, or both are dated the same day.
fn is_one_page(one: &Citation, other: &Citation) -> bool {
    let day = |citation: &Citation| {
        let date = citation.published.as_ref().map(|date| date.value);
        date.filter(|date| date.day.is_some())
    };
    let is_quoted = |citation: &Citation| {
        let title = citation.title.as_ref();
        title.is_some_and(|title| is_speech(&title.value))
    };
    is_quoted(one) || is_quoted(other) || day(one).is_some() && day(one) == day(other)
}

/// Whether words in quotation marks are what somebody said rather than a title: they begin in mid-sentence, leave
/// something out, or speak of “we”.
fn is_speech(quoted: &str) -> bool {
    const FIRST_PERSON: [&str; 6] = ["we", "our", "us", "my", "i’m", "i"];
    let opens_small = quoted.starts_with(|c: char| c.is_lowercase() || "…[".contains(c));
    let leaves_out = quoted.contains('…') || quoted.contains("...") || quoted.contains('[');
    let small = |word: &str| word.chars().next().is_some_and(char::is_lowercase) || word == "I";
    let mut said = quoted.split_whitespace().skip(1);
    opens_small
        || leaves_out
        || said.any(|word| small(word) && FIRST_PERSON.contains(&word.to_lowercase().as_str()))
}

/// Whether two titles can hardly be one: none lacks only the subtitle of the other, and few words are common to both.
fn differ(one: &Citation, other: &Citation) -> bool {
    let (Some(first), Some(second)) = (&one.title, &other.title) else {
        return false;
    };
    let (first_key, second_key) = (one.title_key(), other.title_key());
    if first_key == second_key {
        return false;
    }
    let (first, second) = (first.value.as_str(), second.value.as_str());
    let bare = |title: &str| words(title.split([':', '—', '–', '?']).next().unwrap_or(title));
    if bare(first) == words(second) || bare(second) == words(first) {
        return false;
    }
    let (first, second) = (words(first), words(second));
    let (shared, all) = if first.len() < second.len() {
        common(&first, &second)
    } else {
        common(&second, &first)
    };
    all > 0
        && (shared * 2 < all
            || first_key.len().min(second_key.len()) * 2 < first_key.len().max(second_key.len()))
}

fn finding(
    case: &Case<'_>,
    (citation, place): (&Citation, Span),
    (other, there): (&Citation, Span),
) -> Finding {
    let (own, before) = (label(case, citation), label(case, other));
    let message = format!("notes {before} and {own} give one address for two works");
    let help = format!(
        "Note {before} gives it for {}, note {own} for {}. Open it and see which work it leads to.",
        named(other),
        named(citation)
    );
    Finding::new(place, message, help)
        .confidence(Confidence::Medium)
        .related(there, format!("the same address in note {before}"))
        .data("note", own.to_string())
        .data("other", before.to_string())
}
