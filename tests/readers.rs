//! Readers: encodings, blocks, Markdown, and whatever bytes may come.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use encoding_rs::Encoding;
use footfault::document::{BlockKind, Document, Format, Span, fold};
use footfault::readers::read;
use footfault::source::{Error, Source};
use proptest::prelude::*;

#[path = "shared/folder.rs"]
mod shared;

fn testdata(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

fn source(path: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source {
        path: path.to_owned(),
        bytes: bytes.into(),
        format: None,
    }
}

fn document(path: &str, bytes: impl Into<Vec<u8>>) -> Document {
    read(&source(path, bytes)).unwrap()
}

fn refusal(path: &str, bytes: &[u8]) -> String {
    match read(&source(path, bytes)) {
        Err(error @ Error::Unreadable { .. }) => error.to_string(),
        other => panic!("{path} was not refused: {other:?}"),
    }
}

/// The spans of everything in square brackets: in the fixtures, the markers and the labels.
fn brackets(document: &Document) -> Vec<Span> {
    let text = &document.text;
    text.match_indices('[')
        .map(|(start, _)| Span::new(start, start + text[start..].find(']').unwrap() + 1))
        .collect()
}

fn slices<'a>(document: &'a Document, spans: &[Span]) -> Vec<&'a str> {
    spans.iter().map(|&span| document.slice(span)).collect()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn with(mark: &[u8], bytes: &[u8]) -> Vec<u8> {
    [mark, bytes].concat()
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(
        !lossy,
        "the fixture cannot be written in {}",
        encoding.name()
    );
    bytes.into_owned()
}

/// Reads `bytes` and demands the text, and that every marker leads to the bytes that are `write` of it.
fn leads_back(text: &str, bytes: &[u8], write: impl Fn(&str) -> Vec<u8>) -> Document {
    let document = document("paper.txt", bytes);
    assert_eq!(document.text, text);
    let spans = brackets(&document);
    assert!(spans.len() >= 6);
    for span in spans {
        let there = document.source_span(span);
        assert_eq!(bytes[there.start..there.end], write(document.slice(span)));
    }
    document
}

#[test]
fn unicode_is_read_without_a_word_and_leads_back_to_its_bytes() {
    for name in ["letter", "japanese", "chinese"] {
        let text = testdata(&format!("readers/{name}.txt"));
        let little = |text: &str| utf16(text, u16::to_le_bytes);
        let big = |text: &str| utf16(text, u16::to_be_bytes);
        let plain = |text: &str| text.as_bytes().to_vec();
        let documents = [
            leads_back(&text, &plain(&text), plain),
            leads_back(&text, &with(b"\xEF\xBB\xBF", text.as_bytes()), plain),
            leads_back(&text, &with(b"\xFF\xFE", &little(&text)), little),
            leads_back(&text, &with(b"\xFE\xFF", &big(&text)), big),
            leads_back(&text, &little(&text), little),
            leads_back(&text, &big(&text), big),
        ];
        assert!(
            documents
                .iter()
                .all(|document| document.warnings.is_empty())
        );
    }
}

#[test]
fn legacy_encodings_are_guessed_named_and_lead_back_to_their_bytes() {
    for (name, encoding) in [
        ("letter", encoding_rs::WINDOWS_1252),
        ("japanese", encoding_rs::SHIFT_JIS),
        ("japanese", encoding_rs::EUC_JP),
        ("chinese", encoding_rs::GBK),
    ] {
        let text = testdata(&format!("readers/{name}.txt"));
        let document = leads_back(&text, &encoded(&text, encoding), |part| {
            encoded(part, encoding)
        });
        assert_eq!(document.warnings.len(), 1, "{}", encoding.name());
        assert!(document.warnings[0].message.contains(encoding.name()));
    }
}

#[test]
fn iso_2022_jp_is_told_from_ascii_by_its_escapes() {
    // The half-width letters of the last sentence cannot be written in it.
    let text = testdata("readers/japanese.txt").replace("ﾊﾝｶｸ", "");
    let document = leads_back(&text, &encoded(&text, encoding_rs::ISO_2022_JP), |part| {
        part.as_bytes().to_vec()
    });
    assert!(document.warnings[0].message.contains("ISO-2022-JP"));
}

