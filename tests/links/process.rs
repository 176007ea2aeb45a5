//! The running program as the system sees it: Ctrl-C, a terminal, and the calls that open sockets.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

use super::commands::{asking, command, paper, run, server, text};
use super::server::{Answer, Server, Then};
use super::{everywhere_ok, paths, tool};

/// Waits until something is so, for ten seconds at most.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "waited in vain: {what}"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// A server whose first two pages answer; of the other two the first request is never answered.
fn half_hung() -> Server {
    Server::start([127, 0, 0, 1], |_| {
        let mut play = everywhere_ok(paths(4));
        let hung = Answer {
            then: Some(Then::Hang),
            ..Answer::default()
        };
        for path in ["/2", "/3"] {
            play.get_mut(path).unwrap().insert(0, hung.clone());
        }
        play
    })
}

#[test]
fn ctrl_c_ends_the_asking_and_what_is_known_is_reported() {
    let server = half_hung();
    let folder = paper(&server, 4);
    let mut arguments = asking(&["--record=e.zip", "--timeout=25"]);
    arguments.retain(|argument| *argument != "--timeout=5");
    let child = command(folder.path(), &arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let journal = folder.path().join("e.zip.journal");
    wait_until("two replies and two requests", || {
        let lines = fs::read_to_string(&journal).unwrap_or_default();
        lines.lines().count() >= 3 && server.lines().len() >= 4
    });
    let start = Instant::now();
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.starts_with("footfault: interrupted: "), "{said}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let links = report["documents"][0]["links"].as_array().unwrap().clone();
    let verdicts: Vec<&str> = links
        .iter()
        .map(|link| link["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["alive", "alive", "unverifiable", "unverifiable"]);
    assert_eq!(links[3]["why"], "it was not asked");
    assert!(
        !folder.path().join("e.zip").exists(),
        "half of the evidence is none"
    );
    // The next run asks the rest, and then there is evidence.
    let before = server.lines().len();
    let rest = run(folder.path(), &arguments);
    assert_eq!(rest.status.code(), Some(0), "{}", text(&rest.stderr));
    let pages = server.lines()[before..]
        .iter()
        .filter(|line| line.len() == "GET /0".len())
        .count();
    assert_eq!(pages, 2);
    let replayed = run(folder.path(), &asking(&["--replay=e.zip"]));
    assert_eq!(text(&replayed.stdout), text(&rest.stdout));
}

#[test]
fn a_terminal_shows_how_far_the_asking_is_and_who_is_slowest() {
    if !tool::runs("script", &["-qfc", "true", "/dev/null"], "the progress bar") {
        return;
    }
    let slow = Answer {
        status: 200,
        after: 300,
        ..Answer::default()
    };
    let server = Server::start([127, 0, 0, 1], |_| {
        paths(6).map(|path| (path, vec![slow.clone()])).collect()
    });
    let folder = paper(&server, 6);
    let program = cargo_bin!("footfault").display().to_string();
    let line = [&[program.as_str()][..], &asking(&["-ojson=report.json"])].concat();
    let line: Vec<&str> = line.into_iter().filter(|word| *word != "-ojson").collect();
    let output = Command::new("script")
        .args(["-qfc", &line.join(" "), "/dev/null"])
        .current_dir(folder.path())
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let shown = text(&output.stdout);
    assert!(folder.path().join("report.json").exists(), "{shown}");
    for part in [
        " of 6 addresses",
        " in flight",
        &format!(" left at {}", server.address),
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// The calls of a run that have to do with the network.
fn network_calls(folder: &Path, arguments: &[&str]) -> String {
    let watching = ["-f", "-qq", "-e", "trace=network", "-o", "calls"];
    let watched: Output = Command::new("strace")
        .args(watching)
        .arg(cargo_bin!("footfault"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        watched.status.code().is_some_and(|code| code < 2),
        "{}",
        text(&watched.stderr)
    );
    let calls = fs::read_to_string(folder.join("calls")).unwrap();
    // Signals, ends of processes and threads that were let go (`???( <detached ...>`) are written down whatever is asked
    // for.
    let is_call = |line: &&str| line.contains('(') && !line.contains("???(");
    calls.lines().filter(is_call).collect()
}

/// What opens no socket: the command lines.
const QUIET: [&[&str]; 5] = [
    &["check", "a.txt"],
    &["check", "a.txt", "--offline"],
    &["check", "a.txt", "--links", "--offline"],
    &["links", "a.txt", "--offline", "--cache=c.redb"],
    &["links", "a.txt", "--replay=e.zip"],
];

#[test]
fn what_asks_nobody_makes_no_call_to_the_network() {
    // It may be there and not be allowed to watch.
    if !tool::runs(
        "strace",
        &["-o", "/dev/null", "true"],
        "calls to the network",
    ) {
        return;
    }
    let server = server();
    let folder = paper(&server, 2);
    let recorded = network_calls(folder.path(), &asking(&["--record=e.zip"]));
    assert!(
        recorded.contains("connect("),
        "a run that asks is seen: {recorded}"
    );
    for arguments in QUIET {
        let calls = network_calls(folder.path(), arguments);
        assert_eq!(calls, "", "{arguments:?}");
    }
}

#[test]
fn what_asks_nobody_says_the_same_where_there_is_no_network() {
    if !tool::runs("unshare", &["-rn", "true"], "runs without a network") {
        return;
    }
    let server = server();
    let folder = paper(&server, 2);
    run(folder.path(), &asking(&["--record=e.zip"]));
    for arguments in QUIET {
        let usual = run(folder.path(), arguments);
        let cut_off = Command::new("unshare")
            .arg("-rn")
            .arg(cargo_bin!("footfault"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(text(&cut_off.stdout), text(&usual.stdout), "{arguments:?}");
        assert_eq!(text(&cut_off.stderr), text(&usual.stderr), "{arguments:?}");
        assert_eq!(cut_off.status.code(), usual.status.code(), "{arguments:?}");
    }
    // The check of the check: there is no way to the server.
    let cut_off = Command::new("unshare")
        .arg("-rn")
        .arg(cargo_bin!("footfault"))
        .args(asking(&[]))
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!text(&cut_off.stdout).contains(r#""verdict":"alive""#));
}
