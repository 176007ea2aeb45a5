//! ZIP archives that lie about what is in them.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::broken::{Broken, Scale};
use super::damage::paper;

/// A container of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Where a sign stands in an archive, each time.
fn places(bytes: &[u8], sign: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(sign.len()).enumerate();
    windows
        .filter_map(|(at, window)| (window == sign).then_some(at))
        .collect()
}

/// Puts other bytes at a distance behind each of the signs.
fn lying(bytes: Vec<u8>, sign: &[u8], behind: usize, lie: &[u8]) -> Vec<u8> {
    let mut bytes = bytes;
    for place in places(&bytes, sign) {
        let at = place + behind;
        if at + lie.len() <= bytes.len() {
            bytes[at..at + lie.len()].copy_from_slice(lie);
        }
    }
    bytes
}

/// An archive whose directory names one and the same part under many names: nothing is stored twice, all is unpacked.
fn overlapping(names: usize) -> Vec<u8> {
    let content = b"<w:p/>".repeat(1_000_000);
    let whole = zipped(&[("word/document.xml", &content)]);
    let directory = places(&whole, b"PK\x01\x02")[0];
    let end = places(&whole, b"PK\x05\x06")[0];
    let mut bytes = whole[..directory].to_vec();
    let entry = &whole[directory..end];
    for _ in 0..names {
        bytes.extend(entry);
    }
    let mut close = whole[end..].to_vec();
    let count = u16::try_from(names).unwrap().to_le_bytes();
    close[8..10].copy_from_slice(&count);
    close[10..12].copy_from_slice(&count);
    let size = u32::try_from(entry.len() * names).unwrap();
    close[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend(close);
    bytes
}

/// The part of each format that holds its text.
const TEXTS: [(&str, &str); 3] = [
    ("docx", "word/document.xml"),
    ("odt", "content.xml"),
    ("epub", "META-INF/container.xml"),
];

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let mut files = Vec::new();
    for (ending, text) in TEXTS {
        let of = move || paper(&format!("paper.{ending}"));
        let lies: [(&str, &'static [u8], usize, &'static [u8]); 12] = [
            ("size-too-small", b"PK\x01\x02", 24, &[1, 0, 0, 0]),
            (
                "size-too-large",
                b"PK\x01\x02",
                24,
                &[0xFF, 0xFF, 0xFF, 0x7F],
            ),
            ("packed-too-small", b"PK\x01\x02", 20, &[1, 0, 0, 0]),
            (
                "packed-too-large",
                b"PK\x01\x02",
                20,
                &[0xFF, 0xFF, 0xFF, 0x7F],
            ),
            (
                "size-of-zip64",
                b"PK\x01\x02",
                24,
                &[0xFF, 0xFF, 0xFF, 0xFF],
            ),
            ("wrong-sum", b"PK\x01\x02", 16, &[1, 2, 3, 4]),
            ("encrypted", b"PK\x01\x02", 8, &[1, 0]),
            ("method-unknown", b"PK\x01\x02", 10, &[99, 0]),
            (
                "header-outside",
                b"PK\x01\x02",
                42,
                &[0xFF, 0xFF, 0xFF, 0x7F],
            ),
            ("header-first", b"PK\x01\x02", 42, &[0, 0, 0, 0]),
            (
                "too-many-parts",
                b"PK\x05\x06",
                8,
                &[0xFF, 0xFF, 0xFF, 0xFF],
            ),
            (
                "directory-outside",
                b"PK\x05\x06",
                16,
                &[0xFF, 0xFF, 0xFF, 0x7F],
            ),
        ];
        for (name, sign, behind, lie) in lies {
            files.push(Broken::new(name, ending, move || {
                lying(of(), sign, behind, lie)
            }));
        }
        files.push(Broken::new("bomb-of-spaces", ending, move || {
            zipped(&[("mimetype", b""), (text, &vec![b' '; scale.of(60_000_000)])])
        }));
        files.push(Broken::new("bomb-of-elements", ending, move || {
            let bomb = format!("<a>{}</a>", "<b/>".repeat(scale.of(10_000_000)));
            zipped(&[(text, bomb.as_bytes())])
        }));
        files.push(Broken::new("bomb-of-depth", ending, move || {
            zipped(&[(text, "<a>".repeat(scale.of(5_000_000)).as_bytes())])
        }));
        files.push(Broken::new("bomb-of-laughs", ending, move || {
            zipped(&[(text, super::xml::laughs("a", 9).as_bytes())])
        }));
        files.push(Broken::new("in-itself", ending, move || {
            let inner = of();
            let middle = zipped(&[(text, &inner), ("again.zip", &inner)]);
            zipped(&[(text, &middle), ("again.zip", &middle)])
        }));
        files.push(Broken::new("behind-other-bytes", ending, move || {
            [b"word ".repeat(1_000), of()].concat()
        }));
        files.push(Broken::new("before-other-bytes", ending, move || {
            [of(), vec![0; 70_000]].concat()
        }));
        files.push(Broken::new("twice", ending, move || [of(), of()].concat()));
        files.push(Broken::new("names-that-climb", ending, move || {
            zipped(&[
                ("../../etc/passwd", b"a"),
                ("/etc/passwd", b"b"),
                ("C:\\a", b"c"),
                (text, b"<a/>"),
            ])
        }));
        files.push(Broken::new("part-is-empty", ending, move || {
            zipped(&[(text, b"")])
        }));
        files.push(Broken::new("part-is-no-xml", ending, move || {
            zipped(&[(text, b"\xFF\xFE\0\0word")])
        }));
        files.push(Broken::new("nothing-in-it", ending, || zipped(&[])));
        files.push(Broken::new("only-a-sign", ending, || {
            b"PK\x03\x04".to_vec()
        }));
        files.push(Broken::new("only-an-end", ending, || {
            [b"PK\x05\x06".as_slice(), &[0; 18]].concat()
        }));
    }
    files.push(Broken::new("overlapping", "docx", || overlapping(20_000)));
    files.push(Broken::new("parts-without-number", "docx", move || {
        let names: Vec<String> = (0..scale.of(60_000))
            .map(|n| format!("word/{n}.xml"))
            .collect();
        let parts: Vec<(&str, &[u8])> = names
            .iter()
            .map(|name| (name.as_str(), b"".as_slice()))
            .collect();
        zipped(&parts)
    }));
    files
}
