//! The elements and texts of one page or of several, each with the byte of the markup at which it begins.

use std::num::NonZeroU32;

use html5ever::LocalName;

use crate::document::Span;

/// A node of a [`Tree`]: its place among all, counted from 1, so that no node takes no room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Node(NonZeroU32);

impl Node {
    /// Its place among all nodes, in the order in which they were met.
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// The root of a page, and what is kept out of it: the contents of templates.
    Root,
    /// An element with its name and the index of its attributes.
    Element(LocalName, u32),
    /// A text: an index into the texts.
    Text(u32),
    /// A comment that speaks to this tool: an index into the texts.
    Comment(u32),
}

/// A stretch of text.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// Where it stands in the markup.
    pub(super) markup: Span,
    /// What it says, where that is not the markup byte for byte.
    pub(super) instead: Option<Box<str>>,
}

impl Text {
    /// What it says.
    pub(super) fn says<'a>(&'a self, markup: &'a str) -> &'a str {
        match &self.instead {
            Some(instead) => instead,
            None => markup
                .get(self.markup.start..self.markup.end)
                .unwrap_or_default(),
        }
    }
}

#[derive(Debug)]
struct Place {
    kind: Kind,
    at: usize,
    parent: Option<Node>,
    previous: Option<Node>,
    next: Option<Node>,
    first: Option<Node>,
    last: Option<Node>,
}

/// Attributes of an element, by name.
pub(super) type Attributes = Vec<(&'static str, Box<str>)>;

/// One page or several, each with a root of its own.
#[derive(Debug, Default)]
pub(super) struct Tree {
    places: Vec<Place>,
    texts: Vec<Text>,
    attributes: Vec<Attributes>,
}

/// Where a walk comes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A node, before its children.
    Enter(Node),
    /// A node, behind its children.
    Leave(Node),
}

/// The node at a place, counted from 1.
fn numbered(place: usize) -> Option<Node> {
    let number = u32::try_from(place).ok()?;
    NonZeroU32::new(number).map(Node)
}

impl Tree {
    /// Adds a node that nothing leads to yet.
    pub(super) fn add(&mut self, kind: Kind, at: usize) -> Node {
        self.places.push(Place {
            kind,
            at,
            parent: None,
            previous: None,
            next: None,
            first: None,
            last: None,
        });
        // Twice as many as `MAX_NODES` can never come to four thousand million.
        numbered(self.places.len()).unwrap_or(Node(NonZeroU32::MAX))
    }

