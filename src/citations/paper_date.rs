//! When the paper itself was published, as far as it says so.

use crate::document::{Document, Span};

use super::{Date, Written, date};

/// A paper says its date near its beginning or in a line of its own before the notes; a longer block is running text.
const LONGEST_BLOCK: usize = 160;

/// How far from the beginning a date with other words around it counts, in bytes.
const FRONT: usize = 6_000;

/// Words that may stand beside the date in its line.
const WORDS: &[&str] = &[
    "published",
    "publication",
    "posted",
    "date",
    "dated",
    "on",
    "updated",
    "last",
    "veröffentlicht",
    "am",
    "publié",
    "le",
    "publicado",
    "el",
    "version",
    "of",
    "issued",
    "released",
];

/// The latest date that stands in a line of its own before `end`, with a month at least; years alone are copyrights.
pub(super) fn find(document: &Document, end: usize) -> Option<Written<Date>> {
    let blocks = document
        .blocks
        .iter()
        .take_while(|block| block.span.start < end);
    let mut latest: Option<Written<Date>> = None;
    for block in blocks.filter(|block| block.span.len() <= LONGEST_BLOCK) {
        let mut at = block.span.start;
        for line in document.slice(block.span).split('\n') {
            if let Some(found) = alone(line, at)
                && latest
                    .as_ref()
                    .is_none_or(|latest| latest.value < found.value)
            {
                latest = Some(found);
            }
            at += line.len() + 1;
        }
    }
    latest.filter(|date| date.span.start < FRONT || is_bracketed(document, date.span))
}

/// `(2025/03/28)` at the end of a text.
fn is_bracketed(document: &Document, span: Span) -> bool {
    document.text[..span.start].ends_with('(') && document.text[span.end..].starts_with(')')
}

/// The date of a line that says nothing else.
fn alone(line: &str, base: usize) -> Option<Written<Date>> {
    if line.len() > LONGEST_BLOCK || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut found = date::find(line, base, &[]);
    let date = found.pop().filter(|_| found.is_empty())?;
    let (start, end) = (date.span.start - base, date.span.end - base);
    let other = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| !word.is_empty() && !WORDS.contains(&word.to_lowercase().as_str()))
    };
    let fits = date.value.month.is_some() && date.value.year.is_some_and(|year| year >= 1990);
    (fits && !other(&line[..start]) && !other(&line[end..])).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_only_a_date_dates_the_paper() {
        for line in [
            "Published on Feb 18, 2026",
            "October, 2025",
            "(2025/03/28)",
            "date: 2025-03-28",
            "3. Mai 2021",
        ] {
            assert!(alone(line, 0).is_some(), "{line}");
        }
        for line in [
            "On May 3, 2021, the harbour froze",
            "2021",
            "© 2026 Harbour Institute",
            "May 3, 2021 – June 4, 2021",
        ] {
            assert!(alone(line, 0).is_none(), "{line}");
        }
    }
}
