//! Puts what the targets begin with into a folder: `cargo run --example seeds -- FOLDER`. All of it is made of `testdata/`;
//! nothing of it is kept in the repository.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use footfault::config;
use footfault_fuzz::PART;
use zip::ZipArchive;

/// Larger files are of no use: what is broken in them is broken in smaller ones, and those are read more often.
const LARGEST: usize = 64 * 1024;

fn main() {
    let folder = std::env::args_os().nth(1).expect("usage: seeds FOLDER");
    let folder = PathBuf::from(folder);
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let mut files = Vec::new();
    gather(&testdata, &mut files);
    files.sort();
    let template = config::TEMPLATE.replace("# ", "");
    write(&folder, "config", "template.toml", template.as_bytes());
    for (number, path) in files.iter().enumerate() {
        let bytes = fs::read(path).expect("a file of testdata");
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        for (target, seed) in seeds(&ending, bytes) {
            let name = format!("{number}-{}.{ending}", seed.len());
            write(&folder, target, &name, &seed);
        }
    }
}

fn write(folder: &Path, target: &str, name: &str, seed: &[u8]) {
    if seed.len() > LARGEST {
        return;
    }
    let of_target = folder.join(target);
    fs::create_dir_all(&of_target).expect("a folder for the seeds");
    fs::write(of_target.join(name), seed).expect("a seed");
}

/// Every file below a folder.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of testdata") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// What a file is good for.
fn seeds(ending: &str, bytes: Vec<u8>) -> Vec<(&'static str, Vec<u8>)> {
    let before = |first: u8| [&[first], bytes.as_slice()].concat();
    match ending {
        "txt" => vec![
            ("text", before(1)),
            ("fixes", before(8)),
            ("citations", notes(&bytes)),
        ],
        "md" => vec![
            ("text", before(2)),
            ("fixes", before(9)),
            ("citations", notes(&bytes)),
        ],
        "html" => vec![("fixes", before(10)), ("page", before(1)), ("html", bytes)],
        "tex" => vec![("fixes", before(11)), ("latex", bytes)],
        "rtf" => vec![("rtf", bytes)],
        "xml" => vec![("jats", bytes)],
        "pdf" => vec![("page", before(6)), ("pdf", bytes)],
        "json" => vec![("page", before(4)), ("evidence", lines(&bytes))],
        "docx" | "odt" | "epub" => vec![("package", unpacked(&bytes)), ("container", before(0))],
        "zip" => vec![
            ("evidence", member(&bytes, "replies.jsonl")),
            ("evidence", bytes),
        ],
        _ => Vec::new(),
    }
}

/// The lines of a paper that are long enough to be notes, without what stands before their first capital letter.
fn notes(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let notes = text.lines().filter(|line| line.len() > 20);
    let notes = notes.map(|line| line.trim_start_matches(|sign: char| !sign.is_alphabetic()));
    notes.collect::<Vec<_>>().join("\n").into_bytes()
}

/// The replies of a fixture, each on a line of its own.
fn lines(bytes: &[u8]) -> Vec<u8> {
    let read: Result<Vec<serde_json::Value>, _> = serde_json::from_slice(bytes);
    let replies = read.unwrap_or_default();
    let lines: Vec<String> = replies.iter().map(ToString::to_string).collect();
    lines.join("\n").into_bytes()
}

fn member(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut content = Vec::new();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a container of testdata");
    let mut member = zip.by_name(name).expect("a part that it has");
    member.read_to_end(&mut content).expect("a sound part");
    content
}

/// The parts of a container that hold text, each under a line with its name.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let zip = ZipArchive::new(Cursor::new(bytes)).expect("a container of testdata");
    let names = zip.file_names().filter_map(Result::ok);
    let mut input = Vec::new();
    for name in names.map(std::borrow::Cow::into_owned) {
        let content = member(bytes, &name);
        if std::str::from_utf8(&content).is_ok() {
            input.extend(format!("{PART}{name}\n").into_bytes());
            input.extend(content);
            input.push(b'\n');
        }
    }
    input
}
