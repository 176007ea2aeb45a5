//! Groups of labels: `13`, `13, 14`, `3–5`, as they stand between the signs of a marker.

use crate::document::Span;

/// A range such as `3–5` that would imply more labels than this is no range of labels.
const LONGEST_RANGE: u32 = 60;

/// One label of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// The number.
    pub(super) value: u32,
    /// Its digits; for a label that a range implies, the whole range.
    pub(super) span: Span,
    /// Whether a range implies it.
    pub(super) implied: bool,
}

/// How the digits of a label are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// `13`, also full-width.
    Plain,
    /// `¹³`.
    Raised,
}

/// The value of a digit of this kind.
fn digit(character: char, digits: Digits) -> Option<u32> {
    match (digits, character) {
        (Digits::Plain, '0'..='9') => Some(character as u32 - '0' as u32),
        (Digits::Plain, '０'..='９') => Some(character as u32 - '０' as u32),
        (Digits::Raised, '⁰') => Some(0),
        (Digits::Raised, '¹') => Some(1),
        (Digits::Raised, '²') => Some(2),
        (Digits::Raised, '³') => Some(3),
        (Digits::Raised, '⁴'..='⁹') => Some(character as u32 - '⁰' as u32),
        _ => None,
    }
}

/// Whether `character` is a raised digit.
pub(super) fn is_raised_digit(character: char) -> bool {
    digit(character, Digits::Raised).is_some()
}

/// Reads one number at `at`; gives it and the byte behind it. A leading zero or a sixth digit makes it no label.
pub(super) fn number(text: &str, at: usize, digits: Digits) -> Option<(u32, usize)> {
    let (mut value, mut end) = (0, at);
    for (count, character) in text[at..].chars().enumerate() {
        let Some(digit) = digit(character, digits) else {
            break;
        };
        if count == 5 || (count > 0 && value == 0) {
            return None;
        }
        value = value * 10 + digit;
        end += character.len_utf8();
    }
    (end > at && value > 0).then_some((value, end))
}

/// Reads the longest group of labels at `at`; gives its parts and the byte behind it.
///
/// With `spaced`, blanks may stand around the separators, as in `[13, 14]`.
pub(super) fn group(
    text: &str,
    at: usize,
    digits: Digits,
    spaced: bool,
) -> Option<(Vec<Part>, usize)> {
    let (mut parts, mut end) = labels(text, at, digits)?;
    while let Some((range, next)) = separator(text, end, digits, spaced) {
        let Some((behind, reach)) = labels(text, next, digits) else {
            break;
        };
        let (before, value) = (parts[parts.len() - 1], behind[0].value);
        if range {
            if value <= before.value || value - before.value > LONGEST_RANGE {
                break;
            }
            let span = Span::new(before.span.start, behind[0].span.end);
            let implied = before.value + 1..value;
            parts.extend(implied.map(|value| Part {
                value,
                span,
                implied: true,
            }));
        }
        parts.extend(behind);
        end = reach;
    }
    Some((parts, end))
}

/// Reads the rest of a range that stands the wrong way round, such as `-3` behind `5`; adds its labels and gives the byte
/// behind it. Years are no labels, and a range of them is none.
pub(super) fn falling(text: &str, parts: &mut Vec<Part>, at: usize) -> Option<usize> {
    const HIGHEST: u32 = 1_000;
    let (is_range, next) = separator(text, at, Digits::Plain, true)?;
    let (value, end) = number(text, next, Digits::Plain)?;
    let before = *parts.last()?;
    let is_falling = is_range && value < before.value && before.value < HIGHEST;
    if !is_falling || before.value - value > LONGEST_RANGE {
        return None;
    }
    let span = Span::new(before.span.start, end);
    parts.extend((value + 1..before.value).map(|value| Part {
        value,
        span,
        implied: true,
    }));
    parts.push(Part {
        value,
        span: Span::new(next, end),
        implied: false,
    });
    Some(end)
}

/// Reads one number, or several that are written together.
fn labels(text: &str, at: usize, digits: Digits) -> Option<(Vec<Part>, usize)> {
    run_together(text, at, digits).or_else(|| {
        let (value, end) = number(text, at, digits)?;
        Some((
            vec![Part {
                value,
                span: Span::new(at, end),
                implied: false,
            }],
            end,
        ))
    })
}

