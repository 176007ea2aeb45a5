//! What a file is, by its content first: a Word file named `.txt` is still a Word file.

use super::encoding::{byte_order, is_no_text};

/// Every kind of file that is known by how it begins.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old Office document (such as .doc)",
    ),
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
const CONTAINERS: &[(&[u8], &str)] = &[
    (b"word/", "a Word document (.docx)"),
    (b"application/epub+zip", "an EPUB"),
    (
        b"application/vnd.oasis.opendocument",
        "an OpenDocument file (such as .odt)",
    ),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
];

/// How far into a file a PDF's header may stand; readers of PDF accept that much in front of it.
const PDF_HEADER_WITHIN: usize = 1024;

/// What the bytes are and what to do, if they are no text.
pub(super) fn refuse_bytes(bytes: &[u8]) -> Option<String> {
    let kind = beginning(bytes)
        .or_else(|| container(bytes))
        .or_else(|| hidden_pdf(bytes));
    if let Some(kind) = kind {
        return Some(advise(kind));
    }
    is_binary(bytes).then(|| {
        "is no text (it holds bytes that no text has); save the paper as plain text or Markdown first"
            .to_owned()
    })
}

/// What the text is and what to do, if it is of a format that cannot be read.
pub(super) fn refuse_text(text: &str) -> Option<String> {
    let start = text.trim_start();
    if begins_with(start, "<?xml") {
        return Some(advise("an XML file"));
    }
    (begins_with(start, "<!doctype html") || begins_with(start, "<html"))
        .then(|| advise("a web page (HTML)"))
}

fn begins_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

fn advise(kind: &str) -> String {
    format!(
        "is {kind}; this version reads text and Markdown: save it as plain text or Markdown first"
    )
}

fn beginning(bytes: &[u8]) -> Option<&'static str> {
    BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|&(_, kind)| kind)
}

fn container(bytes: &[u8]) -> Option<&'static str> {
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
    Some(kind.map_or("a ZIP archive", |&(_, kind)| kind))
}

fn hidden_pdf(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    // A text may well speak of `%PDF-`, but it is UTF-8 then.
    (head.windows(5).any(|window| window == b"%PDF-") && std::str::from_utf8(bytes).is_err())
        .then_some("a PDF")
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
    let count = |is_bad: fn(char) -> bool| {
        bytes
            .iter()
            .filter(|&&byte| is_bad(char::from(byte)))
            .count()
    };
    let (zeros, controls) = (count(|character| character == '\0'), count(is_no_text));
    if std::str::from_utf8(bytes).is_ok() {
        zeros * 1000 > bytes.len()
    } else {
        zeros > 0 || controls * 100 > bytes.len()
    }
}
