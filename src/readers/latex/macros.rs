//! Macros of the paper's own: `\newcommand{\fn}[1]{\footnote{#1}}`.

use std::collections::HashMap;
use std::rc::Rc;

use super::mouth::Mouth;
use super::token::{Kind, Token};

/// The commands that define one.
pub(super) const DEFINERS: &[&str] = &[
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareRobustCommand",
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "newenvironment",
    "renewenvironment",
    "NewDocumentCommand",
    "RenewDocumentCommand",
    "ProvideDocumentCommand",
    "DeclareDocumentCommand",
    "newif",
];

/// What a macro with one of these in it does cannot be told without all of TeX.
const MACHINERY: &[&str] = &["expandafter", "csname", "futurelet", "noexpand", "catcode"];

/// What an argument is.
#[derive(Debug, Clone)]
enum Parameter {
    Mandatory,
    /// In brackets, with what stands for it where it is not given.
    Optional(Vec<Token>),
    /// A star that may come.
    Star,
}

/// A macro.
#[derive(Debug, Clone)]
pub(super) struct Macro {
    parameters: Vec<Parameter>,
    body: Rc<Vec<Token>>,
}

/// An environment of the paper's own.
#[derive(Debug, Clone)]
pub(super) struct Environment {
    pub(super) begin: Macro,
    pub(super) end: Rc<Vec<Token>>,
}

/// Everything that the paper defined so far.
#[derive(Default)]
pub(super) struct Macros {
    commands: HashMap<String, Macro>,
    environments: HashMap<String, Environment>,
    /// What `\newif` made, and which way it was turned last.
    pub(super) switches: HashMap<String, bool>,
}

impl Macros {
    pub(super) fn command(&self, name: &str) -> Option<&Macro> {
        self.commands.get(name)
    }

    pub(super) fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments.get(name)
    }

    /// Reads the definition behind a command that defines.
    pub(super) fn define(&mut self, definer: &str, mouth: &mut Mouth) {
        match definer {
            "def" | "gdef" | "edef" | "xdef" => self.primitive(mouth),
            "let" => self.same(mouth),
            "newif" => {
                let name = name(mouth);
                let switch = name.strip_prefix("if").unwrap_or(&name).to_owned();
                self.switches.insert(switch, false);
            }
            "newenvironment" | "renewenvironment" => self.environment_of(mouth),
            _ if definer.ends_with("DocumentCommand") => self.document_command(mouth, definer),
            _ => self.latex(mouth, definer == "providecommand"),
        }
    }

    fn latex(&mut self, mouth: &mut Mouth, keeps: bool) {
        mouth.star();
        let name = name(mouth);
        let parameters = parameters(mouth);
        let body = mouth.argument();
        if !(keeps && self.commands.contains_key(&name)) {
            self.insert(name, parameters, body, mouth);
        }
    }

    fn primitive(&mut self, mouth: &mut Mouth) {
        let name = name(mouth);
        let mut parameters = Vec::new();
        let mut is_plain = true;
        while let Some(token) = mouth.next() {
            match token.kind {
                Kind::Open => {
                    mouth.put(vec![token]);
                    break;
                }
                Kind::Parameter(_) => parameters.push(Parameter::Mandatory),
                Kind::Paragraph => return,
                // What stands between parameters delimits them.
                _ => is_plain = false,
            }
        }
        let body = mouth.argument();
        if is_plain {
            self.insert(name, parameters, body, mouth);
        }
    }

    /// `\let\a=\b`
    fn same(&mut self, mouth: &mut Mouth) {
        let new = name(mouth);
        mouth.skip_spaces();
        mouth.sign('=');
        let Some(old) = mouth.next() else {
            return;
        };
        let known = self.commands.get(mouth.text(old)).cloned();
        let is_command = matches!(old.kind, Kind::Word);
        match known {
            Some(known) if is_command => {
                self.commands.insert(new, known);
            }
            _ if is_command && mouth.text(old) != new => {
                self.insert(new, Vec::new(), vec![old], mouth);
            }
            _ => {}
        }
    }

    fn environment_of(&mut self, mouth: &mut Mouth) {
        mouth.star();
        let argument = mouth.argument();
        let name = mouth.string(&argument);
        let parameters = parameters(mouth);
        let begin = Macro {
            parameters,
            body: Rc::new(mouth.argument()),
        };
        let end = Rc::new(mouth.argument());
        self.environments.insert(name, Environment { begin, end });
    }

    fn document_command(&mut self, mouth: &mut Mouth, definer: &str) {
        let name = name(mouth);
        let signature = mouth.argument();
        let body = mouth.argument();
        let mut parameters = Vec::new();
        for sign in mouth.string(&signature).chars() {
            match sign {
                'm' => parameters.push(Parameter::Mandatory),
                'o' => parameters.push(Parameter::Optional(Vec::new())),
                's' => parameters.push(Parameter::Star),
                '+' | '!' | '>' | ' ' => {}
                _ => return,
            }
        }
        if !(definer.starts_with("Provide") && self.commands.contains_key(&name)) {
            self.insert(name, parameters, body, mouth);
        }
    }

    fn insert(
        &mut self,
        name: String,
        parameters: Vec<Parameter>,
        body: Vec<Token>,
        mouth: &Mouth,
    ) {
        let is_machinery = |token: &Token| {
            token.kind == Kind::Word && {
                let name = mouth.text(*token);
                name.contains('@') || MACHINERY.contains(&name)
            }
        };
        if body.iter().any(is_machinery) {
            self.commands.remove(&name);
            return;
        }
        let body = Rc::new(body);
        self.commands.insert(name, Macro { parameters, body });
    }
}

impl Macro {
    /// The tokens of its body.
    pub(super) fn body(&self) -> &[Token] {
        &self.body
    }

    /// Takes the arguments that follow, and puts what the macro stands for in their place.
    pub(super) fn expand(&self, call: Token, mouth: &mut Mouth) {
        let arguments: Vec<Vec<Token>> = self
            .parameters
            .iter()
            .map(|parameter| match parameter {
                Parameter::Mandatory => mouth.argument(),
                Parameter::Optional(default) => mouth.optional().unwrap_or_else(|| default.clone()),
                Parameter::Star => {
                    mouth.star();
                    Vec::new()
                }
            })
            .collect();
        if let Some(tokens) = mouth.expanded(&self.body, &arguments, call.place()) {
            mouth.put(tokens);
        }
    }
}

/// `{\name}` or `\name`.
fn name(mouth: &mut Mouth) -> String {
    let argument = mouth.argument();
    argument
        .iter()
        .find(|token| matches!(token.kind, Kind::Word | Kind::Symbol))
        .map(|token| mouth.text(*token).to_owned())
        .unwrap_or_default()
}

/// `[2][default]`
fn parameters(mouth: &mut Mouth) -> Vec<Parameter> {
    let Some(count) = mouth.optional() else {
        return Vec::new();
    };
    let count: usize = mouth.string(&count).parse().unwrap_or(0);
    let mut parameters = vec![Parameter::Mandatory; count.min(9)];
    if let Some(default) = mouth.optional()
        && let Some(first) = parameters.first_mut()
    {
        *first = Parameter::Optional(default);
    }
    parameters
}
