//! The mouth of TeX: the tokens of files, of macros and of what was put back, one behind the other.

use std::path::PathBuf;
use std::rc::Rc;

use super::files::{Ending, Files};
use super::token::{Kind, Lexer, Token};
use crate::document::Span;

/// How many tokens may be taken twice, in macros and arguments, for a paper of no length: a macro that calls itself has
/// no end.
const SPARE_TOKENS: usize = 250_000;

/// How many more for each byte of the paper.
const TOKENS_PER_BYTE: usize = 2;

/// Where tokens come from.
enum Frame {
    File {
        lexer: Lexer,
        /// Its true path; `None` for the paper itself.
        path: Option<PathBuf>,
    },
    List {
        tokens: Vec<Token>,
        next: usize,
    },
}

/// Everything that is still to be read.
pub(super) struct Mouth {
    pub(super) files: Files,
    frames: Vec<Frame>,
    /// Frames at or below this height are left alone: they are the text around a note.
    floor: usize,
    /// How many tokens may still be taken twice.
    budget: usize,
    /// What to tell people.
    pub(super) warnings: Vec<String>,
}

impl Mouth {
    pub(super) fn new(files: Files) -> Self {
        let paper = Span::new(0, files.markup.len());
        let budget = SPARE_TOKENS + TOKENS_PER_BYTE * paper.len();
        Self {
            files,
            frames: vec![Frame::File {
                lexer: Lexer::new(paper),
                path: None,
            }],
            floor: 0,
            budget,
            warnings: Vec::new(),
        }
    }

    /// The next token above the floor.
    pub(super) fn next(&mut self) -> Option<Token> {
        while self.frames.len() > self.floor {
            let token = match self.frames.last_mut()? {
                Frame::File { lexer, .. } => lexer.next(&self.files.markup),
                Frame::List { tokens, next } => {
                    *next += 1;
                    tokens.get(*next - 1).copied()
                }
            };
            if token.is_some() {
                return token;
            }
            self.frames.pop();
        }
        None
    }

    /// Puts tokens before all others.
    pub(super) fn put(&mut self, tokens: Vec<Token>) {
        if !tokens.is_empty() {
            self.frames.push(Frame::List { tokens, next: 0 });
        }
    }

    /// The characters of a token.
    pub(super) fn text(&self, token: Token) -> &str {
        match token.kind {
            Kind::Order(name) | Kind::Made(name) => name,
            _ => &self.files.markup[token.text.start..token.text.end],
        }
    }

    /// Whether a token is this command.
    pub(super) fn is_word(&self, token: Token, name: &str) -> bool {
        matches!(token.kind, Kind::Word | Kind::Order(_)) && self.text(token) == name
    }

    /// The characters of tokens, without braces and commands.
    pub(super) fn string(&self, tokens: &[Token]) -> String {
        let mut string = String::new();
        for &token in tokens {
            match token.kind {
                Kind::Open | Kind::Close | Kind::Word | Kind::Order(_) => {}
                Kind::Space | Kind::Paragraph => string.push(' '),
                _ => string.push_str(self.text(token)),
            }
        }
        string.trim().to_owned()
    }

    /// Whether no token can be taken twice any more.
    pub(super) fn is_spent(&self) -> bool {
        self.budget == 0
    }

    /// Takes so many tokens from the budget.
    pub(super) fn spend(&mut self, tokens: usize) -> bool {
        if self.budget < tokens {
            let message = "its macros and arguments come to more than can be followed; the rest is read without them";
            if self.budget > 0 {
                self.warnings.push(message.to_owned());
            }
            self.budget = 0;
            return false;
        }
        self.budget -= tokens;
        true
    }

    /// Passes over white space.
    pub(super) fn skip_spaces(&mut self) {
        while let Some(token) = self.next() {
            if token.kind != Kind::Space {
                self.put(vec![token]);
                return;
            }
        }
    }

