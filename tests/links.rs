//! Asking a real server on loopback: what comes back, how often it was asked, and how politely.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use footfault::links::ask::{Config, ask};
use footfault::links::guard::Guard;
use footfault::links::question::{Question, Want};
use footfault::links::{Failure, Outcome, Page, Reply};
use serde::Deserialize;
use url::Url;

#[path = "links/archive.rs"]
mod archive;
#[path = "links/cache.rs"]
mod cache;
#[path = "links/commands.rs"]
mod commands;
#[path = "links/pdf.rs"]
mod pdf;
#[cfg(unix)]
#[path = "links/process.rs"]
mod process;
#[path = "links/robots.rs"]
mod robots;
#[path = "links/secure.rs"]
mod secure;
#[path = "links/server.rs"]
mod server;
#[path = "shared/folder.rs"]
mod shared;
#[cfg(unix)]
#[path = "shared/tool.rs"]
mod tool;

use self::secure::Secure;
use self::server::{Answer, Play, Server, Then};

const CASES: &str = include_str!("../testdata/links/cases.json");

/// What a server plays, what is asked, and what must come of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    plays: Play,
    asks: String,
    #[serde(default)]
    presence: bool,
    /// `answered` and a status, or the kind of failure and the beginning of its detail.
    outcome: String,
    /// The path that answered, if it is not the one that was asked.
    at: Option<String>,
    #[serde(default)]
    chain: Vec<u16>,
    #[serde(default = "one")]
    attempts: u32,
    /// All that the server was asked for, in order.
    requests: Vec<String>,
    /// How many bytes of the body were read.
    body: Option<usize>,
    /// The headers that the reply keeps.
    headers: Option<Vec<String>>,
    /// How long it takes at least and at most, in milliseconds.
    #[serde(default)]
    at_least: u64,
    #[serde(default = "long")]
    at_most: u64,
}

fn one() -> u32 {
    1
}

fn long() -> u64 {
    10_000
}

/// Quick, and allowed to ask 127.0.0.1, which is where the servers are; no other loopback address.
fn config() -> Config {
    Config {
        interval: Duration::ZERO,
        timeout: Duration::from_secs(1),
        idle: Duration::from_millis(800),
        guard: allowing(&["127.0.0.1"]),
        // The tables count every request; those for robots.txt have tests of their own.
        robots: None,
        read: Some(length),
        ..Config::default()
    }
}

fn allowing(hosts: &[&str]) -> Guard {
    Guard {
        allow_hosts: hosts.iter().map(|&host| host.to_owned()).collect(),
        ..Guard::default()
    }
}

/// A page of which only its length is known.
fn length(bytes: &[u8], _: Option<&str>, _: &Url, _: &[String]) -> Page {
    Page {
        words: bytes.len(),
        ..Page::default()
    }
}

fn page(address: &str) -> Question {
    Question::page(Url::parse(address).unwrap())
}

fn ask_all(questions: Vec<Question>, config: &Config) -> Vec<Reply> {
    ask(questions, config, |_, _| ControlFlow::Continue(())).unwrap()
}

fn ask_one(question: Question, config: &Config) -> Reply {
    let mut replies = ask_all(vec![question], config);
    assert_eq!(replies.len(), 1);
    replies.remove(0)
}

fn said(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Answered(answer) => format!("answered {}", answer.status),
        Outcome::Failed(failure) => {
            let value = serde_json::to_value(failure).unwrap();
            let kind = value["kind"].as_str().unwrap();
            let detail = value["detail"].as_str().map(|detail| format!(" {detail}"));
            kind.to_owned() + &detail.unwrap_or_default()
        }
    }
}

fn everywhere_ok(paths: impl IntoIterator<Item = String>) -> Play {
    let ok = Answer {
        status: 200,
        ..Answer::default()
    };
    paths
        .into_iter()
        .map(|path| (path, vec![ok.clone()]))
        .collect()
}

