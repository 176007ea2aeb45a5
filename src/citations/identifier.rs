//! Identifiers of works: DOIs, ISBNs, arXiv numbers.
//!
//! Papers that were flattened have letters and digits glued to them, such as the number of a record behind a
//! DOI; so nothing is said of the end of a DOI, only of its beginning.

use std::sync::LazyLock;

use regex::Regex;

use super::Written;
use super::address::extent;
use crate::document::{Document, Span};

/// The prefix of a DOI: `10.` and four to nine digits of the registrant, who may have parts (DOI Handbook, 2.2.2).
static PREFIX: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}(?:/|%2[Ff])").ok());

/// Where a paper says that a DOI follows, and what follows it as far as it could be the prefix of one.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:doi|DOI|Doi)(?:\.org/|(?-u:\s){0,2}:(?-u:\s){0,2}|(?-u:\s))((?:10[^\p{L}(-]?|1[Oo]\.)[0-9][^\s<>\[\]|]*)").ok()
});

static ARXIV: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:arXiv|arxiv|ArXiv|ARXIV)(?:\.org/(?:abs|pdf|html)/|(?-u:\s){0,2}:(?-u:\s){0,2}|(?-u:\s))([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/[0-9]{7})(v[0-9]{1,2})?",
    )
    .ok()
});

/// `ISBN`, what may stand between it and the number, and the number as far as it may go.
static ISBN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:ISBN|Isbn|isbn)(?:s|[-‐–]1[03]|[-‐– ]\(?1[03]\)?:)?(?:\(?(?:13|10)\))?[:.]?[ \t\u{a0}]{0,2}([0-9](?:[-‐‑–  ]?[0-9]){6,14}(?:[-‐‑–  ]?[Xx])?)",
    )
    .ok()
});

/// An ISBN as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Isbn {
    /// Its digits, and the `X` that ends some, without hyphens and blanks.
    pub digits: String,
    /// What is wrong with it.
    pub fault: Option<IsbnFault>,
}

/// What can be wrong with an ISBN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IsbnFault {
    /// It has neither 10 nor 13 digits.
    Length,
    /// Its last digit does not follow from the others.
    CheckDigit,
}

/// What can be wrong with what a paper calls a DOI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoiFault {
    /// The full stop behind `10` is missing or another sign: `101371/journal.pone.1`.
    NoFullStop,
    /// The number of the registrant has fewer than four digits: `10.13/journal`.
    ShortRegistrant,
    /// Nothing parts the registrant from the rest: `10.1371journal.pone.1`.
    NoSlash,
    /// Nothing follows the slash.
    NoSuffix,
}

/// The DOIs in a stretch of the text, in small letters, since case does not count in them. Those in addresses come
/// without what the address adds.
pub fn dois(document: &Document, span: Span) -> Vec<Written<String>> {
    let text = &document.text[..span.end];
    let mut found = Vec::new();
    let Some(prefix) = PREFIX.as_ref() else {
        return found;
    };
    let mut from = span.start;
    while let Some(start) = prefix.find_at(text, from) {
        let end = doi_end(text, start.start(), start.end());
        if end > start.end() {
            let span = Span::new(start.start(), end);
            let value = decoded(document.slice(span)).to_lowercase();
            found.push(Written { value, span });
        }
        from = end.max(start.end());
    }
    found
}

/// The end of a DOI that begins at `start` and whose suffix begins at `suffix`.
fn doi_end(text: &str, start: usize, suffix: usize) -> usize {
    let end = extent::run(text, suffix, text.len());
    let mut doi = &text[start..end];
    let is_in_address = text[..start].ends_with(['/', '=']) || text[..start].ends_with("%2F");
    if is_in_address {
        doi = doi.split(['?', '&']).next().unwrap_or(doi);
        let pages = [
            "/full",
            "/abstract",
            "/pdf",
            "/epdf",
            "/html",
            "/meta",
            "/summary",
            ".pdf",
        ];
        doi = (pages.iter().find_map(|page| doi.strip_suffix(page))).unwrap_or(doi);
    }
    // No DOI has a comma or a semicolon before a blank; a SICI has one inside.
    let doi = doi.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '_', '*', '/']);
    start + doi.len()
}

