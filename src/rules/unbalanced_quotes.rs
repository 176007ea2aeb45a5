//! In a note, a quotation opens and never closes, or closes and never opens.
//!
//! `data`: `note` is the label and `kind` one of `unclosed`, `unopened` and `wrong-side`, the last for a mark that
//! opens in the place of one that closes or the other way round. Single quotation marks look like apostrophes and are
//! looked at only where one that closes stands in the place of one that opens.
//!
//! ## Why
//! The marks tell a title from its outlet and the source's words from the author's. Where one is missing, a reader
//! cannot tell where the one ends and the other begins, nor can a reference manager.
//!
//! ## Example
//! The note reads `“A Partnership for Security, Harbour Weekly, May 4, 2024.`; the mark after `Security,` is missing.
//!
//! ## Fix safety
//! Unsafe: a mark is put in where the outlet or the date begins, or one that closes nothing is taken out. Only somebody
//! who knows the source can say whether the title ends there.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::prose::{MOST_FAULTS, Prose, ending, quoted, shown, text_behind};
use super::quotes::{self, Fault, Habits, LONG, Mark, Role, faults, marks};
use super::title_end::{self, TitleEnd};
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};
use crate::notes::Note;

pub(super) const RULE: Rule = Rule {
    id: "unbalanced-quotes",
    family: Family::Text,
    severity: Some(Severity::Warning),
    source: include_str!("unbalanced_quotes.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let paper = Paper {
        case,
        prose: Prose::new(case),
        habits: Habits::of(&case.document.text),
        titles: LazyCell::new(|| Titles::of(case)),
    };
    (0..case.apparatus.notes.len())
        .flat_map(|index| paper.in_note(index))
        .collect()
}

struct Paper<'a, F> {
    case: &'a Case<'a>,
    prose: Prose<'a>,
    habits: Habits,
    titles: LazyCell<Titles<'a>, F>,
}

/// How the notes of a paper end their titles; read only if there is something to tell.
struct Titles<'a> {
    outlets: BTreeSet<&'a str>,
    /// Whether the comma stands behind the mark rather than before it.
    comma_outside: bool,
}

impl<'a> Titles<'a> {
    fn of(case: &Case<'a>) -> Self {
        let notes = || (case.apparatus.notes.iter()).map(|note| case.document.slice(note.body));
        let count = |patterns: [&str; 3]| -> usize {
            let all =
                notes().flat_map(|note| patterns.map(|pattern| note.matches(pattern).count()));
            all.sum()
        };
        Self {
            outlets: title_end::outlets(case),
            comma_outside: count(["”,", "“,", "\","]) > count([",”", ",“", ",\""]),
        }
    }
}

impl<'a, F: FnOnce() -> Titles<'a>> Paper<'a, F> {
    fn in_note(&self, index: usize) -> Vec<Finding> {
        let note = &self.case.apparatus.notes[index];
        let text = self.case.document.slice(note.body);
        let mut findings: Vec<Finding> = single(self.case, note).into_iter().collect();
        if !text.contains(quotes::SIGNS) {
            return findings;
        }
        let marks = marks(&self.prose.characters(note.body));
        let faults = faults(&marks, self.habits, text.len());
        if faults.is_empty() || faults.len() > MOST_FAULTS || self.goes_on_behind(index) {
            return findings;
        }
        let confidence = if text.len() > LONG {
            Confidence::Medium
        } else {
            Confidence::High
        };
        findings.extend(faults.iter().map(|fault| {
            let finding = match *fault {
                Fault::Unclosed(mark) => self.unclosed(note, &marks, mark),
                Fault::Unopened { mark, closed } => unopened(self.case, note, mark, closed),
                Fault::WrongSide(mark, role) => wrong_side(self.case, note, mark, role),
            };
            finding
                .confidence(confidence)
                .data("note", note.label.to_string())
        }));
        findings
    }

    /// Whether the text behind a note closes what the note leaves open: then the note was cut off at the end of a page.
    fn goes_on_behind(&self, index: usize) -> bool {
        let behind = text_behind(self.case, index);
        let faults = faults(&marks(&behind), self.habits, behind.len());
        matches!(faults.first(), Some(Fault::Unopened { .. }))
    }

    fn unclosed(&self, note: &Note, marks: &[Mark], mark: Mark) -> Finding {
        let document = self.case.document;
        let next_mark = marks.get(marks.partition_point(|other| other.span <= mark.span));
        let until = next_mark.map_or(note.body.end, |next| next.span.start);
        let rest = Span::new(mark.span.end, until);
        let message = format!(
            "the quotation {} opens and never closes",
            quoted(document.slice(rest))
        );
        let end = title_end::find(self.case, rest, &self.titles.outlets);
        let Some(end) = end else {
            return Finding::new(mark.span, message, "Put in the mark that closes it.")
                .data("kind", "unclosed");
        };
        let next = shown(document.slice(end.next));
        let (before, help) = if title_end::is_address(&next) {
            let help = "The mark that closes it belongs somewhere before the address.".to_owned();
            ("the address".to_owned(), help)
        } else {
            let help = format!("The mark that closes it probably belongs before “{next}”.");
            (format!("“{next}”"), help)
        };
        let finding = Finding::new(mark.span, message, help)
            .data("kind", "unclosed")
            .related(end.next, "the title is over before this");
        match closing(mark.sign).filter(|_| end.clear) {
            Some(sign) => finding.fix(Fix::uncertain(
                format!("close the quotation before {before}"),
                vec![self.insertion(end, sign)],
            )),
            None => finding,
        }
    }

    /// Puts the mark where the other notes have it: behind the comma or before it.
    fn insertion(&self, end: TitleEnd, sign: &str) -> Edit {
        let behind = &self.case.document.text[end.at..];
        let stays_outside = behind.starts_with(',') && self.titles.comma_outside;
        let takes_in = behind.starts_with([',', '.', '?', '!']) && !stays_outside;
        let at = end.at + usize::from(takes_in);
        Edit {
            span: Span::new(at, at),
            replacement: sign.to_owned(),
        }
    }
}

