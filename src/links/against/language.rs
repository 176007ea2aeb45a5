//! In which language a title is, as far as its little words tell.

use super::likeness::plain;

/// Words that the titles of one language have and those of the others do not, without accents.
const WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "and", "of", "for", "with", "from", "how", "what", "why", "is", "are", "by",
            "its", "after", "to",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "und", "fur", "mit", "von", "im", "zur", "zum", "wird", "ist",
            "uber", "eine",
        ],
    ),
    (
        "fr",
        &[
            "le", "les", "des", "du", "et", "dans", "pour", "sur", "aux", "une", "est", "avec",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "del", "y", "para", "por", "una", "con", "en",
        ],
    ),
    (
        "it",
        &[
            "il", "gli", "della", "delle", "nel", "per", "di", "che", "una",
        ],
    ),
    (
        "pt",
        &[
            "os", "do", "dos", "da", "das", "em", "uma", "no", "na", "com",
        ],
    ),
    (
        "nl",
        &["het", "een", "van", "voor", "de", "en", "niet", "bij"],
    ),
    (
        "sv",
        &["och", "att", "som", "for", "av", "med", "ar", "ett"],
    ),
    ("pl", &["w", "z", "na", "nie", "oraz", "dla", "jest"]),
];

/// The code of the language, if one has more of its words in the title than any other.
pub(super) fn of(title: &str) -> Option<&'static str> {
    let script = title.chars().find_map(of_letter);
    if script.is_some() {
        return script;
    }
    let plain = plain(title);
    let count = |words: &[&str]| plain.split(' ').filter(|word| words.contains(word)).count();
    let mut counts: Vec<(usize, &str)> = (WORDS.iter())
        .map(|(code, words)| (count(words), *code))
        .filter(|(count, _)| *count > 0)
        .collect();
    counts.sort_by(|one, other| other.cmp(one));
    match counts.as_slice() {
        [(_, code)] => Some(code),
        [(most, code), (next, _), ..] if most > next => Some(code),
        _ => None,
    }
}

/// Scripts of one language, and Cyrillic and Arabic, which are of none that is told apart here.
fn of_letter(c: char) -> Option<&'static str> {
    match c {
        '\u{3040}'..='\u{30FF}' => Some("ja"),
        '\u{AC00}'..='\u{D7AF}' => Some("ko"),
        '\u{4E00}'..='\u{9FFF}' => Some("zh"),
        '\u{400}'..='\u{4FF}' => Some("ru"),
        '\u{600}'..='\u{6FF}' => Some("ar"),
        _ => None,
    }
}

/// Whether a cited title and a page are certainly or possibly in two languages, so that they cannot be compared:
/// `named` is what the page says of its language.
pub(super) fn may_differ(cited: &str, title: &str, named: Option<&str>) -> bool {
    let named = named.and_then(|named| {
        let code = named.split(['-', '_']).next()?.trim().to_ascii_lowercase();
        (code.len() == 2).then_some(code)
    });
    match (of(cited), of(title), named) {
        (Some(cited), Some(title), _) => cited != title,
        // Many pages that are not in English claim to be, since it came with the software.
        (Some(cited), None, Some(named)) => cited != named,
        (None, Some(title), _) => title != "en",
        (None, None, Some(named)) => named != "en",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_words_tell() {
        assert_eq!(of("The Price of Shells"), Some("en"));
        assert_eq!(of("Der Preis für Muscheln und Fisch"), Some("de"));
        assert_eq!(of("Le prix des coquillages"), Some("fr"));
        assert_eq!(of("항구의 통행료"), Some("ko"));
        assert_eq!(of("Shell Prices"), None);
    }

    #[test]
    fn two_languages_are_not_compared() {
        assert!(may_differ(
            "The Price of Shells",
            "Preis und Menge",
            Some("de")
        ));
        assert!(may_differ(
            "The Price of Shells",
            "Muschelpreise",
            Some("de-DE")
        ));
        assert!(may_differ("Shell Prices", "Muschelpreise", Some("de-DE")));
        assert!(!may_differ(
            "The Price of Shells",
            "Ferry Licence",
            Some("en")
        ));
        assert!(!may_differ("The Price of Shells", "Ferry Licence", None));
    }
}
