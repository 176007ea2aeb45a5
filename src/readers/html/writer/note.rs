//! Notes as they are written: each in one piece, behind the line in which it stands.

use super::{Deferred, Label, Writer};
use crate::document::{BlockKind, Span};
use crate::readers::composer::Entry;
use crate::readers::html::assembly;
use crate::readers::html::notation::Found;
use crate::readers::html::tree::Node;

impl Writer<'_> {
    /// Writes the notes that have waited for the end of their line.
    pub(super) fn flush(&mut self) {
        for deferred in std::mem::take(&mut self.deferred) {
            match deferred {
                Deferred::Note(note) => self.write_note(note),
                Deferred::Remark(node) => self.write_remark(node),
            }
        }
    }

    pub(super) fn write_note(&mut self, index: usize) {
        if !self.written.insert(index) {
            return;
        }
        let found = &self.notation.notes[index];
        let (around, pending) = (std::mem::take(&mut self.around), self.pending.take());
        self.composer.begin_note(Entry {
            label: found.label.clone(),
            keys: vec![assembly::name(self.pages, found)],
            backlinks: found.backlinks.clone(),
            list: found.list,
        });
        let start = self.composer.here();
        if let Some(counted) = &found.counted {
            let at = self.pages.tree.at(found.first);
            self.composer
                .instead(&format!("{counted}. "), Span::new(at, at));
            self.composer.label_from(start);
        }
        self.fresh = Some(self.composer.here());
        self.note = Some(Label {
            start,
            rest: found.written,
            is_first: true,
        });
        self.parts(found);
        self.note = None;
        self.fresh = None;
        self.composer.end_note();
        (self.around, self.pending) = (around, pending);
        self.flush();
        self.composer.open(self.here().kind);
    }

    fn write_remark(&mut self, node: Node) {
        let (around, pending) = (std::mem::take(&mut self.around), self.pending.take());
        self.composer.open(BlockKind::Paragraph);
        self.remark = Some(node);
        self.walk(node);
        self.remark = None;
        (self.around, self.pending) = (around, pending);
        self.composer.open(self.here().kind);
    }

    fn parts(&mut self, found: &Found) {
        let tree = &self.pages.tree;
        let mut part = Some(found.first);
        while let Some(here) = part {
            self.walk(here);
            part = tree.next(here).filter(|_| here != found.last);
        }
    }
}
