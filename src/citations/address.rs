//! Web addresses as they are written, and as they are meant.

use url::Url;

use crate::document::{Document, Span};

/// One web address in the text or in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Where it is written: all that belongs to it, with the line ends and blanks that part it, without the brackets,
    /// quotation marks and full stops around it and without [`Address::stray`].
    pub span: Span,
    /// What is glued behind it and belongs neither to it nor to the sentence, such as the `.Sinc` of
    /// `https://example.org/a.Sinc`.
    pub stray: Option<Span>,
    /// The address as it is meant: joined where it was split, with a scheme where it had none.
    pub text: String,
    /// The same, read; or why it cannot be read.
    pub url: Result<Url, url::ParseError>,
}

/// Every address of a paper, in the order of the text.
pub(super) fn find(_document: &Document) -> Vec<Address> {
    Vec::new()
}
