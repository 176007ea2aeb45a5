//! What a file is, by its content first: a Word file named `.txt` is still a Word file.

use memchr::memchr_iter;

use super::encoding::{self, byte_order, is_no_text};
use super::rtf;
use crate::document::Format;

/// Every kind of file that is known by how it begins.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (COMPOUND, "an old Office document (such as .doc)"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xFF\xD8\xFF", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"\x1F\x8B", "a compressed file (gzip)"),
    (b"BZh9", "a compressed file (bzip2)"),
    (b"\xFD7zXZ\0", "a compressed file (xz)"),
    (b"7z\xBC\xAF\x27\x1C", "an archive (7z)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"\x7FELF", "a program"),
    (b"\xFF\xFE\0\0", "text in UTF-32"),
    (b"\0\0\xFE\xFF", "text in UTF-32"),
];

/// What a ZIP container holds, by the name or type of a part.
const CONTAINERS: &[(&[u8], Container)] = &[
    (b"word/", Container::Paper(Format::Docx)),
    (b"application/epub+zip", Container::Paper(Format::Epub)),
    (
        b"application/vnd.oasis.opendocument.text",
        Container::Paper(Format::Odt),
    ),
    (
        b"application/vnd.oasis.opendocument",
        Container::Other("an OpenDocument file, but no text"),
    ),
    // A book that was packed anew may have its type compressed.
    (b"META-INF/container.xml", Container::Paper(Format::Epub)),
    (
        b"ppt/",
        Container::Other("a PowerPoint presentation (.pptx)"),
    ),
    (b"xl/", Container::Other("an Excel workbook (.xlsx)")),
    // Not every program puts the text where Word does, or the type first, as OpenDocument should.
    (b"[Content_Types].xml", Container::Paper(Format::Docx)),
    (b"content.xml", Container::Paper(Format::Odt)),
];

/// How the name of the part with an encrypted Word file is written in the container that holds it.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// How old Office documents begin, and the containers of encrypted new ones.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What is in a ZIP archive.
#[derive(Debug, Clone, Copy)]
enum Container {
    Paper(Format),
    Other(&'static str),
}

/// The names under which the document types of journal articles are published, and what only their root has.
const JATS: [&str; 4] = [
    "JATS",
    "NLM//DTD",
    "Journal Archiving",
    "Journal Publishing",
];

/// How much of a text is looked at to tell its format, in bytes.
const HEAD: usize = 4096;

/// How a PDF begins.
const PDF_HEADER: &[u8] = b"%PDF-";

/// How far into a file a PDF's header may stand; readers of PDF accept that much in front of it.
const PDF_HEADER_WITHIN: usize = 1024;

/// The format of a file that shows it by its content; `None` where that does not tell, as with plain text and Markdown.
/// The error says what the file is, if nothing can be made of it, and what to do.
pub(super) fn format(bytes: &[u8]) -> Result<Option<Format>, String> {
    match container(bytes) {
        Some(Container::Paper(format)) => return Ok(Some(format)),
        Some(Container::Other(kind)) => return Err(advise(kind)),
        None => {}
    }
    if is_pdf(bytes) {
        return Ok(Some(Format::Pdf));
    }
    if rtf::beginning(bytes).is_some() {
        return Ok(Some(Format::Rtf));
    }
    if let Some(what) = refuse_bytes(bytes) {
        return Err(what);
    }
    let head = encoding::decode(&bytes[..bytes.len().min(HEAD)]).text;
    format_of_text(head.trim_start())
}

fn format_of_text(head: &str) -> Result<Option<Format>, String> {
    if begins_with(head, "<!doctype html") || begins_with(head, "<html") {
        return Ok(Some(Format::Html));
    }
    let is_xml = begins_with(head, "<?xml");
    if is_xml && (head.contains("<html") || head.contains("<!DOCTYPE html")) {
        return Ok(Some(Format::Html));
    }
    if is_xml && head.contains("<office:document") && head.contains("opendocument.text") {
        return Ok(Some(Format::Odt));
    }
    // Word saves web pages in one file under names of its own, too.
    if begins_with(head, "mime-version:") && head.contains("multipart/related") {
        return Err(advise("a web page in one file (MHT)"));
    }
    if is_xml && head.contains("progid=\"Word.Document\"") {
        return Err(advise("a Word document in one XML file"));
    }
    // `<article>` is an element of web pages, too; a bare one is left to the name of the file.
    let is_article = is_xml && head.contains("<article");
    let is_markup =
        is_xml || begins_with(head, "<!doctype article") || begins_with(head, "<article");
    if is_article || is_markup && JATS.iter().any(|sign| head.contains(sign)) {
        return Ok(Some(Format::Jats));
    }
    if is_xml {
        return Err(advise("an XML file, but no article in JATS"));
    }
    let mut lines = head.lines().map(str::trim_start);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('%'));
    let is_tex = ["\\documentclass", "\\documentstyle"];
    Ok(first
        .is_some_and(|line| is_tex.iter().any(|command| line.starts_with(command)))
        .then_some(Format::Latex))
}

