//! What a citation begins with: its authors, its title and, in some houses, where it was published.
//!
//! Every house has its own order and its own signs; the readers below are tried from the surest to the least sure.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Span, fold};

use super::author::{self, Authors};
use super::date;
use super::work::Piece;

/// `(London: Tide Press, 2012)`: a place, a house and a year, or a house and a year.
static IMPRINT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\((?P<house>[^()]*?),?\s*(?:\w+\s)?(?:1[5-9]|20)\d\d\)").ok());

/// A locator at the end of a short form or at the beginning of an inquiry's note: pages, lines, paragraphs.
static LOCATOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)^(?:(?:pp?|pages?|paras?|paragraphs?|lines?|ll?|chs?|chap|chapters?|ss?|sec|sections?|vol|vols?|at|bk|book|art|arts?|fig|table|q|§|¶)\.?\s?)?
        (?:[0-9]+[0-9a-z.]*|[ivxlc]+)(?:\s?(?:[–—-]|and|,)\s?[0-9ivxlc.]+)*\.?$",
    )
    .ok()
});

/// A list of authors is at most this long, in bytes.
const MOST_AUTHORS: usize = 600;

/// A title in the sciences is at least this long, in bytes.
const SHORTEST_TITLE: usize = 10;

/// What a piece begins with, once it has been told apart.
#[derive(Default)]
pub(super) struct Head {
    pub(super) authors: Authors,
    pub(super) title: Option<Span>,
    pub(super) container: Option<Span>,
    pub(super) imprint: Option<Span>,
    /// Where the rest begins, in which a container may stand.
    pub(super) rest: Option<usize>,
}

