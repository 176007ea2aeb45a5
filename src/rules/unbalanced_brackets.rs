//! In a note, a bracket opens and never closes, or closes and never opens.
//!
//! `data`: `note` is the label and `kind` one of `unclosed`, `unopened` and `mismatched`, the last for a round bracket
//! that a square one closes or the other way round. Labels such as `a)`, intervals such as `[0, 1)`, faces such as `:)`
//! and what stands in an address are no faults.
//!
//! ## Why
//! A reader, and a reference manager, cannot tell where the place of publication, the translation of a title or an
//! aside ends.
//!
//! ## Example
//! The note reads `Ann Weber, Harbours at War (Lindow: Harbour Press, 2020, p. 5.`; the bracket after `2020` is
//! missing.
//!
//! ## Fix safety
//! Unsafe: the bracket is put in after the year or before the date. Only somebody who knows what was meant can say
//! whether it belongs there.

use std::sync::LazyLock;

use regex::Regex;

use super::prose::{MOST_FAULTS, Prose, after, before, ending, quoted, text_behind};
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};
use crate::notes::Note;

pub(super) const RULE: Rule = Rule {
    id: "unbalanced-brackets",
    family: Family::Text,
    severity: Some(Severity::Warning),
    source: include_str!("unbalanced_brackets.rs"),
    check,
};

/// Pairs of brackets; the forms of East Asia pair with the others of their kind.
const PAIRS: [([char; 2], [char; 2]); 2] = [(['(', '（'], [')', '）']), (['[', '［'], [']', '］'])];

/// An interval is at most this long, in bytes.
const LONGEST_INTERVAL: usize = 40;

/// An aside of this length, in bytes, may have several sentences, and its end may be anywhere.
const LONG: usize = 600;

/// A bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bracket {
    sign: char,
    /// The index of its pair.
    pair: usize,
    opens: bool,
    span: Span,
}

/// A bracket without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Unclosed(Bracket),
    Unopened(Bracket),
    /// What opens, and what closes it and is of another kind.
    Mismatched(Bracket, Bracket),
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let prose = Prose::new(case);
    (0..case.apparatus.notes.len())
        .flat_map(|index| in_note(case, &prose, index))
        .collect()
}

fn in_note(case: &Case<'_>, prose: &Prose<'_>, index: usize) -> Vec<Finding> {
    let note = &case.apparatus.notes[index];
    let mut faults = faults(&prose.characters(note.body));
    faults.retain(|fault| !is_in_address(prose, fault));
    if is_blacked_out(case.document.slice(note.body)) {
        faults.retain(|fault| !matches!(fault, Fault::Unclosed(_)));
    }
    if faults.is_empty() || faults.len() > MOST_FAULTS || goes_on_behind(case, index) {
        return Vec::new();
    }
    let confidence = if note.body.len() > LONG {
        Confidence::Medium
    } else {
        Confidence::High
    };
    let findings = faults.iter().map(|fault| {
        finding(case, note, *fault)
            .confidence(confidence)
            .data("note", note.label.to_string())
    });
    findings.collect()
}

/// Whether the end of a note was made unreadable, and with it perhaps the bracket that closes.
fn is_blacked_out(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ';', ' ']);
    text.ends_with("[REDACTED]") || text.ends_with('█')
}

/// Whether a bracket stands in the same word as an address, of which it may be a part.
fn is_in_address(prose: &Prose<'_>, fault: &Fault) -> bool {
    let at = match fault {
        Fault::Unclosed(bracket) | Fault::Unopened(bracket) | Fault::Mismatched(_, bracket) => {
            bracket.span.start
        }
    };
    let word = prose.word_at(at);
    // A bracket before an address, or behind it, is one of the sentence.
    let inside = word.trim_matches(|sign: char| !sign.is_alphanumeric() && sign != '/');
    let is_address = word.contains("://") || word.starts_with("www.") || word.contains('@');
    is_address && inside.contains(['(', ')', '[', ']'])
}

/// Whether the text behind a note closes what the note leaves open: then the note was cut off at the end of a page.
fn goes_on_behind(case: &Case<'_>, index: usize) -> bool {
    let faults = faults(&text_behind(case, index));
    matches!(faults.first(), Some(Fault::Unopened(_)))
}

/// The brackets without a partner, in the order of the text.
fn faults(characters: &[(usize, char)]) -> Vec<Fault> {
    let mut open: Vec<(usize, Bracket)> = Vec::new();
    let mut waiting = [0_usize; PAIRS.len()];
    let mut faults = Vec::new();
    for (at, &(start, sign)) in characters.iter().enumerate() {
        let Some(bracket) = bracket(start, sign) else {
            continue;
        };
        if is_face(characters, at) || is_around_bracket(characters, at) {
            continue;
        }
        if bracket.opens {
            open.push((at, bracket));
            waiting[bracket.pair] += 1;
            continue;
        }
        match open.last().copied() {
            Some(_) if waiting[bracket.pair] > 0 => {
                // What opened behind the partner never closed.
                while let Some((_, opening)) = open.pop() {
                    waiting[opening.pair] -= 1;
                    if opening.pair == bracket.pair {
                        break;
                    }
                    faults.push(Fault::Unclosed(opening));
                }
            }
            Some((from, opening)) => {
                open.pop();
                waiting[opening.pair] -= 1;
                if !is_interval(&characters[from + 1..at]) {
                    faults.push(Fault::Mismatched(opening, bracket));
                }
            }
            None if is_label(characters, at) => {}
            None => faults.push(Fault::Unopened(bracket)),
        }
    }
    faults.extend(
        open.into_iter()
            .map(|(_, bracket)| Fault::Unclosed(bracket)),
    );
    faults
}

