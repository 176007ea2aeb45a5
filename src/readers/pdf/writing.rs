//! From the lines of pages to the text of a paper: paragraphs made whole over columns and pages, and the notes of a page
//! behind the paragraph that stands above them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::feet::{Begins, Divided, Placed};
use super::line::{Level, Line, Numbered, Run};
use super::paragraph::Setting;
use super::target::Target;
use super::{endnotes, joint, label};
use crate::document::{BlockKind, NativeKind, NativeList, Span};
use crate::readers::composer::{Call, Composer, Entry};

/// The words of a link are no more than this, in bytes. Where a link goes on over the page, some producers lay it over
/// whole lines that are none of its text.
const LONGEST_LINK: usize = 300;
/// A PDF has no markup in which anything could stand.
const NOWHERE: Span = Span { start: 0, end: 0 };

/// A note at the foot of a page, with what of it stands on the pages that follow.
struct Foot {
    /// The page on which it begins, counted from 0.
    page: usize,
    begins: Begins,
    lines: Vec<Numbered>,
}

impl Foot {
    /// The page and the letter of a note that is labelled with one.
    fn lettered(&self) -> Option<(usize, char)> {
        match self.begins {
            Begins::Letter { letter, .. } => Some((self.page, letter)),
            _ => None,
        }
    }
}

/// The name under which a letter leads to the note of its page.
fn key((page, letter): (usize, char)) -> String {
    format!("{page} {letter}")
}

/// Writes pages whose notes have been told from their text; `names` is what people call them, `size` the size of most of
/// their type.
pub(super) fn write(composer: &mut Composer, mut pages: Vec<Divided>, names: &[String], size: f32) {
    let has_numerals = endnotes::divide(&mut pages);
    let mut feet: Vec<Vec<Foot>> = Vec::new();
    let mut bodies: Vec<Vec<Placed>> = Vec::new();
    for (page, divided) in pages.into_iter().enumerate() {
        gather(&mut feet, page, divided.body.len(), divided.foot);
        bodies.push(divided.body);
    }
    // Where notes stand at the foot of pages, a raised number at the beginning of a line is a marker that was wrapped.
    let has_feet = feet.iter().any(|feet| !feet.is_empty());
    let labelled = bodies.iter().map(|body| !has_feet && is_labelled(body));
    let letters = lists_of_letters(composer, &feet);
    let mut writer = Writer {
        composer,
        names,
        labelled: labelled.collect(),
        words: words(&bodies),
        list: None,
        last: 0,
        letters,
        has_numerals,
        endnotes: None,
        link: None,
    };
    let setting = Setting::new(&bodies, size);
    writer.all(&bodies, feet, &setting);
}

/// Puts the lines of a page's foot to their notes; the first may belong to the last note of a page before. `above` is how
/// many lines of text the page has.
fn gather(feet: &mut Vec<Vec<Foot>>, page: usize, above: usize, lines: Vec<(Begins, Line)>) {
    feet.push(Vec::new());
    for ((begins, line), number) in lines.into_iter().zip(above + 1..) {
        let line = Numbered { page, number, line };
        let open = feet.iter_mut().rev().find_map(|feet| feet.last_mut());
        match open.filter(|_| begins == Begins::Within) {
            Some(foot) => foot.lines.push(line),
            None => feet[page].push(Foot {
                page,
                begins,
                lines: vec![line],
            }),
        }
    }
}

/// The lists of the notes that are labelled with letters: a letter that is not later begins anew.
fn lists_of_letters(composer: &mut Composer, feet: &[Vec<Foot>]) -> HashMap<(usize, char), usize> {
    let mut lists = HashMap::new();
    let mut open: Option<(usize, char)> = None;
    for (page, letter) in feet.iter().flatten().filter_map(Foot::lettered) {
        let list = open.filter(|&(_, last)| letter > last);
        let list = list.map_or_else(|| native(composer, NativeKind::Footnotes), |(list, _)| list);
        open = Some((list, letter));
        lists.insert((page, letter), list);
    }
    lists
}

