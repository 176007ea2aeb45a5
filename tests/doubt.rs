//! A misreading is told and not blamed on the paper, and a paper with true faults gets them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use footfault::check::{Report, check};
use footfault::finding::Finding;
use footfault::notes::Reading;
use footfault::report::form::Form as _;
use footfault::report::json::Json;
use footfault::rules::{Family, by_id};
use footfault::settings::Settings;
use footfault::source::Source;

use self::print::{Page, bind};

#[allow(dead_code, reason = "the press is shared with tests/pdf.rs")]
#[path = "pdf/print.rs"]
mod print;

fn report(path: &str, bytes: Vec<u8>) -> Report {
    let source = Source {
        path: path.to_owned(),
        bytes,
        format: None,
    };
    check(&source, &Settings::default()).unwrap()
}

fn text(paper: &str) -> Report {
    report("paper.txt", paper.as_bytes().to_vec())
}

/// What was found about markers and notes.
fn structure(report: &Report) -> Vec<&Finding> {
    let is_structure = |finding: &&Finding| {
        let family = by_id(finding.rule).unwrap().family;
        matches!(family, Family::Pairing | Family::Alignment)
    };
    report.findings.iter().filter(is_structure).collect()
}

fn doubts(report: &Report) -> Vec<&str> {
    let warnings = report.document.warnings.iter();
    let messages = warnings.map(|warning| warning.message.as_str());
    messages
        .filter(|message| message.contains("told apart"))
        .collect()
}

/// A name for every number, no two of them alike.
fn town(number: u32) -> String {
    const BEGINNINGS: [&str; 10] = [
        "Ald", "Brun", "Cor", "Dray", "Esk", "Fenn", "Gos", "Hulm", "Ist", "Jarv",
    ];
    const ENDS: [&str; 10] = [
        "wick", "ham", "sea", "moor", "ford", "holt", "mere", "stow", "by", "thorpe",
    ];
    let (tens, ones) = (number as usize / 10 % 10, number as usize % 10);
    format!("{}{}", BEGINNINGS[tens], ENDS[ones])
}

fn sentence(number: u32, marker: &str) -> String {
    format!("The mill of {} was sold that year{marker}", town(number))
}

fn note(number: u32) -> String {
    format!("{} Gazette, p. {}, 1871.", town(number), 300 + number)
}

/// A paper as plain text with these markers; each note is given as its label and the marker that it was written for.
fn paper(markers: impl Iterator<Item = u32>, notes: impl Iterator<Item = (u32, u32)>) -> String {
    let mut paper = String::from("Mills of the North\n\n");
    for number in markers {
        writeln!(paper, "{}\n", sentence(number, &format!(".[{number}]"))).unwrap();
    }
    paper.push_str("Notes\n\n");
    for (label, number) in notes {
        writeln!(paper, "{label}. {}", note(number)).unwrap();
    }
    paper
}

/// The pages of a print with these markers, ten to a page, and the notes that `has_note` leaves at their feet.
fn pages(markers: u32, has_note: impl Fn(u32) -> bool) -> Vec<Page> {
    let numbers: Vec<u32> = (1..=markers).collect();
    let print = |numbers: &[u32]| {
        let mut page = Page::new();
        let sentences = numbers
            .iter()
            .map(|&number| sentence(number, &format!(".{{{number}}}")));
        let sentences: Vec<String> = sentences.collect();
        let lines: Vec<&str> = sentences.iter().map(String::as_str).collect();
        page.lines(72.0, 700.0, 11.0, &lines);
        let borne = numbers.iter().filter(|&&number| has_note(number));
        let notes = borne.map(|&number| format!("{{{number}}} {}", note(number)));
        let notes: Vec<String> = notes.collect();
        page.rule(72.0, 200.0, 120.0);
        let lines: Vec<&str> = notes.iter().map(String::as_str).collect();
        page.lines(72.0, 185.0, 8.0, &lines);
        page
    };
    numbers.chunks(10).map(print).collect()
}

