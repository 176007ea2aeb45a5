//! Terms: what a sentence and a note can have in common.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write;
use std::mem;

use rustc_hash::FxHashMap;

use crate::document::Span;

use super::addresses;
use super::keys::Keys;
use super::tokens::{Shape, Token, tokenize};
use super::words::{self, fold_letters, is_stop_word, month_of};

/// What kind of term it is; a kind has a weight of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Any word without a capital, stemmed.
    Word,
    /// A capitalised word inside a sentence.
    Name,
    /// A capitalised word that opens a sentence, until the document shows whether it is a name.
    Opening,
    /// A word in capitals, letters with digits, or the initials of a run of names.
    Acronym,
    /// A year.
    Year,
    /// A number of three digits or more, or one with a decimal.
    Number,
    /// A number of one or two digits.
    Digit,
    /// A day of a month, or a month of a year, however written.
    Date,
    /// Two neighbouring words.
    Pair,
    /// Two neighbouring words between quotation marks.
    Quoted,
    /// The first five letters of a longer word.
    Prefix,
    /// Two neighbouring signs of a script that writes no spaces.
    Ideograph,
    /// A run of names written as one word, as in the name of a host.
    Host,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = 13;
}

/// One term at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) key: u32,
    pub(super) class: Class,
    pub(super) span: Span,
}

/// How many terms are kept for the next paper at most; more than a hundred papers commonly have, in a few megabytes.
const MOST_KEPT: usize = 50_000;

thread_local! {
    /// The papers of a folder use the same words: to fold and stem a word takes ten times as long as to look it up.
    static LEXICON: RefCell<Lexicon> = RefCell::default();
}

/// Reads terms out of text and gives each its key.
#[derive(Default)]
pub(super) struct Lexicon {
    pub(super) keys: Keys,
    /// The words of this paper and of those before, as they are written.
    words: FxHashMap<Box<str>, WordForms>,
    /// What is written at the moment, and its tokens, kept for their memory.
    written: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy)]
struct WordForms {
    stem: u32,
    prefix: Option<u32>,
    stop: bool,
    /// Whether it has a capital behind its first letter.
    compound: bool,
}

impl Lexicon {
    /// Reads one paper with the lexicon of the thread, which no note has said anything to yet.
    pub(super) fn read_paper<T>(read: impl FnOnce(&mut Self) -> T) -> T {
        LEXICON.with_borrow_mut(|lexicon| {
            if lexicon.keys.kept().max(lexicon.words.len()) > MOST_KEPT {
                *lexicon = Self::default();
            }
            lexicon.keys.open();
            read(lexicon)
        })
    }

