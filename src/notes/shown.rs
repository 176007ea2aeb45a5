//! Lists whose notes the format shows, and whose markers are typed: in the pages of a PDF a note at the foot is told by its
//! place and its type, and a marker is a raised number like any other.

use super::Label;
use super::list::Draft;
use super::opening::{Opening, Shape};
use crate::document::{Document, NativeNote};

/// What such an opening is worth; ordinary ones have about 1.
const WEIGHT: f32 = 2.0;

/// Takes out the openings that stand in notes of such lists.
pub(super) fn clear(document: &Document, openings: &mut Vec<Opening>) {
    let is_shown = |note: &&NativeNote| document.native_lists[note.list].has_typed_markers;
    let notes: Vec<_> = document.native_notes.iter().filter(is_shown).collect();
    openings.retain(|opening| {
        let at = opening.span.start;
        let next = notes.partition_point(|note| note.span.end <= at);
        notes.get(next).is_none_or(|note| at < note.span.start)
    });
}

/// The lists, with openings of their own behind the others.
pub(super) fn drafts(document: &Document, openings: &mut Vec<Opening>) -> Vec<Draft> {
    let mut lists: Vec<Vec<&NativeNote>> = vec![Vec::new(); document.native_lists.len()];
    for note in &document.native_notes {
        if document.native_lists[note.list].has_typed_markers {
            lists[note.list].push(note);
        }
    }
    let mut drafts = Vec::new();
    for (list, notes) in lists
        .into_iter()
        .enumerate()
        .filter(|(_, notes)| !notes.is_empty())
    {
        let first = openings.len();
        openings.extend(notes.iter().map(|note| Opening {
            line: document.lines().line_of(note.span.start),
            shape: Shape::Raised,
            label: Label::new(&note.label),
            span: note.label_span,
            weight: WEIGHT,
        }));
        drafts.push(Draft {
            shape: Shape::Raised,
            openings: (first..openings.len()).collect(),
            heading: None,
            native: Some((list, notes.iter().map(|note| note.span).collect())),
        });
    }
    drafts
}
