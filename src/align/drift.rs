//! One list from its evidence to what is told of it: origins, segments, answers, and notes in each other's place.

use crate::notes::Label;

use super::associations::Associations;
use super::chain::{Links, Posterior};
use super::evidence::Evidence;
use super::numbered::Numbered;
use super::order;
use super::origins::origins;
use super::pairs::Pairs;
use super::weights::Weights;
use super::{Alignment, Origin, OriginKind, Segment};

/// The probability of a list that does not drift above which no drift is told.
const DOUBT: f64 = 0.35;
/// Strengths of the evidence that are tried on each document; the one that makes its pairs likeliest is kept.
const STRENGTHS: [f64; 5] = [0.25, 0.5, 0.75, 1.0, 1.3];

/// Aligns one list and writes what it finds into the alignment.
pub(super) fn follow(
    numbered: &Numbered,
    evidence: &Evidence,
    weights: &Weights,
    alignment: &mut Alignment,
) {
    let reach = numbered.reach();
    let pairs = Pairs::new(numbered, reach, evidence, weights);
    let links = Links::new(numbered, evidence, reach, weights);
    let (strength, path) = strongest(&links, &pairs, weights);
    let posterior = {
        let associations = Associations::new(numbered, reach, evidence, &path);
        let told = pairs
            .associated(&associations, weights)
            .tell(strength, weights);
        links.posterior(&told)
    };
    let mut origins = if pairs.is_neutral() || posterior.straight > DOUBT {
        Vec::new()
    } else {
        origins(numbered, reach, &posterior)
    };
    let mut swaps = order::crossed(numbered, &mut origins);
    alignment.certain &= is_certain(&origins, &posterior, numbered, reach);
    answer(numbered, &origins, alignment);
    alignment.segments.extend(segments(numbered, &origins));
    if origins.is_empty() {
        for swap in order::swaps(numbered, strength, |at, state| {
            pairs.score(at, state, reach)
        }) {
            if swaps.iter().all(|known| known.first != swap.first) {
                swaps.push(swap);
            }
        }
        swaps.sort_by_key(|swap| swap.first);
    }
    alignment.swaps.extend(swaps);
    alignment.origins.extend(origins);
}

/// The document's own habit decides how much a shared word tells: the strength at which its evidence is likeliest, and
/// for each label the likeliest state.
fn strongest(links: &Links, pairs: &Pairs, weights: &Weights) -> (f64, Vec<usize>) {
    let mut best = (STRENGTHS[0], pairs.tell(STRENGTHS[0], weights));
    let mut most = links.likelihood(&best.1);
    for &strength in &STRENGTHS[1..] {
        let told = pairs.tell(strength, weights);
        let likelihood = links.likelihood(&told);
        if likelihood > most {
            (best, most) = ((strength, told), likelihood);
        }
    }
    let (strength, told) = best;
    (strength, links.likeliest(&told))
}

/// The answers behind the first origin follow the origins.
fn answer(numbered: &Numbered, origins: &[Origin], alignment: &mut Alignment) {
    if origins.is_empty() {
        return;
    }
    for (at, &label) in numbered.labels.iter().enumerate() {
        let offset = offset_of(origins, label);
        let note = offset.and_then(|offset| numbered.note_from(label, offset.into()));
        for &marker in &numbered.markers[at] {
            alignment.answers[marker] = note;
        }
    }
}

/// The offset at which a label is answered; `None` where its own note is missing.
fn offset_of(origins: &[Origin], label: u32) -> Option<i32> {
    let is_its_own =
        |origin: &Origin| origin.kind == OriginKind::MissingNote && origin.label == label;
    if origins.iter().any(is_its_own) {
        return None;
    }
    let last = origins.iter().rev().find(|origin| origin.first <= label);
    Some(last.map_or(0, |origin| origin.after))
}

fn segments(numbered: &Numbered, origins: &[Origin]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for &label in &numbered.labels {
        let Some(offset) = offset_of(origins, label) else {
            continue;
        };
        match out.last_mut() {
            Some(segment) if segment.offset == offset => segment.last = Label::Number(label),
            _ => out.push(Segment {
                list: numbered.list,
                first: Label::Number(label),
                last: Label::Number(label),
                offset,
            }),
        }
    }
    out
}

/// Whether no other reading of the list is worth a thought.
fn is_certain(
    origins: &[Origin],
    posterior: &Posterior,
    numbered: &Numbered,
    reach: usize,
) -> bool {
    if origins.is_empty() {
        let width = 2 * reach + 1;
        return (0..numbered.labels.len()).all(|at| posterior.state[at * width + reach] >= 0.95);
    }
    origins
        .iter()
        .all(|origin| origin.probability >= 0.95 && origin.earliest == origin.latest)
}
