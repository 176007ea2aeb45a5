//! Columns that are drawn row by row: each line of the left one before its neighbour in the right one.
//!
//! Such a page looks like a table of two cells a row. It is none if the cells are as wide as lines of text, and if all of
//! them keep clear of one gap between them.

use super::line::Line;

/// So many rows at least make a column, and they are at least this part of a page's lines.
const LEAST_ROWS: usize = 8;
const LEAST_SHARE: f32 = 0.6;
/// How wide a column is at least, in ems.
const LEAST_WIDTH: f32 = 14.0;
/// How deep, in ems, the first line of a paragraph is indented at most.
const DEEPEST_INDENT: f32 = 3.0;
/// The part of rows that may reach into the gap, as a heading over both columns does.
const MOST_ASTRAY: f32 = 0.1;

/// Puts the lines of each column one below the other; `are_side_by_side` tells two cells of a row.
pub(super) fn unwoven(
    lines: Vec<Line>,
    are_side_by_side: impl Fn(&Line, &Line) -> bool,
) -> Vec<Line> {
    let pairs = lines
        .windows(2)
        .filter(|pair| are_side_by_side(&pair[0], &pair[1]));
    let pairs: Vec<(&Line, &Line)> = pairs.map(|pair| (&pair[0], &pair[1])).collect();
    let Some(gap) = gap(&pairs, lines.len()) else {
        return lines;
    };
    let mut ordered = Vec::with_capacity(lines.len());
    let mut right: Vec<Line> = Vec::new();
    for line in lines {
        if line.x >= gap {
            right.push(line);
            continue;
        }
        // What stands across both columns parts what is above it from what is below.
        if line.end > gap {
            ordered.append(&mut right);
        }
        ordered.push(line);
    }
    ordered.append(&mut right);
    ordered
}

/// Where the gap between two columns lies, if these pairs of cells are rows of two columns on a page of so many lines.
fn gap(pairs: &[(&Line, &Line)], lines: usize) -> Option<f32> {
    let share = part(2 * pairs.len(), lines);
    if pairs.len() < LEAST_ROWS || share < LEAST_SHARE {
        return None;
    }
    let mut starts: Vec<f32> = pairs.iter().map(|(_, right)| right.x).collect();
    starts.sort_by(f32::total_cmp);
    let gap = *starts.get(starts.len() / 20)?;
    let is_astray = |&&(left, right): &&(&Line, &Line)| left.end > gap || right.x < gap;
    let astray = pairs.iter().filter(is_astray).count();
    let width = |line: &Line| (line.end - line.x) / line.size;
    let are_wide = |&&(left, right): &&(&Line, &Line)| {
        width(left) >= LEAST_WIDTH && width(right) >= LEAST_WIDTH
    };
    let wide = pairs.iter().filter(are_wide).count();
    let is_text = part(astray, pairs.len()) <= MOST_ASTRAY && 2 * wide > pairs.len();
    is_text.then_some(gap)
}

/// Where two columns of text begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gutter {
    left: f32,
    right: f32,
}

impl Gutter {
    /// Whether one line stands at the beginning of the left column, and another at that of the right one.
    pub(super) fn parts(self, before: &Line, line: &Line) -> bool {
        let begins = |line: &Line, column: f32| {
            (-0.5 * line.size..DEEPEST_INDENT * line.size).contains(&(line.x - column))
        };
        begins(before, self.left) && begins(line, self.right)
    }
}

/// The gutter of a page: so many wide lines end before the place where as many others begin that hardly any crosses it.
pub(super) fn gutter(lines: &[Line]) -> Option<Gutter> {
    let is_wide = |line: &&Line| line.end - line.x >= LEAST_WIDTH * line.size;
    let wide: Vec<&Line> = lines.iter().filter(is_wide).collect();
    let mut starts: Vec<f32> = wide.iter().map(|line| line.x).collect();
    starts.sort_by(f32::total_cmp);
    let left = most_common(&starts, f32::MIN)?;
    let reach = wide.iter().filter(|line| (line.x - left).abs() < 1.0);
    let reach = reach.map(|line| line.end).fold(f32::MAX, f32::min);
    let right = most_common(&starts, reach)?;
    let crossing = wide
        .iter()
        .filter(|line| line.x < right - 1.0 && line.end > right);
    let is_clear = part(crossing.count(), wide.len()) <= MOST_ASTRAY;
    is_clear.then_some(Gutter { left, right })
}

/// Where most lines begin, of those that begin beyond a place; nothing where they are few.
fn most_common(starts: &[f32], beyond: f32) -> Option<f32> {
    let starts = &starts[starts.partition_point(|start| *start <= beyond)..];
    let count = |at: f32| {
        let reach = starts.partition_point(|start| *start < at + 1.0);
        reach - starts.partition_point(|start| *start < at)
    };
    // Of two the first.
    let starts = starts.iter().copied().rev();
    let most = starts.max_by_key(|start| count(*start))?;
    (count(most) >= LEAST_ROWS).then_some(most)
}

#[expect(clippy::cast_precision_loss, reason = "a page has few lines")]
fn part(some: usize, all: usize) -> f32 {
    some as f32 / all.max(1) as f32
}
