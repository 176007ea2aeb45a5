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

/// A container of these parts, as a word processor zips them.
#[cfg(test)]
#[allow(clippy::expect_used)]
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // The type of an OpenDocument is stored as it is, so that it can be seen.
        let method = match *name {
            "mimetype" => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("the end").into_inner()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, clippy::unwrap_used)]

    use super::*;

    fn source(bytes: Vec<u8>) -> Source {
        Source {
            path: "paper.docx".to_owned(),
            bytes,
            format: None,
        }
    }

    fn refusal(result: Result<Option<Vec<u8>>, Error>) -> String {
        result.map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_by_the_name_of_its_part() {
        let zeros = vec![b' '; usize::try_from(MAX_PART).expect("small") + 1];
        let source = source(zipped(&[
            ("word/bomb.xml", &zeros),
            ("word/small.xml", b"x"),
        ]));
        assert!(source.bytes.len() < 100_000);
        let mut package = Package::open(&source).expect("a container");
        let error = refusal(package.bytes("word/bomb.xml"));
        assert!(
            error.contains("word/bomb.xml") && error.contains("48 MiB"),
            "{error}"
        );
        assert_eq!(
            package.bytes("word/small.xml").expect("small"),
            Some(vec![b'x'])
        );
    }

    #[test]
    fn all_parts_together_have_a_bound() {
        let part = vec![b' '; usize::try_from(MAX_PART).expect("small")];
        let parts = [("a", part.as_slice()), ("b", &part), ("c", b"x")];
        let source = source(zipped(&parts));
        let mut package = Package::open(&source).expect("a container");
        assert!(package.bytes("a").is_ok() && package.bytes("b").is_ok());
        assert!(refusal(package.bytes("c")).contains("its part c unpacks"));
    }

    #[test]
    fn a_container_that_was_cut_off_or_is_none_is_refused() {
        let whole = zipped(&[("word/document.xml", b"<a/>"), ("b", b"")]);
        for length in (0..whole.len()).step_by(7) {
            let source = source(whole[..length].to_vec());
            let error = Package::open(&source).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains("container"), "{length}: {error}");
        }
    }

    #[test]
    fn a_container_of_countless_parts_is_refused() {
        let names: Vec<String> = (0..=MAX_PARTS).map(|part| part.to_string()).collect();
        let parts: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        let source = source(zipped(&parts));
        let error = Package::open(&source).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("20000 parts"), "{error}");
    }
}
