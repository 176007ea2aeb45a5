//! What goes with what in one paper: “told the Inquiry” with a transcript, “wrote” with a witness statement.
//!
//! The words differ, so that shared terms cannot see it; but over the pairs of one paper they occur together. The signs
//! of both sides are counted over the pairs of the likeliest path, and tried on a pair with this pair and its neighbours
//! left out: else every pair would find its own signs confirmed.

use super::evidence::Evidence;
use super::numbered::Numbered;
use super::signs::{self, CONTEXT_SIGNS, NOTE_SIGNS};

/// How often two signs must be expected together for the count to weigh as much as the doubt. Between 6 and 12 little
/// changes on published papers; at 2 clean papers raise alarms.
const FIRM: f64 = 8.0;
/// Where the signs of a marker begin to repeat each other, in nats.
const ENOUGH: f64 = 0.5;
/// With fewer pairs nothing is learned.
const FEWEST: f64 = 8.0;
/// A pair and its two neighbours, from the side of the label and from that of the note.
const LEFT_OUT: usize = 6;

/// The signs of a marker's surroundings and of its note.
type Pair = (u128, u64);

/// A sign of the surroundings, how many pairs have it, and which of those that are left out.
pub(super) type Around = (usize, f64, u8);

/// How often the signs of one list's pairs occur together.
pub(super) struct Associations<'a> {
    numbered: &'a Numbered,
    evidence: &'a Evidence,
    /// For each label the pair on the path.
    pairs: Vec<Option<Pair>>,
    /// For each note of the list, from its first on, the index of the label that it answers on the path.
    answers: Vec<Option<usize>>,
    /// The first note of the list.
    first: usize,
    /// For each sign of the surroundings, how many pairs have it together with each sign of the note.
    together: Vec<f64>,
    around: Vec<f64>,
    inside: Vec<f64>,
    all: f64,
}

impl<'a> Associations<'a> {
    pub(super) fn new(
        numbered: &'a Numbered,
        reach: usize,
        evidence: &'a Evidence,
        path: &[usize],
    ) -> Self {
        let stretch = numbered.stretch();
        let mut out = Self {
            numbered,
            evidence,
            pairs: Vec::with_capacity(numbered.labels.len()),
            answers: vec![None; stretch.len()],
            first: stretch.start,
            together: vec![0.0; CONTEXT_SIGNS * NOTE_SIGNS],
            around: vec![0.0; CONTEXT_SIGNS],
            inside: vec![0.0; NOTE_SIGNS],
            all: 0.0,
        };
        for (at, &state) in path.iter().enumerate() {
            let note = numbered.note_at(at, state, reach);
            if let Some(note) = note {
                out.answers[note - out.first] = Some(at);
                out.count(out.pair(at, note));
            }
            let pair = note.map(|note| out.pair(at, note));
            out.pairs.push(pair);
        }
        out
    }

    fn pair(&self, at: usize, note: usize) -> Pair {
        let signs = self.evidence.signs();
        (self.numbered.contexts[at].signs(), signs.notes[note])
    }

    fn count(&mut self, (context, note): Pair) {
        self.all += 1.0;
        for around in signs::of(context) {
            self.around[around] += 1.0;
            for inside in signs::of(note.into()) {
                self.together[around * NOTE_SIGNS + inside] += 1.0;
            }
        }
        for inside in signs::of(note.into()) {
            self.inside[inside] += 1.0;
        }
    }

    /// The pairs of the path that a pair must not be tried on.
    fn left_out(&self, at: usize, note: usize) -> LeftOut {
        let near = |at: usize| at.saturating_sub(1)..=at + 1;
        let others = self.answers[note - self.first].into_iter().flat_map(near);
        let places = near(at).chain(others.filter(|place| !near(at).contains(place)));
        let pairs = places.filter_map(|place| self.pairs.get(place).copied().flatten());
        let mut left_out = LeftOut::default();
        for (kept, pair) in left_out.pairs.iter_mut().zip(pairs) {
            *kept = pair;
            left_out.count += 1;
        }
        left_out
    }

    /// How much the signs of a label speak for a note, in nats. What is put into `arounds` serves only for its memory: this
    /// is asked for every label with every note of its neighbourhood.
    #[expect(clippy::cast_precision_loss, reason = "counts of pairs")]
    pub(super) fn tell(&self, at: usize, note: usize, arounds: &mut Vec<Around>) -> f64 {
        let left_out = self.left_out(at, note);
        let left_out = &left_out.pairs[..left_out.count];
        let all = self.all - left_out.len() as f64;
        if all < FEWEST {
            return 0.0;
        }
        let (context, own) = self.pair(at, note);
        let same = &self.evidence.signs().same;
        arounds.clear();
        arounds.extend(signs::of(context).map(|sign| {
            let out = those(left_out, |pair| pair.0 >> sign & 1 == 1);
            (sign, self.around[sign] - f64::from(out.count_ones()), out)
        }));
        let mut told = 0.0;
        for inside in signs::of(own.into()) {
            let out_inside = those(left_out, |pair| pair.1 >> inside & 1 == 1);
            let expected = (self.inside[inside] - f64::from(out_inside.count_ones())) / all;
            let mut odds = 1.0;
            for &(sign, around, out) in &*arounds {
                if same[sign] == Some(inside) {
                    continue;
                }
                let out = out & out_inside;
                let mut together = self.together[sign * NOTE_SIGNS + inside];
                if out != 0 {
                    together -= f64::from(out.count_ones());
                }
                odds *= (together + FIRM) / (around * expected + FIRM);
            }
            let tells: f64 = odds.ln();
            told += ENOUGH * (tells.abs() / ENOUGH).ln_1p() * tells.signum();
        }
        told
    }
}

/// At most [`LEFT_OUT`] pairs.
#[derive(Default)]
struct LeftOut {
    pairs: [Pair; LEFT_OUT],
    count: usize,
}

/// Which of a few pairs have a sign, as a set of bits.
fn those(pairs: &[Pair], has: impl Fn(&Pair) -> bool) -> u8 {
    let bits = pairs.iter().map(|pair| u8::from(has(pair)));
    bits.fold(0, |set, bit| set << 1 | bit)
}
