//! Notes at the foot of pages, told from the text above them.
//!
//! No single sign tells them: the line that is drawn over them is drawn elsewhere too, the smaller type is that of captions
//! and tables, and a number begins many a line. A foot must begin with a label that the text of the page calls or that is
//! next in turn, and reach down to the end of its column; the line over it or the smaller type tells how far up it goes.

use std::collections::HashSet;

use super::glyphs::Rule;
use super::label::{Label, label, letter};
use super::line::{self, Level, Line, Run};
use super::sheet::Sheet;
use super::tags::Tagged;
use crate::heading;

/// Notes are smaller than the text by this, where they are smaller.
const SMALLER: f32 = 0.95;
/// A line drawn over notes of the size of the text is shorter than this part of the text's width.
const SHORT_RULE: f32 = 0.67;
/// How many numbers of notes may be missing between two of them.
const MOST_MISSING: u32 = 8;
/// The most, in ems, from one line of a note to the next.
const LINE_BY_LINE: f32 = 1.45;
/// A line that ends so far, in ems, before the others do is the last of its note.
const SHORT: f32 = 4.0;
/// What the last line of a note ends with.
const ENDS: [char; 8] = ['.', '”', '"', ')', '/', '?', '!', ']'];
/// How far, in ems, labels of one page may be out of line.
const OUT_OF_LINE: f32 = 0.4;
/// The next label in turn may be out of line by a digit, where labels end in line.
const RIGHT_ALIGNED: f32 = 1.2;

/// So many raised labels at least make a habit.
const LEAST_RAISED: usize = 3;

/// A raised number as high as a year is a label only in its turn.
const LEAST_YEAR: u32 = 1_500;

/// How a line of a foot begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Begins {
    /// With a number that labels a note; its text takes so many bytes of the first run.
    Note { number: u32, width: usize },
    /// With another label of a note.
    Printed { label: String, width: usize },
    /// With a letter that labels a note of its page.
    Letter { letter: char, width: usize },
    /// With a symbol that labels a note.
    Symbol,
    /// In the middle of a note.
    Within,
}

/// A page whose notes have been told from its text.
#[derive(Debug, Default)]
pub(super) struct Divided {
    /// The text.
    pub(super) body: Vec<Placed>,
    /// The notes at its foot.
    pub(super) foot: Vec<(Begins, Line)>,
}

/// A line of the text in its column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) line: Line,
    /// Where the column begins and ends.
    pub(super) left: f32,
    pub(super) right: f32,
    /// Whether it is the first of its column.
    pub(super) is_first: bool,
}

/// Tells the notes of all pages from the text, most of which is set in this size.
pub(super) fn divide(sheets: &mut [Sheet], size: f32) -> Vec<Divided> {
    let mut divided = divided(sheets, size, Labels::Any);
    if are_raised(&divided) {
        divided = self::divided(sheets, size, Labels::Raised);
    }
    for sheet in sheets {
        sheet.lines = Vec::new();
    }
    divided
}

/// The pages with their notes, if these have such labels.
fn divided(sheets: &[Sheet], size: f32, labels: Labels) -> Vec<Divided> {
    let mut counting = Counting {
        labels,
        last: None,
        is_listed: false,
        goes_on: false,
    };
    let page = |sheet: &Sheet| counting.page(sheet.lines.clone(), &sheet.rules, size);
    sheets.iter().map(page).collect()
}

/// Whether the labels of a paper's notes are raised. Then a number of full size at the beginning of a line is that of an
/// item, a row or a recital.
fn are_raised(pages: &[Divided]) -> bool {
    let lines = pages.iter().flat_map(|page| &page.foot);
    let numbered = lines.filter(|(begins, _)| matches!(begins, Begins::Note { .. }));
    let (raised, typed): (Vec<_>, Vec<_>) = numbered.partition(|(_, line)| line.begins_raised());
    raised.len() >= LEAST_RAISED && raised.len() > typed.len() && !typed.is_empty()
}

/// The size of type that most of the text is set in.
pub(super) fn size_of_text(sheets: &[Sheet]) -> f32 {
    let lines = || sheets.iter().flat_map(|sheet| &sheet.lines);
    let size = |line: &Line| (line.size, line.text().len());
    // In a paper of many notes these are most of it, and the text is what calls them.
    let calls =
        |line: &&Line| line.runs.iter().skip(1).any(Run::is_raised) && !line.begins_raised();
    let calling = line::usual(lines().filter(calls).map(size).collect());
    line::usual(lines().map(size).collect()).max(calling)
}

