//! From the signs of RTF to blocks: groups, and what they open.
//!
//! Notes and text boxes are written after what they stand in: the file has them in the middle of a sentence.

use std::collections::HashMap;

use super::charset::Fonts;
use super::series::Series;
use super::state::{Destination, State};
use super::story::{Part, Story, Told};
use super::styles::Styles;
use super::token::{Token, Tokens};
use super::vocabulary::is_skipped;
use super::waiting::{Repeated, Waiting};
use crate::document::Span;
use crate::readers::composer::Composer;

/// Where all that the file shows stands in the markup: places are paragraphs, so nothing leads back to it.
pub(super) const NOWHERE: Span = Span { start: 0, end: 0 };

/// How many groups may be open at once. What lies deeper is read as if its groups were not there.
const DEEPEST: usize = 1000;

/// Writes the text, and then its notes.
pub(super) struct Walk<'a> {
    pub(super) bytes: &'a [u8],
    /// Whether the file is UTF-8 where it should be ASCII, as some programs write it.
    pub(super) is_utf8: bool,
    pub(super) composer: Composer,
    pub(super) fonts: Fonts,
    pub(super) usual_font: i32,
    pub(super) styles: Styles,
    pub(super) series: Series,
    pub(super) story: Story<'a>,
    /// The notes that wait until the text is written, in the order of their markers.
    pub(super) waiting: Vec<Waiting>,
    /// The bookmarks that are open: their names, and how many notes came before them.
    pub(super) open_bookmarks: Vec<(String, usize)>,
    /// The notes that bookmarks stand for.
    pub(super) bookmarks: HashMap<String, usize>,
    /// The numbers of notes that the text repeats.
    pub(super) repeated: Vec<Repeated>,
    /// Whether a note is being written: notes do not lie in each other.
    pub(super) is_note: bool,
    /// The part that is being written, if it is not the running text, and how many of its paragraphs came.
    pub(super) place: (Option<String>, usize),
    /// Text boxes that wait until their paragraph is written.
    pub(super) boxes: Vec<Part>,
    pub(super) boxed: usize,
    pub(super) depth_of_boxes: usize,
    /// Of how many numbers without their notes was told.
    pub(super) lost_numbers: usize,
    pub(super) told: Vec<Told>,
}

impl<'a> Walk<'a> {
    /// A walk that has written nothing yet, over a file whose first group begins at `start`.
    pub(super) fn new(bytes: &'a [u8], start: usize) -> Self {
        let tokens = Tokens::new(bytes, start, bytes.len());
        Self {
            bytes,
            is_utf8: std::str::from_utf8(bytes).is_ok(),
            composer: Composer::default(),
            fonts: Fonts::default(),
            usual_font: 0,
            styles: Styles::default(),
            series: Series::default(),
            story: Story::new(tokens, State::new(0)),
            waiting: Vec::new(),
            open_bookmarks: Vec::new(),
            bookmarks: HashMap::new(),
            repeated: Vec::new(),
            is_note: false,
            place: (None, 0),
            boxes: Vec::new(),
            boxed: 0,
            depth_of_boxes: 0,
            lost_numbers: 0,
            told: Vec::new(),
        }
    }

    /// Writes everything.
    pub(super) fn write(&mut self) {
        self.run();
        self.end_story();
        let is_cut = self.story.depth() > 0;
        let rest = self.story.tokens.rest().iter();
        let is_text = |byte: &u8| !(byte.is_ascii_whitespace() || *byte == 0);
        if is_cut {
            self.composer.warn(
                "the file ends within a group, so it was probably cut off; what was left of it is read",
            );
        } else if rest.copied().any(|byte| is_text(&byte)) {
            let line = self.line_of(self.story.tokens.at());
            self.composer.warn(format!(
                "its outermost group ends in line {line} of the file, and what follows is not read; a brace is probably missing or too many"
            ));
        }
        self.notes();
    }

    /// Whether something is told now: once.
    pub(super) fn tells(&mut self, what: Told) -> bool {
        let is_new = !self.told.contains(&what);
        if is_new {
            self.told.push(what);
        }
        is_new
    }

    /// The line of the file in which a byte stands.
    fn line_of(&self, at: usize) -> usize {
        1 + memchr::memchr_iter(b'\n', &self.bytes[..at]).count()
    }

    /// Reads the story to its end.
    fn run(&mut self) {
        loop {
            self.story.from = self.story.tokens.at();
            let Some(token) = self.story.tokens.next() else {
                return;
            };
            match token {
                Token::Open => self.open(),
                Token::Close => {
                    self.close();
                    if self.story.depth() == 0 && self.story.too_deep == 0 && !self.is_inner() {
                        return;
                    }
                }
                Token::Word(word, number) => self.word(word, number),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Byte(byte) => {
                    if !self.is_fallback() {
                        self.gather(&[byte], false);
                    }
                }
                Token::Text(text) => self.text(text),
            }
        }
    }

