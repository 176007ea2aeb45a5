//! XML, with bounds.

use std::collections::HashSet;

use memchr::{memchr2, memmem};
use roxmltree::{Document, ParsingOptions};

/// The most nodes that are read of one XML file; the text of a Word file of 1,000 pages has some 500,000.
pub(super) const MAX_NODES: u32 = 2_000_000;

/// The deepest nesting of elements that is read; tables in tables in text boxes come to some fifty.
pub(super) const MAX_DEPTH: usize = 512;

/// How many names of namespaces the parser may have to hold. With each element that declares one it keeps a list of all
/// that hold there: their number is at most that of the declarations times that of the different ones among them. Files
/// of Word have some thirty different ones, and an article with a thousand formulas declares one with each.
const MAX_NAMESPACES: usize = 50_000_000;

/// Reads XML. A document type is allowed where `allows_dtd`, because journals name theirs; nothing that it names is
/// fetched, and entities that grow are refused by the parser.
pub(crate) fn parse(text: &str, allows_dtd: bool) -> Result<Document<'_>, String> {
    if namespaces(text) > MAX_NAMESPACES {
        return Err("it declares too many namespaces".to_owned());
    }
    let options = ParsingOptions {
        allow_dtd: allows_dtd,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document =
        Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    if depth(&document) > MAX_DEPTH {
        return Err(format!(
            "its elements are nested more than {MAX_DEPTH} deep"
        ));
    }
    Ok(document)
}

/// The number of declarations of namespaces times that of the different ones.
fn namespaces(text: &str) -> usize {
    let bytes = text.as_bytes();
    let declared = memmem::find_iter(bytes, "xmlns")
        .filter(|at| {
            at.checked_sub(1)
                .is_some_and(|before| bytes[before].is_ascii_whitespace())
        })
        .map(|at| {
            let end = memchr2(b'=', b'>', &bytes[at..]);
            &bytes[at..at + end.unwrap_or(0)]
        });
    let (mut all, mut different) = (0, HashSet::new());
    for name in declared {
        all += 1;
        different.insert(name);
    }
    all * different.len()
}

/// How deep elements are nested.
fn depth(document: &Document<'_>) -> usize {
    let mut depths: Vec<usize> = Vec::new();
    for node in document.descendants() {
        let parent = node
            .parent()
            .and_then(|parent| depths.get(parent.id().get_usize()));
        depths.push(parent.map_or(0, |depth| depth + 1));
    }
    depths.into_iter().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fmt::Write;

    use super::*;

    #[test]
    fn nesting_has_a_bound_and_no_depth_overflows_the_stack() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(parse(&nested(100), false).is_ok());
        let error = parse(&nested(100_000), false).map(|_| ()).unwrap_err();
        assert!(error.contains("nested"), "{error}");
    }

    #[test]
    fn entities_that_grow_are_refused_and_nothing_outside_is_read() {
        let mut bomb = "<!DOCTYPE a [<!ENTITY e0 \"x\">".to_owned();
        for step in 1..20 {
            let before = format!("&e{};", step - 1);
            let _ = write!(bomb, "<!ENTITY e{step} \"{}\">", before.repeat(10));
        }
        bomb += "]><a>&e19;</a>";
        assert!(parse(&bomb, true).is_err());
        let outside = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>";
        let read =
            parse(outside, true).map(|document| document.root_element().text().map(str::to_owned));
        assert!(matches!(read, Err(_) | Ok(None)), "{read:?}");
        assert!(parse("<!DOCTYPE a><a/>", false).is_err());
    }
}
