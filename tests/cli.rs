//! The real binary, as a user meets it: what is printed where, and the exit status.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

#[path = "shared/program.rs"]
mod program;
#[path = "shared/tool.rs"]
mod tool;

use program::{command, folder, run, status, stderr, stdout};

/// Three markers, two notes: one finding of the level error.
const FAULTY: &str = "Water is wet.[1] Wind blows.[2] Fire burns.[3] Nobody knows.\n\nNotes\n\n1. Adams, Water.\n2. Brown, Wind.\n";

/// Two markers, two notes.
const SOUND: &str =
    "Water is wet.[1] Wind blows.[2]\n\nNotes\n\n1. Adams, Water.\n2. Brown, Wind.\n";

/// Whatever other rules there are, this one finds one fault in `FAULTY`.
const ONLY: &str = "--select=marker-without-note";

/// What `check -o json` says of these arguments.
fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    let arguments = [&["check", "-o", "json"], arguments].concat();
    serde_json::from_slice(&run(folder, &arguments).stdout).unwrap()
}

/// The paths of the papers that were checked.
fn checked(folder: &TempDir, arguments: &[&str]) -> Vec<String> {
    let value = json(folder, arguments);
    let documents = value["documents"].as_array().unwrap();
    let path = |document: &Value| document["path"].as_str().unwrap().replace('\\', "/");
    documents.iter().map(path).collect()
}

/// Nothing but the closing lines and the total.
fn closing(output: &Output) -> Vec<String> {
    let text = stdout(output);
    let lines = text
        .lines()
        .filter(|line| line.contains(".txt: ") || line.contains("papers: "));
    lines.map(ToOwned::to_owned).collect()
}

#[test]
fn a_sound_paper_gives_one_line_and_status_0() {
    let folder = folder(&[("a.txt", SOUND)]);
    let output = run(&folder, &["check", "a.txt"]);
    assert_eq!(stdout(&output), "a.txt: 2 markers, 2 notes, all paired\n");
    assert_eq!(stderr(&output), "");
    assert_eq!(status(&output), 0);
}

#[test]
fn a_faulty_paper_is_shown_to_an_editor_and_gives_status_1() {
    let folder = folder(&[("a.txt", FAULTY)]);
    let output = run(
        &folder,
        &["check", "a.txt", "--select", "marker-without-note"],
    );
    let shown = stdout(&output);
    assert!(shown.starts_with("error: marker-without-note\n"), "{shown}");
    assert!(shown.contains("[a.txt:1:44]"), "{shown}");
    assert!(shown.contains("Fire burns.[3] Nobody knows."), "{shown}");
    assert!(
        shown.ends_with("\na.txt: 3 markers, 2 notes; 1 error; 1 fixable with --unsafe\n"),
        "{shown}"
    );
    assert_eq!(status(&output), 1);
}

#[test]
fn the_json_tells_what_the_editor_is_shown() {
    let folder = folder(&[("a.txt", FAULTY)]);
    let value = json(&folder, &["--select", "marker-without-note", "a.txt"]);
    assert_eq!(value["schema_version"], 1);
    assert_eq!(value["tool"]["name"], "footfault");
    assert_eq!(value["summary"]["errors"], 1);
    let document = &value["documents"][0];
    assert_eq!(document["markers"][2]["label"], "3");
    assert_eq!(document["markers"][2]["note"], Value::Null);
    assert_eq!(document["markers"][1]["note"], 1);
    assert_eq!(document["notes"][1]["text"], "Brown, Wind.");
    assert_eq!(document["lists"][0]["heading"], "Notes");
    let finding = &document["findings"][0];
    assert_eq!(finding["rule"], "marker-without-note");
    assert_eq!(finding["line"], 1);
    assert_eq!(finding["column"], 44);
    assert_eq!(finding["span"]["start"], 43);
    assert_eq!(finding["span"]["end"], 46);
}

#[test]
fn a_missing_file_is_named_and_the_others_are_checked() {
    let folder = folder(&[("a.txt", SOUND), ("b.txt", FAULTY)]);
    let arguments = ["check", "a.txt", "gone.txt", "b.txt", ONLY];
    let output = run(&folder, &arguments);
    assert_eq!(stderr(&output), "footfault: gone.txt: no such file\n");
    assert_eq!(
        closing(&output),
        [
            "a.txt: 2 markers, 2 notes, all paired",
            "b.txt: 3 markers, 2 notes; 1 error; 1 fixable with --unsafe",
            "2 papers: 1 error; 1 fixable with --unsafe; 1 could not be read",
        ]
    );
    assert_eq!(
        status(&output),
        2,
        "a paper that was not read outweighs findings"
    );
    let value = json(&folder, &arguments[1..]);
    assert_eq!(value["errors"][0]["path"], "gone.txt");
    assert_eq!(value["errors"][0]["message"], "no such file");
    assert_eq!(value["summary"]["documents"], 2);
}

