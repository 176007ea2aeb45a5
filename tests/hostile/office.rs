//! Word files, OpenDocument texts and books whose XML is sound and whose content is not.

use super::broken::{Broken, Scale, each};
use super::containers::zipped;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const ODF: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

/// The parts of a Word file.
#[derive(Default)]
struct Word {
    body: String,
    footnotes: String,
    styles: String,
    numbering: String,
    relations: String,
}

impl Word {
    fn bytes(&self) -> Vec<u8> {
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = |inner: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
            )
        };
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>")
        };
        let top = relations(&relation("r", "officeDocument", "word/document.xml"));
        let own = relations(
            &(relation("f", "footnotes", "footnotes.xml")
                + &relation("s", "styles", "styles.xml")
                + &relation("n", "numbering", "numbering.xml")
                + &self.relations),
        );
        let part = |name: &str, inner: &str| format!("<w:{name} {W}>{inner}</w:{name}>");
        let body = part("document", &format!("<w:body>{}</w:body>", self.body));
        let (footnotes, styles, numbering) = (
            part("footnotes", &self.footnotes),
            part("styles", &self.styles),
            part("numbering", &self.numbering),
        );
        zipped(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("_rels/.rels", top.as_bytes()),
            ("word/document.xml", body.as_bytes()),
            ("word/_rels/document.xml.rels", own.as_bytes()),
            ("word/footnotes.xml", footnotes.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
            ("word/numbering.xml", numbering.as_bytes()),
        ])
    }
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

const RUN: &str = "<w:r><w:t>Word.</w:t></w:r>";

/// A Word file, made when it is needed.
fn word(name: &'static str, make: impl Fn() -> Word + Send + Sync + 'static) -> Broken {
    Broken::new(name, "docx", move || make().bytes())
}

/// A Word file of which only the body is of interest.
fn body(name: &'static str, make: impl Fn() -> String + Send + Sync + 'static) -> Broken {
    word(name, move || Word {
        body: make(),
        ..Word::default()
    })
}

