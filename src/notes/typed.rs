//! What the author typed: labels in signs of many kinds, and lines that begin with one.

use std::collections::HashSet;

use super::candidate::Candidate;
use super::extent::{self, Calls};
use super::hand_typed;
use super::heading::Promise;
use super::list::{self, Draft};
use super::opening::{self, Opening};
use super::parts::Parts;
use super::series::{self, Field, Series};
use super::symbol::{self, Pair};
use super::{Label, ListKind, Marker, MarkerStyle, Note, lazy, native, shown, tokens};
use crate::document::{Document, Format, Span, fold};

/// Without any list, typed markers are believed if they count from 1 without a slip to at least this.
const FEWEST_WITHOUT_LIST: u32 = 3;

/// Finds the typed markers and notes of a document.
pub(super) fn read(document: &Document, parts: &mut Parts) {
    let mut openings = opening::openings(document);
    if document.format == Format::Markdown {
        lazy::count(document, &mut openings);
    }
    shown::clear(document, &mut openings);
    let mut candidates = tokens::candidates(document);
    let mut drafts = list::find(document, &openings, &candidates);
    let shown = shown::drafts(document, &mut openings);
    // Where the format shows the notes, numbered lines elsewhere are notes only if a heading says so.
    if !shown.is_empty() {
        drafts.retain(|draft| draft.heading.is_some());
    }
    drafts.extend(shown);
    let numbers = drafts.iter().flat_map(|draft| &draft.openings);
    if let Some(highest) = numbers.filter_map(|&index| openings[index].value()).max() {
        tokens::part(&document.text, &mut candidates, highest);
    }
    let labels: HashSet<usize> = drafts
        .iter()
        .flat_map(|draft| &draft.openings)
        .map(|&index| openings[index].span.start)
        .collect();
    candidates.retain(|candidate| !labels.contains(&candidate.token.start));
    let typed = Typed {
        document,
        pairs: symbol::pairs(document, &openings),
        calls: Calls::new(&candidates),
        openings,
        candidates,
        drafts,
    };
    typed.read(parts);
}

/// Everything that could be typed markers and notes.
struct Typed<'a> {
    document: &'a Document,
    openings: Vec<Opening>,
    candidates: Vec<Candidate>,
    drafts: Vec<Draft>,
    pairs: Vec<Pair>,
    calls: Calls,
}

