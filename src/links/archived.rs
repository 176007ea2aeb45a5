//! Archived copies of cited pages that are gone: how an archive is asked for them, and which one is suggested.
//!
//! An archive that has the interface of the Wayback Machine lists its copies of a page at `<archive>/cdx/search/cdx?url=…`,
//! and shows one at `<archive>/web/<time>/<page>`. It is asked for the one copy that is nearest to the day on which the author
//! saw the page, as far as the paper says it, and only for copies that were there (status 200): archives keep error pages too.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use url::Url;

use super::wanted::DOI_RESOLVERS;
use super::{Ground, Judgement, Outcome, Reply, Verdict};
use crate::citations::{Address, Citation, Citations, Date};

/// The archive that is asked where no other is named.
pub const ARCHIVE: &str = "https://web.archive.org";

/// Where an archive lists its copies.
const LIST: &str = "/cdx/search/cdx";

/// Hosts that only lead on, as those of DOIs do. What matters is where they led.
const RESOLVERS: [&str; 2] = ["hdl.handle.net", "purl.org"];

/// An archived copy of a cited page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// Where it is.
    pub url: Url,
    /// When it was made, in UTC.
    pub date: Date,
}

/// For each of [`Citations::addresses`] where an archive is asked for a copy of its page; `None` for one of which none is
/// suggested, because it only leads on, cannot be asked or stands beside an archived copy.
pub fn questions(citations: &Citations, archive: &Url) -> Vec<Option<Url>> {
    let owners = owners(citations);
    let addresses = citations.addresses.iter().enumerate();
    addresses
        .map(|(at, address)| {
            let citation = owners.get(&at).map(|&index| &citations.citations[index]);
            if citation.is_some_and(|citation| has_copy(citations, citation, at)) {
                return None;
            }
            question(archive, &page(address)?, near(citations, citation, address))
        })
        .collect()
}

/// Whether a copy is to be suggested in place of an address that is judged so: its page is gone, moved or another one.
pub fn is_wanted(judgement: &Judgement) -> bool {
    match judgement.verdict {
        Verdict::Dead { .. } => judgement.ground != Ground::NotRegistered,
        Verdict::Moved { .. } | Verdict::Mismatch { .. } => true,
        Verdict::Alive | Verdict::Unverifiable { .. } => false,
    }
}

/// The archive that was asked for copies, as some replies show it.
pub fn archive<'a>(mut asked: impl Iterator<Item = &'a Url>) -> Option<Url> {
    asked.find_map(|address| {
        let base = address.path().strip_suffix(LIST)?;
        let mut archive = address.clone();
        archive.set_query(None);
        archive.set_path(base);
        Some(archive)
    })
}

/// Whether a citation gives an archived copy beside the address at `at`.
pub fn has_copy(citations: &Citations, citation: &Citation, at: usize) -> bool {
    let mut others = citation.addresses.clone().filter(|other| *other != at);
    others.any(|other| citations.addresses[other].may_copy(&citations.addresses[at]))
}

/// The copies among the replies, each with the index of the address that it is for.
pub(super) fn copies(citations: &Citations, replies: &[Reply]) -> Vec<(usize, Archived)> {
    let Some(archive) = archive(replies.iter().map(|reply| &reply.address)) else {
        return Vec::new();
    };
    let lists: BTreeMap<&Url, &Reply> = (replies.iter())
        .map(|reply| (&reply.address, reply))
        .filter(|(address, _)| address.path().ends_with(LIST))
        .collect();
    let owners = owners(citations);
    let questions = questions(citations, &archive).into_iter().enumerate();
    let copy_of = |(at, question): (usize, Option<Url>)| {
        let list = lists.get(&question?)?;
        let citation = owners.get(&at).map(|&index| &citations.citations[index]);
        let address = &citations.addresses[at];
        let time = nearest(list, near(citations, citation, address))?;
        Some((at, copy(&archive, &time, &page(address)?)?))
    };
    questions.filter_map(copy_of).collect()
}

/// For each address the citation that gives it.
fn owners(citations: &Citations) -> BTreeMap<usize, usize> {
    let all = citations.citations.iter().enumerate();
    all.flat_map(|(index, citation)| citation.addresses.clone().map(move |at| (at, index)))
        .collect()
}

