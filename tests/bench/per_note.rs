//! The time per note of every stage, and how it grows from a hundred notes on: a figure near 1 says that the work is
//! linear in the length of the paper.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use footfault::align::align;
use footfault::check::check;
use footfault::citations;
use footfault::notes::scan;
use footfault::readers::read;
use footfault::settings::Settings;
use footfault::source::Source;

use paper::{Style, paper};

mod paper;

const NOTES: [usize; 4] = [100, 1_000, 5_000, 20_000];
const STAGES: [&str; 5] = ["read", "scan", "citations", "align", "whole"];

fn main() {
    print!("{:12}{:>7}{:>9}", "style", "notes", "kB");
    for stage in STAGES {
        print!("{:>12}{:>7}", format!("{stage} ns"), "×");
    }
    println!();
    for style in Style::ALL {
        let mut first = None;
        for notes in NOTES {
            let (bytes, times) = measure(style, notes);
            let base = *first.get_or_insert(times);
            print!("{:12}{notes:>7}{:>9}", style.name(), bytes / 1000);
            for (time, base) in times.into_iter().zip(base) {
                print!("{time:>12.0}{:>7.2}", time / base);
            }
            println!();
        }
    }
}

/// The length of the paper in bytes, and each stage's nanoseconds per note.
fn measure(style: Style, notes: usize) -> (usize, [f64; 5]) {
    let bytes = paper(style, notes + 1, Some(notes / 2), 1).into_bytes();
    let length = bytes.len();
    let path = format!("paper.{}", style.extension());
    let source = Source {
        path,
        bytes,
        format: None,
    };
    let settings = Settings::default();
    let document = read(&source).unwrap();
    let apparatus = scan(&document);
    let citations = citations::scan(&document, &apparatus);
    let times = [
        fastest(|| drop(black_box(read(&source)))),
        fastest(|| drop(black_box(scan(&document)))),
        fastest(|| drop(black_box(citations::scan(&document, &apparatus)))),
        fastest(|| drop(black_box(align(&document, &apparatus, &citations)))),
        fastest(|| drop(black_box(check(&source, &settings)))),
    ];
    (
        length,
        times.map(|time| time.as_nanos() as f64 / notes as f64),
    )
}

/// The fastest of at least three runs, and of as many as fit into a fifth of a second. The fastest, because whatever
/// else the machine does can only make a run slower.
fn fastest(run: impl Fn()) -> Duration {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < 3 || begin.elapsed() < Duration::from_millis(200) {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
        runs += 1;
    }
    best
}
