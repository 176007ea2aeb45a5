//! Markers and notes that know each other by names, and what becomes of them.

use std::collections::{HashMap, HashSet};

use crate::document::{NativeLink, NativeMarker, NativeNote, Span};

/// A marker that the format knows.
#[derive(Clone)]
pub(in crate::readers) struct Call {
    /// The label that it shows; `None` where it shows none that a note could bear: then it bears that of its note.
    pub(in crate::readers) label: Option<String>,
    /// The whole marker with its signs.
    pub(in crate::readers) span: Span,
    /// The names under which notes can lead back to it.
    pub(in crate::readers) keys: Vec<String>,
    /// The name of the note to which it leads.
    pub(in crate::readers) target: Option<String>,
    /// The list it calls into, if its target is not there.
    pub(in crate::readers) list: usize,
    /// Whether a range implies it.
    pub(in crate::readers) is_implied: bool,
}

/// A note that the format knows.
#[derive(Clone)]
pub(in crate::readers) struct Entry {
    /// The label that it bears.
    pub(in crate::readers) label: String,
    /// The names under which markers lead to it.
    pub(in crate::readers) keys: Vec<String>,
    /// The names of the markers to which it leads back.
    pub(in crate::readers) backlinks: Vec<String>,
    /// The list it stands in.
    pub(in crate::readers) list: usize,
}

/// A note and where it stands.
#[derive(Clone)]
pub(super) struct Placed {
    pub(super) entry: Entry,
    pub(super) label_span: Span,
    pub(super) span: Span,
}

/// Markers and notes with their links, names turned into indices.
pub(super) fn resolved(
    calls: Vec<Call>,
    notes: Vec<Placed>,
) -> (Vec<NativeMarker>, Vec<NativeNote>) {
    let to_notes = first_bearers(notes.iter().map(|note| &note.entry.keys));
    let to_calls = first_bearers(calls.iter().map(|call| &call.keys));
    let link = |bearers: &HashMap<String, usize>, key: String| match bearers.get(&key) {
        Some(&index) => NativeLink::To(index),
        None => NativeLink::Astray(key),
    };
    let notes: Vec<NativeNote> = notes
        .into_iter()
        .map(
            |Placed {
                 entry,
                 label_span,
                 span,
             }| NativeNote {
                label: entry.label,
                label_span,
                span,
                list: entry.list,
                backlinks: entry
                    .backlinks
                    .into_iter()
                    .map(|key| link(&to_calls, key))
                    .collect(),
            },
        )
        .collect();
    let lists_of_numbers: HashSet<usize> = calls
        .iter()
        .filter(|call| call.label.as_ref().is_some_and(|label| !is_symbol(label)))
        .map(|call| call.list)
        .collect();
    let markers = calls.into_iter().map(|call| {
        let shows_numbers = lists_of_numbers.contains(&call.list);
        let link = call.target.map(|key| link(&to_notes, key));
        let note = match link {
            Some(NativeLink::To(index)) => notes.get(index),
            _ => None,
        };
        let shown = call.label.filter(|label| {
            // Where all markers are asterisks, one that leads to note 7 is a sign that there is a note, and not its label.
            shows_numbers || !is_symbol(label) || note.is_none_or(|note| is_symbol(&note.label))
        });
        let label = shown.or_else(|| note.map(|note| note.label.clone()));
        NativeMarker {
            label: label.unwrap_or_default(),
            span: call.span,
            inline: None,
            list: note.map_or(call.list, |note| note.list),
            link,
            is_implied: call.is_implied,
        }
    });
    (markers.collect(), notes)
}

fn is_symbol(label: &str) -> bool {
    !label.is_empty() && !label.contains(char::is_alphanumeric)
}

/// Which is the first to bear a name.
fn first_bearers<'a>(keys: impl Iterator<Item = &'a Vec<String>>) -> HashMap<String, usize> {
    let mut bearers = HashMap::new();
    for (index, keys) in keys.enumerate() {
        for key in keys {
            bearers.entry(key.clone()).or_insert(index);
        }
    }
    bearers
}
