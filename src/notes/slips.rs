//! Markers whose number is wrong: no note bears it, or it is far out of its turn, and so the sequence left it out.

use std::collections::HashSet;

use super::MarkerStyle;
use super::candidate::Candidate;
use super::sequence::{Taken, Target};

/// Only what is set off as clearly as this is a marker although its number makes no sense.
const SURE: f32 = 5.0;
/// From this number on it is rather a year.
const YEAR: u32 = 1_000;
/// One number in brackets beyond the list is a slip among at least so many markers; several may be anything.
const AMONG: usize = 5;

/// Takes out all markers of a list of which less than half have a note: numbers in round brackets that count something else.
pub(super) fn drop_unanswered(candidates: &[Candidate], taken: &mut Vec<Taken>, labels: &[&[u32]]) {
    let called: HashSet<(usize, u32)> = (taken.iter())
        .flat_map(|taken| {
            let parts = candidates[taken.candidate].parts.iter();
            parts.map(|part| (taken.target, part.value))
        })
        .collect();
    let borne: HashSet<(usize, u32)> = (labels.iter().enumerate())
        .flat_map(|(target, labels)| labels.iter().map(move |&label| (target, label)))
        .collect();
    let answered = called.intersection(&borne);
    if answered.count() * 2 < called.len() {
        taken.clear();
    }
}

/// The slips among the candidates that were not taken; `is_open` says which may be markers at all.
pub(super) fn find(
    candidates: &[Candidate],
    taken: &[Taken],
    target: &Target,
    is_open: impl Fn(usize, &Candidate) -> bool,
) -> Vec<Taken> {
    let known: HashSet<usize> = taken.iter().map(|taken| taken.candidate).collect();
    let is_left = |index: usize| {
        let candidate = &candidates[index];
        let is_one = candidate.parts.len() == 1 && candidate.parts[0].value < YEAR;
        is_one && candidate.odds >= SURE && !known.contains(&index) && is_open(index, candidate)
    };
    let called: HashSet<u32> = (taken.iter())
        .flat_map(|taken| &candidates[taken.candidate].parts)
        .map(|part| part.value)
        .collect();
    let value = |taken: &Taken| {
        candidates[taken.candidate]
            .parts
            .last()
            .map(|part| part.value)
    };
    let mut found = Vec::new();
    for pair in taken.windows(2) {
        let (Some(low), Some(high)) = (value(&pair[0]), value(&pair[1])) else {
            continue;
        };
        let skips = high == low.saturating_add(2) && !called.contains(&(low + 1));
        if skips && target.bears(low + 1) {
            let mut between =
                (pair[0].candidate + 1..pair[1].candidate).filter(|&index| is_left(index));
            let only = between.next().filter(|_| between.next().is_none());
            found.extend(only);
        }
    }
    let last = target.labels.last().copied().unwrap_or(0);
    let mut beyond = (0..candidates.len()).filter(|&index| {
        let candidate = &candidates[index];
        candidate.style == MarkerStyle::Bracket && candidate.parts[0].value > last && is_left(index)
    });
    if let Some(only) = beyond.next()
        && beyond.next().is_none()
        && taken.len() >= AMONG
        && !found.contains(&only)
    {
        found.push(only);
    }
    let slip = |candidate| Taken {
        candidate,
        target: 0,
    };
    found.into_iter().map(slip).collect()
}
