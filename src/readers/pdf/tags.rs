//! The notes of a tagged file: which pieces of its pages belong to which note.
//!
//! A file may hold a tree of what its pages show, for readers who hear it. Where the tree knows notes, nobody has to tell
//! them from the text by their looks. It says nothing of labels that could be relied on: some producers begin a new
//! element where a note goes on over the page.

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier};
use hayro_interpret::hayro_syntax::page::Page;

use super::tree;

/// How many elements of a tree are read.
const MOST_ELEMENTS: usize = 500_000;
/// What notes are called, in the standard and before a file maps its own names to those.
const NOTES: [&[u8]; 4] = [b"Note", b"FENote", b"Footnote", b"Endnote"];

/// For each marked piece of a page, by its number, the note to which it belongs.
pub(super) type Noted = HashMap<i32, usize>;

/// The notes of a file.
#[derive(Default)]
pub(super) struct Tags {
    pages: HashMap<ObjectIdentifier, Noted>,
}

/// What is known of an element from those that hold it.
#[derive(Clone, Copy)]
struct Within {
    page: Option<ObjectIdentifier>,
    note: Option<usize>,
}

impl Tags {
    pub(super) fn of(pdf: &Pdf) -> Self {
        let root = tree::at_root(pdf, b"StructTreeRoot");
        let mut walk = Walk {
            names: root
                .as_ref()
                .and_then(|root| root.get(b"RoleMap".as_slice())),
            open: Vec::new(),
            notes: 0,
            tags: Self::default(),
        };
        let outside = Within {
            page: None,
            note: None,
        };
        walk.open
            .extend(root.map(|root| (Object::Dict(root), outside)));
        for _ in 0..MOST_ELEMENTS {
            let Some((object, within)) = walk.open.pop() else {
                break;
            };
            walk.visit(object, within);
        }
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
    /// How many notes there were.
    notes: usize,
    tags: Tags,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, object: Object<'a>, within: Within) {
        match object {
            Object::Dict(element) => self.element(&element, within),
            Object::Array(kids) => {
                let from = self.open.len();
                let kids = kids.iter::<Object<'_>>().take(MOST_ELEMENTS);
                self.open.extend(kids.map(|kid| (kid, within)));
                self.open[from..].reverse();
            }
            Object::Number(piece) => self.mark(i32::try_from(piece.as_i64()).ok(), within),
            _ => {}
        }
    }

    /// An element, or a piece of a page other than its parent's.
    fn element(&mut self, element: &Dict<'a>, mut within: Within) {
        within.page = page_of(element).or(within.page);
        if element.contains_key(b"MCID".as_slice()) {
            self.mark(element.get(b"MCID".as_slice()), within);
            return;
        }
        if within.note.is_none() && is_note(element, self.names.as_ref()) {
            within.note = Some(self.notes);
            self.notes += 1;
        }
        let kids = element.get::<Object<'_>>(b"K".as_slice());
        self.open.extend(kids.map(|kids| (kids, within)));
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

/// Whether an element is a note, by its own name or by that to which the file maps it.
fn is_note(element: &Dict<'_>, names: Option<&Dict<'_>>) -> bool {
    let Some(name) = element.get::<Name<'_>>(b"S".as_slice()) else {
        return false;
    };
    let mapped = names.and_then(|names| names.get::<Name<'_>>(name.as_ref()));
    let mapped = mapped.as_ref().unwrap_or(&name);
    NOTES.contains(&mapped.as_ref())
}
