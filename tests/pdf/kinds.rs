//! What published pages look like, a page of our own for each kind.

use super::print::Page;
use super::{foot, page, pair, pairs, report};

/// The labels of the markers with those of the notes they call.
fn calls(pages: Vec<Page>) -> Vec<String> {
    let report = report(pages);
    let notes = &report.apparatus.notes;
    let called = report.apparatus.markers.iter().map(|marker| {
        let note = marker.note.map(|note| notes[note].label.to_string());
        format!("{}→{}", marker.label, note.unwrap_or_default())
    });
    called.collect()
}

/// The rules that find something.
fn found(pages: Vec<Page>) -> Vec<&'static str> {
    let findings = report(pages).findings;
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn numbers_in_brackets_on_the_line_around_a_raised_one_are_one_label() {
    let mut first = page(&[
        "The ferry is inspected every year ({1}), and the",
        "committee agreed ({2}). Whereas:",
        "(1) Passengers need to be safe.",
        "(2) The harbour of Lowmoor is a public one.",
        "(3) The rules of the harbour ({3}) are to be kept.",
    ]);
    let notes = [
        "({1}) Gazette of Lowmoor, 2012, p. 90.",
        "({2}) Gazette of Lowmoor, 2013, p. 12.",
        "({3}) Rules of 24 October 1995.",
    ];
    foot(&mut first, &notes);
    assert_eq!(calls(vec![first]), ["1→1", "2→2", "3→3"]);
}

#[test]
fn where_labels_are_raised_a_recital_at_the_foot_is_no_note() {
    let sheet = |number: usize| {
        let mut page = page(&[&format!("The harbour is old.{{{number}}} It is deep.")]);
        page.rule(72.0, 140.0, 120.0);
        page.line(
            72.0,
            125.0,
            8.0,
            &format!("{{{number}}} Survey, 200{number}."),
        );
        page
    };
    let mut last = page(&["Nobody calls anything here."]);
    let recitals = ["6 The harbour is a public one.", "7 The quay is not."];
    foot(&mut last, &recitals);
    let pages = (1..=5).map(sheet).chain([last]).collect();
    let report = report(pages);
    assert_eq!(report.apparatus.notes.len(), 5);
    assert_eq!(report.findings, []);
}

#[test]
fn a_tag_around_a_marker_makes_no_note_of_its_line() {
    let mut sheet = Page::new();
    let end = sheet.text(72.0, 700.0, 10.0, "The mill burned.");
    sheet.note(|sheet| {
        sheet.text(end, 704.0, 6.0, "1");
    });
    sheet.text(end + 4.0, 700.0, 10.0, " It was rebuilt.");
    sheet.note(|sheet| sheet.lines(72.0, 125.0, 8.0, &["{1} Tolland, Mills, 31."]));
    assert_eq!(
        pairs(&report(vec![sheet])),
        [pair("1", "Tolland, Mills, 31.")]
    );
}

#[test]
fn dots_that_lead_to_page_numbers_make_no_markers() {
    let contents = page(&[
        "1 The bridge....................................2",
        "2 The mill......................................3",
        "3 The harbour...................................3",
    ]);
    let mut text = page(&["One bridge.{1} Two mills.{2} Three quays.{3}"]);
    let notes = ["{1} Map, 2001.", "{2} Map, 2002.", "{3} Map, 2003."];
    foot(&mut text, &notes);
    assert_eq!(calls(vec![contents, text]), ["1→1", "2→2", "3→3"]);
}

#[test]
fn a_link_to_a_chapter_is_no_marker() {
    let mut sheet = Page::new();
    sheet.line(72.0, 700.0, 10.0, "Boats are old.{1} Section 2 has more.");
    // The number behind “Section ” leads to the heading on the next page.
    let number = 72.0 + 6.0 * 10.0 * 0.6 * 3.0;
    sheet.lead(number, 700.0, number + 60.0, (1, 710.0));
    foot(&mut sheet, &["{1} Register of boats, 2011."]);
    let mut chapter = Page::new();
    chapter.line(72.0, 700.0, 10.0, "2 The boats of the lake");
    assert_eq!(calls(vec![sheet, chapter]), ["1→1"]);
}

