//! Authors and their institutions: `Ada Brown¹, Carl Dent²` over `¹ University of Lowmoor`.
//!
//! Their numbers begin at 1 like those of the notes, and would be taken for them. They are read, and are no markers.

use std::collections::HashSet;

use super::line::{Line, Run};
use super::sheet::Sheet;

/// What institutions are called, or a part of that, in small letters.
const INSTITUTIONS: [&str; 29] = [
    "universi",
    "univ.",
    "institut",
    "department",
    "departement",
    "département",
    "departamento",
    "dipartimento",
    "dept.",
    "school of",
    "faculty",
    "fakultät",
    "faculté",
    "facultad",
    "laborator",
    "hospital",
    "klinik",
    "college",
    "academy",
    "akademie",
    "centre for",
    "center for",
    "centro de",
    "correspond",
    "大学",
    "大學",
    "学院",
    "研究所",
    "대학",
];
/// Small words of a line of names.
const BETWEEN_NAMES: [&str; 14] = [
    "and", "und", "et", "y", "e", "de", "del", "der", "den", "van", "von", "da", "di", "la",
];
const QUOTATION_MARKS: [char; 7] = ['"', '“', '”', '„', '«', '»', '「'];
/// Of the words of a line of names so many in a hundred begin with a capital letter.
const NAMES: usize = 75;

/// Institutions are counted from one of these on.
const FIRST: [&str; 5] = ["1", "a", "*", "∗", "†"];
/// On so many pages at the front a single author is known by one label, behind them by so many labels together.
const FRONT: usize = 2;
const LEAST_BEHIND: usize = 3;

/// Marks the lines of authors and institutions.
pub(super) fn mark(sheets: &mut [Sheet]) {
    for (page, sheet) in sheets.iter_mut().enumerate() {
        let institutions = institutions(&sheet.lines);
        let answered: HashSet<String> = institutions
            .iter()
            .flat_map(|&at| labels(&sheet.lines[at]))
            .collect();
        let is_byline = |at: &usize| {
            let line = &sheet.lines[*at];
            let own = labels(line);
            let is_answered = own.iter().any(|label| answered.contains(label));
            !line.begins_raised() && is_answered && is_of_names(line)
        };
        let names: Vec<usize> = (0..sheet.lines.len()).filter(is_byline).collect();
        let marked = names.iter().map(|&at| labels(&sheet.lines[at]).len());
        let least = if page < FRONT { 1 } else { LEAST_BEHIND };
        if marked.sum::<usize>() >= least && FIRST.iter().any(|first| answered.contains(*first)) {
            for at in names.into_iter().chain(institutions) {
                sheet.lines[at].is_byline = true;
            }
        }
    }
}

/// The lines that name institutions with a label, and those beside them that go on with the labels.
///
/// A line with a quotation is of a note: `¹ Ada Brown, “College Life”, Lowmoor Post`.
fn institutions(lines: &[Line]) -> Vec<usize> {
    let is_one = |line: &Line| {
        let text = line.text().to_lowercase();
        line.begins_raised()
            && !labels(line).is_empty()
            && !text.contains(QUOTATION_MARKS)
            && INSTITUTIONS.iter().any(|word| text.contains(word))
    };
    let mut found: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_beside = found.last().is_some_and(|&last| {
            at - last <= 2 && line.begins_raised() && follows(&lines[last], line)
        });
        if is_one(line) || is_beside {
            found.push(at);
        }
    }
    found
}

/// Whether the first label of a line is the next after the last one of another.
fn follows(above: &Line, line: &Line) -> bool {
    let last = labels(above)
        .pop()
        .and_then(|label| label.parse::<u32>().ok());
    let first = labels(line).first().and_then(|label| label.parse().ok());
    last.map(|last| last + 1) == first
}

/// The labels that are raised in a line, those of a group apart.
fn labels(line: &Line) -> Vec<String> {
    let raised = line.runs.iter().filter(|run| run.is_raised());
    let parts = raised.flat_map(|run: &Run| run.text.split([',', ' ', ';']));
    let parts = parts.map(|part| part.trim_matches(['(', ')', '[', ']', '.']));
    parts
        .filter(|part| is_label(part))
        .map(str::to_owned)
        .collect()
}

/// Whether a raised text can be a label: a number, a letter or a sign, and not the ending of `3rd`.
fn is_label(text: &str) -> bool {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.chars().count() {
        1 => true,
        2 => is_number || text.chars().all(|c| !c.is_alphanumeric()),
        _ => false,
    }
}

/// Whether most words of a line are names.
fn is_of_names(line: &Line) -> bool {
    let base = line.runs.iter().filter(|run| !run.is_raised());
    let text: String = base.map(|run| format!("{} ", run.text)).collect();
    let words = text.split(|c: char| !(c.is_alphabetic() || c == '-' || c == '.' || c == '’'));
    let words: Vec<&str> = words
        .filter(|word| word.contains(char::is_alphabetic))
        .filter(|word| !BETWEEN_NAMES.contains(word))
        .collect();
    let names = words
        .iter()
        .filter(|word| !word.starts_with(char::is_lowercase));
    !words.is_empty() && names.count() * 100 >= words.len() * NAMES
}
