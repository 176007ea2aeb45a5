//! One question on its way: what is asked next, after each answer.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::HeaderValue;
use url::Url;

use super::authority::{Authority, authority};
use super::config::Config;
use super::question::{Question, Want};
use super::retry::{Jitter, asked_wait, is_overload, may_pass};
use super::robots::Rules;
use super::{Answer, Failure, Hop, Outcome, Page, redirect};

/// A question with the way that it has gone.
#[derive(Debug)]
pub(super) struct Errand {
    /// Which of the questions it is.
    pub(super) index: usize,
    pub(super) question: Arc<Question>,
    /// What is asked now.
    pub(super) address: Url,
    pub(super) manner: Manner,
    /// The cookies that the chain was given. A new chain begins without any, so that no question answers another.
    pub(super) jar: Arc<Jar>,
    pub(super) chain: Vec<Hop>,
    /// How often it was tried, this time included.
    pub(super) attempts: u32,
    /// When it was asked first, in seconds since 1970; `None` if it never was.
    pub(super) asked: Option<i64>,
    /// What the last try came to, if there will be another.
    pub(super) trouble: Option<Outcome>,
    /// The same address just answered HEAD with an error.
    pub(super) head_failed: bool,
    /// What it brought, if it went for the `robots.txt` of a host.
    pub(super) rules: Option<Rules>,
    /// With which cookies each hop of the chain was asked.
    cookies: Vec<Option<HeaderValue>>,
    /// With which cookies the present address is asked.
    sent: Option<HeaderValue>,
}

/// How an address is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Head,
    Get,
    /// As the `robots.txt` of its host.
    Robots,
}

/// What came back from one hop.
#[derive(Debug)]
pub(super) struct Landed {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) location: Option<String>,
    pub(super) retry_after: Option<String>,
    pub(super) page: Option<Page>,
    /// What a `robots.txt` says.
    pub(super) rules: Option<Rules>,
}

/// What waits in the queue of its host. Most of it was never begun and needs no more than its number.
#[derive(Debug)]
pub(super) enum Job {
    /// The question of this number.
    First(usize),
    /// What was begun.
    Again(Box<Errand>),
}

/// What follows from an answer.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// It is over.
    Done(Outcome),
    /// It goes on at once, to [`Errand::address`].
    Onward,
    /// It is tried again.
    Again {
        /// After so long.
        wait: Duration,
        /// Its whole host rests so long.
        host_rests: bool,
    },
    /// It is over, and the host asks to be left alone for longer than anybody will wait.
    LeaveAlone(Outcome),
}

impl Errand {
    pub(super) fn new(index: usize, question: Arc<Question>) -> Self {
        Self {
            index,
            address: question.address.clone(),
            manner: match question.want {
                Want::Presence => Manner::Head,
                Want::Page => Manner::Get,
            },
            question,
            jar: Arc::default(),
            chain: Vec::new(),
            attempts: 1,
            asked: None,
            trouble: None,
            head_failed: false,
            rules: None,
            cookies: Vec::new(),
            sent: None,
        }
    }

    /// Notes that it goes out, and with which cookies.
    pub(super) fn start(&mut self, now: i64) -> Option<HeaderValue> {
        self.asked.get_or_insert(now);
        self.sent = self.jar.cookies(&self.address);
        self.sent.clone()
    }

    /// Who is asked now.
    pub(super) fn authority(&self) -> Authority {
        authority(&self.address)
    }

    /// What follows from what came back.
    pub(super) fn step(
        &mut self,
        result: Result<Landed, Failure>,
        config: &Config,
        jitter: &mut Jitter,
    ) -> Step {
        self.head_failed = false;
        match result {
            // The pages that wait for it will tell whether their host is there.
            Err(failure) if self.manner == Manner::Robots => Step::Done(Outcome::Failed(failure)),
            Err(failure) => self.after_failure(failure, config, jitter),
            Ok(landed) => self.after_answer(landed, config, jitter),
        }
    }

