//! The anchors of comments, put into the markup.

use std::collections::BTreeMap;
use std::fmt::Write;

use roxmltree::Document;

use super::anchor::{Anchor, Cut};

/// A part of the container while anchors are put into it. Nothing is ever taken out.
pub(super) struct Splice<'t> {
    markup: &'t str,
    /// What declares the prefix `w` on every element that is put in, if the part does not.
    declaration: String,
    cuts: BTreeMap<usize, Marks>,
    /// What parts the text of a run where no anchor stands.
    seams: BTreeMap<usize, String>,
}

/// What is put in at one place.
#[derive(Default)]
struct Marks {
    close: String,
    open: String,
    ends: Vec<i64>,
    references: Vec<i64>,
    starts: Vec<i64>,
    /// Comments that begin and end here.
    points: Vec<i64>,
}

impl<'t> Splice<'t> {
    /// A part into which nothing is put yet.
    pub(super) fn new(parsed: &Document<'t>) -> Self {
        Self {
            markup: parsed.input_text(),
            declaration: declaration(parsed),
            cuts: BTreeMap::new(),
            seams: BTreeMap::new(),
        }
    }

    /// Puts in the anchor of the comment with this id.
    pub(super) fn add(&mut self, id: i64, anchor: Anchor) {
        if anchor.start.at == anchor.end.at {
            self.at(anchor.start).points.push(id);
            return;
        }
        self.at(anchor.start).starts.push(id);
        self.at(anchor.end).ends.push(id);
        self.at(anchor.reference).references.push(id);
    }

    fn at(&mut self, cut: Cut) -> &mut Marks {
        self.seams.extend(cut.seams);
        let marks = self.cuts.entry(cut.at).or_default();
        if !cut.close.is_empty() {
            (marks.close, marks.open) = (cut.close, cut.open);
        }
        marks
    }

    /// The part with all anchors in it.
    pub(super) fn written(mut self) -> String {
        let mut pieces: BTreeMap<usize, String> = std::mem::take(&mut self.seams);
        for (at, marks) in &self.cuts {
            // Where a run is parted, its text is parted anyway.
            pieces.insert(*at, self.marks(marks));
        }
        let mut written = String::with_capacity(self.markup.len());
        let mut from = 0;
        for (at, piece) in pieces {
            written.push_str(&self.markup[from..at]);
            written.push_str(&piece);
            from = at;
        }
        written.push_str(&self.markup[from..]);
        written
    }

    fn marks(&self, marks: &Marks) -> String {
        let declaration = &self.declaration;
        let mark = |name: &str, id: i64| format!("<w:{name}{declaration} w:id=\"{id}\"/>");
        let start = |id: i64| mark("commentRangeStart", id);
        let end = |id: i64| mark("commentRangeEnd", id);
        let reference = |id: i64| {
            let reference = format!("<w:commentReference w:id=\"{id}\"/>");
            format!("<w:r{declaration}>{reference}</w:r>")
        };
        let mut text = marks.close.clone();
        text.extend(marks.ends.iter().map(|&id| end(id)));
        text.extend(marks.references.iter().map(|&id| reference(id)));
        for &id in &marks.points {
            // Writing to a string cannot fail.
            let _ = write!(text, "{}{}{}", start(id), end(id), reference(id));
        }
        text.extend(marks.starts.iter().map(|&id| start(id)));
        text.push_str(&marks.open);
        text
    }
}

/// Nothing if a part calls the elements of Word by the prefix `w`, as nearly all do, and otherwise what makes it so.
pub(super) fn declaration(parsed: &Document<'_>) -> String {
    let root = parsed.root_element();
    let space = root.tag_name().namespace().unwrap_or_default();
    if root.lookup_namespace_uri(Some("w")) == Some(space) {
        return String::new();
    }
    format!(" xmlns:w=\"{space}\"")
}
