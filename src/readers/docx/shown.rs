//! The text of an element, and where each of its bytes stands in the part.

use std::borrow::Cow;

use roxmltree::Node;

use super::walk::Walk;
use crate::document::Span;

impl Walk<'_, '_> {
    /// The addresses of a text of this many bytes that an element stands for.
    pub(super) fn traced(&mut self, node: Node<'_, '_>, length: usize) -> Span {
        let start = self.trace.here();
        if self.is_traced {
            self.trace.instead(length, span(node));
        }
        Span::new(start, start + length)
    }

    /// The text that a `w:t` shows, and its address: white space at its ends counts only where it is said to.
    pub(super) fn traced_text<'t>(&mut self, node: Node<'t, '_>) -> (Cow<'t, str>, usize) {
        let at = self.trace_text(node);
        let text = whole_text(node);
        if keeps_white(node, &text) {
            return (text, at);
        }
        let blank = [' ', '\t', '\r', '\n'];
        let before = text.len() - text.trim_start_matches(blank).len();
        (text.trim_matches(blank).to_owned().into(), at + before)
    }

    /// Tells the trace where the text of an element stands, and gives its address.
    pub(super) fn trace_text(&mut self, node: Node<'_, '_>) -> usize {
        let at = self.trace.here();
        if self.is_traced {
            for text in node.children().filter(Node::is_text) {
                self.trace_characters(text);
            }
        }
        at
    }

    /// Tells the trace where the characters of a text stand.
    fn trace_characters(&mut self, node: Node<'_, '_>) {
        let text = node.text().unwrap_or_default();
        let Span { start, end } = span_of_text(node);
        let markup = &node.document().input_text()[start..end];
        if markup == text {
            self.trace.verbatim(Span::new(start, end));
            return;
        }
        let stretches = stretches(markup);
        let read: usize = stretches.iter().map(|stretch| stretch.length).sum();
        if read != text.len() {
            self.trace.instead(text.len(), Span::new(start, end));
            return;
        }
        let mut from = start;
        for Stretch {
            length,
            markup,
            verbatim,
        } in stretches
        {
            let place = Span::new(from, from + markup);
            if verbatim {
                self.trace.verbatim(place);
            } else {
                self.trace.instead(length, place);
            }
            from += markup;
        }
    }
}

/// A stretch of a text: its bytes as read and as written.
struct Stretch {
    length: usize,
    markup: usize,
    verbatim: bool,
}

/// The stretches of a text as it is written: words, and what stands for other characters.
fn stretches(markup: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut rest = markup;
    while !rest.is_empty() {
        let words = rest.find(['&', '\r', '<']).unwrap_or(rest.len());
        if words > 0 {
            stretches.push(Stretch {
                length: words,
                markup: words,
                verbatim: true,
            });
            rest = &rest[words..];
            continue;
        }
        let (length, markup) = other(rest);
        stretches.push(Stretch {
            length,
            markup,
            verbatim: false,
        });
        rest = &rest[markup..];
    }
    stretches
}

/// How many bytes what a text begins with is, as read and as written: a reference, the end of a line, a stretch in which
/// nothing is markup.
fn other(markup: &str) -> (usize, usize) {
    if markup.starts_with("\r\n") {
        return (1, 2);
    }
    if let Some(inside) = markup.strip_prefix("<![CDATA[") {
        let length = inside.find("]]>").unwrap_or(inside.len());
        let breaks = inside[..length].matches("\r\n").count();
        return (length - breaks, (length + 12).min(markup.len()));
    }
    match markup.find(';').filter(|_| markup.starts_with('&')) {
        Some(end) => (referred(&markup[1..end]), end + 1),
        None => (1, 1),
    }
}

/// How many bytes the character is to which a reference leads: `amp`, `#233`, `#xE9`.
fn referred(name: &str) -> usize {
    let code = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        },
        None => None,
    };
    code.and_then(char::from_u32).map_or(1, char::len_utf8)
}

fn whole_text<'t>(node: Node<'t, '_>) -> Cow<'t, str> {
    // A comment of the markup has a text, too, and stands in no paper.
    let texts = node.children().filter(Node::is_text);
    let mut texts = texts.filter_map(|text| text.text());
    match (texts.next(), texts.next()) {
        (Some(first), Some(second)) => {
            let rest: String = texts.collect();
            format!("{first}{second}{rest}").into()
        }
        (only, _) => Cow::Borrowed(only.unwrap_or_default()),
    }
}

/// Whether white space at the ends of a text counts, or there is none.
fn keeps_white(node: Node<'_, '_>, text: &str) -> bool {
    let has_ends = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    !has_ends || is_preserved(node)
}

/// Whether white space at the ends of a text is said to count. Word takes it from above, too, though nothing but the
/// whole text is ever marked so.
pub(crate) fn is_preserved(node: Node<'_, '_>) -> bool {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    let keeps = |node: Node<'_, '_>| node.attribute((XML, "space")) == Some("preserve");
    node.ancestors().any(keeps)
}

fn span(node: Node<'_, '_>) -> Span {
    let range = node.range();
    Span::new(range.start, range.end)
}

/// Where a text stands. The parser makes one text of ordinary characters and those in which nothing is markup, and gives
/// the range of the first of them.
fn span_of_text(node: Node<'_, '_>) -> Span {
    let Span { start, end } = span(node);
    let behind = match (node.next_sibling(), node.parent()) {
        (Some(next), _) => next.range().start,
        (None, Some(parent)) => {
            let parent = parent.range();
            let inside = &node.document().input_text()[parent.clone()];
            parent.start + inside.rfind("</").unwrap_or(inside.len())
        }
        (None, None) => end,
    };
    Span::new(start, behind.max(end))
}
