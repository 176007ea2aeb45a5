//! A cited page is gone.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it, `archived` and `archived_on` are an archived copy and its
//! day, if an archive has one. Runs only with `--links`. A page is gone if its host does not exist or the server says
//! 404 or 410; what was refused, broken off or hidden is not known to be gone.
//!
//! ## Why
//! The reader who looks for the source finds nothing, and nobody can check what the sentence says.
//!
//! ## Example
//! `https://example.org/reports/tolls-2019` is answered with 404.
//!
//! ## Fix safety
//! Unsafe: if an archive has a copy of the page, it puts the address of that copy in place of the page's. See first
//! whether the copy is the cited page. Where no copy is known there is no fix.

use super::linked::dead;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};
use crate::links::Ground;

pub(super) const RULE: Rule = Rule {
    id: "dead-link",
    family: Family::Link,
    severity: Some(Severity::Error),
    source: include_str!("dead_link.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let advice = "Look for the page under another address, or cite an archived copy.";
    dead(
        case,
        &[Ground::Gone, Ground::NoSuchHost],
        "a cited page is gone",
        advice,
    )
}
