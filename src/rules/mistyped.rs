//! Numbers that are wrong in the markers alone: one that was mistyped, or all of them by the same amount.

use super::numbering::{Misnumbered, Numbering};
use crate::notes::Label;

/// Fewer markers than this may differ from the notes by the same amount by chance.
const FEWEST: usize = 3;

/// The markers that call no note and stand where the number of a note belongs that nothing calls: `8, 9, 19, 11` with the
/// notes 8 to 11, or `7, 8, 10` with the notes 7 to 9.
pub(super) fn mistyped(numbering: &Numbering<'_>) -> Vec<Misnumbered> {
    let value = |position: usize| numbering.markers.get(position)?.1.label.value();
    let stray = |position: usize| {
        let (_, marker) = numbering.markers[position];
        let is_only = numbering.calls_of(&marker.label).len() == 1;
        is_only && !marker.implied && numbering.bearers_of(&marker.label).is_empty()
    };
    let strays: Vec<usize> = (0..numbering.markers.len())
        .filter(|&position| value(position).is_some() && stray(position))
        .collect();
    let is_free = |number: u32| {
        let label = Label::Number(number);
        !numbering.bearers_of(&label).is_empty() && numbering.calls_of(&label).is_empty()
    };
    let should_be = |position: usize| {
        let before = value(position.checked_sub(1)?)?;
        let number = before.checked_add(1).filter(|&number| is_free(number))?;
        let fits = match value(position + 1) {
            Some(after) => number.checked_add(1) == Some(after),
            // At the end it is the last number of the list, and nothing else is wrong with it.
            None => {
                position + 1 == numbering.markers.len()
                    && numbering.borne_above(number).is_none()
                    && strays.len() == 1
            }
        };
        fits.then_some(number)
    };
    let found = strays.iter().filter_map(|&position| {
        let should_be = should_be(position)?;
        Some(Misnumbered {
            position,
            should_be,
        })
    });
    found.collect()
}

/// By how much all markers are too high, where they count on as the notes do and every one of them calls nothing.
pub(super) fn shift(numbering: &Numbering<'_>) -> Option<i64> {
    let called: Option<Vec<u32>> = numbering.calls().map(|(label, _)| label.value()).collect();
    let borne: Option<Vec<u32>> = numbering
        .bearers()
        .map(|(label, _)| label.value())
        .collect();
    let (called, borne) = (called?, borne?);
    let counts_on = |numbers: &[u32]| numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let (&first, &one) = (called.first()?, borne.first()?);
    let is_apart = called.last() < borne.first() || called.first() > borne.last();
    let is_shift = called.len() == borne.len()
        && called.len() >= FEWEST
        && counts_on(&called)
        && counts_on(&borne)
        && is_apart;
    is_shift.then(|| i64::from(first) - i64::from(one))
}
