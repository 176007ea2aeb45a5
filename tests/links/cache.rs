//! The cache of replies: through the real binary with a real server, and over several days that are played.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use footfault::check::check_linked;
use footfault::links::ask::Config;
use footfault::links::cache::{Cache, Fates};
use footfault::links::inquiry::Inquiry;
use footfault::links::question::of_paper;
use footfault::links::{Ground, Links, Verdict};
use footfault::settings::Settings;
use footfault::source::Source;
use serde_json::Value;

use super::commands::{asking, command, paper, run, server, text};
use super::server::{Answer, Play, Server};
use super::{config, everywhere_ok, paths};

/// Every page after so many milliseconds.
fn slow(count: usize, after: u64) -> Play {
    let slow = Answer {
        status: 200,
        after,
        ..Answer::default()
    };
    let pages = paths(count).map(|path| (path, vec![slow.clone()]));
    pages.collect()
}

/// The verdicts on the addresses of the paper, and why.
fn verdicts(report: &[u8]) -> Vec<(String, String)> {
    let report: Value = serde_json::from_slice(report).unwrap();
    let links = report["documents"][0]["links"].as_array().unwrap();
    let said = |link: &Value, what: &str| link[what].as_str().unwrap_or_default().to_owned();
    links
        .iter()
        .map(|link| (said(link, "verdict"), said(link, "why")))
        .collect()
}

