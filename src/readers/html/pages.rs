//! Pages as they are asked about: what comes before what, where the lines are, which link leads where.

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use super::counter::{self, Ordinal};
use super::element;
use super::nowhere::is_nowhere;
use super::style::Styles;
use super::tree::{Kind, Node, Step, Tree};

/// Pages that are read as one paper: one web page, or the files of a book in their order.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    /// Their elements.
    pub(super) tree: Tree,
    /// Their markup, one behind the other.
    pub(super) markup: &'a str,
    /// Each page.
    pub(super) all: Vec<PageOf>,
    /// What their style sheets say.
    pub(super) styles: Styles,
    /// The numbers of the items of their lists.
    pub(super) ordinals: HashMap<Node, Ordinal>,
    /// Where each node stands.
    spots: Vec<Spot>,
    /// The element of each name, the first of several.
    names: HashMap<String, Node>,
    /// The names of the pages.
    files: HashSet<String>,
    /// Names that several elements have.
    pub(super) doubled: Vec<String>,
    /// Elements that are hidden until a script shows them, as a server does that sends a page in pieces.
    streamed: HashSet<Node>,
}

/// One page.
#[derive(Debug)]
pub(super) struct PageOf {
    /// Everything on it.
    pub(super) root: Node,
    /// Its name within a book; empty for a page by itself.
    pub(super) name: String,
    /// The addresses under which it is known.
    pub(super) addresses: Vec<String>,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    /// Its place in the order of the pages, and that behind all that is in it.
    order: u32,
    end: u32,
    /// How many texts with a letter or a digit come before it, and before what follows it.
    before: u32,
    after: u32,
    /// The nearest block, itself if it is one.
    block: u32,
    /// Whether it is seen, as far as its element and those around it say.
    is_unseen: bool,
}

/// A link to a place on the pages.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The element.
    pub(super) node: Node,
    /// The name of the place, with the file's in a book.
    pub(super) key: String,
    /// The place, if it is there.
    pub(super) target: Option<Node>,
}

impl<'a> Pages<'a> {
    /// Looks the pages over.
    pub(super) fn new(tree: Tree, markup: &'a str, pages: Vec<PageOf>, mut styles: Styles) -> Self {
        for page in &pages {
            for node in tree
                .within(page.root)
                .filter(|&node| tree.name(node) == "style")
            {
                for text in tree.children(node).filter_map(|child| tree.text(child)) {
                    styles.read(text.says(markup));
                }
            }
        }
        let ordinals = pages
            .iter()
            .flat_map(|page| counter::ordinals(&tree, page.root, &styles))
            .collect();
        let mut known = Self {
            spots: vec![Spot::default(); tree.len()],
            tree,
            markup,
            styles,
            ordinals,
            names: HashMap::new(),
            files: pages.iter().map(|page| page.name.clone()).collect(),
            doubled: Vec::new(),
            streamed: HashSet::new(),
            all: pages,
        };
        let mut counts = (0, 0);
        for index in 0..known.all.len() {
            known.measure(index, &mut counts);
            known.name(index);
            known.find_streamed(index);
        }
        known
    }

    /// Adds names that links mean and no element has.
    pub(super) fn imply(&mut self, names: Vec<(String, Node)>) {
        for (key, node) in names {
            self.names.entry(key).or_insert(node);
        }
    }

