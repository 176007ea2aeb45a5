//! Who wrote a work: persons, in either order of their names, and bodies.

use crate::document::{Span, fold};

/// An author or editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name as written, white space folded.
    pub name: String,
    /// The part of it that a short form would use: the family name of a person, the whole name of a body.
    pub family: String,
    /// Where it is written.
    pub span: Span,
}

/// Who wrote a work, as a note has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Authors {
    pub(super) names: Vec<Author>,
    /// Whether “et al.” stands for others.
    pub(super) others: bool,
}

/// Words of a name that are written small, or join it.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el",
    "al", "bin", "ibn", "ter", "ten", "zu", "zur", "af", "av", "y", "e", "d", "of", "the", "for",
    "and", "on", "in", "to", "at", "&", "et", "und", "für", "des", "jr", "sr", "pour", "sur",
    "para", "with",
];

/// Words that only bodies have in their names.
const BODIES: &[&str] = &[
    "agency",
    "association",
    "authority",
    "bank",
    "board",
    "bureau",
    "center",
    "centre",
    "committee",
    "commission",
    "company",
    "congress",
    "corporation",
    "council",
    "department",
    "directorate",
    "embassy",
    "federation",
    "forum",
    "foundation",
    "fund",
    "government",
    "group",
    "house",
    "institute",
    "institution",
    "library",
    "ministry",
    "museum",
    "network",
    "office",
    "organization",
    "organisation",
    "parliament",
    "press",
    "project",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "staff",
    "team",
    "trust",
    "union",
    "university",
    "news",
    "times",
    "ministerium",
    "ministère",
    "institut",
    "kommission",
    "editorial",
];

/// The commonest family names of Korea, China and Vietnam: where the first word is one of them and the rest is a given
/// name of that language, the family name stands first.
const FAMILY_FIRST: &[&str] = &[
    "kim", "lee", "park", "choi", "choe", "jung", "jeong", "chung", "kang", "cho", "jo", "yoon",
    "yun", "jang", "chang", "lim", "im", "han", "oh", "seo", "suh", "shin", "kwon", "hwang", "ahn",
    "an", "song", "yoo", "yu", "hong", "jeon", "ko", "koh", "moon", "yang", "son", "bae", "paik",
    "baek", "heo", "hur", "nam", "shim", "roh", "noh", "ha", "kwak", "sung", "cha", "joo", "ju",
    "woo", "koo", "min", "ryu", "na", "jin", "um", "chae", "won", "cheon", "bang", "kong", "kan",
    "june", "bahk", "li", "wang", "zhang", "liu", "chen", "zhao", "huang", "zhou", "wu", "xu",
    "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo", "liang", "xi", "deng", "xie",
    "nguyen", "tran", "pham",
];

/// The authors in what stands before a title, which starts at `base` in the document. Empty where it is a sentence, not
/// a list of names.
pub(super) fn read(text: &str, base: usize) -> Authors {
    let mut authors = Authors::default();
    let (list, others) = without_others(text);
    let base = base + offset(text, list);
    let text = list;
    authors.others = others;
    let parts = parts(text);
    let mut index = 0;
    while index < parts.len() {
        let part = parts[index];
        let next = parts.get(index + 1).copied();
        // `Fiott, D.` and `Zumbrun, Joshua`: a family name before a given name.
        let inverted = next.filter(|next| {
            let between = &text[offset(text, part) + part.len()..offset(text, next)];
            between.trim() == ","
                && ((is_lone(part) && is_given(next))
                    || (parts.len() == 2 && is_inverted(part, next)))
        });
        let end = inverted.unwrap_or(part);
        let start = offset(text, part);
        let behind = offset(text, end) + end.len();
        let written = &text[start..behind];
        if is_role(part) {
            index += 1;
            continue;
        }
        if !is_name(written) {
            return Authors::default();
        }
        let family = match inverted {
            Some(_) => part.to_owned(),
            None => family(part),
        };
        authors.names.push(Author {
            name: fold(written),
            family,
            span: Span::new(base + start, base + behind),
        });
        index += if inverted.is_some() { 2 } else { 1 };
    }
    authors
}

fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// What stands before “et al.” and its like, and whether there is one.
fn without_others(text: &str) -> (&str, bool) {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || ",.:;：，。；".contains(c));
    for others in [
        "et al",
        "et. al",
        "and others",
        "u. a",
        "u.a",
        "y otros",
        "et coll",
        "외",
        "等",
    ] {
        if let Some(before) = trimmed.strip_suffix(others)
            && (before.ends_with([' ', ',']) || !others.is_ascii())
        {
            return (before.trim_end_matches([' ', ',']), true);
        }
    }
    (trimmed, false)
}

/// A list of names, parted at commas and at words for “and”.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for chunk in text.split([',', ';', '·', '、', '，']) {
        let mut rest = chunk;
        while let Some((at, length)) = first_and(rest) {
            parts.push(rest[..at].trim());
            rest = &rest[at + length..];
        }
        parts.push(rest.trim());
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Where “and” parts two names, and how long it is. The “and” within the name of a body, `Department of Trade and
/// Industry`, has a body's word before it.
fn first_and(text: &str) -> Option<(usize, usize)> {
    let words = [" and ", " & ", " und ", " et ", " y ", " e ", "and "];
    let found = words.iter().filter_map(|word| {
        let at = if word.starts_with(' ') {
            text.find(word)?
        } else {
            text.starts_with(word).then_some(0)?
        };
        Some((at, word.len()))
    });
    let first = found.min()?;
    let is_body =
        words_of(&text[..first.0]).any(|word| BODIES.contains(&word.to_lowercase().as_str()));
    (!is_body).then_some(first)
}

fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| c.is_whitespace() || c == '.')
        .filter(|word| !word.is_empty())
}

/// One word, or one with particles before it: `Fiott`, `van Dalen`, `Wilder Sanchez`.
fn is_lone(part: &str) -> bool {
    let words = part
        .split_whitespace()
        .filter(|word| !PARTICLES.contains(&word.to_lowercase().as_str()));
    (1..=2).contains(&words.count()) && !is_given(part)
}

/// One word and one or two, `Zumbrun, Joshua`: two names written in full would have an “and” between them.
fn is_inverted(family: &str, given: &str) -> bool {
    let acronym = family.chars().all(|c| !c.is_lowercase());
    !acronym
        && family.split_whitespace().count() == 1
        && given.split_whitespace().count() <= 2
        && !is_role(given)
}

/// Initials: `D.`, `J-E.`, `A. B.`, or one given name.
fn is_given(part: &str) -> bool {
    let is_initials = |word: &str| {
        let letters = word.split(['.', '-']).filter(|letters| !letters.is_empty());
        word.ends_with('.') && letters.clone().count() > 0 && { letters }
            .all(|letters| letters.chars().count() <= 2)
    };
    let mut words = part.split_whitespace();
    words
        .next()
        .is_some_and(|first| is_initials(first) || first.chars().count() == 1)
        && words.all(|word| is_initials(word) || word.chars().count() == 1)
}

/// `ed.`, `eds.`, `Jr.`, `Hrsg.`: no name.
fn is_role(part: &str) -> bool {
    let part = part.trim_matches(|c: char| "().".contains(c) || c.is_whitespace());
    [
        "ed", "eds", "Jr", "Sr", "Hrsg", "Hg", "trans", "dir", "coord", "comp", "editor", "editors",
    ]
    .contains(&part)
}

/// Whether words make up a name rather than a sentence.
fn is_name(name: &str) -> bool {
    let mut words = 0;
    let mut capital = false;
    for word in name.split_whitespace() {
        words += 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = bare.chars().next() else {
            continue;
        };
        let particle = PARTICLES.contains(&bare.to_lowercase().as_str());
        // `第3页`: a page.
        if first.is_numeric() || first == '第' || (first.is_lowercase() && !particle) {
            return false;
        }
        capital |= !particle;
    }
    capital && words <= 14 && !name.contains(['“', '”', '?', '!'])
}

/// Whether a name is that of a body: an agency, a university, a house.
pub(super) fn is_body(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        let small = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        BODIES.contains(&small.as_str()) || matches!(small.as_str(), "of" | "the" | "for")
    })
}

/// The part of a name that a short form would use.
fn family(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [] => String::new(),
        _ if is_body(name) => fold(name),
        [first, .., last] if is_family_first(first, last) => (*first).to_owned(),
        [.., last] => last.trim_end_matches('.').to_owned(),
    }
}

/// `Jung Min-kyung`, `Kim Tae-jun`: the second half of a given name of two syllables is written small, or the family
/// name is a common one and the given name is hyphened.
fn is_family_first(first: &str, last: &str) -> bool {
    FAMILY_FIRST.contains(&first.to_lowercase().as_str())
        && (last.contains('-') || first == "Nguyen" || first == "Xi")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(text: &str) -> Vec<String> {
        read(text, 0)
            .names
            .into_iter()
            .map(|author| author.family)
            .collect()
    }

    #[test]
    fn names_in_either_order() {
        let lists: [(&str, &[&str]); 10] = [
            ("Zumbrun, Joshua ", &["Zumbrun"]),
            ("Gorana Grgić, ", &["Grgić"]),
            ("Jung Min-kyung and Hwang Joo-young, ", &["Jung", "Hwang"]),
            (
                "Nam, H. and Wilder Sanchez, A. ",
                &["Nam", "Wilder Sanchez"],
            ),
            (
                "Keonyeong Jeong, Yongseok Seo, and Kyungmoo Heo, ",
                &["Jeong", "Seo", "Heo"],
            ),
            (
                "Pieter d. Wezeman and Siemon T. Wezeman, ",
                &["Wezeman", "Wezeman"],
            ),
            ("Lorenzo Scarazatto, et. al., ", &["Scarazatto"]),
            (
                "Department of Trade and Industry, ",
                &["Department of Trade and Industry"],
            ),
            ("Airbus, ", &["Airbus"]),
            ("Dee and Suman-Chauhan, ", &["Dee", "Suman-Chauhan"]),
        ];
        for (text, names) in lists {
            assert_eq!(families(text), names, "{text}");
        }
        assert!(read("Jin-yong et al., ", 0).others);
    }

    #[test]
    fn a_sentence_is_no_list_of_names() {
        for text in [
            "As the minister said, ",
            "In his words, ",
            "Ed. 1 reads ",
            "12 of them, ",
        ] {
            assert_eq!(families(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_name_knows_where_it_is_written() {
        let authors = read(" Kim  Tae-jun, Lee Su-jeong, ", 10);
        assert_eq!(authors.names[0].name, "Kim Tae-jun");
        assert_eq!(authors.names[0].span, Span::new(11, 23));
        assert_eq!(authors.names[1].span, Span::new(25, 37));
    }
}
