//! Dates as citations write them: `October 27, 2025`, `27 Oct. 2025`, `27.10.2025`, `2025-10-27`, `Fall 2025`, `2019`.

use crate::document::Span;

use super::{Date, DateOrder, Written};

/// The names of months and their short forms in the languages of policy work, in small letters, January first.
/// A name that is a word of another meaning (`may`, `mars`) counts only beside a day or a year.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio",
        "janeiro", "januari",
    ],
    &[
        "february",
        "feb",
        "febr",
        "februar",
        "février",
        "févr",
        "fév",
        "febrero",
        "febbraio",
        "fevereiro",
        "februari",
    ],
    &[
        "march", "mar", "märz", "mrz", "mars", "marzo", "março", "maart",
    ],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
    &[
        "july", "jul", "juli", "juillet", "juil", "julio", "luglio", "julho",
    ],
    &["august", "aug", "août", "agosto", "ago", "augustus"],
    &[
        "september",
        "sept",
        "sep",
        "septembre",
        "septiembre",
        "settembre",
        "setembro",
    ],
    &[
        "october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro",
    ],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
    ],
];

/// Seasons; they have no month, for the south has them in the other half of the year.
const SEASONS: &[&str] = &[
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "frühjahr",
    "sommer",
    "herbst",
    "printemps",
    "été",
    "automne",
    "hiver",
    "primavera",
    "verano",
    "otoño",
    "invierno",
];

/// The years that a citation may have; other numbers of four digits are pages.
const YEARS: std::ops::RangeInclusive<u32> = 1450..=2100;

/// A run of letters, a run of digits or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Number { value: u32, digits: usize },
    Sign(char),
}

/// The dates of a stretch of text that starts at `base` in the document, in the order of the text. `skips` are parts of
/// it in which no date is looked for, in order.
pub(super) fn find(text: &str, base: usize, skips: &[Span]) -> Vec<Written<Date>> {
    let tokens = tokens(text, base, skips);
    let mut found: Vec<Written<Date>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((from, date, behind)) = read(&tokens, at, found.last()) else {
            at += 1;
            continue;
        };
        let span = Span::new(tokens[from].1.start, tokens[behind - 1].1.end);
        found.push(Written { value: date, span });
        at = behind;
    }
    found
}

type Placed<'a> = (Token<'a>, Span);

fn tokens<'a>(text: &'a str, base: usize, skips: &[Span]) -> Vec<Placed<'a>> {
    let mut out: Vec<Placed<'a>> = Vec::with_capacity(text.len() / 5);
    let mut skips = skips.iter().peekable();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if let Some(skip) = skips.next_if(|skip| skip.start <= base + at) {
            if skip.end > base + at {
                out.push((Token::Sign('\u{0}'), Span::new(base + at, base + at)));
                at = (skip.end - base).min(text.len());
            }
            continue;
        }
        let run =
            |is: fn(char) -> bool| text[at..].find(|c: char| !is(c)).unwrap_or(text.len() - at);
        let length = if first.is_ascii_digit() {
            run(|c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            run(char::is_alphabetic)
        } else {
            first.len_utf8()
        };
        let part = &text[at..at + length];
        let span = Span::new(base + at, base + at + length);
        at += length;
        if first.is_whitespace() {
            continue;
        }
        let token = if first.is_ascii_digit() {
            let value = if length <= 8 {
                part.parse().unwrap_or(0)
            } else {
                0
            };
            Token::Number {
                value,
                digits: length,
            }
        } else if first.is_alphabetic() {
            Token::Word(part)
        } else {
            Token::Sign(first)
        };
        out.push((token, span));
    }
    out
}

/// The date that begins at a token, with its first token and the one behind it.
fn read(
    tokens: &[Placed<'_>],
    at: usize,
    last: Option<&Written<Date>>,
) -> Option<(usize, Date, usize)> {
    let free = |from: usize| last.is_none_or(|last| tokens[from].1.start >= last.span.end);
    let found = match tokens[at].0 {
        Token::Word(word) => month(word)
            .and_then(|month| around_month(tokens, at, month))
            .or_else(|| season(tokens, at, word))
            .or_else(|| undated(tokens, at, word)),
        Token::Number { value, digits: 4 } if YEARS.contains(&value) => {
            year_first(tokens, at).or_else(|| bare_year(tokens, at))
        }
        Token::Number {
            value: 1..=31,
            digits: 1 | 2,
        } => dotted(tokens, at),
        _ => None,
    };
    found.filter(|&(from, ..)| free(from))
}

/// The number of a month by its name, whatever its case.
fn month(word: &str) -> Option<i8> {
    if word.len() < 3 || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    let small = word.to_lowercase();
    let month = (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&small.as_str()));
    month.map(|(month, _)| month)
}

