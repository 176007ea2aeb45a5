#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own words has failed"
)]

use super::*;
use crate::check::check;
use crate::settings::Settings;
use crate::source::Source;

const ADDRESS: &str = "https://harbour.example/news/tolls-rise-again-harbour";

/// The citation of a paper with one note.
fn citation(note: &str) -> Citation {
    let text = format!(
        "Tolls rose.[1] Ferries stopped.[2]\n\nNotes\n\n1. {note}\n2. See the first note.\n"
    );
    let source = Source::from_reader("paper.txt", text.as_bytes(), None).expect("a source");
    let report = check(&source, &Settings::default()).expect("a paper");
    report.citations.citations[0].clone()
}

fn page(titles: &[&str], authors: &[&str], dates: &[&str]) -> Page {
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    Page {
        titles: owned(titles),
        authors: owned(authors),
        dates: owned(dates),
        site: Some("Harbour News".to_owned()),
        language: Some("en".to_owned()),
        ..Page::default()
    }
}

fn compared(note: &str, page: &Page, address: &str) -> Option<Contradiction> {
    compare(
        &citation(note),
        page,
        &Url::parse(address).expect("an address"),
    )
}

const NOTE: &str = "Ada Reed, “Tolls Rise Again in the Harbour,” *Harbour News*, March 5, 2024, https://harbour.example/news/tolls-rise-again-harbour.";

#[test]
fn the_cited_page_is_no_contradiction() {
    let same = page(
        &["Tolls rise again in the harbour | Harbour News"],
        &["A. Reed"],
        &["2024-03-06"],
    );
    assert_eq!(compared(NOTE, &same, ADDRESS), None);
}

#[test]
fn a_title_alone_is_no_contradiction() {
    let retitled = page(
        &["Ferry passengers pay the price"],
        &["Ada Reed"],
        &["2024-03-05"],
    );
    assert_eq!(compared(NOTE, &retitled, ADDRESS), None);
}

#[test]
fn a_title_and_an_author_are() {
    let other = page(
        &["Licence of the last ferry withdrawn"],
        &["Ben Moor"],
        &["2024-03-05"],
    );
    let found = compared(NOTE, &other, ADDRESS).expect("a contradiction");
    assert_eq!(found.kind, Kind::Work);
    assert_eq!(found.signs, ["it is by Ben Moor, not by Ada Reed"]);
}

#[test]
fn a_title_and_a_date_or_an_address_are() {
    let other = page(
        &["Licence of the last ferry withdrawn"],
        &[],
        &["2011-01-02"],
    );
    assert!(compared(NOTE, &other, ADDRESS).is_some());
    let other = page(&["Licence of the last ferry withdrawn"], &[], &[]);
    let address = "https://harbour.example/news/licence-last-ferry-withdrawn";
    assert!(compared(NOTE, &other, address).is_some());
    assert_eq!(compared(NOTE, &other, ADDRESS), None);
}

#[test]
fn a_page_in_another_language_says_nothing() {
    let mut german = page(
        &["Der letzten Fähre wurde die Lizenz entzogen"],
        &["Ben Moor"],
        &["2011-01-02"],
    );
    german.language = Some("de".to_owned());
    assert_eq!(compared(NOTE, &german, ADDRESS), None);
}

#[test]
fn a_day_is_no_contradiction_and_a_year_is() {
    let on = |date: &str| page(&["Tolls rise again in the harbour"], &[], &[date]);
    assert_eq!(compared(NOTE, &on("2024-03-04"), ADDRESS), None);
    assert_eq!(compared(NOTE, &on("2024"), ADDRESS), None);
    let found = compared(NOTE, &on("2023-03-05T01:00:00Z"), ADDRESS).expect("a contradiction");
    assert_eq!(found.kind, Kind::Date { days: 366 });
    assert_eq!(
        (found.cited.as_str(), found.found.as_str()),
        ("2024-03-05", "2023-03-05")
    );
}

#[test]
fn a_house_is_no_author() {
    let other = page(
        &["Licence of the last ferry withdrawn"],
        &["Harbour News"],
        &[],
    );
    assert_eq!(compared(NOTE, &other, ADDRESS), None);
}
