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

/// The character that begins at a byte; most are of one byte and need no decoding.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[at..].chars().next(),
    }
}

/// The tokens of a stretch of text.
pub(super) fn tokenize(text: &str, span: Span, opens: bool, out: &mut Vec<Token>) {
    let part = &text[span.start..span.end];
    let (mut quoted, mut opens) = (false, opens);
    let mut at = 0;
    while let Some(char) = char_at(part, at) {
        let from = at;
        at += char.len_utf8();
        match char {
            '“' | '«' | '„' => (quoted, opens) = (true, true),
            '”' | '»' => quoted = false,
            '"' => quoted = !quoted,
            _ => {}
        }
        if !char.is_alphanumeric() {
            continue;
        }
        let ideograph = is_ideograph(char);
        if !ideograph {
            at = word_end(part, at);
        }
        out.push(Token {
            start: span.start + from,
            end: span.start + at,
            shape: if ideograph {
                Shape::Ideograph
            } else {
                shape(&part[from..at])
            },
            opens: opens && !ideograph,
            quoted,
        });
        opens &= ideograph;
    }
}

/// Where the word or number ends whose first character ends at `at`.
fn word_end(part: &str, mut at: usize) -> usize {
    while let Some(next) = char_at(part, at) {
        let joins = if next.is_ascii() {
            next.is_ascii_alphanumeric() || matches!(next, '.' | ',') && is_in_number(part, at)
        } else {
            next.is_alphanumeric() && !is_ideograph(next) || is_combining_mark(next)
        };
        if !joins {
            break;
        }
        at += next.len_utf8();
    }
    at
}

/// Whether digits stand before and behind the sign of one byte at `at`.
fn is_in_number(part: &str, at: usize) -> bool {
    let bytes = part.as_bytes();
    bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

fn shape(word: &str) -> Shape {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Shape::Lower;
    }
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
