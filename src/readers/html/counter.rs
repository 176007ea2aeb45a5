//! The numbers that a browser puts before the items of a list.

use std::collections::HashMap;

use super::form::Form;
use super::style::Styles;
use super::tree::{Node, Tree};

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
}
