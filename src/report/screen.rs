//! What the reader's terminal can show, and how texts are fitted to it.

use clap::builder::styling::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How far apart the stops are to which a tab leads.
pub const TAB: usize = 4;

/// The widest page that is set; longer lines are hard to read.
const WIDEST: usize = 120;

/// The narrowest page that is set; on a smaller terminal lines run over.
const NARROWEST: usize = 50;

/// Where a report will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Whether it shows colours and bold type.
    pub colour: bool,
    /// Whether it is a terminal, so that frames may be drawn and lines must be fitted.
    pub terminal: bool,
    /// Whether it follows hyperlinks.
    pub hyperlinks: bool,
    width: usize,
}

/// What a stretch of text is, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading, or what a line is about.
    Heading,
    /// Wrong.
    Error,
    /// Probably wrong.
    Warning,
    /// Worth knowing.
    Info,
    /// In order.
    Good,
    /// Beside the point.
    Faint,
    /// A name as it is typed.
    Typed,
    /// A word that is stressed, or a title.
    Stressed,
}

impl Screen {
    /// A screen of this many columns; 100 if nobody knows.
    pub fn new(colour: bool, terminal: bool, columns: Option<usize>) -> Self {
        Self {
            colour,
            terminal,
            hyperlinks: false,
            width: columns.unwrap_or(100).clamp(NARROWEST, WIDEST),
        }
    }

    /// The same screen, which follows hyperlinks or not.
    #[must_use]
    pub fn hyperlinks(mut self, hyperlinks: bool) -> Self {
        self.hyperlinks = hyperlinks;
        self
    }

    /// The text as a link, where links are followed. The address must not hold control characters.
    pub fn link(self, address: &str, text: &str) -> String {
        if !self.hyperlinks {
            return text.to_owned();
        }
        // The sequence that terminals have in common, OSC 8; it takes no column.
        format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
    }

    /// How many columns a line may have.
    pub fn width(self) -> usize {
        self.width
    }

    /// The text in the colour of its role, where there are colours.
    pub fn paint(self, role: Role, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let style = match role {
            Role::Heading => Style::new().bold(),
            Role::Error => AnsiColor::Red.on_default().bold(),
            Role::Warning => AnsiColor::Yellow.on_default(),
            Role::Info | Role::Typed => AnsiColor::Cyan.on_default(),
            Role::Good => AnsiColor::Green.on_default(),
            Role::Faint => Style::new().dimmed(),
            Role::Stressed => Style::new().italic(),
        };
        format!("{style}{text}{style:#}")
    }
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// How many columns a character takes, a tab counted as its widest.
pub fn width_of(character: char) -> usize {
    match character {
        '\t' => TAB,
        other => other.width().unwrap_or(0),
    }
}

/// A text that does nothing to a terminal but show: no escapes, no overriding of the direction of writing. Character
/// for character, so that columns still count.
pub fn harmless(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\t' => '\t',
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{200b}',
            other if other.is_control() => char::REPLACEMENT_CHARACTER,
            other => other,
        })
        .collect()
}

/// The beginning of a text, at most this many columns with the sign of the cut.
pub fn head(text: &str, columns: usize) -> String {
    if fits(text, columns) {
        return text.to_owned();
    }
    let end = ahead(text, 0, columns.saturating_sub(1));
    format!("{}…", text[..end].trim_end())
}

/// The end of a text, at most this many columns with the sign of the cut.
pub fn tail(text: &str, columns: usize) -> String {
    if fits(text, columns) {
        return text.to_owned();
    }
    let start = back(text, text.len(), columns.saturating_sub(1));
    format!("…{}", text[start..].trim_start())
}

/// Whether a text takes at most this many columns. A long text is not measured to its end.
pub fn fits(text: &str, columns: usize) -> bool {
    ahead(text, 0, columns) == text.len()
}

/// The furthest byte behind `from` such that the text between takes at most this many columns, behind a whole word
/// unless the word is very long.
pub fn ahead(text: &str, from: usize, columns: usize) -> usize {
    let end = reach(text[from..].chars(), columns) + from;
    if end == text.len() || text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    let words = text[from..end].rfind(char::is_whitespace);
    words
        .map(|at| from + at)
        .filter(|at| end - at <= columns / 2)
        .unwrap_or(end)
}

/// The furthest byte before `from` such that the text between takes at most this many columns, before a whole word
/// unless the word is very long.
pub fn back(text: &str, from: usize, columns: usize) -> usize {
    let start = from - reach(text[..from].chars().rev(), columns);
    if start == 0 || text[..start].ends_with(char::is_whitespace) {
        return start;
    }
    let space = text[start..from]
        .char_indices()
        .find(|(_, it)| it.is_whitespace());
    space
        .map(|(at, it)| start + at + it.len_utf8())
        .filter(|at| at - start <= columns / 2)
        .unwrap_or(start)
}

/// How many bytes of these characters take at most this many columns.
fn reach(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut taken = 0;
    let fitting = characters.take_while(|&character| {
        taken += width_of(character);
        taken <= columns
    });
    // A run of characters without width takes no column, but somebody has to walk over it.
    fitting.take(8 * columns).map(char::len_utf8).sum()
}

/// The text broken into lines of at most this many columns; a longer word gets a line of its own.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    for word in text.split_whitespace() {
        let needed = width(word);
        if taken > 0 && taken + 1 + needed > columns {
            lines.push(String::new());
            taken = 0;
        }
        if let Some(line) = lines.last_mut() {
            if taken > 0 {
                line.push(' ');
                taken += 1;
            }
            line.push_str(word);
            taken += needed;
        }
    }
    lines
}

/// The text with spaces behind it, up to this many columns.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// `1 note`, `2 notes`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_words_and_says_so() {
        assert_eq!(head("the quick brown fox", 12), "the quick…");
        assert_eq!(tail("the quick brown fox", 12), "…brown fox");
        assert_eq!(head("short", 12), "short");
        assert_eq!(head("incomprehensibilities", 12), "incomprehen…");
    }

    #[test]
    fn counts_wide_characters_as_two() {
        assert_eq!(head("脚注の番号", 7), "脚注の…");
        assert_eq!(tail("脚注の番号", 6), "…番号");
        assert_eq!(pad("脚注", 6), "脚注  ");
    }

    #[test]
    fn wraps_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(
            wrap("https://example.org/a a", 7),
            ["https://example.org/a", "a"]
        );
    }

    #[test]
    fn a_text_cannot_steer_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31m\u{7}b"), "a\u{fffd}[31m\u{fffd}b");
        assert_eq!(harmless("a\u{202e}b"), "a\u{200b}b");
    }
}
