//! What each command does.

use super::Writer;
use super::macros::DEFINERS;
use super::noting::Series;
use super::scopes::End;
use super::token::{Kind, Token};
use super::vocabulary::{Act, act, symbol};
use super::words::address;

impl Writer {
    /// A command by name.
    pub(super) fn command(&mut self, token: Token) {
        let name = self.mouth.text(token).to_owned();
        if matches!(token.kind, Kind::Order(_)) {
            return self.order(token, &name);
        }
        if DEFINERS.contains(&name.as_str()) {
            return self.macros.define(&name, &mut self.mouth);
        }
        if self.condition(&name) {
            return;
        }
        let act = act(&name);
        if self.is_silent && !act.is_some_and(is_of_preamble) {
            return;
        }
        if !act.is_some_and(is_core)
            && let Some(own) = self.macros.command(&name).cloned()
        {
            return own.expand(token, &mut self.mouth);
        }
        match act {
            Some(act) => self.act(act, token, &name),
            None => self.unknown(token),
        }
    }

    /// A sign behind a backslash.
    pub(super) fn symbol(&mut self, token: Token) {
        let sign = self.mouth.text(token).to_owned();
        if self.is_silent {
            return;
        }
        match symbol(&sign) {
            Some(Act::MathInline) => self.delimited(token, ")"),
            Some(Act::MathDisplay) => self.delimited(token, "]"),
            Some(act) => self.act(act, token, &sign),
            None if sign.trim().is_empty() && self.is_open => {
                self.composer.blank(token.place());
            }
            None => {}
        }
    }

    fn order(&mut self, token: Token, name: &str) {
        match name {
            "citation begins" => self.shown_citation(true),
            "citation ends" => self.shown_citation(false),
            "title begins" => self.heading("title"),
            "environment ends" => {
                let own = self.mouth.files.markup[token.text.start..token.text.end].to_owned();
                self.close_environment(&own);
            }
            _ => {}
        }
    }

    /// A command that is not known shows its arguments; what stands in brackets is an option of it.
    fn unknown(&mut self, token: Token) {
        let is_option = self
            .mouth
            .peek()
            .is_some_and(|next| next.kind == Kind::Left && next.text.start == token.text.end);
        if is_option {
            self.mouth.optional();
        }
    }

    // Long because it is a table: a line for each act.
    fn act(&mut self, act: Act, token: Token, name: &str) {
        match act {
            Act::Is(text) => self.made(text, token),
            Act::Nothing(arguments) => self.nothing(arguments),
            Act::Blackened => {
                self.mouth.argument();
                self.made("[REDACTED]", token);
            }
            Act::Shows(arguments) => self.shows(arguments),
            Act::Heading => self.heading(name),
            Act::Footnote => self.note_here(token, self.footnotes()),
            Act::Familiar(counter) => self.note_here(token, Series::Familiar(counter)),
            Act::Sidenote => self.note_here(token, Series::Sidenote),
            Act::Endnote => self.note_here(token, Series::Endnote),
            Act::Thanks => self.note_here(token, Series::Thanks),
            Act::FootnoteMark => self.note_mark(token),
            Act::FootnoteText => self.note_without_mark(),
            Act::Margin => self.margin(),
            Act::Endnotes => self.print_endnotes(),
            Act::Cite => self.cite(token),
            Act::FootCite => self.foot_cite(token),
            Act::Cites => self.cites(token),
            Act::NoCite => self.no_cite(),
            Act::Rule => {
                self.mouth.optional();
                self.mouth.parenthesis();
                self.mouth.argument();
            }
            Act::Example => self.example(),
            Act::Bibliography => self.bibliography(token),
            Act::BibItem => self.bib_item(),
            Act::Input => self.input(token),
            Act::Import => {
                let folder = self.mouth.argument();
                let file = self.mouth.argument();
                let name = format!(
                    "{}/{}",
                    self.mouth.string(&folder),
                    self.mouth.string(&file)
                );
                self.mouth.input(&name, token.place());
            }
            Act::Raised => self.enter(End::Raised),
            Act::Mono => self.enter(End::Mono),
            Act::Accent(sign) => self.accent(token, sign),
            Act::Caption => self.caption(name),
            Act::Item => self.item(token),
            Act::Url => self.url(),
            Act::Href => self.href(),
            Act::Reference => self.reference(),
            Act::Quoted => self.quoted(token),
            Act::Begin => self.begin(token),
            Act::End => self.end(),
            Act::Title => {
                self.mouth.optional();
                let tokens = self.mouth.argument();
                self.title
                    .retain(|(kind, _)| kind != name || name == "author");
                self.title.push((name.to_owned(), tokens));
            }
            Act::MakeTitle => self.make_title(token),
            Act::Class => self.class(),
            Act::Par => self.paragraph(),
            Act::Line => self.line(token),
            Act::Counter => self.counter(name),
            Act::Counted => self.counted(token, name),
            Act::CountedWithin => self.counted_within(name),
            Act::Math => {
                let tokens = self.mouth.argument();
                self.mathematics(&tokens);
            }
            Act::Verb | Act::MathInline | Act::MathDisplay => {}
            Act::EndInput => self.mouth.end_file(),
        }
    }

    /// Passes over a command with its arguments.
    fn nothing(&mut self, arguments: u8) {
        if arguments > 0 {
            self.mouth.star();
            self.mouth.optional();
        }
        for _ in 0..arguments {
            self.mouth.argument();
            self.mouth.optional();
        }
    }

    fn shows(&mut self, arguments: u8) {
        self.mouth.optional();
        for _ in 0..arguments {
            self.mouth.argument();
            self.mouth.optional();
        }
        self.enter(End::Nothing);
    }

