//! Citations by the names of works: `\cite[12]{lund2019,abend2020}`.

use std::collections::{HashMap, HashSet};

use super::Writer;
use super::files::Ending;
use super::scopes::End;
use super::token::{Kind, Token};
use super::works::{self, Work};
use crate::document::{BlockKind, NativeKind, NativeList, Span};
use crate::readers::composer::{Call, Entry};

/// The works of a paper, and who calls them.
#[derive(Default)]
pub(super) struct Citing {
    /// The list of works, once there is a marker or a work.
    list: Option<usize>,
    /// The calls; whether they are markers is known at the end.
    calls: Vec<Call>,
    /// What is used, so that the entries of `.bib` files count.
    used: HashSet<String>,
    /// The same in small letters.
    folded: HashSet<String>,
    uses_all: bool,
    /// The `.bib` files in the markup.
    files: Vec<Span>,
    /// Whether a list of works was there.
    is_there: bool,
    /// Whether one could not be read, so that nothing can be said of a name that is in none.
    is_incomplete: bool,
    /// The names of works that stand in the paper itself.
    items: HashSet<String>,
    /// Where the citations begin that are being written.
    starts: Vec<usize>,
}

impl Citing {
    fn uses(&mut self, key: &str) {
        self.used.insert(key.to_owned());
        self.folded.insert(key.to_lowercase());
    }

    fn is_used(&self, key: &str) -> bool {
        self.uses_all || self.used.contains(key)
    }
}

impl Writer {
    /// `\cite[see][12]{lund2019,abend2020}`
    pub(super) fn cite(&mut self, command: Token) {
        self.mouth.star();
        let tokens = self.citation(command);
        if !self.is_silent {
            self.mouth.put(tokens);
        }
    }

    /// `\footcite[12]{lund2019}`
    pub(super) fn foot_cite(&mut self, command: Token) {
        let mut tokens = self.citation(command);
        tokens.push(made(".", command));
        self.note_of(command, self.footnotes(), None, tokens);
    }

    /// `\autocites(see)(and so on)[12]{lund2019}[15]{abend2020}`
    pub(super) fn cites(&mut self, command: Token) {
        let is_note = self.mouth.text(command).starts_with("foot");
        let mut tokens = Vec::new();
        let (before, after) = (self.mouth.parenthesis(), self.mouth.parenthesis());
        let (before, after) = if after.is_some() {
            (before, after)
        } else {
            (None, before)
        };
        tokens.extend(before.unwrap_or_default());
        while self
            .mouth
            .peek()
            .is_some_and(|next| matches!(next.kind, Kind::Left | Kind::Open))
        {
            let length = tokens.len();
            if length > 0 {
                tokens.push(made(" ", command));
            }
            tokens.extend(self.citation(command));
            if !self.mouth.spend(1) {
                break;
            }
        }
        tokens.extend(after.unwrap_or_default());
        if is_note {
            tokens.push(made(".", command));
            self.note_of(command, self.footnotes(), None, tokens);
        } else if !self.is_silent {
            self.mouth.put(tokens);
        }
    }

    /// `\nocite{lund2019}` uses a work and calls nothing.
    pub(super) fn no_cite(&mut self) {
        let argument = self.mouth.argument();
        for name in self.mouth.string(&argument).split(',') {
            match name.trim() {
                "*" => self.citing.uses_all = true,
                name => {
                    self.citing.uses(name);
                }
            }
        }
    }

    /// The beginning or the end of what a citation shows: no typed marker stands in it.
    pub(super) fn shown_citation(&mut self, begins: bool) {
        if begins {
            self.ensure_open();
            let start = self.composer.here();
            self.citing.starts.push(start);
        } else if let Some(start) = self.citing.starts.pop() {
            self.composer.hide(start.min(self.composer.here()));
        }
    }

