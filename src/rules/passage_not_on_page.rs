//! An address quotes a passage that its page does not have.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it. `passages` are those that are missing. Runs only with
//! `--links`.
//!
//! ## Why
//! After `#:~:text=` stand words that somebody marked on the page. If they are no longer there, the page was changed,
//! and what it was cited for may be gone.
//!
//! ## Example
//! `https://example.org/tolls#:~:text=by%20half`, and the page does not say “by half”.
//!
//! ## Fix safety
//! There is no fix: the page must be read again.

use super::linked::each;
use super::works::shortened;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "passage-not-on-page",
    family: Family::Link,
    severity: Some(Severity::Warning),
    source: include_str!("passage_not_on_page.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    each(case, |linked, asked| {
        let (place, passages) = asked.missing().find(|(_, passages)| !passages.is_empty())?;
        let message = format!("a cited page no longer says “{}”", shortened(&passages[0]));
        let help = "The address quotes the passage, and the page as it is now does not have it. Read it again.";
        // Words that a script puts on the page cannot be seen.
        let finding = linked
            .finding(asked, place, message, help)
            .confidence(Confidence::Medium)
            .data("passages", passages);
        Some(finding)
    })
}
