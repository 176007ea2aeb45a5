//! The list skips a number that no marker calls.
//!
//! Numbers that follow each other are one finding. `data`: `note` is the first number, and `notes` has all of them
//! where there are several. Where a marker calls the number, `marker-without-note` tells of it; where the markers of a
//! list of notes skip it as well, `marker-gap` does.
//!
//! ## Why
//! A number in a list of references was taken out and the rest was not renumbered, or the entry was lost.
//!
//! ## Example
//! The references are numbered 1 to 11 and 13 to 30, and the text never cites 12.
//!
//! ## Fix safety
//! Unsafe: what follows is renumbered, in the text, in the list, and where one note says “see note 12” of another.
//! Whether that is right, or something must be put back, is for the author to say; references to notes in the running
//! text stay as they are.

use super::numbering::{Numbering, runs};
use super::renumbering::close_gap;
use super::wording::{in_words, opening};
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "note-gap",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("note_gap.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .filter(|numbering| !numbering.is_native())
        .flat_map(|numbering| {
            let (first, last) = numbering.answered_range().unwrap_or((0, 0));
            let mut skipped = numbering.skipped();
            skipped.retain(|number| numbering.list.repeats || !(first..last).contains(number));
            let gaps = runs(&skipped).into_iter();
            gaps.filter_map(|gap| {
                let mut finding = finding(numbering, gap)?;
                finding.fix = close_gap(case.document, numbering, gap);
                Some(finding)
            })
            .collect::<Vec<_>>()
        })
        .collect()
}

fn finding(numbering: &Numbering<'_>, (first, last): (u32, u32)) -> Option<Finding> {
    let before = numbering.first_bearer(numbering.borne_below(first)?)?;
    let after = numbering.first_bearer(numbering.borne_above(last)?)?;
    let numbers: Vec<u32> = (first..=last).collect();
    let message = format!("the list has no note {}", in_words(&numbers));
    let help = format!(
        "It goes from note {} to note {}, and no marker calls what lies between. Put back what was lost, or renumber what \
         follows.",
        before.label, after.label
    );
    let mut finding = Finding::new(after.label_span, message, help)
        .confidence(Confidence::Medium)
        .data("note", first.to_string());
    if first != last {
        let labels: Vec<String> = numbers.iter().map(u32::to_string).collect();
        finding = finding.data("notes", labels);
    }
    let what = format!("note {}: {}", before.label, opening(before));
    Some(finding.related(before.label_span, what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn a_bibliography_tells_of_its_own_gaps() {
        let mut sample = Sample::new("[1] [2] [4] [1]", "1 2 4");
        assert!(check(&sample.case()).is_empty());
        sample.apparatus.lists[0].repeats = true;
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].data["note"], "3");
    }

    #[test]
    fn a_gap_behind_the_last_marker_is_the_lists_own() {
        let sample = Sample::new("[1] [2] [3]", "1 2 3 5");
        assert_eq!(check(&sample.case()).len(), 1);
    }
}
