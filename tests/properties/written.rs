//! A made-up paper, written down in every format that can be written by hand.

#![expect(
    clippy::format_push_string,
    reason = "pieces put together read better, and nothing here is on a hot path"
)]

use footfault::document::Format;

use self::office::{flat, odt, packed_odt, typed_odt, typed_word, word, zipped};
use super::apparatus::{Chapter, Entry};

pub(crate) use self::office::word_file;

#[path = "office.rs"]
mod office;
#[path = "rich.rs"]
mod rich;

/// A way to write a paper down.
pub(crate) struct Form {
    /// What it is, for whoever reads that it failed.
    pub(crate) name: &'static str,
    /// The format that it is in.
    pub(crate) format: Format,
    /// Whether the markers and the labels are typed by hand, so that a note can fall out of its list.
    pub(crate) is_typed: bool,
    /// The label that the reader sees for a number.
    pub(crate) label: fn(usize) -> String,
    /// Writes the paper, without the notes for which `false` is said; what follows closes ranks.
    pub(crate) write: fn(&[Chapter], &Kept<'_>) -> Vec<u8>,
}

/// Which notes are written, by chapter and number; where markers are not typed, all are.
pub(crate) type Kept<'a> = dyn Fn(usize, usize) -> bool + 'a;

/// All ways.
pub(crate) const FORMS: &[Form] = &[
    typed("brackets in text", Format::Text, |written, kept| {
        text(written, kept, |n| format!(" [{n}]"), "")
    }),
    typed("raised digits in text", Format::Text, |written, kept| {
        text(written, kept, superscript, "")
    }),
    typed(
        "digits that lost their superscript",
        Format::Text,
        |written, kept| text(written, kept, |n| n.to_string(), ""),
    ),
    typed("brackets in Markdown", Format::Markdown, |written, kept| {
        text(written, kept, |n| format!("\\[{n}\\]"), "## ")
    }),
    typed("tags in Markdown", Format::Markdown, |written, kept| {
        text(written, kept, |n| format!("<sup>{n}</sup>"), "## ")
    }),
    native("footnotes of Markdown", Format::Markdown, markdown),
    typed("raised digits in a web page", Format::Html, typed_html),
    native("links in a web page", Format::Html, html),
    native("links in a book", Format::Epub, epub),
    typed("raised digits in JATS", Format::Jats, typed_jats),
    native("footnotes of JATS", Format::Jats, jats),
    typed("raised digits in LaTeX", Format::Latex, typed_latex),
    native("footnotes of LaTeX", Format::Latex, |written, _| {
        latex(written, "arabic")
    }),
    Form {
        label: roman,
        ..native("Roman footnotes of LaTeX", Format::Latex, |written, _| {
            latex(written, "roman")
        })
    },
    Form {
        label: letter,
        ..native(
            "lettered footnotes of LaTeX",
            Format::Latex,
            |written, _| latex(written, "alph"),
        )
    },
    typed("raised digits in Word", Format::Docx, typed_word),
    native("footnotes of Word", Format::Docx, |written, _| {
        word(written, "decimal")
    }),
    Form {
        label: roman,
        ..native("Roman footnotes of Word", Format::Docx, |written, _| {
            word(written, "lowerRoman")
        })
    },
    Form {
        label: letter,
        ..native("lettered footnotes of Word", Format::Docx, |written, _| {
            word(written, "lowerLetter")
        })
    },
    typed(
        "raised digits in OpenDocument",
        Format::Odt,
        |written, kept| packed_odt(&typed_odt(written, kept)),
    ),
    native("footnotes of OpenDocument", Format::Odt, |written, _| {
        packed_odt(&odt(written, |n| n.to_string()))
    }),
    Form {
        label: roman,
        ..native(
            "Roman footnotes of OpenDocument",
            Format::Odt,
            |written, _| packed_odt(&odt(written, roman)),
        )
    },
    typed(
        "raised digits in one file of OpenDocument",
        Format::Odt,
        |written, kept| flat(&typed_odt(written, kept)),
    ),
    native(
        "footnotes in one file of OpenDocument",
        Format::Odt,
        |written, _| flat(&odt(written, |n| n.to_string())),
    ),
    typed("raised digits in RTF", Format::Rtf, rich::typed),
    native("footnotes of RTF", Format::Rtf, |written, _| {
        rich::native(written, "nar")
    }),
    Form {
        label: roman,
        ..native("Roman footnotes of RTF", Format::Rtf, |written, _| {
            rich::native(written, "nrlc")
        })
    },
];

const fn typed(
    name: &'static str,
    format: Format,
    write: fn(&[Chapter], &Kept<'_>) -> Vec<u8>,
) -> Form {
    Form {
        name,
        format,
        is_typed: true,
        label: arabic,
        write,
    }
}

const fn native(
    name: &'static str,
    format: Format,
    write: fn(&[Chapter], &Kept<'_>) -> Vec<u8>,
) -> Form {
    Form {
        is_typed: false,
        ..typed(name, format, write)
    }
}

fn arabic(number: usize) -> String {
    number.to_string()
}

fn roman(number: usize) -> String {
    let tens = ["", "x", "xx", "xxx"][number / 10];
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10];
    format!("{tens}{ones}")
}

/// Of the first 26.
fn letter(number: usize) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    letters[number - 1..number].to_owned()
}

fn superscript(number: usize) -> String {
    let raised = |digit: char| {
        "⁰¹²³⁴⁵⁶⁷⁸⁹"
            .chars()
            .nth(digit.to_digit(10).unwrap_or(0) as usize)
    };
    number.to_string().chars().filter_map(raised).collect()
}

/// The signs of markup, as XML and HTML write them.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn for_latex(text: &str) -> String {
    text.replace('&', "\\&")
}

