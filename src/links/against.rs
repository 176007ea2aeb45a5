//! What a citation says against what its page says of itself.
//!
//! A page is another work than the cited one only if two things speak for it: its titles are unlike the cited title,
//! and its authors, its date or the words of its address are none of the citation's. Where the languages may differ,
//! nothing is said.

use std::collections::BTreeSet;

use url::Url;

use self::likeness::Likeness;
use super::Page;
use crate::citations::{Citation, Date, Form};

mod date;
mod language;
pub mod likeness;

/// Where a page contradicts its citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// In what.
    pub kind: Kind,
    /// The title or the date as cited.
    pub cited: String,
    /// The title or the date of the page.
    pub found: String,
    /// What else speaks for it, as clauses for people: `it is by Ada Reed, not by Ben Moor`.
    pub signs: Vec<String>,
    /// Whether authors or dates are among the signs, and not only the words of an address.
    pub sure: bool,
}

/// In what a page contradicts its citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is another work.
    Work,
    /// It is the work and bears another date, this many days away at least.
    Date {
        /// How many.
        days: i32,
    },
}

/// Fewer days than this are a time zone, a printed edition or a later version.
const FEWEST_DAYS: i32 = 28;

/// From here on the date speaks for another work.
pub const MANY_DAYS: i32 = 180;

/// A registry may have the day on which a work went online, which may be a year before its issue.
pub const DAYS_OF_A_RECORD: i32 = 700;

/// Words for those who put an article on a site, whoever wrote it.
const STAFF: &[&str] = &[
    "admin",
    "administrator",
    "staff",
    "editor",
    "editors",
    "team",
    "redaktion",
    "desk",
    "correspondent",
    "webmaster",
];

/// Whether a page contradicts the citation that gives it. `address` is where the page was found.
pub fn compare(citation: &Citation, page: &Page, address: &Url) -> Option<Contradiction> {
    let title = citation
        .title
        .as_ref()
        .filter(|_| citation.form == Form::Full)?;
    let found = page.titles.first()?;
    match likeness::to_any(&title.value, &page.titles) {
        Likeness::Like => other_date(citation, page),
        Likeness::Unclear => None,
        Likeness::Unlike => {
            if language::may_differ(&title.value, found, page.language.as_deref()) {
                return None;
            }
            other_work(citation, page, address).map(|(signs, sure)| Contradiction {
                kind: Kind::Work,
                cited: title.value.clone(),
                found: found.clone(),
                signs,
                sure,
            })
        }
    }
}

/// What speaks for another work beside its title, and whether that is sure. The words of an address do only where
/// neither author nor date speak for the cited one.
fn other_work(citation: &Citation, page: &Page, address: &Url) -> Option<(Vec<String>, bool)> {
    let (authors, date) = (other_authors(citation, page), far_date(citation, page));
    let sure = authors.is_some() || date.is_some();
    let slug = other_slug(citation.title.as_ref()?.value.as_str(), address)
        .filter(|_| sure || !(shares_author(citation, page) || has_its_day(citation, page)));
    let signs: Vec<String> = [authors, date, slug].into_iter().flatten().collect();
    let outlet = other_outlet(citation, page);
    (!signs.is_empty()).then(|| (signs.into_iter().chain(outlet).collect(), sure))
}

/// The work is the cited one, and all of its dates are far from the cited one.
fn other_date(citation: &Citation, page: &Page) -> Option<Contradiction> {
    let (cited, found, days) = nearest(citation, page).filter(|(.., days)| *days >= FEWEST_DAYS)?;
    Some(Contradiction {
        kind: Kind::Date { days },
        cited: cited.to_string(),
        found: found.to_string(),
        signs: Vec::new(),
        sure: true,
    })
}

fn far_date(citation: &Citation, page: &Page) -> Option<String> {
    let (cited, found, _) = nearest(citation, page).filter(|(.., days)| *days >= MANY_DAYS)?;
    Some(format!("it is of {found}, not of {cited}"))
}