fn doing(then: Then, paths: impl IntoIterator<Item = String>) -> Play {
    let answer = Answer {
        then: Some(then),
        ..Answer::default()
    };
    paths
        .into_iter()
        .map(|path| (path, vec![answer.clone()]))
        .collect()
}

fn paths(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|at| format!("/{at}"))
}

impl Case {
    fn check(mut self) {
        let name = &self.name;
        let plays = std::mem::take(&mut self.plays);
        let server = Server::start([127, 0, 0, 1], |address| {
            filled_in(plays, &address.to_string())
        });
        let mut question = page(&server.url(&self.asks));
        if self.presence {
            question.want = Want::Presence;
        }
        let start = Instant::now();
        let reply = ask_one(question.clone(), &config());
        let took = start.elapsed();
        assert_eq!(reply.address, question.address, "{name}");
        let outcome = said(&reply.outcome);
        assert!(outcome.starts_with(&self.outcome), "{name}: {outcome}");
        let chain: Vec<u16> = reply.chain.iter().map(|hop| hop.status).collect();
        assert_eq!(chain, self.chain, "{name}");
        assert_eq!(server.lines(), self.requests, "{name}");
        assert_eq!(reply.attempts, self.attempts, "{name}");
        let bounds = Duration::from_millis(self.at_least)..Duration::from_millis(self.at_most);
        assert!(bounds.contains(&took), "{name}: took {took:?}");
        let Outcome::Answered(answer) = &reply.outcome else {
            assert!(self.at.is_none() && self.body.is_none(), "{name}");
            return;
        };
        let at = self.at.as_deref().unwrap_or(&self.asks);
        assert_eq!(answer.address.as_str(), server.url(at), "{name}");
        if let Some(body) = self.body {
            assert_eq!(answer.page.as_ref().unwrap().words, body, "{name}");
        }
        assert_eq!(answer.page.is_some(), !self.presence, "{name}");
        if let Some(headers) = &self.headers {
            let kept = answer.headers.iter();
            let kept: Vec<String> = kept
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            assert_eq!(&kept, headers, "{name}");
        }
    }
}

/// The play with its places filled in: the server's own address, and dates to come.
fn filled_in(mut plays: Play, host: &str) -> Play {
    let port = host.rsplit_once(':').unwrap().1;
    for answer in plays.values_mut().flatten() {
        for (_, value) in &mut answer.headers {
            *value = value.replace("{host}", host).replace("{port}", port);
            if value == "{in 3 seconds}" {
                let then = SystemTime::now() + Duration::from_secs(3);
                let then = jiff::Timestamp::try_from(then).unwrap();
                *value = then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            }
        }
    }
    plays
}

#[test]
fn every_case_comes_to_what_the_table_says() {
    let cases: Vec<Case> = serde_json::from_str(CASES).unwrap();
    let names: BTreeSet<String> = cases.iter().map(|case| case.name.clone()).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    thread::scope(|scope| {
        for case in cases {
            scope.spawn(|| case.check());
        }
    });
}

#[test]
fn nothing_private_is_asked_unless_it_is_allowed() {
    let server = Server::start([127, 0, 0, 1], |_| everywhere_ok(["/".to_owned()]));
    let port = server.address.port();
    let strict = Config {
        guard: Guard::default(),
        ..config()
    };
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
    ] {
        let reply = ask_one(page(&format!("http://{host}:{port}/")), &strict);
        assert!(
            matches!(reply.outcome, Outcome::Failed(Failure::Forbidden(_))),
            "{host}: {reply:?}"
        );
    }
    assert_eq!(server.lines(), [""; 0]);
    let open = Config {
        guard: Guard {
            allow_private: true,
            ..Guard::default()
        },
        ..config()
    };
    for (config, host) in [
        (&open, "127.0.0.1"),
        (&open, "localhost"),
        (
            &Config {
                guard: allowing(&["localhost"]),
                ..strict.clone()
            },
            "localhost",
        ),
        (&config(), "2130706433"),
    ] {
        let reply = ask_one(page(&format!("http://{host}:{port}/")), config);
        assert_eq!(said(&reply.outcome), "answered 200", "{host}");
    }
}