/// The notes of a chapter that are written, with the labels that they then get.
fn left<'a>(at: usize, chapter: &'a Chapter, kept: &Kept<'_>) -> Vec<(usize, &'a str)> {
    let notes = chapter.notes().filter(|(number, _)| kept(at, *number));
    (1..).zip(notes.map(|(_, note)| note)).collect()
}

/// The paragraphs of a chapter, each sentence with its call.
fn body(
    chapter: &Chapter,
    one: impl Fn(usize, &Entry) -> String,
    open: &str,
    close: &str,
) -> String {
    let paragraphs = chapter.paragraphs().into_iter().map(|entries| {
        let sentences: Vec<String> = entries
            .iter()
            .map(|(number, entry)| one(*number, entry))
            .collect();
        format!("{open}{}{close}", sentences.join(" "))
    });
    paragraphs.collect()
}

/// What stands behind the sentence inside its paragraph, before the next one.
fn called(entry: &Entry, call: &str) -> String {
    format!("{}{call}", entry.sentence)
}

fn text(
    chapters: &[Chapter],
    kept: &Kept<'_>,
    call: fn(usize) -> String,
    heading: &str,
) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        paper += &format!("{heading}{}\n\n", chapter.title);
        paper += &body(
            chapter,
            |number, entry| called(entry, &call(number)),
            "",
            "\n\n",
        );
        paper += &format!("{heading}Notes\n\n");
        for (label, note) in left(at, chapter, kept) {
            paper += &format!("{label}. {note}\n");
        }
        paper.push('\n');
    }
    paper.into_bytes()
}

fn markdown(chapters: &[Chapter], _: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    // The names of notes are unique in a file of Markdown, so that chapters count on.
    let mut before = 0;
    for chapter in chapters {
        paper += &format!("# {}\n\n", chapter.title);
        paper += &body(
            chapter,
            |n, entry| called(entry, &format!("[^{}]", before + n)),
            "",
            "\n\n",
        );
        for (number, note) in chapter.notes() {
            paper += &format!("[^{}]: {note}\n", before + number);
        }
        paper.push('\n');
        before += chapter.entries.len();
    }
    paper.into_bytes()
}

fn page(content: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Paper</title></head><body>{content}</body></html>").into_bytes()
}

fn typed_html(chapters: &[Chapter], kept: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| format!("{}<sup>{n}</sup>", escaped(&entry.sentence));
        paper += &format!(
            "<h1>{}</h1>\n{}<h2>Notes</h2>\n",
            chapter.title,
            body(chapter, one, "<p>", "</p>\n")
        );
        for (label, note) in left(at, chapter, kept) {
            paper += &format!("<p>{label}. {}</p>\n", escaped(note));
        }
    }
    page(&paper)
}

fn html(chapters: &[Chapter], _: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}<sup><a id=\"r{at}-{n}\" href=\"#f{at}-{n}\" role=\"doc-noteref\">{n}</a></sup>",
                escaped(&entry.sentence)
            )
        };
        paper += &format!(
            "<h1>{}</h1>\n{}",
            chapter.title,
            body(chapter, one, "<p>", "</p>\n")
        );
        paper += "<section role=\"doc-endnotes\"><ol>\n";
        for (number, note) in chapter.notes() {
            paper += &format!(
                "<li id=\"f{at}-{number}\" role=\"doc-endnote\"><p>{} <a href=\"#r{at}-{number}\" role=\"doc-backlink\">↩</a></p></li>\n",
                escaped(note)
            );
        }
        paper += "</ol></section>\n";
    }
    page(&paper)
}

