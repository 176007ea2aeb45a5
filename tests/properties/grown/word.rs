//! The parts of a Word file that hold text.

use super::{Choices, Markup};

/// The content of `word/document.xml` and of `word/footnotes.xml`, without the outermost elements.
pub(crate) fn word(choices: &mut Choices<'_>) -> (String, String) {
    let mut body = Markup::new(choices);
    body.several(12, block);
    let body = body.finish();
    let mut notes = Markup::new(choices);
    notes.several(6, |notes| {
        let id = notes.choices.below(6);
        notes.element("w:footnote", &format!(" w:id=\"{id}\""), |notes| {
            notes.several(3, block);
        });
    });
    (body, notes.finish())
}

fn block(word: &mut Markup<'_, '_>) {
    match word.choices.below(8) {
        0 => word.element("w:tbl", "", |word| {
            word.several(3, |word| {
                word.element("w:tr", "", |word| {
                    word.several(3, |word| word.element("w:tc", "", |word| word.several(2, block)));
                });
            });
        }),
        1 => word.element("w:sdt", "", |word| {
            word.element("w:sdtContent", "", |word| word.several(2, block));
        }),
        _ => word.element("w:p", "", |word| {
            let properties = word.choices.pick(&[
                "",
                "",
                "<w:pPr><w:pStyle w:val=\"Title1\"/></w:pPr>",
                "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
                "<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>",
                "<w:pPr><w:sectPr><w:footnotePr><w:numRestart w:val=\"eachPage\"/></w:footnotePr></w:sectPr></w:pPr>",
            ]);
            word.put(properties);
            word.several(6, inline);
        }),
    }
}

fn inline(word: &mut Markup<'_, '_>) {
    match word.choices.below(12) {
        0 => {
            let name = word.choices.pick(&[
                "w:ins",
                "w:del",
                "w:moveFrom",
                "w:moveTo",
                "w:smartTag",
                "w:hyperlink",
                "w:hyperlink w:anchor=\"a\"",
            ]);
            let end = name.split(' ').next().unwrap_or(name);
            word.put(&format!("<{name}>"));
            word.several(3, run);
            word.put(&format!("</{end}>"));
        }
        1 => {
            let code = word.choices.pick(&[
                " NOTEREF a \\h ",
                " REF a \\r \\h ",
                " HYPERLINK &quot;http://é.example&quot; ",
                " ADDIN ZOTERO_ITEM é",
                " PAGEREF a ",
            ]);
            word.element("w:fldSimple", &format!(" w:instr=\"{code}\""), |word| {
                word.several(2, run);
            });
        }
        2 => {
            let sign = word.choices.pick(&[
                "w:bookmarkStart w:id=\"1\" w:name=\"a\"",
                "w:bookmarkEnd w:id=\"1\"",
                "w:moveFromRangeStart w:id=\"4\"",
                "w:commentRangeStart w:id=\"0\"",
            ]);
            word.put(&format!("<{sign}/>"));
        }
        _ => run(word),
    }
}

fn run(word: &mut Markup<'_, '_>) {
    word.element("w:r", "", |word| {
        let properties = word.choices.pick(&[
            "",
            "",
            "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>",
            "<w:rPr><w:vanish/></w:rPr>",
        ]);
        word.put(properties);
        word.several(3, piece);
    });
}

fn piece(word: &mut Markup<'_, '_>) {
    let id = word.choices.below(6);
    match word.choices.below(12) {
        0 | 1 => word.put(&format!("<w:footnoteReference w:id=\"{id}\"/>")),
        2 => word.put("<w:footnoteRef/>"),
        3 => {
            let kind = word.choices.pick(&["begin", "separate", "end"]);
            word.put(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
        }
        4 => {
            let code = word.choices.pick(&[
                " NOTEREF a \\h ",
                " REF a \\h ",
                " HYPERLINK \"é\" ",
                " PAGE ",
            ]);
            word.element("w:instrText", "", |word| word.put(code));
        }
        5 => {
            let sign = word.choices.pick(&[
                "w:tab",
                "w:br",
                "w:cr",
                "w:noBreakHyphen",
                "w:lastRenderedPageBreak",
                "w:sym w:font=\"Symbol\" w:char=\"F02A\"",
            ]);
            word.put(&format!("<{sign}/>"));
        }
        _ => {
            let name = word.choices.pick(&["w:t", "w:t", "w:t", "w:delText"]);
            let text = word.choices.word();
            word.element(name, " xml:space=\"preserve\"", |word| word.put(text));
        }
    }
}
