//! The apparatus while it is being found: lists and markers that know each other by label only.

use std::collections::{HashMap, HashSet};

use crate::document::Span;

use super::{Apparatus, Label, ListKind, Marker, Note, NoteList, Reading};

/// Lists with their notes, and markers that name a list and a label; indices are given once all are known.
#[derive(Default)]
pub(super) struct Parts {
    /// The lists, each with its notes.
    pub(super) lists: Vec<(NoteList, Vec<Note>)>,
    /// The markers; the list that one names is an index into `lists`.
    pub(super) markers: Vec<Marker>,
    /// The spans of the notes to which the format leads from a marker: of two notes with its label, that one is meant.
    pub(super) links: HashMap<(Span, Label), Span>,
}

impl Parts {
    /// Adds a list and gives its index.
    pub(super) fn add_list(&mut self, kind: ListKind, heading: Option<String>) -> usize {
        self.lists.push((
            NoteList {
                kind,
                heading,
                notes: Vec::new(),
                repeats: false,
                is_automatic: false,
                is_typed: false,
                reading: Reading::Sure,
            },
            Vec::new(),
        ));
        self.lists.len() - 1
    }

    /// Adds a note to its list.
    pub(super) fn add_note(&mut self, note: Note) {
        self.lists[note.list].1.push(note);
    }

    /// Takes out lists at the end that nothing stands in and nothing calls.
    pub(super) fn drop_empty_lists(&mut self) {
        let called = self.markers.iter().filter_map(|marker| marker.list).max();
        while let Some((_, notes)) = self.lists.last()
            && notes.is_empty()
            && called < self.lists.len().checked_sub(1)
        {
            self.lists.pop();
        }
    }

    /// Puts lists, notes and markers in the order of the text and pairs them by label.
    pub(super) fn assemble(self) -> Apparatus {
        let mut parts: Vec<(usize, (NoteList, Vec<Note>))> =
            self.lists.into_iter().enumerate().collect();
        parts.sort_by_key(|(_, (_, notes))| notes.iter().map(|note| note.span).min());
        let mut places = vec![0; parts.len()];
        let (mut lists, mut notes) = (Vec::new(), Vec::new());
        for (place, (index, (list, of_list))) in parts.into_iter().enumerate() {
            places[index] = place;
            lists.push(list);
            notes.extend(of_list.into_iter().map(|note| Note {
                list: place,
                ..note
            }));
        }
        notes.sort_by_key(|note| (note.span, note.list));
        let mut bearers: HashMap<(usize, Label), usize> = HashMap::new();
        for (index, note) in notes.iter().enumerate() {
            lists[note.list].notes.push(index);
            let of_label = bearers.entry((note.list, note.label.clone()));
            of_label.or_insert(index);
        }
        let mut markers = self.markers;
        for marker in &mut markers {
            marker.list = marker.list.map(|list| places[list]);
            let Some(list) = marker.list else {
                continue;
            };
            let link = self.links.get(&(marker.span, marker.label.clone()));
            let linked = link.and_then(|&span| {
                let place = |note: &Note| (note.span, note.list);
                let at = notes.partition_point(|note| place(note) < (span, list));
                let there = notes[at..]
                    .iter()
                    .take_while(|note| place(note) == (span, list));
                let found = there
                    .map(|note| &note.label)
                    .position(|label| *label == marker.label);
                found.map(|behind| at + behind)
            });
            let first = || bearers.get(&(list, marker.label.clone())).copied();
            marker.note = linked.or_else(first);
        }
        markers.sort_by(|a, b| {
            let key = |marker: &Marker| (marker.token.start, marker.span.start, marker.implied);
            key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label))
        });
        habits(&markers, &mut lists, &notes);
        Apparatus {
            markers,
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
