//! Journal articles in XML: what their links lead to, and what must not be taken for a marker.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use footfault::check::{Report, check};
use footfault::document::Format;
use footfault::settings::Settings;
use footfault::source::Source;

#[path = "shared/folder.rs"]
mod shared;
#[path = "shared/truth.rs"]
mod truth;

fn source(text: &str) -> Source {
    Source {
        path: "article.xml".to_owned(),
        bytes: text.as_bytes().to_vec(),
        format: None,
    }
}

fn article(body: &str, back: &str) -> Report {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<article xmlns:xlink=\"http://www.w3.org/1999/xlink\"><body>{body}</body><back>{back}</back></article>"
    );
    check(&source(&text), &Settings::default()).unwrap()
}

/// Each marker with the first word of its note.
fn calls(report: &Report) -> Vec<(String, String)> {
    let markers = report.apparatus.markers.iter();
    let word = |note: usize| {
        let text = &report.apparatus.notes[note].text;
        text.split(' ').next().unwrap_or_default().to_owned()
    };
    markers
        .map(|marker| {
            let note = marker.note.map_or_else(|| "–".to_owned(), word);
            (marker.label.to_string(), note)
        })
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(label, word)| ((*label).to_owned(), (*word).to_owned()))
        .collect()
}

fn references(names: &[&str]) -> String {
    let entries = names.iter().enumerate().map(|(index, name)| {
        format!(
            "<ref id=\"B{0}\"><label>{0}</label><mixed-citation>{name} A. Boats. 2019.</mixed-citation></ref>",
            index + 1
        )
    });
    format!(
        "<ref-list><title>References</title>{}</ref-list>",
        entries.collect::<String>()
    )
}

#[test]
fn a_range_of_which_only_the_ends_are_linked_calls_what_lies_between() {
    let back = references(&["Ada", "Bo", "Cy", "Di", "Ed"]);
    let body = "<p>Many agree [<xref ref-type=\"bibr\" rid=\"B1\">1</xref>, <xref ref-type=\"bibr\" rid=\"B3\">3</xref>–<xref ref-type=\"bibr\" rid=\"B5\">5</xref>], and one does not <xref ref-type=\"bibr\" rid=\"B2\">[2]</xref>.</p>";
    let report = article(body, &back);
    let expected = [
        ("1", "Ada"),
        ("3", "Cy"),
        ("4", "Di"),
        ("5", "Ed"),
        ("2", "Bo"),
    ];
    assert_eq!(calls(&report), pairs(&expected));
    let implied = &report.apparatus.markers[2];
    assert!(implied.implied);
    assert_eq!(report.document.slice(implied.span), "3–5");
    assert_eq!(report.findings, [], "nothing is wrong with it");
}

#[test]
fn a_link_with_several_names_calls_each() {
    let back = references(&["Ada", "Bo", "Cy"]);
    let body = "<p>So it is <sup><xref ref-type=\"bibr\" rid=\"B1 B2 B3\">1–3</xref></sup>, they say <xref ref-type=\"bibr\" rid=\"B1 B3\">(1, 3)</xref> (<xref ref-type=\"bibr\" rid=\"B2\">Bo 2019</xref>).</p>";
    let expected = [
        ("1", "Ada"),
        ("2", "Bo"),
        ("3", "Cy"),
        ("1", "Ada"),
        ("3", "Cy"),
        ("2", "Bo"),
    ];
    assert_eq!(calls(&article(body, &back)), pairs(&expected));
}

#[test]
fn a_link_that_leads_nowhere_is_a_marker_without_a_note() {
    let body = "<p>One<xref ref-type=\"bibr\" rid=\"B1\">1</xref> and two<xref ref-type=\"bibr\" rid=\"B7\">7</xref>.</p>";
    let report = article(body, &references(&["Ada"]));
    assert_eq!(calls(&report), pairs(&[("1", "Ada"), ("7", "–")]));
    assert!(
        report
            .findings
            .iter()
            .any(|found| found.rule == "marker-without-note")
    );
}

#[test]
fn references_without_labels_are_numbered_by_their_place() {
    let back = "<ref-list><ref id=\"a\"><mixed-citation>Ada A. Boats. 2019.</mixed-citation></ref><ref id=\"b\"><mixed-citation>Bo B. Carts. 2020.</mixed-citation></ref></ref-list>";
    let body = "<p>One [<xref ref-type=\"bibr\" rid=\"a\">1</xref>] and two [<xref ref-type=\"bibr\" rid=\"b\">2</xref>].</p>";
    let report = article(body, back);
    assert_eq!(calls(&report), pairs(&[("1", "Ada"), ("2", "Bo")]));
    assert_eq!(
        report.document.slice(report.apparatus.notes[1].span),
        "2. Bo B. Carts. 2020."
    );
}