#[test]
fn a_folder_without_papers_is_named() {
    let folder = folder(&[("pictures/a.png", "x")]);
    let output = run(&folder, &["check", "pictures"]);
    assert!(stderr(&output).starts_with("footfault: pictures: no papers in this folder"));
    assert_eq!(status(&output), 2);
}

#[test]
fn a_binary_file_is_named() {
    let folder = folder(&[("a.txt", SOUND)]);
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    fs::write(folder.path().join("b.txt"), picture).unwrap();
    let output = run(&folder, &["check", "."]);
    assert!(
        stderr(&output).starts_with("footfault: b.txt: "),
        "{output:?}"
    );
    assert_eq!(closing(&output)[0], "a.txt: 2 markers, 2 notes, all paired");
    assert_eq!(status(&output), 2);
}

#[test]
fn an_empty_file_is_called_empty() {
    let folder = folder(&[("a.txt", ""), ("b.txt", " \n\n")]);
    let output = run(&folder, &["check", "a.txt", "b.txt"]);
    for name in ["a.txt", "b.txt"] {
        let line = format!("{name}: the file is empty");
        assert!(closing(&output).contains(&line), "{output:?}");
    }
    assert_eq!(status(&output), 0);
}

#[test]
fn a_paper_without_notes_is_called_so() {
    let folder = folder(&[("a.txt", "Water is wet.\n")]);
    let output = run(&folder, &["check", "a.txt"]);
    assert_eq!(stdout(&output), "a.txt: no notes\n");
    assert_eq!(status(&output), 0);
}

