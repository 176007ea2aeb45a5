//! PDF: pages that a press of ours prints, and those beside the repository whose truth is known.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::Command;
use std::time::{Duration, Instant};

use footfault::check::{Report, check};
use footfault::settings::Settings;
use footfault::source::Source;
use serde_json::Value;

use self::print::{Page, bind};

#[path = "pdf/kinds.rs"]
mod kinds;
#[path = "pdf/print.rs"]
mod print;
#[path = "shared/folder.rs"]
mod shared;

/// No broken file takes longer; without optimization, and beside other tests, all takes longer.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });

fn source(bytes: Vec<u8>) -> Source {
    Source {
        path: "paper.pdf".to_owned(),
        bytes,
        format: None,
    }
}

fn report(pages: Vec<Page>) -> Report {
    check(&source(bind(pages, 0)), &Settings::default()).unwrap()
}

/// A page that holds these lines.
fn page(lines: &[&str]) -> Page {
    let mut page = Page::new();
    page.lines(72.0, 700.0, 10.0, lines);
    page
}

/// Writes notes at the foot of a page, below a rule and in smaller type.
fn foot(page: &mut Page, notes: &[&str]) {
    page.rule(72.0, 140.0, 120.0);
    page.lines(72.0, 125.0, 8.0, notes);
}

/// Each marker with the text of the note that it calls.
fn pairs(report: &Report) -> Vec<(String, Option<String>)> {
    let notes = &report.apparatus.notes;
    let markers = report.apparatus.markers.iter();
    let pair = |marker: &footfault::notes::Marker| {
        let note = marker.note.map(|note| notes[note].text.clone());
        (marker.label.to_string(), note)
    };
    markers.map(pair).collect()
}

fn pair(label: &str, note: &str) -> (String, Option<String>) {
    (label.to_owned(), Some(note.to_owned()))
}

#[test]
fn raised_numbers_call_the_notes_at_the_foot_of_their_pages() {
    let mut first = page(&[
        "The town has one bridge and wants two.{1} The first",
        "was paid for by a brewer.{2} The second would cost",
    ]);
    foot(
        &mut first,
        &[
            "{1} Minutes of the Council, 2021.",
            "{2} Brandt, Bread, 41. It goes on",
        ],
    );
    let mut second = page(&["nine times as much.{3} So said the surveyor."]);
    foot(&mut second, &["over the page.", "{3} Report, 2020."]);
    let report = report(vec![first, second]);
    assert_eq!(
        pairs(&report),
        [
            pair("1", "Minutes of the Council, 2021."),
            pair("2", "Brandt, Bread, 41. It goes on over the page."),
            pair("3", "Report, 2020."),
        ]
    );
    // The sentence is whole, though the page ends within it.
    let text = &report.document.text;
    assert!(text.contains("would cost\nnine times as much.³"), "{text}");
    let places = report.apparatus.notes.iter();
    let places = places.map(|note| report.document.landmark(note.span.start).unwrap());
    assert_eq!(
        places.collect::<Vec<_>>(),
        ["page 1, line 3", "page 1, line 4", "page 2, line 3"]
    );
}

#[test]
fn a_note_goes_on_over_the_page_below_an_address_that_is_too_long_for_its_line() {
    let mut first = page(&["The town has one bridge.{1} It wants two,{2} and no"]);
    let notes = [
        "{1} Minutes of the Council, held in the hall, and",
        "https://council.lowmoor.gov.uk/minutes/2021/the-second-bridge-and-what-it-will-cost.",
        "the letters that were read there, 2021.",
        "{2} Brandt, Bread and Bridges in the Old Town, as",
    ];
    foot(&mut first, &notes);
    let mut second = page(&["more than these. So said the surveyor of the town."]);
    foot(&mut second, &["it was printed again, 41."]);
    let report = report(vec![first, second]);
    let notes = &report.apparatus.notes;
    assert_eq!(
        notes[1].text,
        "Brandt, Bread and Bridges in the Old Town, as it was printed again, 41."
    );
}

