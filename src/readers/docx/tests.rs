//! Small documents, each zipped from its own parts.

#![allow(clippy::expect_used, clippy::unwrap_used)]

use crate::document::BlockKind::{Heading, ListItem, Quotation, Table};
use crate::document::{BlockKind, Document, NativeLink, Span};
use crate::readers::package::zipped;
use crate::readers::read;
use crate::source::Source;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a document, to be zipped.
struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    /// A document with this body.
    fn new(body: &str) -> Self {
        let mut parts = Self(Vec::new());
        parts.relate(
            "_rels/.rels",
            &[("rId1", "officeDocument", "word/document.xml")],
        );
        parts.part(
            "word/document.xml",
            "document",
            &format!("<w:body>{body}</w:body>"),
        );
        parts.relate(
            "word/_rels/document.xml.rels",
            &[
                ("rId1", "footnotes", "footnotes.xml"),
                ("rId2", "endnotes", "endnotes.xml"),
                ("rId3", "styles", "styles.xml"),
                ("rId4", "numbering", "/word/numbering.xml"),
                ("rId5", "settings", "settings.xml"),
            ],
        );
        for (name, root) in [
            ("footnotes", "footnotes"),
            ("endnotes", "endnotes"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
        ] {
            parts.part(&format!("word/{name}.xml"), root, "");
        }
        parts
    }

    fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), bytes));
    }

    fn part(&mut self, name: &str, root: &str, content: &str) {
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{root} xmlns:w=\"{W}\" xmlns:r=\"{RELATIONS}\" \
             xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
             xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">{content}</w:{root}>"
        );
        self.put(name, xml.into_bytes());
    }

    fn relate(&mut self, name: &str, relations: &[(&str, &str, &str)]) {
        let relations: String = relations
            .iter()
            .map(|(id, kind, target)| {
                let mode = if target.contains("://") { " TargetMode=\"External\"" } else { "" };
                format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"{mode}/>")
            })
            .collect();
        let xml = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
        );
        self.put(name, xml.into_bytes());
    }

    fn footnotes(mut self, notes: &str) -> Self {
        self.part("word/footnotes.xml", "footnotes", notes);
        self
    }

    fn styles(mut self, styles: &str) -> Self {
        self.part("word/styles.xml", "styles", styles);
        self
    }

    fn zipped(&self) -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> = self
            .0
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        zipped(&parts)
    }

    fn read(&self) -> Document {
        read(&source(self.zipped())).expect("a document")
    }

    fn refusal(&self) -> String {
        refusal(self.zipped())
    }
}

fn source(bytes: Vec<u8>) -> Source {
    Source {
        path: "paper.docx".to_owned(),
        bytes,
        format: None,
    }
}

fn refusal(bytes: Vec<u8>) -> String {
    read(&source(bytes)).map(|_| ()).unwrap_err().to_string()
}

