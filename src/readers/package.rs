//! Documents that are ZIP archives of parts: Word, OpenDocument, EPUB.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::encoding;
use crate::source::{Error, Source};

/// The most parts that a container may have; a book with a thousand pictures has fewer.
pub(super) const MAX_PARTS: usize = 20_000;

/// The largest part that is unpacked, in bytes. The text of a Word file of 1,000 pages takes some 20 MB.
pub(super) const MAX_PART: u64 = 48 * 1024 * 1024;

/// How much is unpacked of one container, in bytes, all parts together.
pub(super) const MAX_UNPACKED: u64 = 96 * 1024 * 1024;

/// A container that has been opened. Nothing of it is written anywhere.
pub(super) struct Package<'a> {
    path: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    budget: u64,
}

impl<'a> Package<'a> {
    /// Opens the container; its parts are read when they are asked for.
    pub(super) fn open(source: &'a Source) -> Result<Self, Error> {
        let path = source.path.as_str();
        let broken = |error: ZipError| {
            let what = format!(
                "is a damaged container ({error}); save it again in the program that made it"
            );
            unreadable(path, what)
        };
        if !source.bytes.starts_with(b"PK") {
            let what = "is not what its name says: it is no ZIP container; save it again in the program that made it, or name its format with --format";
            return Err(unreadable(path, what.to_owned()));
        }
        let archive = ZipArchive::new(Cursor::new(source.bytes.as_slice())).map_err(broken)?;
        if archive.len() > MAX_PARTS {
            let what = format!("is a container of more than {MAX_PARTS} parts, which no paper has");
            return Err(unreadable(path, what));
        }
        Ok(Self {
            path,
            archive,
            budget: MAX_UNPACKED,
        })
    }

    /// The names of all parts, in their order.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().filter_map(Result::ok);
        names.map(std::borrow::Cow::into_owned).collect()
    }

    /// The text of a part; `None` where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let bytes = self.bytes(name)?;
        Ok(bytes.map(|bytes| encoding::decode(&bytes).text))
    }

    /// The text of a part without which there is no paper.
    pub(super) fn required(&mut self, name: &str) -> Result<String, Error> {
        let path = self.path;
        let what = || format!("lacks its part {name}; save it again in the program that made it");
        self.text(name)?.ok_or_else(|| unreadable(path, what()))
    }

    /// The bytes of a part, unpacked; `None` where there is no such part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path;
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(unreadable(path, broken_part(name, &error.to_string()))),
        };
        if part.encrypted() {
            let what = format!("is encrypted (its part {name}); save it without a password first");
            return Err(unreadable(path, what));
        }
        let most = MAX_PART.min(self.budget);
        let mut bytes = Vec::new();
        // What the archive says of the size of a part need not be true, so what comes out is counted.
        part.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(path, broken_part(name, &error.to_string())))?;
        let length = bytes.len() as u64;
        if length > most {
            let what = format!(
                "its part {name} unpacks to more than {} MiB, which is more than any paper",
                most / 1024 / 1024
            );
            return Err(unreadable(path, what));
        }
        self.budget -= length;
        Ok(Some(bytes))
    }
}

fn broken_part(name: &str, error: &str) -> String {
    format!("its part {name} is damaged ({error}); save it again in the program that made it")
}

fn unreadable(path: &str, what: String) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        what,
    }
}
