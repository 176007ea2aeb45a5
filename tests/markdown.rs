//! Notes written as HTML within Markdown.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own papers has failed"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use footfault::check::{Report, check};
use footfault::document::{Document, Format, NativeLink, Span};
use footfault::readers::read;
use footfault::settings::Settings;
use footfault::source::Source;
use proptest::prelude::*;

#[path = "shared/pairing.rs"]
mod pairing;

fn source(bytes: impl Into<Vec<u8>>) -> Source {
    Source {
        path: "paper.md".to_owned(),
        bytes: bytes.into(),
        format: Some(Format::Markdown),
    }
}

fn report(paper: &str) -> Report {
    check(&source(paper), &Settings::default()).expect("Markdown can always be read")
}

fn document(paper: &str) -> Document {
    read(&source(paper)).expect("Markdown can always be read")
}

fn testdata(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/readers/html_notes");
    std::fs::read_to_string(path.join(name)).expect("a fixture")
}

/// Each marker as `label: text of its note`.
fn pairs(paper: &str) -> Vec<String> {
    pairing::of(&report(paper))
}

/// What the rules say, by their names.
fn findings(report: &Report) -> Vec<&str> {
    let rules = report.findings.iter().map(|finding| finding.rule);
    rules.collect()
}

const TWO: [&str; 2] = ["1: Abend, *Tides*, 4.", "2: Brook, *Rain*, 5."];

/// What stands in the Markdown under each marker.
fn sources(paper: &str) -> Vec<String> {
    let document = document(paper);
    let under = |span: Span| {
        let there = document.source_span(span);
        paper[there.start..there.end].to_owned()
    };
    let markers = document.native_markers.iter();
    markers.map(|marker| under(marker.span)).collect()
}

#[test]
fn a_memorandum_has_its_notes_at_the_end_of_each_section() {
    let paper = testdata("memorandum.md");
    assert_eq!(
        pairs(&paper),
        [
            "1: Dues by Weight. Office of Canals & Locks, June 2, 2016. https://canals.example.gov/dues.pdf.",
            "2: See the text of the Act.",
            "3: Barges are vessels of more than 10 m².",
            "4: Five in winter.",
        ]
    );
    let report = report(&paper);
    assert_eq!(report.apparatus.lists.len(), 1, "numbered through");
    assert_eq!(
        report.apparatus.lists[0].heading.as_deref(),
        Some("Footnotes")
    );
    assert!(report.document.warnings.is_empty());
    assert_eq!(findings(&report), [""; 0]);
    assert_eq!(sources(&paper), ["1", "2", "3", "4"]);
}

#[test]
fn an_address_counts_once_whether_words_show_it_or_not() {
    let report = report(&testdata("memorandum.md"));
    let addresses = report.citations.addresses.iter();
    let found: Vec<_> = addresses.map(|address| address.text.as_str()).collect();
    assert_eq!(
        found,
        [
            "https://archive.example.org/locks",
            "https://canals.example.gov/dues.pdf",
            "https://law.example.gov/canal-act"
        ]
    );
}

#[test]
fn places_are_those_of_the_markdown() {
    let paper = testdata("memorandum.md");
    let document = document(&paper);
    let lines: Vec<&str> = paper.lines().collect();
    for marker in &document.native_markers {
        let place = document.place(marker.span.start);
        let rest: String = lines[place.line - 1]
            .chars()
            .skip(place.column - 1)
            .collect();
        assert!(rest.starts_with(&marker.label), "{rest}");
    }
    let words = "which few do";
    let at = document.text.find(words).expect("running text");
    let there = document.source_span(Span::new(at, at + words.len()));
    assert_eq!(&paper[there.start..there.end], words);
    assert!(
        document
            .text
            .contains("The Canal Act lets a keeper waive them,² which few do.")
    );
    assert!(document.blocks.iter().all(|block| {
        let notes = &document.native_notes;
        notes.iter().all(|note| !note.span.overlaps(block.span))
    }));
}

