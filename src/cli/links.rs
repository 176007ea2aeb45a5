//! `footfault links` and `check --links`: what is asked for all papers before the first of them is checked.

use std::collections::BTreeMap;
use std::mem;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use url::Url;

use self::interrupt::Interrupt;
use super::options::{Asking, Check};
use super::painting::shows_progress;
use super::{papers, tell};
use crate::citations::{self, Citations};
use crate::document::Document;
use crate::links::ask::{Config, Standing};
use crate::links::cache::{Cache, CacheError, Fates};
use crate::links::guard::Guard;
use crate::links::inquiry::Inquiry;
use crate::links::question::{Question, of_paper};
use crate::links::{Links, Replies, clock, page, wanted};
use crate::source::Source;
use crate::{notes, readers};

mod interrupt;

/// What was asked for all papers of a run, and what came back.
pub(super) struct Asked {
    replies: Replies,
    dead_after: Option<NonZeroU32>,
    cache: Option<Cache>,
    /// What the papers that were checked so far made of their addresses.
    fates: Mutex<Fates>,
    /// How many addresses were not asked because somebody ended the run.
    pub(super) unasked: usize,
    /// What came from standard input, which can be read only once.
    standard_input: Option<Source>,
}

/// What is kept of a paper until its addresses were asked.
struct Paper {
    questions: Vec<Question>,
    /// The titles that it gives for each address.
    titles: BTreeMap<Url, Vec<String>>,
}

impl Asked {
    /// Asks for all papers. One that cannot be read is left to the check, which will say so.
    pub(super) fn all(options: &Check, paths: &[PathBuf]) -> Result<Self, String> {
        let interrupt = Interrupt::default();
        let cache = cache(&options.asking)?;
        let mut inquiry = inquiry(&options.asking, &interrupt)?.with_cache(cache);
        let standard_input = paths
            .iter()
            .find(|path| papers::is_standard_input(path))
            .and_then(|path| papers::open(path, options.reading.format).ok());
        let read = |path: &PathBuf| match &standard_input {
            Some(source) if papers::is_standard_input(path) => read(source),
            _ => read(&papers::open(path, options.reading.format).ok()?),
        };
        let mut papers: Vec<Paper> = {
            let pool = super::pool(options.jobs)?;
            // When its threads end here, those that ask take over the memory that they leave behind.
            pool.install(|| paths.par_iter().filter_map(read).collect())
        };
        let bar = progress(options);
        let questions = papers
            .iter_mut()
            .flat_map(|paper| mem::take(&mut paper.questions));
        let told = inquiry.ask(questions, |_, standing| show(&bar, standing));
        told.map_err(|error| error.to_string())?;
        let probes: Vec<Question> = papers
            .iter()
            .flat_map(|paper| wanted::probes(&paper.titles, inquiry.replies()))
            .map(Question::page)
            .collect();
        let told = inquiry.ask(probes, |_, standing| show(&bar, standing));
        told.map_err(|error| error.to_string())?;
        bar.finish_and_clear();
        interrupt.is_over();
        let unasked = if interrupt.came() {
            inquiry.unasked()
        } else {
            0
        };
        let cache = inquiry.take_cache();
        let replies = inquiry.finish().map_err(|error| error.to_string())?;
        Ok(Self {
            replies,
            dead_after: options.asking.dead_after,
            cache,
            fates: Mutex::default(),
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
        let cited = questions.iter().map(|question| question.address.clone());
        let siblings = questions
            .iter()
            .filter_map(|question| wanted::sibling(&question.address));
        let replies = cited
            .chain(siblings)
            .filter_map(|address| self.replies.get(&address));
        let links = Links::new(
            document,
            citations,
            replies.map(|reply| reply.as_ref().clone()).collect(),
        );
        if self.cache.is_some() {
            let mut fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
            fates.add(&links);
        }
        match self.dead_after {
            Some(days) => links.dead_after(days.get()),
            None => links,
        }
    }

    /// Puts down in the cache what the papers made of their addresses. A cache that could not do its work is no fault of
    /// the papers, and only worth a word.
    pub(super) fn remember(self) {
        let fates = self
            .fates
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(Err(error)) = self.cache.map(|cache| cache.finish(&fates)) {
            tell(&format!("not all of this run is in the cache: {error}"));
        }
    }
}

fn read(source: &Source) -> Option<Paper> {
    let document = readers::read(source).ok()?;
    let apparatus = notes::scan(&document);
    let citations = citations::scan(&document, &apparatus);
    Some(Paper {
        questions: of_paper(&document, &citations),
        titles: wanted::titles(&citations),
    })
}

/// The cache, if one is asked for. If another program holds it, the run goes on without it.
fn cache(asking: &Asking) -> Result<Option<Cache>, String> {
    let Some(path) = &asking.cache else {
        return Ok(None);
    };
    match Cache::open(path, asking.cache_ttl, clock::system) {
        Ok(cache) => Ok(Some(cache)),
        Err(error @ CacheError::Busy(_)) => {
            tell(&format!("this run goes without its cache: {error}"));
            Ok(None)
        }
        Err(error) => Err(error.to_string()),
    }
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
