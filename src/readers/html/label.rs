//! What a link or a note shows as its label.

use crate::raised::lowered;

/// A label as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The label without signs and words around it.
    pub(super) label: String,
    /// Whether signs or a word around it say that it is one: `[3]`, `note 3`, `³`.
    pub(super) is_marked: bool,
    /// Whether a word such as `note` stands before it, and no brackets around both.
    pub(super) has_word: bool,
}

/// Words that may stand before the number of a note.
const WORDS: [&str; 16] = [
    "footnote",
    "endnote",
    "note",
    "fn",
    "en",
    "nb",
    "n",
    "anmerkung",
    "fußnote",
    "nota",
    "noot",
    "ref",
    "reference",
    "source",
    "注",
    "註",
];

/// The signs that count notes without numbers.
const SYMBOLS: [char; 8] = ['*', '†', '‡', '§', '‖', '¶', '#', '∗'];

/// The longest text that can be a label with its word and signs, in bytes.
pub(super) const LONGEST: usize = 40;

/// Signs and words by which a note leads back to the text.
const BACK: [&str; 24] = [
    "↩",
    "↩︎",
    "↩\u{fe0e}",
    "↵",
    "↑",
    "⤴",
    "⏎",
    "^",
    "←",
    "⬆",
    "⇑",
    "▲",
    "⮌",
    "⤶",
    "🔙",
    "⮥",
    "back",
    "return",
    "jump up",
    "back to text",
    "return to text",
    "go back",
    "jump back",
    "top",
];

/// Reads the whole text of a link.
pub(super) fn shown(text: &str) -> Option<Shown> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (inner, is_enclosed) = unenclosed(text);
    let inner = inner
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '^' | '\u{2060}' | '\u{200b}'));
    let (inner, has_word) = without_word(inner);
    let inner = inner.trim_end_matches(['.', ':', ')']);
    let raised: Option<String> = inner.chars().map(lowered).collect();
    let is_raised = raised.is_some() && !inner.is_empty();
    let label = raised
        .filter(|_| is_raised)
        .unwrap_or_else(|| inner.to_owned());
    is_label(&label).then_some(Shown {
        label: without_zeros(&label),
        is_marked: is_enclosed || has_word || is_raised,
        has_word: has_word && !is_enclosed,
    })
}

/// A label with signs at the beginning of a note: the label, how many bytes it takes with its signs, and whether it has
/// any.
pub(super) fn leading(text: &str) -> Option<(String, usize, bool)> {
    let start = text.len()
        - text
            .trim_start_matches([' ', '\n', '\t', '\r', '\u{a0}', '^', '↑'])
            .len();
    let rest = &text[start..];
    let close = match rest.chars().next()? {
        '[' => Some(']'),
        '(' => Some(')'),
        _ => None,
    };
    let inner = start + usize::from(close.is_some());
    if close == Some(']')
        && let Some((label, end)) = spelt_out(text, inner)
    {
        return Some((label, end, true));
    }
    let length = text[inner..]
        .char_indices()
        .find(|&(_, c)| !(c.is_alphanumeric() || SYMBOLS.contains(&c)))
        .map_or(text.len() - inner, |(at, _)| at);
    let written = &text[inner..inner + length];
    let raised: Option<String> = written.chars().map(lowered).collect();
    let is_raised = raised.is_some() && !written.is_empty();
    let label = raised
        .filter(|_| is_raised)
        .unwrap_or_else(|| written.to_owned());
    if !is_label(&label) {
        return None;
    }
    let behind = &text[inner + length..];
    let end = inner + length;
    let end = match close {
        Some(sign) => end + behind.starts_with(sign).then_some(1)?,
        None => end + usize::from(behind.starts_with(['.', ')', ':'])),
    };
    let is_signed = is_raised || end > inner + length;
    // `1984. was` is a sentence; `12.5` and `3.1 Title` are no labels.
    let goes_on = text[end..]
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_digit());
    (!goes_on).then(|| (without_zeros(&label), end, is_signed))
}

/// The label of a note that is enclosed as a whole, `[Footnote 3: See Smith.]`, and where it ends.
fn spelt_out(text: &str, inner: usize) -> Option<(String, usize)> {
    let rest = &text[inner..];
    let word = rest.split_whitespace().next()?;
    if !matches!(
        word.to_lowercase().as_str(),
        "footnote" | "endnote" | "note"
    ) {
        return None;
    }
    let behind = rest[rest.find(word)? + word.len()..].trim_start();
    let end = behind.find(':').filter(|&end| end <= 8)?;
    let label = behind[..end].trim_end();
    let at = text.len() - behind.len() + end + 1;
    is_label(label).then(|| (without_zeros(label), at))
}

