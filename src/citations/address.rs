//! Web addresses as they are written, and as they are meant.
//!
//! One pass over the text: [`beginning`] finds where one may begin, [`extent`] how far it goes without a blank,
//! [`joint`] whether it goes on behind a blank or a line end, and [`ending`] where it ends and what is glued behind it.

use std::ops::Range;

use url::{ParseError, Url};

pub use self::archive::ArchivedCopy;
use self::beginning::Beginning;
use self::extent::Surroundings;
use crate::document::{BlockKind, Document, Span};

mod archive;
mod beginning;
mod ending;
pub(super) mod extent;
mod joint;
mod names;
#[cfg(test)]
mod tests;

/// One web address in the text or in a note. Program text has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Where it is written: all that belongs to it, with the line ends and blanks that part it, without the brackets,
    /// quotation marks and full stops around it and without [`Address::stray`].
    pub span: Span,
    /// What is glued behind it and belongs neither to it nor to the sentence, such as the `.Sinc` of
    /// `https://example.org/a.Sinc`. The digits of a marker that lost its superscript are never stray.
    pub stray: Option<Span>,
    /// The address as it is meant: joined where it was split, with a scheme where it had none, without what protects
    /// its signs from Markdown or HTML (`\_`, `&amp;`).
    pub text: String,
    /// The same, read; or why it cannot be read.
    pub url: Result<Url, url::ParseError>,
    /// What is wrong with the way it is written although its meaning is clear.
    pub slip: Option<Slip>,
    /// The words that it stands behind, where the text does not show it; [`Address::span`] is then empty, at their end.
    pub words: Option<Span>,
    /// What an archive copied and when, if it is the address of an archived copy.
    pub copy: Option<ArchivedCopy>,
    pieces: Vec<Piece>,
}

/// A slip in the writing of an address that leaves its meaning clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slip {
    /// `http:/example.org`, `https//example.org`, `htp://example.org`, `https:www.example.org`.
    Scheme,
    /// `http://https://example.org`.
    TwoSchemes,
}

/// A stretch of [`Address::text`] and where it is written. Where both are equally long they are the same bytes, one by
/// one; otherwise the one stands for the other as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Its first byte in the text of the address.
    at: usize,
    /// Where it is written; empty for a scheme that is not.
    span: Span,
}

impl Address {
    /// Where its scheme is written, rightly or not; `None` for `www.example.org`.
    pub fn scheme(&self) -> Option<Span> {
        let first = self.pieces.first()?.span;
        (!first.is_empty()).then_some(first)
    }

    /// Where a stretch of [`Address::text`] is written, with the blanks and line ends that part it.
    pub fn written(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start, range.start, |span| span.start);
        let end = self.place(range.end.saturating_sub(1), range.end, |span| span.end);
        Span::new(start, end.max(start))
    }

    /// The blanks, line ends and invisible characters within it, which do not belong to it.
    pub fn gaps(&self) -> impl Iterator<Item = Span> + '_ {
        self.pieces
            .windows(2)
            .map(|pair| Span::new(pair[0].span.end, pair[1].span.start))
            .filter(|gap| !gap.is_empty())
    }

    /// The address of the page that is cited: of an archived copy that of its original. `None` where it cannot be read or
    /// the archive does not tell it.
    pub fn page(&self) -> Option<&Url> {
        match &self.copy {
            Some(copy) => copy.original.as_ref(),
            None => self.url.as_ref().ok(),
        }
    }

    /// Whether this is an archived copy of the page at another address, as far as that can be told.
    pub(crate) fn may_copy(&self, other: &Self) -> bool {
        let same = |(one, other)| archive::is_same_page(one, other);
        self.copy.is_some() && self.page().zip(other.page()).is_none_or(same)
    }

    /// Whether it ends so that nothing written behind its end can belong to it: in a slash or in the name of a file.
    pub fn is_complete(&self) -> bool {
        self.text.ends_with('/') || joint::is_ending_of_file(&self.text)
    }

    /// Where the byte boundary `at` of the text is written, seen from the piece that holds `from`.
    fn place(&self, from: usize, at: usize, edge: fn(Span) -> usize) -> usize {
        let behind = self.pieces.partition_point(|piece| piece.at <= from).max(1);
        let piece = self.pieces[behind - 1];
        let next = (self.pieces.get(behind)).map_or(self.text.len(), |next| next.at);
        if next - piece.at == piece.span.len() {
            piece.span.start + at.min(next) - piece.at
        } else {
            edge(piece.span)
        }
    }
}

