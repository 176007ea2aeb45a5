//! Which candidates are markers: the sequence decides.
//!
//! The candidates are read in the order of the text. The state is the list being called and its *frontier*, the highest
//! label called so far. A marker usually calls the label behind the frontier; in a bibliography it may repeat any before
//! it. Each candidate is taken or left so that the sum of log-odds over the whole paper is greatest.

use std::collections::HashMap;

use super::candidate::Candidate;
use crate::document::Span;

/// How many states are kept after each candidate.
const BEAM: usize = 16;
/// A state this far behind the best is given up.
const HOPELESS: f32 = 30.0;

/// A candidate with odds below this is taken only as the next label in turn.
const FAINT: f32 = -3.0;

/// Log-odds of the label behind the frontier: a number that is no marker hits it by chance once in about thirty times.
const NEXT: f32 = 3.5;
/// Of a label that no note bears, when it is next in turn, and otherwise.
const UNKNOWN_NEXT: f32 = -1.5;
const UNKNOWN: f32 = -7.0;
/// Of counting anew in the next list.
const RESTART: f32 = -1.0;
/// Of skipping labels: for one, and for each further.
const SKIP: f32 = -1.5;
const SKIP_MORE: f32 = -1.2;
/// Of the first label beyond the end of the list: a list is rarely short of notes.
const BEYOND: f32 = -4.0;
/// Of going on with the old count after a label out of turn.
const EXCURSION: f32 = -1.0;
/// Of showing the label called last in place of the next.
const SLIP: f32 = -2.5;
/// Of calling a note at the foot of another page.
const FAR: f32 = -14.0;
/// Of standing behind the list.
const BEHIND: f32 = -2.0;

/// One list of notes as the sequence sees it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The labels of its notes, ascending.
    pub(super) labels: Vec<u32>,
    /// Where its markers may stand.
    pub(super) zone: Span,
    /// For notes at the foot of pages, the page of each label.
    pub(super) pages: HashMap<u32, u32>,
}

impl Target {
    /// The frontier before the first of its labels has been called.
    fn before_first(&self) -> u32 {
        self.labels
            .first()
            .map_or(0, |first| first.saturating_sub(1))
    }

    fn last(&self) -> u32 {
        self.labels.last().copied().unwrap_or(0)
    }

    /// Whether a note stands at the foot of a page where no marker on this page would call it: it stands on the page of its
    /// marker, or on the next where there was no room.
    fn is_far(&self, value: u32, page: Option<u32>) -> bool {
        let places = self.pages.get(&value).zip(page);
        places.is_some_and(|(&note, marker)| !(marker..=marker + 1).contains(&note))
    }

    /// Whether one of its notes has the label.
    pub(super) fn bears(&self, value: u32) -> bool {
        self.labels.binary_search(&value).is_ok()
    }
}

/// Log-odds that differ from paper to paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turns {
    /// Of a marker that repeats an earlier label.
    pub(super) repeat: f32,
    /// Of skipping any number of labels, as a bibliography in the order of the alphabet makes its markers do.
    pub(super) jump: f32,
}

/// One candidate that was taken, and the target it calls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    /// The index of the candidate.
    pub(super) candidate: usize,
    /// The index of the target.
    pub(super) target: usize,
}

/// What was taken, and how much it is worth.
#[derive(Debug, Clone, Default)]
pub(super) struct Sequence {
    /// In the order of the text.
    pub(super) taken: Vec<Taken>,
    /// The sum of log-odds.
    pub(super) score: f32,
}

#[derive(Clone, Copy)]
struct State {
    target: usize,
    frontier: u32,
    score: f32,
    trace: Option<usize>,
}

/// Chooses among the candidates; `odds` gives the log-odds of
/// each candidate by itself, `None` to leave it out altogether.
pub(super) fn choose(
    candidates: &[Candidate],
    targets: &[Target],
    turns: Turns,
    odds: impl Fn(usize, &Candidate) -> Option<f32>,
) -> Sequence {
    let mut traces: Vec<(Taken, Option<usize>)> = Vec::new();
    let mut states = vec![State {
        target: 0,
        frontier: targets.first().map_or(0, Target::before_first),
        score: 0.0,
        trace: None,
    }];
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(local) = odds(index, candidate) else {
            continue;
        };
        let next = |state: &State| candidate.parts[0].value == state.frontier + 1;
        if local < FAINT && !states.iter().any(next) {
            continue;
        }
        let here = targets.partition_point(|target| target.zone.end <= candidate.token.start);
        let here = here.min(targets.len() - 1);
        let mut next = states.clone();
        for state in &states {
            let last = state
                .trace
                .map_or(0, |trace| candidates[traces[trace].0.candidate].token.end);
            let is_due = candidate.parts[0].value == state.frontier + 1;
            // The same digits are read in one way only.
            if candidate.token.start < last || candidate.is_run_together() && !is_due {
                continue;
            }
            for option in options(*state, here, candidate, targets, turns) {
                let score = option.score + local;
                // A step that can only lose is not worth a trace.
                if score < state.score - HOPELESS {
                    continue;
                }
                let taken = Taken {
                    candidate: index,
                    target: option.target,
                };
                traces.push((taken, state.trace));
                next.push(State {
                    score,
                    trace: Some(traces.len() - 1),
                    ..option
                });
            }
        }
        states = prune(next);
    }
    let best = states
        .into_iter()
        .max_by(|a, b| a.score.total_cmp(&b.score));
    best.map_or_else(Sequence::default, |best| Sequence {
        taken: trace_back(&traces, best.trace),
        score: best.score,
    })
}

