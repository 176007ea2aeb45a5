//! Rich Text Format (`.rtf`), as it looks once all tracked changes are accepted.
//!
//! The text comes first, then the footnotes and the endnotes, each in the order in which they are called; the file has
//! them in the middle of the text. Numbers of notes are counted here, those of items stand in the file. How paragraphs are
//! counted is told in [`blocks`].
//!
//! A file that is cut off or has a brace too many is read as far as it goes, with a warning. All of it is read in one pass,
//! but for notes, text boxes and rows of tables, which are looked through before they are read.

use self::walk::Walk;
use super::unreadable;
use crate::document::{Document, Format};
use crate::source::{Error, Source};

mod blocks;
mod charset;
mod field;
mod notes;
mod rows;
mod series;
mod state;
mod story;
mod styles;
mod text;
mod token;
mod vocabulary;
mod waiting;
mod walk;
mod words;

#[cfg(test)]
mod tests;

/// How a file begins.
const BEGINNING: &[u8] = b"{\\rtf";

/// Where the document begins in a file; `None` if it holds none. Some programs put a mark of the encoding, or blank lines,
/// before it.
pub(super) fn beginning(bytes: &[u8]) -> Option<usize> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    text.starts_with(BEGINNING)
        .then_some(bytes.len() - text.len())
}

/// Reads an RTF document.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let Some(start) = beginning(&source.bytes) else {
        let what =
            "is no RTF document: it does not begin with {\\rtf; say what it is with --format";
        return Err(unreadable(source, what.to_owned()));
    };
    let mut walk = Walk::new(&source.bytes, start);
    walk.write();
    Ok(walk.composer.into_paragraphs(&source.path, Format::Rtf))
}
