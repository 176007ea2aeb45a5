//! Notes of Markdown that are none because of a sign: `[^herring] Herring rolls.` lacks its colon, `[1]: Salt rolls.` its
//! caret, and in `[1^]:` it stands on the wrong side.

use super::numbering::Numbering;
use crate::document::{BlockKind, Document, Format, Span};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::notes::{Label, Note};

/// More places than this tell an editor nothing new.
const MOST_PLACES: usize = 5;

/// What is wrong with the beginning of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    Colon,
    Caret,
    Side,
}

/// A note that is none.
#[derive(Debug, Clone)]
pub(super) struct Misspelt {
    pub(super) label: Label,
    slip: Slip,
    /// The label with its signs.
    span: Span,
}

/// The notes that are none, of labels that a marker calls and no note bears.
pub(super) fn find(
    document: &Document,
    numbering: &Numbering<'_>,
    missing: &[&Label],
) -> Vec<Misspelt> {
    if document.format != Format::Markdown || missing.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Misspelt> = Vec::new();
    let mut uncalled: Vec<Misspelt> = Vec::new();
    for line in 0..document.lines().len() {
        let Some(one) = at_line(document, document.lines().span(line)) else {
            continue;
        };
        let is_called = || {
            let mut calls = numbering.calls_of(&one.label).iter();
            calls.any(|&at| !numbering.markers[at].1.token.overlaps(one.span))
        };
        let is_new = found.iter().all(|other| other.label != one.label);
        if !is_new || !missing.contains(&&one.label) {
            continue;
        }
        if is_called() {
            found.push(one);
        } else if one.slip == Slip::Colon && uncalled.iter().all(|other| other.label != one.label) {
            uncalled.push(one);
        }
    }
    // One paragraph may begin with a marker; where several do, and nothing else calls them, they are notes.
    if found.len() + uncalled.len() > 1 {
        found.extend(uncalled);
        found.sort_by_key(|one| one.span);
    }
    found
}

/// What a line begins with, if that is nearly the beginning of a note.
fn at_line(document: &Document, line: Span) -> Option<Misspelt> {
    let text = document.slice(line);
    let start = line.start + text.len() - text.trim_start_matches(' ').len();
    let rest = document.text[start..line.end].strip_prefix('[')?;
    let close = rest.find(']').filter(|&close| close <= 80)?;
    let (inside, behind) = (&rest[..close], &rest[close + 1..]);
    let goes_on = |text: &str| text.starts_with([' ', '\t']) && !text.trim().is_empty();
    let text_behind = behind.strip_prefix(':').unwrap_or(behind);
    let (name, slip) = match (inside.strip_prefix('^'), inside.strip_suffix('^')) {
        (Some(name), _) => (name, Slip::Colon),
        (None, Some(name)) => (name, Slip::Side),
        (None, None) => (inside, Slip::Caret),
    };
    let has_colon = behind.starts_with(':');
    let is_slip = match slip {
        Slip::Colon => !has_colon,
        Slip::Side => has_colon,
        Slip::Caret => true,
    };
    let is_code = document
        .block_at(start)
        .is_some_and(|block| block.kind == BlockKind::Code);
    let is_name =
        !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || "[^`".contains(c));
    (is_slip && is_name && !is_code && goes_on(text_behind)).then(|| Misspelt {
        label: Label::new(name),
        slip,
        span: Span::new(start, start + close + 2 + usize::from(has_colon)),
    })
}

/// One finding for each kind of slip that several notes share, or for each note.
pub(super) fn findings(
    document: &Document,
    numbering: &Numbering<'_>,
    found: &[Misspelt],
) -> Vec<Finding> {
    let kinds = [Slip::Colon, Slip::Caret, Slip::Side];
    let of_kind = kinds.map(|kind| found.iter().filter(move |one| one.slip == kind));
    let told = of_kind.into_iter().filter_map(|of_kind| {
        let of_kind: Vec<&Misspelt> = of_kind.collect();
        finding(document, numbering, &of_kind)
    });
    told.collect()
}

