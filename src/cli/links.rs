//! `footfault links` and `check --links`: what is asked for all papers before the first of them is checked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use url::Url;

use self::interrupt::Interrupt;
use super::options::{Asking, Check};
use super::painting::shows_progress;
use super::papers;
use crate::citations::{self, Citations};
use crate::document::Document;
use crate::links::ask::{Config, Standing};
use crate::links::guard::Guard;
use crate::links::inquiry::Inquiry;
use crate::links::question::{Question, of_paper};
use crate::links::robots::RobotsKnown;
use crate::links::{Checked, Links, Reply, archived, page, wanted};
use crate::source::Source;
use crate::{notes, readers};

mod interrupt;

/// What was asked for all papers of a run, and what came back.
pub(super) struct Asked {
    replies: BTreeMap<Url, Reply>,
    /// The archive that was asked for copies.
    archive: Option<Url>,
    /// How many addresses were not asked because somebody ended the run.
    pub(super) unasked: usize,
    /// What came from standard input, which can be read only once.
    standard_input: Option<Source>,
}

/// What is kept of a paper until its addresses were asked.
struct Paper {
    questions: Vec<Question>,
    document: Document,
    citations: Citations,
}

impl Asked {
    /// Asks for all papers. One that cannot be read is left to the check, which will say so.
    pub(super) fn all(options: &Check, paths: &[PathBuf]) -> Result<Self, String> {
        let interrupt = Interrupt::default();
        let mut inquiry = inquiry(&options.asking, &interrupt)?;
        let standard_input = paths
            .iter()
            .find(|path| papers::is_standard_input(path))
            .and_then(|path| papers::open(path, options.reading.format).ok());
        let read = |path: &PathBuf| match &standard_input {
            Some(source) if papers::is_standard_input(path) => read(source),
            _ => read(&papers::open(path, options.reading.format).ok()?),
        };
        let pool = super::pool(options.jobs)?;
        let papers: Vec<Paper> = pool.install(|| paths.par_iter().filter_map(read).collect());
        let bar = progress(options);
        let questions = papers.iter().flat_map(|paper| paper.questions.clone());
        let told = inquiry.ask(questions, |_, standing| show(&bar, standing));
        told.map_err(|error| error.to_string())?;
        let answers = |paper: &Paper| replies_to(cited(&paper.questions), inquiry.replies());
        let probes: Vec<Question> = papers
            .iter()
            .flat_map(|paper| wanted::probes(&paper.citations, &answers(paper)))
            .map(Question::page)
            .collect();
        let told = inquiry.ask(probes, |_, standing| show(&bar, standing));
        told.map_err(|error| error.to_string())?;
        let archive = archive(&options.asking, inquiry.replies());
        let copies = |paper: &Paper| copies(paper, archive.as_ref(), inquiry.replies());
        let lists: Vec<Question> = pool.install(|| papers.par_iter().flat_map(copies).collect());
        let told = inquiry.ask(lists, |_, standing| show(&bar, standing));
        told.map_err(|error| error.to_string())?;
        bar.finish_and_clear();
        interrupt.is_over();
        let unasked = if interrupt.came() {
            inquiry.unasked()
        } else {
            0
        };
        let replies = inquiry.finish().map_err(|error| error.to_string())?;
        Ok(Self {
            replies,
            archive,
            unasked,
            standard_input,
        })
    }

    /// Opens a paper, for the second time.
    pub(super) fn standard_input(&self, path: &Path) -> Option<&Source> {
        self.standard_input
            .as_ref()
            .filter(|_| papers::is_standard_input(path))
    }

    /// What is known of the addresses of a paper.
    pub(super) fn links(&self, document: &Document, citations: &Citations) -> Links {
        let questions = of_paper(document, citations);
        let lists = self.archive.iter();
        let lists = lists.flat_map(|archive| archived::questions(citations, archive));
        let lists = lists.flatten().filter_map(|list| self.replies.get(&list));
        let mut replies = own(&questions, &self.replies);
        replies.extend(lists.cloned());
        Links::new(document, citations, replies)
    }
}

fn read(source: &Source) -> Option<Paper> {
    let document = readers::read(source).ok()?;
    let apparatus = notes::scan(&document);
    let citations = citations::scan(&document, &apparatus);
    Some(Paper {
        questions: of_paper(&document, &citations),
        document,
        citations,
    })
}

