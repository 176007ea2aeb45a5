//! Where a link leads.

use std::rc::Rc;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// To an address of the web.
    Address(Rc<str>),
    /// To a place in the file.
    Place(Place),
}

/// A place on a page; lengths in points, `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// Counted from 0.
    pub(super) page: usize,
    pub(super) x: f32,
    pub(super) y: f32,
}

impl Target {
    /// The address to which it leads.
    pub(super) fn address(&self) -> Option<&Rc<str>> {
        match self {
            Self::Address(address) => Some(address),
            Self::Place(_) => None,
        }
    }
}
