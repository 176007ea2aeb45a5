//! E-books put together by hand.

use std::io::{Cursor, Write};

use footfault::check::check;
use footfault::settings::Settings;
use footfault::source::Source;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CONTAINER: &str = r#"<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

const PACKAGE: &str = r#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c2" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="c1" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="notes%20of%20all.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine><itemref idref="nav"/><itemref idref="c1"/><itemref idref="c2"/><itemref idref="n" linear="no"/></spine></package>"#;

fn chapter(number: u32) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/>
<script src="x.js"/></head><body><h1>Chapter {number}</h1><p><a id="page{number}"/>One<a epub:type="noteref" id="r{number}1" href="../notes%20of%20all.xhtml#n{number}1">1</a> two<a
epub:type="noteref" id="r{number}2" href="../notes%20of%20all.xhtml#n{number}2">2</a>.</p></body></html>"#
    )
}

fn notes() -> String {
    let of = |number: u32| {
        format!(
            r#"<h2>Chapter {number}</h2><ol><li id="n{number}1" epub:type="endnote"><p>Abend, {number}. <a href="text/{file}.xhtml#r{number}1"
epub:type="backlink">↩</a></p></li><li id="n{number}2" epub:type="endnote"><p>Brook, {number}. <a href="text/{file}.xhtml#r{number}2">↩</a></p></li></ol>"#,
            file = if number == 1 { "one" } else { "two" }
        )
    };
    format!(
        r#"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><section epub:type="endnotes"><h1>Notes</h1>{}{}</section></body></html>"#,
        of(1),
        of(2)
    )
}

fn book(parts: &[(&str, &str)]) -> Source {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    // The type is compressed, too, as by a program that packed the book anew.
    for (name, content) in std::iter::once(&("mimetype", "application/epub+zip")).chain(parts) {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(content.as_bytes()).expect("a part");
    }
    Source {
        path: "book.epub".to_owned(),
        bytes: writer.finish().expect("a container").into_inner(),
        format: None,
    }
}

fn whole() -> Vec<(&'static str, String)> {
    vec![
        ("META-INF/container.xml", CONTAINER.to_owned()),
        ("OEBPS/book.opf", PACKAGE.to_owned()),
        ("OEBPS/nav.xhtml", "<html><body><nav><ol><li><a href='text/one.xhtml'>Chapter 1</a></li></ol></nav></body></html>".to_owned()),
        ("OEBPS/text/one.xhtml", chapter(1)),
        ("OEBPS/text/two.xhtml", chapter(2)),
        ("OEBPS/notes of all.xhtml", notes()),
    ]
}

fn of(parts: &[(&'static str, String)]) -> Source {
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, content)| (*name, content.as_str()))
        .collect();
    book(&parts)
}

#[test]
fn notes_in_a_file_of_their_own_belong_to_their_chapters() {
    let report = check(&of(&whole()), &Settings::default()).expect("a book");
    let apparatus = &report.apparatus;
    let pairs: Vec<String> = apparatus
        .markers
        .iter()
        .map(|marker| {
            format!(
                "{}: {}",
                marker.label,
                marker.note.map_or("—", |note| &apparatus.notes[note].text)
            )
        })
        .collect();
    assert_eq!(
        pairs,
        [
            "1: Abend, 1.",
            "2: Brook, 1.",
            "1: Abend, 2.",
            "2: Brook, 2."
        ]
    );
    assert_eq!(apparatus.lists.len(), 2);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert!(!report.document.text.contains("text/one"));
    let second = report.document.landmark(apparatus.markers[2].span.start);
    assert_eq!(second.as_deref(), Some("OEBPS/text/two.xhtml, line 2"));
}

#[test]
fn a_missing_chapter_is_a_warning_and_a_missing_order_is_another() {
    let mut parts = whole();
    parts.remove(4);
    let report = check(&of(&parts), &Settings::default()).expect("a book");
    assert_eq!(
        report.document.warnings[0].message,
        "its part OEBPS/text/two.xhtml is missing; it is left out"
    );
    parts[1].1 = "<package".to_owned();
    let report = check(&of(&parts), &Settings::default()).expect("a book");
    assert!(
        report.document.warnings[0]
            .message
            .starts_with("its part OEBPS/book.opf is damaged")
    );
    assert!(!report.apparatus.markers.is_empty());
}

#[test]
fn an_encrypted_book_is_refused_and_encrypted_fonts_are_not() {
    let encryption = |path: &str| {
        format!(
            r#"<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:CipherData><enc:CipherReference URI="{path}"/></enc:CipherData></enc:EncryptedData></encryption>"#
        )
    };
    let mut parts = whole();
    parts.push(("META-INF/encryption.xml", encryption("OEBPS/fonts/a.otf")));
    assert!(check(&of(&parts), &Settings::default()).is_ok());
    parts.last_mut().expect("the last part").1 = encryption("OEBPS/text/one.xhtml");
    let error = check(&of(&parts), &Settings::default())
        .map(|_| ())
        .expect_err("a refusal");
    assert!(
        error
            .to_string()
            .contains("is encrypted (its part OEBPS/text/one.xhtml)"),
        "{error}"
    );
}