fn words(scale: Scale) -> Vec<Broken> {
    let many = move |number| scale.of(number);
    let nested = |open: &'static str, close: &'static str, depth: usize| {
        move || open.repeat(depth) + &paragraph(RUN) + &close.repeat(depth)
    };
    let call = |n: usize| format!("{RUN}<w:r><w:footnoteReference w:id=\"{n}\"/></w:r>");
    let footnote =
        |n: usize, runs: &str| format!("<w:footnote w:id=\"{n}\">{}</w:footnote>", paragraph(runs));
    vec![
        body(
            "tables-in-tables",
            nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 160),
        ),
        body(
            "tables-too-deep",
            nested(
                "<w:tbl><w:tr><w:tc>",
                "</w:tc></w:tr></w:tbl>",
                many(20_000),
            ),
        ),
        body(
            "controls-in-controls",
            nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 240),
        ),
        body(
            "boxes-in-boxes",
            nested(
                "<w:p><w:r><w:pict><w:textbox><w:txbxContent>",
                "</w:txbxContent></w:textbox></w:pict></w:r></w:p>",
                90,
            ),
        ),
        body(
            "insertions",
            nested(
                "<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p><w:ins>",
                "</w:ins>",
                400,
            ),
        ),
        body("fields-open", move || {
            paragraph(&"<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> NOTEREF a </w:instrText></w:r>".repeat(many(20_000)))
        }),
        body("fields-closed", move || {
            paragraph(&"<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>".repeat(many(50_000)))
        }),
        body("field-words", move || {
            paragraph(&format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>",
                "HYPERLINK \"".repeat(many(50_000))
            ))
        }),
        body("runs", move || {
            paragraph(
                &"<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r>"
                    .repeat(many(50_000)),
            )
        }),
        body("paragraphs", move || paragraph(RUN).repeat(many(50_000))),
        body("bookmarks", move || {
            paragraph(&each(many(50_000), |n| {
                format!("<w:bookmarkStart w:id=\"{n}\" w:name=\"a{n}\"/>")
            })) + &paragraph(RUN)
        }),
        body("empty", String::new),
        word("calls-of-one", move || Word {
            body: paragraph(&call(1).repeat(many(30_000))),
            footnotes: footnote(1, RUN),
            ..Word::default()
        }),
        word("calls-of-each", move || Word {
            body: paragraph(&each(many(20_000), call)),
            footnotes: each(many(20_000), |n| footnote(n, RUN)),
            ..Word::default()
        }),
        word("calls-of-none", move || Word {
            body: paragraph(&each(many(20_000), call)),
            ..Word::default()
        }),
        word("notes-in-a-circle", move || Word {
            body: paragraph(&call(1)),
            footnotes: footnote(1, &call(2)) + &footnote(2, &call(1)) + &footnote(3, &call(3)),
            ..Word::default()
        }),
        word("notes-with-one-id", move || Word {
            body: paragraph(&call(1)),
            footnotes: footnote(1, RUN).repeat(many(20_000)),
            ..Word::default()
        }),
        word("ids-too-large", move || Word {
            body: paragraph(
                "<w:r><w:footnoteReference w:id=\"99999999999999999999\"/></w:r><w:r><w:footnoteReference w:id=\"-9\"/></w:r>",
            ),
            footnotes: "<w:footnote w:id=\"99999999999999999999\"/>".to_owned(),
            ..Word::default()
        }),
        word("styles-in-a-circle", move || {
            Word {
            body: paragraph("<w:pPr><w:pStyle w:val=\"s1\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"s1\"/></w:rPr><w:t>1</w:t></w:r>").repeat(many(20_000)),
            styles: each(many(20_000), |n| format!("<w:style w:type=\"paragraph\" w:styleId=\"s{n}\"><w:basedOn w:val=\"s{}\"/></w:style>", n % many(20_000) + 1)),
            ..Word::default()
        }
        }),
        word("numbering-too-large", move || {
            Word {
            body: paragraph(&format!("<w:pPr><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{RUN}")) + &paragraph(&format!("<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{RUN}")).repeat(5),
            numbering: "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"4294967295\"/><w:numFmt w:val=\"lowerRoman\"/><w:lvlText w:val=\"%1%2%3%9%%\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>".to_owned(),
            ..Word::default()
        }
        }),
        word("numbering-many", move || Word {
            body: each(many(20_000), |n| {
                paragraph(&format!(
                    "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{n}\"/></w:numPr></w:pPr>{RUN}"
                ))
            }),
            numbering: each(many(20_000), |n| {
                format!(
                    "<w:abstractNum w:abstractNumId=\"{n}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"{n}\"/><w:numFmt w:val=\"chicago\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"{n}\"><w:abstractNumId w:val=\"{n}\"/></w:num>"
                )
            }),
            ..Word::default()
        }),
        word("counted-from-far", move || Word {
            body: paragraph(&call(1))
                + "<w:sectPr><w:footnotePr><w:numFmt w:val=\"upperLetter\"/><w:numStart w:val=\"2147483647\"/></w:footnotePr></w:sectPr>",
            footnotes: footnote(1, RUN),
            ..Word::default()
        }),
        word("part-leads-outside", move || {
            Word {
            body: paragraph(&call(1)),
            relations: "<Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"../../../etc/passwd\"/><Relationship Id=\"y\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes\" Target=\"http://127.0.0.1:1/\" TargetMode=\"External\"/>".to_owned(),
            ..Word::default()
        }
        }),
        word("relations", move || Word {
            body: paragraph(&each(many(20_000), |n| {
                format!("<w:hyperlink r:id=\"x{n}\">{RUN}</w:hyperlink>")
            })),
            relations: each(many(20_000), |n| {
                format!(
                    "<Relationship Id=\"x{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"https://e.org/{n}\" TargetMode=\"External\"/>"
                )
            }),
            ..Word::default()
        }),
        Broken::new("text-is-a-circle", "docx", || {
            let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"_rels/.rels\"/></Relationships>";
            zipped(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("_rels/.rels", relations.as_bytes()),
                ("word/a.xml", b"<a/>"),
            ])
        }),
    ]
}

