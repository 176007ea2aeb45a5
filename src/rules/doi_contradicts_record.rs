//! The DOI of a citation is that of another work, or of another year.
//!
//! `data`: `doi` is the DOI, `cited` and `record` are the two titles or the two dates, `notes` are the labels of the
//! notes that depend on it. Runs only with `--links`. For another work two things must speak: title, and author or
//! date. A work may be online a year before its issue, so only two years count.
//!
//! ## Why
//! What a registry says of a DOI was given by the publisher. If it is another work, the DOI was copied from a neighbour
//! or mistyped into one that exists.
//!
//! ## Example
//! Note 7 cites Reed, `“Harbour Tolls”`, with the DOI of Moor's `“Ferries of the Aller”`.
//!
//! ## Fix safety
//! There is no fix: look the work up by its title.

use super::linked::{Linked, sentence};
use super::works::shortened;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};
use crate::links::against::{Contradiction, Kind};

pub(super) const RULE: Rule = Rule {
    id: "doi-contradicts-record",
    family: Family::Link,
    severity: Some(Severity::Warning),
    source: include_str!("doi_contradicts_record.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let (Some(linked), Some(links)) = (Linked::of(case), case.links) else {
        return Vec::new();
    };
    links
        .dois
        .iter()
        .filter_map(|doi| {
            let contradiction = doi.contradiction.as_ref()?;
            let (message, help) = told(contradiction);
            let confidence = if contradiction.sure && contradiction.kind == Kind::Work {
                Confidence::High
            } else {
                Confidence::Medium
            };
            let finding = Finding::new(doi.doi.span, message, help)
                .confidence(confidence)
                .data("doi", doi.doi.value.as_str())
                .data("cited", contradiction.cited.as_str())
                .data("record", contradiction.found.as_str());
            Some(linked.dependents_of(finding, doi.citation))
        })
        .collect()
}

fn told(contradiction: &Contradiction) -> (String, String) {
    let (cited, record) = (
        shortened(&contradiction.cited),
        shortened(&contradiction.found),
    );
    match contradiction.kind {
        Kind::Work => {
            let message = format!("the DOI of “{cited}” is registered for “{record}”");
            let signs = sentence(&contradiction.signs.join("; "));
            (
                message,
                format!("{signs}. Look the work up by its title and copy the DOI again."),
            )
        }
        Kind::Date { .. } => {
            let message =
                format!("a work is dated {cited}, and the record of its DOI says {record}");
            (
                message,
                "See which is right, and whether another edition is meant.".to_owned(),
            )
        }
    }
}
