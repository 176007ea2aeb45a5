//! PDF: circles, depth, bombs, lies about lengths, and numbers that no page has.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};

use super::broken::{Broken, Scale};

#[path = "pdf/pages.rs"]
mod pages;
#[path = "pdf/resources.rs"]
mod resources;
#[path = "pdf/streams.rs"]
mod streams;
#[path = "pdf/tables.rs"]
mod tables;
#[path = "pdf/trees.rs"]
mod trees;

/// What a page shows where something else is broken.
const TEXT: &str = "BT /F 12 Tf 72 700 Td (The bridge was late.) Tj 6 5 Td (1) Tj ET \
                    BT /F 8 Tf 72 60 Td (1. Adams, Water, 2020.) Tj ET";

/// A file of one page; what is broken takes the place of one of its parts.
struct Paper {
    /// Entries of the catalog, of the tree of pages, of the page and of its resources.
    catalog: String,
    pages: String,
    page: String,
    resources: String,
    /// The whole object that draws the page.
    content: Vec<u8>,
    /// The whole object that is its font.
    font: String,
    /// More objects; the first is number 6.
    more: Vec<Vec<u8>>,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            catalog: String::new(),
            pages: "/Kids [3 0 R] /Count 1".to_owned(),
            page: "/MediaBox [0 0 595 842]".to_owned(),
            resources: "/Font << /F 5 0 R >>".to_owned(),
            content: stream("", TEXT.as_bytes()),
            font: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
            more: Vec::new(),
        }
    }
}

impl Paper {
    fn objects(self) -> Vec<Vec<u8>> {
        let catalog = format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog);
        let pages = format!("<< /Type /Pages {} >>", self.pages);
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << {} >> {} >>",
            self.resources, self.page
        );
        let first = [catalog.into(), pages.into(), page.into(), self.content];
        let first = first.into_iter().chain([self.font.into()]);
        first.chain(self.more).collect()
    }

    fn bind(self) -> Vec<u8> {
        bind(&self.objects(), "")
    }
}

/// A file of these objects, counted from 1, of which the first is its root.
fn bind(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let (mut bytes, offsets) = body(objects);
    let start = bytes.len();
    let size = objects.len() + 1;
    let mut table = format!("xref\n0 {size}\n0000000000 65535 f \n");
    for offset in offsets {
        writeln!(table, "{offset:010} 00000 n ").unwrap();
    }
    write!(
        table,
        "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    bytes.extend(table.into_bytes());
    bytes
}

/// The objects of a file, and where each begins.
fn body(objects: &[Vec<u8>]) -> (Vec<u8>, Vec<usize>) {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        writeln!(bytes, "{} 0 obj", at + 1).unwrap();
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    (bytes, offsets)
}

fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn packed(entries: &str, bytes: &[u8]) -> Vec<u8> {
    stream(&format!("{entries} /Filter /FlateDecode"), &deflated(bytes))
}

/// So many blanks, packed as often as given. They are never all in memory, which would count as that of the binary.
fn bomb(entries: &str, bytes: usize, times: usize) -> Vec<u8> {
    let first = deflated_blanks(b"", bytes);
    let content = (1..times).fold(first, |bytes, _| deflated(&bytes));
    let filters = "/FlateDecode ".repeat(times);
    stream(&format!("{entries} /Filter [{filters}]"), &content)
}

/// These bytes and so many millions of blanks, packed.
fn deflated_blanks(before: &[u8], blanks: usize) -> Vec<u8> {
    deflated_again(before, &b" ".repeat(1_000_000), blanks / 1_000_000)
}

/// These bytes, and others so many times, packed; each time they are the same, so that they are packed once.
fn deflated_again(before: &[u8], again: &[u8], times: usize) -> Vec<u8> {
    let piece = |bytes: &[u8]| {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.flush().unwrap();
        encoder.get_ref().clone()
    };
    let mut packed = [
        b"\x78\x9C".to_vec(),
        piece(before),
        piece(again).repeat(times),
    ]
    .concat();
    packed.extend(b"\x03\0");
    // The sum of bytes joined is made of their sums, so that a bomb need not be gone through.
    let (low, high) = sum(again);
    let length = again.len() as u64;
    let (low, high) = (0..times).fold(sum(before), |(sum, sums), _| {
        (
            (sum + low + SUM - 1) % SUM,
            (sums + high + length * (sum + SUM - 1)) % SUM,
        )
    });
    for part in [high, low] {
        packed.extend(u16::try_from(part).unwrap().to_be_bytes());
    }
    packed
}

/// The modulus of the checksum of zlib.
const SUM: u64 = 65_521;

/// Both halves of the checksum of zlib, the low one first.
fn sum(bytes: &[u8]) -> (u64, u64) {
    bytes.iter().fold((1, 0), |(low, high), &byte| {
        let low = (low + u64::from(byte)) % SUM;
        (low, (high + low) % SUM)
    })
}

/// A page that is drawn like this.
fn drawn(content: &str) -> Vec<u8> {
    let content = stream("", content.as_bytes());
    Paper {
        content,
        ..Paper::default()
    }
    .bind()
}

/// A page of text in a font that is this object, with more objects from number 6 on.
fn in_font(font: &str, letters: usize, more: Vec<Vec<u8>>) -> Vec<u8> {
    let lines = "(The bridge was late.) ' ".repeat(letters / 20);
    let content = format!("BT /F 12 Tf 14 TL 72 800 Td {lines} ET");
    Paper {
        content: stream("", content.as_bytes()),
        font: font.to_owned(),
        more,
        ..Paper::default()
    }
    .bind()
}

/// A page whose catalog has these entries, with more objects from number 6 on.
fn rooted(catalog: &str, more: Vec<String>) -> Vec<u8> {
    let noted = format!("/Note << /MCID 0 >> BDC {TEXT} EMC");
    Paper {
        catalog: catalog.to_owned(),
        content: stream("", noted.as_bytes()),
        more: more.into_iter().map(String::into_bytes).collect(),
        ..Paper::default()
    }
    .bind()
}

/// A page with these entries.
fn paged(page: &str) -> Vec<u8> {
    Paper {
        page: page.to_owned(),
        ..Paper::default()
    }
    .bind()
}

/// A page of so many letters, with these entries.
fn lettered(page: &str, letters: usize) -> Vec<u8> {
    let lines = "(The bridge was late.) ' ".repeat(letters / 20);
    Paper {
        page: page.to_owned(),
        content: stream(
            "",
            format!("BT /F 12 Tf 14 TL 72 800 Td {lines} ET").as_bytes(),
        ),
        ..Paper::default()
    }
    .bind()
}

/// Objects from number 6 on of which each holds the next.
fn chain(length: usize, link: impl Fn(usize) -> String) -> Vec<String> {
    (0..length).map(|at| link(at + 7)).collect()
}

type Makers = Vec<(&'static str, Box<dyn Fn() -> Vec<u8> + Send + Sync>)>;

/// Adds a file to a list.
fn add(
    makers: &mut Makers,
    name: &'static str,
    make: impl Fn() -> Vec<u8> + Send + Sync + 'static,
) {
    makers.push((name, Box::new(make)));
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let groups = [
        trees::trees,
        streams::streams,
        tables::tables,
        pages::pages,
        pages::contents,
        resources::resources,
    ];
    let files = groups.into_iter().flat_map(|group| group(scale));
    files
        .map(|(name, make)| Broken::new(name, "pdf", make))
        .collect()
}
