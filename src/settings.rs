//! Which rules run, and at which level.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::citations::{Date, DateOrder};
use crate::finding::{Confidence, Severity};
use crate::rules::Rule;

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
            house: House::default(),
        }
    }
}

/// The level at which a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As the user set it, for every finding.
    Set(Severity),
    /// The rule's own, unless the rule gives a finding another.
    Own(Severity),
}

impl Level {
    /// The level of a finding to which its rule gave `own`.
    pub fn of(self, own: Option<Severity>) -> Severity {
        match self {
            Self::Set(severity) => severity,
            Self::Own(severity) => own.unwrap_or(severity),
        }
    }
}

impl Settings {
    /// The level at which a rule runs; `None` if it does not run.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        let set = self.severity.get(rule.id);
        if set == Some(&None) || !self.chosen(rule) {
            return None;
        }
        // A rule that is off by default has no level of its own.
        let own = Level::Own(rule.severity.unwrap_or(Severity::Warning));
        Some(set.copied().flatten().map_or(own, Level::Set))
    }

    /// Whether a rule is selected and not ignored. What names the rule itself wins over what names its family, so that
    /// `--select pairing --ignore empty-note` and `--ignore pairing --select empty-note` both do what they say.
    fn chosen(&self, rule: &Rule) -> bool {
        let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let family = rule.family.name();
        if has(&self.ignore, rule.id) {
            false
        } else if has(&self.select, rule.id) {
            true
        } else if has(&self.ignore, family) {
            false
        } else if self.select.is_empty() {
            rule.severity.is_some() || self.severity.contains_key(rule.id)
        } else {
            has(&self.select, family)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Family;

    const ON: Rule = rule(Some(Severity::Error));
    const OFF: Rule = rule(None);

    const fn rule(severity: Option<Severity>) -> Rule {
        Rule {
            id: "empty-note",
            family: Family::Pairing,
            severity,
            source: "",
            check: |_| Vec::new(),
        }
    }

    fn settings(select: &[&str], ignore: &[&str]) -> Settings {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Settings {
            select: owned(select),
            ignore: owned(ignore),
            ..Settings::default()
        }
    }

    fn runs(rule: &Rule, select: &[&str], ignore: &[&str]) -> bool {
        settings(select, ignore).level(rule).is_some()
    }

    #[test]
    fn a_rule_runs_by_default_unless_it_is_off() {
        assert!(runs(&ON, &[], &[]));
        assert!(!runs(&OFF, &[], &[]));
        assert!(runs(&OFF, &["empty-note"], &[]));
        assert!(runs(&OFF, &["pairing"], &[]));
        assert!(!runs(&ON, &["alignment"], &[]));
    }

    #[test]
    fn a_rule_named_itself_wins_over_its_family() {
        assert!(!runs(&ON, &["pairing"], &["empty-note"]));
        assert!(runs(&ON, &["empty-note"], &["pairing"]));
        assert!(!runs(&ON, &[], &["pairing"]));
    }

    #[test]
    fn the_level_that_the_user_sets_wins_over_the_rule_and_its_findings() {
        let mut settings = Settings::default();
        let own = settings.level(&ON);
        assert_eq!(own, Some(Level::Own(Severity::Error)));
        assert_eq!(
            own.map(|level| level.of(Some(Severity::Info))),
            Some(Severity::Info)
        );
        settings
            .severity
            .insert("empty-note".to_owned(), Some(Severity::Warning));
        let set = settings.level(&ON);
        assert_eq!(
            set.map(|level| level.of(Some(Severity::Info))),
            Some(Severity::Warning)
        );
        assert!(
            settings.level(&OFF).is_some(),
            "a level turns a rule on that is off by default"
        );
        settings.severity.insert("empty-note".to_owned(), None);
        assert_eq!(settings.level(&ON), None);
    }
}
