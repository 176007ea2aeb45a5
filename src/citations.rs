//! What the notes cite: addresses, works with their fields, and short forms with the works that they stand for.
//!
//! Every field keeps what was written, as a [`Span`] of the document, beside what it means. [`scan`] never fails: what
//! it cannot make sense of stays unread, and a rule that needs it stays silent.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{Document, Span};
use crate::notes::{Apparatus, Note};

pub use self::address::{Address, ArchivedCopy, Slip};
pub use self::author::Author;
pub use self::identifier::Isbn;
use self::piece::Piece;

mod address;
mod antecedent;
mod author;
mod date;
mod head;
pub mod identifier;
mod index;
mod locator;
mod paper_date;
mod piece;
mod quotation;
mod science;
mod short_form;
#[cfg(test)]
mod tests;
mod title;
mod work;

/// What something means, beside where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What it means.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// A day, or as much of one as was written.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
)]
pub struct Date {
    /// The year; none for “n.d.”.
    pub year: Option<i16>,
    /// The month, 1 to 12. A season has none.
    #[schemars(range(min = 1, max = 12))]
    pub month: Option<i8>,
    /// The day of the month, from 1.
    #[schemars(range(min = 1, max = 31))]
    pub day: Option<i8>,
}

/// Which comes first in a date such as `03/04/2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

impl DateOrder {
    /// The order that a language uses, by its tag: `de`, `en-GB`. `None` where the tag does not tell: English alone has
    /// both, and some languages write the year first.
    pub fn of_language(tag: &str) -> Option<Self> {
        match tag {
            "en-US" => Some(Self::MonthFirst),
            "en" | "en-CA" | "en-PH" | "hu" | "ja" | "ko" | "lt" | "mn" | "zh" => None,
            other if ["ja-", "ko-", "zh-"].iter().any(|it| other.starts_with(it)) => None,
            _ => Some(Self::DayFirst),
        }
    }
}

/// The months as English writes them, in their order.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// A whole day, where the calendar has it.
    fn new(year: i16, month: u32, day: u32) -> Option<Self> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month, day).ok()?;
        Some(Self {
            year: Some(year),
            month: Some(month),
            day: Some(day),
        })
    }

    fn of_year(year: i16) -> Self {
        Self {
            year: Some(year),
            ..Self::default()
        }
    }

    /// The first and the last day that it may mean; `None` without a year.
    pub fn bounds(self) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
        let year = self.year?;
        let first = jiff::civil::Date::new(year, self.month.unwrap_or(1), 1).ok()?;
        match (self.month, self.day) {
            (Some(_), Some(day)) => {
                let day = first.with().day(day).build().ok()?;
                Some((day, day))
            }
            (Some(_), None) => Some((first, first.last_of_month())),
            (None, _) => Some((first, first.last_of_year())),
        }
    }

    /// How many days lie between the two at least, as far as they are known; 0 where they may be the same day, `None`
    /// where a year is missing.
    pub fn days_apart(self, other: Self) -> Option<i32> {
        let (first, last) = self.bounds()?;
        let (other_first, other_last) = other.bounds()?;
        let gap = |from: jiff::civil::Date, to: jiff::civil::Date| (to - from).get_days();
        Some(gap(last, other_first).max(gap(other_last, first)).max(0))
    }

    /// `23 February 2025`, or as much of it as is known.
    pub fn in_words(self) -> String {
        let month = (1..)
            .zip(MONTHS)
            .find(|(number, _)| self.month == Some(*number));
        let parts = [
            self.day.map(|day| day.to_string()),
            month.map(|(_, name)| name.to_owned()),
            self.year.map(|year| year.to_string()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for Date {
    /// `2025-02-23`, or as much of it as is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = [self.month, self.day].into_iter().flatten();
        let year = self.year.map(|year| year.to_string());
        let parts = year
            .into_iter()
            .chain(rest.map(|part| format!("{part:02}")));
        f.write_str(&parts.collect::<Vec<_>>().join("-"))
    }
}

/// How a note names a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
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
    /// The word that makes it a short form, such as “ibid.”.
    pub word: Option<Span>,
    /// The number of the note that it names, as in “supra note 5”.
    pub names_note: Option<u32>,
    /// Its authors and editors, in order.
    pub authors: Vec<Author>,
    /// Whether “et al.” stands for more of them.
    pub others: bool,
    /// Its title, without quotation marks.
    pub title: Option<Written<String>>,
    /// The journal, book, newspaper or site that it stands in, or the body that put it out.
    pub container: Option<Written<String>>,
    /// The place in the brackets behind the title of a book: `London: Tide Press, 2012`.
    pub place: Option<Written<String>>,
    /// The house in those brackets.
    pub publisher: Option<Written<String>>,
    /// The volume of a journal, without the word for it.
    pub volume: Option<Written<String>>,
    /// The number of an issue, without the word for it.
    pub issue: Option<Written<String>>,
    /// The pages, without the word for them.
    pub pages: Option<Written<String>>,
    /// When it was published.
    pub published: Option<Written<Date>>,
    /// When it was last changed, if it says so.
    pub updated: Option<Written<Date>>,
    /// When it was read.
    pub accessed: Option<Written<Date>>,
    /// Its DOI, in small letters.
    pub doi: Option<Written<String>>,
    /// Its ISBN.
    pub isbn: Option<Written<Isbn>>,
    /// Its arXiv number, without the version.
    pub arxiv: Option<Written<String>>,
    /// The addresses in it, as a range of [`Citations::addresses`].
    pub addresses: Range<usize>,
}

impl Citation {
    /// The dates that it gives.
    fn dates(&self) -> impl Iterator<Item = &Written<Date>> {
        [&self.published, &self.updated, &self.accessed]
            .into_iter()
            .flatten()
    }

    /// The letters and digits of its title in small letters, without the article before them: two titles with the same
    /// key are one. Empty where it has no title.
    pub fn title_key(&self) -> String {
        let title = self.title.as_ref();
        title.map_or_else(String::new, |title| title::key(&title.value))
    }
}

/// What the notes of a paper cite.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    /// The addresses of the whole paper, text and notes, in the order of the text.
    pub addresses: Vec<Address>,
    /// When the paper itself was published, if it says so in a line of its own.
    pub paper_date: Option<Written<Date>>,
    /// The citations of all notes, note by note.
    pub citations: Vec<Citation>,
    /// For each note the one that a reader meets before it.
    notes_before: Vec<Option<usize>>,
    /// For each note its citations, as a range of `citations`.
    of_notes: Vec<Range<usize>>,
}

