//! Whether two titles can be one: by their words and by their letters, whatever the subtitle, the name of the site
//! behind it, the case, the quotation marks and the punctuation.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

/// What two titles say of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They are not one.
    Unlike,
    /// Nobody can tell.
    Unclear,
    /// They are one.
    Like,
}

/// Titles longer than this, in characters, are compared by their beginning.
const LONGEST: usize = 300;

/// From this share of common words or letters on, two titles are one.
const LIKE: f64 = 0.7;

/// Below this share of common words and of common pairs of letters they are not.
const UNLIKE: f64 = 0.34;

/// The words that join others; common to all titles, they make none alike.
const JOINTS: &[&str] = &[
    "the", "a", "an", "and", "or", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as",
    "is", "are", "its", "be", "how", "what", "why", "der", "die", "das", "den", "dem", "des",
    "und", "ein", "eine", "in", "im", "von", "zu", "zur", "zum", "mit", "fur", "auf", "le", "la",
    "les", "l", "un", "une", "et", "de", "du", "d", "des", "en", "au", "aux", "pour", "sur", "el",
    "los", "las", "y", "del", "para", "por", "il", "lo", "gli", "e", "di", "da", "per", "s", "o",
    "os", "as", "do", "dos", "das", "no", "na", "van", "het", "een", "voor",
];

/// How alike a cited title is to those of a page: as alike as to the one that is most alike.
pub fn to_any(cited: &str, titles: &[String]) -> Likeness {
    // Many pages bear their title to the letter, and to compare two in any other way costs a hundred times as much.
    if titles.iter().any(|title| title == cited) && !plain(cited).is_empty() {
        return Likeness::Like;
    }
    let cited = Title::new(cited);
    let best = titles
        .iter()
        .map(|title| cited.like(&Title::new(title)))
        .max();
    best.unwrap_or(Likeness::Unclear)
}

/// A title in all the forms in which it can be compared.
struct Title {
    whole: Wording,
    /// Without its subtitle, without the name of the site, a translation in brackets for itself.
    parts: Vec<Wording>,
}

/// A title or a part of one.
struct Wording {
    /// Small letters without accents, one blank between words.
    plain: String,
    /// The same without blanks.
    squeezed: String,
    meant: BTreeSet<String>,
}

impl Wording {
    fn new(text: &str) -> Self {
        let plain = plain(text);
        Self {
            squeezed: plain.replace(' ', ""),
            meant: meant(&plain),
            plain,
        }
    }
}

impl Title {
    fn new(title: &str) -> Self {
        let title: String = title.chars().take(LONGEST).collect();
        let parts = parts(&title).into_iter().map(|part| Wording::new(&part));
        Self {
            // A part of one word would be alike to whatever has that word: the name of a site, “Report”.
            parts: parts.filter(|part| part.meant.len() >= 2).collect(),
            whole: Wording::new(&title),
        }
    }

    /// How alike two titles are. Parts of them can make them one; only as wholes they can be two.
    fn like(&self, other: &Self) -> Likeness {
        let whole = alike(&self.whole, &other.whole, true);
        if whole == Likeness::Like || alike(&self.whole, &other.whole, false) == Likeness::Like {
            return Likeness::Like;
        }
        let ours = || self.parts.iter().chain([&self.whole]);
        let theirs = || other.parts.iter().chain([&other.whole]);
        let mut pairs = ours().flat_map(|one| theirs().map(move |other| (one, other)));
        if pairs.any(|(one, other)| alike(one, other, false) == Likeness::Like) {
            return Likeness::Like;
        }
        whole
    }
}

/// A title as it may be cited: without its subtitle, without the name of the site, and a translation in brackets for
/// itself.
fn parts(title: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some((original, rest)) = title.split_once('[') {
        let (translation, behind) = rest.split_once(']').unwrap_or((rest, ""));
        found.extend([format!("{original} {behind}"), translation.to_owned()]);
    }
    for separator in [
        " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " / ", ": ", " // ",
    ] {
        if let Some((before, _)) = title.rsplit_once(separator) {
            found.push(before.to_owned());
        }
        if let Some((before, behind)) = title.split_once(separator) {
            found.extend([before.to_owned(), behind.to_owned()]);
        }
    }
    found
}

