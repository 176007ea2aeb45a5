//! Which rules run, and at which level.

use super::Rule;
use crate::finding::Severity;
use crate::settings::Settings;

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

impl Rule {
    /// The level at which it runs under these settings; `None` if it does not run.
    pub fn level(&self, settings: &Settings) -> Option<Level> {
        let set = settings.severity.get(self.id);
        if set == Some(&None) || !self.is_chosen(settings) {
            return None;
        }
        // A rule that is off by default has no level of its own.
        let own = Level::Own(self.severity.unwrap_or(Severity::Warning));
        Some(set.copied().flatten().map_or(own, Level::Set))
    }

    /// Whether it is selected and not ignored. What names the rule itself wins over what names its family, so that
    /// `--select pairing --ignore empty-note` and `--ignore pairing --select empty-note` both do what they say.
    fn is_chosen(&self, settings: &Settings) -> bool {
        let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let family = self.family.name();
        if has(&settings.ignore, self.id) {
            false
        } else if has(&settings.select, self.id) {
            true
        } else if has(&settings.ignore, family) {
            false
        } else if settings.select.is_empty() {
            self.severity.is_some() || settings.severity.contains_key(self.id)
        } else {
            has(&settings.select, family)
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
        rule.level(&settings(select, ignore)).is_some()
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
        let own = ON.level(&settings);
        assert_eq!(own, Some(Level::Own(Severity::Error)));
        assert_eq!(
            own.map(|level| level.of(Some(Severity::Info))),
            Some(Severity::Info)
        );
        settings
            .severity
            .insert("empty-note".to_owned(), Some(Severity::Warning));
        let set = ON.level(&settings);
        assert_eq!(
            set.map(|level| level.of(Some(Severity::Info))),
            Some(Severity::Warning)
        );
        assert!(
            OFF.level(&settings).is_some(),
            "a level turns a rule on that is off by default"
        );
        settings.severity.insert("empty-note".to_owned(), None);
        assert_eq!(ON.level(&settings), None);
    }
}
