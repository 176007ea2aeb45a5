//! What the short forms stand for.
//!
//! A short form is resolved to the citation that gives the work in full, never to another short form. Where nothing
//! answers, or several works do, that is said instead: a wrong source is worse than none.

use std::collections::HashMap;

use crate::document::Document;
use crate::notes::Apparatus;

use super::index::{Entry, Index, Key, SHORTEST_KEY, beginning};
use super::title::plain;
use super::{Antecedent, Citation, Citations, Form};

/// So many letters are hardly the beginning of two titles.
const LONG_KEY: usize = 24;

/// More long words than this beside an “ibid.” without a name are a text of their own.
const MOST_WORDS: usize = 6;

/// How many citations of one author or title are compared at most.
const MOST_CANDIDATES: usize = 64;

/// Finds the antecedent of every short form.
pub(super) fn resolve(document: &Document, apparatus: &Apparatus, citations: &mut Citations) {
    let key = |citation: &Citation| Key::of_written(citation, document.slice(citation.span));
    let keys: Vec<Key> = citations.citations.iter().map(key).collect();
    let mut index = Index::default();
    for (at, key) in keys.iter().enumerate() {
        index.add(at, key);
    }
    let before = citations.notes_before.clone();
    let numbered = apparatus.numbered();
    for at in 0..citations.citations.len() {
        let (form, antecedent) = {
            let search = Search {
                document,
                apparatus,
                citations,
                keys: &keys,
                index: &index,
                before: &before,
                numbered: &numbered,
                at,
            };
            search.antecedent()
        };
        let citation = &mut citations.citations[at];
        citation.form = form;
        citation.antecedent = antecedent;
    }
}

/// For each note the one that a reader meets before it.
pub(super) fn notes_before(apparatus: &Apparatus) -> Vec<Option<usize>> {
    let mut before = vec![None; apparatus.notes.len()];
    for list in 0..apparatus.lists.len() {
        for pair in apparatus.printed(list).windows(2) {
            before[pair[1]] = Some(pair[0]);
        }
    }
    before
}

/// One citation among all.
struct Search<'a> {
    document: &'a Document,
    apparatus: &'a Apparatus,
    citations: &'a Citations,
    keys: &'a [Key],
    index: &'a Index,
    before: &'a [Option<usize>],
    numbered: &'a HashMap<(usize, u32), usize>,
    at: usize,
}