    /// Notes which hidden elements of a page a script shows: those that hold most of its words, or are named as a server
    /// names the pieces that it sends one by one.
    fn find_streamed(&mut self, index: usize) {
        let root = self.all[index].root;
        let words = |node: Node| self.spot(node).after - self.spot(node).before;
        let is_piece = |node: Node| {
            let id = self.tree.attribute(node, "id").unwrap_or_default();
            id.strip_prefix("S:").is_some_and(|rest| {
                !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        let hidden = self.tree.within(root).filter(|&node| {
            self.tree.attribute(node, "hidden").is_some()
                && (is_piece(node) || words(node) * 2 > words(root))
        });
        let hidden: Vec<Node> = hidden.collect();
        self.streamed.extend(hidden);
    }

    /// Notes where each node of a page stands.
    fn measure(&mut self, index: usize, counts: &mut (u32, u32)) {
        let root = self.all[index].root;
        let mut step = Some(Step::Enter(root));
        while let Some(here) = step {
            match here {
                Step::Enter(node) => {
                    let above = self
                        .tree
                        .parent(node)
                        .map(|parent| self.spots[parent.index()]);
                    let name = self.tree.name(node);
                    let is_block =
                        element::is_block(name) || matches!(name, "td" | "th") || above.is_none();
                    let block = match above {
                        Some(above) if !is_block => above.block,
                        _ => u32::try_from(node.index()).unwrap_or(u32::MAX),
                    };
                    let is_unseen = above.is_some_and(|above| above.is_unseen)
                        || element::is_unseen(name)
                        || element::is_page_number(&self.tree, node);
                    let before = counts.1;
                    let is_word = !is_unseen
                        && self
                            .says(node)
                            .is_some_and(|text| text.contains(char::is_alphanumeric));
                    counts.1 += u32::from(is_word);
                    let spot = Spot {
                        order: counts.0,
                        before,
                        block,
                        is_unseen,
                        ..Spot::default()
                    };
                    counts.0 += 1;
                    self.spots[node.index()] = spot;
                }
                Step::Leave(node) => {
                    let spot = &mut self.spots[node.index()];
                    (spot.end, spot.after) = *counts;
                }
            }
            step = self.tree.step(here, root);
        }
    }

    /// Notes the names on a page.
    fn name(&mut self, index: usize) {
        let page = &self.all[index];
        for node in self.tree.within(page.root) {
            let id = self.tree.attribute(node, "id");
            let name = self
                .tree
                .attribute(node, "name")
                .filter(|_| self.tree.name(node) == "a");
            for name in [id, name.filter(|name| id != Some(*name))]
                .into_iter()
                .flatten()
            {
                let key = key(&page.name, name);
                if let Some(known) = self.names.get(&key) {
                    if *known != node {
                        self.doubled.push(key);
                    }
                } else {
                    self.names.insert(key, node);
                }
            }
        }
    }

    fn spot(&self, node: Node) -> &Spot {
        &self.spots[node.index()]
    }

    /// The text of a text node.
    pub(super) fn says(&self, node: Node) -> Option<&str> {
        let text = self.tree.text(node)?;
        Some(text.says(self.markup))
    }

    /// The text within a node as it is seen, up to `most` bytes and a little more.
    pub(super) fn text(&self, root: Node, most: usize) -> String {
        self.text_without(root, most, |_| false)
    }

    /// The same without some elements.
    pub(super) fn text_without(
        &self,
        root: Node,
        most: usize,
        without: impl Fn(Node) -> bool,
    ) -> String {
        self.text_until(root, most, without, |_| false)
    }

    /// The same up to a node.
    pub(super) fn text_until(
        &self,
        root: Node,
        most: usize,
        without: impl Fn(Node) -> bool,
        until: impl Fn(Node) -> bool,
    ) -> String {
        let mut text = String::new();
        let mut step = Some(Step::Enter(root));
        while let Some(here) = step {
            step = self.tree.step(here, root);
            let Step::Enter(node) = here else { continue };
            if until(node) {
                break;
            }
            if node != root && (self.is_left_out(node) || without(node)) {
                step = self.tree.step(Step::Leave(node), root);
            } else if let Some(says) = self.says(node) {
                text.push_str(says);
            } else if element::is_block(self.tree.name(node))
                || matches!(self.tree.name(node), "br" | "td" | "th")
            {
                text.push(' ');
            }
            if text.len() > most {
                break;
            }
        }
        text
    }

    /// Whether an element is not shown, whatever is in it.
    pub(super) fn is_left_out(&self, node: Node) -> bool {
        matches!(self.tree.kind(node), Kind::Element(..))
            && (element::is_unseen(self.tree.name(node))
                || element::is_page_number(&self.tree, node)
                || element::is_hidden(&self.tree, node) && !self.streamed.contains(&node)
                || self.styles.of(&self.tree, node).is_hidden == Some(true))
    }

    /// Whether an element around it, or its own, is never seen.
    pub(super) fn is_unseen(&self, node: Node) -> bool {
        self.spot(node).is_unseen
    }

    /// Its place in the order of the pages.
    pub(super) fn order(&self, node: Node) -> u32 {
        self.spot(node).order
    }

    /// The place behind all that is in it.
    pub(super) fn end(&self, node: Node) -> u32 {
        self.spot(node).end
    }

    /// Whether `inner` is `outer` or in it.
    pub(super) fn holds(&self, outer: Node, inner: Node) -> bool {
        let at = self.order(inner);
        self.order(outer) <= at && at < self.end(outer)
    }

    /// The nearest block around a node, itself if it is one.
    pub(super) fn block(&self, node: Node) -> Node {
        self.tree
            .node(self.spot(node).block as usize)
            .unwrap_or(node)
    }

    /// Whether nothing with a letter or digit stands in `outer` before `inner`.
    pub(super) fn begins(&self, outer: Node, inner: Node) -> bool {
        self.spot(outer).before == self.spot(inner).before
    }

    /// Whether something with a letter or digit stands in `outer` behind `inner`.
    pub(super) fn goes_on(&self, outer: Node, inner: Node) -> bool {
        self.spot(outer).after > self.spot(inner).after
    }

    /// Whether it holds anything with a letter or digit.
    pub(super) fn has_words(&self, node: Node) -> bool {
        self.spot(node).after > self.spot(node).before
    }

    /// Whether nothing with a letter or digit stands between two nodes, the first before the second.
    pub(super) fn is_next_to(&self, first: Node, second: Node) -> bool {
        self.spot(first).after == self.spot(second).before
    }

    /// All links to places on the pages, in their order.
    pub(super) fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for page in &self.all {
            let own = self.own_addresses(page);
            for node in self.tree.within(page.root) {
                if !self.is_unseen(node)
                    && let Some(key) = self.key_of(page, &own, node)
                {
                    let target = self.find(&key);
                    links.push(Link { node, key, target });
                }
            }
        }
        links
    }

    /// Whether an element has the name.
    pub(super) fn has_name(&self, key: &str) -> bool {
        self.names.contains_key(key)
    }

    /// The element of a name, or of what the name means if signs in it are written in another way.
    fn find(&self, key: &str) -> Option<Node> {
        self.names.get(key).copied().or_else(|| {
            let decoded = percent_decode_str(key).decode_utf8().ok()?;
            self.names.get(&*decoded).copied()
        })
    }

    /// The place to which a link leads, if it is one of the pages.
    fn key_of(&self, page: &PageOf, own: &[&str], node: Node) -> Option<String> {
        let name = self.tree.name(node);
        if name != "a" {
            return None;
        }
        let href = self.tree.attribute(node, "href").unwrap_or_default().trim();
        if let Some((address, fragment)) = href.split_once('#')
            && !fragment.is_empty()
        {
            if address.is_empty() || own.contains(&address) || is_nowhere(address) {
                return Some(key(&page.name, fragment));
            }
            let file = resolved(&page.name, address)?;
            return self.files.contains(&file).then(|| key(&file, fragment));
        }
        // A note that a program shows is tied to its marker by what a screen reader is told.
        let described = self
            .tree
            .attribute(node, "aria-describedby")
            .map(|id| key(&page.name, id))?;
        self.names.contains_key(&described).then_some(described)
    }

    /// The addresses before a `#` that mean the page itself: those under which it is known, and those of which most
    /// places are there, as a browser writes them into a page that it saves.
    fn own_addresses<'b>(&'b self, page: &'b PageOf) -> Vec<&'b str> {
        let mut counts: Vec<(&str, usize, usize)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for node in self
            .tree
            .within(page.root)
            .filter(|&node| self.tree.name(node) == "a")
        {
            let href = self.tree.attribute(node, "href").unwrap_or_default();
            let Some((address, fragment)) = href.split_once('#') else {
                continue;
            };
            if address.is_empty() || fragment.is_empty() {
                continue;
            }
            let place = *places.entry(address).or_insert_with(|| {
                counts.push((address, 0, 0));
                counts.len() - 1
            });
            counts[place].1 += 1;
            counts[place].2 += usize::from(self.find(&key(&page.name, fragment)).is_some());
        }
        let is_own = |&&(address, all, found): &&(&str, usize, usize)| {
            page.addresses.iter().any(|own| own == address)
                || page.name.is_empty() && found >= 3 && found * 2 > all
        };
        counts
            .iter()
            .filter(is_own)
            .map(|&(address, ..)| address)
            .collect()
    }
}

/// The name of a place: with the file's in a book.
pub(super) fn key(page: &str, fragment: &str) -> String {
    if page.is_empty() {
        fragment.to_owned()
    } else {
        format!("{page}#{fragment}")
    }
}

/// The path of a file that another names, in a container; `None` for anything outside.
pub(super) fn resolved(from: &str, address: &str) -> Option<String> {
    if address.contains(':') || address.starts_with("//") {
        return None;
    }
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_decode_str(address).decode_utf8_lossy();
    let mut path: Vec<&str> = Vec::new();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = if decoded.starts_with('/') { "" } else { folder };
    for part in folder.split('/').chain(decoded.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                path.pop()?;
            }
            part => path.push(part),
        }
    }
    Some(path.join("/"))
}
