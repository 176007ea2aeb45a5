//! `check --annotate` as an editor meets it.

use std::fs;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

use super::{Parts, call, note, p, r};

/// Three markers, and an empty note.
fn faulty() -> Vec<u8> {
    let body = p(&[r("Water is wet."), call(2), r(" Wind blows."), call(3)].concat());
    Parts::new(&body, &[note(2, "Adams, Water."), note(3, "")].concat())
        .source()
        .bytes
}

fn sound() -> Vec<u8> {
    Parts::new(&p(&r("The mill burned.")), "").source().bytes
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("paper.docx", faulty()),
        ("paper.docm", faulty()),
        ("sound.docx", sound()),
        ("paper.txt", b"Water is wet.[1]".to_vec()),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(cargo_bin!("footfault"));
    command.current_dir(folder).arg("check").args(arguments);
    command.output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    (output.status.code(), said)
}

#[test]
fn the_copy_is_written_beside_the_report_and_the_paper_is_left_alone() {
    let folder = folder();
    let arguments = [
        "paper.docx",
        "--annotate",
        "reviewed.docx",
        "--fail-on",
        "warning",
    ];
    let output = run(&folder, &arguments);
    let (status, said) = said(&output);
    assert_eq!(said, "footfault: 1 comment in reviewed.docx\n");
    assert_eq!(status, Some(1), "as without the copy");
    assert!(String::from_utf8_lossy(&output.stdout).contains("empty-note"));
    assert_eq!(
        fs::read(folder.path().join("paper.docx")).unwrap(),
        faulty()
    );
    let copy = fs::read(folder.path().join("reviewed.docx")).unwrap();
    assert_ne!(copy, faulty());
    let quiet = run(
        &folder,
        &["paper.docx", "--annotate", "again.docx", "--quiet"],
    );
    assert_eq!(quiet.stderr, b"");
    assert_eq!(fs::read(folder.path().join("again.docx")).unwrap(), copy);
}

#[test]
fn a_paper_without_findings_is_copied_and_that_is_said() {
    let folder = folder();
    let output = run(&folder, &["sound.docx", "--annotate", "reviewed.docx"]);
    let expected = "footfault: nothing to comment on: reviewed.docx is the paper as it is\n";
    assert_eq!(said(&output), (Some(0), expected.to_owned()));
    assert_eq!(
        fs::read(folder.path().join("reviewed.docx")).unwrap(),
        sound()
    );
}

#[test]
fn what_is_left_out_of_the_report_is_left_out_of_the_copy() {
    let folder = folder();
    let arguments = [
        "paper.docx",
        "--ignore",
        "empty-note",
        "--annotate",
        "reviewed.docx",
    ];
    let (_, said) = said(&run(&folder, &arguments));
    assert!(said.contains("nothing to comment on"), "{said}");
}

#[test]
fn what_cannot_be_copied_is_said_before_anything_is_done() {
    let folder = folder();
    for (arguments, expected) in [
        (
            &["paper.docx", "--annotate", "./paper.docx"][..],
            "./paper.docx: is the paper itself; give the copy another name",
        ),
        (
            &["paper.docx", "sound.docx", "--annotate", "copy.docx"],
            "--annotate copies one paper, and these are 2; name the paper itself",
        ),
        (
            &["paper.docm", "--annotate", "copy.docx"],
            "copy.docx: the name of the copy must end with .docm, as that of the paper",
        ),
        (
            &[
                "paper.docx",
                "-o",
                "html=copy.docx",
                "--annotate",
                "copy.docx",
            ],
            "copy.docx: a report and the copy in one file",
        ),
        (
            &["paper.txt", "--annotate", "copy.txt"],
            "paper.txt: is not a Word file, so it cannot take comments (--annotate)",
        ),
        (
            &["gone.docx", "--annotate", "copy.docx"],
            "gone.docx: no such file",
        ),
        (
            &["paper.docx", "--annotate", "gone/copy.docx"],
            "gone/copy.docx: its folder does not exist",
        ),
    ] {
        let (status, said) = said(&run(&folder, arguments));
        assert_eq!(
            (status, said),
            (Some(2), format!("footfault: {expected}\n"))
        );
        assert!(!folder.path().join("copy.docx").exists());
    }
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["paper.docm", "paper.docx", "paper.txt", "sound.docx"]
    );
}

#[test]
fn a_file_with_macros_keeps_its_ending() {
    let folder = folder();
    let output = run(&folder, &["paper.docm", "--annotate", "reviewed.DOCM"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.path().join("reviewed.DOCM").exists());
}

#[test]
fn rich_text_is_neither_annotated_nor_fixed_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let paper = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/agree/typed.rtf");
    fs::copy(paper, folder.path().join("typed.rtf")).unwrap();
    let refused =
        "footfault: typed.rtf: is not a Word file, so it cannot take comments (--annotate)\n";
    let output = run(&folder, &["typed.rtf", "--annotate", "copy.docx"]);
    assert_eq!(said(&output), (Some(2), refused.to_owned()));
    assert!(!folder.path().join("copy.docx").exists());
    let mut fix = Command::new(cargo_bin!("footfault"));
    let fix = fix
        .current_dir(&folder)
        .args(["fix", "--unsafe", "typed.rtf"]);
    let (status, said) = said(&fix.output().unwrap());
    assert!(
        said.starts_with("typed.rtf: cannot be fixed here"),
        "{said}"
    );
    assert_eq!(status, Some(0));
}
