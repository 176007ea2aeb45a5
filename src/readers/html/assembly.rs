//! Markers, notes and links back, put together.

use std::collections::HashSet;

use super::calls::{Candidate, is_near};
use super::element;
use super::entries::{self, Entry};
use super::label;
use super::labelling::{self, Labelled};
use super::notation::{Call, Found, Notation};
use super::pages::{Link, Pages};
use super::tree::Node;

/// Puts together what was found; `calls` are the candidates that are markers.
pub(super) fn assemble(
    pages: &Pages<'_>,
    links: &[Link],
    candidates: &[Candidate],
    calls: &[usize],
) -> Notation {
    let holders = calls.iter().filter_map(|&index| candidates[index].holder);
    let entries = entries::entries(pages, holders);
    let mut assembly = Assembly {
        pages,
        links,
        candidates,
        entries,
        calls: Vec::new(),
        dropped: HashSet::new(),
    };
    assembly.calls = calls
        .iter()
        .filter_map(|&index| assembly.called(index).map(|note| (index, Some(note))))
        .filter(|&(index, _)| !assembly.is_reference(index))
        .collect();
    assembly.stray(calls);
    assembly.calls.sort_unstable();
    assembly.notation()
}

struct Assembly<'a> {
    pages: &'a Pages<'a>,
    links: &'a [Link],
    candidates: &'a [Candidate],
    entries: Vec<Entry>,
    /// Markers in their order, by the index of the candidate, each with its note.
    calls: Vec<(usize, Option<usize>)>,
    dropped: HashSet<Node>,
}

/// A link from a note back to the text.
struct Back {
    link: Node,
    to: Goal,
}

/// Where a link back leads.
enum Goal {
    /// To a marker, by its place in `calls`.
    Marker(usize),
    /// To a name that nothing bears.
    Missing(String),
    /// To another place: the top of the page, or wherever a program takes the reader.
    Elsewhere,
}

