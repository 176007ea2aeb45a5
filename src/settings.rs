//! What a run was told: which rules are wanted, at which level, and what the house has decided.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::citations::{Date, DateOrder};
use crate::finding::{Confidence, Finding, Severity};

/// On which side of the punctuation markers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Placement {
    /// `word.[1]`
    Behind,
    /// `word[1].`
    Before,
}

/// What a house has decided for all its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// The day on which a paper is published; without it, the date that the paper bears counts.
    pub published: Option<Date>,
    /// On which side of the punctuation markers stand; without it, the habit of each paper decides.
    pub markers: Option<Placement>,
    /// In which order the papers write day and month, where their numbers do not tell; without it, such dates have a year
    /// only.
    pub dates: Option<DateOrder>,
    /// By the name of an outlet the hosts on which it is right.
    pub outlets: BTreeMap<String, Vec<String>>,
}

impl House {
    /// Whether an outlet is right on a host or above it.
    pub fn has_at(&self, outlet: &str, host: &str) -> bool {
        let names = self.outlets.iter();
        let mut hosts = names
            .filter(|(name, _)| name.eq_ignore_ascii_case(outlet))
            .flat_map(|(_, hosts)| hosts);
        hosts.any(|known| {
            let above = host.strip_suffix(known.as_str());
            above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

/// Which findings make a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    /// The lowest level that does; `None` where none does.
    pub severity: Option<Severity>,
    /// The lowest confidence that does.
    pub confidence: Confidence,
}

impl Failing {
    /// Whether a finding makes a run fail.
    pub fn counts(self, finding: &Finding) -> bool {
        let is_bad = self.severity.is_some_and(|least| finding.severity >= least);
        is_bad && self.is_sure(finding)
    }

    /// Whether a finding is sure enough to make a run fail.
    pub fn is_sure(self, finding: &Finding) -> bool {
        finding.confidence >= self.confidence
    }
}

impl Default for Failing {
    fn default() -> Self {
        Self {
            severity: Some(Severity::Error),
            confidence: Confidence::Medium,
        }
    }
}

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
    /// Which findings make the run fail.
    pub failing: Failing,
    /// What the house has decided.
    pub house: House,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            select: Vec::new(),
            ignore: Vec::new(),
            severity: BTreeMap::new(),
            min_confidence: Confidence::Low,
            failing: Failing::default(),
            house: House::default(),
        }
    }
}
