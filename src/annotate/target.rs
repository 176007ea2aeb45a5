//! From findings to the bytes of the main part at which their comments stand.

use crate::check::Report;
use crate::document::{Document, Span};

/// How many words on either side are near.
const NEAR: usize = 8;

/// Where a comment is to stand.
pub(super) struct Target {
    /// In bytes of the main part, in the order of the text; empty for the beginning of the paper.
    pub(super) spans: Vec<Span>,
    /// Whether these are the words that the finding is about.
    pub(super) is_at_words: bool,
}

/// What has to be known of a paper to find them.
pub(super) struct Targets<'a> {
    report: &'a Report,
    /// For each note the first marker that calls it.
    callers: Vec<Option<Span>>,
}

impl<'a> Targets<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        let mut callers = vec![None; report.apparatus.notes.len()];
        for marker in &report.apparatus.markers {
            if let Some(note) = marker.note {
                callers[note].get_or_insert(marker.span);
            }
        }
        Self { report, callers }
    }

    /// Where the comment on a span of the text stands.
    pub(super) fn of(&self, span: Span) -> Target {
        let document = &self.report.document;
        // Text boxes are read from the main part, and yet Word knows no comments in them.
        let is_at_words = document.part(span.start).is_none();
        let mut spans = document.part_spans(visible(document, span));
        if spans.is_empty() {
            spans = near(document, span);
        }
        if spans.is_empty() {
            let caller = self.caller(span.start);
            spans = caller.map_or_else(Vec::new, |caller| document.part_spans(caller));
        }
        let is_at_words = is_at_words && !spans.is_empty();
        Target { spans, is_at_words }
    }

    /// The marker that calls the note in which a byte stands.
    fn caller(&self, offset: usize) -> Option<Span> {
        let notes = &self.report.apparatus.notes;
        let next = notes.partition_point(|note| note.span.start <= offset);
        self.callers[next.checked_sub(1)?]
    }
}

/// A span with the words on either side of it if it covers a blank, at which nobody would see a comment.
fn visible(document: &Document, span: Span) -> Span {
    let text = &document.text;
    if span.is_empty() || !document.slice(span).trim().is_empty() {
        return span;
    }
    let line = line(text, span);
    let before = words(text, Span::new(line.start, span.start)).next_back();
    let behind = words(text, Span::new(span.end, line.end)).next();
    Span::new(
        before.map_or(span.start, |word| word.start),
        behind.map_or(span.end, |word| word.end),
    )
}

/// The word next to what stands nowhere in the markup: a number that Word counts, or a place between two words.
fn near(document: &Document, span: Span) -> Vec<Span> {
    let text = &document.text;
    let line = line(text, span);
    let behind = words(text, Span::new(span.start, line.end)).take(NEAR);
    let before = || words(text, Span::new(line.start, span.end)).rev();
    let touching = before().next().filter(|word| word.end == span.end);
    let words = touching
        .into_iter()
        .chain(behind)
        .chain(before().take(NEAR));
    words
        .map(|word| document.part_spans(word))
        .find(|spans| !spans.is_empty())
        .unwrap_or_default()
}

/// The line, or the lines, in which a span stands.
pub(super) fn line(text: &str, span: Span) -> Span {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..].find('\n');
    Span::new(start, end.map_or(text.len(), |at| span.end + at))
}

fn words(text: &str, span: Span) -> impl DoubleEndedIterator<Item = Span> {
    let line = &text[span.start..span.end];
    line.split_whitespace().map(move |word| {
        let start = span.start + (word.as_ptr().addr() - line.as_ptr().addr());
        Span::new(start, start + word.len())
    })
}
