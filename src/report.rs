//! From findings to people and other tools.

use std::iter::Sum;
use std::ops::Add;

use schemars::JsonSchema;
use serde::Serialize;

use self::form::{Form, Kind, Wish};
use self::screen::count;
use crate::check::Report;
use crate::finding::{Confidence, Finding, Severity};
use crate::settings::Failing;

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
    /// Those of them that are not sure enough to make a run fail.
    #[serde(skip)]
    pub possible: Possible,
    /// Findings that make the run fail.
    #[serde(skip)]
    pub failing: usize,
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
        let findings = report.findings.iter();
        findings.map(|found| Self::one(found, report.failing)).sum()
    }

    /// `2 errors, 1 possible error, 1 warning`.
    pub fn in_words(self) -> String {
        if self.is_empty() {
            return NOTHING.to_owned();
        }
        let parts: Vec<String> = self.parts().map(|(_, counted)| counted).collect();
        parts.join(", ")
    }

    /// Whether there is no finding at all.
    fn is_empty(self) -> bool {
        self.counts().iter().all(|(.., number)| *number == 0)
    }

    /// `2 errors` and `1 possible warning`: the levels of which there are findings.
    fn parts(self) -> impl Iterator<Item = (Severity, String)> {
        let present = self.counts().into_iter().filter(|(.., number)| *number > 0);
        present.map(|(severity, kind, number)| {
            let counted = format!("{kind}{}", severity.in_words());
            (severity, count(number, &counted))
        })
    }

    /// The findings of each level that are sure enough, and those that are not, the worst first.
    fn counts(self) -> [(Severity, &'static str, usize); 6] {
        let of = |severity, all: usize, possible: usize| {
            let sure = (severity, "", all - possible);
            [sure, (severity, "possible ", possible)]
        };
        let possible = self.possible;
        let [errors, possible_errors] = of(Severity::Error, self.errors, possible.errors);
        let [warnings, possible_warnings] = of(Severity::Warning, self.warnings, possible.warnings);
        let [infos, possible_infos] = of(Severity::Info, self.infos, possible.infos);
        [
            errors,
            possible_errors,
            warnings,
            possible_warnings,
            infos,
            possible_infos,
        ]
    }

    fn one(finding: &Finding, failing: Failing) -> Self {
        let mut tally = Self::default();
        let possible = usize::from(!failing.is_sure(finding));
        let (all, unsure) = match finding.severity {
            Severity::Error => (&mut tally.errors, &mut tally.possible.errors),
            Severity::Warning => (&mut tally.warnings, &mut tally.possible.warnings),
            Severity::Info => (&mut tally.infos, &mut tally.possible.infos),
        };
        (*all, *unsure) = (1, possible);
        tally.failing = usize::from(failing.counts(finding));
        match &finding.fix {
            Some(fix) if fix.safe => tally.safe_fixes = 1,
            Some(_) => tally.unsafe_fixes = 1,
            None => {}
        }
        tally
    }
}

/// Of the findings of each level, how many are not sure enough to make a run fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Possible {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Add for Possible {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
            possible: self.possible + other.possible,
            failing: self.failing + other.failing,
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
