//! What a reply says of an address. The table case → verdict is `testdata/links/verdicts.json`.
//!
//! Dead is what says so itself: no such host, 404, 410, a page that says that there is no page, the same page as at an
//! address that nobody ever had, the entrance of a site in place of a page in it. What was refused, broken off or hidden
//! says nothing of the page and is unverifiable; so is whatever stands behind a wall, whatever its status.

use serde::{Deserialize, Serialize};
use url::Url;

use self::not_found::says_not_found;
use super::against::likeness::{self, Likeness};
use super::page::line;
use super::wall::{self, Barrier};
use super::{Answer, Failure, Outcome, Page, Reply, Verdict};

pub mod end;
mod not_found;
#[cfg(test)]
mod tests;

/// A verdict and what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What the address is worth.
    pub verdict: Verdict,
    /// On what grounds.
    pub ground: Ground,
}

/// What a verdict stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The page answered.
    Answered,
    /// The registry has the DOI, whatever its page answers.
    Registered,
    /// It was moved for good.
    Moved,
    /// The host is not known.
    NoSuchHost,
    /// The server says that it is gone.
    Gone,
    /// The page says that there is no page, with a status that says that there is one.
    SoftNotFound,
    /// It leads to the entrance of a site or of a section.
    LedHome,
    /// Several cited addresses lead to one and the same page.
    SharedEnd,
    /// The page is another work than the cited one.
    AnotherWork,
    /// The registry does not have the DOI.
    NotRegistered,
    /// It failed, and not yet on as many days as are asked for.
    FailedLately,
    /// A wall against machines.
    Wall,
    /// Only who pays may read it.
    Paywall,
    /// Only who is known may read it.
    Login,
    /// The page is written by its scripts, and there is nothing in it without them.
    Scripts,
    /// The server answered with another status than 2xx, 404 and 410.
    Status,
    /// It took too long.
    Timeout,
    /// No connection, or one that broke off.
    Broken,
    /// The certificate is not valid.
    Certificate,
    /// The redirects go round in a circle.
    RedirectLoop,
    /// It leads where nothing is asked.
    Forbidden,
    /// This machine has no way to it.
    NoNetwork,
    /// The host did not answer others before it.
    HostDown,
    /// Its site asks programs not to fetch it.
    Robots,
    /// It was not asked.
    NotAsked,
    /// The evidence does not have it.
    NotInEvidence,
}

/// What is known beside the reply itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// What the address of [`super::wanted::sibling`] answered.
    pub probe: Option<&'a Reply>,
    /// How many different cited addresses, this one with them, are redirected to the page where it ends.
    pub ending_there: usize,
    /// The titles that the citations give for it.
    pub titles: &'a [String],
}

/// From this number of cited addresses on, the page where they all end is none of them.
const MANY: usize = 3;

/// A page with fewer words is a frame that scripts fill.
const WORDS_OF_A_FRAME: usize = 40;

/// What a reply says of its address.
pub fn judge(reply: &Reply, known: &Known<'_>) -> Judgement {
    match &reply.outcome {
        Outcome::Failed(failure) => failed(failure),
        Outcome::Answered(answer) => answered(reply, answer, known),
    }
}

impl Judgement {
    fn alive() -> Self {
        Self {
            verdict: Verdict::Alive,
            ground: Ground::Answered,
        }
    }

    /// The page is gone.
    pub fn dead(ground: Ground, why: impl Into<String>) -> Self {
        let why = why.into();
        Self {
            verdict: Verdict::Dead { why },
            ground,
        }
    }

    fn unverifiable(ground: Ground, why: impl Into<String>) -> Self {
        let why = why.into();
        Self {
            verdict: Verdict::Unverifiable { why },
            ground,
        }
    }
}

fn failed(failure: &Failure) -> Judgement {
    let (ground, why) = match failure {
        Failure::NoSuchHost => {
            return Judgement::dead(Ground::NoSuchHost, "there is no host of this name");
        }
        Failure::Refused => (Ground::Broken, "the host takes no connection".to_owned()),
        Failure::Broken => (Ground::Broken, "the connection broke off".to_owned()),
        Failure::Timeout => (
            Ground::Timeout,
            "the host took too long to answer".to_owned(),
        ),
        Failure::NoNetwork => (
            Ground::NoNetwork,
            "there is no network to ask it by".to_owned(),
        ),
        Failure::Certificate(why) => (
            Ground::Certificate,
            format!("the certificate of the host is not valid: {}", line(why)),
        ),
        Failure::RedirectLoop => (
            Ground::RedirectLoop,
            "its redirects go round in a circle".to_owned(),
        ),
        Failure::Forbidden(to) => (
            Ground::Forbidden,
            format!("it leads where nothing is asked: {}", line(to)),
        ),
        Failure::HostDown => (
            Ground::HostDown,
            "the host did not answer others before it".to_owned(),
        ),
        Failure::Robots(rule) => (
            Ground::Robots,
            format!(
                "its site asks programs not to fetch it (robots.txt, {})",
                line(rule)
            ),
        ),
        Failure::NotAsked => (Ground::NotAsked, "it was not asked".to_owned()),
        Failure::NotInEvidence => (
            Ground::NotInEvidence,
            "it is not in the evidence".to_owned(),
        ),
    };
    Judgement::unverifiable(ground, why)
}