    fn after_failure(&mut self, failure: Failure, config: &Config, jitter: &mut Jitter) -> Step {
        let passes = matches!(
            failure,
            Failure::Timeout | Failure::Broken | Failure::NoNetwork
        );
        if !passes || self.attempts > config.retries {
            return Step::Done(Outcome::Failed(failure));
        }
        self.trouble = Some(Outcome::Failed(failure));
        Step::Again {
            wait: jitter.wait(self.attempts),
            host_rests: false,
        }
    }

    fn after_answer(&mut self, mut landed: Landed, config: &Config, jitter: &mut Jitter) -> Step {
        self.rules = landed.rules.take();
        let location = landed.location.as_deref();
        let target = location
            .filter(|_| redirect::leads_on(landed.status))
            .and_then(|location| redirect::target(&self.address, location));
        if let Some(target) = target {
            return self.follow(landed.status, target, config);
        }
        if self.manner == Manner::Head && landed.status >= 400 && landed.status != 429 {
            self.manner = Manner::Get;
            self.head_failed = true;
            return Step::Onward;
        }
        if may_pass(landed.status) {
            return self.after_trouble(landed, config, jitter);
        }
        Step::Done(self.answered(landed))
    }

    /// Goes on to where an answer leads, unless it leads nowhere good.
    fn follow(&mut self, status: u16, target: Url, config: &Config) -> Step {
        let from = std::mem::replace(&mut self.address, target);
        self.cookies.push(self.sent.take());
        self.chain.push(Hop {
            address: from,
            status,
        });
        if let Err(why) = config.guard.look_at(&self.address) {
            return Step::Done(Outcome::Failed(Failure::Forbidden(why)));
        }
        if self.chain.len() > redirect::MOST_HOPS || self.was_here() {
            return Step::Done(Outcome::Failed(Failure::RedirectLoop));
        }
        Step::Onward
    }

    /// Whether the same was asked before. Pages that set a cookie and lead back to themselves are no circle.
    fn was_here(&self) -> bool {
        let cookies = self.jar.cookies(&self.address);
        let mut before = self.chain.iter().zip(&self.cookies);
        before.any(|(hop, sent)| hop.address == self.address && *sent == cookies)
    }

    fn after_trouble(&mut self, landed: Landed, config: &Config, jitter: &mut Jitter) -> Step {
        let asked = landed.retry_after.as_deref();
        let asked = asked.and_then(|value| asked_wait(value, Timestamp::now()));
        if asked.is_some_and(|wait| wait > config.patience) {
            return Step::LeaveAlone(self.answered(landed));
        }
        if self.attempts > config.retries {
            return Step::Done(self.answered(landed));
        }
        let host_rests = asked.is_some() || is_overload(landed.status);
        // Never at once, even if the server's clock says so.
        let wait = jitter.wait(self.attempts);
        self.trouble = Some(self.answered(landed));
        Step::Again {
            wait: asked.map_or(wait, |asked| asked.max(wait / 4)),
            host_rests,
        }
    }

