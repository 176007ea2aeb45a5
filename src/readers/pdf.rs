//! PDF, read as a reader sees it: from glyphs and their places to words, lines, notes and paragraphs.

use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::Pdf;

use super::composer::Composer;
use crate::document::{Document, Format};
use crate::source::{Error, Source};

mod endnotes;
mod feet;
mod furniture;
mod glyphs;
mod line;
mod order;
mod sheet;
mod writing;

/// Reads a PDF.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let pdf = Pdf::new(source.bytes.clone())
        .map_err(|error| super::unreadable(source, format!("{error:?}")))?;
    let cache = InterpreterCache::new();
    let mut sheets: Vec<sheet::Sheet> = pdf
        .pages()
        .iter()
        .map(|page| sheet::read(page, &cache))
        .collect();
    furniture::strip(&mut sheets);
    let size = feet::size_of_text(&sheets);
    let divided = feet::divide(&mut sheets);
    let pages: Vec<writing::Page> = sheets
        .into_iter()
        .enumerate()
        .map(|(index, sheet)| writing::Page {
            name: format!("page {}", index + 1),
            addresses: sheet.addresses,
        })
        .collect();
    let mut composer = Composer::default();
    writing::write(&mut composer, divided, &pages, size);
    Ok(composer.into_pages(&source.path, Format::Pdf))
}
