//! From glyphs to lines of text, and to what is raised in them.
//!
//! A file says where each glyph stands, and no more: words, lines and superscripts are what the eye makes of the distances
//! between them. Lines come in the order in which they are drawn, which in the files of all producers seen is the order
//! of reading, but for notes and running heads.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::glyphs::Glyph;
use super::tags::Tagged;
use super::target::Target;
use crate::readers::numeral;

/// How far, in ems, a glyph may be off the baseline of its line.
const OFF_BASELINE: f32 = 0.6;
/// How far, in ems, text may jump back within a line: accents and kerning do.
const BACK: f32 = 0.6;
/// How far it may jump ahead. Farther away begins another column, or another cell.
const AHEAD: f32 = 2.6;
/// The least blank between two words. TeX squeezes its blanks to 0.22, kerning takes 0.1 apart at most.
const BLANK: f32 = 0.16;
/// A superscript is smaller than this, measured by the text beside it, and raised by at least that.
pub(super) const SMALLER: f32 = 0.93;
const RAISED: f32 = 0.12;
/// At full size it must be raised by more, so that nothing which jumps a little is taken for one.
const RAISED_AT_FULL_SIZE: f32 = 0.2;

/// Sizes that differ by less than this part are one.
const ALIKE: f32 = 0.03;
/// Larger letters are those of the line if there are so many, and no fewer than one in so many; or if all others are
/// numbers.
const LEAST_LETTERS: usize = 2;
const LARGER_AMONG: usize = 8;
/// How many lines of a page are read. The densest page of an index has a thousand.
const MOST_LINES: usize = 5_000;
/// What stands between two cells of a row.
const TAB: &str = "\t";

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
    /// Where its link leads.
    pub(super) link: Option<Target>,
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
    /// The note to which the file says it belongs.
    pub(super) note: Option<Tagged>,
    /// Whether a link pairs it with a marker.
    pub(super) is_called: bool,
    /// Whether it names authors or their institutions.
    pub(super) is_byline: bool,
}

/// A line of a page, and the how-manieth it is there.
#[derive(Debug, Clone)]
pub(super) struct Numbered {
    /// The page, counted from 0.
    pub(super) page: usize,
    /// The number of the line on its page, from 1.
    pub(super) number: usize,
    pub(super) line: Line,
}

impl Line {
    /// Its text, with nothing said of what is raised.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether it is a row of cells.
    pub(super) fn is_row(&self) -> bool {
        self.runs.iter().any(Run::is_tab)
    }

    /// Whether it begins with something raised.
    pub(super) fn begins_raised(&self) -> bool {
        self.runs.first().is_some_and(Run::is_raised)
    }
}

impl Run {
    /// What parts two cells of a row.
    pub(super) fn tab(x: f32, end: f32) -> Self {
        Self {
            text: TAB.to_owned(),
            x,
            end,
            level: Level::Base,
            link: None,
        }
    }

    /// Whether it parts two cells.
    pub(super) fn is_tab(&self) -> bool {
        self.text == TAB
    }

    /// Whether it stands above the line.
    pub(super) fn is_raised(&self) -> bool {
        self.level == Level::Raised
    }
}

/// The lines of a page as they are drawn, and whether they are all; `link_at` gives where the link leads that lies over a
/// place.
pub(super) fn lines(
    glyphs: &[Glyph],
    link_at: impl Fn(f32, f32) -> Option<Target>,
) -> (Vec<Line>, bool) {
    let glyphs = accented(glyphs);
    let rows = rows(&glyphs);
    let lines = rows.iter().map(|row| line(row, &link_at));
    let mut with_text = lines.filter(|line| !line.text().trim().is_empty());
    let lines = with_text.by_ref().take(MOST_LINES).collect();
    (lines, with_text.next().is_none())
}

/// Glyphs in which accents are on their letters: TeX draws an accent before its letter, and over it.
fn accented(glyphs: &[Glyph]) -> Cow<'_, [Glyph]> {
    if !glyphs.iter().any(|glyph| accent(&glyph.text).is_some()) {
        return Cow::Borrowed(glyphs);
    }
    let mut whole: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let both = whole.last().and_then(|before| joined(before, glyph));
        if both.is_some() {
            whole.pop();
        }
        whole.push(both.unwrap_or_else(|| glyph.clone()));
    }
    // TeX has no other tilde, and addresses need one.
    for glyph in whole.iter_mut().filter(|glyph| glyph.text == "˜") {
        "~".clone_into(&mut glyph.text);
    }
    Cow::Owned(whole)
}

