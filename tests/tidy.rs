//! The house rules that the source itself can be asked about.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own files has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use footfault::rules::REGISTRY;

#[path = "tidy/imports.rs"]
mod imports;

/// What reaches out of the program: to files, the network, the environment, the clock.
const OUTSIDE: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

/// The rooms from the bytes to the people: each knows only those before it.
const LINE: [&str; 20] = [
    "document",
    "source",
    "guard",
    "schema",
    "raised",
    "heading",
    "readers",
    "notes",
    "citations",
    "align",
    "finding",
    "links",
    "settings",
    "rules",
    "config",
    "check",
    "fix",
    "report",
    "annotate",
    "cli",
];

/// Files under `src/rules` that serve several rules and are none.
const SHARED: [&str; 20] = [
    "hidden_calls",
    "hosts",
    "level",
    "linked",
    "misspelt",
    "mistyped",
    "moved_notes",
    "numbering",
    "prose",
    "quotes",
    "renumbering",
    "same_page",
    "sample",
    "shown_address",
    "spelling",
    "suppressions",
    "title_end",
    "turned_list",
    "wording",
    "works",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A room: the file `src/<name>.rs` and everything in the folder beside it but its tests.
fn room(name: &str) -> Vec<PathBuf> {
    let folder = root().join("src").join(name);
    let file = folder.with_extension("rs");
    let mut found = if folder.is_dir() {
        sources(&folder)
    } else {
        Vec::new()
    };
    found.extend(file.is_file().then_some(file));
    found.retain(|path| !is_tests(path));
    assert!(!found.is_empty(), "there is no room {name}");
    found
}

/// The beginning of a file up to its tests. A file whose tests stand in another one has none, and is taken whole.
fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default()
}

/// Whether a file holds nothing but tests.
fn is_tests(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "tests")
}

/// The code of a file without its comments and its tests.
fn code(path: &Path) -> String {
    before_tests(&read(path))
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn rule_files() -> Vec<(String, PathBuf)> {
    sources(&root().join("src/rules"))
        .into_iter()
        .map(|path| {
            (
                path.file_stem()
                    .expect("a stem")
                    .to_string_lossy()
                    .into_owned(),
                path,
            )
        })
        .filter(|(stem, _)| !SHARED.contains(&stem.as_str()))
        .collect()
}

fn assert_never(paths: &[PathBuf], words: &[&str], why: &str) {
    for path in paths {
        let code = code(path);
        for word in words {
            assert!(
                !code.contains(word),
                "{} has `{word}`: {why}",
                path.display()
            );
        }
    }
}

#[test]
fn every_rule_file_is_registered_under_its_name() {
    let mut files: Vec<String> = rule_files()
        .into_iter()
        .map(|(stem, _)| stem.replace('_', "-"))
        .collect();
    let mut ids: Vec<String> = REGISTRY.iter().map(|rule| rule.id.to_owned()).collect();
    files.sort();
    ids.sort();
    assert_eq!(files, ids);
}

#[test]
fn every_rule_says_why_with_an_example_and_how_safe_its_fix_is() {
    for rule in REGISTRY {
        let file = root()
            .join("src/rules")
            .join(format!("{}.rs", rule.id.replace('-', "_")));
        assert_eq!(
            rule.source,
            read(&file),
            "{} explains another rule",
            rule.id
        );
        let explanation = rule.explanation();
        let headings: Vec<&str> = explanation
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(
            headings,
            ["## Why", "## Example", "## Fix safety"],
            "{}",
            rule.id
        );
        for part in explanation.split("## ").skip(1) {
            let (heading, text) = part.split_once('\n').unwrap_or((part, ""));
            assert!(
                text.trim().len() > 20,
                "{}: nothing under {heading}",
                rule.id
            );
        }
        let summary = rule.summary();
        assert!(
            summary.ends_with('.') && summary.len() < 160,
            "{}: {summary}",
            rule.id
        );
    }
}

#[test]
fn every_rule_has_a_bad_and_a_good_fixture() {
    for rule in REGISTRY {
        let folder = root().join("testdata/rules").join(rule.id);
        let names: Vec<String> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        for kind in ["bad", "good"] {
            let is_sidecar = |name: &str| {
                [".findings", ".replies.json"]
                    .iter()
                    .any(|end| name.ends_with(end))
            };
            let has = names
                .iter()
                .any(|name| name.starts_with(kind) && !is_sidecar(name));
            assert!(has, "{} has no {kind} fixture", rule.id);
        }
    }
}

#[test]
fn every_folder_of_fixtures_belongs_to_a_rule() {
    for entry in fs::read_dir(root().join("testdata/rules")).expect("the folder of fixtures") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            REGISTRY.iter().any(|rule| rule.id == name),
            "there is no rule {name}"
        );
    }
}

#[test]
fn what_judges_a_paper_sees_no_file_no_network_no_clock() {
    let words = [&OUTSIDE[..], &["std::time", "std::io"]].concat();
    for name in [
        "rules",
        "notes",
        "citations",
        "align",
        "document",
        "finding",
    ] {
        let why = "the same paper must give the same findings everywhere";
        assert_never(&room(name), &words, why);
    }
    let why = "the same findings must give the same report everywhere";
    assert_never(&room("report"), &words, why);
}

