//! Fields: an instruction, which is no text, and its result, which is.

use roxmltree::{Node, NodeId};

use super::markup::{attribute, is};
use super::walk::{Field, Walk};
use crate::document::{CrossReference, Span};
use crate::raised::lowered;
use crate::readers::composer::Call;

impl Walk<'_, '_> {
    /// Whether what comes is part of an instruction.
    pub(super) fn is_instruction(&self) -> bool {
        self.fields.iter().any(|field| field.shown.is_none())
    }

    /// The result of the innermost field begins.
    pub(super) fn show_field(&mut self) {
        self.flush();
        let here = self.composer.here();
        if let Some(field) = self.fields.last_mut() {
            field.shown.get_or_insert(here);
        }
    }

    /// The innermost field ends.
    pub(super) fn end_field(&mut self) {
        self.flush();
        if let Some(Field {
            instruction,
            shown: Some(start),
        }) = self.fields.pop()
        {
            self.shown(&instruction, start);
        }
    }

    /// Fields of a part that are open at its end show what they have shown.
    pub(super) fn end_fields(&mut self) {
        while !self.fields.is_empty() {
            self.end_field();
        }
    }

    /// Finds the fields below a node that never end.
    pub(super) fn find_endless_fields(&mut self, parent: Node<'_, '_>) {
        let mut open: Vec<NodeId> = Vec::new();
        for mark in parent.descendants().filter(|&node| is(node, "fldChar")) {
            match attribute(mark, "fldCharType") {
                Some("begin") => open.push(mark.id()),
                Some("end") => {
                    open.pop();
                }
                _ => {}
            }
        }
        if !open.is_empty() {
            self.composer.warn("a field has no end; it is read as text");
        }
        self.endless.extend(open);
    }

    /// What the result of a field, written from `start` on, is.
    fn shown(&mut self, instruction: &str, start: usize) {
        let mut words = words(instruction);
        let name = words.next().unwrap_or_default().to_uppercase();
        match name.as_str() {
            "HYPERLINK" => {
                if let Some(target) = address(words) {
                    self.composer.hyperlink(start, target);
                }
            }
            "TOC" | "INDEX" | "TOA" => self.composer.hide(start),
            "NOTEREF" | "FTNREF" => {
                if let Some(bookmark) = words.next() {
                    self.repeated_number(&bookmark, start);
                    self.compared(&bookmark, start);
                }
            }
            "ADDIN"
                if words
                    .next()
                    .is_some_and(|name| MANAGERS.contains(&name.as_str())) =>
            {
                self.composer.managed_citation(start);
            }
            "REF" => {
                let bookmark = words.next();
                let is_number = words.any(|word| matches!(word.as_str(), "\\r" | "\\n" | "\\w"));
                if let Some(bookmark) = bookmark.filter(|_| is_number) {
                    self.repeats_numbers = true;
                    self.compared_item(&bookmark, start);
                }
            }
            _ => {}
        }
    }

    /// A field that repeats the number of a note is a marker where it is raised like one; elsewhere it is a word of a
    /// sentence such as “see note 3”.
    fn repeated_number(&mut self, bookmark: &str, start: usize) {
        let written = self.composer.since(start);
        let start = start + written.len() - written.trim_start().len();
        let shown: Option<String> = written.trim().chars().map(lowered).collect();
        let Some(label) = shown.filter(|shown| !shown.is_empty()) else {
            return;
        };
        let Some((kind, id)) = self.series.bookmarked(bookmark) else {
            return;
        };
        let Some(list) = self.series.printed(kind, id).map(|printed| printed.list) else {
            return;
        };
        let target = Some(kind.key(id));
        self.composer.call(Call {
            label: Some(label),
            span: Span::new(start, self.composer.here()),
            keys: Vec::new(),
            target,
            list,
            is_implied: false,
        });
    }
}

/// What Zotero, Mendeley, EndNote and Citavi call the fields of their citations.
pub(in crate::readers) const MANAGERS: [&str; 6] = [
    "ZOTERO_ITEM",
    "CSL_CITATION",
    "EN.CITE",
    "EN.CITE.DATA",
    "Mendeley",
    "CitaviPlaceholder",
];

