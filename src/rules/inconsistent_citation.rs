//! One name is spelt in two ways in the citations.
//!
//! `data`: `note` and `other` are the labels of the two notes, `field` is `author`, `outlet` or `title`, `here` and
//! `there` are the two spellings.
//!
//! ## Why
//! One of the two is misspelt, or two works have been taken for one. A reader who searches for the name as it is
//! printed does not find the source, and an author is not credited.
//!
//! ## Example
//! Note 54 cites `Nicolas Jonan, “Towards a New Axis of Security?”`, and note 55 `Nicolas Jouan` with the same title.
//!
//! ## Fix safety
//! There is no fix: which spelling is right cannot be seen from the paper.

use std::collections::{BTreeMap, BTreeSet};

use super::spelling::{ends, one_letter_apart};
use super::works::{full_citations, label, letters_apart};
use super::{Case, Family, Rule};
use crate::citations::{Address, Author, Citation, Form};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "inconsistent-citation",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("inconsistent_citation.rs"),
    check,
};

/// Shorter titles are shared by different works.
const SHORTEST_TITLE: usize = 15;

/// Shorter names often are one letter from another name.
const SHORTEST_NAME: usize = 4;

/// Two spellings with the notes that have them.
struct Spellings<'a> {
    field: &'static str,
    here: (&'a Citation, Span, &'a str),
    there: (&'a Citation, Span, &'a str),
    why: &'static str,
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut found: Vec<Spellings<'_>> = authors_of_one_work(case);
    found.extend(authors_of_one_name(case));
    found.extend(outlets_of_one_host(case));
    found.retain(|spellings| {
        let mut pair = [spellings.here.2.to_owned(), spellings.there.2.to_owned()];
        pair.sort();
        told.insert(pair)
    });
    found
        .iter()
        .map(|spellings| finding(case, spellings))
        .collect()
}

fn finding(case: &Case<'_>, spellings: &Spellings<'_>) -> Finding {
    let (citation, place, here) = spellings.here;
    let (other, there_place, there) = spellings.there;
    let (own, before) = (label(case, citation), label(case, other));
    let message = format!("note {own} has “{here}”, and note {before} has “{there}”");
    let help = format!(
        "{}: one of the two spellings is wrong. Check it in the source.",
        spellings.why
    );
    Finding::new(place, message, help)
        .confidence(Confidence::Medium)
        .related(there_place, format!("“{there}” in note {before}"))
        .data("note", own.to_string())
        .data("other", before.to_string())
        .data("field", spellings.field)
        .data("here", here)
        .data("there", there)
}

/// The same title, and an author whose family name differs in a letter or two.
fn authors_of_one_work<'a>(case: &Case<'a>) -> Vec<Spellings<'a>> {
    let mut found = Vec::new();
    for work in full_citations(case) {
        let citations: Vec<&'a Citation> = work
            .iter()
            .map(|&at| &case.citations.citations[at])
            .collect();
        let Some((first, rest)) = citations.split_first() else {
            continue;
        };
        if first.title_key().chars().count() < SHORTEST_TITLE {
            continue;
        }
        for again in rest
            .iter()
            .filter(|again| again.authors.len() == first.authors.len())
        {
            let pairs = again.authors.iter().zip(&first.authors);
            found.extend(pairs.filter(|(one, other)| is_misspelt(one, other)).map(
                |(one, other)| Spellings {
                    field: "author",
                    here: (again, one.span, one.family.as_str()),
                    there: (first, other.span, other.family.as_str()),
                    why: "The title is the same",
                },
            ));
        }
    }
    found
}

fn is_misspelt(one: &Author, other: &Author) -> bool {
    one.family.chars().count() >= SHORTEST_NAME
        && one.family != other.family
        && letters_apart(&one.family, &other.family, 2).is_some()
        && given(one) == given(other)
}

fn given(author: &Author) -> &str {
    author
        .name
        .strip_suffix(author.family.as_str())
        .unwrap_or_default()
        .trim()
}

/// The same given names, and a family name of one letter's difference.
fn authors_of_one_name<'a>(case: &Case<'a>) -> Vec<Spellings<'a>> {
    let mut known: BTreeMap<_, Vec<(&'a Citation, &'a Author)>> = BTreeMap::new();
    let mut found = Vec::new();
    for citation in case
        .citations
        .citations
        .iter()
        .filter(|citation| citation.form == Form::Full)
    {
        for author in &citation.authors {
            // Initials belong to many.
            if given(author).chars().filter(|c| c.is_alphabetic()).count() < SHORTEST_NAME
                || given(author).contains('.')
            {
                continue;
            }
            let Some(ends) = ends(&author.family) else {
                continue;
            };
            let same = known.entry((given(author), ends)).or_default();
            let other = same
                .iter()
                .find(|(_, other)| one_letter_apart(&author.family, &other.family));
            if let Some((there, other)) = other {
                found.push(Spellings {
                    field: "author",
                    here: (citation, author.span, author.family.as_str()),
                    there: (there, other.span, other.family.as_str()),
                    why: "The given name is the same",
                });
            }
            if !same.iter().any(|(_, other)| other.family == author.family) {
                same.push((citation, author));
            }
        }
    }
    found
}

/// The same site, and the name of the outlet differs in one letter.
fn outlets_of_one_host<'a>(case: &Case<'a>) -> Vec<Spellings<'a>> {
    let mut known: BTreeMap<&str, Vec<(&'a Citation, Span, &'a str)>> = BTreeMap::new();
    let mut found = Vec::new();
    for citation in &case.citations.citations {
        let address = case.citations.addresses[citation.addresses.clone()].first();
        let host = address.and_then(Address::page).and_then(url::Url::host_str);
        let (Some(host), Some(outlet)) = (host, &citation.container) else {
            continue;
        };
        let same = known.entry(host).or_default();
        let name = outlet.value.as_str();
        let other = same.iter().find(|(_, _, other)| {
            name.chars().count() > SHORTEST_TITLE
                && !name.eq_ignore_ascii_case(other)
                && letters_apart(name, other, 1).is_some()
                && !differs_in_number(name, other)
        });
        if let Some(&there) = other {
            found.push(Spellings {
                field: "outlet",
                here: (citation, outlet.span, name),
                there,
                why: "The address is of the same site",
            });
        }
        if !same.iter().any(|(_, _, other)| *other == name) {
            same.push((citation, outlet.span, name));
        }
    }
    found
}

/// Whether two names differ in a digit, as two volumes do, or in signs only.
fn differs_in_number(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String { name.chars().filter(|c| c.is_alphabetic()).collect() };
    letters(one) == letters(other)
}