    /// The next token without taking it.
    pub(super) fn peek(&mut self) -> Option<Token> {
        let token = self.next()?;
        self.put(vec![token]);
        Some(token)
    }

    /// Takes a star, if one comes.
    pub(super) fn star(&mut self) -> bool {
        let Some(token) = self.next() else {
            return false;
        };
        let is_star = token.kind == Kind::Text && self.text(token).starts_with('*');
        if !is_star {
            self.put(vec![token]);
        } else if token.text.len() > 1 {
            let text = Span::new(token.text.start + 1, token.text.end);
            self.put(vec![Token { text, ..token }]);
        }
        is_star
    }

    /// An argument: a group without its braces, or one token.
    pub(super) fn argument(&mut self) -> Vec<Token> {
        self.skip_spaces();
        match self.next() {
            Some(token) if token.kind == Kind::Open => self.group(None),
            Some(token) if token.kind == Kind::Text => {
                let first = self.text(token).chars().next().map_or(0, char::len_utf8);
                let split = token.text.start + first;
                if split < token.text.end {
                    let text = Span::new(split, token.text.end);
                    self.put(vec![Token { text, ..token }]);
                }
                let text = Span::new(token.text.start, split.min(token.text.end));
                vec![Token { text, ..token }]
            }
            Some(token) if matches!(token.kind, Kind::Close | Kind::Paragraph) => {
                self.put(vec![token]);
                Vec::new()
            }
            Some(token) => vec![token],
            None => Vec::new(),
        }
    }

