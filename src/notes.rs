//! The apparatus: which markers, notes and note lists a paper has.
//!
//! [`scan`] first collects everything that could be a marker or the beginning of a note, then lets the sequence of all
//! of them decide: one by one, `2024.3` and `Nex1.22` cannot be told from a decimal and a name.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{Document, Span};

pub use self::label::Label;
use self::parts::Parts;

mod affiliations;
mod candidate;
mod chain;
mod enclosed;
mod extent;
mod fit;
mod glued;
mod group;
mod hand_typed;
mod label;
mod lazy;
mod list;
mod names;
mod native;
mod opening;
mod parts;
mod sections;
mod sequence;
mod series;
mod shown;
mod slips;
mod symbol;
mod tokens;
mod typed;

/// How a marker is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MarkerStyle {
    /// `[13]`, `[13, 14]`, `[3–5]`.
    Bracket,
    /// `(13)`.
    Parenthesis,
    /// `¹³`, `<sup>13</sup>`, `^13^`.
    Superscript,
    /// `France.13`: the digits of a superscript that was lost.
    Glued,
    /// `*`, `†`, `‡`, `§`, `‖`, `¶`, `**`.
    Symbol,
    /// A reference that the format knows: `[^13]`.
    Reference,
    /// A note written where it is called: `^[See Smith.]`.
    Inline,
    /// `（注1）`, `〔1〕`, `註1`, `주1)`, `①`.
    EastAsian,
}

/// One call of one note. `[13, 14]` is two markers, `[3–5]` three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The label it shows.
    pub label: Label,
    /// How it is written.
    pub style: MarkerStyle,
    /// The label's own span in a group, the whole token otherwise; a label implied by a range has the range's span.
    pub span: Span,
    /// The whole token, with its brackets and its fellows.
    pub token: Span,
    /// Whether the label is not written but implied by a range such as `[3–5]`.
    pub implied: bool,
    /// The list that it calls into; `None` where there is no list for it.
    pub list: Option<usize>,
    /// The note that bears its label; `None` where there is none. Of two notes with the label, the one to which the
    /// format leads from it, or the first.
    pub note: Option<usize>,
}

/// One note of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The label it bears.
    pub label: Label,
    /// The label with its signs, such as `[13]` or `13.`.
    pub label_span: Span,
    /// The whole note, from its label to its last character.
    pub span: Span,
    /// What it says: the note without its label and the signs around it.
    pub body: Span,
    /// The list it stands in.
    pub list: usize,
    /// Its whole text without the label, white space folded.
    pub text: String,
}

/// What kind of list the notes stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// At the foot of pages, in the middle of the text.
    Footnotes,
    /// In one place, behind the text or a chapter of it.
    Endnotes,
    /// In one place, under a heading such as “References”.
    References,
    /// Each where the format keeps it, such as the definitions of Markdown; print order is the format's own affair.
    Native,
}

/// Whether a list was read well enough to blame its faults on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The list and its markers are an apparatus, with a few faults at most.
    #[default]
    Sure,
    /// It is likelier that something else was read as notes or as markers, or that some were overlooked.
    Doubtful,
}

/// Notes that are numbered together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteList {
    /// What kind of list it is.
    pub kind: ListKind,
    /// The heading over it, as written.
    pub heading: Option<String>,
    /// The indices of its notes in [`Apparatus::notes`], in the order of the text.
    pub notes: Vec<usize>,
    /// Whether the format counts its notes, as Word does: then no number is missing, and nothing can slip.
    pub is_automatic: bool,
    /// Whether its notes or its markers were told by how they are typed, and not by what the format knows.
    pub is_typed: bool,
    /// Whether its notes are cited again and again, as in a bibliography: repeated markers are then no fault.
    pub repeats: bool,
    /// Whether it was read well enough to blame its faults on the paper.
    pub reading: Reading,
}

/// All markers, notes and lists of a paper: found, and paired by label only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Apparatus {
    /// The markers in the order of the text.
    pub markers: Vec<Marker>,
    /// The notes in the order of the text.
    pub notes: Vec<Note>,
    /// The lists in the order of their first notes.
    pub lists: Vec<NoteList>,
}

impl Apparatus {
    /// The notes of a list with their indices, in the order of the text.
    pub fn notes_of(&self, list: usize) -> impl Iterator<Item = (usize, &Note)> {
        self.lists[list]
            .notes
            .iter()
            .map(|&index| (index, &self.notes[index]))
    }

    /// The notes of a list as a reader meets them: where the format prints them, such as Markdown, in the order in which
    /// they are called, those that nobody calls left out; elsewhere as they stand.
    pub fn printed(&self, list: usize) -> Vec<usize> {
        if self.lists[list].kind != ListKind::Native {
            return self.lists[list].notes.clone();
        }
        let mut seen = HashSet::new();
        let of_list = self
            .markers
            .iter()
            .filter(|marker| marker.list == Some(list));
        of_list
            .filter_map(|marker| marker.note)
            .filter(|note| seen.insert(*note))
            .collect()
    }

    /// For each list and number the note that “see note 12” means: the one that bears the number or, where the format
    /// numbers its notes itself, the twelfth.
    pub fn numbered(&self) -> HashMap<(usize, u32), usize> {
        let mut numbered = HashMap::new();
        for (list, of_list) in self.lists.iter().enumerate() {
            let mut has_numbers = false;
            for (index, note) in self.notes_of(list) {
                if let Some(number) = note.label.value() {
                    numbered.entry((list, number)).or_insert(index);
                    has_numbers = true;
                }
            }
            // Endnotes that are printed `i`, `ii` are called notes 1 and 2 all the same.
            let is_counted = of_list.is_automatic || of_list.kind == ListKind::Endnotes;
            if of_list.kind == ListKind::Native || is_counted && !has_numbers {
                for (number, index) in (1..).zip(self.printed(list)) {
                    numbered.entry((list, number)).or_insert(index);
                }
            }
        }
        numbered
    }

    /// The same apparatus as if every list had been read beyond doubt.
    #[must_use]
    pub fn trusted(&self) -> Self {
        let mut trusted = self.clone();
        for list in &mut trusted.lists {
            list.reading = Reading::Sure;
        }
        trusted
    }

    /// Whether the reading of a list is doubtful.
    pub fn is_doubtful(&self, list: usize) -> bool {
        (self.lists.get(list)).is_some_and(|list| list.reading == Reading::Doubtful)
    }

    /// For each list the indices of the markers that call into it, in the order of the text.
    pub fn markers_by_list(&self) -> Vec<Vec<usize>> {
        let mut by_list = vec![Vec::new(); self.lists.len()];
        for (index, marker) in self.markers.iter().enumerate() {
            if let Some(list) = marker.list {
                by_list[list].push(index);
            }
        }
        by_list
    }
}

/// Finds the markers, notes and lists of a paper. What the format itself knows of them is taken over as it is; typed
/// ones are looked for beside it.
pub fn scan(document: &Document) -> Apparatus {
    let mut parts = Parts::default();
    native::read(document, &mut parts);
    typed::read(document, &mut parts);
    let mut apparatus = parts.assemble();
    fit::judge(document, &mut apparatus);
    apparatus
}
