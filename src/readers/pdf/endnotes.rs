//! Endnotes that are counted in Roman numerals, as word processors count them unless they are told otherwise.
//!
//! Typed lists of notes are found in the text of any format, but their labels are numbers there; `c` and `mix` are words.
//! Here they are raised, and they count.

use std::collections::HashSet;

use super::feet::{Begins, Divided};
use super::line::{Level, Line};
use crate::readers::numeral;

/// A list has at least so many notes.
const LEAST_NOTES: usize = 2;
/// Up to where Roman numerals are known.
const MOST: u32 = 1_000;

/// Moves endnotes out of the text, and gives the labels that they bear.
pub(super) fn divide(pages: &mut [Divided]) -> HashSet<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut first = None;
    for (page, divided) in pages.iter().enumerate() {
        for (at, placed) in divided.body.iter().enumerate() {
            let next = u32::try_from(labels.len() + 1).ok().and_then(numeral::roman);
            let label = label(&placed.line).filter(|label| Some(*label) == next.as_deref());
            if let Some(label) = label {
                first.get_or_insert((page, at));
                labels.push(label.to_owned());
            }
        }
    }
    let labels: HashSet<String> = labels.into_iter().collect();
    let Some((page, at)) = first.filter(|_| labels.len() >= LEAST_NOTES) else {
        return HashSet::new();
    };
    take(&mut pages[page], at);
    for divided in &mut pages[page + 1..] {
        take(divided, 0);
    }
    labels
}

/// The label with which a line begins, if it is raised and in Roman numerals.
fn label(line: &Line) -> Option<&str> {
    let run = line.runs.first().filter(|run| run.level == Level::Raised)?;
    numeral(&run.text)
}

/// A raised text that is a number in Roman numerals.
pub(super) fn numeral(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_roman = !text.is_empty() && text.chars().all(|c| "ivxlcdm".contains(c));
    let is_number = || (1..=MOST).any(|number| numeral::roman(number).as_deref() == Some(text));
    (is_roman && is_number()).then_some(text)
}

/// Makes the rest of a page's text, from a line on, a part of its notes.
fn take(divided: &mut Divided, from: usize) {
    let lines = divided.body.split_off(from).into_iter().map(|placed| {
        let width = placed.line.runs[0].text.len();
        let begins = match label(&placed.line) {
            Some(label) => Begins::Printed {
                label: label.to_owned(),
                width,
            },
            None => Begins::Within,
        };
        (begins, placed.line)
    });
    let lines: Vec<_> = lines.collect();
    divided.foot.splice(..0, lines);
}
