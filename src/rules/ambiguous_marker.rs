//! A marker could be read in two ways.
//!
//! Either it could call into two lists: they are called in the same style, have numbers in common, and their markers
//! stand among each other, so that neither the place nor the look of a marker shows where it leads; one finding for
//! each pair of lists. Or it lost its superscript after a number, so that `2012` with marker 4 reads `20124`; reported
//! where nothing else calls the note. `data`: `marker` is the label. Off by default: a reader often knows which is
//! meant, and in the second case it is the copy of the paper that is at fault.
//!
//! ## Why
//! A reader who looks up a number finds two notes, or takes a marker for part of a number.
//!
//! ## Example
//! Notes and references are both numbered from 1, and both are called as `[1]`.
//!
//! ## Fix safety
//! There is no fix: the house style decides how the two are told apart.

use std::collections::BTreeSet;

use super::numbering::Numbering;
use super::wording::opening;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding};
use crate::notes::{ListKind, Marker, MarkerStyle};

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-marker",
    family: Family::Pairing,
    severity: None,
    source: include_str!("ambiguous_marker.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    let mut findings: Vec<Finding> = all.iter().flat_map(|one| hidden(case, one)).collect();
    // Only lists whose markers stand among each other can be confused. In the order of their first markers these are
    // neighbours, so that comparing each with the next keeps a book of many chapters cheap.
    let mut in_one_place: Vec<&Numbering<'_>> = (all.iter())
        .filter(|n| matches!(n.list.kind, ListKind::Endnotes | ListKind::References))
        .filter(|n| !n.markers.is_empty())
        .collect();
    in_one_place.sort_by_key(|numbering| numbering.markers.first().map(|(index, _)| *index));
    let pairs = in_one_place.windows(2);
    findings.extend(pairs.filter_map(|pair| confusable(pair[0], pair[1])));
    findings
}

/// Markers that may stand behind a number.
fn hidden(case: &Case<'_>, numbering: &Numbering<'_>) -> Vec<Finding> {
    (numbering.notes.iter())
        .filter(|(_, note)| numbering.calls_of(&note.label).is_empty())
        .filter_map(|(_, note)| {
            let number = note.label.value()?;
            let span = numbering.hidden_call(number)?;
            let digits = case.document.slice(span);
            let message = format!("marker {number} may stand at the end of {digits}");
            let help = "Nothing else calls this note. A superscript that is lost behind a number becomes part of it: set it \
                        apart.";
            let what = format!("note {number}: {}", opening(note));
            let finding = Finding::new(span, message, help).confidence(Confidence::Low);
            Some(finding.related(note.span, what).data("marker", number.to_string()))
        })
        .collect()
}

fn confusable(one: &Numbering<'_>, other: &Numbering<'_>) -> Option<Finding> {
    let (last_of_one, _) = one.markers.last()?;
    let (first_of_other, _) = other.markers.first()?;
    if last_of_one < first_of_other || styles(one).is_disjoint(&styles(other)) {
        return None;
    }
    let both = |&&(_, marker): &&(usize, &Marker)| {
        marker.label.value().is_some()
            && !one.bearers_of(&marker.label).is_empty()
            && !other.bearers_of(&marker.label).is_empty()
    };
    let (_, marker) = one.markers.iter().find(both)?;
    let label = &marker.label;
    let message = format!("marker {label} could call into two lists");
    let help = "Both lists have a note of this number, and their markers look alike and stand among each other. Number \
                the lists differently, or write their markers in different styles.";
    let mut finding = Finding::new(marker.span, message, help)
        .confidence(Confidence::Low)
        .data("marker", label.to_string());
    for numbering in [one, other] {
        let (_, note) = numbering.notes[*numbering.bearers_of(label).first()?];
        let heading = match &numbering.list.heading {
            Some(heading) => format!("under “{heading}”"),
            None => "in a list without a heading".to_owned(),
        };
        finding = finding.related(note.label_span, format!("note {label} {heading}"));
    }
    Some(finding)
}

fn styles(numbering: &Numbering<'_>) -> BTreeSet<MarkerStyle> {
    numbering
        .markers
        .iter()
        .map(|(_, marker)| marker.style)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::NoteList;
    use crate::rules::sample::Sample;

    /// Markers 1 to 4 of a list of notes, of which those at `positions` call into a second list with the notes 1 and 2.
    fn two_lists(positions: &[usize]) -> Sample {
        let mut sample = Sample::new("[1] [1] [2] [2]", "1 2 1 2");
        let apparatus = &mut sample.apparatus;
        apparatus.lists[0].notes = vec![0, 1];
        apparatus.lists.push(NoteList {
            kind: ListKind::References,
            heading: Some("References".to_owned()),
            notes: vec![2, 3],
            repeats: true,
            is_automatic: false,
            is_typed: false,
            reading: crate::notes::Reading::Sure,
        });
        for &position in positions {
            apparatus.markers[position].list = Some(1);
        }
        sample
    }

    #[test]
    fn markers_among_each_other_are_ambiguous() {
        assert_eq!(check(&two_lists(&[1, 3]).case()).len(), 1);
    }

    #[test]
    fn markers_one_behind_the_other_are_not() {
        assert!(check(&two_lists(&[2, 3]).case()).is_empty());
    }
}