/// What a page tells of its notes.
struct Page<'a> {
    rules: &'a [Rule],
    /// The size of type that most of the paper is set in.
    size: f32,
    /// The numbers that its text calls, and the letters.
    called: HashSet<u32>,
    letters: HashSet<char>,
}

/// Which labels notes may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Labels {
    Any,
    /// Raised numbers, letters and symbols.
    Raised,
}

/// What is known of the notes so far.
struct Counting {
    labels: Labels,
    /// The number of the last note.
    last: Option<u32>,
    /// Whether the heading of a list of notes has come.
    is_listed: bool,
    /// Whether the last note seems to go on over the page.
    goes_on: bool,
}

impl Counting {
    fn page(&mut self, lines: Vec<Line>, rules: &[Rule], size: f32) -> Divided {
        let page = Page {
            rules,
            size,
            called: called(&lines, size),
            letters: letters(&lines),
        };
        let mut divided = Divided::default();
        let notes = self.tagged(&lines, &page);
        let is_tagged = |line: &Line| line.note.is_some_and(|of| notes.contains(&of.element));
        let (tagged, lines) = lines.into_iter().partition(is_tagged);
        for mut column in columns(lines) {
            let foot = column.split_off(self.start(&column, &page));
            self.is_listed |= column.iter().any(is_list_heading);
            divided.body.extend(placed(column));
            self.foot(foot, &page, &mut divided);
        }
        self.add_tagged(tagged, &mut divided);
        divided
    }

    /// The elements of a page that are notes: they begin with a label, or go on with the last one in small type or below
    /// the text.
    fn tagged(&self, lines: &[Line], page: &Page<'_>) -> HashSet<usize> {
        let text = lines.iter().filter(|line| line.note.is_none());
        let lowest = text.map(|line| line.y).fold(f32::MIN, f32::max);
        let mut notes = HashSet::new();
        let mut seen = HashSet::new();
        for line in lines {
            let element = line.note.map(|of| of.element);
            let is_first = element.is_some_and(|element| seen.insert(element));
            let goes_on = || self.last.is_some() && (page.is_small(line) || line.y > lowest);
            if is_first && (self.label(line).is_some() || goes_on()) {
                notes.extend(element);
            }
        }
        notes
    }

    /// The label with which a line begins, if it is one that the notes of this paper have.
    fn label(&self, line: &Line) -> Option<Label> {
        let label = label(line)?;
        let is_full = matches!(label, Label::Typed(..) | Label::Glued(..));
        let is_known = !is_full || self.labels == Labels::Any || line.is_called;
        is_known.then_some(label)
    }

    /// Adds lines of which the file says that they are notes. An element without a label goes on with the last note.
    fn add_tagged(&mut self, lines: Vec<Line>, divided: &mut Divided) {
        let mut above: Option<Tagged> = None;
        for line in lines {
            let opens_element = line.note.map(|of| of.element) != above.map(|of| of.element);
            let opens_paragraph = line.note != above;
            above = line.note;
            let begins = self.label(&line).filter(|&label| match label {
                _ if opens_element => self.can_follow(label),
                Label::Raised(number, _) => self.is_ahead(number),
                Label::Letter(..) | Label::Symbol => line.begins_raised() || opens_paragraph,
                Label::Typed(..) | Label::Glued(..) => opens_paragraph && self.can_follow(label),
            });
            let begins = begins.map_or(Begins::Within, Begins::from);
            if let Begins::Note { number, .. } = begins {
                self.last = Some(number);
            }
            divided.foot.push((begins, line));
        }
    }

    /// Whether a label is one that the next note can bear: where a note goes on over the page, it may go on with a number.
    fn can_follow(&self, label: Label) -> bool {
        match label {
            Label::Typed(number, _) | Label::Glued(number, _) => {
                number == 1 || self.is_ahead(number)
            }
            Label::Raised(..) | Label::Letter(..) | Label::Symbol => true,
        }
    }

    /// Where in a column its foot begins; its length where it has none.
    fn start(&self, column: &[Line], page: &Page<'_>) -> usize {
        let last = column.iter().rposition(|line| !page.is_small(line));
        let small = last.map_or(0, |last| last + 1);
        let start = self.under_rule(column, small, page);
        let start = start.or_else(|| self.in_small_type(column, small, page));
        // A list of notes at the end of a paper is often set in small type, and begins with labels like any foot.
        let is_listed =
            |start: usize| self.is_listed || column[..start].iter().any(is_list_heading);
        let is_item = |start: usize| self.is_item(&column[start..], page);
        let start = start.filter(|&start| !(is_listed(start) && is_item(start)));
        start.unwrap_or(column.len())
    }