fn answered(reply: &Reply, answer: &Answer, known: &Known<'_>) -> Judgement {
    if let Some(barrier) = wall::barrier(reply, answer) {
        return behind(&barrier);
    }
    match answer.status {
        200..=299 => there(reply, answer, known),
        status @ (404 | 410) => gone(status, answer, known),
        status => Judgement::unverifiable(Ground::Status, of_status(status)),
    }
}

fn behind(barrier: &Barrier) -> Judgement {
    match barrier {
        Barrier::Wall(whose) => Judgement::unverifiable(
            Ground::Wall,
            format!("a wall against machines stands before it ({})", line(whose)),
        ),
        Barrier::Paywall => Judgement::unverifiable(Ground::Paywall, "it is behind a paywall"),
        Barrier::Login => Judgement::unverifiable(Ground::Login, "one must log in to read it"),
    }
}

fn gone(status: u16, answer: &Answer, known: &Known<'_>) -> Judgement {
    // Some sites that are written by scripts answer 404 and show the page.
    if bears_title(answer.page.as_ref(), known.titles) {
        let why = format!("the server answers {status}, and its page bears the cited title");
        return Judgement::unverifiable(Ground::Status, why);
    }
    let why = if status == 410 {
        "the server answers 410: it is gone for good"
    } else {
        "the server answers 404: there is no such page"
    };
    Judgement::dead(Ground::Gone, why)
}

fn of_status(status: u16) -> String {
    let meaning = match status {
        401 | 407 => "one must log in to read it",
        402 => "it is behind a paywall",
        403 => "the server refuses to show it to us",
        408 | 504 => "the server took too long",
        429 => "the server had too many requests",
        451 => "it is withheld for legal reasons",
        503 => "the server is out of service",
        500..=599 => "the server failed",
        300..=399 => "it leads on, and does not say where",
        _ => "the server does not answer our request",
    };
    format!("the server answers {status}: {meaning}")
}

fn there(reply: &Reply, answer: &Answer, known: &Known<'_>) -> Judgement {
    let page = answer.page.as_ref();
    if !bears_title(page, known.titles) {
        let bad = (page.and_then(|page| soft_not_found(page, known)))
            .or_else(|| led_home(reply, answer))
            .or_else(|| shared_end(reply, known));
        if let Some(judgement) = bad {
            return judgement;
        }
    }
    let unlike = page.is_some_and(|page| {
        let titles = known.titles.iter();
        !known.titles.is_empty()
            && titles
                .map(|title| likeness::to_any(title, &page.titles))
                .max()
                == Some(Likeness::Unlike)
    });
    if !unlike && end::is_moved(reply, &answer.address) {
        return Judgement {
            verdict: Verdict::Moved {
                to: answer.address.clone(),
            },
            ground: Ground::Moved,
        };
    }
    Judgement::alive()
}

/// Whether a page has one of the cited titles.
fn bears_title(page: Option<&Page>, titles: &[String]) -> bool {
    page.is_some_and(|page| {
        titles
            .iter()
            .any(|title| likeness::to_any(title, &page.titles) == Likeness::Like)
    })
}

/// A page that says that there is none, or that every address of the site answers with.
fn soft_not_found(page: &Page, known: &Known<'_>) -> Option<Judgement> {
    if let Some(title) = page.titles.iter().find(|title| says_not_found(title)) {
        let why = format!(
            "the server answers as if it were there, and the page says “{}”",
            line(title)
        );
        return Some(Judgement::dead(Ground::SoftNotFound, why));
    }
    let other = known.probe?.success()?.page.as_ref()?;
    if !is_same(page, other) {
        return None;
    }
    Some(if page.words < WORDS_OF_A_FRAME {
        let why =
            "every address of the site answers with the same empty page, which its scripts fill";
        Judgement::unverifiable(Ground::Scripts, why)
    } else {
        let why = "the site answers with the same page where there is none";
        Judgement::dead(Ground::SoftNotFound, why)
    })
}

/// Whether two pages are one, as far as one sees: of the same text, or of the same titles and length, since some repeat
/// the address that was asked.
fn is_same(one: &Page, other: &Page) -> bool {
    let titled = !one.titles.is_empty() && one.titles == other.titles;
    let apart = one.words.abs_diff(other.words);
    (one.words > 0 && one.text_hash == other.text_hash)
        || (titled && apart * 50 <= one.words && apart <= 10)
}

fn led_home(reply: &Reply, answer: &Answer) -> Option<Judgement> {
    let end = end::of(reply, &answer.address)?;
    let what = match end {
        end::End::Home => "the entrance of the site",
        end::End::Section => "a section of the site",
    };
    Some(Judgement::dead(
        Ground::LedHome,
        format!("it only leads to {what}, {}", answer.address),
    ))
}

fn shared_end(reply: &Reply, known: &Known<'_>) -> Option<Judgement> {
    let count = known.ending_there;
    (count >= MANY && !reply.chain.is_empty()).then(|| {
        let why = format!(
            "it ends at the same page as {} other cited addresses",
            count - 1
        );
        Judgement::dead(Ground::SharedEnd, why)
    })
}

/// The address that answered, without what does not tell pages apart; `None` where nothing answered or nothing led on.
pub fn ending(reply: &Reply) -> Option<String> {
    match &reply.outcome {
        Outcome::Answered(answer) if !reply.chain.is_empty() => Some(end::key(&answer.address)),
        _ => None,
    }
}

/// The address that answered.
pub fn last(reply: &Reply) -> Option<&Url> {
    match &reply.outcome {
        Outcome::Answered(answer) => Some(&answer.address),
        Outcome::Failed(_) => None,
    }
}
