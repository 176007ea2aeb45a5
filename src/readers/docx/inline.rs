//! Runs of text, and the references among them.

use roxmltree::Node;

use super::markup::{Element, attribute, branch, element, relation};
use super::series::{Kind, custom_mark};
use super::symbol;
use super::walk::{Field, Walk};
use crate::readers::composer::Call;

impl<'a, 'input> Walk<'a, 'input> {
    /// Writes what stands in a paragraph, a hyperlink, a content control, an insertion.
    pub(super) fn inline(&mut self, parent: Node<'a, 'input>) {
        for node in parent.children() {
            match element(node) {
                Some(Element::Word(name)) => self.piece(node, name),
                Some(Element::Formula("oMath" | "oMathPara")) => self.formula(node),
                Some(Element::Alternatives) => {
                    if let Some(branch) = branch(node) {
                        self.inline(branch);
                    }
                }
                _ => {}
            }
        }
    }

    fn piece(&mut self, node: Node<'a, 'input>, name: &str) {
        match name {
            "r" => self.run(node),
            "hyperlink" => self.hyperlink(node),
            "fldSimple" => self.simple_field(node),
            "bookmarkStart" => {
                if let Some(name) = attribute(node, "name") {
                    self.bookmark(name);
                }
            }
            "ins" | "moveTo" | "smartTag" | "customXml" | "sdt" | "sdtContent" | "dir" | "bdo"
            | "ruby" | "rubyBase" => self.inline(node),
            _ => {}
        }
    }

    fn hyperlink(&mut self, node: Node<'a, 'input>) {
        let target = relation(node).and_then(|id| self.links.get(id));
        let Some(target) = target else {
            self.inline(node);
            return;
        };
        self.flush();
        let start = self.composer.here();
        self.inline(node);
        self.flush();
        // The place within the page may stand beside the relation.
        let anchor = attribute(node, "anchor").filter(|_| !target.contains('#'));
        let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
        self.composer.hyperlink(start, format!("{target}{anchor}"));
    }

    fn simple_field(&mut self, node: Node<'a, 'input>) {
        self.flush();
        self.fields.push(Field {
            instruction: attribute(node, "instr").unwrap_or_default().to_owned(),
            shown: Some(self.composer.here()),
        });
        self.inline(node);
        self.end_field();
    }

    fn run(&mut self, run: Node<'a, 'input>) {
        let look = self.styles.run(run, self.line);
        let is_raised = look.is_raised(self.line);
        for node in run.children() {
            match element(node) {
                Some(Element::Word("fldChar")) => self.field_mark(node),
                Some(Element::Word("instrText")) => self.instruction(node),
                _ if look.is_hidden() || self.is_instruction() => {}
                Some(Element::Word(name)) => self.shown_piece(node, name, is_raised),
                Some(Element::Alternatives) => self.gather_boxes(node),
                Some(Element::Formula("oMath")) => self.formula(node),
                _ => {}
            }
        }
    }

    fn shown_piece(&mut self, node: Node<'a, 'input>, name: &str, is_raised: bool) {
        match name {
            "t" => {
                let (text, at) = self.traced_text(node);
                self.text(&text, at, is_raised);
            }
            "tab" | "ptab" => self.text_of(node, " ", is_raised),
            "noBreakHyphen" => self.text_of(node, "\u{2011}", is_raised),
            "sym" => {
                if let Some(shown) = symbol::of(node) {
                    self.text_of(node, shown.encode_utf8(&mut [0; 4]), is_raised);
                }
            }
            "br" | "cr" => {
                self.flush();
                let at = self.traced(node, 1);
                self.composer.line_break(at);
            }
            "footnoteReference" | "endnoteReference" => self.reference(node, name),
            "drawing" | "pict" | "object" => self.gather_boxes(node),
            "ruby" => self.inline(node),
            _ => {}
        }
    }

    fn field_mark(&mut self, node: Node<'_, '_>) {
        match attribute(node, "fldCharType") {
            Some("begin") if self.endless.contains(&node.id()) => {}
            Some("begin") => {
                self.flush();
                self.fields.push(Field {
                    instruction: String::new(),
                    shown: None,
                });
            }
            Some("separate") => self.show_field(),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    fn instruction(&mut self, node: Node<'_, '_>) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.shown.is_none()) {
            field.instruction.push_str(node.text().unwrap_or_default());
        }
    }

    /// Text that an element stands for.
    fn text_of(&mut self, node: Node<'_, '_>, text: &str, is_raised: bool) {
        let at = self.traced(node, text.len());
        self.text(text, at.start, is_raised);
    }

    /// Text of a run, at an address of the trace. What is raised waits for what follows.
    fn text(&mut self, text: &str, at: usize, is_raised: bool) {
        let whole = text.len();
        let text = self.without_mark(text);
        let at = at + whole - text.len();
        if is_raised {
            if self.raised.is_empty() {
                self.raised_at = at;
            }
            self.raised.push_str(text);
        } else {
            self.flush();
            self.composer.flow(text, at);
        }
    }

    /// The text without the mark of the note, which stands before it already.
    fn without_mark<'t>(&mut self, text: &'t str) -> &'t str {
        if self.mark.is_empty() || text.trim().is_empty() {
            return text;
        }
        let mark = std::mem::take(&mut self.mark);
        let trimmed = text.trim_start();
        if let Some(rest) = trimmed.strip_prefix(mark.as_str()) {
            return rest;
        }
        // A mark of several characters may be split over runs.
        if let Some(rest) = mark.strip_prefix(trimmed) {
            rest.clone_into(&mut self.mark);
            return &text[text.len()..];
        }
        text
    }

    /// Writes the raised text that waits.
    pub(super) fn flush(&mut self) {
        if !self.raised.is_empty() {
            let raised = std::mem::take(&mut self.raised);
            self.composer.raised(&raised, self.raised_at);
        }
    }

    /// A marker that Word counts, or that the author chose.
    fn reference(&mut self, node: Node<'a, 'input>, name: &str) {
        let Some(kind) = Kind::of_reference(name) else {
            return;
        };
        self.flush();
        let id = attribute(node, "id").unwrap_or_default();
        let Some(printed) = self.series.printed(kind, id).cloned() else {
            return;
        };
        let at = self.traced(node, printed.label.len());
        let span = self.composer.mark_of(&printed.label, at);
        self.composer.call(Call {
            label: Some(printed.label),
            span,
            keys: Vec::new(),
            target: Some(kind.key(id)),
            list: printed.list,
            is_implied: false,
        });
        // The mark that the author chose follows as text; it has been written.
        if let Some(mark) = custom_mark(node) {
            self.mark = mark;
        }
    }

    /// Text boxes below a drawing; they are written behind the paragraph.
    fn gather_boxes(&mut self, node: Node<'a, 'input>) {
        match element(node) {
            Some(Element::Word("txbxContent")) => self.boxes.push(node),
            Some(Element::Alternatives) => {
                if let Some(branch) = branch(node) {
                    self.gather_boxes(branch);
                }
            }
            _ => {
                for child in node.children() {
                    self.gather_boxes(child);
                }
            }
        }
    }

    /// The letters of a formula, in which no marker stands.
    pub(super) fn formula(&mut self, node: Node<'_, '_>) {
        self.flush();
        let start = self.composer.here();
        for node in node.descendants() {
            if matches!(element(node), Some(Element::Formula("t"))) {
                let at = self.trace_text(node);
                self.composer.flow(node.text().unwrap_or_default(), at);
            }
        }
        self.composer.hide(start);
    }
}
