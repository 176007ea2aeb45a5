//! What the notes cite: addresses, works with their fields, and short forms with the works that they stand for.
//!
//! Every field keeps what was written, as a [`Span`] of the document, beside what it means. [`scan`] never fails: what
//! it cannot make sense of stays unread, and a rule that needs it stays silent.

use std::ops::Range;

use crate::document::{Document, Span};
use crate::notes::Apparatus;

pub use self::address::Address;

mod address;

/// What something means, beside where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What it means.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// A day, or as much of one as was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year; `None` for “n.d.”.
    pub year: Option<i16>,
    /// The month, 1 to 12. A season has none.
    pub month: Option<i8>,
    /// The day of the month, from 1.
    pub day: Option<i8>,
}

/// How a note names a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// With what is needed to find it.
    Full,
    /// “Ibid.”, “Id.”, “ebd.”, “同上”: the work cited last.
    Ibid,
    /// “op. cit.”, “loc. cit.”, “a.a.O.”, “위의 글”: a work cited before, told by its author or title.
    OpCit,
    /// “supra note 5”: the work that another note cites.
    Supra,
    /// “Grgić, ‘South Korea is up in arms’”: by author, title or both.
    Short,
}

/// What a short form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Antecedent {
    /// It is no short form.
    Itself,
    /// The citation with this index.
    Citation(usize),
    /// One of several citations, and nothing tells which.
    Ambiguous(Vec<usize>),
    /// No citation of the paper.
    Unresolved,
}

/// One work as a note cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The index of the note.
    pub note: usize,
    /// Where it stands in the note.
    pub span: Span,
    /// How the note names the work.
    pub form: Form,
    /// What a short form stands for.
    pub antecedent: Antecedent,
    /// Its authors and editors as written, in order.
    pub authors: Vec<Written<String>>,
    /// Its title, without quotation marks.
    pub title: Option<Written<String>>,
    /// The journal, book, newspaper or site that it stands in.
    pub container: Option<Written<String>>,
    /// When it was published.
    pub published: Option<Written<Date>>,
    /// When it was read.
    pub accessed: Option<Written<Date>>,
    /// The addresses in it, as a range of [`Citations::addresses`].
    pub addresses: Range<usize>,
}

/// What the notes of a paper cite.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    /// The addresses of the whole paper, text and notes, in the order of the text.
    pub addresses: Vec<Address>,
    /// The citations of all notes, note by note.
    pub citations: Vec<Citation>,
    /// For each note its citations, as a range of `citations`.
    of_notes: Vec<Range<usize>>,
}

impl Citations {
    /// What a note cites, with the indices of the citations.
    pub fn of_note(&self, note: usize) -> impl Iterator<Item = (usize, &Citation)> {
        let range = self.of_notes.get(note).cloned().unwrap_or_default();
        range.map(|index| (index, &self.citations[index]))
    }

    /// The addresses that stand in a stretch of the text, as a range of [`Citations::addresses`].
    pub fn addresses_in(&self, span: Span) -> Range<usize> {
        let first = (self.addresses).partition_point(|address| address.span.start < span.start);
        let behind = (self.addresses).partition_point(|address| address.span.start < span.end);
        first..behind.max(first)
    }
}

/// Reads what every note cites.
pub fn scan(document: &Document, apparatus: &Apparatus) -> Citations {
    Citations {
        addresses: address::find(document),
        citations: Vec::new(),
        of_notes: vec![0..0; apparatus.notes.len()],
    }
}
