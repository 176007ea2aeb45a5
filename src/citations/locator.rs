//! Locators, which say where in a work, and the sentences of a note.

use std::sync::LazyLock;

use regex::Regex;

/// A locator at the end of a short form or at the beginning of an inquiry's note: pages, lines, paragraphs.
static LOCATOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)^(?:(?:pp?|pages?|paras?|paragraphs?|lines?|ll?|chs?|chap|chapters?|ss?|sec|sections?|vol|vols?|at|bk|book|art|arts?|fig|table|q|§|¶)\.?\s?)?
        (?:[0-9]+[0-9a-z.]*|[ivxlc]+)(?:\s?(?:[–—-]|and|,)\s?[0-9ivxlc.]+)*\.?$",
    )
    .ok()
});

pub(super) fn is_locator(part: &str) -> bool {
    LOCATOR
        .as_ref()
        .is_some_and(|locator| locator.is_match(part.trim()))
}

/// What stands behind the locators that a text begins with.
pub(super) fn without_locators(text: &str) -> &str {
    let mut rest = text;
    while let Some((part, behind)) = rest.split_once(',')
        && is_locator(part)
    {
        rest = behind;
    }
    rest
}

/// The sentences of a text as byte ranges; a full stop behind an initial or a short form ends none.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let mut from = at;
        loop {
            let Some(stop) = text[from..].find(['.', '?', '!']).map(|found| from + found) else {
                at = text.len();
                return Some((start, at));
            };
            from = stop + 1;
            let closed = text[from..].trim_start_matches(['”', '"', '’', '»']);
            let behind = closed.chars().next();
            let word = text[start..stop]
                .rsplit(|c: char| c.is_whitespace() || c == '.')
                .next()
                .unwrap_or_default();
            let short = word.chars().count() <= 2
                || matches!(
                    word,
                    "Inc"
                        | "Ltd"
                        | "Mgmt"
                        | "Exec"
                        | "Gov"
                        | "Gen"
                        | "vol"
                        | "Vol"
                        | "eds"
                        | "Rep"
                        | "Sen"
                        | "Jr"
                        | "Sr"
                        | "Mrs"
                        | "Dept"
                        | "Univ"
                        | "Assn"
                        | "Intl"
                );
            if behind.is_none_or(char::is_whitespace) && !short {
                at = text.len() - closed.len();
                return Some((start, stop));
            }
        }
    })
}
