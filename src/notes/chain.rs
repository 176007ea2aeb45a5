//! Chains of openings whose labels count up: note lists, and numbered lists of other kinds.

use std::collections::HashMap;

use super::opening::{Opening, Shape};

/// What it costs to begin a chain at another number than 1.
const LATE_START: f32 = 1.5;
/// What the next number in turn is worth: a line that begins with a number by chance hits it once in twenty times.
const NEXT: f32 = 3.0;
/// What each skipped number costs.
const SKIPPED: f32 = 1.2;
/// How many numbers one step may skip.
const MOST_SKIPPED: u32 = 8;
/// What it costs to bear the label of the one before. Where the number that follows it is skipped, the second of the
/// two stands in its place, and going on from there is no skip.
const REPEATED: f32 = 1.0;
/// What it costs to go on behind a place where the counting began anew, if the new count has not come as far.
const ACROSS_RESTART: f32 = 6.0;
/// What it costs to pass over a nearer opening with the same label.
const PASSED_OVER: f32 = 2.5;
/// How many links are kept open for each number.
const KEPT: usize = 8;

/// Openings of one shape that count up, as indices into the openings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    /// The openings, in the order of the text.
    pub(super) openings: Vec<usize>,
    /// How plausible the chain is by itself.
    pub(super) score: f32,
}

#[derive(Clone, Copy)]
struct Link {
    opening: usize,
    score: f32,
    before: Option<usize>,
    restarts: u32,
    repeats: bool,
}

/// Finds the chains of one shape; no opening is in two of them. They come in the order of the text.
///
/// `fences` are the lines of the headings of note lists: a chain rarely goes on from one side of them to the other.
pub(super) fn chains(openings: &[Opening], shape: Shape, fences: &[usize]) -> Vec<Chain> {
    let links = link(openings, shape, fences);
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by(|&a, &b| links[b].score.total_cmp(&links[a].score).then(a.cmp(&b)));
    let mut used = vec![false; openings.len()];
    let mut found = Vec::new();
    for end in order {
        let mut at = Some(end);
        let mut members = Vec::new();
        while let Some(index) = at.filter(|&index| !used[links[index].opening]) {
            used[links[index].opening] = true;
            members.push(index);
            at = links[index].before;
        }
        let (Some(&last), Some(_)) = (members.first(), members.last()) else {
            continue;
        };
        // A chain that another has cut short is worth what is left of it.
        let score = links[last].score - at.map_or(0.0, |index| links[index].score);
        members.reverse();
        found.push(Chain {
            openings: members.iter().map(|&index| links[index].opening).collect(),
            score,
        });
    }
    found.sort_by_key(|chain| chain.openings[0]);
    found
}

