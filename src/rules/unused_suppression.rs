//! A comment silences a finding that is not there, or asks for something that footfault does not understand.
//!
//! `data`: `rules` are the rules that the comment names and that find nothing where it holds.
//!
//! ## Why
//! The comment was right once. Now that the fault is gone it hides the next one.
//!
//! ## Example
//! `<!-- footfault: ignore unbalanced-quotes: as in the source -->` stands before a note whose quotation marks have
//! been put right since.
//!
//! ## Fix safety
//! There is no fix: the comment may have been moved away from what it was written for.

use std::collections::BTreeMap;

use super::suppressions::{self, Remarked, Suppression};
use super::{Case, Family, REGISTRY, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "unused-suppression",
    family: Family::Text,
    severity: Some(Severity::Warning),
    source: include_str!("unused_suppression.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Found::new();
    let remarks = suppressions::of(case.document).into_iter();
    remarks
        .filter_map(|remark| match remark {
            Remarked::Ignore(suppression) => unused(case, &suppression, &mut found),
            Remarked::Unclear(span, message) => Some(Finding::new(
                span,
                message,
                "A comment can say “ignore RULE: reason” or “ignore-file RULE: reason”; 'footfault rules' lists the rules.",
            )),
        })
        .collect()
}

/// Where each rule that a comment names finds something, in order.
type Found = BTreeMap<&'static str, Vec<usize>>;

/// Papers with such comments are few, so that their rules can be run once more.
fn unused(case: &Case<'_>, suppression: &Suppression, found: &mut Found) -> Option<Finding> {
    let mut finds = |name: &str| {
        let rule = REGISTRY.iter().find(|rule| rule.id == name);
        // To ignore this rule itself is nobody's mistake, and to ask it would never end.
        let rule = rule.filter(|rule| rule.id != RULE.id)?;
        // Nothing is known of the pages where they were not asked.
        if rule.family == Family::Link && case.links.is_none() {
            return None;
        }
        let places = found.entry(rule.id).or_insert_with(|| {
            let found = (rule.check)(case);
            let mut places: Vec<usize> = found.iter().map(|finding| finding.span.start).collect();
            places.sort_unstable();
            places
        });
        Some(suppression.covers_any(places))
    };
    let unused = |name: &&String| finds(name) == Some(false);
    let rules: Vec<String> = suppression.rules.iter().filter(unused).cloned().collect();
    let names = rules.join(", ");
    let reason = match suppression.reason.as_str() {
        "" => String::new(),
        reason => format!(" It was written because: {reason}."),
    };
    (!rules.is_empty()).then(|| {
        let message = format!("nothing of {names} is found where this comment holds");
        let help = format!(
            "Take the comment out, or move it to the paragraph or the note that it was written for.{reason}"
        );
        Finding::new(suppression.span, message, help).data("rules", rules)
    })
}
