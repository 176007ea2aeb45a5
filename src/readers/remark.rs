//! Comments that speak to this tool.

use crate::document::{BlockKind, Document, Remark, Span};

/// How a comment begins that speaks to this tool.
const ADDRESS: &str = "footfault:";

/// What a comment says to this tool, if it does.
pub(super) fn of(comment: &str) -> Option<&str> {
    comment.trim().strip_prefix(ADDRESS).map(str::trim)
}

/// The comments in the manner of HTML in a text that is its own source; program text has none.
pub(super) fn find(document: &Document) -> Vec<Remark> {
    let text = &document.text;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("<!--").map(|at| from + at) {
        let inside = start + "<!--".len();
        let Some(length) = text[inside..].find("-->") else {
            break;
        };
        from = inside + length + "-->".len();
        let is_code = document
            .block_at(start)
            .is_some_and(|block| block.kind == BlockKind::Code);
        let said = of(&text[inside..inside + length]).filter(|_| !is_code);
        if let Some(said) = said {
            found.push(Remark {
                span: Span::new(start, from),
                text: said.to_owned(),
            });
        }
    }
    found
}