#[test]
fn authors_and_their_institutions_are_no_apparatus() {
    let mut sheet = page(&[
        "Ada Brown{1,2}, Carl Dent{1} and Eve Frost{3}",
        "{1}University of Lowmoor. {2}Institute of Ferries, and {3}Harbour",
        "College, Department of Quays.",
        "A century has passed since the ferry sank.{1}",
    ]);
    foot(&mut sheet, &["{1} Wrecks, 1908, p. 12."]);
    assert_eq!(
        pairs(&report(vec![sheet])),
        [pair("1", "Wrecks, 1908, p. 12.")]
    );
}

#[test]
fn notes_that_name_schools_are_no_institutions() {
    let mut sheet = page(&["Ferries were taught.{1} Few came.{2} Fewer stayed.{3}"]);
    let notes = [
        "{1} Ada Brown, Lowmoor College Register, 1969.",
        "{2} Carl Dent, Ferries of the North, 3{rd} ed., 2013.",
        "{3} H. Res. 93 of the",
        "93{rd} Cong.",
    ];
    foot(&mut sheet, &notes);
    assert_eq!(calls(vec![sheet]), ["1→1", "2→2", "3→3"]);
}

#[test]
fn notes_that_are_drawn_from_the_last_to_the_first_are_read_downwards() {
    let mut sheet = page(&["Law is old.{1} Custom is older.{2} Nobody knows.{3}"]);
    sheet.rule(72.0, 140.0, 120.0);
    sheet.line(72.0, 105.0, 8.0, "{3} Third, 2003.");
    sheet.line(72.0, 115.0, 8.0, "{2} Second, 2002.");
    sheet.line(72.0, 125.0, 8.0, "{1} First, 2001.");
    let found = pairs(&report(vec![sheet]));
    let notes = ["First, 2001.", "Second, 2002.", "Third, 2003."];
    let expected = [
        pair("1", notes[0]),
        pair("2", notes[1]),
        pair("3", notes[2]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_label_alone_on_its_line_begins_a_note() {
    let mut sheet = page(&["Songs were alike.{1} The sample was short.{2}"]);
    foot(
        &mut sheet,
        &["{1} Ode v Pratt, 1956.", "{2}", "Quill v Reed, 2017."],
    );
    assert_eq!(
        pairs(&report(vec![sheet])),
        [
            pair("1", "Ode v Pratt, 1956."),
            pair("2", "Quill v Reed, 2017.")
        ]
    );
}

#[test]
fn the_rows_of_a_table_at_the_foot_are_no_notes() {
    let mut first = page(&["Terms are long.{1} Judges differ.{2}"]);
    foot(
        &mut first,
        &["{1} Levi, Terms, 1998.", "{2} Zapp, Judges, 2020."],
    );
    let mut table = page(&["The bounds are these."]);
    table.rule(72.0, 140.0, 300.0);
    for (row, y) in [(3_i16, 125.0), (4, 113.0), (5, 101.0)] {
        for (column, x) in [(0_i16, 72.0), (1, 200.0), (2, 320.0)] {
            let cell = match column {
                0 => format!("{row} to {} years", row + 1),
                _ => format!("{}.{row}", row + column),
            };
            table.text(x, y, 8.0, &cell);
        }
    }
    let mut last = page(&["The effect fades.{3} It is small.{4}"]);
    foot(
        &mut last,
        &["{3} Raph, Fading, 2016.", "{4} Marv, Small, 1994."],
    );
    let pages = vec![first, table, last];
    assert_eq!(calls(pages), ["1→1", "2→2", "3→3", "4→4"]);
}

#[test]
fn a_bracket_may_name_the_page_of_the_work() {
    let text = [
        "One in nine used it [1, p. 217]. Users err [2, p. 97],",
        "and Hart agrees [3, §2]. Rives [4] does not.",
        "References",
        "[1] J. Hersk, Clouds, 2007.",
        "[2] W. Luck, Form, 2002.",
        "[3] M. Hart, Tags, 2008.",
        "[4] A. Rives, Heads, 2007.",
    ];
    assert_eq!(calls(vec![page(&text)]), ["1→1", "2→2", "3→3", "4→4"]);
}

#[test]
fn labels_that_end_in_line_are_those_of_one_list() {
    let mut sheet =
        page(&["Faults are known [1], [2], [3], [4], [5], [6], [7], [8], [9], [10], [11]."]);
    sheet.line(72.0, 400.0, 10.0, "References");
    for number in 1..=11_u8 {
        let indent = if number < 10 { 4.8 } else { 0.0 };
        let y = 390.0 - 10.0 * f32::from(number);
        let work = format!("[{number}] Author {number}, Work, 20{number:02}.");
        sheet.text(72.0 + indent, y, 8.0, &work);
    }
    let report = report(vec![sheet]);
    assert_eq!(report.apparatus.notes.len(), 11);
    assert!(
        report
            .apparatus
            .markers
            .iter()
            .all(|marker| marker.note.is_some())
    );
}

#[test]
fn exponents_are_no_markers_however_they_are_drawn() {
    let mut sheet = page(&[
        "It weighs 10{2} tons and 10 -{3} of it is salt, as",
        "N({1}) and N({2}) of the table say.{1} So it is.",
    ]);
    foot(&mut sheet, &["{1} Scales, 1999."]);
    assert_eq!(calls(vec![sheet]), ["1→1"]);
}

#[test]
fn mail_and_made_up_links_are_no_addresses() {
    let mut sheet = page(&["Write to the harbour master about the share.13 of it."]);
    sheet.link(72.0, 700.0, 200.0, "mailto:master@lowmoor.example");
    sheet.link(260.0, 700.0, 340.0, "http:share.13");
    sheet.link(340.0, 700.0, 420.0, "tel:0800123");
    assert_eq!(found(vec![sheet]), [""; 0]);
}

#[test]
fn accents_that_are_drawn_apart_are_put_on_their_letters() {
    let mut sheet = Page::new();
    let end = sheet.text(72.0, 700.0, 10.0, "Bibliograf");
    sheet.text(end, 700.0, 10.0, "´");
    let end = sheet.text(end, 700.0, 10.0, "i");
    sheet.text(end, 700.0, 10.0, "a");
    let report = report(vec![sheet]);
    assert_eq!(report.document.text.trim(), "Bibliografía");
}

#[test]
fn the_first_note_of_a_column_is_none_of_the_row_beside_it() {
    let mut sheet = Page::new();
    let text = "Ferries ran by night and in fog, as";
    for row in 0..10_u8 {
        let y = 700.0 - 12.0 * f32::from(row);
        sheet.line(60.0, y, 10.0, text);
    }
    sheet.line(60.0, 580.0, 10.0, "every master knew.{1}");
    for row in 0..10_u8 {
        let y = 700.0 - 12.0 * f32::from(row);
        sheet.line(310.0, y, 10.0, text);
    }
    sheet.line(310.0, 580.0, 10.0, "nobody wrote down.{2}");
    sheet.line(70.0, 110.0, 8.0, "1. Register of masters, 1911, with");
    sheet.line(60.0, 100.0, 8.0, "the names of all crews.");
    sheet.line(320.0, 100.0, 8.0, "2. Minutes of the harbour, 1920.");
    assert_eq!(calls(vec![sheet]), ["1→1", "2→2"]);
}

#[test]
fn the_pages_of_an_article_beside_its_title_are_no_markers() {
    let mut sheet = Page::new();
    sheet.line(72.0, 740.0, 20.0, "Of Ferries");
    sheet.line(330.0, 745.0, 8.0, "1–30");
    sheet.line(72.0, 700.0, 10.0, "Boats are old.{1} Mills are older.{2}");
    foot(&mut sheet, &["{1} Boats, 1998.", "{2} Mills, 2020."]);
    assert_eq!(calls(vec![sheet]), ["1→1", "2→2"]);
}

#[test]
fn a_note_that_goes_on_over_the_page_hides_no_other_behind_the_references() {
    let mut first = page(&["References", "Boats are old.{1}"]);
    foot(
        &mut first,
        &["{1} Boats, 1998, with the names of all crews and the"],
    );
    let mut second = page(&["Mills are older.{2}"]);
    second.line(72.0, 110.0, 8.0, "harbours in which they were hired.");
    second.line(80.0, 100.0, 8.0, "{2} Mills, 2020.");
    assert_eq!(calls(vec![first, second]), ["1→1", "2→2"]);
}
