//! What is the same in all forms of a word, which words tell nothing, and which name a month.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that tell nothing. Rarity weighs the words of other languages down without a list.
const STOP_WORDS: &str = " a about above after again against all also although am among an and any are as at be because been \
before being below between both but by can could did do does doing down during each et few for from further had has have \
having he her here hers him himself his how however i if in into is it its itself just may me might more most must my no nor \
not now of off on once one only or other our out over own s same see shall she should so some such t than that the their them \
then there these they this those through to too under until up upon us very was we were what when where which while who whom \
whose why will with within without would you your www com org net html htm pdf http https php asp aspx index available accessed retrieved le la les des du un une \
der die das und den dem ein eine von zu mit el los las en de del y que da do dos e il di ";

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A word in small letters without accents.
pub(super) fn fold_letters(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(word.to_ascii_lowercase());
        }
        return Cow::Borrowed(word);
    }
    let plain = word.nfkd().filter(|char| !is_combining_mark(*char));
    Cow::Owned(plain.flat_map(char::to_lowercase).collect())
}

/// The stem of a word in small letters.
pub(super) fn stem(folded: &str) -> Cow<'_, str> {
    Stemmer::create(Algorithm::English).stem(folded)
}

/// Whether a word tells nothing, in small letters.
pub(super) fn is_stop_word(folded: &str) -> bool {
    static ALL: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| STOP_WORDS.split_whitespace().collect());
    folded.chars().nth(1).is_none() || ALL.contains(folded)
}

/// Which month of the year a word names, in full or by its first three or four letters.
pub(super) fn month_of(word: &str) -> Option<u32> {
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    // No two months begin alike, and most words begin like none.
    let index = (MONTHS.iter()).position(|month| month[..3].eq_ignore_ascii_case(&word[..3]))?;
    let whole = word.len() == MONTHS[index].len() || word.len() <= 4;
    let head = MONTHS[index].get(..word.len()).filter(|_| whole)?;
    let number = head.eq_ignore_ascii_case(word).then_some(index + 1)?;
    u32::try_from(number).ok()
}
