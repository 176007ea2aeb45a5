//! Where sentences begin and end, in a text whose markers have been blanked out.

use crate::document::Span;

/// Words whose full stop ends no sentence, in lower case. Single letters and words with inner full stops (`U.S.`) need
/// no entry.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "art", "bd", "ca", "cap", "capt", "cf", "ch", "chap", "co", "col", "corp",
    "dept", "dr", "ed", "eds", "eg", "eq", "esp", "est", "etc", "ex", "fig", "figs", "fn", "gen",
    "gov", "hon", "ie", "inc", "jr", "lt", "ltd", "messrs", "mr", "mrs", "ms", "mt", "no", "nos",
    "nr", "op", "p", "para", "paras", "pp", "prof", "pt", "ref", "refs", "rep", "rev", "sec",
    "sen", "sgt", "sr", "st", "trans", "univ", "viz", "vol", "vols", "vs", "zb",
];

/// The sentences of the block at `span`, in order, without the white space between them.
pub(super) fn split(text: &str, span: Span, out: &mut Vec<Span>) {
    let block = &text[span.start..span.end];
    let mut start = None;
    let mut chars = block.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if char.is_whitespace() {
            continue;
        }
        let from = *start.get_or_insert(at);
        if !matches!(char, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        let mut end = at + char.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            if !is_closing(next) {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        if ends_sentence(&block[from..at], char, &block[end..]) {
            out.push(Span::new(span.start + from, span.start + end));
            start = None;
        }
    }
    if let Some(from) = start {
        let end = block.trim_end().len();
        if end > from {
            out.push(Span::new(span.start + from, span.start + end));
        }
    }
}

fn is_closing(char: char) -> bool {
    matches!(
        char,
        '.' | '!' | '?' | '…' | '”' | '’' | '"' | '\'' | ')' | ']' | '»' | '」' | '』' | '）'
    )
}

/// Whether the sentence `before` ends with `stop`, given what stands `behind` it and its closing quotes.
fn ends_sentence(before: &str, stop: char, behind: &str) -> bool {
    if matches!(stop, '。' | '！' | '？') {
        return true;
    }
    let next = behind.trim_start();
    if next.len() == behind.len() && !behind.is_empty() {
        return false;
    }
    let opens = next.chars().next().is_none_or(|char| {
        !char.is_lowercase() && !matches!(char, ',' | ';' | ':' | ')' | '–' | '—')
    });
    opens && !(stop == '.' && is_abbreviation(before))
}

fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|char: char| char.is_whitespace() || matches!(char, '(' | '[' | '“' | '"'))
        .next()
        .unwrap_or_default();
    let letters = word.chars().filter(|char| char.is_alphabetic()).count();
    if letters == 0 {
        return false;
    }
    letters == 1 && word.chars().count() == 1
        || word.contains('.') && !word.chars().any(|char| char.is_ascii_digit()) && letters <= 5
        || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}
