//! Addresses of archived copies: what was copied, and when, as far as the address of a copy tells.
//!
//! Most archives follow the Wayback Machine: a time of up to 14 digits (year to second, in UTC), perhaps with a flag that
//! says how the copy is shown (`if_`, `id_`), then the address of the page as it was: `/web/20200102030405if_/https://…`.
//! Others name a copy by a sign of their own, from which nothing can be told.

use percent_encoding::percent_decode_str;
use url::{Url, form_urlencoded};

use crate::citations::Date;

/// What the address of an archived copy tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchivedCopy {
    /// The address of the page that was copied; `None` where the archive has only a number for it.
    pub original: Option<Url>,
    /// When it was copied, as far as it is said; in UTC.
    pub date: Option<Date>,
}

/// Archives whose addresses end in that of the page, by the end of their host's name. Any host whose first part is one of
/// [`LABELS`] is one too.
const ARCHIVES: [&str; 22] = [
    "arquivo.pt",
    "mementoweb.org",
    "swap.stanford.edu",
    "vefsafn.is",
    "wayback.archive-it.org",
    "wayback.archive.org",
    "web-archive.org.uk",
    "web.archive.org",
    "webarchive.org.uk",
    "webharvest.gov",
    "perma-archives.org",
    "archive.fo",
    "archive.is",
    "archive.li",
    "archive.md",
    "archive.ph",
    "archive.today",
    "archive.vn",
    "archiveteam.org",
    "freezepage.com",
    "ghostarchive.org",
    "conifer.rhizome.org",
];

/// What national and other libraries call the hosts of their archives: `webarchive.nla.gov.au`.
const LABELS: [&str; 3] = ["webarchive", "webarchives", "wayback"];

/// Archives that name a copy by a sign of their own, with the least length of such a sign.
const NUMBERED: [(&str, usize); 10] = [
    ("archive.fo", 4),
    ("archive.is", 4),
    ("archive.li", 4),
    ("archive.md", 4),
    ("archive.ph", 4),
    ("archive.today", 4),
    ("archive.vn", 4),
    ("perma.cc", 4),
    ("webcitation.org", 6),
    ("ghostarchive.org", 5),
];

/// How often a copy of a copy is looked into.
const DEEPEST: usize = 3;

impl ArchivedCopy {
    /// What the address of an archived copy tells; `None` for an address that is none. `text` is the address with its
    /// scheme.
    pub fn of(text: &str) -> Option<Self> {
        let mut copy = one(text)?;
        for _ in 1..DEEPEST {
            let Some(inner) = copy.original.as_ref().and_then(|url| one(url.as_str())) else {
                break;
            };
            // What the page said is as old as the first copy of it.
            copy = Self {
                date: inner.date.or(copy.date),
                ..inner
            };
        }
        Some(copy)
    }
}

/// Whether two addresses are those of one page: scheme, `www.`, fragment and final slash aside.
pub(super) fn is_same_page(one: &Url, other: &Url) -> bool {
    let parts = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
        let path = url.path().trim_end_matches('/').to_owned();
        (host, path, url.query().unwrap_or_default().to_owned())
    };
    parts(one) == parts(other)
}

fn one(text: &str) -> Option<ArchivedCopy> {
    let (_, rest) = text.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if host == "webcache.googleusercontent.com" {
        return Some(cached(path));
    }
    if host == "webcitation.org" && path.contains("url=") {
        return Some(in_query(path));
    }
    let is_archive = is_archive(host, path);
    in_path(path, is_archive)
        .or_else(|| (is_archive || is_numbered(host)).then(|| by_number(host, path))?)
}

/// Whether a host keeps nothing but copies. The Internet Archive keeps books and films, too, under another host or path.
fn is_archive(host: &str, path: &str) -> bool {
    let first = host.split('.').next().unwrap_or_default();
    let is_wayback = ["/web/", "/wayback/"]
        .iter()
        .any(|folder| path.starts_with(folder));
    LABELS.contains(&first)
        || ARCHIVES.iter().any(|name| belongs(host, name))
        || (host == "archive.org" && is_wayback)
}

fn is_numbered(host: &str) -> bool {
    NUMBERED.iter().any(|(name, _)| belongs(host, name))
}