    /// Whether lines begin with the item of a list instead of a note: its number is of full size, and is not the next one
    /// that the page calls.
    fn is_item(&self, lines: &[Line], page: &Page<'_>) -> bool {
        let opening = lines.iter().find(|line| self.label(line).is_some());
        match opening.and_then(|line| self.label(line)) {
            Some(Label::Typed(number, _)) => {
                number == 1 || !self.is_next(number) || !page.called.contains(&number)
            }
            _ => !opening.is_some_and(Line::begins_raised),
        }
    }

    /// The line under a rule from which on there are notes, or the rest of one.
    fn under_rule(&self, column: &[Line], small: usize, page: &Page<'_>) -> Option<usize> {
        let opens = |line: &Line| self.can_open(line, page);
        let is_rest = |lines: &[Line]| {
            let is_large = |line: &Line| line.size > (2.0 - SMALLER) * page.size;
            let goes_on = self.goes_on || lines.iter().any(opens);
            self.last.is_some() && goes_on && !lines.iter().any(is_large)
        };
        (0..column.len()).find(|&at| {
            is_under_rule(column, at, page.rules, at >= small)
                && (opens(&column[at]) || is_rest(&column[at..]))
        })
    }

    /// The line from which on a column is set in small type and holds notes, or the rest of one.
    fn in_small_type(&self, column: &[Line], small: usize, page: &Page<'_>) -> Option<usize> {
        let mut lines = small..column.len();
        let Some(first) = lines.find(|&at| self.can_open(&column[at], page)) else {
            return (self.goes_on && small > 0 && small < column.len()).then_some(small);
        };
        // What stands before the first label in the same type, with no gap between, is the rest of a note.
        let is_rest = self.last.is_some()
            && column[small..=first].windows(2).all(|pair| {
                let is_near = pair[1].y - pair[0].y < LINE_BY_LINE * pair[1].size;
                is_near && (pair[0].size - pair[1].size).abs() < (1.0 - SMALLER) * pair[1].size
            });
        Some(if is_rest { small } else { first })
    }

    fn can_open(&self, line: &Line, page: &Page<'_>) -> bool {
        let called = &page.called;
        match self.label(line) {
            Some(_) if line.is_called => true,
            Some(Label::Raised(number, _)) => {
                let is_called = called.contains(&number) && number < LEAST_YEAR;
                is_called || number == 1 || self.is_ahead(number)
            }
            Some(Label::Typed(number, _)) => {
                self.is_next(number)
                    || (number == 1 && called.contains(&1))
                    || (called.contains(&number) && self.is_ahead(number))
            }
            Some(Label::Glued(number, _)) => called.contains(&number) && self.is_ahead(number),
            Some(Label::Letter(letter, _)) => page.letters.contains(&letter),
            Some(Label::Symbol) => true,
            None => false,
        }
    }

    fn is_next(&self, number: u32) -> bool {
        number == self.last.unwrap_or(0) + 1
    }

    fn is_ahead(&self, number: u32) -> bool {
        let last = self.last.unwrap_or(0);
        number > last && number <= last + 1 + MOST_MISSING
    }

    /// Adds the lines of a foot, and says where its notes begin.
    fn foot(&mut self, lines: Vec<Line>, page: &Page<'_>, divided: &mut Divided) {
        let mut margin: Option<f32> = None;
        let width = width(&lines);
        let mut above = f32::MIN;
        for line in lines {
            if line.y < above + 0.5 * line.size {
                margin = None;
            }
            above = line.y;
            let label = self.label(&line).filter(|_| self.can_open(&line, page));
            let out_of_line = match label {
                Some(Label::Typed(number, _)) if self.is_next(number) => RIGHT_ALIGNED,
                _ => OUT_OF_LINE,
            };
            let is_in_line =
                margin.is_none_or(|margin| (line.x - margin).abs() < out_of_line * line.size);
            let is_full = matches!(label, Some(Label::Typed(..) | Label::Glued(..)));
            let label = label.filter(|_| !is_full || is_in_line || line.is_called);
            if is_full && label.is_some() {
                margin = Some(line.x);
            }
            let begins = label.map_or(Begins::Within, Begins::from);
            if let Begins::Note { number, .. } = begins {
                self.last = Some(number);
            }
            let text = line.text();
            let ends = text.trim_end().ends_with(ENDS);
            self.goes_on = !ends && line.end > width - SHORT * line.size;
            divided.foot.push((begins, line));
        }
    }
}

