//! Names that end in digits: `Nex1`, `K2`, `log10`, `Cut6`.
//!
//! One by one they look like a marker behind a word. But a name comes again with the same digits, and a family of names
//! (`MKP101`, `MKP102`, `MKP103`) shares its letters, while an author hardly ever puts a note behind the same word twice.

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
    for candidate in candidates {
        let Some((word, value)) = name(text, candidate) else {
            continue;
        };
        let again = times.get(&(word, value)).map_or(0, |times| times - 1);
        candidate.odds += (AGAIN * f32::from(again)).max(MOST);
        let capital = word.chars().any(char::is_uppercase);
        if capital && numbers.get(word).is_some_and(|&numbers| numbers >= FAMILY) {
            candidate.odds += KIN;
        }
    }
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
