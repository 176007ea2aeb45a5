//! From bytes and numbers to the text of the paper, of fields, of formulas.

use super::charset::Charset;
use super::state::{Destination, State};
use super::story::Told;
use super::walk::{NOWHERE, Walk};

impl Walk<'_> {
    /// What the file says of its code page.
    pub(super) fn code_page(&mut self, page: i32) {
        if !self.fonts.set_page(page) && self.tells(Told::Page) {
            self.composer.warn(format!(
                "its code page {page} is not known; letters beyond ASCII may be wrong"
            ));
        }
    }

    /// Whether what comes stands for the character that came, for programs that do not know it.
    pub(super) fn is_fallback(&mut self) -> bool {
        let is_fallback = self.story.fallback > 0;
        self.story.fallback -= i32::from(is_fallback);
        is_fallback
    }

    pub(super) fn text(&mut self, text: &[u8]) {
        let skipped = usize::try_from(self.story.fallback).unwrap_or_default();
        let skipped = skipped.min(text.len());
        self.story.fallback -= i32::try_from(skipped).unwrap_or_default();
        self.gather(&text[skipped..], true);
    }

    /// Takes bytes that may belong to one character with others.
    pub(super) fn gather(&mut self, bytes: &[u8], is_raw: bool) {
        if self.story.state.destination == Destination::Nowhere {
            return;
        }
        let is_raw = is_raw && self.is_utf8;
        // The second byte of a character may be ASCII.
        if self.story.is_raw != is_raw && !bytes.is_ascii() {
            self.decode();
            self.story.is_raw = is_raw;
        }
        if self.story.bytes.is_empty() {
            self.story.bytes_from = self.story.from;
        }
        self.story.bytes.extend(bytes);
    }

    /// Writes the bytes that wait.
    pub(super) fn decode(&mut self) {
        if self.story.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.story.bytes);
        let here = std::mem::replace(&mut self.story.from, self.story.bytes_from);
        let charset = match self.fonts.charset(self.story.state.font) {
            Charset::Letters(_) if self.story.is_raw => Charset::Letters(encoding_rs::UTF_8),
            charset => charset,
        };
        let text = charset.read(&bytes);
        self.put_decoded(&text);
        self.story.from = here;
        self.story.bytes = bytes;
        self.story.bytes.clear();
    }

    /// A character that is given by its number, or by the two numbers of UTF-16.
    pub(super) fn unicode(&mut self, code: i32) {
        let half = self.story.half.take();
        self.decode();
        self.story.fallback = self.story.state.fallback;
        // Numbers above 32767 are written as negative ones.
        let code = u32::try_from(if code < 0 { code + 0x1_0000 } else { code });
        let code = code.unwrap_or_default();
        let unit = u16::try_from(code).ok();
        if unit.is_some_and(|unit| (0xD800..0xDC00).contains(&unit)) {
            self.story.half = unit;
            return;
        }
        let joined = half
            .zip(unit)
            .and_then(|(half, unit)| char::decode_utf16([half, unit]).next().and_then(Result::ok));
        // Fonts of symbols have their signs from F000 on.
        if let (0xF020..=0xF0FF, charset @ (Charset::Symbols | Charset::Pictures)) =
            (code, self.fonts.charset(self.story.state.font))
        {
            let place = u8::try_from(code - 0xF000).unwrap_or_default();
            let text = charset.read(&[place]);
            self.put(&text);
        } else if let Some(shown) = joined.or_else(|| char::from_u32(code)) {
            self.put(shown.encode_utf8(&mut [0; 4]));
        }
    }

    /// Text of the story.
    pub(super) fn put(&mut self, text: &str) {
        self.decode();
        self.put_decoded(text);
    }

    pub(super) fn put_decoded(&mut self, text: &str) {
        let State {
            destination, look, ..
        } = self.story.state;
        self.story.half = None;
        match destination {
            _ if look.is_unseen() => {}
            Destination::Text => self.show(text),
            Destination::Formula => {
                self.flush();
                let start = self.composer.here();
                self.show(text);
                self.flush();
                self.composer.hide(start);
            }
            Destination::Number => self.story.number.push_str(text),
            Destination::Instruction => {
                if let Some(field) = self.story.fields.last_mut() {
                    field.instruction.push_str(text);
                }
            }
            Destination::Nowhere => {}
        }
    }

    /// Text of the paper. What is raised waits for what follows, since a number may be split.
    pub(super) fn show(&mut self, text: &str) {
        let is_blank = text.trim().is_empty();
        if is_blank && !self.story.is_begun {
            return;
        }
        if !is_blank {
            self.lose_number();
            self.begin();
        }
        let text = self.without_mark(text).to_owned();
        let look = self.story.state.look;
        let is_raised = look.is_raised(self.story.line_size);
        if self.story.is_raised != is_raised {
            self.flush();
            self.story.is_raised = is_raised;
        }
        if !is_raised && !is_blank {
            self.story.line_size = look.size;
        }
        let shown = text.chars().filter(|c| !c.is_control() || *c == '\t');
        self.story.run.extend(shown);
    }

    /// Writes the text that waits.
    pub(super) fn flush(&mut self) {
        if self.story.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.story.run);
        if self.story.is_raised {
            self.composer.raised(&run, NOWHERE.start);
        } else {
            self.composer.flow(&run, NOWHERE.start);
        }
    }

    /// Whether text would be seen here.
    pub(super) fn is_shown(&self) -> bool {
        let state = self.story.state;
        state.destination == Destination::Text && !state.look.is_unseen()
    }
}
