//! Where sentences begin and end, in a text whose markers have been blanked out.

use crate::document::Span;

use super::tokens::char_at;

/// Words whose full stop ends no sentence, in lower case. Single letters and words with inner full stops (`U.S.`) need
/// no entry.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "art", "bd", "ca", "cap", "capt", "cf", "ch", "chap", "co", "col", "corp",
    "dept", "dr", "ed", "eds", "eg", "eq", "esp", "est", "etc", "ex", "fig", "figs", "fn", "gen",
    "gov", "hon", "ie", "inc", "jr", "lt", "ltd", "messrs", "mr", "mrs", "ms", "mt", "no", "nos",
    "nr", "op", "p", "para", "paras", "pp", "prof", "pt", "ref", "refs", "rep", "rev", "sec",
    "sen", "sgt", "sr", "st", "trans", "univ", "viz", "vol", "vols", "vs", "zb",
];

/// The bytes of the longest of them. No sign of several bytes has one of their letters as its small one.
const LONGEST: usize = 6;

/// The sentences of the block at `span`, in order, without the white space between them.
pub(super) fn split(text: &str, span: Span, out: &mut Vec<Span>) {
    let block = &text[span.start..span.end];
    let after_blanks = |at: usize| block.len() - block[at..].trim_start().len();
    let mut from = after_blanks(0);
    let mut at = from;
    loop {
        at += block.as_bytes()[at..]
            .iter()
            .take_while(|byte| byte.is_ascii() && !matches!(byte, b'.' | b'!' | b'?'))
            .count();
        let Some(char) = char_at(block, at) else {
            break;
        };
        let stop = at;
        at += char.len_utf8();
        if !matches!(char, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        while let Some(next) = char_at(block, at).filter(|next| is_closing(*next)) {
            at += next.len_utf8();
        }
        if ends_sentence(&block[from..stop], char, &block[at..]) {
            out.push(Span::new(span.start + from, span.start + at));
            from = after_blanks(at);
            at = from;
        }
    }
    let end = block.trim_end().len();
    if end > from {
        out.push(Span::new(span.start + from, span.start + end));
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
        || word.len() <= LONGEST && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}
