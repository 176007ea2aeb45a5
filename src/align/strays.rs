//! Notes that are strangers to their paper: most of their words occur nowhere else in it, and they are written in
//! another manner than their list.
//!
//! That is evidence for a note that no marker calls, whatever the markers around it say.

use rustc_hash::FxHashMap;

use super::entries::NoteTerms;
use super::keys::{Keys, UNKNOWN};
use super::terms::Class;
use super::weights::Origin;
use crate::citations::MONTHS;

/// The share of words that occur nowhere else, in a note taken from another paper.
const STRANGE: f64 = 0.62;
/// The same in a paper of which nothing is known, and how many words that counts for.
const USUAL: f64 = 1.0 / 3.0;
const TRUST: f64 = 12.0;
/// The weights of the words and of the manner, fitted on half of the corpus: four notes of other papers put into each,
/// told from the six notes to either side.
const WORDS: f64 = 2.2;
const MANNER: f64 = 0.7;
/// What one note can tell at most, in nats.
const MOST: f64 = 4.0;

/// How notes are written, and the share of notes of a paper that are written so, over the papers of half of the corpus.
const HABITS: [(Habit, f64); 14] = [
    (|text| text.contains(['“', '”', '"']), 0.30),
    (|text| text.contains("http") || text.contains("www."), 0.25),
    (
        |text| text.contains("etrieved") || text.contains("ccessed"),
        0.03,
    ),
    (|text| text.ends_with('.'), 0.63),
    (has_year_in_brackets, 0.14),
    (|text| has_number_behind(text, "p."), 0.07),
    (|text| has_number_behind(text, " at"), 0.11),
    (has_glued_names, 0.10),
    (|text| text.contains(';'), 0.17),
    (has_issue, 0.07),
    (names_a_month, 0.22),
    (has_verb, 0.12),
    (|text| text.len() < 60, 0.26),
    (|text| text.len() > 200, 0.25),
];
/// How many notes the habits of other papers count for.
const NOTES: f64 = 3.0;

type Habit = fn(&str) -> bool;

/// Writes into each note how much speaks for its being a stranger, in nats. Wants the keys as the notes were read, with
/// the running text read after them.
#[expect(clippy::cast_precision_loss, reason = "counts of words")]
pub(super) fn measure(keys: &Keys, notes: &mut [NoteTerms]) {
    let words: Vec<(f64, f64)> = strange_words(keys, notes)
        .into_iter()
        .map(|(all, strange)| (all as f64, strange as f64))
        .collect();
    let sum = |of: fn(&(f64, f64)) -> f64| words.iter().map(of).sum::<f64>();
    let usual = (sum(|words| words.1) + TRUST * USUAL) / (sum(|words| words.0) + TRUST);
    let manners = manners(notes);
    for ((note, (all, strange)), manner) in notes.iter_mut().zip(words).zip(manners) {
        let told = binomial(all, strange, usual.min(STRANGE - 0.02)) / (1.0 + all).sqrt();
        note.stray = (WORDS * told + MANNER * manner).clamp(-MOST, MOST);
    }
}

/// How much likelier it is that so many of the words are strange in a note from elsewhere than in one of this paper.
fn binomial(all: f64, strange: f64, usual: f64) -> f64 {
    strange * (STRANGE / usual).ln() + (all - strange) * ((1.0 - STRANGE) / (1.0 - usual)).ln()
}

/// For each note how many words it has, and how many of them neither the running text nor another note has.
fn strange_words(keys: &Keys, notes: &[NoteTerms]) -> Vec<(usize, usize)> {
    let mut bearers: FxHashMap<u32, u32> = FxHashMap::default();
    for key in notes.iter().flat_map(words) {
        *bearers.entry(key).or_default() += 1;
    }
    let is_strange = |key: &u32| keys.rank(*key) == UNKNOWN && bearers.get(key) == Some(&1);
    let counts = notes
        .iter()
        .map(|note| (words(note).count(), words(note).filter(is_strange).count()));
    counts.collect()
}

/// The words of a note, without those that it has from another note and without hosts.
fn words(note: &NoteTerms) -> impl Iterator<Item = u32> + '_ {
    let own = |origin: Origin| !matches!(origin, Origin::Inherited | Origin::Host);
    let is_word = |class: Class| {
        matches!(
            class,
            Class::Word
                | Class::Name
                | Class::Opening
                | Class::Acronym
                | Class::Year
                | Class::Number
                | Class::Ideograph
        )
    };
    let terms = note.terms.iter();
    terms
        .filter(move |term| own(term.origin) && is_word(term.class))
        .map(|term| term.key)
}

/// For each note, how much rarer its manner is in this list than in others, in nats.
#[expect(clippy::cast_precision_loss, reason = "a count of notes")]
fn manners(notes: &[NoteTerms]) -> Vec<f64> {
    let written: Vec<[bool; HABITS.len()]> = notes
        .iter()
        .map(|note| HABITS.map(|(habit, _)| habit(note.text.trim())))
        .collect();
    let told: [(f64, f64); HABITS.len()] = std::array::from_fn(|at| {
        let usual = HABITS[at].1;
        let count = written.iter().filter(|written| written[at]).count() as f64;
        let here = (count + NOTES * usual) / (notes.len() as f64 + NOTES);
        ((usual / here).ln(), ((1.0 - usual) / (1.0 - here)).ln())
    });
    let tell = |written: &[bool; HABITS.len()]| {
        let both = written.iter().zip(&told);
        both.map(|(has, told)| if *has { told.0 } else { told.1 })
            .sum()
    };
    written.iter().map(tell).collect()
}

fn has_year_in_brackets(text: &str) -> bool {
    text.split('(').skip(1).any(|behind| {
        let year = behind.as_bytes();
        let is_year = year.len() > 4
            && year[..4].iter().all(u8::is_ascii_digit)
            && matches!(&year[..2], b"15" | b"16" | b"17" | b"18" | b"19" | b"20");
        is_year && (year[4] == b')' || year.get(5) == Some(&b')'))
    })
}

fn has_number_behind(text: &str, head: &str) -> bool {
    text.match_indices(head).any(|(at, _)| {
        let behind = &text[at + head.len()..];
        behind
            .trim_start_matches(' ')
            .starts_with(|char: char| char.is_ascii_digit())
            && behind.starts_with([' ', '\u{a0}'])
    })
}

/// `SmithJB` and other words with a capital behind a small letter, near the head.
fn has_glued_names(text: &str) -> bool {
    let head = text.as_bytes();
    let head = &head[..head.len().min(60)];
    head.windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// `12(3)`.
fn has_issue(text: &str) -> bool {
    text.match_indices('(').any(|(at, _)| {
        let before = text[..at].trim_end_matches(' ');
        before.ends_with(|char: char| char.is_ascii_digit())
            && text[at + 1..].starts_with(|char: char| char.is_ascii_digit())
            && text[at + 1..]
                .trim_start_matches(|char: char| char.is_ascii_digit())
                .starts_with(')')
    })
}

fn names_a_month(text: &str) -> bool {
    let words = text.split(|char: char| !char.is_alphanumeric());
    words.into_iter().any(|word| MONTHS.contains(&word))
}

fn has_verb(text: &str) -> bool {
    let words = text.split(' ');
    words
        .into_iter()
        .any(|word| matches!(word, "is" | "are" | "was" | "were" | "has" | "have"))
}
