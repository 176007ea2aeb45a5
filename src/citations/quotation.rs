//! Quotations in a note: where a title in quotation marks begins and ends.

use crate::document::Span;

/// A quotation, with and without its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotation {
    /// With its marks.
    pub(super) span: Span,
    /// Without them.
    pub(super) inner: Span,
}

/// Opening marks with their closing ones. Straight marks close themselves; `»…«` is German, `„…“` closes with the mark
/// that opens in English.
const PAIRS: &[(char, &[char])] = &[
    ('“', &['”']),
    ('„', &['“', '”', '‟']),
    ('«', &['»']),
    ('»', &['«']),
    ('「', &['」']),
    ('『', &['』']),
    ('《', &['》']),
    ('〈', &['〉']),
    ('"', &['"']),
];

/// A quotation is at most this long, in bytes: one that never closes must not swallow the rest of the note.
const LONGEST: usize = 1_500;

/// The outermost quotations of a text that starts at `base`, in order, outside `skips`, which are in order too. Single
/// marks are looked for only where there are no double ones, for they are apostrophes too.
pub(super) fn find(text: &str, base: usize, skips: &[Span]) -> Vec<Quotation> {
    let double = double(text, base, skips);
    if double.is_empty() && text.contains('‘') {
        return single(text, base, skips);
    }
    double
}

fn double(text: &str, base: usize, skips: &[Span]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut nothing = ('\0', 0);
    while let Some((open, sign)) = next(text, at, |c| PAIRS.iter().any(|(open, _)| *open == c)) {
        at = open + sign.len_utf8();
        if is_skipped(base + open, skips) {
            continue;
        }
        // Marks that are piled up are looked behind once: where none closes, none closes for the next one either.
        if nothing.0 == sign && at < nothing.1 {
            continue;
        }
        let closes = PAIRS
            .iter()
            .find(|(pair, _)| *pair == sign)
            .map(|(_, closes)| *closes);
        let window = window(text, at);
        match closing(window, sign, closes.unwrap_or_default()) {
            Some(length) => {
                let end = at + length;
                let behind = end + text[end..].chars().next().map_or(0, char::len_utf8);
                found.push(Quotation {
                    span: Span::new(base + open, base + behind),
                    inner: Span::new(base + at, base + end),
                });
                at = behind;
            }
            None if !window.contains(closes.unwrap_or_default()) => {
                nothing = (sign, at + window.len() / 2);
            }
            None => {}
        }
    }
    found
}

/// What follows `at`, as far as a quotation may go.
fn window(text: &str, at: usize) -> &str {
    let mut end = text.len().min(at + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[at..end]
}

/// Where a quotation closes that opened with `sign`; another opening of the same kind means that it never did, unless
/// the marks are the same.
fn closing(window: &str, sign: char, closes: &[char]) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, c) in window.char_indices() {
        if closes.contains(&c) {
            if depth == 0 {
                return Some(offset);
            }
            depth -= 1;
        } else if c == sign {
            depth += 1;
        }
    }
    None
}

/// `‘…’` whose end is no apostrophe: no letter follows it.
fn single(text: &str, base: usize, skips: &[Span]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, sign)) = next(text, at, |c| c == '‘') {
        at = open + sign.len_utf8();
        if is_skipped(base + open, skips) {
            continue;
        }
        let ends = window(text, at).match_indices('’').find(|(offset, mark)| {
            let behind = text[at + offset + mark.len()..].chars().next();
            behind.is_none_or(|c| !c.is_alphanumeric() && c != '’')
        });
        if let Some((offset, mark)) = ends {
            let end = at + offset;
            found.push(Quotation {
                span: Span::new(base + open, base + end + mark.len()),
                inner: Span::new(base + at, base + end),
            });
            at = end + mark.len();
        }
    }
    found
}

fn next(text: &str, from: usize, is: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let found = text[from..].find(&is)?;
    let sign = text[from + found..].chars().next()?;
    Some((from + found, sign))
}

fn is_skipped(at: usize, skips: &[Span]) -> bool {
    let index = skips.partition_point(|skip| skip.end <= at);
    skips.get(index).is_some_and(|skip| skip.contains(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        find(text, 0, &[])
            .iter()
            .map(|found| &text[found.inner.start..found.inner.end])
            .collect()
    }

    #[test]
    fn quotations_of_many_houses() {
        assert_eq!(inner("Lee, “A ‘New’ Axis,” Herald"), ["A ‘New’ Axis,"]);
        assert_eq!(inner("Lee, \"A New Axis\", Herald"), ["A New Axis"]);
        assert_eq!(inner("Lee, „Neue Achse“, Die Zeit"), ["Neue Achse"]);
        assert_eq!(inner("Lee, « Un axe », Le Monde"), [" Un axe "]);
        assert_eq!(inner("Lee, ‘Korea’s axis’, Herald"), ["Korea’s axis"]);
        assert_eq!(inner("이, 「새로운 축」, 신문"), ["새로운 축"]);
    }

    #[test]
    fn one_that_never_closes_is_none() {
        assert_eq!(inner("“Open, Herald; and “Closed,” Post"), ["Closed,"]);
        assert_eq!(inner("the ports’ fees"), Vec::<&str>::new());
        assert_eq!(inner("“Open, Herald; Lind, \"Closed,\" Post"), ["Closed,"]);
    }
}
