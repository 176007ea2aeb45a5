//! “See note 12” leads to a note that is not there, or to one that cites another author.
//!
//! `data`: `note` is the label, `named` the number that it names, `meant` the label of the note that cites the author, if
//! there is one.
//!
//! ## Why
//! Numbers in cross-references are often typed by hand. When a note is put in or taken out, the notes are numbered anew
//! and the cross-references are not.
//!
//! ## Example
//! Note 20 reads `Lind, supra note 12, at 3.`, note 12 cites Voss, and note 13 cites Lind.
//!
//! ## Fix safety
//! The fix writes the number of the note that cites the author. It is not safe: the author may be cited in several.

use std::collections::HashMap;

use super::works::{label, named};
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "stale-cross-reference",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("stale_cross_reference.rs"),
    check,
};

/// The notes by list and number.
type Numbers = HashMap<(usize, u32), usize>;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let numbered = case.apparatus.numbered();
    let citations = case.citations.citations.iter();
    citations
        .filter(|citation| {
            citation.form == Form::Supra && citation.antecedent == Antecedent::Unresolved
        })
        .filter_map(|citation| stale(case, &numbered, citation, citation.names_note?))
        .collect()
}

fn stale(case: &Case<'_>, numbered: &Numbers, citation: &Citation, number: u32) -> Option<Finding> {
    let own = label(case, citation);
    let list = case.apparatus.notes[citation.note].list;
    let there = numbered
        .get(&(list, number))
        .map(|&index| (index, &case.apparatus.notes[index]));
    let place = citation.word.unwrap_or(citation.span);
    let finding = |message: String, help: &str| {
        Finding::new(place, message, help)
            .data("note", own.to_string())
            .data("named", number)
    };
    let Some((index, note)) = there else {
        let message = format!("note {own} refers to note {number}, and the list has no such note");
        let help = "Check which note is meant; notes may have been put in or taken out since this was written.";
        return Some(finding(message, help));
    };
    if index == citation.note {
        // A paper with footnotes and endnotes has two notes of that number, and the other one is meant.
        let list = note.list;
        let mut others = case
            .apparatus
            .notes
            .iter()
            .filter(|other| other.list != list);
        if others.any(|other| other.label == note.label) {
            return None;
        }
        let message = format!("note {own} refers to itself");
        let help = "Check which note is meant; notes may have been put in or taken out since this was written.";
        return Some(finding(message, help));
    }
    // A note that cites another author is stale only if the author is cited somewhere else.
    let author = citation.authors.first()?;
    let meant = full_by(case, citation)?;
    let other = label(case, meant);
    // Of two notes with this number one cites the author: it is the number that is wrong there.
    if other.value() == Some(number) {
        return None;
    }
    let message = format!(
        "note {own} refers to note {number} for {}, and that note does not cite {}",
        author.family, author.family
    );
    let help = format!(
        "Note {other} cites {}: that is probably the one.",
        named(meant)
    );
    let number_at = digits(case, place)?;
    let edit = Edit {
        span: number_at,
        replacement: other.to_string(),
    };
    let stale = finding(message, &help)
        .confidence(Confidence::Medium)
        .related(note.span, format!("note {number}"))
        .related(meant.span, format!("note {other}"))
        .data("meant", other.to_string())
        .fix(Fix::uncertain(format!("refer to note {other}"), vec![edit]));
    Some(stale)
}

/// The first full citation of a work by the author that a short form names.
fn full_by<'a>(case: &Case<'a>, citation: &Citation) -> Option<&'a Citation> {
    let family = &citation.authors.first()?.family;
    let citations = case.citations.citations.iter();
    citations
        .filter(|other| other.form == Form::Full && other.note != citation.note)
        .find(|other| other.authors.iter().any(|author| author.family == *family))
}

/// Where the number of the note stands in the words that name it.
fn digits(case: &Case<'_>, place: Span) -> Option<Span> {
    let text = case.document.slice(place);
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..]
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len() - start);
    Some(Span::new(place.start + start, place.start + start + length))
}