/// What a paper calls a DOI and what cannot be one, with the place. Nothing is said where the text may only be glued.
pub fn faulty_dois(document: &Document, span: Span) -> Vec<(Span, DoiFault)> {
    let text = &document.text[..span.end];
    let mut found = Vec::new();
    let Some(announced) = ANNOUNCED.as_ref() else {
        return found;
    };
    let mut from = span.start;
    while let Some(written) = announced
        .captures_at(text, from)
        .and_then(|groups| groups.get(1))
    {
        let word = written
            .as_str()
            .trim_end_matches(['.', ',', ';', ':', ')', '”', '"', '\'', '’']);
        if let Some(fault) = doi_fault(word) {
            let span = Span::new(written.start(), written.start() + word.len());
            found.push((span, fault));
        }
        from = written.end();
    }
    found
}

fn doi_fault(word: &str) -> Option<DoiFault> {
    let word = decoded(word);
    let Some(behind) = word.strip_prefix("10.") else {
        // A short DOI is `10/abc1`.
        let registrant = word.get(2..)?.trim_start_matches(['.', ',', ' ']);
        let digits = registrant.bytes().take_while(u8::is_ascii_digit).count();
        let is_doi =
            digits >= 4 && registrant[digits..].starts_with('/') && registrant.len() > digits + 3;
        return (is_doi && !word.starts_with("10/")).then_some(DoiFault::NoFullStop);
    };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &behind[digits..];
    if rest == "/" {
        return Some(DoiFault::NoSuffix);
    }
    if rest.starts_with('/') {
        return (digits < 4).then_some(DoiFault::ShortRegistrant);
    }
    let is_long = behind.len() >= 8 && behind.contains(|c: char| c.is_ascii_alphabetic());
    (!behind.contains('/') && is_long).then_some(DoiFault::NoSlash)
}

/// The ISBNs that a stretch of the text calls so.
pub fn isbns(document: &Document, span: Span) -> Vec<Written<Isbn>> {
    let text = &document.text[..span.end];
    let mut found = Vec::new();
    let Some(isbn) = ISBN.as_ref() else {
        return found;
    };
    let mut from = span.start;
    while let Some(number) = isbn
        .captures_at(text, from)
        .and_then(|groups| groups.get(1))
    {
        let glued = text[number.end()..].starts_with(|c: char| c.is_alphanumeric());
        if let Some(isbn) = read_isbn(number.as_str(), glued) {
            let span = Span::new(number.start(), number.start() + isbn.span.end);
            found.push(Written {
                value: isbn.value,
                span,
            });
        }
        from = number.end();
    }
    found
}

/// The ISBN at the beginning of a row of digits, with its place in it; none where what is glued to it leaves open
/// where it ends.
fn read_isbn(written: &str, glued: bool) -> Option<Written<Isbn>> {
    let signs: Vec<(usize, char)> = written
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit() || matches!(c, 'x' | 'X'))
        .map(|(at, c)| (at, c.to_ascii_uppercase()))
        .collect();
    let digits: String = signs.iter().map(|(_, c)| *c).collect();
    let part = |length: usize| {
        let end = signs.get(length.checked_sub(1)?)?.0 + 1;
        let is_alone = match signs.get(length) {
            Some((next, _)) => *next > end,
            None => !glued,
        };
        Some((digits[..length].to_owned(), Span::new(0, end), is_alone))
    };
    let is_long = digits.starts_with("978") || digits.starts_with("979");
    for length in [13, 10] {
        if let Some((digits, span, _)) = part(length).filter(|(digits, ..)| has_check_digit(digits))
        {
            return Some(Written {
                value: Isbn {
                    digits,
                    fault: None,
                },
                span,
            });
        }
    }
    let length = if is_long && digits.len() >= 13 {
        13
    } else {
        digits.len().min(10)
    };
    let fault = match digits.len() {
        11 | 12 => IsbnFault::Length,
        _ if length >= 10 => IsbnFault::CheckDigit,
        _ => return None,
    };
    let length = if fault == IsbnFault::Length {
        digits.len()
    } else {
        length
    };
    let (digits, span, is_alone) = part(length)?;
    is_alone.then_some(Written {
        value: Isbn {
            digits,
            fault: Some(fault),
        },
        span,
    })
}

