//! What the sciences begin a citation with: family names and initials, a year or none, a title without marks, a journal.

use crate::document::{Span, fold};

use super::author::{Author, Authors};
use super::head::Head;
use super::locator::sentences;
use super::piece::Piece;

/// A list of authors is at most this long, in bytes.
const MOST_AUTHORS: usize = 600;

/// A title in the sciences is at least this long, in bytes.
const SHORTEST_TITLE: usize = 10;

impl Piece<'_> {
    /// Authors (2012) Title. Container 3: what the sciences write.
    pub(super) fn science(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        let open = text
            .match_indices('(')
            .map(|(at, _)| at)
            .find(|&at| bracketed_year(&text[at..]).is_some())?;
        let behind = open + bracketed_year(&text[open..])?;
        let rest = text[behind..].trim_start_matches(['.', ',', ':']);
        let authors = sequence_authors(&text[..open], part.start);
        let fits = open <= MOST_AUTHORS
            && !text[..open].contains('“')
            && rest.starts_with(char::is_whitespace);
        let at = part.end - rest.len();
        (fits && !authors.names.is_empty())
            .then(|| self.title_and_container(authors, Span::new(at, part.end)))?
    }

    /// Lind M, Voss O. Title. Container. 2012: what medicine writes.
    pub(super) fn medicine(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        let (names, rest) = text.split_once(". ")?;
        let has_initials = |name: &str| {
            let initials = name.trim().rsplit_once(' ').map(|(_, initials)| initials);
            initials.is_some_and(|initials| {
                (1..=4).contains(&initials.len())
                    && initials.bytes().all(|byte| byte.is_ascii_uppercase())
            })
        };
        let mut listed = names
            .split(',')
            .filter(|name| !name.trim().starts_with("et al"));
        if names.len() > MOST_AUTHORS || !listed.all(has_initials) {
            return None;
        }
        let authors = sequence_authors(names, part.start);
        let at = part.end - rest.len();
        self.title_and_container(authors, Span::new(at, part.end))
    }

    /// `Title. Container 12: 3–4`, behind authors.
    fn title_and_container(&self, authors: Authors, part: Span) -> Option<Head> {
        let text = self.slice(part);
        let mut told = sentences(text);
        let (title, next) = (told.next()?, told.next()?);
        let title = self.title_in(Span::new(part.start + title.0, part.start + title.1));
        let name = &text[next.0..];
        let length = name.find(|c: char| c.is_ascii_digit() || ".:;(“".contains(c))?;
        let container = self.trim(Span::new(part.start + next.0, part.start + next.0 + length));
        let named = self.slice(container).starts_with(char::is_uppercase);
        (title.len() >= SHORTEST_TITLE).then_some(Head {
            authors,
            title: Some(title),
            container: Some(container).filter(|_| named),
            ..Head::default()
        })
    }
}

/// How long `(2012)` or `(2012a)` is at the beginning of a text.
fn bracketed_year(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('(')?;
    let year = inside
        .get(..4)
        .filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let behind = inside[4..].trim_start_matches(|c: char| c.is_ascii_lowercase());
    let length = text.len() - behind.len() + 1;
    ((year.starts_with('1') || year.starts_with("20")) && behind.starts_with(')') && length <= 8)
        .then_some(length)
}

/// `Haefner RM, Gerwinn S, Macke JH, et al`: family names with initials behind them, parted by commas.
fn sequence_authors(text: &str, base: usize) -> Authors {
    let mut authors = Authors::default();
    for part in text.split(',') {
        let name = part.trim();
        if name.is_empty() {
            continue;
        }
        if name.starts_with("et al") {
            authors.others = true;
            continue;
        }
        let start = base + (name.as_ptr() as usize - text.as_ptr() as usize);
        let words: Vec<&str> = name.split_whitespace().collect();
        let initials = words.last().is_some_and(|last| {
            words.len() > 1
                && last
                    .chars()
                    .all(|c| c.is_uppercase() || c == '.' || c == '-')
        });
        let family = if initials {
            words[..words.len() - 1].join(" ")
        } else {
            fold(name)
        };
        authors.names.push(Author {
            name: fold(name),
            family,
            span: Span::new(start, start + name.len()),
        });
    }
    authors
}
