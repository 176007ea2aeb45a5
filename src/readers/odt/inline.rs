//! Spans of text, and the notes among them.

use roxmltree::Node;

use super::markup::{Element, attribute, element};
use super::walk::{NOWHERE, Walk};
use crate::document::CrossReference;
use crate::readers::composer::Call;

impl<'a, 'input> Walk<'a, 'input> {
    /// Writes what stands in a paragraph or a span.
    pub(super) fn inline(&mut self, parent: Node<'a, 'input>, is_raised: bool) {
        for node in parent.children() {
            match element(node) {
                None if node.is_text() => self.text(node.text().unwrap_or_default(), is_raised),
                Some(Element::Text(name)) => self.piece(node, name, is_raised),
                Some(Element::Draw("a")) => self.inline(node, is_raised),
                Some(Element::Draw(_)) => self.gather_frames(node),
                _ => {}
            }
        }
    }

    fn piece(&mut self, node: Node<'a, 'input>, name: &str, is_raised: bool) {
        match name {
            "span" => self.span(node, is_raised),
            "a" => self.hyperlink(node, is_raised),
            "s" | "tab" => self.text(" ", is_raised),
            "line-break" => {
                self.flush();
                self.composer.line_break(NOWHERE);
            }
            "note" => self.note(node),
            "note-ref" => self.repeated_number(node, is_raised),
            "tracked-changes" | "hidden-text" | "script" | "ruby-text" | "hidden-paragraph" => {}
            // A field has its result as its text.
            _ => self.inline(node, is_raised),
        }
    }

    fn span(&mut self, node: Node<'a, 'input>, is_raised: bool) {
        let style = attribute(node, "style-name").unwrap_or_default();
        if !self.styles.hides("text", style) {
            let is_raised = self.styles.raises(style).unwrap_or(is_raised);
            self.inline(node, is_raised);
        }
    }

    fn hyperlink(&mut self, node: Node<'a, 'input>, is_raised: bool) {
        let target = attribute(node, "href").unwrap_or_default();
        self.flush();
        let start = self.composer.here();
        self.inline(node, is_raised);
        self.flush();
        if !target.is_empty() && !target.starts_with('#') {
            self.composer.hyperlink(start, target.to_owned());
        }
    }

    /// Text of a paragraph. What is raised waits for what follows.
    fn text(&mut self, text: &str, is_raised: bool) {
        if is_raised {
            self.raised.push_str(text);
        } else if !text.is_empty() {
            self.flush();
            self.composer.flow(text, 0);
        }
    }

    /// Writes the raised text that waits.
    pub(super) fn flush(&mut self) {
        if !self.raised.is_empty() {
            let raised = std::mem::take(&mut self.raised);
            self.composer.raised(&raised, 0);
        }
    }

    /// A marker; its note, which stands in the paragraph, waits until the text is written.
    fn note(&mut self, node: Node<'a, 'input>) {
        self.flush();
        let numeral = |class: &str| self.styles.note(class);
        let waiting = self.series.add(node, numeral, &mut self.composer);
        let (label, list, key) = (waiting.label.clone(), waiting.list, waiting.key.clone());
        let span = self.composer.mark(&label);
        self.composer.call(Call {
            label: Some(label),
            span,
            keys: Vec::new(),
            target: Some(key),
            list,
            is_implied: false,
        });
    }

    /// A reference that repeats the number of a note is a marker where it is raised like one; elsewhere it is a word of
    /// a sentence such as “see note 3”.
    fn repeated_number(&mut self, node: Node<'a, 'input>, is_raised: bool) {
        let shown = node.text().unwrap_or_default().trim();
        let target = attribute(node, "ref-name").unwrap_or_default();
        if !is_raised || shown.is_empty() || target.is_empty() {
            let start = self.composer.here();
            self.inline(node, is_raised);
            let is_number = shown.parse::<u32>().is_ok();
            if is_number && !target.is_empty() {
                self.repeated.push(CrossReference {
                    span: self.composer.written(start),
                    shown: Some(shown.to_owned()),
                    name: target.to_owned(),
                    now: None,
                });
            }
            return;
        }
        self.flush();
        let span = self.composer.mark(shown);
        let class = attribute(node, "note-class").unwrap_or("footnote");
        let list = self.series.list(class, &mut self.composer);
        self.composer.call(Call {
            label: Some(shown.to_owned()),
            span,
            keys: Vec::new(),
            target: Some(target.to_owned()),
            list,
            is_implied: false,
        });
    }
}
