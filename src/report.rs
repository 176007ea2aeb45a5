//! From findings to people and other tools.

use std::iter::Sum;
use std::ops::Add;

use schemars::JsonSchema;
use serde::Serialize;

use self::form::{Form, Kind, Wish};
use self::screen::count;
use crate::check::Report;
use crate::finding::{Confidence, Finding, Severity};

pub mod catalogue;
pub mod diff;
pub mod fingerprint;
pub mod form;
pub mod github;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod map;
pub mod markdown;
pub mod sarif;
pub mod screen;

mod excerpt;
mod hyperlink;
mod prose;
mod table;

/// What is said where there is no finding.
const NOTHING: &str = "nothing found";

/// The form of a kind of report.
pub fn form(kind: Kind, wish: Wish) -> Box<dyn Form> {
    match kind {
        Kind::Human => Box::new(human::Human { wish }),
        Kind::Json => Box::new(json::Json),
        Kind::Sarif => Box::new(sarif::Sarif),
        Kind::Github => Box::new(github::Github),
        Kind::Junit => Box::new(junit::Junit),
        Kind::Markdown => Box::new(markdown::Markdown),
        Kind::Html => Box::new(html::Html),
    }
}

/// How bad and how sure a finding is, in plain words.
pub(crate) fn level(finding: &Finding) -> String {
    let level = finding.severity.in_words();
    match finding.confidence {
        Confidence::High => level.to_owned(),
        Confidence::Medium => format!("likely {level}"),
        Confidence::Low => format!("possible {level}, worth a look"),
    }
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Findings that lead a reader astray.
    pub errors: usize,
    /// Findings that are probably wrong, or do no harm.
    pub warnings: usize,
    /// Findings worth knowing.
    pub infos: usize,
    /// Findings that a fix mends unseen.
    #[serde(skip)]
    pub safe_fixes: usize,
    /// Findings that a fix mends at which somebody should look.
    #[serde(skip)]
    pub unsafe_fixes: usize,
}

impl Tally {
    /// Counts the findings of a paper.
    pub fn of(report: &Report) -> Self {
        report.findings.iter().map(Self::one).sum()
    }

    /// Whether a finding of this level or a higher one is among them.
    pub fn reaches(self, level: Severity) -> bool {
        self.counts()
            .iter()
            .any(|&(severity, count)| severity >= level && count > 0)
    }

    /// `2 errors, 1 warning`.
    pub fn in_words(self) -> String {
        if self.is_empty() {
            return NOTHING.to_owned();
        }
        let parts: Vec<String> = self.parts().map(|(_, counted)| counted).collect();
        parts.join(", ")
    }

    /// Whether there is no finding at all.
    fn is_empty(self) -> bool {
        self.counts().iter().all(|(_, number)| *number == 0)
    }

    /// `2 errors` and `1 warning`: the levels of which there are findings.
    fn parts(self) -> impl Iterator<Item = (Severity, String)> {
        let present = self.counts().into_iter().filter(|(_, number)| *number > 0);
        present.map(|(severity, number)| (severity, count(number, severity.in_words())))
    }

    /// The findings of each level, the worst first.
    fn counts(self) -> [(Severity, usize); 3] {
        [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
            (Severity::Info, self.infos),
        ]
    }

    fn one(finding: &Finding) -> Self {
        let mut tally = Self::default();
        match finding.severity {
            Severity::Error => tally.errors = 1,
            Severity::Warning => tally.warnings = 1,
            Severity::Info => tally.infos = 1,
        }
        match &finding.fix {
            Some(fix) if fix.safe => tally.safe_fixes = 1,
            Some(_) => tally.unsafe_fixes = 1,
            None => {}
        }
        tally
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            safe_fixes: self.safe_fixes + other.safe_fixes,
            unsafe_fixes: self.unsafe_fixes + other.unsafe_fixes,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

/// What the tool could not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fault {
    /// The path as the user gave it, or as it was found.
    pub path: String,
    /// Why, and what to do where there is something to do.
    pub message: String,
}
