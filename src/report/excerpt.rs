//! Windows of a paper around what a finding points at.
//!
//! A paragraph is often one line of 3,000 characters, of which miette would print all and count the column in bytes.
//! So the lines are cut here, and miette is given a small text of its own: the windows, one under the other, which
//! still know their true lines and columns.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::hyperlink::Hyperlinks;
use super::screen::{ahead, back, fits, harmless, wrap};
use crate::document::{Document, Place, Span};

/// What is printed where a line was cut.
const CUT: &str = "…";

/// A line with less text than this before its marker is shown with the line before it, if they are one paragraph.
const ENOUGH_BEFORE: usize = 30;

/// A place to show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark<'a> {
    /// Where it is in the paper.
    pub(super) span: Span,
    /// What is there.
    pub(super) message: &'a str,
    /// Whether it is what the finding is about; the others are only related to it.
    pub(super) primary: bool,
}

/// The windows around some marks, as a source that miette can print.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// All windows with a line feed between them.
    text: String,
    windows: Vec<Window>,
    /// The marks, in bytes of `text`.
    pub(super) labels: Vec<LabeledSpan>,
    /// Where each label stands in the paper.
    places: Vec<Landing>,
}

/// A byte of [`Excerpt::text`] and where it stands in the paper.
#[derive(Debug, Clone)]
struct Landing {
    at: usize,
    place: Place,
    /// The paper, and the part of it if it is a container; a link where links are followed.
    name: String,
}

impl Landing {
    fn new(document: &Document, links: &Hyperlinks, at: usize, offset: usize) -> Self {
        let part = document.part(offset);
        let part = part.map_or_else(String::new, |part| format!(", {part}"));
        let name = harmless(&format!("{}{part}", document.path));
        Self {
            at,
            place: document.place(offset),
            name: links.file(document, Some(offset), &name),
        }
    }
}

/// Parts of lines that follow each other.
#[derive(Debug)]
struct Window {
    /// In bytes of [`Excerpt::text`].
    span: Span,
    parts: Vec<Part>,
}

/// The part of a line that is shown.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// The line of the text, counted from 0.
    line: usize,
    /// In bytes of the text.
    span: Span,
    /// Where the part's first character stands in [`Excerpt::text`], behind the sign of the cut.
    at: usize,
}

impl Excerpt {
    /// Cuts windows of at most `columns` around the marks.
    pub(super) fn new(
        document: &Document,
        links: &Hyperlinks,
        marks: &[Mark<'_>],
        columns: usize,
    ) -> Self {
        let mut marks = marks.to_vec();
        marks.sort_by_key(|mark| (mark.span, !mark.primary));
        let mut excerpt = Self {
            text: String::new(),
            windows: Vec::new(),
            labels: Vec::new(),
            places: Vec::new(),
        };
        for parts in group(document, &marks, columns) {
            excerpt.print(document, links, parts);
        }
        for mark in &marks {
            excerpt.label(document, links, mark, columns);
        }
        excerpt
    }

    /// Appends a window to the text.
    fn print(&mut self, document: &Document, links: &Hyperlinks, mut parts: Vec<Part>) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        for (index, part) in parts.iter_mut().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            let line = bare_line(document, part.line);
            if part.span.start > line.start {
                self.text.push_str(CUT);
            }
            part.at = self.text.len();
            self.places
                .push(Landing::new(document, links, part.at, part.span.start));
            self.text.push_str(&harmless(document.slice(part.span)));
            if part.span.end < line.end {
                self.text.push_str(CUT);
            }
        }
        let span = Span::new(start, self.text.len());
        self.windows.push(Window { span, parts });
    }

    /// Where a byte of the windows stands in the paper, if a part or a label begins there.
    fn landing(&self, at: usize) -> Option<&Landing> {
        self.places.iter().rev().find(|landing| landing.at == at)
    }

    /// Carries a mark over into the text of the windows.
    fn label(&mut self, document: &Document, links: &Hyperlinks, mark: &Mark<'_>, columns: usize) {
        let parts = self.windows.iter().flat_map(|window| &window.parts);
        let part = parts
            .filter(|part| part.span.start <= mark.span.start && mark.span.start <= part.span.end)
            // Of two windows of one line, the mark's own reaches further behind it.
            .max_by_key(|part| part.span.end);
        let Some(part) = part else { return };
        let at = |offset: usize| {
            let before = Span::new(part.span.start, offset.min(part.span.end));
            part.at + harmless(document.slice(before)).len()
        };
        let (start, end) = (at(mark.span.start), at(mark.span.end));
        let message = (!mark.message.is_empty()).then(|| {
            let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
            let middle = measured(&self.text[line..start]) + measured(&self.text[start..end]) / 2;
            let room = columns.saturating_sub(middle).max(columns / 3);
            wrap(&harmless(mark.message), room).join("\n")
        });
        self.places
            .push(Landing::new(document, links, start, mark.span.start));
        let span = (start, end - start);
        self.labels.push(if mark.primary {
            LabeledSpan::new_primary_with_span(message, span)
        } else {
            LabeledSpan::new_with_span(message, span)
        });
    }
}

