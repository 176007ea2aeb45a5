//! Signs: the frequent words and the shape of a marker's surroundings and of a note, which recur in one paper.

use rustc_hash::FxHashMap;

use super::contexts::{Body, Surroundings};
use super::entries::NoteTerms;
use super::words::{fold_letters, is_stop_word};
use super::zone::Zone;

/// How many signs of a marker's surroundings, and of a note, are kept at most.
pub(super) const CONTEXT_SIGNS: usize = 128;
pub(super) const NOTE_SIGNS: usize = 64;
/// How many of them are of shape; the others are words.
const SHAPES: usize = 12;
/// How often a word must occur to be a sign, and in which share of all places at most.
const FEWEST: usize = 4;
const MOST: f64 = 0.8;
/// The bytes of the shortest word that can be a sign: `302` can.
const SHORTEST: usize = 3;
/// How many characters of a note are read.
const HEAD: usize = 300;
/// The zones that are read; the sentence holds what is adjacent and its subject.
const NEAR: [Zone; 3] = [Zone::Sentence, Zone::LeadIn, Zone::Antecedent];
/// The bytes under which a sentence is short, and above which it is long.
const SHORT: usize = 90;
const LONG: usize = 220;

/// The signs of every token of markers and of every note, as sets of bits.
#[derive(Debug, Clone, Default)]
pub(super) struct Signs {
    pub(super) contexts: Vec<u128>,
    pub(super) notes: Vec<u64>,
    /// For each sign of the surroundings the sign of the notes that is the same word: what shared terms tell already.
    pub(super) same: Vec<Option<usize>>,
}

impl Signs {
    pub(super) fn read(body: &Body, around: &[Surroundings], notes: &[NoteTerms]) -> Self {
        let mut words = Words::default();
        let near: Vec<Vec<u32>> = around
            .iter()
            .map(|around| words.read(NEAR.map(|zone| body.written(around, zone))))
            .collect();
        let inside: Vec<Vec<u32>> = notes
            .iter()
            .map(|note| words.read([cut(&note.text)]))
            .collect();
        let keys = words.count as usize;
        let context_words = frequent(keys, &near, CONTEXT_SIGNS - SHAPES);
        let note_words = frequent(keys, &inside, NOTE_SIGNS - SHAPES);
        let contexts = near
            .iter()
            .zip(around)
            .map(|(keys, around)| among(keys, &context_words) | shape(body, around))
            .collect();
        let mut same = vec![None; CONTEXT_SIGNS];
        for (at, key) in context_words.iter().enumerate() {
            same[at + SHAPES] = note_words.binary_search(key).ok().map(|at| at + SHAPES);
        }
        let shapes = note_shapes(notes, &inside);
        let notes = inside
            .iter()
            .zip(shapes)
            .map(|(keys, shape)| u64::try_from(among(keys, &note_words)).unwrap_or(0) | shape)
            .collect();
        Self {
            contexts,
            notes,
            same,
        }
    }
}

/// The signs of a set, ascending.
pub(super) fn of(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let sign = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(sign)
    })
}

/// Numbers for words as they are written. The terms of the evidence will not do: of those, only what both sides have is
/// kept.
#[derive(Default)]
struct Words<'a> {
    /// For each word its key; none for one that tells nothing.
    keys: FxHashMap<&'a str, Option<u32>>,
    count: u32,
}

impl<'a> Words<'a> {
    /// The keys of the longer words and numbers, sorted.
    fn read<const COUNT: usize>(&mut self, texts: [&'a str; COUNT]) -> Vec<u32> {
        let words = texts
            .into_iter()
            .flat_map(|text| text.split(|char: char| !char.is_alphanumeric()));
        let long = words.filter(|word| word.len() >= SHORTEST);
        let mut found: Vec<u32> = long.filter_map(|word| self.key(word)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn key(&mut self, word: &'a str) -> Option<u32> {
        let count = &mut self.count;
        *self.keys.entry(word).or_insert_with(|| {
            let tells = !is_stop_word(&fold_letters(word));
            tells.then(|| {
                *count += 1;
                *count - 1
            })
        })
    }
}

/// The beginning of a note, which says what kind of source it is.
fn cut(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(HEAD)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The most frequent keys, sorted, without those that nearly every place has.
#[expect(clippy::cast_precision_loss, reason = "counts of notes")]
fn frequent(keys: usize, places: &[Vec<u32>], most: usize) -> Vec<u32> {
    let mut counts = vec![0_usize; keys];
    for key in places.iter().flatten() {
        counts[*key as usize] += 1;
    }
    let ceiling = places.len() as f64 * MOST;
    let mut found: Vec<(usize, u32)> = counts
        .into_iter()
        .zip(0..)
        .filter(|(count, _)| *count >= FEWEST && *count as f64 <= ceiling)
        .collect();
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    found.truncate(most);
    let mut keys: Vec<u32> = found.into_iter().map(|(_, key)| key).collect();
    keys.sort_unstable();
    keys
}

/// Which of the words stand among the keys.
fn among(keys: &[u32], words: &[u32]) -> u128 {
    keys.iter()
        .filter_map(|key| words.binary_search(key).ok())
        .fold(0, |set, at| set | 1 << (at + SHAPES))
}

fn shape(body: &Body, around: &Surroundings) -> u128 {
    let text = body.written(around, Zone::Sentence).trim_end();
    let rest = [
        text.ends_with(':'),
        text.contains(['“', '”', '"', '‘']),
        text.ends_with(['”', '"']),
        text.len() < SHORT,
        text.len() > LONG,
        text.chars().any(|char| char.is_ascii_digit()),
        text.ends_with([',', ';', '—']),
    ];
    set(&rest) << 5 | 1 << around.break_before.min(4)
}

fn note_shapes(notes: &[NoteTerms], inside: &[Vec<u32>]) -> Vec<u64> {
    let mut lengths: Vec<usize> = notes.iter().map(|note| note.length).collect();
    lengths.sort_unstable();
    let third = |part: usize| lengths.get(lengths.len() * part / 3).copied().unwrap_or(0);
    let (short, long) = (third(1), third(2));
    let shape = |at: usize| {
        let note = &notes[at];
        let text = note.text.trim_start();
        let again = at
            .checked_sub(1)
            .is_some_and(|before| repeats(&inside[before], &inside[at]));
        set(&[
            text.starts_with(|char: char| char.is_ascii_digit()),
            text.contains("http"),
            text.contains(';'),
            text.contains(['“', '"', '”']),
            text.starts_with(char::is_lowercase),
            note.length < short,
            note.length >= long,
            note.alike >= 1.0,
            text.starts_with('['),
            again,
            !again,
            text.contains('('),
        ])
    };
    let shapes = (0..notes.len()).map(shape);
    shapes
        .map(|shape| u64::try_from(shape).unwrap_or(0))
        .collect()
}

/// Whether two notes have most words of the shorter one in common.
fn repeats(before: &[u32], note: &[u32]) -> bool {
    let shared = note
        .iter()
        .filter(|key| before.binary_search(key).is_ok())
        .count();
    shared * 2 > before.len().min(note.len())
}

fn set(signs: &[bool]) -> u128 {
    signs
        .iter()
        .rev()
        .fold(0, |set, sign| set << 1 | u128::from(*sign))
}