fn printed(markers: u32, has_note: impl Fn(u32) -> bool) -> Report {
    report("paper.pdf", bind(pages(markers, has_note), 0))
}

/// The labels that findings at level error name, and that nothing was doubted.
fn accused(report: &Report) -> BTreeSet<String> {
    assert_eq!(doubts(report), Vec::<&str>::new());
    let label = |finding: &&Finding| finding.data["marker"].as_str().map(str::to_owned);
    structure(report).iter().filter_map(label).collect()
}

const FAULTS: [&[u32]; 4] = [&[], &[12], &[12, 25], &[7, 12, 25]];

#[test]
fn a_list_with_a_few_true_faults_gets_them() {
    for faults in FAULTS {
        let expected: BTreeSet<String> = faults.iter().map(u32::to_string).collect();
        let notes = (1..=30).filter(|number| !faults.contains(number));
        let typed = text(&paper(1..=30, notes.map(|number| (number, number))));
        assert_eq!(accused(&typed), expected, "as text");
        let printed = printed(30, |number| !faults.contains(&number));
        assert_eq!(accused(&printed), expected, "as pages");
    }
}

#[test]
fn a_short_list_with_one_true_fault_gets_it() {
    for notes in 2..=4 {
        let typed = text(&paper(
            1..=notes + 1,
            (1..=notes + 1)
                .filter(|&number| number != 2)
                .map(|number| (number, number)),
        ));
        let expected = BTreeSet::from(["2".to_owned()]);
        assert_eq!(accused(&typed), expected, "{notes} as text");
        let printed = printed(notes + 1, |number| number != 2);
        assert_eq!(accused(&printed), expected, "{notes} as pages");
    }
}

#[test]
fn a_list_that_drifts_is_an_apparatus() {
    let notes = (1..30).map(|label| (label, if label < 12 { label } else { label + 1 }));
    let report = text(&paper(1..=30, notes));
    assert_eq!(doubts(&report), Vec::<&str>::new());
    let found = structure(&report);
    assert!(found.iter().any(|one| one.rule == "offset-numbering"));
}

#[test]
fn a_list_in_order_that_ends_too_early_is_cut_off_in_a_manuscript() {
    let report = text(&paper(1..=30, (1..=15).map(|number| (number, number))));
    assert_eq!(doubts(&report), Vec::<&str>::new());
    assert!(!structure(&report).is_empty());
}

#[test]
fn print_of_which_most_notes_were_overlooked_is_doubted() {
    let report = printed(40, |number| number % 10 == 1);
    let told: Vec<&str> = structure(&report).iter().map(|one| one.rule).collect();
    assert_eq!(told, Vec::<&str>::new());
    let doubts = doubts(&report);
    assert_eq!(
        doubts,
        ["the notes on pages 1–4 could not be told apart reliably; 4 findings are left out"]
    );
    let mut lists = report.apparatus.lists.iter();
    assert!(lists.any(|list| list.reading == Reading::Doubtful));
}

#[test]
fn the_json_says_which_list_is_doubtful() {
    let report = printed(40, |number| number % 10 == 1);
    let paper: serde_json::Value = serde_json::from_str(&Json.paper(&report).unwrap()).unwrap();
    assert_eq!(paper["lists"][0]["reading"], "doubtful");
    assert_eq!(paper["findings"].as_array().map(Vec::len), Some(0));
    let warning = &paper["warnings"][0];
    assert_eq!(warning["place"], "page 1, line 11");
    assert!(warning["message"].as_str().unwrap().contains("4 findings"));
}

