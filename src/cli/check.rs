//! `footfault check`: many papers at once, reported in their order.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::delivery::Delivery;
use super::links::Asked;
use super::options::{Check, Kind};
use super::painting::shows_progress;
use super::{FAILURE, complain, papers, tell};
use crate::check::{Report, check_linked};
use crate::report::screen::Screen;
use crate::report::{Fault, Tally, human, json};
use crate::settings::Settings;

/// How many papers are rendered before the first of them is printed. Only their reports are in memory, so this bounds
/// memory; it is large enough to keep all processors busy.
const BATCH: usize = 64;

/// With fewer papers than this a progress bar would be gone before it is read.
const MANY: usize = 20;

/// One paper, checked and rendered for every output.
struct Rendered {
    pieces: Vec<String>,
    tally: Tally,
}

/// A whole run.
struct Run<'a> {
    options: &'a Check,
    settings: Settings,
    /// What came of asking the cited addresses, if they were.
    asked: Option<Asked>,
    outputs: Vec<(Kind, Screen)>,
    delivery: Delivery,
    progress: ProgressBar,
    /// Whether more than one paper was named or found, so that a total is worth a line.
    several: bool,
    documents: usize,
    tally: Tally,
    faults: Vec<Fault>,
}

pub(super) fn run(options: &Check) -> Result<u8, String> {
    let delivery = Delivery::open(&options.showing.outputs)?;
    let papers = if options.paths.is_empty() {
        papers::find(&[PathBuf::from(".")])
    } else {
        papers::find(&options.paths)
    };
    for remark in papers.faults.iter().chain(&papers.remarks) {
        complain(remark);
    }
    let asked = options.asks().then(|| Asked::all(options, &papers.paths));
    let asked = asked.transpose()?;
    let outputs = options.showing.outputs.iter();
    let mut run = Run {
        options,
        asked,
        settings: options.choice.settings(),
        outputs: outputs
            .map(|output| (output.kind, options.showing.painting.of(output)))
            .collect(),
        delivery,
        progress: progress(options, papers.paths.len()),
        several: papers.paths.len() + papers.faults.len() > 1,
        documents: 0,
        tally: Tally::default(),
        faults: papers.faults,
    };
    run.all(&papers.paths)?;
    run.finish()
}

impl Run<'_> {
    fn all(&mut self, paths: &[PathBuf]) -> Result<(), String> {
        let pool = super::pool(self.options.jobs)?;
        let head = json::head().map_err(|error| error.to_string())?;
        self.write(|kind, _| match kind {
            Kind::Human => String::new(),
            Kind::Json => head.clone(),
        })?;
        for batch in paths.chunks(BATCH) {
            let rendered: Vec<_> =
                pool.install(|| batch.par_iter().map(|path| self.one(path)).collect());
            let progress = self.progress.clone();
            progress.suspend(|| rendered.into_iter().try_for_each(|one| self.deliver(one)))?;
            if !self.delivery.is_wanted() {
                break;
            }
        }
        self.progress.finish_and_clear();
        Ok(())
    }

    /// Checks one paper; nothing of it is kept but its report.
    fn one(&self, path: &Path) -> Result<Rendered, Fault> {
        let asked = self.asked.as_ref();
        let source = match asked.and_then(|asked| asked.standard_input(path)) {
            Some(source) => source.clone(),
            None => papers::open(path, self.options.reading.format)?,
        };
        let report = check_linked(&source, &self.settings, |document, citations| {
            asked.map(|asked| asked.links(document, citations))
        })?;
        let pieces = self.outputs.iter().map(|&(kind, screen)| match kind {
            Kind::Human => Ok(self.human(&report, screen)),
            Kind::Json => json::document(&report).map_err(|error| Fault {
                path: source.path.clone(),
                message: error.to_string(),
            }),
        });
        let pieces = pieces.collect::<Result<_, _>>()?;
        self.progress.inc(1);
        Ok(Rendered {
            pieces,
            tally: Tally::of(&report),
        })
    }

    fn human(&self, report: &Report, screen: Screen) -> String {
        let mut text = human::findings(report, screen);
        let findings = !text.is_empty();
        if !self.options.quiet {
            text.push_str(&human::closing(report, screen));
            if findings && self.several {
                text.push('\n');
            }
        }
        text
    }

    fn deliver(&mut self, one: Result<Rendered, Fault>) -> Result<(), String> {
        let mut rendered = match one {
            Ok(rendered) => rendered,
            Err(fault) => {
                complain(&fault);
                self.faults.push(fault);
                return Ok(());
            }
        };
        let separator = if self.documents == 0 { "\n" } else { ",\n" };
        for (piece, (kind, _)) in rendered.pieces.iter_mut().zip(&self.outputs) {
            if *kind == Kind::Json {
                piece.insert_str(0, separator);
            }
        }
        self.documents += 1;
        self.tally = self.tally + rendered.tally;
        self.delivery.write(&rendered.pieces)
    }

    fn finish(mut self) -> Result<u8, String> {
        let json = json::tail(self.documents, self.tally, &self.faults)
            .map_err(|error| error.to_string())?;
        let (documents, tally, faults) = (self.documents, self.tally, self.faults.clone());
        let several = self.several && !self.options.quiet;
        self.write(|kind, screen| match kind {
            Kind::Human if several => human::total(documents, tally, &faults, screen),
            Kind::Human => String::new(),
            Kind::Json => format!("{json}\n"),
        })?;
        self.delivery.finish()?;
        let unasked = self.asked.as_ref().map_or(0, |asked| asked.unasked);
        if let Some(asked) = self.asked.take() {
            asked.remember();
        }
        if unasked > 0 {
            tell(&format!("interrupted: {unasked} addresses were not asked"));
            return Ok(FAILURE);
        }
        let level = self.options.fail_on.severity();
        let failed = level.is_some_and(|level| tally.reaches(level));
        Ok(if faults.is_empty() {
            u8::from(failed)
        } else {
            FAILURE
        })
    }

    fn write(&mut self, piece: impl Fn(Kind, Screen) -> String) -> Result<(), String> {
        let outputs = self.outputs.iter();
        let pieces: Vec<_> = outputs.map(|&(kind, screen)| piece(kind, screen)).collect();
        self.delivery.write(&pieces)
    }
}

fn progress(options: &Check, papers: usize) -> ProgressBar {
    if options.quiet || papers <= MANY || !shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} papers");
    let bar = ProgressBar::new(papers as u64);
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}
