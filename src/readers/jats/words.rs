//! Running text: entities, raised and lowered words, links.

use std::ops::Range;

use roxmltree::Node;

use super::{Walker, name, point};
use crate::document::Span;

/// A stretch of text as it stands in the XML.
enum Stretch {
    /// Text as it is.
    Same(usize, usize),
    /// An entity, and what it stands for.
    Entity(char, usize, usize),
}

impl<'a, 'input> Walker<'a, 'input> {
    /// A text node.
    pub(super) fn text(&mut self, node: Node<'a, 'input>) {
        let text = node.text().unwrap_or_default();
        if !self.is_open && text.trim().is_empty() {
            return;
        }
        self.ensure_open();
        let range = self.extent(node);
        let source = &self.xml[range.clone()];
        if source == text {
            self.words(range.start, range.end);
            return;
        }
        match stretches(source, range.start).filter(|all| self.reads(all) == without_returns(text))
        {
            Some(all) => {
                for stretch in all {
                    match stretch {
                        Stretch::Same(from, to) => self.words(from, to),
                        Stretch::Entity(character, from, to) => {
                            self.character(character, Span::new(from, to));
                        }
                    }
                }
            }
            // An entity that the document type defines: its bytes are not where it stands.
            None => self.foreign(text, Span::new(range.start, range.end)),
        }
    }

    /// Where a text node stands. The parser makes one node of text and sections of characters side by side, and gives it
    /// the range of the first.
    fn extent(&self, node: Node<'a, 'input>) -> Range<usize> {
        let range = node.range();
        let next = node.next_sibling().map(|next| next.range().start);
        let end = next.or_else(|| self.xml[..node.parent()?.range().end].rfind("</"));
        range.start..end.filter(|end| *end >= range.end).unwrap_or(range.end)
    }

    fn words(&mut self, from: usize, to: usize) {
        let xml = self.xml;
        if self.raised > 0 {
            self.composer.raised(&xml[from..to], from);
        } else {
            self.composer.flow(&xml[from..to], from);
        }
    }

    fn character(&mut self, character: char, markup: Span) {
        if matches!(character, ' ' | '\t' | '\n' | '\r') {
            self.composer.blank(markup);
        } else {
            self.composer
                .instead(character.encode_utf8(&mut [0; 4]), markup);
        }
    }

    fn foreign(&mut self, text: &str, markup: Span) {
        if text.starts_with(char::is_whitespace) {
            self.composer.blank(markup);
        }
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                self.composer.blank(markup);
            }
            self.composer.instead(word, markup);
        }
        if text.ends_with(char::is_whitespace) {
            self.composer.blank(markup);
        }
    }

    fn reads(&self, all: &[Stretch]) -> String {
        let mut read = String::new();
        for stretch in all {
            match stretch {
                Stretch::Same(from, to) => read += &without_returns(&self.xml[*from..*to]),
                Stretch::Entity(character, ..) => read.push(*character),
            }
        }
        read
    }

    /// An element of the running text.
    pub(super) fn inline(&mut self, node: Node<'a, 'input>) {
        match name(node).as_ref() {
            "xref" => self.link(node),
            "sup" => {
                self.raised += 1;
                self.blocks(node);
                self.raised -= 1;
            }
            "break" | "hr" => {
                if self.is_open {
                    self.composer.blank(point(node));
                }
            }
            "ext-link" | "uri" => self.address(node),
            "article-id" | "volume" | "issue" | "fpage" | "lpage" | "pub-date"
                if node
                    .parent()
                    .is_some_and(|parent| name(parent).ends_with("-meta")) => {}
            _ => self.blocks(node),
        }
    }

    /// Words that lead to an address.
    fn address(&mut self, node: Node<'a, 'input>) {
        let target = node
            .attributes()
            .find(|attribute| attribute.name() == "href");
        self.ensure_open();
        let start = self.composer.here();
        self.blocks(node);
        let Some(target) = target.map(|target| target.value().trim()) else {
            return;
        };
        let is_doi = node.attribute("ext-link-type") == Some("doi") && target.starts_with("10.");
        let target = if is_doi {
            format!("https://doi.org/{target}")
        } else {
            target.to_owned()
        };
        let shown = self.composer.written(start);
        let is_address = ["http://", "https://", "ftp://"]
            .iter()
            .any(|scheme| target.starts_with(scheme));
        if is_address && !shown.is_empty() && self.composer.since(shown.start).trim() != target {
            self.composer.hyperlink(start, target);
        }
    }
}

fn without_returns(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Text, CDATA sections and entities of XML; `None` where one is of the document's own making.
fn stretches(source: &str, at: usize) -> Option<Vec<Stretch>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < source.len() {
        let rest = &source[from..];
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let length = inside.find("]]>")?;
            let start = from + "<![CDATA[".len();
            found.push(Stretch::Same(at + start, at + start + length));
            from = start + length + "]]>".len();
        } else if rest.starts_with('&') {
            let length = rest.find(';')? + 1;
            let character = entity(&rest[1..length - 1])?;
            found.push(Stretch::Entity(character, at + from, at + from + length));
            from += length;
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            from += comment.find("-->")? + "<!---->".len();
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let next = rest[first..].find(['&', '<']);
            let length = next.map_or(rest.len(), |next| first + next);
            found.push(Stretch::Same(at + from, at + from + length));
            from += length;
        }
    }
    Some(found)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