fn bracket(start: usize, sign: char) -> Option<Bracket> {
    let pair =
        (PAIRS.iter()).position(|(open, close)| open.contains(&sign) || close.contains(&sign))?;
    Some(Bracket {
        sign,
        pair,
        opens: PAIRS[pair].0.contains(&sign),
        span: Span::new(start, start + sign.len_utf8()),
    })
}

/// `:)`, `;-)`, `:(`.
fn is_face(characters: &[(usize, char)], at: usize) -> bool {
    let is_mouth = ['(', ')'].contains(&characters[at].1);
    let nose = usize::from(before(characters, at) == Some('-'));
    let Some(eyes) = at.checked_sub(1 + nose).filter(|_| is_mouth) else {
        return false;
    };
    let apart = before(characters, eyes).is_none_or(char::is_whitespace)
        && after(characters, at).is_none_or(|next| !next.is_alphanumeric());
    apart && ":;=".contains(characters[eyes].1)
}

/// Whether a square bracket stands around a bracket that an editor put in: `[)]`.
fn is_around_bracket(characters: &[(usize, char)], at: usize) -> bool {
    let sign_at = |at: Option<usize>| at.and_then(|at| characters.get(at)).map(|&(_, sign)| sign);
    let (inner, outer, partner) = match characters[at].1 {
        '[' => (at.checked_add(1), at.checked_add(2), ']'),
        ']' => (at.checked_sub(1), at.checked_sub(2), '['),
        _ => return false,
    };
    sign_at(outer) == Some(partner) && sign_at(inner).is_some_and(|sign| bracket(0, sign).is_some())
}

/// `0, 1` of `[0, 1)`: two short things and a sign between them.
fn is_interval(inside: &[(usize, char)]) -> bool {
    if inside.len() > LONGEST_INTERVAL {
        return false;
    }
    let parts: String = inside.iter().map(|&(_, character)| character).collect();
    let mut bounds = parts.split([',', ';']);
    let both = (bounds.next(), bounds.next(), bounds.next());
    matches!(both, (Some(low), Some(high), None)
            if [low, high].iter().all(|bound| is_bound(bound.trim())))
}

/// A number, infinity or the name of a quantity.
fn is_bound(bound: &str) -> bool {
    let is_number = bound
        .chars()
        .all(|c| c.is_ascii_digit() || ".+-−%∞".contains(c));
    !bound.is_empty() && (is_number || bound.chars().count() <= 3)
}

/// `a)`, `iv)`, `2)` at the beginning of an item.
fn is_label(characters: &[(usize, char)], at: usize) -> bool {
    let label: Vec<char> = (characters[..at].iter().rev())
        .map(|&(_, character)| character)
        .take_while(|character| character.is_alphanumeric())
        .take(5)
        .collect();
    let first = at - label.len();
    let previous = before(characters, first);
    if label.is_empty() || label.len() > 4 || previous.is_some_and(|c| !c.is_whitespace()) {
        return false;
    }
    let is_letter = label.len() == 1 && label[0].is_alphabetic();
    let is_roman = label.iter().all(|letter| "ivxIVX".contains(*letter));
    let is_number = label.len() <= 2 && label.iter().all(char::is_ascii_digit);
    is_letter
        || is_roman
        || is_number && (begins_item(&characters[..first]) || is_counted(characters, &label))
}

/// Whether the number before or behind this one, which is written backwards, stands with a bracket as well: then they count.
fn is_counted(characters: &[(usize, char)], label: &[char]) -> bool {
    let number: String = label.iter().rev().collect();
    let Ok(number) = number.parse::<u32>() else {
        return false;
    };
    let text: String = characters.iter().map(|&(_, character)| character).collect();
    let neighbours = [number.checked_sub(1), number.checked_add(1)];
    let mut neighbours = neighbours
        .into_iter()
        .flatten()
        .filter(|&number| number > 0);
    neighbours.any(|number| text.contains(&format!(" {number}) ")))
}

/// Whether an item may begin behind a text: at its beginning, behind a line end, a comma, a colon, “and”.
fn begins_item(text: &[(usize, char)]) -> bool {
    let mut behind = text.iter().rev().map(|&(_, character)| character);
    let breaks_line = (behind.by_ref().take_while(|c| c.is_whitespace())).any(|c| c == '\n');
    let word: String = (text.iter().rev().map(|&(_, character)| character))
        .skip_while(|c| c.is_whitespace())
        .take_while(|c| !c.is_whitespace())
        .take(4)
        .collect();
    breaks_line
        || word.is_empty()
        || word.starts_with([',', ';', ':'])
        || ["dna", "ro"].contains(&word.as_str())
}