impl Walk<'_, '_> {
    /// What a field shows for a number, with the place where it stands; `None` where it shows something else.
    fn shown_number(&self, start: usize) -> Option<(Span, String)> {
        let span = self.composer.written(start);
        let written = self.composer.since(start).trim();
        let digits = written.trim_matches(|sign: char| !sign.is_ascii_digit());
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_number && written.len() <= digits.len() + 4).then(|| (span, digits.to_owned()))
    }

    /// “see note 4” by a field that leads to the note that is now 1.
    fn compared(&mut self, bookmark: &str, start: usize) {
        let Some((span, shown)) = self.shown_number(start) else {
            return;
        };
        let noted = self.series.bookmarked(bookmark);
        let now = noted.and_then(|(kind, id)| self.series.printed(kind, id));
        let now = now.map(|printed| printed.label.clone());
        if let Some(now) = now.filter(|now| *now != shown && now.parse::<u32>().is_ok()) {
            self.composer.cross_reference(CrossReference {
                span,
                shown: Some(shown),
                name: bookmark.to_owned(),
                now: Some(now),
            });
        }
    }

    /// The number of an item of a list that is now another. What follows is about the paper once its fields are updated, so
    /// that the number is put right in the text.
    fn compared_item(&mut self, bookmark: &str, start: usize) {
        let Some((span, shown)) = self.shown_number(start) else {
            return;
        };
        let number = self.numbers.get(bookmark).map(String::as_str);
        let now = number.map(|number| number.trim_matches(|sign: char| !sign.is_ascii_digit()));
        let is_plain =
            |now: &&str| !now.is_empty() && now.bytes().all(|byte| byte.is_ascii_digit());
        let Some(now) = now.filter(is_plain).filter(|now| *now != shown) else {
            return;
        };
        let now = now.to_owned();
        let text = self.composer.since(span.start).replacen(&shown, &now, 1);
        self.composer.rewrite(span.start, &text);
        self.composer.cross_reference(CrossReference {
            span: self.composer.written(span.start),
            shown: Some(shown),
            name: bookmark.to_owned(),
            now: Some(now),
        });
    }
}

/// The address of a `HYPERLINK`; none for a place in the document itself.
pub(in crate::readers) fn address(words: impl Iterator<Item = String>) -> Option<String> {
    let mut words = words.peekable();
    let first = words.next_if(|word| !word.starts_with('\\'))?;
    (!first.is_empty()).then_some(first)
}

/// The words of an instruction: parted by blanks, or between quotation marks, in which a backslash makes the next
/// character an ordinary one.
pub(in crate::readers) fn words(instruction: &str) -> impl Iterator<Item = String> {
    let mut rest = instruction.trim().chars().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        let quote = rest.next_if(|c| matches!(c, '"' | '“' | '”'));
        let mut word = String::new();
        rest.peek()?;
        while let Some(&next) = rest.peek() {
            let ends = match quote {
                Some(_) => matches!(next, '"' | '”'),
                None => next.is_whitespace(),
            };
            rest.next();
            if ends {
                break;
            }
            if quote.is_some() && next == '\\' {
                word.extend(rest.next());
            } else {
                word.push(next);
            }
        }
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(instruction: &str) -> Vec<String> {
        words(instruction).collect()
    }

    #[test]
    fn an_instruction_is_made_of_words_and_quotations() {
        assert_eq!(
            of(r#" HYPERLINK "https://example.org/a b?x=1" \o "tip" "#),
            ["HYPERLINK", "https://example.org/a b?x=1", r"\o", "tip"]
        );
        assert_eq!(of(r#"X "a\\b""#), ["X", r"a\b"]);
        assert_eq!(of(" NOTEREF _Ref1 \\h "), ["NOTEREF", "_Ref1", "\\h"]);
        assert!(of("").is_empty());
    }

    #[test]
    fn a_link_within_the_document_has_no_address() {
        let address_of = |text: &str| address(words(text).skip(1));
        assert_eq!(address_of(r#"HYPERLINK \l "_Toc1""#), None);
        assert_eq!(
            address_of("HYPERLINK https://example.org"),
            Some("https://example.org".to_owned())
        );
    }
}
