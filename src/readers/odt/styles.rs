//! Styles: what makes a span superscript, a paragraph a quotation, and how lists and notes are numbered.

use std::collections::HashMap;

use roxmltree::Node;

use super::markup::{Element, attribute, child, element, number};
use crate::document::BlockKind;
use crate::readers::numeral::Numeral;

/// How long a chain of styles that are based on each other may be; it also ends circles.
const LONGEST_CHAIN: usize = 32;

/// How many levels a list has.
pub(super) const LEVELS: usize = 10;

/// What one style says by itself.
#[derive(Debug, Clone, Default)]
struct Own<'a> {
    parent: Option<&'a str>,
    raised: Option<bool>,
    is_hidden: Option<bool>,
    kind: Option<BlockKind>,
}

/// One level of a list.
#[derive(Debug, Clone)]
pub(super) struct Level {
    pub(super) numeral: Numeral,
    pub(super) start: u32,
    /// How many levels are printed, this one and those above it.
    pub(super) shown: usize,
    pub(super) before: String,
    pub(super) behind: String,
}

/// The levels of a list.
pub(super) type Levels = [Option<Level>; LEVELS];

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles<'a> {
    /// By family and name: two families may use a name each for itself.
    by_name: HashMap<(&'a str, &'a str), Own<'a>>,
    lists: HashMap<&'a str, Levels>,
    outline: Option<Levels>,
    /// How notes are counted, by their class.
    notes: HashMap<&'a str, Numeral>,
}

impl<'a> Styles<'a> {
    /// Takes over the styles of a file.
    pub(super) fn add(&mut self, root: Node<'a, '_>) {
        for node in root.descendants() {
            match element(node) {
                Some(Element::Style("style")) => self.style(node),
                Some(Element::Text("list-style")) => {
                    if let Some(name) = attribute(node, "name") {
                        self.lists.insert(name, levels(node));
                    }
                }
                Some(Element::Text("outline-style")) => self.outline = Some(levels(node)),
                Some(Element::Text("notes-configuration")) => {
                    if let Some(class) = attribute(node, "note-class") {
                        self.notes.insert(class, numeral(node));
                    }
                }
                // Styles stand before the text.
                Some(Element::Office("body")) => break,
                _ => {}
            }
        }
    }

    fn style(&mut self, node: Node<'a, '_>) {
        let family = attribute(node, "family").unwrap_or_default();
        let Some(name) = attribute(node, "name") else {
            return;
        };
        let look = child(node, Element::Style("text-properties"));
        let position = look.and_then(|look| attribute(look, "text-position"));
        let display = look.and_then(|look| attribute(look, "display"));
        let own = Own {
            parent: attribute(node, "parent-style-name"),
            raised: position.map(is_raised),
            is_hidden: display.map(|display| display == "none"),
            kind: kind_of_name(attribute(node, "display-name").unwrap_or(name)),
        };
        self.by_name.insert((family, name), own);
    }

    /// The first thing that a style, or one that it is based on, says.
    fn first<T>(
        &self,
        family: &str,
        name: &str,
        said: impl Fn(&Own<'a>) -> Option<T>,
    ) -> Option<T> {
        let mut next = Some(name);
        for _ in 0..LONGEST_CHAIN {
            let own = self.by_name.get(&(family, next?))?;
            if let Some(said) = said(own) {
                return Some(said);
            }
            next = own.parent;
        }
        None
    }

    /// Whether a style raises text above the line; `None` if it says nothing of that.
    pub(super) fn raises(&self, name: &str) -> Option<bool> {
        self.first("text", name, |own| own.raised)
    }

    /// Whether text of a style is not shown.
    pub(super) fn hides(&self, family: &str, name: &str) -> bool {
        self.first(family, name, |own| own.is_hidden)
            .unwrap_or(false)
    }

    /// What a paragraph of a style is.
    pub(super) fn kind(&self, name: &str) -> Option<BlockKind> {
        let known = self.first("paragraph", name, |own| own.kind);
        known.or_else(|| kind_of_name(name))
    }

    /// The levels of a list.
    pub(super) fn list(&self, name: &str) -> Option<&Levels> {
        self.lists.get(name)
    }

    /// The levels by which headings are numbered.
    pub(super) fn outline(&self) -> Option<&Levels> {
        self.outline.as_ref()
    }

    /// How notes of a class are counted.
    pub(super) fn note(&self, class: &str) -> Numeral {
        let usual = if class == "endnote" {
            Numeral::LowerRoman
        } else {
            Numeral::Decimal
        };
        self.notes.get(class).copied().unwrap_or(usual)
    }
}

/// Whether `super 58%` or `33% 58%` stands above the line.
fn is_raised(position: &str) -> bool {
    let first = position.split_whitespace().next().unwrap_or_default();
    let rise = first.trim_end_matches('%').parse::<f32>();
    first == "super" || rise.is_ok_and(|rise| rise > 0.0)
}

/// What the built-in styles are, by their names.
fn kind_of_name(name: &str) -> Option<BlockKind> {
    let name = name.replace("_20_", " ").to_lowercase();
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim();
    match stem {
        "heading" | "title" | "subtitle" => Some(BlockKind::Heading),
        "quotations" | "quote" | "block text" | "blockquote" => Some(BlockKind::Quotation),
        "preformatted text" | "source code" => Some(BlockKind::Code),
        _ => None,
    }
}

fn levels(list: Node<'_, '_>) -> Levels {
    let mut levels = Levels::default();
    for node in list.children() {
        let is_number = matches!(
            element(node),
            Some(Element::Text(
                "list-level-style-number" | "outline-level-style"
            ))
        );
        let at = number::<usize>(node, "level").and_then(|level| level.checked_sub(1));
        let Some(at) = at.filter(|&at| at < LEVELS && is_number) else {
            continue;
        };
        levels[at] = Some(Level {
            numeral: numeral(node),
            start: number(node, "start-value").unwrap_or(1),
            shown: number(node, "display-levels").unwrap_or(1),
            before: attribute(node, "num-prefix").unwrap_or_default().to_owned(),
            behind: attribute(node, "num-suffix").unwrap_or_default().to_owned(),
        });
    }
    levels
}

/// The numeral that `style:num-format` names by the number one.
fn numeral(node: Node<'_, '_>) -> Numeral {
    match attribute(node, "num-format") {
        None | Some("") => Numeral::Nothing,
        Some("i") => Numeral::LowerRoman,
        Some("I") => Numeral::UpperRoman,
        Some("a") => Numeral::LowerLetter,
        Some("A") => Numeral::UpperLetter,
        Some("①" | "①, ②, ③, ...") => Numeral::Circled,
        Some("01" | "01, 02, 03, ...") => Numeral::Padded,
        Some(format) if format.starts_with('*') => Numeral::Symbol,
        Some(_) => Numeral::Decimal,
    }
}