/// The page that an address means, if it is one of the Web.
fn page(address: &Address) -> Option<Url> {
    let mut page = address.page()?.clone();
    page.set_fragment(None);
    let host = page.host_str()?;
    let leads_on = DOI_RESOLVERS.contains(&host) || RESOLVERS.contains(&host);
    let is_page = matches!(page.scheme(), "http" | "https") && !leads_on;
    (is_page && page.username().is_empty() && page.password().is_none()).then_some(page)
}

/// The day to which a copy should be near: the one of the archived copy that is cited itself, of the work, of the author's
/// visit, of the paper.
fn near(citations: &Citations, citation: Option<&Citation>, address: &Address) -> Option<Date> {
    let of_copy = address.copy.as_ref().and_then(|copy| copy.date);
    let written = citation.and_then(|citation| {
        [&citation.published, &citation.updated, &citation.accessed]
            .into_iter()
            .flatten()
            .map(|date| date.value)
            .find(|date| date.year.is_some())
    });
    let of_paper = || citations.paper_date.as_ref().map(|date| date.value);
    of_copy.or(written).or_else(of_paper)
}

fn question(archive: &Url, page: &Url, near: Option<Date>) -> Option<Url> {
    let mut question = archive.clone();
    let folder = archive.path().trim_end_matches('/').to_owned();
    question.set_path(&(folder + LIST));
    question
        .query_pairs_mut()
        .clear()
        .append_pair("url", page.as_str())
        .append_pair("output", "json")
        .append_pair("filter", "statuscode:200");
    match near.and_then(middle) {
        Some(day) => {
            let time = day.strftime("%Y%m%d120000").to_string();
            question
                .query_pairs_mut()
                .append_pair("closest", &time)
                .append_pair("sort", "closest")
                .append_pair("limit", "1");
        }
        // Nothing says when the author saw it; the last copy is the likeliest to be what was cited.
        None => drop(question.query_pairs_mut().append_pair("limit", "-1")),
    }
    question.host_str().is_some().then_some(question)
}

/// The day in the middle of what a date may mean.
fn middle(date: Date) -> Option<jiff::civil::Date> {
    let (first, last) = date.bounds()?;
    let half = (last - first).get_days() / 2;
    first.checked_add(jiff::Span::new().days(half)).ok()
}

/// The time of the copy that is nearest to a day, or of the last one.
fn nearest(reply: &Reply, near: Option<Date>) -> Option<String> {
    let Outcome::Answered(answer) = &reply.outcome else {
        return None;
    };
    let page = answer.page.as_ref().filter(|_| answer.status == 200)?;
    let times = page.copies.iter().filter(|time| day(time).is_some());
    let Some(near) = near.and_then(middle) else {
        return times.max().cloned();
    };
    let apart = |time: &&String| {
        day(time)
            .and_then(Date::bounds)
            .map(|(day, _)| (day - near).get_days().abs())
    };
    times.min_by_key(apart).cloned()
}

/// The day of a time of 14 digits.
fn day(time: &str) -> Option<Date> {
    let is_whole = time.len() == 14 && time.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize, to: usize| time.get(from..to)?.parse().ok();
    let date = Date {
        year: Some(number(0, 4)?),
        month: Some(i8::try_from(number(4, 6)?).ok()?),
        day: Some(i8::try_from(number(6, 8)?).ok()?),
    };
    (is_whole && date.bounds().is_some()).then_some(date)
}

