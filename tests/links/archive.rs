//! Pages that are gone, and the copies that an archive has of them.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::commands::{run, text};
use super::server::{Answer, Play, Server};

/// What the interface of the Wayback Machine answers: a row of names, then the copies.
const ONE_COPY: &str = r#"[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
["1,0,0,127)/tolls","20190506070809","http://127.0.0.1/tolls","text/html","200","3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ","1234"]]"#;

/// The question of the archive for a page, near to a day.
fn list(page: &str, near: &str) -> String {
    let page: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
    format!(
        "/cdx/search/cdx?url={page}&output=json&filter=statuscode%3A200&closest={near}120000&sort=closest&limit=1"
    )
}

fn answering(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<Answer> {
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    vec![Answer {
        status,
        headers: headers.iter().map(owned).collect(),
        body: body.to_owned(),
        ..Answer::default()
    }]
}

/// A site and an archive in one: a page that is there, one that is gone and was copied, one that is gone and was not, one
/// that has moved.
fn server() -> Server {
    let json = [("content-type", "application/json")];
    Server::start([127, 0, 0, 1], |address| {
        let url = |path: &str| format!("http://{address}{path}");
        let moved = [("location", "/new/ports")];
        Play::from([
            (
                "/there".to_owned(),
                answering(200, &[], "<title>Water</title>"),
            ),
            ("/ports".to_owned(), answering(301, &moved, "")),
            (
                "/new/ports".to_owned(),
                answering(200, &[], "<title>Ports</title>"),
            ),
            (
                list(&url("/tolls"), "20190503"),
                answering(200, &json, ONE_COPY),
            ),
            (
                list(&url("/ships"), "20201224"),
                answering(200, &json, "[]"),
            ),
            (list(&url("/ports"), "20210101"), answering(503, &[], "")),
        ])
    })
}

fn paper(server: &Server) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let url = |path: &str| server.url(path);
    let paper = format!(
        "Water is wet.[1] Tolls rose.[2] Ships sank.[3] Ports froze.[4]\n\nNotes\n\n\
         1. Adams, “Water,” {}.\n\
         2. Ada Reed, “Tolls,” Harbour News, May 3, 2019, {}.\n\
         3. Ada Reed, “Ships,” Harbour News, {} (accessed December 24, 2020).\n\
         4. Ada Reed, “Ports,” Harbour News, January 1, 2021, {}.\n",
        url("/there"),
        url("/tolls#two"),
        url("/ships"),
        url("/ports"),
    );
    fs::write(folder.path().join("a.txt"), paper).unwrap();
    folder
}

fn asking(archive: &str) -> Vec<&str> {
    vec![
        "links",
        "a.txt",
        "--allow-host=127.0.0.1",
        "--interval=0",
        "--retries=0",
        "-ojson",
        archive,
    ]
}

fn json(bytes: &[u8]) -> Value {
    let report: Value = serde_json::from_slice(bytes).unwrap();
    report["documents"][0].clone()
}

#[test]
fn an_archive_is_asked_for_the_pages_that_are_gone_and_for_no_other() {
    let server = server();
    let folder = paper(&server);
    let archive = format!("--archive={}", server.url(""));
    let mut arguments = asking(&archive);
    arguments.push("-ohtml=page.html");
    let report = json(&run(folder.path(), &arguments).stdout);
    let mut lists: Vec<String> = server.lines();
    lists.retain(|line| line.contains("/cdx/"));
    lists.sort();
    let ask = |path: &str, near: &str| format!("GET {}", list(&server.url(path), near));
    let mut wanted = [
        ask("/tolls", "20190503"),
        ask("/ships", "20201224"),
        ask("/ports", "20210101"),
    ];
    wanted.sort();
    assert_eq!(lists, wanted);
    let copy = server.url(&format!("/web/20190506070809/{}", server.url("/tolls")));
    assert_eq!(
        report["links"][1]["archived"],
        serde_json::json!({"url": copy, "date": "2019-05-06"})
    );
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    let robust = format!(
        "data-originalurl=\"{}\" data-versionurl=\"{copy}\" data-versiondate=\"2019-05-06\"",
        server.url("/tolls#two")
    );
    assert!(page.contains(&robust), "{page}");
    let others = [0, 2, 3].map(|at| report["links"][at].get("archived").is_none());
    assert_eq!(others, [true; 3]);
    let gone = report["findings"].as_array().unwrap();
    let gone: Vec<&Value> = (gone.iter())
        .filter(|finding| finding["rule"] == "dead-link")
        .collect();
    assert_eq!(gone.len(), 2);
    let help = gone[0]["help"].as_str().unwrap();
    let told = format!("An archived copy of 6 May 2019 is at {copy}.");
    assert!(help.ends_with(&told), "{help}");
    assert_eq!(gone[0]["fix"]["safe"], false);
    // The place in the page stays.
    assert_eq!(
        gone[0]["fix"]["edits"][0]["replacement"],
        format!("{copy}#two")
    );
    assert!(gone[1]["fix"].is_null());
}

