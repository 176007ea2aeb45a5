//! Citations by their titles and by the names of their authors.

use rustc_hash::FxHashMap;

use super::Citation;
use super::title::{self, plain};

/// How many letters of two titles must agree before one can be the beginning of the other.
pub(super) const SHORTEST_KEY: usize = 10;

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
    /// Whether its title is the name of a file, which cannot be made shorter.
    pub(super) is_file: bool,
    /// How many of its fields are given: two with the same title are a full citation and a short one.
    pub(super) fullness: usize,
}

impl Key {
    pub(super) fn of(citation: &Citation) -> Self {
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
        if !key.title.is_empty() {
            self.titles
                .entry(beginning(&key.title).to_owned())
                .or_default()
                .push(Entry { at, fullness });
        }
        for name in &key.names {
            let named = self.names.entry(name.clone()).or_default();
            if named.last().is_none_or(|last| last.at != at) {
                named.push(Entry { at, fullness });
            }
        }
    }
}
