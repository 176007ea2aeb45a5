//! What people do in word processors, each in the smallest file that has it.

use std::io::{Cursor, Write};

use footfault::check::{Report, check};
use footfault::document::Format;
use footfault::settings::Settings;
use footfault::source::Source;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A Word file of a body, footnotes as they stand in their part, and the targets of its links `l0`, `l1`, ….
pub(super) struct Word<'a> {
    pub(super) body: &'a str,
    pub(super) notes: &'a str,
    pub(super) links: &'a [&'a str],
}

impl Word<'_> {
    pub(super) fn report(&self) -> Report {
        let source = Source {
            path: "paper.docx".to_owned(),
            bytes: self.zipped(),
            format: Some(Format::Docx),
        };
        check(&source, &Settings::default()).unwrap()
    }

    fn zipped(&self) -> Vec<u8> {
        let relation = |id: &str, kind: &str, target: &str, mode: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"{mode}/>")
        };
        let around = |relations: String| {
            format!("<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>")
        };
        let links = self.links.iter().enumerate().map(|(number, target)| {
            let mode = " TargetMode=\"External\"";
            relation(&format!("l{number}"), "hyperlink", target, mode)
        });
        let links: String = links.collect();
        let notes = relation("f", "footnotes", "footnotes.xml", "");
        let numbering = relation("n", "numbering", "numbering.xml", "");
        let main = relation("d", "officeDocument", "word/document.xml", "");
        let own = notes + &numbering + &links;
        let root = |name: &str, content: &str| {
            format!("<w:{name} xmlns:w=\"{WORD}\" xmlns:r=\"{KINDS}\">{content}</w:{name}>")
        };
        let counted = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
                       <w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"[%1]\"/></w:lvl></w:abstractNum>\
                       <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
        let parts = [
            ("_rels/.rels", around(main)),
            ("word/_rels/document.xml.rels", around(own)),
            ("word/_rels/footnotes.xml.rels", around(links)),
            (
                "word/document.xml",
                root("document", &format!("<w:body>{}</w:body>", self.body)),
            ),
            ("word/footnotes.xml", root("footnotes", self.notes)),
            ("word/numbering.xml", root("numbering", counted)),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A paragraph.
pub(super) fn p(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

/// A run of text.
pub(super) fn t(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// Raised text.
pub(super) fn up(text: &str) -> String {
    format!("<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{text}</w:t></w:r>")
}

/// The reference of a footnote.
pub(super) fn call(id: u32) -> String {
    format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")
}

/// A footnote.
pub(super) fn note(id: u32, content: &str) -> String {
    format!(
        "<w:footnote w:id=\"{id}\"><w:p><w:r><w:footnoteRef/></w:r>{content}</w:p></w:footnote>"
    )
}

/// A field and what it shows.
pub(super) fn field(instruction: &str, shown: &str) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = format!("<w:r><w:instrText>{instruction}</w:instrText></w:r>");
    [
        mark("begin"),
        code,
        mark("separate"),
        shown.to_owned(),
        mark("end"),
    ]
    .concat()
}

/// Something within a bookmark.
pub(super) fn marked(name: &str, content: &str) -> String {
    format!(
        "<w:bookmarkStart w:id=\"{name}\" w:name=\"{name}\"/>{content}<w:bookmarkEnd w:id=\"{name}\"/>"
    )
}

/// An item of the numbered list.
pub(super) fn item(content: &str) -> String {
    p(&format!(
        "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{content}"
    ))
}

/// Each finding as its rule and its message.
pub(super) fn said(report: &Report) -> Vec<String> {
    let findings = report.findings.iter();
    findings
        .map(|found| format!("{}: {}", found.rule, found.message))
        .collect()
}

fn sound(word: &Word<'_>) {
    let report = word.report();
    assert_eq!(said(&report), [""; 0], "{}", report.document.text);
    assert!(
        report.document.warnings.is_empty(),
        "{:?}",
        report.document.warnings
    );
}

const LIND: &str = " Carla Lind, Boats of the Aller (Hode: Quay Press, 2015), 3.";
const VOSS: &str = " Emil Voss, Tolls and Towns (Hode: Quay Press, 2017), 41.";

#[test]
fn an_author_can_be_written_to_and_called() {
    let link = |number: u32, words: &str| {
        format!("<w:hyperlink r:id=\"l{number}\">{}</w:hyperlink>", t(words))
    };
    let byline = link(0, "write to the author") + &t(", ") + &link(1, "or call her");
    let body = p(&byline)
        + &p(&(t("Boats are slow.") + &call(1) + &t(" See ") + &link(2, "Annex B") + &t(".")));
    sound(&Word {
        body: &body,
        notes: &note(1, &t(LIND)),
        links: &[
            "mailto:carla@aller.example",
            "tel:+49-30-123",
            "Annex%20B.xlsx",
        ],
    });
}

#[test]
fn words_in_brackets_may_lead_somewhere() {
    let linked = format!("<w:hyperlink r:id=\"l0\">{}</w:hyperlink>", t("Quay Press"));
    for (open, close) in [(" See Lind (", ")."), (" See Lind [", "], p. 4.")] {
        let notes = note(1, &(t(open) + &linked + &t(close)));
        sound(&Word {
            body: &p(&(t("Boats are slow.") + &call(1))),
            notes: &notes,
            links: &["https://quay.example/lind"],
        });
    }
}

#[test]
fn a_marker_behind_french_quotation_marks_opens_nothing() {
    let body = p(&(t("Elle parle de « bateaux lents »") + &call(1) + &t(" et de rien d’autre.")));
    sound(&Word {
        body: &body,
        notes: &note(1, &t(" Voir la page « Ports et quais » du site.")),
        links: &[],
    });
}

/// Text with a note that a tracked change takes away.
fn gone(change: &str, id: u32) -> String {
    let text = format!("<w:r><w:delText>Nobody knew.</w:delText></w:r>{}", call(id));
    format!("<w:{change} w:id=\"9\" w:author=\"A\">{text}</w:{change}>")
}

#[test]
fn what_is_deleted_takes_its_note_along() {
    let row = format!(
        "<w:tbl><w:tr><w:trPr><w:del w:id=\"7\"/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
        p(&(t("Row.") + &call(3)))
    );
    let emptied = "<w:del w:id=\"6\"><w:r><w:delText> Voss.</w:delText></w:r></w:del>";
    let word = Word {
        body: &(p(&(t("Boats are slow.") + &call(1) + &gone("del", 2))) + &row),
        notes: &[note(1, &t(LIND)), note(2, emptied), note(3, &t(VOSS))].concat(),
        links: &[],
    };
    sound(&word);
    assert_eq!(word.report().apparatus.notes.len(), 1);
}

#[test]
fn what_is_moved_takes_its_note_along() {
    let moved = format!(
        "<w:moveTo w:id=\"8\" w:author=\"A\">{}{}</w:moveTo>",
        t("Nobody knew."),
        call(3)
    );
    // Some programs keep the id of what they move.
    for (left, notes) in [(2, vec![1, 2, 3]), (3, vec![1, 3])] {
        let texts = notes
            .into_iter()
            .map(|id| note(id, &t(if id == 1 { LIND } else { VOSS })));
        let word = Word {
            body: &p(&(t("Boats are slow.") + &call(1) + &gone("moveFrom", left) + &moved)),
            notes: &texts.collect::<String>(),
            links: &[],
        };
        sound(&word);
        assert_eq!(word.report().apparatus.markers.len(), 2);
    }
}

#[test]
fn a_field_that_repeats_the_number_of_a_note_is_compared_with_it() {
    let body = |shown: &str| {
        let see =
            t("It was said before, see note ") + &field(" NOTEREF _Ref7 \\h ", &t(shown)) + &t(".");
        p(&(t("Tolls fell.") + &call(1)))
            + &p(&(t("Boats are slow.") + &marked("_Ref7", &call(2))))
            + &p(&see)
    };
    let notes = note(1, &t(VOSS)) + &note(2, &t(LIND));
    sound(&Word {
        body: &body("2"),
        notes: &notes,
        links: &[],
    });
    let word = Word {
        body: &body("5"),
        notes: &notes,
        links: &[],
    };
    assert_eq!(
        said(&word.report()),
        ["stale-cross-reference: a cross-reference shows 5 and leads to what is now 2"]
    );
    let report = word.report();
    assert!(
        report.findings[0].help.contains("F9"),
        "{}",
        report.findings[0].help
    );
}

#[test]
fn fields_that_repeat_the_numbers_of_items_are_read_as_they_will_be() {
    let works = [
        "Carla Lind, Boats, 2015.",
        "Emil Voss, Tolls, 2017.",
        "Rosa Marsh, Quays, 2018.",
        "Ida Holm, Locks, 2019.",
    ];
    let list: String = (0..works.len())
        .map(|at| item(&marked(&format!("w{at}"), &t(works[at]))))
        .collect();
    let sentences = [
        "Boats are slow",
        "Tolls fell",
        "Quays rotted",
        "Locks were built",
    ];
    let body = |shift: usize| {
        let cited = |at: usize| {
            let shown = if at >= 2 { at + 1 + shift } else { at + 1 };
            p(&(t(sentences[at])
                + &t(" ")
                + &field(&format!(" REF w{at} \\r \\h "), &t(&format!("[{shown}]")))
                + &t(".")))
        };
        let text: String = (0..4).map(cited).collect();
        text + &p("<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>References</w:t></w:r>")
            + &list
    };
    sound(&Word {
        body: &body(0),
        notes: "",
        links: &[],
    });
    let report = Word {
        body: &body(1),
        notes: "",
        links: &[],
    }
    .report();
    assert_eq!(
        said(&report),
        [
            "stale-cross-reference: a cross-reference shows 4 and leads to what is now 3; 1 other is out of date, too"
        ]
    );
    let labels: Vec<String> = report
        .apparatus
        .markers
        .iter()
        .map(|marker| marker.label.to_string())
        .collect();
    assert_eq!(labels, ["1", "2", "3", "4"]);
}

/// Sentences and works of ours, so many.
fn sentences(count: usize) -> Vec<(String, String)> {
    let towns = [
        "Hode", "Lind", "Aller", "Tarn", "Quay", "Marsh", "Weir", "Holm", "Voss", "Brück", "Sund",
        "Ness",
    ];
    let town = |number: usize| towns[number % towns.len()];
    let one = |number| {
        let town = town(number);
        (
            format!("The harbour of {town} was dredged in the spring"),
            format!(
                "{town} Harbour Board, Dredging at {town}, 20{:02}.",
                number + 1
            ),
        )
    };
    (0..count).map(one).collect()
}

fn heading(text: &str) -> String {
    p(&format!(
        "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>{}",
        t(text)
    ))
}

#[test]
fn what_a_reference_manager_put_in_is_a_marker() {
    let cited = |number: usize, sentence: &str| {
        let code = " ADDIN ZOTERO_ITEM CSL_CITATION {&quot;citationID&quot;:&quot;a&quot;} ";
        p(&(t(sentence) + &t(" ") + &field(code, &t(&format!("({number})"))) + &t(".")))
    };
    let body: String = (1..)
        .zip(sentences(5))
        .map(|(number, (sentence, _))| cited(number, &sentence))
        .collect();
    let report = Word {
        body: &body,
        notes: "",
        links: &[],
    }
    .report();
    assert_eq!(
        said(&report),
        ["count-mismatch: 5 markers (1–5), and no list of notes that they call into"]
    );
    // The same brackets typed by hand may count anything.
    let typed: String = (1..)
        .zip(sentences(5))
        .map(|(number, (sentence, _))| p(&t(&format!("{sentence} ({number})."))))
        .collect();
    sound(&Word {
        body: &typed,
        notes: "",
        links: &[],
    });
}

#[test]
fn one_work_that_is_cited_out_of_turn_is_told() {
    let all = sentences(12);
    let order = |turn: &[usize]| -> String {
        let cited = turn
            .iter()
            .map(|&number| p(&t(&format!("{} [{number}].", all[number - 1].0))));
        let works = (1..)
            .zip(&all)
            .map(|(number, (_, work))| p(&t(&format!("[{number}] {work}"))));
        cited.chain([heading("References")]).chain(works).collect()
    };
    let in_turn: Vec<usize> = (1..=12).collect();
    sound(&Word {
        body: &order(&in_turn),
        notes: "",
        links: &[],
    });
    let mut late = in_turn.clone();
    late.retain(|&number| number != 11);
    late.insert(4, 11);
    let report = Word {
        body: &order(&late),
        notes: "",
        links: &[],
    }
    .report();
    assert_eq!(
        said(&report),
        ["marker-out-of-order: marker 11 stands before marker 10"]
    );
    // A list in the order of the alphabet is cited anyhow.
    let anyhow = [7, 2, 11, 5, 1, 9, 3, 12, 8, 4, 10, 6];
    sound(&Word {
        body: &order(&anyhow),
        notes: "",
        links: &[],
    });
}

#[test]
fn a_note_that_is_called_twice_or_lost_its_number_is_told() {
    let body = p(&(t("Boats are slow.")
        + &call(1)
        + &t(" Tolls fell.")
        + &call(2)
        + &t(" Boats are cheap.")
        + &call(1)));
    let bare = format!(
        "<w:footnote w:id=\"2\"><w:p>{}</w:p></w:footnote>",
        t(VOSS.trim())
    );
    let notes = note(1, &t(LIND)) + &bare + &note(3, &t(VOSS));
    let report = Word {
        body: &(body + &p(&call(3))),
        notes: &notes,
        links: &[],
    }
    .report();
    let warnings: Vec<&str> = report
        .document
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(
        warnings[0].starts_with("footnote 1 is called by two references"),
        "{warnings:?}"
    );
    assert!(
        warnings[1].starts_with("footnote 2 lost its number"),
        "{warnings:?}"
    );
}

#[test]
fn notes_that_start_anew_on_each_page_are_numbered_as_they_are_shown() {
    let page = "<w:r><w:lastRenderedPageBreak/></w:r>";
    let section =
        "<w:sectPr><w:footnotePr><w:numRestart w:val=\"eachPage\"/></w:footnotePr></w:sectPr>";
    let all = sentences(5);
    let body: String = (1..)
        .zip(&all)
        .map(|(id, (sentence, _))| {
            let turned = if id == 3 { page } else { "" };
            p(&(turned.to_owned() + &t(sentence) + &t(".") + &call(id)))
        })
        .collect();
    let notes: String = (1..)
        .zip(&all)
        .map(|(id, (_, work))| note(id, &t(work)))
        .collect();
    let word = Word {
        body: &(body + section),
        notes: &notes,
        links: &[],
    };
    sound(&word);
    let labels: Vec<String> = word
        .report()
        .apparatus
        .markers
        .iter()
        .map(|marker| marker.label.to_string())
        .collect();
    assert_eq!(labels, ["1", "2", "1", "2", "3"]);
}

#[test]
fn departments_of_authors_are_no_notes() {
    let all = sentences(4);
    let names: String = (1..=6)
        .map(|number| t(&format!("Author {number}")) + &up(&number.to_string()) + &t(", "))
        .collect();
    let departments: String =
        (1..=6)
            .map(|number| {
                p(&(up(&number.to_string())
                    + &t(&format!(" Department {number}, University of Hode"))))
            })
            .collect();
    let body: String = (1..)
        .zip(&all)
        .map(|(number, (sentence, _))| p(&(t(sentence) + &t(".") + &up(&number.to_string()))))
        .collect();
    let works: String = (1..)
        .zip(&all)
        .map(|(number, (_, work))| p(&t(&format!("{number}. {work}"))))
        .collect();
    let paper = heading("On dredging")
        + &p(&names)
        + &departments
        + &heading("Introduction")
        + &body
        + &heading("References")
        + &works;
    let word = Word {
        body: &paper,
        notes: "",
        links: &[],
    };
    sound(&word);
    let report = word.report();
    let lists: Vec<usize> = report
        .apparatus
        .lists
        .iter()
        .map(|list| list.notes.len())
        .collect();
    assert_eq!(lists, [6, 4]);
    assert!(
        report
            .apparatus
            .markers
            .iter()
            .all(|marker| marker.note.is_some())
    );
}
