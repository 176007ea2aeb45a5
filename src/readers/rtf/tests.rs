#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

use super::*;
use crate::document::{BlockKind, NativeKind, NativeLink};

fn source(bytes: &[u8]) -> Source {
    Source {
        path: "paper.rtf".to_owned(),
        bytes: bytes.to_vec(),
        format: Some(Format::Rtf),
    }
}

fn read_bytes(bytes: &[u8]) -> Document {
    read(&source(bytes)).unwrap()
}

/// A document with this text in its outermost group.
fn document(text: &str) -> Document {
    read_bytes(format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0 {text}}}").as_bytes())
}

fn text_of(text: &str) -> String {
    let document = document(text);
    assert_eq!(document.warnings, [], "{}", document.text);
    document.text
}

/// A footnote as Word writes it: the number in the text, and again in the note.
fn note(text: &str) -> String {
    format!("{{\\super\\chftn {{\\footnote \\pard\\plain \\s2\\fs20 {{\\super\\chftn }} {text}}}}}")
}

fn warnings(document: &Document) -> Vec<&str> {
    let warnings = document.warnings.iter();
    warnings.map(|warning| warning.message.as_str()).collect()
}

/// The labels of the markers, each with the text of its note.
fn calls(document: &Document) -> Vec<(&str, &str)> {
    let markers = document.native_markers.iter();
    markers
        .map(|marker| {
            let Some(NativeLink::To(note)) = marker.link else {
                return (marker.label.as_str(), "");
            };
            let note = document.native_notes[note].span;
            (marker.label.as_str(), document.slice(note))
        })
        .collect()
}

#[test]
fn footnotes_are_counted_and_written_after_the_text() {
    let text = format!(
        "\\pard One{} two{}.\\par \\pard Three.{}\\par",
        note("See Abend."),
        note("See Morgen.\\par \\pard More."),
        note("See Nacht.")
    );
    let document = document(&text);
    assert_eq!(
        document.text,
        "One¹ two².\n\nThree.³\n\n1. See Abend.\n\n2. See Morgen.\n\nMore.\n\n3. See Nacht."
    );
    assert_eq!(
        calls(&document),
        [
            ("1", "1. See Abend."),
            ("2", "2. See Morgen.\n\nMore."),
            ("3", "3. See Nacht.")
        ]
    );
    assert_eq!(document.native_lists.len(), 1);
    assert!(document.native_lists[0].is_automatic);
    assert_eq!(document.native_lists[0].kind, NativeKind::Footnotes);
    assert_eq!(document.blocks.len(), 2, "a note is in no block");
    let place = |what: &str| document.whereabouts(document.text.find(what).unwrap());
    assert_eq!(place("Three"), "paragraph 2");
    assert_eq!(place("More"), "footnote 2");
    assert_eq!(document.warnings, []);
}

#[test]
fn endnotes_have_a_list_and_numerals_of_their_own() {
    let endnote = |begin: &str| format!("{{\\super\\chftn}}{begin}{{\\super\\chftn}} Late.}}");
    let text = format!(
        "\\aftnnrlc A{}{} b{}{}",
        endnote("{\\footnote\\ftnalt "),
        note("Early."),
        endnote("{\\footnote{\\*\\ftnalt}"),
        endnote("{\\*\\ftnalt "),
    );
    let document = document(&text);
    let labels: Vec<_> = calls(&document).iter().map(|call| call.0).collect();
    assert_eq!(labels, ["i", "1", "ii", "iii"]);
    assert_eq!(
        document.text,
        "A[i]¹ b[ii][iii]\n\n1. Early.\n\ni. Late.\n\nii. Late.\n\niii. Late."
    );
    let kinds: Vec<_> = document.native_lists.iter().map(|list| list.kind).collect();
    assert_eq!(kinds, [NativeKind::Endnotes, NativeKind::Footnotes]);
}

