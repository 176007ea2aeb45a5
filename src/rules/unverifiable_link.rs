//! Nothing can be said about a cited page.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it. `ground` is why: `wall`, `paywall`, `login`, `scripts`,
//! `status`, `timeout`, `broken`, `redirect-loop`, `forbidden`, `no-network`, `host-down`, `robots`, `not-asked`,
//! `not-in-evidence`, `failed-lately` (with `--dead-after`). Runs only with `--links`.
//!
//! ## Why
//! A wall against machines, a paywall or a server out of service says nothing about the page: it may be there or be
//! gone. Who checks the notes should know which addresses are still to be looked at by a person.
//!
//! ## Example
//! `https://example.org/tolls` is answered with 403 and the page “Just a moment...”.
//!
//! ## Fix safety
//! There is no fix: open the page in a browser.

use super::linked::{each, sentence};
use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};
use crate::links::{Ground, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "unverifiable-link",
    family: Family::Link,
    severity: Some(Severity::Info),
    source: include_str!("unverifiable_link.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    each(case, |linked, asked| {
        let judgement = &asked.checked().judgement;
        let Verdict::Unverifiable { why } = &judgement.verdict else {
            return None;
        };
        // A certificate is a finding of its own.
        if judgement.ground == Ground::Certificate {
            return None;
        }
        let place = asked.first();
        let message = format!(
            "whether a cited page is there could not be seen: {}",
            shown(linked.address(place))
        );
        let help = format!("{}. Open it in a browser.", sentence(why));
        let ground = serde_json::to_value(judgement.ground).unwrap_or_default();
        Some(
            linked
                .finding(asked, place, message, help)
                .data("ground", ground),
        )
    })
}
