//! Groups and environments, and what happens at their ends.

use super::Writer;
use super::token::{Kind, Token};
use crate::document::BlockKind;

/// What is open.
pub(super) struct Scope {
    /// The name of an environment; `None` for a group in braces.
    name: Option<String>,
    end: End,
    /// What text stood in before.
    kind: Option<BlockKind>,
}

/// What happens where it ends.
pub(super) enum End {
    Nothing,
    Raised,
    Mono,
    /// A block ends.
    Block,
    /// A sign is written, such as a closing quotation mark.
    Sign(&'static str),
    /// The words lead to an address.
    Link(usize, String),
    Table,
    Minipage,
    /// A list, numbered or not.
    List(Items),
    Note,
    /// An environment of the paper's own.
    Own,
}

/// The items of a list.
pub(super) struct Items {
    pub(super) is_numbered: bool,
    pub(super) number: i64,
    /// How a number is written, if the paper says so.
    pub(super) shape: Option<Vec<Token>>,
    pub(super) depth: usize,
}

impl Scope {
    /// A group that only groups.
    pub(super) fn group() -> Self {
        Self {
            name: None,
            end: End::Nothing,
            kind: None,
        }
    }

    /// An environment.
    pub(super) fn environment(name: &str, end: End, kind: BlockKind) -> Self {
        Self {
            name: Some(name.to_owned()),
            end,
            kind: Some(kind),
        }
    }
}

impl Writer {
    /// Opens the group of an argument; an argument without braces is one token.
    pub(super) fn enter(&mut self, end: End) {
        let kind = Some(self.kind);
        self.mouth.skip_spaces();
        let Some(token) = self.mouth.next() else {
            return;
        };
        if token.kind != Kind::Open {
            self.mouth.put(vec![token]);
            let mut argument = self.mouth.argument();
            let close = Token::new(Kind::Close, token.text);
            argument.push(close);
            self.mouth.put(argument);
        }
        match end {
            End::Raised => self.raised += 1,
            End::Mono => self.mono += 1,
            _ => {}
        }
        self.scopes.push(Scope {
            name: None,
            end,
            kind,
        });
    }

    /// A closing brace; one that closes nothing, or would close an environment, is a slip.
    pub(super) fn close_group(&mut self) {
        if self.scopes.last().is_some_and(|scope| scope.name.is_none()) {
            self.close_scope();
        }
    }

    /// Opens an environment.
    pub(super) fn open_environment(&mut self, name: &str, end: End) {
        *self.environments.entry(name.to_owned()).or_default() += 1;
        match &end {
            End::Table => self.tables += 1,
            End::List(items) => self.numbered += usize::from(items.is_numbered),
            End::Minipage => self.minipages += 1,
            _ => {}
        }
        let scope = Scope::environment(name, end, self.kind);
        self.scopes.push(scope);
    }

    /// Closes the innermost environment of a name with everything in it, if one is open.
    pub(super) fn close_environment(&mut self, name: &str) {
        if self.environments.get(name).is_none_or(|&open| open == 0) {
            return;
        }
        while let Some(scope) = self.scopes.last() {
            let is_it = scope.name.as_deref() == Some(name);
            self.close_scope();
            if is_it {
                return;
            }
        }
    }

    /// Whether the innermost environment of a name is one of the paper's own.
    pub(super) fn is_own(&self, name: &str) -> bool {
        let mut scopes = self.scopes.iter().rev();
        scopes
            .find(|scope| scope.name.as_deref() == Some(name))
            .is_some_and(|scope| matches!(scope.end, End::Own))
    }

    /// Closes all scopes above a height.
    pub(super) fn close_scopes(&mut self, height: usize) {
        while self.scopes.len() > height {
            self.close_scope();
        }
    }

    /// The innermost list.
    pub(super) fn items(&mut self) -> Option<&mut Items> {
        self.scopes
            .iter_mut()
            .rev()
            .find_map(|scope| match &mut scope.end {
                End::List(items) => Some(items),
                _ => None,
            })
    }

    fn close_scope(&mut self) {
        let Some(scope) = self.scopes.pop() else {
            return;
        };
        if let Some(name) = &scope.name
            && let Some(open) = self.environments.get_mut(name)
        {
            *open = open.saturating_sub(1);
        }
        match scope.end {
            End::Nothing | End::Own => {}
            End::Raised => self.raised -= 1,
            End::Mono => self.mono -= 1,
            End::Sign(sign) => {
                if self.is_open {
                    self.composer.made(sign);
                }
            }
            End::Link(start, target) => self.link(start, target),
            End::Minipage => {
                self.minipages -= 1;
                self.end_block();
            }
            End::Table => {
                self.tables -= 1;
                self.end_block();
            }
            End::List(items) => {
                self.numbered -= usize::from(items.is_numbered);
                self.end_block();
            }
            End::Block => self.end_block(),
            End::Note => self.end_note(),
        }
        if let Some(kind) = scope.kind {
            self.kind = kind;
        }
    }
}
