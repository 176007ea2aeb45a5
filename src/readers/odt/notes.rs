//! The notes of OpenDocument, written behind the text that calls them.

use std::collections::HashMap;

use super::markup::{Element, attribute, child};
use super::series::Waiting;
use super::walk::Walk;
use crate::readers::composer::Entry;

impl<'a, 'input> Walk<'a, 'input> {
    /// Writes the notes that wait: the footnotes, and then the endnotes. A note cannot call another.
    pub(super) fn notes(&mut self) {
        let waiting = std::mem::take(&mut self.series.waiting);
        for is_endnote in [false, true] {
            let of_class = waiting.iter().filter(|note| note.is_endnote == is_endnote);
            for note in of_class {
                self.write(note);
            }
        }
        self.compare(&waiting);
    }

    /// Compares the numbers that the text repeats with those of the notes to which they lead.
    fn compare(&mut self, notes: &[Waiting<'a, 'input>]) {
        let by_id = notes
            .iter()
            .filter_map(|note| Some((attribute(note.node, "id")?, note.label.as_str())));
        let labels: HashMap<&str, &str> = by_id.collect();
        for mut repeated in std::mem::take(&mut self.repeated) {
            let now = labels.get(repeated.name.as_str());
            let is_number = |label: &&&str| label.parse::<u32>().is_ok();
            if let Some(&now) = now.filter(is_number)
                && repeated.shown.as_deref() != Some(now)
            {
                repeated.now = Some(now.to_owned());
                self.composer.cross_reference(repeated);
            }
        }
    }

    fn write(&mut self, note: &Waiting<'a, 'input>) {
        let id = attribute(note.node, "id").map(str::to_owned);
        let label = note.label.as_str();
        self.composer.begin_note(Entry {
            label: label.to_owned(),
            keys: std::iter::once(note.key.clone()).chain(id).collect(),
            backlinks: Vec::new(),
            list: note.list,
        });
        let name = if note.is_endnote {
            "endnote"
        } else {
            "footnote"
        };
        let start = self.composer.here();
        self.part(Some(format!("{name} {label}")));
        self.composer.paragraph(Some(format!("{name} {label}")), 1);
        let sign = if label.starts_with(char::is_alphanumeric) {
            "."
        } else {
            ""
        };
        self.composer.made(&format!("{label}{sign} "));
        self.composer.label_from(start);
        self.is_open = true;
        if let Some(body) = child(note.node, Element::Text("note-body")) {
            self.blocks(body);
        }
        self.is_open = false;
        self.composer.end_note();
    }
}
