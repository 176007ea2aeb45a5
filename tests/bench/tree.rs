//! How long the binary takes to check a folder of 2,000 Markdown papers, 24 MB and 40,000 links in all.
//!
//! With a folder (`cargo bench --bench tree -- FOLDER`) the papers are written there and nothing is timed, so that other
//! programs can be run over the same files.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use paper::{Style, paper};

#[expect(
    dead_code,
    reason = "the tree is of two styles; the other benches take all"
)]
mod paper;

const PAPERS: u64 = 2_000;
const RUNS: usize = 5;

fn main() {
    // Cargo passes `--bench` to every bench.
    if let Some(folder) = env::args().skip(1).find(|word| !word.starts_with('-')) {
        write_tree(Path::new(&folder));
        return;
    }
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
        let style = match number % 4 {
            3 => Style::Bracket,
            _ => Style::Markdown,
        };
        let text = paper(style, notes, dropped, number + 1);
        let text = dressed(&text, style, number % 4 == 2);
        bytes += text.len() as u64;
        fs::write(folder.join(format!("{number:04}.md")), text).unwrap();
    }
    bytes
}

/// The paper as authors write Markdown: bracketed markers call a numbered list under a heading, some addresses stand in
/// angle brackets, and every sixth note cites print, without an address. The hosts end in `alt`, which no name server
/// knows either (RFC 9476): link checkers pass over the hosts that are set aside for examples.
fn dressed(text: &str, style: Style, autolinks: bool) -> String {
    let bracket = style == Style::Bracket;
    let heading = if bracket { "Notes\n\n" } else { "## Notes\n\n" };
    let (body, notes) = text.rsplit_once(heading).unwrap();
    let notes: String = notes
        .lines()
        .zip(1u32..)
        .map(|(note, number)| dressed_note(note, number, bracket, autolinks))
        .collect();
    let opening = if bracket { "## " } else { "" };
    format!("{opening}{body}## Notes\n\n{notes}")
}

fn dressed_note(note: &str, number: u32, bracket: bool, autolinks: bool) -> String {
    let (label, citation) = note.split_once(' ').unwrap();
    let label = if bracket {
        format!("{number}.")
    } else {
        label.to_owned()
    };
    let citation = citation.replace(".example.com/", ".papers.alt/");
    let (source, address) = citation.split_once(", https").unwrap();
    match address.strip_suffix('.') {
        _ if number.is_multiple_of(6) => format!("{label} {source}, p. {number}.\n"),
        Some(address) if autolinks => format!("{label} {source}, <https{address}>.\n"),
        _ => format!("{label} {citation}\n"),
    }
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
