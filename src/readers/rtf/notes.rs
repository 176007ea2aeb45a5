//! Notes: the file has each of them in the middle of the sentence that calls it, and they are written after the text.

use super::rows::{LONGEST_MARK, Survey};
use super::series::Kind;
use super::state::Destination;
use super::story::Told;
use super::waiting::Waiting;
use super::walk::Walk;
use crate::document::CrossReference;
use crate::readers::composer::{Call, Entry};

/// So many notes are read; no book has as many.
const MOST_NOTES: usize = 100_000;

/// Of so many numbers without their notes, and notes without their numbers, is told.
const MOST_TOLD: usize = 10;

/// The name under which markers lead to a note, by its place among all notes.
fn key(index: usize) -> String {
    format!("note {index}")
}

impl Walk<'_> {
    /// The number that the program counts: before a note that of its marker, within one its own.
    pub(super) fn automatic_number(&mut self) {
        if self.is_shown() && !self.is_note {
            self.story.awaits_note = true;
        }
    }

    /// A number was announced, and text comes instead of the note.
    pub(super) fn lose_number(&mut self) {
        if std::mem::take(&mut self.story.awaits_note) && self.lost_numbers < MOST_TOLD {
            self.lost_numbers += 1;
            let paragraph = self.place.1 + usize::from(!self.story.is_begun);
            self.composer.warn(format!(
                "the number of a note stands in paragraph {paragraph}, and no note follows it"
            ));
        }
    }

    /// A note begins: its marker is written, and it waits. `false` where none can stand.
    pub(super) fn note(&mut self, word: &str) -> bool {
        let is_seen = self.is_shown();
        if self.story.state.destination != Destination::Text {
            self.skip_group();
            return true;
        }
        let mut survey = Survey::of(self.story.tokens.clone());
        if word == "ftnalt" {
            survey.kind = Kind::Endnote;
        }
        if is_seen && self.has_room() {
            let is_counted = std::mem::take(&mut self.story.awaits_note);
            self.call(&survey, is_counted);
        }
        self.skip_group();
        true
    }

    fn has_room(&mut self) -> bool {
        let has_room = self.waiting.len() < MOST_NOTES;
        if !has_room && self.tells(Told::Notes) {
            self.composer.warn(format!(
                "it has more than {MOST_NOTES} notes; those behind are not read"
            ));
        }
        has_room
    }

    fn call(&mut self, survey: &Survey, is_counted: bool) {
        let mark = if is_counted {
            None
        } else {
            self.chosen_mark(survey)
        };
        self.begin();
        self.flush();
        let kind = survey.kind;
        let (label, list) = match &mark {
            Some(mark) => {
                let list = self.series.marked(kind, mark, &mut self.composer);
                (mark.clone(), list)
            }
            None => self.series.next(kind, &mut self.composer),
        };
        let span = self.composer.mark(&label);
        self.composer.call(Call {
            label: Some(label.clone()),
            span,
            keys: Vec::new(),
            target: Some(key(self.waiting.len())),
            list,
            is_implied: false,
        });
        self.waiting.push(Waiting {
            part: self.part_until(survey.end),
            kind,
            label,
            list,
            is_marked: mark.is_some(),
            has_number: survey.has_number,
        });
    }

    /// The mark that an author chose for a note: the text before it ends with the mark with which the note begins, or it is
    /// raised, or a symbol. It is taken out of the text.
    fn chosen_mark(&mut self, survey: &Survey) -> Option<String> {
        let run = self.story.run.trim_end();
        let is_symbol = |c: char| matches!(c, '*' | '†' | '‡' | '§' | '‖' | '¶' | '#');
        let own = survey.first.as_str();
        let is_own = !survey.has_number && !own.is_empty() && run.ends_with(own);
        let length = if is_own {
            own.len()
        } else if self.story.is_raised {
            let last = run.rsplit(char::is_whitespace).next();
            last.unwrap_or_default().len()
        } else {
            run.len() - run.trim_end_matches(is_symbol).len()
        };
        let start = run.len() - length;
        let mark = run[start..].to_owned();
        if mark.is_empty() || mark.chars().count() > LONGEST_MARK {
            return None;
        }
        self.story.run.truncate(start);
        Some(mark)
    }

    /// The text without the mark of the note, which stands before it already.
    pub(super) fn without_mark<'t>(&mut self, text: &'t str) -> &'t str {
        let mark = std::mem::take(&mut self.story.mark);
        if mark.is_empty() || text.trim().is_empty() {
            self.story.mark = mark;
            return text;
        }
        let trimmed = text.trim_start();
        // A mark of several characters may be split.
        if let Some(rest) = mark.strip_prefix(trimmed) {
            rest.clone_into(&mut self.story.mark);
            return "";
        }
        trimmed.strip_prefix(mark.as_str()).unwrap_or(text)
    }

    /// Writes the notes that wait: the footnotes, and then the endnotes.
    pub(super) fn notes(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.resolve_repeated(&waiting);
        self.is_note = true;
        for kind in [Kind::Footnote, Kind::Endnote] {
            self.warn_of_lost_numbers(kind, &waiting);
            for (index, note) in waiting.iter().enumerate() {
                if note.kind == kind {
                    self.write_note(index, note);
                }
            }
        }
        self.is_note = false;
    }

    /// Warns of notes whose own number was deleted, if others have theirs: the page shows them without one.
    fn warn_of_lost_numbers(&mut self, kind: Kind, notes: &[Waiting]) {
        let counted = || {
            notes
                .iter()
                .filter(|note| note.kind == kind && !note.is_marked)
        };
        let (whole, all) = (
            counted().filter(|note| note.has_number).count(),
            counted().count(),
        );
        if all - whole >= whole {
            return;
        }
        for note in counted().filter(|note| !note.has_number).take(MOST_TOLD) {
            let (name, label) = (kind.name(), &note.label);
            self.composer.warn(format!(
                "{name} {label} lost its number: the automatic one at its beginning was deleted, and the page shows the note \
                 without it"
            ));
        }
    }

    fn write_note(&mut self, index: usize, note: &Waiting) {
        let label = note.label.as_str();
        self.composer.begin_note(Entry {
            label: label.to_owned(),
            keys: vec![key(index)],
            backlinks: Vec::new(),
            list: note.list,
        });
        let start = self.composer.here();
        self.place = (Some(format!("{} {label}", note.kind.name())), 0);
        self.composer.paragraph(self.place.0.clone(), 1);
        let sign = if note.is_marked { "" } else { "." };
        self.composer.made(&format!("{label}{sign} "));
        self.composer.label_from(start);
        let mark = if note.is_marked { label } else { "" };
        self.inner(note.part, Some(mark));
        self.composer.end_note();
    }

    /// Fields that repeat the number of a note are markers where they are raised, and should show the number that the note
    /// has now.
    fn resolve_repeated(&mut self, notes: &[Waiting]) {
        for repeated in std::mem::take(&mut self.repeated) {
            let index = self.bookmarks.get(&repeated.bookmark).copied();
            let Some((index, note)) = index.and_then(|index| Some((index, notes.get(index)?)))
            else {
                continue;
            };
            if let Some((label, span)) = repeated.marker {
                self.composer.call(Call {
                    label: Some(label),
                    span,
                    keys: Vec::new(),
                    target: Some(key(index)),
                    list: note.list,
                    is_implied: false,
                });
            }
            let is_number = note.label.parse::<u32>().is_ok();
            if is_number && !repeated.shown.is_empty() && repeated.shown != note.label {
                self.composer.cross_reference(CrossReference {
                    span: repeated.span,
                    shown: Some(repeated.shown),
                    name: repeated.bookmark,
                    now: Some(note.label.clone()),
                });
            }
        }
    }
}
