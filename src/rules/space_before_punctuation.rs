//! There is a space before a full stop or a comma.
//!
//! Ellipses written `. . .`, decimals such as ` .5` and names such as ` .pdf` are right, and so is what French sets
//! before its semicolons, colons, question and exclamation marks.
//!
//! ## Why
//! It is the mark of an edit half done, mostly of an address or a marker that was put in or taken out; at the end of a
//! line the full stop may come to stand alone on the next one.
//!
//! ## Example
//! The note ends `https://www.example.org/white-paper .`, with a space before the full stop.
//!
//! ## Fix safety
//! Safe: the space is taken out. Where a word is glued to the other side of the mark, nothing is offered.

use super::prose::{BLANKS, Prose, running_text};
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "space-before-punctuation",
    family: Family::Text,
    severity: Some(Severity::Info),
    source: include_str!("space_before_punctuation.rs"),
    check,
};

/// Words that something must follow. What stood behind one was lost with its formula or its link, and the blank is no
/// fault of its own.
const OPEN_ENDED: [&str; 38] = [
    "a", "about", "an", "and", "are", "as", "at", "be", "between", "by", "each", "from", "for",
    "have", "if", "in", "into", "is", "let", "like", "of", "on", "or", "see", "so", "than", "that",
    "the", "then", "to", "was", "were", "when", "where", "which", "while", "whose", "with",
];

fn check(case: &Case<'_>) -> Vec<Finding> {
    let prose = Prose::new(case);
    let mut found: Vec<Blank> = (running_text(case).into_iter())
        .flat_map(|stretch| blanks(case, &prose, stretch, Confidence::Medium))
        .collect();
    // Where one was lost, so were others, and what stood before their marks is not to be told.
    if (found.iter()).any(|blank| is_open_ended(case, blank) || is_variable(case, blank)) {
        found.clear();
    }
    let notes = (case.apparatus.notes.iter()).map(|note| note.body);
    found.extend(notes.flat_map(|note| blanks(case, &prose, note, Confidence::High)));
    found.retain(|blank| !is_open_ended(case, blank));
    found.sort_by_key(|blank| blank.span);
    (found.into_iter())
        .filter_map(|blank| finding(case, &prose, blank))
        .collect()
}

/// A blank before a mark, and the stretch of text in which it stands.
#[derive(Debug, Clone, Copy)]
struct Blank {
    span: Span,
    stretch: Span,
    confidence: Confidence,
}

fn blanks(case: &Case<'_>, prose: &Prose<'_>, stretch: Span, confidence: Confidence) -> Vec<Blank> {
    let text = case.document.slice(stretch);
    let marks = text.match_indices(['.', ',']);
    let blanks = marks.filter_map(|(at, _)| {
        let words = text[..at].trim_end_matches(BLANKS);
        let is_blank = words.len() < at && words.ends_with(ends_word);
        let mark = stretch.start + at;
        let is_one = is_blank && !prose.hides(mark) && !is_repeated(&text[at + 1..]);
        let span = Span::new(stretch.start + words.len(), mark);
        is_one.then_some(Blank {
            span,
            stretch,
            confidence,
        })
    });
    blanks.collect()
}

/// Whether the word before it is a letter alone, as a variable is: its formula was taken apart.
fn is_variable(case: &Case<'_>, blank: &Blank) -> bool {
    let words = case
        .document
        .slice(Span::new(blank.stretch.start, blank.span.start));
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.chars().count() == 1 && last.chars().all(char::is_alphabetic)
}

fn is_open_ended(case: &Case<'_>, blank: &Blank) -> bool {
    let words = case
        .document
        .slice(Span::new(blank.stretch.start, blank.span.start));
    let last = words.rsplit(|c: char| !c.is_alphabetic()).next();
    last.is_some_and(|last| OPEN_ENDED.contains(&last.to_lowercase().as_str()))
}

fn finding(case: &Case<'_>, prose: &Prose<'_>, blank: Blank) -> Option<Finding> {
    let Blank {
        span,
        stretch,
        confidence,
    } = blank;
    let words = case.document.slice(Span::new(stretch.start, span.start));
    let mark = case.document.slice(Span::new(span.end, stretch.end));
    let sign = if mark.starts_with('.') {
        "full stop"
    } else {
        "comma"
    };
    let word = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let message = format!("a blank before the {sign} behind “{}”", shown_end(word));
    let behind = mark.chars().nth(1);
    if behind.is_none_or(can_follow) {
        let finding = Finding::new(span, message, "Take the blank out.").confidence(confidence);
        return Some(finding.fix(Fix::safe("take out the blank", span, "")));
    }
    // Letters behind an address were glued to the full stop; behind a word they may be a name such as `.NET`.
    let is_address = span.start > stretch.start && prose.hides(span.start - 1);
    let is_word = behind.is_some_and(char::is_alphabetic);
    let help = "Take the blank out, and the letters that are glued to the mark.";
    (is_address && is_word).then(|| Finding::new(span, message, help))
}

/// Whether a sentence or a part of one can end with a character.
fn ends_word(sign: char) -> bool {
    sign.is_alphanumeric() || ")]”’\"»/>%".contains(sign)
}

/// Whether another point or comma follows: `. . .`, and `,,` in place of `„`.
fn is_repeated(behind: &str) -> bool {
    behind.trim_start_matches(BLANKS).starts_with(['.', ','])
}

/// Whether a character can follow a full stop or a comma without being a part of a name or a number.
fn can_follow(sign: char) -> bool {
    sign.is_whitespace() || ")]”’\"»[⁰¹²³⁴⁵⁶⁷⁸⁹".contains(sign)
}

/// The end of a word, which may be an address, short enough for a message.
fn shown_end(word: &str) -> String {
    const LONGEST: usize = 30;
    let count = word.chars().count();
    if count <= LONGEST {
        return word.to_owned();
    }
    let tail: String = word.chars().skip(count - LONGEST).collect();
    format!("…{tail}")
}
