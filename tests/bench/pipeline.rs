//! How long reading, scanning, alignment and the whole take; throughput is counted in notes.

#![allow(missing_docs, clippy::unwrap_used)]

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
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

fn source(style: Style, notes: usize) -> Source {
    Source {
        path: format!("paper.{}", style.extension()),
        bytes: paper(style, notes + 1, Some(notes / 2), 1).into_bytes(),
        format: None,
    }
}

fn pipeline(criterion: &mut Criterion) {
    for style in Style::ALL {
        let mut group = criterion.benchmark_group(style.name());
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2));
        for notes in NOTES {
            let source = source(style, notes);
            let document = read(&source).unwrap();
            let apparatus = scan(&document);
            let citations = citations::scan(&document, &apparatus);
            let settings = Settings::default();
            group.throughput(Throughput::Elements(notes as u64));
            let id = |stage| BenchmarkId::new(stage, notes);
            group.bench_function(id("read"), |bench| bench.iter(|| read(&source)));
            group.bench_function(id("scan"), |bench| bench.iter(|| scan(&document)));
            group.bench_function(id("citations"), |bench| {
                bench.iter(|| citations::scan(&document, &apparatus));
            });
            group.bench_function(id("align"), |bench| {
                bench.iter(|| align(&document, &apparatus, &citations));
            });
            group.bench_function(id("whole"), |bench| {
                bench.iter(|| check(&source, &settings));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