#[test]
fn a_section_or_a_page_may_count_anew() {
    let counted = |settings: &str, between: &str| {
        let note = note("N.");
        let document = document(&format!(
            "{settings} A{note} b{note}\\par{between} C{note}\\par"
        ));
        let labels = document.native_markers.iter();
        labels
            .map(|marker| format!("{} {}", marker.label, marker.list))
            .collect::<Vec<_>>()
    };
    assert_eq!(counted("", "\\sect\\sectd"), ["1 0", "2 0", "3 0"]);
    assert_eq!(
        counted("\\ftnrestart", "\\sect\\sectd"),
        ["1 0", "2 0", "1 1"]
    );
    assert_eq!(counted("\\ftnrstpg", "\\page"), ["1 0", "2 0", "1 1"]);
    assert_eq!(counted("\\ftnstart5\\ftnnalc", ""), ["e 0", "f 0", "g 0"]);
    assert_eq!(
        counted("", "\\sect\\sectd\\sftnrestart\\sftnnauc"),
        ["1 0", "2 0", "A 1"]
    );
}

#[test]
fn a_mark_that_the_author_chose_is_no_number() {
    for (body, note) in [
        ("{\\super *}", "{\\super *} Thanks."),
        ("*", "* Thanks."),
        ("{\\super a}", "{\\super a} Thanks."),
        ("{\\super *}", "Thanks."),
    ] {
        let document = document(&format!(
            "A word{body}{{\\footnote \\pard\\plain {note}}} more{}.",
            self::note("N.")
        ));
        let mark = if body.contains('a') { "a" } else { "*" };
        let written = format!("{mark} Thanks.");
        assert_eq!(calls(&document), [(mark, written.as_str()), ("1", "1. N.")]);
        assert!(!document.native_lists[document.native_markers[0].list].is_automatic);
    }
}

#[test]
fn a_note_whose_program_writes_no_number_is_counted() {
    let document = document("A{\\footnote \\pard See Abend.} b{\\*\\footnote{\\super\\chftn} N.}.");
    assert_eq!(document.text, "A¹ b².\n\n1. See Abend.\n\n2. N.");
}

#[test]
fn deleted_and_hidden_text_takes_its_notes_along() {
    let text = format!(
        "A{} b{{\\deleted  gone{}}}{{\\v  unseen{}}} c{}.\\par One{{\\deleted\\par}} two.\\par",
        note("First."),
        note("Deleted."),
        note("Hidden."),
        note("Second.")
    );
    let document = document(&text);
    assert_eq!(
        document.text,
        "A¹ b c².\n\nOne two.\n\n1. First.\n\n2. Second."
    );
    assert_eq!(
        text_of("a{\\mvf b}c {\\revised d}\\deleted x\\deleted0 e"),
        "ac de"
    );
}

#[test]
fn what_is_raised_is_a_typed_marker() {
    assert_eq!(
        text_of("a{\\super 1}{\\super 3} b\\super 4\\nosupersub  c"),
        "a¹³ b⁴ c"
    );
    assert_eq!(
        text_of("\\fs24 a{\\up6\\fs16 2} b{\\up6 3} c{\\up1\\fs16 4}"),
        "a² b³ c4"
    );
    assert_eq!(
        text_of("2{\\super nd} H{\\sub 2}O x{\\super 1, 2}"),
        "2nd H2O x¹,²"
    );
    assert_eq!(text_of("a{\\super 1\\super0 5}{\\plain 6}"), "a¹56");
}

#[test]
fn letters_are_read_in_the_code_page_of_their_font() {
    let fonts = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times CYR;}{\\f2\\fcharset128 Mincho;}{\\f3\\fcharset2 Symbol;}}";
    let text = |text: &str| text_of(&format!("{fonts}{text}"));
    assert_eq!(
        text("caf\\'e9 \\'93x\\'94 {\\f1\\'cc\\'e8\\'f0} \\'e9"),
        "café “x” Мир é"
    );
    assert_eq!(text("{\\f2\\'93\\'fa\\'96{}\\'7b}."), "日\u{FFFD}{.");
    assert_eq!(text("{\\f2 \\'93\\'fa\\'96\\'7b\\'83A}"), "日本ア");
    assert_eq!(text("{\\f3 a\\'b3\\u-3999 x}"), "α≥α");
    let page = |page: &str, text: &str| {
        let bytes = format!("{{\\rtf1\\ansi\\ansicpg{page} {text}}}");
        read_bytes(bytes.as_bytes()).text
    };
    assert_eq!(page("1250", "\\'b3\\'f3d\\'9f"), "łódź");
    assert_eq!(page("65001", "\\'c3\\'a9"), "é");
    assert_eq!(read_bytes(b"{\\rtf1\\mac \\'8e}").text, "é");
}