    /// Whether a part of the file is read that has no group of its own.
    fn is_inner(&self) -> bool {
        self.is_note || self.depth_of_boxes > 0
    }

    /// The stretch from here to another byte. How the text around it looks does not matter in it.
    pub(super) fn part_until(&self, end: usize) -> Part {
        let State { font, fallback, .. } = self.story.state;
        Part {
            start: self.story.tokens.at(),
            end,
            state: State {
                fallback,
                ..State::new(font)
            },
        }
    }

    /// Reads a part of the file, and then goes on with what it stands in. `mark` is what a note begins with.
    pub(super) fn inner(&mut self, part: Part, mark: Option<&str>) {
        let tokens = Tokens::new(self.bytes, part.start, part.end);
        let mut story = Story::new(tokens, part.state);
        mark.unwrap_or_default().clone_into(&mut story.mark);
        story.is_open = mark.is_some();
        let outside = std::mem::replace(&mut self.story, story);
        self.run();
        self.end_story();
        self.story = outside;
    }

    fn end_story(&mut self) {
        self.decode();
        while !self.story.fields.is_empty() {
            self.end_field();
        }
        if self.story.is_begun {
            self.story.state.look.is_deleted = false;
            self.end_paragraph();
        }
        self.end_row();
    }

    fn open(&mut self) {
        self.decode();
        self.story.opened = self.story.tokens.at();
        self.story.fallback = 0;
        if self.story.states.len() < DEEPEST {
            self.story.states.push(self.story.state);
            return;
        }
        self.story.too_deep += 1;
        if self.tells(Told::Depth) {
            let line = self.line_of(self.story.tokens.at());
            self.composer.warn(format!(
                "more than {DEEPEST} groups are open in line {line} of the file; how the text in them looks is not read"
            ));
        }
    }

    fn close(&mut self) {
        self.decode();
        self.story.fallback = 0;
        if self.story.too_deep > 0 {
            self.story.too_deep -= 1;
            return;
        }
        let Some(state) = self.story.states.pop() else {
            return;
        };
        let depth = self.story.depth();
        while let Some(field) = self.story.fields.last()
            && field.depth > depth
        {
            self.end_field();
        }
        self.story.state = state;
    }

    /// Whether a group is open within the outermost one, so that it can be a part that is no text.
    pub(super) fn is_within_group(&self) -> bool {
        self.story.depth() > usize::from(!self.is_inner())
    }

    /// Leaves out the rest of the group.
    pub(super) fn skip_group(&mut self) {
        if self.story.tokens.skip_group().is_some() {
            self.close();
        }
    }

    fn symbol(&mut self, symbol: u8) {
        let shown = match symbol {
            b'~' => "\u{A0}",
            b'_' => "\u{2011}",
            b'\\' => "\\",
            b'{' => "{",
            b'}' => "}",
            b'\t' => " ",
            b'\r' | b'\n' => {
                self.word("par", None);
                return;
            }
            b'*' => {
                self.decode();
                self.ignorable();
                return;
            }
            _ => return,
        };
        if !self.is_fallback() {
            self.put(shown);
        }
    }

    /// A group that may be passed over by those who do not know what it is.
    fn ignorable(&mut self) {
        // Elsewhere than at the beginning of a group the sign means nothing.
        if !self.is_within_group() || self.story.from != self.story.opened {
            return;
        }
        let before = self.story.tokens.clone();
        match self.story.tokens.next() {
            Some(Token::Word(word, _)) if self.part(word) => {}
            Some(_) => {
                self.story.tokens = before;
                self.skip_group();
            }
            None => {}
        }
    }

    /// Begins the part that a control word opens: something else than text of the paper. `false` if it opens none.
    pub(super) fn part(&mut self, word: &str) -> bool {
        match word {
            "fonttbl" => self.fonts.read_table(self.story.tokens.clone()),
            "stylesheet" => {
                let table = self.story.tokens.clone();
                self.styles.read_table(table, &self.fonts);
            }
            "bkmkstart" => self.open_bookmark(),
            "bkmkend" => self.close_bookmark(),
            "footnote" | "ftnalt" if !self.is_note => return self.note(word),
            "shptxt" | "dptxbxtext" => self.text_box(),
            "field" => {
                self.open_field();
                return true;
            }
            "fldinst" => {
                self.story.state.destination = self.instruction();
                return true;
            }
            "fldrslt" => {
                self.show_field();
                return true;
            }
            "listtext" | "pntext" => {
                self.story.number.clear();
                self.story.state.destination = Destination::Number;
                return true;
            }
            // Their text stands deeper, and the first of two versions is for old programs.
            "shpinst" | "do" | "upr" | "moMath" | "moMathPara" => {
                self.story.state.destination = Destination::Nowhere;
                return true;
            }
            "ud" | "shppict" if self.story.state.destination == Destination::Nowhere => {
                self.story.state.destination = Destination::Text;
                return true;
            }
            _ if is_skipped(word) => {}
            _ => return false,
        }
        self.skip_group();
        true
    }
}