/// An accent and a letter that are drawn over each other, in either order, as one glyph.
fn joined(before: &Glyph, glyph: &Glyph) -> Option<Glyph> {
    let (mark, letter) = match (accent(&before.text), accent(&glyph.text)) {
        (Some(mark), None) => (mark, glyph),
        (None, Some(mark)) => (mark, before),
        _ => return None,
    };
    let is_over = before.x < glyph.end && glyph.x < before.end - 0.1 * letter.size;
    let is_near = (before.y - glyph.y).abs() < OFF_BASELINE * letter.size;
    let base = match letter.text.as_str() {
        "ı" => "i",
        "ȷ" => "j",
        text => text,
    };
    let text: String = [base, mark].concat().nfc().collect();
    let is_letter = text.chars().count() == 1 && text.starts_with(char::is_alphabetic);
    (is_over && is_near && is_letter).then(|| Glyph {
        text,
        ..letter.clone()
    })
}

/// The combining sign of an accent that stands by itself.
fn accent(text: &str) -> Option<&'static str> {
    Some(match text {
        "`" => "\u{300}",
        "´" => "\u{301}",
        "ˆ" => "\u{302}",
        "˜" => "\u{303}",
        "¯" => "\u{304}",
        "˘" => "\u{306}",
        "˙" => "\u{307}",
        "¨" => "\u{308}",
        "˚" => "\u{30a}",
        "˝" => "\u{30b}",
        "ˇ" => "\u{30c}",
        "¸" => "\u{327}",
        "˛" => "\u{328}",
        _ => return None,
    })
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
            let is_near = (glyph.y - largest.y).abs() < OFF_BASELINE * em.min(2.0 * glyph.size);
            let ahead = glyph.x - last.end;
            is_near
                && ahead > -BACK * em
                && ahead < AHEAD * em
                && glyph.is_artifact == last.is_artifact
        };
        if let Some(row) = rows.last_mut().filter(fits) {
            row.push(glyph);
            largest = largest
                .filter(|largest| largest.size >= glyph.size * 0.98)
                .or(Some(glyph));
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

fn line(row: &[&Glyph], link_at: impl Fn(f32, f32) -> Option<Target>) -> Line {
    let (size, y) = base(row);
    let mut runs: Vec<Run> = Vec::new();
    let mut before: Option<&Glyph> = None;
    let label = label(row);
    for (at, glyph) in row.iter().enumerate() {
        let gap = before.map_or(0.0, |before| glyph.x - before.end);
        let is_apart = gap > BLANK * size.min(glyph.size * 1.2) || Some(at) == label;
        if let Some(run) = runs.last_mut()
            && (glyph.is_blank() || is_apart)
            && !run.text.ends_with(' ')
        {
            run.text.push(' ');
        }
        before = Some(glyph);
        if glyph.is_blank() || glyph.text.is_empty() {
            continue;
        }
        let level = level(glyph, size, y);
        let middle = f32::midpoint(glyph.x, glyph.end);
        let link = link_at(middle, glyph.y - 0.25 * glyph.size);
        match runs.last_mut() {
            Some(run) if run.level == level && run.link == link => {
                run.text.push_str(&glyph.text);
                run.end = glyph.end;
            }
            last => {
                if let Some(run) = last
                    && level == Level::Raised
                    && is_other_marker(run, link.as_ref())
                {
                    run.text.push(' ');
                }
                runs.push(Run {
                    text: glyph.text.clone(),
                    x: glyph.x,
                    end: glyph.end,
                    level,
                    link,
                });
            }
        }
    }
    enclose(&mut runs);
    runs.retain(|run| !run.text.is_empty());
    runs.shrink_to_fit();
    Line {
        runs,
        x: row.iter().map(|glyph| glyph.x).fold(f32::MAX, f32::min),
        end: row.iter().map(|glyph| glyph.end).fold(f32::MIN, f32::max),
        y,
        size,
        is_artifact: row.first().is_some_and(|glyph| glyph.is_artifact),
        note: tag(row),
        is_called: false,
        is_byline: false,
    }
}

/// The note of which a row is a part. A marker may be tagged along with the note that it calls, so that both ends of the
/// row must be in one.
fn tag(row: &[&Glyph]) -> Option<Tagged> {
    let mut letters = row.iter().filter(|glyph| !glyph.is_blank());
    let first = letters.next()?;
    let last = letters.next_back().unwrap_or(first);
    first.note.filter(|_| last.note.is_some())
}

/// Puts the brackets around a raised number into its run where they stand on the line: `(¹)` is one label.
fn enclose(runs: &mut [Run]) {
    for at in 1..runs.len().saturating_sub(1) {
        let [before, number, behind] = &mut runs[at - 1..=at + 1] else {
            continue;
        };
        let is_number = number.is_raised() && number.text.bytes().all(|byte| byte.is_ascii_digit());
        let brackets = match (before.text.chars().next_back(), behind.text.chars().next()) {
            (Some('('), Some(')')) => "()",
            (Some('['), Some(']')) => "[]",
            _ => continue,
        };
        if is_number {
            before.text.pop();
            behind.text.remove(0);
            number.text = format!("{}{}{}", &brackets[..1], number.text, &brackets[1..]);
        }
    }
}

/// Whether a raised run and what follows it lead to two places: markers side by side, which look like one number.
fn is_other_marker(run: &Run, link: Option<&Target>) -> bool {
    let places = (run.link.as_ref(), link);
    run.is_raised() && matches!(places, (Some(Target::Place(a)), Some(Target::Place(b))) if a != b)
}

/// How many glyphs of a row are a label that is drawn by itself. What hangs before a note may fill its place to the last
/// hair, so that no blank is left behind it.
fn label(row: &[&Glyph]) -> Option<usize> {
    let string = row.first()?.string;
    let width = row
        .iter()
        .take_while(|glyph| glyph.string == string)
        .count();
    // A number whose digits are kerned is drawn in pieces: `1` and `1. Smith`.
    let goes_on = |glyph: &Glyph| {
        glyph
            .text
            .starts_with(|c: char| c.is_ascii_digit() || ".)]".contains(c))
    };
    let is_text = matches!(
        row[width..],
        [first, second, ..] if first.string == second.string && !goes_on(first)
    );
    let text: String = row[..width]
        .iter()
        .map(|glyph| glyph.text.as_str())
        .collect();
    let is_digits = text.chars().all(|c| c.is_ascii_digit());
    let is_label = is_digits || numeral::of_roman(&text).is_some();
    (is_text && is_label).then_some(width)
}

/// The size of a row's letters, and their baseline.
fn base(row: &[&Glyph]) -> (f32, f32) {
    let letters = || row.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let count = letters().count();
    let sizes = |least: f32| {
        letters()
            .map(|glyph| glyph.size)
            .filter(move |size| *size > least)
    };
    let mut size = usual(sizes(0.0).map(|size| (size, 1)).collect());
    // Superscripts may be most of a line, as in a paper that cites twenty works at once.
    let larger = sizes(size * (1.0 + ALIKE)).count();
    let is_number = |glyph: &&Glyph| !glyph.text.contains(char::is_alphabetic);
    let is_numbers = letters()
        .filter(|glyph| glyph.size <= size * (1.0 + ALIKE))
        .all(is_number);
    if larger >= LEAST_LETTERS && (larger * LARGER_AMONG >= count || is_numbers) {
        size = usual(sizes(size * (1.0 + ALIKE)).map(|size| (size, 1)).collect());
    }
    let is_usual = |glyph: &&&Glyph| (glyph.size - size).abs() <= ALIKE * size;
    let mut heights: Vec<f32> = letters().filter(is_usual).map(|glyph| glyph.y).collect();
    heights.sort_by(f32::total_cmp);
    match heights.get(heights.len() / 2) {
        Some(&height) => (size, height),
        None => row
            .first()
            .map_or((1.0, 0.0), |glyph| (glyph.size, glyph.y)),
    }
}

/// Of sizes, each with how many letters have it, the one that most have; of two the larger. Sizes that hardly differ are
/// one.
pub(super) fn usual(mut sizes: Vec<(f32, usize)>) -> f32 {
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut usual, mut most) = (0.0, 0);
    let mut rest = sizes.as_slice();
    while let Some(&(size, _)) = rest.first() {
        let (alike, others) =
            rest.split_at(rest.partition_point(|other| other.0 <= size * (1.0 + ALIKE)));
        let letters: usize = alike.iter().map(|(_, letters)| letters).sum();
        if letters >= most {
            (usual, most) = (size, letters);
        }
        rest = others;
    }
    usual
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
