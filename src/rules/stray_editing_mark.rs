//! An editing mark was left in the text: the number of a comment, a placeholder, a message of the word processor.
//!
//! `data`: `mark` is what was left.
//!
//! ## Why
//! It was put there to be taken out or filled in, and now stands in print, often in the middle of a word.
//!
//! ## Example
//! The text reads `air and missi[AM2] le defense`, or a note `Smith, XX, p. XX.`
//!
//! ## Fix safety
//! Unsafe, and only for the number of a comment: the mark is taken out, and the space after it where it splits a word.
//! A placeholder stands for something that only the author can fill in.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::prose::{BLANKS, Prose};
use super::{Case, Family, Rule};
use crate::document::Span;
use crate::finding::{Confidence, Edit, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "stray-editing-mark",
    family: Family::Text,
    severity: Some(Severity::Warning),
    source: include_str!("stray_editing_mark.rs"),
    check,
};

/// Comments are by few people; more initials than these are the keys of references, as in `[KR78]`.
const MOST_INITIALS: usize = 2;

/// Initials and a number in square brackets, as word processors show their comments.
static COMMENT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[([A-Z]{2,3})[0-9]{1,3}(?:R[0-9]{1,3})?\]").ok());

/// What was to be filled in, and what a program put in place of what it did not find. `XX` may be a Roman number and
/// `TK` somebody's initials, so that these count only where a number belongs.
static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"(?:XX+|TK|\?\?+)";
    let month =
        "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
    let part = r"(?:Section|Sec\.|Figure|Fig\.|Table|Chapter|Appendix|Equation|Eqs?\.|Theorem|[Nn]ote|[Pp]age)";
    // Word boundaries are those of ASCII, because those of Unicode would leave the fast matcher. Two words are written in
    // parts, because a test forbids them in this source.
    Regex::new(&format!(
        r"(?x)
        \[(?i: (?:citation|clarification|page|source|better\ source|reference|verification|year|date)\ needed
             | (?:citation|cite|source|ref|reference|page)\ (?:missing|required|tbd|tk|to\ come)
             | cite | ref | reference | citation | xxx*
             | (?:todo|tbd|tktk|tk)(?:[:,]?\ [^\[\]\n]{{1,80}}|:[^\[\]\n]{{0,80}})?
             | insert\ [^\[\]\n]{{2,80}}
             | add\ (?:citation|cite|ref|reference|source|page|date|link|footnote|note)[^\[\]\n]{{0,60}}
             | check\ (?:citation|cite|ref|reference|source|page|date|link|quote|spelling|this)[^\[\]\n]{{0,60}}
             | \?\?+ )\]
        | \[(?:CHECK|VERIFY|CONFIRM|ADD|SOURCE|LINK|FOOTNOTE)[!?:]?\]
        | <<(?i:insert|add|check|todo|tk|cite|ref|author|comment)(?-u:\b)[^<>\n]{{0,80}}>>
        | \[\[(?i:insert|add|check|todo|tk|cite|ref|author|comment)(?-u:\b)[^\[\]\n]{{0,80}}\]\]
        | (?-u:\b)TKTK(?-u:\b) | (?-u:\b)TK\ TK(?-u:\b) | (?-u:\b)(?:TO(?:DO)|FIX(?:ME)):
        | (?-u:\b)pp?\.\ ?{number}
        | \$\ ?{number}
        | (?-u:\b){month}\ {number}
        | (?-u:\b){number},\ (?:19|20)[0-9X]{{2}}(?-u:\b)
        | (?-u:\b){number}(?:\ percent|\ per\ cent|%|\ million(?-u:\b)|\ billion(?-u:\b))
        | (?-u:\b){part}\ \(?\?\?+ | \(\?\?+\)
        | (?-u:\b)(?i:lorem\ ipsum)(?-u:\b)
        | Error!\ (?:Bookmark\ not\ defined|Reference\ source\ not\ found|Hyperlink\ reference\ not\ valid)
        | Fehler!\ (?:Textmarke\ nicht\ definiert|Verweisquelle\ konnte\ nicht\ gefunden\ werden)
        | Erreur\ ?!\ (?:Signet\ non|Source\ du\ renvoi\ introuvable)
        | Error!\ (?:Marcador\ no\ definido|No\ se\ encuentra\ el\ origen)"
    ))
    .ok()
});

fn check(case: &Case<'_>) -> Vec<Finding> {
    let prose = Prose::new(case);
    let mut found = comments(case, &prose);
    found.extend(placeholders(case, &prose));
    found.sort_by_key(|finding| finding.span);
    found
}

fn placeholders(case: &Case<'_>, prose: &Prose<'_>) -> Vec<Finding> {
    let Some(pattern) = PLACEHOLDER.as_ref() else {
        return Vec::new();
    };
    let text = &case.document.text;
    let spans = (pattern.find_iter(text)).map(|found| Span::new(found.start(), found.end()));
    spans
        .filter(|&span| !prose.hides(span.start) && !is_marker(case, span))
        .filter(|&span| !is_roman(text, span))
        .map(|span| placeholder(text, span))
        .collect()
}

