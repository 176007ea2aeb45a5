//! Who is asked next: a queue for each host, so that no host waits for another.
//!
//! A host has its turn when it has less in flight than is allowed and its last start is long enough ago. Hosts that have
//! their turn stand in a ring; only then is the global limit asked, so that a place in flight is never held by somebody
//! who only waits. Nothing here knows a clock: every call is told what time it is.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::time::{Duration, Instant};

/// How fast may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    /// How many requests may be in flight together.
    pub(super) in_flight: usize,
    /// How many of them to one host.
    pub(super) per_host: usize,
    /// How long after the start of a request to a host the next one may start.
    pub(super) interval: Duration,
}

/// The index of a host in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HostId(usize);

/// All jobs that wait, by host.
#[derive(Debug)]
pub(super) struct Queue<T> {
    pace: Pace,
    hosts: Vec<Host<T>>,
    known: HashMap<String, HostId>,
    /// The hosts that have their turn.
    ring: VecDeque<HostId>,
    /// The hosts that will have it, and when.
    resting: BinaryHeap<Reverse<(Instant, HostId)>>,
    in_flight: usize,
    waiting: usize,
}

#[derive(Debug)]
struct Host<T> {
    name: String,
    jobs: VecDeque<T>,
    in_flight: usize,
    not_before: Option<Instant>,
    /// It is in the ring or among those that rest; it is never in both or twice.
    is_listed: bool,
}

