//! Asking: the one place with a network.
//!
//! ```text
//! merge     each address once
//! Gate      whether its site lets programs ask
//! Queue     whose turn it is, host by host
//! Fetcher   one request, in a task of its own
//! Errand    what follows from the answer: done, onward, again later
//! ```
//!
//! Everything but the requests happens in one loop on the caller's thread, so that nothing needs a lock, and replies are
//! told of there. Before a host is asked for its first page it is asked for its `robots.txt`. A redirect goes through the
//! queue of the host that it leads to; so politeness holds for every hop.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use thiserror::Error;
use tokio::task::{JoinError, JoinSet};
use url::Url;

use super::authority::{Authority, authority};
use super::breaker::{Breaker, Consequence};
use super::errand::{Errand, Job, Landed, Manner, Step};
use super::fetch::Fetcher;
use super::gate::{Gate, Pass};
use super::question::{Question, merge};
use super::queue::{HostId, Pace, Queue};
use super::retry::Jitter;
use super::sign::Sign;
use super::{Failure, Outcome, Reply};

pub use super::config::{Config, Reader};

/// A host that answered before and stopped to is left alone for so long.
const PAUSE: Duration = Duration::from_secs(5);

/// What a task brings home: where it was, what it asked, and what came back.
type Home = (HostId, Errand, Result<Landed, Failure>);

/// Why nothing could be asked.
#[derive(Debug, Error)]
pub enum AskError {
    /// The system gives no threads or no timers.
    #[error("no requests can be made: {0}")]
    Runtime(#[from] std::io::Error),
    /// No client could be built.
    #[error("no requests can be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// How far an asking is.
#[derive(Debug)]
pub struct Standing<'a> {
    /// How many addresses have their reply.
    pub done: usize,
    /// How many addresses there are.
    pub all: usize,
    queue: &'a Queue<Job>,
}

impl Standing<'_> {
    /// How many requests are in flight.
    pub fn in_flight(&self) -> usize {
        self.queue.in_flight()
    }

    /// The host with the most requests to come and in flight, and how many; takes time by the number of hosts.
    pub fn slowest(&self) -> Option<(&str, usize)> {
        self.queue.slowest()
    }
}