fn article(sections: &str, back: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2 20190208//EN\" \"JATS-archivearticle1.dtd\">\n\
         <article><front><article-meta><title-group><article-title>Paper</article-title></title-group></article-meta></front>\
         <body>{sections}</body><back>{back}</back></article>"
    )
    .into_bytes()
}

fn typed_jats(chapters: &[Chapter], kept: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| format!("{}<sup>{n}</sup>", escaped(&entry.sentence));
        paper += &format!(
            "<sec><title>{}</title>\n{}",
            chapter.title,
            body(chapter, one, "<p>", "</p>\n")
        );
        paper += "<sec><title>Notes</title>\n";
        for (label, note) in left(at, chapter, kept) {
            paper += &format!("<p>{label}. {}</p>\n", escaped(note));
        }
        paper += "</sec></sec>\n";
    }
    article(&paper, "")
}

fn jats(chapters: &[Chapter], _: &Kept<'_>) -> Vec<u8> {
    let (mut paper, mut back) = (String::new(), String::new());
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}<xref ref-type=\"fn\" rid=\"f{at}-{n}\">{n}</xref>",
                escaped(&entry.sentence)
            )
        };
        let body = body(chapter, one, "<p>", "</p>\n");
        paper += &format!("<sec><title>{}</title>\n{body}</sec>\n", chapter.title);
        back += "<fn-group>\n";
        for (number, note) in chapter.notes() {
            back += &format!(
                "<fn id=\"f{at}-{number}\"><label>{number}</label><p>{}</p></fn>\n",
                escaped(note)
            );
        }
        back += "</fn-group>\n";
    }
    article(&paper, &back)
}

fn book(preamble: &str, content: &str) -> Vec<u8> {
    format!("\\documentclass{{book}}\n{preamble}\\begin{{document}}\n{content}\\end{{document}}\n")
        .into_bytes()
}

fn typed_latex(chapters: &[Chapter], kept: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| {
            format!("{}\\textsuperscript{{{n}}}", for_latex(&entry.sentence))
        };
        paper += &format!(
            "\\chapter{{{}}}\n\n{}",
            chapter.title,
            body(chapter, one, "", "\n\n")
        );
        paper += "\\section*{Notes}\n\n";
        for (label, note) in left(at, chapter, kept) {
            paper += &format!("{label}. {}\n\n", for_latex(note));
        }
    }
    book("", &paper)
}

fn latex(chapters: &[Chapter], numerals: &str) -> Vec<u8> {
    let mut paper = String::new();
    for chapter in chapters {
        let one = |_: usize, entry: &Entry| {
            format!(
                "{}\\footnote{{{}}}",
                for_latex(&entry.sentence),
                for_latex(&entry.note)
            )
        };
        paper += &format!(
            "\\chapter{{{}}}\n\n{}",
            chapter.title,
            body(chapter, one, "", "\n\n")
        );
    }
    book(
        &format!("\\renewcommand{{\\thefootnote}}{{\\{numerals}{{footnote}}}}\n"),
        &paper,
    )
}

/// Each chapter is a file of its own, with its notes behind it.
fn epub(chapters: &[Chapter], kept: &Kept<'_>) -> Vec<u8> {
    let files: Vec<(String, String)> = chapters
        .iter()
        .enumerate()
        .map(|(at, chapter)| {
            let page = html(std::slice::from_ref(chapter), kept);
            let page = String::from_utf8(page).expect("text").replacen(
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\">",
                "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head>",
                1,
            );
            (format!("c{at}.xhtml"), page)
        })
        .collect();
    let items: String = files
        .iter()
        .map(|(name, _)| {
            format!("<item id=\"{name}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>")
        })
        .collect();
    let spine: String = files
        .iter()
        .map(|(name, _)| format!("<itemref idref=\"{name}\"/>"))
        .collect();
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles><rootfile full-path=\"p.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("p.opf", package.as_str()),
    ];
    parts.extend(
        files
            .iter()
            .map(|(name, page)| (name.as_str(), page.as_str())),
    );
    zipped(&parts)
}
