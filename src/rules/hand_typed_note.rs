//! A number was typed by hand where the format counts the notes: a marker, or a number at the beginning of a note.
//!
//! Only a marker that fits its place is reported: one that lies between the numbers of its neighbours. `data`: `kind`
//! is `marker` or `note`; `number` what was typed; `note` the label of the note, `null` where none bears the number.
//!
//! ## Why
//! A word processor numbers its notes anew whenever one is put in or taken out. The typed number stays as it is, and
//! from then on names another note.
//!
//! ## Example
//! A Word file has footnotes 1 to 12, and between the markers 4 and 5 stands a 5 that is only raised text.
//!
//! ## Fix safety
//! There is no fix: the note has to be put in, or referred to, in the word processor.

use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::{Marker, MarkerStyle, Note};
use crate::raised::lowered;

pub(super) const RULE: Rule = Rule {
    id: "hand-typed-note",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("hand_typed_note.rs"),
    check,
};

/// Where more notes than this open with a typed number, that is the habit of a program, and one finding.
const MOST_NOTES: usize = 3;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let apparatus = case.apparatus;
    let is_counted = |list: usize| apparatus.lists[list].is_automatic;
    let markers = apparatus.markers.iter().filter(|marker| {
        let is_typed = matches!(
            marker.style,
            MarkerStyle::Superscript | MarkerStyle::Bracket
        );
        is_typed && marker.list.is_some_and(is_counted)
    });
    let mut findings: Vec<Finding> = markers.map(|marker| of_marker(case, marker)).collect();
    let opened: Vec<(&Note, u32)> = (apparatus.notes.iter())
        .filter(|note| is_counted(note.list))
        .filter_map(|note| Some((note, typed_number(note)?)))
        .collect();
    if opened.len() > MOST_NOTES {
        findings.extend(
            opened
                .first()
                .map(|&first| of_notes(case, first, opened.len())),
        );
    } else {
        findings.extend(opened.into_iter().map(|opened| of_note(case, opened)));
    }
    findings
}

fn of_marker(case: &Case<'_>, marker: &Marker) -> Finding {
    let label = &marker.label;
    let message = format!("the {label} here is typed, and the other markers are counted");
    let note = marker.note.map(|note| &case.apparatus.notes[note]);
    let help = match note {
        Some(_) => format!(
            "Put in a note, or a cross-reference to note {label}: a typed number stays {label} when the notes are numbered anew."
        ),
        None => format!(
            "No note bears the number {label}: put in a note with the program's own command."
        ),
    };
    let before = case.document.text[..marker.token.start].chars().next_back();
    let confidence = if before.is_some_and(char::is_alphanumeric) {
        Confidence::Medium
    } else {
        Confidence::High
    };
    let mut finding = Finding::new(marker.span, message, help)
        .confidence(confidence)
        .data("kind", "marker")
        .data("number", label.value())
        .data("note", note.map(|note| note.label.to_string()));
    if let Some(note) = note {
        finding = finding.related(note.span, format!("note {label} stands here"));
    }
    finding
}

/// What a note says, without the blank behind its number.
fn body(case: &Case<'_>, note: &Note) -> Span {
    let text = case.document.slice(note.body);
    let blanks = text.len() - text.trim_start().len();
    Span::new(note.body.start + blanks, note.body.end)
}

fn of_note(case: &Case<'_>, (note, number): (&Note, u32)) -> Finding {
    let label = &note.label;
    let message = format!("note {label} opens with a typed {number} beside its own number");
    let help =
        "Take the typed number out: the program writes the number of the note, and keeps it right.";
    Finding::new(body(case, note), message, help)
        .data("kind", "note")
        .data("number", number)
        .data("note", label.to_string())
}

fn of_notes(case: &Case<'_>, (note, number): (&Note, u32), count: usize) -> Finding {
    let message = format!("{count} notes open with a typed number beside their own");
    let help = "Take the typed numbers out: the program writes the numbers of the notes, and keeps them right.";
    Finding::new(body(case, note), message, help)
        .data("kind", "note")
        .data("number", number)
        .data("note", note.label.to_string())
}

/// The number that was typed at the beginning of a note: raised, or written as labels are and the note's own. A note may
/// well open with a number, such as a year or a volume of laws.
fn typed_number(note: &Note) -> Option<u32> {
    let text = note.text.trim_start();
    let raised: String = text.chars().map_while(lowered).collect();
    if !raised.is_empty() {
        let behind = text.chars().nth(raised.len());
        let number = raised.parse().ok()?;
        let is_own = note.label.value() == Some(number);
        return (is_own || behind.is_some_and(char::is_whitespace)).then_some(number);
    }
    let inner = text.trim_start_matches(['[', '(']);
    let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u32 = inner[..digits].parse().ok()?;
    let mut rest = inner[digits..].chars();
    let has_sign = matches!(rest.next(), Some('.' | ')' | ']'));
    let has_blank = rest.next().is_some_and(char::is_whitespace);
    (has_sign && has_blank && note.label.value() == Some(number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn a_note_may_open_with_a_number_that_is_no_label() {
        let typed = |label: &str, text: &str| {
            let mut sample = Sample::new("[1]", "1");
            let note = &mut sample.apparatus.notes[0];
            note.label = crate::notes::Label::new(label);
            note.text = text.to_owned();
            typed_number(note)
        };
        assert_eq!(typed("3", "3. Smith, Tolls."), Some(3));
        assert_eq!(typed("3", "[3] Smith, Tolls."), Some(3));
        assert_eq!(typed("3", "⁴ Smith, Tolls."), Some(4));
        assert_eq!(typed("3", "³Smith, Tolls."), Some(3));
        assert_eq!(typed("14", "14 U.S.C. § 2."), None);
        assert_eq!(typed("3", "12. Februar 1848."), None);
        assert_eq!(typed("3", "¹⁴C dates."), None);
        assert_eq!(typed("1848", "1848 was a year of storms."), None);
    }
}
