//! Where a note ends.
//!
//! Between two notes of a list at the end of a paper everything belongs to the first of them. Between two notes at the
//! foot of two pages lies the running text, and the first one ends with its paragraph.

use std::collections::{HashMap, HashSet};

use super::candidate::Candidate;
use super::list::Draft;
use super::opening::{Opening, Shape};
use crate::document::{BlockKind, Document, Span};
use crate::heading;

/// Without a heading and without a call in between, this many bytes behind a note's paragraph are running text: a third
/// of a page.
const RUNNING_TEXT: usize = 1_500;
/// Under a heading, running text is at least this long.
const RUNNING_TEXT_UNDER_HEADING: usize = 400;
/// A candidate this plausible shows that running text has begun again.
const PLAUSIBLE: f32 = 2.0;
/// Longest line that can be a heading between notes, in characters.
const HEADING: usize = 80;

/// The whole notes of a draft, in the order of its openings. `limits` are the starts of all notes of the document,
/// ascending.
pub(super) fn notes(
    document: &Document,
    openings: &[Opening],
    draft: &Draft,
    limits: &[usize],
    calls: &Calls,
) -> Vec<Span> {
    let members = &draft.openings;
    let spans = members.iter().enumerate().map(|(position, &index)| {
        let opening = &openings[index];
        let start = opening.span.start;
        let limit = limits[limits.partition_point(|&limit| limit <= start)..]
            .first()
            .copied();
        let paragraph = paragraph_end(document, opening, limit);
        let next = members.get(position + 1).map(|&index| &openings[index]);
        let Some(next) = next.filter(|next| limit == Some(next.span.start)) else {
            return Span::new(start, paragraph.min(limit.unwrap_or(document.text.len())));
        };
        let paragraph = paragraph.min(next.span.start);
        let end = if has_running_text(document, paragraph, next, draft, calls) {
            paragraph
        } else {
            without_heading(document, paragraph, next.span.start)
        };
        Span::new(start, end)
    });
    spans.map(|span| trimmed(document, span)).collect()
}

/// Where each label is called in the way of a marker, for questions about a stretch of text.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// The places of each label, ascending.
    places: HashMap<u32, Vec<usize>>,
    /// The labels with the printed pages on which they are called.
    pages: HashSet<(u32, u32)>,
}

impl Calls {
    /// Sorts the plausible candidates by label.
    pub(super) fn new(candidates: &[Candidate]) -> Self {
        let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut pages = HashSet::new();
        for candidate in candidates
            .iter()
            .filter(|candidate| candidate.odds >= PLAUSIBLE)
        {
            for part in &candidate.parts {
                pages.extend(candidate.page.map(|page| (part.value, page)));
                places
                    .entry(part.value)
                    .or_default()
                    .push(candidate.token.start);
            }
        }
        Self { places, pages }
    }

    /// Whether a label is called on a printed page, or on the one before it.
    pub(super) fn on_page(&self, value: u32, page: u32) -> bool {
        [page, page.saturating_sub(1)]
            .iter()
            .any(|&page| self.pages.contains(&(value, page)))
    }

    fn any_in(&self, value: u32, span: Span) -> bool {
        self.places.get(&value).is_some_and(|places| {
            places
                .get(places.partition_point(|&at| at < span.start))
                .is_some_and(|&at| at < span.end)
        })
    }
}

/// Whether the running text goes on between the end of a note's paragraph and the next note.
fn has_running_text(
    document: &Document,
    from: usize,
    next: &Opening,
    draft: &Draft,
    calls: &Calls,
) -> bool {
    let gap = Span::new(from, next.span.start);
    let length = document.slice(gap).trim().len();
    if draft.heading.is_some() && length < RUNNING_TEXT_UNDER_HEADING {
        return false;
    }
    let called = next.value().is_some_and(|value| calls.any_in(value, gap));
    length > 0 && (called || (draft.heading.is_none() && length > RUNNING_TEXT))
}

/// The end of a gap without the headings that open the next part of the list, such as “Chapter 2”.
fn without_heading(document: &Document, from: usize, to: usize) -> usize {
    let mut end = to;
    while let Some(line) = last_line(document, from, end) {
        let text = document.slice(line).trim();
        let block = document.block_at(text_start(document, line));
        let is_heading = block.is_some_and(|block| block.kind == BlockKind::Heading)
            || heading::promise(text).is_some();
        if !is_heading || text.chars().count() > HEADING {
            break;
        }
        end = line.start;
    }
    end
}

/// The last line with text in a stretch.
fn last_line(document: &Document, from: usize, to: usize) -> Option<Span> {
    let filled = document.text[from..to].trim_end();
    if filled.trim().is_empty() {
        return None;
    }
    let line = document
        .lines()
        .span(document.lines().line_of(from + filled.len() - 1));
    (line.start >= from).then_some(line)
}

/// The end of the paragraph that an opening begins, with an address on the lines behind it; behind the limit it is not
/// looked for any further.
fn paragraph_end(document: &Document, opening: &Opening, limit: Option<usize>) -> usize {
    let lines = document.lines();
    let mut line = opening.line;
    if matches!(opening.shape, Shape::BulletAlone | Shape::Alone)
        || opening.span.end
            >= lines.span(line).start + document.slice(lines.span(line)).trim_end().len()
    {
        line = next_filled(document, line)
            .filter(|&next| next <= opening.line + 2)
            .unwrap_or(line);
    }
    let indent = indent_of(document, opening.line);
    loop {
        let here = lines.span(line);
        if limit.is_some_and(|limit| limit <= here.end) {
            break;
        }
        let Some(next) = next_filled(document, line) else {
            break;
        };
        let text = document.slice(lines.span(next));
        let page_over = document
            .slice(Span::new(here.start, lines.span(next).start))
            .contains('\u{c}');
        let goes_on = if next == line + 1 && !page_over {
            same_block(document, here, lines.span(next)) || indent_of(document, next) > indent
        } else {
            !page_over && is_address(text)
        };
        if !goes_on {
            break;
        }
        line = next;
    }
    lines.span(line).end
}

/// Whether two neighbouring lines are one paragraph to the reader of the format. The end of the first line tells: the
/// paragraph of an item in Markdown begins behind its number.
fn same_block(document: &Document, line: Span, next: Span) -> bool {
    let filled = document.slice(line).trim_end().len();
    let block = document.block_at(line.start + filled.saturating_sub(1));
    block.is_some_and(|block| block.span.contains(text_start(document, next)))
}

/// The first byte of a line that is no white space.
fn text_start(document: &Document, line: Span) -> usize {
    line.end - document.slice(line).trim_start().len()
}

fn indent_of(document: &Document, line: usize) -> usize {
    let text = document.slice(document.lines().span(line));
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// The next line that is not blank.
fn next_filled(document: &Document, line: usize) -> Option<usize> {
    (line + 1..document.lines().len()).find(|&line| {
        !document
            .slice(document.lines().span(line))
            .trim()
            .is_empty()
    })
}

/// Whether a line holds an address and nothing else.
fn is_address(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['<', '(', '[']);
    let scheme = ["http://", "https://", "www.", "doi:", "doi.org/"]
        .iter()
        .any(|scheme| line.starts_with(scheme));
    scheme && !line.contains(char::is_whitespace)
}

fn trimmed(document: &Document, span: Span) -> Span {
    let text = document.slice(span);
    let filled = if text.starts_with('|') {
        text.trim_end().trim_end_matches('|').trim_end()
    } else {
        text.trim_end()
    };
    Span::new(span.start, span.start + filled.len())
}
