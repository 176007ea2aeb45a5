//! The notes of a tagged file: which pieces of its pages belong to which note.
//!
//! A file may hold a tree of what its pages show, for readers who hear it. Where the tree knows notes, nobody has to tell
//! them from the text by their looks. It says nothing of labels that could be relied on: some producers begin a new
//! element where a note goes on over the page, and Word makes one of all notes of a page.

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier};
use hayro_interpret::hayro_syntax::page::Page;

use super::tree;

/// How many elements of a tree are read.
const MOST_ELEMENTS: usize = 500_000;
/// How many bytes they may have together, each counted with those that it holds: an array is looked through to its end
/// whenever what holds it is read.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How deep elements may lie. What is read by a reference remembers all references that led there.
const DEEPEST: usize = 1_000;
/// What notes are called, in the standard and before a file maps its own names to those.
const NOTES: [&[u8]; 4] = [b"Note", b"FENote", b"Footnote", b"Endnote"];

/// What holds a paragraph of a note.
const PARAGRAPH: &[u8] = b"P";

/// For each marked piece of a page, by its number, where in the notes it stands.
pub(super) type Noted = HashMap<i32, Tagged>;

/// A paragraph of an element that is tagged as a note. Word makes one element of all notes of a page, with a paragraph or
/// more for each; others make one of each note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Tagged {
    /// The element, counted over the file.
    pub(super) element: usize,
    /// The paragraph, counted over the file; text in no paragraph of its own has that of its element.
    pub(super) paragraph: usize,
}

/// The notes of a file.
#[derive(Default)]
pub(super) struct Tags {
    /// Whether there are too many of them to be read.
    pub(super) are_cut: bool,
    pages: HashMap<ObjectIdentifier, Noted>,
}

/// What is known of an element from those that hold it.
#[derive(Clone, Copy)]
struct Within {
    depth: usize,
    page: Option<ObjectIdentifier>,
    note: Option<Tagged>,
}

impl Tags {
    pub(super) fn of(pdf: &Pdf) -> Self {
        let root = tree::at_root(pdf, b"StructTreeRoot");
        let mut walk = Walk {
            names: root
                .as_ref()
                .and_then(|root| root.get(b"RoleMap".as_slice())),
            open: Vec::new(),
            bytes: 0,
            parts: 0,
            tags: Self::default(),
        };
        let outside = Within {
            depth: 0,
            page: None,
            note: None,
        };
        walk.open
            .extend(root.map(|root| (Object::Dict(root), outside)));
        let mut elements = 0;
        while elements < MOST_ELEMENTS
            && let Some((object, within)) = walk.open.pop()
        {
            walk.visit(object, within);
            elements += 1;
        }
        walk.tags.are_cut |= !walk.open.is_empty();
        walk.tags
    }

    /// The marked pieces of a page that belong to notes.
    pub(super) fn on(&self, page: &Page<'_>) -> Option<&Noted> {
        self.pages.get(&page.raw().obj_id()?)
    }
}

/// A walk through the tree, in its order.
struct Walk<'a> {
    /// What the names of the file's own making stand for.
    names: Option<Dict<'a>>,
    open: Vec<(Object<'a>, Within)>,
    /// How many bytes the elements had that were read.
    bytes: usize,
    /// How many notes and paragraphs of notes there were.
    parts: usize,
    tags: Tags,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, object: Object<'a>, within: Within) {
        match object {
            Object::Dict(element) => self.element(&element, within),
            Object::Array(kids) => {
                let from = self.open.len();
                for kid in kids.iter::<Object<'_>>().take(MOST_ELEMENTS) {
                    if !self.put(kid, within) {
                        break;
                    }
                }
                self.open[from..].reverse();
            }
            Object::Number(piece) => self.mark(i32::try_from(piece.as_i64()).ok(), within),
            _ => {}
        }
    }

    /// An element, or a piece of a page other than its parent's.
    fn element(&mut self, element: &Dict<'a>, mut within: Within) {
        within.depth += 1;
        if within.depth > DEEPEST {
            self.tags.are_cut = true;
            return;
        }
        within.page = page_of(element).or(within.page);
        if element.contains_key(b"MCID".as_slice()) {
            self.mark(element.get(b"MCID".as_slice()), within);
            return;
        }
        let is_called = |names: &[&[u8]]| is_called(element, self.names.as_ref(), names);
        let paragraph = self.parts;
        let part = match within.note {
            None if is_called(&NOTES) => Some(Tagged {
                element: paragraph,
                paragraph,
            }),
            Some(note) if is_called(&[PARAGRAPH]) => Some(Tagged { paragraph, ..note }),
            _ => None,
        };
        self.parts += usize::from(part.is_some());
        within.note = part.or(within.note);
        if let Some(kids) = element.get::<Object<'_>>(b"K".as_slice()) {
            self.put(kids, within);
        }
    }

    /// Keeps what is to be visited, if not too much was kept before.
    fn put(&mut self, object: Object<'a>, within: Within) -> bool {
        self.bytes += match &object {
            Object::Dict(element) => element.data().len(),
            Object::Array(kids) => kids.data().len(),
            _ => 0,
        };
        let has_room = self.bytes < MOST_BYTES;
        if has_room {
            self.open.push((object, within));
        } else {
            self.tags.are_cut = true;
        }
        has_room
    }

    fn mark(&mut self, piece: Option<i32>, within: Within) {
        if let (Some(piece), Some(page), Some(note)) = (piece, within.page, within.note) {
            self.tags.pages.entry(page).or_default().insert(piece, note);
        }
    }
}

/// The page on which an element stands.
fn page_of(element: &Dict<'_>) -> Option<ObjectIdentifier> {
    Some(element.get_ref(b"Pg".as_slice())?.into())
}

/// Whether an element has one of these names, be it its own or that to which the file maps it.
fn is_called(element: &Dict<'_>, names: Option<&Dict<'_>>, wanted: &[&[u8]]) -> bool {
    let Some(name) = element.get::<Name<'_>>(b"S".as_slice()) else {
        return false;
    };
    let mapped = names.and_then(|names| names.get::<Name<'_>>(name.as_ref()));
    let mapped = mapped.as_ref().unwrap_or(&name);
    wanted.contains(&mapped.as_ref())
}
