//! A short form may mean either of several works.
//!
//! `data`: `note` is the label, `candidates` the labels of the notes that cite the works in full.
//!
//! ## Why
//! `Wezeman, 2024, 11` sends the reader to two reports by the same author, and only one of them has the page.
//!
//! ## Example
//! Notes 3 and 8 cite two articles by `Lind`, and note 12 reads `Lind, op. cit., p. 4.`
//!
//! ## Fix safety
//! There is no fix: only the author knows which work is meant.

use super::works::{label, named, notes};
use super::{Case, Family, Rule};
use crate::citations::{Antecedent, Citation, Form};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-short-form",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("ambiguous_short_form.rs"),
    check,
};

/// How many of the works are shown.
const SHOWN: usize = 4;

/// What court papers and files are called: it names no author, and the note goes on with what tells it apart.
const DOCUMENTS: [&str; 22] = [
    "affidavit",
    "agreement",
    "brief",
    "complaint",
    "declaration",
    "email",
    "hearing",
    "indictment",
    "information",
    "interview",
    "judgment",
    "letter",
    "memo",
    "memorandum",
    "motion",
    "opinion",
    "order",
    "petition",
    "report",
    "statement",
    "testimony",
    "transcript",
];

/// Whether the words of a note only refer to another as a whole, or name a document instead of an author.
fn names_no_work(citation: &Citation) -> bool {
    let title = citation.title.is_none();
    title
        && citation.authors.iter().all(|author| {
            let last = author.family.rsplit(' ').next().unwrap_or_default();
            DOCUMENTS.contains(&last.to_lowercase().as_str())
        })
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let citations = case.citations.citations.iter();
    citations
        .filter_map(|citation| match &citation.antecedent {
            Antecedent::Ambiguous(several)
                if citation.form != Form::Ibid && !names_no_work(citation) =>
            {
                Some(finding(case, citation, several))
            }
            _ => None,
        })
        .collect()
}

fn finding(case: &Case<'_>, citation: &Citation, several: &[usize]) -> Finding {
    let own = label(case, citation);
    let message = format!(
        "note {own} cites {} in short, and that may mean any of {} works",
        named(citation),
        several.len()
    );
    let help = format!(
        "See {}. Add so much of the title that only one work is meant.",
        notes(case, several)
    );
    let labels: Vec<String> = several
        .iter()
        .map(|&at| label(case, &case.citations.citations[at]).to_string())
        .collect();
    let finding = Finding::new(citation.span, message, help)
        .confidence(Confidence::Medium)
        .data("note", own.to_string())
        .data("candidates", labels);
    several.iter().take(SHOWN).fold(finding, |finding, &at| {
        let other = &case.citations.citations[at];
        finding.related(other.span, named(other))
    })
}
