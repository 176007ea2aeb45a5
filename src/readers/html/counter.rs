//! The numbers that a browser puts before the items of a list.

use std::collections::HashMap;

use super::style::Styles;
use super::tree::{Node, Tree};
use crate::readers::numeral::roman;

/// How the numbers of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// Not at all.
    Unshown,
}

impl Form {
    /// By the name that CSS has for it.
    pub(super) fn of_css(name: &str) -> Option<Self> {
        match name {
            "decimal" | "decimal-leading-zero" => Some(Self::Decimal),
            "lower-alpha" | "lower-latin" => Some(Self::LowerLetter),
            "upper-alpha" | "upper-latin" => Some(Self::UpperLetter),
            "lower-roman" => Some(Self::LowerRoman),
            "upper-roman" => Some(Self::UpperRoman),
            "none" | "disc" | "circle" | "square" => Some(Self::Unshown),
            _ => None,
        }
    }

    /// By the letter that `type` has for it, which tells capitals from small letters.
    fn of_type(letter: &str) -> Option<Self> {
        match letter {
            "1" => Some(Self::Decimal),
            "a" => Some(Self::LowerLetter),
            "A" => Some(Self::UpperLetter),
            "i" => Some(Self::LowerRoman),
            "I" => Some(Self::UpperRoman),
            _ => None,
        }
    }

    /// The form in which a label is the number `value`.
    pub(super) fn of_label(label: &str, value: i64) -> Option<Self> {
        let forms = [
            Self::Decimal,
            Self::LowerRoman,
            Self::LowerLetter,
            Self::UpperRoman,
            Self::UpperLetter,
        ];
        forms.into_iter().find(|form| form.write(value) == label)
    }

    /// A number as the form writes it; letters and roman numerals know none below 1, and then a browser writes digits.
    pub(super) fn write(self, value: i64) -> String {
        let letters = match self {
            Self::Decimal | Self::Unshown => None,
            Self::LowerLetter | Self::UpperLetter => letters(value),
            Self::LowerRoman | Self::UpperRoman => u32::try_from(value).ok().and_then(roman),
        };
        match (self, letters) {
            (_, None) => value.to_string(),
            (Self::UpperLetter | Self::UpperRoman, Some(letters)) => letters.to_uppercase(),
            (_, Some(letters)) => letters,
        }
    }
}

/// `a` to `z`, then `aa`.
fn letters(value: i64) -> Option<String> {
    let mut rest = u32::try_from(value).ok().filter(|&value| value > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from_digit((rest - 1) % 26 + 10, 36)?);
        rest = (rest - 1) / 26;
    }
    Some(letters.into_iter().rev().collect())
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordinal {
    /// Its number.
    pub(super) value: i64,
    /// How it is written.
    pub(super) form: Form,
}

impl Ordinal {
    /// The number as it is shown.
    pub(super) fn written(self) -> Option<String> {
        (self.form != Form::Unshown).then(|| self.form.write(self.value))
    }
}

/// The numbers of all items of ordered lists in `root`.
pub(super) fn ordinals(tree: &Tree, root: Node, styles: &Styles) -> HashMap<Node, Ordinal> {
    let mut ordinals = HashMap::new();
    for list in tree.within(root).filter(|&node| tree.name(node) == "ol") {
        let own = tree.attribute(list, "type").and_then(Form::of_type);
        let form = styles.of(tree, list).form.or(own).unwrap_or(Form::Decimal);
        let items: Vec<Node> = tree
            .children(list)
            .filter(|&node| tree.name(node) == "li")
            .collect();
        let is_reversed = tree.attribute(list, "reversed").is_some();
        let step = if is_reversed { -1 } else { 1 };
        let first = if is_reversed {
            i64::try_from(items.len()).unwrap_or(0)
        } else {
            1
        };
        let mut value = number(tree, list, "start").unwrap_or(first);
        for item in items {
            value = number(tree, item, "value").unwrap_or(value);
            let own = tree.attribute(item, "type").and_then(Form::of_type);
            let form = styles.of(tree, item).form.or(own).unwrap_or(form);
            ordinals.insert(item, Ordinal { value, form });
            value = value.saturating_add(step);
        }
    }
    ordinals
}

fn number(tree: &Tree, node: Node, attribute: &str) -> Option<i64> {
    tree.attribute(node, attribute)?
        .trim()
        .parse::<i32>()
        .ok()
        .map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::html::builder;

    fn numbers(markup: &str) -> Vec<String> {
        let mut tree = Tree::default();
        let page = builder::add(&mut tree, markup, 0, false);
        let ordinals = ordinals(&tree, page.root, &Styles::default());
        let items = tree
            .within(page.root)
            .filter(|&node| tree.name(node) == "li");
        items
            .map(|item| {
                ordinals
                    .get(&item)
                    .and_then(|found| found.written())
                    .unwrap_or_default()
            })
            .collect()
    }

    #[test]
    fn items_count_as_in_a_browser() {
        assert_eq!(
            numbers("<ol start=3><li>a<li value=7>b<li>c</ol>"),
            ["3", "7", "8"]
        );
        assert_eq!(
            numbers("<ol reversed><li>a<li>b<li>c</ol>"),
            ["3", "2", "1"]
        );
        assert_eq!(numbers("<ol type=A start=26><li>a<li>b</ol>"), ["Z", "AA"]);
        assert_eq!(numbers("<ol type=i start=3><li>a<li>b</ol>"), ["iii", "iv"]);
        assert_eq!(
            numbers("<ol style='list-style:none'><li>a</ol><ul><li>b</ul>"),
            ["", ""]
        );
        assert_eq!(
            numbers("<ol><li>a<ol type=a><li>b<li>c</ol><li>d</ol>"),
            ["1", "a", "b", "2"]
        );
        assert_eq!(
            numbers("<ol start=-1><li>a<li>b<li>c</ol>"),
            ["-1", "0", "1"]
        );
    }

    #[test]
    fn a_label_tells_the_form_of_its_list() {
        assert_eq!(Form::of_label("c", 3), Some(Form::LowerLetter));
        assert_eq!(Form::of_label("iii", 3), Some(Form::LowerRoman));
        assert_eq!(Form::of_label("3", 3), Some(Form::Decimal));
        assert_eq!(Form::of_label("4", 3), None);
    }
}
