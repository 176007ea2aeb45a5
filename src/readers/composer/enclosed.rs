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
    // A reader that knows the ranges of its format has told them already.
    let (told, explicit) = mem::take(calls)
        .into_iter()
        .partition::<Vec<_>, _>(|call| call.is_implied);
    *calls = explicit;
    let known = Known::new(notes);
    let (mut signs, mut implied) = (Vec::new(), Vec::new());
    let mut rest = calls.as_mut_slice();
    while !rest.is_empty() {
        let length = group_length(text, rest);
        let (group, behind) = mem::take(&mut rest).split_at_mut(length);
        rest = behind;
        for pair in group.windows(2) {
            if separator(text, pair) == Some(Separator::Range) {
                implied.extend(known.implied(&pair[0], &pair[1]));
            }
        }
        let whole = with_brackets(text, around(group));
        if let [only] = group {
            only.span = whole;
        }
        signs.push(whole);
    }
    implied.retain(|call| !is_among(call, &told));
    calls.extend(told);
    calls.extend(implied);
    calls.sort_by_key(|call| (call.span, call.is_implied));
    signs
}

/// How many of the markers, from the first on, stand in one group with nothing between them but its signs.
fn group_length(text: &str, calls: &[Call]) -> usize {
    let pairs = calls.windows(2);
    1 + pairs
        .take_while(|pair| separator(text, pair).is_some())
        .count()
}

/// The stretch of a group without its brackets.
fn around(group: &[Call]) -> Span {
    let (first, last) = (group[0].span, group[group.len() - 1].span);
    Span::new(first.start, last.end.max(first.start))
}

/// Whether a marker that a range implies has been told; `told` are in the order of the text.
fn is_among(call: &Call, told: &[Call]) -> bool {
    let next = told.partition_point(|other| other.span.end <= call.span.start);
    told[next..]
        .iter()
        .take_while(|other| other.span.start < call.span.end)
        .any(|other| other.label == call.label && other.span.overlaps(call.span))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    List,
    Range,
}

/// What stands between a pair of markers of one group; `None` if they are of two.
fn separator(text: &str, pair: &[Call]) -> Option<Separator> {
    let (start, end) = (pair[0].span.end, pair[1].span.start);
    let between = (start <= end).then(|| &text[start..end])?;
    match between.trim() {
        "," | ";" => Some(Separator::List),
        "" if between.is_empty() => Some(Separator::List),
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