#[test]
fn notes_are_paragraphs_items_and_lines() {
    let text = "A.<sup><a href=\"#fn1\">1</a></sup> B.<sup><a href=\"#fn2\">2</a></sup>\n\n";
    for notes in [
        "<p id=\"fn1\">1. Abend, *Tides*, 4.</p>\n<p id=\"fn2\">2. Brook, *Rain*, 5.</p>\n",
        "<div id=\"fn1\">[1] Abend, *Tides*, 4.</div>\n<div id=\"fn2\">[2] Brook, *Rain*, 5.</div>\n",
        "<a id=\"fn1\"></a>1. Abend, *Tides*, 4.\n\n<a id=\"fn2\"></a>2. Brook, *Rain*, 5.\n",
        "<a name=\"fn1\">1</a>: Abend, *Tides*, 4.  \n<a name=\"fn2\">2</a>: Brook, *Rain*, 5.\n",
        "<p>\n<a name=\"fn1\">1</a> Abend, *Tides*, 4.<br>\n<a name=\"fn2\">2</a> Brook, *Rain*, 5.\n</p>\n",
        "1. <a id=\"fn1\"></a>Abend, *Tides*, 4.\n1. <a id=\"fn2\"></a>Brook, *Rain*, 5.\n",
        "* <sup id=\"fn1\">1</sup> Abend, *Tides*, 4.\n* <sup id=\"fn2\">2</sup> Brook, *Rain*, 5.\n",
        "<ol>\n  <li id=\"fn1\">Abend, *Tides*, 4.\n  <li id=\"fn2\">Brook, *Rain*, 5.\n</ol>\n",
        "<a id=\"fn1\"/>\n1. Abend, *Tides*, 4.\n\n<a id=\"fn2\"/>\n2. Brook, *Rain*, 5.\n",
        "> <b id=\"fn1\">1</b> Abend, *Tides*, 4.\n\n> <b id=\"fn2\">2</b> Brook, *Rain*, 5.\n",
    ] {
        assert_eq!(pairs(&format!("{text}{notes}")), TWO, "{notes}");
    }
}

#[test]
fn markers_and_ways_back_may_be_links_of_markdown() {
    let pairs_of = |markers: [&str; 2], notes: [&str; 2]| {
        pairs(&format!(
            "A.{} B.{}\n\n{} Abend, *Tides*, 4.{}\n",
            markers[0], markers[1], notes[0], notes[1]
        ))
    };
    assert_eq!(
        pairs_of(
            ["[<sup>1</sup>](#fn1)", "[<sup>2</sup>](#fn2)"],
            [
                "<a name=\"fn1\">1</a>:",
                "\n\n<a name=\"fn2\">2</a>: Brook, *Rain*, 5."
            ]
        ),
        TWO
    );
    assert_eq!(
        pairs_of(
            [
                "<sup id=\"a1\">[1](#f1)</sup>",
                "<sup id=\"a2\">[2](#f2)</sup>"
            ],
            [
                "<b id=\"f1\">1</b>",
                " [↩](#a1)\n\n<b id=\"f2\">2</b> Brook, *Rain*, 5. [↩](#a2)"
            ]
        ),
        TWO
    );
    assert_eq!(
        pairs_of(
            [
                "<a name=\"_ftnref1\"></a>[\\[1\\]](#_ftn1)",
                "<a href=\"#_ftn2\" name=\"_ftnref2\">[2]</a>"
            ],
            [
                "<a name=\"_ftn1\"></a>[\\[1\\]](#_ftnref1)",
                "\n\n<a name=\"_ftn2\" href=\"#_ftnref2\">[2]</a> Brook, *Rain*, 5."
            ]
        ),
        TWO
    );
}

