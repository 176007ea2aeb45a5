//! How long reading journal articles in XML and LaTeX takes; throughput is counted in bytes of the source.

#![allow(missing_docs)]

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use footfault::readers::read;
use footfault::source::Source;

const NOTES: [usize; 4] = [100, 1_000, 5_000, 20_000];

fn jats(notes: usize) -> String {
    let body: String = (1..=notes)
        .map(|number| {
            format!("<p>The toll of {number} was <italic>a penny</italic> &amp; more [<xref ref-type=\"bibr\" rid=\"B{number}\">{number}</xref>], as the clerk wrote.</p>\n")
        })
        .collect();
    let back: String = (1..=notes)
        .map(|number| {
            format!("<ref id=\"B{number}\"><label>{number}</label><element-citation><person-group person-group-type=\"author\"><name><surname>Lund</surname><given-names>I</given-names></name></person-group><article-title>Boats of {number}</article-title><source>Papers</source><year>2019</year><fpage>{number}</fpage></element-citation></ref>\n")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><article><body>{body}</body><back><ref-list>{back}</ref-list></back></article>"
    )
}

fn latex(notes: usize) -> String {
    let body: String = (1..=notes)
        .map(|number| {
            format!("The toll of {number} was \\emph{{a penny}}, ``more or less,'' says \\cite{{lund{number}}}.\\footnote{{Ida Lund, \\textit{{Boats of {number}}} (Quay, 2019), {number}--{number}.}}\n\n")
        })
        .collect();
    let works: String = (1..=notes)
        .map(|number| format!("\\bibitem{{lund{number}}} Ida Lund, Boats of {number}, 2019.\n"))
        .collect();
    format!(
        "\\documentclass{{article}}\\begin{{document}}\n{body}\\begin{{thebibliography}}{{9}}{works}\\end{{thebibliography}}\\end{{document}}"
    )
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reading markup");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(3));
    for format in ["jats", "latex"] {
        for notes in NOTES {
            let text = if format == "jats" {
                jats(notes)
            } else {
                latex(notes)
            };
            let bytes = text.into_bytes();
            group.throughput(Throughput::Bytes(bytes.len() as u64));
            let source = Source {
                path: "-".to_owned(),
                bytes,
                format: None,
            };
            group.bench_with_input(
                BenchmarkId::new(format, notes),
                &source,
                |bencher, source| {
                    bencher.iter(|| read(source));
                },
            );
        }
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
