//! Fits the weights of the alignment on papers whose pairs are known, and prints them as `Weights::default` writes them.
//!
//! `cargo run --release --example calibrate -- FOLDER`, where the folder holds one JSON record a paper: `body` (blocks of
//! `text` with `markers` of `offset`, `label`, `i`), `notes` (`label`, `text`) and `gold` (pairs of indices). The weights
//! are fitted on every other record and measured on the rest. What is maximised is the probability of choosing the right
//! note among those near a label, and the right label among those near a note; the gain over choosing by lot is printed
//! in nats a choice.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)]

use footfault::align::{self, Example, NoteOrigin, Weights};
use footfault::document::{Block, BlockKind, Document, Format, SourceMap, Span};
use footfault::notes::{Apparatus, Label, ListKind, Marker, MarkerStyle, Note, NoteList};
use serde_json::Value;

const ROUNDS: i32 = 300;
const RATE: f64 = 0.03;
/// A paper counts for at most this many choices, so that a long bibliography does not speak for all papers.
const MOST_CHOICES: f64 = 200.0;
/// How firmly the logarithms of the weights are held near −1, and the weights of what is lacking near 0.
const HOLD: f64 = 1.0;
const HOLD_LACKING: f64 = 40.0;

fn main() {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "../shared/corpus/records".to_owned());
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    let (mut fitted, mut held) = (Vec::new(), Vec::new());
    for (index, path) in paths.iter().enumerate() {
        let record: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        if record["restarts"].as_bool() != Some(true) {
            let half = if index % 2 == 0 {
                &mut fitted
            } else {
                &mut held
            };
            half.extend(choices(&record));
        }
    }
    let weights = fit(&fitted);
    let gain = |choices: &[Choice]| {
        choices
            .iter()
            .map(|choice| weights.gain(choice, None))
            .sum::<f64>()
            / choices.iter().map(|choice| choice.weight).sum::<f64>()
    };
    println!(
        "{} choices fitted, {:.4} nats; {} held back, {:.4} nats",
        fitted.len(),
        gain(&fitted),
        held.len(),
        gain(&held)
    );
    weights.print();
}

/// One choice and how much it counts.
struct Choice {
    example: Example,
    weight: f64,
}

fn choices(record: &Value) -> Vec<Choice> {
    let (document, apparatus) = paper(record);
    let examples = align::examples(&document, &apparatus);
    let all = examples.len().max(1) as f64;
    let weight = all.min(MOST_CHOICES) / all;
    examples
        .into_iter()
        .map(|example| Choice { example, weight })
        .collect()
}

