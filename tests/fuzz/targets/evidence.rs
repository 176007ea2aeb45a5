//! What was recorded of cited addresses, and papers that are judged by it. An input that is no container is the lines of
//! one, and gets the hash that belongs to them.
#![no_main]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use footfault::check::check_linked;
use footfault::document::Format;
use footfault::links::{Links, Replies, evidence};
use footfault_fuzz::{all_rules, examine_report, source};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|input: &[u8]| {
    let path = file("evidence");
    let bytes = if input.starts_with(b"PK") {
        input.to_vec()
    } else {
        recorded(input)
    };
    fs::write(&path, bytes).expect("the folder for passing files can be written to");
    let Ok(replies) = evidence::read(&path) else {
        return;
    };
    let again = file("again");
    evidence::write(&again, &replies).expect("replies can be written");
    let read = evidence::read(&again).expect("what was written can be read");
    assert!(read == replies, "what is written is read");
    judge(&replies);
});

fn file(name: &str) -> PathBuf {
    let own = std::process::id();
    std::env::temp_dir().join(format!("footfault-fuzz-{own}-{name}"))
}

/// A container of these lines, as a recording is made.
fn recorded(lines: &[u8]) -> Vec<u8> {
    let hash: String = Sha256::digest(lines)
        .iter()
        .fold(String::new(), |mut hash, byte| {
            let _ = write!(hash, "{byte:02x}");
            hash
        });
    let manifest = format!(
        "{{\"format\":\"footfault-links\",\"version\":1,\"tool\":{{\"name\":\"footfault\",\"version\":\"0\"}},\
         \"recorded\":\"2026-11-22T01:00:00Z\",\"replies\":{{\"file\":\"replies.jsonl\",\"count\":1,\"sha256\":\"{hash}\"}}}}"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("manifest.json", manifest.as_bytes()),
        ("replies.jsonl", lines),
    ] {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a name");
        zip.write_all(bytes).expect("room in memory");
    }
    zip.finish().expect("room in memory").into_inner()
}

/// A paper that cites every address of the replies.
fn judge(replies: &Replies) {
    let mut paper = String::new();
    for number in 1..=replies.len() {
        let _ = write!(paper, "The weir was raised.[^{number}] ");
    }
    paper.push_str("\n\n");
    for (number, address) in (1..).zip(replies.keys()) {
        let _ = writeln!(
            paper,
            "[^{number}]: Anna Abend, “Tolls on the Lower Reach,” *Courier*, 3 May 2024, {address}.\n"
        );
    }
    let source = source(paper.as_bytes(), Some(Format::Markdown));
    let replies: Vec<_> = replies
        .values()
        .map(|reply| reply.as_ref().clone())
        .collect();
    let report = check_linked(&source, &all_rules(), |document, citations| {
        let links = Links::new(document, citations, replies);
        assert_eq!(links.addresses.len(), citations.addresses.len());
        Some(links.dead_after(2))
    });
    examine_report(&source, &report.expect("a text can be read"));
}
