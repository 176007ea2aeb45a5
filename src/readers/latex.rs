//! LaTeX, with the files that a paper takes in.
//!
//! The paper is read as TeX reads it: [`token`] is its eyes, [`mouth`] its mouth, which also expands the macros of the
//! paper, and [`Writer`] is the stomach that makes text of what comes. Nothing nests in memory, so nothing can nest too
//! deep.
//!
//! Footnotes are counted as LaTeX counts them. A citation shows the names of its works (`[lund2019]`), because the numbers
//! or authors that are printed in their place are somebody else's affair; the entries of the bibliography bear the same
//! names. Of a `.bib` file only what is cited becomes a note.

use std::collections::{HashMap, VecDeque};

use super::composer::Composer;
use super::{encoding, unreadable};
use crate::document::{BlockKind, Document, Format, Span};
use crate::source::{Error, Source};

use self::citing::Citing;
use self::counting::Counters;
use self::files::Files;
use self::macros::Macros;
use self::mouth::Mouth;
use self::scopes::Scope;
use self::token::{Kind, Token};
use self::waiting::Waiting;

mod blocks;
mod citing;
mod commands;
mod counting;
mod files;
mod labels;
mod macros;
mod math;
mod mouth;
mod noting;
mod scopes;
mod token;
mod vocabulary;
mod waiting;
mod words;
mod works;

/// Reads a paper.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    if let Some(what) = super::content::refuse_bytes(&source.bytes) {
        return Err(unreadable(source, what));
    }
    let decoded = encoding::decode(&source.bytes);
    // A chapter of its own has no preamble, and is text from its first line on.
    let has_preamble = decoded.text.contains("\\begin{document}");
    let files = Files::new(&source.path, decoded.text, decoded.map);
    let mut writer = Writer::new(Mouth::new(files), has_preamble);
    for warning in decoded.warnings {
        writer.composer.warn(warning.message);
    }
    writer.run();
    writer.finish();
    let Writer {
        mut composer,
        mouth,
        ..
    } = writer;
    for warning in mouth.warnings {
        composer.warn(warning);
    }
    let Files { markup, all, .. } = mouth.files;
    let mut document = composer.into_markup(&source.path, Format::Latex, markup, all);
    document.encoding = decoded.encoding;
    Ok(document)
}

/// What makes text of tokens.
#[expect(
    clippy::struct_excessive_bools,
    reason = "TeX is a machine of modes, and each can be on with any other"
)]
struct Writer {
    mouth: Mouth,
    composer: Composer,
    macros: Macros,
    /// Groups and environments that are open.
    scopes: Vec<Scope>,
    /// How many environments of a name are open.
    environments: HashMap<String, usize>,
    /// What the text that comes next stands in.
    kind: BlockKind,
    /// Whether a block is open.
    is_open: bool,
    /// Whether this is the preamble, of which nothing is printed.
    is_silent: bool,
    /// Whether a note is being written; the notes in it follow it.
    in_note: bool,
    /// Whether a float is being written; what waits follows it.
    in_float: bool,
    /// In how many tables the text stands.
    tables: usize,
    minipages: usize,
    /// In how many lists of numbers.
    numbered: usize,
    /// In how many raised groups.
    raised: usize,
    /// In how many groups of typewriter type.
    mono: usize,
    /// Whether a formula of this paragraph has no end, so that what looks like another is text.
    is_math_dead: bool,
    /// Notes and floats that follow the paragraph.
    waiting: VecDeque<Waiting>,
    /// Notes that follow the paper.
    endnotes: Vec<Waiting>,
    counters: Counters,
    /// The lists of notes by the counter of their numbers.
    lists: HashMap<String, usize>,
    citing: Citing,
    /// The names that stand for the numbers of places, each with where it stands.
    references: Vec<(Span, String)>,
    /// Title, authors and date, until the title is made.
    title: Vec<(String, Vec<Token>)>,
}

impl Writer {
    fn new(mouth: Mouth, is_silent: bool) -> Self {
        Self {
            mouth,
            composer: Composer::default(),
            macros: Macros::default(),
            scopes: Vec::new(),
            environments: HashMap::new(),
            kind: BlockKind::Paragraph,
            is_open: false,
            is_silent,
            in_note: false,
            in_float: false,
            tables: 0,
            minipages: 0,
            numbered: 0,
            raised: 0,
            mono: 0,
            is_math_dead: false,
            waiting: VecDeque::new(),
            endnotes: Vec::new(),
            counters: Counters::default(),
            lists: HashMap::new(),
            citing: Citing::default(),
            references: Vec::new(),
            title: Vec::new(),
        }
    }

    /// Reads until nothing comes any more.
    fn run(&mut self) {
        while let Some(token) = self.mouth.next() {
            self.token(token);
        }
    }

    fn token(&mut self, token: Token) {
        match token.kind {
            Kind::Word | Kind::Order(_) => self.command(token),
            Kind::Symbol => self.symbol(token),
            Kind::Open => self.scopes.push(Scope::group()),
            Kind::Close => self.close_group(),
            Kind::Dollar => self.dollar(token),
            Kind::Paragraph => self.paragraph(),
            _ if self.is_silent => {}
            Kind::Align if self.tables > 0 => self.made(" | ", token),
            Kind::Left
            | Kind::Right
            | Kind::Text
            | Kind::Align
            | Kind::Above
            | Kind::Below
            | Kind::Parameter(_) => self.text(token),
            Kind::Tie => self.made("\u{a0}", token),
            Kind::Made(text) => self.made(text, token),
            Kind::Space => {
                if self.is_open {
                    self.composer.blank(token.place());
                }
            }
            Kind::Raw => self.raw(token),
            Kind::Key => self.key(token),
        }
    }

    /// Writes everything that waits for the end of the paper.
    fn finish(&mut self) {
        self.close_scopes(0);
        self.end_block();
        self.print_endnotes();
        self.print_works();
        self.lost_labels();
    }
}