/// Whether a text is nothing but a way back, such as `↩` or `Back to text`.
pub(super) fn is_way_back(text: &str) -> bool {
    let text = text
        .trim()
        .trim_matches(['[', ']', '(', ')', '\u{a0}'])
        .trim();
    let text = text.to_lowercase();
    let without = text.trim_end_matches(['\u{fe0e}', '\u{fe0f}']);
    BACK.contains(&without)
        || text.starts_with("jump up")
        || text.starts_with("back to ")
        || text.starts_with("return to ")
}

/// Whether a text holds the year of a work.
pub(super) fn has_year(text: &str) -> bool {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.filter(|digits| digits.len() == 4).any(is_year)
}

/// Whether a label could be the year of a work.
pub(super) fn is_year(label: &str) -> bool {
    label
        .parse::<u32>()
        .is_ok_and(|year| (1500..2100).contains(&year))
}

/// The text between brackets, if it stands in such, and whether it does.
fn unenclosed(text: &str) -> (&str, bool) {
    for (open, close) in [
        ('[', ']'),
        ('(', ')'),
        ('{', '}'),
        ('〔', '〕'),
        ('（', '）'),
        ('［', '］'),
    ] {
        if let Some(inner) = text
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
        {
            return (inner.trim(), true);
        }
    }
    (text, false)
}

/// What stands behind a word such as `note`, and whether there was one.
fn without_word(text: &str) -> (&str, bool) {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let word = text[..end].to_lowercase();
    let rest = text[end..].trim_start_matches(['.', ' ', '\u{a0}', '#', ':']);
    if rest.is_empty()
        || !WORDS.contains(&word.as_str())
        || !rest.starts_with(|c: char| c.is_ascii_digit())
    {
        return (text, false);
    }
    (rest, true)
}

/// Whether it is a number, a roman numeral, a letter or a symbol.
fn is_label(text: &str) -> bool {
    let length = text.chars().count();
    let is_all = |is_one: fn(char) -> bool| text.chars().all(is_one);
    if length == 0 || length > 8 {
        return false;
    }
    if is_all(|c| c.is_ascii_digit()) {
        return length <= 5 && text.bytes().any(|digit| digit != b'0');
    }
    let is_roman = is_all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'))
        || is_all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    let is_letter = length == 1 && is_all(char::is_alphabetic);
    let mut characters = text.chars();
    let first = characters.next();
    let is_doubled = length <= 3
        && first.is_some_and(char::is_lowercase)
        && characters.all(|c| Some(c) == first);
    let is_symbol = length <= 4 && is_all(|c| SYMBOLS.contains(&c));
    // `12a` stands between 12 and 13.
    let is_inserted = length <= 4
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start_matches(|c: char| c.is_ascii_digit()).len() == 1
        && text.ends_with(|c: char| c.is_ascii_lowercase());
    is_roman || is_letter || is_doubled || is_symbol || is_inserted
}

fn without_zeros(label: &str) -> String {
    let bare = label.trim_start_matches('0');
    if bare.starts_with(|c: char| c.is_ascii_digit()) {
        bare
    } else {
        label
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_with_their_signs_and_words() {
        let label = |text: &str| shown(text).map(|shown| shown.label);
        for (text, expected) in [
            ("13", "13"),
            (" [13] ", "13"),
            ("¹³", "13"),
            ("(4)", "4"),
            ("note 3", "3"),
            ("[note 3]", "3"),
            ("Fn. 3", "3"),
            ("iv", "iv"),
            ("b", "b"),
            ("**", "**"),
            ("†", "†"),
            ("007", "7"),
            ("12a", "12a"),
        ] {
            assert_eq!(label(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "Section 3",
            "1.1",
            "Table 2",
            "the",
            "Smith 2019",
            "",
            "0",
            "[]",
            "2019–20",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn a_note_begins_with_its_label() {
        let lead = |text: &str| {
            leading(text).map(|(label, end, signed)| (label, text[..end].to_owned(), signed))
        };
        let is = |label: &str, written: &str, signed| {
            Some((label.to_owned(), written.to_owned(), signed))
        };
        assert_eq!(lead("1. Smith"), is("1", "1.", true));
        assert_eq!(lead(" [12] Smith"), is("12", " [12]", true));
        assert_eq!(lead("¹ Smith"), is("1", "¹", true));
        assert_eq!(lead("12 Smith"), is("12", "12", false));
        assert_eq!(lead("* Smith"), is("*", "*", false));
        assert_eq!(lead("3.1 Title"), None);
        assert_eq!(lead("Smith"), None);
        assert_eq!(lead("[Smith"), None);
    }

    #[test]
    fn a_way_back_is_a_sign_or_a_phrase() {
        for text in ["↩", "↩︎", "^", "Back to text", " [↑] ", "Jump up to: a"] {
            assert!(is_way_back(text), "{text}");
        }
        assert!(!is_way_back("1") && !is_way_back("Background"));
    }
}