fn p(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn raised(text: &str) -> String {
    format!(
        "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
    )
}

fn call(id: u32) -> String {
    format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")
}

fn note(id: u32, text: &str) -> String {
    format!(
        "<w:footnote w:id=\"{id}\"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>",
        r(text)
    )
}

fn text_of(body: &str) -> String {
    Parts::new(body).read().text
}

fn labels(document: &Document) -> Vec<&str> {
    document
        .native_markers
        .iter()
        .map(|marker| marker.label.as_str())
        .collect()
}

fn notes(document: &Document) -> Vec<(&str, &str)> {
    let notes = document.native_notes.iter();
    notes
        .map(|note| (note.label.as_str(), document.slice(note.span)))
        .collect()
}

#[test]
fn notes_are_counted_in_the_order_of_their_calls_and_separators_are_none() {
    let body = p(&format!("{}{}{}{}", r("One"), call(7), r(" two."), call(3)));
    let separator = "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>";
    let all = format!(
        "{separator}{}{}{}",
        note(3, " Third."),
        note(7, " Seventh."),
        note(9, " Nobody.")
    );
    let document = Parts::new(&body).footnotes(&all).read();
    assert_eq!(
        document.text,
        "One¹ two.²\n\n1. Seventh.\n\n2. Third.\n\nNobody."
    );
    assert_eq!(labels(&document), ["1", "2"]);
    assert_eq!(
        notes(&document),
        [
            ("1", "1. Seventh."),
            ("2", "2. Third."),
            ("unnumbered 1", "Nobody.")
        ]
    );
    assert_eq!(document.native_markers[1].link, Some(NativeLink::To(1)));
    assert!(document.native_lists[0].is_automatic);
    let place = |word: &str| document.landmark(document.text.find(word).expect("there"));
    assert_eq!(place("One").as_deref(), Some("paragraph 1"));
    assert_eq!(place("Third").as_deref(), Some("footnote 2"));
    assert_eq!(place("Nobody").as_deref(), Some("unnumbered footnote 1"));
    assert!(document.warnings.is_empty(), "{:?}", document.warnings);
}

#[test]
fn sections_count_anew_in_their_own_numerals_and_each_has_its_list() {
    let section = |format: &str| {
        format!(
            "<w:sectPr><w:footnotePr><w:numFmt w:val=\"{format}\"/><w:numRestart w:val=\"eachSect\"/></w:footnotePr></w:sectPr>"
        )
    };
    let ends = |format: &str| p(&format!("<w:pPr>{}</w:pPr>", section(format)));
    let body = [
        p(&format!("{}{}", r("a"), call(2))),
        p(&format!("{}{}", r("b"), call(3))),
        ends("chicago"),
        p(&format!("{}{}", r("c"), call(4))),
        section("lowerRoman"),
    ]
    .concat();
    let all: String = [2, 3, 4].map(|id| note(id, "Text.")).concat();
    let document = Parts::new(&body).footnotes(&all).read();
    assert_eq!(labels(&document), ["*", "†", "i"]);
    assert_eq!(document.native_lists.len(), 2);
    assert!(
        document.text.starts_with("a*\n\nb†\n\nc[i]"),
        "{}",
        document.text
    );
}

#[test]
fn endnotes_are_roman_unless_the_settings_say_otherwise() {
    let body = p(&format!(
        "{}<w:r><w:endnoteReference w:id=\"2\"/></w:r>",
        r("a")
    ));
    let all = "<w:endnote w:id=\"2\"><w:p><w:r><w:t>Text.</w:t></w:r></w:p></w:endnote>";
    let mut parts = Parts::new(&body);
    parts.part("word/endnotes.xml", "endnotes", all);
    assert_eq!(parts.read().text, "a[i]\n\ni. Text.");
    let settings =
        "<w:endnotePr><w:numFmt w:val=\"decimal\"/><w:numStart w:val=\"5\"/></w:endnotePr>";
    parts.part("word/settings.xml", "settings", settings);
    assert_eq!(parts.read().text, "a⁵\n\n5. Text.");
}

#[test]
fn a_mark_that_the_author_chose_is_no_number_and_stands_in_its_note() {
    let custom =
        "<w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"2\"/><w:t>*</w:t></w:r>";
    let body = p(&format!("{}{custom}{}{}", r("Title"), r(" text"), call(3)));
    let own = format!(
        "<w:footnote w:id=\"2\">{}</w:footnote>",
        p(&format!("{}{}", raised("*"), r(" By Ann.")))
    );
    let document = Parts::new(&body)
        .footnotes(&(own + &note(3, " One.")))
        .read();
    assert_eq!(document.text, "Title* text¹\n\n* By Ann.\n\n1. One.");
    assert_eq!(labels(&document), ["*", "1"]);
    assert!(!document.native_lists[document.native_markers[0].list].is_automatic);
}

#[test]
fn changes_count_as_accepted() {
    let deleted = |content: &str| format!("<w:del w:id=\"1\" w:author=\"A\">{content}</w:del>");
    let joined = "<w:p><w:pPr><w:rPr><w:del w:id=\"3\" w:author=\"A\"/></w:rPr></w:pPr><w:r><w:t>One para</w:t></w:r></w:p>";
    let body = [
        p(&format!(
            "{}{}<w:ins w:id=\"2\" w:author=\"A\">{}{}</w:ins>",
            r("Kept "),
            deleted(&format!("<w:r><w:delText>gone 9</w:delText></w:r>{}", call(2))),
            r("new"),
            call(3),
        )),
        joined.to_owned(),
        p(&r("graph.")),
        format!("<w:moveFrom w:id=\"4\" w:author=\"A\">{}</w:moveFrom>", p(&r("moved"))),
        format!("<w:tbl><w:tr><w:trPr><w:del w:id=\"5\" w:author=\"A\"/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>", p(&r("row"))),
        p(&r("End.")),
    ]
    .concat();
    let all = format!("{}{}", note(2, "Gone."), note(3, "Stays."));
    let document = Parts::new(&body).footnotes(&all).read();
    assert!(
        document
            .text
            .starts_with("Kept new¹\n\nOne paragraph.\n\nEnd.\n\n1. Stays."),
        "{}",
        document.text
    );
    let end = document.text.find("End.").expect("there");
    assert_eq!(document.landmark(end).as_deref(), Some("paragraph 3"));
}

#[test]
fn a_raised_number_may_be_split_over_runs_and_comes_from_styles_and_from_position() {
    let styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"24\"/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:type=\"character\" w:styleId=\"Up\"><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"UpUp\"><w:basedOn w:val=\"Up\"/></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>";
    let look =
        |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = [
        p(&[r("a"), raised("1"), raised("2"), r(" b")].concat()),
        p(&[r("c"), look("<w:rStyle w:val=\"UpUp\"/>", "3")].concat()),
        p(&[
            r("d"),
            look("<w:position w:val=\"6\"/><w:sz w:val=\"16\"/>", "4"),
        ]
        .concat()),
        p(&[r("e"), look("<w:position w:val=\"6\"/>", "5")].concat()),
        p(&[
            r("f"),
            look(
                "<w:rStyle w:val=\"Up\"/><w:vertAlign w:val=\"baseline\"/>",
                "6",
            ),
        ]
        .concat()),
        p(&[
            r("the 4"),
            raised("th"),
            look("<w:rStyle w:val=\"Loop\"/>", "7"),
        ]
        .concat()),
        p(&[r("end"), raised(".8")].concat()),
    ]
    .concat();
    let text = Parts::new(&body).styles(styles).read().text;
    assert_eq!(text, "a¹² b\n\nc³\n\nd⁴\n\ne5\n\nf6\n\nthe 4th7\n\nend.⁸");
}

#[test]
fn results_of_fields_are_text_and_instructions_are_none() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let field = |text: &str, result: &str| {
        [
            mark("begin"),
            instruction(text),
            mark("separate"),
            r(result),
            mark("end"),
        ]
        .concat()
    };
    let nested = [
        mark("begin"),
        instruction("IF "),
        field("PAGE", "99"),
        mark("separate"),
        r("yes"),
        mark("end"),
    ]
    .concat();
    let body = [
        p(&[
            r("See "),
            field(" HYPERLINK &quot;https://example.org/a&quot; ", "here"),
            r("."),
        ]
        .concat()),
        p(&nested),
        p(&[
            mark("begin"),
            instruction(" XE index "),
            mark("end"),
            r("word"),
        ]
        .concat()),
        p(&[r("lost? "), mark("begin"), instruction("X"), r("kept")].concat()),
    ]
    .concat();
    let document = Parts::new(&body).read();
    assert_eq!(document.text, "See here.\n\nyes\n\nword\n\nlost? kept");
    assert_eq!(document.hyperlinks[0].target, "https://example.org/a");
    assert_eq!(document.slice(document.hyperlinks[0].span), "here");
    assert!(document.warnings[0].message.contains("field has no end"));
}