/// The states that taking the candidate leads to: in the current list, and in the next one if it counts anew.
fn options(
    state: State,
    here: usize,
    candidate: &Candidate,
    targets: &[Target],
    turns: Turns,
) -> impl Iterator<Item = State> {
    // Lists that end before this place are over, whether their markers were all found or not.
    let current = if state.target < here {
        State {
            target: here,
            frontier: targets[here].before_first(),
            ..state
        }
    } else {
        state
    };
    let first = candidate.parts[0].value;
    let anew = Some(current.target + 1)
        .filter(|_| current.frontier > targets[current.target].before_first())
        .filter(|&next| {
            targets.get(next).is_some_and(|target| {
                target.zone.start <= candidate.token.start && first <= target.before_first() + 2
            })
        })
        .map(|target| State {
            target,
            frontier: targets[target].before_first(),
            score: current.score + RESTART,
            ..current
        });
    std::iter::once(current).chain(anew).flat_map(move |from| {
        let called = call(from, candidate, &targets[from.target], turns);
        // A label far ahead may be called out of turn, and the count goes on behind it as if nothing had been.
        let excursion = (called.frontier > from.frontier + 2).then_some(State {
            frontier: from.frontier,
            score: called.score + EXCURSION,
            ..called
        });
        // The label called last may stand once more where the next one should: a slip, and the count goes on behind it.
        let slip =
            (candidate.parts.len() == 1 && candidate.parts[0].value == from.frontier).then(|| {
                State {
                    frontier: from.frontier + 1,
                    score: from.score + SLIP,
                    ..called
                }
            });
        std::iter::once(called).chain(excursion).chain(slip)
    })
}

/// The state after all labels of a candidate.
fn call(from: State, candidate: &Candidate, target: &Target, turns: Turns) -> State {
    let behind = if candidate.token.start >= target.zone.end {
        BEHIND
    } else {
        0.0
    };
    let start = State {
        score: from.score + behind,
        ..from
    };
    candidate.parts.iter().fold(start, |state, part| {
        let far = if target.is_far(part.value, candidate.page) {
            FAR
        } else {
            0.0
        };
        let step = far + step(target, state.frontier, part.value, turns);
        // Each label of a range is implied by its ends and tells nothing new.
        let step = if part.implied { step.min(0.0) } else { step };
        State {
            frontier: state.frontier.max(part.value),
            score: state.score + step,
            ..state
        }
    })
}

/// Log-odds of calling `value` when the frontier is at `frontier`.
fn step(target: &Target, frontier: u32, value: u32, turns: Turns) -> f32 {
    let next = value == frontier + 1;
    let beyond = value > target.last() && frontier <= target.last();
    let known = match (target.bears(value), next) {
        (true, _) => 0.0,
        (false, true) if beyond => BEYOND,
        (false, true) => UNKNOWN_NEXT,
        (false, false) => UNKNOWN,
    };
    if next {
        return known + NEXT;
    }
    if value <= frontier {
        return known + turns.repeat;
    }
    let further = u16::try_from(value - frontier - 2).unwrap_or(u16::MAX);
    known + (SKIP + SKIP_MORE * f32::from(further)).max(turns.jump)
}

/// Keeps the best state for each list and frontier, and of these the best few.
fn prune(mut states: Vec<State>) -> Vec<State> {
    states.sort_by(|a, b| {
        (a.target, a.frontier)
            .cmp(&(b.target, b.frontier))
            .then(b.score.total_cmp(&a.score))
    });
    states.dedup_by_key(|state| (state.target, state.frontier));
    states.sort_by(|a, b| b.score.total_cmp(&a.score));
    states.truncate(BEAM);
    let best = states[0].score;
    states.retain(|state| state.score > best - HOPELESS);
    states
}

fn trace_back(traces: &[(Taken, Option<usize>)], end: Option<usize>) -> Vec<Taken> {
    let mut taken: Vec<Taken> = std::iter::successors(end, |&at| traces[at].1)
        .map(|at| traces[at].0)
        .collect();
    taken.reverse();
    taken
}