/// Whether a host is of this name or under it.
fn belongs(host: &str, name: &str) -> bool {
    host.strip_suffix(name)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// `/web/20200102030405if_/https://example.org/a`, `/2020.01.02-030405/https://…`, `/+/http://…`, `/o/AbCdE/https://…`. Of a host
/// that is not known as an archive only a whole time with an address right behind it tells that it is one.
fn in_path(path: &str, is_archive: bool) -> Option<ArchivedCopy> {
    let before_query = path.find(['?', '#']).unwrap_or(path.len());
    let mut at = 0;
    while let Some(slash) = path[at..before_query].find('/') {
        let segment = &path[at..at + slash];
        let behind = &path[at + slash + 1..];
        let time = time(segment);
        let is_whole = time.as_ref().is_some_and(|time| time.digits == 14);
        let address = (is_archive || is_whole)
            .then(|| with_scheme(behind))
            .flatten();
        let bare = || {
            let has_time = time.as_ref().is_some_and(|time| time.digits >= 4);
            (is_archive && has_time)
                .then(|| without_scheme(behind))
                .flatten()
        };
        if let Some(original) = address.or_else(bare) {
            return Some(ArchivedCopy {
                original: Some(original),
                date: time.and_then(|time| time.date),
            });
        }
        at += slash + 1;
    }
    None
}

/// The time in the address of a copy.
struct Time {
    digits: usize,
    date: Option<Date>,
}

/// `20200102030405`, `2020`, `20200102030405id_`, `2020.01.02-030405`, `2020-0102-0304-05`.
fn time(segment: &str) -> Option<Time> {
    let flagless = segment.strip_suffix('_').map_or(segment, |flagged| {
        flagged.trim_end_matches(|c: char| c.is_ascii_lowercase())
    });
    let signs = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    if !flagless.starts_with(|c: char| c.is_ascii_digit()) || !flagless.chars().all(signs) {
        return None;
    }
    let digits: String = flagless.chars().filter(char::is_ascii_digit).collect();
    (digits.len() <= 14).then(|| Time {
        digits: digits.len(),
        date: date(&digits),
    })
}

/// As much of a day as the digits tell. There was no web to copy before 1990.
fn date(digits: &str) -> Option<Date> {
    let year: i16 = digits.get(..4)?.parse().ok()?;
    if !(1990..=2099).contains(&year) {
        return None;
    }
    let number = |from: usize| {
        digits
            .get(from..from + 2)
            .and_then(|part| part.parse::<u32>().ok())
    };
    let month = number(4).filter(|month| (1..=12).contains(month));
    let whole = month
        .zip(number(6))
        .and_then(|(month, day)| Date::new(year, month, day));
    whole.or(Some(Date {
        year: Some(year),
        month: month.and_then(|month| i8::try_from(month).ok()),
        day: None,
    }))
}

/// An address with its scheme, also where a slash of it was lost or it was percent-encoded.
fn with_scheme(text: &str) -> Option<Url> {
    let begins = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    };
    if begins("http%3a") || begins("https%3a") {
        let decoded = percent_decode_str(text).decode_utf8().ok()?;
        return with_scheme(&decoded);
    }
    let scheme = ["https:/", "http:/", "ftp:/"]
        .into_iter()
        .find(|scheme| begins(scheme))?;
    let rest = text[scheme.len()..].trim_start_matches('/');
    Url::parse(&format!("{scheme}/{rest}"))
        .ok()
        .filter(Url::has_host)
}

/// `www.example.org/a`.
fn without_scheme(text: &str) -> Option<Url> {
    let host = text.split(['/', '?', '#', ':']).next()?;
    let is_host = host.contains('.')
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || c == '.' || c == '-')
        && psl::domain_str(&host.to_ascii_lowercase()).is_some();
    is_host.then(|| Url::parse(&format!("http://{text}")).ok())?
}

/// `/query?url=http%3A%2F%2Fexample.org&date=2008-01-02`.
fn in_query(path: &str) -> ArchivedCopy {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let value = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    ArchivedCopy {
        original: value("url").and_then(|url| with_scheme(&url).or_else(|| without_scheme(&url))),
        date: value("date")
            .and_then(|written| time(&written))
            .and_then(|time| time.date),
    }
}

/// `/search?q=cache:AbCdEf:https://example.org/a+words`; the number may be missing.
fn cached(path: &str) -> ArchivedCopy {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let behind = decoded
        .split_once("cache:")
        .map_or("", |(_, behind)| behind);
    let address = behind.split(['+', '&', ' ']).next().unwrap_or_default();
    let numberless = address.split_once(':').map_or("", |(_, rest)| rest);
    ArchivedCopy {
        original: with_scheme(address)
            .or_else(|| with_scheme(numberless))
            .or_else(|| without_scheme(address))
            .or_else(|| without_scheme(numberless)),
        date: None,
    }
}

