//! From bytes to a [`Document`]. One file per format; reading never fails for what the text says, only for a container
//! that cannot be opened.

use std::path::Path;

use crate::document::{Document, Format, Warning};
use crate::source::{Error, Source};

mod address;
mod content;
mod encoding;
mod markdown;
mod text;

/// The endings of names that mean Markdown; all others mean plain text.
const MARKDOWN_ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd", "qmd", "rmd"];

/// Reads a paper in the format that was asked for, or that its name shows.
pub fn read(source: &Source) -> Result<Document, Error> {
    match source.format.unwrap_or_else(|| format_of(&source.path)) {
        Format::Text => text::read(source),
        Format::Markdown => markdown::read(source),
    }
}

/// The bytes of a text in the encoding of a document's source; `None` where that encoding cannot write it.
pub fn encode(text: &str, document: &Document) -> Option<Vec<u8>> {
    encoding::encode(text, document.encoding)
}

fn format_of(path: &str) -> Format {
    let ending = Path::new(path)
        .extension()
        .and_then(|ending| ending.to_str());
    let is_markdown = ending.is_some_and(|ending| {
        MARKDOWN_ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    });
    if is_markdown {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// The text of a source that holds text, not yet divided into blocks.
fn open(source: &Source, format: Format) -> Result<Document, Error> {
    let unreadable = |what| Error::Unreadable {
        path: source.path.clone(),
        what,
    };
    if let Some(what) = content::refuse_bytes(&source.bytes) {
        return Err(unreadable(what));
    }
    let decoded = encoding::decode(&source.bytes);
    if let Some(what) = content::refuse_text(&decoded.text) {
        return Err(unreadable(what));
    }
    let mut document = Document::new(source.path.clone(), format, decoded.text, decoded.map);
    document.encoding = decoded.encoding;
    document.warnings = decoded.warnings;
    if document.text.trim().is_empty() {
        let message = "the file is empty".to_owned();
        document.warnings.push(Warning {
            message,
            span: None,
        });
    }
    Ok(document)
}
