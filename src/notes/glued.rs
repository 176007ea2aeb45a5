//! Digits glued to a word: what is left of a superscript when the formatting is lost.
//!
//! `France.13 Conversely` holds one, `6.5 percent`, `C4ISR`, `Nex1` and `Article 15.9` hold none, and nothing but the
//! sequence of all of them tells `2024.3` from a decimal. Here each gets the log-odds that its neighbours give it.
//!
//! The figures are rounded counts over 147 papers whose superscripts were flattened, markers against all other digits
//! that touch a word; where other papers can differ from those, they are nearer to 0.

use super::MarkerStyle;
use super::candidate::{Candidate, Position};
use super::group::{self, Digits};
use crate::document::Span;

/// Characters behind which a number is a sum, a code, a formula or the rest of a longer number.
const NEVER_BEFORE: &str = "$€£¥₩#=<>+−×~≈±/\\_([{@&^“‘‹«≤≥∼§¶№¿¡";
/// Punctuation that a marker stands behind.
const PUNCTUATION: &str = ".,;:?!…”’»\"')]」』。，、）";
/// A number with this sign behind it is a quantity or a part of a longer number.
const NEVER_BEHIND: &str = "%°/=+×_@$€£";
/// Before these signs of East Asia a number counts something: years, days, people, pages.
const COUNTED: &str =
    "年月日時时分秒人名位个個次回世代頁页章节節条條項项歳岁年代种種件万萬億亿元円년월일명개회쪽장";
/// Behind these signs a number names a table, a figure, a chapter, a day.
const NUMBERED: &str = "表图圖図第章节節式卷巻页頁月年표그림장절";
/// Full stops behind these words end no sentence.
const ABBREVIATIONS: [&str; 24] = [
    "no", "nos", "nr", "vol", "vols", "p", "pp", "fig", "figs", "sec", "ch", "art", "arts", "para",
    "paras", "ver", "v", "vs", "eq", "col", "cl", "ca", "n", "pt",
];
/// Behind these, a raised number is an exponent.
const UNITS: [&str; 18] = [
    "m", "km", "cm", "mm", "nm", "µm", "μm", "dm", "ft", "in", "mi", "s", "kg", "yd", "px", "rad",
    "log", "sec",
];

/// What each further label of a group adds, up to the fourth: `3,11,27–29` is hardly anything but markers.
const GROUPED: f32 = 1.2;
/// So many dots are no ellipsis.
const LEADER: usize = 5;
/// Odds of what was never seen to be a marker.
const NEVER: f32 = -10.0;
/// Odds of a marker behind the point or comma of a number.
const NUMBER: f32 = -4.5;
/// Odds below which what stands before the digits makes them part of a name, be they one number or several.
const NAME: f32 = -4.0;

/// Reads the run of digits at `at` as a marker that lost its superscript.
pub(super) fn token(text: &str, at: usize) -> Option<Candidate> {
    let before = &text[..at];
    let previous = before.chars().next_back()?;
    if previous.is_whitespace() || previous.is_numeric() || NEVER_BEFORE.contains(previous) {
        return None;
    }
    let (parts, end) = group::group(text, at, Digits::Plain, false)?;
    if is_grouped_thousands(before, text, at) {
        return None;
    }
    let is_group = parts.len() > 1;
    // `1948-1951,23` is no group of labels: what its end could be is read for itself.
    if is_group && matches!(previous, '-' | '–' | '‑') {
        return None;
    }
    // What numbers a section is no group.
    let least = if is_group { NUMBER } else { NEVER };
    let own = behind(before, previous).max(least);
    let behind = own + calendar(&parts);
    let written = parts.iter().filter(|part| !part.implied).count().min(4);
    let grouped = if behind > NAME {
        GROUPED * f32::from(u8::try_from(written).unwrap_or(1) - 1)
    } else {
        0.0
    };
    Some(Candidate {
        style: MarkerStyle::Glued,
        token: Span::new(at, end),
        parts,
        position: position(previous),
        odds: behind + ahead(&text[end..], previous) + grouped,
        page: None,
    })
}

/// What a number loses that is read as two labels that follow each other.
const RUN_TOGETHER: f32 = -2.0;

