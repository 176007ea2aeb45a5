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

/// How far from a marker, and from the beginning of its note, such a word is looked for, in bytes.
const NEAR: usize = 20_000;

/// How many marks lie over one another at most. What would lie over them is shown as a place without text, so that links
/// still lead there; a page on which everything is marked by everything would have no end.
const LAYERS: usize = 32;

/// What is marked in a text, and where.
pub(super) struct Texts {
    /// What the ids of this paper begin with; several papers stand on one page.
    prefix: String,
    /// By start; they may overlap.
    marks: Vec<Mark>,
    reach: Reach,
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
            reach: Reach::default(),
        };
        texts.findings(report);
        texts.markers(report);
        texts
            .marks
            .sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        texts.reach = Reach::new(texts.marks.iter().map(|mark| mark.span.end).collect());
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
        let text = &document.text;
        let start = document
            .block_at(marker)
            .map_or(marker, |block| block.span.start);
        let near = text.ceil_char_boundary(marker.saturating_sub(NEAR));
        let start = start.max(near).min(marker);
        if let Some(at) = text[start..marker].rfind(term) {
            let at = start + at;
            self.push(Span::new(at, at + term.len()), MarkKind::Shared);
        }
        let body = note.map(|note| report.apparatus.notes[note].body);
        let near = |body: Span| text.floor_char_boundary(body.end.min(body.start + NEAR));
        if let Some((body, at)) =
            body.and_then(|body| Some((body, text[body.start..near(body)].find(term)?)))
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
        let inside: Vec<&Mark> = self.within(span);
        let mut cuts: Vec<usize> = inside
            .iter()
            .flat_map(|mark| [mark.span.start, mark.span.end])
            .map(|at| at.clamp(span.start, span.end))
            .chain([span.start, span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut behind = inside.into_iter().peekable();
        let mut covering: Vec<&Mark> = Vec::new();
        let mut pieces = Vec::with_capacity(cuts.len());
        for (at, &from) in cuts.iter().enumerate() {
            covering.retain(|mark| mark.span.end > from);
            while let Some(mark) = behind.next_if(|mark| mark.span.start <= from) {
                if !mark.span.is_empty() && covering.len() < LAYERS {
                    covering.push(mark);
                } else if mark.span.start == from {
                    pieces.push(anchor(mark));
                }
            }
            if let Some(&to) = cuts.get(at + 1) {
                let piece = Span::new(from, to);
                pieces.push(self.segment(report.document.slice(piece), from, &covering));
            }
        }
        html! { @for piece in pieces { (piece) } }
    }

    /// The marks in a span, and the empty ones at its ends.
    fn within(&self, span: Span) -> Vec<&Mark> {
        let end = self
            .marks
            .partition_point(|mark| mark.span.start <= span.end);
        let touching = self.reach.at_least(span.start, end).into_iter();
        touching
            .map(|at| &self.marks[at])
            .filter(|mark| mark.span.is_empty() || mark.span.overlaps(span))
            .collect()
    }

    /// A piece of the text under all the marks that cover it; only the first piece of what is cut bears the id.
    fn segment(&self, text: &str, start: usize, covering: &[&Mark]) -> Markup {
        let mut inner = html! { (text) };
        for mark in covering {
            let is_first = mark.span.start == start;
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

/// The ends of the marks, so that those behind a place are found without going through all before it.
#[derive(Default)]
struct Reach {
    /// A heap: the furthest end under each node, the marks at its leaves, padded to a power of two.
    furthest: Vec<usize>,
}

impl Reach {
    fn new(ends: Vec<usize>) -> Self {
        let leaves = ends.len().next_power_of_two();
        let mut furthest = vec![0; leaves];
        furthest.extend(ends);
        furthest.resize(2 * leaves, 0);
        for node in (1..leaves).rev() {
            furthest[node] = furthest[2 * node].max(furthest[2 * node + 1]);
        }
        Self { furthest }
    }

    /// The marks before `until` that end at this place or behind it, ascending.
    fn at_least(&self, place: usize, until: usize) -> Vec<usize> {
        let leaves = self.furthest.len() / 2;
        let (mut found, mut nodes) = (Vec::new(), vec![(1, 0, leaves)]);
        while let Some((node, from, width)) = nodes.pop() {
            if from >= until || self.furthest[node] < place {
                continue;
            }
            if width == 1 {
                found.push(from);
            } else {
                let half = width / 2;
                nodes.extend([(2 * node + 1, from + half, half), (2 * node, from, half)]);
            }
        }
        found
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
            let blocks = &document.blocks;
            let next = blocks.partition_point(|block| block.span.start < span.start);
            blocks.get(next).map_or(span.start, |next| next.span.start)
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
