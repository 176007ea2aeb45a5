//! The edits of rules that mend numbers: other digits in markers and notes, and notes put into a list.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::numbering::Numbering;
use super::wording::range_in_words;
use crate::document::{Document, Span};
use crate::finding::{Edit, Fix};
use crate::notes::{Label, Marker, Note};
use crate::raised::{lowered, raised};

/// What stands in the place of a note whose source only the author knows. `empty-note` tells of it until it is filled
/// in.
const PLACEHOLDER: &str = "[Missing note.]";

/// More notes than this are not put in at once: whoever lost so many has the list somewhere else.
const MOST_PLACEHOLDERS: u32 = 20;

/// How a note is referred to in another one: “see note 12”, “supra n. 12”.
static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:foot|end)?notes?|nn?\.|fns?\.|fu(?:ß|ss)noten?|anm\.|nota)[ \u{a0}]*([0-9]{1,5})\b").ok()
});

/// Whether a note holds nothing but the mark of a missing one.
pub(super) fn is_placeholder(note: &Note) -> bool {
    let bare = |text: &str| text.trim_matches(['[', ']', '\\', '.']).to_owned();
    bare(&note.text) == bare(PLACEHOLDER)
}

/// Closes a gap: what follows `last` in the text and in the list moves down to `first`.
pub(super) fn close_gap(
    document: &Document,
    numbering: &Numbering<'_>,
    (first, last): (u32, u32),
) -> Option<Fix> {
    let (after, end) = (last.checked_add(1)?, highest(numbering)?);
    let width = after - first;
    let lower = |number: u32| number.checked_sub(width);
    let mut edits = markers_from(document, numbering, after, lower)?;
    edits.extend(notes_from(document, numbering, after, lower)?);
    edits.extend(references_from(document, numbering, after, lower));
    let message = format!(
        "renumber {} as {}",
        range_in_words(after, end),
        range_in_words(first, lower(end)?)
    );
    Some(Fix::uncertain(message, edits))
}

/// Puts placeholders for the notes `first` to `last` into the list, between notes that bear the numbers around them.
pub(super) fn put_in(
    document: &Document,
    numbering: &Numbering<'_>,
    (first, last): (u32, u32),
) -> Option<Fix> {
    if last - first >= MOST_PLACEHOLDERS {
        return None;
    }
    let position = position_of(numbering, first)?;
    let labels: Vec<Label> = (first..=last).map(Label::Number).collect();
    let edit = placeholders(document, numbering, position, &labels)?;
    let message = if first == last {
        format!("put in a placeholder for note {first}")
    } else {
        format!(
            "put in placeholders for notes {}",
            range_in_words(first, last)
        )
    };
    Some(Fix::uncertain(message, vec![edit]))
}

/// Puts a placeholder for a note with a name behind the last note.
pub(super) fn put_in_named(
    document: &Document,
    numbering: &Numbering<'_>,
    label: &Label,
) -> Option<Fix> {
    let labels = std::slice::from_ref(label);
    let edit = placeholders(document, numbering, numbering.notes.len(), labels)?;
    let message = format!("put in a placeholder for note {label}");
    Some(Fix::uncertain(message, vec![edit]))
}

/// Puts a placeholder with this number into the list; the notes that bear it or a higher number move up.
pub(super) fn put_in_and_move_up(
    document: &Document,
    numbering: &Numbering<'_>,
    number: u32,
) -> Option<Fix> {
    let position = position_of(numbering, number)?;
    let mut edits = notes_from(document, numbering, number, |number| number.checked_add(1))?;
    let labels = [Label::Number(number)];
    edits.push(placeholders(document, numbering, position, &labels)?);
    let moved = numbering.borne_below(u32::MAX).filter(|&end| end >= number);
    let message = match moved {
        Some(end) => format!(
            "put in a placeholder for note {number}, and renumber {} as {}",
            range_in_words(number, end),
            range_in_words(number + 1, end.checked_add(1)?)
        ),
        None => format!("put in a placeholder for note {number}"),
    };
    Some(Fix::uncertain(message, edits))
}

