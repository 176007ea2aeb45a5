//! A short form names a work that the paper never cites in full.
//!
//! `data`: `note` is the label. Only papers that cite in short as a habit are looked at: where at least three short
//! forms lead to a full citation, and twice as many as lead nowhere. Confidence is low where the paper is a chapter, since
//! another may have the full citation, and where the title is so long that the note may itself be the first mention.
//! Nothing is said where another note has the name and the title in its sentences.
//!
//! ## Why
//! A short form such as `Grgić, “South Korea is up in arms”` sends the reader back to the full citation. If that was
//! cut, moved to another chapter or spelt in another way, the source cannot be found.
//!
//! ## Example
//! Note 12 reads `Brandt, “Herons of the Mudflats.”`, and no other note gives the work in full.
//!
//! ## Fix safety
//! There is no fix: only the author knows the source.

use std::collections::{HashMap, HashSet};

use super::hosts::words;
use super::works::{cites_in_short, label, letters_apart, named};
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unresolved-short-form",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("unresolved_short_form.rs"),
    check,
};

/// Names as long as this that differ in one or two letters are one name misspelt.
const LONG_NAME: usize = 5;

/// A title of so many words is hardly shortened.
const LONG_TITLE: usize = 6;

/// How many notes with the name of an author are looked at.
const MOST_NOTES: usize = 16;

/// How many blocks are the head of a paper.
const HEAD: usize = 3;

fn check(case: &Case<'_>) -> Vec<Finding> {
    if !cites_in_short(case) {
        return Vec::new();
    }
    let citations = case.citations.citations.iter();
    let unresolved: Vec<&Citation> = citations
        .filter(|citation| {
            citation.form == Form::Short && citation.antecedent == Antecedent::Unresolved
        })
        .collect();
    let told = told(case, &unresolved);
    let left = unresolved.into_iter().zip(told).filter(|(_, told)| !told);
    left.map(|(citation, _)| finding(case, citation)).collect()
}

/// For each of some citations whether another note has its author and most of its title in a sentence.
fn told(case: &Case<'_>, citations: &[&Citation]) -> Vec<bool> {
    let families: HashSet<&str> = citations
        .iter()
        .filter_map(|citation| Some(citation.authors.first()?.family.as_str()))
        .collect();
    let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, note) in case.apparatus.notes.iter().enumerate() {
        for word in note.text.split(|c: char| !c.is_alphanumeric()) {
            if let Some(&family) = families.get(word) {
                having.entry(family).or_default().push(at);
            }
        }
    }
    let is_told = |citation: &&Citation| {
        let family = citation
            .authors
            .first()
            .map(|author| author.family.as_str());
        let notes = family
            .and_then(|family| having.get(family))
            .map_or(&[][..], Vec::as_slice);
        let others = notes.iter().filter(|&&note| note != citation.note);
        others
            .take(MOST_NOTES)
            .any(|&note| has_title(&case.apparatus.notes[note].text, citation))
    };
    citations.iter().map(is_told).collect()
}

/// Whether a text that is longer than the citation has the long words of its title.
fn has_title(text: &str, citation: &Citation) -> bool {
    let Some(title) = &citation.title else {
        return false;
    };
    let words = words(&title.value);
    let long: Vec<&String> = words.iter().filter(|word| word.len() > 3).collect();
    let small = text.to_lowercase();
    let found = long
        .iter()
        .filter(|word| small.contains(word.as_str()))
        .count();
    let is_longer = text.len() > citation.span.len() + title.value.len();
    is_longer && !long.is_empty() && found * 5 >= long.len() * 4
}

/// Whether the paper is a chapter of a book, as its first lines say.
pub(super) fn is_chapter(case: &Case<'_>) -> bool {
    const WORDS: [&str; 6] = [
        "chapter",
        "kapitel",
        "chapitre",
        "capítulo",
        "capitolo",
        "part",
    ];
    let mut first = case.document.blocks.iter().take(HEAD);
    first.any(|block| {
        let text = case
            .document
            .slice(block.span)
            .trim_start_matches(['#', ' ', '*']);
        let mut words = text.split_whitespace();
        let named = words.next().unwrap_or_default().to_lowercase();
        let number = words
            .next()
            .unwrap_or_default()
            .trim_end_matches(['.', ':', '*']);
        let is_number = number.parse::<u32>().is_ok()
            || !number.is_empty() && number.chars().all(|c| "IVXLC".contains(c));
        WORDS.contains(&named.as_str()) && is_number
    })
}

/// How sure it is that a work is nowhere cited in full.
fn confidence(case: &Case<'_>, citation: &Citation) -> Confidence {
    let title = citation
        .title
        .as_ref()
        .map_or(0, |title| words(&title.value).len());
    if is_chapter(case) || title >= LONG_TITLE {
        Confidence::Low
    } else {
        Confidence::Medium
    }
}

fn finding(case: &Case<'_>, citation: &Citation) -> Finding {
    let own = label(case, citation);
    let message = format!(
        "note {own} cites {} in short, and no note gives the work in full",
        named(citation)
    );
    let finding = Finding::new(citation.span, message, "")
        .confidence(confidence(case, citation))
        .data("note", own.to_string());
    let Some(other) = alike(case, citation) else {
        let elsewhere = if is_chapter(case) {
            " If it stands in another chapter of the same book, nothing is wrong."
        } else {
            ""
        };
        let help = format!(
            "Give the full citation here, or see whether the note that had it was taken out.{elsewhere}"
        );
        return Finding { help, ..finding };
    };
    let help = format!(
        "Note {} cites {}: if that is the work, one of the two is misspelt. Otherwise give the full citation here.",
        label(case, other),
        named(other)
    );
    Finding { help, ..finding }.related(other.span, named(other))
}

/// A full citation whose author is spelt nearly like this one's.
fn alike<'a>(case: &Case<'a>, citation: &Citation) -> Option<&'a Citation> {
    let family = &citation.authors.first()?.family;
    if family.chars().count() < LONG_NAME {
        return None;
    }
    let full = case
        .citations
        .citations
        .iter()
        .filter(|other| other.form == Form::Full);
    full.filter(|other| other.title.is_some() && other.note != citation.note)
        .filter_map(|other| {
            let name = &other.authors.first()?.family;
            // Names are seldom misspelt in their first letter, and this keeps long papers fast.
            if name.chars().next() != family.chars().next() {
                return None;
            }
            letters_apart(family, name, 2).map(|apart| (apart, other))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, other)| other)
}
