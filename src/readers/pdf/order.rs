//! Lines that belong together though they are drawn apart: superscripts beside their line, the labels of a list beside its
//! items, the cells of a row.

use super::columns::{self, Gutter};
use super::line::{Level, Line, Run, SMALLER};

/// How far, in ems, a label may stand before its item.
const BEFORE_ITEM: std::ops::Range<f32> = -0.5..4.0;
/// How far, in ems, two baselines of one line may differ.
const SAME_LINE: f32 = 0.15;
/// How small a superscript is that is drawn apart, and how far it is raised, in ems of its line. Some stand far behind
/// their line.
const SMALL: f32 = 0.8;
const RISE: std::ops::Range<f32> = 0.12..0.7;
/// How far behind its line, in ems, it may stand.
const BEHIND_LINE: f32 = 3.0;
/// How far below a line, in ems, the next one stands.
const NEXT_LINE: std::ops::Range<f32> = 0.7..2.0;
/// The longest label, in bytes.
const LONGEST_LABEL: usize = 8;

/// Puts the lines of a page together that are one line to the eye.
pub(super) fn settle(mut lines: Vec<Line>) -> Vec<Line> {
    attach(&mut lines, is_number, is_beside, insert);
    attach(&mut lines, is_label, is_before, prepend);
    let lines = columns::unwoven(downwards(wrapped(lines)), are_side_by_side);
    let gutter = columns::gutter(&lines);
    rows(lines, gutter)
}

/// The lines of a page that is set in one column, from the top to the bottom: some programs draw the notes from the last to
/// the first. Where lines stand side by side that are not drawn one after the other, there are columns, and the order of
/// drawing is kept.
fn downwards(mut lines: Vec<Line>) -> Vec<Line> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|&a, &b| lines[a].y.total_cmp(&lines[b].y));
    let is_beside = |pair: &[usize]| {
        let (a, b) = (&lines[pair[0]], &lines[pair[1]]);
        (a.y - b.y).abs() < 0.5 * a.size.min(b.size) && pair[0].abs_diff(pair[1]) > 1
    };
    // A page that is drawn from its end throughout is mirrored.
    let falls = lines
        .windows(2)
        .filter(|pair| pair[0].y < pair[1].y)
        .count();
    if 4 * falls >= lines.len().saturating_sub(1) && !order.windows(2).any(is_beside) {
        lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    }
    lines
}

/// A superscript that was wrapped and stands alone in its line is put behind the line above.
fn wrapped(lines: Vec<Line>) -> Vec<Line> {
    let mut whole: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if is_next_label(&whole, &line) {
            let runs = raised(line.clone()).collect();
            whole.push(Line { runs, ..line });
            continue;
        }
        let follows = |above: &&mut Line| {
            let down = (line.y - above.y) / above.size;
            line.size <= SMALLER * above.size && NEXT_LINE.contains(&down)
        };
        match whole.last_mut().filter(follows) {
            Some(above) if is_numbers(&line.text()) => above.runs.extend(raised(line)),
            _ => whole.push(line),
        }
    }
    whole
}

/// Whether a number alone in its line labels a note whose text stands in the next one: the last line above that begins with
/// a superscript begins with the number before it.
fn is_next_label(above: &[Line], line: &Line) -> bool {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let Some(own) = number(&line.text()) else {
        return false;
    };
    let last = above.iter().rev().find(|above| above.begins_raised());
    last.is_some_and(|last| {
        let label = number(&last.runs[0].text).filter(|_| last.runs.len() > 1);
        line.size <= SMALLER * last.size && label.is_some_and(|label| label + 1 == own)
    })
}

/// The runs of a line as superscripts.
fn raised(line: Line) -> impl Iterator<Item = Run> {
    line.runs.into_iter().map(|run| Run {
        level: Level::Raised,
        ..run
    })
}

