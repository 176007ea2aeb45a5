//! Paragraphs of old pages, which are parted by two line breaks and stand in no element of their own: they get one, so that
//! a note that is such a paragraph begins and ends somewhere.

use html5ever::local_name;

use super::element;
use super::tree::{Kind, Node, Tree};

/// Puts paragraphs that line breaks part into elements, where links lead to a place in one of them.
pub(super) fn part(tree: &mut Tree, root: Node) {
    let holds_places = |parent: &Node| {
        let is_place = |node: Node| {
            let has_name = tree.attribute(node, "name").is_some() && tree.name(node) == "a";
            has_name || tree.attribute(node, "id").is_some()
        };
        let has_break = tree
            .children(*parent)
            .any(|node| ends_paragraph(tree, node));
        has_break
            && tree
                .children(*parent)
                .any(|node| !is_block(tree, node) && is_place(node))
    };
    let is_element = |node: &Node| matches!(tree.kind(*node), Kind::Element(..));
    let parents: Vec<Node> = tree
        .within(root)
        .filter(is_element)
        .filter(holds_places)
        .collect();
    for parent in parents {
        let children: Vec<Node> = tree.children(parent).collect();
        let mut paragraph: Vec<Node> = Vec::new();
        for child in children {
            let is_end = is_block(tree, child) || ends_paragraph(tree, child);
            if !is_end {
                paragraph.push(child);
                continue;
            }
            enclose(tree, &paragraph);
            paragraph.clear();
        }
        enclose(tree, &paragraph);
    }
}

fn is_block(tree: &Tree, node: Node) -> bool {
    element::is_block(tree.name(node))
}

/// Whether a node is the first of two line breaks.
fn ends_paragraph(tree: &Tree, node: Node) -> bool {
    let mut behind = std::iter::successors(tree.next(node), |&node| tree.next(node));
    let next = behind.find(|&node| !is_blank(tree, node));
    tree.name(node) == "br" && next.is_some_and(|next| tree.name(next) == "br")
}

/// Whether a node is a text of a few blanks.
fn is_blank(tree: &Tree, node: Node) -> bool {
    let text = tree.text(node).filter(|text| text.instead.is_none());
    text.is_some_and(|text| text.markup.len() <= 2)
}

/// Puts nodes that stand side by side into a new element.
fn enclose(tree: &mut Tree, nodes: &[Node]) {
    let has_text = nodes
        .iter()
        .any(|&node| tree.name(node) != "br" && !is_blank(tree, node));
    let Some(&first) = nodes.first().filter(|_| has_text) else {
        return;
    };
    let at = tree.at(first);
    let attributes = tree.add_attributes(Vec::new());
    let paragraph = tree.add(Kind::Element(local_name!("p"), attributes), at);
    tree.insert_before(first, paragraph);
    for &node in nodes {
        tree.append(paragraph, node);
    }
}
