//! Files that nobody writes on purpose, each given to the real binary: it ends with a status of its own, in time and in
//! memory that are bounded.
//!
//! Nothing of this lies in the repository: every file is made here, the same in every run. In an unoptimized build the
//! files are a small part of their size; with `HOSTILE_BINARY=target/release/footfault` they are given to that binary
//! at their whole size. A table of what took longest and most is printed either way.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot make its own files has failed"
)]
#![expect(clippy::print_stdout, reason = "what took longest is told")]
#![expect(
    clippy::too_many_lines,
    clippy::type_complexity,
    reason = "tables of files, each with what makes it"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use self::broken::{Broken, Scale};
use self::run::{Outcome, run};

#[path = "hostile/books.rs"]
mod books;
#[path = "hostile/broken.rs"]
mod broken;
#[path = "hostile/containers.rs"]
mod containers;
#[path = "hostile/damage.rs"]
mod damage;
#[path = "hostile/lines.rs"]
mod lines;
#[path = "hostile/nested.rs"]
mod nested;
#[path = "hostile/office.rs"]
mod office;
#[path = "hostile/pdf.rs"]
mod pdf;
#[path = "hostile/rtf.rs"]
mod rtf;
#[path = "hostile/run.rs"]
mod run;
#[path = "hostile/unicode.rs"]
mod unicode;
#[path = "hostile/xml.rs"]
mod xml;

/// Names the optimized binary that is held to the whole sizes.
const WHOLE: &str = "HOSTILE_BINARY";

/// How many files with small damage are given to one run of an unoptimized binary, which starts slowly.
const TOGETHER: usize = 24;

/// What the binary is asked to do with a file.
const TASKS: [&[&str]; 4] = [
    &["check", "--isolated", "--output=json"],
    &[
        "check",
        "--isolated",
        "--output=human",
        "--output=html=report.html",
        "--output=sarif=report.sarif",
    ],
    &["fix", "--isolated", "--unsafe"],
    &["map"],
];

/// The binary, and the size that it is held to.
fn binary() -> (PathBuf, Scale) {
    match std::env::var_os(WHOLE) {
        Some(path) => (Path::new(&path).canonicalize().unwrap(), Scale::Whole),
        None => (PathBuf::from(env!("CARGO_BIN_EXE_footfault")), Scale::Small),
    }
}

/// One run of the binary: what it is asked to do, and with which files.
struct Errand<'a> {
    task: &'static [&'static str],
    files: &'a [Broken],
}

/// Runs all errands, two at a time, and fails on those that do not end well.
fn all(name: &str, errands: &[Errand<'_>], binary: &Path, scale: Scale) {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(errand) = errands.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcome = run(binary, errand.task, errand.files);
            if let Some(fault) = outcome.fault(scale) {
                println!("{fault}");
            }
            outcomes.lock().unwrap().push(outcome);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let mut outcomes = outcomes.into_inner().unwrap();
    print_table(name, &mut outcomes);
    let faults = outcomes.iter().filter_map(|outcome| outcome.fault(scale));
    let (faults, runs) = (faults.count(), outcomes.len());
    assert_eq!(faults, 0, "{runs} runs: what is wrong is printed above");
}

/// The five runs that took longest, and the five that took most.
fn print_table(name: &str, outcomes: &mut [Outcome]) {
    let mut table = format!("{name}: {} runs\n", outcomes.len());
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.time));
    for outcome in outcomes.iter().take(5) {
        writeln!(table, "  {outcome}").unwrap();
    }
    outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.memory));
    for outcome in outcomes.iter().take(5) {
        writeln!(table, "  {outcome}").unwrap();
    }
    print!("{table}");
}

#[test]
fn damaged_papers_of_every_format() {
    let (binary, scale) = binary();
    let files = damage::all();
    assert!(files.len() >= 500, "{} files", files.len());
    let together = match scale {
        Scale::Whole => 1,
        Scale::Small => TOGETHER,
    };
    let chunks = files.chunks(together).enumerate();
    // Only one paper can be mapped at a time.
    let tasks = if together == 1 { 4 } else { 3 };
    let errands: Vec<Errand> = chunks
        .map(|(at, files)| Errand {
            task: TASKS[at % tasks],
            files,
        })
        .collect();
    all("damage", &errands, &binary, scale);
}

/// What makes the files, and how many of its files are given to one run of an unoptimized binary.
type Maker = (fn(Scale) -> Vec<Broken>, usize);

const MAKERS: [Maker; 8] = [
    (lines::all, 1),
    (unicode::all, 8),
    (nested::all, 1),
    (books::all, 1),
    (xml::all, 1),
    (containers::all, 6),
    (office::all, 3),
    (rtf::all, 4),
];

/// Makes files, and gives them to the binary.
fn give((make, together): Maker) {
    let (binary, scale) = binary();
    let files = make(scale);
    let errands: Vec<Errand> = match scale {
        Scale::Whole => files
            .chunks(1)
            .flat_map(|files| TASKS.map(|task| Errand { task, files }))
            .collect(),
        Scale::Small => {
            let chunks = files.chunks(together).enumerate();
            // Only one paper can be mapped at a time.
            let tasks = if together == 1 { 4 } else { 3 };
            let task = |at: usize| TASKS[at % tasks];
            chunks
                .map(|(at, files)| Errand {
                    task: task(at),
                    files,
                })
                .collect()
        }
    };
    all(&format!("{} files", files.len()), &errands, &binary, scale);
}

#[test]
fn files_that_nobody_writes() {
    for maker in MAKERS {
        give(maker);
    }
}

#[test]
fn files_that_nobody_prints() {
    give((pdf::all, 2));
}