/// A list whose markers are known.
fn native(composer: &mut Composer, kind: NativeKind) -> usize {
    composer.list(NativeList {
        kind,
        heading: None,
        is_automatic: false,
        has_typed_markers: false,
    })
}

/// All words of the text that are not divided at the end of a line.
fn words(bodies: &[Vec<Placed>]) -> HashSet<String> {
    let lines = bodies.iter().flatten().map(|placed| placed.line.text());
    let mut words = HashSet::new();
    for line in lines {
        let parts = line.split(|c: char| !(c.is_alphabetic() || c == '-'));
        let whole = parts.filter(|word| word.len() > 2 && !word.ends_with('-'));
        words.extend(whole.map(str::to_lowercase));
    }
    words
}

/// Whether raised numbers begin more lines of a page than stand within them: they label the items of a list.
fn is_labelled(body: &[Placed]) -> bool {
    let lines = || body.iter().map(|placed| &placed.line);
    let begin = lines().filter(|line| line.begins_raised()).count();
    let within = lines().flat_map(|line| line.runs.iter().skip(1));
    begin > within.filter(|run| run.is_raised()).count()
}

struct Writer<'a> {
    composer: &'a mut Composer,
    names: &'a [String],
    /// For each page, whether raised numbers at the beginning of its lines are labels.
    labelled: Vec<bool>,
    words: HashSet<String>,
    /// The list of notes that is being counted, and the number of its last note.
    list: Option<usize>,
    last: u32,
    /// The letters that label notes, each on its page, and the lists of these notes.
    letters: HashMap<(usize, char), usize>,
    /// Whether endnotes are counted in Roman numerals, and their list.
    has_numerals: bool,
    endnotes: Option<usize>,
    /// The link that is being written: where it began, and its address.
    link: Option<(usize, Rc<str>)>,
}

