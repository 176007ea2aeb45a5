//! How long the binary takes to check a folder of 2,000 Markdown papers, 24 MB in all.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use paper::{Style, paper};

#[expect(
    dead_code,
    reason = "the tree is of one style; the other benches take all"
)]
mod paper;

const PAPERS: u64 = 2_000;
const RUNS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = write_tree(folder.path());
    println!("{PAPERS} papers, {} MB", bytes / 1_000_000);
    for run in 1..=RUNS {
        let start = Instant::now();
        let status = check(folder.path());
        println!(
            "run {run}: {:.0} ms, status {status}",
            start.elapsed().as_secs_f64() * 1e3
        );
    }
}

/// Writes the papers, a hundred to a folder, and returns how many bytes they have together.
fn write_tree(root: &Path) -> u64 {
    let mut bytes = 0;
    for number in 0..PAPERS {
        let folder = root.join(format!("{:02}", number / 100));
        fs::create_dir_all(&folder).unwrap();
        // Between 12 and 36 notes; one paper in ten lacks one.
        let notes = 12 + usize::try_from(number % 25).unwrap();
        let dropped = (number % 10 == 0).then_some(notes / 2);
        let text = paper(Style::Markdown, notes, dropped, number + 1);
        bytes += text.len() as u64;
        fs::write(folder.join(format!("{number:04}.md")), text).unwrap();
    }
    bytes
}

fn check(folder: &Path) -> i32 {
    let status = Command::new(env!("CARGO_BIN_EXE_footfault"))
        .args(["check", "--quiet", "."])
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    status.code().unwrap()
}
