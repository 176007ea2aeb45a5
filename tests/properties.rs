//! What must hold for every text, however broken.

use footfault::check::{Report, check};
use footfault::document::{Document, Format, Span};
use footfault::settings::Settings;
use footfault::source::Source;
use proptest::prelude::*;

/// Pieces that markers, notes, headings and their neighbours are made of.
const PIECES: &[&str] = &[
    "word",
    "Word",
    "word.",
    "word.1 ",
    "word.2 ",
    "word,3",
    "[1]",
    "[2, 3]",
    "[3–5]",
    "[4",
    "¹",
    "²³",
    "⁴⁻⁶",
    "\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    "1. ",
    "2. ",
    "3) ",
    "[1] ",
    "[2] ",
    "- 1 ",
    "• 2\n",
    "¹ ",
    "² ",
    "* ",
    "† ",
    "word†",
    "word*",
    "Notes\n",
    "References\n",
    "注\n",
    "（注1）",
    "①",
    "〔2〕",
    "주3) ",
    "<sup>1</sup>",
    "^2^",
    "[^1]",
    "[^1]: ",
    "^[inline]",
    "\\[3\\]",
    "https://e.org/a.1",
    "“quoted”4 ",
    "2024.5 ",
    "Chapter 2\n",
    "| a | b |\n",
    "> ",
    "\t",
    "\u{a0}",
    "é",
    "語",
    "😀",
    "`1`",
    "Ibid.",
];

fn report(text: &str, format: Format) -> Report {
    let bytes = text.as_bytes().to_vec();
    let source = Source {
        path: "soup".to_owned(),
        bytes,
        format: Some(format),
    };
    check(&source, &Settings::default())
        .unwrap_or_else(|error| panic!("a text can be read: {error}"))
}

fn assert_in_bounds(document: &Document, span: Span) {
    assert!(
        document.text.get(span.start..span.end).is_some(),
        "{span:?} lies off the text or its characters"
    );
    let source = document.source_span(span);
    assert!(source.start <= source.end);
}

fn assert_sound(report: &Report) {
    let (document, apparatus) = (&report.document, &report.apparatus);
    for marker in &apparatus.markers {
        assert_in_bounds(document, marker.span);
        assert_in_bounds(document, marker.token);
        assert!(marker.list.is_none_or(|list| list < apparatus.lists.len()));
        let note = marker.note.map(|note| &apparatus.notes[note]);
        assert!(
            note.is_none_or(|note| note.label == marker.label && Some(note.list) == marker.list)
        );
    }
    assert!(
        apparatus
            .markers
            .is_sorted_by_key(|marker| marker.token.start)
    );
    for (index, note) in apparatus.notes.iter().enumerate() {
        assert_in_bounds(document, note.span);
        assert!(note.span.start <= note.label_span.start && note.label_span.end <= note.span.end);
        assert!(apparatus.lists[note.list].notes.contains(&index));
    }
    assert_eq!(report.alignment.answers.len(), apparatus.markers.len());
    for finding in &report.findings {
        assert_in_bounds(document, finding.span);
        finding
            .related
            .iter()
            .for_each(|related| assert_in_bounds(document, related.span));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_soup_of_markers_and_notes_is_read_soundly(picks in prop::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = picks.iter().map(|&pick| PIECES[pick]).collect();
        assert_sound(&report(&text, Format::Text));
        assert_sound(&report(&text, Format::Markdown));
    }

    #[test]
    fn any_text_is_read_soundly(text in "\\PC{0,300}") {
        assert_sound(&report(&text, Format::Text));
        assert_sound(&report(&text, Format::Markdown));
    }

    #[test]
    fn typed_notes_of_any_number_all_pair(count in 1_usize..60, style in 0_usize..4) {
        let mark = |n: usize| match style {
            0 => format!("[{n}]"),
            1 => format!(".{n}"),
            2 => format!("<sup>{n}</sup>"),
            _ => format!("[^{n}]"),
        };
        let body: String = (1..=count).map(|n| format!("The survey of district {n} was late{} ", mark(n))).collect();
        let notes: String = (1..=count).map(|n| format!("{n}. Warden, “District {n},” 20{:02}.\n", n % 100)).collect();
        let report = report(&format!("{body}\n\nNotes\n\n{notes}"), Format::Text);
        let paired = report.apparatus.markers.iter().filter(|marker| marker.note.is_some()).count();
        prop_assert_eq!(paired, count);
        prop_assert_eq!(report.findings.len(), 0);
    }
}
