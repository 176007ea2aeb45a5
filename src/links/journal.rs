//! What was answered so far, on disk: a run that is killed loses no reply that it had.
//!
//! The journal stands beside the evidence that will be made of it. Its first line says what it is; every other line is
//! one reply. A line is written at once and whole, so that whatever kills the process leaves at most one line torn,
//! the last; the next run cuts that off. The disk is asked to keep the lines once a second, which is what a power
//! failure may cost.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Reply;
use super::evidence::EvidenceError;

/// How long the disk may take its time.
const SYNC: Duration = Duration::from_secs(1);

/// The version of the journal's lines.
const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    footfault_journal: u32,
}

/// An open journal. It is locked: no other run can write to it.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    synced: Instant,
}

impl Journal {
    /// Opens the journal of a file of evidence, and gives the replies that are in it from a run that was broken off.
    pub(super) fn open(evidence: &Path) -> Result<(Self, Vec<Reply>), EvidenceError> {
        let mut name = evidence.as_os_str().to_owned();
        name.push(".journal");
        let path = PathBuf::from(name);
        let complain = |error: io::Error| EvidenceError::new(&path, &error);
        let options = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path);
        let mut file = options.map_err(complain)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let error = io::Error::other("another run writes to it");
                return Err(complain(error));
            }
            Err(TryLockError::Error(error)) => return Err(complain(error)),
        }
        let (replies, whole) = read(&file).map_err(complain)?;
        file.set_len(whole).map_err(complain)?;
        file.seek(SeekFrom::End(0)).map_err(complain)?;
        if whole == 0 {
            write_line(
                &mut file,
                &Head {
                    footfault_journal: VERSION,
                },
            )
            .map_err(complain)?;
        }
        let synced = Instant::now();
        Ok((Self { path, file, synced }, replies))
    }

    /// Keeps a reply.
    pub(super) fn keep(&mut self, reply: &Reply) -> Result<(), EvidenceError> {
        let mut write = || {
            write_line(&mut self.file, reply)?;
            if self.synced.elapsed() > SYNC {
                self.file.sync_data()?;
                self.synced = Instant::now();
            }
            Ok(())
        };
        write().map_err(|error: io::Error| EvidenceError::new(&self.path, &error))
    }

    /// Removes the journal: what was in it is in the evidence now.
    pub(super) fn remove(self) -> Result<(), EvidenceError> {
        std::fs::remove_file(&self.path).map_err(|error| EvidenceError::new(&self.path, &error))
    }
}

fn write_line(file: &mut File, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    file.write_all(&line)
}

/// The replies of all whole lines, and how many bytes those are.
fn read(file: &File) -> io::Result<(Vec<Reply>, u64)> {
    let mut reader = BufReader::new(file);
    let (mut replies, mut whole, mut line) = (Vec::new(), 0, Vec::new());
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if length == 0 || line.last() != Some(&b'\n') {
            return Ok((replies, whole));
        }
        if whole == 0 {
            let head: Option<Head> = serde_json::from_slice(&line).ok();
            if head
                != Some(Head {
                    footfault_journal: VERSION,
                })
            {
                return Err(io::Error::other(
                    "is not a journal of this version of footfault",
                ));
            }
        } else {
            replies.push(serde_json::from_slice(&line)?);
        }
        whole += length as u64;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use url::Url;

    use super::*;
    use crate::links::{Failure, Outcome};

    fn reply(path: &str) -> Reply {
        Reply {
            address: Url::parse("http://a.test/").unwrap().join(path).unwrap(),
            asked: 7,
            chain: Vec::new(),
            outcome: Outcome::Failed(Failure::Timeout),
            attempts: 3,
            failures: Vec::new(),
        }
    }

    #[test]
    fn a_journal_that_was_cut_off_anywhere_gives_its_whole_lines_and_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let evidence = folder.path().join("e.zip");
        let path = folder.path().join("e.zip.journal");
        let replies: Vec<Reply> = ["1", "2", "3"].map(reply).into();
        let (mut journal, before) = Journal::open(&evidence).unwrap();
        assert_eq!(before, []);
        for reply in &replies {
            journal.keep(reply).unwrap();
        }
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for length in 0..=whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let lines = whole[..length].split(|&byte| byte == b'\n').count() - 1;
            let (mut journal, before) = Journal::open(&evidence).unwrap();
            assert_eq!(before, replies[..lines.saturating_sub(1)], "{length}");
            journal.keep(&reply("4")).unwrap();
            drop(journal);
            let (_, after) = Journal::open(&evidence).unwrap();
            assert_eq!(after.len(), before.len() + 1);
            assert_eq!(after.last(), Some(&reply("4")));
        }
    }

    #[test]
    fn two_runs_never_write_to_one_journal() {
        let folder = tempfile::tempdir().unwrap();
        let evidence = folder.path().join("e.zip");
        let _first = Journal::open(&evidence).unwrap();
        let refused = Journal::open(&evidence).unwrap_err();
        assert!(refused.to_string().contains("another run writes to it"));
    }
}
