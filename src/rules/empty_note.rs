//! A note has a label and no text.
//!
//! A note that says `[Missing note.]` and nothing else has none either: so `fix --unsafe` marks the place of a note
//! that fell out. `data`: `note` is the label.
//!
//! ## Why
//! A reader who follows the marker finds a number and nothing after it: the source was never filled in, or its text
//! slipped into the note before.
//!
//! ## Example
//! The list reads `4. Ministry of Finance, “Budget”, 2021.`, then `5.`, then `6. Ibid.`
//!
//! ## Fix safety
//! There is no fix: only the author knows the source.

use super::numbering::Numbering;
use super::renumbering::is_placeholder;
use super::wording::opening;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};
use crate::notes::{Marker, MarkerStyle, Note};

pub(super) const RULE: Rule = Rule {
    id: "empty-note",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("empty_note.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .flat_map(|numbering| {
            let positions = 0..numbering.notes.len();
            positions.filter_map(|position| empty(numbering, position))
        })
        .collect()
}

fn empty(numbering: &Numbering<'_>, position: usize) -> Option<Finding> {
    let (_, note) = numbering.notes[position];
    let is_placeholder = is_placeholder(note);
    if note.text.starts_with("Cite error") {
        let message = format!(
            "note {} shows an error of MediaWiki in place of a source",
            note.label
        );
        let help = "The name that the marker calls was never defined, or twice: see the wiki text, and put the source back.";
        return Some(Finding::new(note.span, message, help).data("note", note.label.to_string()));
    }
    let text = without_comments(&note.text);
    if text.chars().any(char::is_alphanumeric) && text != note.label.to_string() && !is_placeholder
    {
        return None;
    }
    let label = &note.label;
    let call = numbering
        .calls_of(label)
        .first()
        .map(|&call| numbering.markers[call].1);
    if call.is_some_and(|marker| marker.style == MarkerStyle::Inline) {
        let help = "Fill in the source, or take the note out.";
        let finding = Finding::new(note.span, "a note written in the text has no text", help);
        return Some(finding.data("note", label.to_string()));
    }
    if is_placeholder {
        return Some(placeholder(note, call));
    }
    let help = "Fill in the source, or take the note and its marker out. See whether its text stands at the end of the \
                note before.";
    let mut finding = Finding::new(note.span, format!("note {label} has no text"), help)
        .data("note", label.to_string());
    if let Some(marker) = call {
        finding = finding.related(marker.span, format!("marker {label} calls it"));
    }
    let before = position
        .checked_sub(1)
        .map(|before| numbering.notes[before].1);
    Some(match before {
        Some(before) if !numbering.is_native() => finding.related(
            before.span,
            format!("note {}, the one before: {}", before.label, opening(before)),
        ),
        _ => finding,
    })
}

/// A text without its comments, which nobody reads.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut shown = String::new();
    while let Some((before, comment)) = rest.split_once("<!--") {
        shown.push_str(before);
        let Some((_, behind)) = comment.split_once("-->") else {
            return shown + "<!--" + comment;
        };
        rest = behind;
    }
    shown + rest
}

/// A note that a fix put in where one was missing.
fn placeholder(note: &Note, call: Option<&Marker>) -> Finding {
    let label = &note.label;
    let message = format!("note {label} only holds the place of a note that is missing");
    let help = "Find the source for the sentence before its marker, and write it here.";
    let finding = Finding::new(note.span, message, help).data("note", label.to_string());
    match call {
        Some(marker) => finding.related(marker.span, format!("marker {label} calls it")),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn a_dash_is_no_text() {
        let mut sample = Sample::new("[1] [2]", "1 2");
        assert!(check(&sample.case()).is_empty());
        sample.apparatus.notes[1].text = "—".to_owned();
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].data["note"], "2");
    }
}
