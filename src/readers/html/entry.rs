//! Which element holds the note that a link leads to.

use std::collections::HashSet;

use super::element;
use super::label;
use super::pages::Pages;
use super::tree::{Kind, Node};

/// How many elements around a place are looked at for one that the page calls a note.
const REACH: usize = 8;

/// How far a label may stand into a note, in bytes.
pub(super) const LEAD: usize = 60;

/// The element of the note whose name or link back stands at `target`; `None` where no note can stand there. `places`
/// are the places of all that markers could lead to, ascending.
pub(super) fn holder(pages: &Pages<'_>, target: Node, places: &[u32]) -> Option<Node> {
    let tree = &pages.tree;
    let around = tree.ancestry(target).take(REACH);
    if let Some(note) = around
        .into_iter()
        .find(|&node| element::is_note(tree, node))
    {
        return Some(note);
    }
    let block = pages.block(target);
    let mut holder = block;
    if block != target && !pages.has_words(target) {
        // `<a id="n1"></a><p>…` names what comes next.
        let next = std::iter::successors(tree.next(target), |&node| tree.next(node));
        let mut next = next.filter(|&node| matches!(tree.kind(node), Kind::Element(..)));
        if let Some(next) = next
            .next()
            .filter(|&next| element::is_block(tree.name(next)) && pages.is_next_to(target, next))
        {
            holder = next;
        }
    }
    if !pages.begins(holder, target)
        && holder == block
        && !pages.styles.of(tree, target).is_hidden.unwrap_or(false)
    {
        return hidden(pages, target);
    }
    while let Some(parent) = tree.parent(holder)
        && pages.begins(parent, holder)
        && is_wrapper(pages, parent, holder, places)
    {
        holder = parent;
    }
    let has_words =
        pages.has_words(holder) || matches!(tree.name(holder), "li" | "dd" | "dt" | "p");
    (has_words && !is_no_note(pages, holder)).then_some(holder)
}

/// A note within a line, next to its marker, that is only shown when somebody asks for it: it has words of its own.
fn hidden(pages: &Pages<'_>, target: Node) -> Option<Node> {
    let tree = &pages.tree;
    let is_tooltip = tree.attribute(target, "role") == Some("tooltip")
        || pages.is_left_out(target)
        || element::has_class(
            tree,
            target,
            &["sidenote", "footnote", "footnote-text", "footnote-content"],
        );
    (is_tooltip && pages.has_words(target) && tree.name(target) != "a").then_some(target)
}

/// Whether an element that a note begins holds nothing but this note.
fn is_wrapper(pages: &Pages<'_>, parent: Node, holder: Node, places: &[u32]) -> bool {
    let tree = &pages.tree;
    match (tree.name(parent), tree.name(holder)) {
        ("li" | "dd", _) | ("tr", "td" | "th") => true,
        ("td" | "th", _) => !pages.goes_on(parent, holder) || count(pages, parent, places) <= 1,
        ("div" | "aside" | "span", _) => {
            let has_name =
                tree.attribute(parent, "id").is_some() || tree.attribute(parent, "class").is_some();
            let is_one = count(pages, parent, places) <= 1 && !element::is_list(tree, parent);
            let name = tree
                .attribute(parent, "id")
                .or(tree.attribute(parent, "class"));
            has_name && is_one && name.is_some_and(element::is_note_name)
        }
        _ => false,
    }
}

/// How many of the places lie in a node.
fn count(pages: &Pages<'_>, node: Node, places: &[u32]) -> usize {
    let from = places.partition_point(|&place| place < pages.order(node));
    places[from..].partition_point(|&place| place < pages.end(node))
}

/// Whether an element is one that links lead to for another reason: a heading, a section, a figure, the page.
fn is_no_note(pages: &Pages<'_>, node: Node) -> bool {
    let tree = &pages.tree;
    let name = tree.name(node);
    let opens_with_heading = || {
        let heading = tree
            .within(node)
            .take(50)
            .find(|&inner| element::is_heading(tree.name(inner)));
        heading.is_some_and(|heading| pages.begins(node, heading))
    };
    let is_whole = matches!(
        name,
        "" | "html"
            | "body"
            | "main"
            | "article"
            | "figure"
            | "figcaption"
            | "caption"
            | "math"
            | "pre"
            | "nav"
            | "header"
            | "ol"
            | "ul"
            | "dl"
    );
    is_whole || element::is_heading(name) || opens_with_heading()
}

/// The label at the beginning of a note's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leading {
    /// The label.
    pub(super) label: String,
    /// How many characters it takes with its signs, blanks and the signs of a way back not counted.
    pub(super) characters: usize,
    /// Whether signs, or an element of its own, set it off from the text.
    pub(super) is_signed: bool,
}

/// The label with which a note begins, if it begins with one; what is dropped is not looked at.
pub(super) fn leading(pages: &Pages<'_>, holder: Node, dropped: &HashSet<Node>) -> Option<Leading> {
    let text = pages.text_without(holder, LEAD, |node| dropped.contains(&node));
    let characters = |end: usize| {
        let counted = text[..end].chars();
        counted
            .filter(|c| !c.is_whitespace() && !matches!(c, '^' | '↑'))
            .count()
    };
    // In an element of its own a label ends where the element does, whatever touches it.
    if let Some(end) = first_element(pages, holder, dropped).filter(|&end| end <= text.len())
        && let Some(shown) =
            label::shown(text[..end].trim_start_matches(|c: char| !c.is_alphanumeric()))
    {
        let rest = &text[end..];
        let end = end + (rest.len() - rest.trim_start_matches(['.', ')', ']', ':']).len());
        return Some(Leading {
            label: shown.label,
            characters: characters(end),
            is_signed: true,
        });
    }
    let (label, end, is_signed) = label::leading(&text)?;
    Some(Leading {
        label,
        characters: characters(end),
        is_signed,
    })
}

/// Where the first text with words ends, in bytes of the text of a note, if it stands in an element of the line and is
/// not all there is.
fn first_element(pages: &Pages<'_>, holder: Node, dropped: &HashSet<Node>) -> Option<usize> {
    let tree = &pages.tree;
    let is_left_out = |node: Node| {
        let mut above = tree.ancestry(node).take_while(|&above| above != holder);
        above.any(|above| dropped.contains(&above) || pages.is_left_out(above))
    };
    let mut words = tree.within(holder).take(40).filter(|&node| {
        pages
            .says(node)
            .is_some_and(|text| text.contains(char::is_alphanumeric))
            && !is_left_out(node)
    });
    let first = words.next()?;
    let parent = tree.parent(first)?;
    let is_own =
        parent != holder && !element::is_block(tree.name(parent)) && pages.goes_on(holder, first);
    let until = |node: Node| node == first;
    is_own.then(|| {
        let before = pages.text_until(holder, LEAD, |node| dropped.contains(&node), until);
        before.len() + pages.says(first).map_or(0, str::len)
    })
}
