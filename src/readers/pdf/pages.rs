//! What people call the pages: by their place in the file and, where it differs, by the label that is printed on them.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Number, String as Bytes};

use super::tree;
use crate::readers::numeral::Numeral;

/// How the pages from one on are labelled.
struct Range {
    first: usize,
    numeral: Numeral,
    prefix: String,
    start: u32,
}

/// `page 12`, or `page 12 (printed viii)`, for each page.
pub(super) fn names(pdf: &Pdf, pages: usize) -> Vec<String> {
    let mut ranges = ranges(pdf);
    ranges.sort_by_key(|range| range.first);
    (0..pages)
        .map(|page| {
            let number = (page + 1).to_string();
            let next = ranges.partition_point(|range| range.first <= page);
            let range = next.checked_sub(1).map(|last| &ranges[last]);
            match range.map(|range| range.label(page)) {
                Some(label) if label != number && !label.is_empty() => {
                    format!("page {number} (printed {label})")
                }
                _ => format!("page {number}"),
            }
        })
        .collect()
}

impl Range {
    fn label(&self, page: usize) -> String {
        let ahead = u32::try_from(page - self.first).unwrap_or(0);
        let number = self.numeral.written(self.start.saturating_add(ahead));
        format!("{}{number}", self.prefix)
    }
}

/// The ranges of the tree of page labels.
fn ranges(pdf: &Pdf) -> Vec<Range> {
    let root = tree::at_root(pdf, b"PageLabels");
    let mut ranges = Vec::new();
    tree::leaves(root, b"Nums", |leaf| {
        let mut pairs = leaf.flex_iter();
        while let Some(first) = pairs.next::<Number>()
            && let Some(style) = pairs.next::<Dict<'_>>()
        {
            let first = usize::try_from(first.as_i64()).ok();
            ranges.extend(first.map(|first| range(first, &style)));
        }
    });
    ranges
}

fn range(first: usize, style: &Dict<'_>) -> Range {
    let numeral = style.get::<Name<'_>>(b"S".as_slice());
    let numeral = match numeral.as_ref().map(AsRef::as_ref) {
        Some(b"D") => Numeral::Decimal,
        Some(b"R") => Numeral::UpperRoman,
        Some(b"r") => Numeral::LowerRoman,
        Some(b"A") => Numeral::UpperLetter,
        Some(b"a") => Numeral::LowerLetter,
        _ => Numeral::Nothing,
    };
    let prefix = style.get::<Bytes<'_>>(b"P".as_slice());
    let prefix = prefix.map(|prefix| String::from_utf8_lossy(&prefix).into_owned());
    let start = style.get::<Number>(b"St".as_slice());
    let start = start.and_then(|start| u32::try_from(start.as_i64()).ok());
    Range {
        first,
        numeral,
        prefix: prefix.unwrap_or_default(),
        start: start.unwrap_or(1),
    }
}