/// Every address of a paper, in the order of the text.
pub(super) fn find(document: &Document) -> Vec<Address> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(beginning) = beginning::next(&document.text, from) {
        from = beginning.behind;
        if let Some(address) = read(document, &beginning) {
            from = address.span.end.max(from);
            found.push(address);
        }
    }
    let shown = found.len();
    found.extend(behind_words(document, &found));
    if found.len() > shown {
        found.sort_by_key(|address| (address.span.start, address.span.end));
    }
    found
}

/// The addresses that the text does not show, of those that the format has behind words.
fn behind_words(document: &Document, shown: &[Address]) -> Vec<Address> {
    let is_shown = |words: Span| {
        let next = shown.partition_point(|address| address.span.end <= words.start);
        shown
            .get(next)
            .is_some_and(|address| address.span.overlaps(words))
    };
    let hidden = document
        .hyperlinks
        .iter()
        .filter(|link| !is_shown(link.span) && leads_to_page(&link.target));
    hidden
        .map(|link| {
            let at = Span::new(link.span.end, link.span.end);
            Address {
                span: at,
                stray: None,
                url: Url::parse(&link.target),
                copy: ArchivedCopy::of(&link.target),
                text: link.target.clone(),
                slip: None,
                words: Some(link.span),
                pieces: vec![Piece { at: 0, span: at }],
            }
        })
        .collect()
}

/// Whether a link may lead to a source: not to a mailbox, a telephone or a file beside the paper.
fn leads_to_page(target: &str) -> bool {
    match Url::parse(target) {
        Ok(url) => !PERSONAL.contains(&url.scheme()),
        Err(ParseError::RelativeUrlWithoutBase) => {
            let target = target.trim_start().to_ascii_lowercase();
            target.starts_with("http") || target.starts_with("www.")
        }
        Err(_) => true,
    }
}

/// Schemes of links that reach a person or run a program.
const PERSONAL: [&str; 10] = [
    "callto",
    "data",
    "facetime",
    "javascript",
    "mailto",
    "sip",
    "skype",
    "sms",
    "tel",
    "webcal",
];

/// The address that begins here, if it names a host.
fn read(document: &Document, beginning: &Beginning<'_>) -> Option<Address> {
    let text = document.text.as_str();
    let block = document.block_at(beginning.span.start);
    if block.is_some_and(|block| block.kind == BlockKind::Code) {
        return None;
    }
    let limit = block.map_or(text.len(), |block| block.span.end.min(text.len()));
    if beginning.host > limit {
        return None;
    }
    let around = Surroundings::of(text, beginning.span.start, limit);
    let mut runs = joint::runs(text, beginning.host, &around);
    let stray = ending::close(text, &mut runs, limit);
    let end = runs.last()?.end;
    let (pieces, written) = pieces(text, beginning, &runs);
    let host = &written[beginning.scheme.len()..];
    if !extent::names_a_host(host, beginning.is_certain()) {
        return None;
    }
    Some(Address {
        span: Span::new(beginning.span.start, end),
        stray,
        url: Url::parse(&written),
        copy: ArchivedCopy::of(&written),
        text: written,
        slip: beginning.slip,
        words: None,
        pieces,
    })
}

/// The text of an address and where its pieces are written.
fn pieces(text: &str, beginning: &Beginning<'_>, runs: &[Span]) -> (Vec<Piece>, String) {
    let mut written = String::with_capacity(128);
    let mut pieces = vec![Piece {
        at: 0,
        span: beginning.span,
    }];
    written.push_str(&beginning.scheme);
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            let (plain, special) = extent::plain_stretch(text, Span::new(at, run.end));
            if plain > at {
                pieces.push(Piece {
                    at: written.len(),
                    span: Span::new(at, plain),
                });
                written.push_str(&text[at..plain]);
            }
            at = plain;
            if let Some((length, sign)) = special {
                if !sign.is_empty() {
                    pieces.push(Piece {
                        at: written.len(),
                        span: Span::new(at, at + length),
                    });
                    written.push_str(sign);
                }
                at += length;
            }
        }
    }
    (pieces, written)
}
