//! Paragraphs, headings, lists, tables, and the environments that make them.

use super::Writer;
use super::counting::style;
use super::scopes::{End, Items};
use super::token::{Kind, Token};
use super::vocabulary::{Place, place};
use super::waiting::Waiting;
use crate::document::{BlockKind, Span};

/// Classes of books, in which each chapter counts its footnotes anew.
const BOOKS: &[&str] = &[
    "book",
    "report",
    "scrbook",
    "scrreprt",
    "memoir",
    "extbook",
    "extreport",
    "svmono",
];

impl Writer {
    /// The end of a paragraph; in a table only a blank.
    pub(super) fn paragraph(&mut self) {
        if self.tables == 0 {
            self.end_block();
        } else {
            self.is_math_dead = false;
        }
    }

    /// `\section*[short]{Long}`
    pub(super) fn heading(&mut self, name: &str) {
        self.end_block();
        self.heading_resets(name);
        self.mouth.star();
        self.mouth.optional();
        self.enter(End::Block);
        self.kind = BlockKind::Heading;
    }

    pub(super) fn caption(&mut self, name: &str) {
        self.end_block();
        self.mouth.star();
        if name == "captionof" {
            self.mouth.argument();
        }
        self.mouth.optional();
        self.enter(End::Block);
        self.kind = BlockKind::Paragraph;
    }

    /// The end of a line, or of a row.
    pub(super) fn line(&mut self, token: Token) {
        self.mouth.star();
        // Only a length stands in these brackets; a citation on the next line is none.
        let is_length = self
            .mouth
            .peek()
            .is_some_and(|next| next.kind == Kind::Left && next.text.start == token.text.end);
        if is_length {
            self.mouth.optional();
        }
        if self.tables > 0 {
            self.end_block();
        } else if self.is_open {
            self.composer.line_break(token.place());
        }
    }

    /// The class of the document; a file that was taken in and has one is a document of its own up to its `\begin`.
    pub(super) fn class(&mut self) {
        self.mouth.optional();
        let argument = self.mouth.argument();
        let class = self.mouth.string(&argument);
        if !self.mouth.is_paper() {
            self.is_silent = true;
        } else if BOOKS.contains(&class.as_str()) {
            self.counters.resets.insert("chapter".to_owned());
        }
    }

    /// Title, authors and date.
    pub(super) fn make_title(&mut self, command: Token) {
        self.end_block();
        let mut tokens = Vec::new();
        let at = command.place();
        for (kind, words) in std::mem::take(&mut self.title) {
            tokens.push(Token::new(Kind::Paragraph, at));
            let is_title = matches!(kind.as_str(), "title" | "subtitle");
            if is_title {
                tokens.push(Token::new(Kind::Order("title begins"), at));
                tokens.push(Token::new(Kind::Open, at));
            }
            tokens.extend(words);
            if is_title {
                tokens.push(Token::new(Kind::Close, at));
            }
            tokens.push(Token::new(Kind::Paragraph, at));
        }
        self.mouth.put(tokens);
    }

    pub(super) fn begin(&mut self, command: Token) {
        let argument = self.mouth.argument();
        let name = self.mouth.string(&argument);
        let (kind, arguments) = place(&name);
        if kind == Place::Plain
            && !self.is_silent
            && let Some(own) = self.macros.environment(&name).cloned()
        {
            self.open_environment(&name, End::Own);
            own.begin.expand(command, &mut self.mouth);
            return;
        }
        if self.is_silent && !matches!(kind, Place::Document | Place::Dropped | Place::Code) {
            return;
        }
        if kind == Place::Float && self.is_open && !self.in_float && !self.in_note {
            let tokens = self.environment(&name, command);
            self.waiting.push_back(Waiting::Float(tokens));
            return;
        }
        if !matches!(
            kind,
            Place::Document | Place::Math | Place::Dropped | Place::Code
        ) {
            self.end_block();
        }
        let options = match kind {
            Place::Math | Place::Document => None,
            _ => self.options(),
        };
        for _ in 0..arguments {
            self.mouth.argument();
        }
        self.open_place(kind, &name, options);
    }

    fn options(&mut self) -> Option<Vec<Token>> {
        let options = self.mouth.optional()?;
        // A minipage has up to three.
        while self
            .mouth
            .peek()
            .is_some_and(|next| next.kind == Kind::Left)
        {
            if self.mouth.optional().is_none() {
                break;
            }
        }
        Some(options)
    }

    fn open_place(&mut self, kind: Place, name: &str, options: Option<Vec<Token>>) {
        match kind {
            Place::Document => self.is_silent = false,
            Place::Quotation => {
                self.open_environment(name, End::Block);
                self.kind = BlockKind::Quotation;
            }
            Place::Numbered | Place::Bullets => {
                let items = self.new_items(kind == Place::Numbered, options.unwrap_or_default());
                self.open_environment(name, End::List(items));
                self.kind = BlockKind::ListItem;
            }
            Place::Table => {
                self.open_environment(name, End::Table);
                self.kind = BlockKind::Table;
            }
            Place::Bibliography => self.open_works(name),
            Place::Math => self.math_environment(name),
            Place::Dropped => self.drop_environment(name),
            Place::Code => self.code(name),
            Place::Minipage => {
                self.counters.set("mpfootnote", 0);
                self.new_list("mpfootnote");
                self.open_environment(name, End::Minipage);
            }
            Place::Float | Place::Plain => self.open_environment(name, End::Block),
        }
    }