#[test]
fn damage_in_utf8_is_one_warning_and_moves_no_span() {
    let text = testdata("readers/letter.txt");
    let mut bytes = text.clone().into_bytes();
    let marker = text.find("[2]").unwrap();
    bytes.splice(marker..marker, *b"\xFF\xE2\x80");
    let document = document("paper.txt", bytes.clone());
    let spans = brackets(&document);
    for &span in &spans {
        let there = document.source_span(span);
        assert_eq!(
            &bytes[there.start..there.end],
            document.slice(span).as_bytes()
        );
    }
    assert_eq!(document.warnings.len(), 1);
    let warning = &document.warnings[0];
    assert!(
        warning.message.contains("2 places, the first in line 3"),
        "{}",
        warning.message
    );
    let there = document.source_span(warning.span.unwrap());
    assert_eq!((there.start, there.end), (marker, marker + 1));
}

#[test]
fn places_count_lines_of_every_kind_and_characters() {
    for end in ["\n", "\r\n", "\r"] {
        let text = testdata("readers/letter.txt").replace('\n', end);
        let document = document("paper.txt", text);
        let places: Vec<_> = brackets(&document)
            .into_iter()
            .map(|span| document.place(span.start))
            .map(|place| (place.line, place.column))
            .collect();
        assert_eq!(
            places,
            [(3, 39), (3, 94), (3, 175), (7, 1), (8, 1), (9, 1)],
            "{end:?}"
        );
    }
}

#[test]
fn an_empty_file_is_a_document_with_a_warning() {
    for bytes in ["", "\u{FEFF}", " \r\n\n"] {
        let document = document("paper.md", bytes);
        assert_eq!(document.warnings[0].message, "the file is empty");
        assert_eq!(document.blocks, []);
    }
}

#[test]
fn what_is_no_text_is_named_whatever_its_name_says() {
    let sheet = [
        b"PK\x03\x04\x14\0\0\0".as_slice(),
        &[0; 40],
        b"xl/workbook.xml",
    ]
    .concat();
    for (bytes, kind) in [
        (sheet.as_slice(), "an Excel workbook"),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0",
            "an old Office document",
        ),
        (b"\x89PNG\r\n\x1A\n\0\0", "an image"),
        (b"\x01\x02\x00\x03\x00\x00\x00", "no text"),
        (
            b"<?xml version=\"1.0\"?><feed/>",
            "an XML file, but no article",
        ),
    ] {
        for path in ["paper.txt", "paper.md"] {
            let message = refusal(path, bytes);
            assert!(
                message.starts_with(&format!("{path}: is {kind}")),
                "{message}"
            );
            assert!(
                message.contains("save ") && message.ends_with(" first"),
                "{message}"
            );
        }
    }
    assert_eq!(
        document("on-pdf.txt", "It says %PDF-1.7 there.").warnings,
        []
    );
}

#[test]
fn rich_text_is_known_by_how_it_begins() {
    for path in ["paper.txt", "paper.rtf", "paper.doc", "-"] {
        let document = document(path, "{\\rtf1\\ansi A word.}");
        assert_eq!(document.format, Format::Rtf, "{path}");
        assert_eq!(document.text, "A word.");
    }
    let message = refusal("paper.rtf", b"A word.");
    assert!(message.contains("is no RTF document"), "{message}");
}

#[test]
fn names_decide_between_text_and_markdown() {
    for (path, format) in [
        ("a.md", Format::Markdown),
        ("a.QMD", Format::Markdown),
        ("a.b.markdown", Format::Markdown),
        ("a.txt", Format::Text),
        ("md", Format::Text),
        ("-", Format::Text),
    ] {
        assert_eq!(document(path, "Text.").format, format, "{path}");
    }
}

/// Kinds and texts of the blocks, for people.
fn outline(document: &Document) -> Vec<(BlockKind, String)> {
    document
        .blocks
        .iter()
        .map(|block| (block.kind, fold(document.slice(block.span))))
        .collect()
}

#[test]
fn a_paper_has_the_same_blocks_whether_its_lines_are_paragraphs_or_wrapped() {
    let lines = document("a.txt", testdata("readers/paragraph_lines.txt"));
    let wrapped = document("b.txt", testdata("readers/wrapped_lines.txt"));
    let kinds: Vec<_> = lines.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Heading,
            BlockKind::Paragraph,
            BlockKind::Heading,
            BlockKind::Paragraph,
            BlockKind::Paragraph,
            BlockKind::ListItem,
            BlockKind::ListItem,
            BlockKind::ListItem,
            BlockKind::Paragraph
        ]
    );
    assert_eq!(outline(&lines), outline(&wrapped));
}

