//! The real binary with a real server: `links`, `--record`, `--replay`, `--offline`, and what a kill leaves behind.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

use super::server::{Answer, Server, Then};
use super::{everywhere_ok, paths};

/// A paper that cites the first pages of a server.
pub(crate) fn paper(server: &Server, count: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let body: String = (1..=count)
        .map(|label| format!("Water is wet.[{label}] "))
        .collect();
    let notes: String = (1..=count)
        .map(|label| {
            format!(
                "{label}. Adams, “Water”, {}.\n",
                server.url(&format!("/{}", label - 1))
            )
        })
        .collect();
    let text = format!("{body}\n\nNotes\n\n{notes}");
    fs::write(folder.path().join("a.txt"), text).unwrap();
    folder
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("footfault"));
    command.current_dir(folder).args(arguments);
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Quick, and allowed to ask the server.
const ASK: [&str; 8] = [
    "links",
    "a.txt",
    "--allow-host=127.0.0.1",
    "--interval=0",
    "--retries=0",
    "--timeout=5",
    "--no-archive",
    "-ojson",
];

pub(crate) fn asking<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&ASK[..], more].concat()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server that has all pages but the last of three.
pub(crate) fn server() -> Server {
    Server::start([127, 0, 0, 1], |_| everywhere_ok(paths(2)))
}