    fn answered(&self, landed: Landed) -> Outcome {
        Outcome::Answered(Answer {
            address: self.address.clone(),
            status: landed.status,
            headers: landed.headers,
            page: landed.page,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The question for `http://a.test/` on its way, with what follows from an answer or a failure.
    struct Way {
        errand: Errand,
        jitter: Jitter,
        config: Config,
    }

    impl Way {
        fn new(manner: Manner) -> Self {
            let question = Question::page(Url::parse("http://a.test/").unwrap());
            Self {
                errand: Errand {
                    manner,
                    ..Errand::new(0, Arc::new(question))
                },
                jitter: Jitter::new(0),
                config: Config::default(),
            }
        }

        fn fails(&mut self, failure: Failure) -> Step {
            let step = self
                .errand
                .step(Err(failure), &self.config, &mut self.jitter);
            self.errand.attempts += 1;
            step
        }

        fn answers(
            &mut self,
            status: u16,
            location: Option<&str>,
            retry_after: Option<&str>,
        ) -> Step {
            let landed = Landed {
                status,
                headers: Vec::new(),
                location: location.map(ToOwned::to_owned),
                retry_after: retry_after.map(ToOwned::to_owned),
                page: None,
                rules: None,
            };
            self.errand.step(Ok(landed), &self.config, &mut self.jitter)
        }
    }

    fn failed(failure: Failure) -> Step {
        Step::Done(Outcome::Failed(failure))
    }

    #[test]
    fn what_may_pass_is_tried_three_times() {
        for failure in [Failure::Timeout, Failure::Broken, Failure::NoNetwork] {
            let mut way = Way::new(Manner::Get);
            assert!(matches!(
                way.fails(failure.clone()),
                Step::Again {
                    host_rests: false,
                    ..
                }
            ));
            assert!(matches!(way.fails(failure.clone()), Step::Again { .. }));
            assert_eq!(way.fails(failure.clone()), failed(failure));
        }
        for failure in [Failure::NoSuchHost, Failure::Refused] {
            assert_eq!(
                Way::new(Manner::Get).fails(failure.clone()),
                failed(failure)
            );
        }
    }

    #[test]
    fn a_host_is_waited_for_as_long_as_it_asks_within_reason() {
        let mut way = Way::new(Manner::Get);
        let asked = Step::Again {
            wait: Duration::from_secs(7),
            host_rests: true,
        };
        assert_eq!(way.answers(503, None, Some("7")), asked);
        assert!(matches!(
            way.answers(429, None, Some("3600")),
            Step::LeaveAlone(_)
        ));
        let Step::Again { wait, .. } = way.answers(429, None, Some("0")) else {
            panic!("it may be tried again");
        };
        assert!(wait > Duration::from_millis(50), "{wait:?}");
    }

    #[test]
    fn redirects_are_followed_until_they_lead_nowhere_good() {
        let mut way = Way::new(Manner::Get);
        assert_eq!(way.answers(301, Some("/b"), None), Step::Onward);
        assert_eq!(way.errand.address.as_str(), "http://a.test/b");
        assert_eq!(
            way.answers(302, Some("https://a.test/b"), None),
            Step::Onward
        );
        assert_eq!(way.answers(302, Some("/b?c"), None), Step::Onward);
        assert_eq!(
            way.answers(307, Some("/b"), None),
            failed(Failure::RedirectLoop)
        );
        assert_eq!(way.errand.chain.len(), 4);
        for (location, why) in [
            (
                "http://169.254.169.254/latest",
                "169.254.169.254 is a private address",
            ),
            ("ftp://a.test/x", "ftp://a.test/x: no web address"),
        ] {
            let step = Way::new(Manner::Get).answers(302, Some(location), None);
            assert_eq!(step, failed(Failure::Forbidden(why.to_owned())));
        }
        let step = Way::new(Manner::Get).answers(302, None, None);
        assert!(matches!(
            step,
            Step::Done(Outcome::Answered(Answer { status: 302, .. }))
        ));
    }

    #[test]
    fn a_page_that_sets_a_cookie_and_leads_to_itself_is_no_circle() {
        let mut way = Way::new(Manner::Get);
        way.errand.jar.add_cookie_str("seen=1", &way.errand.address);
        // The first request went out without the cookie that its answer brought.
        way.errand.cookies.push(None);
        way.errand.chain.push(Hop {
            address: way.errand.address.clone(),
            status: 302,
        });
        assert!(!way.errand.was_here());
    }

    #[test]
    fn head_that_fails_is_followed_by_get_at_the_same_place() {
        let mut way = Way::new(Manner::Head);
        assert_eq!(way.answers(301, Some("/b"), None), Step::Onward);
        assert_eq!(way.errand.manner, Manner::Head);
        assert_eq!(way.answers(405, None, None), Step::Onward);
        assert_eq!(
            (way.errand.manner, way.errand.head_failed),
            (Manner::Get, true)
        );
        assert_eq!(way.errand.address.as_str(), "http://a.test/b");
        assert!(matches!(way.answers(404, None, None), Step::Done(_)));
    }
}