/// A copy of which only its number is known: `perma.cc/AB12-CD34`. The other pages of an archive are no copies.
fn by_number(host: &str, path: &str) -> Option<ArchivedCopy> {
    let (_, least) = NUMBERED.iter().find(|(name, _)| belongs(host, name))?;
    let number = path
        .split(['?', '#'])
        .next()?
        .split('/')
        .rfind(|segment| !segment.is_empty())?;
    let is_number = number.len() >= *least
        && number
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-')
        && number
            .chars()
            .any(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    is_number.then(ArchivedCopy::default)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The original and the date of a copy.
    fn read(address: &str) -> (String, String) {
        let copy = ArchivedCopy::of(address).unwrap_or_else(|| panic!("{address} is no copy"));
        let original = copy.original.map(String::from);
        let date = copy.date.map(|date| date.to_string());
        (original.unwrap_or_default(), date.unwrap_or_default())
    }

    /// Addresses of copies, the page of each, and the day.
    const COPIES: &[(&str, &str, &str)] = &[
        (
            "https://web.archive.org/web/20200102030405/https://example.org/a?b=c#d",
            "https://example.org/a?b=c#d",
            "2020-01-02",
        ),
        (
            "http://web.archive.org/web/20200102030405if_/http://example.org:80/a",
            "http://example.org/a",
            "2020-01-02",
        ),
        (
            "https://web.archive.org/web/20200102030405id_/http:/example.org/a",
            "http://example.org/a",
            "2020-01-02",
        ),
        (
            "https://web.archive.org/web/202001/www.example.org/a",
            "http://www.example.org/a",
            "2020-01",
        ),
        (
            "https://web.archive.org/web/2020/example.org",
            "http://example.org/",
            "2020",
        ),
        (
            "https://web.archive.org/web/https://example.org/2011/01/02/a",
            "https://example.org/2011/01/02/a",
            "",
        ),
        (
            "https://web.archive.org/web/*/https://example.org/a",
            "https://example.org/a",
            "",
        ),
        (
            "https://web.archive.org/web/20200231000000/https://example.org/a",
            "https://example.org/a",
            "2020-02",
        ),
        (
            "https://web.archive.org/web/0/https://example.org/a",
            "https://example.org/a",
            "",
        ),
        (
            "https://web.archive.org/web/20200102/https%3A%2F%2Fexample.org%2Fa",
            "https://example.org/a",
            "2020-01-02",
        ),
        (
            "https://archive.org/wayback/20200102030405/https://example.org/a",
            "https://example.org/a",
            "2020-01-02",
        ),
        (
            "https://archive.ph/20200102030405/https://example.org/a",
            "https://example.org/a",
            "2020-01-02",
        ),
        (
            "https://archive.today/2020.01.02-030405/https://example.org/a",
            "https://example.org/a",
            "2020-01-02",
        ),
        (
            "https://archive.is/o/Ab3dE/https://example.org/a",
            "https://example.org/a",
            "",
        ),
        (
            "https://archive.is/newest/https://example.org/a",
            "https://example.org/a",
            "",
        ),
        (
            "http://webarchive.nationalarchives.gov.uk/20111121205348/http://www.example.gov.uk/a.pdf",
            "http://www.example.gov.uk/a.pdf",
            "2011-11-21",
        ),
        (
            "http://webarchive.nationalarchives.gov.uk/+/http://www.example.gov.uk/a.htm",
            "http://www.example.gov.uk/a.htm",
            "",
        ),
        (
            "https://webarchive.nationalarchives.gov.uk/ukgwa/20111121205348mp_/http://www.example.gov.uk/a",
            "http://www.example.gov.uk/a",
            "2011-11-21",
        ),
        (
            "https://wayback.archive-it.org/1234/20111121205348/http://example.org/",
            "http://example.org/",
            "2011-11-21",
        ),
        (
            "https://arquivo.pt/wayback/20111121205348/http://example.org/",
            "http://example.org/",
            "2011-11-21",
        ),
        (
            "https://copies.example.edu/all/20111121205348/http://example.org/",
            "http://example.org/",
            "2011-11-21",
        ),
        (
            "https://www.webcitation.org/query?url=http%3A%2F%2Fexample.org%2Fa&date=2008-01-02",
            "http://example.org/a",
            "2008-01-02",
        ),
        (
            "https://webcache.googleusercontent.com/search?q=cache:Ab_3-x:https://example.org/a+&cd=1",
            "https://example.org/a",
            "",
        ),
        (
            "http://megalodon.webarchive.org.uk/2020-0102-0304-05/www.example.org/a",
            "http://www.example.org/a",
            "2020-01-02",
        ),
        // A copy of a copy is one of the page, as old as the first.
        (
            "https://archive.ph/20210102030405/https://web.archive.org/web/20200102030405/https://example.org/a",
            "https://example.org/a",
            "2020-01-02",
        ),
    ];

    #[test]
    fn the_page_and_the_day_are_told() {
        for &(address, original, date) in COPIES {
            assert_eq!(
                read(address),
                (original.to_owned(), date.to_owned()),
                "{address}"
            );
        }
    }

    #[test]
    fn of_some_copies_nothing_is_told() {
        for address in [
            "https://perma.cc/AB12-CD34",
            "https://archive.ph/Ab3dE",
            "https://archive.is/x7Y2q#selection-1.0",
            "http://www.webcitation.org/5aBcDeFgH",
            "https://ghostarchive.org/archive/Ab3dE",
        ] {
            assert_eq!(read(address), (String::new(), String::new()), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_no_copies() {
        for address in [
            "https://example.org/2020/01/02/a",
            "https://example.org/20200102/https-everywhere",
            "https://example.org/20200102/http://example.com/",
            "https://example.org/login?url=https://example.com/20200102030405/https://example.net/",
            "https://archive.org/details/annual-report-2019",
            "https://archive.org/download/20200102030405/a.pdf",
            "https://web.archive.org/",
            "https://web.archive.org/about",
            "https://perma.cc/",
            "https://perma.cc/about",
            "https://archive.ph/faq",
            "https://archive.example.org/2020/01/a",
            "https://example.org",
        ] {
            assert_eq!(ArchivedCopy::of(address), None, "{address}");
        }
    }
}