fn finding(case: &Case<'_>, note: &Note, fault: Fault) -> Finding {
    let text = &case.document.text;
    match fault {
        Fault::Unclosed(bracket) => {
            let what = quoted(&text[bracket.span.start..note.body.end]);
            let message = format!("the bracket {what} opens and never closes");
            let finding = Finding::new(bracket.span, message, "Put in the bracket that closes it.");
            let fix = closed_behind_year(text, note, bracket);
            Finding { fix, ..finding }.data("kind", "unclosed")
        }
        Fault::Unopened(bracket) => {
            let last = ending(&text[note.body.start..bracket.span.start]);
            let message = format!("a bracket closes behind “{last}” that never opened");
            let help = "Put in the bracket that opens it, or take this one out.";
            let fix = opened_before_year(text, note, bracket);
            let finding = Finding::new(bracket.span, message, help);
            Finding { fix, ..finding }.data("kind", "unopened")
        }
        Fault::Mismatched(opening, bracket) => {
            let message = format!(
                "“{}” opens a bracket that “{}” closes",
                opening.sign, bracket.sign
            );
            let help = "Let one of the two be like the other, or put in those that are missing.";
            Finding::new(bracket.span, message, help)
                .related(opening.span, "here it opens")
                .data("kind", "mismatched")
        }
    }
}

/// Months and seasons, in front of a year.
const TIME: &str = "(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|Spring|\
                    Summer|Autumn|Fall|Winter) )?";

/// `(Lindow: Harbour Press, 2020, p. 5` and `28, no. 1 (2020, https://…`: the bracket encloses a place, a publisher and a
/// year, or a date.
fn closed_behind_year(text: &str, note: &Note, bracket: Bracket) -> Option<Fix> {
    static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let press = r"(?:[^()\[\]“”.;:]{2,40}: [^()\[\]“”.;:]{2,60}, )?";
        Regex::new(&format!(
            r"^{press}{TIME}((?:18|19|20)[0-9]{{2}})(?:[,.;:]|$)"
        ))
        .ok()
    });
    let inside = &text[bracket.span.end..note.body.end];
    let year = YEAR.as_ref()?.captures(inside)?.get(1)?;
    let at = bracket.span.end + year.end();
    (bracket.sign == '(').then(|| insertion("close the bracket behind the year", at, ")"))
}

/// `28, no. 1 2020)`: the bracket encloses a date.
fn opened_before_year(text: &str, note: &Note, bracket: Bracket) -> Option<Fix> {
    static DATE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!(r"[0-9] ({TIME}(?:18|19|20)[0-9]{{2}})$")).ok());
    // The date is short, and the note may be long.
    const REACH: usize = 24;
    let start = bracket
        .span
        .start
        .saturating_sub(REACH)
        .max(note.body.start);
    let inside = text.get(start..bracket.span.start)?;
    let date = DATE.as_ref()?.captures(inside)?.get(1)?;
    let at = start + date.start();
    (bracket.sign == ')').then(|| insertion("open the bracket before the date", at, "("))
}

fn insertion(message: &str, at: usize, sign: &str) -> Fix {
    let edit = Edit {
        span: Span::new(at, at),
        replacement: sign.to_owned(),
    };
    Fix::uncertain(message, vec![edit])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faulty(text: &str) -> Vec<&str> {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let at = |fault: &Fault| match fault {
            Fault::Unclosed(bracket) | Fault::Unopened(bracket) | Fault::Mismatched(_, bracket) => {
                bracket.span.start
            }
        };
        faults(&characters)
            .iter()
            .map(|fault| &text[at(fault)..])
            .collect()
    }

    #[test]
    fn a_bracket_without_a_partner_is_named() {
        assert_eq!(faulty("A (B: C, 2020, p. 5."), ["(B: C, 2020, p. 5."]);
        assert_eq!(faulty("A B: C, 2020), p. 5."), ["), p. 5."]);
        assert_eq!(faulty("A (B (C), D."), ["(B (C), D."]);
        assert_eq!(faulty("A (B [C) D."), ["[C) D."]);
        assert_eq!(faulty("A (B] C."), ["] C."]);
        assert_eq!(faulty("A, pp. 12), B."), ["), B."]);
    }

    #[test]
    fn labels_intervals_faces_and_editors_are_right() {
        for text in [
            "a) one, b) two; iv) three",
            "Three ways: 1) by sea, 2) by land and 3) by air.",
            "1) by sea\n2) by land",
            "for all x in [0, 1) and (−∞, b]",
            "enjoy ;) and weep :-(",
            "A (B, C[)] at 5.",
            "（甲) and 〔乙〕",
        ] {
            assert_eq!(faulty(text), [""; 0], "{text}");
        }
    }
}
