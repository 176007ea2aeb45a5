//! What stands inside a paragraph: notes, and the markup in which no typed marker can stand.
//!
//! One pass from left to right, as `CommonMark` has it: code spans, tags and autolinks bind more tightly than
//! brackets, and brackets are matched with a stack.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Content;
use super::reference::{Definition, folded};
use crate::document::{NativeMarker, Span};

/// The longest label of a note or a link reference, in bytes; `CommonMark` allows a link 999 characters.
const LONGEST_LABEL: usize = 1000;

/// The longest run of backticks that begins a code span, as in comrak.
const LONGEST_FENCE: usize = 80;

/// How far behind `<sup>` its end may be, in bytes.
const LONGEST_SUPERSCRIPT: usize = 200;

/// Notes in notes in notes: each holds the text of all that are in it, so that they cannot go on for ever.
const MOST_NESTED: usize = 8;

const SUPERSCRIPT_END: &[u8] = b"</sup>";

/// An autolink, or an opening or closing tag with its attributes.
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let attribute = r#"\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"#;
    Regex::new(&format!(
        r"^<(?:[A-Za-z][A-Za-z0-9.+-]{{1,31}}:[^\s<>]*|/[A-Za-z][A-Za-z0-9-]*\s*|[A-Za-z][A-Za-z0-9-]*(?:{attribute})*\s*/?)>"
    ))
    .ok()
});

/// The address of a link and its title, from the bracket on that closes the text; brackets in an address may stand in
/// each other.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let address = r"<[^<>\n]*>|[^\s<()]?[^\s()]*(?:\((?:[^\s()]|\([^\s()]*\))*\)[^\s()]*)*";
    let title = r#""[^"]*"|'[^']*'|\([^()]*\)"#;
    Regex::new(&format!(r"^\]\(\s*(?:{address})(?:\s+(?:{title}))?\s*\)")).ok()
});

/// Which link references are defined, and how they are used.
pub(super) struct Links {
    defined: BTreeSet<String>,
    /// Those that a text is linked to: `[text][label]`.
    addresses: BTreeSet<String>,
}

impl Links {
    pub(super) fn of(definitions: &[Definition]) -> Self {
        Self {
            defined: definitions
                .iter()
                .map(|definition| definition.label.clone())
                .collect(),
            addresses: BTreeSet::new(),
        }
    }

    /// Whether a definition is a note in disguise: `[13]: https://example.org` that is called as `[13]`.
    pub(super) fn is_note(&self, label: &str) -> bool {
        label.bytes().all(|byte| byte.is_ascii_digit()) && !self.addresses.contains(label)
    }
}

/// A bracket that has not been closed yet.
enum Open {
    Note(usize),
    Bracket(usize),
}

/// Markup that a browser reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Markup {
    /// A tag.
    Tag(Span),
    /// A comment.
    Comment(Span),
    /// The sign with which a link begins that leads to a name of the same document.
    Opens(Span, String),
    /// What closes it, with the name.
    Closes(Span),
}

impl Markup {
    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Tag(span) | Self::Comment(span) | Self::Opens(span, _) | Self::Closes(span) => {
                *span
            }
        }
    }
}

/// What was found so far.
pub(super) struct Inline<'a> {
    text: &'a str,
    pub(super) links: Links,
    pub(super) markers: Vec<NativeMarker>,
    pub(super) opaque: Vec<Span>,
    /// Tags, comments and links within the document; those of a link not in their order.
    pub(super) markup: Vec<Markup>,
    /// Where the element `<sup>` ends that we are in; its typed marker is to be seen.
    superscript_until: usize,
}

impl<'a> Inline<'a> {
    pub(super) fn new(text: &'a str, links: Links) -> Self {
        Self {
            text,
            links,
            markers: Vec::new(),
            opaque: Vec::new(),
            markup: Vec::new(),
            superscript_until: 0,
        }
    }

    /// Scans one block.
    pub(super) fn scan(&mut self, block: Span, content: Content) {
        let (mut open, mut notes) = (Vec::new(), 0);
        let mut unclosed = Unclosed::default();
        let mut at = block.start;
        while let Some(found) = self.text[at..block.end].find(['\\', '`', '<', '$', '^', '[', ']'])
        {
            at += found;
            let rest = &self.text[at..block.end];
            let sign = rest.as_bytes()[0];
            let length = match (sign, content) {
                (b'<', _) => self.tag(rest, at, &mut unclosed),
                (_, Content::Html) => None,
                (b'\\', _) => Some(1 + rest[1..].chars().next().map_or(0, char::len_utf8)),
                (b'`', _) => Some(self.code(rest, at, &mut unclosed)),
                (b'$', _) => self.math(rest, at),
                (b'^', _) if notes < MOST_NESTED && rest.starts_with("^[") => {
                    notes += 1;
                    open.push(Open::Note(at));
                    Some(2)
                }
                (b'[', _) => self.reference(rest, at).or_else(|| {
                    open.push(Open::Bracket(at));
                    None
                }),
                (b']', _) => match open.pop() {
                    Some(Open::Note(start)) => {
                        notes -= 1;
                        self.inline_note(start, at);
                        None
                    }
                    Some(Open::Bracket(start)) => self.link(rest, at, start),
                    None => None,
                },
                _ => None,
            };
            at += length.unwrap_or(1);
        }
    }

    fn hide(&mut self, start: usize, length: usize) -> usize {
        if start >= self.superscript_until {
            self.opaque.push(Span::new(start, start + length));
        }
        length
    }