    /// Adds a text and gives its index.
    pub(super) fn add_text(&mut self, text: Text) -> u32 {
        self.texts.push(text);
        u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds attributes and gives their index.
    pub(super) fn add_attributes(&mut self, attributes: Attributes) -> u32 {
        self.attributes.push(attributes);
        u32::try_from(self.attributes.len() - 1).unwrap_or(u32::MAX)
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The node at a place among all.
    pub(super) fn node(&self, index: usize) -> Option<Node> {
        numbered(index + 1).filter(|_| index < self.places.len())
    }

    fn place(&self, node: Node) -> &Place {
        &self.places[node.index()]
    }

    fn place_mut(&mut self, node: Node) -> &mut Place {
        &mut self.places[node.index()]
    }

    /// Makes a node the last child of another.
    pub(super) fn append(&mut self, parent: Node, node: Node) {
        self.detach(node);
        let last = self.place(parent).last;
        let place = self.place_mut(node);
        place.parent = Some(parent);
        place.previous = last;
        match last {
            Some(last) => self.place_mut(last).next = Some(node),
            None => self.place_mut(parent).first = Some(node),
        }
        self.place_mut(parent).last = Some(node);
    }

    /// Puts a node before its new sibling, if that has a parent.
    pub(super) fn insert_before(&mut self, sibling: Node, node: Node) {
        self.detach(node);
        let Some(parent) = self.place(sibling).parent else {
            return;
        };
        let previous = self.place(sibling).previous;
        let place = self.place_mut(node);
        place.parent = Some(parent);
        place.previous = previous;
        place.next = Some(sibling);
        self.place_mut(sibling).previous = Some(node);
        match previous {
            Some(previous) => self.place_mut(previous).next = Some(node),
            None => self.place_mut(parent).first = Some(node),
        }
    }

    /// Takes a node with its children out of its parent.
    pub(super) fn detach(&mut self, node: Node) {
        let place = self.place_mut(node);
        let (previous, next) = (place.previous.take(), place.next.take());
        let Some(parent) = place.parent.take() else {
            return;
        };
        match previous {
            Some(previous) => self.place_mut(previous).next = next,
            None => self.place_mut(parent).first = next,
        }
        match next {
            Some(next) => self.place_mut(next).previous = previous,
            None => self.place_mut(parent).last = previous,
        }
    }

    /// What a node is.
    pub(super) fn kind(&self, node: Node) -> &Kind {
        &self.place(node).kind
    }

    /// The byte of the markup at which it begins.
    pub(super) fn at(&self, node: Node) -> usize {
        self.place(node).at
    }

    /// The name of an element; empty for anything else.
    pub(super) fn name(&self, node: Node) -> &str {
        match self.kind(node) {
            Kind::Element(name, _) => name,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, node: Node, name: &str) -> Option<&str> {
        let Kind::Element(_, index) = self.kind(node) else {
            return None;
        };
        let attributes = self.attributes.get(*index as usize)?;
        let found = attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| &**value)
    }

    /// The text of a text node.
    pub(super) fn text(&self, node: Node) -> Option<&Text> {
        match self.kind(node) {
            Kind::Text(index) => self.texts.get(*index as usize),
            _ => None,
        }
    }

    /// What a comment says that speaks to this tool.
    pub(super) fn comment(&self, node: Node) -> Option<&str> {
        match self.kind(node) {
            Kind::Comment(index) => self.texts.get(*index as usize)?.instead.as_deref(),
            _ => None,
        }
    }

    pub(super) fn parent(&self, node: Node) -> Option<Node> {
        self.place(node).parent
    }

    pub(super) fn previous(&self, node: Node) -> Option<Node> {
        self.place(node).previous
    }

    pub(super) fn next(&self, node: Node) -> Option<Node> {
        self.place(node).next
    }

    pub(super) fn first(&self, node: Node) -> Option<Node> {
        self.place(node).first
    }

    /// The node itself, then its parent, and so on to its root.
    pub(super) fn ancestry(&self, node: Node) -> impl Iterator<Item = Node> {
        std::iter::successors(Some(node), |&node| self.parent(node))
    }

    /// The children of a node.
    pub(super) fn children(&self, node: Node) -> impl Iterator<Item = Node> {
        std::iter::successors(self.first(node), |&node| self.next(node))
    }

    /// The node and everything in it, in the order of the page. No recursion: pages nest as deep as they like.
    pub(super) fn within(&self, root: Node) -> impl Iterator<Item = Node> {
        let mut next = Some(root);
        std::iter::from_fn(move || {
            let node = next?;
            next = self.first(node).or_else(|| self.behind(node, root));
            Some(node)
        })
    }

    /// The first node behind a node and all that is in it, as long as it is still in `root`.
    pub(super) fn behind(&self, node: Node, root: Node) -> Option<Node> {
        let inside = self.ancestry(node).take_while(|&above| above != root);
        inside.into_iter().find_map(|above| self.next(above))
    }

    /// Where a walk over everything in `root` goes from `step`; `None` behind the last.
    pub(super) fn step(&self, step: Step, root: Node) -> Option<Step> {
        match step {
            Step::Enter(node) => Some(self.first(node).map_or(Step::Leave(node), Step::Enter)),
            Step::Leave(node) if node == root => None,
            Step::Leave(node) => match self.next(node) {
                Some(next) => Some(Step::Enter(next)),
                None => self.parent(node).map(Step::Leave),
            },
        }
    }
}
