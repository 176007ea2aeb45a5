//! Notes that the page itself calls notes, and whose markers it calls markers, though no link ties the two: they are paired
//! by the labels that they show.

use std::collections::{HashMap, HashSet};

use super::assembly;
use super::element;
use super::entry;
use super::form::Form;
use super::label;
use super::notation::{Call, Found, Notation};
use super::pages::Pages;
use super::tree::Node;
use crate::document::{NativeKind, NativeList};

/// Adds such notes, where no others have been found.
pub(super) fn add(pages: &Pages<'_>, notation: &mut Notation) {
    if !notation.notes.is_empty() || !notation.calls.is_empty() {
        return;
    }
    for page in &pages.all {
        let notes = notes(pages, page.root);
        let markers = markers(pages, page.root, &notes);
        let labels: HashMap<&str, usize> = (notes.iter().enumerate())
            .map(|(index, note)| (note.label.as_str(), index))
            .collect();
        let answered = markers
            .iter()
            .filter(|(_, label)| labels.contains_key(label.as_str()));
        if answered.count() * 2 <= markers.len() || markers.is_empty() {
            continue;
        }
        let list = notation.lists.len();
        notation.lists.push(NativeList {
            kind: NativeKind::Endnotes,
            heading: None,
            is_automatic: false,
            has_typed_markers: false,
        });
        let first = notation.notes.len();
        for (node, label) in markers {
            let note = labels.get(label.as_str()).copied();
            let target = note.map_or_else(
                || format!("note of {label}"),
                |note| assembly::name(pages, &notes[note]),
            );
            let call = Call {
                label: Some(label),
                key: format!("marker {}", pages.order(node)),
                target,
                note: note.map(|note| first + note),
                is_counted: false,
            };
            notation.calls.insert(node, call);
        }
        let notes = notes.into_iter().map(|note| Found { list, ..note });
        notation.notes.extend(notes);
    }
    for (index, note) in notation.notes.iter().enumerate() {
        notation.note_at.insert(note.first, index);
    }
}

/// The items of the lists that the page calls lists of notes.
fn notes(pages: &Pages<'_>, root: Node) -> Vec<Found> {
    let tree = &pages.tree;
    let is_item = |&node: &Node| {
        let is_of_list = || {
            let mut around = tree.ancestry(node).skip(1).take(3);
            around.any(|node| element::is_list(tree, node) && !element::is_of_works(tree, node))
        };
        tree.name(node) == "li" && pages.has_words(node) && !pages.is_unseen(node) && is_of_list()
    };
    let items: Vec<Node> = tree.within(root).filter(is_item).collect();
    let inner: HashSet<Node> = (items.windows(2))
        .filter(|pair| pages.holds(pair[0], pair[1]))
        .map(|pair| pair[1])
        .collect();
    let outer = items.into_iter().filter(|item| !inner.contains(item));
    outer.filter_map(|item| note(pages, item)).collect()
}

/// An item with the label that it shows: a written one, or the number of the list.
fn note(pages: &Pages<'_>, item: Node) -> Option<Found> {
    let ordinal = pages.ordinals.get(&item);
    let counted = ordinal
        .filter(|ordinal| ordinal.form != Form::Unshown)
        .and_then(|ordinal| ordinal.written());
    let leading = entry::leading(pages, item, &HashSet::new()).filter(|_| counted.is_none());
    let label = match (&counted, &leading) {
        (Some(counted), _) => counted.clone(),
        (None, Some(leading)) => leading.label.clone(),
        (None, None) => return None,
    };
    Some(Found {
        first: item,
        last: item,
        label,
        written: leading.map_or(0, |leading| leading.characters),
        counted,
        list: 0,
        backlinks: Vec::new(),
    })
}

/// What the page calls markers, outside of these notes, each with the label that it shows.
fn markers(pages: &Pages<'_>, root: Node, notes: &[Found]) -> Vec<(Node, String)> {
    let tree = &pages.tree;
    let mut found: Vec<(Node, String)> = Vec::new();
    for node in tree.within(root) {
        let is_said = element::is_call(tree, node);
        let is_raised = tree.name(node) == "sup";
        if !is_said && !is_raised || pages.is_unseen(node) {
            continue;
        }
        let next = notes.partition_point(|note| pages.order(note.first) <= pages.order(node));
        let around = next.checked_sub(1).map(|index| notes[index].first);
        let is_inside = around.is_some_and(|note| pages.holds(note, node))
            || found
                .last()
                .is_some_and(|(last, _)| pages.holds(*last, node));
        let shown = label::shown(&pages.text(node, label::LONGEST));
        if let Some(shown) = shown.filter(|_| !is_inside) {
            found.push((node, shown.label));
        }
    }
    let is_any_said = found.iter().any(|(node, _)| element::is_call(tree, *node));
    found.retain(|(node, _)| !is_any_said || element::is_call(tree, *node));
    found
}
