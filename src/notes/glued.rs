//! Digits glued to a word: what is left of a superscript when the formatting is lost.
//!
//! `France.13 Conversely` holds one, `6.5 percent`, `C4ISR`, `Nex1` and `Article 15.9` hold none, and nothing but the
//! sequence of all of them tells `2024.3` from a decimal. Here each gets the log-odds that its neighbours give it.

use super::MarkerStyle;
use super::candidate::Candidate;
use super::group::{self, Digits};
use crate::document::Span;

/// Reads the run of digits at `at` as a marker that lost its superscript.
pub(super) fn token(text: &str, at: usize) -> Option<Candidate> {
    let before = &text[..at];
    let previous = before.chars().next_back()?;
    if previous.is_whitespace() || is_never_before(previous) {
        return None;
    }
    let (parts, end) = group::group(text, at, Digits::Plain, false)?;
    if parts[0].value > 9_999 || is_grouped_thousands(before, text, at) {
        return None;
    }
    let token = Span::new(at, end);
    let odds = behind(before, previous)
        + ahead(&text[end..], previous)
        + if parts.len() > 1 { 0.5 } else { 0.0 };
    Some(Candidate {
        style: MarkerStyle::Glued,
        token,
        parts,
        odds,
    })
}

/// Characters behind which a number is a sum, a code, a formula or the rest of a longer number.
fn is_never_before(previous: char) -> bool {
    previous.is_numeric()
        || matches!(
            previous,
            '$' | '€'
                | '£'
                | '¥'
                | '₩'
                | '#'
                | '='
                | '<'
                | '>'
                | '+'
                | '−'
                | '×'
                | '~'
                | '≈'
                | '±'
                | '/'
                | '\\'
                | '_'
                | '('
                | '['
                | '{'
                | '@'
                | '&'
                | '^'
                | '|'
                | '“'
                | '‘'
                | '‹'
                | '«'
                | '≤'
                | '≥'
                | '∼'
                | '§'
                | '¶'
                | '№'
                | '¿'
                | '¡'
        )
}

/// `1,000` and `12,345.6`: three digits behind a comma behind digits.
fn is_grouped_thousands(before: &str, text: &str, at: usize) -> bool {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && before.ends_with(',') && before[..at - 1].ends_with(|c: char| c.is_ascii_digit())
}

/// Log-odds by what stands before the digits.
///
/// The figures here and in [`ahead`] are rounded counts over 147 papers whose superscripts were flattened, markers
/// against all other digits that touch a word; where a paper can differ from those (a year before the full stop) they
/// are nearer to 0.
fn behind(before: &str, previous: char) -> f32 {
    let stem = &before[..before.len() - previous.len_utf8()];
    let digit_before = stem.ends_with(|c: char| c.is_ascii_digit());
    match previous {
        '.' | ',' | ':' if digit_before => after_number(stem, previous),
        '.' => after_full_stop(stem),
        '”' | '’' | '»' | '"' | '\'' | '」' | '』' | '。' | '，' | '、' | ',' | ';' | '?' | '!'
        | '…' => 4.0,
        ')' | ']' | ':' | '）' => 2.8,
        '%' | '*' => 1.0,
        '—' => -0.5,
        '-' | '–' | '‑' => -7.0,
        letter if letter.is_alphabetic() => after_word(before),
        _ => -1.0,
    }
}

/// `2024.3`, `15.9`, `1,5`: a year before the full stop leaves some hope, any other number hardly one.
fn after_number(stem: &str, sign: char) -> f32 {
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = &stem[stem.len() - digits..];
    if sign == '.' && digits == 4 && number.starts_with(['1', '2']) {
        0.5
    } else {
        -4.5
    }
}

/// `France.13`, but `No.5`, `vol.3`, `p.12`, `J.3`: a full stop that ends no sentence.
fn after_full_stop(stem: &str) -> f32 {
    const ABBREVIATIONS: [&str; 24] = [
        "no", "nos", "nr", "vol", "vols", "p", "pp", "fig", "figs", "sec", "ch", "art", "arts",
        "para", "paras", "ver", "v", "vs", "eq", "col", "cl", "ca", "n", "pt",
    ];
    let word = last_word(stem);
    if ABBREVIATIONS.contains(&word.to_lowercase().as_str()) {
        return -2.5;
    }
    if word.chars().count() == 1 { -1.0 } else { 4.0 }
}

/// A number right behind letters: a marker behind an ordinary word, a name such as `Nex1` or `IP4` otherwise.
fn after_word(before: &str) -> f32 {
    let word = last_word(before);
    let letters = word.chars().count();
    if word.chars().any(char::is_numeric) {
        return -3.5;
    }
    if word.chars().any(|c| !c.is_lowercase() && !c.is_uppercase()) {
        return 1.0; // A script without case: the shape of the word tells nothing.
    }
    let lower = word.chars().filter(|c| c.is_lowercase()).count();
    match letters {
        1 => -4.5,
        2 if lower == 2 => -0.5,
        2 => -3.5,
        _ if lower == letters => 3.0,
        _ if lower + 1 == letters => 1.0,
        _ if lower == 0 => -3.0,
        _ => -1.0,
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
}

/// Log-odds by what stands behind the digits.
fn ahead(rest: &str, previous: char) -> f32 {
    let mut following = rest.chars();
    let Some(next) = following.next() else {
        return 1.5;
    };
    let digit_behind = following.next().is_some_and(|c| c.is_ascii_digit());
    let sentence_closed = matches!(previous, '.' | '?' | '!' | '”' | '"' | '’' | '…' | ')');
    match next {
        '\n' | '\r' | '\u{c}' => 1.5,
        _ if next.is_whitespace() => {
            let opens = rest.trim_start().starts_with(|c: char| {
                c.is_uppercase() || matches!(c, '“' | '"' | '‘' | '(' | '[')
            });
            if opens && sentence_closed { 1.0 } else { 0.0 }
        }
        '.' | ',' if digit_behind => -7.0,
        ':' if digit_behind => -4.0,
        '.' => 0.5,
        ',' | ';' | ':' | '?' | '!' => -0.3,
        ')' | '”' | '"' | '’' | '»' | '—' | '*' => -0.5,
        '[' | '(' | '“' => -1.5,
        '%' | '°' | '/' | '=' | '+' | '×' | '_' | '@' | '$' | '€' | '£' => -6.0,
        '-' | '–' | '‑' => -5.0,
        _ if next.is_alphabetic() && next.is_ascii() => -5.0,
        _ if next.is_alphabetic() => 0.0,
        _ => -2.0,
    }
}

/// Whether a raised number behind this text is more likely an exponent: `m²`, `10⁶`, `x²`.
pub(super) fn is_unit_or_number(before: &str) -> bool {
    const UNITS: [&str; 16] = [
        "m", "km", "cm", "mm", "nm", "µm", "μm", "dm", "ft", "in", "mi", "s", "kg", "yd", "px", "R",
    ];
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let single = word.chars().count() == 1 && !word.is_empty();
    single || UNITS.contains(&word)
}