/// A record as a paper with markers in brackets and a numbered list.
fn paper(record: &Value) -> (Document, Apparatus) {
    let (mut text, mut apparatus, mut blocks) = (String::new(), Apparatus::default(), Vec::new());
    for block in record["body"].as_array().unwrap() {
        let start = text.len();
        let written: Vec<char> = block["text"].as_str().unwrap().chars().collect();
        let mut at = 0;
        for marker in block["markers"].as_array().unwrap() {
            let offset = usize::try_from(marker["offset"].as_u64().unwrap()).unwrap();
            text.extend(&written[at..offset.max(at)]);
            at = offset.max(at);
            let label = marker["label"].as_str().unwrap();
            let from = text.len();
            text.extend(["[", label, "]"]);
            let span = Span::new(from, text.len());
            let label = Label::new(label);
            apparatus.markers.push(Marker {
                label,
                style: MarkerStyle::Bracket,
                span,
                token: span,
                implied: false,
                list: Some(0),
                note: None,
            });
        }
        text.extend(&written[at..]);
        let kind = if block["type"] == "h" {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        blocks.push(Block {
            kind,
            span: Span::new(start, text.len()),
        });
        text.push_str("\n\n");
    }
    for note in record["notes"].as_array().unwrap() {
        let start = text.len();
        let label = note["label"].as_str().unwrap();
        text.extend([label, ". "]);
        let label_span = Span::new(start, text.len() - 1);
        text.push_str(note["text"].as_str().unwrap());
        let span = Span::new(start, text.len());
        let folded = footfault::document::fold(note["text"].as_str().unwrap());
        apparatus.notes.push(Note {
            label: Label::new(label),
            label_span,
            span,
            body: Span::new(label_span.end, span.end),
            list: 0,
            text: folded,
        });
        text.push('\n');
    }
    let notes = (0..apparatus.notes.len()).collect();
    apparatus.lists.push(NoteList {
        kind: ListKind::Endnotes,
        heading: None,
        notes,
        repeats: false,
        is_automatic: false,
        is_typed: false,
        reading: footfault::notes::Reading::Sure,
    });
    let mut document = Document::new(String::new(), Format::Text, text, SourceMap::identity());
    document.blocks = blocks;
    (document, apparatus)
}

/// The weights as one row of numbers: class, zone, origin, enough and chance as logarithms, the others as they are.
struct Row {
    values: Vec<f64>,
    like: Weights,
}

/// Where each part of a [`Row`] begins.
struct Layout {
    zone: usize,
    origin: usize,
    length: usize,
    alike: usize,
    enough: usize,
    lacking: usize,
    habit: usize,
}

fn fit(choices: &[Choice]) -> Row {
    let mut row = Row::new(Weights::default());
    let count = row.values.len();
    let all: f64 = choices.iter().map(|choice| choice.weight).sum();
    let layout = row.layout();
    let (mut mean, mut square) = (vec![0.0; count], vec![0.0; count]);
    for round in 1..=ROUNDS {
        let mut slope = vec![0.0; count];
        for choice in choices {
            row.gain(choice, Some(&mut slope));
        }
        for (index, slope) in slope.iter_mut().enumerate() {
            if index < layout.length {
                *slope -= HOLD * (row.values[index] + 1.0);
            } else if (layout.lacking..layout.habit).contains(&index) {
                *slope -= HOLD_LACKING * row.values[index];
            }
        }
        // The product of three weights has a scale too many: terms of the running text count as they are.
        slope[layout.origin + NoteOrigin::Text as usize] = 0.0;
        for index in 0..count {
            let step = slope[index] / all;
            mean[index] = 0.9 * mean[index] + 0.1 * step;
            square[index] = 0.99 * square[index] + 0.01 * step * step;
            let (steady, wide) = (
                mean[index] / (1.0 - 0.9_f64.powi(round)),
                square[index] / (1.0 - 0.99_f64.powi(round)),
            );
            row.values[index] += RATE * steady / (wide.sqrt() + 1e-9);
        }
    }
    row
}

impl Row {
    fn new(like: Weights) -> Self {
        let logarithms = like
            .class
            .iter()
            .chain(&like.zone)
            .chain(&like.origin)
            .map(|weight| weight.max(0.02).ln());
        let mut values: Vec<f64> = logarithms.collect();
        values.extend([like.length, like.breadth]);
        values.extend(like.alike);
        values.extend([
            like.kindred,
            like.enough.ln(),
            (like.chance / (1.0 - like.chance)).ln(),
        ]);
        values.extend(like.lacking);
        values.extend(like.habit);
        Self { values, like }
    }

    fn layout(&self) -> Layout {
        let like = &self.like;
        let zone = like.class.len();
        let origin = zone + like.zone.len();
        let length = origin + like.origin.len();
        let alike = length + 2;
        let enough = alike + like.alike.len() + 1;
        let lacking = enough + 2;
        Layout {
            zone,
            origin,
            length,
            alike,
            enough,
            lacking,
            habit: lacking + like.lacking.len(),
        }
    }

    /// What does not depend on the sum of the shared terms, as places in the row and what they are multiplied by.
    fn linear(&self, candidate: &align::Candidate) -> Vec<(usize, f64)> {
        let layout = self.layout();
        let traits = &candidate.traits;
        let mut lacking = traits.rarities;
        for hit in candidate
            .hits
            .iter()
            .filter(|hit| hit.origin != NoteOrigin::Inherited)
        {
            lacking[hit.note_class as usize] -= hit.rarity;
        }
        let mut out = vec![
            (layout.length, traits.length),
            (layout.length + 1, traits.breadth),
            (layout.alike + traits.break_before, traits.alike),
            (layout.enough - 1, traits.alike * traits.kinship),
        ];
        out.extend(
            lacking
                .iter()
                .enumerate()
                .map(|(index, rarity)| (layout.lacking + index, *rarity)),
        );
        out.extend(
            candidate
                .habit
                .iter()
                .enumerate()
                .map(|(index, told)| (layout.habit + index, *told)),
        );
        out
    }

    /// The gain over choosing by lot, in nats; adds its slope by each number of the row.
    fn gain(&self, choice: &Choice, slope: Option<&mut [f64]>) -> f64 {
        let layout = self.layout();
        let values = &self.values;
        let enough = values[layout.enough].exp();
        let chance = 1.0 / (1.0 + (-values[layout.enough + 1]).exp());
        let candidates = &choice.example.candidates;
        let places = |hit: &align::Hit| {
            [
                hit.class as usize,
                layout.zone + hit.zone as usize,
                layout.origin + hit.origin as usize,
            ]
        };
        let weigh = |hit: &align::Hit| {
            places(hit)
                .map(|place| values[place])
                .iter()
                .sum::<f64>()
                .exp()
                * hit.rarity
        };
        let sums: Vec<f64> = candidates
            .iter()
            .map(|candidate| candidate.hits.iter().map(weigh).sum())
            .collect();
        let linear: Vec<_> = candidates
            .iter()
            .map(|candidate| self.linear(candidate))
            .collect();
        let scores: Vec<f64> = sums
            .iter()
            .zip(&linear)
            .map(|(sum, linear)| {
                enough * (sum / enough).ln_1p()
                    + linear
                        .iter()
                        .map(|(place, by)| values[*place] * by)
                        .sum::<f64>()
            })
            .collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let total: f64 = scores.iter().map(|score| (score - most).exp()).sum();
        let shares: Vec<f64> = scores
            .iter()
            .map(|score| (score - most).exp() / total)
            .collect();
        let (right, lot) = (choice.example.right, 1.0 / candidates.len() as f64);
        let chosen = (1.0 - chance) * shares[right] + chance * lot;
        if let Some(slope) = slope {
            let factor = choice.weight * (1.0 - chance) * shares[right] / chosen;
            for (index, candidate) in candidates.iter().enumerate() {
                let by_score = factor * (f64::from(u8::from(index == right)) - shares[index]);
                let part = sums[index] / enough;
                slope[layout.enough] += by_score * enough * (part.ln_1p() - part / (1.0 + part));
                for hit in &candidate.hits {
                    let by_hit = weigh(hit) * by_score / (1.0 + part);
                    for place in places(hit) {
                        slope[place] += by_hit;
                    }
                }
                for (place, by) in &linear[index] {
                    slope[*place] += by_score * by;
                }
            }
            slope[layout.enough + 1] +=
                choice.weight * (lot - shares[right]) / chosen * chance * (1.0 - chance);
        }
        choice.weight * (chosen / lot).ln()
    }

    fn print(&self) {
        let layout = self.layout();
        let list = |from: usize, to: usize, raise: bool| {
            let written = self.values[from..to]
                .iter()
                .map(|value| format!("{:.2}", if raise { value.exp() } else { *value }));
            written.collect::<Vec<_>>().join(", ")
        };
        println!("class: [{}],", list(0, layout.zone, true));
        println!("zone: [{}],", list(layout.zone, layout.origin, true));
        println!("origin: [{}],", list(layout.origin, layout.length, true));
        println!("habit: [{}],", list(layout.habit, self.values.len(), false));
        println!("breadth: {},", list(layout.length + 1, layout.alike, false));
        println!("enough: {},", list(layout.enough, layout.enough + 1, true));
        println!(
            "kindred: {},",
            list(layout.enough - 1, layout.enough, false)
        );
        println!("length: {},", list(layout.length, layout.length + 1, false));
        println!("lacking: [{}],", list(layout.lacking, layout.habit, false));
        println!("alike: [{}],", list(layout.alike, layout.enough - 1, false));
        println!(
            "chance: {:.2},",
            1.0 / (1.0 + (-self.values[layout.enough + 1]).exp())
        );
    }
}