impl Page<'_> {
    fn is_small(&self, line: &Line) -> bool {
        line.size < SMALLER * self.size
    }
}

/// Where the lines of a foot end. Of four or more one may reach farther: an address that could not be broken.
fn width(lines: &[Line]) -> f32 {
    let mut ends: Vec<f32> = lines.iter().map(|line| line.end).collect();
    ends.sort_by(|a, b| b.total_cmp(a));
    let place = usize::from(ends.len() >= 4);
    ends.get(place).copied().unwrap_or_default()
}

/// Lines that go down the page without a jump back.
fn columns(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut columns: Vec<Vec<Line>> = vec![Vec::new()];
    for line in lines {
        let goes_up = |above: &Line| line.y < above.y - above.size;
        match columns.last_mut() {
            Some(column) if !column.last().is_some_and(goes_up) => column.push(line),
            _ => columns.push(vec![line]),
        }
    }
    columns
}

/// The lines of a column with its bounds.
fn placed(column: Vec<Line>) -> impl Iterator<Item = Placed> {
    let left = column.iter().map(|line| line.x).fold(f32::MAX, f32::min);
    let right = column.iter().map(|line| line.end).fold(f32::MIN, f32::max);
    let lines = column.into_iter().enumerate();
    lines.map(move |(at, line)| Placed {
        line,
        left,
        right,
        is_first: at == 0,
    })
}

/// Whether a line is drawn right above this line of a column.
fn is_under_rule(column: &[Line], at: usize, rules: &[Rule], is_small: bool) -> bool {
    let line = &column[at];
    let above = at.checked_sub(1).map_or(f32::MIN, |above| column[above].y);
    let left = column.iter().map(|line| line.x).fold(f32::MAX, f32::min);
    let right = column.iter().map(|line| line.end).fold(f32::MIN, f32::max);
    let longest = if is_small { 1.1 } else { SHORT_RULE } * (right - left);
    rules.iter().any(|rule| {
        // What is drawn right below words underlines them.
        let is_between = rule.y > above + 0.35 * line.size && rule.y < line.y;
        let is_near = line.y - rule.y < 3.5 * line.size;
        let is_left = (rule.x - line.x).abs() < 3.0 * line.size;
        is_between && is_near && is_left && rule.end - rule.x <= longest
    })
}

/// Whether a line is the heading of a list of notes.
fn is_list_heading(line: &Line) -> bool {
    heading::promise(&line.text()).is_some()
}

impl From<Label> for Begins {
    fn from(label: Label) -> Self {
        match label {
            Label::Raised(number, width)
            | Label::Typed(number, width)
            | Label::Glued(number, width) => Self::Note { number, width },
            Label::Letter(letter, width) => Self::Letter { letter, width },
            Label::Symbol => Self::Symbol,
        }
    }
}

/// The numbers that the text of a page calls: those that are raised, and those in brackets.
fn called(lines: &[Line], size: f32) -> HashSet<u32> {
    let mut called = HashSet::new();
    for line in lines
        .iter()
        .filter(|line| !line.is_byline)
        .filter(|line| line.size >= SMALLER * size || line.runs.len() > 1)
    {
        for (at, run) in line.runs.iter().enumerate() {
            if run.level == Level::Raised && (at > 0 || line.size >= SMALLER * size) {
                called.extend(numbers(&run.text));
            }
        }
        let text = line.text();
        for part in text.split('[').skip(1) {
            if let Some((inside, _)) = part.split_once(']') {
                called.extend(numbers(inside));
            }
        }
    }
    called
}

/// The letters that the text of a page calls: those that are raised.
fn letters(lines: &[Line]) -> HashSet<char> {
    let within = lines.iter().flat_map(|line| line.runs.iter().skip(1));
    let raised = within.filter(|run| run.is_raised());
    let parts = raised.flat_map(|run| run.text.split([',', ' ']));
    parts.filter_map(letter).collect()
}

fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (1..=4).contains(&digits.len()))
        .filter_map(|digits| digits.parse().ok())
}
