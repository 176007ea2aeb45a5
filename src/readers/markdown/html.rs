//! Notes written as HTML: `<sup><a href="#fn1">1</a></sup>`, and `<li id="fn1">` at the end.
//!
//! A browser gets a page that is made of the Markdown, so the page is what is asked for markers and notes: [`page`] sets
//! it, and [`super::super::html`] judges it like any other, if with more caution. If it has notes, the text of the
//! document is woven anew ([`weave`]) without the tags, for nobody reads these, and none of them is to be cited, quoted or
//! mended. A document without such notes stays as it is.

use self::page::Layout;
use self::weave::Weaver;
use super::inline::Markup;
use super::{Outline, united};
use crate::document::{Block, Document, NativeLink, Span};
use crate::readers::encoding;
use crate::readers::html::embedded::{self, Embedded};
use crate::source::Source;

mod acts;
mod page;
mod weave;

/// A page with notes.
pub(super) struct Page {
    layout: Layout,
    embedded: Embedded,
}

/// The page that a browser gets, if there are linked notes on it.
pub(super) fn page(text: &str, outline: &Outline, mut markup: Vec<Markup>) -> Option<Page> {
    let is_linked = |markup: &Markup| match markup {
        Markup::Opens(..) => true,
        Markup::Tag(span) => leads_inside(&text[span.start..span.end]),
        _ => false,
    };
    let is_named = |markup: &Markup| matches!(markup, Markup::Tag(span) if has_name(&text[span.start..span.end]));
    if !markup.iter().any(is_linked) || !markup.iter().any(is_named) {
        return None;
    }
    markup.sort_by_key(|markup| markup.span().start);
    let layout = Layout::new(text, outline, &markup);
    let embedded = embedded::read(&layout.markup)?;
    Some(Page { layout, embedded })
}

impl Page {
    /// The document with the notes of the page, and without its tags.
    pub(super) fn woven(self, source: &Source, document: Document) -> Document {
        let decoded = encoding::decode(&source.bytes);
        let woven = Weaver::new(&document.text, &self.layout, &self.embedded)
            .weave(&source.path, decoded.map);
        let (mut woven, places) = woven;
        woven.encoding = document.encoding;
        let moved = |span: Span| places.moved(span);
        let notes: Vec<Span> = woven.native_notes.iter().map(|note| note.span).collect();
        let blocks = document.blocks.iter().map(|block| Block {
            kind: block.kind,
            span: moved(block.span),
        });
        woven.blocks = outside(&woven, blocks, &notes);
        let opaque = document.opaque.iter().copied().map(moved);
        woven.opaque = united(woven.opaque.iter().copied().chain(opaque).collect());
        let (mut remarks, mut warnings) = (document.remarks, document.warnings);
        for remark in &mut remarks {
            remark.span = moved(remark.span);
        }
        woven.remarks = remarks;
        warnings.append(&mut woven.warnings);
        woven.warnings = warnings;
        let list = woven.native_lists.len();
        woven.native_lists.extend(document.native_lists);
        for mut marker in document.native_markers {
            (marker.span, marker.list) = (moved(marker.span), list);
            marker.inline = marker.inline.map(moved);
            woven.native_markers.push(marker);
        }
        for mut note in document.native_notes {
            (note.span, note.list) = (moved(note.span), list);
            note.label_span = moved(note.label_span);
            woven.native_notes.push(note);
        }
        order(&mut woven);
        woven
    }
}

/// The blocks without what of them is a note.
fn outside(document: &Document, blocks: impl Iterator<Item = Block>, notes: &[Span]) -> Vec<Block> {
    let mut left = Vec::new();
    let mut next = 0;
    for Block { kind, span } in blocks {
        let mut push = |start: usize, end: usize| {
            let span = document.trimmed(Span::new(start, end.max(start)));
            if !span.is_empty() {
                left.push(Block { kind, span });
            }
        };
        while notes.get(next).is_some_and(|note| note.end <= span.start) {
            next += 1;
        }
        let mut from = span.start;
        for note in notes[next..]
            .iter()
            .take_while(|note| note.start < span.end)
        {
            push(from, note.start);
            from = from.max(note.end);
        }
        push(from.min(span.end), span.end);
    }
    left
}

/// Puts markers and notes in the order of the text, and lets their links lead to them there.
fn order(document: &mut Document) {
    let places = |spans: Vec<Span>| {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|&index| spans[index]);
        let mut places = vec![0; order.len()];
        for (place, &index) in order.iter().enumerate() {
            places[index] = place;
        }
        places
    };
    let of_markers = places(
        document
            .native_markers
            .iter()
            .map(|marker| marker.span)
            .collect(),
    );
    let of_notes = places(document.native_notes.iter().map(|note| note.span).collect());
    let lead = |link: &mut NativeLink, places: &[usize]| {
        if let NativeLink::To(index) = link {
            *index = places[*index];
        }
    };
    for marker in &mut document.native_markers {
        marker
            .link
            .iter_mut()
            .for_each(|link| lead(link, &of_notes));
    }
    for note in &mut document.native_notes {
        note.backlinks
            .iter_mut()
            .for_each(|link| lead(link, &of_markers));
    }
    document.native_markers.sort_by_key(|marker| marker.span);
    document.native_notes.sort_by_key(|note| note.span);
}

/// The name of a tag, in small letters.
fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    name[..end.unwrap_or(name.len())].to_ascii_lowercase()
}

/// Whether a tag gives a name to what it begins.
fn has_name(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag.contains("id=") || tag.contains("name=") || tag.contains("id =") || tag.contains("name =")
}

/// Whether a tag can be that of a link within the page.
fn leads_inside(tag: &str) -> bool {
    name(tag) == "a" && tag.contains('#')
}
