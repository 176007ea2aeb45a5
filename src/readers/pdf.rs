//! PDF, read as a reader sees it: from glyphs and their places to words, lines, notes and paragraphs.
//!
//! ```text
//! sheet      a page drawn (contents) → glyphs with their places → lines (line, order, columns), the rules drawn on it, its links
//! furniture  running heads and page numbers go
//! called     markers and notes that links pair (links); tags: the notes of which a tagged file tells
//! byline     authors and their institutions, whose numbers are no markers
//! feet       notes at the foot of pages are told from the text; endnotes tells those in Roman numerals
//! writing    paragraphs made whole over columns and pages, each note behind the paragraph above it; paragraph says where
//!            one ends, joint mends words and addresses that go on over the end of a line
//! ```
//!
//! A note at the foot is known by its place and its type; its marker is a raised number like any other, and is left to the
//! scanner of typed markers, which lets the sequence of all of them decide.

use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::line::Line;
use self::links::Places;
use self::names::{Names, Pictured};
use self::sheet::{Lore, Sheet};
use self::tags::Tags;
use super::composer::Composer;
use crate::document::{Document, Format};
use crate::guard::guarded;
use crate::source::{Error, Source};

mod bounds;
mod byline;
mod called;
mod columns;
mod contents;
mod endnotes;
mod feet;
mod furniture;
mod glyphs;
mod joint;
mod label;
mod line;
mod links;
mod names;
mod opening;
mod order;
mod pages;
mod paragraph;
mod sheet;
mod tags;
mod target;
mod tree;
mod writing;

/// The most pages that are read.
const MOST_PAGES: usize = 20_000;
/// How much of the end of a file is looked through for the mark that ends every PDF, in bytes.
const TAIL: usize = 2_048;
/// From this share on, letters without a name make a page unreadable.
const MOST_NAMELESS: f64 = 0.05;
/// From this share of letters that are not painted on, the text lies over a picture of itself.
const MOST_INVISIBLE: f64 = 0.5;
/// From this share of such letters on a file is unreadable: what is left of its words would be taken for faults.
const MOST_UNREADABLE: f64 = 0.5;

/// Reads a PDF.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let refused = |error| super::unreadable(source, refusal(error, &source.bytes));
    let pdf = opening::open(&source.bytes).map_err(|error| match error {
        Some(error) => refused(error),
        None => super::unreadable(
            source,
            "holds more objects or pages than can be read; part it".to_owned(),
        ),
    })?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(refused(LoadPdfError::Invalid));
    }
    if count > MOST_PAGES {
        let what = format!("has {count} pages, and no more than {MOST_PAGES} are read; part it");
        return Err(super::unreadable(source, what));
    }
    if let Some(what) =
        guarded(|| bounds::refusal(&pdf)).unwrap_or_else(|| Some(bounds::too_large()))
    {
        return Err(super::unreadable(source, what));
    }
    let mut lore = Lore {
        cache: InterpreterCache::new(),
        places: guarded(|| Places::of(&pdf)).unwrap_or_default(),
        tags: guarded(|| Tags::of(&pdf)).unwrap_or_default(),
        names: None,
    };
    let read = read_pages(&pdf, &mut lore);
    let mut composer = Composer::default();
    for warning in warnings(&read) {
        composer.warn(warning);
    }
    if lore.tags.are_cut {
        composer.warn("the tree of what its pages show is too large to be read whole".to_owned());
    }
    let is_unsure = |sheet: &Option<Sheet>| sheet.as_ref().is_none_or(Sheet::is_unsure);
    let unsure = (1..).zip(&read).filter(|(_, sheet)| is_unsure(sheet));
    let unsure = unsure.map(|(page, _)| page).collect();
    let mut sheets: Vec<Sheet> = read.into_iter().map(Option::unwrap_or_default).collect();
    if are_most_nameless(sheets.iter()) {
        for sheet in &mut sheets {
            sheet.lines.clear();
        }
    }
    furniture::strip(&mut sheets);
    called::pair(&mut sheets);
    byline::mark(&mut sheets);
    let size = feet::size_of_text(&sheets);
    let divided = feet::divide(&mut sheets, size);
    let names = pages::names(&pdf, count);
    writing::write(&mut composer, divided, &names, size);
    let mut document = composer.into_pages(&source.path, Format::Pdf);
    document.unsure_pages = unsure;
    Ok(document)
}

/// The pages as they are drawn, `None` for those that cannot be. Where glyphs bear no names, the file is searched for what
/// they stand for, and their pages are read again.
fn read_pages<'a>(pdf: &'a Pdf, lore: &mut Lore<'a>) -> Vec<Option<Sheet>> {
    let pages = pdf.pages().iter();
    let read = pages.map(|page| guarded(|| sheet::read(page, lore)));
    let mut read: Vec<Option<Sheet>> = read.collect();
    let is_nameless = |sheet: &Option<Sheet>| sheet.as_ref().is_some_and(|s| s.nameless > 0);
    if !read.iter().any(is_nameless) {
        return read;
    }
    let mut pictured = Pictured::new();
    for (code, drawn) in read.iter().flatten().flat_map(|sheet| &sheet.pictured) {
        *pictured.entry(*code).or_default() += drawn;
    }
    lore.names = guarded(|| Names::of(pdf, &pictured));
    for (page, sheet) in pdf.pages().iter().zip(&mut read) {
        if is_nameless(sheet) {
            *sheet = guarded(|| sheet::read(page, lore));
        }
    }
    read
}

