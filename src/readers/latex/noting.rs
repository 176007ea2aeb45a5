//! Footnotes, endnotes and their like.

use super::Writer;
use super::counting::{printed, style};
use super::token::{Kind, Token};
use super::waiting::Waiting;
use crate::document::{NativeKind, NativeList, Span};
use crate::readers::composer::{Call, Entry};

/// A group that nobody closes ends before one of these.
pub(super) const LIMITS: &[&str] = &[
    "part",
    "chapter",
    "section",
    "subsection",
    "subsubsection",
    "bibliography",
    "printbibliography",
    "maketitle",
];

/// Notes that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    Footnote,
    /// In a page within the page.
    Minipage,
    Endnote,
    /// Beside the text.
    Sidenote,
    /// Of a series of its own, by the name of its counter.
    Familiar(&'static str),
    /// Below the title.
    Thanks,
}

impl Series {
    fn counter(self) -> &'static str {
        match self {
            Self::Footnote => "footnote",
            Self::Minipage => "mpfootnote",
            Self::Endnote => "endnote",
            Self::Sidenote => "sidenote",
            Self::Familiar(counter) => counter,
            Self::Thanks => "thanks",
        }
    }

    /// How LaTeX prints its numbers, if the paper does not say.
    fn style(self) -> &'static str {
        match self {
            Self::Minipage => "alph",
            Self::Thanks => "fnsymbol",
            _ => "arabic",
        }
    }
}

/// A number with its label and list.
struct Numbered {
    label: String,
    list: usize,
    key: String,
}

impl Writer {
    /// Footnotes within a minipage are its own.
    pub(super) fn footnotes(&self) -> Series {
        if self.minipages > 0 {
            Series::Minipage
        } else {
            Series::Footnote
        }
    }

    /// `\footnote[3]{…}`
    pub(super) fn note_here(&mut self, command: Token, series: Series) {
        // Without its text a note would look empty; it stays in the text then.
        if self.mouth.is_spent() {
            return;
        }
        let given = self.given_number();
        if series == Series::Sidenote {
            self.mouth.optional();
        }
        let tokens = self.note_text();
        self.note_of(command, series, given, tokens);
    }

    /// A note with its marker.
    pub(super) fn note_of(
        &mut self,
        command: Token,
        series: Series,
        given: Option<i64>,
        tokens: Vec<Token>,
    ) {
        if self.is_silent {
            return;
        }
        let number = given.unwrap_or_else(|| self.counters.step(series.counter()));
        let numbered = self.numbered(series, number);
        self.mark(command, &numbered);
        let entry = Entry {
            label: numbered.label,
            keys: vec![numbered.key],
            backlinks: Vec::new(),
            list: numbered.list,
        };
        match series {
            Series::Endnote => self.endnotes.push(Waiting::Note(entry, tokens)),
            _ => self.waiting.push_back(Waiting::Note(entry, tokens)),
        }
    }

    /// `\footnotemark[3]`
    pub(super) fn note_mark(&mut self, command: Token) {
        let given = self.given_number();
        if !self.is_silent {
            let series = Series::Footnote;
            let number = given.unwrap_or_else(|| self.counters.step(series.counter()));
            let numbered = self.numbered(series, number);
            self.mark(command, &numbered);
        }
    }

    /// `\footnotetext[3]{…}`
    pub(super) fn note_without_mark(&mut self) {
        let given = self.given_number();
        let tokens = self.note_text();
        if self.is_silent {
            return;
        }
        let series = Series::Footnote;
        let number = given.unwrap_or_else(|| self.counters.value(series.counter()));
        let numbered = self.numbered(series, number);
        let entry = Entry {
            label: numbered.label,
            keys: vec![numbered.key],
            backlinks: Vec::new(),
            list: numbered.list,
        };
        self.waiting.push_back(Waiting::Note(entry, tokens));
        if !self.is_open {
            self.end_block();
        }
    }

    /// `\marginpar{…}` has no marker: it is text beside the text.
    pub(super) fn margin(&mut self) {
        self.mouth.optional();
        let tokens = self.mouth.argument();
        if !self.is_silent {
            self.waiting.push_back(Waiting::Float(tokens));
        }
    }

    pub(super) fn print_endnotes(&mut self) {
        self.end_block();
        for waiting in std::mem::take(&mut self.endnotes) {
            if let Waiting::Note(entry, tokens) = waiting {
                self.note(entry, tokens);
            }
        }
        self.end_block();
    }

    /// Notes of this counter begin a new list.
    pub(super) fn new_list(&mut self, counter: &str) {
        self.lists.remove(counter);
    }

    /// Whatever begins with a heading of this name begins its footnotes anew.
    pub(super) fn heading_resets(&mut self, heading: &str) {
        if self.counters.resets.contains(heading) {
            self.counters.set("footnote", 0);
            self.new_list("footnote");
        }
    }

    fn given_number(&mut self) -> Option<i64> {
        let given = self.mouth.optional()?;
        self.mouth.string(&given).parse().ok()
    }

    fn note_text(&mut self) -> Vec<Token> {
        self.mouth.skip_spaces();
        match self.mouth.next() {
            Some(token) if token.kind == Kind::Open => self.mouth.group(Some(LIMITS)),
            Some(token) => {
                self.mouth.put(vec![token]);
                self.mouth.argument()
            }
            None => Vec::new(),
        }
    }

    fn numbered(&mut self, series: Series, number: i64) -> Numbered {
        let counter = series.counter();
        let said = self
            .macros
            .command(&format!("the{counter}"))
            .and_then(|shape| style(shape.body(), &self.mouth));
        let label = printed(number, said.unwrap_or(series.style()));
        let composer = &mut self.composer;
        let list = *self.lists.entry(counter.to_owned()).or_insert_with(|| {
            composer.list(NativeList {
                kind: match series {
                    Series::Endnote => NativeKind::Endnotes,
                    _ => NativeKind::Footnotes,
                },
                heading: None,
                is_automatic: true,
                has_typed_markers: false,
            })
        });
        Numbered {
            key: format!("{counter} {label} of list {list}"),
            label,
            list,
        }
    }

    fn mark(&mut self, command: Token, numbered: &Numbered) {
        self.ensure_open();
        let place = command.place();
        let at = Span::new(place.start.saturating_sub(1), place.end);
        let span = self.composer.sign_of(&numbered.label, at);
        self.composer.call(Call {
            label: Some(numbered.label.clone()),
            span,
            keys: Vec::new(),
            target: Some(numbered.key.clone()),
            list: numbered.list,
            is_implied: false,
        });
    }
}