#[test]
fn raw_letters_are_utf8_if_the_whole_file_is() {
    assert_eq!(
        read_bytes("{\\rtf1\\ansi Žižek \\'e9 “x”}".as_bytes()).text,
        "Žižek é “x”"
    );
    assert_eq!(read_bytes(b"{\\rtf1\\ansi caf\xE9}").text, "café");
}

#[test]
fn an_unknown_code_page_is_told() {
    let document = read_bytes(b"{\\rtf1\\pc caf\\'82}");
    assert_eq!(
        warnings(&document),
        ["its code page 437 is not known; letters beyond ASCII may be wrong"]
    );
}

#[test]
fn a_character_by_its_number_stands_for_those_that_follow() {
    assert_eq!(
        text_of("a\\u8217's \\u8211-20 \\u8220\\'93x\\u8221\\'94."),
        "a’s –20 “x”."
    );
    assert_eq!(
        text_of("\\uc0\\u8220 x\\u8221 {\\uc2\\u-3841 ??}y"),
        "“x” \u{F0FF}y".replace(' ', "")
    );
    assert_eq!(text_of("\\u8212\\emdash x\\u8217\\par y"), "—x’\n\ny");
    assert_eq!(text_of("\\u-10179?\\u-8704?\\u128512?"), "😀😀");
    assert_eq!(text_of("\\u8220\\u8221?{\\u8217}?"), "“”’?");
    assert_eq!(
        text_of("{\\upr{Zizek}{\\*\\ud{\\u381Z}i\\u382zek}} x"),
        "Žižek x"
    );
}

#[test]
fn a_hyperlink_leads_where_its_field_says() {
    let text = "See {\\field{\\*\\fldinst {\\rtlch HYPERLINK \"https://example.org/a_b?x=1\\\\\\\\y\" }{\\*\\datafield 00d0}}\
        {\\fldrslt {\\ul the\\line report}}} and {\\field{\\*\\fldinst HYPERLINK \\\\l \"here\"}{\\fldrslt below}}\
        {\\field{\\*\\fldinst HYPERLINK \"https://example.org/z\"}{\\fldrslt https://example.org/z}}.";
    let document = document(text);
    assert_eq!(
        document.text,
        "See the\nreport and belowhttps://example.org/z."
    );
    let links: Vec<_> = document
        .hyperlinks
        .iter()
        .map(|link| (document.slice(link.span), link.target.as_str()))
        .collect();
    assert_eq!(links, [("the\nreport", "https://example.org/a_b?x=1\\y")]);
}

#[test]
fn a_field_that_repeats_the_number_of_a_note_is_compared_with_it() {
    let field = |shown: &str| {
        format!("{{\\field{{\\*\\fldinst NOTEREF _Ref1 \\\\h}}{{\\fldrslt {shown}}}}}")
    };
    let text = format!(
        "A{}{} see note {}, note {}, and {{\\*\\bkmkstart _Ref1}}b{}{{\\*\\bkmkend _Ref1}}.",
        note("First."),
        field("{\\super 2}"),
        field("1"),
        field("2"),
        note("Second.")
    );
    let document = document(&text);
    let stale: Vec<_> = document
        .cross_references
        .iter()
        .map(|reference| (document.slice(reference.span), reference.now.as_deref()))
        .collect();
    assert_eq!(stale, [("1", Some("2"))]);
    assert_eq!(
        calls(&document),
        [("1", "1. First."), ("2", "2. Second."), ("2", "2. Second.")]
    );
}

