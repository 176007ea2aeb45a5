//! What the format itself knows: `[^13]`, `[^13]: See Smith.`, `^[See Smith.]`.

use super::enclosed;
use super::parts::Parts;
use super::{Label, ListKind, Marker, MarkerStyle, Note};
use crate::document::{Document, NativeKind, NativeLink, Span, fold};

/// Takes over what the format knows.
pub(super) fn read(document: &Document, parts: &mut Parts) {
    // Lists with typed markers are read with these.
    let lists = document.native_lists.iter().map(|native| {
        (!native.has_typed_markers).then(|| {
            let list = parts.add_list(kind(native.kind), native.heading.clone());
            parts.lists[list].0.is_automatic = native.is_automatic;
            list
        })
    });
    let lists: Vec<Option<usize>> = lists.collect();
    for native in &document.native_notes {
        let Some(list) = lists[native.list] else {
            continue;
        };
        let body = Span::new(native.label_span.end, native.span.end);
        let body = enclosed::body(document, native.label_span, body);
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
        let Some(list) = lists[native.list] else {
            continue;
        };
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
        if let Some(NativeLink::To(note)) = native.link {
            let note = document.native_notes[note].span;
            parts.links.insert((span, label.clone()), note);
        }
        parts.markers.push(Marker {
            label,
            style,
            span,
            token: span,
            implied: native.is_implied,
            list: Some(list),
            note: None,
        });
    }
    parts.drop_empty_lists();
}

pub(super) fn kind(native: NativeKind) -> ListKind {
    match native {
        NativeKind::Definitions => ListKind::Native,
        NativeKind::Footnotes => ListKind::Footnotes,
        NativeKind::Endnotes => ListKind::Endnotes,
        NativeKind::References => ListKind::References,
    }
}