#[test]
fn a_book_without_pages_is_refused() {
    let error = check(
        &book(&[("META-INF/container.xml", CONTAINER)]),
        &Settings::default(),
    );
    let error = error.map(|_| ()).expect_err("a refusal");
    assert!(error.to_string().contains("without a page"), "{error}");
}

#[test]
fn a_book_that_lies_unpacked_is_one_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |body: &str| {
        format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body>{body}</body></html>"
        )
    };
    let call = |number: usize| {
        format!(
            "<p>Boat {number}.<a href=\"notes.xhtml#n{number}\" id=\"r{number}\" epub:type=\"noteref\">{number}</a></p>"
        )
    };
    let note = |number: usize, chapter: &str| {
        format!(
            "<li id=\"n{number}\" epub:type=\"endnote\"><p>Weir, Boats, {number}. <a href=\"{chapter}#r{number}\">↩</a></p></li>"
        )
    };
    let notes = format!(
        "<section epub:type=\"endnotes\"><ol>{}{}</ol></section>",
        note(1, "one.xhtml"),
        note(2, "two.xhtml")
    );
    let package = "<package><manifest><item id=\"a\" href=\"text/one.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"b\" href=\"text/two.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"c\" href=\"text/notes.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
        <spine><itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"c\"/></spine></package>";
    let files = [
        ("src/META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"book/content.opf\"/></rootfiles></container>".to_owned()),
        ("src/book/content.opf", package.to_owned()),
        ("src/book/text/one.xhtml", page(&call(1))),
        ("src/book/text/two.xhtml", page(&call(2))),
        ("src/book/text/notes.xhtml", page(&notes)),
        ("readme.html", page("<p>How it is made.</p>")),
    ];
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }
    let source = Source::open(folder.path().join("src/book/content.opf"), None).expect("a book");
    let report = check(&source, &Settings::default()).expect("a book can be read");
    assert_eq!(
        super::pairing::of(&report),
        ["1: Weir, Boats, 1.", "2: Weir, Boats, 2."]
    );
    assert_eq!(report.findings, []);
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("footfault"));
    let output = command
        .current_dir(folder.path())
        .args(["check", "."])
        .output()
        .expect("a run");
    let said = String::from_utf8(output.stdout).expect("a text");
    assert!(
        said.contains("src/book/content.opf: 2 markers, 2 notes, all paired"),
        "{said}"
    );
    assert!(
        said.contains("readme.html") && !said.contains("one.xhtml"),
        "{said}"
    );
}

/// A book of two chapters, called by these numbers, whose notes stand on one page without headings.
fn on_one_page(called: [&[u32]; 2], lists: [&[u32]; 2]) -> Vec<String> {
    let page = |text: &str| {
        format!("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>{text}</body></html>")
    };
    let chapter = |at: usize| {
        let calls = (0..).zip(called[at]).map(|(id, number)| {
            format!(
                "Weir {at}{id} wrote of floods.<sup><a id=\"r{at}-{id}\" href=\"../notes%20of%20all.xhtml#n{at}-{id}\">{number}</a></sup> "
            )
        });
        page(&format!(
            "<h1>Floods {at}</h1><p>{}</p>",
            calls.collect::<String>()
        ))
    };
    let notes = [0, 1].into_iter().flat_map(|at| {
        let file = ["one", "two"][at];
        (0..).zip(lists[at]).map(move |(id, number)| {
            format!(
                "<p id=\"n{at}-{id}\"><a href=\"text/{file}.xhtml#r{at}-{id}\">{number}.</a> Weir {at}{id}, Floods, 19{at}{id}.</p>"
            )
        })
    });
    let (one, two) = (chapter(0), chapter(1));
    let notes = page(&format!("<h1>Notes</h1>{}", notes.collect::<String>()));
    let book = book(&[
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", PACKAGE),
        ("OEBPS/text/one.xhtml", &one),
        ("OEBPS/text/two.xhtml", &two),
        ("OEBPS/notes of all.xhtml", &notes),
    ]);
    let report = check(&book, &Settings::default()).expect("a book");
    let findings = report.findings.iter();
    findings
        .map(|found| format!("{}: {}", found.rule, found.message))
        .collect()
}

#[test]
fn chapters_that_count_anew_on_one_page_have_no_note_twice() {
    let (four, five): (&[u32], &[u32]) = (&[1, 2, 3, 4], &[1, 2, 3, 4, 5]);
    assert_eq!(
        on_one_page([four, five], [four, five]),
        Vec::<String>::new()
    );
    let twice = "duplicate-note: two notes are labelled 4";
    let goes_on: &[u32] = &[4, 5, 6, 7];
    assert_eq!(on_one_page([four, goes_on], [four, goes_on]), [twice]);
    let found = on_one_page([four, five], [four, &[1, 2, 3, 4, 4]]);
    assert!(
        found.contains(&"duplicate-note: 3 notes are labelled 4".to_owned()),
        "{found:?}"
    );
}
