//! What a run leaves behind when it is killed, when the disk is full and when papers change under its hands; and that
//! none of it depends on how many work at a time.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// Three markers, two notes.
const FAULTY: &str = "Water is wet.[1] Wind blows.[2] Fire burns.[3] Nobody knows.\n\nNotes\n\n1. Adams, Water.\n2. Brown, Wind.\n";

const SOUND: &str =
    "Water is wet.[1] Wind blows.[2]\n\nNotes\n\n1. Adams, Water.\n2. Brown, Wind.\n";

/// A safe fix takes the tracking parameter out.
const FIXABLE: &str = "Water is wet.[1]\n\nNotes\n\n1. Adams, “Water,” Herald, 2020, https://example.org/water?utm_source=mail.\n";

const FORMS: [&str; 7] = [
    "json", "html", "sarif", "junit", "markdown", "github", "human",
];

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn command(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_footfault"));
    command.current_dir(folder).args(arguments);
    command.stdin(Stdio::null());
    command
}

/// The same under limits that a shell sets.
fn limited(folder: &TempDir, limits: &str, arguments: &[&str]) -> Output {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{limits}; exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_footfault"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    shell.output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The names in a folder, hidden ones, too.
fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Many papers, each with something to say and to mend.
fn library(papers: usize) -> TempDir {
    let folder = folder(&[]);
    for paper in 0..papers {
        let text = format!(
            "{}{}",
            FAULTY.replace("Notes\n", "Notes\n\n"),
            FIXABLE.repeat(40)
        );
        fs::write(folder.path().join(format!("p{paper:03}.txt")), text).unwrap();
    }
    folder
}

#[test]
fn every_report_is_the_same_for_any_number_of_jobs() {
    let papers = tempfile::tempdir().unwrap();
    let agree = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree");
    for entry in fs::read_dir(agree).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, papers.path().join(path.file_name().unwrap())).unwrap();
    }
    fs::write(papers.path().join("broken.docx"), b"PK\x03\x04").unwrap();
    let reports = |jobs: &str| {
        let out = tempfile::tempdir().unwrap();
        let outputs =
            FORMS.map(|form| format!("--output={form}={}", out.path().join(form).display()));
        let mut arguments = vec!["check", ".", "--jobs", jobs];
        arguments.extend(outputs.iter().map(String::as_str));
        let output = command(&papers, &arguments).output().unwrap();
        assert_eq!(status(&output), 2, "{}", stderr(&output));
        FORMS.map(|form| fs::read(out.path().join(form)).unwrap())
    };
    let alone = reports("1");
    assert!(alone.iter().all(|report| !report.is_empty()));
    for jobs in ["2", "7"] {
        assert!(reports(jobs) == alone, "{jobs} jobs");
    }
}