/// Links each opening of the shape to the best chain that it can continue.
fn link(openings: &[Opening], shape: Shape, fences: &[usize]) -> Vec<Link> {
    let members: Vec<(usize, u32)> = openings
        .iter()
        .enumerate()
        .filter(|(_, opening)| opening.shape == shape)
        .filter_map(|(index, opening)| Some((index, opening.value()?)))
        .collect();
    let mut links: Vec<Link> = Vec::with_capacity(members.len());
    let mut open: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut restarts = 0;
    let mut fences = fences.iter().peekable();
    for (position, &(opening, value)) in members.iter().enumerate() {
        while fences
            .next_if(|&&line| line < openings[opening].line)
            .is_some()
        {
            restarts += 1;
        }
        // A 1 that a 2 follows begins to count anew.
        if value == 1
            && members[position + 1..]
                .iter()
                .take(3)
                .any(|&(_, next)| next == 2)
        {
            restarts += 1;
        }
        let weight = openings[opening].weight;
        let start = if value == 1 { 0.0 } else { -LATE_START };
        let fresh = Link {
            opening,
            score: weight + start,
            before: None,
            restarts,
            repeats: false,
        };
        let (mut plain, mut repeat) = (fresh, None::<Link>);
        let in_turn = |link: &usize| links[*link].restarts == restarts;
        let goes_on = value > 1
            && open
                .get(&(value - 1))
                .is_some_and(|ends| ends.last().is_some_and(in_turn));
        for (step, rank, before) in continued(&open, &links, value) {
            let from = links[before];
            if goes_on && from.restarts < restarts {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a count of restarts is small")]
            let across = (restarts - from.restarts) as f32 * ACROSS_RESTART;
            let score = from.score + gain(step, from.repeats) + weight - across - passed_over(rank);
            let link = Link {
                score,
                before: Some(before),
                repeats: step == 0,
                ..fresh
            };
            if step > 0 && score > plain.score {
                plain = link;
            } else if step == 0 && repeat.is_none_or(|best| score > best.score) {
                repeat = Some(link);
            }
        }
        let ends = open.entry(value).or_default();
        // Whether a label is one too many shows only by what follows, so both readings are kept.
        for link in std::iter::once(plain).chain(repeat) {
            ends.push(links.len());
            links.push(link);
        }
        ends.drain(..ends.len().saturating_sub(KEPT));
    }
    links
}

/// The links that a label of `value` could follow, each with the step from there and its rank among the openings of its
/// own label, the nearest first.
fn continued(
    open: &HashMap<u32, Vec<usize>>,
    links: &[Link],
    value: u32,
) -> impl Iterator<Item = (u32, usize, usize)> {
    let steps = (0..=MOST_SKIPPED + 1)
        .filter_map(move |step| Some((step, open.get(&value.checked_sub(step)?)?)));
    steps.flat_map(move |(step, ends)| {
        let nearest = ends.last().map(|&end| links[end].opening);
        ends.iter().rev().map(move |&end| {
            let rank = usize::from(nearest != Some(links[end].opening));
            (step, rank, end)
        })
    })
}

fn passed_over(rank: usize) -> f32 {
    if rank == 0 { 0.0 } else { PASSED_OVER }
}

/// What a step is worth; `repeats` says that the opening before bears the label of its own forerunner.
fn gain(step: u32, repeats: bool) -> f32 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a step skips a few numbers at most"
    )]
    match step {
        0 => -REPEATED,
        1 => NEXT,
        2 if repeats => NEXT,
        _ => -SKIPPED * (step - 1) as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;
    use crate::notes::Label;

    fn opening(line: usize, value: u32) -> Opening {
        Opening {
            line,
            shape: Shape::Dot,
            label: Label::Number(value),
            span: Span::new(line, line + 1),
            weight: 1.0,
        }
    }

    fn values(numbers: &[u32]) -> Vec<Vec<u32>> {
        let openings: Vec<Opening> = numbers
            .iter()
            .enumerate()
            .map(|(line, &value)| opening(line, value))
            .collect();
        let mut chains = chains(&openings, Shape::Dot, &[]);
        chains.retain(|chain| chain.openings.len() > 1);
        chains
            .iter()
            .map(|chain| chain.openings.iter().map(|&index| numbers[index]).collect())
            .collect()
    }

    #[test]
    fn a_chain_counts_up_and_leaves_strangers_out() {
        assert_eq!(values(&[1, 2, 3, 1997, 4, 5]), [vec![1, 2, 3, 4, 5]]);
        assert_eq!(
            values(&[1, 2, 4, 5]),
            [vec![1, 2, 4, 5]],
            "a note is missing"
        );
        assert_eq!(
            values(&[1, 2, 3, 3, 5, 6]),
            [vec![1, 2, 3, 3, 5, 6]],
            "a label stands twice"
        );
    }

    #[test]
    fn counting_anew_begins_a_chain_of_its_own() {
        assert_eq!(
            values(&[1, 2, 3, 1, 2, 1, 2, 3, 4]),
            [vec![1, 2, 3], vec![1, 2], vec![1, 2, 3, 4]]
        );
    }

    #[test]
    fn a_list_of_the_text_does_not_break_the_notes() {
        assert_eq!(
            values(&[1, 2, 3, 1, 2, 3, 4, 5, 6, 7]),
            [vec![1, 2, 3], vec![1, 2, 3, 4, 5, 6, 7]]
        );
    }
}
