//! The numbering drifts: from here on, markers are answered by the notes beside those that they call.
//!
//! One finding for each place where the offset changes. Offset is note number minus marker number. `data`: `kind` is
//! `missing-note` (the list lacks the note that `marker` calls, so that what follows is answered one lower) or
//! `extra-note` (no marker calls `note`, so that what follows is answered one higher); the other of `marker` and `note`
//! is null. `offset_before` and `offset_after` are the offsets on both sides, `first` and `last` the markers that are
//! answered at the new one. `earliest` and `latest` bound the place where the evidence cannot tell neighbours apart.
//! `list` is the index of the list. A note that fell out in one place and turns up in another is told of by
//! `misplaced-note`, and by `swapped-notes` where the two places are neighbours. Markers and notes that have no partner
//! because of the drift are named here and nowhere else.
//!
//! ## Why
//! Every reader who follows one of these markers is led to a source that says something else, and nothing looks wrong:
//! each number is there.
//!
//! ## Example
//! The sentence before marker 61 quotes Gould in *Breaking Defense*, and so does note 60; note 61 answers marker 62,
//! and so on. The note that marker 60 calls fell out of the list.
//!
//! ## Fix safety
//! Unsafe: for a missing note a placeholder is put into the list and the notes after it get their numbers back; only
//! the author knows the source, and `empty-note` tells of the placeholder until it is filled in. For a note too many
//! the markers after it are renumbered, so that it is the only one without a marker, which `note-without-marker` then
//! tells. There is no fix where the evidence leaves more than a few places.

use std::collections::BTreeSet;

use serde_json::Value;

use super::moved_notes::moved;
use super::numbering::{Misnumbered, Numbering};
use super::renumbering::{move_markers_up, put_in_and_move_up};
use super::wording::{count_in_words, in_words, opening, range_in_words, shared_in_words};
use super::{Case, Family, Rule, mistyped, turned_list};
use crate::align::{Origin, OriginKind};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Fix, Severity};
use crate::notes::Label;