    /// `\input{chapters/one}` or `\input chapters/one`.
    fn input(&mut self, token: Token) {
        self.mouth.skip_spaces();
        let Some(next) = self.mouth.next() else {
            return;
        };
        let name = if next.kind == Kind::Open {
            let tokens = self.mouth.group(None);
            self.mouth.string(&tokens)
        } else {
            let mut name = self.mouth.text(next).to_owned();
            while let Some(more) = self.mouth.next() {
                if matches!(more.kind, Kind::Text | Kind::Below | Kind::Tie) {
                    name += self.mouth.text(more);
                } else {
                    self.mouth.put(vec![more]);
                    break;
                }
            }
            name
        };
        self.mouth.input(&name, token.place());
    }

    /// `\url{…}`: the lexer has made the address one token; one without braces is an argument like any other.
    fn url(&mut self) {
        let argument = self.mouth.argument();
        self.ensure_open();
        for token in argument {
            let text = address(self.mouth.text(token));
            if matches!(token.kind, Kind::Open | Kind::Close | Kind::Space) {
                continue;
            }
            let is_same = text == self.mouth.text(token);
            match token.site {
                None if is_same => self.composer.verbatim(&text, token.text.start),
                _ => self.composer.instead(&text, token.place()),
            }
        }
    }

    fn href(&mut self) {
        self.mouth.optional();
        let argument = self.mouth.argument();
        let target = argument
            .iter()
            .map(|&token| address(self.mouth.text(token)))
            .collect();
        self.ensure_open();
        let start = self.composer.here();
        self.enter(End::Link(start, target));
    }

    /// The name of a place stands for its number, which is known only when the paper is set.
    fn reference(&mut self) {
        self.mouth.star();
        self.mouth.optional();
        let argument = self.mouth.argument();
        let Some(first) = argument.first() else {
            return;
        };
        let name = self.mouth.string(&argument);
        self.ensure_open();
        let start = self.composer.here();
        self.composer.instead(&name, first.place());
        self.composer.hide(start);
        let span = self.composer.written(start);
        self.references.push((span, name));
    }

    /// `\ex [??] {…}`: the judgement of an example is no placeholder.
    fn example(&mut self) {
        if let Some(judgement) = self.mouth.optional()
            && judgement.iter().any(|token| token.kind == Kind::Text)
        {
            let text = self.mouth.string(&judgement);
            self.ensure_open();
            let start = self.composer.here();
            self.composer.instead(&text, judgement[0].place());
            self.composer.hide(start);
            self.made(" ", judgement[0]);
        }
    }

    fn quoted(&mut self, token: Token) {
        self.mouth.star();
        self.mouth.optional();
        self.made("“", token);
        self.enter(End::Sign("”"));
    }

    /// `\iffalse … \else … \fi` and its like; of a condition that cannot be told, the first branch is read.
    fn condition(&mut self, name: &str) -> bool {
        match name {
            "fi" | "or" | "iftrue" => {}
            "else" => self.skip_branch(false),
            "iffalse" => self.skip_branch(true),
            _ if is_condition(name) => {
                if self.macros.switches.get(&name[2..]) == Some(&false) {
                    self.skip_branch(true);
                }
            }
            _ => return self.switch(name),
        }
        true
    }

    /// `\drafttrue` turns what `\newif\ifdraft` made.
    fn switch(&mut self, name: &str) -> bool {
        let turned = name
            .strip_suffix("true")
            .map(|switch| (switch, true))
            .or_else(|| name.strip_suffix("false").map(|switch| (switch, false)));
        let Some((switch, is_on)) = turned else {
            return false;
        };
        match self.macros.switches.get_mut(switch) {
            Some(known) => {
                *known = is_on;
                true
            }
            None => false,
        }
    }

    /// Passes over a branch, to its `\else` if that is wanted, or to its `\fi`.
    fn skip_branch(&mut self, stops_at_else: bool) {
        let mut depth = 0_usize;
        while let Some(token) = self.mouth.next() {
            if token.kind != Kind::Word {
                continue;
            }
            match self.mouth.text(token) {
                "fi" if depth == 0 => return,
                "fi" => depth -= 1,
                "else" if depth == 0 && stops_at_else => return,
                name if is_condition(name) || matches!(name, "iffalse" | "iftrue") => depth += 1,
                _ => {}
            }
        }
    }
}

/// Whether a command begins what `\fi` ends. Some commands only sound like that.
fn is_condition(name: &str) -> bool {
    name.starts_with("if")
        && !matches!(
            name,
            "iff"
                | "ifthenelse"
                | "iflanguage"
                | "ifstrequal"
                | "ifstrempty"
                | "ifblank"
                | "ifbool"
                | "iftoggle"
                | "ifdefempty"
                | "ifdefstring"
                | "ifundef"
        )
}

/// Commands that mean the same whatever the paper makes of them, because the apparatus hangs on them.
fn is_core(act: Act) -> bool {
    matches!(
        act,
        Act::Heading
            | Act::Footnote
            | Act::FootnoteMark
            | Act::FootnoteText
            | Act::Endnote
            | Act::Cite
            | Act::FootCite
            | Act::Cites
            | Act::NoCite
            | Act::Bibliography
            | Act::BibItem
            | Act::Input
            | Act::Begin
            | Act::End
            | Act::Item
            | Act::Counted
    )
}

/// Commands that count before the document begins.
fn is_of_preamble(act: Act) -> bool {
    matches!(
        act,
        Act::Title
            | Act::Input
            | Act::Import
            | Act::Bibliography
            | Act::Begin
            | Act::End
            | Act::Class
            | Act::Counter
            | Act::CountedWithin
            | Act::EndInput
            | Act::NoCite
    )
}