/// How alike two titles or parts of titles are. A whole title may be contained in another, a part may not: “South Korea”
/// before a colon stands in many.
fn alike(one: &Wording, other: &Wording, whole: bool) -> Likeness {
    let (first, second) = (&one.plain, &other.plain);
    if first.is_empty() || second.is_empty() || other_script(first, second) {
        return Likeness::Unclear;
    }
    if one.squeezed == other.squeezed {
        return Likeness::Like;
    }
    let (ours, theirs) = (&one.meant, &other.meant);
    let common = ours.iter().filter(|word| has(theirs, word)).count();
    let fewer = ours.len().min(theirs.len());
    let letters = strsim::sorensen_dice(first, second);
    let is_part = whole && fewer >= 3 && share(common, fewer) >= 0.8;
    if is_part || share(2 * common, ours.len() + theirs.len()) >= LIKE || letters >= 0.8 {
        return Likeness::Like;
    }
    // One word says too little.
    let tells = fewer >= 2 || first.chars().any(is_without_blanks);
    if tells && share(common, fewer) < UNLIKE && letters < 0.5 {
        return Likeness::Unlike;
    }
    Likeness::Unclear
}

/// Whether words have one, or one that differs in its ending only.
fn has(words: &BTreeSet<String>, word: &str) -> bool {
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    words.contains(word)
        || word.chars().count() >= 5
            && words
                .iter()
                .any(|other| other.chars().count() >= 5 && stem(other) == stem(word))
}

#[expect(clippy::cast_precision_loss, reason = "a title has few words")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The words that mean something.
pub(super) fn meant(title: &str) -> BTreeSet<String> {
    plain(title)
        .split(' ')
        .filter(|word| !word.is_empty() && !JOINTS.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Small letters without accents, and one blank between words.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !is_accent_or_apostrophe(c) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What takes no room between letters: `Yoon’s` is one word, and an accent belongs to its letter.
fn is_accent_or_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '\u{300}'..='\u{36F}')
}

/// Whether one is in Latin letters and the other is not.
fn other_script(one: &str, other: &str) -> bool {
    let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    let foreign = |text: &str| text.chars().any(|c| c.is_alphabetic() && c > '\u{24F}');
    let only = |text: &str| foreign(text) && !latin(text);
    only(one) != only(other)
}

/// Letters of scripts that are written without blanks between words.
fn is_without_blanks(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{E00}'..='\u{E7F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(one: &str, other: &str) -> Likeness {
        to_any(one, &[other.to_owned()])
    }

    #[test]
    fn one_title_in_many_forms() {
        for (cited, page) in [
            (
                "Tolls Rise in the Harbour",
                "Tolls rise in the harbour | Harbour News",
            ),
            (
                "Tolls Rise in the Harbour",
                "TOLLS RISE IN THE HARBOUR - Harbour News - Wednesday",
            ),
            (
                "Tolls in the Harbour",
                "Tolls in the Harbour: A Study of Seven Ports",
            ),
            (
                "Tolls in the Harbour: A Study of Seven Ports",
                "Tolls in the harbour",
            ),
            ("The Minister’s “Last” Word", "The minister's 'last' word"),
            (
                "Hafenzölle steigen wieder [Harbour Tolls Rise Again]",
                "Hafenzölle steigen wieder – Hafenblatt",
            ),
            (
                "Hafenzölle steigen wieder [Harbour Tolls Rise Again]",
                "Harbour tolls rise again",
            ),
            ("Cafe Society on the Quay", "Café society on the quay"),
            ("港の通行料が上がる", "港の通行料が上がる:港新聞"),
            (
                "Harbour Tolls Rise Again After Years of Calm",
                "Harbour toll rises again after years of calm",
            ),
        ] {
            assert_eq!(of(cited, page), Likeness::Like, "{cited} / {page}");
        }
    }

    #[test]
    fn titles_of_two_works() {
        for (cited, page) in [
            (
                "Tolls Rise in the Harbour",
                "Ferry licence withdrawn | Harbour News",
            ),
            ("South Korea", "Trade in goods: quarterly figures"),
            ("Why the Bridge Fell", "Budget of the Town of Hode for 2019"),
            ("港の通行料が上がる", "漁業組合の年次報告書"),
        ] {
            assert_eq!(of(cited, page), Likeness::Unlike, "{cited} / {page}");
        }
    }

    #[test]
    fn what_nobody_can_tell() {
        for (cited, page) in [
            ("Tolls Rise in the Harbour", "港の通行料が上がる"),
            ("Report", "Annual figures"),
            ("Tolls Rise in the Harbour", ""),
            ("Korea and the Price of Shells", "The price of steel"),
            (
                "Hode and Aller Town: Ways to Trade",
                "Hode tells Aller Town to pay for its ferry",
            ),
        ] {
            assert_eq!(of(cited, page), Likeness::Unclear, "{cited} / {page}");
        }
    }
}