#[test]
fn a_field_that_repeats_a_number_above_the_line_is_a_marker() {
    let bookmark = format!(
        "<w:bookmarkStart w:id=\"1\" w:name=\"_Ref1\"/>{}<w:bookmarkEnd w:id=\"1\"/>",
        call(2)
    );
    let again = |result: &str| {
        format!("<w:fldSimple w:instr=\" NOTEREF _Ref1 \\f \\h \">{result}</w:fldSimple>")
    };
    let body = p(&[
        r("a"),
        bookmark,
        r(" b"),
        again(&raised("1")),
        r(" see note "),
        again(&r("1")),
    ]
    .concat());
    let document = Parts::new(&body).footnotes(&note(2, "Text.")).read();
    assert!(
        document.text.starts_with("a¹ b¹ see note 1\n"),
        "{}",
        document.text
    );
    assert_eq!(labels(&document), ["1", "1"]);
    assert_eq!(document.native_markers[1].link, Some(NativeLink::To(0)));
}

#[test]
fn tables_text_boxes_controls_and_alternatives_are_read_once() {
    let boxed = |text: &str| {
        format!(
            "<w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing>",
            p(&r(text))
        )
    };
    let cell = |content: &str| format!("<w:tc>{content}</w:tc>");
    let body = [
        format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>",
            cell(&p(&[r("Cell"), call(2)].concat())), cell(&p(&r("42%"))),
            cell(&[p(&r("Long.")), p(&r("Longer."))].concat())),
        p(&format!("{}<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>{}",
            r("Before "), boxed("box"), boxed("same box"), r("behind."))),
        format!("<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", p(&r("Control."))),
        "<w:p><m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath></w:p>".to_owned(),
    ]
    .concat();
    let document = Parts::new(&body).footnotes(&note(2, "Text.")).read();
    assert_eq!(
        document.text,
        "Cell¹\t42%\n\nLong.\n\nLonger.\n\nBefore behind.\n\nbox\n\nControl.\n\nx²\n\n1. Text."
    );
    assert_eq!(document.blocks[0].kind, Table);
    let place = |word: &str| document.landmark(document.text.find(word).expect("there"));
    assert_eq!(place("42").as_deref(), Some("paragraph 2"));
    assert_eq!(place("box").as_deref(), Some("text box 1"));
    assert_eq!(place("Control").as_deref(), Some("paragraph 6"));
}