#[test]
fn what_judges_a_reply_sees_no_file_no_network_no_clock() {
    let words = [&OUTSIDE[..], &["tokio", "reqwest"]].concat();
    for name in [
        "against", "archived", "checked", "page", "verdict", "wall", "wanted",
    ] {
        let why = "the same replies must give the same verdicts everywhere";
        assert_never(&room(&format!("links/{name}")), &words, why);
    }
}

#[test]
fn the_word_copy_knows_no_file_no_network_no_clock_and_no_rule() {
    let others = [
        "std::time",
        "jiff",
        "crate::rules",
        "crate::fix",
        "crate::links",
    ];
    let words = [&OUTSIDE[..], &others].concat();
    let why = "the same paper with the same findings gives the same copy";
    assert_never(&room("annotate"), &words, why);
}

/// The code of every module of the library, without tests.
fn modules() -> BTreeMap<imports::Path, String> {
    let folder = root().join("src");
    let mut files = sources(&folder);
    files.retain(|path| !is_tests(path));
    let named = files.into_iter().map(|path| {
        let inside = path.strip_prefix(&folder).expect("a file of src");
        let names = inside.with_extension("");
        let names = names.iter().map(|name| name.to_string_lossy().into_owned());
        (names.collect(), code(&path))
    });
    let is_module = |(path, _): &(imports::Path, String)| path != &["lib"] && path != &["main"];
    named.filter(is_module).collect()
}

#[test]
fn every_room_knows_only_those_before_it() {
    let place = |path: &imports::Path| {
        let at = LINE.iter().position(|room| *room == path[0]);
        at.unwrap_or_else(|| panic!("the line has no room {}", path[0]))
    };
    let modules = modules();
    let rooms: BTreeSet<usize> = modules.keys().map(place).collect();
    assert_eq!(
        rooms.len(),
        LINE.len(),
        "the line has a room that is not there"
    );
    for (from, to) in imports::between_neighbours(&modules) {
        assert!(
            from.len() > 1 || place(&from) > place(&to),
            "{} knows {}, which stands behind it",
            from[0],
            to[0]
        );
    }
}

#[test]
fn no_modules_name_each_other_in_a_circle() {
    let edges = imports::between_neighbours(&modules());
    let circle = imports::circle(&edges).map(|circle| {
        let names: Vec<String> = circle.iter().map(|path| path.join("/")).collect();
        names.join(" → ")
    });
    assert_eq!(circle, None);
}

#[test]
fn readers_and_rules_never_meet() {
    // What comes behind a room it cannot know, so that only these are left to be said.
    let why = "it sees a document, and neither its bytes nor who read them";
    for name in ["notes", "citations", "align", "rules"] {
        assert_never(&room(name), &["crate::readers", "crate::source"], why);
    }
}

#[test]
fn findings_warnings_and_errors_never_share_a_type() {
    let words = ["Result<", "Err("];
    let kinds = ["Finding>", "Finding {", "Warning>", "Warning {"];
    for path in sources(&root().join("src")) {
        for line in code(&path).lines() {
            let is_failure = words.iter().any(|word| {
                let behind = line.split_once(word).map_or("", |(_, behind)| behind);
                let error = behind.rsplit_once(", ").map_or(behind, |(_, error)| error);
                !behind.is_empty() && kinds.iter().any(|kind| error.starts_with(kind))
            });
            assert!(!is_failure, "{}: {line}", path.display());
        }
    }
    for name in ["finding", "document"] {
        let why = "what is wrong with a paper is no failure of the tool";
        assert_never(
            &room(name),
            &["Error for", "derive(Error", "thiserror"],
            why,
        );
    }
}

#[test]
fn sockets_are_opened_in_one_place() {
    let words = [
        "std::net",
        "tokio::net",
        "TcpStream",
        "UdpSocket",
        "UnixStream",
        "TcpListener",
        "reqwest",
        "hyper::",
        "ureq",
    ];
    // What asks, what reads its cookies and names, and what knows private addresses; nobody else may even name them.
    let network = ["ask.rs", "errand.rs", "fetch.rs", "guard.rs", "names.rs"];
    let mut others = sources(&root().join("src"));
    let all = others.len();
    others.retain(|path| {
        !network
            .iter()
            .any(|name| path.ends_with(Path::new("links").join(name)))
    });
    assert_eq!(others.len(), all - network.len());
    assert_never(&others, &words, "checking needs no network");
    // A check without --links must not come near it.
    let words = ["links::ask", "links::inquiry", "Fetcher"];
    for name in [
        "check",
        "fix",
        "readers",
        "notes",
        "citations",
        "align",
        "rules",
        "report",
    ] {
        assert_never(&room(name), &words, "only the command line asks");
    }
}

#[test]
fn no_file_is_too_long() {
    let mut files = sources(&root().join("src"));
    files.retain(|path| !is_tests(path));
    for path in files {
        let lines = before_tests(&read(&path)).lines().count();
        assert!(
            lines <= 500,
            "{} has {lines} lines before its tests",
            path.display()
        );
    }
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["todo!(", "unimplemented!(", "TODO", "FIXME", "XXX"];
    assert_never(
        &sources(&root().join("src")),
        &words,
        "no stub is left behind",
    );
}

#[test]
fn no_module_is_called_mod() {
    for path in sources(&root().join("src")) {
        assert_ne!(
            path.file_name().and_then(|name| name.to_str()),
            Some("mod.rs"),
            "{}",
            path.display()
        );
    }
}
