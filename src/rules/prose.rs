//! What the rules of the text read: what people wrote, without addresses, code and markup.

use super::Case;
use crate::document::{BlockKind, Document, Format, Span, fold};

/// How far behind a note it may go on, in bytes, if it does so on the next page.
const REACH: usize = 600;

/// A note in which more marks than this lack their partner is no prose, and nothing can be said of it.
pub(super) const MOST_FAULTS: usize = 8;

/// How much of a text is shown in a message, in characters.
const SHOWN: usize = 40;

/// The blank, the one that does not break, and the narrow one.
pub(super) const BLANKS: [char; 3] = [' ', '\u{A0}', '\u{202F}'];

/// The text of a paper with its hidden stretches: addresses, code, markup.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    document: &'a Document,
    /// In the order of the text; they never overlap.
    hidden: Vec<Span>,
}

/// The code in a note of Markdown that is written where it is called.
fn code(document: &Document, span: Span) -> Vec<Span> {
    if document.format != Format::Markdown {
        return Vec::new();
    }
    let marks: Vec<usize> = (document.slice(span).match_indices('`'))
        .map(|(at, _)| span.start + at)
        .collect();
    let pairs = marks.chunks_exact(2);
    pairs.map(|pair| Span::new(pair[0], pair[1] + 1)).collect()
}

impl<'a> Prose<'a> {
    pub(super) fn new(case: &Case<'a>) -> Self {
        // What is glued behind an address is the affair of another rule.
        let addresses = case.citations.addresses.iter().map(|address| {
            let end = address.stray.map_or(address.span.end, |stray| stray.end);
            Span::new(address.span.start, end)
        });
        // A note written in the text is itself a marker, and hidden from those who look for markers.
        let notes = &case.apparatus.notes;
        let holds_note = |span: Span| {
            let first = notes.partition_point(|note| note.body.start < span.start);
            (notes.get(first)).is_some_and(|note| note.body.end <= span.end)
        };
        let opaque = case.document.opaque.iter().copied();
        let (holding, opaque): (Vec<Span>, Vec<Span>) = opaque.partition(|&span| holds_note(span));
        let code = holding
            .into_iter()
            .flat_map(|span| code(case.document, span));
        let all = addresses.chain(opaque).chain(code);
        // An address behind words hides nothing of the text.
        let mut all: Vec<Span> = all.filter(|span| !span.is_empty()).collect();
        all.sort_unstable();
        let mut hidden: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match hidden.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => hidden.push(span),
            }
        }
        Self {
            document: case.document,
            hidden,
        }
    }

    /// The hidden stretches that touch a span.
    fn hidden_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self
            .hidden
            .partition_point(|hidden| hidden.end <= span.start);
        (self.hidden[first..].iter().copied()).take_while(move |hidden| hidden.start < span.end)
    }

    /// The characters of a span with their offsets. In place of a hidden stretch comes its first character, which is
    /// the `]` that ends the text of a link, or else nothing that a rule looks for; in place of one in brackets of its own
    /// comes nothing.
    pub(super) fn characters(&self, span: Span) -> Vec<(usize, char)> {
        let mut characters = Vec::with_capacity(span.len());
        let mut push = |from: usize, to: usize| {
            let part = self.document.text.get(from..to).unwrap_or_default();
            characters.extend(part.char_indices().map(|(at, c)| (from + at, c)));
        };
        let mut at = span.start;
        for hidden in self.hidden_in(span) {
            push(at, hidden.start);
            let start = hidden.start.max(at);
            let first = self.document.text[start..].chars().next();
            at = hidden.end.min(span.end);
            // A marker such as `[9]` closes its own bracket.
            let inside = self.document.text.get(start..at).unwrap_or_default();
            let is_whole = inside.starts_with('[') && inside.ends_with(']')
                || inside.starts_with('(') && inside.ends_with(')');
            if !is_whole {
                push(start, start + first.map_or(0, char::len_utf8));
            }
        }
        push(at, span.end);
        characters
    }

    /// Whether a byte stands in a hidden stretch.
    pub(super) fn hides(&self, offset: usize) -> bool {
        let index = self.hidden.partition_point(|hidden| hidden.end <= offset);
        (self.hidden.get(index)).is_some_and(|hidden| hidden.start <= offset)
    }

    /// The word in which a byte stands: everything up to white space on either side, and no further than [`REACH`].
    pub(super) fn word_at(&self, offset: usize) -> &'a str {
        let text = &self.document.text;
        let before = tail(&text[..offset], REACH);
        let head = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let behind = &text[offset..floor(text, offset + REACH)];
        let length = behind.find(char::is_whitespace).unwrap_or(behind.len());
        &text[offset - head.len()..offset + length]
    }
}

/// The paragraphs, headings, items and quotations that belong to no note.
pub(super) fn running_text(case: &Case<'_>) -> Vec<Span> {
    let notes = &case.apparatus.notes;
    (case.document.blocks.iter())
        .filter(|block| !matches!(block.kind, BlockKind::Code | BlockKind::Table))
        .map(|block| block.span)
        .filter(|&span| {
            let behind = notes.partition_point(|note| note.span.start < span.end);
            behind == 0 || notes[behind - 1].span.end <= span.start
        })
        .collect()
}

/// The character before one of a stretch.
pub(super) fn before(characters: &[(usize, char)], at: usize) -> Option<char> {
    let before = at.checked_sub(1)?;
    characters.get(before).map(|&(_, character)| character)
}

/// The character behind one of a stretch.
pub(super) fn after(characters: &[(usize, char)], at: usize) -> Option<char> {
    characters.get(at + 1).map(|&(_, character)| character)
}

/// The text behind a note, up to the next one and no further than [`REACH`]: what a page break cut off from the note.
pub(super) fn text_behind(case: &Case<'_>, note: usize) -> Vec<(usize, char)> {
    let text = &case.document.text;
    let notes = &case.apparatus.notes;
    let end = notes[note].span.end;
    let next = (notes.get(note + 1)).map_or(text.len(), |next| next.span.start);
    let until = floor(text, end + REACH).min(next.max(end));
    (text[end..until].char_indices())
        .map(|(at, character)| (end + at, character))
        .collect()
}

/// The last character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// The beginning of a text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", shown(text))
}

/// The beginning of a text, short enough for a message.
pub(super) fn shown(text: &str) -> String {
    // Four times as much holds enough even where white space is folded.
    let text = fold(&text[..floor(text, 4 * SHOWN)]);
    if text.chars().count() <= SHOWN {
        return text;
    }
    let cut: String = text.chars().take(SHOWN).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':']))
}

/// The end of a text, at most `length` bytes of it.
pub(super) fn tail(text: &str, length: usize) -> &str {
    &text[floor(text, text.len().saturating_sub(length))..]
}

/// The last words of a text.
pub(super) fn ending(text: &str) -> String {
    let mut words: Vec<&str> = tail(text, 4 * SHOWN)
        .split_whitespace()
        .rev()
        .take(3)
        .collect();
    words.reverse();
    words.join(" ").trim_end_matches([',', '.']).to_owned()
}
