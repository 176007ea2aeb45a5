//! Styles: what makes a run superscript, a paragraph a heading, and a list numbered.

use std::collections::HashMap;

use roxmltree::Node;

use super::markup::{attribute, child, children, is, number, switch, value};
use crate::document::BlockKind;

/// How long a chain of styles that are based on each other may be; Word stops at eleven. It also ends circles.
const LONGEST_CHAIN: usize = 32;

/// Styles of headings whose names are not “heading 1”: Word writes the built-in names in English whatever the language
/// is, other programs do not.
const HEADINGS: [&str; 14] = [
    "heading",
    "title",
    "subtitle",
    "überschrift",
    "berschrift",
    "titel",
    "untertitel",
    "titre",
    "título",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "заголовок",
];
const QUOTATIONS: [&str; 7] = [
    "quote",
    "intense quote",
    "block text",
    "block quotation",
    "block quote",
    "quotations",
    "zitat",
];
const CODE: [&str; 5] = [
    "source code",
    "preformatted text",
    "html preformatted",
    "code",
    "macro text",
];

/// How characters look, as far as that makes a marker; `None` where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// Superscript, by the property of that name.
    superscript: Option<bool>,
    /// How far above the line, in half points.
    position: Option<i32>,
    /// The size in half points.
    size: Option<u32>,
    /// Not shown at all.
    hidden: Option<bool>,
}

/// Text that is raised by hand stands at least so far above the line, in half points.
const LEAST_RISE: i32 = 2;

/// The size where nobody says one, in half points.
const USUAL_SIZE: u32 = 20;

impl Look {
    /// What run properties say.
    fn of(properties: Node<'_, '_>) -> Self {
        let superscript = value(properties, "vertAlign").map(|align| align == "superscript");
        Self {
            superscript,
            position: number(properties, "position"),
            size: number(properties, "sz"),
            hidden: switch(properties, "vanish"),
        }
    }

    /// This look over another one, from which it takes what it does not say.
    fn over(self, under: Self) -> Self {
        Self {
            superscript: self.superscript.or(under.superscript),
            position: self.position.or(under.position),
            size: self.size.or(under.size),
            hidden: self.hidden.or(under.hidden),
        }
    }

    /// The same look on the line: a paragraph that is raised as a whole stands above nothing.
    pub(super) fn on_the_line(self) -> Self {
        Self {
            superscript: None,
            position: None,
            ..self
        }
    }

    /// Whether the characters stand above the line of text that looks like `line`.
    pub(super) fn is_raised(self, line: Self) -> bool {
        let is_smaller = self.size.unwrap_or(USUAL_SIZE) < line.size.unwrap_or(USUAL_SIZE);
        let by_hand = self.position.is_some_and(|rise| rise >= LEAST_RISE) && is_smaller;
        self.superscript == Some(true) || by_hand
    }

    /// Whether the characters are not shown.
    pub(super) fn is_hidden(self) -> bool {
        self.hidden == Some(true)
    }
}

/// A style with everything that it takes from those it is based on.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) look: Look,
    pub(super) kind: Option<BlockKind>,
    /// Whether it is that of a line of the table of contents.
    pub(super) is_contents: bool,
    /// The list that its paragraphs are items of, and the level.
    pub(super) list: (Option<u32>, Option<usize>),
}

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles<'a> {
    /// By their ids, which tell paragraphs from characters, too.
    by_id: HashMap<&'a str, Style>,
    /// The id of the style of paragraphs that name none.
    usual: Option<&'a str>,
    defaults: Look,
}

impl<'a> Styles<'a> {
    /// Reads the part with the styles.
    pub(super) fn read(root: Node<'a, '_>) -> Self {
        let nodes: HashMap<&str, Node<'a, '_>> = children(root, "style")
            .filter_map(|node| Some((attribute(node, "styleId")?, node)))
            .collect();
        let by_id = nodes
            .iter()
            .map(|(&id, &node)| (id, resolved(node, &nodes)))
            .collect();
        let is_usual = |node: &Node<'_, '_>| {
            attribute(*node, "type") == Some("paragraph")
                && matches!(attribute(*node, "default"), Some("1" | "true" | "on"))
        };
        let usual = children(root, "style").find(is_usual);
        let defaults = child(root, "docDefaults")
            .and_then(|node| child(child(node, "rPrDefault")?, "rPr"))
            .map(Look::of);
        Self {
            by_id,
            usual: usual.and_then(|node| attribute(node, "styleId")),
            defaults: defaults.unwrap_or_default(),
        }
    }

