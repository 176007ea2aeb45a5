//! Where replies come from: the network, a file, or nowhere.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::ask::{AskError, Config, Standing, ask_each};
use super::cache::Cache;
use super::evidence::{self, EvidenceError};
use super::journal::Journal;
use super::question::{Question, merge};
use super::{Failure, Outcome, Replies, Reply};

/// Gives replies, each address once however often it is asked for.
#[derive(Debug)]
pub struct Inquiry {
    origin: Origin,
    known: Replies,
    cache: Option<Cache>,
}

#[derive(Debug)]
enum Origin {
    Network(Box<Config>, Option<Recording>),
    Evidence,
    Nowhere,
}

#[derive(Debug)]
struct Recording {
    path: PathBuf,
    journal: Journal,
}

/// Why there are no replies.
#[derive(Debug, Error)]
pub enum InquiryError {
    /// Nothing can be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The evidence cannot be read or written.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

impl Inquiry {
    /// Asks the network.
    pub fn network(config: Config) -> Self {
        Self::of(Origin::Network(Box::new(config), None), Replies::new())
    }

    /// Asks the network and records every reply in a file, which appears with [`finish`](Self::finish). What a run that
    /// was broken off has recorded is not asked again.
    pub fn recording(config: Config, path: &Path) -> Result<Self, InquiryError> {
        let (journal, replies) = Journal::open(path)?;
        let path = path.to_owned();
        let origin = Origin::Network(Box::new(config), Some(Recording { path, journal }));
        let known = replies
            .into_iter()
            .map(|reply| (reply.address.clone(), Box::new(reply)));
        Ok(Self::of(origin, known.collect()))
    }

    /// Takes all replies from a file; what is not in it is [`Failure::NotInEvidence`].
    pub fn replay(path: &Path) -> Result<Self, InquiryError> {
        Ok(Self::of(Origin::Evidence, evidence::read(path)?))
    }

    /// Asks nobody: everything is [`Failure::NotAsked`].
    pub fn offline() -> Self {
        Self::of(Origin::Nowhere, Replies::new())
    }

    fn of(origin: Origin, known: Replies) -> Self {
        Self {
            origin,
            known,
            cache: None,
        }
    }

    /// Takes what it can from a cache, and keeps there what it asks.
    #[must_use]
    pub fn with_cache(mut self, cache: Option<Cache>) -> Self {
        self.cache = cache;
        self
    }

    /// Gives the cache back, with everything in it that was asked so far.
    pub fn take_cache(&mut self) -> Option<Cache> {
        let mut cache = self.cache.take()?;
        cache.flush();
        Some(cache)
    }

    /// Finds the replies to all questions; `on_reply` hears of each that comes from the network.
    pub fn ask(
        &mut self,
        questions: impl IntoIterator<Item = Question>,
        mut on_reply: impl FnMut(&Reply, &Standing<'_>),
    ) -> Result<(), InquiryError> {
        let questions = self.open(questions);
        let (config, recording) = match &mut self.origin {
            Origin::Network(config, recording) => (config, recording),
            Origin::Evidence => {
                self.fill_in(&questions, &Failure::NotInEvidence);
                return Ok(());
            }
            Origin::Nowhere => {
                self.fill_in(&questions, &Failure::NotAsked);
                return Ok(());
            }
        };
        let (cache, known) = (&mut self.cache, &mut self.known);
        let mut written = Ok(());
        let asked = ask_each(questions, config, |_, reply, standing| {
            on_reply(&reply, standing);
            if let Some(cache) = cache {
                cache.keep(&reply);
            }
            // What is told after the asking was ended must not hide why it was.
            if let (Some(recording), Ok(())) = (recording.as_mut(), &written) {
                written = recording.journal.keep(&reply);
            }
            known.insert(reply.address.clone(), reply);
            if written.is_err() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        written?;
        let unanswered = asked
            .into_iter()
            .filter(|question| !self.known.contains_key(&question.address));
        let unanswered: Vec<_> = unanswered.collect();
        self.fill_in(unanswered.iter().map(AsRef::as_ref), &Failure::NotAsked);
        Ok(())
    }

    /// The questions to which there is no reply yet, neither here nor in the cache.
    fn open(&mut self, questions: impl IntoIterator<Item = Question>) -> Vec<Question> {
        let mut questions = merge(questions);
        let is_replay = matches!(self.origin, Origin::Evidence);
        questions.retain(|question| match self.known.get(&question.address) {
            // What was recorded is all that there is.
            Some(reply) => !is_replay && !question.is_answered_by(reply),
            None => true,
        });
        let Some(cache) = &mut self.cache else {
            return questions;
        };
        // What may not be asked must not be known from a run that might.
        let (forbidden, mut allowed) = match &self.origin {
            Origin::Network(config, _) => questions
                .into_iter()
                .partition(|question| config.guard.look_at(&question.address).is_err()),
            _ => (Vec::new(), questions),
        };
        let replies = cache.answer(&mut allowed);
        let replies = replies.into_iter();
        self.known
            .extend(replies.map(|reply| (reply.address.clone(), Box::new(reply))));
        allowed.extend(forbidden);
        allowed
    }

    fn fill_in<'a>(&mut self, questions: impl IntoIterator<Item = &'a Question>, why: &Failure) {
        for question in questions {
            let reply = Reply::unasked(question.address.clone(), why.clone());
            self.known.insert(question.address.clone(), Box::new(reply));
        }
    }

    /// All replies so far, by the address that was asked.
    pub fn replies(&self) -> &Replies {
        &self.known
    }

    /// How many addresses were not asked because the run was ended early.
    pub fn unasked(&self) -> usize {
        let unasked = Outcome::Failed(Failure::NotAsked);
        let replies = self.known.values();
        replies.filter(|reply| reply.outcome == unasked).count()
    }

    /// Ends the recording: makes the file of the journal. A run that was ended early leaves its journal, so that the
    /// next one goes on where it stopped. Gives all replies.
    pub fn finish(self) -> Result<Replies, InquiryError> {
        let unasked = self.unasked();
        if let Origin::Network(_, Some(recording)) = self.origin
            && unasked == 0
        {
            evidence::write(&recording.path, &self.known)?;
            recording.journal.remove()?;
        }
        Ok(self.known)
    }
}