#[test]
fn lists_are_numbered_and_headings_are_known_by_their_style() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Mine\"><w:name w:val=\"Mine\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Zitat\"><w:name w:val=\"Quote\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Entry\"><w:name w:val=\"Entry\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let of_style = |style: &str, text: &str| {
        p(&format!(
            "<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}",
            r(text)
        ))
    };
    let body = [
        of_style("berschrift1", "One"),
        of_style("Mine", "Two"),
        of_style("Zitat", "Three"),
        of_style("Entry", "Four"),
        of_style("Entry", "Five"),
        of_style("Heading2", "Six"),
    ]
    .concat();
    let mut parts = Parts::new(&body).styles(styles);
    parts.part("word/numbering.xml", "numbering", "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText w:val=\"[%1]\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    let document = parts.read();
    assert_eq!(
        document.text,
        "One\n\nTwo\n\nThree\n\n[1] Four\n\n[2] Five\n\nSix"
    );
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(
        kinds,
        [Heading, Heading, Quotation, ListItem, ListItem, Heading]
    );
}

#[test]
fn the_pieces_of_a_line_are_what_word_shows() {
    let body = [
        p("<w:r><w:t> trimmed </w:t><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t><w:noBreakHyphen/><w:t>x</w:t><w:softHyphen/><w:t>y</w:t></w:r>"),
        p("<w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/><w:sym w:font=\"Wingdings\" w:char=\"F04A\"/><w:sym w:font=\"Times\" w:char=\"2020\"/></w:r>"),
        p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>shown</w:t></w:r>"),
    ]
    .concat();
    assert_eq!(text_of(&body), "trimmed tab\nline\u{2011}xy\n\nα†\n\nshown");
}

