//! Which rules run, and at which level.

use std::collections::BTreeMap;

use crate::finding::{Confidence, Severity};

/// What the user chose; the default is every rule that is on by default, at its own level.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Only these rules or families run, even such as are off by default; empty for no such choice.
    pub select: Vec<String>,
    /// These rules or families do not run.
    pub ignore: Vec<String>,
    /// Levels by rule id; `None` turns the rule off.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// Findings less sure than this are not reported.
    pub min_confidence: Confidence,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            select: Vec::new(),
            ignore: Vec::new(),
            severity: BTreeMap::new(),
            min_confidence: Confidence::Low,
        }
    }
}
