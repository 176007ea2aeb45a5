//! From letters to words and numbers.

use unicode_normalization::char::is_combining_mark;

use crate::document::Span;

/// How a token is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Lower,
    Capital,
    Upper,
    Digits,
    Mixed,
    Ideograph,
}

/// A word, a number, or one sign of a script that writes no spaces.
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    /// Whether it may owe its capital to its place.
    pub(super) opens: bool,
    /// Whether it stands between quotation marks.
    pub(super) quoted: bool,
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The tokens of a stretch of text.
pub(super) fn tokenize(text: &str, span: Span, opens: bool, out: &mut Vec<Token>) {
    let part = &text[span.start..span.end];
    let mut chars = part.char_indices().peekable();
    let (mut quoted, mut opens) = (false, opens);
    while let Some((at, char)) = chars.next() {
        match char {
            '“' | '«' | '„' => (quoted, opens) = (true, true),
            '”' | '»' => quoted = false,
            '"' => quoted = !quoted,
            _ => {}
        }
        if !char.is_alphanumeric() {
            continue;
        }
        let mut end = at + char.len_utf8();
        if is_ideograph(char) {
            out.push(Token {
                start: span.start + at,
                end: span.start + end,
                shape: Shape::Ideograph,
                opens: false,
                quoted,
            });
            continue;
        }
        while let Some(&(at, next)) = chars.peek() {
            let joins = next.is_alphanumeric() && !is_ideograph(next)
                || !next.is_ascii() && is_combining_mark(next)
                || matches!(next, '.' | ',') && joins_digits(&part[..end], &part[at + 1..]);
            if !joins {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let written = &part[at..end];
        out.push(Token {
            start: span.start + at,
            end: span.start + end,
            shape: shape(written),
            opens,
            quoted,
        });
        opens = false;
    }
}

fn joins_digits(before: &str, behind: &str) -> bool {
    before.ends_with(|char: char| char.is_ascii_digit())
        && behind.starts_with(|char: char| char.is_ascii_digit())
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut digits) = (0, 0, 0);
    for char in word.chars() {
        if char.is_numeric() {
            digits += 1;
        } else if char.is_uppercase() {
            upper += 1;
        } else if char.is_alphabetic() {
            lower += 1;
        }
    }
    match (upper, lower, digits) {
        (0, 0, _) => Shape::Digits,
        (_, _, 1..) => Shape::Mixed,
        (1.., 0, 0) => Shape::Upper,
        (1.., _, 0) if word.starts_with(char::is_uppercase) => Shape::Capital,
        _ => Shape::Lower,
    }
}
