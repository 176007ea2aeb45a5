//! Every rule over every fixture: what a fixture announces is found, and nothing else.
//!
//! `testdata/rules/<rule-id>/` has papers of our own. Those named `bad…` have a sidecar `.findings` with one line for
//! each finding, `rule-id line:column`, and where it matters `| part of the message or of the help`. Those named `good…`
//! have none and must be silent under all rules, also such as are off by default. Beside a paper may stand what its cited
//! addresses answered, `bad.replies.json`; the rules on links see nothing without it.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own files has failed"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use footfault::check::{Report, check};
use footfault::finding::Finding;
use footfault::links::Links;
use footfault::rules::{Case, REGISTRY};
use footfault::settings::Settings;
use footfault::source::Source;

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/rules");
    let mut found: Vec<PathBuf> = fs::read_dir(root)
        .expect("the folder of fixtures")
        .flat_map(|rule| fs::read_dir(rule.expect("an entry").path()).expect("a folder for a rule"))
        .map(|file| file.expect("an entry").path())
        .filter(|file| file.extension().is_some_and(|end| end != "findings"))
        .filter(|file| !name(file).ends_with(".replies.json"))
        .collect();
    found.sort();
    found
}

fn name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .expect("a name in UTF-8")
}

/// The rule that a fixture belongs to.
fn rule_of(path: &Path) -> &str {
    name(path.parent().expect("a folder"))
}

/// A line of a sidecar.
#[derive(Debug)]
struct Announced {
    rule: String,
    place: String,
    part: String,
}

fn announced(fixture: &Path) -> Vec<Announced> {
    if name(fixture).starts_with("good") {
        return Vec::new();
    }
    let sidecar = fixture.with_extension("findings");
    let text = fs::read_to_string(&sidecar)
        .unwrap_or_else(|error| panic!("{}: {error}", sidecar.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (head, part) = line.split_once('|').unwrap_or((line, ""));
            let (rule, place) = head.trim().split_once(' ').expect("rule-id line:column");
            Announced {
                rule: rule.to_owned(),
                place: place.trim().to_owned(),
                part: part.trim().to_owned(),
            }
        })
        .collect()
}

/// What the cited addresses answered, if that stands beside the fixture.
fn links(fixture: &Path, report: &Report) -> Option<Links> {
    let text = fs::read_to_string(fixture.with_extension("replies.json")).ok()?;
    let replies = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("replies of {}: {error}", fixture.display()));
    Some(Links::new(&report.document, &report.citations, replies))
}

/// What every rule of the registry finds, with its place.
fn found(fixture: &Path) -> Vec<(String, String, Finding)> {
    let path = fixture.to_str().expect("a path in UTF-8");
    let source = Source::open(path, None).expect("a readable fixture");
    let report = check(&source, &Settings::default()).expect("a fixture that can be checked");
    let case = Case::new(
        &report.document,
        &report.apparatus,
        &report.citations,
        &report.alignment,
    );
    let links = links(fixture, &report);
    let case = match &links {
        Some(links) => case.with_links(links),
        None => case,
    };
    REGISTRY
        .iter()
        .flat_map(|rule| {
            (rule.check)(&case)
                .into_iter()
                .map(|finding| (rule.id, finding))
        })
        .map(|(rule, finding)| {
            let place = report.document.place(finding.span.start);
            (
                rule.to_owned(),
                format!("{}:{}", place.line, place.column),
                finding,
            )
        })
        .collect()
}

/// What is announced and not found, and what is found and not announced.
fn differences(fixture: &Path) -> String {
    let mut found = found(fixture);
    let mut differences = String::new();
    for announced in announced(fixture) {
        let is_it = |(rule, place, finding): &(String, String, Finding)| {
            *rule == announced.rule
                && *place == announced.place
                && (finding.message.contains(&announced.part)
                    || finding.help.contains(&announced.part))
        };
        match found.iter().position(is_it) {
            Some(index) => drop(found.remove(index)),
            None => writeln!(differences, "  not found: {announced:?}").expect("a string grows"),
        }
    }
    for (rule, place, finding) in found {
        writeln!(
            differences,
            "  not announced: {rule} {place} | {} | {}",
            finding.message, finding.help
        )
        .expect("a string grows");
    }
    differences
}

#[test]
fn every_rule_finds_what_every_fixture_announces_and_nothing_else() {
    let mut all = String::new();
    for fixture in fixtures() {
        let differences = differences(&fixture);
        if !differences.is_empty() {
            writeln!(
                all,
                "{}/{}\n{differences}",
                rule_of(&fixture),
                name(&fixture)
            )
            .expect("a string grows");
        }
    }
    assert!(all.is_empty(), "\n{all}");
}

#[test]
fn every_bad_fixture_announces_its_own_rule() {
    for fixture in fixtures()
        .iter()
        .filter(|path| name(path).starts_with("bad"))
    {
        let rule = rule_of(fixture);
        let own = announced(fixture)
            .into_iter()
            .any(|announced| announced.rule == rule);
        assert!(own, "{} does not announce {rule}", fixture.display());
    }
}

#[test]
fn a_sidecar_belongs_to_one_fixture() {
    let mut seen = BTreeSet::new();
    for fixture in fixtures() {
        let is_named = name(&fixture).starts_with("bad") || name(&fixture).starts_with("good");
        assert!(is_named, "{} is neither good nor bad", fixture.display());
        let sidecar = fixture.with_extension("findings");
        assert!(
            seen.insert(sidecar.clone()),
            "two fixtures share {}",
            sidecar.display()
        );
    }
}

#[test]
fn findings_say_what_is_wrong_and_what_to_do() {
    for fixture in fixtures() {
        for (rule, place, finding) in found(&fixture) {
            let at = format!("{} {rule} {place}", fixture.display());
            assert!(
                !finding.message.ends_with('.'),
                "{at}: a message is no sentence with a full stop"
            );
            assert!(
                finding.help.ends_with('.'),
                "{at}: a help ends with a full stop: {}",
                finding.help
            );
            assert!(
                !finding.help.contains("  "),
                "{at}: two spaces in {}",
                finding.help
            );
        }
    }
}
