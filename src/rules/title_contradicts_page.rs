//! A cited address leads to another work than the citation names.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it, `archived` and `archived_on` are an archived copy and its
//! day, if an archive has one. `cited` and `page` are the two titles. Runs only with `--links`. Two things must speak
//! for it: the page's titles are unlike the cited one, and so is its author, its date or the words of its address.
//! Where the languages may differ, nothing is said.
//!
//! ## Why
//! The address belongs to another note, or the site has put something else in its place. The reader lands on another
//! source.
//!
//! ## Example
//! Note 7 cites Reed, `“Harbour Tolls Rise”`, and its address leads to `“Ferry Licence Withdrawn”` by Moor.
//!
//! ## Fix safety
//! There is no fix: only the author knows which source was meant.

use super::linked::{Asked, Linked, each, sentence};
use super::works::shortened;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::links::against::Kind;

pub(super) const RULE: Rule = Rule {
    id: "title-contradicts-page",
    family: Family::Link,
    severity: Some(Severity::Warning),
    source: include_str!("title_contradicts_page.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    each(case, other_work)
}

fn other_work(linked: &Linked<'_>, asked: &Asked<'_>) -> Option<Finding> {
    let (place, citation, contradiction) = asked.contradiction()?;
    if contradiction.kind != Kind::Work || linked.has_record(citation) {
        return None;
    }
    let (cited, page) = (&contradiction.cited, &contradiction.found);
    let message = format!(
        "the address of “{}” leads to “{}”",
        shortened(cited),
        shortened(page)
    );
    let signs = sentence(&contradiction.signs.join("; "));
    let help = format!("{signs}. See whether the address was copied into the wrong note.");
    let confidence = if contradiction.sure {
        Confidence::High
    } else {
        Confidence::Medium
    };
    let finding = linked
        .finding(asked, place, message, help)
        .confidence(confidence)
        .data("cited", cited.as_str())
        .data("page", page.as_str());
    Some(asked.archived(finding))
}
