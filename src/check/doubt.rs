//! What a reader is told of lists whose reading is doubtful.

use std::collections::{BTreeSet, HashMap};

use crate::align;
use crate::citations::Citations;
use crate::document::{Document, Span, Warning};
use crate::finding::Finding;
use crate::notes::Apparatus;
use crate::rules::{self, Case, Family};
use crate::settings::Settings;

/// More stretches than this are told as one.
const MOST_STRETCHES: usize = 3;

/// Leaves out what was found on pages whose letters and digits may have been misread, and says how much that is.
pub(super) fn leave_out(document: &Document, findings: &mut Vec<Finding>) -> Option<Warning> {
    let is_unsure = |finding: &mut Finding| document.is_unsure(finding.span.start);
    let left_out: Vec<Finding> = findings.extract_if(.., is_unsure).collect();
    let first = left_out.first()?.span;
    let pages = left_out.iter().filter_map(|finding| {
        let page = document.page(finding.span.start)?.try_into().ok()?;
        Some((page, page))
    });
    let count = counted(left_out.len());
    let places = in_words("on", "page", joined(pages.collect()));
    Some(Warning {
        message: format!("{count} left out {places}, where letters may have been misread"),
        span: Some(Span::new(first.start, first.start)),
    })
}

/// Says where the notes are that could not be told apart, and how many findings were left out; nothing if none was.
pub(super) fn warning(
    paper: (&Document, &Apparatus, &Citations),
    settings: &Settings,
    told: &[Finding],
) -> Option<Warning> {
    let (document, apparatus, _) = paper;
    let mut left_out = if (0..apparatus.lists.len()).any(|list| apparatus.is_doubtful(list)) {
        trusting(paper, settings)
    } else {
        return None;
    };
    left_out.retain(|finding| !told.contains(finding));
    if left_out.is_empty() {
        return None;
    }
    let count = counted(left_out.len());
    let lists = doubtful(apparatus, &left_out);
    let first = lists.first()?;
    Some(Warning {
        message: format!(
            "the notes {} could not be told apart reliably; {count} left out",
            places(document, &lists)
        ),
        span: Some(Span::new(first.start, first.start)),
    })
}

fn counted(findings: usize) -> String {
    match findings {
        1 => "1 finding is".to_owned(),
        _ => format!("{findings} findings are"),
    }
}

/// What would be found about markers and notes if every list had been read beyond doubt.
fn trusting(
    (document, apparatus, citations): (&Document, &Apparatus, &Citations),
    settings: &Settings,
) -> Vec<Finding> {
    let apparatus = apparatus.trusted();
    let alignment = align::align(document, &apparatus, citations);
    let case = Case::new(document, &apparatus, citations, &alignment).with_house(&settings.house);
    rules::run_families(&case, settings, &[Family::Pairing, Family::Alignment])
}

/// Where the lists stand that something would have been said of, in the order of the text.
fn doubtful(apparatus: &Apparatus, left_out: &[Finding]) -> Vec<Span> {
    let markers = apparatus.markers.iter();
    let of_marker: HashMap<Span, usize> = markers
        .filter_map(|marker| Some((marker.span, marker.list?)))
        .collect();
    let of_note = |at: usize| {
        let next = apparatus.notes.partition_point(|note| note.span.end <= at);
        apparatus.notes.get(next).map(|note| note.list)
    };
    let lists: BTreeSet<usize> = left_out
        .iter()
        .filter_map(|finding| {
            let known = of_marker.get(&finding.span).copied();
            known.or_else(|| of_note(finding.span.start))
        })
        .filter(|&list| apparatus.is_doubtful(list))
        .collect();
    let all = (0..apparatus.lists.len()).filter(|&list| apparatus.is_doubtful(list));
    let lists = if lists.is_empty() {
        all.collect()
    } else {
        lists
    };
    lists
        .into_iter()
        .filter_map(|list| stretch(apparatus, list))
        .collect()
}

