//! Small documents, each zipped from its own parts.

#![allow(clippy::expect_used, clippy::unwrap_used)]

use crate::document::{BlockKind, Document};
use crate::readers::package::zipped;
use crate::readers::read;
use crate::source::Source;

const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
const MIME: &[u8] = b"application/vnd.oasis.opendocument.text";

fn content(styles: &str, text: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {SPACES}>\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
}

fn source(bytes: Vec<u8>) -> Source {
    Source {
        path: "paper.odt".to_owned(),
        bytes,
        format: None,
    }
}

fn document(styles: &str, text: &str) -> Document {
    let content = content(styles, text);
    let parts: [(&str, &[u8]); 2] = [("mimetype", MIME), ("content.xml", content.as_bytes())];
    read(&source(zipped(&parts))).expect("a document")
}

fn refusal(parts: &[(&str, &[u8])]) -> String {
    read(&source(zipped(parts)))
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

fn note(class: &str, label: &str, text: &str) -> String {
    format!(
        "<text:note text:note-class=\"{class}\"><text:note-citation>{label}</text:note-citation>\
         <text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )
}

#[test]
fn notes_leave_their_paragraph_and_stand_behind_the_text() {
    let text = format!(
        "<text:p>One{} two{} three.</text:p><text:p>Four{}</text:p>",
        note("footnote", "1", "First."),
        note("endnote", "i", "End."),
        note("footnote", "2", "Second.</text:p><text:p>More.")
    );
    let document = document("", &text);
    assert_eq!(
        document.text,
        "One¹ two[i] three.\n\nFour²\n\n1. First.\n\n2. Second.\n\nMore.\n\ni. End."
    );
    let labels: Vec<&str> = document
        .native_notes
        .iter()
        .map(|note| note.label.as_str())
        .collect();
    assert_eq!(labels, ["1", "2", "i"]);
    assert_eq!(document.native_lists.len(), 2);
    let place = |word: &str| document.landmark(document.text.find(word).expect("there"));
    assert_eq!(place("Four").as_deref(), Some("paragraph 2"));
    assert_eq!(place("More").as_deref(), Some("footnote 2"));
    assert_eq!(document.blocks.len(), 2);
}

#[test]
fn labels_that_come_again_begin_a_new_list_and_missing_ones_are_counted() {
    let text = format!(
        "<text:p>a{}b{}c{}</text:p>",
        note("footnote", "1", "A."),
        note("footnote", "2", "B."),
        note("footnote", "1", "C.")
    );
    let lists: Vec<usize> = document("", &text)
        .native_markers
        .iter()
        .map(|marker| marker.list)
        .collect();
    assert_eq!(lists, [0, 0, 1]);
    let text = format!(
        "<text:p>a{}b{}</text:p>",
        note("endnote", "", "A."),
        note("endnote", "", "B.")
    );
    assert_eq!(document("", &text).text, "a[i]b[ii]\n\ni. A.\n\nii. B.");
}

#[test]
fn raised_text_links_blanks_and_breaks() {
    let styles = "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
        <style:style style:name=\"T2\" style:family=\"text\"><style:text-properties style:text-position=\"33% 58%\"/></style:style>\
        <style:style style:name=\"T3\" style:family=\"text\" style:parent-style-name=\"T1\"/>\
        <style:style style:name=\"T4\" style:family=\"text\"><style:text-properties style:text-position=\"sub 58%\"/></style:style>\
        <style:style style:name=\"Loop\" style:family=\"text\" style:parent-style-name=\"Loop\"/>";
    let span = |style: &str, text: &str| {
        format!("<text:span text:style-name=\"{style}\">{text}</text:span>")
    };
    let text = format!(
        "<text:p>a{}{} b{} c{} d{}<text:s text:c=\"3\"/>e<text:tab/>f<text:line-break/>g\n  h{}</text:p>\
         <text:p><text:a xlink:href=\"https://example.org/x\">here</text:a> <text:a xlink:href=\"https://example.org/y\">https://example.org/y</text:a></text:p>",
        span("T1", "1"),
        span("T1", "2"),
        span("T2", "3"),
        span("T3", "4"),
        span("T4", "5"),
        span("Loop", "6")
    );
    let document = document(styles, &text);
    assert_eq!(
        document.text,
        "a¹² b³ c⁴ d5 e f\ng h6\n\nhere https://example.org/y"
    );
    assert_eq!(document.hyperlinks.len(), 1);
    assert_eq!(document.hyperlinks[0].target, "https://example.org/x");
}

#[test]
fn lists_count_and_go_on() {
    let styles = "<text:list-style style:name=\"L1\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/>\
        <text:list-level-style-number text:level=\"2\" style:num-format=\"a\" style:num-prefix=\"(\" style:num-suffix=\")\" text:display-levels=\"2\"/></text:list-style>\
        <text:list-style style:name=\"B\"><text:list-level-style-bullet text:level=\"1\"/></text:list-style>";
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let list = |more: &str, items: &str| {
        format!("<text:list text:style-name=\"L1\"{more}>{items}</text:list>")
    };
    let inner = format!(
        "<text:list-item><text:p>two</text:p><text:p>goes on</text:p><text:list>{}</text:list></text:list-item>",
        item("sub")
    );
    let text = [
        list("", &[item("one"), inner].concat()),
        list(" text:continue-numbering=\"true\"", &item("three")),
        list(
            "",
            "<text:list-item text:start-value=\"7\"><text:p>seven</text:p></text:list-item>",
        ),
        format!(
            "<text:list text:style-name=\"B\">{}</text:list>",
            item("bullet")
        ),
    ]
    .concat();
    assert_eq!(
        document(styles, &text).text,
        "1. one\n\n2. two\n\ngoes on\n\n(2.a) sub\n\n3. three\n\n7. seven\n\nbullet"
    );
}

#[test]
fn headings_tables_frames_sections_and_changes() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let text = format!(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\
         <text:h text:outline-level=\"1\">Title</text:h>\
         <table:table><table:table-header-rows><table:table-row>{}{}</table:table-row></table:table-header-rows></table:table>\
         <text:section><text:p>In <text:change text:change-id=\"c\"/>a section<draw:frame><draw:text-box><text:p>Frame.</text:p></draw:text-box></draw:frame>.</text:p></text:section>\
         <text:section text:display=\"none\"><text:p>hidden</text:p></text:section>\
         <text:p>A<office:annotation><text:p>comment</text:p></office:annotation>B</text:p>",
        cell("x"),
        cell("y")
    );
    let document = document("", &text);
    assert_eq!(
        document.text,
        "Title\n\nx\ty\n\nIn a section.\n\nFrame.\n\nAB"
    );
    assert_eq!(document.blocks[0].kind, BlockKind::Heading);
    assert_eq!(document.blocks[1].kind, BlockKind::Table);
    let frame = document.text.find("Frame").expect("there");
    assert_eq!(document.landmark(frame).as_deref(), Some("text frame 1"));
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let manifest = b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
        <manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", MIME),
        ("content.xml", b"\x01\x02\x03"),
        ("META-INF/manifest.xml", manifest),
    ];
    assert!(refusal(&parts).contains("is encrypted; save it without a password first"));
    assert!(refusal(&[("mimetype", MIME)]).contains("lacks its part content.xml"));
    assert!(
        refusal(&[("mimetype", MIME), ("content.xml", b"<a")])
            .contains("content.xml cannot be read")
    );
    assert!(refusal(&[("mimetype", MIME), ("content.xml", b"<a/>")]).contains("holds no text"));
    let deep = content(
        "",
        &[
            "<text:section>".repeat(100_000),
            "</text:section>".repeat(100_000),
        ]
        .concat(),
    );
    assert!(refusal(&[("mimetype", MIME), ("content.xml", deep.as_bytes())]).contains("nested"));
    let bomb = content("", "").replacen("<office", "<!DOCTYPE a [<!ENTITY e \"x\">]><office", 1);
    assert!(
        refusal(&[("mimetype", MIME), ("content.xml", bomb.as_bytes())]).contains("content.xml")
    );
}

#[test]
fn nesting_within_the_bound_does_not_overflow_the_stack() {
    for (open, close) in [
        (
            "<text:list><text:list-item>",
            "</text:list-item></text:list>",
        ),
        (
            "<table:table><table:table-row><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        ),
        (
            "<text:p><draw:frame><draw:text-box>",
            "</draw:text-box></draw:frame></text:p>",
        ),
    ] {
        let times = 480 / open.matches('<').count();
        let text = [
            &open.repeat(times),
            "<text:p>deep</text:p>",
            &close.repeat(times),
        ]
        .concat();
        assert_eq!(document("", &text).text, "deep");
    }
}
