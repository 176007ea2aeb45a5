//! Pages within a text of another kind, such as Markdown: which of their texts are markers and notes.
//!
//! Who writes markup into a text also writes links to its sections, and tables of contents with numbers. A page by itself
//! is mostly what a program made of a paper; here, so much must be said before a link is a marker.

use super::builder;
use super::calls::{self, Caution};
use super::element;
use super::notation::Notation;
use super::pages::{PageOf, Pages};
use super::style::Styles;
use super::tree::{Node, Step, Tree};
use super::{assembly, label};
use crate::document::{NativeList, Span};

/// What a page holds; all places are bytes of its markup.
#[derive(Debug, Default)]
pub(in crate::readers) struct Embedded {
    /// The markers, in the order of the page.
    pub(in crate::readers) markers: Vec<Marker>,
    /// The notes, in the order of the page.
    pub(in crate::readers) notes: Vec<Note>,
    /// The words that lead from notes back to the text.
    pub(in crate::readers) dropped: Vec<Piece>,
    /// Where the links begin that markers and ways back are made of, ascending.
    pub(in crate::readers) anchors: Vec<usize>,
    /// The words that lead to an address.
    pub(in crate::readers) hyperlinks: Vec<Words>,
    /// The texts that are written as entities.
    pub(in crate::readers) entities: Vec<Piece>,
    /// The lists that the notes stand in.
    pub(in crate::readers) lists: Vec<NativeList>,
    /// What was odd.
    pub(in crate::readers) warnings: Vec<String>,
}

/// A marker.
#[derive(Debug)]
pub(in crate::readers) struct Marker {
    /// The label that it shows, if it shows one.
    pub(in crate::readers) label: Option<String>,
    /// The name by which its note leads back.
    pub(in crate::readers) key: String,
    /// The name of the note to which it leads.
    pub(in crate::readers) target: String,
    /// The list of that note, if it is there.
    pub(in crate::readers) list: Option<usize>,
    /// What it shows.
    pub(in crate::readers) pieces: Vec<Piece>,
}

/// A note.
#[derive(Debug)]
pub(in crate::readers) struct Note {
    /// Where its element begins.
    pub(in crate::readers) at: usize,
    /// The label that it bears.
    pub(in crate::readers) label: String,
    /// How many characters of its text that are not blank are its label.
    pub(in crate::readers) written: usize,
    /// The label where it is shown and not written.
    pub(in crate::readers) counted: Option<String>,
    /// The list it stands in.
    pub(in crate::readers) list: usize,
    /// The name by which its markers know it.
    pub(in crate::readers) key: String,
    /// The names of the markers to which it leads back.
    pub(in crate::readers) backlinks: Vec<String>,
    /// Its texts without the ways back.
    pub(in crate::readers) pieces: Vec<Piece>,
}

/// Words that lead to an address.
#[derive(Debug)]
pub(in crate::readers) struct Words {
    /// The words.
    pub(in crate::readers) pieces: Vec<Piece>,
    /// The address, if they do not show it.
    pub(in crate::readers) address: Option<String>,
}

/// A text of the page.
#[derive(Debug, Clone)]
pub(in crate::readers) struct Piece {
    /// Where it stands.
    pub(in crate::readers) markup: Span,
    /// What it says, where that is not the markup byte for byte.
    pub(in crate::readers) instead: Option<String>,
    /// Whether it stands above the line.
    pub(in crate::readers) is_raised: bool,
}

/// Reads a page; `None` where it has no note that is linked.
pub(in crate::readers) fn read(markup: &str) -> Option<Embedded> {
    let mut tree = Tree::default();
    let page = builder::add(&mut tree, markup, 0, false);
    let root = page.root;
    let page_of = PageOf {
        root,
        name: String::new(),
        addresses: Vec::new(),
    };
    let pages = Pages::new(tree, markup, vec![page_of], Styles::default());
    let links = pages.links();
    let (candidates, calls) = calls::find(&pages, &links, Caution::Contents);
    if calls.is_empty() {
        return None;
    }
    let notation = assembly::assemble(&pages, &links, &candidates, &calls);
    let reading = Reading {
        pages: &pages,
        notation: &notation,
    };
    let mut embedded = reading.read(root);
    embedded.warnings.clone_from(&notation.warnings);
    if page.is_cut {
        embedded.warnings.push(super::cut());
    }
    embedded.lists = notation.lists;
    Some(embedded)
}

struct Reading<'a> {
    pages: &'a Pages<'a>,
    notation: &'a Notation,
}

