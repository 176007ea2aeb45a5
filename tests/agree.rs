//! One paper in every format has one apparatus and one set of findings.
//!
//! `testdata/agree/<paper>.md` is the source; every other `<paper>.*` was made from it by the program that its line in
//! `testdata/agree/README.md` names.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own files has failed"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use footfault::check::{Report, check};
use footfault::settings::Settings;
use footfault::source::Source;

/// What must be the same in every format: who calls what, what each list says, and what is wrong.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    /// For each marker in turn its label and the letters of its note.
    markers: Vec<(String, Option<String>)>,
    /// The lists, each as the labels and letters of its notes.
    lists: BTreeSet<Vec<(String, String)>>,
    /// The rules, each with the letters of what it says it has found.
    findings: Vec<&'static str>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree")
}

fn report(path: &Path) -> Report {
    let source = Source::open(path, None).expect("a paper of ours");
    check(&source, &Settings::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The letters and digits of a text: emphasis and the kind of quotation marks are the format's own affair, and so is
/// whether an address behind words can be seen.
fn letters(text: &str) -> String {
    let shown = match (text.find("]("), text.find(')')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &text[..from], &text[to..]),
        _ => text.to_owned(),
    };
    shown.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn reading(report: &Report) -> Reading {
    let apparatus = &report.apparatus;
    let note = |index: usize| letters(&apparatus.notes[index].text);
    let markers = apparatus.markers.iter();
    let lists = 0..apparatus.lists.len();
    let of_list = |list| {
        let notes = apparatus.notes_of(list);
        notes
            .map(|(index, of)| (of.label.to_string(), note(index)))
            .collect()
    };
    let mut findings: Vec<&'static str> = report.findings.iter().map(|found| found.rule).collect();
    findings.sort_unstable();
    Reading {
        markers: markers
            .map(|marker| (marker.label.to_string(), marker.note.map(note)))
            .collect(),
        lists: lists.map(of_list).collect(),
        findings,
    }
}

/// Every member of a paper's family, the source first.
fn family(paper: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of papers");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.retain(|path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.starts_with(&format!("{paper}."))
    });
    paths.sort_by_key(|path| (path.extension().is_none_or(|end| end != "md"), path.clone()));
    paths
}

/// What a careful editor finds in the papers, written down before the tool had read them in any other format.
fn expected(paper: &str) -> (usize, Vec<usize>, Vec<&'static str>) {
    match paper {
        "paper" => (12, vec![8, 3], vec!["unbalanced-quotes"]),
        _ => (10, vec![9], vec!["offset-numbering"]),
    }
}

fn assert_agreement(paper: &str) {
    let mut members = family(paper).into_iter();
    let source = report(&members.next().expect("the source"));
    let (markers, lists, findings) = expected(paper);
    let agreed = reading(&source);
    assert_eq!(agreed.markers.len(), markers);
    let mut sizes: Vec<usize> = agreed.lists.iter().map(Vec::len).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(sizes, lists);
    assert_eq!(agreed.findings, findings);
    let mut formats = BTreeSet::new();
    for member in members {
        let report = report(&member);
        formats.insert(format!("{:?}", report.document.format));
        assert_eq!(reading(&report), agreed, "{}", member.display());
    }
    assert!(formats.contains("Text"), "{formats:?}");
}

#[test]
fn the_paper_with_notes_of_the_format_agrees() {
    assert_agreement("paper");
}

#[test]
fn the_paper_with_typed_notes_agrees() {
    assert_agreement("typed");
}
