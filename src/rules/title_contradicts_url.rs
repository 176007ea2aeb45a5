//! An address spells another title than its citation does.
//!
//! `data`: `note` is the label, `other` the label of the note whose title the address spells, or `here` and `there` the
//! two spellings of a word. Addresses often spell an earlier headline, so a difference alone is no finding: the words
//! must be those of another work of the paper, or one long word must be misspelt.
//!
//! ## Why
//! The address was copied into the wrong note, and the reader lands on another source; or a word of the title was
//! mistyped.
//!
//! ## Example
//! Note 7 cites `“Ferry Licence Withdrawn”` at `…/grain-by-sea-the-island-trade`, and note 3 cites `“Grain by Sea: The
//! Island Trade.”`
//!
//! ## Fix safety
//! There is no fix: the page must be looked at.

use std::collections::BTreeMap;

use super::hosts::{common, slug, stem, words};
use super::spelling::one_letter_apart;
use super::works::{label, named};
use super::{Case, Family, Rule};
use crate::citations::{Address, Citation, Form, Written, is_set_off};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "title-contradicts-url",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("title_contradicts_url.rs"),
    check,
};

/// Words as long as this that differ in one letter are one word misspelt.
const LONG_WORD: usize = 6;

/// How many works are compared with one address at most.
const MOST_WORKS: usize = 64;

/// A work with its title and the words of its address.
struct Spelt<'a> {
    citation: &'a Citation,
    title: &'a Written<String>,
    words: Vec<String>,
    address: &'a Address,
    slug: Option<Vec<String>>,
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let spelt: Vec<Spelt<'_>> = case
        .citations
        .citations
        .iter()
        .filter_map(|citation| spelt(case, citation))
        .collect();
    let mut titles: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in spelt.iter().enumerate() {
        for word in one.words.iter().filter(|word| word.len() > 3) {
            titles.entry(stem(word)).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for one in &spelt {
        let Some(slug) = &one.slug else { continue };
        match common(slug, &one.words) {
            (0, 3..) if !says(case, one, slug) => {
                let candidates = rarest(slug, &titles).iter().map(|&at| &spelt[at]);
                found.extend(other_work(case, one, slug, candidates));
            }
            (shared, all) if shared * 2 > all => found.extend(misspelt(case, one, slug)),
            _ => {}
        }
    }
    found
}

/// The works whose titles have the rarest word of an address that any title has. A title with nearly all of the words
/// has that one too, and comparing every address with every title would take too long.
fn rarest<'a>(slug: &[String], titles: &'a BTreeMap<&str, Vec<usize>>) -> &'a [usize] {
    let meant = slug.iter().filter(|word| word.len() > 3);
    let having = meant.filter_map(|word| titles.get(stem(word)));
    let rarest = having
        .min_by_key(|works| works.len())
        .map_or(&[][..], Vec::as_slice);
    &rarest[..rarest.len().min(MOST_WORKS)]
}

fn spelt<'a>(case: &Case<'a>, citation: &'a Citation) -> Option<Spelt<'a>> {
    let title = citation
        .title
        .as_ref()
        .filter(|title| is_set_off(case.document, title.span))?;
    let address = &case.citations.addresses[case.citations.page_of(citation)?];
    (citation.form == Form::Full).then(|| Spelt {
        citation,
        title,
        words: words(&title.value),
        address,
        slug: slug(address),
    })
}

/// Whether the citation says a word of the address outside its title.
fn says(case: &Case<'_>, one: &Spelt<'_>, slug: &[String]) -> bool {
    let end = one.address.span.start.max(one.citation.span.start);
    let before = case.document.slice(Span::new(one.citation.span.start, end));
    common(slug, &words(before)).0 > 0
}

/// Another work of the paper whose title the address spells.
fn other_work<'c>(
    case: &Case<'_>,
    one: &Spelt<'_>,
    slug: &[String],
    mut candidates: impl Iterator<Item = &'c Spelt<'c>>,
) -> Option<Finding> {
    let meant = candidates.find(|other| {
        let (shared, of) = common(slug, &other.words);
        other.citation.note != one.citation.note
            && other.address.text != one.address.text
            && shared >= 3
            && shared * 5 >= of * 4
    })?;
    let (own, other) = (label(case, one.citation), label(case, meant.citation));
    let message = format!("the address in note {own} spells the title cited in note {other}");
    let help = format!(
        "The address has the words of {}, and none of {}. It was probably copied into the wrong note.",
        named(meant.citation),
        named(one.citation)
    );
    let finding = Finding::new(one.address.span, message, help)
        .related(one.title.span, "the title cited here")
        .related(meant.title.span, format!("the title cited in note {other}"))
        .data("note", own.to_string())
        .data("other", other.to_string());
    Some(finding)
}

/// A word of the title that its address spells with another letter.
fn misspelt(case: &Case<'_>, one: &Spelt<'_>, slug: &[String]) -> Option<Finding> {
    let known = |word: &String| one.words.contains(word);
    let long = |word: &&String| word.chars().count() >= LONG_WORD;
    let (here, there) = one
        .words
        .iter()
        .filter(long)
        .filter(|word| !slug.contains(word))
        .find_map(|here| {
            let there = slug
                .iter()
                .filter(long)
                .find(|there| !known(there) && one_letter_apart(here, there))?;
            Some((here, there))
        })?;
    let own = label(case, one.citation);
    let place = place(case, one.title.span, here)?;
    let written = case.document.slice(place);
    let message = format!("the title in note {own} has “{written}”, and its address “{there}”");
    let help = "One of the two is misspelt. Check it on the page.";
    let finding = Finding::new(place, message, help)
        .confidence(Confidence::Medium)
        .severity(Severity::Info)
        .related(one.address.span, format!("the address has “{there}”"))
        .data("note", own.to_string())
        .data("here", written)
        .data("there", there.as_str());
    Some(finding)
}

/// Where a word stands in a title.
fn place(case: &Case<'_>, title: Span, word: &str) -> Option<Span> {
    let text = case.document.slice(title);
    let mut at = 0;
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        if part.to_lowercase() == word {
            return Some(Span::new(title.start + at, title.start + at + part.len()));
        }
        at += part.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    None
}
