#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::links::question::Want;
use crate::links::{Answer, Failure, Page};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Noon of some day.
const NOON: i64 = 20_000 * DAY + 12 * HOUR;

/// A cache whose clock each opening sets anew.
struct Played {
    folder: TempDir,
}

thread_local! {
    static NOW: std::cell::Cell<i64> = const { std::cell::Cell::new(NOON) };
}

impl Played {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("links.cache")
    }

    /// Opens it at a moment; replies are believed for two days.
    fn at(&self, now: i64) -> Cache {
        NOW.set(now);
        let lifetime = Duration::from_hours(48);
        Cache::open(&self.path(), lifetime, || NOW.get()).unwrap()
    }

    fn refuses(&self) -> String {
        let refused = Cache::open(&self.path(), Duration::ZERO, || 0).unwrap_err();
        refused.to_string()
    }
}

fn url(path: &str) -> Url {
    Url::parse("http://a.test/").unwrap().join(path).unwrap()
}

fn reply(path: &str, asked: i64, status: u16) -> Reply {
    Reply {
        address: url(path),
        asked,
        chain: Vec::new(),
        outcome: Outcome::Answered(Answer {
            address: url(path),
            status,
            headers: Vec::new(),
            page: Some(Page::default()),
        }),
        attempts: 1,
        failures: Vec::new(),
    }
}

fn answers(cache: &mut Cache, path: &str) -> Option<Reply> {
    let mut questions = vec![Question::page(url(path))];
    let mut replies = cache.answer(&mut questions);
    assert_eq!(questions.len() + replies.len(), 1);
    replies.pop()
}

fn dead(path: &str, asked: i64) -> Fates {
    Fates {
        dead: [(url(path), asked)].into(),
        ..Fates::default()
    }
}

fn there(path: &str, asked: i64) -> Fates {
    Fates {
        there: [(url(path), asked)].into(),
        ..Fates::default()
    }
}

/// When an address failed, as a question of this moment learns it.
fn failures(played: &Played, now: i64) -> Vec<i64> {
    let mut questions = vec![Question::page(url("/gone"))];
    played.at(now).answer(&mut questions);
    questions.remove(0).failures
}

#[test]
fn what_was_answered_is_believed_for_its_lifetime() {
    let played = Played::new();
    let mut cache = played.at(NOON);
    assert_eq!(answers(&mut cache, "/a"), None);
    cache.keep(&reply("/a", NOON, 200));
    cache.finish(&Fates::default()).unwrap();
    for (now, is_known) in [
        (0, true),
        (HOUR, true),
        (2 * DAY - 1, true),
        (2 * DAY, false),
        (-1, false),
    ] {
        let known = answers(&mut played.at(NOON + now), "/a");
        assert_eq!(known, is_known.then(|| reply("/a", NOON, 200)), "{now}");
    }
    let mut later = played.at(NOON + 3 * DAY);
    later.keep(&reply("/a", NOON + 3 * DAY, 404));
    later.finish(&Fates::default()).unwrap();
    let known = answers(&mut played.at(NOON + 4 * DAY), "/a");
    assert_eq!(known, Some(reply("/a", NOON + 3 * DAY, 404)));
}

#[test]
fn a_slower_run_does_not_put_back_an_older_reply() {
    let played = Played::new();
    let (mut slow, mut quick) = (played.at(NOON), played.at(NOON));
    quick.keep(&reply("/a", NOON + 9, 200));
    quick.finish(&Fates::default()).unwrap();
    slow.keep(&reply("/a", NOON, 404));
    slow.finish(&Fates::default()).unwrap();
    assert_eq!(
        answers(&mut played.at(NOON + 10), "/a"),
        Some(reply("/a", NOON + 9, 200))
    );
}

#[test]
fn what_did_not_answer_or_was_busy_is_asked_again() {
    let played = Played::new();
    let mut cache = played.at(NOON);
    for status in [429, 500, 503] {
        cache.keep(&reply("/busy", NOON, status));
    }
    for why in [
        Failure::Timeout,
        Failure::NoSuchHost,
        Failure::HostDown,
        Failure::NotAsked,
    ] {
        let outcome = Outcome::Failed(why);
        cache.keep(&Reply {
            outcome,
            ..reply("/silent", NOON, 0)
        });
    }
    cache.finish(&Fates::default()).unwrap();
    let mut cache = played.at(NOON);
    assert_eq!(answers(&mut cache, "/busy"), None);
    assert_eq!(answers(&mut cache, "/silent"), None);
}

#[test]
fn a_reply_to_less_than_is_wanted_is_no_answer() {
    let played = Played::new();
    let mut cache = played.at(NOON);
    let mut quoting = reply("/quoted", NOON, 200);
    let Outcome::Answered(answer) = &mut quoting.outcome else {
        panic!("it is an answer");
    };
    answer.page.as_mut().unwrap().passages = vec![("by half".to_owned(), true)];
    let mut bare = reply("/bare.zip", NOON, 200);
    let Outcome::Answered(answer) = &mut bare.outcome else {
        panic!("it is an answer");
    };
    answer.page = None;
    cache.keep(&quoting);
    cache.keep(&bare);
    cache.finish(&Fates::default()).unwrap();
    let wanting = |passages: &[&str]| {
        let passages = passages.iter().map(|&passage| passage.to_owned()).collect();
        Question {
            passages,
            ..Question::page(url("/quoted"))
        }
    };
    let presence = Question::presence(url("/bare.zip"));
    let page = Question {
        want: Want::Page,
        ..presence.clone()
    };
    for (question, is_answered) in [
        (wanting(&[]), true),
        (wanting(&["by half"]), true),
        (wanting(&["by half", "by all"]), false),
        (presence, true),
        (page, false),
    ] {
        let mut questions = vec![question.clone()];
        let replies = played.at(NOON).answer(&mut questions);
        assert_eq!(replies.len(), usize::from(is_answered), "{question:?}");
    }
}

