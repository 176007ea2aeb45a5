//! What the format itself knows: `[^13]`, `[^13]: See Smith.`, `^[See Smith.]`.

use super::parts::Parts;
use super::{Label, ListKind, Marker, MarkerStyle, Note};
use crate::document::{Document, Span, fold};

/// Takes over what the format knows.
pub(super) fn read(document: &Document, parts: &mut Parts) {
    if document.native_markers.is_empty() && document.native_notes.is_empty() {
        return;
    }
    let list = parts.add_list(ListKind::Native, None);
    for native in &document.native_notes {
        let body = Span::new(native.label_span.end, native.span.end);
        parts.add_note(Note {
            label: Label::new(&native.label),
            label_span: native.label_span,
            span: native.span,
            body,
            list,
            text: fold(document.slice(body)),
        });
    }
    let mut inline = 0;
    for native in &document.native_markers {
        let span = native.span;
        let mut label = Label::new(&native.label);
        let mut style = MarkerStyle::Reference;
        // An inline note has no label of its own, so it is named by its place among its like.
        if let Some(body) = native.inline {
            inline += 1;
            label = Label::Name(format!("inline {inline}"));
            style = MarkerStyle::Inline;
            let label_span = Span::new(span.start, body.start);
            parts.add_note(Note {
                label: label.clone(),
                label_span,
                span,
                body,
                list,
                text: fold(document.slice(body)),
            });
        }
        let marker = Marker {
            label,
            style,
            span,
            token: span,
            implied: false,
            list: Some(list),
            note: None,
        };
        parts.markers.push(marker);
    }
}