pub(super) const RULE: Rule = Rule {
    id: "offset-numbering",
    family: Family::Alignment,
    severity: Some(Severity::Error),
    source: include_str!("offset_numbering.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let all = Numbering::all(case);
    all.iter()
        .flat_map(|numbering| {
            let moved: BTreeSet<usize> = (moved(case, numbering).iter())
                .flat_map(|moved| [moved.origin, moved.origin + 1])
                .collect();
            // One marker that was mistyped is no drift: `marker-without-note` tells of it.
            let slips = mistyped::mistyped(numbering);
            let is_slip = |origin: &Origin| {
                let of = |slip: &Misnumbered| numbering.markers[slip.position].1.label.value();
                origin.first == origin.last
                    && slips.iter().any(|slip| of(slip) == Some(origin.first))
            };
            let origins = numbering.origins.iter().enumerate();
            let origins =
                origins.filter(|(_, origin)| !is_slip(origin) && has_answer(numbering, origin));
            let drifts = origins.filter(|(position, _)| !moved.contains(position));
            drifts
                .filter_map(|(position, origin)| {
                    let is_last = position + 1 == numbering.origins.len();
                    finding(case, numbering, origin, is_last)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether one of the markers behind an origin is answered by a note that is there: where the numbering would lead past the
/// end of the list, nothing speaks for a drift.
fn has_answer(numbering: &Numbering<'_>, origin: &Origin) -> bool {
    let called = || {
        let numbers = numbering.calls().filter_map(|(label, _)| label.value());
        numbers.filter(|number| (origin.first..=origin.last).contains(number))
    };
    let is_there = |number: u32| {
        let answer = number.checked_add_signed(origin.after);
        answer.is_some_and(|answer| !numbering.bearers_of(&Label::Number(answer)).is_empty())
    };
    origin.after == 0 || called().next().is_none() || called().any(is_there)
}

fn finding(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    origin: &Origin,
    is_last: bool,
) -> Option<Finding> {
    if let Some(turned) = turned_list::turned(case, numbering, origin) {
        let finding = turned
            .finding(case, numbering)
            .confidence(confidence(origin));
        return Some(with_data(finding, origin));
    }
    let help = [
        evidence_in_words(case, numbering, origin),
        bounds_in_words(origin),
        Some(advice(origin)),
    ];
    let help: Vec<String> = help.into_iter().flatten().collect();
    let finding = Finding::new(place(numbering, origin)?, message(origin), help.join(" "))
        .confidence(confidence(origin));
    let mut finding = with_neighbours(with_data(finding, origin), numbering, origin);
    finding.fix = fix(case, numbering, origin);
    Some(if is_last {
        with_end(finding, numbering, origin)
    } else {
        finding
    })
}

/// The marker whose note is missing, or the note that is too many; the nearest behind it where there is none.
fn place(numbering: &Numbering<'_>, origin: &Origin) -> Option<Span> {
    let exact = match origin.kind {
        OriginKind::MissingNote => numbering.first_call(origin.label).map(|m| m.span),
        OriginKind::ExtraNote => numbering.first_bearer(origin.label).map(|n| n.span),
    };
    let behind = || numbering.first_call(origin.first).map(|m| m.span);
    let any = || numbering.markers.first().map(|(_, marker)| marker.span);
    exact.or_else(behind).or_else(any)
}

fn message(origin: &Origin) -> String {
    let Origin {
        label, first, last, ..
    } = *origin;
    let what = match origin.kind {
        OriginKind::MissingNote => {
            format!("the note that marker {label} calls is missing from the list")
        }
        OriginKind::ExtraNote => format!("no marker calls note {label}"),
    };
    let (Some(low), Some(high)) = (
        first.checked_add_signed(origin.after),
        last.checked_add_signed(origin.after),
    ) else {
        return what;
    };
    let markers = range_in_words(first, last);
    let notes = range_in_words(low, high);
    let steps = count_in_words(usize::try_from(origin.after.unsigned_abs()).unwrap_or(0));
    let way = if origin.after < 0 { "lower" } else { "higher" };
    match (first.cmp(&last), origin.after) {
        (std::cmp::Ordering::Greater, _) => what,
        (_, 0) => {
            let verb = if first == last {
                "answers to its own number"
            } else {
                "answer to their own numbers"
            };
            format!("{what}, so from marker {first} on markers and notes {verb} again")
        }
        (std::cmp::Ordering::Equal, _) => {
            format!("{what}, so marker {markers} is answered by the note {steps} {way} ({notes})")
        }
        (std::cmp::Ordering::Less, _) => {
            format!(
                "{what}, so markers {markers} are answered by the notes {steps} {way} ({notes})"
            )
        }
    }
}

/// The list with a placeholder, or the markers renumbered behind the note that is too many.
fn fix(case: &Case<'_>, numbering: &Numbering<'_>, origin: &Origin) -> Option<Fix> {
    if confidence(origin) == Confidence::Low || !is_narrow(origin) {
        return None;
    }
    match origin.kind {
        OriginKind::MissingNote => {
            let number = origin.label.checked_add_signed(origin.before)?;
            put_in_and_move_up(case.document, numbering, number)
        }
        OriginKind::ExtraNote => move_markers_up(case.document, numbering, origin.first),
    }
}

/// What the first sentences behind the origin share with the notes that answer them.
fn evidence_in_words(
    case: &Case<'_>,
    numbering: &Numbering<'_>,
    origin: &Origin,
) -> Option<String> {
    // Two or three examples convince; looking no further than this keeps the work small.
    const PAIRS: usize = 3;
    const HORIZON: u32 = 12;
    let until = origin.last.min(origin.first.saturating_add(HORIZON));
    let pairs = (origin.first..=until).filter_map(|number| {
        let &position = numbering.calls_of(&Label::Number(number)).first()?;
        let (marker, _) = numbering.markers[position];
        let answer = number.checked_add_signed(origin.after)?;
        let &bearer = numbering.bearers_of(&Label::Number(answer)).first()?;
        let (note, _) = numbering.notes[bearer];
        Some((number, answer, shared_in_words(case, marker, note)?))
    });
    let pairs: Vec<String> = pairs
        .take(PAIRS)
        .enumerate()
        .map(|(position, (marker, note, terms))| match position {
            0 => format!("The sentence before marker {marker} and note {note} both have {terms}"),
            _ => format!("marker {marker} and note {note} {terms}"),
        })
        .collect();
    (!pairs.is_empty()).then(|| format!("{}.", pairs.join("; ")))
}

fn bounds_in_words(origin: &Origin) -> Option<String> {
    let what = match origin.kind {
        OriginKind::MissingNote => "markers",
        OriginKind::ExtraNote => "notes",
    };
    (origin.earliest < origin.latest).then(|| {
        format!(
            "The evidence cannot tell {what} {} apart; {} is the likeliest.",
            range_in_words(origin.earliest, origin.latest),
            origin.label
        )
    })
}

fn advice(origin: &Origin) -> String {
    let label = origin.label;
    match origin.kind {
        OriginKind::MissingNote => format!(
            "Find the source for the sentence before marker {label}, and put its note back into the list before the one that \
             is now {label}; the notes behind it then get their numbers back."
        ),
        OriginKind::ExtraNote => format!(
            "Give note {label} its marker in the text, or take it out of the list; the notes behind it then get their \
             numbers back."
        ),
    }
}

/// That it drifts at all, and that it does so here.
fn confidence(origin: &Origin) -> Confidence {
    if origin.probability >= 0.95 && is_narrow(origin) {
        Confidence::High
    } else if origin.probability >= 0.7 {
        Confidence::Medium
    } else {
        Confidence::Low
    }
}

/// Whether the evidence leaves only a few places.
fn is_narrow(origin: &Origin) -> bool {
    const NARROW: u32 = 5;
    let width = origin.latest.saturating_sub(origin.earliest);
    width.saturating_add(1) <= NARROW
}

fn with_data(finding: Finding, origin: &Origin) -> Finding {
    let label = Value::from(origin.label.to_string());
    let (kind, marker, note) = match origin.kind {
        OriginKind::MissingNote => ("missing-note", label, Value::Null),
        OriginKind::ExtraNote => ("extra-note", Value::Null, label),
    };
    finding
        .data("kind", kind)
        .data("marker", marker)
        .data("note", note)
        .data("offset_before", origin.before)
        .data("offset_after", origin.after)
        .data("first", origin.first.to_string())
        .data("last", origin.last.to_string())
        .data("earliest", origin.earliest.to_string())
        .data("latest", origin.latest.to_string())
        .data("list", origin.list)
}

/// The note that bears the number of the origin, and the first marker that is led astray.
fn with_neighbours(mut finding: Finding, numbering: &Numbering<'_>, origin: &Origin) -> Finding {
    let label = origin.label;
    if let Some(note) = numbering.first_bearer(label)
        && origin.kind == OriginKind::MissingNote
    {
        let answered = label.checked_add_signed(-origin.after);
        let message = match answered.filter(|a| (origin.first..=origin.last).contains(a)) {
            Some(marker) => format!("note {label} answers marker {marker}: {}", opening(note)),
            None => format!(
                "note {label} does not answer marker {label}: {}",
                opening(note)
            ),
        };
        finding = finding.related(note.span, message);
    }
    let answer = origin.first.checked_add_signed(origin.after);
    if let (Some(marker), Some(answer)) = (numbering.first_call(origin.first), answer)
        && origin.after != 0
        && marker.span != finding.span
    {
        finding = finding.related(
            marker.span,
            format!(
                "marker {}, the first led astray, is answered by note {answer}",
                origin.first
            ),
        );
    }
    finding
}

/// The markers behind the end of the list, or the notes behind the last marker, which the drift leaves over.
fn with_end(finding: Finding, numbering: &Numbering<'_>, origin: &Origin) -> Finding {
    let left_over =
        |labels: Vec<&Label>| -> Vec<u32> { labels.into_iter().filter_map(Label::value).collect() };
    if origin.after < 0 {
        let unanswered = numbering.calls().map(|(label, _)| label).filter(|label| {
            numbering.bearers_of(label).is_empty() && numbering.explains_marker(label)
        });
        let numbers = left_over(unanswered.collect());
        let at = numbers.first().and_then(|n| numbering.first_call(*n));
        return at.map_or(finding.clone(), |marker| {
            let message = match numbers.as_slice() {
                [only] => format!("marker {only} has no note of its number left"),
                _ => format!(
                    "markers {} have no notes of their numbers left",
                    in_words(&numbers)
                ),
            };
            finding.related(marker.span, message)
        });
    }
    let uncalled = numbering
        .bearers()
        .map(|(label, _)| label)
        .filter(|label| numbering.calls_of(label).is_empty() && numbering.explains_note(label));
    let numbers = left_over(uncalled.collect());
    let at = numbers.first().and_then(|n| numbering.first_bearer(*n));
    at.map_or(finding.clone(), |note| {
        let message = match numbers.as_slice() {
            [only] => format!("note {only} has no marker of its number left"),
            _ => format!(
                "notes {} have no markers of their numbers left",
                in_words(&numbers)
            ),
        };
        finding.related(note.span, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn related(finding: &Finding) -> Vec<&str> {
        finding.related.iter().map(|r| r.message.as_str()).collect()
    }

    #[test]
    fn two_missing_notes_are_two_findings() {
        let markers: Vec<String> = (1..=12).map(|n| format!("[{n}]")).collect();
        let sample = Sample::new(&markers.join(" "), "1 2 3 4 5 6 7 8 9 10")
            .with_origin(OriginKind::MissingNote, 3, -1, (4, 6))
            .with_origin(OriginKind::MissingNote, 7, -2, (8, 12));
        let findings = check(&sample.case());
        assert_eq!(findings.len(), 2);
        assert_eq!(
            findings[0].message,
            "the note that marker 3 calls is missing from the list, so markers 4–6 are answered by the notes one lower (3–5)"
        );
        assert_eq!(
            findings[1].message,
            "the note that marker 7 calls is missing from the list, so markers 8–12 are answered by the notes two lower (6–10)"
        );
        assert_eq!(
            related(&findings[0]),
            [
                "note 3 answers marker 4: “Text of 3.”",
                "marker 4, the first led astray, is answered by note 3"
            ]
        );
        assert_eq!(
            related(&findings[1])[2],
            "markers 11 and 12 have no notes of their numbers left"
        );
    }

    #[test]
    fn a_drift_past_the_end_of_the_list_is_none() {
        let sample = Sample::new("[1] [2] [3] [4]", "1 2 3 4").with_origin(
            OriginKind::ExtraNote,
            4,
            3,
            (4, 4),
        );
        assert!(check(&sample.case()).is_empty());
    }

    #[test]
    fn the_data_keep_the_contract() {
        let sample = Sample::new("[1] [2] [3] [4] [5]", "1 2 3 4 5 6").with_origin(
            OriginKind::ExtraNote,
            3,
            1,
            (3, 5),
        );
        let finding = &check(&sample.case())[0];
        let expected = serde_json::json!({
            "kind": "extra-note", "marker": null, "note": "3", "offset_before": 0, "offset_after": 1, "first": "3",
            "last": "5", "earliest": "3", "latest": "3", "list": 0
        });
        assert_eq!(serde_json::to_value(&finding.data).ok(), Some(expected));
        assert_eq!(
            finding.message,
            "no marker calls note 3, so markers 3–5 are answered by the notes one higher (4–6)"
        );
        assert_eq!(
            related(finding)[1],
            "note 6 has no marker of its number left"
        );
    }

    #[test]
    fn a_drift_that_ends_says_so() {
        let sample = Sample::new("[1] [2] [3] [4]", "1 2 3 4")
            .with_origin(OriginKind::MissingNote, 2, -1, (3, 3))
            .with_origin(OriginKind::ExtraNote, 3, 0, (4, 4));
        let findings = check(&sample.case());
        assert!(
            findings[1].message.contains("again"),
            "{}",
            findings[1].message
        );
    }
}
