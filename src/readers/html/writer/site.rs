//! What of a page is no part of the paper.

use super::Writer;
use crate::readers::html::element;
use crate::readers::html::tree::Node;

impl Writer<'_> {
    /// Whether an element belongs to the site, and no list of notes is in it.
    pub(super) fn is_site(&self, node: Node) -> bool {
        const NOTES: [&str; 8] = [
            "notes",
            "endnotes",
            "footnotes",
            "references",
            "bibliography",
            "sources",
            "works cited",
            "notes and references",
        ];
        let tree = &self.pages.tree;
        if !element::is_site(tree, node) || self.holds_call(node) {
            return false;
        }
        let keeps = |inner: Node| {
            element::is_list(tree, inner)
                || element::is_heading(tree.name(inner))
                    && NOTES.contains(&self.pages.text(inner, 40).trim().to_lowercase().as_str())
        };
        tree.name(node) == "nav" || !tree.within(node).take(2000).any(keeps)
    }

    /// Whether what is linked there belongs to the article or its notes, and not to what a site puts around them.
    pub(super) fn is_of_paper(&self, node: Node) -> bool {
        let tree = &self.pages.tree;
        let is_in = |article: Node| self.pages.holds(article, node);
        let is_listed = || {
            let mut around = tree.ancestry(node).take(8);
            around
                .any(|around| element::is_list(tree, around) || element::is_of_works(tree, around))
        };
        self.note.is_some() || self.article.is_none_or(is_in) || is_listed()
    }

    /// Whether a marker stands in an element.
    fn holds_call(&self, node: Node) -> bool {
        let (from, to) = (self.pages.order(node), self.pages.end(node));
        let next = self.called.partition_point(|&order| order < from);
        self.called.get(next).is_some_and(|&order| order < to)
    }

    pub(super) fn holds_note(&self, node: Node) -> bool {
        let notes = &self.notation.notes;
        let next =
            notes.partition_point(|note| self.pages.order(note.first) < self.pages.order(node));
        notes
            .get(next)
            .is_some_and(|note| self.pages.holds(node, note.first))
    }
}