/// Asks every address once, and gives the replies in the order of the addresses' first mention.
///
/// `on_reply` hears of each reply as soon as it is there, and may end the asking. What was not answered when it ended is
/// [`Failure::NotAsked`]; `on_reply` does not hear of that. No client is built if there is nothing that may be asked.
pub fn ask(
    questions: impl IntoIterator<Item = Question>,
    config: &Config,
    mut on_reply: impl FnMut(&Reply, &Standing<'_>) -> ControlFlow<()>,
) -> Result<Vec<Reply>, AskError> {
    let questions = merge(questions);
    let mut replies: Vec<Option<Box<Reply>>> = questions.iter().map(|_| None).collect();
    let questions = ask_each(questions, config, |index, reply, standing| {
        let flow = on_reply(&reply, standing);
        replies[index] = Some(reply);
        flow
    })?;
    let unasked = |question: &Question| Reply::unasked(question.address.clone(), Failure::NotAsked);
    let pairs = replies.into_iter().zip(questions);
    let replies =
        pairs.map(|(reply, question)| reply.map_or_else(|| unasked(&question), |reply| *reply));
    Ok(replies.collect())
}

/// Asks every one of different addresses, and gives each reply away with the number of its question. Gives the questions
/// back; those without a reply were not asked.
pub(super) fn ask_each(
    questions: Vec<Question>,
    config: &Config,
    on_reply: impl FnMut(usize, Box<Reply>, &Standing<'_>) -> ControlFlow<()>,
) -> Result<Vec<Arc<Question>>, AskError> {
    let may_ask = |question: &Question| config.guard.look_at(&question.address).is_ok();
    if !questions.iter().any(may_ask) {
        let mut asking = Asking::new(questions, config, on_reply);
        asking.line_up();
        return Ok(asking.questions);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .enable_time()
        // Names are looked up here, and some name servers take their time.
        .max_blocking_threads(64)
        .build()?;
    let mut asking = Asking::new(questions, config, on_reply);
    runtime.block_on(async {
        let fetcher = Fetcher::new(config)?;
        asking.run(&Arc::new(fetcher)).await;
        Ok::<_, AskError>(())
    })?;
    // A name server that hangs must not hold up the report.
    runtime.shutdown_background();
    Ok(asking.questions)
}

/// An asking under way.
struct Asking<'a, F> {
    questions: Vec<Arc<Question>>,
    config: &'a Config,
    on_reply: F,
    queue: Queue<Job>,
    gate: Gate,
    running: JoinSet<Home>,
    /// What waits for another try, by when; the number tells those of one moment apart.
    delayed: BTreeMap<(Instant, usize), Errand>,
    breakers: HashMap<Authority, Breaker>,
    /// The hosts that refuse HEAD for pages that are there.
    refuse_head: HashSet<Authority>,
    jitter: Jitter,
    done: usize,
    is_ended: bool,
}

impl<'a, F: FnMut(usize, Box<Reply>, &Standing<'_>) -> ControlFlow<()>> Asking<'a, F> {
    fn new(questions: Vec<Question>, config: &'a Config, on_reply: F) -> Self {
        let pace = Pace {
            in_flight: config.in_flight,
            per_host: config.per_host,
            interval: config.interval,
        };
        Self {
            questions: questions.into_iter().map(Arc::new).collect(),
            config,
            on_reply,
            queue: Queue::new(pace),
            gate: Gate::new(config.robots.clone()),
            running: JoinSet::new(),
            delayed: BTreeMap::new(),
            breakers: HashMap::new(),
            refuse_head: HashSet::new(),
            jitter: Jitter::new(config.seed),
            done: 0,
            is_ended: false,
        }
    }

    /// Puts every question into the queue of its host, and answers those that may not be asked.
    fn line_up(&mut self) {
        for index in 0..self.questions.len() {
            let question = Arc::clone(&self.questions[index]);
            match self.config.guard.look_at(&question.address) {
                Ok(()) => self.line_up_one(Job::First(index)),
                Err(why) => {
                    let outcome = Outcome::Failed(Failure::Forbidden(why));
                    self.finish(Errand::new(index, question), outcome);
                }
            }
        }
    }

    /// Puts a job into the queue of its host as soon as it is known that it may go there.
    fn line_up_one(&mut self, job: Job) {
        let (address, is_free) = match &job {
            Job::First(index) => {
                let question = &self.questions[*index];
                (question.address.clone(), question.is_interface)
            }
            Job::Again(errand) => {
                let is_free = errand.manner == Manner::Robots || errand.question.is_interface;
                (errand.address.clone(), is_free)
            }
        };
        if is_free {
            return self.queue_up(job, &address);
        }
        match self.gate.pass(job, &address) {
            Pass::Go(job) => self.queue_up(job, &address),
            Pass::After(robots) => {
                let file = robots.address.clone();
                self.queue_up(Job::Again(robots), &file);
            }
            Pass::Wait => {}
            Pass::Never(job, why) => {
                let errand = self.begin(job);
                self.finish(errand, Outcome::Failed(why));
            }
        }
    }

    /// Puts what was begun before what was not.
    fn queue_up(&mut self, job: Job, address: &Url) {
        let host = self.host(address);
        match job {
            Job::First(_) => self.queue.push(host, job, Instant::now()),
            Job::Again(_) => self.queue.push_front(host, job, Instant::now()),
        }
    }

    fn begin(&self, job: Job) -> Errand {
        match job {
            Job::First(index) => Errand::new(index, Arc::clone(&self.questions[index])),
            Job::Again(errand) => *errand,
        }
    }

    /// The queue of an address. One host has one queue for http and https, since it is one machine that has the work.
    fn host(&mut self, address: &Url) -> HostId {
        let host = address.host_str().unwrap_or_default();
        match address.port() {
            None => self.queue.host(host),
            Some(port) => self.queue.host(&format!("{host}:{port}")),
        }
    }

    async fn run(&mut self, fetcher: &Arc<Fetcher>) {
        self.line_up();
        let stop = self.config.stop.clone();
        while !self.is_ended && !stop.is_stopped() {
            self.wake_up();
            while let Some((host, job)) = self.queue.next(Instant::now()) {
                let errand = self.begin(job);
                self.start(fetcher, host, errand);
            }
            if self.running.is_empty() && self.delayed.is_empty() && self.queue.is_empty() {
                break;
            }
            let turn = self.wake();
            tokio::select! {
                () = stop.stopped() => break,
                Some(joined) = self.running.join_next() => self.landed(joined),
                () = sleep_until(turn), if turn.is_some() => {}
            }
            while let Some(joined) = self.running.try_join_next() {
                self.landed(joined);
            }
        }
        self.running.abort_all();
    }

    /// When something is to be done though nothing comes back.
    fn wake(&self) -> Option<Instant> {
        let delayed = self.delayed.first_key_value();
        let delayed = delayed.map(|(&(turn, _), _)| turn);
        [delayed, self.queue.wake()].into_iter().flatten().min()
    }

    /// Puts what has waited for another try into its queue, before what was never asked.
    fn wake_up(&mut self) {
        let now = Instant::now();
        while let Some(entry) = self.delayed.first_entry() {
            if entry.key().0 > now {
                break;
            }
            let mut errand = entry.remove();
            errand.attempts += 1;
            self.line_up_one(Job::Again(Box::new(errand)));
        }
    }

    fn start(&mut self, fetcher: &Arc<Fetcher>, host: HostId, mut errand: Errand) {
        let authority = errand.authority();
        if let Some(why) = self.why_down(&authority) {
            self.queue.done(host, Instant::now());
            return self.finish_in_vain(errand, why);
        }
        if errand.manner == Manner::Head && self.refuse_head.contains(&authority) {
            errand.manner = Manner::Get;
        }
        let cookies = errand.start((self.config.clock)());
        let fetcher = Arc::clone(fetcher);
        self.running.spawn(async move {
            let result = fetcher.fetch(&errand, cookies).await;
            (host, errand, result)
        });
    }

    fn landed(&mut self, joined: Result<Home, JoinError>) {
        let (host, mut errand, result) = match joined {
            Ok(home) => home,
            // Nothing is aborted while somebody listens, so it panicked, and that is not ours to hide.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        };
        let now = Instant::now();
        self.queue.done(host, now);
        let authority = errand.authority();
        if errand.head_failed && matches!(&result, Ok(landed) if landed.status < 400) {
            self.refuse_head.insert(authority.clone());
        }
        let first_try = errand.attempts == 1;
        let sign = Sign::of(&result, first_try);
        let step = errand.step(result, self.config, &mut self.jitter);
        self.heed(sign, &step, host, &authority);
        match step {
            Step::Done(outcome) => self.finish(errand, outcome),
            Step::LeaveAlone(outcome) => {
                self.finish(errand, outcome);
                self.close(host, &authority, &Failure::HostDown);
            }
            Step::Onward => self.line_up_one(Job::Again(Box::new(errand))),
            Step::Again { wait, host_rests } => {
                if host_rests {
                    self.queue.pause(host, now + wait);
                }
                self.delay(errand, now + wait);
            }
        }
    }

    /// Lets an errand wait for another try, if its host is to be tried again.
    fn delay(&mut self, errand: Errand, until: Instant) {
        if let Some(why) = self.why_down(&errand.authority()) {
            return self.finish_in_vain(errand, why);
        }
        self.delayed.insert((until, errand.index), errand);
    }

    /// Heeds what an answer says of its host.
    fn heed(&mut self, sign: Sign, step: &Step, host: HostId, authority: &Authority) {
        let breaker = self.breakers.entry(authority.clone()).or_default();
        let is_over = matches!(step, Step::Done(_));
        let consequence = match sign {
            Sign::Answered => {
                breaker.answered();
                return;
            }
            Sign::Unknown => return self.close(host, authority, &Failure::NoSuchHost),
            // While it is tried again it may still turn out well.
            Sign::Busy if !is_over => return,
            Sign::Neither => return,
            Sign::Busy | Sign::Silent => breaker.failed(),
        };
        match consequence {
            Consequence::GoOn => {}
            Consequence::Pause => self.queue.pause(host, Instant::now() + PAUSE),
            Consequence::Open => self.close(host, authority, &Failure::HostDown),
        }
    }

    /// Asks a host no more, and answers all that was to be asked of it.
    fn close(&mut self, host: HostId, closed: &Authority, why: &Failure) {
        let breaker = self.breakers.entry(closed.clone()).or_default();
        breaker.open(why.clone());
        let questions = &self.questions;
        let waiting = self.queue.take(host, |job| match job {
            Job::First(index) => authority(&questions[*index].address) == *closed,
            Job::Again(errand) => errand.authority() == *closed,
        });
        let (there, elsewhere): (BTreeMap<_, _>, BTreeMap<_, _>) = mem::take(&mut self.delayed)
            .into_iter()
            .partition(|(_, errand)| errand.authority() == *closed);
        self.delayed = elsewhere;
        for errand in there.into_values() {
            self.finish_in_vain(errand, why.clone());
        }
        for job in waiting {
            let errand = self.begin(job);
            self.finish_in_vain(errand, why.clone());
        }
    }

    fn why_down(&self, authority: &Authority) -> Option<Failure> {
        self.breakers.get(authority)?.why_open().cloned()
    }

    /// Answers what will not be asked, or not again: with what it came to before, if it was.
    fn finish_in_vain(&mut self, mut errand: Errand, why: Failure) {
        let trouble = errand.trouble.take();
        self.finish(errand, trouble.unwrap_or(Outcome::Failed(why)));
    }

    fn finish(&mut self, mut errand: Errand, outcome: Outcome) {
        if errand.manner == Manner::Robots {
            for waiting in self.gate.heard(&mut errand, &outcome) {
                self.line_up_one(waiting);
            }
            return;
        }
        let reply = Box::new(Reply {
            address: errand.question.address.clone(),
            attempts: errand.asked.map_or(0, |_| errand.attempts),
            asked: errand.asked.unwrap_or_else(self.config.clock),
            failures: errand.question.failures.clone(),
            chain: errand.chain,
            outcome,
        });
        self.done += 1;
        let standing = Standing {
            done: self.done,
            all: self.questions.len(),
            queue: &self.queue,
        };
        self.is_ended |= (self.on_reply)(errand.index, reply, &standing).is_break();
    }
}

/// Waits until then; without a moment, for ever.
async fn sleep_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}
