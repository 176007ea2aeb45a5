//! Citations by their titles and by the names of their authors.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::title::{self, plain};
use super::{Citation, author};

/// How many letters of two titles must agree before one can be the beginning of the other.
pub(super) const SHORTEST_KEY: usize = 10;

/// The name that a citation gives its work for short: `[hereinafter Annual Report]`, `(hereafter “Report”)`, `[Report]` at
/// its end.
static ALIAS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)[\[(]\s*(?i:hereinafter|hereafter|henceforth|nachfolgend|im\sFolgenden|ci-après)[:,]?\s+
            (?:(?i:cited\sas|referred\sto\sas|zitiert)\s+)?[“„«‘\x22*_]*(?P<named>[^\])”“»’\x22*_]{2,60})
        | \[[“„«‘\x22*_]*(?P<last>\p{Lu}[^\[\]”“»’\x22*_]{1,40})[”“»’\x22*_]*\]\s*\.?\s*$",
    )
    .ok()
});

/// The abbreviation of a body behind its name: `Financial Office (FINO)`.
static ABBREVIATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*[(\[][“\x22]?(\p{Lu}[\p{L}-]{1,9})[”\x22]?[)\]]").ok());

/// What a citation is told by, in a form in which spelling and hyphens at line ends make no difference.
pub(super) struct Key {
    /// The letters and digits of the title.
    pub(super) title: String,
    /// How many those are.
    pub(super) letters: usize,
    /// The words of the authors' names.
    pub(super) names: Vec<String>,
    /// The words of each author's family name.
    pub(super) families: Vec<Vec<String>>,
    /// The letters and digits of the names that it gives its work for short.
    pub(super) aliases: Vec<String>,
    /// Whether its title is the name of a file, which cannot be made shorter.
    pub(super) is_file: bool,
    /// How many of its fields are given: two with the same title are a full citation and a short one.
    pub(super) fullness: usize,
}

impl Key {
    /// The key of a citation whose note says `written`, from the citation's beginning on.
    pub(super) fn of_written(citation: &Citation, written: &str) -> Self {
        let mut key = Self::of(citation);
        for author in citation
            .authors
            .iter()
            .filter(|author| author::is_body(&author.name))
        {
            key.names.extend(initials(&author.name));
            let behind = author.span.end.saturating_sub(citation.span.start);
            let behind = written.get(behind..).unwrap_or_default();
            let short = ABBREVIATION
                .as_ref()
                .and_then(|short| short.captures(behind));
            key.names.extend(short.map(|short| plain(&short[1])));
        }
        if written.contains(['[', '('])
            && let Some(alias) = ALIAS.as_ref().and_then(|alias| alias.captures(written))
            && let Some(named) = alias.name("named").or_else(|| alias.name("last"))
        {
            key.aliases.push(title::key(named.as_str()));
            let words = named.as_str().split(|c: char| !c.is_alphanumeric());
            key.names
                .extend(words.filter(|word| word.chars().count() > 1).map(plain));
        }
        key
    }

    fn of(citation: &Citation) -> Self {
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| word.chars().count() > 1)
                .map(plain)
                .collect()
        };
        let title = citation.title.as_ref();
        let title = title.map_or_else(String::new, |title| title::key(&title.value));
        Self {
            letters: title.chars().count(),
            title,
            aliases: Vec::new(),
            names: citation
                .authors
                .iter()
                .flat_map(|author| words(&author.name))
                .collect(),
            families: citation
                .authors
                .iter()
                .map(|author| words(&author.family))
                .filter(|words| !words.is_empty())
                .collect(),
            is_file: citation
                .title
                .as_ref()
                .is_some_and(|title| is_file(&title.value)),
            fullness: usize::from(!citation.addresses.is_empty()) * 3
                + usize::from(!citation.authors.is_empty())
                + usize::from(citation.container.is_some())
                + usize::from(citation.publisher.is_some()) * 2
                + usize::from(citation.published.is_some())
                + usize::from(citation.volume.is_some() || citation.issue.is_some()),
        }
    }
}

/// The initials of the long words of a name, if there are three or more: `cro` of `Coastal Research Office`.
fn initials(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let first = words.filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()));
    let initials: String = first.flat_map(char::to_lowercase).collect();
    (initials.chars().count() >= 3).then_some(initials)
}

fn is_file(title: &str) -> bool {
    let ending = title.rsplit_once('.').map(|(_, ending)| ending);
    !title.contains(' ')
        && ending.is_some_and(|ending| ["pdf", "doc", "docx", "xlsx"].contains(&ending))
}

pub(super) fn beginning(key: &str) -> &str {
    let end = key
        .char_indices()
        .nth(SHORTEST_KEY)
        .map_or(key.len(), |(at, _)| at);
    &key[..end]
}

/// The citations by the beginning of their titles and by the words of their authors' names.
#[derive(Default)]
pub(super) struct Index {
    pub(super) titles: FxHashMap<String, Vec<Entry>>,
    pub(super) names: FxHashMap<String, Vec<Entry>>,
}

/// A citation, and how many of its fields are given: that tells most of those apart that are cited again and again, and
/// the rest of their keys need not be fetched.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) at: usize,
    pub(super) fullness: usize,
}

impl Index {
    pub(super) fn add(&mut self, at: usize, key: &Key) {
        let fullness = key.fullness;
        let titles = std::iter::once(&key.title).chain(&key.aliases);
        for title in titles.filter(|title| !title.is_empty()) {
            let entries = self.titles.entry(beginning(title).to_owned()).or_default();
            if entries.last().is_none_or(|last| last.at != at) {
                entries.push(Entry { at, fullness });
            }
        }
        for name in &key.names {
            let named = self.names.entry(name.clone()).or_default();
            if named.last().is_none_or(|last| last.at != at) {
                named.push(Entry { at, fullness });
            }
        }
    }
}
