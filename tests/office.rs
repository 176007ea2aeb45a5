//! The files of word processors: our own as LibreOffice and pandoc write them, and those beside the repository whose
//! truth is known.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use footfault::check::{Report, check};
use footfault::settings::Settings;
use footfault::source::Source;
use serde_json::Value;

#[path = "office/habits.rs"]
mod habits;
#[path = "shared/folder.rs"]
mod shared;
#[path = "shared/tool.rs"]
mod tool;

/// The least F1 of the notes that markers call, in per cent.
const FLOOR: f64 = 99.5;

fn report(path: &Path) -> Report {
    let source = Source::open(path, None).unwrap();
    check(&source, &Settings::default()).unwrap()
}

fn ours(path: &str) -> Report {
    report(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("testdata")
            .join(path),
    )
}

/// The findings of a rule, each as where it stands and its first fact.
fn found(report: &Report, rule: &str, fact: &str) -> Vec<(String, Value)> {
    let findings = report.findings.iter().filter(|found| found.rule == rule);
    findings
        .map(|found| {
            let place = report.document.landmark(found.span.start).unwrap();
            (place, found.data[fact].clone())
        })
        .collect()
}

#[test]
fn a_note_that_fell_out_of_a_typed_list_is_found_at_its_paragraph() {
    for name in [
        "typed.docx",
        "typed.libreoffice.docx",
        "typed.odt",
        "typed.libreoffice.odt",
    ] {
        let report = ours(&format!("agree/{name}"));
        let found = found(&report, "offset-numbering", "marker");
        // The fifth marker stands in the second paragraph below the title.
        assert_eq!(
            found,
            [("paragraph 3".to_owned(), Value::from("5"))],
            "{name}"
        );
    }
}

#[test]
fn a_typed_number_among_counted_ones_is_found_at_its_paragraph() {
    for name in ["bad-word.docx", "bad.fodt"] {
        let report = ours(&format!("rules/hand-typed-note/{name}"));
        let expected = [
            ("paragraph 2".to_owned(), Value::from("marker")),
            ("footnote 5".to_owned(), Value::from("note")),
        ];
        assert_eq!(
            found(&report, "hand-typed-note", "kind"),
            expected,
            "{name}"
        );
    }
}

#[test]
fn every_note_of_the_short_documents_is_called_from_its_place() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    let truth = std::fs::read_to_string(folder.join("src/truth48.json")).unwrap();
    let truth: Vec<Value> = serde_json::from_str(&truth).unwrap();
    for name in ["fn.docx", "fn_inline.docx", "en.docx", "fn.odt"] {
        let report = report(&folder.join(name));
        let (document, apparatus) = (&report.document, &report.apparatus);
        assert_eq!(apparatus.markers.len(), truth.len(), "{name}");
        for (marker, truth) in apparatus.markers.iter().zip(&truth) {
            let note = &apparatus.notes[marker.note.unwrap()];
            assert!(
                note.text.starts_with(truth["key"].as_str().unwrap()),
                "{name}: {}",
                note.text
            );
            let before = &document.text[..marker.token.start];
            assert!(before.ends_with(truth["tail"].as_str().unwrap()), "{name}");
        }
    }
}

/// What is true of `rich.docx`, by its generator: see `src/mkdocx.py` beside it.
fn assert_rich(report: &Report, has_orphan: bool) {
    let (document, apparatus) = (&report.document, &report.apparatus);
    let note = |index: usize| apparatus.notes[index].text.as_str();
    let markers: Vec<(String, Option<&str>, String)> = apparatus
        .markers
        .iter()
        .map(|marker| {
            let place = document.landmark(marker.token.start).unwrap();
            (marker.label.to_string(), marker.note.map(note), place)
        })
        .collect();
    let expected = [
        (
            "1",
            Some("Smith, Housing (2019), p. 12, https://example.org/a"),
            2,
        ),
        ("1", Some("Jones, see note 1 above."), 2),
        (
            "3",
            Some("Hand-typed endnote three, https://example.org/three"),
            3,
        ),
        ("4", None, 3),
        ("5", None, 3),
        ("6", None, 3),
        ("7", None, 3),
        ("2", Some("Ibid."), 5),
        ("3", Some("Table note"), 7),
        ("4", Some("Control note"), 9),
    ];
    let expected = expected
        .map(|(label, note, paragraph)| (label.to_owned(), note, format!("paragraph {paragraph}")));
    assert_eq!(markers, expected);
    let orphans: Vec<&str> = (0..apparatus.notes.len())
        .filter(|index| {
            !apparatus
                .markers
                .iter()
                .any(|marker| marker.note == Some(*index))
        })
        .map(note)
        .collect();
    let orphan = ["Orphan note nobody cites"];
    assert_eq!(orphans, if has_orphan { &orphan[..] } else { &[] });
    for words in [
        "deleted 99",
        "please check",
        "Header",
        "HYPERLINK",
        "NOTEREF",
    ] {
        assert!(!document.text.contains(words), "{words}");
    }
    assert_eq!(document.text.matches("text box words").count(), 1);
    assert!(
        document
            .text
            .contains("See the report and field link, note 1")
    );
    let links = document.hyperlinks.iter();
    let links: Vec<(&str, &str)> = links
        .map(|link| (document.slice(link.span), link.target.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            ("the report", "https://example.org/report?a=1&b=2"),
            ("field link", "https://example.org/field?x=1&y=2"),
        ]
    );
    assert!(document.warnings.is_empty(), "{:?}", document.warnings);
}

#[test]
fn a_document_with_everything_in_it_is_read_right_in_every_particular() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    assert_rich(&report(&folder.join("rich.docx")), true);
    assert_rich(&report(&folder.join("rich_commented.docx")), true);
    // LibreOffice drops the note that nothing calls.
    assert_rich(&report(&folder.join("rich_lo_saved.docx")), false);
}

#[test]
fn published_papers_score_within_the_bound() {
    let Some(corpus) = shared::folder("corpus") else {
        return;
    };
    if !tool::runs("python3", &["--version"], "how published papers score") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(corpus.join("originals")).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|end| end == "docx" || end == "odt")
        {
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let output = Command::new("python3")
        .arg(corpus.join("originals.py"))
        .args([
            "--bin",
            env!("CARGO_BIN_EXE_footfault"),
            "--show",
            "3",
            "--originals",
        ])
        .arg(folder.path())
        .output()
        .unwrap();
    let table = String::from_utf8_lossy(&output.stdout);
    let formats: Vec<&str> = table.lines().filter(|line| line.contains("F1")).collect();
    assert_eq!(formats.len(), 2, "{table}");
    for line in formats {
        let score = line
            .split("F1")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next());
        let score: f64 = score.unwrap().parse().unwrap();
        assert!(score >= FLOOR && line.ends_with("no answer 0"), "{table}");
    }
}
