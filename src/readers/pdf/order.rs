//! Lines that belong together though they are drawn apart: the labels of a list beside its items, the cells of a row.

use super::line::{Level, Line, Run};

/// How far, in ems, a label may stand before its item.
const BEFORE_ITEM: std::ops::Range<f32> = -0.5..4.0;
/// How far, in ems, two baselines of one line may differ.
const SAME_LINE: f32 = 0.15;
/// How small a superscript is that is drawn apart, and how far it is raised, in ems of its line. Some stand far behind
/// their line.
const SMALL: f32 = 0.8;
const RISE: std::ops::Range<f32> = 0.12..0.7;
/// The longest label, in bytes.
const LONGEST_LABEL: usize = 8;

/// Puts the lines of a page together that are one line to the eye.
pub(super) fn settle(lines: Vec<Line>) -> Vec<Line> {
    rows(labels(superscripts(lines)))
}

/// Superscripts that are drawn apart from their lines are put into these.
fn superscripts(mut lines: Vec<Line>) -> Vec<Line> {
    let mut at = 0;
    while at < lines.len() {
        let mark = &lines[at];
        let fits = |(index, line): &(usize, &Line)| {
            let rise = (line.y - mark.y) / line.size;
            *index != at
                && mark.size <= SMALL * line.size
                && RISE.contains(&rise)
                && mark.x > line.x
        };
        let line = is_number(&mark.text())
            .then(|| lines.iter().enumerate().find(fits).map(|(index, _)| index))
            .flatten();
        let Some(line) = line else {
            at += 1;
            continue;
        };
        let mark = lines.remove(at);
        insert(mark, &mut lines[if line > at { line - 1 } else { line }]);
    }
    lines
}

/// Puts a superscript behind the letters that stand before it.
fn insert(mark: Line, line: &mut Line) {
    let mut mark = mark.runs;
    for run in &mut mark {
        run.level = Level::Raised;
    }
    let Some(x) = mark.first().map(|run| run.x) else {
        return;
    };
    line.end = line.end.max(mark.last().map_or(x, |run| run.end));
    let at = line.runs.iter().position(|run| run.x >= x);
    let at = at.unwrap_or(line.runs.len());
    // Two numbers side by side are not one.
    if let Some(before) = at.checked_sub(1).map(|before| &mut line.runs[before])
        && before.level == Level::Raised
    {
        before.text.push(' ');
    }
    // A run is not parted within: the glyphs are gone, and what is drawn apart stands at the end of a line or of a run.
    line.runs.splice(at..at, mark);
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, ',' | '–' | '-' | ' ');
    text.len() <= LONGEST_LABEL && text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_sign)
}

/// Labels that are drawn before or behind all items are put before their own.
fn labels(mut lines: Vec<Line>) -> Vec<Line> {
    let mut at = 0;
    while at < lines.len() {
        let label = &lines[at];
        let fits = |(index, item): &(usize, &Line)| {
            let gap = (item.x - label.end) / label.size;
            *index != at
                && (item.y - label.y).abs() < SAME_LINE * label.size
                && BEFORE_ITEM.contains(&gap)
                && item.x > label.x
        };
        let item = is_label(&label.text())
            .then(|| lines.iter().enumerate().find(fits).map(|(index, _)| index))
            .flatten();
        let Some(item) = item else {
            at += 1;
            continue;
        };
        let label = lines.remove(at);
        let item = if item > at { item - 1 } else { item };
        prepend(label, &mut lines[item]);
        if item > at {
            continue;
        }
        // What comes next has moved to this place.
    }
    lines
}

fn prepend(label: Line, item: &mut Line) {
    let mut runs = label.runs;
    if let Some(last) = runs.last_mut()
        && !last.text.ends_with(' ')
    {
        last.text.push(' ');
    }
    runs.append(&mut item.runs);
    item.runs = runs;
    item.x = label.x;
}

/// `12.`, `[12]`, `12)`, `xii.`, `•`.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['.', ')', '(', '[', ']']);
    let is_bullet = matches!(text, "•" | "–" | "▪" | "◦" | "*" | "†" | "‡");
    let is_number = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit());
    let is_roman = inner.len() < text.len() && inner.chars().all(|c| "ivxlc".contains(c));
    text.len() <= LONGEST_LABEL && (is_bullet || is_number || (is_roman && !inner.is_empty()))
}

/// The cells of a row become one line, parted by tabs.
fn rows(lines: Vec<Line>) -> Vec<Line> {
    let mut rows: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let follows = |before: &&mut Line| {
            (before.y - line.y).abs() < SAME_LINE * line.size.min(before.size)
                && before.end <= line.x + 0.2 * line.size
                && before.is_artifact == line.is_artifact
        };
        match rows.last_mut().filter(follows) {
            Some(before) => {
                before.runs.push(Run {
                    text: "\t".to_owned(),
                    x: before.end,
                    end: line.x,
                    level: Level::Base,
                    link: None,
                    content: None,
                });
                before.end = line.end;
                before.runs.extend(line.runs);
            }
            None => rows.push(line),
        }
    }
    rows
}