#[test]
fn a_table_of_contents_is_none_of_notes() {
    let paper = testdata("contents.md");
    let contents = document(&paper);
    assert_eq!(contents.text, paper, "left as it is");
    assert!(contents.native_markers.is_empty() && contents.native_notes.is_empty());
    for paper in [
        "See [1](#one).\n\n<p id=\"one\">1. A part.</p>\n",
        "See <a href=\"#fn1\">1</a>.\n\n<h2 id=\"fn1\">1. A part</h2>\n\n<h2 id=\"fn2\">2.</h2>\n",
        "<p id=\"fn1\">1. A part.</p><p id=\"fn2\">2. A part.</p>\n\nSee <sup><a href=\"#fn1\">1</a>, <a href=\"#fn2\">2</a></sup>.\n",
        "```\n<sup><a href=\"#fn1\" id=\"r1\">1</a></sup>\n<p id=\"fn1\">1. Code. <a href=\"#r1\">^</a></p>\n```\n",
        "In code:\n\n    A.<sup><a href=\"#fn1\" id=\"r1\">1</a></sup>\n    <p id=\"fn1\">1. B. <a href=\"#r1\">^</a></p>\n",
        "Say `<a href=\"#fn1\" id=\"r1\">[1]</a>` and `<a id=\"fn1\" href=\"#r1\">1</a>`.\n",
    ] {
        assert!(document(paper).native_notes.is_empty(), "{paper}");
    }
}

#[test]
fn one_pair_is_enough_if_the_note_leads_back() {
    let pair = |back: &str| {
        pairs(&format!(
            "A.<sup id=\"r1\"><a href=\"#fn1\">1</a></sup>\n\n<p id=\"fn1\">1. Abend.{back}</p>\n"
        ))
    };
    assert_eq!(pair(" <a href=\"#r1\">&#8617;</a>"), ["1: Abend."]);
    let lone = "A.<sup><a href=\"#fn1\">1</a></sup>\n\n<p id=\"fn1\">1. Abend.</p>\n";
    assert!(document(lone).native_notes.is_empty());
}

#[test]
fn a_list_that_lost_a_note_is_counted_on_and_shows_it() {
    let report = report(&testdata("lost.md"));
    let labels = |span: Span| report.document.slice(span).to_owned();
    let notes = report.apparatus.notes.iter();
    let shown: Vec<_> = notes.map(|note| labels(note.label_span)).collect();
    assert_eq!(shown, ["1.", "2.", "3.", "4."]);
    assert!(findings(&report).contains(&"offset-numbering"));
    assert!(findings(&report).contains(&"broken-note-link"));
}

#[test]
fn a_marker_astray_and_a_note_without_marker_stay_what_they_are() {
    let paper = testdata("astray.md");
    let document = document(&paper);
    let links = document.native_markers.iter().map(|marker| &marker.link);
    let expected = [
        NativeLink::To(0),
        NativeLink::To(1),
        NativeLink::Astray("fn3".to_owned()),
        NativeLink::To(2),
    ];
    assert_eq!(links.flatten().collect::<Vec<_>>(), expected.each_ref());
    assert_eq!(
        document.native_notes[3].backlinks,
        [NativeLink::Astray("r5".to_owned())]
    );
    let report = report(&paper);
    let found = findings(&report);
    assert!(found.contains(&"marker-without-note"), "{found:?}");
    assert!(found.contains(&"note-without-marker"), "{found:?}");
}

#[test]
fn the_notes_of_markdown_stand_beside_them() {
    let paper = "A.[^1] B.<sup><a href=\"#fn1\">1</a></sup> C.^[Inline.] D.<sup><a href=\"#fn2\">2</a></sup>\n\n\
                 [^1]: See <em>Own</em> work.\n\n<p id=\"fn1\">1. Abend.</p>\n<p id=\"fn2\">2. Brook.</p>\n";
    let document = document(paper);
    let markers = document.native_markers.iter();
    let shown: Vec<_> = markers
        .map(|marker| (document.slice(marker.span), marker.list))
        .collect();
    assert_eq!(shown, [("[^1]", 1), ("¹", 0), ("^[Inline.]", 1), ("²", 0)]);
    assert_eq!(pairs(paper).len(), 4);
    assert!(
        pairs(paper).contains(&"1: See <em>Own</em> work.".to_owned()),
        "left as they are"
    );
}

