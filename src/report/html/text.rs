//! The paper's text and its notes, cut where a marker, a finding or a word in common begins or ends.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use maud::{Markup, html};

use super::{class, offset_class};
use crate::check::Report;
use crate::document::{BlockKind, Span};
use crate::finding::Severity;
use crate::links::Verdict;
use crate::notes::MarkerStyle;
use crate::report::map;

/// How many of the words that a marker and its note have in common are shown.
const SHARED: usize = 5;

/// What is marked in a text, and where.
pub(super) struct Texts {
    /// What the ids of this paper begin with; several papers stand on one page.
    prefix: String,
    /// By start; they may overlap.
    marks: Vec<Mark>,
    /// For each mark the furthest end of those up to it, so that what touches a span can be searched for by halves.
    reach: Vec<usize>,
}

struct Mark {
    span: Span,
    kind: MarkKind,
}

#[derive(Clone)]
enum MarkKind {
    /// A place of a finding, with its id.
    Finding(String, Severity),
    /// A marker.
    Marker(Call),
    /// Words that a marker's sentence and its note have in common.
    Shared,
}

/// A marker on the page.
#[derive(Clone)]
struct Call {
    index: usize,
    /// The note that answers it.
    answer: Option<usize>,
    /// The class of its offset.
    offset: String,
    /// What its colour says, where it is not answered by the note of its number.
    says: Option<String>,
}

impl Texts {
    pub(super) fn new(report: &Report) -> Self {
        let mut hasher = DefaultHasher::new();
        report.document.path.hash(&mut hasher);
        let mut texts = Self {
            prefix: format!("p{:08x}", hasher.finish() & 0xffff_ffff),
            marks: Vec::new(),
            reach: Vec::new(),
        };
        texts.findings(report);
        texts.markers(report);
        texts
            .marks
            .sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        let ends = texts.marks.iter().map(|mark| mark.span.end);
        let furthest = ends.scan(0, |reach, end| {
            *reach = end.max(*reach);
            Some(*reach)
        });
        texts.reach = furthest.collect();
        texts
    }

    /// The id of the first place of a finding.
    pub(super) fn id(&self, finding: usize) -> String {
        format!("{}-f{finding}", self.prefix)
    }

    /// The id of another place of a finding.
    pub(super) fn related_id(&self, finding: usize, number: usize) -> String {
        format!("{}-f{finding}-{number}", self.prefix)
    }

    fn findings(&mut self, report: &Report) {
        for (index, finding) in report.findings.iter().enumerate() {
            let kind = MarkKind::Finding(self.id(index), finding.severity);
            self.push(shown(report, finding.span), kind);
            for (number, related) in finding.related.iter().enumerate() {
                let kind = MarkKind::Finding(self.related_id(index, number), finding.severity);
                self.push(shown(report, related.span), kind);
            }
        }
    }

    fn markers(&mut self, report: &Report) {
        for (index, pair) in map::pairs(report).iter().enumerate() {
            let says = (pair.answer != pair.note).then(|| match pair.answer {
                Some(note) => format!("answered by note {}", report.apparatus.notes[note].label),
                None => "answered by no note".to_owned(),
            });
            let call = Call {
                index,
                answer: pair.answer,
                offset: offset_class(pair.offset(report)),
                says,
            };
            self.push(pair.marker.span, MarkKind::Marker(call));
            // Where all is in order nobody asks for the reasons.
            if pair.answer == pair.note {
                continue;
            }
            for term in pair.shared.iter().take(SHARED) {
                self.shared(report, pair.marker.token.start, pair.answer, &term.text);
            }
        }
    }

    /// Marks a term in the sentence before a marker and in the note that answers it.
    fn shared(&mut self, report: &Report, marker: usize, note: Option<usize>, term: &str) {
        let document = &report.document;
        let start = document
            .block_at(marker)
            .map_or(marker, |block| block.span.start);
        if let Some(at) = document.text[start.min(marker)..marker].rfind(term) {
            let at = start + at;
            self.push(Span::new(at, at + term.len()), MarkKind::Shared);
        }
        let body = note.map(|note| report.apparatus.notes[note].body);
        if let Some((body, at)) =
            body.and_then(|body| Some((body, document.slice(body).find(term)?)))
        {
            let at = body.start + at;
            self.push(Span::new(at, at + term.len()), MarkKind::Shared);
        }
    }

