//! Control words: what each of them does.

use super::state::{Destination, Look, Paragraph, State};
use super::vocabulary::character;
use super::walk::Walk;

/// Whether a switch is on: `\super` and `\super1` turn it on, `\super0` off.
fn is_on(number: Option<i32>) -> bool {
    number != Some(0)
}

impl Walk<'_> {
    /// Does what a control word says.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "u" {
            self.unicode(number.unwrap_or_default());
            return;
        }
        if let Some(character) = character(word) {
            if !self.is_fallback() {
                self.put(character);
            }
            return;
        }
        self.decode();
        self.story.fallback = 0;
        if self.is_within_group() && self.part(word) {
            return;
        }
        if !self.state_word(word, number) && !self.break_word(word) {
            self.other_word(word, number);
        }
    }

    /// Words that change what holds for the text of their group.
    fn state_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let usual = self.usual_font;
        let State {
            look,
            paragraph,
            font,
            fallback,
            destination,
        } = &mut self.story.state;
        match word {
            "super" => look.is_superscript = is_on(number),
            "sub" | "nosupersub" => (look.is_superscript, look.rise) = (false, 0),
            "up" => look.rise = number.unwrap_or(6),
            "dn" => look.rise = number.unwrap_or(6).saturating_neg(),
            "fs" => look.size = number.unwrap_or(super::state::USUAL_SIZE),
            "v" => look.is_hidden = is_on(number),
            "deleted" | "mvf" => look.is_deleted = is_on(number),
            "plain" => (*look, *font) = (Look::default(), usual),
            "f" => *font = number.unwrap_or(usual),
            "uc" => *fallback = number.unwrap_or(1),
            "pard" => *paragraph = Paragraph::default(),
            "s" => paragraph.style = number.unwrap_or_default(),
            "outlinelevel" => paragraph.is_heading = matches!(number, Some(0..=8)),
            "intbl" => paragraph.is_in_table = is_on(number),
            "ls" => paragraph.is_item = is_on(number),
            "mr" if *destination == Destination::Nowhere => *destination = Destination::Formula,
            _ => return false,
        }
        true
    }

    /// Words that end something.
    fn break_word(&mut self, word: &str) -> bool {
        match word {
            "par" => self.end_paragraph(),
            "cell" | "nestcell" => self.end_cell(),
            "row" => self.end_row(),
            "trowd" => self.story.is_defining_row = true,
            "line" | "lbr" => self.break_line(),
            "page" | "column" => {
                self.series.page += usize::from(word == "page" && self.is_shown());
                self.break_line();
            }
            "sect" => {
                if self.story.is_begun {
                    self.end_paragraph();
                }
                self.series.section += 1;
                self.series.page += 1;
            }
            _ => return false,
        }
        true
    }

    fn other_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "chftn" => self.automatic_number(),
            "sectd" => self.series.reset_section(),
            "ansicpg" => self.code_page(number.unwrap_or_default()),
            "mac" => self.code_page(10000),
            "pc" => self.code_page(437),
            "pca" => self.code_page(850),
            "deff" => {
                self.usual_font = number.unwrap_or(self.usual_font);
                self.story.state.font = self.usual_font;
            }
            _ => self.series.setting(word, number),
        }
    }
}