#[test]
fn a_file_of_a_gigabyte_is_refused_without_reading_it() {
    let folder = folder(&[("a.txt", SOUND)]);
    let huge = fs::File::create(folder.path().join("huge.txt")).unwrap();
    huge.set_len(1 << 30).unwrap();
    let output = run(&folder, &["check", "."]);
    assert!(
        stderr(&output).starts_with("footfault: huge.txt: larger than 64 MiB"),
        "{output:?}"
    );
    assert_eq!(closing(&output)[0], "a.txt: 2 markers, 2 notes, all paired");
    assert_eq!(status(&output), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = folder(&[("a.txt", SOUND)]);
    // Even root cannot read the first page of a process.
    let output = run(&folder, &["check", "/proc/self/mem", "a.txt"]);
    assert!(
        stderr(&output).starts_with("footfault: /proc/self/mem: "),
        "{output:?}"
    );
    assert_eq!(closing(&output)[0], "a.txt: 2 markers, 2 notes, all paired");
    assert_eq!(status(&output), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_stream_without_end_is_refused() {
    let folder = folder(&[]);
    let output = run(&folder, &["check", "/dev/zero"]);
    assert!(stderr(&output).starts_with("footfault: /dev/zero: larger than 64 MiB"));
    assert_eq!(status(&output), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_back_to_itself_is_named_and_checked_once() {
    let folder = folder(&[("papers/a.txt", SOUND)]);
    std::os::unix::fs::symlink("..", folder.path().join("papers/round")).unwrap();
    let output = run(&folder, &["check", "papers"]);
    assert!(stderr(&output).contains("papers/round"), "{output:?}");
    assert_eq!(checked(&folder, &["papers"]).len(), 1);
    assert_eq!(status(&output), 0, "everything was read");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_matters_only_where_a_paper_should_be() {
    let folder = folder(&[("a.txt", SOUND)]);
    std::os::unix::fs::symlink("gone", folder.path().join("image.png")).unwrap();
    assert_eq!(status(&run(&folder, &["check"])), 0);
    std::os::unix::fs::symlink("gone", folder.path().join("b.md")).unwrap();
    let output = run(&folder, &["check"]);
    assert_eq!(stderr(&output), "footfault: b.md: no such file\n");
    assert_eq!(status(&output), 2);
}

#[test]
fn a_folder_gives_its_papers_by_name_and_leaves_out_what_git_ignores() {
    let folder = folder(&[
        (".gitignore", "drafts/\n"),
        (".hidden.txt", SOUND),
        ("b.md", SOUND),
        ("a.TXT", SOUND),
        ("c/d.markdown", SOUND),
        ("drafts/e.txt", SOUND),
        ("f.rs", SOUND),
    ]);
    assert_eq!(checked(&folder, &["."]), ["a.TXT", "b.md", "c/d.markdown"]);
    assert_eq!(
        checked(&folder, &["drafts/e.txt", "f.rs", ".hidden.txt"]),
        ["drafts/e.txt", "f.rs", ".hidden.txt"],
        "what is named itself is checked"
    );
    assert_eq!(checked(&folder, &[]), checked(&folder, &["."]));
}

#[test]
fn a_paper_that_is_named_twice_is_checked_once() {
    let folder = folder(&[("a.txt", SOUND), ("b.txt", SOUND)]);
    assert_eq!(
        checked(&folder, &["b.txt", "./b.txt", ".", "*.txt"]),
        ["b.txt", "a.txt"]
    );
}

#[test]
fn patterns_work_without_a_shell() {
    let folder = folder(&[("x/a.txt", SOUND), ("x/y/b.md", SOUND), ("[1].txt", SOUND)]);
    assert_eq!(checked(&folder, &["x/**/*.md"]), ["x/y/b.md"]);
    assert_eq!(checked(&folder, &["x/*.txt"]), ["x/a.txt"]);
    assert_eq!(
        checked(&folder, &["[1].txt"]),
        ["[1].txt"],
        "a file may look like a pattern"
    );
    let output = run(&folder, &["check", "x/*.doc"]);
    assert_eq!(stderr(&output), "footfault: x/*.doc: no paper matches\n");
    assert_eq!(status(&output), 2);
}

#[test]
fn standard_input_is_read_in_the_format_that_is_asked_for() {
    let folder = folder(&[]);
    let mut command = command(
        &folder,
        &["check", "-", "--format", "markdown", "-o", "json"],
    );
    let output = command.write_stdin(SOUND).output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["documents"][0]["path"], "-");
    assert_eq!(value["documents"][0]["format"], "markdown");
}

#[test]
fn the_output_is_the_same_for_any_number_of_jobs() {
    let names: Vec<String> = (0..150).map(|index| format!("p/{index:03}.txt")).collect();
    let papers: Vec<(&str, &str)> = names
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), if index % 3 == 0 { FAULTY } else { SOUND }))
        .collect();
    let folder = folder(&papers);
    for kind in ["human", "json"] {
        let one = run(&folder, &["check", "p", "-o", kind, "--jobs", "1"]);
        let four = run(&folder, &["check", "p", "-o", kind, "--jobs", "4"]);
        assert_eq!(stdout(&one), stdout(&four));
        assert_eq!(status(&one), 1);
    }
    assert_eq!(checked(&folder, &["p"]), names);
    let refused = run(&folder, &["check", "p", "--jobs", "0"]);
    assert_eq!(status(&refused), 2);
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let folder = folder(&[("a.txt", FAULTY)]);
    let escapes = |arguments: &[&str], no_color: Option<&str>| {
        let mut command = command(&folder, arguments);
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!escapes(&["check", "a.txt"], None));
    assert!(!escapes(&["map", "a.txt"], None));
    assert!(!escapes(&["rules"], None));
    assert!(!escapes(&["explain", "marker-without-note"], None));
    assert!(!escapes(&["check", "a.txt", "--color", "never"], None));
    assert!(escapes(&["check", "a.txt", "--color", "always"], None));
    assert!(
        escapes(&["check", "a.txt", "--color", "always"], Some("1")),
        "what is asked for by name wins"
    );
}

#[test]
fn a_long_line_is_shown_through_a_window() {
    let filler = "The river rose again that spring and nobody wrote it down. ".repeat(25);
    let text = format!(
        "Water is wet.[1] Wind blows.[2] {filler}Ünïcödé.[3] {filler}\n\nNotes\n\n1. Adams, Water.\n2. Brown, Wind.\n"
    );
    let folder = folder(&[("a.txt", &text)]);
    let arguments = ["a.txt", "--select", "marker-without-note"];
    let output = run(&folder, &[&["check"], &arguments[..]].concat());
    let shown = stdout(&output);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 100),
        "{shown}"
    );
    assert!(
        shown.contains("nobody wrote it down. Ünïcödé.[3] The river"),
        "{shown}"
    );
    let line = text.lines().next().unwrap();
    let column = line[..line.find("[3]").unwrap()].chars().count() + 1;
    assert!(shown.contains(&format!("[a.txt:1:{column}]")), "{shown}");
    let value = json(&folder, &arguments);
    assert_eq!(value["documents"][0]["findings"][0]["column"], column);
}