impl<T> Queue<T> {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace: Pace {
                in_flight: pace.in_flight.max(1),
                per_host: pace.per_host.max(1),
                ..pace
            },
            hosts: Vec::new(),
            known: HashMap::new(),
            ring: VecDeque::new(),
            resting: BinaryHeap::new(),
            in_flight: 0,
            waiting: 0,
        }
    }

    /// The host of this name.
    pub(super) fn host(&mut self, name: &str) -> HostId {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let id = HostId(self.hosts.len());
        self.known.insert(name.to_owned(), id);
        self.hosts.push(Host {
            name: name.to_owned(),
            jobs: VecDeque::new(),
            in_flight: 0,
            not_before: None,
            is_listed: false,
        });
        id
    }

    /// Puts a job behind all others of its host.
    pub(super) fn push(&mut self, host: HostId, job: T, now: Instant) {
        self.hosts[host.0].jobs.push_back(job);
        self.waiting += 1;
        self.list(host, now);
    }

    /// Puts a job before all others of its host: what was begun is finished first.
    pub(super) fn push_front(&mut self, host: HostId, job: T, now: Instant) {
        self.hosts[host.0].jobs.push_front(job);
        self.waiting += 1;
        self.list(host, now);
    }

    /// The next job that may start now; it counts as in flight until it is [`done`](Self::done).
    pub(super) fn next(&mut self, now: Instant) -> Option<(HostId, T)> {
        if self.in_flight >= self.pace.in_flight {
            return None;
        }
        self.wake_up(now);
        while let Some(id) = self.ring.pop_front() {
            let host = &mut self.hosts[id.0];
            host.is_listed = false;
            // It may have been paused, or its jobs taken away, while it stood in the ring.
            if host.not_before.is_none_or(|turn| turn <= now)
                && let Some(job) = host.jobs.pop_front()
            {
                host.in_flight += 1;
                host.not_before = Some(now + self.pace.interval);
                self.in_flight += 1;
                self.waiting -= 1;
                self.list(id, now);
                return Some((id, job));
            }
            self.list(id, now);
        }
        None
    }

    /// A job of this host is no longer in flight.
    pub(super) fn done(&mut self, host: HostId, now: Instant) {
        self.hosts[host.0].in_flight -= 1;
        self.in_flight -= 1;
        self.list(host, now);
    }

    /// Starts nothing at this host before then.
    pub(super) fn pause(&mut self, host: HostId, until: Instant) {
        let host = &mut self.hosts[host.0];
        host.not_before = host.not_before.max(Some(until));
    }

    /// Takes the jobs of a host that are like this out of its queue.
    pub(super) fn take(&mut self, host: HostId, is_like: impl Fn(&T) -> bool) -> Vec<T> {
        let jobs = std::mem::take(&mut self.hosts[host.0].jobs);
        let (taken, left): (Vec<T>, Vec<T>) = jobs.into_iter().partition(is_like);
        self.hosts[host.0].jobs = left.into();
        self.waiting -= taken.len();
        taken
    }

    /// When a host will have its turn without anything being done before; `None` if there is nothing but to wait for
    /// what is in flight.
    pub(super) fn wake(&self) -> Option<Instant> {
        if self.in_flight >= self.pace.in_flight {
            return None;
        }
        self.resting.peek().map(|Reverse((turn, _))| *turn)
    }

    /// How many jobs are in flight.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Whether no job waits.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// The host with the most jobs, waiting and in flight, and how many; of several the one met first.
    pub(super) fn slowest(&self) -> Option<(&str, usize)> {
        let left = |host: &Host<T>| host.jobs.len() + host.in_flight;
        let slowest = self.hosts.iter().rev().max_by_key(|host| left(host))?;
        (left(slowest) > 0).then(|| (slowest.name.as_str(), left(slowest)))
    }

    /// Lists a host if it has something to do and may do it, now or later.
    fn list(&mut self, id: HostId, now: Instant) {
        let host = &mut self.hosts[id.0];
        if host.is_listed || host.jobs.is_empty() || host.in_flight >= self.pace.per_host {
            return;
        }
        host.is_listed = true;
        match host.not_before {
            Some(turn) if turn > now => self.resting.push(Reverse((turn, id))),
            _ => self.ring.push_back(id),
        }
    }

    /// Moves the hosts whose rest is over into the ring.
    fn wake_up(&mut self, now: Instant) {
        while let Some(&Reverse((turn, id))) = self.resting.peek() {
            if turn > now {
                break;
            }
            self.resting.pop();
            self.ring.push_back(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn queue(in_flight: usize, per_host: usize, interval: Duration) -> Queue<u32> {
        Queue::new(Pace {
            in_flight,
            per_host,
            interval,
        })
    }

    fn fill(
        queue: &mut Queue<u32>,
        host: &str,
        jobs: std::ops::Range<u32>,
        now: Instant,
    ) -> HostId {
        let host = queue.host(host);
        jobs.for_each(|job| queue.push(host, job, now));
        host
    }

    /// All jobs that start now.
    fn started(queue: &mut Queue<u32>, now: Instant) -> Vec<u32> {
        std::iter::from_fn(|| queue.next(now))
            .map(|(_, job)| job)
            .collect()
    }

    #[test]
    fn hosts_take_turns() {
        let now = Instant::now();
        let mut queue = queue(5, 9, Duration::ZERO);
        fill(&mut queue, "a", 0..5, now);
        fill(&mut queue, "b", 10..15, now);
        assert_eq!(started(&mut queue, now), [0, 10, 1, 11, 2]);
    }

    #[test]
    fn a_host_that_rests_takes_no_place_from_others() {
        let now = Instant::now();
        let mut queue = queue(3, 2, SECOND);
        let a = fill(&mut queue, "a", 0..9, now);
        fill(&mut queue, "b", 10..12, now);
        assert_eq!(started(&mut queue, now), [0, 10]);
        assert_eq!(queue.wake(), Some(now + SECOND));
        fill(&mut queue, "c", 20..21, now);
        assert_eq!(started(&mut queue, now), [20]);
        assert_eq!(queue.wake(), None, "all places are taken");
        queue.done(a, now);
        assert_eq!(started(&mut queue, now), [0; 0], "a second has not passed");
        assert_eq!(started(&mut queue, now + SECOND), [1]);
    }

    #[test]
    fn a_host_has_no_more_in_flight_than_it_may() {
        let now = Instant::now();
        let mut queue = queue(9, 2, Duration::ZERO);
        let a = fill(&mut queue, "a", 0..4, now);
        assert_eq!(started(&mut queue, now), [0, 1]);
        queue.done(a, now);
        assert_eq!(started(&mut queue, now), [2]);
        assert_eq!(queue.in_flight(), 2);
        assert_eq!(queue.slowest(), Some(("a", 3)));
    }

    #[test]
    fn a_pause_holds_even_in_the_ring() {
        let now = Instant::now();
        let mut queue = queue(9, 9, Duration::ZERO);
        let a = fill(&mut queue, "a", 0..2, now);
        queue.pause(a, now + SECOND);
        assert_eq!(started(&mut queue, now), [0; 0]);
        assert_eq!(queue.wake(), Some(now + SECOND));
        assert_eq!(started(&mut queue, now + SECOND), [0, 1]);
    }

    #[test]
    fn jobs_that_are_taken_do_not_start() {
        let now = Instant::now();
        let mut queue = queue(9, 9, Duration::ZERO);
        let a = fill(&mut queue, "a", 0..4, now);
        assert_eq!(queue.take(a, |job| job % 2 == 0), [0, 2]);
        queue.push_front(a, 7, now);
        assert_eq!(started(&mut queue, now), [7, 1, 3]);
        assert!(queue.is_empty());
    }
}