impl Reading<'_> {
    fn read(&self, root: Node) -> Embedded {
        let tree = &self.pages.tree;
        let mut embedded = Embedded::default();
        for node in tree.within(root) {
            if let Some(call) = self.notation.calls.get(&node) {
                embedded.anchors.extend(self.anchors(node));
                embedded.markers.push(Marker {
                    label: call.label.clone(),
                    key: call.key.clone(),
                    target: call.target.clone(),
                    list: call.note.map(|note| self.notation.notes[note].list),
                    pieces: self.pieces(node, |_| false),
                });
            } else if self.notation.dropped.contains(&node) {
                embedded.anchors.extend(self.anchors(node));
                embedded.dropped.extend(self.pieces(node, |_| false));
            } else if let Some(address) = self.address(node) {
                embedded.hyperlinks.push(Words {
                    pieces: self.pieces(node, |_| false),
                    address: (!self.shows(node, address)).then(|| address.to_owned()),
                });
            } else if let Some(text) = tree.text(node)
                && let Some(instead) = text.instead.as_deref()
            {
                embedded.entities.push(Piece {
                    markup: text.markup,
                    instead: Some(instead.to_owned()),
                    is_raised: false,
                });
            }
        }
        embedded.notes = self.notes();
        embedded.anchors.sort_unstable();
        embedded
    }

    fn notes(&self) -> Vec<Note> {
        let tree = &self.pages.tree;
        let notes = self.notation.notes.iter().map(|found| {
            let parts = std::iter::successors(Some(found.first), |&part| {
                tree.next(part).filter(|_| part != found.last)
            });
            let is_dropped = |node: Node| self.notation.dropped.contains(&node);
            Note {
                at: tree.at(found.first),
                label: found.label.clone(),
                written: found.written,
                counted: found.counted.clone(),
                list: found.list,
                key: assembly::name(self.pages, found),
                backlinks: found.backlinks.clone(),
                pieces: parts
                    .flat_map(|part| self.pieces(part, is_dropped))
                    .collect(),
            }
        });
        notes.collect()
    }

    /// Where the links within a node begin.
    fn anchors(&self, node: Node) -> impl Iterator<Item = usize> {
        let tree = &self.pages.tree;
        let links = tree.within(node).filter(|&inner| tree.name(inner) == "a");
        links.map(|link| tree.at(link))
    }

    /// The address of another page to which a link leads.
    fn address(&self, link: Node) -> Option<&str> {
        let tree = &self.pages.tree;
        let href = tree
            .attribute(link, "href")
            .filter(|_| tree.name(link) == "a");
        let href = href?.trim();
        let begins = |scheme: &str| {
            href.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        ["http://", "https://"]
            .into_iter()
            .any(begins)
            .then_some(href)
    }

    /// Whether the words of a link show where it leads.
    fn shows(&self, link: Node, address: &str) -> bool {
        /// More words than this show no address.
        const LONGEST: usize = 2_000;
        let bare = |text: &str| text.trim().trim_end_matches('/').to_owned();
        bare(&self.pages.text(link, LONGEST)).contains(&bare(address))
    }

    /// The texts within a node that are seen, without those in some elements.
    fn pieces(&self, root: Node, without: impl Fn(Node) -> bool) -> Vec<Piece> {
        let tree = &self.pages.tree;
        let mut raised = usize::from(
            tree.ancestry(root)
                .skip(1)
                .take(4)
                .any(|node| tree.name(node) == "sup"),
        );
        let mut pieces = Vec::new();
        let mut step = Some(Step::Enter(root));
        while let Some(here) = step {
            step = tree.step(here, root);
            match here {
                Step::Enter(node)
                    if without(node) || node != root && self.pages.is_left_out(node) =>
                {
                    // A node that is the whole is left too, and nothing follows it.
                    step = tree.step(Step::Leave(node), root);
                }
                Step::Enter(node) => {
                    raised += usize::from(tree.name(node) == "sup");
                    if let Some(text) = tree.text(node) {
                        pieces.push(Piece {
                            markup: text.markup,
                            instead: text.instead.as_deref().map(str::to_owned),
                            is_raised: raised > 0,
                        });
                    }
                }
                Step::Leave(node) => raised -= usize::from(tree.name(node) == "sup"),
            }
        }
        pieces
    }
}

/// Whether a text is a label with its signs, such as `[3]`, or a way back, such as `↩`.
pub(in crate::readers) fn is_sign(text: &str) -> bool {
    label::shown(text).is_some() || label::is_way_back(text)
}

/// Whether what follows a tag of this name stands in a line or a cell of its own.
pub(in crate::readers) fn breaks_line(name: &str) -> bool {
    element::is_block(name) || matches!(name, "br" | "td" | "th")
}
