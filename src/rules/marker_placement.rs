//! A marker stands before the punctuation in a paper that sets its markers after it, or the other way round.
//!
//! `data`: `marker` is the label and `habit` is `behind` or `before`. The paper's own habit decides, and only where
//! there are twenty markers beside a mark or more and at least 95 in a hundred of them agree. A marker that stands
//! beside no mark says nothing, nor does one that is a word of its sentence, as in “see [4].”
//!
//! ## Why
//! Readers learn from its place whether a marker belongs to a word or to the whole sentence; one that stands otherwise
//! than the rest looks as if it meant something else.
//!
//! ## Example
//! Ninety markers stand as in `the port was closed.[12]` and one as in `the port was closed[13].`
//!
//! ## Fix safety
//! Unsafe: the marker is moved to the other side of the mark. It may belong to the last word alone.

use super::prose::tail;
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};
use crate::settings::Placement;

pub(super) const RULE: Rule = Rule {
    id: "marker-placement",
    family: Family::Text,
    severity: Some(Severity::Info),
    source: include_str!("marker_placement.rs"),
    check,
};

/// So many markers make a habit.
const ENOUGH: usize = 20;

/// At most one marker in so many may do otherwise; more are a habit of their own.
const ONE_IN: usize = 20;

/// The punctuation that parts sentences and their clauses.
const MARKS: [char; 6] = ['.', ',', ';', ':', '!', '?'];

/// What may stand between a mark and its marker.
const CLOSING: [char; 7] = ['”', '’', '"', '»', '“', ')', ']'];

/// Behind these words a marker is a noun, as in “see [4].”
const BEFORE_NOUN: [&str; 24] = [
    "and",
    "as",
    "by",
    "cf",
    "citation",
    "endnote",
    "equation",
    "fig",
    "figure",
    "footnote",
    "from",
    "in",
    "item",
    "n",
    "no",
    "note",
    "of",
    "or",
    "ref",
    "reference",
    "refs",
    "see",
    "to",
    "with",
];

/// What ends in a full stop without ending a sentence.
const ABBREVIATIONS: [&str; 16] = [
    "al", "approx", "ca", "cf", "dr", "e.g", "eq", "etc", "fig", "figs", "i.e", "no", "pp", "ref",
    "st", "vs",
];

/// How much of the text before a marker tells of its place, in bytes.
const NEAR: usize = 80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Behind the end of a sentence.
    Behind,
    /// Behind the end of a clause. In a paper that sets its markers before the mark it may be a noun: “(as in Roe, [4])”.
    BehindClause,
    Before,
}

/// Markers side by side, and on which side of a mark they stand.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// The index of the first marker.
    marker: usize,
    span: Span,
    place: Place,
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let groups = groups(case);
    let count = |place| groups.iter().filter(|group| group.place == place).count();
    let (sentences, before) = (count(Place::Behind), count(Place::Before));
    let behind = sentences + count(Place::BehindClause);
    let decided = case.house.and_then(|house| house.markers);
    if let Some(decided) = decided {
        return against(case, &groups, decided);
    }
    let (stray, others, strays) = if behind > before {
        (Place::Before, behind, before)
    } else {
        (Place::Behind, before, sentences)
    };
    if others + strays < ENOUGH || strays * ONE_IN > others + strays {
        return Vec::new();
    }
    (groups.iter())
        .filter(|group| group.place == stray)
        .map(|group| {
            let habit = habit(group.place);
            let help = format!(
                "{others} others of the paper stand {habit} it. Move this one, too, or see what it belongs to."
            );
            finding(case, group, help)
        })
        .collect()
}

/// The markers that stand otherwise than the house has decided.
fn against(case: &Case<'_>, groups: &[Group], decided: Placement) -> Vec<Finding> {
    let is_stray = |group: &&Group| match decided {
        Placement::Behind => group.place == Place::Before,
        Placement::Before => group.place == Place::Behind,
    };
    let strays = groups.iter().filter(is_stray);
    strays
        .map(|group| {
            let help =
                "The house sets markers on the other side. Move it, or see what it belongs to.";
            finding(case, group, help.to_owned())
        })
        .collect()
}

/// The markers that stand beside a mark.
fn groups(case: &Case<'_>) -> Vec<Group> {
    let text = &case.document.text;
    let mut spans: Vec<(usize, Span)> = Vec::new();
    let called = (case.apparatus.markers.iter().enumerate())
        .filter(|(_, marker)| marker.note.is_some() && !is_in_note(case, marker.token));
    for (index, marker) in called {
        match spans.last_mut() {
            Some((_, last))
                if marker.token.start < last.end
                    || is_joint(&text[last.end..marker.token.start]) =>
            {
                last.end = last.end.max(marker.token.end);
            }
            _ => spans.push((index, marker.token)),
        }
    }
    (spans.into_iter())
        .filter_map(|(marker, span)| {
            let place = place(tail(&text[..span.start], NEAR), &text[span.end..])?;
            Some(Group {
                marker,
                span,
                place,
            })
        })
        .collect()
}

