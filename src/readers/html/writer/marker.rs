//! Markers and links as they are written.

use super::{Said, Writer};
use crate::document::Span;
use crate::readers::composer;
use crate::readers::html::label;
use crate::readers::html::notation::Call;
use crate::readers::html::nowhere;
use crate::readers::html::tree::{Node, Step};

impl Writer<'_> {
    /// Says what has been written of a link or of program text.
    pub(super) fn mark(&mut self, node: Node, name: &str, start: usize) {
        if self.composer.since(start).trim().is_empty() {
            return;
        }
        if name != "a" {
            self.composer.hide(start);
            return;
        }
        let href = self
            .pages
            .tree
            .attribute(node, "href")
            .unwrap_or_default()
            .trim();
        if href
            .split_once('#')
            .is_some_and(|(page, _)| nowhere::is_nowhere(page))
        {
            return;
        }
        let address = if href.starts_with("//") {
            format!("https:{href}")
        } else {
            href.to_owned()
        };
        let is_address = ["http://", "https://"].iter().any(|scheme| {
            address
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        let bare = |text: &str| text.trim().trim_end_matches('/').to_owned();
        if is_address
            && self.is_of_paper(node)
            && !bare(self.composer.since(start)).contains(&bare(&address))
        {
            self.composer.hyperlink(start, address);
        }
    }

    /// Writes a marker as it is shown: a number is raised, unless brackets stand around it.
    pub(super) fn call(&mut self, node: Node, call: &Call) {
        self.spend_pending();
        let from = self.composer.here();
        let is_number = call
            .label
            .as_deref()
            .is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
        let is_in_group = self.plain.is_some_and(|end| {
            self.composer
                .since(end)
                .chars()
                .all(|c| matches!(c, ',' | ';' | ' ' | '–' | '-'))
        });
        let is_enclosed = self.composer.since(0).ends_with(['[', '(']) || is_in_group;
        let shown = self.pages.text(node, label::LONGEST);
        let is_bare = !shown.contains(['[', '(']) && shown.chars().any(char::is_alphanumeric);
        if call.is_counted {
            let label = call.label.as_deref().unwrap_or_default();
            self.composer.raised(label, self.pages.tree.at(node));
        } else {
            let has_signs = call.label.is_some() && is_bare && !is_number && !is_enclosed;
            if has_signs {
                self.composer.made("[");
            }
            self.shown(node, is_number && is_bare && !is_enclosed);
            if has_signs {
                self.composer.made("]");
            }
        }
        let written = self.composer.since(from);
        let start = from + written.len() - written.trim_start().len();
        let end = from + written.trim_end().len();
        if start >= end {
            return;
        }
        self.plain = (is_enclosed && is_bare).then_some(end);
        if let Some(note) = call.note {
            self.list = self.notation.notes[note].list;
        }
        self.composer.call(composer::Call {
            label: call.label.clone(),
            span: Span::new(start, end),
            keys: vec![call.key.clone()],
            target: Some(call.target.clone()),
            list: self.list,
            is_implied: false,
        });
    }

    /// Writes the text of a marker.
    fn shown(&mut self, root: Node, is_raised: bool) {
        let tree = &self.pages.tree;
        let mut step = Some(Step::Enter(root));
        while let Some(here) = step {
            step = tree.step(here, root);
            let Step::Enter(node) = here else { continue };
            if node != root && self.pages.is_left_out(node) {
                step = tree.step(Step::Leave(node), root);
            } else if let (Some(text), Some(says)) = (tree.text(node), self.pages.says(node)) {
                let said = Said {
                    says,
                    markup: text.markup,
                    is_verbatim: text.instead.is_none(),
                    is_raised,
                };
                self.flow(said, 0..says.len());
            }
        }
    }
}
