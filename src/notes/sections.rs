//! Short lists without a heading, one behind each letter or chapter: by itself none of them looks like a list of notes, but
//! each answers exactly the markers in front of it.

use std::collections::HashSet;

use super::MarkerStyle;
use super::candidate::Candidate;
use super::chain::Chain;
use super::opening::Opening;

/// Fewer lists than this may answer the numbers before them by chance.
const FEWEST: usize = 3;
/// A candidate with these odds is a marker wherever it stands.
const SURE: f32 = 5.0;

/// The chains that answer the numbers which stand between them and the chain before: `[1]`, `[2]`, and then `1.`, `2.`.
/// None, where there are few such.
pub(super) fn answered(
    openings: &[Opening],
    chains: &[Chain],
    candidates: &[Candidate],
) -> HashSet<usize> {
    let starts: HashSet<usize> = chains
        .iter()
        .flat_map(|chain| &chain.openings)
        .map(|&index| openings[index].span.start)
        .collect();
    let sure: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| is_sure(candidate) && !starts.contains(&candidate.token.start))
        .collect();
    let mut found = HashSet::new();
    let (mut labels, mut from) = (0, 0);
    for (index, chain) in chains.iter().enumerate() {
        let start = openings[chain.openings[0]].span.start;
        let to = sure.partition_point(|candidate| candidate.token.start < start);
        let called = sure[from.min(to)..to]
            .iter()
            .flat_map(|candidate| &candidate.parts);
        let mut called: Vec<u32> = called.map(|part| part.value).collect();
        called.dedup();
        let borne: Vec<u32> = (chain.openings.iter())
            .filter_map(|&index| openings[index].value())
            .collect();
        if borne.first() == Some(&1) && called == borne {
            found.insert(index);
            labels += borne.len();
            from = to;
        } else if !called.is_empty() && borne.first() == Some(&1) {
            from = to;
        }
    }
    if found.len() < FEWEST || labels <= FEWEST {
        found.clear();
    }
    found
}

fn is_sure(candidate: &Candidate) -> bool {
    let is_set_off = matches!(
        candidate.style,
        MarkerStyle::Bracket | MarkerStyle::Superscript | MarkerStyle::EastAsian
    );
    is_set_off && candidate.odds >= SURE
}
