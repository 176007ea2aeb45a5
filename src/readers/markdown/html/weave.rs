//! The text of the document anew: what the Markdown says, without its tags, its markers and notes as they are shown.

use super::acts::{Act, acts};
use super::page::Layout;
use crate::document::{Document, Format, MarkupFile, SourceMap, Span};
use crate::readers::composer::{Call, Composer, Entry};
use crate::readers::html::embedded::{Embedded, Marker, Piece};

/// Where the text of the Markdown stands in the text that was woven of it.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// What was taken over as it is, in its order, and where it begins in the text.
    kept: Vec<(Span, usize)>,
}

impl Places {
    /// The span in the text of what is left of a span of the Markdown.
    pub(super) fn moved(&self, span: Span) -> Span {
        let start = self.at(span.start);
        Span::new(start, self.at(span.end).max(start))
    }

    fn at(&self, offset: usize) -> usize {
        let next = self.kept.partition_point(|(kept, _)| kept.start <= offset);
        let Some(&(kept, text)) = next.checked_sub(1).and_then(|last| self.kept.get(last)) else {
            return 0;
        };
        text + (offset - kept.start).min(kept.len())
    }
}

/// Weaves a text.
pub(super) struct Weaver<'a> {
    source: &'a str,
    layout: &'a Layout,
    embedded: &'a Embedded,
    composer: Composer,
    places: Places,
    /// Up to where the Markdown has been dealt with.
    at: usize,
    /// Whether a line ended that has no sign for it.
    is_broken: bool,
    /// Whether a note has just ended.
    is_behind_note: bool,
    /// The note that is open, and where it begins in the text.
    note: Option<(usize, usize)>,
    /// Whether a label is being written, or an address that a link leads to as well. Like markers, they are not taken over
    /// as they stand in the Markdown: what was mended there would no longer fit the link behind it.
    is_bound: bool,
    /// Where the links that are open begin in the text.
    links: Vec<usize>,
    /// The list that the last marker called into.
    list: usize,
}

impl<'a> Weaver<'a> {
    pub(super) fn new(source: &'a str, layout: &'a Layout, embedded: &'a Embedded) -> Self {
        let mut composer = Composer::default();
        for list in &embedded.lists {
            composer.list(list.clone());
        }
        for warning in &embedded.warnings {
            composer.warn(warning.clone());
        }
        Self {
            source,
            layout,
            embedded,
            composer,
            places: Places::default(),
            at: 0,
            is_broken: false,
            is_behind_note: false,
            note: None,
            is_bound: false,
            links: Vec::new(),
            list: 0,
        }
    }

    pub(super) fn weave(mut self, path: &str, map: SourceMap) -> (Document, Places) {
        for (span, act) in acts(self.source, self.layout, self.embedded) {
            self.act(span, act);
        }
        self.copy(self.source.len());
        let file = MarkupFile {
            name: None,
            start: 0,
            source_map: Some(map),
        };
        let markup = self.source.to_owned();
        let document = self
            .composer
            .into_markup(path, Format::Markdown, markup, vec![file]);
        (document, self.places)
    }

    fn act(&mut self, span: Span, act: Act) {
        let is_late = span.start < self.at;
        let is_in_note = self.note.is_some();
        match act {
            Act::BeginNote(note) => {
                self.copy(span.start);
                self.begin_note(note, span.start);
            }
            Act::EndNote(note) | Act::EndEmpty(note) => {
                self.copy(span.start);
                if self.note.take_if(|(open, _)| *open == note).is_some() {
                    self.is_bound = false;
                    self.composer.end_note();
                    self.is_behind_note = true;
                }
            }
            Act::EndLabel => {
                self.copy(span.start);
                self.is_bound = false;
                if let Some((_, start)) = self.note {
                    self.composer.label_from(start);
                }
            }
            Act::BeginLink(link) => {
                self.copy(span.start);
                self.mend();
                self.links.push(self.composer.here());
                self.is_bound |= self.embedded.hyperlinks[link].address.is_none();
            }
            Act::EndLink(link) => {
                self.copy(span.start);
                let start = self.links.pop();
                match (start, self.embedded.hyperlinks[link].address.clone()) {
                    (Some(start), Some(address)) => self.composer.hyperlink(start, address),
                    _ => self.is_bound = false,
                }
            }
            _ if is_late => {}
            Act::Call(call) => {
                self.copy(span.start);
                self.call(&self.embedded.markers[call]);
                self.at = span.end;
            }
            Act::Drop(breaks) => {
                self.copy(span.start);
                self.is_broken |= breaks;
                self.at = span.end;
            }
            Act::Script | Act::Comment if is_in_note => {
                self.copy(span.start);
                self.at = span.end;
            }
            Act::Raised if is_in_note => {
                self.copy(span.start);
                self.mend();
                self.composer
                    .raised(&self.source[span.start..span.end], span.start);
                self.at = span.end;
            }
            Act::Entity(entity) if is_in_note => {
                self.copy(span.start);
                self.mend();
                let instead = self.embedded.entities[entity].instead.as_deref();
                self.composer.instead(instead.unwrap_or_default(), span);
                self.at = span.end;
            }
            Act::Script | Act::Comment | Act::Raised | Act::Entity(_) => {}
        }
    }

