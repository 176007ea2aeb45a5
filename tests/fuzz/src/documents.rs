//! Documents grown from the bytes of an input: the fuzzer plays with tables, lists and notes, and not with angle brackets.

use footfault::document::Format;

use crate::container;

#[path = "../../properties/grown.rs"]
mod grown;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// The document that an input stands for, the first byte of which picks its format.
pub fn document(input: &[u8]) -> Option<(Vec<u8>, Format)> {
    let (first, rest) = input.split_first()?;
    let choices = &mut grown::Choices::new(rest);
    match first % 5 {
        0 => {
            let (body, notes) = grown::word(choices);
            Some((word_file(&body, &notes)?, Format::Docx))
        }
        2 => Some((grown::rich(choices).into_bytes(), Format::Rtf)),
        1 => Some((grown::markdown(choices).into_bytes(), Format::Markdown)),
        _ => Some((grown::page(choices).into_bytes(), Format::Html)),
    }
}

fn word_file(body: &str, notes: &str) -> Option<Vec<u8>> {
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |name: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{kind}/{name}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        (
            "_rels/.rels",
            relation("officeDocument", "word/document.xml"),
        ),
        (
            "word/_rels/document.xml.rels",
            relation("footnotes", "footnotes.xml"),
        ),
        (
            "word/document.xml",
            format!("<w:document {W}><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/footnotes.xml",
            format!("<w:footnotes {W}>{notes}</w:footnotes>"),
        ),
    ];
    let input = parts.map(|(name, content)| format!("{}{name}\n{content}\n", crate::PART));
    container(input.concat().as_bytes())
}
