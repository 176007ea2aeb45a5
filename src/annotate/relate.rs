//! What leads Word to a part: the relations of the part that uses it, and the list of the types of all parts.

use std::collections::HashSet;

use quick_xml::Writer;
use quick_xml::events::{BytesStart, Event};
use roxmltree::Document;

/// The type of the part with comments.
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// The namespace of relations.
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The type of the relation, as Word writes it and as the strict variant of the standard has it.
const RELATION: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
];

/// The relations of a part in the namespace `space`, with one that leads to its comments.
pub(super) fn related(
    relations: Option<&Document<'_>>,
    space: &str,
    from: &str,
    to: &str,
) -> String {
    let strict = usize::from(space.starts_with("http://purl.oclc.org/"));
    let ids = relations.iter().flat_map(|parsed| parsed.descendants());
    let ids: HashSet<&str> = ids.filter_map(|node| node.attribute("Id")).collect();
    let mut number = ids.len() + 1;
    while ids.contains(&format!("rId{number}").as_str()) {
        number += 1;
    }
    let id = format!("rId{number}");
    // A target that begins with a slash counts from the root; a plain name is what Word writes.
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = to
        .strip_prefix(folder)
        .map(|rest| rest.trim_start_matches('/'));
    let target = name.map_or_else(|| format!("/{to}"), str::to_owned);
    let attributes = [
        ("Id", id.as_str()),
        ("Type", RELATION[strict]),
        ("Target", target.as_str()),
    ];
    if let Some(parsed) = relations {
        let name = fellow(parsed, "Relationship");
        return appended(parsed, &empty(&name, &attributes));
    }
    let element = empty("Relationship", &attributes);
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    format!("{declaration}<Relationships xmlns=\"{RELATIONS}\">{element}</Relationships>")
}

/// The list of types with that of the comments; `None` if it has it already.
pub(super) fn typed(types: &Document<'_>, part: &str) -> Option<String> {
    let part = format!("/{part}");
    let is_known = types.descendants().any(|node| {
        let name = node.attribute("PartName");
        name.is_some_and(|name| name.eq_ignore_ascii_case(&part))
    });
    let attributes = [("PartName", part.as_str()), ("ContentType", TYPE)];
    let name = fellow(types, "Override");
    (!is_known).then(|| appended(types, &empty(&name, &attributes)))
}

/// An element of this name in the namespace of the root.
fn fellow(parsed: &Document<'_>, name: &str) -> String {
    let root = root_name(parsed);
    let prefix = root.split_once(':').map(|(prefix, _)| prefix);
    prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}:{name}"))
}

fn empty(name: &str, attributes: &[(&str, &str)]) -> String {
    let element = BytesStart::new(name).with_attributes(attributes.iter().copied());
    let mut writer = Writer::new(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_event(Event::Empty(element));
    String::from_utf8_lossy(&writer.into_inner()).into_owned()
}

/// A part with something more at the end of its root.
pub(super) fn appended(parsed: &Document<'_>, addition: &str) -> String {
    let (text, range) = (parsed.input_text(), parsed.root_element().range());
    let root = &text[range.clone()];
    if let Some(open) = root.strip_suffix("/>") {
        let (before, behind) = (&text[..range.start], &text[range.end..]);
        return format!("{before}{open}>{addition}</{}>{behind}", root_name(parsed));
    }
    let at = range.start + root.rfind("</").unwrap_or(root.len());
    format!("{}{addition}{}", &text[..at], &text[at..])
}

/// The name of the root as it is written, with its prefix.
fn root_name<'t>(parsed: &Document<'t>) -> &'t str {
    let root = &parsed.input_text()[parsed.root_element().range()];
    let mut names = root[1..].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
    names.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn a_relation_takes_a_free_name_and_the_prefix_of_its_fellows() {
        let old = "<p:Relationships xmlns:p=\"x\"><p:Relationship Id=\"rId1\"/></p:Relationships>";
        let old = Document::parse(old).unwrap();
        let new = related(Some(&old), WORD, "word/document.xml", "word/comments.xml");
        let added = "<p:Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/>";
        assert_eq!(new, appended(&old, added), "and stands behind them");
        assert!(new.ends_with("/></p:Relationships>"));
    }

    #[test]
    fn relations_that_were_not_there_are_made() {
        let made = related(
            None,
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
            "a.xml",
            "comments.xml",
        );
        let parsed = Document::parse(&made).unwrap();
        let relation = parsed.root_element().first_element_child().unwrap();
        assert_eq!(relation.attribute("Id"), Some("rId1"));
        assert_eq!(relation.attribute("Target"), Some("comments.xml"));
        assert_eq!(relation.attribute("Type"), Some(RELATION[1]));
    }

    #[test]
    fn a_type_is_told_once_and_a_root_without_content_is_opened() {
        let types = Document::parse("<Types xmlns=\"x\" />").unwrap();
        let once = typed(&types, "word/comments.xml").unwrap();
        assert!(once.starts_with("<Types xmlns=\"x\" ><Override ") && once.ends_with("/></Types>"));
        assert_eq!(
            typed(&Document::parse(&once).unwrap(), "word/comments.xml"),
            None
        );
    }
}
