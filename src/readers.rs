//! From bytes to a [`Document`]. One file per format; reading never fails for what the text says, only for a container
//! that cannot be opened.

use std::path::Path;

use crate::document::{Document, Format, Span, Warning};
use crate::source::{Error, Source};

mod address;
mod composer;
mod content;
pub(crate) mod docx;
mod encoding;
mod epub;
mod html;
mod jats;
mod latex;
mod markdown;
mod numeral;
mod odt;
mod package;
mod pdf;
mod remark;
mod rtf;
mod spelt_notes;
mod text;
pub(crate) mod xml;

/// What reads one format.
struct Reader {
    format: Format,
    /// The endings of names that mean the format, where the content does not tell.
    endings: &'static [&'static str],
    read: fn(&Source) -> Result<Document, Error>,
}

/// All readers; the first is for everything that no other claims.
const READERS: &[Reader] = &[
    Reader {
        format: Format::Text,
        endings: &["txt", "text"],
        read: text::read,
    },
    Reader {
        format: Format::Markdown,
        endings: &["md", "markdown", "mdown", "mkd", "qmd", "rmd"],
        read: markdown::read,
    },
    Reader {
        format: Format::Docx,
        endings: &["docx", "docm", "dotx", "dotm"],
        read: docx::read,
    },
    Reader {
        format: Format::Odt,
        endings: &["odt", "ott", "fodt"],
        read: odt::read,
    },
    Reader {
        format: Format::Rtf,
        endings: &["rtf"],
        read: rtf::read,
    },
    Reader {
        format: Format::Jats,
        endings: &["nxml", "jats"],
        read: jats::read,
    },
    Reader {
        format: Format::Latex,
        endings: &["tex", "latex", "ltx"],
        read: latex::read,
    },
    Reader {
        format: Format::Html,
        endings: &["html", "htm", "xhtml", "xht", "shtml"],
        read: html::read,
    },
    Reader {
        format: Format::Epub,
        endings: &["epub", "opf"],
        read: epub::read,
    },
    Reader {
        format: Format::Pdf,
        endings: &["pdf"],
        read: pdf::read,
    },
];

/// Reads a paper in the format that was asked for, or that its content or else its name shows.
pub fn read(source: &Source) -> Result<Document, Error> {
    let format = format(source)?;
    let reader = READERS.iter().find(|reader| reader.format == format);
    (reader.unwrap_or(&READERS[0]).read)(source)
}

/// Reads a paper whose notes stand in a file of their own: the text of that is the end of the paper's.
pub fn read_with_notes(source: &Source, notes: &Source) -> Result<Document, Error> {
    let format = format(source)?;
    if !matches!(format, Format::Text | Format::Markdown) {
        let what = "is neither text nor Markdown, so it cannot be joined with its notes (--notes)";
        return Err(unreadable(source, what.to_owned()));
    }
    let mut text = decoded(source)?;
    text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
    let start = text.len();
    text.push_str(&decoded(notes)?);
    let joined = Source {
        path: source.path.clone(),
        bytes: text.into_bytes(),
        format: Some(format),
    };
    let mut document = read(&joined)?;
    document.set_second_file(start, notes.path.clone());
    Ok(document)
}

fn decoded(source: &Source) -> Result<String, Error> {
    match content::refuse_bytes(&source.bytes) {
        Some(what) => Err(unreadable(source, what)),
        None => Ok(encoding::decode(&source.bytes).text),
    }
}

/// The endings of the names of papers, as a folder is searched for them.
pub fn endings() -> impl Iterator<Item = &'static str> {
    READERS
        .iter()
        .flat_map(|reader| reader.endings.iter().copied())
}

/// The bytes of a text in the encoding of a document's source; `None` where that encoding cannot write it.
pub fn encode(text: &str, document: &Document) -> Option<Vec<u8>> {
    encoding::encode(text, document.encoding)
}

/// The format that was asked for, or that the content or else the name shows.
fn format(source: &Source) -> Result<Format, Error> {
    if let Some(format) = source.format {
        return Ok(format);
    }
    let shown = content::format(&source.bytes).map_err(|what| unreadable(source, what))?;
    Ok(shown.unwrap_or_else(|| format_of(&source.path)))
}

fn format_of(path: &str) -> Format {
    let ending = Path::new(path)
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let bears = |reader: &&Reader| {
        let mut endings = reader.endings.iter();
        endings.any(|known| ending.eq_ignore_ascii_case(known))
    };
    READERS
        .iter()
        .find(bears)
        .map_or(Format::Text, |reader| reader.format)
}

fn unreadable(source: &Source, what: String) -> Error {
    Error::Unreadable {
        path: source.path.clone(),
        what,
    }
}

/// The text of a source that holds text, not yet divided into blocks.
fn open(source: &Source, format: Format) -> Result<Document, Error> {
    if let Some(what) = content::refuse_bytes(&source.bytes) {
        return Err(unreadable(source, what));
    }
    let decoded = encoding::decode(&source.bytes);
    let mut document = Document::new(source.path.clone(), format, decoded.text, decoded.map);
    document.encoding = decoded.encoding;
    document.warnings = decoded.warnings;
    if document.text.trim().is_empty() {
        let message = "the file is empty".to_owned();
        document.warnings.push(Warning {
            message,
            span: None,
        });
    }
    Ok(document)
}

/// Spans in order, those that overlap made one.
fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut united: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match united.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => united.push(span),
        }
    }
    united
}