#[test]
fn no_block_crosses_a_page_break() {
    let text = testdata("readers/wrapped_lines.txt").replace("that time\n", "that time\n\u{C}");
    let document = document("a.txt", text);
    assert!(
        document
            .blocks
            .iter()
            .all(|block| !document.slice(block.span).contains('\u{C}'))
    );
    assert!(
        document
            .slice(document.blocks[1].span)
            .ends_with("that time")
    );
}

#[test]
fn the_notes_of_a_markdown_paper_are_found_as_written() {
    let document = document("notes.md", testdata("readers/notes.md"));
    let markers: Vec<_> = document
        .native_markers
        .iter()
        .map(|marker| marker.span)
        .collect();
    assert_eq!(
        slices(&document, &markers),
        [
            "[^LVL]",
            "[^1]",
            "[^1]",
            "[^9]",
            "^[Except *one* clerk, see [his note](https://example.org/a_(b)/12).]",
            "[^2]",
            "^[Which go on\n> here[^1].]",
            "[^1]",
            "[^3]",
            "[^t]",
            "[^1]",
        ]
    );
    // To GFM, case does not count.
    assert_eq!(document.native_markers[0].label, "lvl");
    let inline = document.native_markers[6].inline.unwrap();
    assert_eq!(document.slice(inline), "Which go on\n> here[^1].");
    let notes: Vec<_> = document
        .native_notes
        .iter()
        .map(|note| {
            (
                note.label.as_str(),
                document.slice(note.label_span),
                fold(document.slice(note.span)),
            )
        })
        .collect();
    let labels: Vec<_> = notes.iter().map(|note| note.0).collect();
    assert_eq!(labels, ["1", "2", "2", "3", "lvl", "t", "8"]);
    assert_eq!(notes[0].1, "[^1]:");
    assert_eq!(notes[0].2, "[^1]: First, of two lines. And two paragraphs.");
    assert_eq!(notes[6].2, "[^8]: Called by nobody.");
}

#[test]
fn typed_markers_of_a_markdown_paper_are_in_sight_and_its_markup_is_not() {
    let document = document("notes.md", testdata("readers/notes.md"));
    let is_hidden = |what: &str| {
        let at = document.text.find(what).unwrap();
        document
            .opaque
            .iter()
            .any(|span| span.contains(at) && span.contains(at + what.len() - 1))
    };
    for seen in [
        "\\[7\\]",
        "<sup>3</sup>",
        ">4</span",
        "$5",
        "6$ is money",
        "[13]",
        "[14]",
        "13]:",
        "the survey",
        "year",
    ] {
        assert!(!is_hidden(seen), "{seen} is hidden");
    }
    for hidden in [
        "Ünder",
        "`[^1]` manual",
        "<span id=\"n4\">",
        "$x^2_1$",
        "example.org/9 \"of 2012\"",
        "][m]",
        "chart12.png",
        "code [^1]",
        "c12",
        "not yet [^1]",
        "map/44",
        "example.org/thirteen",
        "[^lvl]:",
        "[^9]",
    ] {
        // A code span is named with the word behind it because the sign stands more than once.
        assert!(
            is_hidden(hidden.trim_end_matches(" manual")),
            "{hidden} is in sight"
        );
    }
}

