//! From markup to a tree, as browsers build it.
//!
//! html5gum finds the tags and knows where they stand; html5ever knows what browsers make of tags that are missing or in
//! the wrong place, and knows nothing of places. So the tokens of the one are handed to the tree builder of the other, and
//! with each the byte at which it begins, under the name of a line number. Texts are handed over as numbers, because
//! the tree builder only asks of a text whether it is white space: what it puts where can then be told for certain.

use std::collections::HashMap;

use html5ever::interface::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token as Fed, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, QualName, local_name, ns};
use html5gum::{DefaultEmitter, HtmlString, Spanned, StartTag, Token, Tokenizer};

use self::sink::{Handle, Sink};
use super::chunk;
use super::tree::{Attributes, Node, Text, Tree};
use crate::document::Span;
use crate::readers::remark;

mod sink;

/// The most nodes that are read of one page or book; what stands behind is left out, with a warning. A book of 20,000 notes
/// has some 300,000, and each takes about 400 bytes until the text is made.
pub(super) const MAX_NODES: usize = 400_000;

/// The deepest nesting of elements; tags further inside count for nothing, as in browsers.
pub(super) const MAX_DEPTH: usize = 512;

/// How many elements may come of one start tag, on average, and how many besides. Emphasis that is never closed is
/// opened again in every paragraph, all of it; beyond this it is closed.
const ELEMENTS_PER_TAG: usize = 4;
const ELEMENTS_BESIDES: usize = 1_000;

/// The attributes that later stages ask for.
const KEPT: [&str; 22] = [
    "id",
    "name",
    "href",
    "class",
    "role",
    "epub:type",
    "start",
    "value",
    "reversed",
    "type",
    "style",
    "hidden",
    "aria-hidden",
    "aria-label",
    "aria-describedby",
    "for",
    "open",
    "rel",
    "property",
    "content",
    "media",
    "title",
];

/// Elements in which markup is no markup.
const RAW: [&str; 9] = [
    "script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "xmp",
];

/// Elements that never hold anything, so that a browser asks for no end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that are opened again behind the end of a paragraph in which they were left open.
const FORMATTING: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// A page that has been added to a tree.
#[derive(Debug)]
pub(super) struct Page {
    /// Everything on it.
    pub(super) root: Node,
    /// The address under which a browser saved it.
    pub(super) saved_from: Option<String>,
    /// Whether the bound on nodes was met before its end.
    pub(super) is_cut: bool,
}

/// Adds a page to the tree. `start` is where it begins in the markup of all pages. In XML, an element that closes itself
/// is closed; in HTML the sign counts for nothing.
pub(super) fn add(tree: &mut Tree, markup: &str, start: usize, is_xml: bool) -> Page {
    let sink = Sink::new(std::mem::take(tree), start);
    let root = sink.root();
    let options = TreeBuilderOpts {
        scripting_enabled: true,
        ..TreeBuilderOpts::default()
    };
    let mut feeder = Feeder {
        builder: TreeBuilder::new(sink, options),
        markup,
        start,
        is_xml,
        raw: None,
        tags: 0,
        closed_at: (0, 0),
        saved_from: None,
        known: HashMap::new(),
    };
    let is_cut = feeder.feed();
    *tree = feeder.builder.sink.tree.take();
    Page {
        root,
        saved_from: feeder.saved_from,
        is_cut,
    }
}

/// Hands tokens to the tree builder.
struct Feeder<'a> {
    builder: TreeBuilder<Handle, Sink>,
    markup: &'a str,
    start: usize,
    is_xml: bool,
    /// The element in which everything is text, until it ends.
    raw: Option<Vec<u8>>,
    /// How many start tags have been handed over.
    tags: usize,
    /// How many tags and elements there were when emphasis was last closed.
    closed_at: (usize, usize),
    saved_from: Option<String>,
    /// The attributes of a tag, by the tag as it is written.
    known: HashMap<&'a str, u32>,
}

