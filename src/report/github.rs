//! Annotations of a pull request: GitHub shows each at its line.
//!
//! The lines are workflow commands, `::error file=…,line=…::message`; see GitHub's “Workflow commands for GitHub
//! Actions”. Only the first ten of each level are shown beside the lines, which GitHub decides and we do not.

use std::fmt::Write;

use super::form::{Form, Outcome};
use crate::check::Report;
use crate::document::Document;
use crate::finding::{Finding, Severity};

/// Workflow commands.
pub struct Github;

impl Form for Github {
    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        let findings = report.findings.iter();
        Ok(findings
            .map(|finding| annotation(&report.document, finding))
            .collect())
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let faults = outcome.faults.iter();
        Ok(faults
            .map(|fault| {
                let (file, message) = (property(&fault.path), data(&fault.message));
                format!("::error file={file},title=footfault::{message}\n")
            })
            .collect())
    }
}

fn annotation(document: &Document, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (
        document.place(finding.span.start),
        document.place(finding.span.end),
    );
    let path = property(document.path_at(finding.span.start));
    let mut place = format!("file={path},line={}", start.line);
    // Columns are only taken where both ends are on one line.
    if end.line == start.line && end.column > start.column {
        // Writing to a string cannot fail.
        let _ = write!(place, ",col={},endColumn={}", start.column, end.column - 1);
    } else if end.line > start.line {
        let _ = write!(place, ",endLine={}", end.line);
    }
    let landmark = document.landmark(finding.span.start);
    let landmark = landmark.map_or_else(String::new, |landmark| format!("In {landmark}: "));
    let title = property(finding.rule);
    let message = data(&format!("{landmark}{}.\n{}", finding.message, finding.help));
    format!("::{level} {place},title={title}::{message}\n")
}

/// Text behind the two colons.
fn data(text: &str) -> String {
    text.trim_end()
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
