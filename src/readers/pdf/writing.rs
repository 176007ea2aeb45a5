//! From the lines of pages to the text of a paper: paragraphs made whole over columns and pages, words over lines, and the
//! notes of a page behind the paragraph that stands above them.

use std::collections::HashSet;

use super::endnotes;
use super::feet::{Begins, Divided, Placed};
use super::line::{Level, Line, Run};
use crate::document::{BlockKind, NativeKind, NativeList, Span};
use crate::readers::composer::{Call, Composer, Entry};

/// A gap between lines that parts paragraphs, measured by the usual distance of lines.
const GAP: f32 = 1.3;
/// An indent that begins a paragraph, in ems.
const INDENT: f32 = 0.7;
/// A line that ends so far, in ems, before its column does is the last of its paragraph.
const SHORT: f32 = 4.0;
/// Type that differs by so much belongs to another paragraph.
const OTHER_SIZE: f32 = 0.06;
/// The words of a link are no more than this, in bytes.
const LONGEST_LINK: usize = 300;
/// A heading is larger than the text by so much.
const HEADING: f32 = 1.08;

/// A PDF has no markup in which a blank could stand.
const NOWHERE: Span = Span { start: 0, end: 0 };

/// A page as people name it, and how to find the addresses of its links.
pub(super) struct Page {
    /// `page 12`.
    pub(super) name: String,
    /// The addresses of its links.
    pub(super) addresses: Vec<String>,
}

/// A line of a page, and the how-manieth it is there.
#[derive(Debug, Clone)]
struct Numbered {
    page: usize,
    number: usize,
    line: Line,
}

/// A note at the foot of a page, with what of it stands on the pages that follow.
struct Foot {
    begins: Begins,
    lines: Vec<Numbered>,
}

/// Writes pages whose notes have been told from their text.
pub(super) fn write(
    composer: &mut Composer,
    mut divided: Vec<Divided>,
    pages: &[Page],
    size: f32,
) {
    let has_numerals = endnotes::divide(&mut divided);
    let mut feet: Vec<Vec<Foot>> = Vec::new();
    let mut bodies: Vec<Vec<Placed>> = Vec::new();
    for (page, divided) in divided.into_iter().enumerate() {
        gather(&mut feet, page, divided.body.len(), divided.foot);
        bodies.push(divided.body);
    }
    let mut writer = Writer {
        composer,
        pages,
        size,
        leading: leading(&bodies),
        words: words(&bodies),
        labelled: Vec::new(),
        list: None,
        last: 0,
        has_numerals,
        endnotes: None,
        link: None,
    };
    writer.all(bodies, feet);
}

/// Puts the lines of a page's foot to their notes; the first may belong to the last note of a page before.
fn gather(feet: &mut Vec<Vec<Foot>>, page: usize, above: usize, lines: Vec<(Begins, Line)>) {
    feet.push(Vec::new());
    for ((begins, line), number) in lines.into_iter().zip(above + 1..) {
        let line = Numbered { page, number, line };
        let open = feet.iter_mut().rev().find_map(|feet| feet.last_mut());
        match open.filter(|_| begins == Begins::Within) {
            Some(foot) => foot.lines.push(line),
            None => feet[page].push(Foot {
                begins,
                lines: vec![line],
            }),
        }
    }
}

/// The usual distance of two lines, in sizes of their type.
fn leading(bodies: &[Vec<Placed>]) -> f32 {
    let pairs = bodies.iter().flat_map(|body| body.windows(2));
    let mut leads: Vec<f32> = pairs
        .filter(|pair| !pair[1].is_first)
        .map(|pair| (pair[1].line.y - pair[0].line.y) / pair[1].line.size)
        .filter(|lead| (0.8..4.0).contains(lead))
        .collect();
    leads.sort_by(f32::total_cmp);
    leads.get(leads.len() / 2).copied().unwrap_or(1.2)
}

/// All words of the text that are not divided at the end of a line.
fn words(bodies: &[Vec<Placed>]) -> HashSet<String> {
    let lines = bodies.iter().flatten().map(|placed| placed.line.text());
    let mut words = HashSet::new();
    for line in lines {
        let is_word = |c: char| !(c.is_alphabetic() || c == '-');
        let found = line.split(is_word).filter(|word| !word.ends_with('-'));
        words.extend(found.filter(|word| word.len() > 2).map(str::to_lowercase));
    }
    words
}

