//! The page that a browser gets: the blocks of the Markdown as elements, and what HTML there is as it stands.

use super::super::inline::Markup;
use super::super::{Container, Content, Leaf, Outline};
use super::{has_name, name};
use crate::document::Span;
use crate::readers::html::embedded;

/// A page, and where its text stands in the Markdown.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The markup of the page.
    pub(super) markup: String,
    /// Where each stretch begins in the page, ascending, and what of the Markdown it is.
    stretches: Vec<(usize, Span)>,
    /// The tags, in their order.
    pub(super) tags: Vec<Tag>,
    pub(super) comments: Vec<Span>,
    /// The links within the page, in their order.
    pub(super) links: Vec<Link>,
    /// The backslashes before signs that are no markup.
    pub(super) escapes: Vec<Span>,
    /// The numbers and bullets of items.
    pub(super) items: Vec<Span>,
}

/// A tag of the Markdown.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) span: Span,
    /// Whether what follows it begins a line.
    pub(super) is_break: bool,
    /// Whether it raises or lowers what it holds.
    pub(super) is_script: bool,
    pub(super) is_end: bool,
}

/// A link in the manner of Markdown.
#[derive(Debug)]
pub(super) struct Link {
    /// Where it begins in the page.
    pub(super) at: usize,
    pub(super) opens: Span,
    pub(super) closes: Span,
}

impl Layout {
    /// Sets the page; `markup` in the order of the text.
    pub(super) fn new(text: &str, outline: &Outline, markup: &[Markup]) -> Self {
        let mut setter = Setter {
            text,
            layout: Self::default(),
            open: Vec::new(),
            links: Vec::new(),
        };
        let (mut containers, mut markup) = (outline.containers.iter().peekable(), markup.iter());
        // A note of Markdown's own is none of the page.
        for leaf in outline.leaves.iter().filter(|leaf| !leaf.is_in_note) {
            let mut item = None;
            while let Some(&(span, container)) =
                containers.next_if(|(span, _)| span.start <= leaf.span.start)
            {
                setter.close_before(span.start);
                setter.open(span, container);
                item = (container == Container::Item)
                    .then_some(span.start)
                    .or(item);
            }
            setter.close_before(leaf.span.start);
            setter.item(item, leaf);
            let rest = markup.as_slice();
            let before = rest.partition_point(|found| found.span().start < leaf.span.start);
            let inside = rest.partition_point(|found| found.span().start < leaf.span.end);
            setter.leaf(leaf, &rest[before..inside.max(before)]);
            markup = rest[inside..].iter();
        }
        setter.layout
    }

    /// Where a stretch of the page stands in the Markdown, piece by piece.
    pub(super) fn sources(&self, page: Span) -> impl Iterator<Item = Span> {
        let first = self
            .stretches
            .partition_point(|&(start, span)| start + span.len() <= page.start);
        let stretches = self.stretches[first..]
            .iter()
            .take_while(move |&&(start, _)| start < page.end);
        stretches.map(move |&(start, span)| {
            let from = page.start.saturating_sub(start);
            let to = (page.end - start).min(span.len());
            Span::new(span.start + from, span.start + to)
        })
    }
}

/// Sets a page.
struct Setter<'a> {
    text: &'a str,
    layout: Layout,
    /// The containers that are open: where each ends, and with which tag.
    open: Vec<(usize, &'static str)>,
    /// The links that are open.
    links: Vec<usize>,
}

