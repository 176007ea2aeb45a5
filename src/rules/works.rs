//! What several rules ask of citations: how to name one to an editor, and which citations are of one work.

use std::collections::BTreeMap;

use super::Case;
use super::wording::joined;
use crate::citations::{Antecedent, Citation, Form};
use crate::notes::Label;

/// How many characters of a title are shown.
const SHOWN: usize = 60;

/// The label of the note that a citation stands in.
pub(super) fn label<'a>(case: &Case<'a>, citation: &Citation) -> &'a Label {
    &case.apparatus.notes[citation.note].label
}

/// A citation as an editor would speak of it: `Yu, “How South Korea’s …”`.
pub(super) fn named(citation: &Citation) -> String {
    let family = citation
        .authors
        .first()
        .map(|author| author.family.as_str());
    let title = citation
        .title
        .as_ref()
        .map(|title| format!("“{}”", shortened(&title.value)));
    match (family, title) {
        (Some(family), Some(title)) => format!("{family}, {title}"),
        (Some(family), None) => family.to_owned(),
        (None, Some(title)) => title,
        (None, None) => "a work without author and title".to_owned(),
    }
}

/// The beginning of a text, up to a word.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let end = text
        .char_indices()
        .nth(SHOWN)
        .map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!(
        "{} …",
        text[..cut].trim_end_matches([' ', ',', '.', ':', ';'])
    )
}

/// Notes as a list for people: `notes 3, 9 and 14`.
pub(super) fn notes(case: &Case<'_>, citations: &[usize]) -> String {
    let mut labels: Vec<String> = Vec::new();
    for &at in citations {
        let label = label(case, &case.citations.citations[at]).to_string();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    match labels.as_slice() {
        [] => "no note".to_owned(),
        [one] => format!("note {one}"),
        several => format!("notes {}", joined(several)),
    }
}

/// How many short forms of the paper lead to a work, and how many lead nowhere; “ibid.” is not counted.
fn short_forms(case: &Case<'_>) -> (usize, usize) {
    let citations = case.citations.citations.iter();
    let short = citations
        .filter(|citation| matches!(citation.form, Form::Short | Form::OpCit | Form::Supra));
    let (mut resolved, mut unresolved) = (0, 0);
    for citation in short {
        match citation.antecedent {
            Antecedent::Citation(_) => resolved += 1,
            Antecedent::Unresolved => unresolved += 1,
            _ => {}
        }
    }
    (resolved, unresolved)
}

/// Whether the paper cites a work in short once it has been cited in full.
pub(super) fn cites_in_short(case: &Case<'_>) -> bool {
    let (resolved, unresolved) = short_forms(case);
    resolved >= 3 && resolved >= 2 * unresolved
}

/// The full citations of each work that has a title, those of one work together, in the order of the text.
pub(super) fn full_citations(case: &Case<'_>) -> Vec<Vec<usize>> {
    let mut works: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, citation) in case.citations.citations.iter().enumerate() {
        let key = citation.title_key();
        if citation.form == Form::Full && !key.is_empty() {
            works.entry(key).or_default().push(at);
        }
    }
    let mut works: Vec<Vec<usize>> = works.into_values().collect();
    works.sort();
    works
}

/// How many letters must be changed, put in or left out to turn one word into another; more than `most` is `None`.
pub(super) fn letters_apart(one: &str, other: &str, most: usize) -> Option<usize> {
    if one.chars().count().abs_diff(other.chars().count()) > most {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|&distance| distance <= most)
}
