//! The signs around markers that a format links one by one: `[3]`, `[3, 4]`, `[3–5]` with links on the numbers only.
//!
//! They belong to the markers. If they were left in the text, the group would be found once more as a typed one.

use std::collections::HashMap;
use std::mem;

use super::{Call, Placed};
use crate::document::Span;

/// A range that would imply more labels than this is no range of labels.
const LONGEST_RANGE: u32 = 60;

/// Takes brackets into the markers that stand in them alone, adds the markers that a range between two implies, and gives
/// the spans of groups with their signs. `calls` are in the order of the text.
pub(super) fn enclose(text: &str, calls: &mut Vec<Call>, notes: &[Placed]) -> Vec<Span> {
    let mut signs = Vec::new();
    // A reader that knows the ranges of its format has told them already.
    let (told, explicit) = mem::take(calls)
        .into_iter()
        .partition::<Vec<_>, _>(|call| call.is_implied);
    *calls = explicit;
    let mut implied = Vec::new();
    let known = Known::new(notes);
    let mut first = 0;
    while first < calls.len() {
        let mut last = first;
        while let Some(next) = calls.get(last + 1) {
            let between = (calls[last].span.end, next.span.start);
            let Some(separator) = (between.0 <= between.1)
                .then(|| separator(&text[between.0..between.1]))
                .flatten()
            else {
                break;
            };
            if separator == Separator::Range {
                implied.extend(known.implied(&calls[last], next));
            }
            last += 1;
        }
        let group = Span::new(
            calls[first].span.start,
            calls[last].span.end.max(calls[first].span.start),
        );
        let whole = with_brackets(text, group);
        if first == last {
            calls[first].span = whole;
        }
        signs.push(whole);
        first = last + 1;
    }
    implied.retain(|call: &Call| {
        let is_same = |other: &Call| other.label == call.label && other.span.overlaps(call.span);
        let next = told.partition_point(|other| other.span.end <= call.span.start);
        let mut near = told[next..]
            .iter()
            .take_while(|other| other.span.start < call.span.end);
        !near.any(is_same)
    });
    calls.extend(told);
    calls.extend(implied);
    calls.sort_by_key(|call| (call.span, call.is_implied));
    signs
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    List,
    Range,
}

/// What stands between two markers of one group.
fn separator(text: &str) -> Option<Separator> {
    match text.trim() {
        "," | ";" => Some(Separator::List),
        "" if text.is_empty() => Some(Separator::List),
        "–" | "-" | "—" | "‑" | "−" => Some(Separator::Range),
        _ => None,
    }
}

fn with_brackets(text: &str, span: Span) -> Span {
    for (open, close) in [
        ("[", "]"),
        ("(", ")"),
        ("［", "］"),
        ("（", "）"),
        ("〔", "〕"),
    ] {
        if text[..span.start].ends_with(open) && text[span.end..].starts_with(close) {
            return Span::new(span.start - open.len(), span.end + close.len());
        }
    }
    span
}

/// The notes, by the names that markers lead to and by their labels.
struct Known<'a> {
    lists: HashMap<&'a str, usize>,
    names: HashMap<(usize, &'a str), &'a str>,
}

impl<'a> Known<'a> {
    fn new(notes: &'a [Placed]) -> Self {
        let (mut lists, mut names) = (HashMap::new(), HashMap::new());
        for note in notes {
            for key in &note.entry.keys {
                lists.entry(key.as_str()).or_insert(note.entry.list);
            }
            if let Some(key) = note.entry.keys.first() {
                names
                    .entry((note.entry.list, note.entry.label.as_str()))
                    .or_insert(key.as_str());
            }
        }
        Self { lists, names }
    }

    fn list(&self, call: &Call) -> usize {
        let target = call
            .target
            .as_deref()
            .and_then(|target| self.lists.get(target));
        target.copied().unwrap_or(call.list)
    }

    /// The markers between the two ends of a range.
    fn implied(&self, from: &Call, to: &Call) -> Vec<Call> {
        let value = |call: &Call| {
            call.label
                .as_deref()
                .and_then(|label| label.parse::<u32>().ok())
        };
        let (Some(first), Some(last)) = (value(from), value(to)) else {
            return Vec::new();
        };
        let of_first = self.list(from);
        if last <= first || last - first > LONGEST_RANGE || of_first != self.list(to) {
            return Vec::new();
        }
        let call = |value: u32| {
            let label = value.to_string();
            let target = self
                .names
                .get(&(of_first, label.as_str()))
                .map(|&name| name.to_owned());
            Call {
                label: Some(label),
                span: Span::new(from.span.start, to.span.end),
                keys: Vec::new(),
                target,
                list: of_first,
                is_implied: true,
            }
        };
        (first + 1..last).map(call).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Composer, Entry};
    use super::*;
    use crate::document::{BlockKind, Document, Format, NativeKind, NativeList};

    /// A text in which `{7}` is a marker 7, with notes 1 to 9.
    fn read(written: &str) -> Document {
        let mut composer = Composer::default();
        let list = composer.list(NativeList {
            kind: NativeKind::References,
            heading: None,
            is_automatic: false,
            has_typed_markers: false,
        });
        composer.open(BlockKind::Paragraph);
        for part in written.split_inclusive(['{', '}']) {
            let start = composer.here();
            composer.made(part.trim_end_matches(['{', '}']));
            if part.ends_with('}') {
                let label = composer.since(start).to_owned();
                composer.call(Call {
                    span: Span::new(start, composer.here()),
                    keys: Vec::new(),
                    target: Some(format!("n{label}")),
                    label: Some(label),
                    list,
                    is_implied: false,
                });
            }
        }
        for number in 1..10 {
            composer.begin_note(Entry {
                label: number.to_string(),
                keys: vec![format!("n{number}")],
                backlinks: Vec::new(),
                list,
            });
            composer.made("Smith.");
        }
        composer.into_paragraphs("a.xml", Format::Jats)
    }

    fn markers(document: &Document) -> Vec<(&str, &str)> {
        let markers = document.native_markers.iter();
        markers
            .map(|marker| (marker.label.as_str(), document.slice(marker.span)))
            .collect()
    }

    #[test]
    fn brackets_belong_to_the_marker_between_them() {
        let document = read("One [{3}] and ({4}) and {5}.");
        assert_eq!(markers(&document), [("3", "[3]"), ("4", "(4)"), ("5", "5")]);
        let document = read("One [{3}, {4}].");
        assert_eq!(markers(&document), [("3", "3"), ("4", "4")]);
        assert!(
            document
                .opaque
                .iter()
                .any(|&span| document.slice(span) == "[3, 4]")
        );
    }

    #[test]
    fn a_range_implies_what_stands_between_its_ends() {
        let document = read("One [{3}–{6}].");
        assert_eq!(
            markers(&document),
            [("3", "3"), ("4", "3–6"), ("5", "3–6"), ("6", "6")]
        );
        assert!(document.native_markers[1].is_implied && document.native_markers[1].link.is_some());
        assert_eq!(markers(&read("One {6}–{3}.")).len(), 2);
    }
}
