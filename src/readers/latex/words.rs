//! Characters: quotation marks, dashes, accents, addresses.

use unicode_normalization::UnicodeNormalization;

use super::Writer;
use super::token::{Kind, Token};
use super::vocabulary::{Act, act};
use crate::document::Span;

/// What TeX prints for several characters together, the longest first.
const LIGATURES: &[(&str, &str)] = &[
    ("---", "—"),
    ("--", "–"),
    ("``", "“"),
    ("''", "”"),
    (",,", "„"),
    ("\"`", "„"),
    ("\"'", "“"),
    ("`", "‘"),
    ("'", "’"),
];

impl Writer {
    /// A run of characters.
    pub(super) fn text(&mut self, token: Token) {
        self.ensure_open();
        let (text, site) = (token.text, token.site);
        let run = self.mouth.files.markup[text.start..text.end].to_owned();
        if self.raised > 0 && site.is_none() {
            self.composer.raised(&run, text.start);
            return;
        }
        if self.mono > 0 {
            self.write(&run, text.start, site);
            return;
        }
        let mut from = 0;
        while from < run.len() {
            let rest = &run[from..];
            let plain = rest.find(['-', '`', '\'', ',', '"']).unwrap_or(rest.len());
            self.write(&rest[..plain], text.start + from, site);
            let rest = &rest[plain..];
            from += plain;
            let ligature = LIGATURES.iter().find(|(typed, _)| rest.starts_with(typed));
            if let Some((typed, printed)) = ligature {
                let at = Span::new(text.start + from, text.start + from + typed.len());
                self.composer.instead(printed, site.unwrap_or(at));
                from += typed.len();
            } else if let Some(sign) = rest.chars().next() {
                self.write(&rest[..sign.len_utf8()], text.start + from, site);
                from += sign.len_utf8();
            }
        }
    }

    fn write(&mut self, text: &str, at: usize, site: Option<Span>) {
        match site {
            Some(site) => self.composer.instead(text, site),
            None => self.composer.verbatim(text, at),
        }
    }

    /// Text that stands for a command.
    pub(super) fn made(&mut self, text: &str, token: Token) {
        if !self.is_silent {
            self.ensure_open();
            self.composer.instead(text, token.place());
        }
    }

    /// What is not read as TeX.
    pub(super) fn raw(&mut self, token: Token) {
        self.ensure_open();
        let start = self.composer.here();
        let text = self.mouth.text(token).to_owned();
        if let Some(site) = token.site {
            self.composer.instead(&text, site);
        } else {
            let mut at = token.text.start;
            for line in text.split_inclusive('\n') {
                let words = line.trim_end();
                self.composer.verbatim(words, at);
                if line.len() > words.len() && line.ends_with('\n') {
                    let end = Span::new(at + words.len(), at + line.len());
                    self.composer.line_break(end);
                }
                at += line.len();
            }
        }
        self.composer.hide(start);
    }

    /// `\'e`: the letter that follows, with the accent.
    pub(super) fn accent(&mut self, command: Token, sign: char) {
        let argument = self.mouth.argument();
        let mut letters = String::new();
        for &token in &argument {
            match token.kind {
                Kind::Word => match act(self.mouth.text(token)) {
                    // A letter without its dot is there to carry an accent.
                    Some(Act::Is("ı")) => letters.push('i'),
                    Some(Act::Is("ȷ")) => letters.push('j'),
                    Some(Act::Is(text)) => letters.push_str(text),
                    _ => {}
                },
                Kind::Open | Kind::Close | Kind::Space => {}
                _ => letters.push_str(self.mouth.text(token)),
            }
        }
        let mut letters = letters.chars();
        let Some(first) = letters.next() else {
            return;
        };
        let accented: String = [first, sign].into_iter().nfc().chain(letters).collect();
        let place = command.place();
        let end = argument.last().map_or(place.end, |last| last.place().end);
        self.ensure_open();
        let markup = Span::new(place.start.saturating_sub(1), end.max(place.end));
        self.composer.instead(&accented, markup);
    }

    /// Words that lead to an address.
    pub(super) fn link(&mut self, start: usize, target: String) {
        if self.is_silent {
            return;
        }
        let shown = self.composer.written(start.min(self.composer.here()));
        let is_same = self.composer.since(shown.start).trim() == target;
        if !shown.is_empty() && !is_same && target.contains("://") {
            self.composer.hyperlink(start, target);
        }
    }
}

/// An address without the backslashes that TeX wants.
pub(super) fn address(raw: &str) -> String {
    let mut address = String::new();
    let mut signs = raw.trim().chars().peekable();
    while let Some(sign) = signs.next() {
        let escapes = sign == '\\' && signs.peek().is_some_and(|next| "%#&_{}~".contains(*next));
        if !escapes {
            address.push(sign);
        }
    }
    address
}
