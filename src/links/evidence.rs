//! Replies in a file, to be looked at and judged again anywhere: what `--record` writes and `--replay` reads.
//!
//! The file is a zip with two members:
//!
//! * `manifest.json`: `{"format":"footfault-links","version":1,"tool":{"name":"footfault","version":"0.1.0"},
//!   "recorded":"2026-11-22T01:00:00Z","replies":{"file":"replies.jsonl","count":2,"sha256":"…"}}`. `recorded` is when
//!   the file was made; when each address was asked stands in its reply.
//! * `replies.jsonl`: one [`Reply`] as JSON on each line, in the order of their addresses. No bodies, no cookies, no
//!   credentials.
//!
//! [`schema`] has both as a JSON Schema; `footfault schema evidence` prints it. A line is, for example (broken here):
//!
//! ```json
//! {"address":"https://a.example/tolls","asked":1795309200,
//!  "chain":[{"address":"https://a.example/tolls","status":301}],
//!  "outcome":{"answered":{"address":"https://a.example/news/tolls","status":200,
//!    "headers":[["content-type","text/html"]],
//!    "page":{"titles":["Tolls Rise"],"authors":["Ada Reed"],"dates":["2020-05-04"],"site":null,"language":"en",
//!      "canonical":null,"text_hash":"9f86…","words":812,"passages":[],"barrier":null}}},
//!  "attempts":1}
//! ```
//!
//! What did not answer has `"outcome":{"failed":{"kind":"timeout"}}`. Where a cache remembers that an address was dead
//! in runs before, `failures` says when, so that a replay counts the same days.
//!
//! The hash is of the bytes of `replies.jsonl`. A file whose hash or version does not fit is refused: a verdict from
//! half a file would be worse than none.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Replies, Reply};
use crate::schema;

const FORMAT: &str = "footfault-links";
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
const REPLIES: &str = "replies.jsonl";

/// More than this does not come from a recorded run; it is a bomb.
const LONGEST: u64 = 4 << 30;

/// Why evidence cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {reason}", path.display())]
pub struct EvidenceError {
    path: PathBuf,
    reason: String,
}

impl EvidenceError {
    pub(super) fn new(path: &Path, reason: &impl Display) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.to_string(),
        }
    }
}

/// What stands in `manifest.json`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Manifest {
    /// `footfault-links`.
    format: String,
    /// The version of the format.
    version: u32,
    /// What recorded it.
    tool: Tool,
    /// When the file was made, as in RFC 3339.
    recorded: String,
    /// Where the replies are.
    replies: Member,
}

/// The program that wrote a file.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Tool {
    /// Its name.
    name: String,
    /// Its version.
    version: String,
}

/// A member of the zip.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Member {
    /// Its name.
    file: String,
    /// How many lines it has.
    count: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    sha256: String,
}

/// What footfault records of cited addresses: either of the things that stand in the file.
#[derive(JsonSchema)]
#[schemars(title = "Evidence of footfault")]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is asked for")]
enum Entry {
    /// What stands in `manifest.json`.
    Manifest(Manifest),
    /// A line of `replies.jsonl`.
    Reply(Box<Reply>),
}

/// The JSON Schema of what stands in the file, made of the types that write it. `manifest.json` and every line of
/// `replies.jsonl` are valid against it; `$defs` has `Manifest` and `Reply` by themselves.
pub fn schema() -> Value {
    schema::read::<Entry>()
}

/// Writes all replies to a file, which appears when it is complete.
pub fn write(path: &Path, replies: &Replies) -> Result<(), EvidenceError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".partial");
    let beside = PathBuf::from(beside);
    let written = pack(&beside, replies).and_then(|()| Ok(fs::rename(&beside, path)?));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        EvidenceError::new(path, &error)
    })
}

/// Why something failed, in words.
type Reason = Box<dyn std::error::Error>;

