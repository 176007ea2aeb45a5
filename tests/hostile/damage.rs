//! Sound papers of every format, damaged as disks, mails and programs damage them.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::broken::Broken;

/// How many damaged files are made of each paper; of a container as many again, damaged in a part of it.
const EACH: u64 = 20;

/// Numbers that look like chance and are the same in every run (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another; 0 below 0.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % (most.max(1) as u64)).unwrap()
    }
}

/// What damaged bytes are put in the place of others: bytes that end, begin and count things in some format.
const SPLINTERS: [&[u8]; 24] = [
    b"\0",
    b"\xFF\xFF\xFF\xFF",
    b"\xED\xA0\x80",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\xC3",
    b"PK\x03\x04",
    b"<",
    b">",
    b"</",
    b"&",
    b"]]>",
    b"<!--",
    b"\"",
    b"{",
    b"}",
    b"\\",
    b"[",
    b"](",
    b"\r",
    b"99999999999999999999",
    b"-1",
    "\u{202E}".as_bytes(),
    "\u{200B}".as_bytes(),
];

/// Damages bytes in the way that this number stands for.
pub(crate) fn damaged(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut chance = Chance::new(number);
    let mut bytes = bytes.to_vec();
    match number % 5 {
        0 => {
            let end = chance.below(bytes.len());
            bytes.truncate(end);
        }
        1 => {
            for _ in 0..=chance.below(8) {
                let at = chance.below(bytes.len());
                bytes[at] ^= 1 << chance.below(8);
            }
        }
        2 => {
            for _ in 0..=chance.below(8) {
                let splinter = SPLINTERS[chance.below(SPLINTERS.len())];
                let at = chance.below(bytes.len());
                let end = (at + chance.below(4)).min(bytes.len());
                bytes.splice(at..end, splinter.iter().copied());
            }
        }
        3 => {
            let (from, length) = (chance.below(bytes.len()), chance.below(2_000));
            bytes.drain(from..(from + length).min(bytes.len()));
        }
        _ => {
            let from = chance.below(bytes.len());
            let to = (from + chance.below(2_000)).min(bytes.len());
            let piece = bytes[from..to].repeat(1 + chance.below(5));
            let at = chance.below(bytes.len());
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

/// The same container with one of its parts damaged.
fn damaged_inside(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut chance = Chance::new(number ^ 0xABCD);
    let wanted = [
        "word/document.xml",
        "word/footnotes.xml",
        "content.xml",
        "styles.xml",
        "word/numbering.xml",
        "word/_rels/document.xml.rels",
        "EPUB/content.opf",
        "EPUB/text/ch001.xhtml",
    ];
    let parts: Vec<usize> = (0..archive.len())
        .filter(|&part| {
            let name = archive.by_index(part).unwrap().name().unwrap().into_owned();
            wanted.contains(&name.as_str())
        })
        .collect();
    let hit = parts[chance.below(parts.len())];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..archive.len() {
        let mut file = archive.by_index(part).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if part == hit {
            content = damaged(&content, number);
        }
        writer
            .start_file(file.name().unwrap(), SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The papers that are damaged, by name.
pub(crate) fn papers() -> Vec<(String, &'static str)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree");
    let endings = [
        "docx", "epub", "html", "md", "odt", "pdf", "rtf", "tex", "txt", "xml",
    ];
    let mut papers: Vec<(String, &'static str)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| {
            let ending = name.rsplit('.').next().unwrap();
            let ending = endings.into_iter().find(|known| *known == ending)?;
            (name != "README.md").then_some((name, ending))
        })
        .collect();
    papers.sort();
    papers
}

/// The bytes of one of the papers.
pub(crate) fn paper(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree");
    fs::read(folder.join(name)).unwrap()
}

pub(crate) fn all() -> Vec<Broken> {
    let mut files = Vec::new();
    for (name, ending) in papers() {
        for number in 0..EACH {
            let of = name.clone();
            files.push(Broken::new(
                format!("{name}-damaged-{number}"),
                ending,
                move || damaged(&paper(&of), number),
            ));
            if paper(&name).starts_with(b"PK") {
                let of = name.clone();
                files.push(Broken::new(
                    format!("{name}-damaged-inside-{number}"),
                    ending,
                    move || damaged_inside(&paper(&of), number),
                ));
            }
        }
    }
    files
}