impl Typed<'_> {
    fn read(&self, parts: &mut Parts) {
        let limits = self.limits();
        let spans: Vec<Vec<Span>> = self
            .drafts
            .iter()
            .map(|draft| self.extents(draft, &limits))
            .collect();
        let numbers: Vec<Vec<u32>> = self
            .drafts
            .iter()
            .map(|draft| self.numbers(draft))
            .collect();
        let (drafts, candidates) = (&self.drafts, &self.candidates);
        let found = series::assign(Field {
            drafts,
            labels: &numbers,
            notes: &spans,
            candidates,
        });
        if found.is_empty() && self.document.native_markers.is_empty() {
            self.without_list(parts);
        }
        for series in &found {
            self.numbered(series, &spans, parts);
        }
        self.uncalled(&found, &spans, parts);
        self.among_counted(&found, parts);
        self.symbols(&limits, parts);
    }

    /// Adds typed markers among those that the format counts.
    fn among_counted(&self, found: &[Series], parts: &mut Parts) {
        let taken = found.iter().flat_map(|series| &series.taken);
        let taken: HashSet<usize> = taken.map(|taken| taken.candidate).collect();
        let style = |&index: &usize| self.candidates[index].style;
        let styles = taken.iter().map(style).collect();
        hand_typed::read(self.document, &self.candidates, &taken, &styles, parts);
        hand_typed::among_linked(self.document, &self.candidates, &taken, parts);
    }

    /// Where notes begin, ascending: a note ends before the next one of whatever list.
    fn limits(&self) -> Vec<usize> {
        let numbered = self
            .drafts
            .iter()
            .flat_map(|draft| draft.openings.iter().copied());
        let symbols = self.pairs.iter().map(|pair| pair.opening);
        let typed = numbered
            .chain(symbols)
            .map(|index| self.openings[index].span.start);
        let native = self
            .document
            .native_notes
            .iter()
            .map(|note| note.span.start);
        let mut limits: Vec<usize> = typed.chain(native).collect();
        limits.sort_unstable();
        limits.dedup();
        limits
    }

    fn extents(&self, draft: &Draft, limits: &[usize]) -> Vec<Span> {
        match &draft.native {
            Some((_, notes)) => notes.clone(),
            None => extent::notes(self.document, &self.openings, draft, limits, &self.calls),
        }
    }

    fn numbers(&self, draft: &Draft) -> Vec<u32> {
        draft
            .openings
            .iter()
            .filter_map(|&index| self.openings[index].value())
            .collect()
    }

    /// Adds the lists of a series and the markers that call them.
    fn numbered(&self, series: &Series, spans: &[Vec<Span>], parts: &mut Parts) {
        let first = parts.lists.len();
        for &index in &series.drafts {
            let (draft, spans) = (&self.drafts[index], &spans[index]);
            let heading = draft
                .heading
                .map(|heading| self.document.slice(heading.span).to_owned());
            let list = parts.add_list(self.kind(draft, spans), heading);
            for (&opening, &span) in draft.openings.iter().zip(spans) {
                parts.add_note(self.note(&self.openings[opening], span, list));
            }
        }
        for taken in &series.taken {
            let list = Some(first + taken.target);
            parts
                .markers
                .extend(markers(&self.candidates[taken.candidate], list));
        }
    }

    /// Adds the lists that the format shows and that no marker calls.
    fn uncalled(&self, found: &[Series], spans: &[Vec<Span>], parts: &mut Parts) {
        let called = |index: &usize| found.iter().any(|series| series.drafts.contains(index));
        let shown = (0..self.drafts.len()).filter(|&index| self.drafts[index].native.is_some());
        let drafts: Vec<usize> = shown.filter(|index| !called(index)).collect();
        let taken = Vec::new();
        self.numbered(&Series { drafts, taken }, spans, parts);
    }

    fn kind(&self, draft: &Draft, spans: &[Span]) -> ListKind {
        if let Some((native, _)) = draft.native {
            return native::kind(self.document.native_lists[native].kind);
        }
        match draft.heading {
            Some(heading) if heading.promise == Promise::References => ListKind::References,
            None if is_apart(self.document, spans) => ListKind::Footnotes,
            _ => ListKind::Endnotes,
        }
    }

    fn note(&self, opening: &Opening, span: Span, list: usize) -> Note {
        let body = Span::new(opening.span.end.min(span.end), span.end);
        let text = fold(self.document.slice(body));
        Note {
            label: opening.label.clone(),
            label_span: opening.span,
            span,
            body,
            list,
            text,
        }
    }

    /// Without a list, believes a style of typed markers that counts 1, 2, 3 … without a slip.
    fn without_list(&self, parts: &mut Parts) {
        for style in [MarkerStyle::Bracket, MarkerStyle::Superscript] {
            let is_of_style =
                |candidate: &&Candidate| candidate.style == style && candidate.odds > 0.0;
            let of_style: Vec<&Candidate> = self.candidates.iter().filter(is_of_style).collect();
            let mut last = 0;
            let in_turn = of_style
                .iter()
                .flat_map(|candidate| &candidate.parts)
                .all(|part| {
                    let fits = part.value <= last + 1;
                    last = last.max(part.value);
                    fits
                });
            if in_turn && last >= FEWEST_WITHOUT_LIST {
                parts.markers.extend(
                    of_style
                        .into_iter()
                        .flat_map(|candidate| markers(candidate, None)),
                );
                return;
            }
        }
    }

    /// Adds the notes that symbols call. A symbol that comes again begins a new list, as on a new page.
    fn symbols(&self, limits: &[usize], parts: &mut Parts) {
        let mut seen: HashSet<&Label> = HashSet::new();
        let mut list = 0;
        for pair in &self.pairs {
            let opening = &self.openings[pair.opening];
            if seen.is_empty() || seen.contains(&opening.label) {
                seen.clear();
                list = parts.add_list(ListKind::Footnotes, None);
            }
            seen.insert(&opening.label);
            let draft = Draft {
                shape: opening.shape,
                openings: vec![pair.opening],
                heading: None,
                native: None,
            };
            for span in self.extents(&draft, limits) {
                parts.add_note(self.note(opening, span, list));
            }
            let (label, style, span) = (opening.label.clone(), MarkerStyle::Symbol, pair.marker);
            parts.markers.push(Marker {
                label,
                style,
                span,
                token: span,
                implied: false,
                list: Some(list),
                note: None,
            });
        }
    }
}

/// The markers of a candidate, one for each label.
fn markers(candidate: &Candidate, list: Option<usize>) -> impl Iterator<Item = Marker> {
    candidate.parts.iter().map(move |part| Marker {
        label: Label::Number(part.value),
        style: candidate.style,
        span: part.span,
        token: candidate.token,
        implied: part.implied,
        list,
        note: None,
    })
}

/// Whether text stands between the notes of a list, as it does between the feet of pages.
fn is_apart(document: &Document, spans: &[Span]) -> bool {
    let between = |pair: &[Span]| !document.text[pair[0].end..pair[1].start].trim().is_empty();
    spans.windows(2).any(between)
}
