//! Notes that brackets enclose as a whole, `[Footnote 3: See Smith.]`: the bracket that closes is none of their text.

use crate::document::{Document, Span};

/// What such a note says, without the bracket; any other note's body as it is.
pub(super) fn body(document: &Document, label: Span, body: Span) -> Span {
    let sign = document.slice(label);
    let opens = sign.starts_with('[') && !sign.contains(']') && sign.ends_with(':');
    let text = document.slice(body).trim_end();
    match text.strip_suffix(']').filter(|_| opens) {
        Some(inner) => Span::new(body.start, body.start + inner.trim_end().len()),
        None => body,
    }
}