#[test]
fn citations_of_reference_managers_are_known() {
    let document = document(
        "A{\\field{\\*\\fldinst ADDIN ZOTERO_ITEM CSL_CITATION \\{\"a\":1\\}}{\\fldrslt {\\super 7}}}.",
    );
    let spans: Vec<_> = document
        .managed_citations
        .iter()
        .map(|&span| document.slice(span))
        .collect();
    assert_eq!(spans, ["⁷"]);
}

#[test]
fn what_is_no_text_of_the_paper_is_left_out() {
    let parts = [
        "{\\info{\\title A Title}{\\author Nobody}}",
        "{\\colortbl;\\red0\\green0;}",
        "{\\header \\pard Running head\\par}",
        "{\\footerl Page}",
        "{\\pict\\wmetafile8\\bin4 }}{{ffff}",
        "{\\*\\shppict{\\pict ffff}}{\\nonshppict{\\pict ffff}}",
        "{\\*\\generator Some Program;}",
        "{\\*\\ftnsep \\chftnsep }{\\ftnsepc x}",
        "{\\xe {\\v Entry}}",
        "{\\*\\annotation A remark.}",
        "{\\object\\objemb{\\*\\objdata 0105}{\\result shown}}",
    ];
    assert_eq!(text_of(&format!("{}One.", parts.concat())), "shownOne.");
    assert_eq!(text_of("{\\b\\*\\cs7 Two}."), "Two.");
}

#[test]
fn headings_items_and_quotations_are_known_by_their_styles() {
    let document = document(
        "{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}{\\s3 Quote;}{\\s4 toc 1;}}\
         \\pard\\s1 Rivers\\par {\\pard\\outlinelevel0 Floods\\par}\\pard\\s3 They rise.\\par \
         \\pard{\\listtext\\pard\\plain 2.\\tab}\\ls1 An item\\par\
         \\pard{\\pntext\\f3\\'b7\\tab}Another\\par\\pard\\s4 Rivers 12\\par\\pard Text.\\par",
    );
    let blocks: Vec<_> = document
        .blocks
        .iter()
        .map(|block| (block.kind, document.slice(block.span)))
        .collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Heading, "Rivers"),
            (BlockKind::Heading, "Floods"),
            (BlockKind::Quotation, "They rise."),
            (BlockKind::ListItem, "2. An item"),
            (BlockKind::ListItem, "Another"),
            (BlockKind::Paragraph, "Rivers 12"),
            (BlockKind::Paragraph, "Text."),
        ]
    );
    let hidden: Vec<_> = document
        .opaque
        .iter()
        .map(|&span| document.slice(span).trim())
        .collect();
    assert_eq!(hidden, ["Rivers 12"]);
}

#[test]
fn a_row_of_a_table_is_one_block_unless_its_cells_hold_several_paragraphs() {
    let document = document(
        "\\trowd\\cellx1\\cellx2\\pard\\intbl One\\cell\\cell Two{\\super 1}\\cell\\row\
         \\pard\\intbl Three\\par Four\\cell Five\\cell{\\trowd\\row}\\pard After.\\par",
    );
    let blocks: Vec<_> = document
        .blocks
        .iter()
        .map(|block| (block.kind, document.slice(block.span)))
        .collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::Table, "One\t\tTwo¹"),
            (BlockKind::Paragraph, "Three"),
            (BlockKind::Paragraph, "Four"),
            (BlockKind::Paragraph, "Five"),
            (BlockKind::Paragraph, "After."),
        ]
    );
    let place = |what: &str| document.whereabouts(document.text.find(what).unwrap());
    assert_eq!(place("After"), "paragraph 7");
}

#[test]
fn text_boxes_come_after_their_paragraph() {
    let text = "One{\\shp{\\*\\shpinst\\shpleft0{\\sp{\\sn shapeType}{\\sv 202}}{\\shptxt \\pard In a box.\\par}}\
        {\\shprslt{\\*\\do{\\dptxbxtext In a box.}}}} more.\\par Two.\\par";
    let document = document(text);
    assert_eq!(document.text, "One more.\n\nIn a box.\n\nTwo.");
    let place = |what: &str| document.whereabouts(document.text.find(what).unwrap());
    assert_eq!(place("In a"), "text box 1");
    assert_eq!(place("Two"), "paragraph 2");
}

