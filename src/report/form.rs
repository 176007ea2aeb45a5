//! The forms that a report of a check can have.
//!
//! A report is made paper by paper, so that those of a large tree need not be in memory together: what a form has in
//! front of the papers, a piece for each with something between them, and what it has behind the last.

use clap::ValueEnum;

use super::screen::Screen;
use super::{Fault, Tally};
use crate::check::Report;

/// The kinds of report, under the names that `--output` uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Windows of the text with what is wrong, for people.
    Human,
    /// Everything that is known of each paper, for other tools.
    Json,
    /// Findings as code scanners exchange them.
    Sarif,
    /// Annotations of a pull request on GitHub.
    Github,
    /// Findings as test results.
    Junit,
    /// A summary with the tables of markers and notes, for a comment or a page.
    Markdown,
    /// A page for a browser.
    Html,
}

/// What is asked of a report beside its kind.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Where it will be read.
    pub screen: Screen,
    /// Whether only findings are wanted.
    pub quiet: bool,
    /// Whether there are several papers.
    pub several: bool,
}

/// A whole run, once the last paper is through.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// How many papers were checked.
    pub documents: usize,
    /// How many findings they have.
    pub tally: Tally,
    /// What could not be read.
    pub faults: &'a [Fault],
}

/// A form of report.
pub trait Form: Sync {
    /// What stands before the first paper.
    fn head(&self) -> String {
        String::new()
    }

    /// What stands between two papers that are not empty.
    fn between(&self) -> &'static str {
        ""
    }

    /// One paper. Papers are rendered side by side.
    fn paper(&self, report: &Report) -> serde_json::Result<String>;

    /// What stands behind the last paper.
    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String>;
}