fn is_in_note(case: &Case<'_>, token: Span) -> bool {
    let notes = &case.apparatus.notes;
    let behind = notes.partition_point(|note| note.span.start <= token.start);
    behind > 0 && notes[behind - 1].span.overlaps(token)
}

/// Whether a text between two markers parts them no more than the comma of a list.
fn is_joint(between: &str) -> bool {
    between.len() <= 2 && between.chars().all(|c| ", –-".contains(c))
}

/// On which side of a mark a marker stands; `None` for one that stands beside none, or between two.
fn place(before: &str, behind: &str) -> Option<Place> {
    let words = before.trim_end_matches(' ');
    let blank = words.len() < before.len();
    let bare = words.trim_end_matches(CLOSING);
    let follows_mark = bare.ends_with(MARKS);
    let precedes_mark = behind.starts_with(MARKS) && !behind.starts_with("..");
    if precedes_mark {
        // What stands before a colon may be a name or a heading, to which the marker belongs alone.
        let is_before = !follows_mark && !behind.starts_with(':') && !is_noun(words);
        return is_before.then_some(Place::Before);
    }
    if !follows_mark {
        return None;
    }
    if bare.ends_with([',', ';', ':']) {
        let is_clause = !blank && behind.starts_with(char::is_whitespace);
        return is_clause.then_some(Place::BehindClause);
    }
    (begins_sentence(behind) && !is_abbreviation(bare)).then_some(Place::Behind)
}

/// Whether a marker behind these words is a word of its sentence.
fn is_noun(words: &str) -> bool {
    let word = words.rsplit(|c: char| !c.is_alphabetic()).next();
    let ends_bare = words.ends_with(char::is_alphabetic);
    ends_bare && word.is_some_and(|word| BEFORE_NOUN.contains(&word.to_lowercase().as_str()))
}

fn begins_sentence(behind: &str) -> bool {
    let rest = behind.trim_start_matches(CLOSING);
    if rest.starts_with('\n') || rest.trim_start().is_empty() {
        return true;
    }
    let next = rest
        .trim_start()
        .trim_start_matches(['“', '„', '"', '«', '(', '‘', '[']);
    rest.starts_with(char::is_whitespace) && next.starts_with(|c: char| !c.is_lowercase())
}

/// Whether a full stop ends an abbreviation or an initial.
fn is_abbreviation(words: &str) -> bool {
    let Some(words) = words.strip_suffix('.') else {
        return false;
    };
    let word = words.rsplit(|c: char| c.is_whitespace() || c == '(').next();
    let word = word.unwrap_or_default().to_lowercase();
    word.chars().count() < 2 || ABBREVIATIONS.contains(&word.as_str())
}

/// The other side of the punctuation.
fn habit(place: Place) -> &'static str {
    match place {
        Place::Before => "behind",
        _ => "before",
    }
}

fn finding(case: &Case<'_>, group: &Group, help: String) -> Finding {
    let label = &case.apparatus.markers[group.marker].label;
    let habit = habit(group.place);
    let stands = if habit == "behind" {
        "before"
    } else {
        "behind"
    };
    let message = format!("marker {label} stands {stands} the punctuation");
    let finding = Finding::new(group.span, message, help)
        .confidence(Confidence::Medium)
        .data("marker", label.to_string())
        .data("habit", habit);
    Finding {
        fix: moved(&case.document.text, group),
        ..finding
    }
}

/// Moves the markers over the mark beside them, with the quotation marks that belong to it.
fn moved(text: &str, group: &Group) -> Option<Fix> {
    let (before, behind) = (&text[..group.span.start], &text[group.span.end..]);
    let target = match group.place {
        Place::Before => {
            let rest = behind
                .trim_start_matches(MARKS)
                .trim_start_matches(['”', '’', '"', '»']);
            text.len() - rest.len()
        }
        _ => before.strip_suffix(MARKS)?.len(),
    };
    let edits = vec![
        Edit {
            span: group.span,
            replacement: String::new(),
        },
        Edit {
            span: Span::new(target, target),
            replacement: text[group.span.start..group.span.end].to_owned(),
        },
    ];
    Some(Fix::uncertain("move the marker to the other side", edits))
}
