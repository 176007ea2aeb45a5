//! What the command line takes for the asking of addresses.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::{Span, SpanRelativeTo};
use url::Url;

/// How the cited addresses are asked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Links")]
pub(in crate::cli) struct Asking {
    /// How many requests may be in flight to one host [default: 2].
    #[arg(long, value_name = "N")]
    pub(in crate::cli) per_host: Option<NonZeroUsize>,
    /// How many milliseconds pass between the starts of two requests to one host [default: 100].
    #[arg(long, value_name = "MS")]
    pub(in crate::cli) interval: Option<u64>,
    /// How many requests may be in flight in all [default: 64].
    #[arg(long, value_name = "N")]
    pub(in crate::cli) in_flight: Option<NonZeroUsize>,
    /// How many seconds one request may take [default: 20].
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(in crate::cli) timeout: Option<f64>,
    /// How often a request to a busy or broken host is repeated [default: 2].
    #[arg(long, value_name = "N")]
    pub(in crate::cli) retries: Option<u32>,
    /// Ask this host even if its addresses are private. May be given several times.
    #[arg(long, value_name = "HOST")]
    pub(in crate::cli) allow_host: Vec<String>,
    /// Ask private addresses as well.
    #[arg(long)]
    pub(in crate::cli) allow_private: bool,
    /// Do not look at robots.txt: also ask for pages that a site asks programs not to fetch.
    #[arg(long)]
    pub(in crate::cli) ignore_robots: bool,
    #[command(flatten)]
    pub(in crate::cli) copies: Copies,
    /// Open no socket, whatever else is said.
    #[arg(long)]
    pub(in crate::cli) offline: bool,
    /// Record every reply in this file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["replay", "offline"])]
    pub(in crate::cli) record: Option<PathBuf>,
    /// Take the replies from this file, and open no socket.
    #[arg(long, value_name = "FILE", group = "memory")]
    pub(in crate::cli) replay: Option<PathBuf>,
    /// Keep what servers answer in this file, and do not ask again what was answered recently. Several runs may share it.
    #[arg(long, value_name = "FILE", group = "memory", conflicts_with = "replay")]
    pub(in crate::cli) cache: Option<PathBuf>,
    /// How long an answer in the cache is trusted: 30m, 12h, 7d.
    #[arg(long, value_name = "TIME", default_value = "1d", value_parser = lifetime, requires = "cache")]
    pub(in crate::cli) cache_ttl: Duration,
    /// Call a page dead only when it has failed on N different days (UTC) and was not there on any day in between; until
    /// then it is unverifiable. The days are counted in the cache, or come from the evidence.
    #[arg(long, value_name = "N", requires = "memory")]
    pub(in crate::cli) dead_after: Option<NonZeroU32>,
}

/// A time for which something is believed.
fn lifetime(written: &str) -> Result<Duration, String> {
    let span: Span = written
        .parse()
        .map_err(|_| "a time such as 30m, 12h or 7d is needed".to_owned())?;
    // A month is not always as long as another.
    let length = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|_| "a time in weeks, days, hours or minutes is needed".to_owned())?;
    Duration::try_from(length).map_err(|_| "a time that is not negative is needed".to_owned())
}

/// Where archived copies are looked for.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Copies {
    /// Ask this archive for copies of pages that are gone or moved [default: the Internet Archive].
    #[arg(long, value_name = "URL", value_parser = web_address, conflicts_with = "no_archive")]
    pub(in crate::cli) archive: Option<Url>,
    /// Ask no archive.
    #[arg(long)]
    pub(in crate::cli) no_archive: bool,
}

/// A time in seconds that is neither nothing nor for ever.
fn seconds(written: &str) -> Result<f64, String> {
    let seconds: f64 = written
        .parse()
        .map_err(|_| "a number is needed".to_owned())?;
    if (0.001..=86_400.0).contains(&seconds) {
        return Ok(seconds);
    }
    Err("a number of seconds between 0.001 and a day is needed".to_owned())
}

/// An address of the Web.
fn web_address(written: &str) -> Result<Url, String> {
    let url = Url::parse(written).ok();
    url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| "an address that begins with https:// is needed".to_owned())
}
