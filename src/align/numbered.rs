//! The labels of one list, and which notes stand near them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use crate::notes::{Apparatus, ListKind};

use super::evidence::{Context, Evidence};

/// How far offsets are looked for at least and at most.
pub(super) const LEAST_REACH: usize = 4;
pub(super) const MOST_REACH: usize = 12;

/// The labels of one list and who may answer them.
pub(super) struct Numbered {
    pub(super) list: usize,
    pub(super) labels: Vec<u32>,
    /// For each label its markers.
    pub(super) markers: Vec<Vec<usize>>,
    pub(super) contexts: Vec<Context>,
    /// The note of each label.
    pub(super) notes: BTreeMap<u32, usize>,
}

impl Numbered {
    /// The numbered labels of a list; `None` where the list is not numbered or its labels are links.
    ///
    /// `called_by` are the indices of the markers that call into the list.
    pub(super) fn new(
        apparatus: &Apparatus,
        list: usize,
        called_by: &[usize],
        evidence: &Evidence,
    ) -> Option<Self> {
        let mut notes: BTreeMap<u32, usize> = BTreeMap::new();
        let (mut all, mut doubles) = (0, Vec::new());
        for (index, note) in apparatus.notes_of(list) {
            all += 1;
            let Some(value) = note.label.value() else {
                continue;
            };
            match notes.entry(value) {
                Entry::Occupied(_) => doubles.push((value, index)),
                Entry::Vacant(free) => {
                    free.insert(index);
                }
            }
        }
        let native = apparatus.lists[list].kind == ListKind::Native;
        if native {
            // Of two definitions of one label the first counts, and nobody sees the other.
            all -= doubles.len();
            doubles.clear();
        }
        // Of two notes with one label, the second bears the label that is missing behind it.
        for (value, index) in doubles {
            notes.entry(value + 1).or_insert(index);
        }
        let running = notes.len() == all
            && notes
                .keys()
                .copied()
                .eq(1..=u32::try_from(all).unwrap_or(u32::MAX));
        if notes.is_empty() || native && !running || apparatus.lists[list].is_automatic {
            return None;
        }
        let mut markers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &index in called_by {
            if let Some(value) = apparatus.markers[index].label.value() {
                markers.entry(value).or_default().push(index);
            }
        }
        if markers.is_empty() {
            return None;
        }
        let contexts = markers
            .values()
            .map(|markers| evidence.pooled(markers))
            .collect();
        let (labels, markers) = markers.into_iter().unzip();
        Some(Self {
            list,
            labels,
            markers,
            contexts,
            notes,
        })
    }

    /// From the first to the last note of the list; a paper has as many lists as it likes, and each costs what it holds.
    pub(super) fn stretch(&self) -> Range<usize> {
        let notes = || self.notes.values().copied();
        notes().min().unwrap_or(0)..notes().max().map_or(0, |last| last + 1)
    }

    /// The lowest and the highest note label.
    pub(super) fn ends(&self) -> (u32, u32) {
        let low = self.notes.keys().next().copied().unwrap_or(1);
        let high = self.notes.keys().next_back().copied().unwrap_or(1);
        (low, high)
    }

    /// How far from no offset others are looked for.
    pub(super) fn reach(&self) -> usize {
        let last = |labels: Option<&u32>| labels.copied().unwrap_or(0);
        let difference = last(self.labels.last()).abs_diff(last(self.notes.keys().next_back()));
        (difference as usize + 2).clamp(LEAST_REACH, MOST_REACH)
    }

    /// The note that stands at an offset from a label; the states run from −`reach` to `reach`.
    pub(super) fn note_at(&self, at: usize, state: usize, reach: usize) -> Option<usize> {
        self.note_from(self.labels[at], offset(state, reach))
    }

    /// The note whose label is so much higher than another.
    pub(super) fn note_from(&self, label: u32, offset: i64) -> Option<usize> {
        let value = i64::from(label) + offset;
        self.notes.get(&u32::try_from(value).ok()?).copied()
    }
}

/// The offset that a state stands for.
pub(super) fn offset(state: usize, reach: usize) -> i64 {
    i64::try_from(state).unwrap_or(0) - i64::try_from(reach).unwrap_or(0)
}