#[test]
fn strict_files_and_texts_in_other_places_are_read() {
    let mut parts = Parts::new("");
    let strict = format!(
        "<w:document xmlns:w=\"{STRICT}\"><w:body>{}</w:body></w:document>",
        p(&r("Strict."))
    );
    parts.0.retain(|(name, _)| name == "_rels/.rels");
    parts.relate(
        "_rels/.rels",
        &[("rId1", "officeDocument", "/Texts/main.xml")],
    );
    parts.put("[Content_Types].xml", b"<Types/>".to_vec());
    parts.put("texts\\MAIN.xml", strict.into_bytes());
    assert_eq!(parts.read().text, "Strict.");
}

#[test]
fn a_text_in_utf_16_is_read() {
    let mut parts = Parts::new("");
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:document xmlns:w=\"{W}\"><w:body>{}</w:body></w:document>",
        p(&r("Käse – 16."))
    );
    let bytes = [0xFF, 0xFE]
        .into_iter()
        .chain(xml.encode_utf16().flat_map(u16::to_le_bytes));
    parts.put("word/document.xml", bytes.collect());
    assert_eq!(parts.read().text, "Käse – 16.");
}

#[test]
fn parts_that_are_missing_or_wrong_are_named() {
    let body = p(&format!("{}{}", r("Text"), call(2)));
    let mut parts = Parts::new(&body);
    parts.0.retain(|(name, _)| name != "word/footnotes.xml");
    let document = parts.read();
    assert!(document.warnings[0].message.contains("word/footnotes.xml"));
    assert_eq!(document.text, "Text¹");
    assert_eq!(
        document.native_markers[0].link,
        Some(NativeLink::Astray("footnote 2".to_owned()))
    );

    let mut parts = Parts::new(&body);
    parts.put("word/styles.xml", b"<w:styles>".to_vec());
    assert!(parts.read().warnings[0].message.contains("word/styles.xml"));

    let mut parts = Parts::new(&body);
    parts.relate(
        "word/_rels/document.xml.rels",
        &[("rId1", "footnotes", "https://example.org/notes.xml")],
    );
    assert!(parts.read().warnings[0].message.contains("another file"));

    let mut parts = Parts::new(&body);
    parts.relate(
        "_rels/.rels",
        &[("rId1", "officeDocument", "word/gone.xml")],
    );
    let document = parts.read();
    assert!(
        document.warnings[0]
            .message
            .contains("word/document.xml was taken"),
        "{:?}",
        document.warnings
    );

    let mut parts = Parts::new(&body);
    parts.0.retain(|(name, _)| name != "word/document.xml");
    assert!(parts.refusal().contains("lacks its part word/document.xml"));

    let mut parts = Parts::new(&body);
    parts.put("word/document.xml", b"<workbook/>".to_vec());
    assert!(parts.refusal().contains("holds no text of Word"));
}

#[test]
fn two_notes_with_one_id_are_both_kept() {
    let body = p(&format!("{}{}", r("Text"), call(2)));
    let document = Parts::new(&body)
        .footnotes(&(note(2, "First.") + &note(2, "Second.")))
        .read();
    assert_eq!(
        notes(&document),
        [("1", "1. First."), ("unnumbered 1", "Second.")]
    );
    assert!(
        document.warnings[0].message.contains("footnote 2"),
        "{:?}",
        document.warnings
    );
}

#[test]
fn bombs_are_refused_by_the_name_of_their_part() {
    let with = |xml: String| {
        let mut parts = Parts::new("");
        parts.put("word/document.xml", xml.into_bytes());
        parts.refusal()
    };
    let deep = format!(
        "<w:document xmlns:w=\"{W}\"><w:body>{}{}</w:body></w:document>",
        "<w:sdt>".repeat(100_000),
        "</w:sdt>".repeat(100_000)
    );
    let error = with(deep);
    assert!(
        error.contains("word/document.xml") && error.contains("nested"),
        "{error}"
    );
    let entities = format!(
        "<!DOCTYPE a [<!ENTITY e \"x\">]><w:document xmlns:w=\"{W}\"><w:body><w:p>&e;</w:p></w:body></w:document>"
    );
    assert!(with(entities).contains("word/document.xml"));
    assert!(with("<w:document".to_owned()).contains("word/document.xml"));
}

