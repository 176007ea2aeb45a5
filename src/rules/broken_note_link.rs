//! A link between a marker and its note leads elsewhere than it says: to the note of another number, back to another
//! marker, or to a place that is not there.
//!
//! `data`: `kind` is `other-note`, `missing-note`, `other-marker`, `missing-marker` or `other-case`; `first` and `last` are
//! the labels of the markers, or of the notes for the third and fourth, that are wrong in the same way one after the
//! other. `other-case` is a citation in LaTeX that differs from the key of its work in capitals only.
//!
//! ## Why
//! A reader who clicks on marker 7 and lands on note 8 reads the wrong source and does not notice. It happens where
//! numbers were typed over, where a note was put in by hand, and where a page was put together from parts.
//!
//! ## Example
//! The page has `<sup><a href="#fn8">7</a></sup>`, and the eighth item of the list is `<li id="fn8">`.
//!
//! ## Fix safety
//! There is no fix: only the author knows whether the number or the link is wrong.

use std::collections::HashSet;

use super::{Case, Family, Rule};
use crate::document::{Document, Format, NativeLink, NativeMarker, NativeNote, Span};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "broken-note-link",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("broken_note_link.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let document = case.document;
    if document
        .native_markers
        .iter()
        .all(|marker| marker.link.is_none())
    {
        return Vec::new();
    }
    let links = Links::new(document);
    let calls = document
        .native_markers
        .iter()
        .filter_map(|marker| links.call(marker));
    let ways_back = document
        .native_notes
        .iter()
        .enumerate()
        .filter_map(|(index, note)| links.way_back(index, note));
    let mut findings: Vec<Finding> = runs(calls.collect())
        .iter()
        .map(|run| finding(run))
        .collect();
    findings.extend(runs(ways_back.collect()).iter().map(|run| finding(run)));
    findings.extend(in_other_case(document));
    findings
}

/// Whether two keys of LaTeX are one but for their capitals.
fn differ_in_case(document: &Document, one: &str, other: &str) -> bool {
    document.format == Format::Latex && one != other && one.to_lowercase() == other.to_lowercase()
}

/// Citations that name a work in other capitals than its entry does. One habit, one finding.
fn in_other_case(document: &Document) -> Option<Finding> {
    let mut wrong = document.native_markers.iter().filter_map(|marker| {
        let Some(NativeLink::To(note)) = marker.link else {
            return None;
        };
        let note = document.native_notes.get(note)?;
        differ_in_case(document, &note.label, &marker.label).then_some((marker, note))
    });
    let (marker, note) = wrong.next()?;
    let (cited, key) = (&marker.label, &note.label);
    let message = match wrong.count() {
        0 => format!("the citation {cited} and the key {key} of its work differ in case"),
        1 => format!(
            "the citation {cited} and the key {key} of its work differ in case; so does 1 other citation"
        ),
        more => format!(
            "the citation {cited} and the key {key} of its work differ in case; so do {more} other citations"
        ),
    };
    let help = "BibTeX takes them for one, biber does not and leaves the citation undefined: write both alike.";
    let finding = Finding::new(marker.span, message, help)
        .confidence(Confidence::Low)
        .data("kind", "other-case")
        .data("first", cited.as_str())
        .data("last", cited.as_str());
    Some(finding.related(note.span, format!("the work {key}")))
}

/// One link that is wrong.
#[derive(Debug, Clone)]
struct Wrong<'a> {
    kind: Kind<'a>,
    /// The label of the marker, or of the note that leads back.
    label: &'a str,
    span: Span,
    /// Whether another way it leads right.
    is_excusable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    /// The marker leads to this note.
    OtherNote(&'a str, Span),
    /// The marker leads to this name.
    MissingNote(&'a str),
    /// The note leads back to this marker.
    OtherMarker(&'a str, Span),
    /// The note leads back to this name.
    MissingMarker(&'a str),
}

impl Kind<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::OtherNote(..) => "other-note",
            Self::MissingNote(_) => "missing-note",
            Self::OtherMarker(..) => "other-marker",
            Self::MissingMarker(_) => "missing-marker",
        }
    }
}

/// The links of a paper.
struct Links<'a> {
    document: &'a Document,
    /// The labels that the notes of each list bear.
    born: HashSet<(usize, &'a str)>,
    /// The notes to which a marker leads.
    called: HashSet<usize>,
}

impl<'a> Links<'a> {
    fn new(document: &'a Document) -> Self {
        let notes = document.native_notes.iter();
        let markers = document.native_markers.iter();
        let target = |marker: &NativeMarker| match marker.link {
            Some(NativeLink::To(note)) => Some(note),
            _ => None,
        };
        Self {
            document,
            born: notes.map(|note| (note.list, note.label.as_str())).collect(),
            called: markers.filter_map(target).collect(),
        }
    }

