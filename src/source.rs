//! What comes in: the bytes of one paper, and what can go wrong before they are read as one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use thiserror::Error;

use crate::document::Format;

/// The largest file that is read, in bytes; a paper of this size would have some twenty thousand pages.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// One paper as it was found.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user gave it, or `-` for standard input.
    pub path: String,
    /// The whole content.
    pub bytes: Vec<u8>,
    /// The format that the user asked for; `None` lets content and name decide.
    pub format: Option<Format>,
}

/// Why the tool could not read a paper. What is wrong *in* a paper is never an error.
#[derive(Debug, Error)]
pub enum Error {
    /// The file could not be opened or read.
    #[error("{path}: {source}")]
    Io {
        /// The path as given.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is larger than [`MAX_BYTES`].
    #[error("{path}: larger than {} MiB, which is more than any paper; check its parts one by one", MAX_BYTES / 1024 / 1024)]
    TooLarge {
        /// The path as given.
        path: String,
    },
    /// The content is no text, and of no format that can be read.
    #[error("{path}: {what}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// What it is instead, and what to do.
        what: String,
    },
}

impl Source {
    /// Reads a file, at most [`MAX_BYTES`] of it.
    pub fn open(path: &str, format: Option<Format>) -> Result<Self, Error> {
        let io = |source| Error::Io {
            path: path.to_owned(),
            source,
        };
        let file = File::open(Path::new(path)).map_err(io)?;
        if file
            .metadata()
            .is_ok_and(|meta| meta.is_file() && meta.len() > MAX_BYTES)
        {
            return Err(Error::TooLarge {
                path: path.to_owned(),
            });
        }
        Self::from_reader(path, file, format)
    }

    /// Reads a stream to its end, at most [`MAX_BYTES`] of it.
    pub fn from_reader(
        path: &str,
        reader: impl Read,
        format: Option<Format>,
    ) -> Result<Self, Error> {
        let mut bytes = Vec::new();
        reader
            .take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| Error::Io {
                path: path.to_owned(),
                source,
            })?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::TooLarge {
                path: path.to_owned(),
            });
        }
        Ok(Self {
            path: path.to_owned(),
            bytes,
            format,
        })
    }
}