    /// The style of a paragraph that names this one.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Style {
        let known = id.or(self.usual).and_then(|id| self.by_id.get(id));
        let mut style = known.cloned().unwrap_or_default();
        style.look = style.look.over(self.defaults);
        if known.is_none() {
            style.kind = id.and_then(|id| kind_of_name(&id.to_lowercase()));
        }
        style
    }

    /// How a run looks in a paragraph that looks like `line`.
    pub(super) fn run(&self, run: Node<'_, '_>, line: Look) -> Look {
        let Some(properties) = child(run, "rPr") else {
            return line;
        };
        let named = value(properties, "rStyle").and_then(|id| self.by_id.get(id));
        let style = named.map_or_else(Look::default, |style| style.look);
        Look::of(properties).over(style).over(line)
    }
}

/// A style over all those that it is based on.
fn resolved(node: Node<'_, '_>, nodes: &HashMap<&str, Node<'_, '_>>) -> Style {
    let mut style = Style::default();
    let mut next = Some(node);
    for _ in 0..LONGEST_CHAIN {
        let Some(node) = next else { break };
        take_over(&mut style, node);
        next = value(node, "basedOn").and_then(|id| nodes.get(id)).copied();
    }
    style
}

/// Takes from a style what the one based on it does not say.
fn take_over(style: &mut Style, node: Node<'_, '_>) {
    if let Some(properties) = child(node, "rPr") {
        style.look = style.look.over(Look::of(properties));
    }
    let name = value(node, "name").unwrap_or_default().to_lowercase();
    style.is_contents |= name.starts_with("toc ");
    if attribute(node, "type") != Some("paragraph") {
        return;
    }
    let properties = child(node, "pPr");
    let outline = properties.and_then(|properties| level_of(properties));
    style.kind = style.kind.or(outline).or_else(|| kind_of_name(&name));
    if let Some(list) = properties.and_then(|properties| child(properties, "numPr")) {
        style.list.0 = style.list.0.or_else(|| number(list, "numId"));
        style.list.1 = style.list.1.or_else(|| number(list, "ilvl"));
    }
}

/// What an outline level makes of a paragraph: a heading from 0 to 8, body text for 9.
pub(super) fn level_of(properties: Node<'_, '_>) -> Option<BlockKind> {
    let level: u32 = number(properties, "outlineLvl")?;
    Some(if level < 9 {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    })
}

/// What a paragraph is by the name of its style, in small letters.
pub(in crate::readers) fn kind_of_name(name: &str) -> Option<BlockKind> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim();
    if HEADINGS.contains(&stem) {
        Some(BlockKind::Heading)
    } else if QUOTATIONS.contains(&name) || name == "blocktext" {
        Some(BlockKind::Quotation)
    } else if CODE.contains(&name) || name == "sourcecode" {
        Some(BlockKind::Code)
    } else {
        None
    }
}

/// The list that a paragraph's own properties name, over that of its style.
pub(super) fn list_of(
    properties: Option<Node<'_, '_>>,
    style: &Style,
) -> Option<(u32, Option<usize>)> {
    let own = properties.and_then(|properties| child(properties, "numPr"));
    let id = own.and_then(|own| number(own, "numId")).or(style.list.0)?;
    let level = own.and_then(|own| number(own, "ilvl"));
    // A style's own level does not count: the list says which level belongs to the style.
    (id != 0).then_some((id, level))
}

/// Whether the mark at the end of a paragraph was deleted, so that the next one goes on with it.
pub(super) fn is_joined(properties: Option<Node<'_, '_>>) -> bool {
    let marks = properties.and_then(|properties| child(properties, "rPr"));
    marks.is_some_and(|marks| {
        marks
            .children()
            .any(|node| is(node, "del") || is(node, "moveFrom"))
    })
}