struct Writer<'a> {
    composer: &'a mut Composer,
    pages: &'a [Page],
    size: f32,
    leading: f32,
    words: HashSet<String>,
    /// For each page, whether raised numbers at the beginning of its lines label the items of a list.
    labelled: Vec<bool>,
    /// The list of notes that is being counted.
    list: Option<usize>,
    /// The number of the last note of it.
    last: u32,
    /// Whether endnotes are counted in Roman numerals, and their list.
    has_numerals: bool,
    endnotes: Option<usize>,
    /// The link that is being written: where it began, and its address.
    link: Option<(usize, String)>,
}

impl Writer<'_> {
    fn all(&mut self, bodies: Vec<Vec<Placed>>, feet: Vec<Vec<Foot>>) {
        // Where notes stand at the foot of pages, a raised number at the beginning of a line is a marker that was wrapped.
        let has_feet = feet.iter().any(|feet| !feet.is_empty());
        let labelled = bodies.iter().map(|body| !has_feet && is_labelled(body));
        self.labelled = labelled.collect();
        let mut waiting: Vec<Foot> = Vec::new();
        let mut paragraph: Vec<Numbered> = Vec::new();
        let mut before: Option<Placed> = None;
        for (page, (body, feet)) in bodies.into_iter().zip(feet).enumerate() {
            for (at, placed) in body.iter().enumerate() {
                let after = body.get(at + 1);
                let parts = before
                    .as_ref()
                    .is_none_or(|before| self.is_parted(before, placed, after));
                if parts {
                    self.paragraph(std::mem::take(&mut paragraph));
                    for foot in waiting.drain(..) {
                        self.foot(&foot);
                    }
                }
                paragraph.push(Numbered {
                    page,
                    number: at + 1,
                    line: placed.line.clone(),
                });
                before = Some(placed.clone());
            }
            waiting.extend(feet);
        }
        self.paragraph(paragraph);
        for foot in waiting {
            self.foot(&foot);
        }
    }

    /// Whether a new paragraph begins with a line; `after` is the line behind it on its page.
    fn is_parted(&self, above: &Placed, line: &Placed, after: Option<&Placed>) -> bool {
        let (a, b) = (&above.line, &line.line);
        let em = b.size;
        if (a.size - b.size).abs() > OTHER_SIZE * em.max(a.size) {
            return true;
        }
        let is_short = a.end < above.right - SHORT * em;
        let text = a.text();
        let ends = text.trim_end().ends_with(['.', '!', '?', ':', '”', '"', '’', ')', '…'])
            || a.runs.last().is_some_and(|run| run.level == Level::Raised);
        let starts_small = b.text().trim_start().starts_with(char::is_lowercase);
        if line.is_first {
            return ends && !starts_small || (is_short && !starts_small);
        }
        if b.y - a.y > GAP * self.leading.max(1.0) * em {
            return true;
        }
        let is_row = |line: &Line| line.runs.iter().any(|run| run.text == "\t");
        if is_row(a) != is_row(b) {
            return true;
        }
        if b.x < a.x - INDENT * em {
            // A first line was indented, or an item that hangs is over.
            let was_item = above.line.x > line.left + INDENT * em;
            return was_item && (is_short || ends) && line.line.x <= line.left + 0.2 * em && is_label_like(b);
        }
        let is_indented = b.x > line.left + INDENT * em && b.x > a.x + INDENT * em;
        let goes_back = after.is_none_or(|after| after.line.x < b.x - INDENT * em / 2.0);
        (is_indented && goes_back && (ends || is_short)) || (is_short && ends && is_label_like(b))
    }

    fn paragraph(&mut self, lines: Vec<Numbered>) {
        let Some(Numbered { line: first, .. }) = lines.first() else {
            return;
        };
        let is_row = lines
            .iter()
            .any(|numbered| numbered.line.runs.iter().any(|run| run.text == "\t"));
        let letters: usize = lines.iter().map(|numbered| numbered.line.text().len()).sum();
        let kind = if is_row && lines.len() > 1 {
            BlockKind::Table
        } else if first.size > HEADING * self.size && letters < 200 {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        self.composer.open(kind);
        // Chapters are counted like notes, and their numbers would be taken for those of notes.
        let start = self.composer.here();
        self.lines(&lines, 0);
        if kind == BlockKind::Heading {
            let written = self.composer.since(start);
            let digits = written.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            self.composer.hide_to(start, start + digits);
        }
        self.composer.close();
    }

    fn foot(&mut self, foot: &Foot) {
        let (label, list, width) = match &foot.begins {
            Begins::Note { number, width } => (number.to_string(), self.list_of(*number), *width),
            Begins::Printed { label, width } => (label.clone(), self.endnotes(), *width),
            Begins::Symbol | Begins::Within => {
                self.composer.open(BlockKind::Paragraph);
                self.lines(&foot.lines, 0);
                self.composer.close();
                return;
            }
        };
        self.composer.begin_note(Entry {
            label,
            keys: Vec::new(),
            backlinks: Vec::new(),
            list,
        });
        self.lines(&foot.lines, width);
        self.composer.end_note();
    }

    /// The list in which a note of this number stands: a number that is not higher begins to count anew.
    fn list_of(&mut self, number: u32) -> usize {
        let list = self.list.filter(|_| number > self.last);
        let list = list.unwrap_or_else(|| {
            self.composer.list(NativeList {
                kind: NativeKind::Footnotes,
                heading: None,
                is_automatic: false,
                has_typed_markers: true,
            })
        });
        (self.list, self.last) = (Some(list), number);
        list
    }

    /// The list of the endnotes that bear other labels than numbers.
    fn endnotes(&mut self) -> usize {
        *self.endnotes.get_or_insert_with(|| {
            self.composer.list(NativeList {
                kind: NativeKind::Endnotes,
                heading: None,
                is_automatic: false,
                has_typed_markers: false,
            })
        })
    }

    /// Writes the lines of a paragraph; the first `label` bytes are the label of a note.
    fn lines(&mut self, lines: &[Numbered], label: usize) {
        let mut label = label;
        let mut carried: Option<(usize, usize)> = None;
        for (at, Numbered { page, number, line }) in lines.iter().enumerate() {
            if at > 0 && carried.is_none() {
                self.composer.line_break(NOWHERE);
            }
            self.composer.paragraph(Some(self.pages[*page].name.clone()), *number);
            let skipped = carried.take();
            let next = lines.get(at + 1);
            let joint = next.map_or(Joint::Break, |next| {
                self.joint(line, &next.line, *page, next.page)
            });
            self.line_of(line, *page, &mut label, skipped, joint != Joint::Hyphen);
            match (joint, next) {
                (Joint::Break, _) | (_, None) => {}
                (Joint::Hyphen | Joint::Whole, Some(next)) => {
                    carried = Some(self.first_word(&next.line, next.page));
                    self.composer.line_break(NOWHERE);
                }
                (Joint::Marker, Some(next)) => {
                    let run = &next.line.runs[0];
                    self.run(run, &run.text, next.page);
                    carried = Some((1, 0));
                    self.composer.line_break(NOWHERE);
                }
            }
        }
        self.end_link();
    }

    fn joint(&self, line: &Line, next: &Line, page: usize, next_page: usize) -> Joint {
        let (Some(last), Some(first)) = (line.runs.last(), next.runs.first()) else {
            return Joint::Break;
        };
        if first.level == Level::Raised && !self.labelled[next_page] {
            return Joint::Marker;
        }
        if self.address(last, page).is_some_and(|address| {
            self.address(first, next_page) == Some(address) && shows(address, &last.text)
        }) {
            return Joint::Whole;
        }
        let text = last.text.trim_end();
        let Some(stem) = text.strip_suffix(['-', '‐']) else {
            return Joint::Break;
        };
        let left: String = tail(stem);
        let right: String = first.text.chars().take_while(|c| c.is_alphabetic()).collect();
        if left.is_empty() || !right.starts_with(char::is_lowercase) || stem.contains("://") {
            return Joint::Break;
        }
        let whole = format!("{left}{right}").to_lowercase();
        let parted = format!("{left}-{right}").to_lowercase();
        if self.words.contains(&parted) && !self.words.contains(&whole) {
            Joint::Whole
        } else {
            Joint::Hyphen
        }
    }

    /// Writes the first word of a line with its marker, and says how many runs, and bytes of the next one, that is.
    fn first_word(&mut self, line: &Line, page: usize) -> (usize, usize) {
        for (at, run) in line.runs.iter().enumerate() {
            let width = run.text.find(' ').unwrap_or(run.text.len());
            if at > 0 && run.level != Level::Raised {
                return (at, 0);
            }
            self.run(run, &run.text[..width], page);
            if width < run.text.trim_end().len() {
                return (at, width);
            }
        }
        (line.runs.len(), 0)
    }

    fn line_of(
        &mut self,
        line: &Line,
        page: usize,
        label: &mut usize,
        skipped: Option<(usize, usize)>,
        keeps_hyphen: bool,
    ) {
        let (runs, bytes) = skipped.unwrap_or((0, 0));
        let last = line.runs.len() - 1;
        for (at, run) in line.runs.iter().enumerate().skip(runs) {
            let from = if at == runs { bytes } else { 0 };
            let mut text = &run.text[from..];
            if at == last && !keeps_hyphen {
                text = text.trim_end().trim_end_matches(['-', '‐']);
            }
            if *label > 0 {
                let start = self.composer.here();
                let width = (*label).min(text.len());
                match run.level {
                    Level::Raised => self.composer.raised(&text[..width], 0),
                    _ => self.composer.flow(&text[..width], 0),
                }
                self.composer.label_from(start);
                text = &text[width..];
                self.composer.gap();
                *label = 0;
            }
            self.run(run, text, page);
        }
    }

    fn run(&mut self, run: &Run, text: &str, page: usize) {
        let address = self.address(run, page).map(str::to_owned);
        if self.link.as_ref().map(|(_, address)| address) != address.as_ref() {
            self.end_link();
            self.link = address.map(|address| (self.composer.here(), address));
        }
        let calls = self.has_numerals && endnotes::numeral(text).is_some();
        match (run.level, calls) {
            (Level::Raised, true) => self.call(text.trim()),
            (Level::Raised, false) => self.composer.raised(text, 0),
            (Level::Base | Level::Lowered, _) => self.composer.flow(text, 0),
        }
    }

    fn call(&mut self, label: &str) {
        let list = self.endnotes();
        let span = self.composer.sign(label);
        self.composer.call(Call {
            label: Some(label.to_owned()),
            span,
            keys: Vec::new(),
            target: None,
            list,
            is_implied: false,
        });
        self.composer.gap();
    }

    /// Ends the link that is being written. Where a link goes on over the page, some producers lay it over whole lines
    /// that are none of its text.
    fn end_link(&mut self) {
        if let Some((start, address)) = self.link.take()
            && self.composer.here() - start <= LONGEST_LINK
        {
            self.composer.hyperlink(start, address);
        }
    }

    fn address(&self, run: &Run, page: usize) -> Option<&str> {
        let addresses = &self.pages[page].addresses;
        addresses.get(run.link?).map(String::as_str)
    }
}

