//! From glyphs to lines of text, and to what is raised in them.
//!
//! A file says where each glyph stands, and no more: words, lines and superscripts are what the eye makes of the distances
//! between them. Lines come in the order in which they are drawn, which in the files of all producers seen is the order
//! of reading, but for notes and running heads.

use super::glyphs::Glyph;
use super::order;

/// How far, in ems, a glyph may be off the baseline of its line.
const OFF_BASELINE: f32 = 0.6;
/// How far, in ems, text may jump back within a line: accents and kerning do.
const BACK: f32 = 0.6;
/// How far it may jump ahead. Farther away begins another column, or another cell.
const AHEAD: f32 = 2.6;
/// The least blank between two words. TeX squeezes its blanks to 0.22, kerning takes 0.1 apart at most.
const BLANK: f32 = 0.16;
/// A superscript is smaller than this, measured by the text beside it, and raised by at least that.
const SMALLER: f32 = 0.93;
const RAISED: f32 = 0.12;
/// At full size it must be raised by more, so that nothing which jumps a little is taken for one.
const RAISED_AT_FULL_SIZE: f32 = 0.2;

/// Where letters stand against the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Base,
    Raised,
    Lowered,
}

/// Letters of a line that are alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// With the blanks between and behind its words.
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) end: f32,
    pub(super) level: Level,
    /// The index of the link that lies over it.
    pub(super) link: Option<usize>,
    /// The piece of marked content that it belongs to.
    pub(super) content: Option<i32>,
}

/// A line, or the part of one that stands in a column or cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    pub(super) x: f32,
    pub(super) end: f32,
    /// The baseline.
    pub(super) y: f32,
    /// The size of most of its letters.
    pub(super) size: f32,
    pub(super) is_artifact: bool,
}

impl Line {
    /// Its text, with nothing said of what is raised.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// The lines of a page in the order in which they are drawn; `link_at` gives the link that lies over a place.
pub(super) fn lines(
    glyphs: &[Glyph],
    link_at: impl Fn(f32, f32) -> Option<usize>,
) -> Vec<Line> {
    let lines = rows(glyphs)
        .iter()
        .map(|row| line(row, &link_at))
        .filter(|line| !line.text().trim().is_empty())
        .collect();
    order::settle(lines)
}

/// Glyphs that follow each other on one baseline.
fn rows(glyphs: &[Glyph]) -> Vec<Vec<&Glyph>> {
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    let mut largest: Option<&Glyph> = None;
    for glyph in glyphs {
        if is_doubled(rows.last(), glyph) {
            continue;
        }
        let fits = |row: &&mut Vec<&Glyph>| {
            let (Some(last), Some(largest)) = (row.last(), largest) else {
                return false;
            };
            let em = glyph.size.max(largest.size);
            let near = (glyph.y - largest.y).abs() < OFF_BASELINE * em.min(2.0 * glyph.size);
            let ahead = glyph.x - last.end;
            near && ahead > -BACK * em && ahead < AHEAD * em && glyph.is_artifact == last.is_artifact
        };
        if let Some(row) = rows.last_mut().filter(fits) {
            row.push(glyph);
            largest = largest.filter(|largest| largest.size >= glyph.size * 0.98).or(Some(glyph));
        } else {
            rows.push(vec![glyph]);
            largest = Some(glyph);
        }
    }
    rows
}

/// Whether a glyph is drawn over its own double, as bold letters and shadows are made.
fn is_doubled(row: Option<&Vec<&Glyph>>, glyph: &Glyph) -> bool {
    let near = row.into_iter().flat_map(|row| row.iter().rev().take(3));
    let mut near = near.filter(|other| !other.text.trim().is_empty());
    near.any(|other| {
        let reach = 0.12 * glyph.size;
        other.text == glyph.text
            && (other.x - glyph.x).abs() < reach
            && (other.y - glyph.y).abs() < reach
    })
}

fn line(row: &[&Glyph], link_at: impl Fn(f32, f32) -> Option<usize>) -> Line {
    let (size, y) = base(row);
    let mut line = Line {
        runs: Vec::new(),
        x: row.iter().map(|glyph| glyph.x).fold(f32::MAX, f32::min),
        end: row.iter().map(|glyph| glyph.end).fold(f32::MIN, f32::max),
        y,
        size,
        is_artifact: row.first().is_some_and(|glyph| glyph.is_artifact),
    };
    let mut before: Option<&Glyph> = None;
    for glyph in row {
        let is_blank = glyph.text.trim().is_empty() && !glyph.text.is_empty();
        let gap = before.map_or(0.0, |before| glyph.x - before.end);
        if let Some(run) = line.runs.last_mut()
            && (is_blank || gap > BLANK * size.min(glyph.size * 1.2))
            && !run.text.ends_with(' ')
        {
            run.text.push(' ');
        }
        before = Some(glyph);
        if is_blank || glyph.text.is_empty() {
            continue;
        }
        let level = level(glyph, size, y);
        let link = link_at((glyph.x + glyph.end) / 2.0, glyph.y - 0.25 * glyph.size);
        match line.runs.last_mut() {
            Some(run) if run.level == level && run.link == link && run.content == glyph.content => {
                run.text.push_str(&glyph.text);
                run.end = glyph.end;
            }
            _ => line.runs.push(Run {
                text: glyph.text.clone(),
                x: glyph.x,
                end: glyph.end,
                level,
                link,
                content: glyph.content,
            }),
        }
    }
    line
}

/// The size of most letters of a row, and their baseline.
fn base(row: &[&Glyph]) -> (f32, f32) {
    let mut sizes: Vec<(f32, f32)> = row
        .iter()
        .filter(|glyph| !glyph.text.trim().is_empty())
        .map(|glyph| (glyph.size, glyph.y))
        .collect();
    if sizes.is_empty() {
        return row.first().map_or((1.0, 0.0), |glyph| (glyph.size, glyph.y));
    }
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    // The size that most letters have; of two, the larger.
    let mut most: (usize, f32) = (0, 0.0);
    let mut start = 0;
    while start < sizes.len() {
        let size = sizes[start].0;
        let end = start + sizes[start..].partition_point(|other| other.0 < size * 1.02);
        if end - start >= most.0 {
            most = (end - start, size);
        }
        start = end;
    }
    let mut heights: Vec<f32> = sizes
        .iter()
        .filter(|(size, _)| *size >= most.1 && *size < most.1 * 1.02)
        .map(|(_, y)| *y)
        .collect();
    heights.sort_by(f32::total_cmp);
    (most.1, heights[heights.len() / 2])
}

fn level(glyph: &Glyph, size: f32, y: f32) -> Level {
    let rise = (y - glyph.y) / size;
    let is_small = glyph.size <= SMALLER * size;
    if glyph.hangs || (is_small && rise >= RAISED) || rise >= RAISED_AT_FULL_SIZE {
        Level::Raised
    } else if rise <= -RAISED_AT_FULL_SIZE || (is_small && rise <= -RAISED) {
        Level::Lowered
    } else {
        Level::Base
    }
}
