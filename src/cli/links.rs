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
use super::configs::Configs;
use super::options::{Asking, Check};
use super::painting::shows_progress;
use super::{papers, tell};
use crate::check::cited;
use crate::citations::Citations;
use crate::config::Links as Limits;
use crate::document::Document;
use crate::guard::guarded;
use crate::links::ask::{Config, Standing};
use crate::links::cache::{Cache, CacheError, Fates};
use crate::links::guard::Guard;
use crate::links::inquiry::Inquiry;
use crate::links::question::{Question, of_paper};
use crate::links::robots::RobotsKnown;
use crate::links::{Checked, Links, Replies, Reply, archived, clock, page, wanted};
use crate::source::Source;

mod interrupt;

/// What was asked for all papers of a run, and what came back.
pub(super) struct Asked {
    replies: Replies,
    /// The archive that was asked for copies.
    archive: Option<Url>,
    dead_after: Option<NonZeroU32>,
    cache: Option<Cache>,
    /// What the papers that were checked so far made of their addresses.
    fates: Mutex<Fates>,
    /// How many addresses were not asked because somebody ended the run.
    pub(super) unasked: usize,
    /// What came from standard input, which can be read only once.
    standard_input: Option<Source>,
}

/// Where the papers are read before they are checked, to see what is to be asked.
struct Desk<'a> {
    options: &'a Check,
    configs: &'a Configs<'a>,
    standard_input: Option<Source>,
}

/// What is kept of a paper until its addresses were asked.
struct Paper {
    path: PathBuf,
    questions: Vec<Question>,
    /// What is asked for it.
    addresses: Vec<Url>,
    /// The titles that it gives for each address.
    titles: BTreeMap<Url, Vec<String>>,
}