#[test]
fn failures_are_counted_by_days_until_the_page_is_there_again() {
    let played = Played::new();
    let fails = |now: i64| played.at(now).finish(&dead("/gone", now)).unwrap();
    fails(NOON);
    fails(NOON + HOUR);
    assert_eq!(failures(&played, NOON + 2 * HOUR), [NOON]);
    fails(NOON + 12 * HOUR);
    assert_eq!(
        failures(&played, NOON + DAY),
        [NOON, NOON + 12 * HOUR],
        "a day begins at midnight"
    );
    // A reply that is older than the failures says nothing of them.
    played
        .at(NOON + DAY)
        .finish(&there("/gone", NOON - HOUR))
        .unwrap();
    assert_eq!(failures(&played, NOON + DAY).len(), 2);
    played.at(NOON + DAY).finish(&Fates::default()).unwrap();
    assert_eq!(failures(&played, NOON + DAY).len(), 2);
    played
        .at(NOON + DAY)
        .finish(&there("/gone", NOON + DAY))
        .unwrap();
    assert_eq!(failures(&played, NOON + DAY), [0; 0]);
    fails(NOON);
    played
        .at(NOON + 2 * FORGOTTEN)
        .finish(&Fates::default())
        .unwrap();
    assert_eq!(failures(&played, NOON), [0; 0], "nobody asks for ever");
}

#[test]
fn a_page_that_failed_is_asked_again_on_the_next_day() {
    let played = Played::new();
    let mut cache = played.at(NOON);
    cache.keep(&reply("/gone", NOON, 404));
    cache.finish(&dead("/gone", NOON)).unwrap();
    let same_day = answers(&mut played.at(NOON + HOUR), "/gone").unwrap();
    assert_eq!(same_day.failures, [NOON]);
    assert_eq!(answers(&mut played.at(NOON + 13 * HOUR), "/gone"), None);
}

#[test]
fn other_files_are_refused_and_left_as_they_are() {
    let played = Played::new();
    fs::write(played.path(), "The minutes of the meeting.").unwrap();
    assert!(
        played.refuses().ends_with("is not a cache of footfault"),
        "{}",
        played.refuses()
    );
    assert_eq!(
        fs::read(played.path()).unwrap(),
        b"The minutes of the meeting."
    );
    fs::remove_file(played.path()).unwrap();
    let other = redb::Database::create(played.path()).unwrap();
    assert!(
        played.refuses().ends_with("another program holds it"),
        "{}",
        played.refuses()
    );
    drop(other);
    assert!(
        played.refuses().ends_with("is not a cache of footfault"),
        "{}",
        played.refuses()
    );
    fs::write(played.path(), "").unwrap();
    played.at(NOON).finish(&Fates::default()).unwrap();
    let elsewhere = played.folder.path().join("no/such/folder");
    let refused = Cache::open(&elsewhere, Duration::ZERO, || 0).unwrap_err();
    assert!(matches!(refused, CacheError::System { .. }), "{refused}");
    assert_eq!(fs::read_dir(played.folder.path()).unwrap().count(), 1);
}

/// Damage of every kind, always the same: bits that were turned over, pages of zeros, ends that are missing.
#[test]
fn a_damaged_file_is_an_error_and_never_a_panic() {
    let played = Played::new();
    let mut cache = played.at(NOON);
    for page in 0..200 {
        cache.keep(&reply(&format!("/{page}"), NOON, 200));
    }
    cache.finish(&Fates::default()).unwrap();
    let whole = fs::read(played.path()).unwrap();
    let used = whole.iter().rposition(|&byte| byte != 0).unwrap();
    let mut chance: u64 = 7;
    let mut below = |end: usize| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(chance >> 33).unwrap() % end
    };
    let mut refused = 0;
    for round in 0..60 {
        let mut damaged = whole.clone();
        match round % 4 {
            0 => (0..8).for_each(|_| damaged[below(used)] ^= 1 << below(8)),
            1 => damaged.truncate(below(whole.len())),
            2 => {
                let page = below(used) / 4096 * 4096;
                damaged[page..page + 4096].fill(0);
            }
            _ => damaged[below(320)] ^= 1 << below(8),
        }
        let path = played.folder.path().join(format!("{round}.cache"));
        fs::write(&path, damaged).unwrap();
        let opened = Cache::open(&path, Duration::from_mins(1), || NOON);
        let worked = opened.and_then(|mut cache| {
            answers(&mut cache, "/7");
            cache.keep(&reply("/7", NOON, 404));
            cache.finish(&dead("/7", NOON))
        });
        refused += usize::from(worked.is_err());
        fs::remove_file(&path).unwrap();
    }
    assert!(refused > 10, "{refused} of 60");
}
