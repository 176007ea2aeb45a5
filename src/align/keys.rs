//! Numbers for terms.
//!
//! The notes are read first. Once the keys are closed, the running text is only looked up: most of its terms no note has,
//! and to write them all down would take longer than the rest of the alignment.
//!
//! What is written stays known from paper to paper, since the papers of a folder use the same words; what counts for a
//! paper is only what its own notes have. Which number a term has therefore depends on the papers before, and must not
//! decide anything: its rank, which does not, takes its place.

use rustc_hash::FxHashMap;

/// The key of a term that no note has.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// The rank of a term that some note has and the running text, so far, has not.
const UNMET: u32 = u32::MAX - 1;
/// The key of the first pair; single terms have lower ones.
const FIRST_PAIR: u32 = 1 << 31;

/// The key of every term that was met, and its rank.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The single terms of this paper and of those before.
    texts: FxHashMap<Box<str>, u32>,
    /// Two neighbouring words of this paper, by their keys.
    pairs: FxHashMap<(u32, u32), u32>,
    closed: bool,
    /// For each single term its place in the order in which the running text first has the terms; [`UNMET`] before
    /// that, and [`UNKNOWN`] while no note of this paper has it.
    text_ranks: Vec<u32>,
    /// The same for each pair.
    pair_ranks: Vec<u32>,
    ranked: u32,
}

impl Keys {
    /// How much is kept.
    pub(super) fn kept(&self) -> usize {
        self.texts.len().max(self.pairs.capacity())
    }

    /// Opens the keys for the notes of another paper.
    pub(super) fn open(&mut self) {
        self.closed = false;
        self.pairs.clear();
        self.text_ranks.fill(UNKNOWN);
        self.pair_ranks.clear();
        self.ranked = 0;
    }

    /// From here on, terms that no note has are [`UNKNOWN`].
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// How many terms the running text has of those that the notes have.
    pub(super) fn ranked(&self) -> usize {
        self.ranked as usize
    }

    /// The rank of a key; [`UNKNOWN`] where the running text does not have it.
    pub(super) fn rank(&self, key: u32) -> u32 {
        let rank = match key.checked_sub(FIRST_PAIR) {
            None => self.text_ranks.get(key as usize),
            Some(pair) => self.pair_ranks.get(pair as usize),
        };
        rank.copied()
            .filter(|rank| *rank != UNMET)
            .unwrap_or(UNKNOWN)
    }

    /// The key of a term, as it is written.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        match self.texts.get(text) {
            Some(&key) => self.meet(key),
            None if self.closed => UNKNOWN,
            None => {
                let key = self.keep(text);
                self.meet(key)
            }
        }
    }

    /// The number under which a term is kept, whether or not this paper has it; [`Self::meet`] makes it a key.
    pub(super) fn keep(&mut self, text: &str) -> u32 {
        if let Some(&kept) = self.texts.get(text) {
            return kept;
        }
        let kept = u32::try_from(self.text_ranks.len()).unwrap_or(UNKNOWN);
        self.text_ranks.push(UNKNOWN);
        self.texts.insert(text.into(), kept);
        kept
    }

    /// The key of a term that is kept, now that this paper has it.
    pub(super) fn meet(&mut self, kept: u32) -> u32 {
        let Some(rank) = self.text_ranks.get_mut(kept as usize) else {
            return UNKNOWN;
        };
        if !self.closed {
            *rank = UNMET;
            return kept;
        }
        if *rank == UNKNOWN {
            return UNKNOWN;
        }
        settle(rank, &mut self.ranked);
        kept
    }

    /// The key of two neighbouring words.
    pub(super) fn pair(&mut self, one: u32, two: u32) -> u32 {
        if one == UNKNOWN || two == UNKNOWN {
            return UNKNOWN;
        }
        if self.closed {
            let Some(&pair) = self.pairs.get(&(one, two)) else {
                return UNKNOWN;
            };
            settle(&mut self.pair_ranks[pair as usize], &mut self.ranked);
            return FIRST_PAIR + pair;
        }
        let next = u32::try_from(self.pair_ranks.len()).unwrap_or(UNKNOWN);
        let pair = *self.pairs.entry((one, two)).or_insert(next);
        if pair == next {
            self.pair_ranks.push(UNMET);
        }
        FIRST_PAIR + pair
    }
}

/// Gives a term of the notes that the running text has its rank, where it has none yet.
fn settle(rank: &mut u32, ranked: &mut u32) {
    if *rank == UNMET {
        *rank = *ranked;
        *ranked += 1;
    }
}