impl Setter<'_> {
    /// Sets a part of the Markdown as it is.
    fn put(&mut self, span: Span) {
        if !span.is_empty() {
            self.layout.stretches.push((self.layout.markup.len(), span));
            self.layout
                .markup
                .push_str(&self.text[span.start..span.end]);
        }
    }

    /// Sets what the Markdown only means.
    fn set(&mut self, markup: &str) {
        self.layout.markup.push_str(markup);
    }

    fn open(&mut self, span: Span, container: Container) {
        let end = match container {
            Container::Counted(start) => {
                self.set(&format!("<ol start=\"{start}\">"));
                "</ol>"
            }
            Container::Bullets => {
                self.set("<ul>");
                "</ul>"
            }
            Container::Item => {
                self.set("<li>");
                "</li>"
            }
            Container::Quotation => {
                self.set("<blockquote>");
                "</blockquote>"
            }
        };
        self.open.push((span.end, end));
    }

    /// Closes the containers that end before a place.
    fn close_before(&mut self, at: usize) {
        while let Some((_, end)) = self.open.pop_if(|(end, _)| *end <= at) {
            self.set(end);
        }
    }

    /// Takes note of the number or the bullet before a leaf that begins its item.
    fn item(&mut self, start: Option<usize>, leaf: &Leaf) {
        let sign = start.map(|start| Span::new(start, leaf.span.start));
        let sign = sign.filter(|sign| !self.text[sign.start..sign.end].contains('\n'));
        self.layout.items.extend(sign);
    }

    fn leaf(&mut self, leaf: &Leaf, markup: &[Markup]) {
        let mut span = leaf.span;
        let first = match markup.first() {
            Some(Markup::Tag(first))
                if matches!(
                    &self.text[span.start..first.start.max(span.start)],
                    "" | "[" | "("
                ) =>
            {
                &self.text[first.start..first.end]
            }
            _ => "",
        };
        // `<a id="fn1"></a>` in a line of its own begins HTML, of a paragraph that nothing else tells.
        let is_line = !first.is_empty() && !embedded::breaks_line(&name(first));
        let is_list = has_name(first);
        let end = match (leaf.content, leaf.heading) {
            (Content::Html, _) if !is_line => "",
            (_, None) => {
                self.set("<p>");
                "</p>"
            }
            (_, Some(level)) => {
                // What stands under one heading belongs together.
                if self.open.is_empty() {
                    self.set("</section><section>");
                }
                let inside = self.text[span.start..span.end].trim_start_matches(['#', ' ', '\t']);
                span.start = span.end - inside.len();
                self.set(&format!("<h{level} id=\"{}\">", slug(inside)));
                "</h6>"
            }
        };
        let mut at = span.start;
        for found in markup {
            let here = found.span();
            if here.start < at {
                continue;
            }
            if let Some(line) = self.line(Span::new(at, span.end), found, is_list && is_line) {
                self.words(Span::new(at, line), leaf.content);
                self.set("</p><p>");
                at = line;
            }
            self.words(Span::new(at, here.start), leaf.content);
            at = here.end;
            self.found(found);
        }
        self.words(Span::new(at, span.end.max(at)), leaf.content);
        while self.links.pop().is_some() {
            self.set("</a>");
        }
        self.set(end);
    }

    /// Where the line of a paragraph begins, if a tag begins it that gives a name: `<a id="fn2"></a>2: Smith.` In a list of
    /// such lines a new line is enough. `rest` begins behind the markup before it.
    fn line(&self, rest: Span, found: &Markup, is_list: bool) -> Option<usize> {
        let Markup::Tag(tag) = found else {
            return None;
        };
        let between = self.text[rest.start..tag.start].trim_end_matches(['[', '(']);
        let start = rest.start + between.len();
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        let is_broken = ["<br>", "<br/>", "<br />"]
            .iter()
            .any(|sign| before.trim_end().ends_with(sign));
        let is_line = is_list && before.ends_with('\n');
        let is_inside = rest.start < start || is_broken;
        (is_inside && (is_line || is_broken) && has_name(&self.text[tag.start..tag.end]))
            .then_some(start)
    }

    fn found(&mut self, found: &Markup) {
        match found {
            Markup::Comment(span) => self.layout.comments.push(*span),
            Markup::Tag(span) => self.tag(*span),
            Markup::Opens(span, to) => {
                self.links.push(self.layout.links.len());
                self.layout.links.push(Link {
                    at: self.layout.markup.len(),
                    opens: *span,
                    closes: Span::new(span.end, span.end),
                });
                let to = to.replace('&', "&amp;").replace('"', "&quot;");
                self.set(&format!("<a href=\"#{to}\">"));
            }
            Markup::Closes(span) => {
                if let Some(link) = self.links.pop() {
                    self.layout.links[link].closes = *span;
                    self.set("</a>");
                }
            }
        }
    }

    fn tag(&mut self, span: Span) {
        let tag = &self.text[span.start..span.end];
        let name = name(tag);
        let closes = tag.ends_with("/>") && !tag.starts_with("</");
        self.layout.tags.push(Tag {
            span,
            is_break: embedded::breaks_line(&name),
            is_script: matches!(name.as_str(), "sup" | "sub"),
            is_end: tag.starts_with("</"),
        });
        self.put(span);
        // `<a name="fn1"/>` is meant to be closed.
        if closes && matches!(name.as_str(), "a" | "span" | "b" | "i" | "em" | "sup") {
            self.set(&format!("</{name}>"));
        }
    }

    /// Sets words, without what is markup to Markdown and none to a browser.
    fn words(&mut self, span: Span, content: Content) {
        if content == Content::Html {
            self.put(span);
            return;
        }
        let mut from = span.start;
        while let Some(found) = self.text[from..span.end].find(['<', '\\', '*', '_']) {
            let at = from + found;
            self.put(Span::new(from, at));
            from = at + 1;
            match self.text.as_bytes()[at] {
                b'<' => self.set("&lt;"),
                b'\\' => {
                    let next = self.text.as_bytes()[from..span.end].first();
                    if next.is_some_and(u8::is_ascii_punctuation) {
                        self.layout.escapes.push(Span::new(at, from));
                        match next {
                            Some(b'<') => self.set("&lt;"),
                            Some(b'&') => self.set("&amp;"),
                            _ => self.put(Span::new(from, from + 1)),
                        }
                        from += 1;
                    } else {
                        self.put(Span::new(at, from));
                    }
                }
                sign => {
                    let run = &self.text[at..span.end];
                    from = at + run.len() - run.trim_start_matches(char::from(sign)).len();
                    if !self.is_emphasis(Span::new(at, from), span) {
                        self.put(Span::new(at, from));
                    }
                }
            }
        }
        self.put(Span::new(from, span.end));
    }

    /// Whether a run of stars or lines may set off words; a star by itself is a label, and a line within a word a sign.
    fn is_emphasis(&self, run: Span, within: Span) -> bool {
        let before = self.text[within.start..run.start].chars().next_back();
        let behind = self.text[run.end..within.end].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if self.text.as_bytes()[run.start] == b'_' && is_word(before) && is_word(behind) {
            return false;
        }
        is_word(before) || is_word(behind) || is_blank(before) != is_blank(behind)
    }
}

/// The name that GitHub gives to a heading.
fn slug(heading: &str) -> String {
    let heading = heading.trim().trim_end_matches('#').trim_end();
    let mut slug = String::with_capacity(heading.len());
    for character in heading.chars().flat_map(char::to_lowercase) {
        match character {
            ' ' => slug.push('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => slug.push(c),
            _ => {}
        }
    }
    slug
}