fn number(tokens: &[Placed<'_>], at: usize) -> Option<(u32, usize)> {
    match tokens.get(at)?.0 {
        Token::Number { value, digits } => Some((value, digits)),
        _ => None,
    }
}

fn is_sign(tokens: &[Placed<'_>], at: usize, signs: &str) -> bool {
    matches!(tokens.get(at), Some((Token::Sign(sign), _)) if signs.contains(*sign))
}

fn is_word(tokens: &[Placed<'_>], at: usize, words: &[&str]) -> bool {
    matches!(tokens.get(at), Some((Token::Word(word), _)) if words.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

fn year(tokens: &[Placed<'_>], at: usize) -> Option<i16> {
    number(tokens, at)
        .filter(|&(value, digits)| digits == 4 && YEARS.contains(&value))
        .and_then(|(value, _)| i16::try_from(value).ok())
}

fn day(tokens: &[Placed<'_>], at: usize) -> Option<i8> {
    number(tokens, at)
        .filter(|&(value, digits)| digits <= 2 && (1..=31).contains(&value))
        .and_then(|(value, _)| i8::try_from(value).ok())
}

fn second_month(tokens: &[Placed<'_>], at: usize) -> Option<i8> {
    match tokens.get(at)?.0 {
        Token::Word(word) => month(word),
        _ => None,
    }
}

/// Letters behind the number of a day: `27th`, `25 th`, `1er`.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "de"];

/// A date around the name of a month at `at`.
fn around_month(tokens: &[Placed<'_>], at: usize, month: i8) -> Option<(usize, Date, usize)> {
    let mut behind = at + 1;
    if is_sign(tokens, behind, ".") {
        behind += 1;
    }
    // `September/October 2020`, `May–June 2021`: dated by the first of two months.
    if is_sign(tokens, behind, "/–-") && second_month(tokens, behind + 1).is_some() {
        let year = year(tokens, behind + 2)?;
        let date = Date {
            month: Some(month),
            ..Date::of_year(year)
        };
        return Some((at, date, behind + 3));
    }
    let before = day_before(tokens, at);
    let mut day_behind = None;
    if before.is_none() && day(tokens, behind).is_some() {
        day_behind = day(tokens, behind);
        behind += 1;
        if is_word(tokens, behind, ORDINALS) {
            behind += 1;
        }
        // A range of days, `October 12–14, 2025`, is dated by its first.
        if is_sign(tokens, behind, "–-—") && day(tokens, behind + 1).is_some() {
            behind += 2;
        }
    }
    let with_day = behind;
    if is_sign(tokens, behind, ",") || is_word(tokens, behind, &["de", "of", "del"]) {
        behind += 1;
    }
    let year = year(tokens, behind);
    let day = before.map(|(_, day)| day).or(day_behind);
    if year.is_none() && day.is_none() {
        return None;
    }
    let end = if year.is_some() { behind + 1 } else { with_day };
    let from = before.map_or(at, |(from, _)| from);
    let date = Date {
        year,
        month: Some(month),
        day,
    };
    Some((from, date, end))
}

/// The number of a day before the name of a month, with its token: `27 October`, `27. Oktober`, `27th of October`.
fn day_before(tokens: &[Placed<'_>], at: usize) -> Option<(usize, i8)> {
    let mut from = at.checked_sub(1)?;
    while from > 0
        && (is_sign(tokens, from, ".º")
            || is_word(tokens, from, &["of", "st", "nd", "rd", "th", "er", "de"]))
    {
        from -= 1;
        if at - from > 3 {
            return None;
        }
    }
    let value = day(tokens, from)?;
    // `pp. 3, 27 October` is fine, `1.27 October` is not.
    let glued = from > 0
        && is_sign(tokens, from - 1, ".")
        && tokens[from - 1].1.end == tokens[from].1.start;
    (!glued).then_some((from, value))
}

fn season(tokens: &[Placed<'_>], at: usize, word: &str) -> Option<(usize, Date, usize)> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let small = word.to_lowercase();
    let year = SEASONS
        .contains(&small.as_str())
        .then(|| year(tokens, at + 1))??;
    Some((at, Date::of_year(year), at + 2))
}

/// `n.d.`, `s.d.`, `o. J.`.
fn undated(tokens: &[Placed<'_>], at: usize, word: &str) -> Option<(usize, Date, usize)> {
    let letters = [("n", "d"), ("s", "d"), ("o", "J")];
    let second = letters.iter().find(|(first, _)| *first == word)?.1;
    let holds = is_sign(tokens, at + 1, ".")
        && matches!(tokens.get(at + 2), Some((Token::Word(word), _)) if *word == second)
        && is_sign(tokens, at + 3, ".");
    let starts =
        at == 0 || tokens[at - 1].1.end < tokens[at].1.start || is_sign(tokens, at - 1, "(");
    (holds && starts).then_some((at, Date::default(), at + 4))
}

/// `2025-10-27`, `2025/10/27`, `2025年10月27日`, `2025년 10월 27일`.
fn year_first(tokens: &[Placed<'_>], at: usize) -> Option<(usize, Date, usize)> {
    let year = year(tokens, at)?;
    let part = |at: usize| {
        number(tokens, at)
            .filter(|&(_, digits)| digits <= 2)
            .map(|(value, _)| value)
    };
    if (is_sign(tokens, at + 1, "-/.") && is_sign(tokens, at + 3, "-/."))
        || (is_word(tokens, at + 1, &["年", "년"]) && is_word(tokens, at + 3, &["月", "월"]))
    {
        let (month, day) = (part(at + 2)?, part(at + 4)?);
        let mut behind = at + 5;
        if is_word(tokens, behind, &["日", "일"]) {
            behind += 1;
        }
        let date = Date::new(year, month, day)?;
        return Some((at, date, behind));
    }
    None
}

/// `27.10.2025`, `27/10/2025`. Which of two small numbers is the month is not known where both could be.
fn dotted(tokens: &[Placed<'_>], at: usize) -> Option<(usize, Date, usize)> {
    let (first, _) = number(tokens, at)?;
    let dots = is_sign(tokens, at + 1, ".") && is_sign(tokens, at + 3, ".");
    let bars = is_sign(tokens, at + 1, "/") && is_sign(tokens, at + 3, "/");
    let (second, digits) = number(tokens, at + 2)?;
    let year = year(tokens, at + 4)?;
    if digits > 2 || !(dots || bars) {
        return None;
    }
    let date = match (first, second) {
        _ if dots => Date::new(year, second, first)?,
        (1..=12, 13..) => Date::new(year, first, second)?,
        (13.., 1..=12) => Date::new(year, second, first)?,
        _ if first == second => Date::new(year, first, second)?,
        _ => Date::of_year(year),
    };
    Some((at, date, at + 5))
}

/// In which order a date such as `27/10/2025` has day and month, if its numbers tell.
pub(super) fn order_of(written: &str) -> Option<DateOrder> {
    let (first, second, _) = numbers(written)?;
    match (first, second) {
        (13..=31, 1..=12) => Some(DateOrder::DayFirst),
        (1..=12, 13..=31) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// A date such as `03/04/2025`, whose numbers do not tell, in a given order.
pub(super) fn in_order(written: &str, order: DateOrder) -> Option<Date> {
    let (first, second, year) = numbers(written)?;
    match order {
        DateOrder::DayFirst => Date::new(year, second, first),
        DateOrder::MonthFirst => Date::new(year, first, second),
    }
}

fn numbers(written: &str) -> Option<(u32, u32, i16)> {
    let mut parts = written.split('/');
    let mut next = || parts.next()?.trim().parse::<i16>().ok();
    let (first, second, year) = (next()?, next()?, next()?);
    let whole = parts.next().is_none() && year >= 1000;
    let small = |number: i16| u32::try_from(number).ok();
    whole.then_some((small(first)?, small(second)?, year))
}

/// A year that stands alone: no page, no part of a longer number, no count of things.
fn bare_year(tokens: &[Placed<'_>], at: usize) -> Option<(usize, Date, usize)> {
    let span = tokens[at].1;
    let touches = |index: Option<usize>, side: fn(Span) -> usize, own: usize| {
        index
            .and_then(|index| tokens.get(index))
            .filter(|(_, other)| side(*other) == own)
            .map(|(token, _)| *token)
    };
    let left = touches(at.checked_sub(1), |other| other.end, span.start);
    let right = touches(Some(at + 1), |other| other.start, span.end);
    let bad = |token: Option<Token<'_>>, signs: &str| match token {
        Some(Token::Sign(sign)) => signs.contains(sign),
        Some(_) => true,
        None => false,
    };
    if bad(left, "$€£#/-–—:.+&=@'’") || bad(right, "%°+=&@") {
        return None;
    }
    // The page behind a colon or a `p.` is no year, nor is a number with decimals.
    let decimals = matches!(right, Some(Token::Sign('.' | ',')))
        && touches(Some(at + 2), |other| other.start, span.end + 1)
            .is_some_and(|token| matches!(token, Token::Number { .. }));
    if decimals || is_locator_before(tokens, at) || is_page_of_volume(tokens, at) {
        return None;
    }
    let mut behind = at + 1;
    // A range of years is dated by its first: 2012–13, 2020-2024.
    let second = number(tokens, behind + 1);
    if is_sign(tokens, behind, "–-/")
        && second.is_some_and(|(value, digits)| digits == 2 || YEARS.contains(&value))
    {
        behind += 2;
    }
    Some((at, Date::of_year(year(tokens, at)?), behind))
}

/// Whether it stands behind a volume or an issue: `106: 2075`, `39(2): 2075`.
fn is_page_of_volume(tokens: &[Placed<'_>], at: usize) -> bool {
    let before = at.checked_sub(2).map(|before| tokens[before].0);
    is_sign(tokens, at.wrapping_sub(1), ":")
        && matches!(before, Some(Token::Number { .. } | Token::Sign(')')))
}

fn is_locator_before(tokens: &[Placed<'_>], at: usize) -> bool {
    let mut before = at;
    while before > 0 && is_sign(tokens, before - 1, ".:№") {
        before -= 1;
    }
    let words = [
        "p", "pp", "no", "nos", "vol", "para", "paras", "line", "lines", "page", "pages", "art",
        "nr", "doc", "document", "seite", "s",
    ];
    before > 0 && is_word(tokens, before - 1, &words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates of a text as `year-month-day`, with what was written.
    fn dates(text: &str) -> Vec<String> {
        find(text, 0, &[])
            .into_iter()
            .map(|date| {
                let part = |part: Option<i8>| part.map_or("?".to_owned(), |part| part.to_string());
                let year = date
                    .value
                    .year
                    .map_or("?".to_owned(), |year| year.to_string());
                let (month, day) = (part(date.value.month), part(date.value.day));
                let written = &text[date.span.start..date.span.end];
                format!("{year}-{month}-{day} {written}")
            })
            .collect()
    }

    #[test]
    fn every_form_is_read() {
        let forms = [
            (
                "Korea Herald, October 27, 2025, p. 3",
                "2025-10-27 October 27, 2025",
            ),
            ("Janes, 2 Oct. 2024.", "2024-10-2 2 Oct. 2024"),
            ("am 27. Oktober 2025 in", "2025-10-27 27. Oktober 2025"),
            ("le 1er février 2024", "2024-2-1 1er février 2024"),
            ("el 3 de mayo de 2021", "2021-5-3 3 de mayo de 2021"),
            (
                "PICTOR, 25 th October 2012",
                "2012-10-25 25 th October 2012",
            ),
            ("SIPRI Fact Sheet, March 2025,", "2025-3-? March 2025"),
            ("Stand 27.10.2025", "2025-10-27 27.10.2025"),
            ("posted 2025-10-27 at", "2025-10-27 2025-10-27"),
            ("(2025/03/28)", "2025-3-28 2025/03/28"),
            ("on 27/10/2025", "2025-10-27 27/10/2025"),
            ("on 04/05/2025", "2025-?-? 04/05/2025"),
            ("2025年10月27日", "2025-10-27 2025年10月27日"),
            ("2025년 10월 27일", "2025-10-27 2025년 10월 27일"),
            ("39, no. 2 (Winter 2023): 21–23.", "2023-?-? Winter 2023"),
            ("Press, 2012), 108", "2012-?-? 2012"),
            ("seasons 2012–13", "2012-?-? 2012–13"),
            ("Crunchbase. n.d. See", "?-?-? n.d."),
            (
                "99, no. 5 (September/October 2020)",
                "2020-9-? September/October 2020",
            ),
            ("on May 5 in", "?-5-5 May 5"),
        ];
        for (text, date) in forms {
            assert_eq!(dates(text), [date], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        let others = [
            "Cell 106: 2075–2186",
            "pp. 1999",
            "no. 2012",
            "costs $2012",
            "2012.5 of them",
            "may be seen",
            "Mars and Venus",
            "ked202302240021",
            "an-2012-b",
        ];
        for text in others {
            assert_eq!(dates(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn nothing_is_read_in_what_is_skipped() {
        let text = "“Arms in 2024,” SIPRI, 2025";
        let found = find(text, 100, &[Span::new(100, 119)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span, Span::new(127, 131));
    }
}
