//! How to ask.

use std::time::Duration;

use url::Url;

use super::Page;
use super::clock::{self, Clock};
use super::guard::Guard;
use super::robots::RobotsKnown;
use super::stop::Stop;

/// Reads a body: its bytes, the value of its `Content-Type`, who answered, and the passages to look for.
pub type Reader = fn(&[u8], Option<&str>, &Url, &[String]) -> Page;

/// How to ask.
#[derive(Debug, Clone)]
pub struct Config {
    /// How many requests may be in flight to one host.
    pub per_host: usize,
    /// How much time passes between the starts of two requests to one host.
    pub interval: Duration,
    /// How many requests may be in flight in all. One that waits for the turn of its host is not in flight.
    pub in_flight: usize,
    /// How long one request may take, from its start to the end of its body.
    pub timeout: Duration,
    /// How long nothing may come from a host that is answering.
    pub idle: Duration,
    /// How often a request to a busy or broken host is repeated.
    pub retries: u32,
    /// How long a host may ask to wait (`Retry-After`) and still be waited for.
    pub patience: Duration,
    /// Which addresses may be asked.
    pub guard: Guard,
    /// What the jitter of waits begins with; the same seed gives the same waits.
    pub seed: u64,
    /// Tells when something is asked.
    pub clock: Clock,
    /// Certificates (DER) that are trusted beside those built in.
    pub roots: Vec<Vec<u8>>,
    /// What the sites of this run ask of programs (`robots.txt`); `None` if nobody heeds it.
    pub robots: Option<RobotsKnown>,
    /// Reads pages; without it no body is fetched.
    pub read: Option<Reader>,
    /// Ends the asking early.
    pub stop: Stop,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            per_host: 2,
            interval: Duration::from_millis(100),
            in_flight: 64,
            timeout: Duration::from_secs(20),
            idle: Duration::from_secs(10),
            retries: 2,
            patience: Duration::from_mins(1),
            guard: Guard::default(),
            seed: 0,
            clock: clock::system,
            roots: Vec::new(),
            robots: Some(RobotsKnown::default()),
            read: None,
            stop: Stop::default(),
        }
    }
}