fn unopened(case: &Case<'_>, note: &Note, mark: Mark, closed: Option<Mark>) -> Finding {
    let document = case.document;
    let start = closed.map_or(note.body.start, |closed| closed.span.end);
    let before = document.slice(Span::new(start.min(mark.span.start), mark.span.start));
    let last = ending(before);
    let twice = closed.filter(|_| is_name(before));
    if let Some(closed) = twice {
        let message = format!("a quotation closes behind “{last}” that is closed already");
        let help = "Take this mark out, or put in the one that opens a second quotation.";
        return Finding::new(mark.span, message, help)
            .data("kind", "unopened")
            .related(closed.span, "here it closes")
            .fix(Fix::uncertain(
                "take out the mark that closes nothing",
                vec![Edit {
                    span: mark.span,
                    replacement: String::new(),
                }],
            ));
    }
    let message = format!("a quotation closes behind “{last}” that never opened");
    let help = "Put in the mark that opens it, or take this one out.";
    let finding = Finding::new(mark.span, message, help).data("kind", "unopened");
    let is_whole = closed.is_none() && is_one_part(before);
    match opening(mark.sign).filter(|_| is_whole) {
        Some(sign) => finding.fix(Fix::uncertain(
            "open the quotation where the note begins",
            vec![Edit {
                span: Span::new(note.body.start, note.body.start),
                replacement: sign.to_owned(),
            }],
        )),
        None => finding,
    }
}

/// Whether a text is a name and nothing else, as the outlet is between the two marks of a quotation that closes twice.
fn is_name(text: &str) -> bool {
    const LONGEST: usize = 80;
    const SMALL: [&str; 10] = [
        "and", "at", "de", "des", "for", "für", "in", "of", "on", "the",
    ];
    let mut words = text.trim_matches([',', '.', ' ']).split_whitespace();
    text.len() <= LONGEST
        && words.all(|word| word.starts_with(char::is_uppercase) || SMALL.contains(&word))
}

/// Whether a text has no full stop and no comma but at its end, so that it is a title and nothing else.
fn is_one_part(text: &str) -> bool {
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim_end_matches([',', '.', '?', '!', ' ']);
    text.starts_with(char::is_alphanumeric) && !text.contains([',', '.', ':', ';'])
}

fn wrong_side(case: &Case<'_>, note: &Note, mark: Mark, role: Role) -> Finding {
    let text = &case.document.text;
    let (does, stands, partner) = match role {
        Role::Opens => ("opens", "closes", opening(mark.sign)),
        _ => ("closes", "opens", closing(mark.sign)),
    };
    let around = match role {
        Role::Opens => quoted(&text[mark.span.end..note.body.end]),
        _ => format!("“…{}”", ending(&text[note.body.start..mark.span.start])),
    };
    let message = format!("the quotation {around} {does} with a mark that {stands} one");
    let help = "Turn the mark round.";
    let finding = Finding::new(mark.span, message, help).data("kind", "wrong-side");
    match partner {
        Some(sign) => finding.fix(turned(mark.span, sign)),
        None => finding,
    }
}

fn turned(span: Span, sign: &str) -> Fix {
    let edit = Edit {
        span,
        replacement: sign.to_owned(),
    };
    Fix::uncertain("turn the quotation mark round", vec![edit])
}

/// `’Malaysia Considers Jets,’`: what closes a single quotation stands at its beginning. A comma or a full stop before
/// the second mark shows that it is no apostrophe.
fn single(case: &Case<'_>, note: &Note) -> Option<Finding> {
    static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?:^|[\s(“])(’)\p{Lu}[\p{L}-]+ [^‘’“”]*(?:\p{L}’\p{L}[^‘’“”]*)*[,.!?]’(?:$|[\s”);,])",
        )
        .ok()
    });
    let text = case.document.slice(note.body);
    if !text.contains('’') || !text.contains(",’") && !text.contains(".’") {
        return None;
    }
    let mark = PAIR.as_ref()?.captures(text)?.get(1)?;
    let span = Span::new(note.body.start + mark.start(), note.body.start + mark.end());
    let message = format!(
        "the single quotation {} opens with a mark that closes one",
        quoted(&text[mark.end()..])
    );
    let finding = Finding::new(span, message, "Turn the mark round.")
        .confidence(Confidence::Medium)
        .data("kind", "wrong-side")
        .data("note", note.label.to_string());
    Some(finding.fix(turned(span, "‘")))
}

/// The mark that closes what a sign opens; `None` where it depends on more than the sign.
fn closing(sign: char) -> Option<&'static str> {
    match sign {
        '“' => Some("”"),
        '„' | ',' => Some("“"),
        '"' => Some("\""),
        '「' => Some("」"),
        '『' => Some("』"),
        _ => None,
    }
}

/// The mark that opens what a sign closes; `None` where it depends on more than the sign.
fn opening(sign: char) -> Option<&'static str> {
    match sign {
        '”' => Some("“"),
        '"' => Some("\""),
        '」' => Some("「"),
        '』' => Some("『"),
        _ => None,
    }
}
