//! Before it every job waits until it is known whether its site asks programs not to come.

use std::collections::HashMap;
use std::sync::Arc;

use url::Url;

use super::authority::{Authority, authority};
use super::errand::{Errand, Job, Manner};
use super::question::Question;
use super::robots::{RobotsKnown, Rules};
use super::{Failure, Outcome};

/// What a job may do.
#[derive(Debug)]
pub(super) enum Pass {
    /// Go.
    Go(Job),
    /// Wait until this one has brought the file of its host.
    After(Box<Errand>),
    /// Wait, as others do.
    Wait,
    /// Nothing: its host forbids it.
    Never(Job, Failure),
}

/// The jobs that wait for the `robots.txt` of their hosts.
#[derive(Debug)]
pub(super) struct Gate {
    /// `None` if everything may.
    known: Option<RobotsKnown>,
    /// Who waits for the file of a host.
    waiting: HashMap<Authority, Vec<Job>>,
    fetched: usize,
}

impl Gate {
    pub(super) fn new(known: Option<RobotsKnown>) -> Self {
        Self {
            known,
            waiting: HashMap::new(),
            fetched: 0,
        }
    }

    /// Whether a job may go to an address.
    pub(super) fn pass(&mut self, job: Job, address: &Url) -> Pass {
        let Some(known) = &self.known else {
            return Pass::Go(job);
        };
        let authority = authority(address);
        if let Some(rules) = known.of(&authority) {
            return match rules.forbids(address) {
                None => Pass::Go(job),
                Some(why) => Pass::Never(job, why),
            };
        }
        if let Some(waiting) = self.waiting.get_mut(&authority) {
            waiting.push(job);
            return Pass::Wait;
        }
        let Ok(file) = address.join("/robots.txt") else {
            return Pass::Go(job);
        };
        self.waiting.insert(authority, vec![job]);
        // Its number must be none of the questions', which count from 0.
        self.fetched += 1;
        let question = Arc::new(Question::page(file));
        let mut errand = Errand::new(usize::MAX - self.fetched, question);
        errand.manner = Manner::Robots;
        Pass::After(Box::new(errand))
    }

    /// Heeds what became of the file of a host, and gives those who waited for it.
    pub(super) fn heard(&mut self, errand: &mut Errand, outcome: &Outcome) -> Vec<Job> {
        let authority = authority(&errand.question.address);
        let rules = errand.rules.take();
        let rules = rules.unwrap_or_else(|| Rules::without_file(outcome));
        if let Some(known) = &self.known {
            known.put(authority.clone(), rules);
        }
        self.waiting.remove(&authority).unwrap_or_default()
    }
}