    /// The name of a work in a citation.
    pub(super) fn key(&mut self, token: Token) {
        self.ensure_open();
        let key = self.mouth.text(token).to_owned();
        let start = self.composer.here();
        match token.site {
            Some(site) => self.composer.instead(&key, site),
            None => self.composer.verbatim(&key, token.text.start),
        }
        let span = self.composer.written(start);
        if span.is_empty() {
            return;
        }
        self.citing.uses(&key);
        let call = Call {
            label: Some(key.clone()),
            span,
            keys: Vec::new(),
            target: Some(anchor(&key)),
            list: self.works_list(),
            is_implied: false,
        };
        self.citing.calls.push(call);
    }

    /// `\bibliography{works,more}` and `\addbibresource{works.bib}`.
    pub(super) fn bibliography(&mut self, command: Token) {
        self.mouth.optional();
        let argument = self.mouth.argument();
        let names = self.mouth.string(&argument);
        self.citing.is_there = true;
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let taken = self.mouth.files.take(name, None, Ending::Bib);
            match taken {
                Ok(taken) => self.citing.files.push(taken.span),
                Err(why) => {
                    self.citing.is_incomplete = true;
                    self.mouth.missed(name, command.place(), &why);
                }
            }
        }
    }

    /// `\bibitem[Lund 2019]{lund2019}`
    pub(super) fn bib_item(&mut self) {
        self.end_note();
        self.mouth.optional();
        let argument = self.mouth.argument();
        if self.is_silent {
            return;
        }
        let key = self.mouth.string(&argument);
        self.citing.is_there = true;
        self.citing.items.insert(key.clone());
        let entry = Entry {
            label: key.clone(),
            keys: vec![anchor(&key)],
            backlinks: Vec::new(),
            list: self.works_list(),
        };
        self.composer.begin_note(entry);
        self.is_open = true;
        self.in_note = true;
        let start = self.composer.here();
        let at = argument
            .first()
            .map_or(Span::new(0, 0), |first| first.place());
        self.composer.instead(&format!("[{key}] "), at);
        self.composer.label_from(start);
    }

    /// `\begin{thebibliography}{99}`
    pub(super) fn open_works(&mut self, name: &str) {
        self.end_block();
        self.citing.is_there = true;
        self.open_environment(name, End::Note);
    }

    /// Writes the works of `.bib` files that are cited, and decides which citations are markers: nothing is said of a
    /// name that may stand in a file that was not read.
    pub(super) fn print_works(&mut self) {
        self.end_block();
        let mut known = std::mem::take(&mut self.citing.items);
        let works = self.works();
        self.call_in_other_case(&works, &known);
        let calls = self.citing.calls.iter();
        let called: HashSet<String> = calls.filter_map(|call| call.target.clone()).collect();
        for work in works {
            let is_called = called.contains(&anchor(&work.key));
            if !is_called && !self.citing.is_used(&work.key) {
                continue;
            }
            if !known.insert(work.key.clone()) {
                continue;
            }
            if !is_called {
                self.listed_on_purpose(&work);
                continue;
            }
            let entry = Entry {
                keys: vec![anchor(&work.key)],
                backlinks: Vec::new(),
                list: self.works_list(),
                label: work.key,
            };
            let label = format!("[{}] ", entry.label);
            self.composer.begin_note(entry);
            let start = self.composer.here();
            self.composer.instead(&label, work.at);
            self.composer.label_from(start);
            self.composer.instead(&work.text, work.at);
            self.composer.end_note();
        }
        let anchors: HashSet<String> = known.iter().map(|key| anchor(key)).collect();
        let says_all = self.citing.is_there && !self.citing.is_incomplete;
        for call in std::mem::take(&mut self.citing.calls) {
            let target = call.target.as_ref();
            if says_all || target.is_some_and(|target| anchors.contains(target)) {
                self.composer.call(call);
            }
        }
    }

    /// BibTeX takes names that differ in capitals only for one: a citation of a name that no work has leads to the work
    /// whose name is the same but for them.
    fn call_in_other_case(&mut self, works: &[Work], items: &HashSet<String>) {
        let exact: HashSet<&str> = works.iter().map(|work| work.key.as_str()).collect();
        let mut folded: HashMap<String, &str> = HashMap::new();
        for work in works {
            folded.entry(work.key.to_lowercase()).or_insert(&work.key);
        }
        for call in &mut self.citing.calls {
            let Some(key) = call.label.as_deref() else {
                continue;
            };
            if exact.contains(key) || items.contains(key) {
                continue;
            }
            if let Some(meant) = folded.get(&key.to_lowercase()) {
                call.target = Some(anchor(meant));
            }
        }
    }

    /// A work that `\nocite` puts into the list without a marker.
    fn listed_on_purpose(&mut self, work: &Work) {
        self.composer.open(BlockKind::ListItem);
        let start = self.composer.here();
        self.composer.instead(&work.text, work.at);
        self.composer.hide(start);
        self.composer.close();
    }

    /// The works of all `.bib` files that are used.
    fn works(&mut self) -> Vec<Work> {
        let mut works = Vec::new();
        for file in std::mem::take(&mut self.citing.files) {
            let source = &self.mouth.files.markup[file.start..file.end];
            let citing = &self.citing;
            let is_used =
                |key: &str| citing.is_used(key) || citing.folded.contains(&key.to_lowercase());
            let read = works::read(source, file.start, &is_used);
            works.extend(read.works);
            self.citing.is_incomplete |= !read.faults.is_empty();
            for (at, fault) in read.faults {
                let place = self.mouth.files.place(at);
                self.mouth.warnings.push(format!("{place}: {fault}"));
            }
        }
        works
    }

    fn works_list(&mut self) -> usize {
        let composer = &mut self.composer;
        *self.citing.list.get_or_insert_with(|| {
            composer.list(NativeList {
                kind: NativeKind::References,
                heading: None,
                is_automatic: true,
                has_typed_markers: false,
            })
        })
    }

    /// `[see lund2019, abend2020, 12]`
    fn citation(&mut self, command: Token) -> Vec<Token> {
        let first = self.mouth.optional();
        let second = self.mouth.optional();
        let argument = self.mouth.argument();
        let (before, after) = match (first, second) {
            (Some(before), Some(after)) => (before, after),
            (after, _) => (Vec::new(), after.unwrap_or_default()),
        };
        let mut tokens = vec![order("citation begins", command), made("[", command)];
        if !before.is_empty() {
            tokens.extend(before);
            tokens.push(made(" ", command));
        }
        for (index, key) in self.keys(&argument).into_iter().enumerate() {
            if index > 0 {
                tokens.push(made(", ", command));
            }
            tokens.push(key);
        }
        if !after.is_empty() {
            tokens.push(made(", ", command));
            tokens.extend(after);
        }
        tokens.extend([made("]", command), order("citation ends", command)]);
        tokens
    }

    /// The names in an argument, each where it stands. A name may hold signs that mean something to TeX.
    fn keys(&self, argument: &[Token]) -> Vec<Token> {
        let (Some(first), Some(last)) = (argument.first(), argument.last()) else {
            return Vec::new();
        };
        let (start, end) = (first.text.start, last.text.end);
        if start > end {
            return Vec::new();
        }
        let mut keys = Vec::new();
        let mut at = start;
        for part in self.mouth.files.markup[start..end].split(',') {
            let from = at + part.len() - part.trim_start().len();
            let text = Span::new(from, from + part.trim().len());
            if !text.is_empty() {
                let kind = Kind::Key;
                keys.push(Token {
                    kind,
                    text,
                    site: first.site,
                });
            }
            at += part.len() + 1;
        }
        keys
    }
}

/// The name under which calls find a work.
fn anchor(key: &str) -> String {
    format!("\\cite{{{key}}}")
}

fn made(text: &'static str, at: Token) -> Token {
    let place = at.place();
    Token::new(Kind::Made(text), Span::new(place.start, place.start))
}

fn order(name: &'static str, at: Token) -> Token {
    Token::new(Kind::Order(name), at.place())
}
