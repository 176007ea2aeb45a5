//! Everything that could be a marker.
//!
//! One pass over the text finds each token that has the shape of a marker, with the log-odds that it is one, judged by
//! its own surroundings only. [`super::sequence`] decides.

use super::MarkerStyle;
use super::candidate::Candidate;
use super::glued::{self, Base};
use super::group::{self, Digits, Part};
use super::names;
use crate::document::{Document, Span};

/// Log-odds of typed signs that hardly serve for anything else. Brackets around a bare number are citations nearly
/// always; round ones count list items as often; a raised digit is an exponent now and then.
const BRACKET: f32 = 10.0;
const PARENTHESIS: f32 = -1.0;
const RAISED: f32 = 7.0;
const EAST_ASIAN: f32 = 10.0;
/// What a mathematical neighbour takes away.
const MATHEMATICS: f32 = -12.0;
/// What a year or a number before a raised label takes away: `10⁶` is no marker, `in 2012⁴` may be one.
const RAISED_BEHIND_NUMBER: f32 = -6.0;

/// A paper with so many raised labels of four digits has labels that go into the thousands.
const FEWEST_THOUSANDS: usize = 2;

/// Finds all candidates of a document outside its opaque spans, in the order of the text.
pub(super) fn candidates(document: &Document) -> Vec<Candidate> {
    let text = document.text.as_str();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut opaque = document.opaque.iter().peekable();
    let (mut at, mut implied) = (0, 0);
    while at < bytes.len() {
        if is_plain(bytes[at]) {
            at += 1;
            continue;
        }
        while opaque.next_if(|span| span.end <= at).is_some() {}
        if let Some(span) = opaque.peek().filter(|span| span.contains(at)) {
            at = span.end;
            continue;
        }
        if let Some(mut candidate) = token(text, at) {
            at = candidate.token.end;
            implied += candidate.parts.iter().filter(|part| part.implied).count();
            if implied > MOST_IMPLIED {
                candidate.parts.retain(|part| !part.implied);
                candidate.parts.shrink_to_fit();
            }
            let run = glued::run_together(text, &candidate);
            let tail = glued::behind_name(text, &candidate);
            found.push(candidate);
            found.extend(run.into_iter().chain(tail));
        } else {
            let end = skip(text, at);
            found.extend(glued::alone(text, at, end));
            found.extend(glued::tails(text, at, end));
            at = end;
        }
    }
    for candidate in &mut found {
        candidate.page = document.page(candidate.token.start);
    }
    names::discount(text, &mut found);
    believe_managers(document, &mut found);
    paragraph_numbers(document, &mut found);
    rejoin(&mut found);
    found
}

/// What a reference manager put in is a citation, whatever its signs.
fn believe_managers(document: &Document, found: &mut [Candidate]) {
    let mut managed = document.managed_citations.iter().peekable();
    for candidate in found {
        let token = candidate.token;
        while managed.next_if(|span| span.end < token.end).is_some() {}
        if managed.peek().is_some_and(|span| span.start <= token.start) {
            candidate.odds = candidate.odds.max(BRACKET);
        }
    }
}

/// A number in brackets that begins a paragraph, with a blank behind it, numbers the paragraph; nothing is there that it
/// could be the marker of.
fn paragraph_numbers(document: &Document, found: &mut [Candidate]) {
    for candidate in found {
        let token = candidate.token;
        let is_apart = document.text[token.end..].starts_with([' ', '\t', '\u{a0}']);
        let begins = || {
            let block = document.block_at(token.start);
            block.is_some_and(|block| block.span.start == token.start)
        };
        if candidate.style == MarkerStyle::Bracket && is_apart && begins() {
            candidate.odds += MATHEMATICS;
        }
    }
}

/// Four raised digits are two labels that were run together, but not in a paper whose labels go into the thousands.
fn rejoin(found: &mut [Candidate]) {
    let is_raised = |candidate: &&Candidate| candidate.style == MarkerStyle::Superscript;
    let is_thousand = |candidate: &&Candidate| matches!(candidate.parts.as_slice(), [only] if only.value >= 1_000);
    let raised = found.iter().filter(is_raised);
    if raised.filter(is_thousand).count() < FEWEST_THOUSANDS {
        return;
    }
    for candidate in found
        .iter_mut()
        .filter(|candidate| is_raised(&&**candidate))
    {
        if let [first, second] = candidate.parts.as_slice()
            && first.span.end == second.span.start
            && (10..100).contains(&first.value)
        {
            candidate.parts = vec![Part {
                value: first.value * 100 + second.value,
                span: candidate.token,
                implied: false,
            }];
        }
    }
}