/// The labels that the number of a candidate could be if it lost what stood between them: `quay.1819` is 18 and 19 where 18
/// is due.
pub(super) fn run_together(text: &str, candidate: &Candidate) -> Option<Candidate> {
    let [only] = candidate.parts.as_slice() else {
        return None;
    };
    let written = &text[only.span.start..only.span.end];
    if candidate.style != MarkerStyle::Glued || written.len() < 2 || !written.is_ascii() {
        return None;
    }
    let parts = group::ascending(text, only.span.start, Digits::Plain, written.len())?;
    let was_year = calendar(&candidate.parts);
    Some(Candidate {
        parts,
        odds: candidate.odds - was_year + RUN_TOGETHER,
        ..candidate.clone()
    })
}

/// Odds of labels of which the first is glued to a name that ends in digits itself.
const BEHIND_NAME: f32 = 2.0;

/// The group that a candidate could be if its first label is glued to a name with digits: `NEK6241,242` is `NEK6` with
/// 241 and 242 behind it.
pub(super) fn behind_name(text: &str, candidate: &Candidate) -> Option<Candidate> {
    let [first, second, ..] = candidate.parts.as_slice() else {
        return None;
    };
    let tail = second.value.checked_sub(1)?.to_string();
    let written = &text[first.span.start..first.span.end];
    let head = written.strip_suffix(tail.as_str())?;
    let is_hidden = tail.len() > 1 && !head.is_empty() && !first.implied && !second.implied;
    if candidate.style != MarkerStyle::Glued || !is_hidden {
        return None;
    }
    let start = first.span.start + head.len();
    let mut hidden = candidate.clone();
    hidden.parts[0].value = second.value - 1;
    hidden.parts[0].span = Span::new(start, first.span.end);
    hidden.token.start = start;
    hidden.position = Position::Elsewhere;
    hidden.odds = BEHIND_NAME;
    Some(hidden)
}

/// Log-odds of a number that stands alone on its line: mostly it is that of a page. Only where it is due, and nothing else
/// is there to take its place, has it fallen out of its sentence.
const ALONE: f32 = -4.5;

/// The marker that a number could be which stands alone on its line, from `start` to `end`.
pub(super) fn alone(text: &str, start: usize, end: usize) -> Option<Candidate> {
    let (before, behind) = (&text[..start], &text[end..]);
    let begins = before.trim_end_matches([' ', '\t']).ends_with('\n');
    let ends = behind
        .trim_start_matches([' ', '\t', '\r'])
        .starts_with('\n');
    if !(begins && ends) || end - start > 3 || !text.as_bytes()[start].is_ascii_digit() {
        return None;
    }
    let (parts, _) = group::group(text, start, Digits::Plain, false)?;
    Some(Candidate {
        style: MarkerStyle::Glued,
        token: Span::new(start, end),
        parts,
        position: Position::Elsewhere,
        odds: ALONE,
        page: None,
    })
}

/// What it takes away that all numbers are years.
fn calendar(parts: &[group::Part]) -> f32 {
    if parts.iter().all(|part| is_year_value(part.value)) {
        NEVER
    } else {
        0.0
    }
}

/// Where a token stands whose previous character is this.
fn position(previous: char) -> Position {
    match previous {
        _ if PUNCTUATION.contains(previous) => Position::BehindPunctuation,
        _ if previous.is_alphabetic() => Position::BehindWord,
        _ => Position::Elsewhere,
    }
}

/// `1,000` and `12,345.6`: three digits behind a comma behind at most three digits.
fn is_grouped_thousands(before: &str, text: &str, at: usize) -> bool {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let stem = before.strip_suffix(',').map_or("", trailing_digits);
    digits == 3 && (1..=3).contains(&stem.len())
}

/// The digits at the end of a text.
fn trailing_digits(text: &str) -> &str {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    &text[rest.len()..]
}

/// No word is longer, in characters; what is must not be read again and again.
const LONGEST_WORD: usize = 80;

/// The letters and digits at the end of a text.
pub(super) fn last_word(text: &str) -> &str {
    let signs = text.char_indices().rev().take(LONGEST_WORD);
    let start = signs.take_while(|(_, c)| c.is_alphanumeric()).last();
    &text[start.map_or(text.len(), |(at, _)| at)..]
}

