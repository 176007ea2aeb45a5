//! A work is cited in full a second time.
//!
//! `data`: `note` is the label, `first` the label of the note that cites the work first. Only papers that cite in short
//! as a habit are looked at.
//!
//! ## Why
//! Where the paper cites in short what it has cited before, a second full citation says that this is another work. It
//! often differs from the first in a detail, and one of the two is wrong.
//!
//! ## Example
//! Notes 15 and 71 both give author, title, newspaper, date and address of one article, and note 53 cites another in
//! short.
//!
//! ## Fix safety
//! The fix replaces the second citation by author and short title. It is not safe: a page or a remark in it is lost.

use super::works::{cites_in_short, full_citations, label, named};
use super::{Case, Family, Rule};
use crate::citations::Citation;
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "repeated-full-citation",
    family: Family::Citation,
    severity: Some(Severity::Info),
    source: include_str!("repeated_full_citation.rs"),
    check,
};

/// Shorter titles are shared by different works.
const SHORTEST_TITLE: usize = 15;

fn check(case: &Case<'_>) -> Vec<Finding> {
    if !cites_in_short(case) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for work in full_citations(case) {
        let citations = work.iter().map(|&at| &case.citations.citations[at]);
        let full: Vec<&Citation> = citations.filter(|citation| is_whole(citation)).collect();
        let Some((first, rest)) = full.split_first() else {
            continue;
        };
        if first.title_key().chars().count() < SHORTEST_TITLE {
            continue;
        }
        let again = rest
            .iter()
            .filter(|again| again.note != first.note && is_same(case, first, again));
        found.extend(again.map(|again| finding(case, first, again)));
    }
    found
}

/// Whether it has all that a reader needs to find the work.
fn is_whole(citation: &Citation) -> bool {
    let place =
        !citation.addresses.is_empty() || citation.publisher.is_some() || citation.volume.is_some();
    place
        && citation.title.is_some()
        && citation.published.is_some()
        && (citation.container.is_some() || citation.publisher.is_some())
}

/// Whether two citations with one title are of one work: the same authors, the same date and, if both have one, the same
/// address.
fn is_same(case: &Case<'_>, one: &Citation, other: &Citation) -> bool {
    let families = |citation: &Citation| -> Vec<String> {
        citation
            .authors
            .iter()
            .map(|author| author.family.clone())
            .collect()
    };
    let date = |citation: &Citation| citation.published.as_ref().map(|date| date.value);
    let address = |citation: &Citation| {
        let at = case.citations.page_of(citation);
        let at = at.or_else(|| citation.addresses.clone().next())?;
        let address = &case.citations.addresses[at];
        Some(
            address
                .page()
                .map_or(address.text.as_str(), url::Url::as_str),
        )
    };
    let addresses_agree = match (address(one), address(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    families(one) == families(other) && date(one) == date(other) && addresses_agree
}

fn finding(case: &Case<'_>, first: &Citation, again: &Citation) -> Finding {
    let (own, before) = (label(case, again), label(case, first));
    let message = format!(
        "note {own} cites {} in full, as note {before} does",
        named(again)
    );
    let help = "Elsewhere the paper cites in short what it has cited before. Use the short form here, or see whether another \
                work is meant.";
    let finding = Finding::new(again.span, message, help)
        .confidence(Confidence::Medium)
        .related(first.span, format!("the first citation, in note {before}"))
        .data("note", own.to_string())
        .data("first", before.to_string());
    match short_form(case, again) {
        Some(edit) => finding.fix(Fix::uncertain("cite in short", vec![edit])),
        None => finding,
    }
}

/// Author and title as they are written, and nothing else of the citation but the full stop behind it.
fn short_form(case: &Case<'_>, citation: &Citation) -> Option<Edit> {
    let title = citation.title.as_ref()?;
    let text = case.document.slice(citation.span);
    let behind = case.document.text[title.span.end..citation.span.end].chars();
    let close: String = behind.take_while(|c| ",.”\"»“’'*_".contains(*c)).collect();
    let close = close.replace(',', "");
    let given = citation.authors.first().zip(citation.authors.last());
    let start = given.map_or(title.span.start, |(first, _)| first.span.start);
    let quote =
        &case.document.text[given.map_or(start, |(_, last)| last.span.end)..title.span.start];
    let families: Vec<&str> = citation
        .authors
        .iter()
        .map(|author| author.family.as_str())
        .collect();
    let stop = if text.ends_with('.') { "." } else { "" };
    let short = format!(
        "{}{quote}{}{stop}{close}",
        families.join(" and "),
        case.document.slice(title.span)
    );
    let short = short.replace("..", ".");
    let edit = Span::new(start, citation.span.end);
    (families.len() <= 3).then_some(Edit {
        span: edit,
        replacement: short,
    })
}
