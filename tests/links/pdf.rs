//! What is known of a PDF at a cited address: files of real producers, and broken ones.

use std::fs;
use std::time::{Duration, Instant};

use footfault::links::{Page, page};
use serde_json::Value;
use url::Url;

use super::commands::run;
use super::server::{Answer, Play, Server};
use super::shared;

fn read(bytes: &[u8]) -> Page {
    let address = Url::parse("https://a.example/x.pdf").unwrap();
    page::read(bytes, Some("application/pdf"), &address, &[])
}

#[test]
fn files_of_real_producers_tell_their_titles() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    let files = [
        ("fn_latex", 1),
        ("twocol_latex", 1),
        ("fn_lo", 1),
        ("fn_weasy", 1),
        ("endnotes_weasy", 1),
        // Nobody gave these one.
        ("fn_typst", 0),
        ("base14_rise", 0),
    ];
    for (name, titles) in files {
        let bytes = fs::read(folder.join(format!("{name}.pdf"))).unwrap();
        let found = read(&bytes).titles;
        assert_eq!(found.len(), titles, "{name}: {found:?}");
        assert!(
            found
                .iter()
                .all(|title| title == "Affordable Housing Finance")
        );
    }
}

#[test]
fn broken_files_do_no_harm() {
    let Some(folder) = shared::folder("inputs") else {
        return;
    };
    for file in fs::read_dir(folder.join("bad")).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let start = Instant::now();
        let page = read(&bytes);
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "{}",
            path.display()
        );
        assert!(
            page.titles
                .iter()
                .all(|title| !title.contains(char::is_control))
        );
    }
}

/// A file with nothing but a title.
fn file(title: &str) -> Vec<Answer> {
    let body = format!(
        "%PDF-1.4\n1 0 obj\n<< /Title ({title}) >>\nendobj\ntrailer\n<< /Info 1 0 R >>\n%%EOF\n"
    );
    vec![Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/pdf".to_owned())],
        body,
        ..Answer::default()
    }]
}

#[test]
fn a_file_of_another_title_is_another_work() {
    let server = Server::start([127, 0, 0, 1], |_| {
        Play::from([
            (
                "/tolls.pdf".to_owned(),
                file("Tolls of the Aller: A Survey"),
            ),
            (
                "/a/ferry-licence-withdrawn-again.pdf".to_owned(),
                file("Ferry Licence Withdrawn Again"),
            ),
            (
                "/a/port-review-final-web.pdf".to_owned(),
                file("Microsoft Word - port draft.doc"),
            ),
        ])
    });
    let folder = tempfile::tempdir().unwrap();
    let paper = format!(
        "Tolls rose.[1] Boats sank.[2] Ports froze.[3]\n\nNotes\n\n\
         1. Ada Reed, “Tolls of the Aller,” Harbour News, May 3, 2019, {}.\n\
         2. Ben Moor, “Boats That Sank in Spring,” Harbour News, May 4, 2019, {}.\n\
         3. Mara Lind, “Frozen Berths of the North,” Harbour News, May 5, 2019, {}.\n",
        server.url("/tolls.pdf"),
        server.url("/a/ferry-licence-withdrawn-again.pdf"),
        server.url("/a/port-review-final-web.pdf"),
    );
    fs::write(folder.path().join("a.txt"), paper).unwrap();
    let ask = [
        "links",
        "a.txt",
        "--allow-host=127.0.0.1",
        "--no-archive",
        "-ojson",
    ];
    let output = run(folder.path(), &ask);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let document = &report["documents"][0];
    let verdicts: Vec<&str> = (document["links"].as_array().unwrap().iter())
        .map(|link| link["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["alive", "mismatch", "alive"]);
    assert_eq!(document["findings"][0]["rule"], "title-contradicts-page");
    assert_eq!(
        document["findings"][0]["data"]["page"],
        "Ferry Licence Withdrawn Again"
    );
}
