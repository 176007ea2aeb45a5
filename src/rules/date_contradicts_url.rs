//! The date of a citation is not the date in its address.
//!
//! `data`: `note` is the label, `cited` and `address` are the two dates, `days` how many days lie between them at
//! least.
//!
//! ## Why
//! Newspapers put the day of publication into their addresses. If the citation says another, one of the two was
//! mistyped or belongs to another article. A day's difference is a time zone.
//!
//! ## Example
//! `Korea Times, February 23, 2025, https://…/20120223/seoul-to-export-4-naval-tankers-to-uk`: the article is thirteen
//! years older than the citation says.
//!
//! ## Fix safety
//! There is no fix: the page must be looked at.

use url::Url;

use super::works::label;
use super::{Case, Family, Rule};
use crate::citations::{Address, Citation, Date};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "date-contradicts-url",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("date_contradicts_url.rs"),
    check,
};

/// Fewer days than this are a time zone or a printed edition.
const FEWEST_DAYS: i32 = 4;

/// Where one of the dates is known by its month only.
const FEWEST_DAYS_OF_MONTHS: i32 = 32;

/// From here on the two can hardly be versions of one article.
const MANY_DAYS: i32 = 180;

/// Folders of addresses in which a date is that of an upload, not of a publication.
const UPLOADS: &[&str] = &[
    "uploads",
    "upload",
    "files",
    "file",
    "documents",
    "media",
    "assets",
    "static",
    "images",
    "docs",
    "pdf",
    "pdfs",
    "download",
    "downloads",
    "data",
    "wp-content",
    "resources",
    "library",
    "publications",
    "attachments",
];

/// The years of the Web.
const YEARS: std::ops::RangeInclusive<i16> = 1994..=2099;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let citations = case.citations.citations.iter();
    citations
        .filter_map(|citation| {
            let cited = citation.published.as_ref()?;
            let address = &case.citations.addresses[case.citations.page_of(citation)?];
            is_point(case, cited.span)
                .then(|| contradiction(case, citation, cited.value, cited.span, address))?
        })
        .collect()
}

/// Whether a date is that of a day, month or year: no end of a range, no year that is forecast.
fn is_point(case: &Case<'_>, date: Span) -> bool {
    const DASHES: [char; 5] = ['-', '–', '—', '‑', '/'];
    const WORDS: [&str; 14] = [
        "to", "through", "until", "till", "by", "since", "from", "between", "beyond", "towards",
        "outlook", "forecast", "bis", "von",
    ];
    let text = case.document.text.as_str();
    let (before, behind) = (text[..date.start].trim_end(), text[date.end..].trim_start());
    let is_range = before.ends_with(DASHES)
        || behind.starts_with(DASHES)
        || ["to ", "through ", "until ", "bis "]
            .iter()
            .any(|word| behind.starts_with(word));
    let start = before.rfind(|c: char| !c.is_alphabetic());
    let word = &before[start.map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    !is_range && !WORDS.contains(&word.to_lowercase().as_str())
}

fn contradiction(
    case: &Case<'_>,
    citation: &Citation,
    cited: Date,
    place: Span,
    address: &Address,
) -> Option<Finding> {
    let found = dates(address);
    if is_within(cited, &found) {
        return None;
    }
    let (date, days) = found
        .iter()
        .filter_map(|&date| Some((date, cited.days_apart(date)?)))
        .min_by_key(|&(_, days)| days)?;
    let exact = cited.day.is_some() && date.day.is_some();
    if days
        < if exact {
            FEWEST_DAYS
        } else {
            FEWEST_DAYS_OF_MONTHS
        }
    {
        return None;
    }
    let own = label(case, citation);
    let (says, has) = (cited.in_words(), date.in_words());
    let message = format!("note {own} dates the work {says}, and its address says {has}");
    let help = "Open the page and check which is right; if the page is another article, the address belongs to another note.";
    let confidence = if days >= MANY_DAYS {
        Confidence::High
    } else {
        Confidence::Low
    };
    let finding = Finding::new(place, message, help)
        .confidence(confidence)
        .related(address.span, format!("the address says {has}"))
        .data("note", own.to_string())
        .data("cited", cited.to_string())
        .data("address", date.to_string())
        .data("days", days);
    Some(if days >= MANY_DAYS {
        finding
    } else {
        finding.severity(Severity::Info)
    })
}

/// Whether a date lies within the range that several dates of an address span.
fn is_within(cited: Date, found: &[Date]) -> bool {
    let bounds = || found.iter().filter_map(|date| date.bounds());
    let range = bounds()
        .map(|(first, _)| first)
        .min()
        .zip(bounds().map(|(_, last)| last).max());
    let cited = cited.bounds().zip(range);
    cited.is_some_and(|((begins, ends), (first, last))| first <= begins && ends <= last)
}

/// The dates in the path of an address: `/2025/10/27/`, `/2025/oct/27/`, `20251027`, `2025-10-27`.
fn dates(address: &Address) -> Vec<Date> {
    // The date of an archived copy is not that of the page in it, and neither are those in archives of other kinds.
    let is_archive = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.is_empty()
            || ["archive", "arquivo.", "webcitation.", "perma.cc"]
                .iter()
                .any(|word| host.contains(word))
    };
    let Some(url) = address.page().filter(|url| !is_archive(url)) else {
        return Vec::new();
    };
    let segments: Vec<&str> = url
        .path()
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    if segments.iter().any(|segment| {
        let small = segment.to_ascii_lowercase();
        UPLOADS.contains(&small.as_str())
            || small.rsplit('.').next() == Some("pdf")
            || matches!(small.as_str(), "wayback" | "doi")
            || is_registrant(&small)
            || is_stamp(&small)
    }) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        found.extend(in_folders(&segments[at..]));
        found.extend(in_words(segment));
        found.extend(in_digits(segment));
    }
    found
}

