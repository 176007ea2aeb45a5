//! What a house decides for all its papers: settings, accepted findings, comments in the papers.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run the program has failed"
)]

use std::fs;
use std::path::Path;

#[path = "shared/program.rs"]
mod program;

use program::{folder, run, status, stderr, stdout};

/// Two faults: a full stop that is missing at the end of a note (of many that have one), and a marker without a note.
const PAPER: &str = "\
# The Weir

The weir was raised in 1911.[^1] It was raised again in 1934.[^2] Nobody asked the millers.[^millers]

[^1]: “Minutes of the River Board, 1911.
[^2]: Minutes of the River Board, 1934.
";

/// The rules that `check` reports, in their order, and its status.
fn rules(folder: &Path, arguments: &[&str]) -> (Vec<String>, i32) {
    let arguments = [&["check", "-o", "json"], arguments].concat();
    let output = run(folder, &arguments);
    let value: serde_json::Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let documents = value["documents"].as_array().unwrap().iter();
    let findings = documents.flat_map(|document| document["findings"].as_array().unwrap());
    let names = findings.map(|finding| finding["rule"].as_str().unwrap().to_owned());
    (names.collect(), status(&output))
}

#[test]
fn settings_are_found_above_the_paper_and_the_command_line_wins() {
    let config = "[rules]\nignore = [\"unbalanced-quotes\"]\n[rules.severity]\nmarker-without-note = \"warning\"\n";
    let folder = folder(&[("footfault.toml", config), ("a/b/paper.md", PAPER)]);
    let at = folder.path();
    assert_eq!(
        rules(at, &["a"]),
        (vec!["marker-without-note".to_owned()], 0)
    );
    let both = vec![
        "unbalanced-quotes".to_owned(),
        "marker-without-note".to_owned(),
    ];
    let (mut isolated, status) = rules(at, &["a", "--isolated"]);
    isolated.sort_unstable_by_key(|rule| *rule == both[1]);
    assert_eq!((isolated, status), (both, 1));
    assert_eq!(
        rules(
            &at.join("a/b"),
            &["paper.md", "--select", "unbalanced-quotes"]
        )
        .0,
        ["unbalanced-quotes"]
    );
    assert_eq!(
        rules(at, &["a", "--severity", "marker-without-note=error"]).1,
        1
    );
}

#[test]
fn some_papers_can_have_rules_of_their_own() {
    let config = "[[for]]\npaths = [\"drafts/**\"]\nrules.ignore = [\"pairing\"]\n";
    let folder = folder(&[
        ("footfault.toml", config),
        ("drafts/paper.md", PAPER),
        ("final/paper.md", PAPER),
    ]);
    assert_eq!(rules(folder.path(), &["drafts"]).0, ["unbalanced-quotes"]);
    assert_eq!(rules(folder.path(), &["final"]).0.len(), 2);
}

#[test]
fn a_mistake_in_the_settings_is_named_with_its_place_and_what_was_meant() {
    for (config, complaint) in [
        (
            "[rules]\nignor = []\n",
            "footfault.toml:2:1: unknown field `ignor`, expected one of `select`, `ignore`, `severity`, `min-confidence`, `fail-confidence`; did you mean ignore?",
        ),
        (
            "[rules]\nignore = [\"empty-notes\"]\n",
            "there is no rule or family of rules empty-notes; did you mean empty-note?",
        ),
        (
            "published = \"soon\"\n",
            "“soon” is no day; write it as 2025-12-01",
        ),
        ("[rules\n", "footfault.toml:1:"),
    ] {
        let folder = folder(&[("footfault.toml", config), ("paper.md", PAPER)]);
        let output = run(folder.path(), &["check", "paper.md"]);
        assert_eq!(status(&output), 2);
        assert!(stderr(&output).contains(complaint), "{}", stderr(&output));
    }
}

