//! The ladder of markers and notes, and the chart of the offset.

use maud::{Markup, html};

use super::offset_class;
use crate::check::Report;
use crate::report::map::{self, Pair};
use crate::report::screen::count;

/// The height of the ladder, in units of the drawing; with few notes it is lower.
const HEIGHT: f64 = 420.0;
/// The distance of two rungs is at most this.
const RUNG: f64 = 14.0;
/// The width of the ladder between its sides.
const WIDTH: f64 = 220.0;
/// Room for the numbers on either side.
const MARGIN: f64 = 34.0;
/// The width of the chart.
const CHART: f64 = 288.0;
/// The height of one step of the offset in the chart.
const STEP: f64 = 30.0;
/// About this many numbers stand at an axis.
const TICKS: usize = 8;
/// About this many rungs can be told apart; of more, some are drawn.
const RUNGS: usize = 140;

/// Both drawings; nothing where nothing is numbered.
pub(super) fn charts(report: &Report) -> Markup {
    let pairs = map::pairs(report);
    if pairs.is_empty() || report.apparatus.notes.is_empty() {
        return html! {};
    }
    html! {
        div class="charts" {
            h3 class="unseen" { "Overview" }
            figure {
                (ladder(report, &pairs))
                figcaption { "Markers on the left, notes on the right; level lines are in order, sloping ones drift." }
            }
            (offsets(report, &pairs))
        }
    }
}

/// Where a rung stands.
fn rung(index: usize, of: usize) -> f64 {
    let height = height(of);
    if of < 2 {
        return height / 2.0;
    }
    number(index) / number(of - 1) * (height - RUNG) + RUNG / 2.0
}

fn height(of: usize) -> f64 {
    (number(of) * RUNG).min(HEIGHT)
}

/// No paper has so many notes that this would lose any.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn ladder(report: &Report, pairs: &[Pair<'_>]) -> Markup {
    let notes = &report.apparatus.notes;
    // Both sides have the same scale, so that a line is level where marker and note have the same place.
    let of = pairs.len().max(notes.len());
    let (full, right) = (MARGIN * 2.0 + WIDTH, MARGIN + WIDTH);
    let offsets: Vec<Option<i64>> = pairs.iter().map(|pair| pair.offset(report)).collect();
    let every = of.div_ceil(RUNGS).max(1);
    html! {
        svg class="ladder" viewBox={ "0 0 " (full) " " (height(of)) } width=(full) height=(height(of)) role="img" aria-label=(summary(pairs, &offsets)) {
            @for (index, pair) in pairs.iter().enumerate().filter(|(index, _)| is_drawn(&offsets, *index, every)) {
                @let y = rung(index, of);
                @match pair.answer {
                    Some(note) => line class=(offset_class(offsets[index])) x1=(MARGIN) y1=(y) x2=(right) y2=(rung(note, of)) {},
                    None => circle class="none" cx=(MARGIN) cy=(y) r="3" {},
                }
            }
            @for index in ticks(pairs.len()) {
                text class="left" x=(MARGIN - 6.0) y=(rung(index, of) + 4.0) { (pairs[index].marker.label) }
            }
            @for index in ticks(notes.len()) {
                text x=(right + 6.0) y=(rung(index, of) + 4.0) { (notes[index].label) }
            }
        }
    }
}

/// What the ladder shows, for those who cannot see it.
fn summary(pairs: &[Pair<'_>], offsets: &[Option<i64>]) -> String {
    let drifted = offsets.iter().flatten().filter(|offset| **offset != 0);
    let lost = pairs.iter().filter(|pair| pair.answer.is_none());
    format!(
        "{}: {} answered by a note of another number, {} by none",
        count(pairs.len(), "marker"),
        drifted.count(),
        lost.count()
    )
}

/// Whether a rung is drawn: one of several, and all where something begins or ends.
fn is_drawn(offsets: &[Option<i64>], index: usize, every: usize) -> bool {
    let differs = |other: Option<&Option<i64>>| other.is_some_and(|it| *it != offsets[index]);
    let is_edge = differs(offsets.get(index + 1))
        || differs(index.checked_sub(1).and_then(|before| offsets.get(before)));
    index.is_multiple_of(every) || offsets[index].is_none() || is_edge
}

/// Evenly spread indices, the first and the last among them.
fn ticks(of: usize) -> Vec<usize> {
    let step = of.div_ceil(TICKS).max(1);
    let mut ticks: Vec<usize> = (0..of).step_by(step).collect();
    if let (Some(&last), Some(end)) = (ticks.last(), of.checked_sub(1))
        && end > last
        && end - last >= step.div_ceil(2)
    {
        ticks.push(end);
    }
    ticks
}

/// Offset over marker number; nothing where every marker is answered by the note of its number.
fn offsets(report: &Report, pairs: &[Pair<'_>]) -> Markup {
    let all: Vec<Option<i64>> = pairs.iter().map(|pair| pair.offset(report)).collect();
    let every = all.len().div_ceil(RUNGS).max(1);
    let points: Vec<(usize, i64)> = all
        .iter()
        .enumerate()
        .filter_map(|(index, offset)| Some((index, (*offset)?)))
        .collect();
    let lowest = points
        .iter()
        .map(|point| point.1)
        .min()
        .unwrap_or(0)
        .clamp(-9, 0);
    let highest = points
        .iter()
        .map(|point| point.1)
        .max()
        .unwrap_or(0)
        .clamp(0, 9);
    if lowest == highest {
        return html! {};
    }
    let steps = u32::try_from(highest - lowest).unwrap_or(0);
    let height = f64::from(steps + 2) * STEP;
    let y = |offset: i64| {
        let down = u32::try_from((highest - offset.clamp(lowest, highest)).max(0)).unwrap_or(0);
        f64::from(down + 1) * STEP
    };
    let x = |index: usize| {
        MARGIN + number(index) / number(pairs.len().max(2) - 1) * (CHART - MARGIN * 1.5)
    };
    html! {
        figure {
            svg class="offsets" viewBox={ "0 0 " (CHART) " " (height) } width=(CHART) height=(height) role="img" aria-label="offset of the notes over the markers" {
                @for offset in lowest..=highest {
                    line class="grid" x1=(MARGIN) y1=(y(offset)) x2=(CHART - MARGIN / 2.0) y2=(y(offset)) {}
                    text class="left" x=(MARGIN - 6.0) y=(y(offset) + 4.0) { (signed(offset)) }
                }
                @for &(index, offset) in points.iter().filter(|(index, _)| is_drawn(&all, *index, every)) {
                    circle class=(offset_class(Some(offset))) cx=(x(index)) cy=(y(offset)) r="2.5" {}
                }
                @for index in ticks(pairs.len()) {
                    text class="under" x=(x(index)) y=(height - 4.0) { (pairs[index].marker.label) }
                }
            }
            figcaption { "Offset of the note that answers each marker: its number minus the marker’s." }
        }
    }
}

fn signed(offset: i64) -> String {
    match offset {
        0 => "0".to_owned(),
        below if below < 0 => format!("−{}", below.unsigned_abs()),
        above => format!("+{above}"),
    }
}
