//! What sites ask programs not to fetch.

use std::fs;
use std::time::{Duration, Instant};

use footfault::links::ask::Config;
use footfault::links::question::Question;
use footfault::links::robots::RobotsKnown;
use serde_json::Value;
use url::Url;

use super::commands::run;
use super::server::{Answer, Play, Server, Then};
use super::{allowing, ask_all, ask_one, config, everywhere_ok, page, paths, said};

fn heeding() -> Config {
    Config {
        robots: Some(RobotsKnown::default()),
        ..config()
    }
}

fn file(status: u16, body: &str) -> Vec<Answer> {
    vec![Answer {
        status,
        body: body.to_owned(),
        ..Answer::default()
    }]
}

/// A server with so many pages and a `robots.txt`.
fn server(pages: usize, robots: Vec<Answer>) -> Server {
    Server::start([127, 0, 0, 1], |_| {
        let mut play = everywhere_ok(paths(pages));
        play.insert("/robots.txt".to_owned(), robots);
        play
    })
}

#[test]
fn a_host_is_asked_for_its_file_once_and_what_it_forbids_is_not_asked() {
    let server = server(4, file(200, "User-agent: *\nDisallow: /2\n"));
    let config = heeding();
    let questions: Vec<Question> = paths(4).map(|path| page(&server.url(&path))).collect();
    let outcomes: Vec<String> = ask_all(questions.clone(), &config)
        .iter()
        .map(|reply| said(&reply.outcome))
        .collect();
    let ok = "answered 200";
    assert_eq!(outcomes, [ok, ok, "robots Disallow: /2", ok]);
    let lines = server.lines();
    assert_eq!((lines.len(), lines[0].as_str()), (4, "GET /robots.txt"));
    // A second asking of the same run knows it already.
    ask_all(questions, &config);
    let lines = server.lines();
    let files = lines.iter().filter(|line| line.ends_with("robots.txt"));
    assert_eq!((lines.len(), files.count()), (7, 1));
}

#[test]
fn without_a_file_everything_is_asked_unless_the_server_fails() {
    for (robots, outcome) in [
        (file(404, ""), "answered 200"),
        (file(403, "User-agent: *\nDisallow: /\n"), "answered 200"),
        (file(503, ""), "robots it answers 503"),
        (
            vec![Answer {
                then: Some(Then::Close),
                ..Answer::default()
            }],
            "answered 200",
        ),
    ] {
        let server = server(1, robots);
        let config = Config {
            retries: 0,
            ..heeding()
        };
        let reply = ask_one(page(&server.url("/0")), &config);
        assert_eq!(said(&reply.outcome), outcome);
    }
}

#[test]
fn a_host_that_hangs_costs_no_more_with_its_file_than_without() {
    let hang = || Answer {
        then: Some(Then::Hang),
        ..Answer::default()
    };
    let server = Server::start([127, 0, 0, 1], |_| {
        let all = paths(30).chain(["/robots.txt".to_owned()]);
        all.map(|path| (path, vec![hang()])).collect::<Play>()
    });
    let start = Instant::now();
    let questions = paths(30).map(|path| page(&server.url(&path))).collect();
    let replies = ask_all(questions, &heeding());
    assert!(start.elapsed() < Duration::from_secs(4));
    let silent = |outcome: String| outcome == "timeout" || outcome == "host-down";
    assert!(replies.iter().all(|reply| silent(said(&reply.outcome))));
}

#[test]
fn a_redirect_is_not_followed_to_where_programs_are_not_wanted() {
    let closed = server(1, file(200, "User-agent: *\nDisallow: /\n"));
    let open = Server::start([127, 0, 0, 1], |_| {
        let led = Answer {
            status: 301,
            headers: vec![("location".to_owned(), closed.url("/0"))],
            ..Answer::default()
        };
        Play::from([("/a".to_owned(), vec![led])])
    });
    let reply = ask_one(page(&open.url("/a")), &heeding());
    assert_eq!(said(&reply.outcome), "robots Disallow: /");
    assert_eq!(reply.chain.len(), 1);
    assert_eq!(closed.lines(), ["GET /robots.txt"]);
}

#[test]
fn what_is_made_for_programs_is_asked_at_once() {
    let server = server(1, file(200, "User-agent: *\nDisallow: /\n"));
    let question = Question::interface(Url::parse(&server.url("/0")).unwrap());
    let reply = ask_one(question, &heeding());
    assert_eq!(said(&reply.outcome), "answered 200");
    assert_eq!(server.lines(), ["GET /0"]);
}

#[test]
fn the_file_of_a_host_that_may_not_be_asked_is_not_asked_either() {
    let server = server(1, file(200, ""));
    let config = Config {
        guard: allowing(&[]),
        ..heeding()
    };
    assert!(said(&ask_one(page(&server.url("/0")), &config).outcome).starts_with("forbidden"));
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn what_is_forbidden_is_unverifiable_unless_somebody_insists() {
    let server = server(2, file(200, "User-agent: *\nDisallow: /1\n"));
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (server.url("/0"), server.url("/1"));
    let paper = format!(
        "Water is wet.[1] Ice is not.[2]\n\nNotes\n\n1. Adams, “Water,” {one}.\n2. Adams, “Ice,” {two}.\n"
    );
    fs::write(folder.path().join("a.txt"), paper).unwrap();
    let asked = [
        "links",
        "a.txt",
        "--allow-host=127.0.0.1",
        "--no-archive",
        "-ojson",
    ];
    let verdicts = |more: &[&str]| {
        let output = run(folder.path(), &[&asked[..], more].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let document = report["documents"][0].clone();
        let link = |at: usize| {
            document["links"][at]["verdict"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        ([link(0), link(1)], document["findings"].clone())
    };
    let (heeded, findings) = verdicts(&[]);
    assert_eq!(heeded, ["alive", "unverifiable"]);
    assert_eq!(findings[0]["data"]["ground"], "robots");
    let (insisted, _) = verdicts(&["--ignore-robots"]);
    assert_eq!(insisted, ["alive", "alive"]);
}