#[test]
fn the_least_level_that_fails_is_the_users_choice() {
    let folder = folder(&[("a.txt", FAULTY)]);
    let check = |arguments: &[&str]| {
        let arguments = [
            &["check", "a.txt", "--select", "marker-without-note"],
            arguments,
        ]
        .concat();
        status(&run(&folder, &arguments))
    };
    assert_eq!(check(&[]), 1);
    assert_eq!(check(&["--fail-on", "never"]), 0);
    assert_eq!(check(&["--severity", "marker-without-note=warning"]), 0);
    assert_eq!(
        check(&[
            "--severity",
            "marker-without-note=warning",
            "--fail-on",
            "warning"
        ]),
        1
    );
    assert_eq!(
        check(&[
            "--severity",
            "marker-without-note=info",
            "--fail-on",
            "warning"
        ]),
        0
    );
    assert_eq!(check(&["--severity", "marker-without-note=off"]), 0);
    assert_eq!(check(&["--ignore", "marker-without-note"]), 0);
    assert_eq!(
        check(&["--ignore", "pairing"]),
        1,
        "a rule named itself wins over its family"
    );
}

/// An “ibid.” that may mean either of two works: a finding of low confidence.
const UNSURE: &str = "The storm came late.[1] The ice came early.[2]\n\nNotes\n\n1. Ada Moe, “The Storm,” Harbour Press, \
     1901; Ben Ek, “The Ice,” Quay Press, 1902.\n2. Ibid., 4.\n";

#[test]
fn what_is_only_possible_fails_a_run_only_where_that_is_asked_for() {
    let folder = folder(&[("a.txt", UNSURE)]);
    let check = |arguments: &[&str]| {
        let arguments = [&["check", "a.txt", "--select", "broken-ibid"], arguments].concat();
        run(&folder, &arguments)
    };
    let as_error = [
        "--severity",
        "broken-ibid=error",
        "--fail-confidence",
        "low",
    ];
    let plain = check(&as_error[..2]);
    assert_eq!(status(&plain), 0);
    let shown = stdout(&plain);
    assert!(
        shown.starts_with("possible error, worth a look: "),
        "{shown}"
    );
    assert!(
        shown.ends_with("2 markers, 2 notes; 1 possible error\n"),
        "{shown}"
    );
    let asked = check(&as_error);
    assert_eq!(status(&asked), 1);
    assert!(stdout(&asked).ends_with("2 markers, 2 notes; 1 error\n"));
    let failures = |arguments: &[&str]| {
        let told = stdout(&check(&[arguments, &["-o", "junit"]].concat()));
        told.matches("<failure").count()
    };
    assert_eq!((failures(&as_error[..2]), failures(&as_error)), (0, 1));
    // Hiding is another matter: what is hidden cannot fail a run either.
    let hidden = check(&[&as_error, &["--min-confidence", "medium"][..]].concat());
    assert_eq!(status(&hidden), 0);
    assert!(!stdout(&hidden).contains("possible"), "{}", stdout(&hidden));
}

#[test]
fn the_settings_say_how_certain_a_finding_must_be_to_fail_a_run() {
    let files = [
        ("a.txt", UNSURE),
        (
            "footfault.toml",
            "[rules]\nfail-confidence = \"low\"\nseverity.broken-ibid = \"error\"\n\n[[for]]\npaths = [\"*.md\"]\nrules.fail-confidence = \"high\"\n",
        ),
        ("b.md", UNSURE),
    ];
    let folder = folder(&files);
    let check = |arguments: &[&str]| status(&run(&folder, &[&["check"], arguments].concat()));
    assert_eq!(check(&["a.txt"]), 1);
    assert_eq!(check(&["b.md"]), 0);
    assert_eq!(check(&["a.txt", "--fail-confidence", "medium"]), 0);
    assert_eq!(check(&["b.md", "--fail-confidence", "low"]), 1);
    assert_eq!(check(&["a.txt", "--fail-confidence", "sure"]), 2);
}