/// The cited date, the date of the page that is nearest to it, and how many days lie between them at least. A page
/// that was brought up to date may be cited by that date.
fn nearest(citation: &Citation, page: &Page) -> Option<(Date, Date, i32)> {
    let published = citation.published.as_ref()?.value;
    let cited = [
        Some(published),
        citation.updated.as_ref().map(|date| date.value),
    ];
    let found = page.dates.iter().flat_map(|date| date::of(date));
    found
        .filter_map(|found| {
            let days = cited
                .iter()
                .flatten()
                .filter_map(|cited| cited.days_apart(found))
                .min()?;
            Some((published, found, days))
        })
        .min_by_key(|(.., days)| *days)
}

/// The words of names that are no initials.
fn words<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    names
        .flat_map(|name| {
            likeness::plain(name)
                .split(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|word| word.chars().count() > 1)
        .collect()
}

fn cited_names(citation: &Citation) -> BTreeSet<String> {
    words(citation.authors.iter().map(|author| author.name.as_str()))
}

fn shares_author(citation: &Citation, page: &Page) -> bool {
    !cited_names(citation).is_disjoint(&words(page.authors.iter().map(String::as_str)))
}

/// Whether the page is of the cited day, within a time zone.
fn has_its_day(citation: &Citation, page: &Page) -> bool {
    nearest(citation, page).is_some_and(|(cited, _, days)| cited.day.is_some() && days <= 1)
}

/// None of the words of the cited names is in a name of the page.
fn other_authors(citation: &Citation, page: &Page) -> Option<String> {
    let cited = cited_names(citation);
    let found = words(page.authors.iter().map(String::as_str));
    let differ = !cited.is_empty() && !found.is_empty() && cited.is_disjoint(&found);
    // A page that names its publisher or its staff as the author does not say who wrote it.
    let is_house = !words(page.site.as_deref().into_iter()).is_disjoint(&found);
    if !differ
        || is_house
        || STAFF.iter().any(|word| found.contains(*word))
        || scripts_differ(&cited, &found)
    {
        return None;
    }
    let (theirs, ours) = (page.authors.first()?, &citation.authors.first()?.name);
    Some(format!("it is by {theirs}, not by {ours}"))
}

/// Names in two scripts cannot be compared.
fn scripts_differ(cited: &BTreeSet<String>, found: &BTreeSet<String>) -> bool {
    let is_latin = |words: &BTreeSet<String>| {
        words
            .iter()
            .all(|word| word.chars().all(|c| c <= '\u{24F}'))
    };
    is_latin(cited) != is_latin(found)
}

/// The address spells a title, and not the cited one.
fn other_slug(title: &str, address: &Url) -> Option<String> {
    let segment = address
        .path_segments()?
        .max_by_key(|segment| segment.matches(['-', '_']).count())?;
    let slug: BTreeSet<String> = likeness::meant(&segment.replace(['-', '_', '.'], " "))
        .into_iter()
        .filter(|word| word.len() > 3 && word.chars().all(char::is_alphabetic))
        .collect();
    let cited = likeness::meant(title);
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    let common = slug
        .iter()
        .any(|word| cited.iter().any(|other| stem(other) == stem(word)));
    // A title in other letters than the Latin cannot be in an address.
    let comparable = cited.iter().filter(|word| word.is_ascii()).count() >= 2;
    (slug.len() >= 3 && comparable && !common)
        .then(|| "its address has no word of the cited title".to_owned())
}

/// What the page is called that the citation calls otherwise. It is no sign of its own: works are reprinted.
fn other_outlet(citation: &Citation, page: &Page) -> Option<String> {
    let (cited, found) = (citation.container.as_ref()?, page.site.as_ref()?);
    let differ = likeness::meant(&cited.value).is_disjoint(&likeness::meant(found));
    differ.then(|| format!("it stands in {found}, not in {}", cited.value))
}

#[cfg(test)]
mod tests;