#[test]
fn what_is_mended_is_text_and_never_a_number_or_a_tag() {
    let paper = testdata("lost.md").replace("<ol>", "").replace("</ol>", "");
    let paper = (1..6).fold(paper, |paper, number| {
        paper.replace(
            &format!("<li id=\"fn{number}\">"),
            &format!(
                "<p id=\"fn{number}\">{}. ",
                if number > 3 { number - 1 } else { number }
            ),
        )
    });
    let report = report(&paper.replace("</li>", "</p>"));
    assert!(findings(&report).contains(&"offset-numbering"));
    assert!(report.findings.iter().all(|finding| finding.fix.is_none()));
    let notes = report.apparatus.notes.iter().map(|note| note.label_span);
    let markers = report.apparatus.markers.iter().map(|marker| marker.span);
    for span in notes.chain(markers) {
        assert!(!report.document.is_editable(span, "7"));
    }
}

#[test]
fn an_address_that_a_link_shows_is_mended_by_hand() {
    let paper = testdata("memorandum.md");
    let document = document(&paper);
    let editable = |words: &str| {
        let at = document.text.find(words).expect(words);
        document.is_editable(Span::new(at, at + words.len()), "words")
    };
    assert!(!editable("https://canals.example.gov"), "the link stays");
    assert!(editable("https://archive.example.org"));
    assert!(editable("Five in winter"));
    let at = document.text.find("Five").expect("a note");
    assert!(!document.is_editable(Span::new(at, at), "\n\n5. A paragraph"));
}

#[test]
fn damaged_markup_is_read_as_far_as_it_goes() {
    let paper = "A.<sup><a href=\"#fn1\">1</a></sup> B.<sup><a href=\"#fn2\">2</a></sup> <a id=\"x\" href=\"#x\">3</a>\n\n\
                 <p id=\"fn1\">1. Abend, <em>Tides.\n<p id=\"fn1\">1. Again.\n<p id=\"fn2\">2. Brook, <b>Rain.\n\n- item <i>a\n";
    let report = report(paper);
    let notes = report.apparatus.notes.iter();
    let texts: Vec<_> = notes.map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["Abend, Tides.", "Again.", "Brook, Rain."]);
    assert_eq!(
        report.apparatus.markers.len(),
        2,
        "a link to itself is none"
    );
    let warnings = &report.document.warnings;
    assert!(
        warnings[0]
            .message
            .contains("several elements have the name “fn1”")
    );
    assert!(findings(&report).contains(&"duplicate-note"));
}

#[test]
fn a_legacy_encoding_leads_back_to_its_bytes() {
    let paper = b"Caf\xe9 A.<sup><a href=\"#fn1\">1</a></sup>\r\nB.<sup><a href=\"#fn2\">2</a></sup>\r\n\r\n\
                  <p id=\"fn1\">1. The caf\xe9s were closed.</p>\r\n<p id=\"fn2\">2. No caf\xe9 was open.</p>\r\n";
    let document = read(&source(&paper[..])).expect("Markdown can always be read");
    assert_eq!(document.native_notes.len(), 2);
    let at = document.text.find("open").expect("a note");
    let there = document.source_span(Span::new(at, at + 4));
    assert_eq!(&paper[there.start..there.end], b"open");
}

/// A paper with very many notes.
fn many(notes: usize) -> String {
    let mut paper = String::new();
    for number in 1..=notes {
        let _ = write!(
            paper,
            "Word {number}.<sup id=\"r{number}\"><a href=\"#fn{number}\">{number}</a></sup>\n\n"
        );
    }
    for number in 1..=notes {
        let _ = writeln!(
            paper,
            "<p id=\"fn{number}\">{number}. Source. <a href=\"#r{number}\">^</a></p>"
        );
    }
    paper
}