#[test]
fn a_page_that_is_gone_is_a_finding() {
    let server = server();
    let folder = paper(&server, 3);
    let output = run(folder.path(), &asking(&[]));
    let report = text(&output.stdout);
    assert!(
        report.contains(r#""rule":"dead-link""#),
        "{report}\n{}",
        text(&output.stderr)
    );
    assert!(server.lines().contains(&"GET /2".to_owned()));
}

#[test]
fn every_address_is_said_to_be_alive_or_not() {
    let server = server();
    let folder = paper(&server, 3);
    let output = run(folder.path(), &asking(&[]));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let links = report["documents"][0]["links"].as_array().unwrap();
    let verdicts: Vec<&str> = links
        .iter()
        .map(|link| link["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts[2], "dead");
    assert_eq!(links[2]["status"], 404);
    let human = asking(&["-ohuman"]);
    let human: Vec<&str> = human.into_iter().filter(|it| *it != "-ojson").collect();
    let last = text(&run(folder.path(), &human).stdout);
    let last = last.trim_end().lines().last().unwrap_or_default();
    assert!(
        last.contains("3 addresses: ") && last.contains("1 dead"),
        "{last}"
    );
}

#[test]
fn a_replay_elsewhere_gives_the_same_bytes_and_asks_nobody() {
    let server = server();
    let folder = paper(&server, 3);
    let recorded = run(folder.path(), &asking(&["--record=e.zip"]));
    assert!(
        recorded.stdout.starts_with(b"{"),
        "{}",
        text(&recorded.stderr)
    );
    assert!(!folder.path().join("e.zip.journal").exists());
    let asked = server.lines().len();
    let elsewhere = tempfile::tempdir().unwrap();
    for name in ["a.txt", "e.zip"] {
        fs::copy(folder.path().join(name), elsewhere.path().join(name)).unwrap();
    }
    for more in [&["--replay=e.zip"][..], &["--replay=e.zip", "--offline"]] {
        let replayed = run(elsewhere.path(), &asking(more));
        assert_eq!(text(&replayed.stdout), text(&recorded.stdout));
        assert_eq!(replayed.status.code(), recorded.status.code());
    }
    assert_eq!(server.lines().len(), asked);
}

#[test]
fn offline_and_plain_checks_ask_nobody() {
    let server = server();
    let folder = paper(&server, 3);
    run(folder.path(), &["check", "a.txt"]);
    run(folder.path(), &["check", "a.txt", "--offline"]);
    let offline = run(folder.path(), &asking(&["--offline"]));
    assert!(!text(&offline.stdout).contains("dead-link"));
    assert_eq!(server.lines(), [""; 0]);
    let both = run(folder.path(), &asking(&["--offline", "--record=e.zip"]));
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn private_addresses_are_not_asked_unless_it_is_said() {
    let server = server();
    let folder = paper(&server, 3);
    run(folder.path(), &["links", "a.txt"]);
    assert_eq!(server.lines(), [""; 0]);
    let private = ["links", "a.txt", "--allow-private", "--no-archive"];
    run(folder.path(), &private);
    assert!(server.lines().len() >= 3);
}

#[test]
fn a_run_that_is_killed_loses_no_reply_and_goes_on_where_it_stopped() {
    const PAGES: usize = 40;
    let slow = Answer {
        status: 200,
        after: 20,
        ..Answer::default()
    };
    let server = Server::start([127, 0, 0, 1], |_| {
        paths(PAGES)
            .map(|path| (path, vec![slow.clone()]))
            .collect()
    });
    let folder = paper(&server, PAGES);
    let arguments = asking(&["--record=e.zip", "--per-host=4"]);
    let journal = folder.path().join("e.zip.journal");
    let mut before = 0;
    for wait in [60, 75, 90, 50, 65, 80, 95, 55, 70, 85] {
        let mut child = command(folder.path(), &arguments)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = fs::read_to_string(&journal)
            .unwrap_or_default()
            .lines()
            .count();
        assert!(
            lines >= before || folder.path().join("e.zip").exists(),
            "{lines} < {before}"
        );
        before = lines;
    }
    let asked = server.lines().len();
    let left = PAGES.saturating_sub(before.saturating_sub(1));
    let last = run(folder.path(), &arguments);
    assert!(
        folder.path().join("e.zip").exists(),
        "{}",
        text(&last.stderr)
    );
    assert!(!journal.exists());
    let pages = |line: &&String| paths(PAGES).any(|path| **line == format!("GET {path}"));
    let again = server.lines()[asked..].iter().filter(pages).count();
    assert!(again <= left, "{again} > {left}");
    let replayed = run(folder.path(), &asking(&["--replay=e.zip"]));
    assert_eq!(text(&replayed.stdout), text(&last.stdout));
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_the_old_evidence_stands_and_the_run_says_so() {
    let server = Server::start([127, 0, 0, 1], |_| everywhere_ok(paths(4)));
    let folder = paper(&server, 4);
    let old = folder.path().join("e.zip");
    fs::write(&old, "the old evidence").unwrap();
    for (kept, file) in [("--record=e.zip", "e.zip"), ("--cache=c.redb", "c.redb")] {
        // No file may grow beyond 512 bytes, and the signal that comes with it is ignored.
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""])
            .arg(cargo_bin!("footfault"))
            .args(asking(&[kept]))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{kept}: {said}");
        assert!(
            said.starts_with(&format!("footfault: {file}")),
            "{kept}: {said}"
        );
    }
    assert_eq!(fs::read_to_string(&old).unwrap(), "the old evidence");
}

/// The text of a member of a zip.
fn member(path: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    let mut member = zip.by_name(name).unwrap();
    member.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_is_recorded_is_valid_against_the_schema() {
    let server = Server::start([127, 0, 0, 1], |address| {
        let page = Answer {
            status: 200,
            headers: vec![("content-type".to_owned(), "text/html".to_owned())],
            body: "<title>Water</title><p>It is behind a paywall. Subscribe to read on.".to_owned(),
            ..Answer::default()
        };
        let moved = Answer {
            status: 301,
            headers: vec![("location".to_owned(), "/0".to_owned())],
            ..Answer::default()
        };
        let private = Answer {
            status: 302,
            headers: vec![(
                "location".to_owned(),
                format!("http://127.0.0.2:{}/", address.port()),
            )],
            ..Answer::default()
        };
        let silent = Answer {
            then: Some(Then::Close),
            ..Answer::default()
        };
        let plays = [page, moved, private, silent];
        paths(4)
            .zip(plays)
            .map(|(path, play)| (path, vec![play]))
            .collect()
    });
    let folder = paper(&server, 5);
    for more in [
        &["--record=e.zip"][..],
        &["--record=f.zip", "--cache=c", "--dead-after=2"],
        &["--record=e.zip", "--cache=c"],
    ] {
        run(folder.path(), &asking(more));
    }
    let printed = run(folder.path(), &["schema", "evidence"]);
    let schema: Value = serde_json::from_slice(&printed.stdout).unwrap();
    let validator = |of: &str| {
        let mut schema = schema.clone();
        schema.as_object_mut().unwrap().remove("anyOf");
        schema["$ref"] = format!("#/$defs/{of}").into();
        jsonschema::validator_for(&schema).unwrap()
    };
    let whole = jsonschema::validator_for(&schema).unwrap();
    let (reply, manifest) = (validator("Reply"), validator("Manifest"));
    let recorded = folder.path().join("e.zip");
    let about: Value = serde_json::from_str(&member(&recorded, "manifest.json")).unwrap();
    assert!(manifest.is_valid(&about) && whole.is_valid(&about) && !reply.is_valid(&about));
    let lines = member(&recorded, "replies.jsonl");
    let (mut kinds, mut failed_before) = (BTreeSet::new(), false);
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(whole.is_valid(&line));
        let errors: Vec<String> = reply
            .iter_errors(&line)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, [""; 0], "{line}");
        let failed = line["outcome"]["failed"]["kind"].as_str();
        kinds.insert(failed.unwrap_or("answered").to_owned());
        failed_before |= line["failures"].is_array();
        let mut wrong = line;
        wrong["asked"] = "yesterday".into();
        assert!(!reply.is_valid(&wrong));
    }
    assert_eq!(
        kinds,
        ["answered", "broken", "forbidden"].map(String::from).into()
    );
    assert!(failed_before, "{lines}");
}
