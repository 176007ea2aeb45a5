//! One piece of a note, read as a citation.

use std::cmp::Reverse;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Span, fold};

use super::head::Head;
use super::locator::{is_locator, sentences};
use super::piece::{self, Piece};
use super::{Antecedent, Citation, Date, Form, Written, date, identifier, short_form};

/// `pp. 3–5`, `p. 3`, `S. 5`, `: 87–115`.
static PAGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:\b[Pp]p?\.?\s?|\bS\.\s|\)?:\s?)(?P<pages>[0-9]{1,5}(?:\s?[–—-]\s?[0-9]{1,5})?)\b",
    )
    .ok()
});

/// `28, no. 1`, `28(1)`, `vol. 28`, `no. 138`.
static VOLUME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?:\b[Vv]ol(?:ume|\.)?\s?(?P<volume>[0-9]{1,4}|[ivxlc]+)\b)
        | (?:(?P<before>[0-9]{1,4})\s?\(\s?(?P<bracket>[0-9]{1,4}(?:[–-][0-9]{1,4})?)\s?\))
        | (?:(?:(?P<plain>[0-9]{1,4}),\s)?\b[Nn]os?\.\s?(?P<issue>[0-9]{1,5}(?:[–/-][0-9]{1,5})?))",
    )
    .ok()
});

/// Words before the date on which a page was changed.
const UPDATE: &[&str] = &[
    "updated",
    "modified",
    "revised",
    "reviewed",
    "aktualisiert",
    "geändert",
    "modifié",
    "actualizado",
];

/// Words before the date on which a page was read.
const ACCESS: &[&str] = &[
    "accessed",
    "retrieved",
    "visited",
    "viewed",
    "abgerufen",
    "zugriff",
    "consulté",
    "consultado",
    "consulta",
    "aufgerufen",
    "checked",
    "geraadpleegd",
];

/// What is longer than this, in bytes, is a sentence and no name of an outlet.
const LONGEST_OUTLET: usize = 160;

/// The dates of a citation, told apart.
struct Dated {
    published: Option<Written<Date>>,
    updated: Option<Written<Date>>,
    accessed: Option<Written<Date>>,
}

