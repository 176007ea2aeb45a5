//! What the README shows is what happens.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const README: &str = include_str!("../README.md");
const CHECKS: &str = include_str!("../.ci/run");

/// The fenced blocks of a language, line by line.
fn blocks(language: &str) -> Vec<Vec<&'static str>> {
    let mut blocks = Vec::new();
    let mut lines = README.lines();
    while let Some(line) = lines.next() {
        if let Some(opened) = line.strip_prefix("```") {
            let block = lines.by_ref().take_while(|line| *line != "```").collect();
            if opened == language {
                blocks.push(block);
            }
        }
    }
    blocks
}

/// Each command of a console block with the output that is shown under it.
fn sessions() -> Vec<(&'static str, String)> {
    let mut sessions: Vec<(&str, String)> = Vec::new();
    for line in blocks("console").into_iter().flatten() {
        if let Some(command) = line.strip_prefix("$ ") {
            sessions.push((command, String::new()));
        } else {
            let (_, output) = sessions.last_mut().unwrap();
            output.push_str(line);
            output.push('\n');
        }
    }
    sessions
}

/// Every command line of the README.
fn commands() -> Vec<&'static str> {
    let shell = blocks("sh").into_iter().flatten();
    shell
        .filter(|line| !line.is_empty())
        .chain(sessions().into_iter().map(|(command, _)| command))
        .collect()
}

fn is_test_command(command: &str) -> bool {
    command.starts_with("cargo test")
}

/// A folder with the papers that the README speaks of: what its commands write stays there.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for part in ["testdata/demo", "testdata/agree"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(part);
        let to = folder.path().join(part);
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap().path();
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// Runs a command line as a reader of the README would, but with the binary at hand instead of a second build.
fn run(root: &Path, command: &str) -> Output {
    let (words, input) = match command.split_once(" < ") {
        Some((words, input)) => (words, Some(input)),
        None => (command, None),
    };
    let arguments = words
        .strip_prefix("cargo run --release -- ")
        .or_else(|| words.strip_prefix("footfault "))
        .unwrap_or_else(|| panic!("`{command}` is no command that this test knows how to run"));
    let input = input.map_or_else(Stdio::null, |path| {
        Stdio::from(std::fs::File::open(root.join(path)).unwrap())
    });
    Command::new(env!("CARGO_BIN_EXE_footfault"))
        .args(arguments.split_whitespace())
        .current_dir(root)
        .stdin(input)
        .output()
        .unwrap()
}

#[test]
fn every_command_runs() {
    let commands = commands();
    assert!(commands.len() >= 3);
    let folder = folder();
    for command in commands {
        if is_test_command(command) {
            continue;
        }
        let output = run(folder.path(), command);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "`{command}` ended with {}: {complaint}",
            output.status
        );
    }
}

#[test]
fn every_file_that_a_command_writes_is_there_afterwards() {
    let folder = folder();
    let mut files = 0;
    for command in commands() {
        let mut words = command.split(' ');
        while let Some(word) = words.next() {
            if !matches!(word, "-o" | "--output") {
                continue;
            }
            if let Some((_, file)) = words.next().and_then(|output| output.split_once('=')) {
                run(folder.path(), command);
                let written = fs::read_to_string(folder.path().join(file)).unwrap();
                assert!(written.len() > 200, "`{command}` wrote {file}");
                files += 1;
            }
        }
    }
    assert!(files >= 5);
}

#[test]
fn the_editors_page_shows_where_the_paper_drifts() {
    let folder = folder();
    let command = "footfault check testdata/agree/typed.docx -o html=report.html";
    assert!(commands().contains(&command));
    run(folder.path(), command);
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("offset-numbering"));
    assert!(page.contains("class=\"marker below1\""));
}

#[test]
fn the_reviewers_report_says_the_same_each_time_and_leaves_no_address_open() {
    let folder = folder();
    let command = "footfault links testdata/demo --replay testdata/demo/evidence.zip";
    assert!(commands().contains(&command));
    let reports = [(); 2].map(|()| String::from_utf8(run(folder.path(), command).stdout).unwrap());
    assert_eq!(reports[0], reports[1]);
    for rule in ["dead-link", "moved-link", "title-contradicts-page"] {
        assert!(reports[0].contains(rule), "{}", reports[0]);
    }
    assert!(!reports[0].contains("not in the evidence"));
}

#[test]
fn every_output_is_what_the_command_prints() {
    let sessions = sessions();
    assert!(!sessions.is_empty());
    let folder = folder();
    for (command, shown) in sessions {
        let printed = String::from_utf8(run(folder.path(), command).stdout).unwrap();
        // Editors strip white space from line ends; it says nothing to a reader.
        let bare = |text: &str| -> String {
            let lines = text.trim_end().lines();
            lines.flat_map(|line| [line.trim_end(), "\n"]).collect()
        };
        assert_eq!(bare(&shown), bare(&printed), "`{command}`");
    }
}

#[test]
fn the_commands_to_run_it_are_those_that_ci_runs_in_a_clean_copy() {
    let (_, section) = README.split_once("\n## Run it\n").unwrap();
    let (_, block) = section.split_once("\n```sh\n").unwrap();
    let shown: Vec<&str> = block.lines().take_while(|line| *line != "```").collect();
    let [demo, tests] = shown[..] else {
        panic!("{shown:?}");
    };
    assert!(!is_test_command(demo) && is_test_command(tests));
    let (_, in_the_copy) = CHECKS.split_once("\ncd \"$copy\"\n").unwrap();
    let run: Vec<&str> = in_the_copy
        .lines()
        .filter(|line| shown.iter().any(|command| line.contains(command)))
        .collect();
    // The demo paper is faulty, so that the first command finds something.
    assert_eq!(run, [format!("finds {demo}"), format!("step {tests}")]);
}
