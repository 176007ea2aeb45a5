//! The faults of `testdata/faults/`: each is put into a clean paper and found by the rule that is named for it.
//!
//! `tests/bench/peers.py` puts the same faults before other checkers. Those under `beyond` are what others look for, and
//! we do not. Those under `links` need a server, which that script starts; `tests/links.rs` has such faults for us.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own files has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use footfault::check::check;
use footfault::rules::{Case, Family, REGISTRY};
use footfault::settings::Settings;
use footfault::source::Source;
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    faults: Vec<Seeded>,
    beyond: Vec<Beyond>,
}

/// A fault that `rule` finds; the rules of `also` find what follows from it.
#[derive(Deserialize)]
struct Seeded {
    rule: String,
    also: Vec<String>,
    fault: String,
    paper: String,
    edits: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Beyond {
    fault: String,
    paper: String,
    edits: Vec<(String, String)>,
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata/faults")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn table() -> Table {
    serde_json::from_str(&read("faults.json")).expect("a table of faults")
}

fn papers() -> BTreeMap<&'static str, String> {
    ["footnotes", "numbered"]
        .map(|name| (name, read(&format!("{name}.md"))))
        .into()
}

/// The paper with each edit made; what is taken out stands in it once.
fn edited(paper: &str, edits: &[(String, String)]) -> String {
    edits.iter().fold(paper.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old.as_str()).count(), 1, "{old}");
        text.replace(old.as_str(), new)
    })
}

/// The rules that find something, also those that are off by default.
fn found(text: &str) -> BTreeSet<&'static str> {
    let source = Source::from_reader("paper.md", text.as_bytes(), None).expect("a small paper");
    let report = check(&source, &Settings::default()).expect("a paper that can be checked");
    let case = Case::new(
        &report.document,
        &report.apparatus,
        &report.citations,
        &report.alignment,
    );
    let rules = REGISTRY.iter();
    rules
        .filter(|rule| !(rule.check)(&case).is_empty())
        .map(|rule| rule.id)
        .collect()
}

#[test]
fn a_paper_without_a_fault_is_clean() {
    for (name, paper) in papers() {
        assert_eq!(found(&paper), BTreeSet::new(), "{name}");
    }
}

#[test]
fn each_fault_is_found_and_nothing_else() {
    let papers = papers();
    for fault in table().faults {
        let announced: BTreeSet<&str> = fault
            .also
            .iter()
            .chain([&fault.rule])
            .map(String::as_str)
            .collect();
        let text = edited(&papers[fault.paper.as_str()], &fault.edits);
        assert_eq!(found(&text), announced, "{}", fault.fault);
    }
}

/// What we pass over is a choice; a rule that comes to find one of these moves it to the other part of the table.
#[test]
fn what_others_look_for_is_passed_over() {
    let papers = papers();
    for beyond in table().beyond {
        let text = edited(&papers[beyond.paper.as_str()], &beyond.edits);
        assert_eq!(found(&text), BTreeSet::new(), "{}", beyond.fault);
    }
}

/// Rules whose faults a short Markdown paper cannot have: they need other formats, glued digits or a longer paper.
const NOT_HERE: [&str; 5] = [
    "ambiguous-marker",
    "broken-note-link",
    "hand-typed-note",
    "missing-field",
    "note-gap",
];

#[test]
fn every_rule_but_those_on_links_has_a_fault() {
    let table = table();
    let named: BTreeSet<&str> = table
        .faults
        .iter()
        .map(|fault| &*fault.rule)
        .chain(NOT_HERE)
        .collect();
    let all: BTreeSet<&str> = REGISTRY
        .iter()
        .filter(|rule| rule.family != Family::Link)
        .map(|rule| rule.id)
        .collect();
    assert_eq!(named, all);
}
