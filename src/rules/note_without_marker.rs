//! A note bears a number that no marker calls.
//!
//! Neighbouring notes are one finding, and so are all of them where there are many. `data`: `note` is the first label,
//! and `notes` has all of them where there are several. Nothing is said of a note that the drift of the numbering
//! explains (`offset-numbering` tells that) or whose marker seems to hide behind a number (`ambiguous-marker` tells
//! that), nor of a list most of whose notes are called by nothing: that is a list of sources.
//!
//! ## Why
//! Its marker was lost with a sentence, or mistyped; either way a claim in the text has lost its source.
//!
//! ## Example
//! The list has the notes 1 to 14, and the text goes from `[11]` to `[13]`.
//!
//! ## Fix safety
//! Unsafe, and only where another marker stands in its place and shows a number that is called twice: that marker gets
//! the number. Otherwise only the author knows where the marker belongs.

use std::collections::{BTreeSet, HashSet};

use super::numbering::{Misnumbered, Numbering};
use super::renumbering::relabel_marker;
use super::wording::{in_words, joined, opening};
use super::{Case, Family, Rule, misspelt, mistyped};
use crate::document::{NativeLink, Span};
use crate::finding::{Confidence, Finding, Fix, Severity};
use crate::notes::{Label, ListKind, MarkerStyle, Note};

pub(super) const RULE: Rule = Rule {
    id: "note-without-marker",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("note_without_marker.rs"),
    check,
};

/// More groups than this become one finding.
const MOST_GROUPS: usize = 3;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let answering: BTreeSet<usize> = case.alignment.answers.iter().flatten().copied().collect();
    let linked = linked(case);
    let all = Numbering::all(case);
    all.iter()
        .flat_map(|numbering| {
            let mut uncalled = uncalled(numbering, &answering);
            if mistyped::shift(numbering).is_some() {
                return Vec::new();
            }
            let slips = mistyped::mistyped(numbering);
            uncalled.retain(|&at| {
                let note = numbering.notes[at].1;
                let is_told = |slip: &Misnumbered| note.label.value() == Some(slip.should_be);
                !slips.iter().any(is_told)
                    && !linked.contains(&note.span)
                    && !has_twin(numbering, note)
            });
            let wrong = numbering.misnumbered();
            if uncalled.len() * 2 > numbering.notes.len() && !numbering.is_native() {
                return Vec::new();
            }
            let mut groups = neighbours(&uncalled);
            if groups.len() > MOST_GROUPS {
                groups = vec![uncalled];
            }
            groups
                .iter()
                .filter_map(|group| finding(case, numbering, group, &wrong))
                .collect()
        })
        .collect()
}

/// The notes to which the link of a marker leads, whatever label it shows: `broken-note-link` tells of the label.
fn linked(case: &Case<'_>) -> HashSet<Span> {
    let document = case.document;
    let targets = document
        .native_markers
        .iter()
        .filter_map(|marker| match marker.link {
            Some(NativeLink::To(note)) => document.native_notes.get(note),
            _ => None,
        });
    targets.map(|note| note.span).collect()
}

/// Whether a note is called under a label that differs in capitals only: `duplicate-note` tells that.
fn has_twin(numbering: &Numbering<'_>, note: &Note) -> bool {
    if !numbering.is_native() || note.label.value().is_some() {
        return false;
    }
    let folded = note.label.to_string().to_lowercase();
    let mut others = numbering.calls().filter(|(label, _)| **label != note.label);
    others.any(|(label, _)| label.to_string().to_lowercase() == folded)
}

/// The positions of the notes that nothing calls and nothing explains.
fn uncalled(numbering: &Numbering<'_>, answering: &BTreeSet<usize>) -> Vec<usize> {
    let drifts = !numbering.origins.is_empty();
    let hides = |label: &Label| {
        let number = label.value();
        number.is_some_and(|n| numbering.hidden_call(n).is_some())
    };
    (numbering.notes.iter().enumerate())
        .filter(|(_, (index, note))| {
            // An author's own note with an asterisk often has no marker but in the byline.
            (numbering.is_native() || note.label.value().is_some())
                && numbering.calls_of(&note.label).is_empty()
                && !(drifts && answering.contains(index))
                && !numbering.explains_note(&note.label)
                && !hides(&note.label)
        })
        .map(|(position, _)| position)
        .collect()
}

/// Positions that follow each other, in groups.
fn neighbours(positions: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &position in positions {
        match groups.last_mut() {
            Some(group) if group.last() == Some(&position.wrapping_sub(1)) => group.push(position),
            _ => groups.push(vec![position]),
        }
    }
    groups
}

