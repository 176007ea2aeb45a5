//! The XML of Word, in its two namespaces.

use roxmltree::Node;

use crate::readers::numeral::Numeral;

/// The namespace of Word's elements, as Word writes it and as the strict variant of the standard has it.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// The namespace of what older readers may take instead of what they do not know.
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// The namespace of formulas, as Word writes it and as the strict variant has it.
const MATHEMATICS: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
];

/// What an element is, as far as a reader of text cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element<'a> {
    /// An element of Word under its local name.
    Word(&'a str),
    /// An element of a formula.
    Formula(&'a str),
    /// `mc:AlternateContent`.
    Alternatives,
    /// An element of drawings, of later versions, or of others.
    Other,
}

/// What a node is; `None` for text and comments.
pub(crate) fn element<'a>(node: Node<'a, '_>) -> Option<Element<'a>> {
    if !node.is_element() {
        return None;
    }
    let (name, namespace) = (node.tag_name().name(), node.tag_name().namespace());
    Some(match namespace {
        Some(space) if WORD.contains(&space) => Element::Word(name),
        Some(space) if MATHEMATICS.contains(&space) => Element::Formula(name),
        Some(COMPATIBILITY) if name == "AlternateContent" => Element::Alternatives,
        _ => Element::Other,
    })
}

/// Whether a node is the element of Word of this name.
pub(crate) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name && element(node) == Some(Element::Word(name))
}

/// The first child of this name.
pub(crate) fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|&child| is(child, name))
}

/// The children of this name.
pub(super) fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |&child| is(child, name))
}

/// An attribute of Word. Some producers leave its namespace out.
pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let is_word = |space: Option<&str>| space.is_none_or(|space| WORD.contains(&space));
    node.attributes()
        .find(|attribute| attribute.name() == name && is_word(attribute.namespace()))
        .map(|attribute| attribute.value())
}

/// The `w:val` of a child.
pub(super) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// The number in the `w:val` of a child.
pub(super) fn number<N: std::str::FromStr>(node: Node<'_, '_>, name: &str) -> Option<N> {
    value(node, name)?.trim().parse().ok()
}

/// Whether a property that is either on or off is on; `None` where nothing is said of it.
pub(super) fn switch(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let said = attribute(child(node, name)?, "val");
    Some(!matches!(said, Some("0" | "false" | "off" | "none")))
}

/// The name of the relation that an element leads by: `r:id`.
pub(super) fn relation<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let is_relation = |space: Option<&str>| space.is_some_and(|s| s.ends_with("relationships"));
    node.attributes()
        .find(|attribute| attribute.name() == "id" && is_relation(attribute.namespace()))
        .map(|attribute| attribute.value())
}

/// Whether the deletion of a row of a table is tracked.
pub(super) fn is_deleted_row(row: Node<'_, '_>) -> bool {
    child(row, "trPr").is_some_and(|properties| child(properties, "del").is_some())
}

/// The branch of alternatives that is read: the first that has a text box, else the first of all. What it takes to
/// show them does not matter here.
pub(super) fn branch<'a, 'input>(alternatives: Node<'a, 'input>) -> Option<Node<'a, 'input>> {
    let has_box = |branch: &Node<'_, '_>| branch.descendants().any(|node| is(node, "txbxContent"));
    let mut branches = alternatives.children().filter(Node::is_element);
    let first = branches.clone().next();
    branches.find(has_box).or(first)
}

/// The numeral that `w:numFmt` names.
pub(super) fn numeral(name: &str) -> Numeral {
    match name {
        "lowerRoman" => Numeral::LowerRoman,
        "upperRoman" => Numeral::UpperRoman,
        "lowerLetter" => Numeral::LowerLetter,
        "upperLetter" => Numeral::UpperLetter,
        "chicago" => Numeral::Symbol,
        "decimalZero" => Numeral::Padded,
        "decimalEnclosedCircle" => Numeral::Circled,
        "none" | "bullet" => Numeral::Nothing,
        _ => Numeral::Decimal,
    }
}