fn open(name: &'static str, make: impl Fn() -> (String, String) + Send + Sync + 'static) -> Broken {
    Broken::new(name, "odt", move || {
        let (styles, text) = make();
        let content = format!(
            "<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>"
        );
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_bytes()),
        ])
    })
}

fn opens(scale: Scale) -> Vec<Broken> {
    let many = move |number| scale.of(number);
    let note = |text: &str| {
        format!(
            "<text:note text:note-class=\"footnote\" text:id=\"a\"><text:note-citation>1</text:note-citation><text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
        )
    };
    let plain = |name, make: Box<dyn Fn() -> String + Send + Sync>| {
        open(name, move || (String::new(), make()))
    };
    vec![
        plain(
            "spaces-counted",
            Box::new(|| {
                "<text:p>a<text:s text:c=\"4294967295\"/>b<text:s text:c=\"-1\"/><text:s text:c=\"99999999999999999999\"/></text:p>".to_owned()
            }),
        ),
        plain(
            "spaces-counted-often",
            Box::new(move || {
                format!(
                    "<text:p>{}</text:p>",
                    "a<text:s text:c=\"1000000\"/>".repeat(many(10_000))
                )
            }),
        ),
        plain(
            "cells-repeated",
            Box::new(|| {
                "<table:table><table:table-column table:number-columns-repeated=\"1000000000\"/><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\"><text:p>Word.</text:p></table:table-cell></table:table-row></table:table>".to_owned()
            }),
        ),
        plain(
            "notes-in-notes",
            Box::new(move || {
                let open = "Word<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>";
                format!(
                    "<text:p>{}{}</text:p>",
                    open.repeat(160),
                    "</text:p></text:note-body></text:note>".repeat(160)
                )
            }),
        ),
        plain(
            "notes-of-one-id",
            Box::new(move || format!("<text:p>{}</text:p>", note("Adams.").repeat(many(20_000)))),
        ),
        plain(
            "note-references",
            Box::new(move || {
                format!("<text:p>{}{}</text:p>", note("Adams."), "<text:note-ref text:note-class=\"footnote\" text:ref-name=\"a\">1</text:note-ref> ".repeat(many(30_000)))
            }),
        ),
        plain(
            "spans",
            Box::new(move || {
                format!(
                    "<text:p>{}Word.{}</text:p>",
                    "<text:span>".repeat(500),
                    "</text:span>".repeat(500)
                )
            }),
        ),
        plain(
            "spans-too-deep",
            Box::new(move || {
                format!(
                    "<text:p>{}Word.{}</text:p>",
                    "<text:span>".repeat(many(50_000)),
                    "</text:span>".repeat(many(50_000))
                )
            }),
        ),
        plain(
            "lists-in-lists",
            Box::new(move || {
                "<text:list><text:list-item>".repeat(240)
                    + "<text:p>Word.</text:p>"
                    + &"</text:list-item></text:list>".repeat(240)
            }),
        ),
        plain(
            "list-counted",
            Box::new(|| {
                "<text:list><text:list-item text:start-value=\"4294967295\"><text:p>Adams.</text:p></text:list-item><text:list-item text:start-value=\"-5\"><text:p>Brown.</text:p></text:list-item></text:list>".to_owned()
            }),
        ),
        plain(
            "list-continued",
            Box::new(move || {
                each(many(20_000), |n| {
                    format!(
                        "<text:list xml:id=\"l{n}\" text:continue-list=\"l{}\"><text:list-item><text:p>Adams.</text:p></text:list-item></text:list>",
                        n + 1
                    )
                })
            }),
        ),
        plain(
            "tables-in-tables",
            Box::new(move || {
                "<table:table><table:table-row><table:table-cell>".repeat(160)
                    + "<text:p>Word.</text:p>"
                    + &"</table:table-cell></table:table-row></table:table>".repeat(160)
            }),
        ),
        open("styles-in-a-circle", move || {
            let styles = each(many(20_000), |n| {
                format!(
                    "<style:style style:name=\"s{n}\" style:family=\"text\" style:parent-style-name=\"s{}\"/>",
                    n % many(20_000) + 1
                )
            });
            (
                styles,
                "<text:p>Word<text:span text:style-name=\"s1\">1</text:span></text:p>"
                    .repeat(many(20_000)),
            )
        }),
        plain(
            "changes",
            Box::new(move || {
                format!(
                    "<text:tracked-changes>{}</text:tracked-changes><text:p>{}</text:p>",
                    each(many(20_000), |n| format!(
                        "<text:changed-region text:id=\"c{n}\"><text:deletion><text:p>a</text:p></text:deletion></text:changed-region>"
                    )),
                    each(many(20_000), |n| format!(
                        "<text:change-start text:change-id=\"c{n}\"/>Word."
                    ))
                )
            }),
        ),
    ]
}