/// The copy of a page, by our own name for the page: what an archive calls it may differ in signs that mean nothing.
fn copy(archive: &Url, time: &str, page: &Url) -> Option<Archived> {
    let mut url = archive.as_str().trim_end_matches('/').to_owned();
    write!(url, "/web/{time}/{page}").ok()?;
    Some(Archived {
        url: Url::parse(&url).ok()?,
        date: day(time)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::check::check;
    use crate::links::{Answer, Failure, Links, Page, wanted};
    use crate::settings::Settings;
    use crate::source::Source;

    /// A paper of notes, in which every page is gone and the archive lists the same copies for each.
    fn archived(notes: &[&str], copies: &[&str]) -> Vec<Option<String>> {
        let body: String = (1..=notes.len())
            .map(|label| format!("Tolls rose.[{label}] "))
            .collect();
        let notes: String = (1..)
            .zip(notes)
            .map(|(label, note)| format!("{label}. {note}\n"))
            .collect();
        let paper = format!("{body}\n\nNotes\n\n{notes}");
        let source = Source::from_reader("paper.txt", paper.as_bytes(), None).unwrap();
        let report = check(&source, &Settings::default()).unwrap();
        let archive = Url::parse(ARCHIVE).unwrap();
        let gone = report.citations.addresses.iter().map(|address| Reply {
            outcome: Outcome::Failed(Failure::NoSuchHost),
            ..reply(wanted::asked(address).unwrap(), &[])
        });
        let lists = questions(&report.citations, &archive).into_iter().flatten();
        let lists = lists.map(|question| reply(question, copies));
        let links = Links::new(
            &report.document,
            &report.citations,
            gone.chain(lists).collect(),
        );
        let archived = links
            .addresses
            .into_iter()
            .flatten()
            .map(|checked| checked.archived);
        archived
            .map(|archived| archived.map(|copy| String::from(copy.url)))
            .collect()
    }

    fn reply(address: Url, copies: &[&str]) -> Reply {
        let page = Page {
            copies: copies.iter().map(|&time| time.to_owned()).collect(),
            ..Page::default()
        };
        let answer = Answer {
            address: address.clone(),
            status: 200,
            headers: Vec::new(),
            page: Some(page),
        };
        Reply {
            outcome: Outcome::Answered(answer),
            ..Reply::unasked(address, Failure::NotAsked)
        }
    }

    #[test]
    fn the_copy_nearest_to_the_cited_day_is_suggested() {
        let copies = ["20100101000000", "20190503120000", "20210101000000"];
        let notes = [
            "Ada Reed, “Tolls,” Harbour News, May 3, 2019, https://a.example/tolls#two.",
            "Ada Reed, “Ships,” Harbour News, https://a.example/ships (accessed December 24, 2020).",
            "Ada Reed, “Boats,” Harbour News, https://web.archive.org/web/20110101000000/https://a.example/boats.",
            "Ada Reed, “Ports,” Harbour News, https://a.example/ports.",
        ];
        let found = archived(&notes, &copies);
        let at = |time: &str, page: &str| {
            Some(format!(
                "https://web.archive.org/web/{time}/https://a.example/{page}"
            ))
        };
        assert_eq!(
            found,
            [
                at("20190503120000", "tolls"),
                at("20210101000000", "ships"),
                at("20100101000000", "boats"),
                at("20210101000000", "ports"),
            ]
        );
    }

    #[test]
    fn nothing_is_suggested_where_a_copy_is_cited_or_none_is_known() {
        let with_copy =
            "Ada Reed, “Tolls,” May 3, 2019, https://a.example/tolls [https://perma.cc/AB12-CD34].";
        assert_eq!(archived(&[with_copy], &["20190503120000"]), [None, None]);
        let resolver = "Ada Reed, “Tolls,” May 3, 2019, https://doi.org/10.5555/tolls.7.";
        assert_eq!(archived(&[resolver], &["20190503120000"]), [None]);
        let plain = "Ada Reed, “Tolls,” May 3, 2019, https://a.example/tolls.";
        for copies in [&[][..], &["2019"], &["20190000000000"], &["not a time 123"]] {
            assert_eq!(archived(&[plain], copies), [None], "{copies:?}");
        }
    }

    #[test]
    fn the_archive_is_known_by_its_list() {
        let base = Url::parse("http://127.0.0.1:8080/own").unwrap();
        let page = Url::parse("https://a.example/x?y=1&z#f").unwrap();
        let date = Date {
            year: Some(2019),
            ..Date::default()
        };
        let question = question(&base, &page, Some(date)).unwrap();
        assert_eq!(
            question.as_str(),
            "http://127.0.0.1:8080/own/cdx/search/cdx?url=https%3A%2F%2Fa.example%2Fx%3Fy%3D1%26z%23f&output=json\
             &filter=statuscode%3A200&closest=20190702120000&sort=closest&limit=1"
        );
        assert_eq!(archive([&question].into_iter()), Some(base));
        assert_eq!(
            archive([&Url::parse("https://a.example/cdx").unwrap()].into_iter()),
            None
        );
    }
}
