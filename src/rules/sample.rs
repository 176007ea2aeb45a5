//! Small papers for the tests of the rules, built by hand so that they do not depend on what the scanner finds.

use crate::align::{Alignment, Origin, OriginKind};
use crate::citations::Citations;
use crate::document::{Document, Format, SourceMap, Span};
use crate::notes::{Apparatus, Label, ListKind, Marker, MarkerStyle, Note, NoteList};
use crate::rules::Case;

/// A paper with one list.
#[derive(Debug)]
pub(super) struct Sample {
    document: Document,
    pub(super) apparatus: Apparatus,
    citations: Citations,
    pub(super) alignment: Alignment,
}

impl Sample {
    /// A paper whose body has the bracketed markers of `body`, and whose list has the labels of `notes`.
    pub(super) fn new(body: &str, notes: &str) -> Self {
        let text = format!("{body}\n\n{notes}\n");
        let mut apparatus = Apparatus::default();
        let words = |from: usize, part: &str| -> Vec<(Span, Label)> {
            part.split_whitespace()
                .map(|word| {
                    let start = from + (word.as_ptr() as usize - part.as_ptr() as usize);
                    let span = Span::new(start, start + word.len());
                    (span, Label::new(word.trim_matches(['[', ']'])))
                })
                .collect()
        };
        for (span, label) in words(body.len() + 2, notes) {
            apparatus.notes.push(Note {
                text: format!("Text of {label}."),
                label,
                label_span: span,
                span,
                body: Span::new(span.end, span.end),
                list: 0,
            });
        }
        for (span, label) in words(0, body) {
            apparatus.markers.push(Marker {
                note: apparatus.notes.iter().position(|note| note.label == label),
                label,
                style: MarkerStyle::Bracket,
                span,
                token: span,
                implied: false,
                list: Some(0),
            });
        }
        apparatus.lists.push(NoteList {
            kind: ListKind::Endnotes,
            heading: Some("Notes".to_owned()),
            notes: (0..apparatus.notes.len()).collect(),
            repeats: false,
            is_automatic: false,
            is_typed: false,
            reading: crate::notes::Reading::Sure,
        });
        let document = Document::new(
            "sample.txt".to_owned(),
            Format::Text,
            text,
            SourceMap::identity(),
        );
        let citations = crate::citations::scan(&document, &apparatus);
        let mut alignment = crate::align::align(&document, &apparatus, &citations);
        alignment.origins.clear();
        Self {
            document,
            apparatus,
            citations,
            alignment,
        }
    }

    /// The same paper with an offset from `first` to `last`.
    pub(super) fn with_origin(
        mut self,
        kind: OriginKind,
        label: u32,
        after: i32,
        (first, last): (u32, u32),
    ) -> Self {
        let step = if kind == OriginKind::MissingNote {
            1
        } else {
            -1
        };
        self.alignment.origins.push(Origin {
            list: 0,
            kind,
            label,
            earliest: label,
            latest: label,
            before: after + step,
            after,
            first,
            last,
            probability: 0.99,
        });
        for (index, marker) in self.apparatus.markers.iter().enumerate() {
            let number = marker.label.value().filter(|n| (first..=last).contains(n));
            if let Some(answer) = number.and_then(|n| n.checked_add_signed(after)) {
                let answer = Label::Number(answer);
                self.alignment.answers[index] =
                    self.apparatus.notes.iter().position(|n| n.label == answer);
            }
        }
        self
    }

    /// What a rule sees of it.
    pub(super) fn case(&self) -> Case<'_> {
        Case::new(
            &self.document,
            &self.apparatus,
            &self.citations,
            &self.alignment,
        )
    }
}
