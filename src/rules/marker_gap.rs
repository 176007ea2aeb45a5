//! The markers skip a number, and the list has no note for it either.
//!
//! Numbers that follow each other are one finding. `data`: `marker` is the first number, and `markers` has all of them
//! where there are several. Where the list has the note, `note-without-marker` tells of it.
//!
//! ## Why
//! A marker and its note were taken out together and the rest was not renumbered, or both were lost with a passage.
//!
//! ## Example
//! The text goes from `[11]` to `[13]`, and so does the list.
//!
//! ## Fix safety
//! Unsafe: what follows is renumbered, in the text, in the list, and where one note says “see note 12” of another.
//! Whether that is right, or something must be put back, is for the author to say; references to notes in the running
//! text stay as they are.

use super::numbering::{Numbering, runs};
use super::renumbering::close_gap;
use super::wording::in_words;
use super::{Case, Family, Rule};
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "marker-gap",
    family: Family::Pairing,
    severity: Some(Severity::Warning),
    source: include_str!("marker_gap.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .filter(|numbering| !numbering.is_native() && !numbering.list.repeats)
        .flat_map(|numbering| {
            let (first, last) = numbering.answered_range().unwrap_or((0, 0));
            let mut skipped = numbering.skipped();
            skipped.retain(|number| (first..last).contains(number));
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
    let before = numbering.borne_below(first)?;
    let after = numbering.borne_above(last)?;
    let at = numbering
        .first_call(after)
        .or_else(|| numbering.first_call(before))?;
    let numbers: Vec<u32> = (first..=last).collect();
    let message = if first == last {
        format!("there is neither a marker {first} nor a note {first}")
    } else {
        format!("there are neither markers nor notes {}", in_words(&numbers))
    };
    let help = format!(
        "The numbering goes from {before} to {after} in the text and in the list. Put back what was lost, or renumber what \
         follows."
    );
    let mut finding = Finding::new(at.span, message, help)
        .confidence(Confidence::Medium)
        .data("marker", first.to_string());
    if first != last {
        let labels: Vec<String> = numbers.iter().map(u32::to_string).collect();
        finding = finding.data("markers", labels);
    }
    if let Some(marker) = numbering
        .first_call(before)
        .filter(|marker| marker.span != at.span)
    {
        finding = finding.related(marker.span, format!("marker {before} stands here"));
    }
    Some(match numbering.first_bearer(after) {
        Some(note) => finding.related(note.label_span, format!("note {after} stands here")),
        None => finding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn a_number_that_both_skip_is_one_finding() {
        let sample = Sample::new("[1] [2] [5]", "1 2 5");
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "there are neither markers nor notes 3 and 4"
        );
    }

    #[test]
    fn a_number_that_one_of_them_has_is_another_rules_affair() {
        assert!(check(&Sample::new("[1] [3]", "1 2 3").case()).is_empty());
        assert!(check(&Sample::new("[1] [2] [3]", "1 3").case()).is_empty());
    }

    #[test]
    fn a_list_that_counts_in_tens_skips_nothing() {
        assert!(check(&Sample::new("[10] [20] [30]", "10 20 30").case()).is_empty());
    }
}