/// Whether the last digit is the one that follows from the others (ISBN Users' Manual, 7th edition, 4.5).
fn has_check_digit(digits: &str) -> bool {
    let value = |c: u8| if c == b'X' { 10 } else { u32::from(c - b'0') };
    let bytes = digits.as_bytes();
    let (last, before) = match bytes.split_last() {
        Some(parts) if !parts.1.contains(&b'X') => parts,
        _ => return false,
    };
    match bytes.len() {
        10 => {
            let weights = (2..=10).rev();
            let sum: u32 = before
                .iter()
                .zip(weights)
                .map(|(c, weight)| value(*c) * weight)
                .sum();
            (sum + value(*last)).is_multiple_of(11)
        }
        13 if *last != b'X' && (digits.starts_with("978") || digits.starts_with("979")) => {
            let weights = [1, 3].into_iter().cycle();
            let sum: u32 = bytes
                .iter()
                .zip(weights)
                .map(|(c, weight)| value(*c) * weight)
                .sum();
            sum.is_multiple_of(10)
        }
        _ => false,
    }
}

/// The arXiv numbers in a stretch of the text, without their versions: `2001.12345`, `hep-th/9901001`.
pub fn arxiv_numbers(document: &Document, span: Span) -> Vec<Written<String>> {
    let text = &document.text[..span.end];
    let mut found = Vec::new();
    let Some(arxiv) = ARXIV.as_ref() else {
        return found;
    };
    let mut from = span.start;
    while let Some(groups) = arxiv.captures_at(text, from)
        && let Some(number) = groups.get(1)
    {
        from = groups.get(0).map_or(number.end(), |whole| whole.end());
        found.push(Written {
            value: number.as_str().to_owned(),
            span: Span::new(number.start(), from),
        });
    }
    found
}

