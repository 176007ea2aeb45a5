//! The apparatus from its parts: native notes, symbols, and the numbered series.

use std::collections::{HashMap, HashSet};

use super::candidate::{self, Candidate};
use super::extent::{self, Calls};
use super::heading::Promise;
use super::label::Label;
use super::list::{self, Draft};
use super::opening::{self, Opening};
use super::series::{self, Field, Series};
use super::symbol;
use super::{Apparatus, ListKind, Marker, MarkerStyle, Note, NoteList};
use crate::document::{Document, Span, fold};

/// Without any list, typed markers are believed if they count from 1 without a slip to at least this.
const FEWEST_WITHOUT_LIST: usize = 3;

pub(super) fn scan(document: &Document) -> Apparatus {
    let mut parts = Parts::default();
    native(document, &mut parts);
    typed(document, &mut parts);
    parts.assemble()
}

/// Lists with their notes, and markers that name a list and a label; indices are given once all are known.
#[derive(Default)]
struct Parts {
    lists: Vec<(NoteList, Vec<Note>)>,
    markers: Vec<Marker>,
}

impl Parts {
    fn assemble(mut self) -> Apparatus {
        let mut order: Vec<usize> = (0..self.lists.len()).collect();
        order.sort_by_key(|&index| self.lists[index].1.first().map(|note| note.span));
        let mut places = vec![0; order.len()];
        for (place, &index) in order.iter().enumerate() {
            places[index] = place;
        }
        let mut notes: Vec<Note> = Vec::new();
        for (index, (_, of_list)) in self.lists.iter_mut().enumerate() {
            notes.extend(of_list.drain(..).map(|note| Note {
                list: places[index],
                ..note
            }));
        }
        notes.sort_by_key(|note| (note.span, note.list));
        let mut lists: Vec<NoteList> = order
            .iter()
            .map(|&index| self.lists[index].0.clone())
            .collect();
        let mut bearer: HashMap<(usize, Label), usize> = HashMap::new();
        for (index, note) in notes.iter().enumerate() {
            lists[note.list].notes.push(index);
            bearer
                .entry((note.list, note.label.clone()))
                .or_insert(index);
        }
        for marker in &mut self.markers {
            marker.list = marker.list.map(|list| places[list]);
            marker.note = marker
                .list
                .and_then(|list| bearer.get(&(list, marker.label.clone())).copied());
        }
        self.markers.sort_by_key(|marker| {
            (
                marker.token.start,
                marker.span.start,
                marker.implied,
                marker.label.clone(),
            )
        });
        habits(&self.markers, &mut lists, &notes);
        Apparatus {
            markers: self.markers,
            notes,
            lists,
        }
    }
}

/// A list is cited again and again if its heading says that it is a bibliography, or if a label is repeated although the
/// next one is called somewhere too: a repeat in place of the next label is a slip.
fn habits(markers: &[Marker], lists: &mut [NoteList], notes: &[Note]) {
    let mut called: Vec<HashMap<&Label, usize>> = vec![HashMap::new(); lists.len()];
    for marker in markers {
        if let Some(list) = marker.list {
            *called[list].entry(&marker.label).or_default() += 1;
        }
    }
    for (list, called) in lists.iter_mut().zip(&called) {
        let born: HashSet<&Label> = list.notes.iter().map(|&note| &notes[note].label).collect();
        let habitual = called.iter().any(|(label, &times)| {
            let next = label.value().map(|value| Label::Number(value + 1));
            let next_is_called =
                next.is_none_or(|next| called.contains_key(&next) || !born.contains(&next));
            times > 1 && next_is_called
        });
        list.repeats = habitual || list.kind == ListKind::References;
    }
}