/// Kills a run after so many milliseconds, unless it has ended.
fn kill_after(mut child: Child, delay: u64) {
    thread::sleep(Duration::from_millis(delay));
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn a_run_that_is_killed_leaves_the_old_report_or_the_new_one() {
    let papers = library(60);
    let report = papers.path().join("report.json");
    let arguments = [
        "check",
        ".",
        "-q",
        "--output=json=report.json",
        "--output=html=report.htm",
    ];
    command(&papers, &arguments).output().unwrap();
    let whole = fs::read(&report).unwrap();
    fs::remove_file(papers.path().join("report.htm")).unwrap();
    for delay in [20, 150, 300, 450, 600, 750, 900, 1_200] {
        fs::write(&report, "the old report").unwrap();
        let run = command(&papers, &arguments).stderr(Stdio::null()).spawn();
        kill_after(run.unwrap(), delay);
        let found = fs::read(&report).unwrap();
        assert!(
            found == b"the old report" || found == whole,
            "after {delay} ms"
        );
        let _ = fs::remove_file(papers.path().join("report.htm"));
    }
}

#[test]
fn a_fix_that_is_killed_leaves_every_paper_whole() {
    let mended = library(1);
    command(&mended, &["fix", "--write", "-q", "."])
        .output()
        .unwrap();
    let new = fs::read(mended.path().join("p000.txt")).unwrap();
    for delay in [200, 500, 800, 1_200, 2_000] {
        let papers = library(30);
        let old = fs::read(papers.path().join("p000.txt")).unwrap();
        assert_ne!(old, new);
        let run = command(&papers, &["fix", "--write", "-q", "."])
            .stderr(Stdio::null())
            .spawn();
        kill_after(run.unwrap(), delay);
        for name in names(&papers).iter().filter(|name| !name.starts_with('.')) {
            let found = fs::read(papers.path().join(name)).unwrap();
            assert!(found == old || found == new, "{name} after {delay} ms");
        }
    }
}

/// What may be written before the system refuses, in blocks of 512 bytes; the signal that comes with it is ignored.
const FULL: &str = "trap '' XFSZ; ulimit -f 1";

#[test]
fn on_a_full_disk_the_old_files_stand_and_nothing_else_is_left() {
    let text = format!("{}{}", FAULTY, FIXABLE.repeat(40));
    let runs: [(&[&str], &str); 5] = [
        (&["check", "a.txt", "--output=json=old"], "old"),
        (
            &["check", "a.txt", "--output=human", "--output=html=old"],
            "old",
        ),
        (
            &["check", "a.txt", "--baseline=old", "--update-baseline"],
            "old",
        ),
        (&["fix", "--write", "a.txt"], "a.txt"),
        (&["fix", "--write", "--unsafe", "a.txt"], "a.txt"),
    ];
    for (arguments, file) in runs {
        let folder = folder(&[("a.txt", &text), ("old", "the old file")]);
        let before = fs::read(folder.path().join(file)).unwrap();
        let output = limited(&folder, FULL, arguments);
        assert_eq!(status(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(file), "{}", stderr(&output));
        assert_eq!(
            fs::read(folder.path().join(file)).unwrap(),
            before,
            "{arguments:?}"
        );
        assert_eq!(names(&folder), ["a.txt", "old"], "{arguments:?}");
    }
}

#[test]
fn a_copy_for_which_there_is_no_room_is_not_begun() {
    let folder = folder(&[("old.docx", "the old copy")]);
    let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree/typed.docx");
    fs::copy(paper, folder.path().join("a.docx")).unwrap();
    let output = limited(
        &folder,
        FULL,
        &["check", "a.docx", "--annotate", "old.docx"],
    );
    assert_eq!(status(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("old.docx"), "{}", stderr(&output));
    assert_eq!(
        fs::read(folder.path().join("old.docx")).unwrap(),
        b"the old copy"
    );
    assert_eq!(names(&folder), ["a.docx", "old.docx"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_device_that_is_full_is_named() {
    let folder = folder(&[("a.txt", FAULTY)]);
    let output = command(&folder, &["check", "a.txt", "--output=json=/dev/full"])
        .output()
        .unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("/dev/full: "),
        "{}",
        stderr(&output)
    );
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = command(&folder, &["check", "a.txt"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("standard output: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_folder_in_which_nothing_can_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a.txt", FIXABLE), ("b.txt", FAULTY)]);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.path().join("probe"), "").is_ok() {
        // The test harness swallows what the print macros write.
        let notice =
            "SKIPPED: folders that are read-only: whoever runs this test may write everywhere\n";
        let _ = std::io::stderr().write_all(notice.as_bytes());
        return;
    }
    let output = command(&folder, &["check", ".", "--output=json=report.json"])
        .output()
        .unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("report.json: no permission"),
        "{}",
        stderr(&output)
    );
    let output = command(&folder, &["fix", "--write", "."]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("a.txt: no permission"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("a.txt")).unwrap(),
        FIXABLE
    );
}

/// A pipe in the folder: whoever reads it waits until this test has done what it will meanwhile.
fn pipe(folder: &TempDir, name: &str) {
    let made = Command::new("mkfifo")
        .arg(folder.path().join(name))
        .status();
    assert!(made.unwrap().success());
}

/// Starts a run that comes to wait at the pipe, does something meanwhile, and lets the run go on.
fn meanwhile(folder: &TempDir, arguments: &[&str], does: impl FnOnce()) -> Output {
    let mut command = command(folder, arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let run = command.spawn().unwrap();
    // It is opened for writing only once the run has opened it for reading.
    let mut pipe = fs::OpenOptions::new()
        .write(true)
        .open(folder.path().join("pipe.txt"))
        .unwrap();
    does();
    pipe.write_all(SOUND.as_bytes()).unwrap();
    drop(pipe);
    run.wait_with_output().unwrap()
}

#[test]
fn a_paper_that_vanishes_before_it_is_read_is_named_and_the_others_are_checked() {
    let folder = folder(&[("gone.txt", SOUND), ("last.txt", FAULTY)]);
    pipe(&folder, "pipe.txt");
    let arguments = [
        "check",
        "pipe.txt",
        "gone.txt",
        "last.txt",
        "--jobs=1",
        "--output=json",
    ];
    let output = meanwhile(&folder, &arguments, || {
        fs::remove_file(folder.path().join("gone.txt")).unwrap();
    });
    assert_eq!(status(&output), 2);
    assert_eq!(stderr(&output), "footfault: gone.txt: no such file\n");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let documents = report["documents"].as_array().unwrap();
    let paths: Vec<&str> = documents
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["pipe.txt", "last.txt"]);
}

#[test]
fn a_paper_that_changes_while_it_is_fixed_keeps_the_change() {
    let folder = folder(&[("a.txt", FIXABLE), ("z.txt", FIXABLE)]);
    pipe(&folder, "pipe.txt");
    let changed = FIXABLE.replace("wet", "dry");
    let arguments = ["fix", "--write", "a.txt", "pipe.txt", "z.txt", "--jobs=1"];
    let output = meanwhile(&folder, &arguments, || {
        fs::write(folder.path().join("a.txt"), &changed).unwrap();
    });
    assert_eq!(status(&output), 2);
    let said = stderr(&output);
    assert!(
        said.contains("a.txt: was changed by somebody else"),
        "{said}"
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("a.txt")).unwrap(),
        changed
    );
    let other = fs::read_to_string(folder.path().join("z.txt")).unwrap();
    assert!(!other.contains("utm_source"), "{other}");
}

#[test]
fn a_paper_that_grows_without_end_is_refused() {
    let folder = folder(&[("last.txt", FAULTY)]);
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless.txt")).unwrap();
    let output = command(&folder, &["check", "endless.txt", "last.txt"])
        .output()
        .unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        stderr(&output).contains("endless.txt: larger than"),
        "{}",
        stderr(&output)
    );
    assert!(String::from_utf8_lossy(&output.stdout).contains("last.txt"));
}