/// From the first note of a list to its last; from its first marker to its last where it has no note.
fn stretch(apparatus: &Apparatus, list: usize) -> Option<Span> {
    let join =
        |one: Span, other: Span| Span::new(one.start.min(other.start), one.end.max(other.end));
    let notes = apparatus.notes_of(list).map(|(_, note)| note.span);
    let markers = apparatus.markers.iter();
    let of_list = markers.filter(|marker| marker.list == Some(list));
    let markers = of_list.map(|marker| marker.span).reduce(join);
    notes.reduce(join).or(markers)
}

/// The places of notes in words: `on pages 3 and 26–31`, `in lines 12–40`.
fn places(document: &Document, lists: &[Span]) -> String {
    let ends = |span: &Span| (span.start, last_byte(document, *span));
    let number = |at: usize| {
        if document.is_printed() {
            page(document.part(at)?)
        } else {
            let has_lines = document.format.has_lines();
            has_lines.then(|| document.place(at).line)
        }
    };
    let stretches: Option<Vec<(usize, usize)>> = lists
        .iter()
        .map(ends)
        .map(|(first, last)| Some((number(first)?, number(last)?)))
        .collect();
    let (on, unit) = if document.is_printed() {
        ("on", "page")
    } else {
        ("in", "line")
    };
    if let Some(stretches) = stretches {
        return in_words(on, unit, joined(stretches));
    }
    let (first, last) = (lists.first().map(ends), lists.last().map(ends));
    let at = |place: Option<usize>| place.map(|at| document.whereabouts(at)).unwrap_or_default();
    let (first, last) = (
        at(first.map(|(start, _)| start)),
        at(last.map(|(_, end)| end)),
    );
    if first == last {
        format!("in {first}")
    } else {
        format!("from {first} to {last}")
    }
}

/// The first byte of the last character of a span.
fn last_byte(document: &Document, span: Span) -> usize {
    let last = document.slice(span).char_indices().next_back();
    span.start + last.map_or(0, |(at, _)| at)
}

/// The number of `page 12` or `page 12 (printed iv)`.
fn page(part: &str) -> Option<usize> {
    let rest = part.strip_prefix("page ")?;
    rest.split(' ').next()?.parse().ok()
}

/// Stretches in their order, those that touch each other made one, and all of them if they are many.
fn joined(mut stretches: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    stretches.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (first, last) in stretches {
        match joined.last_mut() {
            Some((_, end)) if first <= *end + 1 => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    if let [(first, _), .., (_, last)] = joined[..]
        && joined.len() > MOST_STRETCHES
    {
        return vec![(first, last)];
    }
    joined
}

fn in_words(on: &str, unit: &str, stretches: Vec<(usize, usize)>) -> String {
    let is_one = matches!(stretches[..], [(first, last)] if first == last);
    let numbers = stretches
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            _ => format!("{first}–{last}"),
        });
    let numbers: Vec<String> = numbers.collect();
    let numbers = match numbers.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => numbers.concat(),
    };
    format!("{on} {unit}{} {numbers}", if is_one { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(stretches: &[(usize, usize)]) -> String {
        in_words("on", "page", joined(stretches.to_vec()))
    }

    #[test]
    fn pages_are_named_as_a_person_names_them() {
        assert_eq!(words(&[(7, 7)]), "on page 7");
        assert_eq!(words(&[(26, 31)]), "on pages 26–31");
        assert_eq!(words(&[(26, 31), (3, 3), (32, 33)]), "on pages 3 and 26–33");
        assert_eq!(words(&[(1, 1), (3, 4), (9, 9)]), "on pages 1, 3–4 and 9");
        assert_eq!(words(&[(1, 1), (3, 3), (5, 5), (9, 9)]), "on pages 1–9");
    }

    #[test]
    fn only_a_page_has_the_number_of_one() {
        assert_eq!(page("page 12"), Some(12));
        assert_eq!(page("page 12 (printed iv)"), Some(12));
        assert_eq!(page("footnote 12"), None);
    }
}