    fn push(&mut self, span: Span, kind: MarkKind) {
        self.marks.push(Mark { span, kind });
    }

    /// The running text, without the notes.
    pub(super) fn body(&self, report: &Report) -> Markup {
        let notes = beside(report);
        let blocks = report
            .document
            .blocks
            .iter()
            .map(|block| (block.kind, without(block.span, &notes)));
        let is_empty = |span: &Span| report.document.slice(*span).trim().is_empty();
        let blocks = blocks.filter(|(_, parts)| !parts.iter().all(is_empty));
        html! {
            @for (kind, parts) in blocks {
                @let text = html! { @for part in parts { (self.text(report, part)) } };
                @match kind {
                    BlockKind::Heading => h3 dir="auto" { (text) },
                    BlockKind::Quotation => blockquote dir="auto" { (text) },
                    BlockKind::ListItem => p class="item" dir="auto" { (text) },
                    BlockKind::Table => p class="row" dir="auto" { (text) },
                    BlockKind::Code => pre { (text) },
                    BlockKind::Paragraph => p dir="auto" { (text) },
                }
            }
        }
    }

    /// The lists with their notes.
    pub(super) fn notes(&self, report: &Report) -> Markup {
        let apparatus = &report.apparatus;
        html! {
            @for (number, list) in apparatus.lists.iter().enumerate() {
                h3 { (list.heading.as_deref().unwrap_or("Notes")) }
                @for (index, note) in apparatus.notes_of(number) {
                    div class="note" id={ (self.prefix) "-n" (index) } {
                        span class="label" { (note.label) }
                        p dir="auto" { (self.text(report, report.document.trimmed(note.body))) (links(report, note.body)) }
                    }
                }
            }
        }
    }

