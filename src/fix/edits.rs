//! From edits of the text to the bytes of the source.

use crate::document::{Document, Span};
use crate::finding::{Edit, Fix};
use crate::readers;

use super::Reason;

/// An edit in bytes of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    at: Span,
    bytes: Vec<u8>,
}

/// The splices that a fix is in the source, or why it cannot be written there.
pub(super) fn splices(
    document: &Document,
    source: &[u8],
    fix: &Fix,
) -> Result<Vec<Splice>, Reason> {
    if !is_sound(document, fix) {
        return Err(Reason::Unsound);
    }
    let splices = fix.edits.iter().map(|edit| splice(document, source, edit));
    let splices: Option<Vec<Splice>> = splices.collect();
    splices.ok_or_else(|| Reason::Encoding(document.encoding.name().to_owned()))
}

/// Whether the edits lie on characters of the text, one behind the other, and change something.
fn is_sound(document: &Document, fix: &Fix) -> bool {
    let lies_well = |edit: &Edit| document.text.get(edit.span.start..edit.span.end);
    let changes = |edit: &Edit| lies_well(edit).is_some_and(|old| old != edit.replacement);
    fix.edits.iter().all(|edit| lies_well(edit).is_some())
        && fix.edits.iter().any(changes)
        && (fix.edits.windows(2)).all(|pair| pair[0].span.end <= pair[1].span.start)
}

fn splice(document: &Document, source: &[u8], edit: &Edit) -> Option<Splice> {
    let old = document.slice(edit.span);
    let at = document.source_span(edit.span);
    // What was damaged, or can be written in two ways, would not come back as it was.
    let is_known = readers::encode(old, document).as_deref() == source.get(at.start..at.end);
    let is_whole = !edit.replacement.contains(char::REPLACEMENT_CHARACTER);
    if !is_known || !is_whole {
        return None;
    }
    let replacement = with_line_ends(&edit.replacement, line_end(document, edit.span.start));
    let bytes = readers::encode(&replacement, document)?;
    Some(Splice { at, bytes })
}

/// The bytes with all splices made; they ascend and do not overlap.
pub(super) fn spliced(source: &[u8], splices: &[Splice]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(source.len());
    let mut from = 0;
    for splice in splices {
        bytes.extend_from_slice(&source[from..splice.at.start]);
        bytes.extend_from_slice(&splice.bytes);
        from = splice.at.end;
    }
    bytes.extend_from_slice(&source[from..]);
    bytes
}

/// Puts the splices of several fixes into the order of the source.
pub(super) fn in_order(mut splices: Vec<Splice>) -> Vec<Splice> {
    splices.sort_by_key(|splice| splice.at);
    splices
}

/// The text with all edits of these fixes made, as the reader should find it in the new source.
pub(super) fn edited(document: &Document, fixes: &[&Fix]) -> String {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort();
    let mut text = String::with_capacity(document.text.len());
    let mut from = 0;
    for edit in edits {
        text.push_str(&document.text[from..edit.span.start]);
        let line_end = line_end(document, edit.span.start);
        text.push_str(&with_line_ends(&edit.replacement, line_end));
        from = edit.span.end;
    }
    text.push_str(&document.text[from..]);
    text
}

/// The fixes, of those in the given order, that do not get into each other's way, by their indices. What stands first
/// wins; edits that touch wait for each other, too, because nobody can tell which of them comes first.
pub(super) fn apart(fixes: &[&Fix]) -> Vec<usize> {
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut chosen = Vec::new();
    for (index, fix) in fixes.iter().enumerate() {
        let is_free = |edit: &Edit| {
            let before = taken.range(..=edit.span.end).next_back();
            before.is_none_or(|(_, &end)| end < edit.span.start)
        };
        if fix.edits.iter().all(is_free) {
            chosen.push(index);
            for edit in &fix.edits {
                let end = taken.entry(edit.span.start).or_default();
                *end = edit.span.end.max(*end);
            }
        }
    }
    chosen
}

/// The same fix once these others are made; `None` if they touch it.
pub(super) fn moved(fix: &Fix, others: &[&Fix]) -> Option<Fix> {
    let mut edits = Vec::with_capacity(fix.edits.len());
    let made: Vec<&Edit> = others.iter().flat_map(|other| &other.edits).collect();
    for edit in &fix.edits {
        let (mut gone, mut come) = (0, 0);
        for other in &made {
            if other.span.end < edit.span.start {
                gone += other.span.len();
                come += other.replacement.len();
            } else if other.span.start <= edit.span.end {
                return None;
            }
        }
        let shift = |at: usize| (at + come).saturating_sub(gone);
        edits.push(Edit {
            span: Span::new(shift(edit.span.start), shift(edit.span.end)),
            replacement: edit.replacement.clone(),
        });
    }
    Some(Fix {
        message: fix.message.clone(),
        safe: fix.safe,
        edits,
    })
}

/// The line end of the line in which a byte stands, or of the line before where it is the last and has none.
fn line_end(document: &Document, offset: usize) -> &'static str {
    let lines = document.lines();
    let line = lines.line_of(offset);
    let ends = [Some(line), line.checked_sub(1)];
    let of_line = |line: usize| {
        let text = document.slice(lines.span(line));
        ["\r\n", "\n", "\r"]
            .into_iter()
            .find(|end| text.ends_with(end))
    };
    ends.into_iter().flatten().find_map(of_line).unwrap_or("\n")
}

/// A replacement with the line ends of the paper.
fn with_line_ends(replacement: &str, line_end: &str) -> String {
    if !replacement.contains(['\n', '\r']) {
        return replacement.to_owned();
    }
    let plain = replacement.replace("\r\n", "\n").replace('\r', "\n");
    plain.replace('\n', line_end)
}
