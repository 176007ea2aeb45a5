//! The host of a cited address has a certificate that is not valid.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it. Runs only with `--links`. Nothing is known about the page.
//!
//! ## Why
//! Every browser will warn the reader off. Often the site has been abandoned or moved, and somebody else may answer for
//! it.
//!
//! ## Example
//! `https://example.org/tolls`, where the certificate expired in 2021.
//!
//! ## Fix safety
//! There is no fix: look where the site is now, or cite an archived copy.

use super::linked::dead;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};
use crate::links::Ground;

pub(super) const RULE: Rule = Rule {
    id: "insecure-certificate",
    family: Family::Link,
    severity: Some(Severity::Warning),
    source: include_str!("insecure_certificate.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let what = "browsers warn against a cited address";
    let advice = "Look where the site is now, or cite an archived copy.";
    dead(case, &[Ground::Certificate], what, advice)
}