impl Piece<'_> {
    /// The citation that the piece is; `None` for a remark, which cites nothing.
    pub(super) fn read(&self) -> Option<Citation> {
        let text = self.document.slice(self.span);
        let start = self.span.start + piece::signal(text);
        let whole = Span::new(start.min(self.span.end), self.span.end);
        let word = self.short_form();
        let head = self.head(whole, word.as_ref().map(|word| word.0));
        let told = head.title.is_some() || !head.authors.names.is_empty();
        (word.is_some() || told || !self.own.is_empty()).then(|| self.citation(whole, head, word))
    }

    /// A word such as “ibid.” outside quotation marks, its form, and the note that it names.
    fn short_form(&self) -> Option<(Span, Form, Option<u32>)> {
        let found = short_form::find(self.slice(self.span))?;
        let start = self.span.start;
        let span = Span::new(start + found.range.0, start + found.range.1);
        let quoted = self
            .quotations
            .iter()
            .any(|quotation| quotation.span.overlaps(span));
        let in_address = self.addresses[self.own.clone()]
            .iter()
            .any(|address| address.span.overlaps(span));
        (!quoted && !in_address).then_some((span, found.form, found.note))
    }

    fn written(&self, span: Span) -> Written<String> {
        Written {
            value: fold(&self.slice(span).replace(['*', '\\'], "")),
            span,
        }
    }

    fn citation(
        &self,
        whole: Span,
        head: Head,
        word: Option<(Span, Form, Option<u32>)>,
    ) -> Citation {
        let dates = self.dates(whole, head.title);
        let when = self.dated(whole, &dates);
        let container = head.container.map(|span| self.trim(span)).or_else(|| {
            head.rest
                .and_then(|rest| self.container(Span::new(rest.min(whole.end), whole.end), &dates))
        });
        let (place, house) = head
            .imprint
            .map_or((None, None), |imprint| self.house(imprint));
        let (locators, leading) = self.around_title(whole, &head);
        Citation {
            note: self.note,
            span: whole,
            form: word.as_ref().map_or(Form::Full, |word| word.1),
            antecedent: Antecedent::Itself,
            word: word.as_ref().map(|word| word.0),
            names_note: word.and_then(|word| word.2),
            others: head.authors.others,
            authors: head.authors.names,
            title: head.title.map(|title| self.written(title)),
            container: container.map(|container| self.written(container)),
            place: place.map(|place| self.written(place)),
            publisher: house.map(|house| self.written(house)),
            volume: self.group(locators, &VOLUME, &["volume", "before", "plain"]),
            issue: self.group(locators, &VOLUME, &["bracket", "issue"]),
            pages: self
                .group(locators, &PAGES, &["pages"])
                .or_else(|| self.group(leading, &PAGES, &["pages"])),
            published: when.published,
            updated: when.updated,
            accessed: when.accessed,
            doi: first(identifier::dois(self.document, whole)),
            isbn: first(identifier::isbns(self.document, whole)),
            arxiv: first(identifier::arxiv_numbers(self.document, whole)),
            addresses: self.own.clone(),
        }
    }

    /// What stands behind the title up to the first address, and what stands before it: `p8, para 24, Statement.pdf`, for
    /// inquiries put the page first.
    fn around_title(&self, whole: Span, head: &Head) -> (Span, Span) {
        let title = head.title.map_or(whole.start, |title| title.start);
        let behind = head.rest.or(head.title.map(|title| title.end));
        let behind = behind.unwrap_or(whole.start).min(whole.end);
        let end = self.first_address(whole.end).max(behind);
        (
            Span::new(behind, end),
            Span::new(whole.start, title.max(whole.start)),
        )
    }

    /// Place and house of `London: Tide Press`; the house alone of `Tide Press`.
    fn house(&self, imprint: Span) -> (Option<Span>, Option<Span>) {
        let text = self.slice(imprint);
        let Some(colon) = text.find(':') else {
            return (None, Some(imprint));
        };
        let part = |from: usize, to: usize| {
            let span = self.trim(Span::new(imprint.start + from, imprint.start + to));
            Some(span).filter(|span| !span.is_empty())
        };
        (part(0, colon), part(colon + 1, text.len()))
    }

    fn first_address(&self, end: usize) -> usize {
        let addresses = &self.addresses[self.own.clone()];
        addresses
            .first()
            .map_or(end, |address| address.span.start.min(end))
    }

    fn group(
        &self,
        span: Span,
        pattern: &LazyLock<Option<Regex>>,
        names: &[&str],
    ) -> Option<Written<String>> {
        if span.is_empty() || span.end < span.start {
            return None;
        }
        let text = self.slice(span);
        let pattern = pattern
            .as_ref()
            .filter(|_| text.contains(|c: char| c.is_ascii_digit()))?;
        let groups = pattern.captures(text)?;
        let found = names.iter().find_map(|name| groups.name(name))?;
        Some(self.written(Span::new(
            span.start + found.start(),
            span.start + found.end(),
        )))
    }

    /// The dates outside the title, other quotations and addresses.
    fn dates(&self, whole: Span, title: Option<Span>) -> Vec<Written<Date>> {
        let quotations = self.quotations.iter().map(|quotation| quotation.span);
        let addresses = self.addresses[self.own.clone()].iter().map(|address| {
            Span::new(
                address.span.start,
                address.stray.map_or(address.span.end, |stray| stray.end),
            )
        });
        let mut skips: Vec<Span> = quotations.chain(addresses).chain(title).collect();
        skips.sort();
        date::find(self.slice(whole), whole.start, &skips)
    }

    /// Which of the dates is that of publication, of a change, of a visit.
    fn dated(&self, whole: Span, dates: &[Written<Date>]) -> Dated {
        let behind_word = |words: &[&str]| {
            dates
                .iter()
                .find(|date| self.follows(whole, date.span, words))
                .cloned()
        };
        let published = dates.iter().filter(|date| {
            !self.follows(whole, date.span, ACCESS)
                && !self.follows(whole, date.span, UPDATE)
                && !self.is_of_copy(whole, date.span)
        });
        Dated {
            // A day tells more than a year, whichever comes first.
            published: published
                .max_by_key(|date| (date.value.month.is_some(), Reverse(date.span)))
                .cloned(),
            updated: behind_word(UPDATE),
            accessed: behind_word(ACCESS),
        }
    }

    /// Whether a date is the day on which an archive made its copy: `Archived from the original (PDF) on 3 May 2011`.
    fn is_of_copy(&self, whole: Span, date: Span) -> bool {
        const WORDS: [&str; 6] = [
            "archived",
            "archiviert",
            "archivé",
            "archivado",
            "archivata",
            "arquivado",
        ];
        let text = self.slice(Span::new(whole.start, date.start));
        let clause = text.rsplit(['.', ';']).next().unwrap_or_default();
        let mut words = clause.split(|c: char| !c.is_alphabetic());
        words.any(|word| WORDS.contains(&word.to_lowercase().as_str()))
    }

    /// Whether one of some words stands shortly before a date.
    fn follows(&self, whole: Span, date: Span, before: &[&str]) -> bool {
        let text = self.slice(Span::new(whole.start, date.start));
        let words = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty());
        words
            .rev()
            .take(3)
            .any(|word| before.contains(&word.to_lowercase().as_str()))
    }

    /// What stands behind a title: the outlet, up to a date, a bracket, a locator or an address.
    fn container(&self, rest: Span, dates: &[Written<Date>]) -> Option<Span> {
        let date = dates
            .iter()
            .map(|date| date.span.start)
            .find(|&start| start >= rest.start);
        let end = self
            .first_address(rest.end)
            .min(date.unwrap_or(rest.end))
            .max(rest.start);
        let text = self.slice(Span::new(rest.start, end));
        let name = outlet(text);
        let start = rest.start + (name.as_ptr() as usize - text.as_ptr() as usize);
        is_outlet(name).then(|| self.bare(Span::new(start, start + name.len())))
    }

    /// A span without the signs of emphasis around it.
    fn bare(&self, span: Span) -> Span {
        let text = self.slice(span);
        let inner = text.trim_matches(['*', '_', ' ']);
        let start = span.start + (inner.as_ptr() as usize - text.as_ptr() as usize);
        Span::new(start, start + inner.len())
    }
}

