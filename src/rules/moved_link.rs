//! A cited page has moved to another address for good.
//!
//! `data`: `url` is the address as it was asked, `status` what the last server answered, `end` where redirects ended,
//! `notes` are the labels of the notes that depend on it, `archived` and `archived_on` are an archived copy and its
//! day, if an archive has one. Runs only with `--links`. All redirects on the way are permanent, and the page where
//! they end is not another work than the cited one.
//!
//! ## Why
//! The address still works because somebody keeps the redirect; when that ends, the source is lost. The site itself
//! says which address to use.
//!
//! ## Example
//! `https://example.org/tolls` is answered with 301 and leads to `https://tolls.example.org/report`.
//!
//! ## Fix safety
//! Unsafe: it puts the new address in place of the old one. See first whether the page is the cited one.

use super::linked::{Asked, Linked, each};
use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::links::Verdict;

pub(super) const RULE: Rule = Rule {
    id: "moved-link",
    family: Family::Link,
    severity: Some(Severity::Info),
    source: include_str!("moved_link.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    each(case, moved)
}

fn moved(linked: &Linked<'_>, asked: &Asked<'_>) -> Option<Finding> {
    let Verdict::Moved { to } = &asked.checked().judgement.verdict else {
        return None;
    };
    let place = asked.first();
    let address = linked.address(place);
    let message = format!("a cited page has moved for good: {}", shown(address));
    let help =
        format!("It is now at {to}. See whether it is the cited page, and give that address.");
    let finding = linked
        .finding(asked, place, message, help)
        .data("to", to.as_str());
    let finding = asked.archived(finding);
    // What names a place within the page would be lost, and an address that is split has places that none of its own has.
    let is_plain = !address.text.contains('#') && address.gaps().next().is_none();
    Some(if is_plain {
        let edits = asked
            .all()
            .map(|at| linked.address(at))
            .filter(|other| other.text == address.text && other.gaps().next().is_none())
            .map(|other| Edit {
                span: other.span,
                replacement: to.as_str().to_owned(),
            });
        finding.fix(Fix::uncertain(
            "give the page's new address",
            edits.collect(),
        ))
    } else {
        finding
    })
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::expect_used,
        reason = "a test that cannot read its own words has failed"
    )]

    use super::*;
    use crate::check::check;
    use crate::links::{Answer, Hop, Links, Outcome, Reply};
    use crate::settings::Settings;
    use crate::source::Source;

    const PAPER: &str = "Tolls rose.[1] Boats sank.[2]\n\nNotes\n\n\
        1. Ada Reed, “Tolls Rise,” 2020, https://a.example/tolls.\n\
        2. Ada Reed, “Tolls Rise,” 2020, https://a.example/tolls.\n";

    fn found(paper: &str, asked: &str) -> Vec<Finding> {
        let url = |text: &str| url::Url::parse(text).expect("an address");
        let reply = Reply {
            address: url(asked),
            asked: 0,
            chain: vec![Hop {
                address: url(asked),
                status: 301,
            }],
            outcome: Outcome::Answered(Answer {
                address: url("https://b.example/tolls-rise"),
                status: 200,
                headers: Vec::new(),
                page: None,
            }),
            attempts: 1,
            failures: Vec::new(),
        };
        let source = Source::from_reader("paper.txt", paper.as_bytes(), None).expect("a source");
        let report = check(&source, &Settings::default()).expect("a paper");
        let links = Links::new(&report.document, &report.citations, vec![reply]);
        let case = Case::new(
            &report.document,
            &report.apparatus,
            &report.citations,
            &report.alignment,
        );
        super::check(&case.with_links(&links))
    }

    #[test]
    fn every_place_gets_the_new_address() {
        let found = found(PAPER, "https://a.example/tolls");
        let fix = found[0].fix.as_ref().expect("a fix");
        assert_eq!((found.len(), fix.safe, fix.edits.len()), (1, false, 2));
        assert_eq!(fix.edits[1].replacement, "https://b.example/tolls-rise");
        assert_eq!(
            &PAPER[fix.edits[1].span.start..fix.edits[1].span.end],
            "https://a.example/tolls"
        );
    }

    #[test]
    fn a_place_within_the_page_is_not_thrown_away() {
        let found = found(
            &PAPER.replace("tolls.", "tolls#two."),
            "https://a.example/tolls",
        );
        assert_eq!((found.len(), found[0].fix.is_none()), (1, true));
    }
}