#[test]
fn a_replay_suggests_the_same_copies_without_being_told_of_the_archive() {
    let server = server();
    let folder = paper(&server);
    let archive = format!("--archive={}", server.url("/"));
    let record = [&asking(&archive)[..], &["--record=e.zip"]].concat();
    let recorded = run(folder.path(), &record);
    assert!(text(&recorded.stdout).contains("20190506070809"));
    let asked = server.lines().len();
    for more in [&[][..], &["--offline"]] {
        let replayed = run(
            folder.path(),
            &[&asking("--replay=e.zip")[..], more].concat(),
        );
        assert_eq!(text(&replayed.stdout), text(&recorded.stdout), "{more:?}");
    }
    assert_eq!(server.lines().len(), asked);
}

#[test]
fn no_archive_is_asked_if_it_is_said_or_nothing_is_gone() {
    let server = server();
    let folder = paper(&server);
    let report = json(&run(folder.path(), &asking("--no-archive")).stdout);
    assert!(report["links"][1].get("archived").is_none());
    let there = format!(
        "Water is wet.[1]\n\nNotes\n\n1. Adams, “Water,” {}.\n",
        server.url("/there")
    );
    fs::write(folder.path().join("a.txt"), there).unwrap();
    let archive = format!("--archive={}", server.url(""));
    run(folder.path(), &asking(&archive));
    let lists = server
        .lines()
        .iter()
        .filter(|line| line.contains("/cdx/"))
        .count();
    assert_eq!(lists, 0);
}

#[test]
fn an_archive_at_a_private_address_is_not_asked() {
    let site = server();
    let folder = paper(&site);
    let archive = Server::start([127, 0, 0, 2], |_| Play::new());
    let told = format!("--archive={}", archive.url(""));
    run(folder.path(), &asking(&told));
    assert!(site.lines().contains(&"GET /tolls".to_owned()));
    assert_eq!(archive.lines(), [""; 0]);
}

#[test]
fn the_languages_of_a_house_say_to_which_day_a_copy_is_near() {
    let json_type = [("content-type", "application/json")];
    let server = Server::start([127, 0, 0, 1], |address| {
        let list = list(&format!("http://{address}/tolls"), "20190503");
        Play::from([(list, answering(200, &json_type, ONE_COPY))])
    });
    let folder = tempfile::tempdir().unwrap();
    let paper = format!(
        "Tolls rose.[1]\n\nNotes\n\n1. Ada Reed, “Tolls,” Harbour News, 03/05/2019, {}.\n",
        server.url("/tolls")
    );
    fs::write(folder.path().join("a.txt"), paper).unwrap();
    fs::write(
        folder.path().join("footfault.toml"),
        "languages = [\"en-GB\"]\n",
    )
    .unwrap();
    let archive = format!("--archive={}", server.url(""));
    let report = json(&run(folder.path(), &asking(&archive)).stdout);
    assert_eq!(report["links"][0]["archived"]["date"], "2019-05-06");
}
