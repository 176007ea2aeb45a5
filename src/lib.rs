//! footfault reads a paper, finds its note markers and its notes, says which answers which, and reports every place
//! where they do not.
//!
//! # The straight line
//!
//! Bytes come in at one end, findings leave at the other; nobody calls back upstream. [`check::check`] is this line:
//!
//! ```text
//! readers::read    bytes → Document       text, blocks, native markers and notes, warnings
//! notes::scan      Document → Apparatus   markers, notes and note lists: found, and paired by label only
//! citations::scan  both → Citations       the addresses, the works that each note cites, short forms resolved
//! align::align     all three → Alignment  who answers whom by what they say, and where the numbering drifts
//! rules::run       Case → findings        pure; one file per rule
//! report::…        findings → people      and other tools: one file per form of report
//! ```
//!
//! When cited pages are to be looked at, [`links::ask`] stands between: it asks the addresses of the citations, and the
//! replies go to the rules with everything else.
//!
//! [`annotate::annotate`] puts the findings into a copy of a Word file, as comments at the words that they are about.
//!
//! [`fix::fix`] goes along the line again and again: it makes edits of the findings in the bytes, and checks what came out.
//!
//! # The rooms
//!
//! | room | what it knows |
//! | --- | --- |
//! | [`source`], [`readers`] | files, encodings and formats; nothing of notes |
//! | [`document`] | the text with its spans, places and blocks |
//! | [`notes`] | what a marker, a label, a note and a note list look like |
//! | [`citations`] | what a citation, an address, a date and a short form look like |
//! | [`links`] | how cited addresses are asked, what pages say of themselves, and what a reply is worth |
//! | [`align`] | what a sentence and a note have in common, and what that says of the numbering |
//! | [`rules`], [`finding`] | what is worth telling an editor, and in which words |
//! | [`fix`] | how edits get into the bytes of a source, and when a paper is better for it |
//! | [`annotate`] | how a finding becomes a comment in a Word file, and nothing else changes in it |
//! | [`report`], [`cli`] | terminals, browsers, JSON and SARIF, exit status, many files at once |
//! | [`config`], [`settings`] | what a house decides once for all its papers, and what a run was told |
//! | [`check`] | the line itself, for one paper |
//! | `schema` | what a form that others read or write looks like to a validator |
//! | `heading` | the headings of note lists, which readers and the scanner of notes know |
//! | `raised` | the raised digits, which readers write and rules read |
//! | `guard` | how libraries that read strangers' files may panic without ending the run |
//!
//! # Invariants
//!
//! * Every room knows only rooms before it, in the order that `tests/tidy.rs` gives; and modules that stand side by side
//!   do not name each other in a circle, but for those that are listed there.
//! * A rule sees a [`rules::Case`] and nothing else: no bytes, clock, environment or network.
//! * Readers and rules never meet; only [`check`], [`fix`] and [`cli`] see every room.
//! * `Err` means that the tool could not work. What is wrong with the paper is a [`finding::Finding`]; what a reader
//!   could not make sense of is a [`document::Warning`]. The three never share a type.
//! * A marker without a note and a note without a marker can be represented at every stage.
//! * A [`document::Span`] counts bytes of [`document::Document::text`] and lies on character boundaries. Only
//!   [`document::Origin`] knows where that text stands in the file.
//! * A fix changes the bytes of its edits and no other; it is kept only if the paper, checked again, is better for it.
//! * The Word copy of a paper is the paper with comments in it: bytes are put into its text and none are taken out, and a
//!   part that need not change lies in the copy as it lay. It bears no date, and never stands in the paper's place.
//! * Only [`links::ask`] opens sockets, and only the command line calls it, when it is asked for by name. Without that
//!   not even a client is built.

pub mod align;
pub mod annotate;
pub mod check;
pub mod citations;
pub mod cli;
pub mod config;
pub mod document;
pub mod finding;
pub mod fix;
mod guard;
mod heading;
pub mod links;
pub mod notes;
mod raised;
pub mod readers;
pub mod report;
pub mod rules;
pub mod settings;
pub mod source;

mod schema;