impl Writer<'_> {
    fn all(&mut self, bodies: &[Vec<Placed>], feet: Vec<Vec<Foot>>, setting: &Setting) {
        let mut waiting: Vec<Foot> = Vec::new();
        let mut paragraph: Vec<Numbered> = Vec::new();
        let mut above: Option<&Placed> = None;
        for (page, (body, feet)) in bodies.iter().zip(feet).enumerate() {
            for (at, placed) in body.iter().enumerate() {
                let parts = |above: &Placed| setting.parts(above, placed, body.get(at + 1));
                if above.is_none_or(parts) {
                    self.paragraph(std::mem::take(&mut paragraph), setting);
                    for foot in waiting.drain(..) {
                        self.foot(foot);
                    }
                }
                paragraph.push(Numbered {
                    page,
                    number: at + 1,
                    line: placed.line.clone(),
                });
                above = Some(placed);
            }
            waiting.extend(feet);
        }
        self.paragraph(paragraph, setting);
        for foot in waiting {
            self.foot(foot);
        }
    }

    fn paragraph(&mut self, lines: Vec<Numbered>, setting: &Setting) {
        let kind = setting.kind(&lines);
        self.composer.open(kind);
        // Chapters are counted like notes, and their numbers would be taken for those of notes.
        let counted = kind == BlockKind::Heading;
        let first = lines.first().and_then(|of| of.line.runs.first());
        let width = first.filter(|_| counted).map_or(0, |run| {
            let rest = run
                .text
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            run.text.len() - rest.len()
        });
        self.lines(lines, width);
        self.composer.close();
    }

    fn foot(&mut self, foot: Foot) {
        let keys: Vec<String> = foot.lettered().map(key).into_iter().collect();
        let (label, list, width) = match foot.begins {
            Begins::Note { number, width } => (number.to_string(), self.list_of(number), width),
            Begins::Printed { label, width } => (label, self.endnotes(), width),
            Begins::Letter { letter, width } => {
                let list = self.letters[&(foot.page, letter)];
                (letter.to_string(), list, width)
            }
            Begins::Symbol | Begins::Within => {
                self.composer.open(BlockKind::Paragraph);
                self.lines(foot.lines, 0);
                self.composer.close();
                return;
            }
        };
        self.composer.begin_note(Entry {
            label,
            keys,
            backlinks: Vec::new(),
            list,
        });
        self.lines(foot.lines, width);
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

    /// The list of the endnotes that bear Roman numerals.
    fn endnotes(&mut self) -> usize {
        let list = self.endnotes;
        let list = list.unwrap_or_else(|| native(self.composer, NativeKind::Endnotes));
        self.endnotes = Some(list);
        list
    }

    /// Writes the lines of a paragraph or a note, whose label or number takes so many bytes of its first run.
    fn lines(&mut self, mut lines: Vec<Numbered>, label: usize) {
        joint::mend(&mut lines, &self.words, |page| self.labelled[page]);
        let lines = lines.iter().filter(|of| !of.line.runs.is_empty());
        for (at, Numbered { page, number, line }) in lines.enumerate() {
            if at > 0 {
                self.composer.line_break(NOWHERE);
            }
            self.composer
                .paragraph(Some(self.names[*page].clone()), *number);
            let mut runs = line.runs.iter();
            if at == 0
                && label > 0
                && let Some(first) = runs.next()
            {
                self.label(first, label, *page);
            }
            for run in runs {
                let start = self.composer.here();
                self.run(run, &run.text, *page);
                if line.is_byline && run.is_raised() {
                    self.composer.hide(start);
                }
            }
        }
        self.end_link();
    }

    /// Writes a run that begins with the label of a note or the number of a chapter: no marker stands in it.
    fn label(&mut self, run: &Run, width: usize, page: usize) {
        let start = self.composer.here();
        let (label, text) = run.text.split_at(width.min(run.text.len()));
        match run.level {
            Level::Raised => self.composer.raised(label, 0),
            Level::Base | Level::Lowered => self.composer.flow(label, 0),
        }
        self.composer.hide(start);
        self.composer.label_from(start);
        self.composer.gap();
        self.run(run, text, page);
    }

    /// Writes a run of a page, or what of it is left.
    fn run(&mut self, run: &Run, text: &str, page: usize) {
        let address = run.link.as_ref().and_then(Target::address);
        if self.link.as_ref().map(|(_, address)| address) != address {
            self.end_link();
            self.link = address.map(|address| (self.composer.here(), Rc::clone(address)));
        }
        match run.level {
            Level::Raised => {
                let numerals = self.numerals(text);
                let letters = self.letters(text, page);
                if numerals.is_empty() && letters.is_empty() {
                    self.composer.raised(text, 0);
                }
                for label in numerals {
                    let list = self.endnotes();
                    self.call(&label, None, list);
                }
                for (letter, list) in letters {
                    self.call(&letter.to_string(), Some(key((page, letter))), list);
                }
            }
            Level::Base | Level::Lowered => self.composer.flow(text, 0),
        }
    }

    /// The labels of the endnotes that a raised text calls; two that were run together must follow each other.
    fn numerals(&self, text: &str) -> Vec<String> {
        let mut labels = Vec::new();
        for part in text
            .split([',', ' '])
            .filter(|part| self.has_numerals && !part.is_empty())
        {
            match endnotes::run_together(part) {
                Some(mut run) => labels.append(&mut run),
                None => return Vec::new(),
            }
        }
        labels
    }

    /// The letters of notes of its page that a raised text calls, with their lists; none if there is anything else.
    fn letters(&self, text: &str, page: usize) -> Vec<(char, usize)> {
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        let called = |part| {
            let letter = label::letter(part)?;
            Some((letter, *self.letters.get(&(page, letter))?))
        };
        parts.map(called).collect::<Option<_>>().unwrap_or_default()
    }

    fn call(&mut self, label: &str, target: Option<String>, list: usize) {
        let span = self.composer.sign(label);
        self.composer.call(Call {
            label: Some(label.to_owned()),
            span,
            keys: Vec::new(),
            target,
            list,
            is_implied: false,
        });
        self.composer.gap();
    }

    fn end_link(&mut self) {
        if let Some((start, address)) = self.link.take()
            && self.composer.here() - start <= LONGEST_LINK
        {
            self.composer.hyperlink(start, address.to_string());
        }
    }
}
