//! The little of CSS that matters for notes: what is raised, what is no number, what is a footnote.
//!
//! A rule counts if it names a class, or an element with a class, and nothing further: what depends on more is layout.

use std::collections::HashMap;

use super::form::Form;
use super::tree::{Kind, Node, Tree};

/// What declarations say.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether it stands above the line.
    pub(super) is_raised: Option<bool>,
    /// Whether it is not shown.
    pub(super) is_hidden: Option<bool>,
    /// Whether it goes to the foot of the page, with a number that is counted.
    pub(super) is_footnote: Option<bool>,
    /// How the items of a list are numbered.
    pub(super) form: Option<Form>,
}

/// The styles of classes, each with the element that it is for, if it is for one only.
#[derive(Debug, Default)]
pub(super) struct Styles {
    classes: HashMap<String, Vec<(Option<String>, Style)>>,
}

impl Style {
    /// Reads declarations, such as those of an attribute.
    pub(super) fn read(declarations: &str) -> Self {
        let mut style = Self::default();
        for declaration in declarations.split(';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.trim().to_ascii_lowercase();
            let value = value.trim_end_matches("!important").trim_end();
            style.declare(&name.trim().to_ascii_lowercase(), value);
        }
        style
    }

    fn declare(&mut self, name: &str, value: &str) {
        match name {
            "vertical-align" | "font-variant-position" => self.is_raised = Some(value == "super"),
            "display" => self.is_hidden = Some(value == "none"),
            "visibility" if value == "hidden" => self.is_hidden = Some(true),
            "float" => self.is_footnote = Some(value == "footnote"),
            "list-style" | "list-style-type" => {
                let known = value.split_whitespace().find_map(Form::of_css);
                self.form = known.or(self.form);
            }
            _ => {}
        }
    }

    /// This style, and where it says nothing, the other.
    fn or(self, other: Self) -> Self {
        Self {
            is_raised: self.is_raised.or(other.is_raised),
            is_hidden: self.is_hidden.or(other.is_hidden),
            is_footnote: self.is_footnote.or(other.is_footnote),
            form: self.form.or(other.form),
        }
    }
}

impl Styles {
    /// Reads a style sheet. What stands within `@media print` and the like is left out.
    pub(super) fn read(&mut self, sheet: &str) {
        let sheet = without_comments(sheet);
        let mut rest = sheet.as_str();
        while let Some((selectors, behind)) = rest.split_once('{') {
            let selectors = selectors
                .rsplit([';', '}'])
                .next()
                .unwrap_or(selectors)
                .trim();
            if selectors.starts_with('@') {
                rest = if selectors.starts_with("@media screen")
                    || selectors.starts_with("@media all")
                {
                    behind
                } else {
                    behind_group(behind)
                };
                continue;
            }
            let (declarations, next) = behind.split_once('}').unwrap_or((behind, ""));
            rest = next;
            let style = Style::read(declarations);
            if style != Style::default() {
                self.add(selectors, style);
            }
        }
    }

    fn add(&mut self, selectors: &str, style: Style) {
        for selector in selectors.split(',').map(str::trim) {
            let Some((element, class)) = selector.split_once('.') else {
                continue;
            };
            let is_name = |text: &str| {
                text.chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            };
            if class.is_empty() || !is_name(class) || !is_name(element) {
                continue;
            }
            let element = (!element.is_empty()).then(|| element.to_ascii_lowercase());
            self.classes
                .entry(class.to_owned())
                .or_default()
                .push((element, style));
        }
    }

    /// What an element's own attribute and its classes say, the attribute first.
    pub(super) fn of(&self, tree: &Tree, node: Node) -> Style {
        if !matches!(tree.kind(node), Kind::Element(..)) {
            return Style::default();
        }
        let own = tree
            .attribute(node, "style")
            .map(Style::read)
            .unwrap_or_default();
        if self.classes.is_empty() {
            return own;
        }
        let classes = tree.attribute(node, "class").unwrap_or_default();
        let of_classes = classes
            .split_ascii_whitespace()
            .filter_map(|class| self.classes.get(class));
        let name = tree.name(node);
        of_classes
            .flatten()
            .rev()
            .fold(own, |style, (element, of_class)| {
                if element.as_deref().is_none_or(|element| element == name) {
                    style.or(*of_class)
                } else {
                    style
                }
            })
    }
}

/// What stands behind a group that has been opened, with everything in it.
fn behind_group(text: &str) -> &str {
    let mut depth = 1;
    for (at, sign) in text.match_indices(['{', '}']) {
        depth = if sign == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, behind)) = rest.split_once("/*") {
        text.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, next)| next);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_says_what_is_raised_and_what_is_a_footnote() {
        let mut styles = Styles::default();
        styles.read(
            "/* .x{float:footnote} */ @import 'a'; .up, span.high { vertical-align : super; }\n\
             @media print { .up { display: none } } .fnn{float:footnote;font-size:8pt} ::footnote-call{color:red} \
             div .deep { display: none }",
        );
        let style = |class: &str| styles.classes.get(class).map(|known| known[0].1);
        assert_eq!(style("up").and_then(|style| style.is_raised), Some(true));
        assert_eq!(style("high").and_then(|style| style.is_raised), Some(true));
        assert_eq!(style("fnn").and_then(|style| style.is_footnote), Some(true));
        assert!(style("x").is_none() && style("deep").is_none());
        assert_eq!(style("up").and_then(|style| style.is_hidden), None);
    }

    #[test]
    fn declarations_may_be_written_in_any_case() {
        let style =
            Style::read("FONT-SIZE:8pt; Vertical-Align: SUPER !important; list-style: none");
        assert_eq!(style.is_raised, Some(true));
        assert_eq!(style.form, Some(Form::Unshown));
    }
}