/// Puts every piece that is drawn apart into the line where it belongs.
fn attach(
    lines: &mut Vec<Line>,
    is_piece: fn(&str) -> bool,
    belongs: fn(&Line, &Line) -> bool,
    put: fn(Line, &mut Line),
) {
    let mut at = 0;
    while at < lines.len() {
        let piece = &lines[at];
        let host = is_piece(&piece.text())
            .then(|| (0..lines.len()).find(|&host| host != at && belongs(piece, &lines[host])))
            .flatten();
        match host {
            // What comes next moves to this place.
            Some(host) => {
                let piece = lines.remove(at);
                put(piece, &mut lines[if host > at { host - 1 } else { host }]);
            }
            None => at += 1,
        }
    }
}

/// Whether a number is a superscript of a line.
fn is_beside(mark: &Line, line: &Line) -> bool {
    is_raised(mark, line) && mark.x > line.x && mark.x - line.end < BEHIND_LINE * line.size
}

/// Puts a superscript behind the letters that stand before it. No run is parted: what is drawn apart stands at the end of
/// what is drawn together.
fn insert(mark: Line, line: &mut Line) {
    let at = line.runs.iter().position(|run| run.x >= mark.x);
    let at = at.unwrap_or(line.runs.len());
    // Two numbers side by side are not one.
    if let Some(before) = at.checked_sub(1).map(|before| &mut line.runs[before])
        && before.level == Level::Raised
    {
        before.text.push(' ');
    }
    line.end = line.end.max(mark.end);
    line.runs.splice(at..at, raised(mark));
}

/// Whether a label stands before an item, raised or not.
fn is_before(label: &Line, item: &Line) -> bool {
    let gap = (item.x - label.end) / item.size;
    let is_in_line = (item.y - label.y).abs() < SAME_LINE * item.size;
    (is_in_line || is_raised(label, item)) && BEFORE_ITEM.contains(&gap) && item.x > label.x
}

/// Whether a small line stands a little higher than another.
fn is_raised(mark: &Line, line: &Line) -> bool {
    let rise = (line.y - mark.y) / line.size;
    mark.size <= SMALL * line.size && RISE.contains(&rise)
}

fn prepend(label: Line, item: &mut Line) {
    item.x = label.x;
    let mut runs: Vec<Run> = if is_raised(&label, item) {
        raised(label).collect()
    } else {
        label.runs
    };
    if let Some(last) = runs.last_mut()
        && !last.text.ends_with(' ')
    {
        last.text.push(' ');
    }
    item.runs.splice(..0, runs);
}

/// `12`, `12, 13`, `12–14`, and no more.
fn is_number(text: &str) -> bool {
    text.trim().len() <= LONGEST_LABEL && is_numbers(text)
}

/// Numbers and what stands between them.
fn is_numbers(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, ',' | '–' | '-' | ' ');
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_sign)
}

/// `12.`, `[12]`, `12)`, `xii.`, `•`.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['.', ')', '(', '[', ']']);
    let is_bullet = matches!(text, "•" | "–" | "▪" | "◦" | "*" | "†" | "‡");
    let is_digits = inner.chars().all(|c| c.is_ascii_digit());
    let is_roman = inner.len() < text.len() && inner.chars().all(|c| "ivxlc".contains(c));
    text.len() <= LONGEST_LABEL && (is_bullet || !inner.is_empty() && (is_digits || is_roman))
}

/// The cells of a row become one line, parted by tabs; what stands on either side of a gutter is no row.
fn rows(lines: Vec<Line>, gutter: Option<Gutter>) -> Vec<Line> {
    let are_cells = |before: &Line, line: &Line| {
        are_side_by_side(before, line) && !gutter.is_some_and(|gutter| gutter.parts(before, line))
    };
    let mut rows: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match rows.last_mut().filter(|before| are_cells(before, &line)) {
            Some(row) => {
                row.runs.push(Run::tab(row.end, line.x));
                row.end = line.end;
                row.runs.extend(line.runs);
            }
            None => rows.push(line),
        }
    }
    rows
}

/// Whether a line goes on in the row of the one before it.
fn are_side_by_side(before: &Line, line: &Line) -> bool {
    (before.y - line.y).abs() < SAME_LINE * line.size.min(before.size)
        && before.end <= line.x + 0.2 * line.size
        && before.is_artifact == line.is_artifact
}