#[test]
fn a_pattern_that_no_path_can_meet_is_named() {
    let brackets = format!("{}{}", "{".repeat(100_000), "}".repeat(100_000));
    for (pattern, complaint) in [
        (brackets, "longer than any path can be"),
        ("[a-".to_owned(), "error parsing glob"),
    ] {
        let config = format!("[[for]]\npaths = [\"{pattern}\"]\n");
        let folder = folder(&[("footfault.toml", &config), ("paper.md", PAPER)]);
        let output = run(folder.path(), &["check", "paper.md"]);
        assert_eq!(status(&output), 2);
        assert!(stderr(&output).contains(complaint), "{}", stderr(&output));
    }
}

#[test]
fn the_house_decides_on_dates_markers_and_outlets() {
    let paper = "Word[^1].\n\n[^1]: Abend, “Grün,” *The Lower Reach*, 3 May 2024.\n";
    let config = "published = \"2023-01-31\"\n[style]\nmarker-placement = \"behind\"\n";
    let folder = folder(&[("paper.md", paper)]);
    assert_eq!(rules(folder.path(), &["paper.md"]).0, [""; 0]);
    fs::write(folder.path().join("footfault.toml"), config).unwrap();
    assert_eq!(
        rules(folder.path(), &["paper.md"]).0,
        ["marker-placement", "impossible-date"]
    );
}