impl Feeder<'_> {
    /// Feeds the whole page; gives whether it was cut short.
    fn feed(&mut self) -> bool {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        // In XML a script is text like any other, and may close itself.
        emitter.naively_switch_states(!self.is_xml);
        let mut is_cut = false;
        for token in Tokenizer::new_with_emitter(self.markup, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => self.start_tag(&tag),
                Ok(Token::EndTag(tag)) => {
                    let is_end_of_raw = self.raw.as_deref() == Some(&**tag.name);
                    if self.raw.is_none() || is_end_of_raw {
                        self.raw = None;
                        self.tag(TagKind::EndTag, &tag.name, Vec::new(), tag.span.start);
                    }
                }
                Ok(Token::String(text)) => self.text(&text),
                Ok(Token::Comment(comment)) => self.comment(&comment),
                Ok(Token::Doctype(doctype)) if self.raw.is_none() => self.doctype(&doctype),
                Ok(_) | Err(_) => {}
            }
            if self.builder.sink.tree.borrow().len() > MAX_NODES {
                is_cut = true;
                break;
            }
        }
        self.hand(Fed::EOFToken, self.markup.len());
        self.builder.end();
        is_cut
    }

    fn hand(&mut self, token: Fed, at: usize) -> bool {
        let line = (self.start + at) as u64;
        let is_text = matches!(token, Fed::CharacterTokens(_));
        let becomes_raw = matches!(
            self.builder.process_token(token, line),
            TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext
        );
        if !is_text {
            self.builder.sink.fed.borrow_mut().clear();
        }
        becomes_raw
    }

    fn start_tag(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name);
        if self.raw.is_some() || self.is_too_much(&name) {
            return;
        }
        self.tags += 1;
        self.close_emphasis(tag.span.start);
        let attributes = self.attributes(tag);
        let becomes_raw = self.tag(TagKind::StartTag, &tag.name, attributes, tag.span.start);
        let closes = self.is_xml && tag.self_closing && !VOID.contains(&&*name);
        if closes {
            self.tag(TagKind::EndTag, &tag.name, Vec::new(), tag.span.start);
        } else if becomes_raw || RAW.contains(&&*name) && self.is_raw(&tag.name) {
            self.raw = Some(tag.name.to_vec());
        }
    }

    /// Whether the tree builder has to be spared this tag.
    fn is_too_much(&self, name: &str) -> bool {
        let sink = &self.builder.sink;
        sink.depth.get() >= MAX_DEPTH && !VOID.contains(&name)
            || self.is_overgrown() && FORMATTING.contains(&name)
    }

    fn is_overgrown(&self) -> bool {
        let (tags, elements) = self.closed_at;
        let grown = self.builder.sink.elements.get() - elements;
        grown > (self.tags - tags) * ELEMENTS_PER_TAG + ELEMENTS_BESIDES
    }

    /// Closes all emphasis that is open, if it has grown too much: behind the start of a `<marquee>` none is opened again.
    fn close_emphasis(&mut self, at: usize) {
        if !self.is_overgrown() || self.builder.sink.depth.get() + 1 >= MAX_DEPTH {
            return;
        }
        let tag = Tag {
            kind: TagKind::StartTag,
            name: local_name!("marquee"),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        self.closed_at = (self.tags, self.builder.sink.elements.get());
        self.hand(Fed::TagToken(tag), at);
    }

    /// Whether the tokenizer takes what follows for text, whatever the tree builder says: within drawings the two do not
    /// agree.
    fn is_raw(&self, name: &HtmlString) -> bool {
        !self.is_xml && html5gum::naive_next_state(name).is_some()
    }

    fn tag(&mut self, kind: TagKind, name: &HtmlString, attrs: Vec<Attribute>, at: usize) -> bool {
        let name = LocalName::from(&*String::from_utf8_lossy(name));
        let tag = Tag {
            kind,
            name,
            self_closing: false,
            attrs,
            had_duplicate_attributes: false,
        };
        self.hand(Fed::TagToken(tag), at)
    }

    /// The attributes of a tag as a number, under the name of an attribute: tags that are written alike have the same,
    /// which is what the tree builder asks of them.
    fn attributes(&mut self, tag: &StartTag<usize>) -> Vec<Attribute> {
        if tag.attributes.is_empty() {
            return Vec::new();
        }
        let written = &self.markup[tag.span.start..tag.span.end];
        let index = if let Some(&index) = self.known.get(written) {
            index
        } else {
            let index = self.keep(tag);
            self.known.insert(written, index);
            index
        };
        vec![Attribute {
            name: QualName::new(None, ns!(), local_name!("data")),
            value: StrTendril::from(index.to_string()),
        }]
    }

    fn keep(&mut self, tag: &StartTag<usize>) -> u32 {
        let mut kept = Attributes::new();
        for (name, value) in &tag.attributes {
            let name = String::from_utf8_lossy(name);
            // The namespace of EPUB's own attributes may have another prefix.
            let name = if name == "ops:type" {
                "epub:type".into()
            } else {
                name
            };
            if let Some(name) = KEPT.iter().find(|kept| **kept == name) {
                kept.push((name, String::from_utf8_lossy(&value.value).into()));
            }
        }
        self.builder.sink.tree.borrow_mut().add_attributes(kept)
    }

    fn text(&mut self, text: &Spanned<HtmlString, usize>) {
        let raw = &self.markup[text.span.start..text.span.end];
        let value = String::from_utf8_lossy(&text.value);
        for piece in chunk::texts(raw, &value, text.span.start) {
            self.piece(&piece);
        }
    }

    /// Hands over a text: white space as it is, anything else as its number.
    fn piece(&mut self, text: &Text) {
        let (markup, start) = (self.markup, self.start);
        let says = text.says(markup);
        let white = says.len()
            - says
                .trim_start_matches([' ', '\t', '\n', '\r', '\u{c}'])
                .len();
        let at = text.markup.start;
        let rest = says.len() > white;
        if white > 0 {
            let end = text.markup.end.min(at + white);
            let markup = Span::new(start + at, start + end);
            self.builder.sink.fed.borrow_mut().push_back(markup);
            let blank = StrTendril::from(&says[..white]);
            self.hand(Fed::CharacterTokens(blank), at);
        }
        if !rest {
            return;
        }
        let behind = if text.instead.is_none() { white } else { 0 };
        let instead = text
            .instead
            .as_deref()
            .map(|instead| Box::from(&instead[white..]));
        let markup = Span::new(start + at + behind, start + text.markup.end);
        let index = self
            .builder
            .sink
            .tree
            .borrow_mut()
            .add_text(Text { markup, instead });
        self.hand(
            Fed::CharacterTokens(StrTendril::from(index.to_string())),
            at + behind,
        );
    }

    fn comment(&mut self, comment: &Spanned<HtmlString, usize>) {
        let text = String::from_utf8_lossy(&comment.value);
        // `<!-- saved from url=(0035)https://example.org/paper -->` is what Chromium writes.
        if let Some((_, rest)) = text.split_once("saved from url=(") {
            let address = rest.split_once(')').map(|(_, address)| address.trim());
            self.saved_from = self
                .saved_from
                .take()
                .or_else(|| address.map(str::to_owned));
        }
        if remark::of(&text).is_none() || self.raw.is_some() {
            return;
        }
        let (start, at) = (self.start, comment.span.start);
        let text = Text {
            markup: Span::new(start + at, start + comment.span.end),
            instead: Some((*text).into()),
        };
        let index = self.builder.sink.tree.borrow_mut().add_text(text);
        self.hand(Fed::CommentToken(StrTendril::from(index.to_string())), at);
    }

    fn doctype(&mut self, doctype: &html5gum::Doctype<usize>) {
        let text = |value: &HtmlString| StrTendril::from(&*String::from_utf8_lossy(value));
        let fed = Doctype {
            name: Some(text(&doctype.name)),
            public_id: doctype.public_identifier.as_ref().map(text),
            system_id: doctype.system_identifier.as_ref().map(text),
            force_quirks: doctype.force_quirks,
        };
        self.hand(Fed::DoctypeToken(fed), doctype.span.start);
    }
}