#[test]
fn fields_are_written_as_a_reader_sees_them() {
    let back = "<ref-list><ref id=\"a\"><label>1</label><element-citation><person-group person-group-type=\"author\"><name><surname>Lund</surname><given-names>I</given-names></name><etal/></person-group><article-title>Boats and carts</article-title><source>Harbour Papers</source><year>2022</year><volume>4</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage><pub-id pub-id-type=\"doi\">10.5555/boats</pub-id><pub-id pub-id-type=\"pmid\">123</pub-id></element-citation></ref></ref-list>";
    let report = article(
        "<p>One<xref ref-type=\"bibr\" rid=\"a\">1</xref>.</p>",
        back,
    );
    assert_eq!(
        report.apparatus.notes[0].text,
        "Lund I, et al. (2022). Boats and carts. Harbour Papers. 4(2): 11–19. doi:10.5555/boats."
    );
}

#[test]
fn notes_below_a_table_belong_to_it_and_declarations_to_nobody() {
    let body = "<p>See the table.</p><table-wrap><label>Table 1</label><caption><title>Boats.</title></caption><table><tr><td>Ferry<xref ref-type=\"table-fn\" rid=\"t1\">a</xref></td><td>4</td></tr></table><table-wrap-foot><fn id=\"t1\"><label>a</label><p>Counted twice.</p></fn><fn><p>SD, standard deviation.</p></fn></table-wrap-foot></table-wrap>";
    let back = "<fn-group><fn fn-type=\"conflict\"><label>1</label><p>The authors have no competing interests.</p></fn></fn-group>";
    let report = article(body, back);
    assert_eq!(calls(&report), pairs(&[("a", "Counted")]));
    assert!(
        report
            .document
            .text
            .contains("Table 1 Boats.\n\nFerry[a] | 4")
            || report
                .document
                .text
                .contains("Table 1 Boats.\n\nFerrya | 4")
    );
    assert_eq!(report.findings, []);
}

#[test]
fn links_of_authors_to_their_institutions_are_no_markers() {
    let text = "<?xml version=\"1.0\"?><article><front><article-meta><title-group><article-title>Boats</article-title></title-group><contrib-group><contrib><name><surname>Lund</surname></name><xref ref-type=\"aff\" rid=\"A1\"><sup>1</sup></xref><xref ref-type=\"fn\" rid=\"n1\">*</xref></contrib></contrib-group><aff id=\"A1\"><label>1</label>Harbour School</aff><author-notes><fn id=\"n1\"><p>Equal work.</p></fn></author-notes><abstract><p>We count boats.</p></abstract></article-meta></front><body><p>Boats are counted.</p></body></article>";
    let report = check(&source(text), &Settings::default()).unwrap();
    assert_eq!(report.document.format, Format::Jats);
    assert_eq!(report.apparatus.markers, []);
    assert_eq!(
        report.document.text,
        "Boats\n\nWe count boats.\n\nBoats are counted."
    );
}

#[test]
fn a_note_in_a_paragraph_leaves_its_sentence_whole() {
    let body = "<p>The toll<fn id=\"n\"><p>A penny.</p></fn> is <fig><label>Figure 1</label><caption><p>The gate.</p></caption></fig>high.</p>";
    let report = article(body, "");
    assert_eq!(calls(&report), pairs(&[("1", "A")]));
    assert!(
        report.document.text.starts_with("The toll¹ is high."),
        "{}",
        report.document.text
    );
}

#[test]
fn entities_and_sections_of_characters_keep_their_places() {
    let report = article(
        "<p>A &amp; B&#8211;C <![CDATA[<d>]]> e<sup>13</sup></p>",
        "",
    );
    let document = &report.document;
    assert_eq!(document.text, "A & B–C <d> e¹³");
    let at = document.text.find("<d>").unwrap();
    assert_eq!(document.place(at).line, 2);
    let span = footfault::document::Span::new(at, at + 3);
    let source = document.source_span(span);
    assert_eq!(source.len(), 3, "the bytes between the brackets");
}

#[test]
fn hostile_articles_are_refused_or_read_in_time() {
    let nested = format!(
        "<sec>{}x{}</sec>",
        "<sec>".repeat(100_000),
        "</sec>".repeat(100_000)
    );
    let bomb = "<!DOCTYPE article [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">]><article><body><p>&f;&f;&f;&f;</p></body></article>";
    let outside = "<!DOCTYPE article [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><article><body><p>&e;</p></body></article>";
    for text in [
        format!("<article>{nested}</article>"),
        bomb.to_owned(),
        outside.to_owned(),
    ] {
        let error = check(
            &source(&format!("<?xml version=\"1.0\"?>{text}")),
            &Settings::default(),
        );
        assert!(error.is_err(), "{}", &text[..40]);
    }
    let ranges =
        "<xref ref-type=\"bibr\" rid=\"B1\">1</xref>–<xref ref-type=\"bibr\" rid=\"B2\">99</xref> "
            .repeat(2_000);
    let started = Instant::now();
    let report = article(&format!("<p>{ranges}</p>"), &references(&["Ada", "Bo"]));
    assert!(
        report.apparatus.markers.len() < 30_000,
        "what ranges imply has a bound"
    );
    assert!(started.elapsed() < Duration::from_mins(1));
}

#[test]
fn the_short_document_with_known_truth_is_right() {
    if let Some(folder) = shared::folder("inputs") {
        truth::assert_all(&folder, "fn.jats.xml");
    }
}
