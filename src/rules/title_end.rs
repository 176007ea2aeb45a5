//! Where the title that a note quotes probably ends: before the outlet and the date.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Case;
use crate::document::Span;

/// A title or an outlet is at most this long, in bytes.
const LONGEST: usize = 300;

/// What is longer than this, in bytes, may be a quotation of the text as well as a title.
const LONGEST_TITLE: usize = 160;

/// The name of an outlet is at most this long, in bytes.
const LONGEST_OUTLET: usize = 60;

/// What follows the outlet of a work: its date, its volume, its pages, its address.
static DETAILS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|August|\
                 September|October|November|December|Spring|Summer|Autumn|Fall|Winter|Januar|Februar|März|Mai|Juni|Juli|\
                 Oktober|Dezember|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    Regex::new(&format!(
        r"(?x)
        \b{month}\b[.,]?\s(?:[0-9]{{1,2}},?\s)?[0-9]{{4}}\b
        | \b[0-9]{{1,2}}\.?\s{month}\b
        | (?:\(|[,.]\s)(?:18|19|20)[0-9]{{2}}\b
        | \b(?:vol|no|pp?|ed|eds)\.\s?[0-9]
        | \bhttps?:// | \bwww\. | \bdoi:"
    ))
    .ok()
});

/// Where the title ends that begins at some place of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitleEnd {
    /// Where its last word ends.
    pub(super) at: usize,
    /// What follows: the outlet, or the date where there is none.
    pub(super) next: Span,
    /// Whether there is no other place where it could end.
    pub(super) clear: bool,
}

/// The outlets that the notes name behind a closed quotation.
pub(super) fn outlets<'a>(case: &Case<'a>) -> BTreeSet<&'a str> {
    let document = case.document;
    (case.apparatus.notes.iter())
        .flat_map(|note| document.slice(note.body).split(['”', '"']).skip(1))
        .filter_map(|behind| {
            let behind = behind.strip_prefix(',').unwrap_or(behind);
            let name = behind.strip_prefix(' ')?;
            let name = &name[..name.find([',', '.', '('])?];
            let name = name.trim();
            (name.len() > 2 && name.len() <= LONGEST_OUTLET).then_some(name)
        })
        .collect()
}

/// Where the title ends that begins at the start of `rest`, the remainder of a note; `None` where nothing tells.
pub(super) fn find(case: &Case<'_>, rest: Span, outlets: &BTreeSet<&str>) -> Option<TitleEnd> {
    let text = case.document.slice(rest);
    let details = DETAILS.as_ref()?.find(text)?;
    let head = text[..details.start()].trim_end_matches([' ', '\n', ',', '.', ':', '(']);
    if head.is_empty() || head.len() > LONGEST {
        return None;
    }
    let breaks = breaks(head);
    let known = (breaks.iter()).find(|&&(_, next)| {
        let name = head[next..].split([',', '.']).next().unwrap_or_default();
        begins_container(name) || outlets.contains(name.trim())
    });
    let (at, next, clear) = match (known, breaks.as_slice()) {
        (Some(&(at, next)), _) => (at, next..head.len(), true),
        (None, []) => {
            // A year in brackets may be a part of the title, and running text goes on to an address, too.
            let is_date = !details.as_str().starts_with('(') && !is_address(details.as_str());
            (head.len(), details.range(), is_date)
        }
        (None, &[.., (at, next)]) => (at, next..head.len(), breaks.len() == 1),
    };
    let next = text[next].trim_start_matches(['(', ',', '.', ' ', '\n']);
    let start = rest.start + (next.as_ptr() as usize - text.as_ptr() as usize);
    Some(TitleEnd {
        at: rest.start + at,
        next: Span::new(start, start + next.len()),
        clear: clear && at <= LONGEST_TITLE,
    })
}

/// Whether an address was found where a date was looked for.
pub(super) fn is_address(details: &str) -> bool {
    ["http", "www", "doi"]
        .iter()
        .any(|start| details.starts_with(start))
}

/// “in Belarusian Society”, “in: Hafenwoche”.
fn begins_container(name: &str) -> bool {
    name.starts_with("in:")
        || (name.strip_prefix("in ")).is_some_and(|of| of.starts_with(char::is_uppercase))
}

/// The places where a title may end and an outlet begin: where a comma or a full stop stands, and where the capital
/// behind it does, or “in”.
fn breaks(head: &str) -> Vec<(usize, usize)> {
    head.match_indices([',', '.', '?', '!'])
        .filter_map(|(at, _)| {
            let behind = &head[at + 1..];
            let name = behind.trim_start();
            let is_name = name.starts_with(char::is_uppercase) || begins_container(name);
            let begins = name.len() < behind.len() && is_name;
            begins.then_some((at, head.len() - name.len()))
        })
        .collect()
}