/// The first name in what stands behind a title.
fn outlet(text: &str) -> &str {
    let mut part =
        text.trim_start_matches(|c: char| c.is_whitespace() || ",.;:”’，。《『「（".contains(c));
    for word in ["in: ", "in ", "In: ", "In "] {
        part = part.strip_prefix(word).unwrap_or(part);
    }
    let stop = part.find(|c: char| ",(;“，（》』」".contains(c));
    let part = &part[..stop.unwrap_or(part.len())];
    let end = sentences(part).next().map_or(part.len(), |first| first.1);
    without_volume(&part[..end])
}

/// Whether a name can be that of an outlet, and is no locator and no word before a date.
fn is_outlet(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    let first = first.to_lowercase();
    let begins = name
        .trim_start_matches(['*', '_'])
        .starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || c.is_ascii_digit());
    begins
        && (2..LONGEST_OUTLET).contains(&name.len())
        && !ACCESS.contains(&first.as_str())
        && !UPDATE.contains(&first.as_str())
        && !is_locator(name)
}

/// The name of a journal without the number of its volume: `Issues in Science and Technology 39`.
fn without_volume(name: &str) -> &str {
    let trim =
        |name| str::trim_end_matches(name, |c: char| c.is_whitespace() || ".,:–-".contains(c));
    let name = trim(name);
    match name.rsplit_once(char::is_whitespace) {
        Some((before, number)) if number.chars().all(|c| c.is_ascii_digit()) => trim(before),
        _ => name,
    }
}

fn first<T>(found: Vec<Written<T>>) -> Option<Written<T>> {
    found.into_iter().next()
}