/// Moves the markers from `first` on up by one, so that the note they passed over is the only one without a marker.
pub(super) fn move_markers_up(
    document: &Document,
    numbering: &Numbering<'_>,
    first: u32,
) -> Option<Fix> {
    let edits = markers_from(document, numbering, first, |number| number.checked_add(1))?;
    let end = numbering
        .calls()
        .filter_map(|(label, _)| label.value())
        .max()?;
    let message = format!(
        "renumber {} {} as {}",
        if first == end { "marker" } else { "markers" },
        range_in_words(first, end),
        range_in_words(first + 1, end.checked_add(1)?)
    );
    Some(Fix::uncertain(message, edits))
}

/// Exchanges what two notes say; their labels stay where they are.
pub(super) fn exchange(document: &Document, first: &Note, second: &Note) -> Option<Fix> {
    let spans = [document.trimmed(first.body), document.trimmed(second.body)];
    let [one, other] = spans;
    if one.is_empty() || other.is_empty() || one.overlaps(other) {
        return None;
    }
    let text = |span| document.slice(span).to_owned();
    let edit = |span, replacement| Edit { span, replacement };
    let edits = vec![edit(one, text(other)), edit(other, text(one))];
    let message = format!("exchange notes {} and {}", first.label, second.label);
    Some(Fix::uncertain(message, edits))
}

/// Gives a marker another number.
pub(super) fn relabel_marker(document: &Document, marker: &Marker, label: &Label) -> Option<Fix> {
    let edit = relabel(document, marker.span, &marker.label, label)?;
    let message = format!("renumber this marker as {label}");
    (!marker.implied).then(|| Fix::uncertain(message, vec![edit]))
}

/// Gives each note the number that `to` says.
pub(super) fn shift_notes(
    document: &Document,
    numbering: &Numbering<'_>,
    message: String,
    to: impl Fn(u32) -> Option<u32>,
) -> Option<Fix> {
    let edits = notes_from(document, numbering, 0, to)?;
    Some(Fix::uncertain(message, edits))
}

/// Gives each marker the number that `number` says.
pub(super) fn shift_markers<'a>(
    document: &Document,
    markers: impl Iterator<Item = &'a Marker>,
    number: impl Fn(&Marker) -> Option<u32>,
) -> Option<Fix> {
    let edits = markers
        .filter(|marker| !marker.implied)
        .map(|marker| {
            relabel(
                document,
                marker.span,
                &marker.label,
                &Label::Number(number(marker)?),
            )
        })
        .collect::<Option<Vec<Edit>>>()?;
    Some(Fix::uncertain("renumber the markers", edits))
}

/// Gives markers another name.
pub(super) fn relabel_markers(
    document: &Document,
    markers: &[&Marker],
    label: &Label,
) -> Option<Fix> {
    let edits = (markers.iter())
        .map(|marker| relabel(document, marker.span, &marker.label, label))
        .collect::<Option<Vec<Edit>>>()?;
    Some(Fix::uncertain(format!("call note {label} instead"), edits))
}

/// Gives a note another label.
pub(super) fn relabel_note(document: &Document, note: &Note, label: &Label) -> Option<Fix> {
    let edit = relabel(document, note.label_span, &note.label, label)?;
    let message = format!("renumber this note as {label}");
    Some(Fix::uncertain(message, vec![edit]))
}

/// The edits that give every marker from number `first` on its new number; `None` where that cannot be written.
fn markers_from(
    document: &Document,
    numbering: &Numbering<'_>,
    first: u32,
    to: impl Fn(u32) -> Option<u32>,
) -> Option<Vec<Edit>> {
    if cuts_a_range(document, numbering, first) {
        return None;
    }
    let markers = numbering.markers.iter().map(|(_, marker)| *marker);
    let written = markers.filter(|marker| !marker.implied);
    let numbers = written.filter_map(|marker| Some((marker, marker.label.value()?)));
    numbers
        .filter(|(_, number)| *number >= first)
        .map(|(marker, number)| {
            relabel(
                document,
                marker.span,
                &marker.label,
                &Label::Number(to(number)?),
            )
        })
        .collect()
}