#[test]
fn each_address_is_asked_once() {
    let server = Server::start([127, 0, 0, 1], |_| everywhere_ok(["/a".to_owned()]));
    let questions = [
        page(&server.url("/a#one")),
        page(&server.url("/a#two")),
        page(&server.url("/a").replace("http://", "http://me:secret@")),
    ];
    let replies = ask_all(questions.to_vec(), &config());
    assert_eq!(replies.len(), 1);
    assert_eq!(replies[0].address.as_str(), server.url("/a"));
    assert_eq!(server.lines(), ["GET /a"]);
    let headers = &server.seen()[0].headers;
    assert!(
        !headers
            .iter()
            .any(|header| header.starts_with("authorization")),
        "{headers:?}"
    );
    assert!(
        !headers.iter().any(|header| header.starts_with("referer")),
        "{headers:?}"
    );
}

#[test]
fn a_host_is_asked_at_its_pace_and_others_do_not_wait() {
    let slow = Server::start([127, 0, 0, 1], |_| everywhere_ok(paths(6)));
    let other = Server::start([127, 0, 0, 1], |_| everywhere_ok(paths(1)));
    let mut questions: Vec<Question> = paths(6).map(|path| page(&slow.url(&path))).collect();
    questions.push(page(&other.url("/0")));
    let config = Config {
        interval: Duration::from_millis(100),
        in_flight: 2,
        ..config()
    };
    let start = Instant::now();
    let replies = ask_all(questions, &config);
    assert!(
        replies
            .iter()
            .all(|reply| said(&reply.outcome) == "answered 200")
    );
    // A request arrives when it was sent or later, so that a busy machine cannot make one come too early.
    let arrivals = slow.seen().into_iter().map(|seen| seen.at - start);
    let arrivals: Vec<Duration> = arrivals.collect();
    let mut due = (0..).map(|count| config.interval * count);
    assert!(
        arrivals
            .iter()
            .all(|at| due.next().is_some_and(|due| *at >= due)),
        "{arrivals:?}"
    );
    let other = other.seen()[0].at - start;
    assert!(other < arrivals[5], "{other:?} {arrivals:?}");
    assert!(arrivals[5] < 50 * config.interval, "{arrivals:?}");
}

#[test]
fn a_hung_host_holds_nobody_up() {
    let hung = Server::start([127, 0, 0, 1], |_| doing(Then::Hang, paths(30)));
    let other = Server::start([127, 0, 0, 1], |_| everywhere_ok(paths(30)));
    let questions = paths(30).flat_map(|path| [page(&hung.url(&path)), page(&other.url(&path))]);
    let config = Config {
        interval: Duration::from_millis(10),
        ..config()
    };
    let start = Instant::now();
    let mut quick = Duration::ZERO;
    let replies = ask(questions, &config, |reply, standing| {
        if said(&reply.outcome) == "answered 200" {
            quick = start.elapsed();
        }
        assert!(standing.done <= standing.all);
        ControlFlow::Continue(())
    });
    let took = start.elapsed();
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert!(quick < Duration::from_secs(1), "{quick:?}");
    let mut outcomes: Vec<String> = replies
        .unwrap()
        .iter()
        .map(|reply| said(&reply.outcome))
        .collect();
    outcomes.sort();
    let count = |what: &str| outcomes.iter().filter(|outcome| *outcome == what).count();
    assert_eq!(count("answered 200"), 30);
    assert_eq!(count("timeout") + count("host-down"), 30, "{outcomes:?}");
    assert!(
        count("timeout") >= 3 && hung.lines().len() < 8,
        "{outcomes:?}"
    );
}

