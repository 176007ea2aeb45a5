//! A marker calls a note that its list does not have.
//!
//! Markers with numbers that follow each other, such as those past the end of a list that was cut off, are one
//! finding. `data`: `marker` is the first label, and `markers` has all of them where there are several. Nothing is said
//! of a marker whose note is missing because the numbering drifts: `offset-numbering` tells that.
//!
//! ## Why
//! A reader who follows the marker finds nothing, and cannot know whether the claim was ever sourced.
//!
//! ## Example
//! The text says `the tanks arrived late.[12]`, and the list goes from note 11 to note 13.
//!
//! ## Fix safety
//! Unsafe: a placeholder is put into the list where the note belongs, and `empty-note` tells of it until it is filled
//! in, for only the author knows the source. Where another note stands in its place under a number that is borne twice,
//! that note gets the number; where a name is probably misspelt, the marker gets the right one.

use super::numbering::{Misnumbered, Numbering, runs};
use super::renumbering::{put_in, put_in_named, relabel_markers, relabel_note, shift_markers};
use super::wording::{in_words, range_in_words};
use super::{Case, Family, Rule, misspelt, mistyped};
use crate::document::{NativeLink, Span};
use crate::finding::{Confidence, Finding, Fix, Severity};
use crate::notes::{Label, Marker, MarkerStyle};

