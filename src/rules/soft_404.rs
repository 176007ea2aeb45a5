//! A cited address is answered as if the page were there, and it is not.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it, `archived` and `archived_on` are an archived copy and its
//! day, if an archive has one. Runs only with `--links`. The page says so in its title or heading, or it is the same
//! page that the site shows at an address that nobody ever had.
//!
//! ## Why
//! Many sites answer “page not found” with the status of success. Checkers that look at the status alone find nothing,
//! and the source is gone.
//!
//! ## Example
//! `https://example.org/tolls` is answered with 200 and a page that is called “Page not found”.
//!
//! ## Fix safety
//! Unsafe: if an archive has a copy of the page, it puts the address of that copy in place of the page's. See first
//! whether the copy is the cited page. Where no copy is known there is no fix.

use super::linked::dead;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};
use crate::links::Ground;

pub(super) const RULE: Rule = Rule {
    id: "soft-404",
    family: Family::Link,
    severity: Some(Severity::Error),
    source: include_str!("soft_404.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let what = "a cited page is gone, though its address is answered";
    let advice = "Look for the page under another address, or cite an archived copy.";
    dead(case, &[Ground::SoftNotFound], what, advice)
}
