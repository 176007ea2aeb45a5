//! The straight line for one paper.

use std::collections::BTreeMap;

use crate::align::{self, Alignment};
use crate::citations::{self, Citations};
use crate::document::{Document, Warning};
use crate::finding::{Finding, Severity};
use crate::links::Links;
use crate::notes::{self, Apparatus};
use crate::readers;
use crate::rules::{self, Case};
use crate::settings::{Failing, Settings};
use crate::source::{Error, Source};

mod doubt;

/// Everything that is known of a paper once it has been checked.
#[derive(Debug, Clone)]
pub struct Report {
    /// The paper as text.
    pub document: Document,
    /// Its markers, notes and lists.
    pub apparatus: Apparatus,
    /// What each note cites.
    pub citations: Citations,
    /// Who answers whom.
    pub alignment: Alignment,
    /// What came of asking the cited addresses; `None` where they were not to be asked.
    pub links: Option<Links>,
    /// What is wrong, in the order of the text.
    pub findings: Vec<Finding>,
    /// Which of them make a run fail.
    pub failing: Failing,
}

/// The most findings of one rule and level that are told of a paper. A book of a thousand pages has not so many links.
const MOST_TOLD: usize = 10_000;

impl Report {
    /// Leaves out what nobody would read: of each rule, the findings behind the first ten thousand. A warning says how
    /// many they are.
    pub fn bound(&mut self) {
        let mut told: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
        self.findings.retain(|finding| {
            let told = told.entry((finding.rule, finding.severity)).or_default();
            *told += 1;
            *told <= MOST_TOLD
        });
        let cut = told.into_iter().filter(|(_, told)| *told > MOST_TOLD);
        let warnings = cut.map(|((rule, _), found)| Warning {
            message: format!(
                "{rule} has {found} findings; those behind the first {MOST_TOLD} are left out"
            ),
            span: None,
        });
        self.document.warnings.extend(warnings);
    }
}

/// A paper, its apparatus, and what its notes cite.
pub type Cited = (Document, Apparatus, Citations);

/// The first half of the line. The notes may stand in a file of their own.
pub fn cited(source: &Source, notes: Option<&Source>, settings: &Settings) -> Result<Cited, Error> {
    let document = match notes {
        Some(notes) => readers::read_with_notes(source, notes)?,
        None => readers::read(source)?,
    };
    let apparatus = notes::scan(&document);
    let mut citations = citations::scan(&document, &apparatus);
    if let Some(order) = settings.house.dates {
        citations::settle(&document, &mut citations, order);
    }
    Ok((document, apparatus, citations))
}

/// Checks one paper.
pub fn check(source: &Source, settings: &Settings) -> Result<Report, Error> {
    check_linked(source, settings, |_, _| None)
}

/// Checks one paper together with what is known of the addresses that it cites.
pub fn check_linked(
    source: &Source,
    settings: &Settings,
    links: impl FnOnce(&Document, &Citations) -> Option<Links>,
) -> Result<Report, Error> {
    check_cited(cited(source, None, settings)?, settings, links)
}

/// The second half of the line.
pub fn check_cited(
    cited: Cited,
    settings: &Settings,
    links: impl FnOnce(&Document, &Citations) -> Option<Links>,
) -> Result<Report, Error> {
    let (mut document, apparatus, citations) = cited;
    let alignment = align::align(&document, &apparatus, &citations);
    let links = links(&document, &citations);
    let mut case =
        Case::new(&document, &apparatus, &citations, &alignment).with_house(&settings.house);
    if let Some(links) = &links {
        case = case.with_links(links);
    }
    let mut findings = rules::run(&case, settings);
    let paper = (&document, &apparatus, &citations);
    let warning = doubt::warning(paper, settings, &findings);
    let left_out = doubt::leave_out(&document, &mut findings);
    document
        .warnings
        .extend(warning.into_iter().chain(left_out));
    Ok(Report {
        document,
        apparatus,
        citations,
        alignment,
        links,
        findings,
        failing: settings.failing,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_first_ten_thousand_findings_of_a_rule_are_told() {
        let lost = (0..MOST_TOLD + 10).map(|name| format!("Word.[^lost{name}] "));
        let lost: String = lost.collect();
        let source = Source {
            path: "a.md".to_owned(),
            bytes: format!("{lost}\n\nWord.[^kept]\n\n[^kept]: Adams.\n").into(),
            format: None,
        };
        let mut report = check(&source, &Settings::default()).unwrap();
        let count = |report: &Report| {
            let of_rule = report.findings.iter();
            of_rule
                .filter(|found| found.rule == "marker-without-note")
                .count()
        };
        let found = count(&report);
        assert!(found > MOST_TOLD);
        report.bound();
        assert_eq!(count(&report), MOST_TOLD);
        let told = format!("marker-without-note has {found} findings;");
        let warnings = &report.document.warnings;
        assert!(warnings.iter().any(|one| one.message.starts_with(&told)));
    }
}