#[test]
fn no_marker_stands_in_a_formula() {
    let document = document(
        "Let {\\mmath{\\*\\moMath{\\mr x}{\\msSup{\\me{\\mr y}}{\\msup{\\mr\\super 2}}}}{\\mmathPict y2}} be.",
    );
    assert_eq!(document.text, "Let xy² be.");
    let hidden: String = document
        .opaque
        .iter()
        .map(|&span| document.slice(span))
        .collect();
    assert_eq!(hidden.trim(), "xy²");
}

#[test]
fn lines_and_blanks_are_what_they_look_like() {
    assert_eq!(
        text_of("\\pard\n a\\tab b\\~c\\_d\\-e\\line f\\page g\\\nh \\{\\\\\\}\\par\\par i"),
        "a b\u{A0}c\u{2011}de\nf\ng\n\nh {\\}\n\ni"
    );
}

#[test]
fn a_file_that_is_cut_off_is_read_as_far_as_it_goes() {
    let whole = format!(
        "{{\\rtf1\\ansi One{} two.\\par Three.\\par}}",
        note("See Abend.")
    );
    let cut = whole.find("two").unwrap();
    let document = read_bytes(&whole.as_bytes()[..cut]);
    assert_eq!(document.text, "One¹\n\n1. See Abend.");
    assert!(warnings(&document)[0].starts_with("the file ends within a group"));
    for length in 0..whole.len() {
        if let Ok(document) = read(&source(&whole.as_bytes()[..length])) {
            assert!(!document.warnings.is_empty(), "{length}");
        }
    }
}

#[test]
fn a_brace_too_many_is_told_with_its_line() {
    let document = read_bytes(b"{\\rtf1 One.\n}} lost}\n\0");
    assert_eq!(document.text, "One.");
    assert!(warnings(&document)[0].contains("ends in line 2 of the file"));
    assert_eq!(
        read_bytes(b"\xEF\xBB\xBF\r\n{\\rtf1 One.}\r\n\0").warnings,
        []
    );
}

#[test]
fn what_is_no_rtf_is_refused() {
    let error = read(&source(b"Plain words.")).unwrap_err().to_string();
    assert!(error.contains("does not begin with {\\rtf"), "{error}");
}

#[test]
fn a_number_without_its_note_is_told() {
    let document = document("One.\\par Two{\\super\\chftn} goes on.");
    assert_eq!(
        warnings(&document),
        ["the number of a note stands in paragraph 2, and no note follows it"]
    );
}

#[test]
fn a_note_without_its_number_is_told() {
    let lost = "{\\super\\chftn}{\\footnote \\pard Lost.}";
    let document = document(&format!("A{}{}{lost}", note("N."), note("N.")));
    assert_eq!(document.native_notes.len(), 3);
    assert!(warnings(&document)[0].starts_with("footnote 3 lost its number"));
}

#[test]
fn depth_and_nesting_are_bounded() {
    let deep = format!(
        "{{\\rtf1 {}a{}b}}",
        "{".repeat(100_000),
        "}".repeat(100_000)
    );
    let document = read_bytes(deep.as_bytes());
    assert_eq!(document.text, "ab");
    assert!(warnings(&document)[0].contains("more than 1000 groups are open in line 1"));
    let boxes = format!(
        "{{\\rtf1 {}a{}}}",
        "b{\\*\\shpinst{\\shptxt ".repeat(20),
        "}}".repeat(20)
    );
    assert_eq!(read_bytes(boxes.as_bytes()).text, "b\n\nb\n\nb\n\nb\n\nb");
    let fields = "{\\field{\\*\\fldinst ".repeat(5_000);
    let _ = read_bytes(format!("{{\\rtf1 {fields}").as_bytes());
}
