//! What the author typed: labels in signs of many kinds, and lines that begin with one.

use std::collections::{HashMap, HashSet};

use super::affiliations::{self, Affiliations};
use super::candidate::Candidate;
use super::extent::{self, Calls};
use super::hand_typed;
use super::list::{self, Draft};
use super::opening::{self, Opening, Shape};
use super::parts::Parts;
use super::series::{self, Field, Series};
use super::symbol::{self, Pair};
use super::{Label, ListKind, Marker, MarkerStyle, Note, lazy, native, shown, tokens};
use crate::document::{Document, Format, Span, fold};
use crate::heading::Promise;

/// Without any list, typed markers are believed if they count from 1 without a slip to at least this.
const FEWEST_WITHOUT_LIST: u32 = 3;
/// So many works at least make a bibliography that no heading tells of.
const FEWEST_WORKS: usize = 5;
/// What it is worth that a note at the foot of the page has the number, and nothing else there calls it.
const PLACED: f32 = 6.0;
/// So many superscripts at least are a paper's way of writing markers.
const FEWEST_SUPERSCRIPTS: usize = 2;

/// Finds the typed markers and notes of a document.
pub(super) fn read(document: &Document, parts: &mut Parts) {
    let mut openings = opening::openings(document);
    if document.format == Format::Markdown {
        lazy::count(document, &mut openings);
    }
    shown::clear(document, &mut openings);
    let mut candidates = tokens::candidates(document);
    if document.is_printed() && has_superscripts(&candidates) {
        without_glued(document, &mut candidates);
    }
    let mut drafts = list::find(document, &openings, &candidates);
    let shown = shown::drafts(document, &mut openings);
    // Where the format shows the notes, numbered lines elsewhere are notes only if a heading says so.
    if !shown.is_empty() {
        drafts.retain(|draft| draft.heading.is_some() || is_bibliography(draft));
    }
    drafts.extend(shown);
    let affiliations = affiliations::find(document, &openings, &candidates, &drafts);
    if let Some(found) = &affiliations {
        let is_line = |index: &usize| found.openings.contains(index);
        drafts.retain(|draft| !draft.openings.iter().any(is_line));
        add_affiliations(document, &openings, &candidates, found, parts);
        let lines = found.openings.iter().map(|&index| openings[index].span);
        let markers = found.markers.iter().map(|&index| candidates[index].token);
        let taken: HashSet<usize> = lines.chain(markers).map(|span| span.start).collect();
        candidates.retain(|candidate| !taken.contains(&candidate.token.start));
    }
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

/// Whether a list without a heading is one beside the notes at the foot of pages: `[1]` to `[30]`, one below the other.
fn is_bibliography(draft: &Draft) -> bool {
    draft.shape == Shape::Bracket && draft.openings.len() >= FEWEST_WORKS
}

/// Whether a paper has superscripts. Pages show which digits are raised, so that in such a paper no other one has lost its
/// superscript.
fn has_superscripts(candidates: &[Candidate]) -> bool {
    let is_raised = |candidate: &&Candidate| {
        candidate.style == MarkerStyle::Superscript && candidate.odds > 0.0
    };
    candidates.iter().filter(is_raised).count() >= FEWEST_SUPERSCRIPTS
}

/// Leaves out the numbers that touch a word, but for one that the foot of its page has a note for, and no superscript.
fn without_glued(document: &Document, candidates: &mut Vec<Candidate>) {
    let noted = document.native_notes.iter().filter_map(|note| {
        let number: u32 = note.label.parse().ok()?;
        Some((number, document.page(note.span.start)?))
    });
    let mut noted: HashSet<(u32, u32)> = noted.collect();
    for candidate in candidates.iter() {
        if candidate.style == MarkerStyle::Superscript {
            for part in &candidate.parts {
                candidate.page.map(|page| noted.remove(&(part.value, page)));
            }
        }
    }
    candidates.retain_mut(|candidate| {
        if candidate.style != MarkerStyle::Glued {
            return true;
        }
        let is_missed = match candidate.parts.as_slice() {
            [only] => candidate
                .page
                .is_some_and(|page| noted.contains(&(only.value, page))),
            _ => false,
        };
        candidate.odds += PLACED;
        is_missed && candidate.odds > PLACED
    });
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
        let pages: Vec<HashMap<u32, u32>> =
            self.drafts.iter().map(|draft| self.pages(draft)).collect();
        let (drafts, candidates) = (&self.drafts, &self.candidates);
        let found = series::assign(Field {
            drafts,
            labels: &numbers,
            notes: &spans,
            pages: &pages,
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

    /// The page of each label of a list whose notes stand at the foot of pages.
    fn pages(&self, draft: &Draft) -> HashMap<u32, u32> {
        let openings = draft.openings.iter().map(|&index| &self.openings[index]);
        let placed = openings.filter_map(|opening| {
            Some((opening.value()?, self.document.page(opening.span.start)?))
        });
        let placed: HashMap<u32, u32> = placed.filter(|_| draft.native.is_some()).collect();
        // A list at the end of a paper may look like a foot, and is called from everywhere.
        let is_called_there = |&(label, page): &(&u32, &u32)| self.calls.on_page(*label, *page);
        let called = placed.iter().filter(is_called_there).count();
        if called * 2 >= placed.len() {
            placed
        } else {
            HashMap::new()
        }
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
            parts.lists[list].0.is_typed = true;
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
        // Round brackets are believed where a reference manager put them in.
        for style in [
            MarkerStyle::Bracket,
            MarkerStyle::Superscript,
            MarkerStyle::Parenthesis,
        ] {
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
                parts.lists[list].0.is_typed = true;
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

/// Adds the departments of the authors as a list of its own. Each ends with its line.
fn add_affiliations(
    document: &Document,
    openings: &[Opening],
    candidates: &[Candidate],
    found: &Affiliations,
    parts: &mut Parts,
) {
    let list = parts.add_list(ListKind::Footnotes, None);
    for &index in &found.openings {
        let opening = &openings[index];
        let line = document.trimmed(document.lines().span(opening.line));
        let body = Span::new(opening.span.end.min(line.end), line.end);
        parts.add_note(Note {
            label: opening.label.clone(),
            label_span: opening.span,
            span: Span::new(opening.span.start, line.end),
            body,
            list,
            text: fold(document.slice(body)),
        });
    }
    for &index in &found.markers {
        parts
            .markers
            .extend(markers(&candidates[index], Some(list)));
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
