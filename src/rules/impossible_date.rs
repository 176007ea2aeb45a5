//! A date in a citation cannot be right: the calendar does not have it, or it is later than the paper's own.
//!
//! `data`: `note` is the label, `reason` is `no-such-day`, `after-paper` or `read-before-published`.
//!
//! ## Why
//! A paper cannot cite what was published after it, and nobody reads a page before it is there. A year or a month was
//! mistyped.
//!
//! ## Example
//! A paper of October 2025 cites an article of `March 3, 2026`; or a page is `accessed May 1, 2020` and dated
//! `June 12, 2021`.
//!
//! ## Fix safety
//! There is no fix: the source must be looked at.

use super::works::label;
use super::{Case, Family, Rule};
use crate::citations::{Citation, Date, Written};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "impossible-date",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("impossible_date.rs"),
    check,
};

/// A paper is often changed for some weeks after the date that it bears.
const GRACE: i32 = 60;

/// The same where only the year is known.
const GRACE_OF_YEARS: i32 = 366;

/// Time zones.
const ZONES: i32 = 2;

fn check(case: &Case<'_>) -> Vec<Finding> {
    let is_dated = is_dated(case);
    let citations = case.citations.citations.iter();
    citations
        .flat_map(|citation| of_one(case, citation, is_dated))
        .collect()
}

/// Whether the date that the paper bears is its own: where most of the works are later, it is that of something else.
fn is_dated(case: &Case<'_>) -> bool {
    let citations = case.citations.citations.iter();
    let dates = citations.filter_map(|citation| citation.published.as_ref());
    let (mut later, mut all) = (0_usize, 0_usize);
    for date in dates {
        all += 1;
        later += usize::from(is_after_paper(case, date.value));
    }
    decided(case).is_some() || later < 2 || later * 2 <= all
}

fn of_one(case: &Case<'_>, citation: &Citation, is_dated: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    for date in [&citation.published, &citation.accessed]
        .into_iter()
        .flatten()
    {
        found.extend(
            no_such_day(case, citation, date)
                .or_else(|| after_paper(case, citation, date).filter(|_| is_dated)),
        );
    }
    found.extend(read_before_published(case, citation));
    found
}

fn finding(
    case: &Case<'_>,
    citation: &Citation,
    date: &Written<Date>,
    message: String,
    help: &str,
    reason: &str,
) -> Finding {
    Finding::new(date.span, message, help)
        .confidence(Confidence::Medium)
        .data("note", label(case, citation).to_string())
        .data("reason", reason)
}

fn no_such_day(case: &Case<'_>, citation: &Citation, date: &Written<Date>) -> Option<Finding> {
    let (_, _, None) = (date.value.year?, date.value.day?, date.value.bounds()) else {
        return None;
    };
    let written = case.document.slice(date.span);
    let message = format!(
        "note {} has the date “{written}”, which the calendar does not have",
        label(case, citation)
    );
    let help = "Look up the date in the source.";
    Some(finding(case, citation, date, message, help, "no-such-day").confidence(Confidence::High))
}

/// The day of publication that the settings give.
fn decided(case: &Case<'_>) -> Option<Date> {
    case.house.and_then(|house| house.published)
}

/// Whether a date is so much later than the paper's own that the paper cannot have known it.
fn is_after_paper(case: &Case<'_>, date: Date) -> bool {
    let written = case.citations.paper_date.as_ref().map(|paper| paper.value);
    let Some(paper) = decided(case).or(written) else {
        return false;
    };
    // An issue of next year's volume is often out before.
    let grace = if date.month.is_none() {
        GRACE_OF_YEARS
    } else {
        GRACE
    };
    let bounds = date.bounds().zip(paper.bounds());
    let is_later = bounds.is_some_and(|((first, _), (_, last))| first > last);
    is_later && date.days_apart(paper).is_some_and(|days| days > grace)
}

fn after_paper(case: &Case<'_>, citation: &Citation, date: &Written<Date>) -> Option<Finding> {
    if !is_after_paper(case, date.value) {
        return None;
    }
    let written = case.citations.paper_date.as_ref();
    let (shown, own) = (case.document.slice(date.span), label(case, citation));
    let message = format!("note {own} has the date “{shown}”, which is later than the paper’s own");
    let help = "Check year and month.";
    let finding = finding(case, citation, date, message, help, "after-paper");
    Some(match written.filter(|_| decided(case).is_none()) {
        Some(written) => finding.related(written.span, "the date of the paper"),
        None => finding,
    })
}

fn read_before_published(case: &Case<'_>, citation: &Citation) -> Option<Finding> {
    let (published, accessed) = (citation.published.as_ref()?, citation.accessed.as_ref()?);
    let (first, _) = published.value.bounds()?;
    let (_, last) = accessed.value.bounds()?;
    if last >= first || published.value.days_apart(accessed.value)? <= ZONES {
        return None;
    }
    let message = format!(
        "the page in note {} was read before it was published",
        label(case, citation)
    );
    let help = "Check which of the two dates is right.";
    let finding = finding(
        case,
        citation,
        accessed,
        message,
        help,
        "read-before-published",
    );
    Some(finding.related(published.span, "the date of publication"))
}