fn pack(path: &Path, replies: &Replies) -> Result<(), Reason> {
    let mut lines = Vec::new();
    for reply in replies.values() {
        serde_json::to_writer(&mut lines, reply)?;
        lines.push(b'\n');
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        recorded: Timestamp::from_second(Timestamp::now().as_second())?.to_string(),
        replies: Member {
            file: REPLIES.to_owned(),
            count: replies.len(),
            sha256: hash(&lines),
        },
    };
    let mut zip = ZipWriter::new(File::create(path)?);
    zip.start_file(MANIFEST, SimpleFileOptions::default())?;
    serde_json::to_writer_pretty(&mut zip, &manifest)?;
    zip.start_file(REPLIES, SimpleFileOptions::default())?;
    zip.write_all(&lines)?;
    zip.finish()?.sync_all()?;
    Ok(())
}

/// Reads all replies of a file.
pub fn read(path: &Path) -> Result<Replies, EvidenceError> {
    unpack(path).map_err(|error| EvidenceError::new(path, &error))
}

fn unpack(path: &Path) -> Result<Replies, Reason> {
    let mut zip = ZipArchive::new(File::open(path)?)?;
    let manifest: Manifest = serde_json::from_slice(&member(&mut zip, MANIFEST)?)
        .map_err(|_| "is not evidence that footfault recorded")?;
    if manifest.format != FORMAT || manifest.version != VERSION {
        let found = format!("{} {}", manifest.format, manifest.version);
        return Err(format!("is of another format: {found}, not {FORMAT} {VERSION}").into());
    }
    let lines = member(&mut zip, REPLIES)?;
    if hash(&lines) != manifest.replies.sha256 {
        return Err("was changed after it was recorded: its hash does not fit".into());
    }
    let lines = lines
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty());
    let mut replies = Replies::new();
    for line in lines {
        let reply: Reply = serde_json::from_slice(line)?;
        replies.insert(reply.address.clone(), Box::new(reply));
    }
    Ok(replies)
}

fn member(zip: &mut ZipArchive<File>, name: &str) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    let found = zip
        .by_name(name)
        .map_err(|_| "is not evidence that footfault recorded")?;
    found.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use url::Url;

    use super::*;
    use crate::links::{Answer, Failure, Hop, Outcome, Page};

    fn replies() -> Replies {
        let url = |text: &str| Url::parse(text).unwrap();
        let answer = Answer {
            address: url("https://b.test/"),
            status: 200,
            headers: vec![("server".to_owned(), "nginx".to_owned())],
            page: Some(Page::default()),
        };
        let hop = Hop {
            address: url("http://a.test/ä"),
            status: 301,
        };
        let answered = Reply {
            address: hop.address.clone(),
            asked: 1_700_000_000,
            chain: vec![hop],
            outcome: Outcome::Answered(answer),
            attempts: 1,
            failures: Vec::new(),
        };
        let failed = Reply {
            address: url("http://c.test/"),
            chain: Vec::new(),
            outcome: Outcome::Failed(Failure::Certificate("expired".to_owned())),
            ..answered.clone()
        };
        [failed, answered]
            .map(|reply| (reply.address.clone(), Box::new(reply)))
            .into()
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("e.zip");
        write(&path, &replies()).unwrap();
        assert_eq!(read(&path).unwrap(), replies());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn evidence_that_was_changed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("e.zip");
        write(&path, &replies()).unwrap();
        let mut zip = ZipArchive::new(File::open(&path).unwrap()).unwrap();
        let members = [MANIFEST, REPLIES].map(|name| member(&mut zip, name).unwrap());
        let mut changed = ZipWriter::new(File::create(&path).unwrap());
        for (name, bytes) in [MANIFEST, REPLIES].iter().zip(members) {
            let text = String::from_utf8(bytes).unwrap().replace("nginx", "other");
            changed
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            changed.write_all(text.as_bytes()).unwrap();
        }
        changed.finish().unwrap();
        assert!(
            read(&path)
                .unwrap_err()
                .to_string()
                .ends_with("its hash does not fit")
        );
        fs::write(&path, "no zip").unwrap();
        assert!(read(&path).is_err());
    }
}
