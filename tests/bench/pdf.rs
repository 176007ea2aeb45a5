//! How long reading a PDF takes; throughput is counted in pages.

#![allow(missing_docs, clippy::expect_used)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use footfault::readers::read;
use footfault::source::Source;

use print::{Page, bind};

#[allow(dead_code)]
#[path = "../pdf/print.rs"]
mod print;

const PAGES: [usize; 4] = [50, 100, 200, 400];
/// How many lines of text and how many notes a page has.
const LINES: usize = 36;
const NOTES: usize = 4;

/// A page of a paper: as many letters as pages of papers have, four notes at its foot.
fn page(number: usize) -> Page {
    let mut page = Page::new();
    let first = number * NOTES;
    let markers = |line: usize| match line % (LINES / NOTES) {
        0 => format!("{{{}}}", first + line / (LINES / NOTES) + 1),
        _ => String::new(),
    };
    let text = "The county built a bridge over the lower reach, and the ferryman went on rowing";
    let lines: Vec<String> = (0..LINES)
        .map(|line| format!("{text}{}", markers(line)))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    page.lines(72.0, 740.0, 9.0, &lines);
    page.rule(72.0, 200.0, 120.0);
    let notes: Vec<String> = (1..=NOTES)
        .map(|note| {
            format!(
                "{{{}}} Minutes of the Council, {} March 2021.",
                first + note,
                note
            )
        })
        .collect();
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    page.lines(72.0, 180.0, 7.0, &notes);
    page.text(290.0, 40.0, 8.0, &(number + 1).to_string());
    page
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read/pdf");
    for pages in PAGES {
        let source = Source {
            path: "paper.pdf".to_owned(),
            bytes: bind((0..pages).map(page).collect(), 0),
            format: None,
        };
        group.throughput(Throughput::Elements(pages as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(pages),
            &source,
            |bencher, source| {
                bencher.iter(|| read(source).expect("a PDF of ours"));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
