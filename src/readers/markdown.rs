//! Markdown.

use crate::document::{Document, Format};
use crate::source::{Error, Source};

pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let mut document = super::text::read(source)?;
    document.format = Format::Markdown;
    Ok(document)
}