fn files(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_second_run_says_the_same_and_asks_nobody() {
    let server = server();
    let folder = paper(&server, 3);
    run(folder.path(), &asking(&[]));
    assert_eq!(
        files(folder.path()),
        ["a.txt".to_owned()].into(),
        "nobody asked for a file"
    );
    let first = run(folder.path(), &asking(&["--cache=c.redb"]));
    assert_eq!(text(&first.stderr), "");
    let asked = server.lines().len();
    for more in [&["--cache=c.redb"][..], &["--cache=c.redb", "--offline"]] {
        let again = run(folder.path(), &asking(more));
        assert_eq!(text(&again.stdout), text(&first.stdout));
        assert_eq!(server.lines().len(), asked);
    }
    assert_eq!(
        files(folder.path()),
        ["a.txt", "c.redb"].map(String::from).into()
    );
    run(
        folder.path(),
        &asking(&["--cache=c.redb", "--cache-ttl=0s"]),
    );
    assert!(server.lines().len() > asked);
}

#[test]
fn what_is_private_now_is_not_taken_from_a_cache() {
    let server = server();
    let folder = paper(&server, 1);
    run(folder.path(), &asking(&["--cache=c.redb"]));
    let strict = run(
        folder.path(),
        &["links", "a.txt", "--cache=c.redb", "-ojson"],
    );
    let verdicts = verdicts(&strict.stdout);
    assert_eq!(verdicts[0].0, "unverifiable", "{verdicts:?}");
}

#[test]
fn two_runs_at_once_share_a_cache() {
    const PAGES: usize = 40;
    let server = Server::start([127, 0, 0, 1], |_| slow(PAGES, 20));
    let folder = paper(&server, PAGES);
    let arguments = asking(&["--cache=c.redb"]);
    let start = || {
        let mut command = command(folder.path(), &arguments);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let outputs = [start(), start()].map(|run| run.wait_with_output().unwrap());
    for output in &outputs {
        assert_eq!(text(&output.stderr), "");
        assert_eq!(text(&output.stdout), text(&outputs[0].stdout));
    }
    let asked = server.lines().len();
    run(folder.path(), &arguments);
    assert_eq!(server.lines().len(), asked);
}

#[test]
fn a_cache_survives_being_killed_at_any_moment() {
    const PAGES: usize = 300;
    let server = Server::start([127, 0, 0, 1], |_| slow(PAGES, 20));
    let folder = paper(&server, PAGES);
    let arguments = asking(&["--cache=c.redb"]);
    let mut known = 0;
    let pages = || {
        let lines = server.lines();
        let page = |line: &&String| paths(PAGES).any(|path| **line == format!("GET {path}"));
        lines.iter().filter(page).count()
    };
    // After how many pages, and how many milliseconds later.
    for (count, wait) in [
        (0, 2),
        (25, 0),
        (0, 20),
        (20, 9),
        (30, 3),
        (0, 80),
        (22, 17),
        (35, 0),
        (28, 5),
        (25, 40),
    ] {
        let before = pages();
        let mut child = command(folder.path(), &arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while pages() < before + count && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let offline = run(folder.path(), &asking(&["--cache=c.redb", "--offline"]));
        assert_eq!(text(&offline.stderr), "");
        let verdicts = verdicts(&offline.stdout);
        let alive = verdicts.iter().filter(|(verdict, _)| verdict == "alive");
        let alive = alive.count();
        assert!(alive >= known, "{alive} < {known}");
        known = alive;
    }
    assert!(known > 0, "nothing was kept of ten runs");
    let before = pages();
    run(folder.path(), &arguments);
    assert_eq!(pages() - before, PAGES - known);
}

#[test]
fn a_file_that_is_no_cache_is_an_error_that_names_it() {
    let server = server();
    let folder = paper(&server, 1);
    fs::write(folder.path().join("c.redb"), "no cache").unwrap();
    let output = run(folder.path(), &asking(&["--cache=c.redb"]));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "footfault: c.redb: is not a cache of footfault\n"
    );
    assert_eq!(server.lines(), [""; 0]);
    assert_eq!(fs::read(folder.path().join("c.redb")).unwrap(), b"no cache");
}

#[test]
fn a_run_goes_on_without_a_cache_that_another_program_holds() {
    let server = server();
    let folder = paper(&server, 2);
    let holder = redb::Database::create(folder.path().join("c.redb")).unwrap();
    let output = run(folder.path(), &asking(&["--cache=c.redb"]));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(verdicts(&output.stdout)[0].0, "alive");
    let warning = "footfault: this run goes without its cache: c.redb: another program holds it\n";
    assert_eq!(text(&output.stderr), warning);
    drop(holder);
}

#[test]
fn a_page_is_dead_only_after_the_days_that_are_asked_for() {
    let server = server();
    let folder = paper(&server, 3);
    let patient = ["--cache=c.redb", "--dead-after=2"];
    let first = run(
        folder.path(),
        &asking(&[&patient[..], &["--record=e.zip"]].concat()),
    );
    let why = "failed on 1 of 2 days: the server answers 404: there is no such page";
    let expected = ("unverifiable".to_owned(), why.to_owned());
    assert_eq!(verdicts(&first.stdout)[2], expected);
    assert_eq!(first.status.code(), Some(0));
    let replayed = run(
        folder.path(),
        &asking(&["--replay=e.zip", "--dead-after=2"]),
    );
    assert_eq!(text(&replayed.stdout), text(&first.stdout));
    let impatient = run(
        folder.path(),
        &asking(&["--cache=c.redb", "--dead-after=1"]),
    );
    assert_eq!(verdicts(&impatient.stdout)[2].0, "dead");
    for alone in ["--dead-after=2", "--cache-ttl=1d"] {
        let refused = run(folder.path(), &asking(&[alone]));
        assert_eq!(refused.status.code(), Some(2), "{alone}");
    }
}

static NOW: AtomicI64 = AtomicI64::new(0);

fn now() -> i64 {
    NOW.load(Ordering::Relaxed)
}

/// Asks for a paper at some hour of a week that is played, and judges its only address.
fn judged_at(
    hour: i64,
    paper: &Source,
    folder: &Path,
    recorded: Option<&Path>,
) -> (Verdict, Ground) {
    NOW.store(20_000 * 86_400 + hour * 3600, Ordering::Relaxed);
    let day = Duration::from_hours(24);
    let cache = Cache::open(&folder.join("c.redb"), day, now).unwrap();
    let config = Config {
        clock: now,
        ..config()
    };
    let inquiry = match recorded {
        Some(path) => Inquiry::recording(config, path).unwrap(),
        None => Inquiry::network(config),
    };
    let mut inquiry = inquiry.with_cache(Some(cache));
    let mut links = None;
    check_linked(paper, &Settings::default(), |document, citations| {
        inquiry
            .ask(of_paper(document, citations), |_, _| ())
            .unwrap();
        let replies = inquiry.replies().values();
        let replies = replies.map(|reply| reply.as_ref().clone()).collect();
        links = Some(Links::new(document, citations, replies));
        None
    })
    .unwrap();
    let links = links.unwrap();
    let mut fates = Fates::default();
    fates.add(&links);
    inquiry.take_cache().unwrap().finish(&fates).unwrap();
    inquiry.finish().unwrap();
    let judgement = links.dead_after(3).addresses[0].clone().unwrap().judgement;
    (judgement.verdict, judgement.ground)
}

#[test]
fn days_are_counted_until_the_page_is_there_again() {
    let server = Server::start([127, 0, 0, 1], |_| {
        let mut play = everywhere_ok(paths(1));
        let gone = Answer {
            status: 404,
            ..Answer::default()
        };
        let answers = play.get_mut("/0").unwrap();
        // Gone on two days, there on the third, and then gone for good.
        answers.splice(0..0, [gone.clone(), gone.clone()]);
        answers.push(gone);
        play
    });
    let folder = paper(&server, 1);
    let source = Source::open(folder.path().join("a.txt"), None).unwrap();
    let evidence = folder.path().join("e.zip");
    let at = |hour, recorded| judged_at(hour, &source, folder.path(), recorded);
    let why = |judged: (Verdict, Ground)| match judged {
        (Verdict::Unverifiable { why }, Ground::FailedLately) => why,
        other => panic!("{other:?}"),
    };
    assert!(why(at(9, None)).starts_with("failed on 1 of 3 days: "));
    assert!(why(at(17, None)).starts_with("failed on 1 of 3 days: "));
    assert_eq!(server.lines().len(), 1, "it is not asked twice on one day");
    assert!(why(at(24 + 8, None)).starts_with("failed on 2 of 3 days: "));
    assert_eq!(at(48 + 9, None).0, Verdict::Alive);
    assert!(why(at(72 + 10, None)).starts_with("failed on 1 of 3 days: "));
    assert!(why(at(96 + 9, None)).starts_with("failed on 2 of 3 days: "));
    let last = at(120 + 9, Some(&evidence));
    assert!(
        matches!(last, (Verdict::Dead { .. }, Ground::Gone)),
        "{last:?}"
    );
    let replies = footfault::links::evidence::read(&evidence).unwrap();
    assert_eq!(replies.values().next().unwrap().failures.len(), 2);
}
