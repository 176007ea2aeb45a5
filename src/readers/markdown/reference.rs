//! Link reference definitions: `[label]: https://example.org "Title"`.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Document, Span, fold};

/// A whole line that defines a reference. A label that begins with `^` is a note's.
static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^[ >]*\[([^\]\[^][^\]\[]{0,200})\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*$"#,
    )
    .ok()
});

/// One definition.
#[derive(Debug)]
pub(super) struct Definition {
    /// Its label, folded as for looking it up.
    pub(super) label: String,
    pub(super) span: Span,
}

/// The definitions of a document that do not stand in its code, one to a line. Comrak resolves them and drops them
/// from its tree, so they are looked for here; like there, none can break into a paragraph.
pub(super) fn definitions(document: &Document, verbatim: &[Span]) -> Vec<Definition> {
    let Some(pattern) = DEFINITION.as_ref() else {
        return Vec::new();
    };
    let mut definitions = Vec::new();
    let mut may_begin = true;
    let mut code = verbatim.iter().peekable();
    for index in 0..document.lines().len() {
        let span = document.lines().span(index);
        while code.next_if(|code| code.end <= span.start).is_some() {}
        let in_code = code.peek().is_some_and(|code| code.overlaps(span));
        let line = document.slice(span);
        let label = (may_begin && !in_code)
            .then(|| pattern.captures(line)?.get(1))
            .flatten();
        if let Some(label) = label {
            definitions.push(Definition {
                label: folded(label.as_str()),
                span: Span::new(span.start, span.start + line.trim_end().len()),
            });
        }
        may_begin = label.is_some()
            || in_code
            || line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty();
    }
    definitions
}

/// A label as it is looked up: case and white space do not count.
pub(super) fn folded(label: &str) -> String {
    fold(label).to_lowercase()
}