    /// A stretch of the text with everything that is marked in it.
    fn text(&self, report: &Report, span: Span) -> Markup {
        let document = &report.document;
        let inside: Vec<&Mark> = self.within(span);
        let mut cuts: Vec<usize> = inside
            .iter()
            .flat_map(|mark| [mark.span.start, mark.span.end])
            .map(|at| at.clamp(span.start, span.end))
            .chain([span.start, span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let empty = inside.iter().filter(|mark| mark.span.is_empty());
        let places: Vec<&&Mark> = empty.collect();
        html! {
            @for pair in cuts.windows(2) {
                @for place in places.iter().filter(|mark| mark.span.start == pair[0]) { (anchor(place)) }
                (self.segment(document.slice(Span::new(pair[0], pair[1])), Span::new(pair[0], pair[1]), &inside))
            }
            @for place in places.iter().filter(|mark| mark.span.start == span.end) { (anchor(place)) }
        }
    }

    /// The marks that touch a span.
    fn within(&self, span: Span) -> Vec<&Mark> {
        let end = self
            .marks
            .partition_point(|mark| mark.span.start <= span.end);
        let first = self.reach.partition_point(|&reach| reach < span.start);
        let marks = self.marks[first.min(end)..end].iter();
        marks.filter(|mark| mark.span.end >= span.start).collect()
    }

    fn segment(&self, text: &str, span: Span, marks: &[&Mark]) -> Markup {
        let mut inner = html! { (text) };
        let covering = marks.iter().filter(|mark| {
            mark.span.start <= span.start && span.end <= mark.span.end && !mark.span.is_empty()
        });
        for mark in covering {
            // Only the first piece of what is cut bears the id.
            let is_first = mark.span.start == span.start;
            inner = match &mark.kind {
                MarkKind::Finding(id, severity) if is_first => {
                    html! { mark class=(class(*severity)) id=(id) { (inner) } }
                }
                MarkKind::Finding(_, severity) => {
                    html! { mark class=(class(*severity)) { (inner) } }
                }
                MarkKind::Shared => html! { span class="shared" { (inner) } },
                MarkKind::Marker(call) => self.marker(call, &inner),
            };
        }
        inner
    }

    /// A marker: a link to the note that answers it, if one does.
    fn marker(&self, call: &Call, inner: &Markup) -> Markup {
        let (class, id) = (&call.offset, call.index);
        html! {
            @match call.answer {
                Some(note) => a class={ "marker " (class) } id={ (self.prefix) "-m" (id) } href={ "#" (self.prefix) "-n" (note) } title=[&call.says] { (inner) },
                None => span class={ "marker " (class) } id={ (self.prefix) "-m" (id) } title=[&call.says] { (inner) },
            }
        }
    }
}

/// A place of a finding at which there is no text.
fn anchor(mark: &Mark) -> Markup {
    html! {
        @if let MarkKind::Finding(id, severity) = &mark.kind {
            mark class=(class(*severity)) id=(id) { "‸" }
        }
    }
}

/// What stands beside the running text, ascending: the notes; of one that is written where it is called, what it says.
fn beside(report: &Report) -> Vec<Span> {
    let markers = report.apparatus.markers.iter();
    let inline: HashSet<Span> = markers
        .filter(|marker| marker.style == MarkerStyle::Inline)
        .map(|marker| marker.span)
        .collect();
    let notes = report.apparatus.notes.iter();
    notes
        .map(|note| {
            if inline.contains(&note.span) {
                note.body
            } else {
                note.span
            }
        })
        .collect()
}

/// What is left of a span without those of others; all ascend.
fn without(span: Span, others: &[Span]) -> Vec<Span> {
    let first = others.partition_point(|other| other.end <= span.start);
    let (mut parts, mut from) = (Vec::new(), span.start);
    for other in others[first..]
        .iter()
        .take_while(|other| other.start < span.end)
    {
        if from < other.start {
            parts.push(Span::new(from, other.start));
        }
        from = from.max(other.end);
    }
    if from < span.end {
        parts.push(Span::new(from, span.end));
    }
    parts
}

/// The part of a span that the page shows: the label of a note stands apart from it, and between blocks is nothing.
fn shown(report: &Report, span: Span) -> Span {
    let document = &report.document;
    let notes = &report.apparatus.notes;
    let next = notes.partition_point(|note| note.span.end <= span.start);
    let note = notes.get(next).filter(|note| note.span.start <= span.start);
    let start = match note {
        Some(note) => report.document.trimmed(note.body).start.max(span.start),
        None if document.block_at(span.start).is_some() => span.start,
        None => {
            let mut blocks = document.blocks.iter().map(|block| block.span.start);
            blocks
                .find(|&start| start >= span.start)
                .unwrap_or(span.start)
        }
    };
    Span::new(start, span.end.max(start))
}

/// What became of the addresses in a note, if they were asked.
fn links(report: &Report, body: Span) -> Markup {
    let Some(links) = &report.links else {
        return html! {};
    };
    let addresses = report.citations.addresses_in(body);
    let asked = addresses.filter_map(|index| {
        let checked = links.addresses.get(index)?.as_ref()?;
        Some((&report.citations.addresses[index], checked))
    });
    html! {
        @for (address, checked) in asked {
            @let (class, word) = worth(&checked.judgement.verdict);
            " " span class={ "verdict " (class) } { (word) }
            // The attributes are those of Robust Links, which tools for archived pages read.
            @if let Some(copy) = &checked.archived {
                " " a href=(copy.url) rel="noreferrer" data-originalurl=(address.text)
                    data-versionurl=(copy.url) data-versiondate=(copy.date) { "copy of " (copy.date) }
            }
        }
    }
}

fn worth(verdict: &Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Alive => ("alive", "alive"),
        Verdict::Moved { .. } => ("moved", "moved"),
        Verdict::Mismatch { .. } => ("mismatch", "another page"),
        Verdict::Dead { .. } => ("dead", "dead"),
        Verdict::Unverifiable { .. } => ("unverifiable", "could not be checked"),
    }
}