/// What the bytes are and what to do, if they are no text.
pub(super) fn refuse_bytes(bytes: &[u8]) -> Option<String> {
    let holds = |sign: &[u8]| bytes.windows(sign.len()).any(|window| window == sign);
    if bytes.starts_with(COMPOUND) && holds(ENCRYPTED) {
        return Some("is encrypted; save it without a password first".to_owned());
    }
    let pdf = is_pdf(bytes).then_some("a PDF");
    let rtf = rtf::beginning(bytes).map(|_| "an RTF document");
    if let Some(kind) = beginning(bytes).or(pdf).or(rtf) {
        return Some(advise(kind));
    }
    if let Some(container) = container(bytes) {
        return Some(advise(match container {
            Container::Paper(Format::Docx) => "a Word document (.docx)",
            Container::Paper(Format::Epub) => "an EPUB",
            Container::Paper(_) => "an OpenDocument text (.odt)",
            Container::Other(kind) => kind,
        }));
    }
    is_binary(bytes).then(|| {
        "is no text (it holds bytes that no text has); save the paper as plain text or Markdown first"
            .to_owned()
    })
}

fn begins_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

fn advise(kind: &str) -> String {
    format!(
        "is {kind}; save the paper as a Word document (.docx), a web page, Markdown or plain text first"
    )
}

fn beginning(bytes: &[u8]) -> Option<&'static str> {
    BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|&(_, kind)| kind)
}

fn container(bytes: &[u8]) -> Option<Container> {
    if !(bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")) {
        return None;
    }
    // The names of all parts stand together at the end; the type of EPUB and OpenDocument comes first.
    let parts = [
        &bytes[..bytes.len().min(4096)],
        &bytes[bytes.len().saturating_sub(65536)..],
    ];
    let holds = |sign: &[u8]| {
        parts
            .iter()
            .any(|part| part.windows(sign.len()).any(|window| window == sign))
    };
    let kind = CONTAINERS.iter().find(|(sign, _)| holds(sign));
    Some(kind.map_or(Container::Other("a ZIP archive"), |&(_, kind)| kind))
}

/// Whether the bytes are a PDF, with something before its header or nothing.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    // A text may well speak of `%PDF-`, but it is UTF-8 then.
    bytes.starts_with(PDF_HEADER)
        || head
            .windows(PDF_HEADER.len())
            .any(|window| window == PDF_HEADER)
            && std::str::from_utf8(bytes).is_err()
}

/// Whether zero bytes or control characters are too many for a text. One that went astray in a long text is not: it
/// is read, and does no harm.
fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE")
        || bytes.starts_with(b"\xFE\xFF")
        || byte_order(bytes).is_some()
    {
        return false;
    }
    let zeros = memchr_iter(0, bytes).count();
    if std::str::from_utf8(bytes).is_ok() {
        return zeros * 1000 > bytes.len();
    }
    let controls = bytes.iter().filter(|&&byte| is_no_text(char::from(byte)));
    zeros > 0 || controls.count() * 100 > bytes.len()
}
