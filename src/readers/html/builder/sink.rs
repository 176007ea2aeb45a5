//! The other end of the tree builder: what it builds, with the byte at which each node begins.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{QualName, local_name, ns};

use crate::document::Span;
use crate::readers::html::tree::{Kind, Node, Text, Tree};

/// A node as the tree builder knows it: it asks for the name again and again.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    node: Node,
    name: Rc<QualName>,
}

/// What the tree builder builds.
pub(super) struct Sink {
    root: Node,
    pub(super) tree: RefCell<Tree>,
    /// Where the token begins that is being handed over.
    at: Cell<usize>,
    /// The white space that was handed over since the last tag: within a table, the tree builder keeps it until the next
    /// one.
    pub(super) fed: RefCell<VecDeque<Span>>,
    /// How deep the next element would stand.
    pub(super) depth: Cell<usize>,
    /// How deep each node of this page stands.
    depths: RefCell<Vec<u16>>,
    /// The first node of this page.
    first: usize,
    /// How many elements there are.
    pub(super) elements: Cell<usize>,
}

impl Sink {
    /// What a page is built with whose first token begins at `start`.
    pub(super) fn new(mut tree: Tree, start: usize) -> Self {
        let root = tree.add(Kind::Root, start);
        Self {
            root,
            tree: RefCell::new(tree),
            at: Cell::new(start),
            fed: RefCell::default(),
            depth: Cell::new(0),
            depths: RefCell::new(vec![0]),
            first: root.index(),
            elements: Cell::new(0),
        }
    }

    /// The root of the page.
    pub(super) fn root(&self) -> Node {
        self.root
    }

    fn handle(node: Node, name: QualName) -> Handle {
        Handle {
            node,
            name: Rc::new(name),
        }
    }

    fn nameless(node: Node) -> Handle {
        Self::handle(node, QualName::new(None, ns!(), local_name!("")))
    }

    fn add(&self, kind: Kind) -> Node {
        let node = self.tree.borrow_mut().add(kind, self.at.get());
        self.depths
            .borrow_mut()
            .resize(node.index() - self.first + 1, 0);
        node
    }

    /// The node for a text that is to be put somewhere.
    fn text(&self, text: &str) -> Node {
        if let Ok(index) = text.parse() {
            return self.add(Kind::Text(index));
        }
        let text = Text {
            markup: self.white_space(text.len()),
            instead: Some(text.into()),
        };
        let index = self.tree.borrow_mut().add_text(text);
        self.add(Kind::Text(index))
    }

    /// Where white space of this length was handed over. The tree builder leaves some out, or what came first of it.
    fn white_space(&self, length: usize) -> Span {
        let mut fed = self.fed.borrow_mut();
        while let Some(markup) = fed.pop_front() {
            if markup.len() >= length {
                return Span::new(markup.end - length, markup.end);
            }
        }
        Span::new(self.at.get(), self.at.get())
    }

    fn child(&self, child: NodeOrText<Handle>) -> Node {
        match child {
            NodeOrText::AppendNode(handle) => handle.node,
            NodeOrText::AppendText(text) => self.text(&text),
        }
    }

    fn depth_of(&self, node: Node) -> usize {
        let depths = self.depths.borrow();
        depths
            .get(node.index().wrapping_sub(self.first))
            .map_or(0, |&depth| usize::from(depth))
    }

    /// Notes how deep a node stands that has found its parent.
    fn placed(&self, parent: Node, node: Node) {
        let depth = self.depth_of(parent) + 1;
        let is_element = matches!(self.tree.borrow().kind(node), Kind::Element(..));
        if let Some(known) = self.depths.borrow_mut().get_mut(node.index() - self.first) {
            *known = u16::try_from(depth).unwrap_or(u16::MAX);
        }
        self.depth.set(if is_element { depth + 1 } else { depth });
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = &'a QualName;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Self::nameless(self.root)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let known = attrs
            .iter()
            .find(|known| known.name.local == local_name!("data"));
        let attributes = known
            .and_then(|known| known.value.parse().ok())
            .unwrap_or(u32::MAX);
        self.elements.set(self.elements.get() + 1);
        let node = self.add(Kind::Element(name.local.clone(), attributes));
        Self::handle(node, name)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        let kind = text.parse().map_or(Kind::Root, Kind::Comment);
        Self::nameless(self.add(kind))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Self::nameless(self.add(Kind::Root))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let node = self.child(child);
        self.tree.borrow_mut().append(parent.node, node);
        self.placed(parent.node, node);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.tree.borrow().parent(element.node).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let node = self.child(child);
        self.tree.borrow_mut().insert_before(sibling.node, node);
        let parent = self.tree.borrow().parent(sibling.node);
        if let Some(parent) = parent {
            self.placed(parent, node);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        self.depth.set(self.depth_of(node.node));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // A node that nothing leads to: what a template holds is not on the page.
        let node = self.add(Kind::Root);
        let depth = self.depth_of(target.node);
        if let Some(known) = self.depths.borrow_mut().last_mut() {
            *known = u16::try_from(depth).unwrap_or(u16::MAX);
        }
        Self::nameless(node)
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.node == y.node
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.node);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first(node.node) {
            tree.append(new_parent.node, child);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.at.set(usize::try_from(line).unwrap_or(usize::MAX));
    }
}