#[test]
fn notes_are_no_blocks_of_the_running_text() {
    let document = document("notes.md", testdata("readers/notes.md"));
    let kinds: Vec<_> = outline(&document)
        .into_iter()
        .map(|(kind, text)| (kind, text.chars().take(8).collect::<String>()))
        .collect();
    let expected = [
        (BlockKind::Heading, "# Levels"),
        (BlockKind::Paragraph, "Rivers r"),
        (BlockKind::Quotation, "Quoted[^"),
        (BlockKind::ListItem, "first it"),
        (BlockKind::ListItem, "second i"),
        (BlockKind::Table, "| year |"),
        (BlockKind::Table, "| 2019 |"),
        (BlockKind::Code, "code [^1"),
        (BlockKind::Paragraph, "<div cla"),
    ];
    assert_eq!(kinds, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn hostile_nesting_ends_neither_the_stack_nor_the_patience() {
    for text in [
        ">".repeat(100_000) + " a[^1]",
        "[".repeat(100_000),
        "^[".repeat(100_000),
        "^[".repeat(50_000) + "a" + &"]".repeat(50_000),
        "[^1]: ".repeat(50_000),
        "- ".repeat(30_000) + "a",
        "*a **b _c ".repeat(30_000),
        "[a](".repeat(30_000),
        "<a b=\"".repeat(30_000),
        "`a``".repeat(30_000),
        "$a".repeat(30_000),
        "<!--".repeat(30_000),
    ] {
        document("a.md", text.clone());
        document("a.txt", text);
    }
}

#[test]
fn the_measured_papers_have_all_their_notes() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    let truth = folder.join("src/truth48.json");
    let truth: serde_json::Value = serde_json::from_slice(&std::fs::read(truth).unwrap()).unwrap();
    let truth = truth.as_array().unwrap();
    for name in ["policy.md", "policy_inline.md"] {
        let source = Source::open(folder.join(name).to_str().unwrap(), None).unwrap();
        let document = read(&source).unwrap();
        assert_eq!((truth.len(), document.native_markers.len()), (48, 48));
        for (expected, marker) in truth.iter().zip(&document.native_markers) {
            let before = &document.text[..marker.span.start];
            assert!(
                before.ends_with(expected["tail"].as_str().unwrap()),
                "{name} {expected}"
            );
            assert!(
                before[before.len().saturating_sub(30)..]
                    .contains(expected["anchor"].as_str().unwrap())
            );
            let note = if let Some(inline) = marker.inline {
                document.slice(inline)
            } else {
                let note = document
                    .native_notes
                    .iter()
                    .find(|note| note.label == marker.label)
                    .unwrap();
                document.slice(Span::new(note.label_span.end, note.span.end))
            };
            assert!(
                note.trim_start()
                    .starts_with(expected["key"].as_str().unwrap()),
                "{name} {note}"
            );
        }
    }
}

/// What later stages rely on, whatever the bytes were.
fn is_sound(document: &Document, bytes: &[u8]) {
    let length = document.text.len();
    let mut spans: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
    for pair in spans.windows(2).chain(document.opaque.windows(2)) {
        assert!(pair[0].end <= pair[1].start, "{pair:?}");
    }
    assert!(
        document
            .native_markers
            .is_sorted_by_key(|marker| marker.span.start)
    );
    assert!(
        document
            .native_notes
            .is_sorted_by_key(|note| note.span.start)
    );
    spans.extend(&document.opaque);
    spans.extend(document.warnings.iter().filter_map(|warning| warning.span));
    spans.extend(
        document
            .native_markers
            .iter()
            .flat_map(|marker| [Some(marker.span), marker.inline])
            .flatten(),
    );
    spans.extend(
        document
            .native_notes
            .iter()
            .flat_map(|note| [note.label_span, note.span]),
    );
    for span in spans {
        assert!(
            span.end <= length && document.text.get(span.start..span.end).is_some(),
            "{span:?}"
        );
        let there = document.source_span(span);
        assert!(there.end <= bytes.len(), "{there:?}");
        document.place(span.end);
    }
    assert_eq!(
        document.source_span(Span::new(length, length)).end,
        bytes.len()
    );
}

fn survives(bytes: &[u8]) {
    for path in ["a.txt", "a.md"] {
        if let Ok(document) = read(&source(path, bytes)) {
            is_sound(&document, bytes);
        }
    }
}

/// Pieces that mean something to a reader; any string of them is more trying than random letters.
const PIECES: &[&str] = &[
    "word",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    "\u{C}",
    "\u{A0}",
    "\u{200B}",
    "é",
    "注",
    "𝒳",
    "[^1]",
    "[^1]: ",
    "[1]",
    "^[",
    "]",
    "[",
    "](",
    ")",
    "`",
    "```\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "|",
    "|-|-|\n",
    "<sup>",
    "</sup>",
    "<!--",
    "-->",
    "<div>",
    "$",
    "\\",
    "---\n",
    "https://e.org/a",
    "*",
    "[a]: b\n",
    ".",
    "\0",
];

proptest! {
    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn arbitrary_high_bytes_are_read_or_refused(
        bytes in proptest::collection::vec(prop_oneof![0x20..0x7F_u8, 0x80..=0xFF_u8, Just(b'\n'), Just(0x1B)], 0..400)
    ) {
        survives(&bytes);
    }

    #[test]
    fn arbitrary_markup_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..80)) {
        let text = pieces.concat();
        survives(text.as_bytes());
        survives(&with(b"\xFF\xFE", &utf16(&text, u16::to_le_bytes)));
    }
}
