//! What a site asks programs not to fetch: its `robots.txt` (RFC 9309).
//!
//! The file is meant for crawlers, which go from link to link, and an editor who asks for a cited page is none. But a run
//! over a shelf of papers asks a site for hundreds of its pages, nobody watches it, and sites tell programs apart only in
//! this file; so it is heeded unless somebody says otherwise. It costs one request for each host of a run, which is little
//! beside the pages and nothing against politeness, since it takes its turn in the queue of its host like any other. What
//! is made for programs (the registries of DOIs, the lists of archives) is asked without it.
//!
//! A file that is not there (4xx), leads nowhere or cannot be fetched forbids nothing: the page itself will tell that its
//! host is down or not known, and that must not be hidden. A server that fails (5xx) forbids everything, as the RFC has it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use robotxt::Robots;
use url::{Position, Url};

use super::authority::Authority;
use super::page;
use super::{Failure, Outcome};

/// The name by which rules are looked for.
const AGENT: &str = env!("CARGO_PKG_NAME");

/// What the sites of a run ask of programs. Its copies know the same, so that no file is fetched twice.
#[derive(Debug, Clone, Default)]
pub struct RobotsKnown {
    known: Arc<Mutex<HashMap<Authority, Arc<Rules>>>>,
}

/// What one site asks of us.
#[derive(Debug)]
pub(super) struct Rules {
    rules: Robots,
    /// Why everything is forbidden, if no rule says so.
    why: Option<String>,
}

impl Rules {
    /// The rules of a file.
    pub(super) fn read(text: &[u8]) -> Self {
        Self {
            rules: Robots::parse(text, AGENT),
            why: None,
        }
    }

    /// What follows where there is no file.
    pub(super) fn without_file(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Answered(answer) if answer.status >= 500 => Self {
                rules: Robots::disallow_all(),
                why: Some(format!("it answers {}", answer.status)),
            },
            _ => Self {
                rules: Robots::allow_all(),
                why: None,
            },
        }
    }

    /// The rule that forbids an address.
    pub(super) fn forbids(&self, address: &Url) -> Option<Failure> {
        if self.rules.is_url_allowed(address) {
            return None;
        }
        let why = self.why.clone().or_else(|| {
            let path = &address[Position::BeforePath..Position::AfterQuery];
            let rule = self.rules.matching_rule(path)?;
            Some(format!("Disallow: {}", page::line(rule.pattern())))
        });
        Some(Failure::Robots(
            why.unwrap_or_else(|| "Disallow: /".to_owned()),
        ))
    }
}

impl RobotsKnown {
    /// What a site asks of us, once that is known.
    pub(super) fn of(&self, authority: &Authority) -> Option<Arc<Rules>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(authority).cloned()
    }

    pub(super) fn put(&self, authority: Authority, rules: Rules) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(authority, Arc::new(rules));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::links::Answer;

    pub(super) fn forbids(rules: &Rules, path: &str) -> Option<String> {
        let address = Url::parse("https://a.test").unwrap().join(path).unwrap();
        rules.forbids(&address).map(|why| match why {
            Failure::Robots(why) => why,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn rules_for_us_come_before_rules_for_all() {
        let text = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: Footfault\nDisallow: /drafts/\nDisallow: /*.doc$\nAllow: /drafts/open\n";
        let rules = Rules::read(text);
        assert_eq!(forbids(&rules, "/news"), None);
        assert_eq!(forbids(&rules, "/drafts/open/a"), None);
        assert_eq!(
            forbids(&rules, "/drafts/a?b").as_deref(),
            Some("Disallow: /drafts/")
        );
        assert_eq!(
            forbids(&rules, "/a.doc").as_deref(),
            Some("Disallow: /*.doc$")
        );
        let all = Rules::read(b"User-agent: *\nDisallow: /\n");
        assert_eq!(forbids(&all, "/news").as_deref(), Some("Disallow: /"));
        // A page in place of the file has no rules.
        let page = Rules::read(b"<!doctype html><title>Not found</title><p>Disallow: nothing");
        assert_eq!(forbids(&page, "/news"), None);
    }

    #[test]
    fn only_a_server_that_fails_forbids_without_a_file() {
        let answered = |status| {
            Outcome::Answered(Answer {
                address: Url::parse("https://a.test/robots.txt").unwrap(),
                status,
                headers: Vec::new(),
                page: None,
            })
        };
        for (outcome, why) in [
            (answered(404), None),
            (answered(403), None),
            (answered(429), None),
            (answered(503), Some("it answers 503")),
            (Outcome::Failed(Failure::Timeout), None),
            (Outcome::Failed(Failure::NoSuchHost), None),
            (Outcome::Failed(Failure::RedirectLoop), None),
        ] {
            let rules = Rules::without_file(&outcome);
            assert_eq!(forbids(&rules, "/news").as_deref(), why, "{outcome:?}");
        }
    }
}