/// Parts raised numbers that are labels run together: behind 5, `⁶⁷` is 6 and 7 where no note bears so high a label.
pub(super) fn part(text: &str, found: &mut [Candidate], highest: u32) {
    let raised = |candidate: &&mut Candidate| candidate.style == MarkerStyle::Superscript;
    let mut last = 0;
    for candidate in found.iter_mut().filter(raised) {
        if let [only] = candidate.parts.as_slice()
            && only.value > highest
            && let Some(parts) = ascending(text, candidate.token, only.value)
            && parts[0].value == last + 1
        {
            candidate.parts = parts;
        }
        last = candidate.parts.last().map_or(last, |part| part.value);
    }
}

/// A raised number parted into labels of which each is one higher than the last.
fn ascending(text: &str, token: Span, number: u32) -> Option<Vec<Part>> {
    let is_digit = |c: char| c.is_ascii_digit() || group::is_raised_digit(c);
    let at = token.start + text[token.start..token.end].find(is_digit)?;
    let digits = match text.as_bytes()[at] {
        b'0'..=b'9' => Digits::Plain,
        _ => Digits::Raised,
    };
    group::ascending(text, at, digits, number.to_string().len())
}

/// The most labels that the ranges of a paper imply; a few bytes stand for sixty of them, which no paper does
/// throughout.
const MOST_IMPLIED: usize = 20_000;

/// Whether no token begins with this byte: so do most, and nothing else has to be looked at.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'[' | b'(' | b'<' | b'^' | b'0'..=b'9')
}

