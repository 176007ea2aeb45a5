//! What comes in: the bytes of one paper, and what can go wrong before they are read as one.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use thiserror::Error;

use crate::document::Format;

pub use self::unpacked::{is_book, is_page_of};

mod unpacked;

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
    Io {
        /// The path as given.
        path: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is larger than [`MAX_BYTES`].
    TooLarge {
        /// The path as given.
        path: String,
    },
    /// The content is no text, and of no format that can be read.
    Unreadable {
        /// The path as given.
        path: String,
        /// What it is instead, and what to do.
        what: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.reason())
    }
}

impl Error {
    /// The path as given.
    pub fn path(&self) -> &str {
        match self {
            Self::Io { path, .. } | Self::TooLarge { path } | Self::Unreadable { path, .. } => path,
        }
    }

    /// Why the paper could not be read, without its path.
    pub fn reason(&self) -> String {
        match self {
            Self::Io { source, .. } => plain(source),
            Self::TooLarge { .. } => format!(
                "larger than {} MiB, which is more than any paper; check its parts one by one",
                MAX_BYTES / 1024 / 1024
            ),
            Self::Unreadable { what, .. } => what.clone(),
        }
    }
}

/// What the operating system said, in words that need no error number.
pub fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => error.to_string(),
    }
}

impl Source {
    /// Reads a file, at most [`MAX_BYTES`] of it; of the `.opf` of an e-book that lies unpacked, the whole book.
    pub fn open(path: impl AsRef<Path>, format: Option<Format>) -> Result<Self, Error> {
        let name = path.as_ref().to_string_lossy();
        let io = |source| Error::Io {
            path: name.to_string(),
            source,
        };
        if is_book(path.as_ref()) && format.is_none_or(|format| format == Format::Epub) {
            let packed = unpacked::packed(path.as_ref(), MAX_BYTES).map_err(io)?;
            return Ok(Self {
                bytes: packed.ok_or_else(|| Error::TooLarge {
                    path: name.to_string(),
                })?,
                path: name.to_string(),
                format: Some(Format::Epub),
            });
        }
        let file = File::open(&path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        if length > MAX_BYTES {
            return Err(Error::TooLarge {
                path: name.to_string(),
            });
        }
        // With room for one more byte the end is found without growing; a pipe says that its length is 0.
        let bytes = Vec::with_capacity(usize::try_from(length).map_or(0, |length| length + 1));
        Self::fill(bytes, &name, file, format)
    }

    /// Reads a stream to its end, at most [`MAX_BYTES`] of it.
    pub fn from_reader(
        path: &str,
        reader: impl Read,
        format: Option<Format>,
    ) -> Result<Self, Error> {
        Self::fill(Vec::new(), path, reader, format)
    }

    fn fill(
        mut bytes: Vec<u8>,
        path: &str,
        reader: impl Read,
        format: Option<Format>,
    ) -> Result<Self, Error> {
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
