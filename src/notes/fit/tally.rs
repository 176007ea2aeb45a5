//! What is counted of a list and of the markers that call into it.

use std::collections::BTreeSet;

use super::super::glued::last_word;
use super::super::list::cites;
use super::super::{Apparatus, Label, Marker, Note};
use crate::document::Document;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// How many.
    pub(super) hits: usize,
    /// Of how many.
    pub(super) of: usize,
}

/// What is counted of a list. Faults that follow each other are one, and the others of their run are counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    /// Steps from note to note that are not to the next number, of all notes; no skip over a number that is called.
    pub(super) steps: Share,
    /// Runs of labels that nothing calls, of all labels.
    pub(super) uncalled: Share,
    /// The labels of these runs behind the first.
    pub(super) uncalled_run: Share,
    /// Runs of called numbers that no note bears, of all called numbers.
    pub(super) unanswered: Share,
    /// The numbers of these runs behind the first, but for those beyond the end of the list.
    pub(super) unanswered_run: Share,
    /// The numbers beyond the end of the list, but for one.
    pub(super) beyond: Share,
    /// First calls that fall behind one before them, of all first calls.
    pub(super) falling: Share,
    /// Markers that repeat a number, of all markers.
    pub(super) repeated: Share,
    /// Notes that cite nothing that one can see.
    pub(super) citing_nothing: Share,
    /// Markers behind the name of what they number: “Equation (3)”, “paragraph (2)”.
    pub(super) named: Share,
}

/// The words behind which a number is that of a part of the text, in the languages that papers are often written in.
const NUMBERED: &str = " equation equations eq eqs eqn formula formulas formulae section sections sec paragraph \
    paragraphs para paras subparagraph subsection article articles art clause clauses chapter chapters recital recitals \
    annex appendix item items point points step steps figure figures fig figs table tables example examples theorem \
    lemma line lines listing rule rules part schedule regulation directive gleichung abschnitt absatz artikel kapitel \
    tabelle abbildung équation équations alinéa chapitre ecuación ecuaciones sección artículo capítulo tabla equação \
    seção capítulo equazione sezione articolo capitolo ";

/// Counts every list that was typed, or that stands in pages: what a format knows by itself is as it says.
pub(super) fn of_lists(document: &Document, apparatus: &Apparatus) -> Vec<Option<Tally>> {
    let mut last = 0;
    let calls = apparatus.markers_by_list();
    let lists = apparatus.lists.iter().enumerate().zip(calls);
    lists
        .map(|((index, list), calls)| {
            let notes: Vec<&Note> = apparatus.notes_of(index).map(|(_, note)| note).collect();
            let borne: Vec<u32> = notes.iter().filter_map(|note| note.label.value()).collect();
            let before = std::mem::replace(&mut last, borne.last().copied().unwrap_or(0));
            if !list.is_typed && !document.is_printed() {
                return None;
            }
            let markers: Vec<&Marker> = calls.iter().map(|&at| &apparatus.markers[at]).collect();
            Some(Tally::new(document, &notes, &borne, &markers, before))
        })
        .collect()
}

impl Tally {
    /// `before` is the last label of the list before this one, which may be counted on.
    fn new(
        document: &Document,
        notes: &[&Note],
        borne: &[u32],
        markers: &[&Marker],
        before: u32,
    ) -> Self {
        let labels: BTreeSet<&Label> = notes.iter().map(|note| &note.label).collect();
        let called: BTreeSet<&Label> = markers.iter().map(|marker| &marker.label).collect();
        let (uncalled, uncalled_run) = runs(&labels, |label| !called.contains(label));
        // A range is called at its ends: what it implies between them is no fault of its own.
        let is_asked = |marker: &&&Marker| !marker.implied || labels.contains(&marker.label);
        let asked: BTreeSet<&Label> = markers
            .iter()
            .filter(is_asked)
            .map(|it| &it.label)
            .collect();
        let (unanswered, run) = runs(&asked, |label| !labels.contains(label));
        let numbers: BTreeSet<u32> = called.iter().filter_map(|label| label.value()).collect();
        let end = borne.iter().max().copied().unwrap_or(0);
        let beyond = asked
            .iter()
            .filter(|label| label.value() > Some(end))
            .count();
        let beyond = beyond.saturating_sub(1);
        Self {
            steps: share(irregular(borne, &numbers, before), borne.len()),
            uncalled: share(uncalled, labels.len()),
            uncalled_run: share(uncalled_run, labels.len()),
            unanswered: share(unanswered, asked.len()),
            unanswered_run: share(run - beyond, asked.len() - beyond),
            beyond: share(beyond, asked.len()),
            falling: falling(markers, borne),
            repeated: repeated(markers),
            citing_nothing: share(
                notes.iter().filter(|note| !cites(&note.text)).count(),
                notes.len(),
            ),
            named: named(document, markers),
        }
    }
}