/// The next byte at which a token may begin: behind this character, and behind all of a run of digits.
fn skip(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes[at].is_ascii_digit() {
        return at
            + bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
    }
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

fn token(text: &str, at: usize) -> Option<Candidate> {
    match text.as_bytes()[at] {
        b'[' => bracket(text, at),
        b'(' => parenthesis(text, at),
        b'<' | b'^' => markup(text, at),
        b'0'..=b'9' => glued::token(text, at),
        byte if byte < 0x80 => None,
        _ => raised(text, at).or_else(|| east_asian(text, at)),
    }
}

fn bracket(text: &str, at: usize) -> Option<Candidate> {
    let inner = at + 1 + blanks(&text[at + 1..]);
    // `[^13]` is Markdown's; in other texts it is a label like any other.
    let inner = inner + usize::from(text[inner..].starts_with('^'));
    let (mut parts, mut end) = group::group(text, inner, Digits::Plain, true)?;
    if let Some(reach) = group::falling(text, &mut parts, end) {
        end = reach;
    }
    let end = end + locator(&text[end..]);
    let end = end + blanks(&text[end..]);
    let rest = &text[end..];
    // Markdown escapes the brackets that are no link: `\[13\]`.
    let close = if rest.starts_with("\\]") {
        2
    } else {
        usize::from(rest.starts_with(']'))
    };
    if close == 0 || is_outward(&rest[close..]) {
        return None;
    }
    let start = if text[..at].ends_with('\\') {
        at - 1
    } else {
        at
    };
    let token = Span::new(start, end + close);
    let mathematical = is_mathematical(&text[..start], &text[token.end..]);
    let odds = BRACKET + if mathematical { MATHEMATICS } else { 0.0 };
    Some(Candidate::set_off(MarkerStyle::Bracket, token, parts, odds))
}

/// What pages and parts of works are called, before their numbers.
const LOCATORS: [&str; 18] = [
    "pp", "p", "ss", "s", "seite", "chapter", "chap", "ch", "section", "sect", "sec", "figure",
    "fig", "table", "theorem", "thm", "art", "para",
];
/// A locator is not longer than this, in bytes.
const LONGEST_LOCATOR: usize = 60;

/// How many bytes of a bracket say what part of the work is meant, `, p. 217`; 0 if it goes on with anything else.
fn locator(rest: &str) -> usize {
    let lead = rest.trim_start_matches([',', ';', ' ', '\u{a0}', '\n']);
    let end = lead
        .find([']', '['])
        .filter(|&end| lead[end..].starts_with(']'));
    let Some(end) = end.filter(|&end| end <= LONGEST_LOCATOR && lead.len() < rest.len()) else {
        return 0;
    };
    let word = &lead[..lead
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(lead.len())];
    let is_known = LOCATORS.contains(&word.to_lowercase().as_str()) || lead.starts_with('§');
    let has_number = lead[..end].contains(|c: char| c.is_ascii_digit());
    if is_known && has_number {
        rest.len() - lead.len() + end
    } else {
        0
    }
}

/// Whether what stands behind a bracket makes it the text of a link out of the paper: `[1](https://a.example)`.
fn is_outward(behind: &str) -> bool {
    behind.starts_with("(http://") || behind.starts_with("(https://")
}

fn parenthesis(text: &str, at: usize) -> Option<Candidate> {
    let (parts, end) = group::group(text, at + 1, Digits::Plain, true)?;
    if !text[end..].starts_with(')') {
        return None;
    }
    let token = Span::new(at, end + 1);
    let mathematical = is_mathematical(&text[..at], &text[token.end..]) || is_named(&text[..at]);
    let odds = PARENTHESIS + if mathematical { MATHEMATICS } else { 0.0 };
    Some(Candidate::set_off(
        MarkerStyle::Parenthesis,
        token,
        parts,
        odds,
    ))
}

/// Whether the word before a number in round brackets says what it numbers: `section (2)`, `equation (4)`.
fn is_named(before: &str) -> bool {
    const THINGS: [&str; 20] = [
        "section",
        "sections",
        "chapter",
        "chapters",
        "part",
        "parts",
        "equation",
        "equations",
        "eq",
        "eqs",
        "formula",
        "figure",
        "table",
        "step",
        "item",
        "rule",
        "case",
        "line",
        "abschnitt",
        "gleichung",
    ];
    let word = glued::last_word(before.trim_end().trim_end_matches('.'));
    THINGS.contains(&word.to_lowercase().as_str())
}

/// `<sup>13</sup>`, also with brackets or a link inside, and pandoc's `^13^`.
fn markup(text: &str, at: usize) -> Option<Candidate> {
    let (open, close) = if text[at..].starts_with('^') {
        ("^", "^")
    } else {
        ("<sup>", "</sup>")
    };
    let head = text.get(at..at + open.len())?;
    if !head.eq_ignore_ascii_case(open) {
        return None;
    }
    let inner = at + open.len();
    let inner = inner + usize::from(text[inner..].starts_with('['));
    let (parts, end) = group::group(text, inner, Digits::Plain, true)?;
    let end = end + usize::from(text[end..].starts_with(']'));
    let tail = text.get(end..end + close.len())?;
    if !tail.eq_ignore_ascii_case(close) {
        return None;
    }
    let token = Span::new(at, end + close.len());
    let odds = RAISED + exponent(&text[..at]);
    Some(Candidate::set_off(
        MarkerStyle::Superscript,
        token,
        parts,
        odds,
    ))
}

fn raised(text: &str, at: usize) -> Option<Candidate> {
    let (parts, end) = group::group(text, at, Digits::Raised, false)?;
    let before = &text[..at];
    if before.ends_with(['⁻', '⁺', '⁼', '⁽']) || text[end..].starts_with(['⁻', '⁺', 'ⁿ', '⁄'])
    {
        return None;
    }
    let token = Span::new(at, end);
    let odds = if is_power(before) {
        RAISED + MATHEMATICS
    } else {
        RAISED + exponent(before) + enclosed(before) + year(&parts)
    };
    Some(Candidate::set_off(
        MarkerStyle::Superscript,
        token,
        parts,
        odds,
    ))
}

/// Whether a raised number is a power of ten, or has a sign before it: `10²`, `10 –²`, `s –¹`.
fn is_power(before: &str) -> bool {
    let signed = before.strip_suffix(['-', '–', '−']);
    let base = signed.map_or(before, str::trim_end);
    let is_signed = signed
        .is_some_and(|base| base.ends_with(|c: char| c.is_whitespace() || c.is_ascii_digit()));
    let is_ten = base
        .strip_suffix("10")
        .is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '.'));
    is_signed || is_ten
}