/// Why a file cannot be opened, and what to do.
fn refusal(error: LoadPdfError, bytes: &[u8]) -> String {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let has_end = tail.windows(5).any(|window| window == b"%%EOF");
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "is encrypted and asks for a password; save it without one first".to_owned()
        }
        LoadPdfError::Decryption(_) => {
            "is encrypted in a way that is not known; save it without encryption first".to_owned()
        }
        LoadPdfError::Invalid if bytes.is_empty() => "is empty".to_owned(),
        LoadPdfError::Invalid if !has_end => {
            "is a PDF that is cut off: its end is missing; fetch it anew".to_owned()
        }
        LoadPdfError::Invalid => {
            "is a damaged PDF in which no pages can be found; open it in a viewer and print it into a new file"
                .to_owned()
        }
    }
}

/// What could not be read, in words; pages of a kind are told together.
fn warnings(sheets: &[Option<Sheet>]) -> Vec<String> {
    let pages = |is_such: &dyn Fn(Option<&Sheet>) -> bool| {
        let such = sheets
            .iter()
            .enumerate()
            .filter(|(_, sheet)| is_such(sheet.as_ref()));
        such.map(|(page, _)| page + 1).collect::<Vec<usize>>()
    };
    let broken = pages(&|sheet| sheet.is_none());
    let scanned = pages(&|sheet| sheet.is_some_and(Sheet::is_picture));
    let damaged = pages(&|sheet| sheet.is_some_and(|sheet| sheet.is_damaged));
    let nameless = pages(&|sheet| sheet.is_some_and(Sheet::is_nameless));
    let recognised = pages(&|sheet| sheet.is_some_and(Sheet::is_recognised));
    let mut warnings = Vec::new();
    if !recognised.is_empty() {
        let which = named(&recognised, "is a picture", "are pictures");
        warnings.push(format!(
            "{which} whose text was recognised by a program (OCR), which misreads letters and digits"
        ));
    }
    if !scanned.is_empty() {
        let which = if scanned.len() == sheets.len() {
            "its pages are pictures".to_owned()
        } else {
            named(&scanned, "is a picture", "are pictures")
        };
        warnings.push(format!(
            "{which} with no text behind them, as a scanner makes them; run text recognition (OCR) over the file first"
        ));
    }
    if !broken.is_empty() {
        let which = named(&broken, "is damaged", "are damaged");
        warnings.push(format!("{which} and could not be read"));
    }
    if !damaged.is_empty() {
        let which = named(&damaged, "is damaged", "are damaged");
        warnings.push(format!("{which}, and a part of the text may be missing"));
    }
    if !nameless.is_empty() {
        let which = named(&nameless, "shows letters", "show letters");
        let then = if are_most_nameless(sheets.iter().flatten()) {
            "run text recognition (OCR) over the file first"
        } else {
            "the text is read without them"
        };
        warnings.push(format!(
            "{which} of which the file does not say what they stand for; {then}"
        ));
    }
    warnings
}

/// Whether so many letters are nameless that the file is unreadable.
fn are_most_nameless<'a>(sheets: impl Iterator<Item = &'a Sheet> + Clone) -> bool {
    if sheets.clone().all(|sheet| sheet.nameless == 0) {
        return false;
    }
    let (nameless, all) = sheets.fold((0, 0), |(nameless, all), sheet| {
        (
            nameless + sheet.nameless,
            all + sheet.nameless + sheet.letters(),
        )
    });
    share(nameless, all) > MOST_UNREADABLE
}

#[expect(clippy::cast_precision_loss, reason = "a file has few letters")]
fn share(some: usize, all: usize) -> f64 {
    some as f64 / all.max(1) as f64
}

/// `page 3 is damaged`, `pages 3, 5–9 are damaged`.
fn named(pages: &[usize], one: &str, many: &str) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => ranges.push((page, page)),
        }
    }
    let ranges = ranges.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    });
    let ranges = ranges.collect::<Vec<_>>().join(", ");
    match pages {
        [_] => format!("page {ranges} {one}"),
        _ => format!("pages {ranges} {many}"),
    }
}

impl Sheet {
    /// Whether a page shows a picture and no text.
    fn is_picture(&self) -> bool {
        self.has_images && self.lines.is_empty()
    }

    /// Whether too many of a page's letters stand for nothing that the file names.
    fn is_nameless(&self) -> bool {
        self.nameless > 0 && share(self.nameless, self.nameless + self.letters()) > MOST_NAMELESS
    }

    /// Whether a program recognised the text in a picture of the page, and laid it over the picture unseen.
    fn is_recognised(&self) -> bool {
        self.has_images
            && self.invisible > 0
            && share(self.invisible, self.letters()) > MOST_INVISIBLE
    }

    /// Whether what is read may not be what the page shows.
    fn is_unsure(&self) -> bool {
        self.is_nameless() || self.is_recognised() || self.is_damaged
    }

    fn letters(&self) -> usize {
        let texts = self.lines.iter().map(Line::text);
        texts.map(|text| text.chars().count()).sum()
    }
}