fn placeholder(text: &str, span: Span) -> Finding {
    let mark = text[span.start..span.end].trim_start_matches('(');
    let span = Span::new(span.end - mark.len(), span.end);
    if mark.contains("! ") {
        let message = format!("a message of the word processor stands in the text: “{mark}”");
        let help = "The program did not find what was to stand here. Put it in, or take the reference out.";
        return Finding::new(span, message, help).data("mark", mark);
    }
    let is_number = mark.contains("XX") || mark.contains("??");
    let confidence = if is_number || mark.contains("TK") {
        Confidence::Medium
    } else {
        Confidence::High
    };
    let message = format!("a placeholder was left: “{mark}”");
    Finding::new(
        span,
        message,
        "Fill in what belongs here, or take the mark out.",
    )
    .confidence(confidence)
    .data("mark", mark)
}

/// Whether what looks like `XX` begins a Roman number such as `XXIV`, or a range that ends with one.
fn is_roman(text: &str, span: Span) -> bool {
    let behind = text[span.end..].trim_start_matches(['-', '–', 'X']);
    text[span.start..span.end].ends_with('X') && behind.starts_with(['I', 'V', 'L', 'C'])
}

/// Whether a mark is how the paper itself cites a work, such as `[ref]` in Markdown.
fn is_marker(case: &Case<'_>, span: Span) -> bool {
    let markers = &case.apparatus.markers;
    let first = markers.partition_point(|marker| marker.token.end <= span.start);
    (markers.get(first))
        .is_some_and(|marker| marker.token.start < span.end && marker.note.is_some())
}

/// The numbers of comments. One in the middle of a word can be nothing else; one behind a word or a full stop may be the
/// key of a reference, of which a paper has many, or something of chemistry, which stands by itself.
fn comments(case: &Case<'_>, prose: &Prose<'_>) -> Vec<Finding> {
    let Some(pattern) = COMMENT.as_ref() else {
        return Vec::new();
    };
    let text = &case.document.text;
    let all: Vec<(Span, &str)> = (pattern.captures_iter(text))
        .filter_map(|found| {
            let whole = found.get(0)?;
            Some((
                Span::new(whole.start(), whole.end()),
                found.get(1)?.as_str(),
            ))
        })
        .filter(|&(span, _)| !prose.hides(span.start) && !is_marker(case, span))
        .collect();
    let initials: BTreeSet<&str> = all.iter().map(|&(_, initials)| initials).collect();
    all.iter()
        .filter_map(|&(span, _)| {
            let glued = Glued::of(text, span)?;
            let sure = glued == Glued::InWord;
            (sure || initials.len() <= MOST_INITIALS).then(|| comment(text, span, glued))
        })
        .collect()
}

/// What a mark is glued to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glued {
    /// A word that goes on behind it, with or without a blank.
    InWord,
    /// The end of a word or of a sentence.
    Behind,
}

impl Glued {
    fn of(text: &str, span: Span) -> Option<Self> {
        let (before, behind) = (&text[..span.start], &text[span.end..]);
        let word = before.trim_end_matches(|c: char| c.is_alphabetic());
        let length = before[word.len()..].chars().count();
        let is_word = length >= 2 && before.ends_with(char::is_lowercase);
        let rest = behind.strip_prefix(BLANKS).unwrap_or(behind);
        // Hardly a word has two letters and no third: “missi[AM2] le defense” goes on, “missile[AM2] in” does not.
        let tail: String = rest
            .chars()
            .take_while(|c| c.is_alphabetic())
            .take(3)
            .collect();
        let glued = behind.starts_with(char::is_lowercase);
        if is_word && (glued || is_fragment(&tail)) {
            Some(Self::InWord)
        } else if is_word || before.ends_with(['.', ',', ';', ':', '”', '"', ')']) {
            Some(Self::Behind)
        } else {
            None
        }
    }
}

/// Whether two letters are no English word that can follow another.
fn is_fragment(tail: &str) -> bool {
    const WORDS: [&str; 22] = [
        "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my",
        "no", "of", "on", "or", "so", "to", "we",
    ];
    tail.len() == 2 && tail.bytes().all(|byte| byte.is_ascii_lowercase()) && !WORDS.contains(&tail)
}

fn comment(text: &str, span: Span, glued: Glued) -> Finding {
    let mark = &text[span.start..span.end];
    let message = format!("the number of a comment was left in the text: “{mark}”");
    let behind = &text[span.end..];
    let blank = (behind.strip_prefix(BLANKS)).map_or(0, |rest| behind.len() - rest.len());
    let parts_word = glued == Glued::InWord;
    let whole = Span::new(span.start, span.end + if parts_word { blank } else { 0 });
    let edit = Edit {
        span: whole,
        replacement: String::new(),
    };
    let confidence = if parts_word {
        Confidence::High
    } else {
        Confidence::Medium
    };
    Finding::new(
        span,
        message,
        "Take it out, and see whether the comment was dealt with.",
    )
    .confidence(confidence)
    .data("mark", mark)
    .fix(Fix::uncertain(
        "take out the number of the comment",
        vec![edit],
    ))
}
