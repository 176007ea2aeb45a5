//! `footfault check`: many papers at once, reported in their order.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::baseline::Baseline;
use super::configs::Configs;
use super::copy::WordCopy;
use super::delivery::Delivery;
use super::links::Asked;
use super::options::Check;
use super::painting::shows_progress;
use super::{BATCH, FAILURE, complain, papers, tell};
use crate::annotate::{Annotated, annotate};
use crate::check::{check_cited, cited};
use crate::report::form::{Form, Outcome, Wish};
use crate::report::{Fault, Tally, form};

/// With fewer papers than this a progress bar would be gone before it is read.
const MANY: usize = 20;

/// One paper, checked and rendered for every output.
struct Rendered {
    pieces: Vec<String>,
    tally: Tally,
    copy: Option<Annotated>,
}

/// A whole run.
struct Run<'a> {
    options: &'a Check,
    configs: Configs<'a>,
    baseline: Option<Baseline>,
    /// What came of asking the cited addresses, if they were.
    asked: Option<Asked>,
    /// Where the copy with comments goes, if one is asked for, and the copy once it is made.
    copy: Option<(WordCopy, Option<Annotated>)>,
    forms: Vec<Box<dyn Form>>,
    /// For each form whether a paper has been written that is not empty.
    is_begun: Vec<bool>,
    delivery: Delivery,
    progress: ProgressBar,
    documents: usize,
    tally: Tally,
    faults: Vec<Fault>,
}

pub(super) fn run(options: &Check) -> Result<u8, String> {
    let delivery = Delivery::open(&options.showing.outputs)?;
    let configs = Configs::new(&options.deciding, &options.choice)?;
    let baseline = Baseline::open(&options.accepting)?;
    let papers = if options.paths.is_empty() {
        papers::find(&[PathBuf::from(".")])
    } else {
        papers::find(&options.paths)
    };
    for remark in papers.faults.iter().chain(&papers.remarks) {
        complain(remark);
    }
    let copy = WordCopy::of(options, &papers)?;
    if options.notes.is_some() {
        papers.only("--notes", "names the file of the notes of one paper")?;
    }
    let asked = options
        .asks()
        .then(|| Asked::all(options, &configs, &papers.paths));
    let asked = asked.transpose()?;
    let several = papers.paths.len() + papers.faults.len() > 1;
    let outputs = options.showing.outputs.iter();
    let forms = outputs.map(|output| {
        let screen = options.showing.painting.of(output);
        let quiet = options.quiet;
        form(
            output.kind,
            Wish {
                screen,
                quiet,
                several,
            },
        )
    });
    let mut run = Run {
        options,
        asked,
        copy: copy.map(|copy| (copy, None)),
        configs,
        baseline,
        forms: forms.collect(),
        is_begun: vec![false; options.showing.outputs.len()],
        delivery,
        progress: progress(options, papers.paths.len()),
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
        let heads: Vec<String> = self.forms.iter().map(|form| form.head()).collect();
        self.delivery.write(&heads)?;
        for batch in paths.chunks(BATCH) {
            let rendered: Vec<_> = pool.install(|| {
                batch
                    .par_iter()
                    .map(|path| papers::shielded(path, || self.one(path)))
                    .collect()
            });
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
        let mut settings = self.configs.settings(path)?;
        settings.failing = self.options.failing(&settings);
        let notes = papers::notes(self.options.notes.as_deref())?;
        let cited = cited(&source, notes.as_ref(), &settings)?;
        let mut report = check_cited(cited, &settings, |document, citations| {
            asked.map(|asked| asked.links(document, citations))
        })?;
        if let Some(baseline) = &self.baseline {
            baseline.strip(&mut report);
        }
        report.bound();
        let pieces = self.forms.iter().map(|form| form.paper(&report));
        let pieces = pieces.collect::<Result<_, _>>().map_err(|error| Fault {
            path: source.path.clone(),
            message: error.to_string(),
        })?;
        let copy = self.copy.is_some().then(|| annotate(&source, &report));
        self.progress.inc(1);
        Ok(Rendered {
            pieces,
            tally: Tally::of(&report),
            copy: copy.transpose()?,
        })
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
        let forms = self.forms.iter().zip(&mut self.is_begun);
        for (piece, (form, is_begun)) in rendered.pieces.iter_mut().zip(forms) {
            if *is_begun && !piece.is_empty() {
                piece.insert_str(0, form.between());
            }
            *is_begun |= !piece.is_empty();
        }
        if let Some((_, made)) = &mut self.copy {
            *made = rendered.copy;
        }
        self.documents += 1;
        self.tally = self.tally + rendered.tally;
        self.delivery.write(&rendered.pieces)
    }

    fn finish(mut self) -> Result<u8, String> {
        let outcome = Outcome {
            documents: self.documents,
            tally: self.tally,
            faults: &self.faults,
        };
        let tails = self.forms.iter().map(|form| form.tail(&outcome));
        let tails: Vec<String> = tails
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string())?;
        self.delivery.write(&tails)?;
        self.delivery.finish()?;
        if let Some((copy, Some(made))) = &self.copy {
            let told = copy.write(made)?;
            if !self.options.quiet {
                tell(&told);
            }
        }
        if let Some(baseline) = self.baseline.take() {
            let told = baseline.finish()?;
            if !self.options.quiet {
                tell(&told);
            }
        }
        let unasked = self.asked.as_ref().map_or(0, |asked| asked.unasked);
        if let Some(asked) = self.asked.take() {
            asked.remember();
        }
        if unasked > 0 {
            tell(&format!("interrupted: {unasked} addresses were not asked"));
            return Ok(FAILURE);
        }
        Ok(if self.faults.is_empty() {
            u8::from(self.tally.failing > 0)
        } else {
            FAILURE
        })
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