pub(super) const RULE: Rule = Rule {
    id: "marker-without-note",
    family: Family::Pairing,
    severity: Some(Severity::Error),
    source: include_str!("marker_without_note.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = misspelt::with_blanks(case.document);
    for numbering in Numbering::all(case) {
        if let Some(shift) = mistyped::shift(numbering) {
            findings.extend(shifted(case, numbering, shift));
            continue;
        }
        let slips = mistyped::mistyped(numbering);
        let is_slip = |label: &Label| {
            let mut slips = slips.iter();
            slips.any(|slip| numbering.markers[slip.position].1.label == *label)
        };
        findings.extend(slips.iter().map(|slip| slipped(case, numbering, *slip)));
        let mut missing: Vec<&Label> = (numbering.calls())
            .filter(|(label, _)| numbering.bearers_of(label).is_empty() && !is_slip(label))
            .filter(|(label, _)| !numbering.explains_marker(label))
            .filter(|(label, _)| !leads_elsewhere(case, numbering, label))
            .map(|(label, _)| label)
            .collect();
        let misspelt = misspelt::find(case.document, numbering, &missing);
        findings.extend(misspelt::findings(case.document, numbering, &misspelt));
        missing.retain(|label| !misspelt.iter().any(|found| found.label == **label));
        let numbers: Vec<u32> = missing.iter().filter_map(|label| label.value()).collect();
        findings.extend(
            runs(&numbers)
                .into_iter()
                .map(|run| numbered(case, numbering, run)),
        );
        let unused = unused_names(numbering);
        let names = missing.iter().filter(|label| label.value().is_none());
        findings.extend(names.filter_map(|label| named(case, numbering, label, &unused)));
    }
    findings
}

/// Whether all markers of a label lead to notes of other labels: `broken-note-link` tells that.
fn leads_elsewhere(case: &Case<'_>, numbering: &Numbering<'_>, label: &Label) -> bool {
    let leads = |&position: &usize| {
        let span = numbering.markers[position].1.span;
        let native = &case.document.native_markers;
        let at = native.partition_point(|marker| marker.span.start < span.start);
        let link = native.get(at).filter(|marker| marker.span == span);
        link.is_some_and(|marker| matches!(marker.link, Some(NativeLink::To(_))))
    };
    numbering.calls_of(label).iter().all(leads)
}

/// A marker that was mistyped: its number is that of no note, and the one that belongs there is called by nothing.
fn slipped(case: &Case<'_>, numbering: &Numbering<'_>, slip: Misnumbered) -> Finding {
    let (_, marker) = numbering.markers[slip.position];
    let (label, should_be) = (&marker.label, slip.should_be);
    let message =
        format!("marker {label} calls a note that does not exist; it is probably {should_be}");
    let help = format!(
        "It stands where marker {should_be} should be, and nothing else calls note {should_be}: correct the number."
    );
    let mut finding = Finding::new(marker.span, message, help)
        .data("marker", label.to_string())
        .data("should_be", should_be.to_string());
    finding.fix = relabel_markers(case.document, &[marker], &Label::Number(should_be));
    match numbering.first_bearer(should_be) {
        Some(note) => finding.related(note.label_span, format!("note {should_be} stands here")),
        None => finding,
    }
}

/// Markers that are all too high, or too low, by the same amount.
fn shifted(case: &Case<'_>, numbering: &Numbering<'_>, shift: i64) -> Option<Finding> {
    let labels: Vec<u32> = (numbering.calls())
        .filter_map(|(label, _)| label.value())
        .collect();
    let (&first, &last) = (labels.first()?, labels.last()?);
    let note = numbering.notes.first()?.1;
    let (way, by) = (if shift > 0 { "high" } else { "low" }, shift.unsigned_abs());
    let message = format!(
        "markers {} are {by} too {way} throughout: the notes are numbered {}",
        range_in_words(first, last),
        range_in_words(
            u32::try_from(i64::from(first) - shift).ok()?,
            u32::try_from(i64::from(last) - shift).ok()?
        )
    );
    let help = format!(
        "Marker {first} is answered by note {}, and so on. Renumber the markers, or the notes if the paper is a part of a \
         larger one.",
        note.label
    );
    let calls = numbering.markers.iter().map(|(_, marker)| *marker);
    let lower = |marker: &Marker| u32::try_from(i64::from(marker.label.value()?) - shift).ok();
    let fix = shift_markers(case.document, calls, lower);
    let at = numbering.first_call(first)?.span;
    let labels: Vec<String> = labels.iter().map(u32::to_string).collect();
    let mut finding = Finding::new(at, message, help)
        .data("marker", first.to_string())
        .data("markers", labels)
        .related(
            note.label_span,
            format!("note {}, the first of the list, stands here", note.label),
        );
    finding.fix = fix;
    Some(finding)
}

/// Markers `first` to `last`, none of which has a note.
fn numbered(case: &Case<'_>, numbering: &Numbering<'_>, (first, last): (u32, u32)) -> Finding {
    let calls: Vec<&Marker> = (first..=last)
        .flat_map(|number| numbering.calls_of(&Label::Number(number)))
        .map(|&position| numbering.markers[position].1)
        .collect();
    let labels: Vec<u32> = (first..=last).collect();
    let message = if first == last {
        format!("marker {first} calls a note that its list does not have")
    } else {
        format!(
            "markers {} call notes that their list does not have",
            in_words(&labels)
        )
    };
    let at = calls.first().map_or(Span::new(0, 0), |marker| marker.span);
    let mut finding = Finding::new(at, message, "")
        .confidence(confidence(numbering, calls.first().copied(), first))
        .data("marker", first.to_string());
    if first != last {
        let labels: Vec<String> = labels.iter().map(u32::to_string).collect();
        finding = finding.data("markers", labels);
    }
    for marker in calls.iter().skip(1).take(MOST_PLACES) {
        finding = finding.related(marker.span, format!("marker {} stands here", marker.label));
    }
    if finding.confidence > Confidence::Low {
        finding.fix = fix(case, numbering, (first, last));
    }
    tell_of_list(finding, numbering, first, last)
}

/// The note under another number that belongs there, or placeholders.
fn fix(case: &Case<'_>, numbering: &Numbering<'_>, run: (u32, u32)) -> Option<Fix> {
    let (first, last) = run;
    match twin_in_its_place(numbering, first).filter(|_| first == last) {
        Some(twin) => {
            let (_, note) = numbering.notes[twin];
            relabel_note(case.document, note, &Label::Number(first))
        }
        None => put_in(case.document, numbering, run),
    }
}

/// More places than this tell an editor nothing new.
const MOST_PLACES: usize = 5;

/// Says what stands in the list where the note should be.
fn tell_of_list(mut finding: Finding, numbering: &Numbering<'_>, first: u32, last: u32) -> Finding {
    if let Some(twin) = twin_in_its_place(numbering, first).filter(|_| first == last) {
        let (_, note) = numbering.notes[twin];
        finding.help = format!(
            "Two notes are labelled {}; the one that stands where note {first} should be is probably note {first}: give \
             it its number.",
            note.label
        );
        return finding.related(
            note.label_span,
            format!("this note is probably note {first}"),
        );
    }
    if numbering.notes.is_empty() {
        "The paper has no notes at all: add them, or take the markers out."
            .clone_into(&mut finding.help);
        return finding;
    }
    let (below, above) = (numbering.borne_below(first), numbering.borne_above(last));
    let state = match (below, above) {
        (Some(below), Some(above)) => format!("The list goes from note {below} to note {above}"),
        (Some(below), None) => format!("The list ends with note {below}"),
        (None, Some(above)) => format!("The list begins with note {above}"),
        (None, None) => "The list has no numbers".to_owned(),
    };
    let what = if first == last { "note" } else { "notes" };
    let advice = format!(
        "add {what} {}, or correct the marker{}",
        range_in_words(first, last),
        if first == last { "" } else { "s" }
    );
    finding.help = format!("{state}: {advice}.");
    let neighbour = below.or(above).and_then(|n| numbering.first_bearer(n));
    match neighbour {
        Some(note) if below.is_some() && above.is_none() => finding.related(
            note.label_span,
            format!("note {}, the last of the list, stands here", note.label),
        ),
        Some(note) => finding.related(note.label_span, format!("note {} stands here", note.label)),
        None => finding,
    }
}

/// The position of a note that shares its label with another, and stands where `number` should.
fn twin_in_its_place(numbering: &Numbering<'_>, number: u32) -> Option<usize> {
    let before = number.checked_sub(1)?;
    let after = number.checked_add(1)?;
    let value = |position: usize| numbering.notes.get(position)?.1.label.value();
    let in_place = |&&position: &&usize| {
        position
            .checked_sub(1)
            .is_some_and(|previous| value(previous) == Some(before))
            && value(position + 1).is_none_or(|next| next == after)
    };
    [before, after]
        .into_iter()
        .map(|label| numbering.bearers_of(&Label::Number(label)))
        .filter(|bearers| bearers.len() > 1)
        .find_map(|bearers| bearers.iter().find(in_place))
        .copied()
}

/// A number that lost its superscript can be a number after all, and so can one far beyond the list.
fn confidence(numbering: &Numbering<'_>, marker: Option<&Marker>, number: u32) -> Confidence {
    let last = numbering.borne_below(u32::MAX).unwrap_or(0);
    if number == 0 || number / 2 > last {
        return Confidence::Low;
    }
    match marker.map(|marker| marker.style) {
        Some(MarkerStyle::Glued | MarkerStyle::Parenthesis) => Confidence::Medium,
        _ => Confidence::High,
    }
}

/// A marker with a name or a symbol that no note bears.
fn named(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    label: &Label,
    unused: &[&Label],
) -> Option<Finding> {
    let &[first, ref others @ ..] = numbering.calls_of(label) else {
        return None;
    };
    let near = nearest(label, unused);
    let help = match near {
        Some(near) => format!(
            "The list has a note “{near}” that nothing calls: one of the two is probably misspelt."
        ),
        None => "Add the note, or take the marker out.".to_owned(),
    };
    let message = format!("marker {label} calls a note that does not exist");
    let (_, marker) = numbering.markers[first];
    let mut finding = Finding::new(marker.span, message, help).data("marker", label.to_string());
    finding.fix = match near {
        Some(near) => {
            let calls = [first].into_iter().chain(others.iter().copied());
            let markers: Vec<&Marker> = calls.map(|at| numbering.markers[at].1).collect();
            relabel_markers(case.document, &markers, near)
        }
        None if numbering.is_native() => put_in_named(case.document, numbering, label),
        None => None,
    };
    Some(
        others
            .iter()
            .take(MOST_PLACES)
            .fold(finding, |finding, &at| {
                finding.related(
                    numbering.markers[at].1.span,
                    format!("marker {label} stands here, too"),
                )
            }),
    )
}

/// The names that a note bears and nothing calls; none where they are so many that a likeness would mean little.
fn unused_names<'a>(numbering: &Numbering<'a>) -> Vec<&'a Label> {
    const MOST: usize = 10;
    let unused: Vec<&Label> = (numbering.bearers())
        .map(|(label, _)| label)
        .filter(|label| label.value().is_none() && numbering.calls_of(label).is_empty())
        .take(MOST + 1)
        .collect();
    if unused.len() > MOST {
        return Vec::new();
    }
    unused
}

