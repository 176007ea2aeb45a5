//! The time that it takes to read a web page, per note, and how it grows: a figure near 1 in the last column says that the
//! work is linear in the length of the page.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use footfault::document::Format;
use footfault::readers::read;
use footfault::source::Source;

const NOTES: [usize; 4] = [100, 1_000, 5_000, 20_000];

fn main() {
    println!(
        "{:8}{:>7}{:>9}{:>12}{:>7}",
        "page", "notes", "kB", "read ns", "×"
    );
    for (name, page) in [("linked", linked as fn(usize) -> String), ("typed", typed)] {
        let mut first = None;
        for notes in NOTES {
            let source = Source {
                path: "page.html".to_owned(),
                bytes: page(notes).into_bytes(),
                format: Some(Format::Html),
            };
            let time = fastest(|| drop(black_box(read(&source)))).as_nanos() as f64 / notes as f64;
            let base = *first.get_or_insert(time);
            let size = source.bytes.len() / 1000;
            println!(
                "{name:8}{notes:>7}{size:>9}{time:>12.0}{:>7.2}",
                time / base
            );
        }
    }
}

/// A page whose markers and notes are linked both ways.
fn linked(notes: usize) -> String {
    let mut page = "<!DOCTYPE html><html><body><main>".to_owned();
    for note in 1..=notes {
        write!(
            page,
            "<p>The harbour of <em>Skerry {note}</em> was dredged at the town&rsquo;s cost.<sup id=\"r{note}\"><a href=\"#n{note}\">{note}</a></sup></p>"
        )
        .unwrap();
    }
    page.push_str("</main><section role=\"doc-endnotes\"><ol>");
    for note in 1..=notes {
        write!(page, "<li id=\"n{note}\"><p>Harbour board, minutes {note}, sheet 4. <a href=\"#r{note}\">↩</a></p></li>").unwrap();
    }
    page + "</ol></section></body></html>"
}

/// The same page without any link.
fn typed(notes: usize) -> String {
    let mut page = "<!DOCTYPE html><html><body>".to_owned();
    for note in 1..=notes {
        write!(
            page,
            "<p>The harbour of <em>Skerry {note}</em> was dredged.<sup>{note}</sup></p>"
        )
        .unwrap();
    }
    page.push_str("<h2>Notes</h2><ol>");
    for note in 1..=notes {
        write!(page, "<li>Harbour board, minutes {note}, sheet 4.</li>").unwrap();
    }
    page + "</ol></body></html>"
}

/// The fastest of at least three runs, and of as many as fit into a fifth of a second.
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
