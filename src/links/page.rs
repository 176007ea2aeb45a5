//! What a page says of itself: title, authors, date, site, language, and the words that a reader sees.
//!
//! Reading is pure and bounded: it looks at the first [`LONGEST`] bytes, keeps the first few of each kind of fact, and
//! takes time linear in the bytes. A tree is not built on purpose: what is looked for stands in single elements, and
//! the rules of HTML for a tree make a page of a hundred thousand open elements cost quadratic time.
//!
//! Of a PDF its title and the hash are known, of other formats that are not text only the hash.

use sha2::{Digest, Sha256};
use url::Url;

use super::{Page, wall};
use crate::guard::guarded;

mod charset;
mod clean;
mod html;
mod linked_data;
pub mod passage;
mod pdf;
mod record;

pub use self::clean::line;

/// How many bytes of a body are read. A page says who it is near its beginning, and this is ten times the usual page.
pub const LONGEST: usize = 2 * 1024 * 1024;

/// What kind of thing a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    Json,
    Plain,
    Pdf,
    Other,
}

/// Reads a body. `content_type` is the value of the header; `address` is who answered, against which relative addresses
/// are read; `passages` are the quotations to be looked for, in the form of [`passage::of`].
pub fn read(bytes: &[u8], content_type: Option<&str>, address: &Url, passages: &[String]) -> Page {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    // A page that cannot be read is worth what the answer said; the other addresses are asked all the same.
    guarded(|| read_soundly(bytes, content_type, address, passages)).unwrap_or_else(|| Page {
        text_hash: hash(bytes),
        ..Page::default()
    })
}

fn read_soundly(
    bytes: &[u8],
    content_type: Option<&str>,
    address: &Url,
    passages: &[String],
) -> Page {
    let decoded = || charset::decode(bytes, content_type);
    let (mut page, text) = match kind(bytes, content_type) {
        Kind::Html => {
            let source = decoded();
            let (mut page, text) = html::read(&source, address);
            page.barrier = page
                .barrier
                .or_else(|| wall::in_body(&source, page.words, &page.titles));
            (page, text)
        }
        Kind::Json => {
            let text = decoded();
            (record::read(&text), text)
        }
        Kind::Plain => (Page::default(), decoded()),
        Kind::Pdf => {
            return Page {
                titles: pdf::titles(bytes),
                text_hash: hash(bytes),
                ..Page::default()
            };
        }
        Kind::Other => {
            let text_hash = hash(bytes);
            return Page {
                text_hash,
                ..Page::default()
            };
        }
    };
    page.words = text.split_whitespace().count();
    page.text_hash = hash(text.as_bytes());
    page.passages = passage::look_for(passages, &text);
    page
}

/// The SHA-256 in hexadecimal digits.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// By the header, and where it says nothing by the first bytes.
fn kind(bytes: &[u8], content_type: Option<&str>) -> Kind {
    if bytes.starts_with(b"%PDF") {
        return Kind::Pdf;
    }
    let media = content_type
        .and_then(|value| value.split(';').next())
        .map(|media| media.trim().to_ascii_lowercase())
        .unwrap_or_default();
    let begins = |sign: u8| {
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        first == Some(&sign)
    };
    match media.as_str() {
        "text/html" | "application/xhtml+xml" => Kind::Html,
        media if media.ends_with("json") => Kind::Json,
        // Some archives give their lists out as plain text.
        "text/plain" if bytes.starts_with(b"[[") || bytes.starts_with(b"[]") => Kind::Json,
        "text/plain" => Kind::Plain,
        // Where a PDF was, many sites now answer with a page, and forget to say so.
        "" | "application/xml" | "text/xml" | "application/pdf" if begins(b'<') => Kind::Html,
        "application/pdf" => Kind::Pdf,
        "" if begins(b'{') => Kind::Json,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests;
