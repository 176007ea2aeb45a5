//! A marker could call into either of two lists, and nothing in the text tells which.
//!
//! Two lists are called in the same style, have numbers in common, and their markers stand among each other, so that
//! neither the place nor the look of a marker shows where it leads. One finding for each pair of lists. `data`: `marker`
//! is the first label that both lists have. Off by default: where two numberings run side by side, a reader often knows
//! which is which by what the note says.
//!
//! ## Why
//! A reader who looks up a number finds two notes.
//!
//! ## Example
//! Notes and references are both numbered from 1, and both are called as `[1]`.
//!
//! ## Fix safety
//! There is no fix: the house style decides how the two are told apart.

use std::collections::BTreeSet;

use super::numbering::Numbering;
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
    // Only lists whose markers stand among each other can be confused. In the order of their first markers these are
    // neighbours, so that comparing each with the next keeps a book of many chapters cheap.
    let all = Numbering::all(case);
    let mut in_one_place: Vec<&Numbering<'_>> = (all.iter())
        .filter(|n| matches!(n.list.kind, ListKind::Endnotes | ListKind::References))
        .filter(|n| !n.markers.is_empty())
        .collect();
    in_one_place.sort_by_key(|numbering| numbering.markers.first().map(|(index, _)| *index));
    in_one_place
        .windows(2)
        .filter_map(|pair| confusable(pair[0], pair[1]))
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
