//! A part of the file while it is read.

use super::state::{State, USUAL_SIZE};
use super::token::Tokens;

/// A part of the file while it is read: the text, a note, a text box.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what RTF switches on and off, each for itself"
)]
pub(super) struct Story<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) state: State,
    /// What holds around each group that is open.
    pub(super) states: Vec<State>,
    /// Where in the file the last group began.
    pub(super) opened: usize,
    /// How many groups lie too deep.
    pub(super) too_deep: usize,
    /// How many characters still stand for the last one.
    pub(super) fallback: i32,
    /// The first half of a character that is given by two numbers.
    pub(super) half: Option<u16>,
    /// Bytes that are not decoded yet, and whether they stand in the file as they are.
    pub(super) bytes: Vec<u8>,
    pub(super) is_raw: bool,
    pub(super) bytes_from: usize,
    /// Where in the file the text begins that is being written.
    pub(super) from: usize,
    /// Text that is not written yet, and whether it is raised.
    pub(super) run: String,
    pub(super) is_raised: bool,
    /// The size of the text on the line, in half points.
    pub(super) line_size: i32,
    /// The fields that are open, the innermost last.
    pub(super) fields: Vec<Field>,
    /// The number of the next item.
    pub(super) number: String,
    /// Whether the paragraph has text, and where it began if it is a line of the table of contents.
    pub(super) is_begun: bool,
    pub(super) contents: Option<usize>,
    /// Whether the row of a table is being written that is one block, and whether a paragraph of it came.
    pub(super) row: Option<bool>,
    pub(super) is_defining_row: bool,
    /// Up to here no row is one block.
    pub(super) unplain: usize,
    /// Whether the number of a note was announced that has not come.
    pub(super) awaits_note: bool,
    /// What the text begins with and what is written already: the mark of a note.
    pub(super) mark: String,
    /// Whether the block of the first paragraph is open already, as that of a note is behind its number.
    pub(super) is_open: bool,
}

/// What is told once, however often it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Groups that lie too deep.
    Depth,
    /// A code page that is not known.
    Page,
    /// Too many notes.
    Notes,
}

/// A stretch of the file that is read later.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    /// What holds where it begins.
    pub(super) state: State,
}

/// A field that is open.
pub(super) struct Field {
    pub(super) instruction: String,
    /// Where its result begins in the text; `None` as long as the instruction goes on.
    pub(super) shown: Option<usize>,
    /// How many groups were open around it.
    pub(super) depth: usize,
}

impl<'a> Story<'a> {
    pub(super) fn new(tokens: Tokens<'a>, state: State) -> Self {
        Self {
            tokens,
            state,
            states: Vec::new(),
            opened: usize::MAX,
            too_deep: 0,
            fallback: 0,
            half: None,
            bytes: Vec::new(),
            is_raw: false,
            bytes_from: 0,
            from: 0,
            run: String::new(),
            is_raised: false,
            line_size: USUAL_SIZE,
            fields: Vec::new(),
            number: String::new(),
            is_begun: false,
            contents: None,
            row: None,
            is_defining_row: false,
            unplain: 0,
            awaits_note: false,
            mark: String::new(),
            is_open: false,
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.states.len()
    }
}
