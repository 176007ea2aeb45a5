//! A cited DOI is not registered.
//!
//! `data`: `doi` is the DOI, `notes` are the labels of the notes that depend on it. Runs only with `--links`. The
//! registry of handles is asked, never the page of the publisher.
//!
//! ## Why
//! A DOI that was never registered leads nowhere: a digit was mistyped, the end was cut off, or the work does not
//! exist.
//!
//! ## Example
//! `https://doi.org/10.1234/harbour.2019.17`, which the registry does not know.
//!
//! ## Fix safety
//! There is no fix: look the work up by its title.

use std::collections::BTreeSet;

use super::linked::Linked;
use super::shown_address::shortened;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "doi-not-found",
    family: Family::Link,
    severity: Some(Severity::Error),
    source: include_str!("doi_not_found.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(linked), Some(links)) = (Linked::of(case), case.links) else {
        return Vec::new();
    };
    let mut known = BTreeSet::new();
    let missing = links.dois.iter().filter(|doi| doi.exists == Some(false));
    missing
        .filter(|doi| known.insert(&doi.doi.value))
        .map(|doi| {
            let value = doi.doi.value.as_str();
            let message = format!("nobody registered the DOI {}", shortened(value));
            let help = "The registry of handles does not know it. Look the work up by its title and copy the DOI again.";
            let finding = Finding::new(doi.doi.span, message, help).data("doi", value);
            linked.dependents_of(finding, doi.citation)
        })
        .collect()
}
