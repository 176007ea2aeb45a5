//! Names that end in digits: `Nex1`, `K2`, `log10`, `Cut6`.
//!
//! One by one they look like a marker behind a word. But a name comes again with the same digits, and a family of names
//! (`MKP101`, `MKP102`, `MKP103`) shares its letters, while an author hardly ever puts a note behind the same word twice.
//! And a word that also stands without digits, as `EGFR` does elsewhere in a paper that once has `EGFR28`, has a marker
//! behind it there: no name loses its number.

use std::collections::HashMap;

use super::MarkerStyle;
use super::candidate::{Candidate, Position};
use super::glued::last_word;

/// What each further occurrence of a word with the same digits takes away, and the most that all of them do.
const AGAIN: f32 = -1.5;
const MOST: f32 = -6.0;
/// From this many different numbers on, a capitalised word is the family name of the numbers.
const FAMILY: usize = 3;
/// What belonging to a family takes away.
const KIN: f32 = -3.0;
/// What each time adds that a capitalised word stands without digits, and how often that counts.
const PLAIN: f32 = 1.5;
const MOST_PLAIN: u16 = 3;

/// Lowers the odds of glued digits that belong to names.
pub(super) fn discount(text: &str, candidates: &mut [Candidate]) {
    let mut times: HashMap<(&str, u32), u16> = HashMap::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (word, value) in candidates
        .iter()
        .filter_map(|candidate| name(text, candidate))
    {
        let seen = times.entry((word, value)).or_default();
        *seen = seen.saturating_add(1);
        if *seen == 1 {
            *numbers.entry(word).or_default() += 1;
        }
    }
    let plain = plain(text, &numbers);
    for candidate in candidates {
        let Some((word, value)) = name(text, candidate) else {
            continue;
        };
        let alone = plain.get(word).copied().unwrap_or(0).min(MOST_PLAIN);
        let is_family = numbers.get(word).is_some_and(|&numbers| numbers >= FAMILY);
        if !is_family && times.get(&(word, value)) == Some(&1) {
            candidate.odds += PLAIN * f32::from(alone);
        }
        let again = times.get(&(word, value)).map_or(0, |times| times - 1);
        candidate.odds += (AGAIN * f32::from(again)).max(MOST);
        let capital = word.chars().any(char::is_uppercase);
        if capital && is_family {
            candidate.odds += KIN;
        }
    }
}

/// How often each of the words that could be a name, and are not written like an ordinary word, stands for itself: with
/// neither digits nor a hyphen at it. Single letters stand for anything.
fn plain<'a>(text: &'a str, words: &HashMap<&'a str, usize>) -> HashMap<&'a str, u16> {
    let is_name = |word: &str| word.chars().skip(1).any(char::is_uppercase);
    let mut plain: HashMap<&str, u16> = words
        .keys()
        .filter(|word| is_name(word))
        .map(|word| (*word, 0))
        .collect();
    if plain.is_empty() {
        return plain;
    }
    let is_inside = |c: char| c.is_alphanumeric() || c == '-';
    for word in text.split(|c: char| !is_inside(c)) {
        if let Some(times) = plain.get_mut(word) {
            *times = times.saturating_add(1);
        }
    }
    plain
}

/// The word and the number that a glued candidate could be a name of.
fn name<'a>(text: &'a str, candidate: &Candidate) -> Option<(&'a str, u32)> {
    let glued = candidate.style == MarkerStyle::Glued && candidate.position == Position::BehindWord;
    let alone = candidate.parts.len() == 1;
    (glued && alone).then(|| {
        (
            last_word(&text[..candidate.token.start]),
            candidate.parts[0].value,
        )
    })
}
