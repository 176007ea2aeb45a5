//! The eyes of TeX: from characters to tokens.
//!
//! There is a crate that parses LaTeX, `badness-parser`, and it was tried: at version 0.12 its tree takes time that grows
//! with the square of the nesting (10,000 open groups: 0.7 to 6 seconds), 100,000 overflow the stack, and its lexer alone
//! takes time that grows with the square of the length of a line with many `\url{` (50 kB: a second). Besides, a tree made
//! before macros are expanded does not show the notes that macros open. So tokens are read here, one at a time, as TeX
//! does: nothing nests, nothing is looked at more than a bounded number of times.

use std::collections::VecDeque;

use crate::document::Span;

/// How far the end of `\url{…}` or `\verb|…|` is looked for, in bytes.
const LONGEST_RAW: usize = 2048;

/// Environments whose content is not read as TeX, or not at all.
pub(super) const VERBATIM: &[&str] = &[
    "verbatim",
    "verbatim*",
    "Verbatim",
    "BVerbatim",
    "LVerbatim",
    "lstlisting",
    "minted",
    "alltt",
    "comment",
    "filecontents",
    "filecontents*",
    "tikzpicture",
    "pgfpicture",
    "asy",
];

/// Commands whose argument is an address, with the signs that TeX would take for its own.
const ADDRESSES: &[&str] = &["url", "path", "nolinkurl", "href", "burl", "Url"];

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `\name`; the span is that of the name.
    Word,
    /// `\%`; the span is that of the sign.
    Symbol,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `[`
    Left,
    /// `]`
    Right,
    /// `$`
    Dollar,
    /// `&`
    Align,
    /// `#1`
    Parameter(u8),
    /// `^`
    Above,
    /// `_`
    Below,
    /// `~`
    Tie,
    /// White space.
    Space,
    /// A blank line.
    Paragraph,
    /// A run of characters that mean nothing to TeX.
    Text,
    /// What stands between the signs of `\verb|…|`, in an address, in a verbatim environment.
    Raw,
    /// The name of a work in a `\cite`.
    Key,
    /// A command that another one stands for.
    Order(&'static str),
    /// Text that a command stands for.
    Made(&'static str),
}

/// A token, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Its own characters in the markup; the name without the backslash in a command.
    pub(super) text: Span,
    /// Where a person looks for it: the call of the macro that it comes from.
    pub(super) site: Option<Span>,
}

impl Token {
    /// A token of our own making at a place.
    pub(super) fn new(kind: Kind, at: Span) -> Self {
        Self {
            kind,
            text: at,
            site: None,
        }
    }

    /// Where it is shown to stand.
    pub(super) fn place(self) -> Span {
        self.site.unwrap_or(self.text)
    }
}

/// The eyes on one file.
#[derive(Debug)]
pub(super) struct Lexer {
    at: usize,
    end: usize,
    /// Whether only white space has been seen in this line.
    is_line_start: bool,
    /// Whether `@` is a letter.
    at_is_letter: bool,
    ahead: VecDeque<Token>,
}

impl Lexer {
    /// Eyes on a stretch of the markup.
    pub(super) fn new(span: Span) -> Self {
        Self {
            at: span.start,
            end: span.end,
            is_line_start: true,
            at_is_letter: false,
            ahead: VecDeque::new(),
        }
    }

    /// Nothing more is read.
    pub(super) fn stop(&mut self) {
        self.at = self.end;
        self.ahead.clear();
    }

    /// The next token.
    pub(super) fn next(&mut self, markup: &str) -> Option<Token> {
        if let Some(token) = self.ahead.pop_front() {
            return Some(token);
        }
        loop {
            let rest = &markup[self.at..self.end];
            let first = rest.chars().next()?;
            let start = self.at;
            if first == '%' {
                self.comment(rest);
                continue;
            }
            if first.is_ascii_whitespace() {
                if let Some(token) = self.white(rest) {
                    return Some(token);
                }
                continue;
            }
            self.is_line_start = false;
            if first == '\\' {
                return Some(self.command(markup));
            }
            let (kind, length) = sign(rest, first);
            self.at += length;
            return Some(Token::new(kind, Span::new(start, self.at)));
        }
    }