    /// What stands before the brace that closes a group whose first brace has been taken. A group that nobody closes
    /// ends before the first of the commands `limits`, or else with the paper.
    pub(super) fn group(&mut self, limits: Option<&[&str]>) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.next() {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => return tokens,
                Kind::Close => depth -= 1,
                Kind::Word if limits.is_some_and(|limits| limits.contains(&self.text(token))) => {
                    self.put(vec![token]);
                    break;
                }
                _ => {}
            }
            if !self.spend(1) {
                self.put(vec![token]);
                break;
            }
            tokens.push(token);
        }
        if limits.is_some() {
            let at = tokens.first().map_or(0, |first| first.place().start);
            let place = self.files.place(at);
            self.warnings
                .push(format!("{place}: a brace is opened and never closed"));
        }
        tokens
    }

    /// An optional argument, if one comes in this paragraph.
    pub(super) fn optional(&mut self) -> Option<Vec<Token>> {
        self.bracketed(Kind::Left, Kind::Right)
    }

    /// What stands between two signs, if the first comes next.
    fn bracketed(&mut self, open: Kind, close: Kind) -> Option<Vec<Token>> {
        let mut taken = Vec::new();
        let mut first = self.next()?;
        while first.kind == Kind::Space {
            taken.push(first);
            let Some(next) = self.next() else {
                self.put(taken);
                return None;
            };
            first = next;
        }
        taken.push(first);
        let from = taken.len();
        let mut depth = 0_usize;
        if first.kind != open {
            self.put(taken);
            return None;
        }
        while let Some(next) = self.next() {
            match next.kind {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => {
                    taken.push(next);
                    break;
                }
                Kind::Close => depth -= 1,
                kind if kind == close && depth == 0 => {
                    taken.drain(..from);
                    return Some(taken);
                }
                _ => {}
            }
            taken.push(next);
            if next.kind == Kind::Paragraph || !self.spend(1) {
                break;
            }
        }
        self.put(taken);
        None
    }

    /// `(…)`, as `\cites` has it; a parenthesis is no token of its own, so the run of text decides.
    pub(super) fn parenthesis(&mut self) -> Option<Vec<Token>> {
        let token = self.next()?;
        let text = self.text(token);
        let inside = (token.kind == Kind::Text)
            .then(|| text.strip_prefix('(')?.find(')'))
            .flatten();
        let Some(length) = inside else {
            self.put(vec![token]);
            return None;
        };
        let start = token.text.start + 1;
        let rest = Span::new(start + length + 1, token.text.end);
        if !rest.is_empty() {
            self.put(vec![Token {
                text: rest,
                ..token
            }]);
        }
        let text = Span::new(start, start + length);
        Some(vec![Token { text, ..token }])
    }

    /// Whether a sign of text comes next, such as the `=` of `\let`.
    pub(super) fn sign(&mut self, sign: char) -> bool {
        let Some(token) = self.next() else {
            return false;
        };
        if token.kind == Kind::Text && self.text(token).starts_with(sign) {
            let text = Span::new(token.text.start + sign.len_utf8(), token.text.end);
            if !text.is_empty() {
                self.put(vec![Token { text, ..token }]);
            }
            return true;
        }
        self.put(vec![token]);
        false
    }

    /// Reads a file at this point.
    pub(super) fn input(&mut self, name: &str, at: Span) {
        let beside = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::File { path, .. } => path.as_ref()?.parent().map(PathBuf::from),
            Frame::List { .. } => None,
        });
        let found = self.files.find(name, beside.as_deref(), Ending::Tex);
        let is_open = |found: &PathBuf| {
            self.frames
                .iter()
                .any(|frame| matches!(frame, Frame::File { path: Some(path), .. } if path == found))
        };
        let taken = match found {
            Ok(path) if is_open(&path) => Err("it takes in itself".to_owned()),
            Ok(_) => self.files.take(name, beside.as_deref(), Ending::Tex),
            Err(why) => Err(why),
        };
        match taken {
            Ok(taken) => self.frames.push(Frame::File {
                lexer: Lexer::new(taken.span),
                path: Some(taken.path),
            }),
            Err(why) => self.missed(name, at, &why),
        }
    }

    /// Says that a file was not read.
    pub(super) fn missed(&mut self, name: &str, at: Span, why: &str) {
        let place = self.files.place(at.start);
        self.warnings
            .push(format!("{place}: “{name}” is not read: {why}"));
    }

    /// The rest of the file that is being read is no text.
    pub(super) fn end_file(&mut self) {
        while self.frames.len() > self.floor {
            if let Some(Frame::File { lexer, .. }) = self.frames.last_mut() {
                lexer.stop();
                return;
            }
            self.frames.pop();
        }
    }

    /// Whether the file that is being read is the paper itself.
    pub(super) fn is_paper(&self) -> bool {
        let file = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::File { path, .. } => Some(path.is_none()),
            Frame::List { .. } => None,
        });
        file.unwrap_or(true)
    }

    /// From now on only these tokens are read, until there are none left; gives what [`Self::leave`] wants back.
    pub(super) fn enter(&mut self, tokens: Vec<Token>) -> usize {
        let before = self.floor;
        self.floor = self.frames.len();
        self.put(tokens);
        before
    }

    /// What stood around is read again.
    pub(super) fn leave(&mut self, floor: usize) {
        self.frames.truncate(self.floor);
        self.floor = floor;
    }

    /// The body of a macro with its arguments in it, shown to stand where the macro is called.
    pub(super) fn expanded(
        &mut self,
        body: &Rc<Vec<Token>>,
        arguments: &[Vec<Token>],
        site: Span,
    ) -> Option<Vec<Token>> {
        let mut tokens = Vec::with_capacity(body.len());
        for &token in body.iter() {
            if let Kind::Parameter(number) = token.kind
                && let Some(argument) = usize::from(number)
                    .checked_sub(1)
                    .and_then(|index| arguments.get(index))
            {
                if !self.spend(argument.len()) {
                    return None;
                }
                tokens.extend_from_slice(argument);
                continue;
            }
            tokens.push(Token {
                site: Some(site),
                ..token
            });
        }
        self.spend(body.len() + 1).then_some(tokens)
    }
}
