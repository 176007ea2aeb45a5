//! A list that was turned by one: its last note answers the first marker, and every other note the marker behind its own.

use super::Case;
use super::numbering::Numbering;
use super::renumbering::shift_notes;
use crate::align::{Origin, OriginKind};
use crate::document::Span;
use crate::finding::{Finding, Fix};
use crate::notes::{Label, Note};

/// A list that was turned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turned<'a> {
    first: u32,
    last: u32,
    /// The note that belongs to the first marker.
    note: &'a Note,
    /// Where that marker stands.
    marker: Span,
}

/// Whether one place of drift is a turn: the note that is missing at the beginning stands at the end.
pub(super) fn turned<'a>(
    case: &Case<'a>,
    numbering: &Numbering<'a>,
    origin: &Origin,
) -> Option<Turned<'a>> {
    let first = numbering.first_bearer_number()?;
    let last = numbering.borne_below(u32::MAX)?;
    let is_whole = origin.kind == OriginKind::MissingNote
        && numbering.origins.len() == 1
        && (origin.before, origin.after) == (0, -1)
        && origin.label == first
        && origin.last == last
        && last > first + 1;
    let &call = numbering.calls_of(&Label::Number(first)).first()?;
    let &bearer = numbering.bearers_of(&Label::Number(last)).first()?;
    let (marker, note) = (numbering.markers[call], numbering.notes[bearer]);
    let speaks = !case.alignment.shared(marker.0, note.0).is_empty();
    (is_whole && speaks).then_some(Turned {
        first,
        last,
        note: note.1,
        marker: marker.1.span,
    })
}

impl Turned<'_> {
    /// The finding, without its data.
    pub(super) fn finding(&self, case: &Case<'_>, numbering: &Numbering<'_>) -> Finding {
        let Self { first, last, .. } = *self;
        let message = format!(
            "the list is turned by one: note {last} belongs to marker {first}, and every other note to the marker behind its own"
        );
        let help = format!(
            "Number note {last} as {first}, and each of the others one higher; no note is missing."
        );
        let mut finding = Finding::new(self.marker, message, help).related(
            self.note.label_span,
            format!("note {last} answers marker {first}"),
        );
        finding.fix = self.fix(case, numbering);
        finding
    }

    fn fix(&self, case: &Case<'_>, numbering: &Numbering<'_>) -> Option<Fix> {
        let turn = |number: u32| {
            if number == self.last {
                Some(self.first)
            } else {
                number.checked_add(1)
            }
        };
        let message = format!("renumber the notes, {} as {}", self.last, self.first);
        shift_notes(case.document, numbering, message, turn)
    }
}
