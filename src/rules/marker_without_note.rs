//! A marker calls a note that its list does not have.
//!
//! ## Why
//! A reader who follows the marker finds nothing.
//!
//! ## Example
//! The text says `tanks.[3]`, and the list has the notes 1 and 2.
//!
//! ## Fix safety
//! There is no fix: only the author knows the source.

use super::{Case, Family, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "marker-without-note",
    family: Family::Pairing,
    severity: Some(Severity::Error),
    source: include_str!("marker_without_note.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let markers = &case.apparatus.markers;
    markers
        .iter()
        .filter(|marker| marker.list.is_some() && marker.note.is_none())
        .map(|marker| {
            Finding::new(
                marker.span,
                format!("marker {} calls a note that does not exist", marker.label),
                "",
            )
        })
        .collect()
}