    /// The key of what is written with a sign before it, which keeps the kinds of terms apart.
    fn marked<'a>(&mut self, sign: char, parts: impl IntoIterator<Item = &'a str>) -> u32 {
        let mut written = mem::take(&mut self.written);
        written.clear();
        written.push(sign);
        written.extend(parts);
        let key = self.keys.text(&written);
        self.written = written;
        key
    }

    /// The forms of a word, by their keys.
    fn word(&mut self, written: &str) -> WordForms {
        let kept = match self.words.get(written) {
            Some(&forms) => forms,
            None => self.keep(written),
        };
        WordForms {
            stem: self.keys.meet(kept.stem),
            prefix: kept.prefix.map(|prefix| self.keys.meet(prefix)),
            ..kept
        }
    }

    /// The forms of a word that was not met before, by the numbers under which they are kept.
    fn keep(&mut self, written: &str) -> WordForms {
        let folded = fold_letters(written);
        let fifth = folded.char_indices().nth(5);
        let prefix = fifth.filter(|_| folded.chars().nth(6).is_some());
        let forms = WordForms {
            stem: self.keys.keep(&words::stem(&folded)),
            prefix: prefix.map(|(end, _)| self.keys.keep(&["~", &folded[..end]].concat())),
            stop: is_stop_word(&folded),
            compound: written.chars().skip(1).any(char::is_uppercase),
        };
        self.words.insert(written.into(), forms);
        forms
    }

    /// The terms of a stretch of running text. `opens` says whether its first word may owe its capital to its place.
    pub(super) fn read(&mut self, text: &str, span: Span, opens: bool, out: &mut Vec<Term>) {
        let mut tokens = mem::take(&mut self.tokens);
        tokens.clear();
        tokenize(text, span, opens, &mut tokens);
        self.words_of(text, &tokens, out);
        self.names_of(text, &tokens, out);
        self.dates_of(text, &tokens, out);
        self.tokens = tokens;
    }

    fn words_of(&mut self, text: &str, tokens: &[Token], out: &mut Vec<Term>) {
        let mut before: Option<(u32, usize, usize)> = None;
        for (index, token) in tokens.iter().enumerate() {
            let written = &text[token.start..token.end];
            let span = Span::new(token.start, token.end);
            if token.shape == Shape::Ideograph {
                if let Some(next) = tokens
                    .get(index + 1)
                    .filter(|next| next.shape == Shape::Ideograph && next.start == token.end)
                {
                    let key = self.keys.text(&text[token.start..next.end]);
                    out.push(Term {
                        key,
                        class: Class::Ideograph,
                        span: Span::new(token.start, next.end),
                    });
                }
                continue;
            }
            let (key, class) = if token.shape == Shape::Digits {
                let digits = if written.contains([',', '\u{a0}']) {
                    Cow::Owned(written.replace([',', '\u{a0}'], ""))
                } else {
                    Cow::Borrowed(written)
                };
                (self.keys.text(&digits), number_class(&digits))
            } else {
                let forms = self.word(written);
                if forms.stop && token.shape != Shape::Upper {
                    continue;
                }
                let class = match token.shape {
                    Shape::Upper | Shape::Mixed if written.len() > 1 => Class::Acronym,
                    Shape::Capital => {
                        if token.opens {
                            Class::Opening
                        } else {
                            Class::Name
                        }
                    }
                    _ => Class::Word,
                };
                if let Some(prefix) = forms.prefix {
                    out.push(Term {
                        key: prefix,
                        class: Class::Prefix,
                        span,
                    });
                }
                if token.shape == Shape::Upper && written.len() > 1 {
                    let initials = self.marked('^', [written]);
                    out.push(Term {
                        key: initials,
                        class: Class::Acronym,
                        span,
                    });
                }
                if forms.compound {
                    self.parts_of(written, span, out);
                }
                if forms.stop || written.len() < 2 {
                    continue;
                }
                (forms.stem, class)
            };
            out.push(Term { key, class, span });
            if let Some((last, _, start)) = before.filter(|&(_, at, _)| index - at <= 2) {
                let pair = self.keys.pair(last, key);
                let class = if token.quoted {
                    Class::Quoted
                } else {
                    Class::Pair
                };
                out.push(Term {
                    key: pair,
                    class,
                    span: Span::new(start, token.end),
                });
            }
            before = Some((key, index, token.start));
        }
    }

    /// The pieces of words that were written together, such as `RaoCVWolfDM` in lists of authors.
    fn parts_of(&mut self, written: &str, span: Span, out: &mut Vec<Term>) {
        let chars: Vec<(usize, char)> = written.char_indices().collect();
        let mut start = 0;
        for index in 1..=chars.len() {
            let cut = index == chars.len()
                || chars[index].1.is_uppercase()
                    && (chars[index - 1].1.is_lowercase()
                        || chars
                            .get(index + 1)
                            .is_some_and(|next| next.1.is_lowercase()));
            if !cut {
                continue;
            }
            let end = chars.get(index).map_or(written.len(), |next| next.0);
            if index - start >= 3 && (end - chars[start].0) < written.len() {
                let from = chars[start].0;
                let forms = self.word(&written[from..end]);
                if !forms.stop {
                    let class = Class::Name;
                    out.push(Term {
                        key: forms.stem,
                        class,
                        span: Span::new(span.start + from, span.start + end),
                    });
                }
            }
            start = index;
        }
    }

    /// Runs of capitalised words: their initials, and the run as one word.
    fn names_of(&mut self, text: &str, tokens: &[Token], out: &mut Vec<Term>) {
        let (mut index, mut run) = (0, Vec::new());
        while index < tokens.len() {
            run.clear();
            let mut at = index;
            while let Some(token) = tokens.get(at) {
                let written = &text[token.start..token.end];
                if !run.is_empty() && ends_run(&text[tokens[at - 1].end..token.start]) {
                    break;
                }
                if matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Mixed) {
                    run.push(at);
                } else if run.is_empty()
                    || !matches!(written, "of" | "and" | "the" | "for" | "on" | "to" | "in")
                {
                    break;
                }
                at += 1;
            }
            if run.len() >= 2 {
                self.run_of(text, tokens, &run, out);
            }
            index = at.max(index + 1);
        }
    }

    fn run_of(&mut self, text: &str, tokens: &[Token], run: &[usize], out: &mut Vec<Term>) {
        let span = Span::new(tokens[run[0]].start, tokens[run[run.len() - 1]].end);
        if (3..=6).contains(&run.len()) {
            let initials = run.iter().filter_map(|&at| {
                let written = &text[tokens[at].start..tokens[at].end];
                let first = written.chars().next()?;
                written.get(..first.len_utf8())
            });
            let key = self.marked('^', initials);
            out.push(Term {
                key,
                class: Class::Acronym,
                span,
            });
        }
        for length in 2..=run.len().min(4) {
            for part in run.windows(length) {
                let key = self.joined(text, part.iter().map(|&at| &tokens[at]));
                let span = Span::new(tokens[part[0]].start, tokens[part[length - 1]].end);
                out.push(Term {
                    key,
                    class: Class::Host,
                    span,
                });
            }
        }
    }

    /// The key of words written as one.
    fn joined<'a>(&mut self, text: &str, part: impl Iterator<Item = &'a Token>) -> u32 {
        let mut written = mem::take(&mut self.written);
        written.clear();
        written.push('#');
        for token in part {
            let word = &text[token.start..token.end];
            if word.is_ascii() {
                written.extend(word.chars().map(|char| char.to_ascii_lowercase()));
            } else {
                written.push_str(&fold_letters(word));
            }
        }
        let key = self.keys.text(&written);
        self.written = written;
        key
    }

    fn dates_of(&mut self, text: &str, tokens: &[Token], out: &mut Vec<Term>) {
        let number = |index: usize| {
            tokens
                .get(index)
                .filter(|token| token.shape == Shape::Digits)
                .and_then(|token| text[token.start..token.end].parse::<u32>().ok())
        };
        let between = |index: usize| {
            tokens
                .get(index + 1)
                .map_or("", |next| &text[tokens[index].end..next.start])
        };
        for index in 0..tokens.len() {
            let token = &tokens[index];
            if matches!(token.shape, Shape::Lower | Shape::Ideograph) {
                continue;
            }
            if let Some(month) = month_of(&text[token.start..token.end]) {
                let day_behind = number(index + 1).filter(|day| (1..=31).contains(day));
                let day_before = index
                    .checked_sub(1)
                    .and_then(number)
                    .filter(|day| (1..=31).contains(day));
                let year_at = if day_behind.is_some() {
                    index + 2
                } else {
                    index + 1
                };
                let year = number(year_at).filter(|year| (1000..2200).contains(year));
                let span = Span::new(
                    token.start,
                    tokens[if year.is_some() { year_at } else { index }].end,
                );
                self.date(year, month, day_behind.or(day_before), span, out);
            }
            if let (Some(first), Some(second), Some(third)) =
                (number(index), number(index + 1), number(index + 2))
            {
                let (one, two) = (between(index), between(index + 1));
                if one != two || !matches!(one, "/" | "-" | ".") {
                    continue;
                }
                let span = Span::new(token.start, tokens[index + 2].end);
                if first > 999 {
                    self.numeric_date(first, second, third, span, out);
                } else if first <= 12 {
                    self.numeric_date(century(third), first, second, span, out);
                } else {
                    self.numeric_date(century(third), second, first, span, out);
                }
            }
        }
    }

    fn numeric_date(&mut self, year: u32, month: u32, day: u32, span: Span, out: &mut Vec<Term>) {
        if (1..=12).contains(&month) && (1..=31).contains(&day) && (1000..2200).contains(&year) {
            self.date(Some(year), month, Some(day), span, out);
            let key = self.keys.text(&year.to_string());
            out.push(Term {
                key,
                class: Class::Year,
                span,
            });
        }
    }

    fn date(
        &mut self,
        year: Option<u32>,
        month: u32,
        day: Option<u32>,
        span: Span,
        out: &mut Vec<Term>,
    ) {
        let parts = [day.map(|day| (month, day)), year.map(|year| (year, month))];
        for (larger, smaller) in parts.into_iter().flatten() {
            let mut written = mem::take(&mut self.written);
            written.clear();
            let _ = write!(written, "@{larger}-{smaller}");
            let key = self.keys.text(&written);
            self.written = written;
            out.push(Term {
                key,
                class: Class::Date,
                span,
            });
        }
    }

    /// The terms of an address: the words of its path (`false`) and of its host (`true`).
    pub(super) fn read_address(&mut self, written: &str, span: Span, out: &mut Vec<(Term, bool)>) {
        let Some(parts) = addresses::parts(written) else {
            return;
        };
        let labels = parts.host.split('.').filter(|label| {
            !matches!(
                *label,
                "www" | "com" | "org" | "net" | "gov" | "edu" | "co" | "uk" | "ac"
            )
        });
        for label in labels {
            let forms = self.word(label);
            let joined = self.marked('#', label.split('-'));
            for key in [forms.stem, joined] {
                out.push((
                    Term {
                        key,
                        class: Class::Host,
                        span,
                    },
                    true,
                ));
            }
        }
        let path = parts.words;
        let mut terms = Vec::new();
        self.read(&path, Span::new(0, path.len()), false, &mut terms);
        out.extend(terms.into_iter().map(|term| (Term { span, ..term }, false)));
    }
}

/// Whether what stands between two words ends a run of names.
fn ends_run(gap: &str) -> bool {
    gap != " " && gap.contains(['.', ',', ';', ':', '“', '”', '(', ')'])
}

fn century(year: u32) -> u32 {
    match year {
        0..=39 => 2000 + year,
        40..=99 => 1900 + year,
        _ => year,
    }
}

fn number_class(digits: &str) -> Class {
    match digits.parse::<u32>() {
        Ok(1500..=2099) if digits.len() == 4 => Class::Year,
        Ok(0..=99) if digits.len() <= 2 => Class::Digit,
        _ => Class::Number,
    }
}