/// A book of these chapters, listed as the second text says.
fn book(
    name: &'static str,
    make: impl Fn() -> (Vec<String>, String) + Send + Sync + 'static,
) -> Broken {
    Broken::new(name, "epub", move || {
        let (chapters, spine) = make();
        let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles><rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
        let items = each(chapters.len(), |n| {
            format!("<item id=\"c{n}\" href=\"c{n}.xhtml\" media-type=\"application/xhtml+xml\"/>")
        });
        let package = format!(
            "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><manifest>{items}</manifest><spine>{spine}</spine></package>"
        );
        let names: Vec<String> = (1..=chapters.len())
            .map(|n| format!("c{n}.xhtml"))
            .collect();
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", container.as_bytes()),
            ("book.opf", package.as_bytes()),
        ];
        parts.extend(
            names
                .iter()
                .map(String::as_str)
                .zip(chapters.iter().map(String::as_bytes)),
        );
        zipped(&parts)
    })
}

fn page(body: &str) -> String {
    format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body>{body}</body></html>"
    )
}

fn books(scale: Scale) -> Vec<Broken> {
    let many = move |number| scale.of(number);
    let itemref: fn(usize) -> String = |n| format!("<itemref idref=\"c{n}\"/>");
    vec![
        book("one-chapter-often", move || {
            (
                vec![page(&"<p>Word.</p>".repeat(1_000))],
                itemref(1).repeat(many(20_000)),
            )
        }),
        book("many-chapters", move || {
            (
                (0..many(10_000)).map(|_| page("<p>Word.</p>")).collect(),
                each(many(10_000), itemref),
            )
        }),
        book("no-chapter", move || (Vec::new(), itemref(1))),
        book("chapters-unlisted", || {
            (vec![page("<p>Word.</p>")], String::new())
        }),
        book("laughing-chapter", move || {
            (vec![super::xml::laughs("html", 9)], itemref(1))
        }),
        book("deep-chapter", move || {
            (vec![page(&"<div>".repeat(many(100_000)))], itemref(1))
        }),
        book("chapters-link-each-other", move || {
            let chapters = many(2_000);
            let text = |n: usize| {
                page(&format!(
                    "<p id=\"a\">Word<a epub:type=\"noteref\" href=\"c{}.xhtml#a\">1</a></p>",
                    n % chapters + 1
                ))
            };
            ((1..=chapters).map(text).collect(), each(chapters, itemref))
        }),
        book("links-to-nowhere", move || {
            (
                vec![page(&each(many(30_000), |n| {
                    format!("Word<a epub:type=\"noteref\" href=\"../../c{n}.xhtml#%FF\">{n}</a>")
                }))],
                itemref(1),
            )
        }),
        book("notes", move || {
            let calls = each(many(20_000), |n| {
                format!("<p>Word<a epub:type=\"noteref\" href=\"#n{n}\">{n}</a></p>")
            });
            let notes = each(many(20_000), |n| {
                format!("<aside epub:type=\"footnote\" id=\"n{n}\"><p>{n}. Adams.</p></aside>")
            });
            (vec![page(&(calls + &notes))], itemref(1))
        }),
        Broken::new("package-is-the-container", "epub", || {
            let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"META-INF/container.xml\"/></rootfiles></container>";
            zipped(&[
                ("mimetype", b"application/epub+zip"),
                ("META-INF/container.xml", container.as_bytes()),
            ])
        }),
    ]
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let mut files = words(scale);
    files.extend(opens(scale));
    files.extend(books(scale));
    files
}
