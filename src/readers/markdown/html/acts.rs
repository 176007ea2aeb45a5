//! What happens where in the Markdown while the text is woven.

use std::collections::HashSet;

use super::page::Layout;
use crate::document::Span;
use crate::readers::html::embedded::{self, Embedded, Note, Piece};

/// What happens at a place of the Markdown. The order is that of acts at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    EndLink(usize),
    EndLabel,
    EndNote(usize),
    BeginNote(usize),
    EndEmpty(usize),
    BeginLink(usize),
    Call(usize),
    /// What nobody reads, and whether it ends a line.
    Drop(bool),
    /// A tag that raises what it holds: left where a typed marker may stand in it.
    Script,
    /// A comment: no part of a note.
    Comment,
    /// A text of a note above the line.
    Raised,
    /// An entity, by its index.
    Entity(usize),
}

/// All that happens, in the order of the Markdown.
pub(super) fn acts(source: &str, layout: &Layout, embedded: &Embedded) -> Vec<(Span, Act)> {
    let mut acts = Acts {
        source,
        layout,
        all: Vec::new(),
        starts: Vec::new(),
        notes: Vec::new(),
    };
    let whole = |pieces: &[Piece]| {
        let mut spans = pieces.iter().flat_map(|piece| layout.sources(piece.markup));
        let first = spans.next()?;
        let last = spans.last().unwrap_or(first);
        Some(Span::new(first.start, last.end.max(first.end)))
    };
    let calls: Vec<Option<Span>> = embedded
        .markers
        .iter()
        .map(|marker| whole(&marker.pieces))
        .collect();
    for (index, span) in calls.iter().enumerate() {
        if let Some(span) = *span {
            acts.all.push((span, Act::Call(index)));
            acts.starts.push(span.start);
        }
    }
    for (index, note) in embedded.notes.iter().enumerate() {
        acts.note(index, note);
    }
    for (index, words) in embedded.hyperlinks.iter().enumerate() {
        if let Some(span) = whole(&words.pieces) {
            let end = Span::new(span.end, span.end);
            acts.all.push((span, Act::BeginLink(index)));
            acts.all.push((end, Act::EndLink(index)));
        }
    }
    for piece in &embedded.dropped {
        let spans = layout.sources(piece.markup);
        acts.all.extend(spans.map(|span| (span, Act::Drop(false))));
    }
    for (index, entity) in embedded.entities.iter().enumerate() {
        let spans = layout.sources(entity.markup);
        acts.all
            .extend(spans.map(|span| (span, Act::Entity(index))));
    }
    acts.starts.sort_unstable();
    acts.notes.sort_unstable();
    acts.tags(&calls);
    acts.links(embedded);
    acts.signs();
    acts.all
        .sort_by_key(|&(span, act)| (span.start, act, span.end));
    acts.all
}

struct Acts<'a> {
    source: &'a str,
    layout: &'a Layout,
    all: Vec<(Span, Act)>,
    /// Where markers and notes begin.
    starts: Vec<usize>,
    /// Where notes begin.
    notes: Vec<usize>,
}

