//! What must hold for every text, however broken; and what must come back of papers that are made up.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot write its own papers has failed"
)]

use footfault::annotate::annotate;
use footfault::check::{Report, check};
use footfault::document::Format;
use footfault::fix::{Choice, fix};
use footfault::settings::Settings;
use footfault::source::Source;
use proptest::prelude::*;

use self::apparatus::{Chapter, chapters};
use self::grown::Choices;
use self::pieces::PIECES;
use self::sound::{KINDS, all_rules, assert_mapped, assert_sound, assert_told};
use self::written::{FORMS, Form, word_file};

#[path = "properties/addresses.rs"]
mod addresses;
#[path = "properties/apparatus.rs"]
mod apparatus;
#[path = "properties/grown.rs"]
mod grown;
#[path = "properties/pieces.rs"]
mod pieces;
#[path = "properties/sound.rs"]
mod sound;
#[path = "properties/written.rs"]
mod written;

fn source(bytes: Vec<u8>, format: Format) -> Source {
    Source {
        path: "paper".to_owned(),
        bytes,
        format: Some(format),
    }
}

fn report(bytes: Vec<u8>, format: Format) -> Report {
    check(&source(bytes, format), &Settings::default())
        .unwrap_or_else(|error| panic!("a text can be read: {error}"))
}

/// Everything that must hold of a text in a format, whatever it is.
fn assert_read_soundly(text: &str, format: Format) {
    let source = source(text.as_bytes().to_vec(), format);
    // What holds text is refused only where it is said to be text and is not.
    let Ok(report) = check(&source, &all_rules()) else {
        return;
    };
    assert_sound(&report);
    assert_told(&report, KINDS[text.len() % KINDS.len()]);
    assert_mapped(&report);
}

/// A mended text can be read, says what was told, and is mended once and for all.
fn assert_mended_once(text: &str, format: Format, with_unsafe: bool) {
    let choice = Choice {
        settings: all_rules(),
        with_unsafe,
    };
    let Ok(fixed) = fix(&source(text.as_bytes().to_vec(), format), &choice) else {
        return;
    };
    let again = source(fixed.bytes.clone(), format);
    let report = check(&again, &Settings::default()).expect("a mended text can be read");
    assert_eq!(report.document.text, fixed.after);
    if !fixed.is_unfinished {
        let again = fix(&again, &choice).expect("a mended text can be mended");
        assert_eq!(again.applied, []);
        assert_eq!(again.bytes, fixed.bytes);
    }
}

