//! What the targets have in common: papers made of the bytes of the fuzzer, and what must hold of each.

use std::io::{Cursor, Write};

use footfault::annotate::annotate;
use footfault::check::{Report, check};
use footfault::document::Format;
use footfault::settings::Settings;
use footfault::source::Source;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub mod documents;
pub mod pieces;
#[path = "../../properties/sound.rs"]
mod sound;

/// What stands before the name of each part of a container in an input, at the beginning of a line.
pub const PART: &str = "=== ";

/// A paper of these bytes.
pub fn source(bytes: &[u8], format: Option<Format>) -> Source {
    Source {
        path: "paper".to_owned(),
        bytes: bytes.to_vec(),
        format,
    }
}

/// Settings under which every rule runs.
pub fn all_rules() -> Settings {
    sound::all_rules()
}

/// Checks a paper with every rule, and what is known of it. `None` for what cannot be opened.
pub fn examine(source: &Source) -> Option<Report> {
    let report = check(source, &all_rules()).ok()?;
    examine_report(source, &report);
    Some(report)
}

/// Looks at what is known of a paper, and tells it in one form or another: the length of the paper decides in which.
pub fn examine_report(source: &Source, report: &Report) {
    sound::assert_sound(report);
    let kinds = &sound::KINDS;
    let told = source.bytes.len() % (kinds.len() + 1);
    match kinds.get(told) {
        Some(kind) => drop(sound::assert_told(report, *kind)),
        None => sound::assert_mapped(report),
    }
}

/// The same paper gives the same report.
pub fn examine_again(source: &Source, report: &Report) {
    let kind = footfault::report::form::Kind::Json;
    let again = check(source, &all_rules()).expect("what could be opened can be opened");
    let (first, second) = (
        sound::assert_told(report, kind),
        sound::assert_told(&again, kind),
    );
    assert_eq!(first, second, "the same paper is read in two ways");
}

/// The copy of a Word file with comments in it is the same paper, read again.
pub fn examine_copy(source: &Source, report: &Report) {
    if report.document.format != Format::Docx {
        return;
    }
    let Ok(copy) = annotate(source, report) else {
        return;
    };
    let copied = check(&self::source(&copy.bytes, Some(Format::Docx)), &all_rules())
        .expect("the copy of a paper can be read");
    assert_eq!(copied.document.text, report.document.text);
}

/// A container of the parts that stand in an input one behind the other, each under a line with its name.
pub fn container(input: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in parts(input) {
        let end = part.iter().position(|&byte| byte == b'\n')?;
        let name = std::str::from_utf8(&part[..end]).ok()?;
        // Two parts under one name cannot be written.
        zip.start_file(name, stored).ok()?;
        zip.write_all(&part[end + 1..]).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// The parts of an input, each from its name on.
fn parts(input: &[u8]) -> Vec<&[u8]> {
    let sign = PART.as_bytes();
    let is_begun = |at: usize| input[at..].starts_with(sign) && (at == 0 || input[at - 1] == b'\n');
    let begun: Vec<usize> = (0..input.len()).filter(|&at| is_begun(at)).collect();
    let ends = begun.iter().skip(1).copied().chain([input.len()]);
    let spans = begun.iter().zip(ends);
    spans
        .map(|(&at, end)| &input[at + sign.len()..end])
        .collect()
}