impl Acts<'_> {
    /// Where a note begins and ends, and its label.
    fn note(&mut self, index: usize, note: &Note) {
        let is_word = |c: char| !c.is_whitespace() && !matches!(c, '^' | '↑');
        let mut spans: Vec<Span> = Vec::new();
        let (mut rest, mut label) = (note.written, None);
        for piece in &note.pieces {
            for span in self.layout.sources(piece.markup) {
                let text = &self.source[span.start..span.end];
                let says = piece.instead.as_deref().unwrap_or(text);
                if spans.is_empty() && !says.contains(is_word) {
                    continue;
                }
                let mut span = span;
                if spans.is_empty() && piece.instead.is_none() {
                    span.start += text.find(is_word).unwrap_or(0);
                }
                for (at, character) in self.source[span.start..span.end].char_indices() {
                    if rest == 0 {
                        break;
                    }
                    rest -= usize::from(!character.is_whitespace());
                    label = Some(span.start + at + character.len_utf8());
                }
                if piece.is_raised {
                    self.all.push((span, Act::Raised));
                }
                spans.push(span);
            }
        }
        let Some((first, last)) = spans.first().zip(spans.last()) else {
            let at = self.layout.sources(Span::new(note.at, note.at + 1)).next();
            let at = at.map_or(0, |tag| tag.start);
            let here = Span::new(at, at);
            self.all.push((here, Act::BeginNote(index)));
            self.all.push((here, Act::EndEmpty(index)));
            return;
        };
        let signs = ['*', '_'];
        let start = self.source[..first.start]
            .trim_end_matches(['*', '_', '<'])
            .len();
        let behind = &self.source[last.end..];
        let end = last.end + behind.len() - behind.trim_start_matches(signs).len();
        let at = |at: usize| Span::new(at, at);
        self.starts.push(start);
        self.notes.push(start);
        self.all.push((at(start), Act::BeginNote(index)));
        self.all.push((at(end.max(start)), Act::EndNote(index)));
        if let Some(label) = label {
            self.all.push((at(label), Act::EndLabel));
            self.escapes(Span::new(start, label));
        }
    }

    /// Drops the backslashes of a label.
    fn escapes(&mut self, label: Span) {
        let escapes = &self.layout.escapes;
        let first = escapes.partition_point(|escape| escape.start < label.start);
        let inside = escapes[first..]
            .iter()
            .take_while(|escape| escape.start < label.end);
        self.all
            .extend(inside.map(|&escape| (escape, Act::Drop(false))));
    }

    /// The tags; those around a marker go with it.
    fn tags(&mut self, calls: &[Option<Span>]) {
        let scripts: Vec<_> = (self.layout.tags.iter())
            .filter(|tag| tag.is_script)
            .collect();
        let mut around = HashSet::new();
        for call in calls.iter().flatten() {
            let next = scripts.partition_point(|tag| tag.span.start < call.start);
            let pair = next.checked_sub(1).and_then(|last| {
                let begins = scripts[last];
                let ends = scripts.get(next)?;
                (!begins.is_end && ends.is_end).then_some([begins.span.start, ends.span.start])
            });
            around.extend(pair.into_iter().flatten());
        }
        for tag in &self.layout.tags {
            let is_left = tag.is_script && !around.contains(&tag.span.start);
            let act = if is_left {
                Act::Script
            } else {
                Act::Drop(tag.is_break)
            };
            self.all.push((tag.span, act));
        }
        let comments = self.layout.comments.iter();
        self.all
            .extend(comments.map(|&comment| (comment, Act::Comment)));
    }

    /// The signs of the links that are markers and ways back, or hold the label of a note.
    fn links(&mut self, embedded: &Embedded) {
        for link in &self.layout.links {
            let is_taken = embedded.anchors.binary_search(&link.at).is_ok() || {
                let next = self
                    .starts
                    .partition_point(|&start| start < link.opens.start);
                let first = self.starts.get(next);
                first.is_some_and(|&start| start < link.closes.start)
                    && embedded::is_sign(
                        &self.source[link.opens.end..link.closes.start].replace('\\', ""),
                    )
            };
            if is_taken {
                self.all.push((link.opens, Act::Drop(false)));
                self.all.push((link.closes, Act::Drop(false)));
            }
        }
    }

    /// The backslash right before a marker or a note, and the number or the bullet of an item that a note is.
    fn signs(&mut self) {
        let starts = &self.starts;
        let is_before = |span: &&Span| starts.binary_search(&span.end).is_ok();
        let escapes = self.layout.escapes.iter().filter(is_before);
        self.all
            .extend(escapes.map(|&span| (span, Act::Drop(false))));
        for item in &self.layout.items {
            let next = self.notes.partition_point(|&start| start < item.end);
            let is_note =
                (self.notes.get(next)).is_some_and(|&start| self.behind_tags(item.end) >= start);
            if is_note {
                self.all.push((*item, Act::Drop(false)));
            }
        }
    }

    /// Where the tags and other signs end that stand at a place.
    fn behind_tags(&self, from: usize) -> usize {
        let mut at = from;
        let tags = &self.layout.tags;
        for tag in &tags[tags.partition_point(|tag| tag.span.start < from)..] {
            at = self.behind_signs(at);
            if tag.span.start > at {
                break;
            }
            at = at.max(tag.span.end);
        }
        self.behind_signs(at)
    }

    fn behind_signs(&self, at: usize) -> usize {
        let rest = &self.source[at..];
        let is_sign =
            |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '[' | '\\' | '^' | '↑');
        at + rest.len() - rest.trim_start_matches(is_sign).len()
    }
}