/// Whether a range such as `[3–5]` begins before `first` and reaches it: moving its end alone would call other notes.
fn cuts_a_range(document: &Document, numbering: &Numbering<'_>, first: u32) -> bool {
    let written: Vec<&Marker> = (numbering.markers.iter())
        .map(|(_, marker)| *marker)
        .filter(|marker| !marker.implied)
        .collect();
    written.windows(2).any(|pair| {
        let is_range = || {
            let between = Span::new(pair[0].span.end, pair[1].span.start);
            let signs = document.slice(between);
            signs.contains(['–', '-', '‑', '—', '−', '⁻'])
        };
        let reaches = pair[0].label < Label::Number(first) && pair[1].label >= Label::Number(first);
        pair[0].token == pair[1].token
            && reaches
            && pair[0].span.end <= pair[1].span.start
            && is_range()
    })
}

/// The edits that give every note from number `first` on its new number; `None` where that cannot be written.
fn notes_from(
    document: &Document,
    numbering: &Numbering<'_>,
    first: u32,
    to: impl Fn(u32) -> Option<u32>,
) -> Option<Vec<Edit>> {
    let notes = numbering.notes.iter().map(|(_, note)| *note);
    let numbers = notes.filter_map(|note| Some((note, note.label.value()?)));
    numbers
        .filter(|(_, number)| *number >= first)
        .map(|(note, number)| {
            let label = Label::Number(to(number)?);
            relabel(document, note.label_span, &note.label, &label)
        })
        .collect()
}

/// The edits that keep “see note 12” of the notes right.
fn references_from(
    document: &Document,
    numbering: &Numbering<'_>,
    first: u32,
    to: impl Fn(u32) -> Option<u32>,
) -> Vec<Edit> {
    let Some(pattern) = REFERENCE.as_ref() else {
        return Vec::new();
    };
    let mut edits = Vec::new();
    for (_, note) in &numbering.notes {
        for found in pattern.captures_iter(document.slice(note.body)) {
            let Some(digits) = found.get(1) else { continue };
            let label = Label::new(digits.as_str());
            let number = label.value().filter(|&number| number >= first);
            let known = number.filter(|_| !numbering.bearers_of(&label).is_empty());
            if let Some(new) = known.and_then(&to) {
                let start = note.body.start;
                edits.push(Edit {
                    span: Span::new(start + digits.start(), start + digits.end()),
                    replacement: new.to_string(),
                });
            }
        }
    }
    edits
}

/// The position of the note before which a note of this number belongs; behind the last where all are lower.
fn position_of(numbering: &Numbering<'_>, number: u32) -> Option<usize> {
    let behind = Label::Number(number);
    let higher = numbering.borne_above(number);
    let next = numbering.bearers_of(&behind).first().copied().or_else(|| {
        let label = Label::Number(higher?);
        numbering.bearers_of(&label).first().copied()
    });
    // Behind the last number, and not among names that happen to stand there.
    next.or_else(|| {
        let last = Label::Number(numbering.borne_below(number)?);
        let position = *numbering.bearers_of(&last).last()?;
        Some(position + 1)
    })
}

/// The edit that puts placeholders before the note at a position, in the list's own form.
fn placeholders(
    document: &Document,
    numbering: &Numbering<'_>,
    position: usize,
    labels: &[Label],
) -> Option<Edit> {
    let next = numbering.notes.get(position).map(|(_, note)| *note);
    let before = position
        .checked_sub(1)
        .and_then(|at| numbering.notes.get(at));
    let before = before.map(|(_, note)| *note);
    let model = next.or(before)?;
    let separator = separator(document, numbering, position);
    let body = document.slice(model.body);
    let blank = &body[..body.len() - body.trim_start().len()];
    let (blank, text) = match (body.trim().is_empty(), blank.is_empty()) {
        (true, _) => (" ", PLACEHOLDER),
        // `12Smith` is a label because a capital letter follows, which a bracket would not be.
        (false, true) if model.label_span.end == model.body.start => {
            (blank, PLACEHOLDER.trim_matches(['[', ']']))
        }
        (false, _) => (blank, PLACEHOLDER),
    };
    let sign = document.slice(model.label_span);
    let notes = labels.iter().map(|label| {
        let edit = relabel(document, model.label_span, &model.label, label)?;
        let start = edit.span.start - model.label_span.start;
        let end = edit.span.end - model.label_span.start;
        let (head, tail) = (&sign[..start], &sign[end..]);
        Some(format!("{head}{}{tail}{blank}{text}", edit.replacement))
    });
    let notes: Vec<String> = notes.collect::<Option<_>>()?;
    let (at, replacement) = if next.is_some() {
        let notes = notes.iter().map(|note| format!("{note}{separator}"));
        (model.span.start, notes.collect())
    } else {
        let notes = notes.iter().map(|note| format!("{separator}{note}"));
        (document.trimmed(model.span).end, notes.collect())
    };
    Some(Edit {
        span: Span::new(at, at),
        replacement,
    })
}

