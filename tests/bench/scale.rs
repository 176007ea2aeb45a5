//! What the binary takes for ever more of the same: processor time for each unit, which should stay what it is, and memory
//! at its peak, which should not grow with the number of papers.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use wait4::Wait4;

use paper::{Style, paper};

#[expect(
    dead_code,
    reason = "the papers are of one style; the other benches take all"
)]
mod paper;

/// How many papers a folder holds, so that no folder holds too many.
const TOGETHER: usize = 100;

/// How many notes a chapter has.
const CHAPTER: usize = 20;

/// How many works are cited again and again.
const WORKS: usize = 1_000;

/// Something of which there can be more.
struct Shape {
    name: &'static str,
    unit: &'static str,
    sizes: &'static [usize],
    /// Writes so many units into a folder and gives their bytes.
    write: fn(&Path, usize) -> u64,
    /// What the binary is told beside `check`.
    tasks: &'static [&'static [&'static str]],
}

const SHAPES: [Shape; 4] = [
    Shape {
        name: "papers",
        unit: "paper",
        sizes: &[200, 2_000, 20_000],
        write: papers,
        tasks: &[
            &["--output=json", "--jobs=1"],
            &["--output=json"],
            &["--output=human", "--jobs=1"],
            &["--output=human"],
        ],
    },
    Shape {
        name: "a book",
        unit: "note",
        sizes: &[2_000, 6_000, 20_000],
        write: book,
        tasks: &[&["--output=json"], &["--output=human"]],
    },
    Shape {
        name: "a bibliography",
        unit: "marker",
        sizes: &[10_000, 100_000, 1_000_000],
        write: bibliography,
        tasks: &[&["--output=json"]],
    },
    Shape {
        name: "chapters",
        unit: "marker",
        sizes: &[10_000, 100_000, 1_000_000],
        write: chapters,
        tasks: &[&["--output=json"]],
    },
];

fn main() {
    // A name as an argument measures that shape alone; cargo adds flags of its own.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with('-'))
        .collect();
    println!(
        "{:15}{:26}{:>9}{:>6}{:>9}{:>14}{:>6}{:>8}",
        "", "", "units", "MB", "s", "µs per unit", "×", "peak MB"
    );
    for shape in SHAPES {
        if !wanted.is_empty()
            && !wanted
                .iter()
                .any(|wanted| shape.name.contains(wanted.as_str()))
        {
            continue;
        }
        for task in shape.tasks {
            measure(&shape, task);
        }
    }
}

fn measure(shape: &Shape, task: &[&str]) {
    let mut first = None;
    for &units in shape.sizes {
        let folder = tempfile::tempdir().unwrap();
        let bytes = (shape.write)(folder.path(), units);
        let (time, peak) = check(folder.path(), task);
        let each = time.as_secs_f64() * 1e6 / units as f64;
        let base = *first.get_or_insert(each);
        println!(
            "{:15}{:26}{units:>9}{:>6}{:>9.2}{each:>7.1} {:6}{:>6.2}{:>8}",
            shape.name,
            task.join(" "),
            bytes / 1_000_000,
            time.as_secs_f64(),
            shape.unit,
            each / base,
            peak / 1024 / 1024,
        );
    }
}

/// The processor time of a run, and its memory at the peak, in bytes.
fn check(folder: &Path, task: &[&str]) -> (Duration, u64) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_footfault"))
        .args(["check", "--isolated", "--fail-on=never", "--quiet"])
        .args(task)
        .arg(".")
        .current_dir(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let ended = child.wait4().unwrap();
    assert!(ended.status.success(), "{task:?} in {}", folder.display());
    (ended.rusage.utime + ended.rusage.stime, ended.rusage.maxrss)
}

/// Markdown papers of 12 to 36 notes; one in ten lacks one.
fn papers(folder: &Path, count: usize) -> u64 {
    let mut bytes = 0;
    for number in 0..count {
        let folder = folder.join(format!("{:03}", number / TOGETHER));
        fs::create_dir_all(&folder).unwrap();
        let notes = 12 + number % 25;
        let dropped = (number % 10 == 0).then_some(notes / 2);
        let text = paper(Style::Markdown, notes, dropped, number as u64 + 1);
        bytes += text.len() as u64;
        fs::write(folder.join(format!("{number:05}.md")), text).unwrap();
    }
    bytes
}

/// One paper whose notes are numbered through.
fn book(folder: &Path, notes: usize) -> u64 {
    let text = paper(Style::Bracket, notes, Some(notes / 2), 1);
    written(folder, &text)
}

/// A text that cites a thousand works, each again and again.
fn bibliography(folder: &Path, markers: usize) -> u64 {
    let mut text = String::new();
    for marker in 0..markers {
        let (work, year) = (marker * 7 % WORKS + 1, 1950 + marker % 70);
        let _ = write!(
            text,
            "Harbour {} was dredged in {year}.[{work}] ",
            marker % 977
        );
        if marker % 5 == 4 {
            text.push_str("\n\n");
        }
    }
    text.push_str("\n\nReferences\n\n");
    for work in 1..=WORKS {
        let _ = writeln!(
            text,
            "[{work}] Adams, Dredging of Harbour {}, {}.",
            work * 3,
            1950 + work % 70
        );
    }
    written(folder, &text)
}

/// Chapters of twenty notes, each behind its own.
fn chapters(folder: &Path, markers: usize) -> u64 {
    let mut text = String::new();
    for chapter in 1..=markers / CHAPTER {
        let _ = write!(text, "Chapter {chapter}\n\n");
        for note in 1..=CHAPTER {
            let harbour = chapter * 31 % 977 + note;
            let _ = write!(text, "Port {harbour} was dredged.[{note}] ");
        }
        text.push_str("\n\nNotes\n\n");
        for note in 1..=CHAPTER {
            let harbour = chapter * 31 % 977 + note;
            let _ = writeln!(
                text,
                "[{note}] Adams, Port {harbour}, {}.",
                1950 + harbour % 70
            );
        }
        text.push('\n');
    }
    written(folder, &text)
}

fn written(folder: &Path, text: &str) -> u64 {
    fs::write(folder.join("paper.txt"), text).unwrap();
    text.len() as u64
}
