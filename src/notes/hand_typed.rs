//! Typed numbers among markers that the format counts: one that was pasted, or typed by hand, and fits the sequence.
//!
//! A raised number is an exponent, an edition or an isotope as well, and a number in brackets often cites a bibliography
//! that is not there. So a candidate counts only if it lies between the labels of its neighbours, behind a word or the
//! punctuation of a sentence, with nothing glued to it behind.

use std::collections::{HashMap, HashSet};

use super::candidate::Candidate;
use super::glued::last_word;
use super::parts::Parts;
use super::{Label, Marker, MarkerStyle};
use crate::document::{BlockKind, Document, Format, NativeMarker, Span};

/// Words with an exponent behind them that are neither units nor variables to [`super::glued`]; by themselves they are
/// too rare before lost superscripts to matter there.
const RAISED_TO_A_POWER: [&str; 22] = [
    "acre",
    "acres",
    "cos",
    "exp",
    "feet",
    "foot",
    "ha",
    "hr",
    "inch",
    "inches",
    "kilometers",
    "kilometres",
    "ln",
    "meter",
    "meters",
    "metre",
    "metres",
    "mile",
    "miles",
    "sin",
    "tan",
    "yr",
];

/// Numbers in brackets are typed markers only if there is no more than one in so many markers of the format.
const FEWER_THAN_ONE_IN: usize = 10;

/// A candidate that is rather an exponent by its own looks, as behind another number, has less than these log-odds.
const LEAST_ODDS: f32 = 3.0;

/// The punctuation of a sentence behind which markers stand.
const PUNCTUATION: &str = ".,;:?!…”’»\"')]」』。，、）";

/// A marker that the format counts.
struct Counted {
    at: usize,
    value: u32,
    list: usize,
}

/// Adds the typed markers among those of the format to the lists that the format counts. `taken` are the candidates
/// that call typed lists, in `styles`.
pub(super) fn read(
    document: &Document,
    candidates: &[Candidate],
    taken: &HashSet<usize>,
    styles: &HashSet<MarkerStyle>,
    parts: &mut Parts,
) {
    let counted = counted(parts);
    if counted.is_empty() {
        return;
    }
    let free = candidates.iter().enumerate();
    let free = free.filter(|&(index, candidate)| {
        let is_style = matches!(
            candidate.style,
            MarkerStyle::Superscript | MarkerStyle::Bracket
        );
        is_style && !taken.contains(&index) && !styles.contains(&candidate.style)
    });
    let free: Vec<&Candidate> = free.map(|(_, candidate)| candidate).collect();
    let is_bracket = |candidate: &&&Candidate| candidate.style == MarkerStyle::Bracket;
    let brackets = free.iter().filter(is_bracket).count();
    let are_few = brackets * FEWER_THAN_ONE_IN <= counted.len();
    for candidate in free {
        if candidate.style == MarkerStyle::Bracket && !are_few
            || !looks_like_a_marker(document, candidate)
        {
            continue;
        }
        if let Some(list) = list_between(&counted, candidate) {
            let markers = candidate.parts.iter().map(|part| Marker {
                label: Label::Number(part.value),
                style: candidate.style,
                span: part.span,
                token: candidate.token,
                implied: part.implied,
                list: Some(list),
                note: None,
            });
            parts.markers.extend(markers);
        }
    }
}

/// Adds the typed markers among those that are links: they look like these, and call notes that no link leads to.
pub(super) fn among_linked(
    document: &Document,
    candidates: &[Candidate],
    taken: &HashSet<usize>,
    parts: &mut Parts,
) {
    let linked = || {
        document
            .native_markers
            .iter()
            .filter(|marker| marker.link.is_some())
    };
    if !matches!(document.format, Format::Html | Format::Epub) || linked().next().is_none() {
        return;
    }
    let has_brackets = |marker: &&NativeMarker| document.text[marker.span.start..].starts_with('[');
    let style = if linked().filter(has_brackets).count() * 2 > linked().count() {
        MarkerStyle::Bracket
    } else {
        MarkerStyle::Superscript
    };
    let mut open = uncalled(parts);
    let mut notes: Vec<Span> = document.native_notes.iter().map(|note| note.span).collect();
    notes.sort_unstable();
    let is_inside = |at: usize| {
        let next = notes.partition_point(|note| note.end <= at);
        notes.get(next).is_some_and(|note| note.contains(at))
    };
    for (index, candidate) in candidates.iter().enumerate() {
        let [only] = candidate.parts.as_slice() else {
            continue;
        };
        let is_free = candidate.style == style && !taken.contains(&index);
        if !is_free || is_inside(candidate.token.start) || !looks_like_a_marker(document, candidate)
        {
            continue;
        }
        if let Some(list) = open.remove(&only.value) {
            parts.markers.push(Marker {
                label: Label::Number(only.value),
                style: candidate.style,
                span: only.span,
                token: candidate.token,
                implied: false,
                list: Some(list),
                note: None,
            });
        }
    }
}