/// What stands between two notes near a position: a line end, with whatever blank lines and indents the list has.
fn separator<'a>(document: &'a Document, numbering: &Numbering<'_>, position: usize) -> &'a str {
    const NEAR: usize = 3;
    let between = |at: usize| {
        let (_, before) = numbering.notes.get(at.checked_sub(1)?)?;
        let (_, after) = numbering.notes.get(at)?;
        let end = document.trimmed(before.span).end;
        let text = document.text.get(end..after.span.start)?;
        (text.trim().is_empty() && text.contains(['\n', '\r'])).then_some(text)
    };
    let around = (0..=NEAR).flat_map(|step| [position.checked_sub(step), Some(position + step)]);
    around.flatten().find_map(between).unwrap_or("\n")
}

/// The highest number that is called or borne.
fn highest(numbering: &Numbering<'_>) -> Option<u32> {
    let called = numbering.calls().filter_map(|(label, _)| label.value());
    let borne = numbering.bearers().filter_map(|(label, _)| label.value());
    called.chain(borne).max()
}

/// The edit that writes another label where this one is written, in digits of the same kind.
fn relabel(document: &Document, span: Span, old: &Label, new: &Label) -> Option<Edit> {
    let text = document.slice(span);
    let (range, replacement) = match old {
        Label::Number(number) => {
            let (range, digits) = find_number(text, *number)?;
            let written = match new {
                Label::Number(new) => digits.write(*new)?,
                Label::Name(name) => name.clone(),
            };
            (range, written)
        }
        Label::Name(name) => {
            let start = text.find(name.as_str())?;
            (start..start + name.len(), new.to_string())
        }
    };
    Some(Edit {
        span: Span::new(span.start + range.start, span.start + range.end),
        replacement,
    })
}

/// How the digits of a number are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    Plain,
    FullWidth,
    Raised,
    /// The whole number is one sign: `⑬`.
    Circled,
}

impl Digits {
    fn of(character: char) -> Option<Self> {
        match character {
            '0'..='9' => Some(Self::Plain),
            '０'..='９' => Some(Self::FullWidth),
            digit if lowered(digit).is_some() => Some(Self::Raised),
            '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' => Some(Self::Circled),
            _ => None,
        }
    }

    fn write(self, number: u32) -> Option<String> {
        let digit = |character: char| {
            let value = character.to_digit(10)?;
            match self {
                Self::Plain => Some(character),
                Self::FullWidth => char::from_u32(u32::from('０') + value),
                Self::Raised => raised(character),
                Self::Circled => None,
            }
        };
        if self != Self::Circled {
            return number.to_string().chars().map(digit).collect();
        }
        let first = match number {
            1..=20 => u32::from('①') - 1,
            21..=35 => u32::from('㉑') - 21,
            36..=50 => u32::from('㊱') - 36,
            _ => return None,
        };
        char::from_u32(first + number).map(String::from)
    }
}

/// Where a number is written, and how.
fn find_number(text: &str, number: u32) -> Option<(Range<usize>, Digits)> {
    let mut runs: BTreeMap<usize, (usize, Digits)> = BTreeMap::new();
    for (at, character) in text.char_indices() {
        let Some(digits) = Digits::of(character) else {
            continue;
        };
        let end = at + character.len_utf8();
        match runs.iter_mut().next_back() {
            Some((_, run)) if run.0 == at && run.1 == digits => run.0 = end,
            _ => drop(runs.insert(at, (end, digits))),
        }
    }
    runs.into_iter().find_map(|(start, (end, digits))| {
        let is_it = digits.write(number).as_deref() == text.get(start..end);
        is_it.then_some((start..end, digits))
    })
}
