//! What an article's links can lead to: its notes and references, with their labels and lists.

use std::collections::{HashMap, HashSet};

use roxmltree::{Document, Node, NodeId};

use super::{child, is, name, string};
use crate::document::{NativeKind, NativeList};
use crate::readers::composer::Composer;

/// The longest label that a marker shows, in characters; anything longer is the name of an author.
pub(super) const LONGEST_LABEL: usize = 3;

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An entry of a list of references.
    Reference,
    /// A note in a list of notes, or below a table.
    Note,
    /// A note written in the paragraph that calls it.
    Inline,
}

/// A note or a reference.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) kind: Kind,
    /// As it is written, without the signs around it; where nothing is, its place in its list.
    pub(super) label: String,
    /// The list it stands in.
    pub(super) list: usize,
    /// The name that links use.
    pub(super) key: String,
    /// Whether a link leads to it.
    pub(super) is_linked: bool,
}

/// Everything that can be called.
#[derive(Default)]
pub(super) struct Survey {
    by_node: HashMap<NodeId, Found>,
    by_key: HashMap<String, NodeId>,
    /// All names that elements have.
    ids: HashSet<String>,
    /// The first list of notes and the first of references.
    first: [Option<usize>; 2],
    /// For each list of the article the composer's list and how many notes it has so far.
    lists: HashMap<NodeId, (usize, usize)>,
}

impl Survey {
    /// Looks through an article, and adds its lists to the composer.
    pub(super) fn of(tree: &Document<'_>, composer: &mut Composer) -> Self {
        let is_link = |node: &Node<'_, '_>| is(*node, "xref");
        let linked: HashSet<&str> = tree
            .descendants()
            .filter(is_link)
            .filter(|link| !in_front(*link))
            .flat_map(|link| link.attribute("rid").unwrap_or_default().split_whitespace())
            .collect();
        let mut survey = Self::default();
        let called = called_groups(tree, &linked);
        let shown = shown_labels(tree);
        for node in tree.descendants().filter(Node::is_element) {
            if let Some(id) = node.attribute("id") {
                survey.ids.insert(id.to_owned());
            }
            let is_linked = node.attribute("id").is_some_and(|id| linked.contains(id));
            match name(node).as_ref() {
                "ref" => survey.add(node, Kind::Reference, is_linked, None, composer),
                "fn" if !in_front(node) => {
                    if let Some(kind) = kind(node, is_linked, &called) {
                        let shown = node.attribute("id").and_then(|id| shown.get(id));
                        survey.add(node, kind, is_linked, shown, composer);
                    }
                }
                _ => {}
            }
        }
        survey
    }

    /// What an element is, if it can be called.
    pub(super) fn at(&self, node: Node<'_, '_>) -> Option<&Found> {
        self.by_node.get(&node.id())
    }

    /// What a link leads to.
    pub(super) fn target(&self, key: &str) -> Option<&Found> {
        self.by_node.get(self.by_key.get(key)?)
    }

    /// Whether any element has this name.
    pub(super) fn has_id(&self, key: &str) -> bool {
        self.ids.contains(key)
    }

    /// The list for a marker that leads nowhere: the first of its kind.
    pub(super) fn list_of(&self, is_reference: bool) -> Option<usize> {
        self.first[usize::from(is_reference)]
    }

    fn add(
        &mut self,
        node: Node<'_, '_>,
        kind: Kind,
        is_linked: bool,
        shown: Option<&String>,
        composer: &mut Composer,
    ) {
        let holder = holder(node, kind);
        let fresh = || (composer.list(native(holder, kind)), 0);
        let (list, count) = self.lists.entry(holder.id()).or_insert_with(fresh);
        *count += 1;
        let written = child(node, "label").map(|label| plain(&string(label)));
        let label = written
            .filter(|label| !label.is_empty())
            // What the first link to a note without a label shows is its label.
            .or_else(|| shown.cloned())
            .unwrap_or_else(|| count.to_string());
        let id = node.attribute("id").map(str::to_owned);
        let key = id.unwrap_or_else(|| format!("note at byte {}", node.range().start));
        self.by_key.entry(key.clone()).or_insert(node.id());
        let list = *list;
        self.first[usize::from(kind == Kind::Reference)].get_or_insert(list);
        self.by_node.insert(
            node.id(),
            Found {
                kind,
                label,
                list,
                key,
                is_linked,
            },
        );
    }
}