    /// A code span, or a run of backticks that begins none.
    fn code(&mut self, rest: &str, at: usize, unclosed: &mut Unclosed) -> usize {
        let fence = rest.len() - rest.trim_start_matches('`').len();
        if fence > LONGEST_FENCE || unclosed.fences.contains(&fence) {
            return fence;
        }
        let mut end = fence;
        while let Some(found) = rest[end..].find('`') {
            end += found;
            let run = rest[end..].len() - rest[end..].trim_start_matches('`').len();
            end += run;
            if run == fence {
                return self.hide(at, end);
            }
        }
        unclosed.fences.insert(fence);
        fence
    }

    /// A tag, an autolink or a comment.
    fn tag(&mut self, rest: &str, at: usize, unclosed: &mut Unclosed) -> Option<usize> {
        if rest.starts_with("<!--") {
            if unclosed.comment {
                return None;
            }
            let end = rest.find("-->").map(|end| end + "-->".len());
            unclosed.comment = end.is_none();
            return end.map(|end| {
                self.markup.push(Markup::Comment(Span::new(at, at + end)));
                self.hide(at, end)
            });
        }
        let found = TAG.as_ref()?.find(rest)?;
        if is_tag(found.as_str()) {
            let span = Span::new(at, at + found.end());
            self.markup.push(Markup::Tag(span));
        }
        if is_superscript(found.as_str()) && at >= self.superscript_until {
            let inside = &rest.as_bytes()[found.end()..];
            let end = inside[..inside.len().min(LONGEST_SUPERSCRIPT)]
                .windows(SUPERSCRIPT_END.len())
                .position(|window| window.eq_ignore_ascii_case(SUPERSCRIPT_END));
            if let Some(end) = end {
                self.superscript_until = at + found.end() + end + SUPERSCRIPT_END.len();
            }
        }
        Some(self.hide(at, found.end()))
    }

    /// A formula. Only what has a sign of mathematics in it is one, for `$5 to $` may be money.
    fn math(&mut self, rest: &str, at: usize) -> Option<usize> {
        let fence = if rest.starts_with("$$") { 2 } else { 1 };
        let length = rest[fence..].find('$')?;
        let (inside, behind) = rest[fence..].split_at(length);
        let closes = behind.starts_with(&"$$"[..fence])
            && !behind[fence..].starts_with(|next: char| next.is_ascii_digit());
        let tight = fence == 2 || inside.trim() == inside;
        let is_formula = inside.contains(['\\', '_', '^', '=', '{']) && !inside.contains("[^");
        (closes && tight && is_formula).then(|| self.hide(at, 2 * fence + length))
    }

    /// `[^label]`, defined or not.
    fn reference(&mut self, rest: &str, at: usize) -> Option<usize> {
        let inside = rest.strip_prefix("[^")?;
        let end = inside
            .find(|character: char| character.is_whitespace() || "[]`".contains(character))?;
        let label = &inside[..end];
        if label.is_empty() || end > LONGEST_LABEL || !inside[end..].starts_with(']') {
            return None;
        }
        let length = "[^]".len() + end;
        self.markers.push(NativeMarker {
            label: label.to_owned(),
            span: Span::new(at, at + length),
            inline: None,
            list: 0,
            link: None,
            is_implied: false,
        });
        Some(length)
    }

    fn inline_note(&mut self, start: usize, end: usize) {
        self.markers.push(NativeMarker {
            label: String::new(),
            span: Span::new(start, end + 1),
            inline: Some(Span::new(start + "^[".len(), end)),
            list: 0,
            link: None,
            is_implied: false,
        });
    }

    /// What follows the text of a link, from its closing bracket on; `start` is where the opening one stands.
    fn link(&mut self, rest: &str, at: usize, start: usize) -> Option<usize> {
        let length = match rest.as_bytes().get(1)? {
            b'(' => {
                let length = ADDRESS.as_ref()?.find(rest)?.end();
                self.inward(&rest[..length], at, start);
                length
            }
            b'[' => {
                let inside = &rest[2..];
                let end = inside
                    .find(['[', ']'])
                    .filter(|&end| end <= LONGEST_LABEL)?;
                let label = folded(&inside[..end]);
                if !inside[end..].starts_with(']') || !self.links.defined.contains(&label) {
                    return None;
                }
                self.links.addresses.insert(label);
                // A name is no marker even where typed markers are raised: `<sup>[[copy]][27]</sup>`.
                let length = "][]".len() + end;
                self.opaque.push(Span::new(at, at + length));
                length
            }
            _ => return None,
        };
        Some(self.hide(at, length))
    }
}

impl Inline<'_> {
    /// Takes note of a link to a name of the same document.
    fn inward(&mut self, closing: &str, at: usize, start: usize) {
        let address = closing["](".len()..].trim_start().trim_start_matches('<');
        let end = address
            .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>'))
            .unwrap_or(address.len());
        let is_image = self.text[..start].ends_with('!');
        if let Some(name) = address[..end].strip_prefix('#').filter(|_| !is_image) {
            let opening = Span::new(start, start + 1);
            self.markup.push(Markup::Opens(opening, name.to_owned()));
            let closing = Span::new(at, at + closing.len());
            self.markup.push(Markup::Closes(closing));
        }
    }
}

/// Whether it is a tag and no autolink.
fn is_tag(found: &str) -> bool {
    let name = found[1..].trim_start_matches('/');
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    end.is_none_or(|end| {
        name[end..].starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
    })
}

/// What was looked for and is not there to the end of the block, so that it is looked for only once.
#[derive(Default)]
struct Unclosed {
    fences: BTreeSet<usize>,
    comment: bool,
}

fn is_superscript(tag: &str) -> bool {
    tag.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("<sup"))
        && !tag[4..].starts_with(|next: char| next.is_ascii_alphanumeric() || next == '-')
}