#[test]
fn a_note_that_is_missing_at_the_foot_is_missed() {
    let mut page = page(&["One bridge.{1} Two bridges.{2} Three bridges.{3} None."]);
    foot(&mut page, &["{1} Minutes, 2021.", "{3} Report, 2020."]);
    let report = report(vec![page]);
    let rules: Vec<_> = report.findings.iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["marker-without-note"]);
    let place = report.findings[0].span.start;
    assert_eq!(report.document.landmark(place).unwrap(), "page 1, line 1");
}

#[test]
fn superscripts_are_raised_by_place_or_by_text_rise_and_may_be_wrapped_or_drawn_apart() {
    let mut sheet = Page::new();
    let end = sheet.text(72.0, 760.0, 10.0, "By size and place");
    let end = sheet.text(end, 764.0, 6.0, "1");
    let end = sheet.text(end, 760.0, 10.0, " or by rise");
    sheet.risen(end, 760.0, 10.0, "2");
    sheet.line(72.0, 748.0, 10.0, "or wrapped to the next line");
    sheet.line(72.0, 736.0, 10.0, "{3} as may happen, or drawn apart");
    sheet.text(72.0, 724.0, 10.0, "behind all else.");
    let apart = 72.0 + 33.0 * 6.0;
    sheet.text(apart, 740.0, 6.0, "4");
    let notes = [
        "{1} One, 2001.",
        "{2} Two, 2002.",
        "{3} Three, 2003.",
        "{4} Four, 2004.",
    ];
    foot(&mut sheet, &notes);
    let report = report(vec![sheet]);
    let text = &report.document.text;
    for words in [
        "place¹ or by rise²",
        "the next line³\nas may",
        "drawn apart⁴",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(pairs(&report).len(), 4);
}

#[test]
fn an_exponent_and_an_ordinal_are_no_markers() {
    let mut page = page(&["It is 40 km{2} wide, the 21{st} of its kind.{1} So it is."]);
    foot(&mut page, &["{1} Survey, 2001."]);
    let report = report(vec![page]);
    assert_eq!(pairs(&report), [pair("1", "Survey, 2001.")]);
    assert_eq!(report.findings, []);
}

#[test]
fn heads_feet_and_artifacts_are_not_read() {
    let sheet = |number: usize| {
        let mut page = page(&[&format!("This is what page {number} says of it.")]);
        page.text(72.0, 800.0, 8.0, "Quarterly of Bridges");
        page.text(290.0, 40.0, 8.0, &(number + 11).to_string());
        page.artifact(|page| {
            page.text(72.0, 60.0, 8.0, "Draft");
        });
        page
    };
    let report = report((1..=4).map(sheet).collect());
    let blocks = report.document.blocks.iter();
    let said: Vec<&str> = blocks
        .map(|block| report.document.slice(block.span))
        .collect();
    let expected = (1..=4).map(|number| format!("This is what page {number} says of it."));
    assert_eq!(said, expected.collect::<Vec<_>>());
}

#[test]
fn short_notes_that_come_again_are_no_furniture() {
    let sheet = |number: usize| {
        let mut page = page(&[&format!("On page {number} something is said.{{{number}}}")]);
        page.rule(72.0, 140.0, 120.0);
        page.line(72.0, 120.0, 8.0, &format!("{{{number}}} Ibid., {number}."));
        page
    };
    let report = report((1..=5).map(sheet).collect());
    assert_eq!(report.apparatus.notes.len(), 5);
    assert_eq!(pairs(&report).len(), 5);
}

#[test]
fn words_and_addresses_go_on_over_the_line() {
    let mut sheet = page(&[
        "The government said so. It was a govern-",
        "ment of well-",
        "meaning men, and well-meaning women, at https://example.org/",
        "bridges/2020.pdf in the county archive.",
    ]);
    let address = "https://example.org/bridges/2020.pdf";
    sheet.link(72.0 + 41.0 * 6.0, 676.0, 72.0 + 61.0 * 6.0, address);
    sheet.link(72.0, 664.0, 72.0 + 16.0 * 6.0, address);
    sheet.link(
        72.0 + 24.0 * 6.0,
        664.0,
        72.0 + 38.0 * 6.0,
        "https://example.org/archive",
    );
    let document = report(vec![sheet]).document;
    let text = &document.text;
    assert!(
        text.contains("It was a government\nof well-meaning\nmen"),
        "{text}"
    );
    assert!(text.contains(&format!("at {address}\nin the")), "{text}");
    let links = document.hyperlinks.iter();
    let links: Vec<_> = links
        .map(|link| (document.slice(link.span), link.target.as_str()))
        .collect();
    assert_eq!(links, [("county archive", "https://example.org/archive")]);
}

#[test]
fn two_columns_are_read_one_after_the_other_with_their_notes() {
    let mut sheet = Page::new();
    sheet.lines(
        60.0,
        760.0,
        9.0,
        &["The left column says", "one thing.{1} And the"],
    );
    sheet.rule(60.0, 140.0, 60.0);
    sheet.lines(60.0, 125.0, 7.0, &["{1} Left, 2001."]);
    sheet.lines(
        310.0,
        760.0,
        9.0,
        &["right column goes on", "with another.{2}"],
    );
    sheet.rule(310.0, 140.0, 60.0);
    sheet.lines(310.0, 125.0, 7.0, &["{2} Right, 2002."]);
    let report = report(vec![sheet]);
    assert_eq!(
        pairs(&report),
        [pair("1", "Left, 2001."), pair("2", "Right, 2002.")]
    );
    let text = &report.document.text;
    assert!(text.contains("And the\nright column goes on"), "{text}");
}

#[test]
fn columns_that_are_drawn_row_by_row_are_read_one_after_the_other() {
    let left = [
        "The mill stands on the hill.{1} Its",
        "wheel turned for ninety years, and",
        "it fed the whole of the town until",
        "the river was led elsewhere in the",
        "year of the great flood. The owner",
        "sold it to a brewer who had little",
        "use for it; the roof came down the",
        "year after, and nobody mended what",
    ];
    let right = [
        "was left of it. The second mill is",
        "older.{2} It was built by monks who",
        "had no other means to grind, or so",
        "the chronicle of their house says,",
        "though the hand that wrote it is a",
        "late one. It burned in the war and",
        "was put up again with stones which",
        "came from the walls of the priory.",
    ];
    let mut sheet = Page::new();
    sheet.text(
        72.0,
        730.0,
        14.0,
        "Two mills and what became of them, told anew",
    );
    for (row, (left, right)) in (0_u8..).zip(left.iter().zip(right)) {
        let y = 700.0 - 12.0 * f32::from(row);
        sheet.line(72.0, y, 10.0, left);
        sheet.line(310.0, y, 10.0, right);
    }
    sheet.rule(72.0, 140.0, 60.0);
    sheet.lines(72.0, 125.0, 8.0, &["{1} Survey, 1788.", "{2} Diary, 1801."]);
    let report = report(vec![sheet]);
    let text = &report.document.text;
    assert!(
        text.contains("nobody mended what\nwas left of it."),
        "{text}"
    );
    assert_eq!(
        pairs(&report),
        [pair("1", "Survey, 1788."), pair("2", "Diary, 1801.")]
    );
}

#[test]
fn endnotes_in_roman_numerals_are_notes() {
    let first = page(&[
        "The mill stands.{i} The wheel stopped.{ii} The rest is",
        "silence.{iii} So it is.",
    ]);
    let second = page(&[
        "i Survey, 1788.",
        "ii Letter, 1790; a mixed",
        "i tem of it.",
        "iii Diary, 1801.",
    ]);
    let report = report(vec![first, second]);
    assert_eq!(
        pairs(&report),
        [
            pair("i", "Survey, 1788."),
            pair("ii", "Letter, 1790; a mixed i tem of it."),
            pair("iii", "Diary, 1801."),
        ]
    );
}

#[test]
fn a_list_in_the_text_is_not_taken_for_endnotes() {
    let first = page(&[
        "Two things count:{i} the",
        "i. price of grain,",
        "ii. price of salt.{ii} No more.",
    ]);
    let second = page(&["i Survey, 1788.", "ii Letter, 1790."]);
    assert_eq!(
        pairs(&report(vec![first, second])),
        [pair("i", "Survey, 1788."), pair("ii", "Letter, 1790.")]
    );
}

#[test]
fn letters_call_the_notes_of_their_page() {
    let lettered = |text: &str, note: &str| {
        let mut page = page(&[text, "The 1{st} of May was wet, and the 2{e} wetter."]);
        foot(&mut page, &[note]);
        page
    };
    let report = report(vec![
        lettered(
            "The author thanks the Council.{a} It paid.",
            "{a} Of Lowmoor.",
        ),
        lettered(
            "The map is redrawn.{a} It is old.",
            "{a} After Tolland, 1790.",
        ),
    ]);
    assert_eq!(
        pairs(&report),
        [pair("a", "Of Lowmoor."), pair("a", "After Tolland, 1790.")]
    );
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn markers_side_by_side_are_told_by_their_links() {
    let mut page = page(&["A bridge{1} and a mill{2} and a weir.", "So it is said."]);
    let end = page.text(300.0, 700.0, 10.0, "The rest is hearsay.");
    let next = page.text(end, 704.0, 6.0, "3");
    let last = page.text(next, 704.0, 6.0, "4");
    page.lead(end, 704.0, next, (0, 113.0));
    page.lead(next, 704.0, last, (0, 103.0));
    let notes = [
        "1 Minutes, 2021.",
        "2 Survey, 1788.",
        "3 Diary, 1801.",
        "4 Letter.",
    ];
    foot(&mut page, &notes);
    assert_eq!(
        pairs(&report(vec![page])),
        [
            pair("1", "Minutes, 2021."),
            pair("2", "Survey, 1788."),
            pair("3", "Diary, 1801."),
            pair("4", "Letter."),
        ]
    );
}

#[test]
fn a_link_to_a_note_makes_a_marker_of_a_number_that_is_not_raised() {
    let mut sheet = Page::new();
    let lines = [
        "The first mill burned",
        "and so did the second",
        "but not the third one",
    ];
    for (row, text) in (0_u8..).zip(lines) {
        let y = 700.0 - 12.0 * f32::from(row);
        let end = sheet.text(72.0, y, 10.0, text);
        let behind = sheet.text(end, y, 10.0, &(row + 1).to_string());
        sheet.text(behind, y, 10.0, " while the whole of the town looked on.");
        sheet.lead(end, y, behind, (0, 135.0 - 12.0 * f32::from(row)));
    }
    sheet.rule(72.0, 140.0, 120.0);
    let notes = [
        "1 Tolland, Mills, 12.",
        "2 Marwick, Fires, 31.",
        "3 Sandby, Survey, 8.",
    ];
    sheet.lines(72.0, 125.0, 10.0, &notes);
    assert_eq!(
        pairs(&report(vec![sheet])),
        [
            pair("1", "Tolland, Mills, 12."),
            pair("2", "Marwick, Fires, 31."),
            pair("3", "Sandby, Survey, 8."),
        ]
    );
}

#[test]
fn the_tags_of_a_file_tell_notes_that_look_like_text() {
    // The notes stand in the middle of the page, in the type of the text, with no rule above them.
    let mut sheet = Page::new();
    sheet.line(
        72.0,
        700.0,
        10.0,
        "The mill burned.{1} The wheel was saved.{2} Both were",
    );
    sheet.note(|sheet| {
        sheet.lines(
            72.0,
            680.0,
            10.0,
            &["{1} Tolland, Mills, who counts", "1788 mills and more."],
        );
    });
    sheet.note(|sheet| sheet.lines(72.0, 650.0, 10.0, &["{2} Marwick, Fires, 31."]));
    sheet.line(72.0, 630.0, 10.0, "rebuilt within the year.");
    let report = report(vec![sheet]);
    assert_eq!(
        pairs(&report),
        [
            pair("1", "Tolland, Mills, who counts 1788 mills and more."),
            pair("2", "Marwick, Fires, 31."),
        ]
    );
}

#[test]
fn one_tag_may_hold_all_notes_of_a_page() {
    // Word makes one element of the notes of a page, with a paragraph or more for each.
    let mut sheet = page(&[
        "The mill burned.{1} The wheel was saved.{2} Both",
        "were rebuilt within the year.{3}",
    ]);
    let note = |sheet: &mut Page, y: f32, lines: &[&str]| sheet.lines(72.0, y, 10.0, lines);
    sheet.note(|sheet| {
        note(
            sheet,
            400.0,
            &["{1} Tolland, Mills, who counts", "nine mills."],
        );
    });
    sheet.paragraph_of_note(|sheet| note(sheet, 370.0, &["1788 was the year of most of them."]));
    sheet.paragraph_of_note(|sheet| note(sheet, 350.0, &["{2} Marwick, Fires, 31."]));
    sheet.paragraph_of_note(|sheet| note(sheet, 330.0, &["{3} Marwick, Floods, 12."]));
    let report = report(vec![sheet]);
    let notes: Vec<_> = pairs(&report);
    assert_eq!(notes[1], pair("2", "Marwick, Fires, 31."));
    assert_eq!(notes[2], pair("3", "Marwick, Floods, 12."));
    let first = notes[0].1.clone().unwrap();
    assert!(first.starts_with("Tolland, Mills, who counts"), "{first}");
    assert!(
        first.ends_with("1788 was the year of most of them."),
        "{first}"
    );
    assert_eq!(report.apparatus.notes.len(), 3);
}

#[test]
fn a_page_of_which_a_part_is_lost_is_told() {
    let mut torn = page(&["The mill burned, and the wheel was saved by a miller."; 40]);
    torn.tear();
    let pages = bind(vec![page(&["A word."]), torn], 0);
    let report = check(&source(pages), &Settings::default()).unwrap();
    let warnings = report.document.warnings.iter();
    assert_eq!(
        warnings
            .map(|warning| warning.message.as_str())
            .collect::<Vec<_>>(),
        ["page 2 is damaged, and a part of the text may be missing"]
    );
}

#[test]
fn pages_are_called_by_their_labels_too() {
    let pages = (1..=3).map(|_| page(&["A word and another."])).collect();
    let document = check(&source(bind(pages, 2)), &Settings::default())
        .unwrap()
        .document;
    let places = document.blocks.iter();
    let places = places.map(|block| document.landmark(block.span.start).unwrap());
    assert_eq!(
        places.collect::<Vec<_>>(),
        [
            "page 1 (printed i), line 1",
            "page 2 (printed ii), line 1",
            "page 3 (printed 1), line 1"
        ]
    );
}

#[test]
fn a_page_without_text_is_told() {
    let warnings = |bytes: Vec<u8>| {
        let report = check(&source(bytes), &Settings::default()).unwrap();
        let warnings = report.document.warnings.into_iter();
        warnings.map(|warning| warning.message).collect::<Vec<_>>()
    };
    assert_eq!(warnings(bind(vec![Page::new()], 0)), ["it holds no text"]);
    let mut scan = Page::new();
    scan.picture();
    let warnings = warnings(bind(vec![scan], 0));
    assert!(
        warnings[0].contains("pictures with no text behind them"),
        "{warnings:?}"
    );
}

#[test]
fn letters_that_stand_for_nothing_are_told_and_no_fault_is_made_of_the_rest() {
    let lossy = || {
        let mut sheet = page(&["(The mill burned.{1} The “wheel was saved.{2}"]);
        sheet.nameless(72.0, 600.0, 10.0, "xsxtwxntwthxllthxmllsxfthxtwn");
        sheet
    };
    let lost = || {
        let mut sheet = lossy();
        sheet.nameless(72.0, 580.0, 10.0, &"brdgsxndfrrs".repeat(8));
        sheet
    };
    let warning = |report: &Report| report.document.warnings[0].message.clone();
    let most = report(vec![lost(), lost(), page(&["A word."])]);
    assert_eq!(
        warning(&most),
        "pages 1–2 show letters of which the file does not say what they stand for; \
         run text recognition (OCR) over the file first"
    );
    assert!(most.findings.is_empty() && most.document.text.is_empty());
    let few = report(vec![lossy(), page(&["A word."]), page(&["Another."])]);
    assert_eq!(
        warning(&few),
        "page 1 shows letters of which the file does not say what they stand for; the text is read without them"
    );
    assert!(few.document.text.contains("Another."));
    let faulty = "See http//example.org/mills first.";
    assert_eq!(report(vec![page(&[faulty])]).findings.len(), 1);
    let mut sheet = page(&[faulty]);
    sheet.nameless(72.0, 600.0, 10.0, "xsxtwxntwthxllthxmllsxfthxtwn");
    let unsure = report(vec![sheet, page(&["A word."])]);
    assert_eq!(unsure.findings, []);
    assert_eq!(
        unsure.document.warnings[1].message,
        "1 finding is left out on page 1, where letters may have been misread"
    );
}

#[test]
fn letters_that_tex_drew_as_pictures_are_read_where_they_make_words() {
    let mut sheet = page(&["A word.{1}"]);
    for (line, words) in [
        "the ferry sank and nobody came to see",
        "the mills of the town went on",
    ]
    .iter()
    .enumerate()
    {
        let y = [600.0, 580.0][line];
        let words = words.replace(' ', "");
        sheet.nameless(72.0, y, 10.0, &words.repeat(4)[..80]);
        sheet.nameless(72.0, y - 100.0, 10.0, &words.repeat(4)[..80]);
    }
    let report = report(vec![sheet]);
    assert!(
        report.document.text.contains("theferrysank"),
        "{}",
        report.document.text
    );
    let warnings = &report.document.warnings;
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn what_a_scanner_recognised_is_told_and_no_fault_is_made_of_it() {
    let lines = ["Boats are old.{1} Mills are older.{2} (Quays are the oldest.{8}"];
    let notes = ["{1} Boats, 1998.", "{2} Mills, 2020.", "{3} Quays, 2001."];
    let mut seen = page(&lines);
    foot(&mut seen, &notes);
    assert!(!report(vec![seen]).findings.is_empty());
    let mut scanned = Page::new();
    scanned.picture();
    scanned.hide();
    for (line, text) in lines.iter().enumerate() {
        scanned.line(72.0, [700.0][line], 10.0, text);
    }
    foot(&mut scanned, &notes);
    let report = report(vec![scanned]);
    assert_eq!(report.findings, []);
    let told: Vec<&str> = report
        .document
        .warnings
        .iter()
        .map(|w| w.message.as_str())
        .collect();
    assert!(
        told[0].starts_with("page 1 is a picture whose text was recognised"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("the notes on page 1 could not be told apart reliably"),
        "{told:?}"
    );
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    let refusal = |bytes: &[u8]| match check(&source(bytes.to_vec()), &Settings::default()) {
        Ok(report) => panic!("{:?} was read", report.document.text),
        Err(error) => error.to_string(),
    };
    let whole = bind(vec![page(&["A word."])], 0);
    let cut = refusal(&whole[..200]);
    assert!(
        cut.starts_with("paper.pdf: is a PDF that is cut off"),
        "{cut}"
    );
    let empty = refusal(b"%PDF-1.7\n%%EOF\n");
    assert!(empty.starts_with("paper.pdf: is a damaged PDF"), "{empty}");
}

#[test]
fn the_page_breaks_lines_by_itself() {
    let page_of = |name: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_footfault"))
            .args(["check", "-o", "html", "--fail-on", "never", name])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/agree"))
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(page_of("typed.latex.pdf").contains("<article class=\"paper printed\""));
    assert!(page_of("typed.txt").contains("<article class=\"paper\""));
}

#[test]
fn the_inputs_are_read_to_the_last_note() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    let cases = [
        ("fn_latex", 48),
        ("twocol_latex", 48),
        ("fn_lo", 48),
        ("en_lo", 48),
        ("fn_typst", 48),
        ("twocol_typst", 48),
        ("fn_weasy", 48),
        ("endnotes_weasy", 48),
        ("big_latex", 900),
    ];
    for (name, count) in cases {
        let source = Source::open(folder.join(format!("{name}.pdf")), None).unwrap();
        let report = check(&source, &Settings::default()).unwrap();
        let called = pairs(&report)
            .into_iter()
            .map(|(_, note)| note.unwrap_or_default());
        let called: Vec<String> = called.map(|note| note.chars().take(6).collect()).collect();
        let truth: Vec<String> = (1..=count)
            .map(|number| format!("key{number:03}"))
            .collect();
        assert_eq!(called, truth, "{name}");
        assert_eq!(report.apparatus.notes.len(), count, "{name}");
    }
    // Its pages are turned, mirrored and drawn through forms; it has markers and no notes.
    let source = Source::open(folder.join("base14_rise.pdf"), None).unwrap();
    let report = check(&source, &Settings::default()).unwrap();
    let labels: Vec<String> = pairs(&report).into_iter().map(|(label, _)| label).collect();
    let truth: Vec<String> = (1..=48).map(|number| number.to_string()).collect();
    assert_eq!(labels, truth);
    for number in 1..=48 {
        let words = format!("café anchor{number:03}");
        assert!(report.document.text.contains(&words), "{words}");
    }
}

#[test]
fn each_broken_file_has_an_answer_or_a_clear_error() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    let mut files = 0;
    for entry in std::fs::read_dir(folder.join("bad")).unwrap() {
        let path = entry.unwrap().path();
        let started = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_footfault"))
            .args(["check", "--fail-on", "never"])
            .arg(&path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(started.elapsed() < PATIENCE, "{}", path.display());
        assert!(!said.contains("panicked"), "{}: {said}", path.display());
        match output.status.code() {
            Some(0) => {}
            Some(2) => assert!(said.contains(&*path.to_string_lossy()), "{said}"),
            code => panic!("{}: {code:?}", path.display()),
        }
        files += 1;
    }
    assert!(files > 30, "{files} files");
}

#[test]
fn the_papers_of_the_corpus_are_read_as_they_were_printed() {
    let Some(corpus) = shared::folder("corpus") else {
        return;
    };
    let mut papers = 0;
    for entry in std::fs::read_dir(corpus.join("originals")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "pdf") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let record = std::fs::read(corpus.join("records").join(format!("{name}.json"))).unwrap();
        let record: Value = serde_json::from_slice(&record).unwrap();
        let report = check(&Source::open(&path, None).unwrap(), &Settings::default()).unwrap();
        assert_eq!(called(&report), truth(&record), "{name}");
        papers += 1;
    }
    assert!(papers > 0, "no PDF in the corpus");
}

/// How the notes begin that the markers call, in letters and digits.
fn called(report: &Report) -> Vec<String> {
    let notes = pairs(report).into_iter().filter_map(|(_, note)| note);
    notes.map(|note| beginning(&note)).collect()
}

fn truth(record: &Value) -> Vec<String> {
    let gold = record["gold"].as_array().unwrap();
    let note_of = |marker: u64| {
        let pair = gold.iter().find(|pair| pair[0].as_u64() == Some(marker))?;
        usize::try_from(pair[1].as_u64()?).ok()
    };
    let mut markers: Vec<u64> = Vec::new();
    for block in record["body"].as_array().unwrap() {
        let of_block = block["markers"].as_array().unwrap().iter();
        markers.extend(of_block.map(|marker| marker["i"].as_u64().unwrap()));
    }
    let notes = markers.into_iter().filter_map(note_of);
    notes
        .map(|note| beginning(record["notes"][note]["text"].as_str().unwrap()))
        .collect()
}

fn beginning(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.take(10).collect::<String>().to_lowercase()
}