    /// A comment goes to the end of its line, and takes the blanks before the next one with it.
    fn comment(&mut self, rest: &str) {
        let line = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += line;
        self.is_line_start = true;
        let rest = &rest[line..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    fn white(&mut self, rest: &str) -> Option<Token> {
        let white = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_ascii_whitespace())
                .len();
        let lines = rest[..white].matches('\n').count();
        let span = Span::new(self.at, self.at + white);
        self.at += white;
        let is_paragraph = lines > 1 || lines == 1 && self.is_line_start;
        let was_line_start = self.is_line_start;
        self.is_line_start = lines > 0;
        if is_paragraph {
            return Some(Token::new(Kind::Paragraph, span));
        }
        (!was_line_start || lines > 0).then(|| Token::new(Kind::Space, span))
    }

    fn command(&mut self, markup: &str) -> Token {
        let start = self.at + 1;
        let rest = &markup[start..self.end];
        let is_letter = |c: char| c.is_ascii_alphabetic() || self.at_is_letter && c == '@';
        let length = rest.len() - rest.trim_start_matches(is_letter).len();
        if length == 0 {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            self.at = start + length;
            return Token::new(Kind::Symbol, Span::new(start, self.at));
        }
        self.at = start + length;
        let name = &rest[..length];
        let token = Token::new(Kind::Word, Span::new(start, self.at));
        match name {
            "makeatletter" => self.at_is_letter = true,
            "makeatother" => self.at_is_letter = false,
            "verb" | "Verb" | "lstinline" | "spverb" | "EscVerb" => {
                self.delimited(markup);
                return token;
            }
            "begin" => {
                self.verbatim(markup);
                return token;
            }
            _ if ADDRESSES.contains(&name) => self.address(markup),
            _ => {}
        }
        if self.ahead.is_empty() {
            self.swallow(markup);
        }
        token
    }

    /// White space behind a command is no text; a blank line still is one.
    fn swallow(&mut self, markup: &str) {
        let rest = &markup[self.at..self.end];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let behind = &rest[blanks..];
        let line = behind
            .strip_prefix("\r\n")
            .or_else(|| behind.strip_prefix('\n'));
        let Some(next) = line else {
            self.at += blanks;
            return;
        };
        let indent = next.len() - next.trim_start_matches([' ', '\t', '\r']).len();
        if next[indent..].starts_with('\n') {
            return;
        }
        self.is_line_start = true;
        self.at = self.end - (next.len() - indent);
    }

    /// `|…|` behind `\verb`.
    fn delimited(&mut self, markup: &str) {
        let rest = &markup[self.at..self.end];
        let body = rest.strip_prefix('*').unwrap_or(rest);
        let Some(sign) = body.chars().next().filter(|sign| !sign.is_whitespace()) else {
            return;
        };
        let closing = if sign == '{' { '}' } else { sign };
        let from = self.end - body.len() + sign.len_utf8();
        let within = bounded(&markup[from..self.end]);
        let line = within.find('\n').map_or(within, |end| &within[..end]);
        if let Some(length) = line.find(closing) {
            self.ahead
                .push_back(Token::new(Kind::Raw, Span::new(from, from + length)));
            self.at = from + length + closing.len_utf8();
        }
    }

    /// `{…}` behind `\url`.
    fn address(&mut self, markup: &str) {
        let rest = &markup[self.at..self.end];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let Some(inside) = trimmed.strip_prefix('{').map(bounded) else {
            return;
        };
        let from = self.end - trimmed.len() + 1;
        let mut depth = 0;
        for (offset, sign) in inside.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    let end = from + offset;
                    let open = Token::new(Kind::Open, Span::new(from - 1, from));
                    let raw = Token::new(Kind::Raw, Span::new(from, end));
                    let close = Token::new(Kind::Close, Span::new(end, end + 1));
                    self.ahead.extend([open, raw, close]);
                    self.at = end + 1;
                    return;
                }
                '}' => depth -= 1,
                '\n' if inside[offset + 1..]
                    .trim_start_matches([' ', '\t', '\r'])
                    .starts_with('\n') =>
                {
                    return;
                }
                _ => {}
            }
        }
    }

    /// `{verbatim}…` up to `\end{verbatim}`.
    fn verbatim(&mut self, markup: &str) {
        let rest = &markup[self.at..self.end];
        let Some((name, _)) = rest.strip_prefix('{').and_then(|inside| {
            let near = &inside[..bounded_to(inside, 32)];
            near.split_once('}')
        }) else {
            return;
        };
        if !VERBATIM.contains(&name) {
            return;
        }
        let from = self.at + name.len() + 2;
        let closing = format!("\\end{{{name}}}");
        let end = markup[from..self.end]
            .find(&closing)
            .map_or(self.end, |length| from + length);
        let named = Span::new(self.at + 1, self.at + 1 + name.len());
        self.ahead.extend([
            Token::new(Kind::Open, Span::new(self.at, self.at + 1)),
            Token::new(Kind::Text, named),
            Token::new(Kind::Close, Span::new(from - 1, from)),
            Token::new(Kind::Raw, Span::new(from, end)),
        ]);
        self.at = end;
    }
}

/// One sign that means something to TeX, or a run of those that mean nothing.
fn sign(rest: &str, first: char) -> (Kind, usize) {
    let kind = match first {
        '{' => Kind::Open,
        '}' => Kind::Close,
        '[' => Kind::Left,
        ']' => Kind::Right,
        '$' => Kind::Dollar,
        '&' => Kind::Align,
        '^' => Kind::Above,
        '_' => Kind::Below,
        '~' => Kind::Tie,
        '#' => {
            let digit = rest[1..]
                .chars()
                .next()
                .and_then(|digit| digit.to_digit(10));
            return match digit.and_then(|digit| u8::try_from(digit).ok()) {
                Some(number) => (Kind::Parameter(number), 2),
                None => (Kind::Parameter(0), 1),
            };
        }
        _ => {
            let is_sign = |c: char| c.is_ascii_whitespace() || "\\{}[]$&^_~#%".contains(c);
            return (Kind::Text, rest.find(is_sign).unwrap_or(rest.len()));
        }
    };
    (kind, 1)
}

fn bounded(text: &str) -> &str {
    &text[..bounded_to(text, LONGEST_RAW)]
}

/// At most so many bytes of a text, in whole characters.
fn bounded_to(text: &str, bytes: usize) -> usize {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