#[test]
fn a_host_that_asks_for_rest_gets_it_for_all_its_pages() {
    let server = Server::start([127, 0, 0, 1], |_| {
        let mut play = everywhere_ok(paths(4));
        let busy = Answer {
            status: 429,
            headers: vec![("retry-after".to_owned(), "1".to_owned())],
            ..Answer::default()
        };
        play.get_mut("/0").unwrap().insert(0, busy);
        play
    });
    let questions = paths(4).map(|path| page(&server.url(&path))).collect();
    let config = Config {
        per_host: 1,
        ..config()
    };
    let replies = ask_all(questions, &config);
    assert!(
        replies
            .iter()
            .all(|reply| said(&reply.outcome) == "answered 200")
    );
    let seen = server.seen();
    assert_eq!(seen.len(), 5);
    let rest = seen[1].at - seen[0].at;
    assert!(rest > Duration::from_millis(950), "{rest:?}");
}

#[test]
fn a_host_that_was_caught_refusing_head_is_asked_with_get() {
    let server = Server::start([127, 0, 0, 1], |_| {
        let mut play = everywhere_ok(paths(3));
        for answers in play.values_mut() {
            answers[0].head = Some(403);
        }
        play
    });
    let url = |path: String| Url::parse(&server.url(&path)).unwrap();
    let questions = paths(3).map(|path| Question::presence(url(path))).collect();
    let config = Config {
        per_host: 1,
        ..config()
    };
    let replies = ask_all(questions, &config);
    assert!(
        replies
            .iter()
            .all(|reply| said(&reply.outcome) == "answered 200")
    );
    assert_eq!(server.lines(), ["HEAD /0", "GET /0", "GET /1", "GET /2"]);
}

#[test]
fn what_was_stopped_keeps_what_is_known() {
    let hung = Server::start([127, 0, 0, 1], |_| doing(Then::Hang, paths(3)));
    let other = Server::start([127, 0, 0, 1], |_| everywhere_ok(paths(1)));
    let mut questions: Vec<Question> = paths(3).map(|path| page(&hung.url(&path))).collect();
    questions.push(page(&other.url("/0")));
    let config = Config {
        timeout: Duration::from_secs(20),
        idle: Duration::from_secs(20),
        ..config()
    };
    let start = Instant::now();
    let mut told = 0;
    let replies = ask(questions, &config, |_, _| {
        told += 1;
        config.stop.stop();
        ControlFlow::Continue(())
    });
    assert!(start.elapsed() < Duration::from_secs(2));
    let outcomes: Vec<String> = replies
        .unwrap()
        .iter()
        .map(|reply| said(&reply.outcome))
        .collect();
    assert_eq!(
        outcomes,
        ["not-asked", "not-asked", "not-asked", "answered 200"]
    );
    assert_eq!(told, 1);
}

#[test]
fn nothing_listens() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let reply = ask_one(page(&format!("http://{free}/")), &config());
    assert_eq!(reply.outcome, Outcome::Failed(Failure::Refused));
}

#[test]
fn a_certificate_must_be_signed_by_somebody_and_for_the_host() {
    let own = Secure::start("127.0.0.1");
    let Outcome::Failed(Failure::Certificate(why)) =
        ask_one(page(&own.url("/")), &config()).outcome
    else {
        panic!("nobody signed it");
    };
    assert!(!why.is_empty());
    let other = Secure::start("example.org");
    let trusting = Config {
        roots: vec![own.certificate.clone(), other.certificate.clone()],
        ..config()
    };
    let reply = ask_one(page(&other.url("/")), &trusting);
    assert!(
        matches!(reply.outcome, Outcome::Failed(Failure::Certificate(_))),
        "{reply:?}"
    );
}

#[test]
fn the_second_version_of_http_is_spoken() {
    let server = Secure::start("127.0.0.1");
    let trusting = Config {
        roots: vec![server.certificate.clone()],
        ..config()
    };
    let Outcome::Answered(answer) = ask_one(page(&server.url("/")), &trusting).outcome else {
        panic!("it answers");
    };
    let spoken = ("server".to_owned(), "HTTP/2.0".to_owned());
    assert!(answer.headers.contains(&spoken), "{:?}", answer.headers);
    assert_eq!(answer.page.unwrap().words, "secure".len());
}