/// A label without the signs around it.
pub(super) fn plain(label: &str) -> String {
    let signs =
        |c: char| matches!(c, '[' | ']' | '(' | ')' | '.' | ',' | ';' | ':') || c.is_whitespace();
    label.trim_matches(signs).to_owned()
}

/// What makes a note one: a link, a place in a paragraph, or a label in a list of notes.
fn kind(node: Node<'_, '_>, is_linked: bool, called: &HashSet<NodeId>) -> Option<Kind> {
    let holder = node.ancestors().skip(1).map(name).find(|name| {
        matches!(
            name.as_ref(),
            "p" | "fn-group" | "table-wrap-foot" | "table-wrap" | "title" | "td" | "th"
        )
    });
    if matches!(holder.as_deref(), Some("p" | "title" | "td" | "th")) {
        return Some(Kind::Inline);
    }
    if is_linked {
        return Some(Kind::Note);
    }
    let has_label = child(node, "label").is_some_and(|label| !string(label).is_empty());
    // Authors' declarations are marked up as notes of a type, and nothing in the text calls them.
    let is_declaration = node
        .attribute("fn-type")
        .is_some_and(|kind| kind != "other");
    let has_called_fellow = node
        .parent()
        .is_some_and(|group| called.contains(&group.id()));
    let is_note = has_label && !is_declaration && has_called_fellow;
    is_note.then_some(Kind::Note)
}

/// What the first link to each name shows, if that can be a label.
fn shown_labels<'a>(tree: &'a Document<'_>) -> HashMap<&'a str, String> {
    let mut labels = HashMap::new();
    for link in tree.descendants().filter(|node| is(*node, "xref")) {
        let key = link.attribute("rid").unwrap_or_default();
        let shown = plain(&string(link));
        if !shown.is_empty() && shown.chars().count() <= LONGEST_LABEL {
            labels.entry(key).or_insert(shown);
        }
    }
    labels
}

/// The elements in which a note stands that a link leads to.
fn called_groups(tree: &Document<'_>, linked: &HashSet<&str>) -> HashSet<NodeId> {
    let is_called = |node: &Node<'_, '_>| {
        is(*node, "fn") && node.attribute("id").is_some_and(|id| linked.contains(id))
    };
    let called = tree.descendants().filter(is_called);
    called
        .filter_map(|node| node.parent())
        .map(|group| group.id())
        .collect()
}

/// The element whose notes are counted together.
fn holder<'a, 'input>(node: Node<'a, 'input>, kind: Kind) -> Node<'a, 'input> {
    let is_holder = |node: &Node<'_, '_>| match kind {
        Kind::Reference => is(*node, "ref-list"),
        Kind::Note => is(*node, "table-wrap") || is_article(*node),
        Kind::Inline => is_article(*node),
    };
    node.ancestors().find(is_holder).unwrap_or(node)
}

fn is_article(node: Node<'_, '_>) -> bool {
    ["article", "sub-article", "response", "book-part", "book"]
        .iter()
        .any(|name| is(node, name))
}

fn native(holder: Node<'_, '_>, kind: Kind) -> NativeList {
    let heading = child(holder, "title").filter(|_| kind == Kind::Reference);
    NativeList {
        kind: match kind {
            Kind::Reference => NativeKind::References,
            Kind::Note | Kind::Inline => NativeKind::Footnotes,
        },
        heading: heading.map(string),
        is_automatic: false,
        has_typed_markers: false,
    }
}

fn in_front(node: Node<'_, '_>) -> bool {
    node.ancestors()
        .any(|node| matches!(name(node).as_ref(), "front" | "front-stub") || is(node, "book-meta"))
}