#[test]
fn nesting_within_the_bound_does_not_overflow_the_stack() {
    for (open, close) in [
        ("<w:sdt>", "</w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        (
            "<w:p><w:r><w:pict><w:txbxContent>",
            "</w:txbxContent></w:pict></w:r></w:p>",
        ),
    ] {
        let times = 480 / open.matches('<').count();
        let body = [open.repeat(times), p(&r("deep")), close.repeat(times)].concat();
        assert_eq!(text_of(&body), "deep");
    }
}

#[test]
fn what_is_no_word_file_is_read_as_what_it_is_or_refused_as_such() {
    let encrypted: Vec<u8> = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
        .iter()
        .copied()
        .chain([0; 600])
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .chain([0; 100])
        .collect();
    assert!(refusal(encrypted).contains("is encrypted; save it without a password first"));
    let rich = read(&source(b"{\\rtf1 Text}".to_vec())).expect("rich text");
    assert_eq!(rich.format, crate::document::Format::Rtf);
    let mht = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x";
    assert!(refusal(mht.into()).contains("MHT"));
    assert!(
        refusal(b"Plain words under a wrong name.".to_vec()).contains("not what its name says")
    );
    let html = read(&source(b"<html><p>Text</p></html>".to_vec()));
    if let Ok(document) = html {
        assert_eq!(document.format, crate::document::Format::Html);
    }
}

#[test]
fn no_cut_of_a_file_makes_it_panic() {
    let body = p(&format!("{}{}", r("Text"), call(2)));
    let whole = Parts::new(&body).footnotes(&note(2, "Note.")).zipped();
    for length in (0..whole.len()).step_by(11) {
        assert!(
            read(&source(whole[..length].to_vec())).is_err() || length < 4,
            "{length}"
        );
    }
    for at in (0..whole.len()).step_by(5) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = read(&source(bytes));
    }
}

#[test]
fn every_word_leads_back_to_the_bytes_that_it_was_read_from() {
    let body = [
        p(&[
            r("Tom &amp; J&#233;r&#xF4;me "),
            "<w:r><w:t>  in<![CDATA[ <Rome> ]]>and  \n  else</w:t><w:tab/><w:t>where </w:t></w:r>"
                .to_owned(),
            raised("1"),
            raised("3"),
            call(2),
        ]
        .concat()),
        p("<w:r><w:t>See</w:t></w:r><w:r><w:t>n here</w:t></w:r>"),
        p("<w:r><w:t>It fell<!-- unseen --> in time</w:t></w:r>"),
    ]
    .concat();
    let parts = Parts::new(&body).footnotes(&note(2, "See Abend."));
    let document = parts.read();
    let (_, markup) = &parts.0[1];
    let markup = std::str::from_utf8(markup).unwrap();
    let of = |what: &str| -> Vec<&str> {
        let start = document.text.find(what).unwrap();
        let spans = document.part_spans(Span::new(start, start + what.len()));
        let spans = spans.into_iter();
        spans.map(|span| &markup[span.start..span.end]).collect()
    };
    assert_eq!(of("Tom &"), ["Tom ", "&amp;"]);
    assert_eq!(of("Jérô"), ["J", "&#233;", "r", "&#xF4;"]);
    assert_eq!(of("in"), ["in"]);
    assert_eq!(of("else"), ["else"]);
    assert_eq!(of("else where"), ["else", "<w:tab/>", "where"]);
    assert_eq!(of("¹³"), ["1", "3"]);
    assert_eq!(of("Seen"), ["See", "n"]);
    let marker = document.native_markers[0].span;
    let marker = document.part_spans(marker)[0];
    assert_eq!(
        &markup[marker.start..marker.end],
        "<w:footnoteReference w:id=\"2\"/>"
    );
    assert_eq!(of("fell in"), ["fell", " in"]);
    assert!(!document.text.contains("unseen"), "{}", document.text);
    assert_eq!(of("Rome").len(), 1, "it stands where nothing is markup");
    assert!(of("Abend").is_empty(), "a note stands in another part");
    assert!(of("1. ").is_empty(), "its number stands nowhere");
}
