//! How rules put numbers, notes and evidence into words.

use super::Case;
use super::numbering::runs;
use crate::document::fold;
use crate::notes::Note;

/// Numbers as a person lists them: `61–73`, `98 and 99`, `3, 7 and 9–12`. `numbers` ascend.
pub(super) fn in_words(numbers: &[u32]) -> String {
    let parts: Vec<String> = runs(numbers)
        .into_iter()
        .flat_map(|(first, last)| match last - first {
            0 => vec![first.to_string()],
            1 => vec![first.to_string(), last.to_string()],
            _ => vec![format!("{first}–{last}")],
        })
        .collect();
    joined(&parts)
}

/// `first` to `last` as a person writes them; `first` alone where they are one.
pub(super) fn range_in_words(first: u32, last: u32) -> String {
    if first >= last {
        first.to_string()
    } else if last - first == 1 {
        format!("{first} and {last}")
    } else {
        format!("{first}–{last}")
    }
}

/// Parts as a person lists them: `a`, `a and b`, `a, b and c`.
pub(super) fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The most telling of what a marker's sentence and a note have in common; nothing if they share nothing.
pub(super) fn shared_in_words(case: &Case<'_>, marker: usize, note: usize) -> Option<String> {
    const TERMS: usize = 3;
    let shared = case.alignment.shared(marker, note);
    let quoted = shared
        .iter()
        .take(TERMS)
        .map(|term| format!("“{}”", term.text));
    let terms: Vec<String> = quoted.collect();
    (!terms.is_empty()).then(|| joined(&terms))
}

/// Small numbers as words.
pub(super) fn count_in_words(count: usize) -> String {
    const WORDS: [&str; 11] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// “second” for position 1 of several; positions count from 0.
pub(super) fn ordinal(position: usize) -> String {
    const WORDS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    if let Some(word) = WORDS.get(position) {
        return (*word).to_owned();
    }
    let number = position + 1;
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// How a note begins, in quotation marks and short enough for one line; empty for a note without text. Its own quotation
/// marks become single ones.
pub(super) fn opening(note: &Note) -> String {
    const LONGEST: usize = 60;
    let text = fold(&note.text).replace('“', "‘").replace('”', "’");
    if text.is_empty() {
        return String::new();
    }
    if text.chars().count() <= LONGEST {
        return format!("“{text}”");
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("“{}…”", whole_words.trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_listed_as_a_person_lists_them() {
        assert_eq!(in_words(&[]), "");
        assert_eq!(in_words(&[60]), "60");
        assert_eq!(in_words(&[98, 99]), "98 and 99");
        assert_eq!(in_words(&[61, 62, 63, 64]), "61–64");
        assert_eq!(in_words(&[3, 7, 9, 10, 11, 12]), "3, 7 and 9–12");
        assert_eq!(in_words(&[1, 2, 8]), "1, 2 and 8");
    }

    #[test]
    fn positions_are_counted_as_a_person_counts_them() {
        let counted = [0, 4, 5, 10, 20, 21, 22, 110, 120].map(ordinal);
        assert_eq!(
            counted,
            [
                "first", "fifth", "6th", "11th", "21st", "22nd", "23rd", "111th", "121st"
            ]
        );
    }
}