    /// Takes over what stands before a place.
    fn copy(&mut self, until: usize) {
        if until <= self.at {
            return;
        }
        let span = Span::new(self.at, until);
        let text = &self.source[span.start..span.end];
        if text
            .trim_start_matches([' ', '\t'])
            .starts_with(['\n', '\r'])
        {
            (self.is_broken, self.is_behind_note) = (false, false);
        }
        if !text.trim().is_empty() || !self.is_broken && !self.is_behind_note {
            self.mend();
        }
        if self.is_bound {
            self.composer.instead(text, span);
        } else {
            self.composer.verbatim(text, span.start);
        }
        let start = self.composer.here() - text.len();
        self.places.kept.push((span, start));
        self.at = until;
    }

    /// Parts what comes from what stands before it, if a tag or the end of a note did.
    fn mend(&mut self) {
        let before = self.composer.since(0);
        if std::mem::take(&mut self.is_behind_note) {
            self.composer.made("\n\n");
        } else if self.is_broken && !before.is_empty() && !before.ends_with(char::is_whitespace) {
            self.composer.made(" ");
        }
        self.is_broken = false;
    }

    fn begin_note(&mut self, index: usize, at: usize) {
        let note = &self.embedded.notes[index];
        (self.is_broken, self.is_behind_note) = (false, false);
        self.composer.begin_note(Entry {
            label: note.label.clone(),
            keys: vec![note.key.clone()],
            backlinks: note.backlinks.clone(),
            list: note.list,
        });
        let start = self.composer.here();
        self.note = Some((index, start));
        self.is_bound = note.written > 0;
        if let Some(counted) = &note.counted {
            self.composer
                .instead(&format!("{counted}. "), Span::new(at, at));
            self.composer.label_from(start);
        }
    }

    /// Writes a marker as it is shown: a number is raised, unless brackets stand around it.
    fn call(&mut self, marker: &Marker) {
        self.mend();
        let shown = said(self.layout, &marker.pieces);
        let label = marker.label.as_deref();
        let is_number = label.is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
        let is_enclosed = self.composer.since(0).ends_with(['[', '(']);
        let is_bare = !shown.contains(['[', '(']) && shown.chars().any(char::is_alphanumeric);
        let has_signs = label.is_some() && is_bare && !is_number && !is_enclosed;
        let from = self.composer.here();
        if has_signs {
            self.composer.made("[");
        }
        for piece in &marker.pieces {
            for span in self.layout.sources(piece.markup) {
                let text = &self.source[span.start..span.end];
                match &piece.instead {
                    None if is_number && is_bare && !is_enclosed => {
                        self.composer.raised(text, span.start);
                    }
                    instead => self
                        .composer
                        .instead(instead.as_deref().unwrap_or(text), span),
                }
            }
        }
        if has_signs {
            self.composer.made("]");
        }
        let span = self.composer.written(from);
        self.list = marker.list.unwrap_or(self.list);
        if !span.is_empty() {
            self.composer.call(Call {
                label: marker.label.clone(),
                span,
                keys: vec![marker.key.clone()],
                target: Some(marker.target.clone()),
                list: self.list,
                is_implied: false,
            });
        }
    }
}

/// What pieces of the page say.
fn said(layout: &Layout, pieces: &[Piece]) -> String {
    let says = |piece: &Piece| match &piece.instead {
        Some(instead) => instead.clone(),
        None => layout.markup[piece.markup.start..piece.markup.end].to_owned(),
    };
    pieces.iter().map(says).collect()
}