fn finding(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    group: &[usize],
    wrong: &[Misnumbered],
) -> Option<Finding> {
    let notes: Vec<&Note> = group.iter().map(|&at| numbering.notes[at].1).collect();
    let &[first, ref others @ ..] = notes.as_slice() else {
        return None;
    };
    let labels: Vec<String> = notes.iter().map(|note| note.label.to_string()).collect();
    let message = if others.is_empty() {
        format!("no marker calls note {}", first.label)
    } else {
        format!("no marker calls notes {}", in_plain_words(&notes, &labels))
    };
    let mut finding = Finding::new(first.span, message, "")
        .confidence(confidence(numbering))
        .data("note", first.label.to_string());
    if !others.is_empty() {
        finding = finding.data("notes", labels);
    }
    if others.is_empty() {
        finding.fix = fix(case, numbering, first, wrong);
    }
    if let Some(at) = misspelt::in_code(case.document, first) {
        let line = case.document.place(at.start).line;
        finding.help = format!(
            "“[^{}]” stands in line {line}, in code or raw HTML, where it is no marker: put it into the text, or take the note out.",
            first.label
        );
        return Some(finding.related(at, "here it is no marker"));
    }
    Some(tell_of_markers(finding, numbering, first, wrong))
}

/// Gives the marker that stands in the place of the note's own the number of the note.
fn fix(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    note: &Note,
    wrong: &[Misnumbered],
) -> Option<Fix> {
    let number = note.label.value()?;
    let wrong = wrong.iter().find(|wrong| wrong.should_be == number)?;
    let (_, marker) = numbering.markers[wrong.position];
    relabel_marker(case.document, marker, &note.label)
}

fn in_plain_words(notes: &[&Note], labels: &[String]) -> String {
    let mut numbers: Vec<u32> = notes.iter().filter_map(|note| note.label.value()).collect();
    numbers.sort_unstable();
    if numbers.len() == notes.len() {
        in_words(&numbers)
    } else {
        joined(labels)
    }
}

/// Says what stands in the text where the marker should be.
fn tell_of_markers(
    mut finding: Finding,
    numbering: &Numbering<'_>,
    note: &Note,
    wrong: &[Misnumbered],
) -> Finding {
    let text = opening(note);
    let begins = if text.is_empty() {
        String::new()
    } else {
        format!("The note begins {text}. ")
    };
    let advice = "Put its marker back, or take the note out";
    let Some(number) = note.label.value() else {
        finding.help = format!("{begins}{advice}.");
        return finding;
    };
    if let Some(wrong) = wrong.iter().find(|wrong| wrong.should_be == number) {
        let (_, marker) = numbering.markers[wrong.position];
        finding.help = format!(
            "{begins}A marker {} stands where marker {number} should be: it is probably the marker of this note.",
            marker.label
        );
        return finding.related(marker.span, format!("this marker is probably {number}"));
    }
    let before = number.checked_sub(1).and_then(|n| numbering.first_call(n));
    let after = number.checked_add(1).and_then(|n| numbering.first_call(n));
    if numbering.list.repeats {
        finding.help = format!("{begins}The text cites it nowhere. {advice}.");
        return finding;
    }
    finding.help = match (before, after) {
        (Some(before), Some(after)) if before.span <= after.span => format!(
            "{begins}The markers go from {} to {}. {advice}.",
            before.label, after.label
        ),
        (Some(before), None) => format!("{begins}The markers end with {}. {advice}.", before.label),
        _ => format!("{begins}{advice}."),
    };
    match before {
        Some(before) => finding.related(
            before.span,
            format!(
                "marker {} stands here; marker {number} would follow",
                before.label
            ),
        ),
        None => finding,
    }
}

/// Digits that lost their superscript are the markers that are most easily overlooked, and a list of references may
/// well hold a work that the text never cites.
fn confidence(numbering: &Numbering<'_>) -> Confidence {
    let glued = (numbering.markers.iter()).any(|(_, marker)| marker.style == MarkerStyle::Glued);
    if glued || numbering.list.repeats || numbering.list.kind == ListKind::References {
        Confidence::Medium
    } else {
        Confidence::High
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::OriginKind;
    use crate::rules::sample::Sample;

    #[test]
    fn neighbours_are_one_finding() {
        let sample = Sample::new("[1] [4] [5] [6]", "1 2 3 4 5 6");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "no marker calls notes 2 and 3");
    }

    #[test]
    fn an_offset_explains_the_end_of_the_list() {
        let sample = Sample::new("[1] [2] [3] [4]", "1 2 3 4 5");
        assert_eq!(check(&sample.case()).len(), 1);
        let sample = sample.with_origin(OriginKind::ExtraNote, 2, 1, (2, 4));
        assert!(check(&sample.case()).is_empty());
    }

    #[test]
    fn a_list_of_sources_is_no_list_of_notes() {
        assert!(check(&Sample::new("[1] [4]", "1 2 3 4 5").case()).is_empty());
    }
}