/// Undoes the escapes of an address: `10.1002%2F%28SICI%29`.
fn decoded(written: &str) -> String {
    let bytes = written.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| written.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, SourceMap};

    fn document(text: &str) -> Document {
        let map = SourceMap::identity();
        Document::new("a.txt".to_owned(), Format::Text, text.to_owned(), map)
    }

    fn whole(document: &Document) -> Span {
        Span::new(0, document.text.len())
    }

    fn doi(text: &str) -> Vec<String> {
        let document = document(text);
        dois(&document, whole(&document))
            .into_iter()
            .map(|doi| doi.value)
            .collect()
    }

    #[test]
    fn dois_come_out_whole_and_clean() {
        for text in [
            "doi:10.1234/ab.5",
            "DOI 10.1234/AB.5.",
            "https://doi.org/10.1234/ab.5, accessed",
            "(http://dx.doi.org/10.1234/ab.5)",
            "10.1234/ab.5;",
            "https://example.org/doi/full/10.1234/ab.5?needAccess=true",
            "https://example.org/doi/10.1234/ab.5/full",
            "info%3Adoi%2F10.1234%2Fab.5",
            "doi: 10.1234/ab.5 22564989",
            "J Work1940236436610.1234/ab.5",
        ] {
            assert_eq!(doi(text), ["10.1234/ab.5"], "{text}");
        }
        for whole in [
            "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
            "10.1016/s0022-1996(00)00094-5",
            "10.1000.10/123",
            "10.1007/bf0123788412345678",
        ] {
            assert_eq!(doi(&format!("(doi:{}).", whole.to_uppercase())), [whole]);
        }
        assert_eq!(
            doi("pp. 10.1234 and 10.12/a, 10.1234/ x"),
            Vec::<String>::new()
        );
    }

    fn faults(text: &str) -> Vec<(String, DoiFault)> {
        let document = document(text);
        let found = faulty_dois(&document, whole(&document));
        found
            .into_iter()
            .map(|(span, fault)| (document.slice(span).to_owned(), fault))
            .collect()
    }

    #[test]
    fn what_cannot_be_a_doi_is_told() {
        for (text, word, fault) in [
            (
                "doi:101371/journal.pone.1.",
                "101371/journal.pone.1",
                DoiFault::NoFullStop,
            ),
            (
                "doi: 10,1371/journal.pone.1",
                "10,1371/journal.pone.1",
                DoiFault::NoFullStop,
            ),
            (
                "doi:1O.1371/journal.pone.1",
                "1O.1371/journal.pone.1",
                DoiFault::NoFullStop,
            ),
            (
                "https://doi.org/10.13/journal",
                "10.13/journal",
                DoiFault::ShortRegistrant,
            ),
            (
                "DOI 10.1371journal.pone.1)",
                "10.1371journal.pone.1",
                DoiFault::NoSlash,
            ),
            ("doi:10.1371/ journal", "10.1371/", DoiFault::NoSuffix),
        ] {
            assert_eq!(faults(text), [(word.to_owned(), fault)], "{text}");
        }
        for text in [
            "doi:10.1371/journal.pone.1",
            "doi: 10.1371/journal.pone.0087236 22564989",
            "https://doi.org/10/abc1",
            "https://doi.org/10.1000.10/1",
            "https://doi.org/10.1002%2F14651858",
            "doi: n/a",
            "DOI 10 May 2020",
            "the DOI 10.5 system",
            "doi:10.1371.",
            "https://www.doi.org/the-identifier/",
            "doi:10.1007/BF0123788412345678",
        ] {
            assert_eq!(faults(text), [], "{text}");
        }
    }

    fn isbn(text: &str) -> Vec<(String, Option<IsbnFault>)> {
        let document = document(text);
        let found = isbns(&document, whole(&document));
        found
            .into_iter()
            .map(|isbn| (isbn.value.digits, isbn.value.fault))
            .collect()
    }

    #[test]
    fn isbns_are_read_and_checked() {
        for (text, digits, fault) in [
            ("ISBN 978-3-16-148410-0.", "9783161484100", None),
            ("ISBN: 9783161484100", "9783161484100", None),
            ("ISBN-13: 978 3 16 148410 0", "9783161484100", None),
            ("ISBN 0-306-40615-2", "0306406152", None),
            ("ISBN-10 0306406152", "0306406152", None),
            ("ISBN 0-8044-2957-X", "080442957X", None),
            ("ISBN 978‑3‑16‑148410‑0", "9783161484100", None),
            ("ISBN 0-306-40615-2 2004", "0306406152", None),
            ("ISBN 978-3-16-148410-012", "9783161484100", None),
            (
                "ISBN 978-3-16-148410-1",
                "9783161484101",
                Some(IsbnFault::CheckDigit),
            ),
            (
                "ISBN 0-306-40615-3",
                "0306406153",
                Some(IsbnFault::CheckDigit),
            ),
            (
                "ISBN 978-3-16-14841-0",
                "978316148410",
                Some(IsbnFault::Length),
            ),
        ] {
            assert_eq!(isbn(text), [(digits.to_owned(), fault)], "{text}");
        }
        for text in [
            "ISBN",
            "ISBN 12345",
            "ISBN 978-3-16-148410-112",
            "ISSN 1234-5679",
        ] {
            assert_eq!(isbn(text), [], "{text}");
        }
    }

    #[test]
    fn arxiv_numbers_of_both_forms_are_found() {
        let found = |text: &str| -> Vec<String> {
            let document = document(text);
            let found = arxiv_numbers(&document, whole(&document));
            found.into_iter().map(|number| number.value).collect()
        };
        assert_eq!(
            found(
                "arXiv:2001.12345v2, https://arxiv.org/abs/1501.0001, arXiv preprint, hep-th/9901001, arXiv hep-th/9901002 and arxiv.org/pdf/math.GT/0309136."
            ),
            [
                "2001.12345",
                "1501.0001",
                "hep-th/9901002",
                "math.GT/0309136"
            ]
        );
    }

    #[test]
    fn only_the_stretch_is_read() {
        let document = document("doi:10.1234/ab doi:10.1234/cd");
        let found = dois(&document, Span::new(14, 29));
        assert_eq!(found[0].span, Span::new(19, 29));
        assert!(dois(&document, Span::new(0, 4)).is_empty());
    }
}
