//! The date of a citation is not that of its page.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it. `cited` and `page` are the two dates, `days` how many days
//! lie between them at least. Runs only with `--links`. The page bears the cited title, and none of the dates that it
//! gives is near the cited one.
//!
//! ## Why
//! One of the two was mistyped, or the author read another version. A few weeks are a printed edition or a later
//! version and no finding; from half a year on it is a warning.
//!
//! ## Example
//! Note 7 dates `“Harbour Tolls Rise”` March 5, 2024, and the page says that it was published on March 5, 2023.
//!
//! ## Fix safety
//! There is no fix: the page must be looked at.

use super::linked::{Asked, Linked, each};
use super::works::shortened;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::links::against::{Kind, MANY_DAYS};

pub(super) const RULE: Rule = Rule {
    id: "date-contradicts-page",
    family: Family::Link,
    severity: Some(Severity::Warning),
    source: include_str!("date_contradicts_page.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    each(case, |linked, asked| other_date(case, linked, asked))
}

fn other_date(case: &Case<'_>, linked: &Linked<'_>, asked: &Asked<'_>) -> Option<Finding> {
    let (place, index, contradiction) = asked.contradiction()?;
    let Kind::Date { days } = contradiction.kind else {
        return None;
    };
    if linked.has_record(index) {
        return None;
    }
    let citation = &case.citations.citations[index];
    let title = citation
        .title
        .as_ref()
        .map(|title| shortened(&title.value))
        .unwrap_or_default();
    let (cited, page) = (&contradiction.cited, &contradiction.found);
    let message = format!("“{title}” is dated {cited}, and its page says {page}");
    let help = "See on the page which is right, and whether it is the version that was read.";
    let finding = linked
        .finding(asked, place, message, help)
        .confidence(Confidence::Medium)
        .data("cited", cited.as_str())
        .data("page", page.as_str())
        .data("days", days);
    let finding = match &citation.published {
        Some(date) => finding.related(date.span, "the date cited"),
        None => finding,
    };
    Some(if days < MANY_DAYS {
        finding.severity(Severity::Info).confidence(Confidence::Low)
    } else {
        finding
    })
}
