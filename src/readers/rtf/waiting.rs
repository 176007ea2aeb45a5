//! What waits until the text is written and all notes are counted.

use super::series::Kind;
use super::story::Part;
use crate::document::Span;

/// A note that waits until the text is written.
pub(super) struct Waiting {
    /// Where it stands in the file.
    pub(super) part: Part,
    pub(super) kind: Kind,
    pub(super) label: String,
    pub(super) list: usize,
    /// The mark that its author chose stands in it as text.
    pub(super) is_marked: bool,
    /// Whether it shows the number that is counted.
    pub(super) has_number: bool,
}

/// A number of a note that the text repeats by a field.
pub(super) struct Repeated {
    pub(super) bookmark: String,
    /// The number that it shows, and where; the whole of what it shows if that is raised like a marker.
    pub(super) shown: String,
    pub(super) span: Span,
    pub(super) marker: Option<(String, Span)>,
}