/// The numbers of notes that no marker calls, each with its list; none that several lists have.
fn uncalled(parts: &Parts) -> HashMap<u32, usize> {
    let called: HashSet<(usize, &Label)> = (parts.markers.iter())
        .filter_map(|marker| Some((marker.list?, &marker.label)))
        .collect();
    let lists: HashSet<usize> = called.iter().map(|&(list, _)| list).collect();
    let mut found: HashMap<u32, usize> = HashMap::new();
    let mut doubled = HashSet::new();
    for list in lists {
        for note in &parts.lists[list].1 {
            let is_called = called.contains(&(list, &note.label));
            if let Some(number) = note.label.value().filter(|_| !is_called)
                && found.insert(number, list).is_some()
            {
                doubled.insert(number);
            }
        }
    }
    found.retain(|number, _| !doubled.contains(number));
    found
}

/// The numbered markers of lists that the format counts, in the order of the text.
fn counted(parts: &Parts) -> Vec<Counted> {
    let markers = parts.markers.iter().filter_map(|marker| {
        let list = marker.list?;
        let is_counted = marker.style == MarkerStyle::Reference && parts.lists[list].0.is_automatic;
        let (at, value) = (marker.span.start, marker.label.value()?);
        is_counted.then_some(Counted { at, value, list })
    });
    let mut counted: Vec<Counted> = markers.collect();
    counted.sort_by_key(|marker| marker.at);
    counted
}

/// Whether what stands around a candidate, and where it stands, is what stands around markers.
fn looks_like_a_marker(document: &Document, candidate: &Candidate) -> bool {
    let (start, end) = (candidate.token.start, candidate.token.end);
    let before = &document.text[..start];
    let block = document.block_at(start).map(|block| block.kind);
    let is_running = !matches!(
        block,
        None | Some(BlockKind::Table | BlockKind::Code | BlockKind::Heading)
    );
    let previous = before.trim_end_matches(' ').chars().next_back();
    let is_apart = candidate.style == MarkerStyle::Superscript && before.ends_with(' ');
    let follows = previous.is_some_and(|c| c.is_alphanumeric() || PUNCTUATION.contains(c));
    let power = RAISED_TO_A_POWER.contains(&last_word(before).to_lowercase().as_str());
    let is_glued = document.text[end..].starts_with(char::is_alphanumeric);
    is_running && follows && !is_apart && !power && !is_glued && candidate.odds >= LEAST_ODDS
}

/// The list in whose sequence all numbers of a candidate fit: none lower than the marker before it, none higher than
/// the one behind it. In front of the first marker stand the raised numbers of authors and their institutions.
fn list_between(counted: &[Counted], candidate: &Candidate) -> Option<usize> {
    let next = counted.partition_point(|marker| marker.at < candidate.token.start);
    let (before, behind) = counted.split_at(next);
    let mut seen = HashSet::new();
    // Few lists are counted side by side: the footnotes and the endnotes.
    let nearest = before.iter().rev().take(NEAR);
    nearest
        .filter(|marker| seen.insert(marker.list))
        .find(|low| {
            let high = behind.iter().take(NEAR).find(|high| high.list == low.list);
            let high = high.map_or(low.value.saturating_add(1), |high| high.value);
            let mut parts = candidate.parts.iter();
            parts.all(|part| (low.value..=high).contains(&part.value))
        })
        .map(|marker| marker.list)
}

/// How many markers on either side are looked at for those of one list.
const NEAR: usize = 8;