/// The replies to some addresses.
fn replies_to(addresses: impl Iterator<Item = Url>, replies: &BTreeMap<Url, Reply>) -> Vec<Reply> {
    let known = addresses.filter_map(|address| replies.get(&address));
    known.cloned().collect()
}

/// The addresses of some questions.
fn cited(questions: &[Question]) -> impl Iterator<Item = Url> {
    questions.iter().map(|question| question.address.clone())
}

/// The replies to the questions of one paper, and to the siblings of their addresses.
fn own(questions: &[Question], replies: &BTreeMap<Url, Reply>) -> Vec<Reply> {
    let siblings = questions
        .iter()
        .filter_map(|question| wanted::sibling(&question.address));
    replies_to(cited(questions).chain(siblings), replies)
}

/// The archive that is asked; where the replies come from a file, the one that was asked then.
fn archive(asking: &Asking, replies: &BTreeMap<Url, Reply>) -> Option<Url> {
    if asking.copies.no_archive {
        return None;
    }
    let standard = || Url::parse(archived::ARCHIVE).ok();
    let named = asking.copies.archive.clone();
    named
        .or_else(|| archived::archive(replies.keys()).filter(|_| asking.replay.is_some()))
        .or_else(standard)
}

/// What an archive is asked for one paper: the lists of copies of its pages that are gone.
fn copies(paper: &Paper, archive: Option<&Url>, replies: &BTreeMap<Url, Reply>) -> Vec<Question> {
    let Some(archive) = archive else {
        return Vec::new();
    };
    let (document, citations) = (&paper.document, &paper.citations);
    let links = Links::new(document, citations, own(&paper.questions, replies));
    let wants = |checked: &Option<Checked>| checked.as_ref().is_some_and(archived::is_wanted);
    let lists = archived::questions(citations, archive);
    let lists = links.addresses.iter().zip(lists);
    lists
        .filter_map(|(checked, list)| list.filter(|_| wants(checked)))
        .map(Question::interface)
        .collect()
}

fn inquiry(asking: &Asking, interrupt: &Interrupt) -> Result<Inquiry, String> {
    let inquiry = match (&asking.replay, &asking.record) {
        (Some(path), _) => Inquiry::replay(path),
        (None, _) if asking.offline => Ok(Inquiry::offline()),
        (None, Some(path)) => Inquiry::recording(config(asking, interrupt)?, path),
        (None, None) => Ok(Inquiry::network(config(asking, interrupt)?)),
    };
    inquiry.map_err(|error| error.to_string())
}

fn config(asking: &Asking, interrupt: &Interrupt) -> Result<Config, String> {
    let timeout = Duration::from_secs_f64(asking.timeout);
    let standard = Config::default();
    Ok(Config {
        per_host: asking.per_host.into(),
        interval: Duration::from_millis(asking.interval),
        in_flight: asking.in_flight.into(),
        timeout,
        idle: standard.idle.min(timeout),
        retries: asking.retries,
        guard: Guard {
            allow_private: asking.allow_private,
            allow_hosts: asking
                .allow_host
                .iter()
                .map(|host| host.to_lowercase())
                .collect(),
        },
        seed: u64::from(std::process::id()),
        robots: (!asking.ignore_robots).then(RobotsKnown::default),
        read: Some(page::read),
        stop: interrupt.stop()?,
        ..standard
    })
}

fn progress(options: &Check) -> ProgressBar {
    if options.quiet || !shows_progress() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} addresses{msg}");
    bar.enable_steady_tick(Duration::from_millis(500));
    style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
}

fn show(bar: &ProgressBar, standing: &Standing<'_>) {
    bar.set_length(standing.all as u64);
    bar.set_position(standing.done as u64);
    // To look for the slowest host takes time by the number of hosts; nobody reads faster than this.
    if !bar.is_hidden() && (standing.done.is_multiple_of(16) || standing.all - standing.done < 16) {
        let slowest = standing.slowest();
        let slowest = slowest.map(|(host, left)| format!("; {left} left at {host}"));
        let in_flight = standing.in_flight();
        bar.set_message(format!(
            ", {in_flight} in flight{}",
            slowest.unwrap_or_default()
        ));
    }
}
