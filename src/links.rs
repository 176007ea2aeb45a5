//! Whether the cited pages are there, and whether they are what the citations say.
//!
//! ```text
//! question        paper → Question       each address once, with what is wanted of it
//! inquiry         Question → Reply       from the network (ask::ask, the one place with one) or from a file (evidence)
//! page::read      body → Page            title, authors, date, site name, text
//! verdict::judge  Reply → Judgement      alive, moved, dead, mismatch, unverifiable, and on what grounds
//! Links::new      replies → Links        what is known of each cited address, for the rules
//! ```
//!
//! [`wanted::records`] and [`wanted::probes`] say what should be asked beside the cited addresses themselves, and once it is
//! known which pages are gone, [`archived::questions`] how an archive is asked for copies of them.
//!
//! Nothing here decides from a clock or a network but `ask`: the same replies give the same verdicts, byte for byte.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

pub use self::archived::Archived;
pub use self::checked::{Checked, Links, Registered};
pub use self::verdict::{Ground, Judgement};
pub use self::wall::Barrier;

pub mod against;
pub mod archived;
pub mod ask;
mod authority;
mod breaker;
pub mod cache;
mod checked;
pub mod clock;
mod config;
mod errand;
pub mod evidence;
mod fetch;
mod gate;
pub mod guard;
pub mod inquiry;
mod journal;
mod names;
pub mod page;
pub mod question;
mod queue;
mod redirect;
mod retry;
pub mod robots;
mod sign;
pub mod stop;
pub mod verdict;
pub mod wall;
pub mod wanted;

/// What came back when an address was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reply {
    /// The address as asked, without its fragment.
    pub address: Url,
    /// When it was asked, in seconds since 1970.
    pub asked: i64,
    /// The hops before the last answer: each address that was asked and the status that led on.
    pub chain: Vec<Hop>,
    /// What the last hop came to.
    pub outcome: Outcome,
    /// How often it was tried in all: once, and once more for every retry.
    pub attempts: u32,
    /// When it was dead in runs before, as a cache remembers it: a moment of each day, in seconds since 1970, the first
    /// one first. Empty for a page that was there since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<i64>,
}

/// Replies by the address that was asked. Each has a box of its own, since a tree leaves a third of its places empty.
pub type Replies = BTreeMap<Url, Box<Reply>>;

impl Reply {
    /// The reply for an address that was not asked, and why. It has no time, so that it is the same every time.
    pub fn unasked(address: Url, why: Failure) -> Self {
        Self {
            address,
            asked: 0,
            chain: Vec::new(),
            outcome: Outcome::Failed(why),
            attempts: 0,
            failures: Vec::new(),
        }
    }

    /// The answer with which a server gave what was asked for, be it the page or something in place of one.
    pub fn success(&self) -> Option<&Answer> {
        match &self.outcome {
            Outcome::Answered(answer) => (200..300).contains(&answer.status).then_some(answer),
            Outcome::Failed(_) => None,
        }
    }
}

/// One answer that led on to another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hop {
    /// What was asked.
    pub address: Url,
    /// The status that it answered.
    pub status: u16,
}

/// What the asking came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every outcome is an answer"
)]
pub enum Outcome {
    /// A server answered, and not with a redirect.
    Answered(Answer),
    /// No answer came.
    Failed(Failure),
}

/// The last answer of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Who answered.
    pub address: Url,
    /// With which status.
    pub status: u16,
    /// The headers that a verdict may need (server, content type, those of bot walls), names in small letters, no
    /// cookies and no credentials.
    pub headers: Vec<(String, String)>,
    /// What the body says, where there was one to read.
    pub page: Option<Page>,
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "detail", rename_all = "kebab-case")]
pub enum Failure {
    /// The name of the host is not known.
    NoSuchHost,
    /// Nothing listens there, or it hung up.
    Refused,
    /// It broke off in mid-answer, again and again.
    Broken,
    /// It took too long.
    Timeout,
    /// This machine has no way to it: the name servers do not answer, or its network cannot be reached. That says
    /// nothing of the page.
    NoNetwork,
    /// Its certificate is not valid; why, in words.
    Certificate(String),
    /// The redirects go round in a circle or are too many.
    RedirectLoop,
    /// It leads to an address that is not to be asked: a private one, another scheme. Which.
    Forbidden(String),
    /// The host did not answer others before it, so it was not asked again.
    HostDown,
    /// Its site asks programs not to fetch it (`robots.txt`); by which rule.
    Robots(String),
    /// No socket may be opened, or the run was ended before its turn.
    NotAsked,
    /// The evidence does not have it.
    NotInEvidence,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Its titles, the surest first: `citation_title`, `dc.title`, `og:title`, JSON-LD `headline`, `<title>`, `<h1>`.
    pub titles: Vec<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its dates of publication as written.
    pub dates: Vec<String>,
    /// The name of its site or journal.
    pub site: Option<String>,
    /// Its language, as it says itself.
    pub language: Option<String>,
    /// The address that it calls its own.
    pub canonical: Option<Url>,
    /// The SHA-256 of its text.
    pub text_hash: String,
    /// How many words of text it has.
    pub words: usize,
    /// Which of the passages that were asked for (`#:~:text=`) it has.
    pub passages: Vec<(String, bool)>,
    /// What stands between it and the reader, as far as its body shows it.
    #[serde(default)]
    pub barrier: Option<Barrier>,
    /// If it is the list of an archive, the times of the copies in it: year to second, 14 digits, in UTC.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}

/// What an address is worth to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// The page is there.
    Alive,
    /// The page is there, at another address for good.
    Moved {
        /// Where.
        to: Url,
    },
    /// The page is gone.
    Dead {
        /// Why we think so, for people.
        why: String,
    },
    /// There is a page, and it is not the one that the citation names.
    Mismatch {
        /// Why we think so, for people.
        why: String,
    },
    /// Nothing can be said.
    Unverifiable {
        /// Why not, for people: a wall, a paywall, its `robots.txt`, a time limit, not in the evidence.
        why: String,
    },
}