/// How a line is joined to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// By a break.
    Break,
    /// By the next word, which goes on with the last of the line; the hyphen between them goes.
    Hyphen,
    /// By the next word, nothing left out.
    Whole,
    /// By the marker with which the next line begins.
    Marker,
}

/// Whether a text is the beginning or another part of an address.
fn shows(address: &str, text: &str) -> bool {
    let text = text.trim();
    let shown = text.rsplit(' ').next().unwrap_or(text);
    shown.len() > 3 && address.contains(shown)
}

fn tail(text: &str) -> String {
    let letters = text.chars().rev().take_while(|c| c.is_alphabetic());
    letters.collect::<Vec<_>>().into_iter().rev().collect()
}

fn is_label_like(line: &Line) -> bool {
    let text = line.text();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    line.runs.first().is_some_and(|run| run.level == Level::Raised)
        || digits > 0 && rest.starts_with(['.', ')', ' ', '\t'])
        || text.starts_with(['[', '•'])
}

/// Whether raised numbers begin more lines of a page than stand within them.
fn is_labelled(body: &[Placed]) -> bool {
    let is_raised = |run: &Run| run.level == Level::Raised;
    let begin = body.iter().filter(|placed| placed.line.runs.first().is_some_and(is_raised));
    let within = body
        .iter()
        .flat_map(|placed| placed.line.runs.iter().skip(1))
        .filter(|run| is_raised(run));
    begin.count() > within.count()
}
