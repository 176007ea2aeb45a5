//! The numbers of OpenDocument’s notes: they stand in the paragraph that calls them, with the label that was last printed.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::markup::{Element, attribute, child};
use crate::document::{NativeKind, NativeList};
use crate::readers::composer::Composer;
use crate::readers::numeral::Numeral;

/// A note that waits until the text is written.
pub(super) struct Waiting<'a, 'input> {
    pub(super) node: Node<'a, 'input>,
    pub(super) is_endnote: bool,
    pub(super) label: String,
    pub(super) list: usize,
    /// The name under which its marker leads to it.
    pub(super) key: String,
}

/// The notes so far.
#[derive(Default)]
pub(super) struct Series<'a, 'input> {
    /// The notes that wait, in the order of their markers.
    pub(super) waiting: Vec<Waiting<'a, 'input>>,
    /// The list of each class that is counted now, with the labels in it; and that of marks that authors chose.
    lists: HashMap<(bool, bool), (usize, HashSet<String>)>,
    counts: HashMap<bool, u32>,
}

impl<'a, 'input> Series<'a, 'input> {
    /// Takes a note out of its paragraph, and says what its marker shows.
    pub(super) fn add(
        &mut self,
        node: Node<'a, 'input>,
        numeral: impl Fn(&str) -> Numeral,
        composer: &mut Composer,
    ) -> &Waiting<'a, 'input> {
        let class = attribute(node, "note-class").unwrap_or("footnote");
        let is_endnote = class == "endnote";
        let citation = child(node, Element::Text("note-citation"));
        let chosen = citation.and_then(|citation| attribute(citation, "label"));
        let chosen = chosen.map(str::trim).filter(|label| !label.is_empty());
        let count = self.counts.entry(is_endnote).or_default();
        *count += u32::from(chosen.is_none());
        let stored = citation.and_then(|citation| citation.text()).map(str::trim);
        let label = match chosen.or(stored.filter(|label| !label.is_empty())) {
            Some(label) => label.to_owned(),
            // Programs that leave the numbers out count on.
            None => numeral(class).written(*count),
        };
        let list = self.list_of(&label, is_endnote, chosen.is_some(), composer);
        let key = format!("note {}", self.waiting.len() + 1);
        let at = self.waiting.len();
        self.waiting.push(Waiting {
            node,
            is_endnote,
            label,
            list,
            key,
        });
        &self.waiting[at]
    }

    /// The list in which a label is unique: a label that comes again begins a new one, as in a new chapter.
    fn list_of(
        &mut self,
        label: &str,
        is_endnote: bool,
        is_chosen: bool,
        composer: &mut Composer,
    ) -> usize {
        let list = self.lists.entry((is_endnote, is_chosen));
        let (list, labels) =
            list.or_insert_with(|| (add(is_endnote, !is_chosen, composer), HashSet::new()));
        if !labels.insert(label.to_owned()) {
            *list = add(is_endnote, !is_chosen, composer);
            *labels = HashSet::from([label.to_owned()]);
        }
        *list
    }

    /// The list of a class that is counted now.
    pub(super) fn list(&mut self, class: &str, composer: &mut Composer) -> usize {
        let is_endnote = class == "endnote";
        let list = self.lists.entry((is_endnote, false));
        list.or_insert_with(|| (add(is_endnote, true, composer), HashSet::new()))
            .0
    }
}

fn add(is_endnote: bool, is_automatic: bool, composer: &mut Composer) -> usize {
    let kind = if is_endnote {
        NativeKind::Endnotes
    } else {
        NativeKind::Footnotes
    };
    composer.list(NativeList {
        kind,
        heading: None,
        is_automatic,
        has_typed_markers: false,
    })
}