#[test]
fn the_document_tells_of_it_once_however_many_lists_there_are() {
    // Formulas, rows and contents that count from 1 again and again.
    let chapters = [
        "the discharge follows from (1) and the loss from (3), as Equation (5) shows",
        "Table (2) has the levels of (4), and paragraph (7) the dues",
        "chapter (3) begins on page 17, chapter (6) on page 40 and chapter (9) on page 44",
    ];
    let mut paper = String::new();
    for chapter in chapters {
        writeln!(paper, "For this chapter, {chapter}. See (1) and (2).\n").unwrap();
        paper.push_str("(1) q = c b h\n\n(2) s = q / b\n\n(3) h = n q\n\n");
    }
    let report = text(&paper);
    assert_eq!(structure(&report), Vec::<&Finding>::new());
    assert!(doubts(&report).len() <= 1);
}

/// What is no apparatus, though it looks like one line by line.
const OTHERS: [(&str, &str); 6] = [
    (
        "formulas",
        "The flow over a weir.\n\nWith the head h one has\n\n(1) q = c b h\n\nand together with (1) the loss\n\n\
         (2) s = q q n n / b b\n\nFrom Equation (2) the depth follows, while Eq. (4) holds for deep channels.\n\n\
         (3) h = n q / b\n\nInserting (3) into (5) one sees more; see (7) and Eq. (9). From (3) and (12) comes the rest.\n",
    ),
    (
        "contents",
        "Contents\n\n1 The quay before the frost 3\n2 Dredging and what it cost 9\n3 The pilots strike 17\n4 Who pays 31\n\n\
         1 The quay before the frost\n\nIn that year the quay took many ships.2 The pilots wanted more,3 and got it.7 It \
         froze.12\n\n2 Dredging and what it cost\n\nA dredger was dear.5 Two were bought.9\n",
    ),
    (
        "affiliations",
        "Warblers in old reeds\n\nAnna Holm¹,², Bert Klee¹,³, Carla Moos², Dirk Nehr⁴,⁵\n\n¹ Institute of Marshes\n\
         ² Department of Birds\n³ Centre for Water\n\nWarblers nest in old reeds.⁷ Cutting lowers their number.⁸,⁹\n",
    ),
    (
        "paragraphs of a statute",
        "Act on the Dykes\n\nSection 1\n(1) Who owns land behind a dyke is a member.\n(2) Dues under subsection (1) follow \
         the area.\n(3) Pasture pays half of what subsection (2) says.\n\nSection 2\n(1) Dues under section 1 subsection \
         (3) fall due in May.\n(2) For the late, subsections (4) and (5) apply.\n(3) The surcharge of paragraph (2) is \
         the board's.\n(4) The board may waive it under paragraph (1) or (7).\n",
    ),
    (
        "recitals",
        "Whereas:\n\n(1) Dykes protect land.\n(2) Dues were raised under Regulation (3) and Directive (14).\n(3) The cost \
         has risen.\n(4) As recital (2) says, dues follow the area, not recital (17).\n(5) Boards may go further, as \
         Article 5(2) and Article 9(6) allow.\n\nArticle 1\nDues follow the area (5). Article 2(8) is for pasture (11).\n",
    ),
    (
        "a listing",
        "How the pump is switched\n\n1 read level\n2 if level above 40 then\n3 start pump\n4 end if\n5 wait 10\n\nIn line 3 \
         the pump starts.¹ The level is that of the sump.² It is read in line 7.⁹ After a while the loop begins anew.¹²\n",
    ),
];

#[test]
fn what_is_no_apparatus_is_not_accused() {
    for (name, paper) in OTHERS {
        let report = text(paper);
        assert_eq!(structure(&report), Vec::<&Finding>::new(), "{name}");
        assert!(doubts(&report).len() <= 1, "{name}");
    }
}

#[test]
fn what_the_format_knows_is_never_doubted() {
    let mut paper = String::new();
    for number in 1..=20 {
        writeln!(paper, "{}\n", sentence(number, &format!(".[^{number}]"))).unwrap();
    }
    for number in [1, 5, 9] {
        writeln!(paper, "[^{number}]: {}\n", note(number)).unwrap();
    }
    let report = report("paper.md", paper.into_bytes());
    assert_eq!(doubts(&report), Vec::<&str>::new());
    assert!(!structure(&report).is_empty());
}
