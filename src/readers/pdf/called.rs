//! Markers and notes that links pair.
//!
//! A link from a number to a place where a line begins with the same number pairs a marker with its note. Nothing else
//! is made of places: a contents list and a cross-reference lead to places too, and few producers aim at the line itself.

use super::label;
use super::line::{Level, Line, Run};
use super::sheet::Sheet;
use super::target::{Place, Target};

/// How far above a line, in ems, the place is at which a link to it aims, and how far below its baseline.
const ABOVE: f32 = 2.4;
const BELOW: f32 = 0.5;
/// No line is farther from a place that aims at it, in points.
const REACH: f32 = 100.0;

/// Finds the markers and notes that links pair: what calls is raised, if it is not so already, and the line that is called
/// begins a note.
pub(super) fn pair(sheets: &mut [Sheet]) {
    let heights = sheets.iter().map(|sheet| {
        let mut order: Vec<usize> = (0..sheet.lines.len()).collect();
        order.sort_by(|&a, &b| sheet.lines[a].y.total_cmp(&sheet.lines[b].y));
        order
    });
    let heights: Vec<Vec<usize>> = heights.collect();
    let mut calls: Vec<[usize; 3]> = Vec::new();
    let mut called: Vec<(usize, usize)> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for (at, line) in sheet.lines.iter().enumerate() {
            for (run, of) in line.runs.iter().enumerate() {
                let Some((label, place)) = call(of) else {
                    continue;
                };
                let dress = dress(line, run);
                if dress == Dress::None {
                    continue;
                }
                let is_behind = place.page > page || place.page == page && place.y > line.y;
                let target = is_behind
                    .then(|| noted(sheets, &heights, place, label))
                    .flatten();
                if let Some(target) = target {
                    if dress == Dress::Attached {
                        calls.push([page, at, run]);
                    }
                    called.push((place.page, target));
                }
            }
        }
    }
    for [page, line, run] in calls {
        sheets[page].lines[line].runs[run].level = Level::Raised;
    }
    for (page, line) in called {
        sheets[page].lines[line].is_called = true;
    }
}

/// The label that a run shows, and the place to which it leads.
fn call(run: &Run) -> Option<(&str, Place)> {
    let Some(Target::Place(place)) = run.link else {
        return None;
    };
    let label = run.text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_number = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
    (is_number || label::letter(label).is_some()).then_some((label, place))
}

/// What marks a linked number as a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dress {
    /// Nothing: `Section 2`.
    None,
    /// It is raised, or has signs of its own or around it: `[2]`.
    Own,
    /// It follows a word or its punctuation without a blank.
    Attached,
}

fn dress(line: &Line, at: usize) -> Dress {
    let run = &line.runs[at];
    if run.is_raised() || !run.text.trim().bytes().all(|byte| byte.is_ascii_digit()) {
        return Dress::Own;
    }
    let before: String = line.runs[..at]
        .iter()
        .map(|run| run.text.as_str())
        .collect();
    let behind: String = line.runs[at + 1..]
        .iter()
        .map(|run| run.text.as_str())
        .collect();
    let opens = |text: &str| text.rfind(['[', '(']) > text.rfind([']', ')']);
    let closes = |text: &str| {
        let end = text.find([']', ')']);
        end.is_some_and(|end| {
            !text[..end].contains(|c: char| c.is_alphabetic() || "[(".contains(c))
        })
    };
    if opens(&before) && closes(&behind) || before.trim().is_empty() && closes(&behind) {
        return Dress::Own;
    }
    let is_word = |c: char| c.is_alphabetic() || ".,;:!?”\"’)»".contains(c);
    match before.chars().next_back() {
        Some(last) if is_word(last) => Dress::Attached,
        _ => Dress::None,
    }
}

/// The line at a place that begins with a label.
fn noted(sheets: &[Sheet], heights: &[Vec<usize>], place: Place, label: &str) -> Option<usize> {
    let lines = &sheets.get(place.page)?.lines;
    let order = &heights[place.page];
    let y = |&at: &usize| lines[at].y;
    let from = order.partition_point(|at| y(at) < place.y - REACH);
    let near = order[from..].iter().copied();
    let near = near.take_while(|at| y(at) < place.y + REACH);
    let is_at = |line: &Line| {
        let down = (line.y - place.y) / line.size;
        down > -BELOW && down < ABOVE && place.x < line.end
    };
    let begins = |line: &Line| label::begins_with(line, label);
    let mut near = near.filter(|&at| is_at(&lines[at]));
    near.find(|&at| begins(&lines[at]))
}
