//! A note does not end with a full stop, and nearly all the others do.
//!
//! `data`: `note` is the label. The paper's own habit decides, and of those that end with an address the habit of such
//! notes. Question and exclamation marks and an ellipsis end a note as well.
//!
//! ## Why
//! The end of the note may be lost. If it is not, the list looks careless.
//!
//! ## Example
//! Eighty notes end as in `Harbour Weekly, 4 May 2021.` and one as in `Harbour Weekly, 9 June 2021`.
//!
//! ## Fix safety
//! Unsafe: a full stop is put in, which hides what may be missing before it. Nothing is offered after a closing
//! quotation mark, where usage differs.

use super::prose::{Prose, ending};
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};
use crate::notes::{ListKind, Note};

pub(super) const RULE: Rule = Rule {
    id: "missing-final-period",
    family: Family::Text,
    severity: Some(Severity::Info),
    source: include_str!("missing_final_period.rs"),
    check,
};

/// So many notes make a habit.
const ENOUGH: usize = 12;

/// At most one note in so many may do otherwise.
const ONE_IN: usize = 20;

/// What may stand behind the last full stop: closing marks, markup, the arrow back to the text.
const CLOSING: [char; 13] = [
    '”', '’', '"', '\'', '»', '“', ')', ']', '>', '*', '_', '↩', '↑',
];

/// What ends a note.
const ENDS: [char; 8] = ['.', '!', '?', '…', '。', '．', '！', '？'];

/// A note that has an end to be judged.
struct Ending<'a> {
    note: &'a Note,
    has_mark: bool,
    /// Whether an address stands at its end.
    is_address: bool,
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let prose = Prose::new(case);
    let lists = 0..case.apparatus.lists.len();
    lists.flat_map(|list| in_list(case, &prose, list)).collect()
}

fn in_list(case: &Case<'_>, prose: &Prose<'_>, list: usize) -> Vec<Finding> {
    let notes = case.apparatus.notes_of(list);
    let endings: Vec<Ending<'_>> = notes
        .filter_map(|(_, note)| judge(case, prose, note))
        .collect();
    let without_mark = |is_address: bool| {
        let alike = || {
            endings
                .iter()
                .filter(move |ending| ending.is_address == is_address)
        };
        let strays: Vec<&Ending<'_>> = alike().filter(|ending| !ending.has_mark).collect();
        let is_habit = alike().count() >= ENOUGH
            && (strays.len() * ONE_IN <= alike().count() || strays.len() == 1);
        if is_habit { strays } else { Vec::new() }
    };
    let mut strays = without_mark(false);
    strays.extend(without_mark(true));
    strays.sort_by_key(|ending| ending.note.span);
    let stray = strays.into_iter().map(|ending| finding(case, ending));
    stray.collect()
}

/// How a note ends; `None` for one without an end of its own.
fn judge<'a>(case: &Case<'a>, prose: &Prose<'_>, note: &'a Note) -> Option<Ending<'a>> {
    let text = case.document.slice(note.body).trim_end();
    let bare = text.trim_end_matches(|sign: char| CLOSING.contains(&sign) || sign.is_whitespace());
    let has_mark = bare.ends_with(ENDS);
    let last = bare.trim_end_matches(ENDS).trim_end_matches(CLOSING);
    if !last.contains(char::is_alphanumeric) || (!has_mark && is_open_ended(case, note, bare)) {
        return None;
    }
    Some(Ending {
        note,
        has_mark,
        is_address: prose.hides(note.body.start + last.len() - 1),
    })
}

/// Whether a note without a mark at its end goes on elsewhere, was made unreadable, or ends with what takes no full stop:
/// a signature, the last row of a table, letters glued to a full stop.
fn is_open_ended(case: &Case<'_>, note: &Note, bare: &str) -> bool {
    let behind = case.document.text[note.span.end..].trim_start();
    let is_cut = case.apparatus.lists[note.list].kind == ListKind::Footnotes
        && behind.starts_with(char::is_lowercase);
    let is_broken_off = bare.ends_with(['█', ':', ';', ',', '-', '–', '—']);
    let words = bare.split_whitespace().rev();
    let is_row = words
        .take(3)
        .all(|word| word.contains(|c: char| c.is_ascii_digit()));
    let is_glued = bare
        .rsplit(char::is_whitespace)
        .next()
        .is_some_and(|word| word.starts_with('.'));
    is_cut || is_broken_off || bare.ends_with("REDACTED") || is_row || is_glued || is_signed(bare)
}

/// Whether the name of somebody stands behind a dash at the end of what they said.
fn is_signed(bare: &str) -> bool {
    bare.rfind(['—', '–']).is_some_and(|dash| {
        let said = bare[..dash].trim_end().trim_end_matches(CLOSING);
        said.ends_with(ENDS)
    })
}

fn finding(case: &Case<'_>, ending_of: &Ending<'_>) -> Finding {
    let note = ending_of.note;
    let text = case.document.slice(note.body).trim_end();
    let end = note.body.start + text.len();
    let last = text.chars().next_back().map_or(0, char::len_utf8);
    let message = format!("note {} ends without a full stop", note.label);
    let what = if ending_of.is_address {
        "Nearly all others that end with an address have one behind it.".to_owned()
    } else {
        format!(
            "Nearly all others have one. See whether something is missing behind “{}”.",
            ending(text)
        )
    };
    let finding = Finding::new(Span::new(end - last, end), message, what)
        .confidence(Confidence::Medium)
        .data("note", note.label.to_string());
    if text.ends_with(['”', '’', '"', '\'', '»', '“']) {
        return finding;
    }
    let edit = Edit {
        span: Span::new(end, end),
        replacement: ".".to_owned(),
    };
    finding.fix(Fix::uncertain("end the note with a full stop", vec![edit]))
}
