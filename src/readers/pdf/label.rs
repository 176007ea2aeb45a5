//! The label with which a line begins.

use super::line::{Level, Line, Run};

/// The label with which a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A raised number, and how many bytes of the first run it takes.
    Raised(u32, usize),
    /// A number of full size with its signs.
    Typed(u32, usize),
    /// A number of full size that stands so near its note that it seems to be one word with it.
    Glued(u32, usize),
    /// A raised letter.
    Letter(char, usize),
    /// A symbol.
    Symbol,
}

/// Whether a line is a row of a table: cells part it elsewhere than behind its label.
fn is_row_of_table(line: &Line) -> bool {
    line.runs.iter().skip(2).any(Run::is_tab)
}

/// Whether a line begins with this label.
pub(super) fn begins_with(line: &Line, text: &str) -> bool {
    match label(line) {
        Some(Label::Raised(number, _) | Label::Typed(number, _) | Label::Glued(number, _)) => {
            text.parse() == Ok(number)
        }
        Some(Label::Letter(letter, _)) => self::letter(text) == Some(letter),
        Some(Label::Symbol) | None => false,
    }
}

/// A text that is a small letter and no more.
pub(super) fn letter(text: &str) -> Option<char> {
    let mut letters = text.trim().chars();
    let letter = letters.next().filter(char::is_ascii_lowercase)?;
    letters.next().is_none().then_some(letter)
}

/// The label with which a line begins, if it begins as a note does.
pub(super) fn label(line: &Line) -> Option<Label> {
    let run = line.runs.first()?;
    let text = run.text.as_str();
    if is_row_of_table(line) || line.is_byline {
        return None;
    }
    if run.is_raised()
        && let Some(letter) = letter(text)
    {
        return Some(Label::Letter(letter, text.len()));
    }
    if text.starts_with(['*', '∗', '†', '‡', '§', '¶']) {
        let rest = text.trim_start_matches(['*', '∗', '†', '‡', '§', '¶']);
        let is_label = text.len() - rest.len() <= 9
            && (rest.is_empty() || rest.starts_with(' ') || run.level == Level::Raised);
        return (is_label || !rest.starts_with(char::is_numeric)).then_some(Label::Symbol);
    }
    let brackets = usize::from(text.starts_with(['[', '(']));
    let digits = text[brackets..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if digits == 0 || digits > 4 {
        return None;
    }
    let number = text[brackets..brackets + digits]
        .parse()
        .ok()
        .filter(|number| *number > 0)?;
    let rest = &text[brackets + digits..];
    if run.level == Level::Raised {
        return rest
            .trim_matches([' ', '.', ')', ']'])
            .is_empty()
            .then_some(Label::Raised(number, text.len()));
    }
    let signs = rest.len() - rest.trim_start_matches(['.', ')', ']', ':']).len();
    let behind = &rest[signs..];
    let is_alone = behind.is_empty() && line.runs.len() > 1;
    let width = brackets + digits + signs;
    if signs <= 1 && (behind.starts_with([' ', '\t']) || is_alone) {
        Some(Label::Typed(number, width))
    } else {
        let is_word = |c: char| c.is_alphabetic() || matches!(c, '“' | '‘' | '"' | '«');
        behind
            .starts_with(is_word)
            .then_some(Label::Glued(number, width))
    }
}
