//! Lists of Markdown whose items all begin with `1.`: the reader sees them numbered by their place.

use super::label::Label;
use super::opening::{Opening, Shape};
use crate::document::{BlockKind, Document};

/// Gives the items of such lists the numbers that a reader sees.
pub(super) fn count(document: &Document, openings: &mut [Opening]) {
    let mut first = 0;
    while first < openings.len() {
        let mut last = first;
        while last + 1 < openings.len()
            && is_one(&openings[last + 1])
            && follows(document, &openings[last], &openings[last + 1])
        {
            last += 1;
        }
        if last > first && is_one(&openings[first]) {
            for (opening, number) in openings[first..=last].iter_mut().zip(1..) {
                opening.label = Label::Number(number);
            }
        }
        first = last + 1;
    }
}

fn is_one(opening: &Opening) -> bool {
    opening.shape == Shape::Dot && opening.value() == Some(1)
}

/// Whether nothing but items of the same depth stands from one opening to the next.
fn follows(document: &Document, one: &Opening, next: &Opening) -> bool {
    let indent = |opening: &Opening| opening.span.start - document.lines().span(opening.line).start;
    let blocks = &document.blocks;
    let from = blocks.partition_point(|block| block.span.end <= one.span.start);
    let mut between = blocks[from..]
        .iter()
        .take_while(|block| block.span.start <= next.span.start);
    is_one(one)
        && indent(one) == indent(next)
        && between.all(|block| block.kind == BlockKind::ListItem)
}
