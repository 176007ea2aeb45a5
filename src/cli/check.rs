//! `footfault check`: many papers at once, reported in their order.

use std::path::{Path, PathBuf};

use rayon::ThreadPool;
use rayon::prelude::*;

use super::delivery::Delivery;
use super::options::{Check, Kind};
use super::{complain, papers};
use crate::check::check;
use crate::report::{Fault, Tally, json};
use crate::settings::Settings;

/// How many papers are rendered before the first of them is printed. Only their reports are in memory, so this bounds
/// memory; it is large enough to keep all processors busy.
const BATCH: usize = 64;

/// One paper, checked and rendered for every output.
struct Rendered {
    pieces: Vec<String>,
    tally: Tally,
}

/// A whole run.
struct Run<'a> {
    options: &'a Check,
    settings: Settings,
    delivery: Delivery,
    documents: usize,
    tally: Tally,
    faults: Vec<Fault>,
}

pub(super) fn run(options: &Check) -> Result<u8, String> {
    let delivery = Delivery::open(&options.showing.outputs)?;
    let here = [PathBuf::from(".")];
    let paths = if options.paths.is_empty() {
        &here[..]
    } else {
        &options.paths
    };
    let papers = papers::find(paths);
    for remark in papers.faults.iter().chain(&papers.remarks) {
        complain(remark);
    }
    let mut run = Run {
        options,
        settings: options.choice.settings(),
        delivery,
        documents: 0,
        tally: Tally::default(),
        faults: papers.faults,
    };
    run.all(&papers.paths)?;
    run.finish()
}

impl Run<'_> {
    fn all(&mut self, paths: &[PathBuf]) -> Result<(), String> {
        let pool = pool(self.options)?;
        self.write(|kind| match kind {
            Kind::Human => String::new(),
            Kind::Json => json::HEAD.to_owned(),
        })?;
        for batch in paths.chunks(BATCH) {
            let rendered: Vec<_> =
                pool.install(|| batch.par_iter().map(|path| self.one(path)).collect());
            for one in rendered {
                self.deliver(one)?;
            }
            if !self.delivery.is_wanted() {
                break;
            }
        }
        Ok(())
    }

    /// Checks one paper; nothing of it is kept but its report.
    fn one(&self, path: &Path) -> Result<Rendered, Fault> {
        let source = papers::open(path, self.options.reading.format)?;
        let report = check(&source, &self.settings)?;
        let outputs = self.options.showing.outputs.iter();
        let pieces = outputs.map(|output| match output.kind {
            Kind::Human => Ok(String::new()),
            Kind::Json => json::document(&report).map_err(|error| Fault {
                path: path.display().to_string(),
                message: error.to_string(),
            }),
        });
        Ok(Rendered {
            pieces: pieces.collect::<Result<_, _>>()?,
            tally: Tally::of(&report),
        })
    }

    fn deliver(&mut self, one: Result<Rendered, Fault>) -> Result<(), String> {
        match one {
            Err(fault) => {
                complain(&fault);
                self.faults.push(fault);
                Ok(())
            }
            Ok(mut rendered) => {
                let outputs = self.options.showing.outputs.iter();
                for (piece, output) in rendered.pieces.iter_mut().zip(outputs) {
                    if output.kind == Kind::Json {
                        piece.insert_str(0, if self.documents == 0 { "\n" } else { ",\n" });
                    }
                }
                self.documents += 1;
                self.tally = self.tally + rendered.tally;
                self.delivery.write(&rendered.pieces)
            }
        }
    }

    fn finish(mut self) -> Result<u8, String> {
        let tail = json::tail(self.documents, self.tally, &self.faults)
            .map_err(|error| error.to_string())?;
        self.write(|kind| match kind {
            Kind::Human => String::new(),
            Kind::Json => format!("{tail}\n"),
        })?;
        self.delivery.finish()?;
        let level = self.options.fail_on.severity();
        let failed = level.is_some_and(|level| self.tally.reaches(level));
        Ok(if self.faults.is_empty() {
            u8::from(failed)
        } else {
            super::FAILURE
        })
    }

    fn write(&mut self, piece: impl Fn(Kind) -> String) -> Result<(), String> {
        let outputs = self.options.showing.outputs.iter();
        let pieces: Vec<_> = outputs.map(|output| piece(output.kind)).collect();
        self.delivery.write(&pieces)
    }
}

fn pool(options: &Check) -> Result<ThreadPool, String> {
    let jobs = options.jobs.map_or(0, usize::from);
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| format!("--jobs: {error}"))
}
