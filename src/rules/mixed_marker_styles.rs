//! One list is called in two styles, one of them hardly ever.
//!
//! `data`: `style` is the rare style and `usual` the other, by the names that the JSON uses for the styles of markers;
//! `marker` is the first label in the rare style. Off by default: many a published paper has one such marker, and no
//! reader is led astray.
//!
//! ## Why
//! The odd one out was typed by hand or pasted, and will be missed by a tool that numbers or links the others.
//!
//! ## Example
//! Forty markers read `[7]`, and one reads `(23)`.
//!
//! ## Fix safety
//! There is no fix: the house style decides.

use std::collections::BTreeMap;

use serde_json::json;

use super::numbering::Numbering;
use super::{Case, Family, Rule};
use crate::finding::Finding;
use crate::notes::{Marker, MarkerStyle};

pub(super) const RULE: Rule = Rule {
    id: "mixed-marker-styles",
    family: Family::Pairing,
    severity: None,
    source: include_str!("mixed_marker_styles.rs"),
    check,
};

/// Fewer markers than this show no habit.
const SMALLEST_HABIT: usize = 5;

/// More places than this tell an editor nothing new.
const MOST_PLACES: usize = 5;

fn check(case: &Case<'_>) -> Vec<Finding> {
    Numbering::all(case).iter().flat_map(in_list).collect()
}

fn in_list(numbering: &Numbering<'_>) -> Vec<Finding> {
    let mut by_style: BTreeMap<MarkerStyle, Vec<&Marker>> = BTreeMap::new();
    let typed = |marker: &&Marker| {
        !matches!(
            marker.style,
            MarkerStyle::Reference | MarkerStyle::Inline | MarkerStyle::Symbol
        )
    };
    for marker in numbering
        .markers
        .iter()
        .map(|(_, marker)| *marker)
        .filter(typed)
    {
        by_style.entry(marker.style).or_default().push(marker);
    }
    let Some((&usual, most)) = by_style.iter().max_by_key(|(_, markers)| markers.len()) else {
        return Vec::new();
    };
    let count = most.len();
    (by_style.iter())
        .filter(|&(&style, markers)| {
            style != usual
                && count >= SMALLEST_HABIT
                && (markers.len() <= 2 || markers.len() * 10 < count)
        })
        .filter_map(|(&style, markers)| finding(style, markers, usual, most))
        .collect()
}

fn finding(
    style: MarkerStyle,
    markers: &[&Marker],
    usual: MarkerStyle,
    most: &[&Marker],
) -> Option<Finding> {
    let first = markers.first()?;
    let message = format!(
        "marker {} is {}, and {} others of this list are {}",
        first.label,
        in_words(style),
        most.len(),
        in_words(usual)
    );
    let finding = Finding::new(first.span, message, "Write all of them in one style.")
        .data("style", json!(style))
        .data("usual", json!(usual))
        .data("marker", first.label.to_string());
    let others = markers.iter().skip(1).take(MOST_PLACES);
    let finding = others.fold(finding, |finding, marker| {
        finding.related(marker.span, format!("and so is marker {}", marker.label))
    });
    let example = most.first()?;
    Some(finding.related(
        example.span,
        format!("marker {} is {}", example.label, in_words(usual)),
    ))
}

fn in_words(style: MarkerStyle) -> &'static str {
    match style {
        MarkerStyle::Bracket => "in square brackets",
        MarkerStyle::Parenthesis => "in round brackets",
        MarkerStyle::Superscript => "a superscript",
        MarkerStyle::Glued => "digits behind a word, a lost superscript",
        MarkerStyle::Symbol => "a symbol",
        MarkerStyle::Reference => "a reference of the format",
        MarkerStyle::Inline => "a note written in the text",
        MarkerStyle::EastAsian => "in an East Asian form",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    #[test]
    fn the_odd_one_out_is_reported() {
        let mut sample = Sample::new("[1] [2] [3] [4] [5] [6]", "1 2 3 4 5 6");
        assert!(check(&sample.case()).is_empty());
        sample.apparatus.markers[3].style = MarkerStyle::Superscript;
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].data["style"], "superscript");
        sample.apparatus.markers[4].style = MarkerStyle::Superscript;
        sample.apparatus.markers[5].style = MarkerStyle::Superscript;
        assert!(check(&sample.case()).is_empty());
    }
}