/// `10.1038`: a DOI, whose digits are numbers of an article.
fn is_registrant(segment: &str) -> bool {
    let digits = segment.strip_prefix("10.").unwrap_or_default();
    digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `20150304120000`: the moment at which an archive made its copy.
fn is_stamp(segment: &str) -> bool {
    let digits = segment.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
    digits.len() == 14
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && year(&digits[..4]).is_some()
}

/// `2025`, `10`, `27` as folders of their own.
fn in_folders(segments: &[&str]) -> Option<Date> {
    let year = year(segments.first()?)?;
    let month = month(segments.get(1)?)?;
    let day = segments.get(2).and_then(|day| part(day, 31));
    date(year, month, day)
}

/// `…-2025-10-27` and `2025_10_27`.
fn in_words(segment: &str) -> Option<Date> {
    let words: Vec<&str> = segment.split(['-', '_', '.']).collect();
    words.windows(3).find_map(|words| {
        let date = date(
            year(words[0])?,
            part(words[1], 12)?,
            Some(part(words[2], 31)?),
        )?;
        (words[1].len() == 2 && words[2].len() == 2).then_some(date)
    })
}

/// `20251027`, alone or with a time or a number behind it, and with at most a few letters before it.
fn in_digits(segment: &str) -> Option<Date> {
    segment
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find_map(|word| {
            let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let prefix = word.len() - digits.len();
            let fits = (digits.len() == 8 || digits.len() >= 12)
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && prefix <= 4;
            if !fits {
                return None;
            }
            date(
                year(&digits[..4])?,
                part(&digits[4..6], 12)?,
                Some(part(&digits[6..8], 31)?),
            )
        })
}

fn date(year: i16, month: i8, day: Option<i8>) -> Option<Date> {
    let date = Date {
        year: Some(year),
        month: Some(month),
        day,
    };
    date.bounds().map(|_| date)
}

fn year(text: &str) -> Option<i16> {
    let year = text.parse().ok().filter(|year| YEARS.contains(year))?;
    (text.len() == 4).then_some(year)
}

fn part(text: &str, most: i8) -> Option<i8> {
    let value = text
        .parse()
        .ok()
        .filter(|value| (1..=most).contains(value))?;
    (text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(value)
}

fn month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let small = text.to_ascii_lowercase();
    let named = (1..).zip(NAMES).find(|(_, name)| small == *name);
    named.map(|(month, _)| month).or_else(|| part(text, 12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citations;
    use crate::document::{Document, Format, SourceMap};
    use crate::notes::Apparatus;

    #[test]
    fn a_date_within_the_range_of_an_address_is_not_contradicted() {
        let day = |month, day| date(2020, month, Some(day));
        let range: Vec<Date> = [day(1, 5), day(1, 12)].into_iter().flatten().collect();
        assert!(day(1, 8).is_some_and(|cited| is_within(cited, &range)));
        assert!(!day(2, 8).is_some_and(|cited| is_within(cited, &range)));
    }

    fn of(written: &str) -> Vec<String> {
        let text = format!("See {written} for more.");
        let document = Document::new(String::new(), Format::Text, text, SourceMap::identity());
        let citations = citations::scan(&document, &Apparatus::default());
        let address = citations.addresses[0].clone();
        dates(&address)
            .into_iter()
            .map(|date| date.to_string())
            .collect()
    }

    #[test]
    fn dates_of_newspapers() {
        assert_eq!(of("https://a.example/2025/10/27/harbour"), ["2025-10-27"]);
        assert_eq!(of("https://a.example/2025/oct/7/harbour"), ["2025-10-07"]);
        assert_eq!(of("https://a.example/2025/08/harbour"), ["2025-08"]);
        assert_eq!(
            of("https://a.example/south/20120223/tankers"),
            ["2012-02-23"]
        );
        assert_eq!(
            of("https://a.example/newsView/ked202302240021"),
            ["2023-02-24"]
        );
        assert_eq!(of("https://a.example/harbour-2025-10-29/"), ["2025-10-29"]);
    }

    #[test]
    fn the_date_of_an_archived_copy_is_that_in_the_address_of_its_page() {
        let copy = "https://web.archive.org/web/20150304120000/http://b.example/2011/01/02/x";
        assert_eq!(of(copy), ["2011-01-02"]);
    }

    #[test]
    fn other_numbers_are_none() {
        for address in [
            "https://a.example/article/10602299",
            "https://a.example/2025/harbour",
            "https://a.example/uploads/2012/01/statement",
            "https://web.archive.org/web/20150304120000/http://b.example/harbour",
            "https://archive.ph/20150304120000/http://b.example/harbour",
            "https://archive.b.example/2011/01/02/x",
            "https://doi.example/10.1038/s41586-2020-10-27",
            "https://a.example/wayback/20150304/http://b.example/harbour",
            "https://a.example/copies/20150304120000if_/harbour",
            "https://a.example/id/20251399",
        ] {
            assert_eq!(of(address), Vec::<String>::new(), "{address}");
        }
    }
}