    pub(super) fn end(&mut self) {
        let argument = self.mouth.argument();
        let name = self.mouth.string(&argument);
        if name == "document" {
            self.end_document();
        } else if self.is_own(&name) {
            // What the paper says of its end comes first.
            let end = self.macros.environment(&name).map(|own| own.end.to_vec());
            let mut tokens = end.unwrap_or_default();
            let at = argument.first().map_or(Span::new(0, 0), |first| first.text);
            let to = argument.last().map_or(at, |last| last.text);
            let named = Span::new(at.start, to.end.max(at.start));
            if self.mouth.spend(tokens.len() + 1) {
                tokens.push(Token::new(Kind::Order("environment ends"), named));
                self.mouth.put(tokens);
            }
        } else {
            self.close_environment(&name);
        }
    }

    fn end_document(&mut self) {
        self.end_block();
        if self.mouth.is_paper() {
            self.mouth.end_file();
        }
        self.mouth.end_file();
    }

    /// Everything up to the end of an environment, as a group of its own.
    fn environment(&mut self, name: &str, begin: Token) -> Vec<Token> {
        let mut tokens = Vec::new();
        while let Some(token) = self.mouth.next() {
            let ends = self.mouth.is_word(token, "end");
            if !self.mouth.spend(1) {
                self.mouth.put(vec![token]);
                break;
            }
            if ends {
                let argument = self.mouth.argument();
                if self.mouth.string(&argument) == name {
                    break;
                }
                let at = begin.place();
                tokens.push(token);
                tokens.push(Token::new(Kind::Open, at));
                tokens.extend(argument);
                tokens.push(Token::new(Kind::Close, at));
            } else {
                tokens.push(token);
            }
        }
        tokens
    }

    fn math_environment(&mut self, name: &str) {
        let begin = Token::new(Kind::Paragraph, Span::new(0, 0));
        let tokens = self.environment(name, begin);
        self.mathematics(&tokens);
    }

    fn drop_environment(&mut self, name: &str) {
        let begin = Token::new(Kind::Paragraph, Span::new(0, 0));
        self.environment(name, begin);
    }

    /// Program text.
    fn code(&mut self, name: &str) {
        if self.is_silent {
            return self.drop_environment(name);
        }
        self.end_block();
        self.open_environment(name, End::Block);
        self.kind = BlockKind::Code;
    }

    fn new_items(&mut self, is_numbered: bool, options: Vec<Token>) -> Items {
        let depth = self.numbered + 1;
        let counter = ["enumi", "enumii", "enumiii", "enumiv"];
        let name = counter
            .get(depth - 1)
            .map(|counter| format!("label{counter}"));
        let said = name.and_then(|name| self.macros.command(&name));
        let mut shape = said.map(|said| said.body().to_vec());
        let text = self.mouth.string(&options);
        let start = text.split("start=").nth(1).map(|rest| {
            let digits = rest
                .trim_start()
                .split(|c: char| !c.is_ascii_digit())
                .next();
            digits.unwrap_or_default().to_owned()
        });
        if style(&options, &self.mouth).is_some() {
            shape = Some(self.label_option(options));
        }
        Items {
            is_numbered,
            number: start
                .and_then(|start| start.parse().ok())
                .map_or(0, |start: i64| start - 1),
            shape,
            depth,
        }
    }

    /// What stands behind `label=` in `[label=(\alph*), start=3]`.
    fn label_option(&self, options: Vec<Token>) -> Vec<Token> {
        let mut shape = Vec::new();
        for token in options {
            if token.kind == Kind::Text {
                let text = self.mouth.text(token);
                let from = text.find("label=").map_or(0, |at| at + "label=".len());
                let to = text[from..].find(',').map_or(text.len(), |at| from + at);
                let span = Span::new(token.text.start + from, token.text.start + to);
                shape.push(Token {
                    text: span,
                    ..token
                });
                if to < text.len() && !shape.is_empty() && style(&shape, &self.mouth).is_some() {
                    break;
                }
            } else if token.kind != Kind::Space {
                shape.push(token);
            }
        }
        shape
    }

    pub(super) fn item(&mut self, token: Token) {
        self.end_block();
        let label = self.mouth.optional();
        let Some(items) = self.items() else {
            return;
        };
        if let Some(mut tokens) = label {
            tokens.push(Token::new(Kind::Made(" "), token.place()));
            self.mouth.put(tokens);
            return;
        }
        if items.is_numbered {
            items.number = items.number.saturating_add(1);
            let (number, depth, shape) = (items.number, items.depth, items.shape.clone());
            let label = self.item_label(number, depth, shape.as_deref());
            self.ensure_open();
            self.composer.instead(&label, token.place());
        }
    }
}
