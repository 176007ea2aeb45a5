//! Formulas. No marker stands in one, except where authors raise a number by way of a formula: `$^{13}$`.

use super::Writer;
use super::token::{Kind, Token};
use crate::document::Span;

impl Writer {
    /// `$…$` or `$$…$$`.
    pub(super) fn dollar(&mut self, token: Token) {
        let is_display = self
            .mouth
            .peek()
            .is_some_and(|next| next.kind == Kind::Dollar);
        if is_display {
            self.mouth.next();
        }
        let closes = |_: &Self, next: Token| next.kind == Kind::Dollar;
        if let Some(tokens) = self.formula(token, closes) {
            let closing = is_display
                && self
                    .mouth
                    .peek()
                    .is_some_and(|next| next.kind == Kind::Dollar);
            if closing {
                self.mouth.next();
            }
            self.mathematics(&tokens);
        }
    }

    /// `\(…\)` or `\[…\]`.
    pub(super) fn delimited(&mut self, token: Token, closing: &'static str) {
        let closes = move |writer: &Self, next: Token| {
            next.kind == Kind::Symbol && writer.mouth.text(next) == closing
        };
        if let Some(tokens) = self.formula(token, closes) {
            self.mathematics(&tokens);
        }
    }

    /// What stands before the end of a formula. One without an end in its paragraph is a slip, and is read as text.
    fn formula(
        &mut self,
        opening: Token,
        closes: impl Fn(&Self, Token) -> bool,
    ) -> Option<Vec<Token>> {
        if self.is_math_dead {
            return None;
        }
        let mut tokens = Vec::new();
        while let Some(token) = self.mouth.next() {
            if closes(self, token) {
                return Some(tokens);
            }
            let ends = token.kind == Kind::Paragraph || !self.mouth.spend(1);
            tokens.push(token);
            if ends {
                break;
            }
        }
        self.mouth.put(tokens);
        self.is_math_dead = true;
        if !self.is_silent {
            let place = self.mouth.files.place(opening.place().start);
            let message = format!("{place}: a formula is opened and never closed");
            self.mouth.warnings.push(message);
        }
        None
    }

    /// Writes a formula.
    pub(super) fn mathematics(&mut self, tokens: &[Token]) {
        if self.is_silent {
            return;
        }
        let tokens = trimmed(tokens);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return;
        };
        self.ensure_open();
        if first.kind == Kind::Above && self.superscript(&tokens[1..]) {
            return;
        }
        let start = self.composer.here();
        let is_direct = tokens.iter().all(|token| token.site.is_none());
        if is_direct && first.text.start <= last.text.end {
            // The backslash of a command stands before its name.
            let is_command = matches!(first.kind, Kind::Word | Kind::Symbol);
            let from = first.text.start - usize::from(is_command);
            let text = self.mouth.files.markup[from..last.text.end].to_owned();
            self.composer.flow(&text, from);
            if text
                .bytes()
                .all(|b| b.is_ascii_digit() || b".,%+- ".contains(&b))
            {
                return;
            }
        } else {
            let text = self.mouth.string(tokens);
            self.composer.instead(&text, first.place());
        }
        self.composer.hide(start);
    }

    /// A number or a sign above the line.
    fn superscript(&mut self, tokens: &[Token]) -> bool {
        let inside: Vec<Token> = tokens
            .iter()
            .copied()
            .filter(|token| !matches!(token.kind, Kind::Open | Kind::Close))
            .collect();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
            return false;
        };
        let signs: Option<String> = inside
            .iter()
            .map(|token| match (token.kind, self.mouth.text(*token)) {
                (Kind::Word, "dagger" | "dag") => Some("†"),
                (Kind::Word, "ddagger" | "ddag") => Some("‡"),
                (Kind::Word, "ast") => Some("*"),
                (Kind::Text, text) if text.bytes().all(|byte| byte == b'*') => Some(text),
                _ => None,
            })
            .collect();
        if let Some(signs) = signs {
            self.composer.instead(&signs, first.place());
            return true;
        }
        let is_text = inside
            .iter()
            .all(|token| matches!(token.kind, Kind::Text | Kind::Space) && token.site.is_none());
        let span = Span::new(first.text.start, last.text.end.max(first.text.start));
        let text = self.mouth.files.markup[span.start..span.end].to_owned();
        let is_number = text.contains(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || " ,-–".contains(c));
        if is_text && is_number {
            self.composer.raised(&text, span.start);
        }
        is_text && is_number
    }
}

fn trimmed(tokens: &[Token]) -> &[Token] {
    let is_blank = |token: &Token| matches!(token.kind, Kind::Space | Kind::Paragraph);
    let start = tokens.iter().take_while(|token| is_blank(token)).count();
    let end = tokens
        .iter()
        .rev()
        .take_while(|token| is_blank(token))
        .count();
    &tokens[start..tokens.len().saturating_sub(end).max(start)]
}