fn finding(document: &Document, numbering: &Numbering<'_>, found: &[&Misspelt]) -> Option<Finding> {
    let &first = found.first()?;
    let written = document.slice(first.span);
    let place = document.place(first.span.start).line;
    let likewise = match found.len() {
        1 => String::new(),
        2 => ", and likewise with the other one".to_owned(),
        count => format!(", and likewise with the other {}", count - 1),
    };
    let label = &first.label;
    let (what, help) = match first.slip {
        Slip::Colon => (
            format!("“{written}” begins no note, because no colon follows it"),
            format!("Put a colon after `[^{label}]` in line {place}{likewise}."),
        ),
        Slip::Caret => (
            format!("“{written}” begins no note, because the caret is missing"),
            format!("Write `[^{label}]:` in line {place}{likewise}."),
        ),
        Slip::Side => (
            format!("“{written}” begins no note, because the caret stands behind the label"),
            format!("Write `[^{label}]:` in line {place}{likewise}."),
        ),
    };
    let call = (numbering.calls_of(label).iter())
        .map(|&at| numbering.markers[at].1)
        .find(|call| !call.token.overlaps(first.span));
    let message = match call {
        Some(_) => format!("{what}; marker {label} calls it"),
        None => format!("{what}, and no marker calls it"),
    };
    let mut finding = Finding::new(first.span, message, help).data("marker", label.to_string());
    if found.len() > 1 {
        let labels: Vec<String> = found.iter().map(|one| one.label.to_string()).collect();
        finding = finding.data("markers", labels);
    }
    if let Some(call) = call {
        finding = finding.related(call.span, format!("marker {label} stands here"));
    }
    for other in found.iter().skip(1).take(MOST_PLACES) {
        finding = finding.related(other.span, "likewise");
    }
    let edits = found.iter().map(|one| Edit {
        span: one.span,
        replacement: format!("[^{}]:", one.label),
    });
    Some(finding.fix(Fix::uncertain(
        "write the label as Markdown does",
        edits.collect(),
    )))
}

/// Labels with a blank in them: no Markdown takes them, and readers see the brackets.
pub(super) fn with_blanks(document: &Document) -> Vec<Finding> {
    if document.format != Format::Markdown || !document.text.contains("[^") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in 0..document.lines().len() {
        if found.len() > MOST_PLACES {
            break;
        }
        let line = document.lines().span(line);
        let text = document.slice(line);
        let start = line.start + text.len() - text.trim_start_matches(' ').len();
        let written = text.trim_start_matches(' ').strip_prefix("[^");
        let label = written
            .and_then(|rest| rest.split_once("]:"))
            .map(|(label, _)| label);
        let is_wrong = |label: &&str| {
            label.trim() == *label
                && label.contains(' ')
                && !label.contains(['[', ']', '`'])
                && label.len() <= 80
        };
        let Some(label) = label.filter(is_wrong) else {
            continue;
        };
        let is_code = document
            .block_at(start)
            .is_some_and(|block| block.kind == BlockKind::Code);
        let token = format!("[^{label}]");
        let call = document
            .text
            .find(&token)
            .filter(|&at| at != start && !is_code);
        if let Some(call) = call {
            let message = format!("“{token}” is no marker: a label has no blanks");
            let help = format!(
                "Readers see the brackets. Write the label in one word, here and at its note, such as `[^{}]`.",
                label.replace(' ', "-")
            );
            let finding = Finding::new(Span::new(call, call + token.len()), message, help)
                .severity(Severity::Warning)
                .data("marker", label.to_owned())
                .related(
                    Span::new(start, start + token.len()),
                    "its note stands here",
                );
            found.push(finding);
        }
    }
    found
}

/// Where the marker of a note stands in code or in raw HTML, in which it is none.
pub(super) fn in_code(document: &Document, note: &Note) -> Option<Span> {
    if document.format != Format::Markdown {
        return None;
    }
    let token = format!("[^{}]", note.label);
    let mut places = document.text.match_indices(&token).map(|(at, _)| at);
    let at = places.find(|&at| !note.span.contains(at))?;
    Some(Span::new(at, at + token.len()))
}
