//! All notes of the pages: those that markers lead to, and those that stand in one list with them.

use std::collections::{HashMap, HashSet};

use super::element;
use super::entry;
use super::pages::Pages;
use super::tree::{Kind, Node};

/// A note: its elements from the first to the last, side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) first: Node,
    pub(super) last: Node,
}

/// The notes in the order of the pages; `holders` are those that markers lead to.
pub(super) fn entries(pages: &Pages<'_>, holders: impl Iterator<Item = Node>) -> Vec<Entry> {
    let tree = &pages.tree;
    let mut known: Vec<Node> = holders.collect();
    for page in &pages.all {
        let said = tree
            .within(page.root)
            .filter(|&node| element::is_note(tree, node) && pages.has_words(node));
        known.extend(said.filter(|&node| !pages.is_unseen(node)));
    }
    let known = outermost(pages, known);
    let mut complete = known.clone();
    for (parent, members) in families(pages, &known) {
        complete.extend(missing(pages, parent, &members));
    }
    let all = outermost(pages, complete);
    let between = between(pages, &all);
    let all = if between.is_empty() {
        all
    } else {
        outermost(pages, [all, between].concat())
    };
    let starts: HashSet<Node> = all.iter().copied().collect();
    all.iter()
        .map(|&first| Entry {
            first,
            last: last(pages, first, &starts),
        })
        .collect()
}

/// The notes in order, each once; of two in each other the outer one, unless it holds several.
fn outermost(pages: &Pages<'_>, mut nodes: Vec<Node>) -> Vec<Node> {
    nodes.sort_unstable_by_key(|&node| pages.order(node));
    nodes.dedup();
    let orders: Vec<u32> = nodes.iter().map(|&node| pages.order(node)).collect();
    let mut kept: Vec<Node> = Vec::with_capacity(nodes.len());
    for (index, &node) in nodes.iter().enumerate() {
        let inside = orders[index + 1..].partition_point(|&order| order < pages.end(node));
        if inside >= 2 || kept.last().is_some_and(|&last| pages.holds(last, node)) {
            continue;
        }
        kept.push(node);
    }
    kept
}

/// The notes by the element that they stand in, in the order of the pages.
fn families(pages: &Pages<'_>, notes: &[Node]) -> Vec<(Node, Vec<Node>)> {
    let mut families: Vec<(Node, Vec<Node>)> = Vec::new();
    let mut places: HashMap<Node, usize> = HashMap::new();
    for &note in notes {
        let Some(parent) = pages.tree.parent(note) else {
            continue;
        };
        let place = *places.entry(parent).or_insert_with(|| {
            families.push((parent, Vec::new()));
            families.len() - 1
        });
        families[place].1.push(note);
    }
    families
}

/// The elements beside notes that are notes as well, though no marker leads to them.
fn missing(pages: &Pages<'_>, parent: Node, members: &[Node]) -> Vec<Node> {
    let tree = &pages.tree;
    let known: HashSet<Node> = members.iter().copied().collect();
    let name = tree.name(members[0]);
    let class = tree.attribute(members[0], "class").unwrap_or_default();
    let is_list = tree
        .ancestry(parent)
        .take(3)
        .any(|node| element::is_list(tree, node));
    let alike: Vec<Node> = tree
        .children(parent)
        .filter(|&node| tree.name(node) == name)
        .collect();
    if name == "li" {
        let is_enough = is_list || members.len() * 2 >= alike.len();
        let items = alike
            .into_iter()
            .filter(|item| !known.contains(item) && is_enough);
        return items.collect();
    }
    let is_named = element::is_note_name(class);
    let none = HashSet::new();
    let leading = |node: Node| entry::leading(pages, node, &none);
    let is_typed = members.iter().all(|&member| leading(member).is_some());
    let from = pages.order(members[0]);
    let belongs = |node: Node| {
        let same_class = tree.attribute(node, "class").unwrap_or_default() == class;
        let label =
            || leading(node).filter(|found| found.is_signed || found.label.parse::<u32>().is_ok());
        same_class && is_named
            || is_typed && same_class && pages.order(node) > from && label().is_some()
    };
    alike
        .into_iter()
        .filter(|&node| !known.contains(&node) && pages.has_words(node) && belongs(node))
        .collect()
}

/// The elements between notes of one list that bear the labels which the list skips there: notes that somebody typed among
/// those that a program made.
fn between(pages: &Pages<'_>, notes: &[Node]) -> Vec<Node> {
    /// No list skips more than this for want of links.
    const MOST: usize = 20;
    let tree = &pages.tree;
    let none = HashSet::new();
    let number = |node: Node| {
        let leading = entry::leading(pages, node, &none).filter(|found| found.is_signed)?;
        leading.label.parse::<u32>().ok()
    };
    let mut found = Vec::new();
    for pair in notes.windows(2) {
        let &[first, last] = pair else { continue };
        let (Some(low), Some(high)) = (number(first), number(last)) else {
            continue;
        };
        if tree.parent(first) != tree.parent(last) || high <= low + 1 {
            continue;
        }
        let beside = std::iter::successors(tree.next(first), |&node| tree.next(node));
        let beside = beside.take_while(|&node| node != last).take(MOST * 2);
        let mut expected = low + 1;
        for node in beside.filter(|&node| element::is_block(tree.name(node))) {
            if number(node) == Some(expected) && expected < high {
                found.push(node);
                expected += 1;
            }
        }
    }
    found
}

/// The last element of a note: what stands between it and the next one of its list is a paragraph of it.
fn last(pages: &Pages<'_>, first: Node, starts: &HashSet<Node>) -> Node {
    /// No note has more paragraphs than this side by side.
    const MOST: usize = 12;
    let tree = &pages.tree;
    let name = tree.name(first);
    let is_whole_div = || {
        let names = ["id", "class"].map(|name| tree.attribute(first, name));
        let is_named = names.into_iter().flatten().any(element::is_note_name);
        is_named && tree.children(first).any(|inner| tree.name(inner) == "p")
    };
    if !matches!(name, "p" | "dt" | "div") || name == "div" && is_whole_div() {
        return first;
    }
    let ends_list = tree
        .parent(first)
        .is_some_and(|parent| element::is_list(tree, parent))
        && name == "p";
    let mut last = first;
    let mut next = tree.next(first);
    let mut passed = 0;
    while let Some(node) = next {
        let is_element = matches!(tree.kind(node), Kind::Element(..));
        if starts.contains(&node) {
            return last;
        }
        let is_text = !is_element && pages.has_words(node);
        let goes_on = match name {
            "dt" => tree.name(node) == "dd",
            _ => matches!(tree.name(node), "p" | "blockquote" | "ul"),
        };
        if is_text || is_element && (!goes_on || passed == MOST || holds_start(pages, node, starts))
        {
            break;
        }
        if is_element {
            last = node;
            passed += 1;
        }
        next = tree.next(node);
    }
    let is_whole = name == "dt" || ends_list && next.is_none();
    if is_whole { last } else { first }
}

fn holds_start(pages: &Pages<'_>, node: Node, starts: &HashSet<Node>) -> bool {
    pages
        .tree
        .within(node)
        .take(200)
        .any(|inner| starts.contains(&inner))
}