#[test]
fn ten_times_as_many_links_take_ten_times_as_long() {
    let time = |paper: &str| {
        let took = |_| {
            let start = Instant::now();
            let _ = document(paper);
            start.elapsed()
        };
        (0..2).map(took).min().unwrap_or_default()
    };
    let papers = [
        many,
        |links| {
            "[1](#fn1) <a href=\"#fn1\">1</a> ".repeat(links)
                + "\n\n<p id=\"fn1\">1. A.</p><p id=\"fn2\">2. B. <a href=\"#x\">^</a></p>\n"
        },
        |links| "A.<sup><a href=\"#fn1\">1</a></sup>\n\n<p id=\"fn1\">1. A.</p>\n\n".repeat(links),
        |links| "<a id=\"fn1\">1</a> A <a href=\"#fn2\">2</a><br>\n".repeat(links),
        |links| "<b><i id=\"fn1\">[[1]](#fn1)".repeat(links),
    ];
    for paper in papers {
        let (some, more) = (time(&paper(300)), time(&paper(3_000)));
        assert!(
            more < some * 30 + Duration::from_millis(200),
            "{some:?} and then {more:?}: {}",
            &paper(2)
        );
    }
    let document = document(&many(10_000));
    assert_eq!(document.native_notes.len(), 10_000);
    let is_linked = |(index, marker): (usize, &footfault::document::NativeMarker)| {
        marker.link == Some(NativeLink::To(index))
    };
    assert!(document.native_markers.iter().enumerate().all(is_linked));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_stands_in_it_every_span_is_one(pieces in prop::collection::vec(piece(), 0..40)) {
        let paper = pieces.concat();
        let report = report(&paper);
        let document = &report.document;
        let is_one = |span: Span| document.text.get(span.start..span.end).is_some();
        prop_assert!(document.blocks.iter().all(|block| is_one(block.span)));
        prop_assert!(document.opaque.iter().all(|span| is_one(*span)));
        prop_assert!(document.native_markers.is_sorted_by_key(|marker| marker.span));
        prop_assert!(document.native_notes.is_sorted_by_key(|note| note.span));
        for note in &document.native_notes {
            prop_assert!(is_one(note.span) && is_one(note.label_span));
            prop_assert!(note.span.start <= note.label_span.start && note.label_span.end <= note.span.end);
        }
        for marker in &document.native_markers {
            prop_assert!(is_one(marker.span));
            let there = document.source_span(marker.span);
            prop_assert!(paper.get(there.start..there.end).is_some());
        }
        for pair in document.blocks.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
    }
}

/// Whatever makes notes, breaks them off, or looks like them.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "A word",
        ". ",
        "\n",
        "\n\n",
        "é脚",
        "<sup id=\"r1\"><a href=\"#fn1\">1</a></sup>",
        "<sup><a href=\"#fn2\">2</a></sup>",
        "<sup>[3](#fn3)</sup>",
        "[<sup>1</sup>](#fn1)",
        "[\\[2\\]](#fn2)",
        "<p id=\"fn1\">1. Abend.",
        "</p>",
        "<li id=\"fn2\"><sup>2</sup> Brook ",
        "</li>",
        "<ul>",
        "<ol>\n\n",
        "</ol>",
        "\n\n\t<li id=\"fn3\">Crane",
        "<a href=\"#r1\">&#8617;</a>",
        "[↩](#r1)",
        "<a id=\"fn3\"/>",
        "<a name=\"fn1\">1</a>: ",
        "<b id=\"fn2\">",
        "<br>",
        "1. ",
        "* ",
        "> ",
        "## ",
        "    ",
        "[^1]",
        "\n\n[^1]: ",
        "^[in ",
        "]",
        "[",
        "`",
        "**",
        "<!-- ",
        " -->",
        "<div>",
        "</div>",
        "<table><tr><td>",
        "<a href=\"https://example.org/a\">here</a>",
        "<https://example.org/b>",
        "&amp;",
        "&ldquo;",
        "<script>",
        "<",
        "\\",
        "\r\n",
    ])
}
