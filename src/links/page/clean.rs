//! What a page says, made fit for a terminal.

use html5gum::{Token, Tokenizer};

/// No title and no name is longer, in characters.
const LONGEST: usize = 500;

/// A text as one line: white space folded, and nothing in it that could steer a terminal or turn the direction of
/// writing. A control character becomes U+FFFD, so that one sees that something was there.
pub fn line(text: &str) -> String {
    let shown: String = text
        .chars()
        .filter(|&c| !is_invisible(c))
        .map(|c| {
            if c.is_control() && !c.is_whitespace() {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect();
    let mut out = String::new();
    let mut length = 0;
    for word in shown.split_whitespace() {
        length += word.chars().count() + usize::from(!out.is_empty());
        if length > LONGEST {
            if out.is_empty() {
                out.extend(word.chars().take(LONGEST));
            }
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A text without tags and entities: where only text belongs, many write HTML all the same.
pub(super) fn untagged(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    let mut out = String::new();
    for token in Tokenizer::new(text) {
        if let Ok(Token::String(part)) = token {
            out.push_str(&String::from_utf8_lossy(&part.value));
        }
    }
    out
}

/// Characters without width, and those that turn the direction of writing.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        let shown = line("\u{1b}]0;owned\u{7}A \u{202e}title\u{9b}31m\r\n here");
        assert_eq!(shown, "\u{FFFD}]0;owned\u{FFFD}A title\u{FFFD}31m here");
    }

    #[test]
    fn a_title_without_end_is_cut() {
        assert_eq!(line(&"word ".repeat(1000)).chars().count(), 499);
        assert_eq!(line(&"x".repeat(10_000)).chars().count(), LONGEST);
    }
}
