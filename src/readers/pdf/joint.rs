//! Words, addresses and markers that go on over the end of a line are put back together: what belongs to the line above is
//! moved up to it.

use std::collections::HashSet;

use super::line::{Line, Numbered, Run};
use super::target::Target;

/// What divides a word at the end of a line.
const HYPHENS: [char; 2] = ['-', '‐'];
/// Of an address at the end of a line at least so many bytes are shown.
const LEAST_SHOWN: usize = 4;

/// Mends the lines of a paragraph or a note; `words` are those that the paper writes undivided.
pub(super) fn mend(
    lines: &mut [Numbered],
    words: &HashSet<String>,
    has_labels: impl Fn(usize) -> bool,
) {
    for at in 1..lines.len() {
        let (above, below) = lines.split_at_mut(at);
        let (above, below) = (&mut above[at - 1].line, &mut below[0]);
        let is_marker = !has_labels(below.page);
        let below = &mut below.line;
        let moved = if is_marker && below.begins_raised() {
            below.runs.drain(..1).collect()
        } else if shares_address(above, below) || shares_identifier(above, below) {
            first_word(below)
        } else {
            match divided(above, below, words) {
                Some(true) => {
                    drop_hyphen(above);
                    first_word(below)
                }
                Some(false) => first_word(below),
                None => continue,
            }
        };
        above.runs.extend(moved);
    }
}

/// Whether an address that is shown goes on from one line to the next.
fn shares_address(above: &Line, below: &Line) -> bool {
    let (Some(last), Some(first)) = (above.runs.last(), below.runs.first()) else {
        return false;
    };
    let shown = last.text.split_whitespace().next_back().unwrap_or_default();
    let link = last.link.as_ref().filter(|_| last.link == first.link);
    let address = link.and_then(Target::address);
    shown.len() >= LEAST_SHOWN && address.is_some_and(|address| address.contains(shown))
}

/// Whether a DOI goes on from one line to the next: it ends in a sign that ends none, such as `10.1000/`, or in a full stop
/// before a word with digits.
fn shares_identifier(above: &Line, below: &Line) -> bool {
    let (above, below) = (above.text(), below.text());
    let (above, next) = (above.trim_end(), below.split_whitespace().next());
    let has_digits = next.is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()));
    let is_open = above.ends_with(['/', '-', '_', '(']) || above.ends_with('.') && has_digits;
    let last = above.split_whitespace().next_back().unwrap_or_default();
    is_open
        && last
            .match_indices("10.")
            .any(|(at, sign)| is_registrant(&last[at + sign.len()..]))
}

/// Whether a text begins with the number of somebody who registers DOIs, and what parts it from the rest.
fn is_registrant(text: &str) -> bool {
    text.split_once('/').is_some_and(|(number, _)| {
        (4..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether a word is divided between two lines, and if so, whether its hyphen came with the division: `policy-making` may
/// be divided at its own.
fn divided(above: &Line, below: &Line, words: &HashSet<String>) -> Option<bool> {
    let (last, first) = (above.runs.last()?, below.runs.first()?);
    let stem = last.text.trim_end().strip_suffix(HYPHENS)?;
    let start = stem
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + 1);
    let left = stem.get(start..)?;
    let end = first.text.find(|c: char| !c.is_alphabetic());
    let right = &first.text[..end.unwrap_or(first.text.len())];
    if left.is_empty() || !right.starts_with(char::is_lowercase) || stem.contains("://") {
        return None;
    }
    let has = |hyphen: &str| words.contains(&format!("{left}{hyphen}{right}").to_lowercase());
    Some(has("") || !has("-"))
}

fn drop_hyphen(line: &mut Line) {
    if let Some(last) = line.runs.last_mut() {
        let kept = last.text.trim_end().trim_end_matches(HYPHENS).len();
        last.text.truncate(kept);
    }
}

/// Takes the first word of a line with its marker.
fn first_word(line: &mut Line) -> Vec<Run> {
    let mut word: Vec<Run> = Vec::new();
    while let Some(run) = line.runs.first_mut() {
        if !word.is_empty() && !run.is_raised() {
            break;
        }
        let width = run.text.find(' ').unwrap_or(run.text.len());
        let rest = run.text.split_off(width);
        let rest = Run {
            text: rest.trim_start().to_owned(),
            ..run.clone()
        };
        let is_over = !rest.text.is_empty();
        word.push(std::mem::replace(run, rest));
        if is_over {
            break;
        }
        line.runs.remove(0);
    }
    word
}