/// Takes over what the format knows.
fn native(document: &Document, parts: &mut Parts) {
    if document.native_markers.is_empty() && document.native_notes.is_empty() {
        return;
    }
    let list = parts.lists.len();
    let mut notes: Vec<Note> = document
        .native_notes
        .iter()
        .map(|native| Note {
            label: Label::new(&native.label),
            label_span: native.label_span,
            span: native.span,
            list,
            text: fold(&document.text[native.label_span.end..native.span.end]),
        })
        .collect();
    let mut inline = 0;
    for native in &document.native_markers {
        let mut label = Label::new(&native.label);
        if let Some(body) = native.inline {
            inline += 1;
            label = Label::Name(format!("inline {inline}"));
            let label_span = Span::new(native.span.start, body.start);
            notes.push(Note {
                label: label.clone(),
                label_span,
                span: native.span,
                list,
                text: fold(document.slice(body)),
            });
        }
        let style = if native.inline.is_some() {
            MarkerStyle::Inline
        } else {
            MarkerStyle::Reference
        };
        let span = native.span;
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
    let kind = ListKind::Native;
    parts.lists.push((
        NoteList {
            kind,
            heading: None,
            notes: Vec::new(),
            repeats: false,
        },
        notes,
    ));
}

/// Finds typed markers and notes.
fn typed(document: &Document, parts: &mut Parts) {
    let openings = opening::openings(document);
    let mut candidates = candidate::candidates(document);
    let drafts = list::find(document, &openings, &candidates);
    let labels: HashSet<usize> = drafts
        .iter()
        .flat_map(|draft| &draft.openings)
        .map(|&index| openings[index].span.start)
        .collect();
    candidates.retain(|candidate| !labels.contains(&candidate.token.start));
    let pairs = symbol::pairs(document, &openings);
    let mut limits: Vec<usize> = drafts
        .iter()
        .flat_map(|draft| draft.openings.iter())
        .map(|&index| openings[index].span.start)
        .collect();
    limits.extend(pairs.iter().map(|pair| openings[pair.opening].span.start));
    limits.extend(document.native_notes.iter().map(|note| note.span.start));
    limits.sort_unstable();
    limits.dedup();
    let calls = Calls::new(&candidates);
    let spans: Vec<Vec<Span>> = drafts
        .iter()
        .map(|draft| extent::notes(document, &openings, draft, &limits, &calls))
        .collect();
    let numbers: Vec<Vec<u32>> = drafts
        .iter()
        .map(|draft| numbers(draft, &openings))
        .collect();
    let field = Field {
        drafts: &drafts,
        labels: &numbers,
        notes: &spans,
        candidates: &candidates,
    };
    let found = series::assign(field);
    if found.is_empty() && document.native_markers.is_empty() {
        without_list(&candidates, parts);
    }
    for series in found {
        numbered(
            document,
            &series,
            &drafts,
            &spans,
            &openings,
            &candidates,
            parts,
        );
    }
    symbols(document, &pairs, &openings, &limits, &calls, parts);
}

fn numbers(draft: &Draft, openings: &[Opening]) -> Vec<u32> {
    draft
        .openings
        .iter()
        .filter_map(|&index| openings[index].value())
        .collect()
}

/// Adds the lists of a series and the markers that call them.
fn numbered(
    document: &Document,
    series: &Series,
    drafts: &[Draft],
    spans: &[Vec<Span>],
    openings: &[Opening],
    candidates: &[Candidate],
    parts: &mut Parts,
) {
    let first = parts.lists.len();
    for &index in &series.drafts {
        let (draft, spans) = (&drafts[index], &spans[index]);
        let list = parts.lists.len();
        let notes: Vec<Note> = draft
            .openings
            .iter()
            .zip(spans)
            .map(|(&opening, &span)| note(document, &openings[opening], span, list))
            .collect();
        let heading = draft
            .heading
            .map(|heading| document.slice(heading.span).to_owned());
        let kind = match draft.heading {
            Some(heading) if heading.promise == Promise::References => ListKind::References,
            None if is_apart(document, spans) => ListKind::Footnotes,
            _ => ListKind::Endnotes,
        };
        parts.lists.push((
            NoteList {
                kind,
                heading,
                notes: Vec::new(),
                repeats: false,
            },
            notes,
        ));
    }
    for taken in &series.taken {
        let candidate = &candidates[taken.candidate];
        parts
            .markers
            .extend(markers(candidate, Some(first + taken.target)));
    }
}

fn note(document: &Document, opening: &Opening, span: Span, list: usize) -> Note {
    let body = Span::new(opening.span.end.min(span.end), span.end);
    Note {
        label: opening.label.clone(),
        label_span: opening.span,
        span,
        list,
        text: fold(document.slice(body)),
    }
}

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
    spans
        .windows(2)
        .any(|pair| !document.text[pair[0].end..pair[1].start].trim().is_empty())
}

/// Without a list, believes a style of typed markers that counts 1, 2, 3 … without a slip.
fn without_list(candidates: &[Candidate], parts: &mut Parts) {
    for style in [MarkerStyle::Bracket, MarkerStyle::Superscript] {
        let of_style = || {
            candidates
                .iter()
                .filter(|candidate| candidate.style == style && candidate.odds > 0.0)
        };
        let mut next = 1;
        let in_turn = of_style()
            .flat_map(|candidate| &candidate.parts)
            .all(|part| {
                let fits = part.value <= next;
                next = next.max(part.value + 1);
                fits
            });
        if in_turn && next as usize > FEWEST_WITHOUT_LIST {
            parts
                .markers
                .extend(of_style().flat_map(|candidate| markers(candidate, None)));
            return;
        }
    }
}

/// Adds the notes that symbols call. A symbol that comes again begins a new list, as on a new page.
fn symbols(
    document: &Document,
    pairs: &[symbol::Pair],
    openings: &[Opening],
    limits: &[usize],
    calls: &Calls,
    parts: &mut Parts,
) {
    let mut seen: HashSet<&Label> = HashSet::new();
    for pair in pairs {
        let opening = &openings[pair.opening];
        if !seen.insert(&opening.label) || seen.len() == 1 {
            seen = HashSet::from([&opening.label]);
            let kind = ListKind::Footnotes;
            parts.lists.push((
                NoteList {
                    kind,
                    heading: None,
                    notes: Vec::new(),
                    repeats: false,
                },
                Vec::new(),
            ));
        }
        let list = parts.lists.len() - 1;
        let draft = Draft {
            shape: opening.shape,
            openings: vec![pair.opening],
            heading: None,
        };
        let span = extent::notes(document, openings, &draft, limits, calls)[0];
        parts.lists[list]
            .1
            .push(note(document, opening, span, list));
        let span = pair.marker;
        let (label, style) = (opening.label.clone(), MarkerStyle::Symbol);
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
