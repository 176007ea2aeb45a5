//! Files of word processors, with no more in them than they need.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Kept, body, escaped, left};
use crate::apparatus::{Chapter, Entry};

/// A container of these parts.
pub(super) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("a name");
        zip.write_all(content.as_bytes()).expect("room in memory");
    }
    zip.finish().expect("room in memory").into_inner()
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn run(text: &str) -> String {
    format!(
        "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

/// A Word file of a body and its footnotes.
pub(crate) fn word_file(body: &str, footnotes: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let top = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{kind}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let own = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{kind}/footnotes\" Target=\"footnotes.xml\"/>\
         <Relationship Id=\"b\" Type=\"{kind}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let style = |id: &str, name: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>"
        )
    };
    let styles = style("Title1", "heading 1") + &style("Body", "Body Text");
    zipped(&[
        ("_rels/.rels", &top),
        ("word/_rels/document.xml.rels", &own),
        (
            "word/document.xml",
            &format!("<w:document {W}><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/footnotes.xml",
            &format!("<w:footnotes {W}>{footnotes}</w:footnotes>"),
        ),
        (
            "word/styles.xml",
            &format!("<w:styles {W}>{styles}</w:styles>"),
        ),
    ])
}

pub(super) fn typed_word(chapters: &[Chapter], kept: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{n}</w:t></w:r>{}",
                run(&entry.sentence),
                run(" ")
            )
        };
        paper += &paragraph("Title1", &run(&chapter.title));
        paper += &body(chapter, one, "<w:p>", "</w:p>");
        paper += &paragraph("Title1", &run("Notes"));
        for (label, note) in left(at, chapter, kept) {
            paper += &paragraph("Body", &run(&format!("{label}. {note}")));
        }
    }
    word_file(&paper, "")
}

pub(super) fn word(chapters: &[Chapter], numerals: &str) -> Vec<u8> {
    let (mut paper, mut notes, mut id) = (String::new(), String::new(), 1);
    for chapter in chapters {
        let first = id;
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}<w:r><w:footnoteReference w:id=\"{}\"/></w:r>{}",
                run(&entry.sentence),
                first + n,
                run(" ")
            )
        };
        paper += &paragraph("Title1", &run(&chapter.title));
        paper += &body(chapter, one, "<w:p>", "</w:p>");
        // Each chapter is a section, in which the notes are counted anew.
        paper += &format!(
            "<w:p><w:pPr><w:sectPr><w:footnotePr><w:numFmt w:val=\"{numerals}\"/><w:numRestart w:val=\"eachSect\"/></w:footnotePr></w:sectPr></w:pPr></w:p>"
        );
        for (number, note) in chapter.notes() {
            notes += &format!(
                "<w:footnote w:id=\"{}\"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>",
                first + number,
                run(&format!(" {note}"))
            );
        }
        id += chapter.entries.len();
    }
    word_file(&paper, &notes)
}

const ODF: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
const MIME: &str = "application/vnd.oasis.opendocument.text";
const RAISED: &str = "<office:automatic-styles><style:style style:name=\"T1\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style></office:automatic-styles>";

pub(super) fn packed_odt(content: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {ODF}>{RAISED}<office:body><office:text>{content}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", MIME), ("content.xml", &content)])
}

pub(super) fn flat(content: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document {ODF} office:mimetype=\"{MIME}\">{RAISED}<office:body><office:text>{content}</office:text></office:body></office:document>"
    )
    .into_bytes()
}

fn odt_heading(title: &str) -> String {
    format!(
        "<text:h text:outline-level=\"1\">{}</text:h>",
        escaped(title)
    )
}

pub(super) fn typed_odt(chapters: &[Chapter], kept: &Kept<'_>) -> String {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}<text:span text:style-name=\"T1\">{n}</text:span>",
                escaped(&entry.sentence)
            )
        };
        paper += &odt_heading(&chapter.title);
        paper += &body(chapter, one, "<text:p>", "</text:p>");
        paper += &odt_heading("Notes");
        for (label, note) in left(at, chapter, kept) {
            paper += &format!("<text:p>{label}. {}</text:p>", escaped(note));
        }
    }
    paper
}

pub(super) fn odt(chapters: &[Chapter], label: fn(usize) -> String) -> String {
    let mut paper = String::new();
    for chapter in chapters {
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}<text:note text:note-class=\"footnote\"><text:note-citation>{}</text:note-citation><text:note-body><text:p>{}</text:p></text:note-body></text:note>",
                escaped(&entry.sentence),
                label(n),
                escaped(&entry.note)
            )
        };
        paper += &odt_heading(&chapter.title);
        paper += &body(chapter, one, "<text:p>", "</text:p>");
    }
    paper
}
