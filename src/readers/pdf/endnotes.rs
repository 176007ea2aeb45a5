//! Endnotes that are counted in Roman numerals, as word processors count them unless they are told otherwise.
//!
//! Typed lists of notes are found in the text of any format, but their labels are numbers there; `c` and `mix` are words.
//! Here the text calls them by raised numerals, and they count.

use super::feet::{Begins, Divided};
use super::line::{Level, Line};
use crate::readers::numeral;

/// The text calls at least so many, and the list has at least so many.
const LEAST: usize = 2;
/// How many numbers of notes may be missing between two of them.
const MOST_MISSING: u32 = 8;
/// How many beginnings of lists are followed.
const MOST_LISTS: usize = 64;

/// Moves endnotes out of the text, and says whether there are any.
pub(super) fn divide(pages: &mut [Divided]) -> bool {
    let is_called = |line: &Line| {
        let within = line.runs.iter().skip(1);
        let raised = within.filter(|run| run.level == Level::Raised);
        raised.filter(|run| numeral(&run.text).is_some()).count()
    };
    let lines = pages.iter().flat_map(|page| &page.body);
    let calls: usize = lines.map(|placed| is_called(&placed.line)).sum();
    if calls < LEAST {
        return false;
    }
    let Some((page, at)) = notes(pages) else {
        return false;
    };
    let mut last = 0;
    take(&mut pages[page], at, &mut last);
    for divided in &mut pages[page + 1..] {
        take(divided, 0, &mut last);
    }
    true
}

/// Where notes begin: the page, and the line. Only what counts on from 1 is a list; of several lists in the text, the one
/// with the most notes has them, and the last of these, since other things are counted in this way too.
fn notes(pages: &[Divided]) -> Option<(usize, usize)> {
    let mut lists: Vec<Counted> = Vec::new();
    for (page, divided) in pages.iter().enumerate() {
        for (at, placed) in divided.body.iter().enumerate() {
            let Some((number, _)) = label(&placed.line) else {
                continue;
            };
            for list in &mut lists {
                if goes_on(list.last, number) {
                    list.last = number;
                    list.notes += 1;
                }
            }
            if number == 1 && lists.len() < MOST_LISTS {
                lists.push(Counted {
                    first: (page, at),
                    last: 1,
                    notes: 1,
                });
            }
        }
    }
    let list = lists.iter().max_by_key(|list| list.notes)?;
    // Letters of formulas are numerals too: `i`, `x`, `m`.
    let is_whole = 2 * list.notes > usize::try_from(list.last).unwrap_or(usize::MAX);
    (list.notes >= LEAST && is_whole).then_some(list.first)
}

/// What counts on from 1.
struct Counted {
    /// The page and the line where it begins.
    first: (usize, usize),
    last: u32,
    notes: usize,
}

fn goes_on(last: u32, number: u32) -> bool {
    if last == 0 {
        number == 1
    } else {
        number > last && number <= last + 1 + MOST_MISSING
    }
}

/// The number with which a line begins, in Roman numerals, and how many bytes of its first run it takes.
fn label(line: &Line) -> Option<(u32, usize)> {
    let run = line.runs.first()?;
    let width = run.text.find(char::is_whitespace).unwrap_or(run.text.len());
    let is_parted = width < run.text.len() || run.level == Level::Raised;
    let number = numeral(run.text[..width].trim_end_matches(['.', ')']))?;
    is_parted.then_some((number, width))
}

/// A text that is a number in Roman numerals.
pub(super) fn numeral(text: &str) -> Option<u32> {
    let text = text.trim();
    let is_roman = !text.is_empty() && text.chars().all(|c| "ivxlcdm".contains(c));
    is_roman.then(|| numeral::of_roman(text)).flatten()
}

/// A text that is a number in Roman numerals, or several that follow each other with nothing between them: `xixii`.
pub(super) fn run_together(text: &str) -> Option<Vec<String>> {
    if numeral(text).is_some() {
        return Some(vec![text.to_owned()]);
    }
    (1..text.len()).find_map(|end| {
        let mut number = numeral(text.get(..end)?)?;
        let mut labels = vec![text[..end].to_owned()];
        let mut rest = &text[end..];
        while !rest.is_empty() {
            number += 1;
            let label = numeral::roman(number)?;
            rest = rest.strip_prefix(label.as_str())?;
            labels.push(label);
        }
        Some(labels)
    })
}

/// Makes the rest of a page's text, from a line on, a part of its notes.
fn take(divided: &mut Divided, from: usize, last: &mut u32) {
    let lines = divided.body.split_off(from).into_iter().map(|placed| {
        let label = label(&placed.line).filter(|&(number, _)| goes_on(*last, number));
        let label =
            label.and_then(|(number, width)| Some((number, numeral::roman(number)?, width)));
        let begins = match label {
            Some((number, label, width)) => {
                *last = number;
                Begins::Printed { label, width }
            }
            None => Begins::Within,
        };
        (begins, placed.line)
    });
    let lines: Vec<_> = lines.collect();
    divided.foot.splice(..0, lines);
}