/// Log-odds by what stands before the digits.
fn behind(before: &str, previous: char) -> f32 {
    let stem = &before[..before.len() - previous.len_utf8()];
    match previous {
        '.' | '…' if is_leader(before) => NEVER,
        '.' | ',' | ':' if !trailing_digits(stem).is_empty() => after_number(stem, previous),
        '.' | ',' | '"' | '\'' if !closes(stem) => -4.0,
        '.' => after_full_stop(stem),
        ']' if !trailing_digits(stem).is_empty() => -0.5,
        ')' | ']' | ':' | '）' => 2.8,
        _ if PUNCTUATION.contains(previous) => 4.0,
        '%' | '*' => 1.0,
        '—' | '|' => -0.5,
        '-' | '–' | '‑' => NEVER,
        _ if previous.is_alphabetic() => after_word(before),
        _ => -1.0,
    }
}

/// Whether dots lead over to what follows, as they lead to the page numbers of a table of contents.
fn is_leader(before: &str) -> bool {
    let dots = before
        .chars()
        .rev()
        .take_while(|&c| matches!(c, '.' | '…' | ' '));
    dots.filter(|&c| c != ' ')
        .map(|c| if c == '…' { 3 } else { 1 })
        .sum::<usize>()
        >= LEADER
}

/// Whether punctuation behind this text closes something: `.15`, `= -.24` and `a "1"` open a number instead.
fn closes(stem: &str) -> bool {
    stem.ends_with(|c: char| c.is_alphanumeric() || PUNCTUATION.contains(c) || "%*_>".contains(c))
}

/// `2024.3` and `in 2013,195`: a year before the sign leaves some hope, `15.9` and `1,5` hardly any, and none at all does
/// the number of a section, `2.6` at the beginning of a line.
fn after_number(stem: &str, sign: char) -> f32 {
    let digits = trailing_digits(stem);
    let before = stem[..stem.len() - digits.len()].trim_end_matches([' ', '\t', '.']);
    // `PO.3.2` is a code.
    let head = stem[..stem.len() - digits.len()].strip_suffix('.');
    let head = head.map_or("", last_word);
    if !head.is_empty() && head.len() <= 4 && head.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return NEVER;
    }
    let opens_line = before.is_empty() || before.ends_with('\n');
    if opens_line && digits.len() <= 2 {
        return NEVER;
    }
    if is_year(digits) && sign != ':' {
        0.5
    } else if before.ends_with('-') && sign != ':' {
        // `Act 112-418,13`: what has a hyphen in it has no decimals.
        -0.5
    } else {
        NUMBER
    }
}

/// `France.13`, but `No.5`, `vol.3`, `p.12`, `J.3`.
fn after_full_stop(stem: &str) -> f32 {
    let word = last_word(stem);
    if ABBREVIATIONS.contains(&word.to_lowercase().as_str()) {
        return -2.5;
    }
    if word.chars().count() == 1 { -1.0 } else { 4.0 }
}

