//! How long reading the files of word processors takes; throughput is counted in bytes of their unpacked XML.

#![allow(missing_docs, clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use footfault::readers::read;
use footfault::source::Source;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use paper::{Style, paper};

#[allow(dead_code)]
mod paper;

const NOTES: [usize; 4] = [100, 1_000, 5_000, 20_000];

/// The parts of a file, each with its name.
type Parts = Vec<(&'static str, String)>;

/// How the parts of a format are written from the paragraphs and the notes of a paper.
type Writing = fn(&[&str], &[&str]) -> Parts;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The pieces of a paragraph between its markers, each marker as its label.
fn pieces(paragraph: &str) -> impl Iterator<Item = (&str, Option<usize>)> {
    paragraph.split("[^").enumerate().map(|(index, piece)| {
        let marker = piece.split_once(']').filter(|_| index > 0);
        match marker {
            Some((label, rest)) => (rest, label.parse().ok()),
            None => (piece, None),
        }
    })
}

fn docx(paragraphs: &[&str], notes: &[&str]) -> Parts {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let run = |text: &str| {
        let text = escaped(text);
        format!(
            "<w:r><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    };
    let paragraph = |text: &&str| {
        let pieces = pieces(text).map(|(text, label)| {
            let reference = |label| format!("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{label}\"/></w:r>");
            label.map_or_else(String::new, reference) + &run(text)
        });
        format!(
            "<w:p w:rsidR=\"00A77B3E\"><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr>{}</w:p>",
            pieces.collect::<String>()
        )
    };
    let note = |(index, text): (usize, &&str)| {
        format!(
            "<w:footnote w:id=\"{}\"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>",
            index + 1,
            run(text)
        )
    };
    let body: String = paragraphs.iter().map(paragraph).collect();
    let notes: String = notes.iter().enumerate().map(note).collect();
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    vec![
        (
            "_rels/.rels",
            relation("officeDocument", "word/document.xml"),
        ),
        (
            "word/_rels/document.xml.rels",
            relation("footnotes", "footnotes.xml"),
        ),
        (
            "word/document.xml",
            format!("<w:document {space}><w:body>{body}</w:body></w:document>"),
        ),
        (
            "word/footnotes.xml",
            format!("<w:footnotes {space}>{notes}</w:footnotes>"),
        ),
    ]
}

fn odt(paragraphs: &[&str], notes: &[&str]) -> Parts {
    let paragraph = |text: &&str| {
        let pieces = pieces(text).map(|(text, label)| {
            let note = |label: usize| {
                let note = escaped(notes.get(label - 1).copied().unwrap_or_default());
                format!("<text:note text:note-class=\"footnote\"><text:note-citation>{label}</text:note-citation><text:note-body><text:p>{note}</text:p></text:note-body></text:note>")
            };
            label.map_or_else(String::new, note) + &escaped(text)
        });
        format!(
            "<text:p text:style-name=\"P1\">{}</text:p>",
            pieces.collect::<String>()
        )
    };
    let body: String = paragraphs.iter().map(paragraph).collect();
    vec![
        (
            "mimetype",
            "application/vnd.oasis.opendocument.text".to_owned(),
        ),
        (
            "content.xml",
            format!(
                "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"
            ),
        ),
    ]
}

/// A paper in a format, and how many bytes its parts have.
fn source(extension: &str, write: Writing, notes: usize) -> (Source, u64) {
    let text = paper(Style::Markdown, notes, None, 1);
    let is_note = |line: &&str| line.starts_with("[^");
    let body = text
        .lines()
        .filter(|line| !line.is_empty() && !is_note(line));
    let of_notes = text.lines().filter(is_note);
    let of_notes: Vec<&str> = of_notes
        .filter_map(|line| Some(line.split_once("]: ")?.1))
        .collect();
    let parts = write(&body.collect::<Vec<_>>(), &of_notes);
    let size = parts.iter().map(|(_, text)| text.len() as u64).sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let method = if name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let source = Source {
        path: format!("paper.{extension}"),
        bytes: writer.finish().unwrap().into_inner(),
        format: None,
    };
    (source, size)
}

fn formats(criterion: &mut Criterion) {
    for (extension, write) in [("docx", docx as Writing), ("odt", odt)] {
        let mut group = criterion.benchmark_group(extension);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2));
        for notes in NOTES {
            let (source, size) = source(extension, write, notes);
            assert_eq!(read(&source).unwrap().native_notes.len(), notes);
            group.throughput(Throughput::Bytes(size));
            group.bench_function(BenchmarkId::new("read", notes), |bench| {
                bench.iter(|| read(&source));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, formats);
criterion_main!(benches);