impl Citations {
    /// What a note cites, with the indices of the citations.
    pub fn of_note(&self, note: usize) -> impl Iterator<Item = (usize, &Citation)> {
        let range = self.of_notes.get(note).cloned().unwrap_or_default();
        range.map(|index| (index, &self.citations[index]))
    }

    /// For each note the one that a reader meets before it, which an “ibid.” stands for.
    pub fn notes_before(&self) -> &[Option<usize>] {
        &self.notes_before
    }

    /// The one page that a citation gives, as the index of its address: archived copies of it may stand beside it. `None`
    /// where it gives none or several.
    pub fn page_of(&self, citation: &Citation) -> Option<usize> {
        let own = || citation.addresses.clone();
        let address = |at: &usize| &self.addresses[*at];
        let live = own().find(|at| address(at).copy.is_none());
        let first = live.or_else(|| own().next())?;
        let belongs = |at: usize| at == first || address(&at).may_copy(address(&first));
        own().all(belongs).then_some(first)
    }

    /// The addresses that stand in a stretch of the text, as a range of [`Citations::addresses`]. One that stands behind
    /// words belongs to the stretch that these end.
    pub fn addresses_in(&self, span: Span) -> Range<usize> {
        let before = |at: usize| {
            move |address: &Address| {
                let own = address.span;
                own.start < at || own.start == at && own.is_empty()
            }
        };
        let first = (self.addresses).partition_point(before(span.start));
        let behind = (self.addresses).partition_point(before(span.end));
        first..behind.max(first)
    }
}

/// Reads what every note cites.
pub fn scan(document: &Document, apparatus: &Apparatus) -> Citations {
    let mut citations = Citations {
        addresses: address::find(document),
        paper_date: paper_date::find(document, first_note(document, apparatus)),
        notes_before: antecedent::notes_before(apparatus),
        ..Citations::default()
    };
    for (index, note) in apparatus.notes.iter().enumerate() {
        let first = citations.citations.len();
        read(document, note, index, &mut citations);
        citations.of_notes.push(first..citations.citations.len());
    }
    citations.citations.shrink_to_fit();
    antecedent::resolve(document, apparatus, &mut citations);
    citations
}

/// Reads dates such as `03/04/2025`, of which otherwise only the year is known, in the order that a house uses; not in a
/// paper that has dates in the other order.
pub fn settle(document: &Document, citations: &mut Citations, order: DateOrder) {
    let differs = |date: &Written<Date>| {
        date::order_of(document.slice(date.span)).is_some_and(|other| other != order)
    };
    if (citations.citations.iter()).any(|citation| citation.dates().any(differs)) {
        return;
    }
    for citation in &mut citations.citations {
        let fields = [
            &mut citation.published,
            &mut citation.updated,
            &mut citation.accessed,
        ];
        for date in fields.into_iter().flatten() {
            if date.value.day.is_none()
                && let Some(known) = date::in_order(document.slice(date.span), order)
            {
                date.value = known;
            }
        }
    }
}

/// The dates that stand in a text of its own, such as the line of a page that says when it was published.
pub fn dates(text: &str) -> Vec<Date> {
    let found = date::find(text, 0, &[]).into_iter();
    found.map(|date| date.value).collect()
}

/// Whether a title stands in quotation marks or is set off by Markdown's signs, so that its ends are certain.
pub fn is_set_off(document: &Document, title: Span) -> bool {
    let before = document.text[..title.start].chars().next_back();
    before.is_some_and(|sign| "“\"„«»‘「『*_".contains(sign))
}

/// Where the first note begins, or the text ends.
fn first_note(document: &Document, apparatus: &Apparatus) -> usize {
    let notes = apparatus.notes.iter().map(|note| note.span.start);
    notes.min().unwrap_or(document.text.len())
}

/// Reads one note.
fn read(document: &Document, note: &Note, index: usize, citations: &mut Citations) {
    let addresses = citations.addresses_in(note.body);
    // An address is joined over line ends before anybody knows of notes, and may go on behind the end of this one.
    let within = |span: Span| Span::new(span.start, span.end.min(note.body.end));
    let skips: Vec<Span> = citations.addresses[addresses.clone()]
        .iter()
        .map(|address| within(address.span))
        .collect();
    let text = document.slice(note.body);
    let quotations = quotation::find(text, note.body.start, &skips);
    for span in piece::part(text, note.body.start, &quotations, &skips) {
        let first = quotations.partition_point(|found| found.span.end <= span.start);
        let behind = quotations.partition_point(|found| found.span.start < span.end);
        let piece = Piece {
            document,
            note: index,
            span,
            quotations: &quotations[first..behind.max(first)],
            addresses: &citations.addresses,
            own: citations.addresses_in(span),
        };
        let citation = piece.read();
        citations.citations.extend(citation);
    }
}