/// A number right behind letters: a marker behind an ordinary word, a name such as `Nex1` or `IP4` otherwise.
fn after_word(before: &str) -> f32 {
    let word = last_word(before);
    if word.chars().any(char::is_numeric) {
        return -3.5;
    }
    match unit(before, word) {
        Unit::Measures => return -4.0,
        Unit::Owner => return 3.0,
        Unit::None => {}
    }
    if word.chars().any(|c| !c.is_lowercase() && !c.is_uppercase()) {
        if before.ends_with(|c: char| NUMBERED.contains(c)) {
            return -6.0;
        }
        return 1.0; // A script without case: the shape of the word tells nothing.
    }
    let letters = word.chars().count();
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

/// Log-odds by what stands behind the digits.
fn ahead(rest: &str, previous: char) -> f32 {
    let mut following = rest.chars();
    let Some(next) = following.next() else {
        return 1.5;
    };
    let digit_behind = following.next().is_some_and(|c| c.is_ascii_digit());
    match next {
        '\n' | '\r' | '\u{c}' => 1.5,
        _ if next.is_whitespace() => {
            let closed = ".?!”\"’…)".contains(previous);
            if closed && opens_sentence(rest) {
                1.0
            } else {
                0.0
            }
        }
        '.' | ',' if digit_behind => -7.0,
        ':' if digit_behind => -4.0,
        // `map2.py` is the name of a file.
        '.' if rest[1..].starts_with(|c: char| c.is_ascii_lowercase()) => -7.0,
        '.' => 0.5,
        ',' | ';' | ':' | '?' | '!' => -0.3,
        ')' | '”' | '"' | '’' | '»' | '—' | '*' => -0.5,
        '[' | '(' | '“' => -1.5,
        '-' | '–' | '‑' => -5.0,
        _ if NEVER_BEHIND.contains(next) => -6.0,
        _ if next.is_alphabetic() && next.is_ascii() => -5.0,
        _ if COUNTED.contains(next) => -6.0,
        _ if next.is_alphabetic() => 0.0,
        _ => -2.0,
    }
}

fn opens_sentence(rest: &str) -> bool {
    rest.trim_start()
        .starts_with(|c: char| c.is_uppercase() || "“\"‘([".contains(c))
}

/// Odds of a marker behind a year whose digits it continues: five digits that begin like a year are rare.
const BEHIND_YEAR: f32 = -1.5;
/// Odds of a marker of one, two and three digits behind any other number: every tenth number ends in a given digit.
const BEHIND_NUMBER: [f32; 3] = [-8.5, -6.0, -4.0];

/// Odds of the digits behind the third of a group of thousands: `2,500,00023` is a number with marker 23 behind it.
const BEHIND_THOUSANDS: f32 = 2.0;

/// How many digits of a run, from `start` to `end`, are too many for the last group of thousands of a number.
fn surplus(text: &str, start: usize, end: usize) -> Option<usize> {
    let before = text[..start].strip_suffix(',')?;
    let is_group = (1..=3).contains(&trailing_digits(before).len());
    (end - start)
        .checked_sub(3)
        .filter(|width| is_group && (1..=3).contains(width))
}

/// The markers that the end of a run of digits could be: `20124` is `2012` and marker 4 where 4 is next in turn.
/// `start` and `end` are the bounds of the run.
pub(super) fn tails(text: &str, start: usize, end: usize) -> impl Iterator<Item = Candidate> {
    let digits = if text.as_bytes()[start].is_ascii_digit() {
        end - start
    } else {
        0
    };
    let glued = || !text[..start].ends_with(|c: char| c.is_alphanumeric() || "-–_#=/".contains(c));
    let surplus = surplus(text, start, end);
    let whole = || digits == 4 && is_year(&text[start..end]);
    let widths = if (2..8).contains(&digits) && !whole() && glued() {
        1..digits.min(4)
    } else {
        0..0
    };
    widths.filter_map(move |width| {
        let at = end - width;
        let (parts, behind) = group::group(text, at, Digits::Plain, false)?;
        let head = &text[start..at];
        let year = head.len() == 4 && is_year(head);
        let odds = if surplus == Some(width) {
            BEHIND_THOUSANDS
        } else if year {
            BEHIND_YEAR
        } else {
            BEHIND_NUMBER[width - 1]
        };
        Some(Candidate {
            style: MarkerStyle::Glued,
            token: Span::new(at, behind),
            parts,
            position: Position::Elsewhere,
            odds: odds + ahead(&text[behind..], '0'),
            page: None,
        })
    })
}

fn is_year(digits: &str) -> bool {
    digits.parse().is_ok_and(is_year_value)
}

/// Whether a number could be a year.
pub(super) fn is_year_value(number: u32) -> bool {
    (1500..2100).contains(&number)
}

/// Whether the word at the end of a text is a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// `m`, `sec`.
    Measures,
    /// The rest of a possessive: `Cohen's`.
    Owner,
    /// Another word.
    None,
}

fn unit(before: &str, word: &str) -> Unit {
    let lead = &before[..before.len() - word.len()];
    if word == "s" && lead.ends_with(['’', '\'']) {
        return Unit::Owner;
    }
    // A square inch stands behind its number, and elsewhere the word is a preposition.
    let is_counted = || {
        lead.trim_end()
            .ends_with(|c: char| c.is_ascii_digit() || c == '/')
    };
    if UNITS.contains(&word) && (word != "in" || is_counted()) {
        Unit::Measures
    } else {
        Unit::None
    }
}

/// What a raised number could be the exponent of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Nothing: a word or punctuation.
    None,
    /// A year, which has no exponent but may be in a formula.
    Year,
    /// Another number: `10⁶`.
    Number,
    /// A unit or a variable: `m²`, `x²`.
    Unit,
}

/// What stands before a raised number.
pub(super) fn base(before: &str) -> Base {
    let digits = trailing_digits(before);
    if !digits.is_empty() {
        return if digits.len() == 4 && is_year(digits) {
            Base::Year
        } else {
            Base::Number
        };
    }
    let word = last_word(before);
    let unit = unit(before, word);
    let is_variable = word.chars().count() == 1;
    if unit == Unit::Measures || is_variable && unit != Unit::Owner {
        Base::Unit
    } else {
        Base::None
    }
}
