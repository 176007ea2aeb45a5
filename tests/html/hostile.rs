//! Pages that nobody writes on purpose: a document or a warning comes out, in time that grows with the page.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::report;

/// Reads a page, and asserts that it took less than this; the slowest machine that builds us unoptimized needs a fifth.
fn within(page: &str, limit: Duration) -> usize {
    let start = Instant::now();
    let report = report(page);
    let took = start.elapsed();
    assert!(took < limit, "{took:?} for {} bytes", page.len());
    report.apparatus.markers.len()
}

const LONG: Duration = Duration::from_mins(1);

#[test]
fn a_hundred_thousand_nested_elements() {
    for tag in [
        "div",
        "b",
        "span",
        "blockquote",
        "ul><li",
        "table><tr><td",
        "a href=#x",
        "svg",
        "button",
    ] {
        let page = format!("<{tag}>").repeat(100_000) + "text";
        within(&page, LONG);
    }
    let text = report(&("<div>".repeat(100_000) + "text")).document.text;
    assert_eq!(text.trim(), "text");
}

#[test]
fn emphasis_that_is_never_closed() {
    let mut page = String::new();
    for number in 0..20_000 {
        write!(page, "<p><font size={number}>word</p>").expect("a string");
    }
    within(&page, LONG);
    assert!(report(&page).document.text.contains("word"));
}

#[test]
fn a_megabyte_of_brackets_and_of_entities() {
    within(&"<".repeat(1_000_000), LONG);
    within(&"<a".repeat(300_000), LONG);
    within(&"&amp;".repeat(200_000), LONG);
    within(&"&".repeat(1_000_000), LONG);
    within(&"<!--".repeat(250_000), LONG);
    within(&"</p>".repeat(250_000), LONG);
}

#[test]
fn an_attribute_of_ten_megabytes() {
    let page = format!(
        "<p title='{}'>One</p><p id='{}'>Two</p>",
        "x".repeat(10_000_000),
        "y".repeat(1_000_000)
    );
    assert_eq!(within(&page, LONG), 0);
}

#[test]
fn a_page_of_links() {
    let mut page = String::new();
    for number in 0..100_000 {
        write!(
            page,
            "<p>w<sup><a href=#n{number} id=r{number}>{number}</a></sup></p>"
        )
        .expect("a string");
    }
    within(&page, LONG);
    let to_one =
        "<a href=#n1>1</a> ".repeat(100_000) + "<p id=n1>1. Abend. <a href=#top>back</a></p>";
    within(&to_one, LONG);
    let within_one = format!(
        "<div id=all>1 <p>{}</p></div>",
        "<a href=#all>1</a> ".repeat(100_000)
    );
    within(&within_one, LONG);
}

#[test]
fn zero_bytes_and_other_units() {
    let page =
        "<p>One<sup><a href=#n1 id=r1>1</a></sup></p><ol><li id=n1>Abend. <a href=#r1>↩</a></ol>";
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(page.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(super::report_of(wide).apparatus.markers.len(), 1);
    let report = super::report_of(
        page.replace("One", &format!("O\0ne{}", " word".repeat(500)))
            .into_bytes(),
    );
    assert_eq!(report.apparatus.markers.len(), 1);
    let latin = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'></head><p>\xb3\xf3d\xbc".to_vec();
    assert_eq!(super::report_of(latin).document.text.trim(), "łódź");
}

#[test]
fn names_that_two_elements_have() {
    let page = "<p>One<sup><a href=#n1>1</a></sup> two<sup><a href=#n2>2</a></sup></p><ol class=footnotes><li id=n1>Abend.<li id=n2>Brook.<li id=n2>Crane.</ol>";
    let report = report(page);
    let warnings: Vec<&str> = report
        .document
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert_eq!(
        warnings,
        ["several elements have the name “n2”; links lead to the first"]
    );
    assert_eq!(report.apparatus.notes.len(), 3);
}

#[test]
fn white_space_within_a_table_stands_where_it_was_written() {
    // A tree builder keeps such white space until the tag that follows it.
    let blank = report("<table> ");
    assert!(blank.document.text.trim().is_empty());
    for page in [
        "<table> é",
        "<p>o</p><table>\n<tr>\n  <td>über die Höhe</td>\n</tr></table>",
        "<table><tr> <td>ö</td> <td>ü\u{1F600}</td>\t</tr></table> ä",
        "<table>&#32;\r\n語<caption> 語</caption></table>",
    ] {
        let report = report(page);
        for block in &report.document.blocks {
            let source = report.document.source_span(block.span);
            assert!(page.get(source.start..source.end).is_some(), "{page}");
        }
    }
    let text = report("<table>\n<tr>\n  <td>über</td>\n  <td>die Höhe</td></tr></table>");
    assert_eq!(text.document.text.trim(), "über\tdie Höhe");
}