/// What it takes away from a raised number that it could be a year whose digits stand a little high.
fn year(parts: &[Part]) -> f32 {
    match parts {
        [only] if glued::is_year_value(only.value) => -8.0,
        _ => 0.0,
    }
}

/// What it takes away from a raised number in brackets that it touches a letter or two: `N⁽¹⁾`.
fn enclosed(before: &str) -> f32 {
    let word = before.strip_suffix(['(', '[']).map_or("", glued::last_word);
    if (1..=2).contains(&word.chars().count()) {
        MATHEMATICS
    } else {
        0.0
    }
}

/// What it takes away from a raised number that it could be the exponent of what stands before it.
fn exponent(before: &str) -> f32 {
    match glued::base(before) {
        Base::None => 0.0,
        Base::Year => RAISED_BEHIND_NUMBER / 2.0,
        Base::Number => RAISED_BEHIND_NUMBER,
        Base::Unit => MATHEMATICS,
    }
}

/// `（注1）`, `〔1〕`, `［1］`, `【1】`, `註1`, `주1)`, `※1`, `①`.
fn east_asian(text: &str, at: usize) -> Option<Candidate> {
    let first = text[at..].chars().next()?;
    if let Some(value) = circled(first) {
        let token = Span::new(at, at + first.len_utf8());
        let parts = vec![Part {
            value,
            span: token,
            implied: false,
        }];
        let odds = RAISED + enumerating(&text[..at]);
        return Some(Candidate::set_off(
            MarkerStyle::EastAsian,
            token,
            parts,
            odds,
        ));
    }
    let close = match first {
        '（' => Some('）'),
        '〔' => Some('〕'),
        '［' => Some('］'),
        '【' => Some('】'),
        '注' | '註' | '주' | '※' => None,
        _ => return None,
    };
    let mut inner = at + first.len_utf8();
    let mut odds = if first == '（' {
        PARENTHESIS
    } else {
        EAST_ASIAN
    };
    if close.is_some()
        && let Some(word) = text[inner..]
            .chars()
            .next()
            .filter(|word| matches!(word, '注' | '註' | '주'))
    {
        inner += word.len_utf8();
        odds = EAST_ASIAN;
    }
    inner += blanks(&text[inner..]);
    let (parts, end) = group::group(text, inner, Digits::Plain, true)?;
    let end = match close {
        Some(sign) => end + text[end..].starts_with(sign).then_some(sign.len_utf8())?,
        None => {
            end + text[end..]
                .chars()
                .next()
                .filter(|sign| matches!(sign, ')' | '）'))
                .map_or(0, char::len_utf8)
        }
    };
    let token = Span::new(at, end);
    Some(Candidate::set_off(
        MarkerStyle::EastAsian,
        token,
        parts,
        odds,
    ))
}

/// What it takes away from a circled number that it does not touch what stands before it: then it enumerates, or names a
/// line of a listing.
fn enumerating(before: &str) -> f32 {
    let touches = before.chars().next_back().is_some_and(|c| {
        c.is_alphanumeric() || "。！？，、”’」』）)》〉.!?\"".contains(c) || circled(c).is_some()
    });
    if touches { 0.0 } else { MATHEMATICS }
}

/// The number of `①` to `㊿`.
pub(super) fn circled(character: char) -> Option<u32> {
    match character {
        '①'..='⑳' => Some(character as u32 - '①' as u32 + 1),
        '㉑'..='㉟' => Some(character as u32 - '㉑' as u32 + 21),
        '㊱'..='㊿' => Some(character as u32 - '㊱' as u32 + 36),
        _ => None,
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\u{a0}']).len()
}

/// Whether signs of mathematics or program text touch the token: `Ω = [0, 1]`, `f[3]`, `[1]^T`.
fn is_mathematical(before: &str, after: &str) -> bool {
    const SIGNS: [char; 16] = [
        '=', '∈', '×', '·', '∪', '∩', '<', '>', '≤', '≥', '+', '−', '~', '≈', '∼', '^',
    ];
    let lead = before.trim_end();
    let tail = after.trim_start();
    lead.ends_with(SIGNS) || tail.starts_with(['=', '∈', '×', '∪', '∩', '^', '→'])
}
