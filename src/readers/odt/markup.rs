//! The XML of OpenDocument.

use roxmltree::Node;

/// What an element is, under its local name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element<'a> {
    Text(&'a str),
    Table(&'a str),
    Draw(&'a str),
    Style(&'a str),
    Office(&'a str),
    Other,
}

/// What all namespaces of OpenDocument begin with.
const SPACES: &str = "urn:oasis:names:tc:opendocument:xmlns:";

/// What a node is; `None` for text and comments.
pub(super) fn element<'a>(node: Node<'a, '_>) -> Option<Element<'a>> {
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name();
    let space = node.tag_name().namespace().unwrap_or_default();
    let kind = space
        .strip_prefix(SPACES)
        .and_then(|kind| kind.split(':').next());
    Some(match kind {
        Some("text") => Element::Text(name),
        Some("table") => Element::Table(name),
        Some("drawing") => Element::Draw(name),
        Some("style") => Element::Style(name),
        Some("office") => Element::Office(name),
        _ => Element::Other,
    })
}

/// Whether a node is this element.
pub(super) fn is(node: Node<'_, '_>, wanted: Element<'_>) -> bool {
    element(node) == Some(wanted)
}

/// The first child that is this element.
pub(super) fn child<'a, 'input>(
    node: Node<'a, 'input>,
    wanted: Element<'_>,
) -> Option<Node<'a, 'input>> {
    node.children().find(|&child| is(child, wanted))
}

/// An attribute by its local name: no element has two that differ by namespace alone.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let mut attributes = node.attributes();
    attributes
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}

/// A number in an attribute.
pub(super) fn number<N: std::str::FromStr>(node: Node<'_, '_>, name: &str) -> Option<N> {
    attribute(node, name)?.trim().parse().ok()
}

/// Whether an attribute says yes.
pub(super) fn says(node: Node<'_, '_>, name: &str) -> bool {
    attribute(node, name) == Some("true")
}
