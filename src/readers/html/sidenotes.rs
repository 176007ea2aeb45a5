//! Notes that stand where they are called, and are numbered by the style sheet: beside the text, or at the foot of a
//! printed page.

use super::element;
use super::entry::LEAD;
use super::label;
use super::notation::{Call, Found, Notation};
use super::pages::Pages;
use super::tree::{Kind, Node};
use crate::document::{NativeKind, NativeList};

/// Classes of notes beside the text, after Tufte CSS.
const SIDENOTE: [&str; 3] = ["sidenote", "side-note", "sidenote-content"];
/// Classes of remarks beside the text that bear no number.
const MARGIN: [&str; 2] = ["marginnote", "margin-note"];
/// Classes of notes that stand in the line, for a script or a style sheet to put elsewhere.
const INLINE: [&str; 4] = [
    "footnote",
    "inline-footnote",
    "inlinefootnote",
    "footnote-inline",
];
/// Classes of the number in the line.
const NUMBER: [&str; 3] = ["sidenote-number", "sidenote-toggle", "margin-toggle"];
/// How many elements before a note are looked at for its number.
const REACH: usize = 4;

/// Adds the notes that stand in the line.
pub(super) fn add(pages: &Pages<'_>, notation: &mut Notation) {
    for page in &pages.all {
        let mut list = None;
        let mut count = 0;
        for node in pages.tree.within(page.root) {
            if !matches!(pages.tree.kind(node), Kind::Element(..)) || pages.is_unseen(node) {
                continue;
            }
            if element::has_class(&pages.tree, node, &MARGIN) && pages.has_words(node) {
                notation.margins.insert(node);
                continue;
            }
            let Some(at) = number(pages, notation, node) else {
                continue;
            };
            let list = *list.get_or_insert_with(|| {
                notation.lists.push(NativeList {
                    kind: NativeKind::Footnotes,
                    heading: None,
                    is_automatic: label::shown(&pages.text(at, label::LONGEST)).is_none()
                        || at == node,
                    has_typed_markers: false,
                });
                notation.lists.len() - 1
            });
            count += 1;
            join(pages, notation, (node, at), (list, count));
        }
    }
    sort(pages, notation);
}

/// Where the number of a note stands in the line: the note itself if the style sheet sends it to the foot of the page.
fn number(pages: &Pages<'_>, notation: &Notation, node: Node) -> Option<Node> {
    let tree = &pages.tree;
    if notation.note_at.contains_key(&node) || !pages.has_words(node) {
        return None;
    }
    if pages.styles.of(tree, node).is_footnote == Some(true) || is_inline(pages, notation, node) {
        return Some(node);
    }
    if !element::has_class(tree, node, &SIDENOTE) {
        return None;
    }
    let before = std::iter::successors(tree.previous(node), |&node| tree.previous(node));
    let elements = before
        .filter(|&node| matches!(tree.kind(node), Kind::Element(..)))
        .take(REACH);
    let is_number = |node: &Node| {
        let is_named = tree.name(*node) == "label" || element::has_class(tree, *node, &NUMBER);
        is_named && tree.name(*node) != "input"
            || tree.name(*node) == "sup"
                && label::shown(&pages.text(*node, label::LONGEST)).is_some()
    };
    elements
        .into_iter()
        .find(is_number)
        .filter(|node| !notation.calls.contains_key(node))
}

/// Whether an element in the middle of a line holds the words of a note, and no link has to do with it: a note at the foot
/// of the page begins its line, and a marker shows a label only.
fn is_inline(pages: &Pages<'_>, notation: &Notation, node: Node) -> bool {
    let tree = &pages.tree;
    let block = pages.block(node);
    tree.name(node) == "span"
        && element::has_class(tree, node, &INLINE)
        && !pages.begins(block, node)
        && pages.text(node, LEAD).split_whitespace().nth(1).is_some()
        && !pages
            .text(node, LEAD)
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit())
        && label::leading(&pages.text(node, LEAD)).is_none()
        && !tree
            .within(node)
            .any(|inner| notation.calls.contains_key(&inner))
        && !tree
            .ancestry(node)
            .any(|outer| notation.note_at.contains_key(&outer))
}

/// Adds one note and its marker.
fn join(
    pages: &Pages<'_>,
    notation: &mut Notation,
    (node, at): (Node, Node),
    (list, count): (usize, u32),
) {
    let typed = label::shown(&pages.text(at, label::LONGEST))
        .filter(|_| at != node)
        .map(|shown| shown.label);
    let is_counted = typed.is_none();
    let label = typed.unwrap_or_else(|| count.to_string());
    let key = format!("marker {}", pages.order(at));
    let target = format!("note {}", pages.order(node));
    let leading = label::leading(&pages.text(node, LEAD))
        .filter(|(leading, ..)| !is_counted && *leading == label);
    let written = leading.map_or(0, |(_, length, _)| {
        let text = pages.text(node, LEAD);
        text[..length]
            .chars()
            .filter(|c| !c.is_whitespace())
            .count()
    });
    let index = notation.notes.len();
    notation.notes.push(Found {
        first: node,
        last: node,
        counted: is_counted.then(|| label.clone()),
        label: label.clone(),
        written,
        list,
        backlinks: Vec::new(),
    });
    notation.calls.insert(
        at,
        Call {
            label: Some(label),
            key,
            target,
            note: Some(index),
            is_counted,
        },
    );
}

/// Puts the notes into the order of the pages.
fn sort(pages: &Pages<'_>, notation: &mut Notation) {
    let mut order: Vec<usize> = (0..notation.notes.len()).collect();
    order.sort_by_key(|&note| pages.order(notation.notes[note].first));
    let mut places = vec![0; order.len()];
    for (place, &note) in order.iter().enumerate() {
        places[note] = place;
    }
    notation.notes = order
        .iter()
        .map(|&note| notation.notes[note].clone())
        .collect();
    for call in notation.calls.values_mut() {
        call.note = call.note.map(|note| places[note]);
    }
    notation.note_at = notation
        .notes
        .iter()
        .enumerate()
        .map(|(index, note)| (note.first, index))
        .collect();
}
