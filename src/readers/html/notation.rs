//! What the pages have of markers and notes: which elements they are, and what the writer does with them.

use std::collections::{HashMap, HashSet};

use super::tree::Node;
use crate::document::NativeList;

/// The markers and notes of the pages.
#[derive(Debug, Default)]
pub(super) struct Notation {
    /// The notes, in the order of the pages.
    pub(super) notes: Vec<Found>,
    /// Which note begins with an element.
    pub(super) note_at: HashMap<Node, usize>,
    /// The markers by the element that is written for them: the link, or what stands around it and nothing else.
    pub(super) calls: HashMap<Node, Call>,
    /// What is not written: links back, and what stands around them.
    pub(super) dropped: HashSet<Node>,
    /// Remarks beside the text that no marker calls.
    pub(super) margins: HashSet<Node>,
    /// The lists that notes stand in.
    pub(super) lists: Vec<NativeList>,
    /// What was odd.
    pub(super) warnings: Vec<String>,
}

/// A note.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its element.
    pub(super) first: Node,
    /// The last of its elements: paragraphs may stand side by side without anything around them.
    pub(super) last: Node,
    /// The label that it bears.
    pub(super) label: String,
    /// How many characters that are not blank its label takes in its text, with the signs around it; 0 where its label is
    /// only counted.
    pub(super) written: usize,
    /// The label as it is counted, where it is shown and not written.
    pub(super) counted: Option<String>,
    /// The list it stands in.
    pub(super) list: usize,
    /// The names by which it and its markers know each other.
    pub(super) backlinks: Vec<String>,
}

/// A marker.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// The label that it shows.
    pub(super) label: Option<String>,
    /// The name by which its note leads back.
    pub(super) key: String,
    /// The name of the note to which it leads.
    pub(super) target: String,
    /// The note, if it is there.
    pub(super) note: Option<usize>,
    /// Whether its label is counted and has to be written.
    pub(super) is_counted: bool,
}