impl Assembly<'_> {
    /// The note in which a node stands.
    fn note_around(&self, node: Node) -> Option<usize> {
        let order = self.pages.order(node);
        let next = self
            .entries
            .partition_point(|entry| self.pages.order(entry.first) <= order);
        let index = next.checked_sub(1)?;
        (order < self.pages.end(self.entries[index].last)).then_some(index)
    }

    /// The note that a candidate leads to.
    fn called(&self, index: usize) -> Option<usize> {
        let target = self.candidates[index].link.target?;
        let holder = self.candidates[index].holder.unwrap_or(target);
        self.note_around(target)
            .or_else(|| self.note_around(holder))
    }

    /// Whether a link stands in a note and looks like words of it: a reference from note to note.
    fn is_reference(&self, index: usize) -> bool {
        let candidate = &self.candidates[index];
        let around = self.note_around(candidate.link.node);
        around.is_some()
            && (around == self.called(index) || !candidate.is_said && !candidate.is_set_off)
    }

    /// Adds the markers that lead nowhere, to what is no note, or to a note with which they have nothing in common.
    fn stray(&mut self, calls: &[usize]) {
        let known: HashSet<usize> = calls.iter().copied().collect();
        let shapes: HashSet<String> = self
            .calls
            .iter()
            .map(|&(index, _)| shape(&self.candidates[index].link.key))
            .collect();
        for (index, candidate) in self.candidates.iter().enumerate() {
            let is_out = candidate.is_aside || self.note_around(candidate.link.node).is_some();
            if known.contains(&index) || is_out {
                continue;
            }
            let Some(shown) = &candidate.shown else {
                continue;
            };
            let key = &candidate.link.key;
            let is_alike =
                shapes.contains(&shape(key)) && key.contains(|c: char| c.is_ascii_digit());
            let digits = key
                .rsplit(|c: char| !c.is_ascii_digit())
                .find(|digits| !digits.is_empty());
            let is_telling = element::is_note_name(key)
                && digits == Some(shown.label.as_str())
                && candidate.is_set_off;
            let note = self.called(index);
            let is_stray = match candidate.link.target {
                _ if note.is_some() => candidate.is_said || is_alike,
                None => candidate.is_said || is_alike || is_telling,
                Some(target) => {
                    (candidate.is_said || is_alike && candidate.is_set_off)
                        && !self.pages.holds(target, candidate.link.node)
                }
            };
            if is_stray {
                self.calls.push((index, note));
            }
        }
    }

    fn notation(mut self) -> Notation {
        let backs: Vec<Vec<Back>> = (0..self.entries.len())
            .map(|note| self.backs(note))
            .collect();
        let shown = self.shown();
        for (note, backs) in backs.iter().enumerate() {
            self.drop_backs(note, backs, &shown[note]);
        }
        let (labels, lists) = labelling::label(self.pages, &self.entries, &shown, &self.dropped);
        let notes = self.notes(labels, &backs);
        let calls = (0..self.calls.len())
            .map(|call| self.call(call, &notes))
            .collect();
        Notation {
            note_at: notes
                .iter()
                .enumerate()
                .map(|(index, note)| (note.first, index))
                .collect(),
            calls,
            warnings: self.warnings(),
            notes,
            dropped: self.dropped,
            margins: HashSet::new(),
            lists,
        }
    }

    /// For each note the labels that its markers show.
    fn shown(&self) -> Vec<Vec<String>> {
        let mut shown = vec![Vec::new(); self.entries.len()];
        for &(index, note) in &self.calls {
            if let (Some(note), Some(label)) = (note, &self.candidates[index].shown) {
                shown[note].push(label.label.clone());
            }
        }
        shown
    }

    fn notes(&self, labels: Vec<Labelled>, backs: &[Vec<Back>]) -> Vec<Found> {
        let entries = self.entries.iter().zip(labels).zip(backs);
        entries
            .map(|((entry, label), backs)| Found {
                first: entry.first,
                last: entry.last,
                label: label.label,
                written: label.written,
                counted: label.counted,
                list: label.list,
                backlinks: backs
                    .iter()
                    .filter_map(|back| match &back.to {
                        Goal::Marker(call) => Some(self.key(*call)),
                        Goal::Missing(name) => Some(name.clone()),
                        Goal::Elsewhere => None,
                    })
                    .collect(),
            })
            .collect()
    }

    /// The name by which notes lead back to a marker.
    fn key(&self, call: usize) -> String {
        let (index, _) = self.calls[call];
        let place = self.pages.order(self.candidates[index].link.node);
        format!("marker {place}")
    }

    fn call(&self, call: usize, notes: &[Found]) -> (Node, Call) {
        let (index, note) = self.calls[call];
        let candidate = &self.candidates[index];
        let shown = candidate.shown.as_ref().map(|shown| shown.label.clone());
        // `2019` is the year of a work unless its note bears that number.
        let label = shown.filter(|label| {
            !label::is_year(label) || note.is_none_or(|note| notes[note].label == *label)
        });
        let target = note.map_or_else(
            || candidate.link.key.clone(),
            |note| name(self.pages, &notes[note]),
        );
        let call = Call {
            label,
            key: self.key(call),
            target,
            note,
            is_counted: false,
        };
        (candidate.whole, call)
    }

    /// The links of a note that lead back.
    fn backs(&self, note: usize) -> Vec<Back> {
        let tree = &self.pages.tree;
        let entry = self.entries[note];
        let mut backs = Vec::new();
        let parts = std::iter::successors(Some(entry.first), |&part| {
            tree.next(part).filter(|_| part != entry.last)
        });
        for link in parts
            .flat_map(|part| tree.within(part))
            .filter(|&node| tree.name(node) == "a")
        {
            if self.is_call(link) {
                continue;
            }
            let said = element::is_back(tree, link)
                || label::is_way_back(&self.pages.text(link, label::LONGEST));
            let order = self.pages.order(link);
            let found = self
                .links
                .binary_search_by_key(&order, |link| self.pages.order(link.node))
                .ok();
            let found = found.map(|index| &self.links[index]);
            let target = found.and_then(|found| found.target);
            let to = match (
                target.and_then(|target| self.call_near(target, note)),
                found,
            ) {
                (Some(call), _) => Goal::Marker(call),
                (None, Some(found)) if said && target.is_none() => Goal::Missing(found.key.clone()),
                _ if said => Goal::Elsewhere,
                _ => continue,
            };
            backs.push(Back { link, to });
        }
        backs
    }

    /// Whether a link is itself a marker.
    fn is_call(&self, node: Node) -> bool {
        let order = self.pages.order(node);
        let found = self.calls.binary_search_by_key(&order, |&(index, _)| {
            self.pages.order(self.candidates[index].link.node)
        });
        found.is_ok()
    }

    /// The marker at a place, the one that calls this note before any other.
    fn call_near(&self, place: Node, note: usize) -> Option<usize> {
        let order =
            |call: &(usize, Option<usize>)| self.pages.order(self.candidates[call.0].link.node);
        let next = self
            .calls
            .partition_point(|call| order(call) < self.pages.order(place));
        let from = next.saturating_sub(1);
        let near = (from..self.calls.len()).take(40).filter(|&call| {
            is_near(
                self.pages,
                place,
                self.candidates[self.calls[call].0].link.node,
            )
        });
        let near: Vec<usize> = near.collect();
        let own = near.iter().find(|&&call| self.calls[call].1 == Some(note));
        own.or(near.first()).copied()
    }

    /// Leaves out the links back of a note, with the signs around them; a first one may be its label.
    fn drop_backs(&mut self, note: usize, backs: &[Back], called: &[String]) {
        let first = self.entries[note].first;
        let pages = self.pages;
        let is_label = |back: &Back| {
            let shown = label::shown(&pages.text(back.link, label::LONGEST));
            pages.begins(first, back.link)
                && backs
                    .iter()
                    .filter(|other| pages.is_next_to(back.link, other.link))
                    .count()
                    == 0
                && shown.is_some_and(|shown| {
                    called.contains(&shown.label) || shown.label.parse::<u32>().is_ok()
                })
        };
        let links: HashSet<Node> = backs
            .iter()
            .filter(|back| !is_label(back))
            .map(|back| back.link)
            .collect();
        for &link in &links {
            let mut whole = link;
            while let Some(parent) = pages.tree.parent(whole)
                && parent != first
                && !element::is_block(pages.tree.name(parent))
                && pages.holds(first, parent)
                && pages
                    .text_without(parent, label::LONGEST, |node| links.contains(&node))
                    .chars()
                    .all(|c| !c.is_alphanumeric())
            {
                whole = parent;
            }
            self.dropped.insert(whole);
        }
    }

    fn warnings(&self) -> Vec<String> {
        let called: HashSet<&str> = self
            .calls
            .iter()
            .map(|&(index, _)| self.candidates[index].link.key.as_str())
            .collect();
        let mut seen = HashSet::new();
        let doubled = self
            .pages
            .doubled
            .iter()
            .filter(|key| called.contains(key.as_str()) && seen.insert(key.as_str()));
        doubled
            .map(|key| format!("several elements have the name “{key}”; links lead to the first"))
            .collect()
    }
}

/// The name by which markers know a note.
pub(super) fn name(pages: &Pages<'_>, note: &Found) -> String {
    format!("note {}", pages.order(note.first))
}

/// A name with its numbers taken out: `fn:12` is of one shape with `fn:7`.
fn shape(key: &str) -> String {
    let mut shape = String::with_capacity(key.len());
    for character in key.chars() {
        if !character.is_ascii_digit() {
            shape.push(character);
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}
