//! What a citation begins with: its authors, its title and, in some houses, where it was published.
//!
//! Every house has its own order and its own signs; the readers below are tried from the surest to the least sure.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Span;

use super::author::{self, Authors};
use super::date;
use super::locator::{is_locator, sentences, without_locators};
use super::piece::Piece;

/// `(London: Tide Press, 2012)`: a place, a house and a year, or a house and a year.
static IMPRINT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\((?P<house>[^()]*?),?\s*(?:\w+\s)?(?:1[5-9]|20)\d\d\)").ok());

/// `Ida Holm, Fuel and Law, 44 Quay L.J. 9`: an article as lawyers cite it, with the volume before the journal.
static LAW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?P<names>[^,“”\x22]{3,60}(?:,?\s(?:and|&)\s[^,“”\x22]{3,60})?),\s
        (?P<title>[^“”\x22()]{4,200}?),\s[0-9]{1,4}\s
        (?P<journal>\p{Lu}[\p{L}.&’'\ ]{0,60}?(?:J\.|Rev\.|Q\.|Law|Review|Journal)(?:\s\p{Lu}[\p{L}.&]*)*)\s[0-9]",
    )
    .ok()
});

/// `Vorname Nachname: Titel. Untertitel. Ort Jahr`, also with an edition or a house behind the place.
static COLON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?P<names>[^:()\[\]„“”\x22.;]{3,100}(?:\.\ [^:()\[\]„“”\x22;]{2,60})?)\ ?(?:\((?:Hg|Hrsg|Ed|Eds)\.?\))?:\s
        (?P<title>[^:„“”\x22]{4,200}(?::\s[^„“”\x22]{2,200})?)[.!?]\s
        (?P<place>\p{Lu}[\p{L}/\ .,u-]{1,60}(?::\ [\p{L}&\ .-]{2,60})?)[,\ ]\ ?[¹²³⁴⁵⁶⁷⁸⁹]?(?:1[5-9]|20)\d\d",
    )
    .ok()
});

/// What may stand between a title and its imprint: an edition, an editor, a volume.
static EDITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x),\s(?:[0-9]+(?:st|nd|rd|th)\s[Ee]d|(?:[Rr]ev|[Nn]ew|[Rr]evised|[Uu]pdated)\.?\s[Ee]d|[Ee]ds?\.|[Ee]dited\sby|[Tt]rans\.|[Tt]ranslated\sby|[Vv]ol\.)",
    )
    .ok()
});

/// What stands behind a title and never behind an author.
const BEHIND_TITLE: &[&str] = &["ch. ", "chap. ", "bk. ", "vol. ", "pt. ", "no. ", "trans. "];

/// A list of authors in a short form is at most this long, in bytes.
const LONGEST_NAMES: usize = 80;

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
            .or_else(|| self.law(part))
            .or_else(|| self.behind_colon(part))
            .or_else(|| self.science(part))
            .or_else(|| self.medicine(part))
            .or_else(|| self.book(part))
            .or_else(|| self.file(part))
            .or_else(|| self.dotted(part))
            .or_else(|| self.brief(part))
            .unwrap_or_default();
        if word.is_some() && head.title.is_none() && head.authors.names.is_empty() {
            let open = self.slice(part).find('(').unwrap_or(part.len());
            return self.beside_word(self.trim(Span::new(part.start, part.start + open)));
        }
        head
    }

    /// What stands beside “op. cit.” without quotation marks and pages: `Rowan, Bells and Clocks`, `Dee and Lind`.
    fn beside_word(&self, part: Span) -> Head {
        let authors = self.speaker(part);
        let last = self.slice(part).rsplit(", ").next().unwrap_or_default();
        // Two words with capitals may be one more author.
        let is_title = last.split_whitespace().count() > 2 && !last.starts_with("and ");
        let named = (authors.names.is_empty() && is_title).then(|| self.named(part, false));
        named.flatten().unwrap_or_else(|| Head {
            authors: match authors.names.len() {
                0 if part.len() <= LONGEST_NAMES => author::read(self.slice(part), part.start),
                _ => authors,
            },
            ..Head::default()
        })
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
    pub(super) fn title_in(&self, inner: Span) -> Span {
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
            .trim_matches(|c: char| c.is_whitespace() || ",.:;*_：，".contains(c))
            .is_empty()
        {
            return Some(Authors::default());
        }
        let parted = text
            .trim_end()
            .ends_with([',', '.', ':', ')', ';', '—', '：', '，'])
            || list.trim_end().ends_with("’s")
            || list.contains(',');
        let authors = author::read(list, start);
        let sentence = list.trim_end().ends_with("’s");
        (parted && !sentence && !authors.names.is_empty()).then_some(authors)
    }

    /// Authors, Title, 44 Journal 9
    fn law(&self, part: Span) -> Option<Head> {
        let groups = LAW.as_ref()?.captures(self.slice(part))?;
        let span = |name: &str| {
            let found = groups.name(name)?;
            Some(Span::new(
                part.start + found.start(),
                part.start + found.end(),
            ))
        };
        let names = span("names")?;
        let authors = author::read(self.slice(names), names.start);
        let are_persons = authors.names.iter().all(|author| is_person(&author.name));
        (are_persons && !authors.names.is_empty()).then_some(Head {
            authors,
            title: span("title"),
            container: span("journal"),
            ..Head::default()
        })
    }

    /// `Anna Weir: Brücken der Aller. Hode 2015, S. 3`, as German houses have it.
    fn behind_colon(&self, part: Span) -> Option<Head> {
        let text = self.slice(part);
        let groups = COLON.as_ref()?.captures(text)?;
        let (names, title) = (groups.name("names")?, groups.name("title")?);
        let authors = author::read(names.as_str(), part.start + names.start());
        let is_known = |name: &str| is_person(&name.replace(',', "")) || author::is_body(name);
        let are_known =
            !authors.names.is_empty() && authors.names.iter().all(|author| is_known(&author.name));
        let place = groups.name("place")?;
        are_known.then(|| Head {
            authors,
            title: Some(self.title_in(Span::new(
                part.start + title.start(),
                part.start + title.end(),
            ))),
            imprint: Some(Span::new(
                part.start + place.start(),
                part.start + place.end(),
            )),
            ..Head::default()
        })
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
            // `John Locke, The Second Treatise, ch. 4`: before a chapter or a translator stands a title.
            if BEHIND_TITLE
                .iter()
                .any(|word| text[comma + 2..].starts_with(word))
            {
                break;
            }
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

/// `Germany Const.`, `[REDACTED]`: no name that a short form could be.
fn is_abbreviation(text: &str) -> bool {
    let text = text.trim();
    let last = text
        .trim_end_matches('.')
        .rsplit(char::is_whitespace)
        .next();
    text.contains(['[', ']']) || (text.ends_with('.') && last.is_some_and(|last| last.len() <= 5))
}