impl Piece<'_> {
    /// What the piece begins with; nothing where no reader knows it.
    pub(super) fn head(&self, whole: Span, word: Option<Span>) -> Head {
        // What stands behind “ibid.” or before it is told by the same rules as the head of any piece.
        let leads = |word: Span| {
            word.start <= whole.start
                || self
                    .slice(Span::new(whole.start, word.start))
                    .trim()
                    .is_empty()
        };
        let start = match word {
            Some(word) if leads(word) => word.end,
            _ => whole.start,
        };
        let end = match word {
            Some(word) if word.start > start => word.start,
            _ => whole.end,
        };
        let part = self.trim(Span::new(start, end));
        let head = self
            .quoted(part)
            .or_else(|| self.emphasised(part))
            .or_else(|| self.science(part))
            .or_else(|| self.medicine(part))
            .or_else(|| self.book(part))
            .or_else(|| self.file(part))
            .or_else(|| self.dotted(part))
            .or_else(|| self.brief(part))
            .unwrap_or_default();
        if word.is_some() && head.title.is_none() && head.authors.names.is_empty() {
            let open = self.slice(part).find('(').unwrap_or(part.len());
            return Head {
                authors: self.speaker(Span::new(part.start, part.start + open)),
                ..head
            };
        }
        head
    }

    /// Authors, “Title,” …
    fn quoted(&self, part: Span) -> Option<Head> {
        let quotation = self.quotations.iter().find(|quotation| {
            quotation.span.start >= part.start && quotation.span.end <= part.end
        })?;
        let title = self.title_in(quotation.inner);
        let authors = self.authors_before(part.start, quotation.span.start)?;
        (!title.is_empty()).then_some(Head {
            authors,
            title: Some(title),
            rest: Some(quotation.span.end),
            ..Head::default()
        })
    }

    /// A title without the comma or full stop that a quotation takes in.
    fn title_in(&self, inner: Span) -> Span {
        let text = self.slice(inner);
        let behind = text.trim_start();
        let start = inner.end - behind.len();
        let trimmed = behind.trim_end_matches(|c: char| c.is_whitespace() || ",.;".contains(c));
        Span::new(start, start + trimmed.len())
    }

    /// The authors in what stands before a title; `None` where it is neither nothing nor a list of names.
    fn authors_before(&self, start: usize, end: usize) -> Option<Authors> {
        let text = self.slice(Span::new(start, end));
        let mut list = text.trim_end();
        // `Zumbrun, Joshua (15 July 2008).`: the date belongs to the work.
        if let Some(open) = list.rfind('(')
            && list[open..].contains(|c: char| c.is_ascii_digit())
        {
            list = &list[..open];
        }
        if list
            .trim_matches(|c: char| c.is_whitespace() || ",.:;*_".contains(c))
            .is_empty()
        {
            return Some(Authors::default());
        }
        let parted = text.trim_end().ends_with([',', '.', ':', ')', ';', '—'])
            || list.trim_end().ends_with("’s")
            || list.contains(',');
        let authors = author::read(list, start);
        let sentence = list.trim_end().ends_with("’s");
        (parted && !sentence && !authors.names.is_empty()).then_some(authors)
    }

    /// Authors, *Title*, … in Markdown.
    fn emphasised(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        let open = text.find(['*', '_'])?;
        let sign = text[open..].chars().next()?;
        let inner = &text[open + 1..];
        let length = inner.find(sign).filter(|&length| length > 2)?;
        if sign == '_' && text[..open].ends_with(|c: char| !c.is_whitespace()) {
            return None;
        }
        let authors = self.authors_before(part.start, part.start + open)?;
        let start = part.start + open + 1;
        Some(Head {
            authors,
            title: Some(self.title_in(Span::new(start, start + length))),
            rest: Some(start + length + 1),
            ..Head::default()
        })
    }

    /// Authors (2012) Title. Container 3: what the sciences write.
    fn science(&self, part: Span) -> Option<Head> {
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
    fn medicine(&self, part: Span) -> Option<Head> {
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

    /// Author, Title (Place: Publisher, 2012)
    fn book(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        if !text.contains('(') {
            return None;
        }
        let groups = IMPRINT.as_ref()?.captures(text)?;
        let whole = groups.get(0)?;
        let house = groups.name("house")?;
        let named = text[..whole.start()].trim_end();
        if named.is_empty() || house.as_str().len() > 160 {
            return None;
        }
        let imprint = Span::new(part.start + house.start(), part.start + house.end());
        let told = Span::new(part.start, part.start + named.len());
        let mut head = self
            .behind_remark(told)
            .or_else(|| self.named(told, true))?;
        head.imprint = Some(self.trim(imprint)).filter(|imprint| !imprint.is_empty());
        Some(head)
    }

    /// `Author, Title` behind sentences in which the author of the paper speaks.
    fn behind_remark(&self, told: Span) -> Option<Head> {
        let (start, end) = sentences(self.slice(told))
            .last()
            .filter(|last| last.0 > 0)?;
        let last = self.trim(Span::new(told.start + start, told.start + end));
        self.named(last, false)
    }

    /// `Author, Title` or a title alone.
    fn named(&self, part: Span, alone: bool) -> Option<Head> {
        let text = self.slice(part);
        let mut at = 0;
        let mut best = None;
        // The authors are as many of the first parts as make up a list of names of persons.
        for (comma, _) in text.match_indices(", ").take(8) {
            let list = author::read(&text[..comma], part.start);
            let is_author =
                |name: &str| is_person(name) || (author::is_body(name) && !name.contains(':'));
            if list.names.is_empty() || !list.names.iter().all(|author| is_author(&author.name)) {
                break;
            }
            at = comma + 2;
            best = Some(list);
        }
        let edition = EDITION
            .as_ref()
            .and_then(|edition| edition.find(&text[at..]));
        let end = edition.map_or(part.end, |edition| part.start + at + edition.start());
        let title = self.title_in(Span::new(part.start + at, end));
        let starts = self
            .slice(title)
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '‘');
        let words = self.slice(title).split_whitespace().count();
        if title.len() < 4
            || (words < 2 && title.len() < 8 && best.is_none())
            || title.len() > 400
            || !starts
            || (best.is_none() && !alone)
        {
            return None;
        }
        Some(Head {
            authors: best.unwrap_or_default(),
            title: Some(title),
            ..Head::default()
        })
    }

    /// `p8, para 24, Witness-Statement-of-Lord-Patten1.pdf`: a document told by its file.
    fn file(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        let end = [".pdf", ".docx", ".doc", ".xlsx"]
            .iter()
            .find_map(|ending| Some(text.find(ending)? + ending.len()))?;
        let start = text[..end]
            .rfind(|c: char| c.is_whitespace() || ",;(“".contains(c))
            .map_or(0, |before| {
                before + text[before..].chars().next().map_or(1, char::len_utf8)
            });
        let title = Span::new(part.start + start, part.start + end);
        let in_address = self.addresses[self.own.clone()]
            .iter()
            .any(|address| address.span.overlaps(title));
        (!in_address).then(|| Head {
            authors: self.speaker(Span::new(part.start, title.start)),
            title: Some(title),
            ..Head::default()
        })
    }

    /// The one person named among locators: `p5, lines 3-5, Lord Black,`.
    fn speaker(&self, part: Span) -> Authors {
        let text = self.slice(part);
        let start = text.len() - without_locators(text).len();
        let named = without_locators(text).trim().trim_end_matches(',');
        let authors = author::read(named, part.start + start);
        let one = authors.names.len() == 1
            && authors
                .names
                .iter()
                .all(|author| is_person(&author.name.replace(',', "")));
        if one { authors } else { Authors::default() }
    }

    /// Author. Title. Container. Address — or a title alone before the address.
    fn dotted(&self, part: Span) -> Option<Head> {
        let first = self.addresses[self.own.clone()].first()?;
        let before = self.trim(Span::new(part.start, first.span.start.max(part.start)));
        let text = self.slice(before);
        if text.len() > 400 {
            return None;
        }
        let mut parts = sentences(text)
            .map(|part| self.trim(Span::new(before.start + part.0, before.start + part.1)))
            .filter(|part| {
                !part.is_empty()
                    && date::find(self.slice(*part), part.start, &[])
                        .first()
                        .is_none_or(|date| date.span != *part)
            });
        let (one, two, three) = (parts.next()?, parts.next(), parts.next());
        let authors = author::read(self.slice(one), one.start);
        match two {
            Some(two) if !authors.names.is_empty() => Some(Head {
                authors,
                title: Some(self.title_in(two)),
                container: three,
                ..Head::default()
            }),
            _ => self.named(one, true).map(|head| Head {
                container: two,
                ..head
            }),
        }
    }

    /// `Lowndes, Essay, p. 4` and `Levy, 24`: an author, a short title, a locator.
    fn brief(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        if text.len() > 160 {
            return None;
        }
        let parts: Vec<&str> = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let locators = parts
            .iter()
            .rev()
            .take_while(|part| is_locator(part))
            .count();
        let named = parts.len() - locators;
        if locators == 0 || named == 0 || named > 4 {
            let authors = author::read(text, part.start);
            let alone = authors.names.len() == 1 && text.split_whitespace().count() <= 4;
            return (alone && !is_abbreviation(text)).then(|| Head {
                authors,
                ..Head::default()
            });
        }
        let last = parts[named - 1];
        let end = last.as_ptr() as usize - text.as_ptr() as usize + last.len();
        let told = Span::new(part.start, part.start + end);
        self.named(told, false).or_else(|| {
            let authors = author::read(self.slice(told), told.start);
            let named = !authors.names.is_empty() && !is_abbreviation(self.slice(told));
            named.then(|| Head {
                authors,
                ..Head::default()
            })
        })
    }
}

fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    (1..=5).contains(&words.len())
        && capitals * 2 > words.len()
        && !words.contains(&"of")
        && !words.contains(&"the")
        && !name.contains([':', '’'])
}

/// What may stand between a title and its imprint: an edition, an editor, a volume.
static EDITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x),\s(?:[0-9]+(?:st|nd|rd|th)\s[Ee]d|(?:[Rr]ev|[Nn]ew|[Rr]evised|[Uu]pdated)\.?\s[Ee]d|[Ee]ds?\.|[Ee]dited\sby|[Tt]rans\.|[Tt]ranslated\sby|[Vv]ol\.)",
    )
    .ok()
});

/// What stands behind the locators that a text begins with.
fn without_locators(text: &str) -> &str {
    let mut rest = text;
    while let Some((part, behind)) = rest.split_once(',')
        && is_locator(part)
    {
        rest = behind;
    }
    rest
}

/// `Germany Const.`, `[REDACTED]`: no name that a short form could be.
fn is_abbreviation(text: &str) -> bool {
    let text = text.trim();
    let last = text
        .trim_end_matches('.')
        .rsplit(char::is_whitespace)
        .next();
    text.contains(['[', ']']) || (text.ends_with('.') && last.is_some_and(|last| last.len() <= 5))
}

pub(super) fn is_locator(part: &str) -> bool {
    LOCATOR
        .as_ref()
        .is_some_and(|locator| locator.is_match(part.trim()))
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
        authors.names.push(super::Author {
            name: fold(name),
            family,
            span: Span::new(start, start + name.len()),
        });
    }
    authors
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
                at = from;
                return Some((start, stop));
            }
        }
    })
}
