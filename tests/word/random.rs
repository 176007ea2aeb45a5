//! What must hold of the copy of every paper, however its paragraphs are put together.

use footfault::check::check;
use footfault::document::Span;
use footfault::finding::Finding;
use footfault::settings::Settings;
use proptest::prelude::*;

use super::{Parts, assert_copy, note, p};

/// Runs as programs write them.
const RUNS: &[&str] = &[
    "<w:r><w:t>one two</w:t></w:r>",
    "<w:r><w:t xml:space=\"preserve\"> three  four </w:t></w:r>",
    "<w:r><w:rPr><w:b/></w:rPr><w:t> five &amp; six\n seven </w:t></w:r>",
    "<w:r><w:t xml:space=\"default\">eight nine </w:t></w:r>",
    "<w:r><w:t>t&#233;n</w:t><w:tab/><w:t>eleven</w:t><w:br/><w:t>twelve</w:t></w:r>",
    "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>3, 4</w:t></w:r>",
    "<w:r><w:footnoteReference w:id=\"2\"/></w:r>",
    "<w:r><w:t>a</w:t><w:footnoteReference w:id=\"3\" w:customMarkFollows=\"1\"/><w:t>* b</w:t></w:r>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
    "<w:r><w:noBreakHyphen/><w:sym w:font=\"Symbol\" w:char=\"F061\"/></w:r>",
    "<w:r><w:footnoteReference w:id=\"4\" w:customMarkFollows=\"1\"/><w:t>* and much behind</w:t></w:r>",
    "<w:r><w:t><![CDATA[quoted <markup> ]]>and not</w:t></w:r>",
    "<w:r/>",
    "<w:proofErr w:type=\"spellStart\"/>",
    "<m:oMath><m:r><m:t>x = y</m:t></m:r></m:oMath>",
    "<w:r><w:t/></w:r>",
    "<!-- said by nobody --><w:r><w:t>so<!-- here, too --> far</w:t></w:r>",
];

/// What stands around runs.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("<w:hyperlink w:anchor=\"x\">", "</w:hyperlink>"),
    ("<w:ins w:id=\"7\" w:author=\"Bo\">", "</w:ins>"),
    ("<w:del w:id=\"8\" w:author=\"Bo\">", "</w:del>"),
    ("<w:fldSimple w:instr=\" REF y \">", "</w:fldSimple>"),
    ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    (
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>",
        "</w:sdtContent></w:sdt>",
    ),
    (
        "<mc:AlternateContent><mc:Choice Requires=\"q\">",
        "</mc:Choice><mc:Fallback><w:r><w:t>other</w:t></w:r></mc:Fallback></mc:AlternateContent>",
    ),
    (
        "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>REF z</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>first </w:t></w:r>",
        "<w:r><w:t>last</w:t><w:fldChar w:fldCharType=\"end\"/><w:t>behind</w:t></w:r>",
    ),
    (
        "<w:r><w:drawing><w:txbxContent><w:p>",
        "</w:p></w:txbxContent></w:drawing></w:r>",
    ),
];

/// What stands around paragraphs.
const BLOCKS: &[(&str, &str)] = &[
    ("", ""),
    ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
];

/// Some runs, with something around some of them.
fn inline(picks: &[(usize, usize, usize)]) -> String {
    let piece = |&(around, first, second): &(usize, usize, usize)| {
        let (open, close) = AROUND[around % AROUND.len()];
        let (first, second) = (RUNS[first % RUNS.len()], RUNS[second % RUNS.len()]);
        format!("{open}{first}{second}{close}")
    };
    picks.iter().map(piece).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_comment_anywhere_changes_nothing_else(
        paragraphs in prop::collection::vec(
            (0..BLOCKS.len(), prop::collection::vec((0..64_usize, 0..64_usize, 0..64_usize), 1..5)),
            1..4,
        ),
        ends in prop::collection::vec((0..400_usize, 0..60_usize), 1..12),
    ) {
        let paragraph = |(block, picks): &(usize, Vec<_>)| {
            let (open, close) = BLOCKS[*block];
            format!("{open}{}{close}", p(&inline(picks)))
        };
        let body: String = paragraphs.iter().map(paragraph).collect();
        let source = Parts::new(&body, &[note(2, "Adams."), note(3, "* Brown."), note(4, "* Clark.")].concat()).source();
        let mut report = check(&source, &Settings::default()).unwrap();
        let text = &report.document.text;
        let boundary = |at: usize| {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let finding = |&(start, length): &(usize, usize)| Finding {
            rule: "marker-gap",
            ..Finding::new(Span::new(boundary(start), boundary(start + length)), "x", "")
        };
        report.findings = ends.iter().map(finding).collect();
        assert_copy(&source, &report);
    }
}