#[test]
fn a_rule_that_does_not_exist_is_refused_with_a_suggestion() {
    let folder = folder(&[("a.txt", SOUND)]);
    for arguments in [
        &["check", "a.txt", "--select", "marker-without-nots"][..],
        &["check", "a.txt", "--ignore", "marker-without-nots"],
        &["check", "a.txt", "--severity", "marker-without-nots=off"],
        &["explain", "marker-without-nots"],
    ] {
        let output = run(&folder, arguments);
        assert!(
            stderr(&output).contains("did you mean marker-without-note?"),
            "{output:?}"
        );
        assert_eq!(stdout(&output), "");
        assert_eq!(status(&output), 2);
    }
    let output = run(&folder, &["check", "a.txt", "--select", "paring"]);
    assert!(
        stderr(&output).contains("did you mean pairing?"),
        "{output:?}"
    );
}

#[test]
fn bad_usage_gives_status_2() {
    let folder = folder(&[("a.txt", SOUND)]);
    for arguments in [
        &["frobnicate"][..],
        &["check", "a.txt", "--severity", "marker-without-note"],
        &["check", "a.txt", "--severity", "marker-without-note=loud"],
        &["check", "a.txt", "-o", "pdf"],
        &["check", "a.txt", "-o", "json="],
        &["check", "a.txt", "-o", "json", "-o", "human"],
        &["check", "a.txt", "-o", "json=x.json", "-o", "human=x.json"],
        &["check", "a.txt", "-o", "json=no/such/folder.json"],
        &["map"],
        &["map", "gone.txt"],
        &["map", "."],
    ] {
        let output = run(&folder, arguments);
        assert_eq!(status(&output), 2, "{arguments:?}: {output:?}");
        assert_eq!(stdout(&output), "", "{arguments:?}");
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is left behind"
    );
}

#[test]
fn reports_go_to_files_as_a_whole_or_not_at_all() {
    let folder = folder(&[("a.txt", FAULTY), ("out.json", "old")]);
    let arguments = [
        "check",
        "a.txt",
        "-o",
        "human",
        "-o",
        "json=out.json",
        "-o",
        "human=out.txt",
    ];
    let output = run(&folder, &arguments);
    assert_eq!(status(&output), 1);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("out.txt"), stdout(&output));
    let value: Value = serde_json::from_str(&read("out.json")).unwrap();
    assert_eq!(
        value["summary"]["errors"],
        json(&folder, &["a.txt"])["summary"]["errors"]
    );
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["a.txt", "out.json", "out.txt"],
        "no draft is left behind"
    );
}