fn share(hits: usize, of: usize) -> Share {
    Share { hits, of }
}

/// How many runs of bad labels there are, and how many labels these have behind their first.
fn runs<T>(labels: &BTreeSet<T>, is_bad: impl Fn(&T) -> bool) -> (usize, usize) {
    let (mut begun, mut further, mut was_bad) = (0, 0, false);
    for label in labels {
        let is_bad = is_bad(label);
        begun += usize::from(is_bad && !was_bad);
        further += usize::from(is_bad && was_bad);
        was_bad = is_bad;
    }
    (begun, further)
}

/// The notes that do not bear the number behind the one before. Where a number is skipped that is called, the marker
/// tells of it.
fn irregular(borne: &[u32], called: &BTreeSet<u32>, before: u32) -> usize {
    let is_called = |from: u32, to: u32| called.range(from..to).next().is_some();
    let steps = borne.windows(2).filter(|pair| {
        let next = pair[0].saturating_add(1);
        pair[1] != next && !(pair[1] > next && is_called(next, pair[1]))
    });
    let first = borne.first().copied().unwrap_or(1);
    let begins = first <= 1 || first == before.saturating_add(1) || is_called(1, first);
    steps.count() + usize::from(!begins)
}

/// The first calls of numbers that must go so that the others never fall.
fn falling(markers: &[&Marker], borne: &[u32]) -> Share {
    let borne: BTreeSet<u32> = borne.iter().copied().collect();
    let mut seen = BTreeSet::new();
    // The last numbers of the rising sequences of each length, each as low as it can be.
    let mut rising: Vec<u32> = Vec::new();
    for value in markers.iter().filter_map(|marker| marker.label.value()) {
        if borne.contains(&value) && seen.insert(value) {
            let length = rising.partition_point(|&end| end <= value);
            match rising.get_mut(length) {
                Some(end) => *end = value,
                None => rising.push(value),
            }
        }
    }
    share(seen.len() - rising.len(), seen.len())
}

fn repeated(markers: &[&Marker]) -> Share {
    let mut seen = BTreeSet::new();
    share_of_written(markers, |marker| !seen.insert(&marker.label))
}

fn named(document: &Document, markers: &[&Marker]) -> Share {
    share_of_written(markers, |marker| {
        is_name(document.text[..marker.token.start].trim_end())
    })
}

/// Of the markers that are written and not implied by a range, those that are so.
fn share_of_written<'a>(
    markers: &[&'a Marker],
    mut is_so: impl FnMut(&'a Marker) -> bool,
) -> Share {
    let written = markers.iter().filter(|marker| !marker.implied);
    written.fold(share(0, 0), |counted, marker| {
        share(counted.hits + usize::from(is_so(marker)), counted.of + 1)
    })
}

/// Whether a text ends with a word behind which a number is that of a part of the text.
fn is_name(before: &str) -> bool {
    let before = before.strip_suffix('.').unwrap_or(before);
    let word = last_word(before).to_lowercase();
    before.ends_with('§') || !word.is_empty() && NUMBERED.contains(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_that_follow_each_other_are_one() {
        let numbers: BTreeSet<u32> = (1..=9).collect();
        let is_bad = |number: &u32| [2, 5, 6, 7].contains(number);
        assert_eq!(runs(&numbers, is_bad), (2, 2));
    }

    #[test]
    fn a_skipped_number_is_a_fault_of_the_list_if_nothing_calls_it() {
        let called: BTreeSet<u32> = [1, 2, 3, 4].into();
        assert_eq!(irregular(&[1, 2, 4], &called, 0), 0);
        assert_eq!(irregular(&[1, 2, 4, 6, 6, 5], &called, 0), 3);
        assert_eq!(irregular(&[8, 9], &called, 7), 0, "a list that counts on");
        assert_eq!(irregular(&[8, 9], &BTreeSet::new(), 0), 1);
    }

    #[test]
    fn the_name_of_a_part_stands_before_its_number() {
        for before in ["as Equation", "by eq.", "§", "(see paragraphs"] {
            assert!(is_name(before), "{before}");
        }
        for before in ["as shown by Adams", "in 1920.", ""] {
            assert!(!is_name(before), "{before}");
        }
    }
}
