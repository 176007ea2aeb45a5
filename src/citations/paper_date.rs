//! When the paper itself was published, as far as it says so.

use crate::document::Document;

use super::{Date, Written, date};

/// A paper says its date in its head, in a line of its own; a longer block is running text.
const LONGEST_BLOCK: usize = 160;

/// How far the head of a paper reaches, in bytes.
const FRONT: usize = 6_000;

/// So many long blocks are the text: a summary may stand before the date, the first chapter does not.
const SUMMARY: usize = 3;

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

/// The latest date that stands in a line of its own in the head of a paper, before `end`, with a month at least; years
/// alone are copyrights. What stands further on dates what the paper tells of.
pub(super) fn find(document: &Document, end: usize) -> Option<Written<Date>> {
    let end = end.min(FRONT);
    let mut long = 0;
    let blocks = document.blocks.iter().take_while(|block| {
        long += usize::from(block.span.len() > LONGEST_BLOCK);
        block.span.start < end && long < SUMMARY
    });
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
    latest
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