#[cfg(unix)]
#[test]
fn a_report_into_a_link_or_a_device_does_not_replace_it() {
    let folder = folder(&[("a.txt", SOUND), ("real.json", "old")]);
    let link = folder.path().join("link.json");
    std::os::unix::fs::symlink("real.json", &link).unwrap();
    run(&folder, &["check", "a.txt", "-o", "json=link.json"]);
    assert!(link.is_symlink());
    assert!(
        fs::read_to_string(folder.path().join("real.json"))
            .unwrap()
            .starts_with('{')
    );
    let output = run(&folder, &["check", "a.txt", "-o", "json=/dev/stdout"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["summary"]["documents"], 1);
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let papers: Vec<String> = (0..300).map(|index| format!("{index}.txt")).collect();
    let papers: Vec<(&str, &str)> = papers.iter().map(|name| (name.as_str(), FAULTY)).collect();
    let folder = folder(&papers);
    for arguments in [
        &["check", "."][..],
        &["check", "-o", "json"],
        &["man"],
        &["rules"],
    ] {
        let mut child = Process::new(cargo_bin!("footfault"))
            .current_dir(&folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(stderr(&output), "", "{arguments:?}");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{arguments:?}: {output:?}"
        );
    }
}

#[test]
fn quiet_prints_findings_only() {
    let folder = folder(&[("a.txt", SOUND), ("b.txt", SOUND)]);
    let output = run(&folder, &["check", "--quiet"]);
    assert_eq!(stdout(&output), "");
    fs::write(folder.path().join("b.txt"), FAULTY).unwrap();
    let output = run(&folder, &["check", "--quiet"]);
    assert!(stdout(&output).contains("error: "));
    assert_eq!(closing(&output), Vec::<String>::new());
}

#[test]
fn map_shows_each_marker_with_its_sentence_and_its_note() {
    let folder = folder(&[("a.txt", FAULTY), ("none.txt", "Water is wet.\n")]);
    let output = run(&folder, &["map", "a.txt"]);
    assert_eq!(status(&output), 0, "map shows, it does not judge");
    let shown = stdout(&output);
    let row = |label: &str| {
        let mut lines = shown.lines().map(str::trim);
        lines
            .find(|line| line.starts_with(label))
            .unwrap_or_default()
            .to_owned()
    };
    assert!(
        row("1 ").contains("Water is wet.  1 Adams, Water."),
        "{shown}"
    );
    assert!(row("3 ").contains("Fire burns.  none"), "{shown}");
    let none = run(&folder, &["map", "none.txt"]);
    assert_eq!(stdout(&none), "none.txt: no notes\n");
}

#[test]
fn map_gives_the_same_as_data() {
    let folder = folder(&[("a.txt", SOUND)]);
    let output = run(&folder, &["map", "a.txt", "-o", "json"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let pair = &value["pairs"][1];
    assert_eq!(pair["label"], "2");
    assert_eq!(pair["column"], 29);
    assert!(pair["before"].as_str().unwrap().ends_with("Wind blows."));
    assert_eq!(pair["note"]["text"], "Brown, Wind.");
    assert_eq!(pair["answered_by"]["index"], 1);
    assert_eq!(pair["offset"], 0);
    assert!(value["uncalled"].as_array().unwrap().is_empty());
}

#[test]
fn rules_lists_what_explain_explains() {
    let folder = folder(&[]);
    let rules = stdout(&run(&folder, &["rules"]));
    let ids: Vec<&str> = rules
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert!(ids.contains(&"marker-without-note"), "{rules}");
    for id in ids {
        let text = stdout(&run(&folder, &["explain", id]));
        assert!(text.starts_with(id), "{text}");
        for heading in ["## Why", "## Example", "## Fix safety"] {
            assert!(text.contains(heading), "{text}");
        }
    }
    let set = stdout(&run(
        &folder,
        &["explain", "marker-without-note", "--color", "always"],
    ));
    assert!(set.contains("\u{1b}[1mWhy\u{1b}[0m"), "{set:?}");
}

/// The names of all commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = stdout(&run(&folder(&[]), &["--help"]));
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    // A line that begins further in goes on with what the one before says.
    let names = names.filter(|name| help.contains(&format!("\n  {name} ")));
    let names: Vec<String> = names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    assert!(names.len() >= 10, "{help}");
    names
}

/// The examples that stand under the help of a command.
fn examples(help: &str) -> Vec<&str> {
    let (_, behind) = help
        .split_once("\nExample")
        .unwrap_or_else(|| panic!("{help}"));
    let lines = behind.lines().skip(1);
    lines.map_while(|line| line.strip_prefix("  ")).collect()
}

#[test]
fn every_help_has_an_example_and_fits_a_page() {
    let folder = folder(&[]);
    for command in commands() {
        for option in ["--help", "-h"] {
            let help = stdout(&run(&folder, &[&command, option]));
            let examples = examples(&help);
            let part = format!("footfault {command}");
            assert!(examples.iter().any(|it| it.contains(&part)), "{help}");
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{command}: {line}");
                assert!(!line.contains('`'), "{command}: {line}");
            }
        }
    }
}

/// A folder in which programs of these names are, that only read what they are given, for a machine that has none.
#[cfg(unix)]
fn stand_ins(folder: &Path, names: &[&str]) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir(folder).unwrap();
    for name in names {
        let program = folder.join(name);
        fs::write(&program, "#!/bin/sh\ncat paper.txt\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn every_example_runs_as_it_stands() {
    let folder = folder(&[
        ("paper.txt", FAULTY),
        ("drafts/a.md", FAULTY),
        ("chapter.txt", CHAPTER),
        ("notes.txt", ITS_NOTES),
    ]);
    let agree = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree");
    fs::copy(agree.join("typed.docx"), folder.path().join("paper.docx")).unwrap();
    stand_ins(
        &folder.path().join("bin"),
        &["pandoc", "man", "patch", "less"],
    );
    let program = cargo_bin!("footfault").parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let path = format!(
        "{}:{path}:{}",
        program.display(),
        folder.path().join("bin").display()
    );
    let mut ran = 0;
    for command in std::iter::once(String::new()).chain(commands()) {
        let words: Vec<&str> = [command.as_str(), "--help"]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        for example in examples(&stdout(&run(&folder, &words))) {
            let output = Process::new("sh")
                .args(["-c", example])
                .env("PATH", &path)
                .env("HOME", folder.path())
                .current_dir(&folder)
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let told = stderr(&output);
            assert!(matches!(status(&output), 0 | 1), "`{example}`: {told}");
            // A complaint of ours or of clap's; what was done is told there, too.
            let is_complaint = |line: &str| {
                line.starts_with("error:")
                    || line.starts_with("footfault: ") && !line.contains("comment in")
            };
            assert!(!told.lines().any(is_complaint), "`{example}`: {told}");
            ran += 1;
        }
    }
    assert!(ran > 20);
    for written in [
        "footfault.toml",
        "links.zip",
        "report.json",
        "report.schema.json",
        "reviewed.docx",
        ".local/share/man/man1/footfault-check.1",
    ] {
        assert!(folder.path().join(written).is_file(), "{written}");
    }
}

#[test]
fn completions_know_the_options() {
    let folder = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&run(&folder, &["completions", shell]));
        assert!(script.contains("min-confidence"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = folder(&[]);
    let page = stdout(&run(&folder, &["man"]));
    assert!(page.contains(".TH footfault 1"), "{page}");
    assert_eq!(status(&run(&folder, &["man", "--dir", "share/man1"])), 0);
    let written = |name: &str| {
        let path = folder.path().join("share/man1").join(name);
        fs::read_to_string(path).unwrap_or_else(|_| panic!("{name}"))
    };
    assert_eq!(written("footfault.1"), page);
    let commands = commands();
    let pages = fs::read_dir(folder.path().join("share/man1")).unwrap();
    assert_eq!(
        pages.count(),
        commands.len() + 1,
        "and nothing half written"
    );
    for command in commands {
        let name = format!("footfault-{command}");
        let own = stdout(&run(&folder, &["man", &command]));
        assert_eq!(written(&format!("{name}.1")), own);
        assert!(own.contains(&format!(".TH {name} 1")), "{own}");
        for heading in ["NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES"] {
            assert!(
                own.contains(&format!("\n.SH {heading}\n")),
                "{name}: {heading}"
            );
        }
        // The page of the whole names those of its commands as `man` finds them.
        assert!(
            page.contains(&format!("{}(1)", name.replace('-', "\\-"))),
            "{page}"
        );
    }
    let output = run(&folder, &["man", "chek"]);
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("there is no command chek"),
        "{output:?}"
    );
    assert_eq!(
        status(&run(&folder, &["man", "--dir", "share/man1/footfault.1"])),
        2
    );
}

#[test]
fn a_paper_in_another_folder_is_named_as_it_was_given() {
    let folder = folder(&[("x/a.txt", SOUND)]);
    let path = folder.path().join("x").join("a.txt");
    let given = Path::new(&path).to_str().unwrap();
    let output = run(&folder, &["check", given]);
    assert!(
        stdout(&output).starts_with(&format!("{given}: ")),
        "{output:?}"
    );
}

/// What `check` shows on a terminal, in an environment.
fn on_a_terminal(folder: &TempDir, environment: &[(&str, &str)], arguments: &str) -> String {
    let command = format!("{} {arguments}", cargo_bin!("footfault").display());
    let mut terminal = Process::new("script");
    terminal.args(["-qec", &command, "/dev/null"]);
    terminal.current_dir(folder);
    // The terminal in which the tests run says of itself what it can do, too.
    terminal.env_clear().env("TERM", "xterm-256color");
    terminal.env("PATH", std::env::var_os("PATH").unwrap());
    terminal.envs(environment.iter().copied());
    stdout(&terminal.stdin(Stdio::null()).output().unwrap())
}

#[test]
fn links_are_for_terminals_that_follow_them() {
    if !tool::runs(
        "script",
        &["-qec", "true", "/dev/null"],
        "links on a terminal",
    ) {
        return;
    }
    let text = FAULTY.replace(
        "Adams, Water.",
        "Adams, “Water,” https://a.example/water. “Fire.",
    );
    let folder = folder(&[("a paper.txt", &text)]);
    let check = "check 'a paper.txt'";
    let follows = [("VTE_VERSION", "7006")];
    let shown = on_a_terminal(&folder, &follows, check);
    let path = folder.path().join("a paper.txt");
    let file = url::Url::from_file_path(path.canonicalize().unwrap()).unwrap();
    for link in [
        format!("{file}#1"),
        format!("{file}#5"),
        file.to_string(),
        "https://a.example/water".to_owned(),
    ] {
        assert!(
            shown.contains(&format!("\u{1b}]8;;{link}\u{1b}\\")),
            "{link}: {shown:?}"
        );
    }
    let begins = "\u{1b}]8;";
    for (environment, arguments) in [
        (&[][..], check),
        (&[("VTE_VERSION", "7006"), ("NO_COLOR", "1")], check),
        (&follows, "check 'a paper.txt' --color never"),
        (&follows, "check 'a paper.txt' -o json"),
    ] {
        let shown = on_a_terminal(&folder, environment, arguments);
        assert!(!shown.contains(begins), "{arguments}: {shown:?}");
    }
    // Not into a pipe, whatever is asked for.
    let mut piped = command(&folder, &["check", "a paper.txt", "--color", "always"]);
    let piped = piped.env("FORCE_HYPERLINK", "1").output().unwrap();
    assert!(!stdout(&piped).contains(begins));
}

/// A chapter and the notes to it, of which the third is missing, and the second lacks a quotation mark.
const CHAPTER: &str =
    "Rivers rise.[1] Dams hold.[2] Locks leak.[3] Quays crumble.[4]\nFerries sail.[5]";
const ITS_NOTES: &str = "Notes\n\n1. Weir, Floods, 1970.\n2. Lind, “Dams, Harbour Weekly, 3 May 1999.\n4. Voss, Quays, 2001.\n5. Abend, Ferries, 2002.\n";

#[test]
fn notes_in_a_file_of_their_own_are_read_as_those_of_the_paper() {
    let folder = folder(&[("chapter.txt", CHAPTER), ("notes.txt", ITS_NOTES)]);
    let arguments = ["chapter.txt", "--notes", "notes.txt"];
    let value = json(&folder, &arguments);
    let document = &value["documents"][0];
    assert_eq!(document["path"], "chapter.txt");
    let labels = |what: &str| {
        let all = document[what].as_array().unwrap().iter();
        all.map(|one| one["label"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("markers"), ["1", "2", "3", "4", "5"]);
    assert_eq!(labels("notes"), ["1", "2", "4", "5"]);
    let findings = document["findings"].as_array().unwrap();
    let places: Vec<_> = findings
        .iter()
        .map(|one| {
            (
                one["rule"].as_str().unwrap(),
                one["line"].as_u64().unwrap(),
                one["place"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            ("marker-without-note", 1, None),
            ("unbalanced-quotes", 4, Some("notes.txt, line 4"))
        ]
    );
    let github = run(
        &folder,
        &[&["check", "-o", "github"], &arguments[..]].concat(),
    );
    let lines: Vec<String> = stdout(&github).lines().map(ToOwned::to_owned).collect();
    assert!(
        lines[0].starts_with("::error file=chapter.txt,line=1,"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("::warning file=notes.txt,line=4,"),
        "{lines:?}"
    );
}

#[test]
fn definitions_of_markdown_may_stand_in_a_file_of_their_own() {
    let text = "Rivers rise.[^a] Dams hold.[^b]\n";
    let notes =
        "[^a]: Weir, *Floods*, 1970.\n[^b]: Lind, *Dams*, 1999.\n[^c]: Voss, *Quays*, 2001.\n";
    let folder = folder(&[("chapter.md", text), ("n/notes.md", notes)]);
    let output = run(&folder, &["check", "chapter.md", "--notes", "n/notes.md"]);
    let shown = stdout(&output);
    assert!(shown.contains("note-without-marker"), "{shown}");
    assert!(shown.contains("n/notes.md:3:1"), "{shown}");
    assert!(
        shown.ends_with("chapter.md: 2 markers, 3 notes; 1 warning\n"),
        "{shown}"
    );
    let output = run(
        &folder,
        &["links", "--offline", "chapter.md", "--notes", "n/notes.md"],
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
}

#[test]
fn notes_in_a_file_of_their_own_are_those_of_one_text() {
    let files = [
        ("a.txt", SOUND),
        ("b.txt", SOUND),
        ("notes.txt", ITS_NOTES),
        ("a.html", "<p>Text.</p>"),
    ];
    let folder = folder(&files);
    for (papers, why) in [
        (
            &["a.txt", "b.txt", "--notes", "notes.txt"][..],
            "the file of the notes of one paper",
        ),
        (
            &["a.html", "--notes", "notes.txt"],
            "is neither text nor Markdown",
        ),
        (&["a.txt", "--notes", "gone.txt"], "gone.txt: no such file"),
    ] {
        let output = run(&folder, &[&["check"], papers].concat());
        assert_eq!(status(&output), 2);
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
}
