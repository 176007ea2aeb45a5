//! Numbers for terms.
//!
//! The notes are read first. Once the keys are closed, the running text is only looked up: most of its terms no note has,
//! and to write them all down would take longer than the rest of the alignment.

use rustc_hash::FxHashMap;

/// The key of a term that no note has.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// The key of every term that was met, and its rank.
#[derive(Debug, Default)]
pub(super) struct Keys {
    texts: FxHashMap<Box<str>, u32>,
    /// Two neighbouring words, by their keys.
    pairs: FxHashMap<(u32, u32), u32>,
    count: u32,
    closed: bool,
    /// For each key its place in the order in which the running text first has them; [`UNKNOWN`] before that.
    ranks: Vec<u32>,
    ranked: u32,
}

impl Keys {
    /// From here on, terms that were not met before are [`UNKNOWN`].
    pub(super) fn close(&mut self) {
        self.closed = true;
        self.ranks = vec![UNKNOWN; self.count as usize];
    }

    /// How many terms the running text has of those that were met before the keys were closed.
    pub(super) fn ranked(&self) -> usize {
        self.ranked as usize
    }

    /// The rank of a key; [`UNKNOWN`] where the running text does not have it.
    pub(super) fn rank(&self, key: u32) -> u32 {
        self.ranks.get(key as usize).copied().unwrap_or(UNKNOWN)
    }

    /// Ranks a key whose term the running text has.
    pub(super) fn meet(&mut self, key: u32) {
        if let Some(rank) = self.ranks.get_mut(key as usize)
            && *rank == UNKNOWN
        {
            *rank = self.ranked;
            self.ranked += 1;
        }
    }

    /// The key of a term, as it is written.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        if let Some(&key) = self.texts.get(text) {
            self.meet(key);
            return key;
        }
        if self.closed {
            return UNKNOWN;
        }
        let key = self.next();
        self.texts.insert(text.into(), key);
        key
    }

    /// The key of two neighbouring words.
    pub(super) fn pair(&mut self, one: u32, two: u32) -> u32 {
        if one == UNKNOWN || two == UNKNOWN {
            return UNKNOWN;
        }
        if let Some(&key) = self.pairs.get(&(one, two)) {
            self.meet(key);
            return key;
        }
        if self.closed {
            return UNKNOWN;
        }
        let key = self.next();
        self.pairs.insert((one, two), key);
        key
    }

    fn next(&mut self) -> u32 {
        let key = self.count;
        self.count = self.count.saturating_add(1);
        key
    }
}