/// The only name that could be `label` misspelt.
fn nearest<'a>(label: &Label, unused: &[&'a Label]) -> Option<&'a Label> {
    let written = label.to_string();
    // Of two short names, any two are alike.
    if written.chars().count() < 4 {
        return None;
    }
    let alike = |name: &&&Label| {
        similar::TextDiff::from_chars(written.as_str(), name.to_string()).ratio() >= 0.75
    };
    let mut near = unused.iter().filter(alike);
    near.next().copied().filter(|_| near.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::OriginKind;
    use crate::rules::sample::Sample;

    #[test]
    fn a_twin_in_its_place_is_named() {
        let sample = Sample::new("[1] [2] [3] [4]", "1 2 2 4");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert!(findings[0].help.starts_with("Two notes are labelled 2"));
        let sample = Sample::new("[1] [2] [3] [4]", "1 3 3 4");
        assert!(
            check(&sample.case())[0]
                .help
                .starts_with("Two notes are labelled 3")
        );
    }

    #[test]
    fn a_list_that_was_cut_off_is_one_finding() {
        let sample = Sample::new("[1] [2] [3] [4] [5]", "1 2");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "markers 3–5 call notes that their list does not have"
        );
        assert!(findings[0].help.starts_with("The list ends with note 2"));
    }

    #[test]
    fn an_offset_explains_the_end_of_the_list_only() {
        let sample = Sample::new("[1] [2] [3] [4] [5] [9]", "1 2 3 4").with_origin(
            OriginKind::MissingNote,
            2,
            -1,
            (3, 9),
        );
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].data["marker"], "9");
    }
}
