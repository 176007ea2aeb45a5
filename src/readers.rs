//! From bytes to a [`Document`]. One file per format; reading never fails for what the text says, only for a container
//! that cannot be opened.

use crate::document::{Document, Format};
use crate::source::{Error, Source};

mod markdown;
mod text;

/// Reads a paper in the format that was asked for, or that its content and name show.
pub fn read(source: &Source) -> Result<Document, Error> {
    match source.format.unwrap_or_else(|| detect(source)) {
        Format::Text => text::read(source),
        Format::Markdown => markdown::read(source),
    }
}

fn detect(source: &Source) -> Format {
    if source.path.ends_with(".md") {
        Format::Markdown
    } else {
        Format::Text
    }
}