#[test]
fn the_languages_of_a_house_say_which_number_is_the_day() {
    let note =
        "Abend, “Tolls,” *Courier*, 03/04/2024, https://courier.example.com/2024/03/04/tolls.";
    let paper = format!("Word.[^1]\n\n[^1]: {note}\n");
    let folder = folder(&[("paper.md", &paper), ("drafts/paper.md", &paper)]);
    let told = |config: &str, path: &str| {
        fs::write(folder.path().join("footfault.toml"), config).unwrap();
        rules(folder.path(), &[path]).0
    };
    let wrong = ["date-contradicts-url"];
    assert_eq!(told("", "paper.md"), [""; 0], "either may be the day");
    assert_eq!(told("languages = [\"de\", \"en-GB\"]\n", "paper.md"), wrong);
    for none in ["[\"en-US\"]", "[\"en\"]", "[\"en-US\", \"de\"]"] {
        assert_eq!(
            told(&format!("languages = {none}\n"), "paper.md"),
            [""; 0],
            "{none}"
        );
    }
    let some = "languages = [\"en-US\"]\n[[for]]\npaths = [\"drafts/**\"]\nlanguages = [\"fr\"]\n";
    assert_eq!(told(some, "drafts"), wrong);
    assert_eq!(told(some, "paper.md"), [""; 0]);
    // A paper that writes the month first elsewhere does so here.
    let other = paper.replace("Word.[^1]", "Word.[^1] Word.[^2]")
        + "[^2]: Abend, “Tides,” *Courier*, 04/25/2024.\n";
    fs::write(folder.path().join("other.md"), other).unwrap();
    assert_eq!(told("languages = [\"de\"]\n", "other.md"), [""; 0]);
    fs::write(
        folder.path().join("footfault.toml"),
        "languages = [\"german\"]\n",
    )
    .unwrap();
    let output = run(folder.path(), &["check", "paper.md"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("“german” is no tag of a language"));
}

#[test]
fn a_fix_goes_by_what_the_house_decides() {
    let paper = "One word[^1]. Two words.\n\n[^1]: Abend, *Grün*, 2020.\n";
    let config = "[style]\nmarker-placement = \"behind\"\n";
    let folder = folder(&[("paper.md", paper), ("footfault.toml", config)]);
    let output = run(folder.path(), &["fix", "--unsafe", "paper.md"]);
    let patch = stdout(&output);
    assert!(patch.contains("+One word.[^1] Two words."), "{patch}");
}

#[test]
fn the_file_that_init_writes_is_sound_and_changes_nothing() {
    let folder = folder(&[("paper.md", PAPER)]);
    let before = rules(folder.path(), &["paper.md"]);
    assert_eq!(status(&run(folder.path(), &["init"])), 0);
    assert_eq!(rules(folder.path(), &["paper.md"]), before);
    let again = run(folder.path(), &["init"]);
    assert_eq!(status(&again), 2);
    assert!(stderr(&again).contains("is here already; nothing is written"));
}

#[test]
fn every_key_of_the_template_is_one_that_is_read() {
    let folder = folder(&[("paper.md", PAPER)]);
    run(folder.path(), &["init"]);
    let path = folder.path().join("footfault.toml");
    let written = fs::read_to_string(&path).unwrap();
    // A line that only lacks its sign is a key; the others are sentences.
    let is_key = |line: &str| line.contains(" = ") || line.starts_with("[[");
    let lines = written.lines().map(|line| match line.strip_prefix("# ") {
        Some(key) if is_key(key) => key,
        _ => line,
    });
    let all: Vec<&str> = lines.collect();
    assert!(all.iter().filter(|line| is_key(line)).count() > 12);
    fs::write(&path, all.join("\n")).unwrap();
    let output = run(folder.path(), &["check", "paper.md"]);
    assert_ne!(status(&output), 2, "{}", stderr(&output));
}

#[test]
fn what_is_accepted_is_silent_wherever_the_paper_is_and_what_is_new_is_told() {
    let folder = folder(&[("paper.md", PAPER)]);
    let at = folder.path();
    let accept = ["paper.md", "--baseline", "known.json", "--update-baseline"];
    assert_eq!(rules(at, &accept), (Vec::new(), 0));
    assert_eq!(
        rules(at, &["paper.md", "--baseline", "known.json"]),
        (Vec::new(), 0)
    );
    let edited = PAPER.replace("# The Weir\n", "# The Weir\n\nA preface.\n");
    fs::create_dir(at.join("moved")).unwrap();
    fs::write(at.join("moved/paper.md"), edited).unwrap();
    assert_eq!(
        rules(at, &["moved", "--baseline", "known.json"]),
        (Vec::new(), 0)
    );
    let worse = PAPER.replace("River Board, 1934.", "“River Board, 1934.");
    fs::write(at.join("paper.md"), worse).unwrap();
    let (found, _) = rules(at, &["paper.md", "--baseline", "known.json"]);
    assert_eq!(found, ["unbalanced-quotes"]);
    let output = run(at, &["check", "moved", "--baseline", "known.json"]);
    assert!(stderr(&output).contains("2 findings left out that the baseline accepts"));
}

#[test]
fn a_baseline_that_is_none_is_named() {
    let folder = folder(&[("paper.md", PAPER), ("other.json", "{}")]);
    for (file, complaint) in [
        ("gone.json", "no such file; --update-baseline writes it"),
        ("other.json", "is not a baseline of footfault"),
    ] {
        let output = run(folder.path(), &["check", "paper.md", "--baseline", file]);
        assert_eq!(status(&output), 2);
        assert!(stderr(&output).contains(complaint), "{}", stderr(&output));
    }
}

#[test]
fn a_comment_silences_its_paragraph_or_note_and_is_told_of_when_it_is_needless() {
    let comment = "<!-- footfault: ignore unbalanced-quotes: as in the minutes -->\n";
    let silenced = PAPER.replace("[^1]: “", &format!("{comment}[^1]: “"));
    let whole = format!("<!-- footfault: ignore-file marker-without-note -->\n\n{PAPER}");
    let needless = PAPER.replace("[^2]: ", &format!("{comment}[^2]: "));
    let folder = folder(&[("a.md", &silenced), ("b.md", &whole), ("c.md", &needless)]);
    assert_eq!(rules(folder.path(), &["a.md"]).0, ["marker-without-note"]);
    assert_eq!(rules(folder.path(), &["b.md"]).0, ["unbalanced-quotes"]);
    let (found, _) = rules(folder.path(), &["c.md"]);
    assert_eq!(
        found,
        [
            "marker-without-note",
            "unbalanced-quotes",
            "unused-suppression"
        ]
    );
}