fn soup() -> impl Strategy<Value = String> {
    let picks = prop::collection::vec(0..PIECES.len(), 0..120);
    picks.prop_map(|picks| picks.iter().map(|&pick| PIECES[pick]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_soup_of_markers_and_notes_is_read_soundly(text in soup()) {
        assert_read_soundly(&text, Format::Text);
        assert_read_soundly(&text, Format::Markdown);
    }

    #[test]
    fn any_text_is_read_soundly_in_any_format(text in "\\PC{0,300}") {
        for format in [Format::Text, Format::Markdown, Format::Html, Format::Latex, Format::Jats, Format::Odt, Format::Rtf] {
            assert_read_soundly(&text, format);
        }
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
        let report = report(format!("{body}\n\nNotes\n\n{notes}").into_bytes(), Format::Text);
        let paired = report.apparatus.markers.iter().filter(|marker| marker.note.is_some()).count();
        prop_assert_eq!(paired, count);
        prop_assert_eq!(report.findings.len(), 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_mended_is_mended_once(text in soup(), with_unsafe: bool) {
        assert_mended_once(&text, Format::Text, with_unsafe);
        assert_mended_once(&text, Format::Markdown, with_unsafe);
    }
}

/// The bytes that documents are grown from.
fn choices() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..250)
}

/// So many documents, or as many as `PROPTEST_CASES` asks for if those are more.
fn documents(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: cases.max(ProptestConfig::default().cases),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(documents(2_000))]

    #[test]
    fn a_grown_page_is_read_soundly(bytes in choices()) {
        assert_read_soundly(&grown::page(&mut Choices::new(&bytes)), Format::Html);
    }
}

proptest! {
    #![proptest_config(documents(1_000))]

    #[test]
    fn a_grown_text_is_read_soundly(bytes in choices()) {
        assert_read_soundly(&grown::markdown(&mut Choices::new(&bytes)), Format::Markdown);
    }

    #[test]
    fn a_grown_rich_text_is_read_soundly(bytes in choices()) {
        assert_read_soundly(&grown::rich(&mut Choices::new(&bytes)), Format::Rtf);
    }

    #[test]
    fn a_grown_word_file_is_read_soundly(bytes in choices()) {
        let (body, notes) = grown::word(&mut Choices::new(&bytes));
        let source = source(word_file(&body, &notes), Format::Docx);
        if let Ok(report) = check(&source, &all_rules()) {
            assert_sound(&report);
            assert_told(&report, KINDS[body.len() % KINDS.len()]);
            assert_mapped(&report);
            drop(annotate(&source, &report));
        }
    }
}

/// What a paper should come back as: for each chapter its notes with their labels.
fn expected(form: &Form, chapters: &[Chapter]) -> Vec<(String, String)> {
    let counts_on = form.name == "footnotes of Markdown";
    let mut expected = Vec::new();
    for chapter in chapters {
        let before = if counts_on { expected.len() } else { 0 };
        let notes = chapter.notes();
        expected.extend(notes.map(|(n, note)| ((form.label)(before + n), note.to_owned())));
    }
    expected
}

/// For each marker its label and the note that it is paired with.
fn pairs(report: &Report) -> Vec<(String, String)> {
    let markers = report.apparatus.markers.iter();
    markers
        .map(|marker| {
            let note = marker
                .note
                .map(|note| report.apparatus.notes[note].text.clone());
            (marker.label.to_string(), note.unwrap_or_default())
        })
        .collect()
}

fn notes(report: &Report) -> Vec<(String, String)> {
    let notes = report.apparatus.notes.iter();
    notes
        .map(|note| (note.label.to_string(), note.text.clone()))
        .collect()
}

/// Whether a finding says that the notes drift from this one on.
fn tells_of(report: &Report, dropped: usize) -> bool {
    report.findings.iter().any(|finding| {
        let number = |key: &str| finding.data.get(key)?.as_str()?.parse::<usize>().ok();
        let bounds = number("earliest").zip(number("latest"));
        finding.rule == "offset-numbering"
            && finding.data["kind"] == "missing-note"
            && bounds.is_some_and(|(earliest, latest)| (earliest..=latest).contains(&dropped))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_made_up_paper_comes_back_whole_from_every_format(chapters in chapters(1..4, 3..20)) {
        for form in FORMS {
            let report = report((form.write)(&chapters, &|_, _| true), form.format);
            let expected = expected(form, &chapters);
            prop_assert_eq!(&pairs(&report), &expected, "{}: {}", form.name, report.document.text);
            prop_assert_eq!(&notes(&report), &expected, "{}: {}", form.name, report.document.text);
            assert_sound(&report);
        }
    }

    #[test]
    fn a_note_that_fell_out_is_found_in_every_format(
        (chapters, dropped) in chapters(1, 8..20)
            .prop_flat_map(|chapters| {
                let last = chapters[0].entries.len() - 2;
                (Just(chapters), 3..=last)
            })
    ) {
        for form in FORMS.iter().filter(|form| form.is_typed) {
            let written = (form.write)(&chapters, &|_, number| number != dropped);
            let report = report(written, form.format);
            prop_assert!(
                tells_of(&report, dropped),
                "{}: note {dropped} is missed; found {:?} in\n{}", form.name, report.findings, report.document.text
            );
        }
    }
}
