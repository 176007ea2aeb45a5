//! “See note 12” leads to a note that is not there or cites another author, or a field of its kind is out of date.
//!
//! `data`: `note` is the label, `named` the number that it names, `meant` the label of the note that cites the author,
//! if there is one. Of a field, `named` is the number that it shows, and `meant` the one that it should show; of a `\ref`
//! in LaTeX, `named` is the label that no place has.
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
use crate::document::{CrossReference, Span};
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
    let typed = citations
        .filter(|citation| {
            citation.form == Form::Supra && citation.antecedent == Antecedent::Unresolved
        })
        .filter_map(|citation| stale(case, &numbered, citation, citation.names_note?));
    let references = &case.document.cross_references;
    let lost = references
        .iter()
        .filter(|reference| reference.now.is_none());
    typed
        .chain(outdated(references))
        .chain(lost.map(leads_nowhere))
        .collect()
}

/// Fields whose numbers are not those of what they lead to. Nobody updated them: one cause, one finding.
fn outdated(references: &[CrossReference]) -> Option<Finding> {
    const MOST_SHOWN: usize = 5;
    let numbers = |reference: &CrossReference| {
        Some((
            reference.span,
            reference.shown.clone()?,
            reference.now.clone()?,
        ))
    };
    let stale: Vec<(Span, String, String)> = references.iter().filter_map(numbers).collect();
    let ((span, shown, now), others) = stale.split_first()?;
    let first = format!("a cross-reference shows {shown} and leads to what is now {now}");
    let message = match others.len() {
        0 => first,
        1 => format!("{first}; 1 other is out of date, too"),
        more => format!("{first}; {more} others are out of date, too"),
    };
    let help = "It is a field that was not updated since the numbers changed. Update all fields (in Word, select \
                everything and press F9), and see whether each still leads to what is meant.";
    let mut finding = Finding::new(*span, message, help)
        .data("named", shown.as_str())
        .data("meant", now.as_str());
    for (span, shown, now) in others.iter().take(MOST_SHOWN) {
        finding = finding.related(*span, format!("shows {shown}, leads to {now}"));
    }
    Some(finding)
}

/// `\ref` to a label that no place of the paper has.
fn leads_nowhere(reference: &CrossReference) -> Finding {
    let name = &reference.name;
    let message = format!("a cross-reference leads to “{name}”, and no place has this label");
    let help = "“??” is printed in its place. Put the label back, or refer to another.";
    Finding::new(reference.span, message, help).data("named", name.as_str())
}

/// What to do where nothing says which note is meant.
const CHECK: &str =
    "Check which note is meant; notes may have been put in or taken out since this was written.";

fn stale(case: &Case<'_>, numbered: &Numbers, citation: &Citation, number: u32) -> Option<Finding> {
    let own = label(case, citation);
    let list = case.apparatus.notes[citation.note].list;
    let Some(&there) = numbered.get(&(list, number)) else {
        let message = format!("note {own} refers to note {number}, and the list has no such note");
        return Some(finding(case, citation, message, CHECK));
    };
    if there != citation.note {
        return of_another_author(case, citation, there);
    }
    let message = format!("note {own} refers to itself");
    (!is_elsewhere(case, there)).then(|| finding(case, citation, message, CHECK))
}

/// Whether another list has a note of the same number: of a paper with footnotes and endnotes the other one is meant.
fn is_elsewhere(case: &Case<'_>, note: usize) -> bool {
    let notes = &case.apparatus.notes;
    let note = &notes[note];
    let mut others = notes.iter().filter(|other| other.list != note.list);
    others.any(|other| other.label == note.label)
}

/// A note that cites another author is stale only if the author is cited somewhere else.
fn of_another_author(case: &Case<'_>, citation: &Citation, there: usize) -> Option<Finding> {
    let family = &citation.authors.first()?.family;
    let number = citation.names_note?;
    let meant = full_by(case, family, citation.note)?;
    let other = label(case, meant);
    // Of two notes with this number one cites the author: it is the number that is wrong there.
    if other.value() == Some(number) {
        return None;
    }
    let own = label(case, citation);
    let message = format!(
        "note {own} refers to note {number} for {family}, and that note does not cite {family}"
    );
    let help = format!(
        "Note {other} cites {}: that is probably the one.",
        named(meant)
    );
    let edit = Edit {
        span: digits(case, place(citation))?,
        replacement: other.to_string(),
    };
    let note = &case.apparatus.notes[there];
    let stale = finding(case, citation, message, &help)
        .confidence(Confidence::Medium)
        .related(note.span, format!("note {number}"))
        .related(meant.span, format!("note {other}"))
        .data("meant", other.to_string())
        .fix(Fix::uncertain(format!("refer to note {other}"), vec![edit]));
    Some(stale)
}

fn finding(case: &Case<'_>, citation: &Citation, message: String, help: &str) -> Finding {
    Finding::new(place(citation), message, help)
        .data("note", label(case, citation).to_string())
        .data("named", citation.names_note)
}

/// Where the note is named.
fn place(citation: &Citation) -> Span {
    citation.word.unwrap_or(citation.span)
}

/// The first full citation of a work by an author, outside of one note.
fn full_by<'a>(case: &Case<'a>, family: &str, note: usize) -> Option<&'a Citation> {
    let citations = case.citations.citations.iter();
    citations
        .filter(|other| other.form == Form::Full && other.note != note)
        .find(|other| other.authors.iter().any(|author| author.family == family))
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