/// Reads labels that follow each other and lost what stood between them: `⁴¹⁹⁴²⁰` is 419 and 420. Six digits make no label
/// by themselves, nor do five raised ones; four make one only in a paper of a thousand notes.
fn run_together(text: &str, at: usize, digits: Digits) -> Option<(Vec<Part>, usize)> {
    let run = text[at..].chars();
    let run = run.take_while(|&character| digit(character, digits).is_some());
    let count = run.take(MOST_DIGITS).count();
    let is_run = match digits {
        Digits::Plain => count == 6,
        Digits::Raised => (4..MOST_DIGITS).contains(&count),
    };
    let parts = is_run
        .then(|| ascending(text, at, digits, count))
        .flatten()?;
    let end = parts.last()?.span.end;
    // Three digits of six are a label as they stand, one or two are not: `121314` may be a sum of money.
    (digits == Digits::Raised || parts.len() == 2).then_some((parts, end))
}

/// So many digits or more are no labels.
const MOST_DIGITS: usize = 25;

/// Parts so many digits at `at` into two numbers or more of which each is one higher than the last.
pub(super) fn ascending(text: &str, at: usize, digits: Digits, count: usize) -> Option<Vec<Part>> {
    let ends = text[at..].char_indices().take(count);
    let ends: Vec<usize> = ends
        .map(|(offset, character)| at + offset + character.len_utf8())
        .collect();
    (1..=count / 2).find_map(|width| {
        let (first, _) = number(&text[..ends[width - 1]], at, digits)?;
        let mut parts = Vec::new();
        let (mut value, mut from, mut done) = (first, at, 0);
        while done < count {
            let width = value.to_string().len();
            let end = *ends.get(done + width - 1)?;
            let (found, _) = number(&text[..end], from, digits)?;
            if found != value {
                return None;
            }
            parts.push(Part {
                value,
                span: Span::new(from, end),
                implied: false,
            });
            (value, from, done) = (value + 1, end, done + width);
        }
        Some(parts)
    })
}

/// Reads a separator; gives whether it makes a range, and the byte behind it.
fn separator(text: &str, at: usize, digits: Digits, spaced: bool) -> Option<(bool, usize)> {
    let rest = &text[at..];
    let lead = if spaced {
        rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\n', '\r']).len()
    } else {
        0
    };
    let sign = rest[lead..].chars().next()?;
    let range = match (sign, digits) {
        (',' | ';' | '，' | '、' | '､', Digits::Plain) | (',' | '˒' | '⸴', Digits::Raised) => {
            false
        }
        ('–' | '-' | '‑' | '—' | '−', _) | ('⁻', Digits::Raised) => true,
        _ => return None,
    };
    let behind = at + lead + sign.len_utf8();
    let rest = &text[behind..];
    let blank = if spaced {
        rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\n', '\r']).len()
    } else {
        0
    };
    Some((range, behind + blank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, digits: Digits, spaced: bool) -> Vec<u32> {
        group(text, 0, digits, spaced)
            .map(|(parts, _)| parts.iter().map(|part| part.value).collect())
            .unwrap_or_default()
    }

    #[test]
    fn a_group_has_a_part_for_every_label_it_means() {
        assert_eq!(values("13", Digits::Plain, true), [13]);
        assert_eq!(values("3, 7;9", Digits::Plain, true), [3, 7, 9]);
        assert_eq!(values("3–6,9", Digits::Plain, true), [3, 4, 5, 6, 9]);
        assert_eq!(values("¹⁻³", Digits::Raised, false), [1, 2, 3]);
        assert_eq!(values("¹,²", Digits::Raised, false), [1, 2]);
        assert_eq!(values("⁴¹⁹⁴²⁰", Digits::Raised, false), [419, 420]);
        assert_eq!(values("¹⁴¹⁵¹⁶¹⁷", Digits::Raised, false), [14, 15, 16, 17]);
        assert_eq!(values("⁹⁹¹⁰⁰", Digits::Raised, false), [99, 100]);
        assert_eq!(
            values("406,419420,421", Digits::Plain, false),
            [406, 419, 420, 421]
        );
        assert_eq!(values("1920", Digits::Plain, false), [1920], "a year");
    }

    #[test]
    fn what_cannot_be_labels_is_no_group() {
        assert_eq!(values("007", Digits::Plain, true), [0; 0]);
        assert_eq!(values("0, 1", Digits::Plain, true), [0; 0]);
        assert_eq!(values("123456", Digits::Plain, true), [0; 0]);
        assert_eq!(
            values("5–3", Digits::Plain, true),
            [5],
            "a falling range ends the group before it"
        );
    }

    #[test]
    fn an_implied_label_has_the_span_of_its_range() {
        let (parts, end) = group("3–5]", 0, Digits::Plain, true).unwrap_or_default();
        assert_eq!(end, 5);
        assert_eq!(
            parts[1],
            Part {
                value: 4,
                span: Span::new(0, 5),
                implied: true
            }
        );
        assert_eq!(parts[2].span, Span::new(4, 5));
    }
}
