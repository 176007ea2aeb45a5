//! The numbers of notes, which programs count and do not store.

use std::collections::HashSet;

use crate::document::{NativeKind, NativeList};
use crate::readers::composer::Composer;
use crate::readers::numeral::Numeral;

/// The two kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Footnote,
    Endnote,
}

impl Kind {
    /// In words.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Footnote => "footnote",
            Self::Endnote => "endnote",
        }
    }

    fn native(self) -> NativeKind {
        match self {
            Self::Footnote => NativeKind::Footnotes,
            Self::Endnote => NativeKind::Endnotes,
        }
    }
}

/// Where the count of notes starts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Restart {
    Never,
    Section,
    /// On each page, as far as the file says where its pages break.
    Page,
}

/// How notes of a kind are counted; `None` where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
struct Counting {
    numeral: Option<Numeral>,
    start: Option<u32>,
    restart: Option<Restart>,
}

impl Counting {
    /// Takes over what a control word says behind the name of its kind.
    fn take(&mut self, what: &str, number: Option<i32>) {
        match what {
            "start" => self.start = number.and_then(|number| u32::try_from(number).ok()),
            "restart" => self.restart = Some(Restart::Section),
            "rstpg" => self.restart = Some(Restart::Page),
            "rstcont" => self.restart = Some(Restart::Never),
            "nar" => self.numeral = Some(Numeral::Decimal),
            "nalc" => self.numeral = Some(Numeral::LowerLetter),
            "nauc" => self.numeral = Some(Numeral::UpperLetter),
            "nrlc" => self.numeral = Some(Numeral::LowerRoman),
            "nruc" => self.numeral = Some(Numeral::UpperRoman),
            "nchi" => self.numeral = Some(Numeral::Symbol),
            _ => {}
        }
    }
}

/// The notes of a kind so far.
#[derive(Default)]
struct Count {
    whole: Counting,
    section: Counting,
    /// The list that is counted now, the section and the page of its last note, and the number of that.
    list: Option<usize>,
    place: Option<(usize, usize)>,
    number: u32,
    /// The list of marks that authors chose, and those in it.
    marks: Option<(usize, HashSet<String>)>,
}

/// The notes so far, and the sections and pages.
#[derive(Default)]
pub(super) struct Series {
    footnotes: Count,
    endnotes: Count,
    pub(super) section: usize,
    pub(super) page: usize,
}

impl Series {
    /// Takes over what a control word says of how notes are counted: `\ftnrestart` of the file, `\saftnnrlc` of the
    /// section.
    pub(super) fn setting(&mut self, word: &str, number: Option<i32>) {
        let (name, is_of_section) = match word.strip_prefix('s') {
            Some(name) => (name, true),
            None => (word, false),
        };
        let (count, what) = if let Some(what) = name.strip_prefix("aftn") {
            (&mut self.endnotes, what)
        } else if let Some(what) = name.strip_prefix("ftn") {
            (&mut self.footnotes, what)
        } else {
            return;
        };
        if is_of_section {
            count.section.take(what, number);
        } else {
            count.whole.take(what, number);
        }
    }

    /// What was said of the section no longer holds.
    pub(super) fn reset_section(&mut self) {
        self.footnotes.section = Counting::default();
        self.endnotes.section = Counting::default();
    }

    fn count(&mut self, kind: Kind) -> &mut Count {
        match kind {
            Kind::Footnote => &mut self.footnotes,
            Kind::Endnote => &mut self.endnotes,
        }
    }

    /// The label of the next note, and its list.
    pub(super) fn next(&mut self, kind: Kind, composer: &mut Composer) -> (String, usize) {
        let (section, page) = (self.section, self.page);
        let count = self.count(kind);
        let (own, whole) = (count.section, count.whole);
        let restart = own.restart.or(whole.restart);
        let starts = count
            .place
            .is_none_or(|(last_section, last_page)| match restart {
                Some(Restart::Section) => section != last_section,
                Some(Restart::Page) => page != last_page,
                _ => false,
            });
        count.place = Some((section, page));
        if starts {
            count.number = own.start.or(whole.start).unwrap_or(1);
            count.list = None;
        } else {
            count.number = count.number.saturating_add(1);
        }
        let list = *count.list.get_or_insert_with(|| add(composer, kind, true));
        let numeral = own.numeral.or(whole.numeral).unwrap_or(Numeral::Decimal);
        (numeral.written(count.number), list)
    }

    /// The list of a note whose mark its author chose. A mark that comes again begins a new one, so that it is unique in its
    /// own.
    pub(super) fn marked(&mut self, kind: Kind, mark: &str, composer: &mut Composer) -> usize {
        let count = self.count(kind);
        let mut anew = || (add(composer, kind, false), HashSet::new());
        let marks = match count.marks.take() {
            Some(marks) if !marks.1.contains(mark) => marks,
            _ => anew(),
        };
        let marks = count.marks.insert(marks);
        marks.1.insert(mark.to_owned());
        marks.0
    }
}

fn add(composer: &mut Composer, kind: Kind, is_automatic: bool) -> usize {
    composer.list(NativeList {
        kind: kind.native(),
        heading: None,
        is_automatic,
        has_typed_markers: false,
    })
}