impl SourceCode for Excerpt {
    /// miette asks with no lines of context for the place in the header, and with some for what is to be printed. A
    /// span over two windows is refused, which keeps them apart.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let window = self
            .windows
            .iter()
            .find(|window| window.span.start <= start && end <= window.span.end)
            .ok_or(MietteError::OutOfBounds)?;
        let own = window.parts.iter().rev().find(|part| part.at <= start);
        let (own, first) = (own.map(|part| part.at), window.parts.first());
        let first = first.and_then(|part| self.landing(part.at));
        let landing = self.landing(start);
        let landing = landing.or_else(|| self.landing(own?)).or(first);
        let landing = landing.ok_or(MietteError::OutOfBounds)?;
        let line = if before == 0 {
            landing
        } else {
            first.unwrap_or(landing)
        };
        Ok(Box::new(MietteSpanContents::new_named(
            landing.name.clone(),
            &self.text.as_bytes()[window.span.start..window.span.end],
            (window.span.start, window.span.len()).into(),
            line.place.line - 1,
            landing.place.column - 1,
            window.parts.len(),
        )))
    }
}

/// The parts that show all marks; what stands close together is one window.
fn group(document: &Document, marks: &[Mark<'_>], columns: usize) -> Vec<Vec<Part>> {
    let mut windows: Vec<Vec<Part>> = Vec::new();
    for mark in marks {
        let part = cut(document, mark.span, columns);
        if let Some(window) = windows.last_mut()
            && join(document, window, part, columns)
        {
            continue;
        }
        let lead = mark.primary.then(|| lead(document, part, mark, columns));
        windows.push(lead.flatten().into_iter().chain([part]).collect());
    }
    windows
}

/// Takes a part into a window if it is on the same line and close, or on the next line.
fn join(document: &Document, window: &mut Vec<Part>, part: Part, columns: usize) -> bool {
    let Some(last) = window.last_mut() else {
        return false;
    };
    if part.line == last.line + 1 {
        window.push(part);
        return true;
    }
    let both = Span::new(
        last.span.start.min(part.span.start),
        last.span.end.max(part.span.end),
    );
    let close = part.line == last.line && fits(document.slice(both), columns);
    if close {
        last.span = both;
    }
    close
}

/// The part of a line around a span, whole words, at most this many columns.
fn cut(document: &Document, span: Span, columns: usize) -> Part {
    let number = document.lines().line_of(span.start);
    let line = bare_line(document, number);
    let text = document.slice(line);
    // The span may begin in the line end, which is not shown, and end on a later line.
    let start = span.start.min(line.end) - line.start;
    let end = span.end.min(line.end) - line.start;
    let end = end.min(ahead(text, start, columns * 2 / 3)).max(start);
    // Both ends may need the sign of the cut.
    let spare = columns.saturating_sub(2 + measured(&text[start..end]));
    let behind = measured(&text[end..ahead(text, end, spare)]);
    // What leads to a marker says more than what follows it.
    let from = back(text, start, (spare * 3 / 5).max(spare - behind));
    let to = ahead(
        text,
        end,
        spare.saturating_sub(measured(&text[from..start])),
    );
    let shown = &text[from..to];
    let to = (from + shown.trim_end().len()).max(end);
    let from = from + (shown.len() - shown.trim_start().len()).min(start - from);
    Part {
        line: number,
        span: Span::new(line.start + from, line.start + to.min(text.len())),
        at: 0,
    }
}

/// The end of the line before, where a hard-wrapped sentence began.
fn lead(document: &Document, part: Part, mark: &Mark<'_>, columns: usize) -> Option<Part> {
    let line = bare_line(document, part.line);
    let before = Span::new(line.start, mark.span.start.clamp(line.start, line.end));
    let block = document.block_at(mark.span.start)?;
    let one_paragraph = block.span.start < line.start;
    if !one_paragraph || !fits(document.slice(before), ENOUGH_BEFORE) {
        return None;
    }
    let previous = bare_line(document, part.line.checked_sub(1)?);
    let text = document.slice(previous).trim_end();
    let start = back(text, text.len(), columns.saturating_sub(1));
    (!text.is_empty()).then(|| Part {
        line: part.line - 1,
        span: Span::new(previous.start + start, previous.start + text.len()),
        at: 0,
    })
}

/// A line without its end.
fn bare_line(document: &Document, line: usize) -> Span {
    let span = document.lines().span(line);
    let text = document.slice(span).trim_end_matches(['\n', '\r']);
    Span::new(span.start, span.start + text.len())
}

fn measured(text: &str) -> usize {
    text.chars().map(super::screen::width_of).sum()
}