impl Asked {
    /// Asks for all papers. One that cannot be read is left to the check, which will say so.
    pub(super) fn all(
        options: &Check,
        configs: &Configs<'_>,
        paths: &[PathBuf],
    ) -> Result<Self, String> {
        let asking = &options.asking;
        let interrupt = Interrupt::default();
        let cache = cache(asking)?;
        let limits = configs.limits(paths)?;
        let mut inquiry = inquiry(asking, &limits, &interrupt)?.with_cache(cache);
        let desk = Desk::new(options, configs, paths);
        let mut papers = desk.papers(paths)?;
        let bar = progress(options);
        let pages = papers.iter_mut();
        let pages = pages.flat_map(|paper| mem::take(&mut paper.questions));
        ask(&mut inquiry, pages, &bar)?;
        let probes: Vec<Url> = papers
            .iter()
            .flat_map(|paper| wanted::probes(&paper.titles, inquiry.replies()))
            .collect();
        ask(&mut inquiry, probes.into_iter().map(Question::page), &bar)?;
        let archive = archive(asking, inquiry.replies());
        let lists = archive.as_ref().map_or_else(Vec::new, |archive| {
            desk.lists(&papers, archive, inquiry.replies())
        });
        ask(&mut inquiry, lists, &bar)?;
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
            archive,
            dead_after: asking.dead_after,
            cache,
            fates: Mutex::default(),
            unasked,
            standard_input: desk.standard_input,
        })
    }

    /// The source of a paper that came from standard input and was read before it was checked.
    pub(super) fn standard_input(&self, path: &Path) -> Option<&Source> {
        self.standard_input
            .as_ref()
            .filter(|_| papers::is_standard_input(path))
    }

    /// What is known of the addresses of a paper.
    pub(super) fn links(&self, document: &Document, citations: &Citations) -> Links {
        let addresses = asked_for(document, citations);
        let lists = self.archive.iter();
        let lists = lists.flat_map(|archive| archived::questions(citations, archive));
        let lists = lists.flatten().filter_map(|list| self.replies.get(&list));
        let mut replies = own(&addresses, &self.replies);
        replies.extend(lists.map(|reply| reply.as_ref().clone()));
        let links = Links::new(document, citations, replies);
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

impl<'a> Desk<'a> {
    fn new(options: &'a Check, configs: &'a Configs<'a>, paths: &[PathBuf]) -> Self {
        let standard_input = paths
            .iter()
            .find(|path| papers::is_standard_input(path))
            .and_then(|path| papers::open(path, options.reading.format).ok());
        Self {
            options,
            configs,
            standard_input,
        }
    }

    /// All papers that can be read.
    fn papers(&self, paths: &[PathBuf]) -> Result<Vec<Paper>, String> {
        let read = |path: &PathBuf| {
            let paper = || Some(Paper::new(path, &self.cited(path)?));
            // What fails here fails in the check, too, which says so.
            guarded(paper).flatten()
        };
        let pool = super::pool(self.options.jobs)?;
        // When its threads end here, those that ask take over the memory that they leave behind.
        Ok(pool.install(|| paths.par_iter().filter_map(read).collect()))
    }

    /// A paper and what it cites, read as the check will read it; `None` if it cannot be read.
    fn cited(&self, path: &Path) -> Option<(Document, Citations)> {
        let source = match &self.standard_input {
            Some(source) if papers::is_standard_input(path) => source.clone(),
            _ => papers::open(path, self.options.reading.format).ok()?,
        };
        let settings = self.configs.settings(path).ok()?;
        let notes = papers::notes(self.options.notes.as_deref()).ok()?;
        let (document, _, citations) = cited(&source, notes.as_ref(), &settings).ok()?;
        Some((document, citations))
    }

    /// What an archive is asked for: the lists of copies of pages that are gone.
    fn lists(&self, papers: &[Paper], archive: &Url, replies: &Replies) -> Vec<Question> {
        papers
            .iter()
            .filter(|paper| paper.may_lack_a_page(replies))
            .filter_map(|paper| {
                guarded(|| Some(copies(&self.cited(&paper.path)?, archive, replies))).flatten()
            })
            .flatten()
            .collect()
    }
}

impl Paper {
    fn new(path: &Path, (document, citations): &(Document, Citations)) -> Self {
        let questions = of_paper(document, citations);
        Self {
            path: path.to_owned(),
            addresses: questions
                .iter()
                .map(|question| question.address.clone())
                .collect(),
            questions,
            titles: wanted::titles(citations),
        }
    }

    /// Whether one of its pages may be gone, or be another: most papers need no second look.
    fn may_lack_a_page(&self, replies: &Replies) -> bool {
        let is_plain = |address: &Url| {
            let reply = replies.get(address);
            reply.is_some_and(|reply| reply.chain.is_empty() && reply.success().is_some())
        };
        let is_probed = |address: &Url| {
            wanted::sibling(address).is_some_and(|sibling| replies.contains_key(&sibling))
        };
        let mut addresses = self.addresses.iter();
        addresses.any(|address| !is_plain(address) || is_probed(address))
    }
}

/// The addresses that are asked for one paper.
fn asked_for(document: &Document, citations: &Citations) -> Vec<Url> {
    let questions = of_paper(document, citations).into_iter();
    questions.map(|question| question.address).collect()
}

/// The replies to the questions of one paper, and to the siblings of their addresses.
fn own(addresses: &[Url], replies: &Replies) -> Vec<Reply> {
    let siblings = addresses.iter().filter_map(wanted::sibling);
    let all = addresses.iter().cloned().chain(siblings);
    let known = all.filter_map(|address| replies.get(&address));
    known.map(|reply| reply.as_ref().clone()).collect()
}

/// The archive that is asked; where the replies come from a file, the one that was asked then.
fn archive(asking: &Asking, replies: &Replies) -> Option<Url> {
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
fn copies(
    (document, citations): &(Document, Citations),
    archive: &Url,
    replies: &Replies,
) -> Vec<Question> {
    let addresses = asked_for(document, citations);
    let links = Links::new(document, citations, own(&addresses, replies));
    let is_wanted = |checked: &Checked| archived::is_wanted(&checked.judgement);
    let wants = |checked: &Option<Checked>| checked.as_ref().is_some_and(is_wanted);
    let lists = archived::questions(citations, archive);
    let lists = links.addresses.iter().zip(lists);
    lists
        .filter_map(|(checked, list)| list.filter(|_| wants(checked)))
        .map(Question::interface)
        .collect()
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

fn inquiry(asking: &Asking, house: &Limits, interrupt: &Interrupt) -> Result<Inquiry, String> {
    let inquiry = match (&asking.replay, &asking.record) {
        (Some(path), _) => Inquiry::replay(path),
        (None, _) if asking.offline => Ok(Inquiry::offline()),
        (None, Some(path)) => Inquiry::recording(config(asking, house, interrupt)?, path),
        (None, None) => Ok(Inquiry::network(config(asking, house, interrupt)?)),
    };
    inquiry.map_err(|error| error.to_string())
}

fn ask(
    inquiry: &mut Inquiry,
    questions: impl IntoIterator<Item = Question>,
    bar: &ProgressBar,
) -> Result<(), String> {
    let told = inquiry.ask(questions, |_, standing| show(bar, standing));
    told.map_err(|error| error.to_string())
}

/// How pages are asked: as the command line says, else as the file of settings says.
fn config(asking: &Asking, house: &Limits, interrupt: &Interrupt) -> Result<Config, String> {
    let standard = Config::default();
    let seconds = asking.timeout.or(house.timeout);
    let timeout = seconds.map_or(standard.timeout, Duration::from_secs_f64);
    let interval = asking.interval.or(house.interval);
    let per_host = asking.per_host.or(house.per_host);
    let in_flight = asking.in_flight.or(house.in_flight);
    let hosts = asking.allow_host.iter();
    Ok(Config {
        per_host: per_host.map_or(standard.per_host, Into::into),
        interval: interval.map_or(standard.interval, Duration::from_millis),
        in_flight: in_flight.map_or(standard.in_flight, Into::into),
        timeout,
        idle: standard.idle.min(timeout),
        retries: asking.retries.or(house.retries).unwrap_or(standard.retries),
        guard: Guard {
            allow_private: asking.allow_private,
            allow_hosts: hosts.map(|host| host.to_lowercase()).collect(),
        },
        seed: u64::from(std::process::id()),
        read: Some(page::read),
        robots: (!asking.ignore_robots).then(RobotsKnown::default),
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