impl Search<'_> {
    fn antecedent(&self) -> (Form, Antecedent) {
        let citation = &self.citations.citations[self.at];
        let own = &self.keys[self.at];
        match citation.form {
            Form::Ibid => (Form::Ibid, self.cited_last()),
            Form::Supra => (Form::Supra, self.cited_in_named_note()),
            // “Loc. cit.” and “a.a.O.” alone mean what “ibid.” means.
            Form::OpCit if own.title.is_empty() && own.families.is_empty() => {
                (Form::OpCit, self.cited_last())
            }
            Form::OpCit => (Form::OpCit, self.told()),
            Form::Full | Form::Short => self.full_or_short(citation, own),
        }
    }

    /// Whether what has no such word is a short form by what it leaves out. A full citation further on makes only what
    /// could be nothing else a short form: works are often cited twice with more or less detail.
    fn full_or_short(&self, citation: &Citation, own: &Key) -> (Form, Antecedent) {
        let itself = (Form::Full, Antecedent::Itself);
        let is_file = own.is_file;
        if !citation.addresses.is_empty() || citation.publisher.is_some() || is_file {
            return itself;
        }
        let short = looks_short(citation) && !own.title.is_empty();
        match self.told() {
            Antecedent::Unresolved if short => (Form::Short, Antecedent::Unresolved),
            Antecedent::Unresolved => itself,
            Antecedent::Citation(at) if at > self.at && !short => itself,
            Antecedent::Ambiguous(all) if all.iter().any(|&at| at > self.at) && !short => itself,
            found => (Form::Short, found),
        }
    }

    /// The work that “ibid.” stands for: the one before in the same note, or that of the note before.
    fn cited_last(&self) -> Antecedent {
        let citation = &self.citations.citations[self.at];
        if let Some(previous) = self.at.checked_sub(1)
            && self.citations.citations[previous].note == citation.note
        {
            return self.root(previous);
        }
        let Some(before) = self.before.get(citation.note).copied().flatten() else {
            return Antecedent::Unresolved;
        };
        let cited: Vec<usize> = self.citations.of_note(before).map(|(at, _)| at).collect();
        match self.one_of(&cited) {
            // `Cable, ibid` behind a speech by Clegg, or behind an address: the note that it means stood elsewhere.
            Antecedent::Citation(root) if !self.is_about(root, &cited) => Antecedent::Unresolved,
            found => found,
        }
    }

    /// Whether the work that “ibid.” seems to stand for, or the note before, says a name that stands beside it; where a
    /// text of its own stands beside it, it names another work within that one.
    fn is_about(&self, root: usize, cited: &[usize]) -> bool {
        let own = &self.keys[self.at];
        let citation = &self.citations.citations[self.at];
        let says = |at: usize| {
            let text = plain(self.document.slice(self.citations.citations[at].span));
            own.families
                .iter()
                .flatten()
                .any(|word| text.contains(word.as_str()))
        };
        let named = own.families.is_empty() || says(root) || cited.iter().any(|&at| says(at));
        let beside = self
            .document
            .slice(citation.span)
            .split(|c: char| !c.is_alphabetic());
        let words = beside.filter(|word| word.chars().count() > 3).count();
        named && (words <= MOST_WORDS || !own.families.is_empty())
    }

    /// The one work that several citations stand for, or that the words around this one tell from the others.
    fn one_of(&self, cited: &[usize]) -> Antecedent {
        let mut roots: Vec<usize> = Vec::new();
        for &at in cited {
            match self.root(at) {
                Antecedent::Citation(root) if !roots.contains(&root) => roots.push(root),
                _ => {}
            }
        }
        // The speaker of `Brenner, quoted in Lind, “Title,”` is no work.
        if roots.iter().any(|&root| !self.is_name_alone(root)) {
            roots.retain(|&root| !self.is_name_alone(root));
        }
        match roots.as_slice() {
            [] => Antecedent::Unresolved,
            [root] => Antecedent::Citation(*root),
            _ => {
                let own = &self.keys[self.at];
                let named = cited
                    .iter()
                    .filter(|&&at| !own.names.is_empty() && self.names_agree(own, at));
                let mut named = named.filter_map(|&at| match self.root(at) {
                    Antecedent::Citation(root) => Some(root),
                    _ => None,
                });
                match (named.next(), named.next()) {
                    (Some(root), None) => Antecedent::Citation(root),
                    _ => Antecedent::Ambiguous(roots),
                }
            }
        }
    }

    fn is_name_alone(&self, at: usize) -> bool {
        self.keys[at].title.is_empty() && self.keys[at].fullness <= 1
    }

    /// The full citation that an earlier citation stands for, or is.
    fn root(&self, at: usize) -> Antecedent {
        match &self.citations.citations[at].antecedent {
            Antecedent::Itself => Antecedent::Citation(at),
            // Of two that name each other's notes, neither says what is meant.
            Antecedent::Citation(root) if *root == self.at => Antecedent::Unresolved,
            found => found.clone(),
        }
    }

    fn cited_in_named_note(&self) -> Antecedent {
        let citation = &self.citations.citations[self.at];
        let list = self.apparatus.notes[citation.note].list;
        let named = (citation.names_note).and_then(|number| self.numbered.get(&(list, number)));
        let Some(note) = named.copied().filter(|&note| note != citation.note) else {
            return Antecedent::Unresolved;
        };
        let own = &self.keys[self.at];
        let cited: Vec<usize> = self
            .citations
            .of_note(note)
            .map(|(at, _)| at)
            .filter(|&at| own.names.is_empty() || self.names_agree_with_root(own, at))
            .collect();
        // A note further on is not resolved yet; only what it cites in full can be told.
        self.one_of(&cited)
    }

    /// The work that is told by its author, its title or both.
    fn told(&self) -> Antecedent {
        let own = &self.keys[self.at];
        let found = if own.title.is_empty() {
            self.by_name(own)
        } else {
            self.by_title(own)
        };
        let mut roots: Vec<usize> = Vec::new();
        for at in found {
            if !roots.iter().any(|&root| self.is_same_work(root, at)) {
                roots.push(at);
            }
        }
        narrow(&mut roots, |at| {
            let names = &self.keys[at].names;
            own.names.iter().all(|word| names.contains(word))
        });
        if let Some(year) = self.year(self.at) {
            narrow(&mut roots, |at| self.year(at) == Some(year));
        }
        match roots.as_slice() {
            [] => Antecedent::Unresolved,
            [root] => Antecedent::Citation(*root),
            _ => Antecedent::Ambiguous(roots),
        }
    }

    fn year(&self, at: usize) -> Option<i16> {
        self.citations.citations[at].published.as_ref()?.value.year
    }

    /// Fuller citations with this title or, if there are none, those whose title begins with it.
    fn by_title(&self, own: &Key) -> Vec<usize> {
        let candidates = self
            .index
            .titles
            .get(beginning(&own.title))
            .map_or(&[][..], Vec::as_slice);
        let is_op_cit = self.citations.citations[self.at].form == Form::OpCit;
        let agrees = |Entry { at, fullness }: Entry| {
            at != self.at
                && (fullness > own.fullness || is_op_cit && fullness > 0)
                && self.is_itself(at)
                && (own.names.is_empty()
                    || self.keys[at].names.is_empty()
                    || self.names_agree(own, at))
        };
        let same = self.in_turn(candidates, |entry| {
            let other = &self.keys[entry.at];
            agrees(entry) && (other.title == own.title || other.aliases.contains(&own.title))
        });
        if !same.is_empty() {
            return same;
        }
        // Whether the two agree is seen at once; a text that cites the same few works ten thousand times asks this of each.
        let longer = self.in_turn(candidates, |entry| {
            agrees(entry) && self.is_shortened(own, entry.at)
        });
        if !longer.is_empty() {
            return longer;
        }
        // `Carvalho, “Environmental Policies”` for “Do Environmental Policies Enhance …”, `Lind, “Fog”` for “Fog: A History”.
        let is_long = own.title.chars().count() >= SHORTEST_KEY;
        let name = own.families.first().and_then(|words| words.last());
        let by_author = name.and_then(|name| self.index.names.get(name));
        self.in_turn(by_author.map_or(&[][..], Vec::as_slice), |entry| {
            let at = entry.at;
            let is_part = || is_long && self.keys[at].title.contains(&own.title);
            agrees(entry) && self.names_agree(own, at) && (is_part() || self.is_shortened(own, at))
        })
    }

    /// Whether the title of a citation is the longer form of this one: its subtitle is left out, or so much of it is
    /// left, or its author is named too, that it can hardly be another's.
    fn is_shortened(&self, own: &Key, at: usize) -> bool {
        let letters = own.letters;
        let is_told = letters >= SHORTEST_KEY || !own.names.is_empty();
        if !is_told || !self.keys[at].title.starts_with(&own.title) {
            return false;
        }
        let whole = self.citations.citations[at]
            .title
            .as_ref()
            .map_or("", |title| title.value.as_str());
        let article = self.keys[at].letters;
        let skipped = whole
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count()
            .saturating_sub(article);
        let mut left = whole.chars().skip_while({
            let mut seen = 0;
            move |c| {
                seen += usize::from(c.is_alphanumeric());
                seen < letters + skipped
            }
        });
        left.next();
        match left.next() {
            Some(sign) if sign.is_alphanumeric() => false,
            Some(' ') => letters >= LONG_KEY || !own.names.is_empty(),
            None | Some(_) => true,
        }
    }

    /// Fuller citations by the same author.
    fn by_name(&self, own: &Key) -> Vec<usize> {
        let Some(name) = own.families.first().and_then(|words| words.last()) else {
            return Vec::new();
        };
        let candidates = self.index.names.get(name).map_or(&[][..], Vec::as_slice);
        let agrees = |Entry { at, fullness }: Entry| {
            at != self.at
                && fullness > own.fullness
                && !self.keys[at].title.is_empty()
                && self.is_itself(at)
                && self.names_agree(own, at)
        };
        self.in_turn(candidates, agrees)
    }

    /// Those before this citation if there are any, else those behind it.
    fn in_turn(&self, candidates: &[Entry], agrees: impl Fn(Entry) -> bool) -> Vec<usize> {
        let here = candidates.partition_point(|entry| entry.at < self.at);
        let agreeing = |entries: &[Entry]| -> Vec<usize> {
            let agreeing = entries.iter().filter(|entry| agrees(**entry));
            agreeing.map(|entry| entry.at).collect()
        };
        let before = agreeing(&candidates[here.saturating_sub(MOST_CANDIDATES)..here]);
        if !before.is_empty() {
            return before;
        }
        agreeing(&candidates[here..candidates.len().min(here + MOST_CANDIDATES)])
    }

    fn is_itself(&self, at: usize) -> bool {
        let citation = &self.citations.citations[at];
        citation.antecedent == Antecedent::Itself
            && matches!(citation.form, Form::Full | Form::Short)
    }

    /// Whether every author that the short form names is among those of the full one.
    fn names_agree(&self, own: &Key, at: usize) -> bool {
        let other = &self.keys[at];
        own.families
            .iter()
            .all(|words| words.iter().all(|word| other.names.contains(word)))
    }

    /// The same for the work that an “ibid.” in the place of the full citation stands for.
    fn names_agree_with_root(&self, own: &Key, at: usize) -> bool {
        let root = match self.root(at) {
            Antecedent::Citation(root) => root,
            _ => at,
        };
        self.names_agree(own, at) || self.names_agree(own, root)
    }

    /// Whether two full citations are of one work: their titles are the same, or one begins like the other.
    fn is_same_work(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.keys[one], &self.keys[other]);
        !one.title.is_empty()
            && (one.title == other.title
                || one.title.starts_with(&other.title)
                || other.title.starts_with(&one.title))
    }
}

/// Keeps of several works those that something more tells from the others, such as a given name or a year, if it tells
/// any.
fn narrow(works: &mut Vec<usize>, is_told: impl Fn(usize) -> bool) {
    if works.len() > 1 && works.iter().any(|&at| is_told(at)) {
        works.retain(|&at| is_told(at));
    }
}

/// Family names, a title and a locator at most: what makes sense only where the work was cited in full.
fn looks_short(citation: &Citation) -> bool {
    let families = citation
        .authors
        .iter()
        .all(|author| author.name == author.family && !author.name.contains(' '));
    !citation.authors.is_empty()
        && families
        && citation.container.is_none()
        && citation.published.is_none()
        && citation.volume.is_none()
        && citation.issue.is_none()
}