    /// What is wrong with the link of a marker.
    fn call(&self, marker: &'a NativeMarker) -> Option<Wrong<'a>> {
        if marker.is_implied {
            return None;
        }
        let kind = match marker.link.as_ref()? {
            NativeLink::To(note) => {
                let note = &self.document.native_notes[*note];
                if note.label == marker.label
                    || differ_in_case(self.document, &note.label, &marker.label)
                {
                    return None;
                }
                Kind::OtherNote(&note.label, note.span)
            }
            // Without a note of that label it is the note that is missing, not the link that is wrong.
            NativeLink::Astray(name) => {
                if !self.born.contains(&(marker.list, marker.label.as_str())) {
                    return None;
                }
                Kind::MissingNote(name)
            }
        };
        Some(Wrong {
            kind,
            label: &marker.label,
            span: marker.span,
            is_excusable: false,
        })
    }

    /// What is wrong with the links by which a note leads back; nothing if no marker leads to it.
    fn way_back(&self, index: usize, note: &'a NativeNote) -> Option<Wrong<'a>> {
        if !self.called.contains(&index) {
            return None;
        }
        let is_right = |link: &NativeLink| match link {
            NativeLink::To(marker) => {
                self.document.native_markers[*marker].link == Some(NativeLink::To(index))
            }
            NativeLink::Astray(_) => false,
        };
        let wrong = note.backlinks.iter().find(|link| !is_right(link))?;
        let kind = match wrong {
            NativeLink::To(marker) => {
                let marker = &self.document.native_markers[*marker];
                // A marker that bears the note's label and leads elsewhere is told by its own link.
                if marker.label == note.label {
                    return None;
                }
                Kind::OtherMarker(&marker.label, marker.span)
            }
            NativeLink::Astray(name) => Kind::MissingMarker(name),
        };
        Some(Wrong {
            kind,
            label: &note.label,
            span: if note.label_span.is_empty() {
                note.span
            } else {
                note.label_span
            },
            is_excusable: note.backlinks.iter().any(is_right),
        })
    }
}

/// Links that are wrong in the same way, one label after the other: one slip, told once.
fn runs(wrong: Vec<Wrong<'_>>) -> Vec<Vec<Wrong<'_>>> {
    let mut runs: Vec<Vec<Wrong<'_>>> = Vec::new();
    for link in wrong {
        match runs
            .last_mut()
            .filter(|run| run.last().is_some_and(|last| goes_on(last, &link)))
        {
            Some(run) => run.push(link),
            None => runs.push(vec![link]),
        }
    }
    runs
}

fn goes_on(last: &Wrong<'_>, next: &Wrong<'_>) -> bool {
    let value = |label: &str| label.parse::<i64>().ok();
    let is_next = matches!((value(last.label), value(next.label)), (Some(last), Some(next)) if next - last <= 1 && next >= last);
    let away = |link: &Wrong<'_>| match link.kind {
        Kind::OtherNote(label, _) | Kind::OtherMarker(label, _) => {
            Some(value(label)? - value(link.label)?)
        }
        Kind::MissingNote(_) | Kind::MissingMarker(_) => Some(0),
    };
    is_next
        && last.kind.name() == next.kind.name()
        && away(last).is_some()
        && away(last) == away(next)
}

fn finding(run: &[Wrong<'_>]) -> Finding {
    let (first, last) = (&run[0], &run[run.len() - 1]);
    let (message, help) = told(first);
    let message = if run.len() == 1 {
        message
    } else {
        format!("{message}, and so on to {}", last.label)
    };
    let confidence = if first.is_excusable {
        Confidence::Low
    } else {
        Confidence::High
    };
    let finding = Finding::new(first.span, message, help)
        .confidence(confidence)
        .data("kind", first.kind.name())
        .data("first", first.label)
        .data("last", last.label);
    match first.kind {
        Kind::OtherNote(label, span) => {
            finding.related(span, format!("note {label}, to which it leads"))
        }
        Kind::OtherMarker(label, span) => {
            finding.related(span, format!("marker {label}, to which it leads"))
        }
        Kind::MissingNote(_) | Kind::MissingMarker(_) => finding,
    }
}

fn told(wrong: &Wrong<'_>) -> (String, &'static str) {
    let label = wrong.label;
    match wrong.kind {
        Kind::OtherNote(other, _) => (
            format!("marker {label} leads to note {other}"),
            "See which is wrong, the number that is shown or the link behind it: a reader of the page follows the link, a \
             reader of a printed copy the number.",
        ),
        Kind::MissingNote(name) => (
            format!("marker {label} leads to “{name}”, and no note is there"),
            "The list has a note of that number: let the link lead to it.",
        ),
        Kind::OtherMarker(other, _) => (
            format!("note {label} leads back to marker {other}"),
            "Let the link behind the note lead to the marker that calls it.",
        ),
        Kind::MissingMarker(name) => (
            format!("note {label} leads back to “{name}”, and nothing has that name"),
            "Give the marker that name, or let the link behind the note lead to the marker.",
        ),
    }
}
