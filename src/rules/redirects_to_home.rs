//! A cited address only leads to the entrance of a site, to a section, or where all lost addresses lead.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it, `archived` and `archived_on` are an archived copy and its
//! day, if an archive has one. Runs only with `--links`. A page that bears the cited title is the page, wherever it is.
//!
//! ## Why
//! When pages are taken away, many sites send their readers to the entrance instead of saying so. The address seems to
//! work, and the source is gone.
//!
//! ## Example
//! `https://example.org/2019/05/harbour-tolls` leads to `https://example.org/`.
//!
//! ## Fix safety
//! Unsafe: if an archive has a copy of the page, it puts the address of that copy in place of the page's. See first
//! whether the copy is the cited page. Where no copy is known there is no fix.

use super::linked::dead;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::links::Ground;

pub(super) const RULE: Rule = Rule {
    id: "redirects-to-home",
    family: Family::Link,
    severity: Some(Severity::Error),
    source: include_str!("redirects_to_home.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let what = "a cited address no longer leads to its page";
    let advice = "Look for the page under another address, or cite an archived copy.";
    let mut found = dead(case, &[Ground::LedHome, Ground::SharedEnd], what, advice);
    found.sort_by_key(|finding| finding.span);
    // Some sites give a page the address of its section when they are rebuilt.
    found
        .into_iter()
        .map(|finding| finding.confidence(Confidence::Medium))
        .collect()
}
