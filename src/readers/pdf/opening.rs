//! What opening a file may take, for the parser unpacks the streams that hold objects and goes over all pages before anybody
//! else sees them.

use std::io::Read;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use memchr::{memchr2, memmem};

use crate::guard::guarded;

/// What all objects of a file may unpack to, in bytes, and what its tables of them may. An entry of a table has five bytes
/// and is kept in thirty, so that this is a file of half a million objects.
const MOST_OBJECTS: usize = 64 * 1024 * 1024;
const MOST_TABLES: usize = 3 * 1024 * 1024;
/// How often a file may be looked into until all of its pages are known: a page has no more than five entries that may be
/// elsewhere, and each is a look.
const MOST_LOOKS: usize = 5 * super::MOST_PAGES;
/// How far before a stream what is said of it is looked for, in bytes.
const HEAD: usize = 1024;

/// Opens a file; `Err(None)` where it holds more than can be held.
pub(super) fn open(bytes: &[u8]) -> Result<Pdf, Option<LoadPdfError>> {
    if !can_be_held(bytes) {
        return Err(None);
    }
    let watched = Arc::new(Watched {
        bytes: bytes.to_vec(),
        looks: AtomicUsize::new(0),
        most: AtomicUsize::new(MOST_LOOKS),
    });
    let opened = guarded(|| Pdf::new(watched.clone()));
    let has_too_many = watched.looks.load(Ordering::Relaxed) > MOST_LOOKS;
    watched.most.store(usize::MAX, Ordering::Relaxed);
    match opened {
        Some(opened) => opened.map_err(Some),
        None if has_too_many => Err(None),
        None => Err(Some(LoadPdfError::Invalid)),
    }
}

/// The bytes of a file. The parser looks into them anew for every object that stands apart; it cannot be stopped from
/// outside, so this unwinds where it looks too often.
struct Watched {
    bytes: Vec<u8>,
    looks: AtomicUsize,
    most: AtomicUsize,
}

impl AsRef<[u8]> for Watched {
    fn as_ref(&self) -> &[u8] {
        let looks = self.looks.fetch_add(1, Ordering::Relaxed);
        if looks >= self.most.load(Ordering::Relaxed) {
            resume_unwind(Box::new("a file of too many objects"));
        }
        &self.bytes
    }
}

/// Whether the objects of a file, and the tables that say where they are, can be held in memory. A file that hides what is
/// such a stream, or is encrypted, is not seen through.
fn can_be_held(bytes: &[u8]) -> bool {
    let (mut objects, mut tables) = (0, 0);
    let mut unpacked = Vec::new();
    for at in memmem::find_iter(bytes, b"stream") {
        let before = &bytes[at.saturating_sub(HEAD)..at];
        let head = &before[memmem::rfind(before, b"obj").unwrap_or(0)..];
        let has = |name: &[u8]| memmem::find(head, name).is_some();
        let (sum, most) = match (has(b"ObjStm"), has(b"/XRef")) {
            (true, _) => (&mut objects, MOST_OBJECTS),
            (false, true) => (&mut tables, MOST_TABLES),
            (false, false) => continue,
        };
        let is_packed_twice = memmem::find_iter(head, b"/Fl").count() > 1;
        if is_packed_twice || has(b"/LZW") || has(b"/RunLength") || has(b"/RL") {
            return false;
        }
        unpacked.clear();
        let packed = &bytes[at + b"stream".len()..];
        let packed = packed.trim_ascii_start();
        let room = (most - *sum) as u64 + 1;
        // What breaks off has unpacked to what was seen of it.
        let _ = ZlibDecoder::new(packed)
            .take(room)
            .read_to_end(&mut unpacked);
        *sum += unpacked.len();
        if *sum > most || holds_its_pages(&unpacked) || are_rows_too_wide(head) {
            return false;
        }
    }
    !holds_its_pages(bytes)
}

/// Whether a tree holds its branches itself instead of saying where they are. No tree may, and of what is as short as
/// `<<>>` there could be millions.
fn holds_its_pages(bytes: &[u8]) -> bool {
    let mut end = 0;
    memmem::find_iter(bytes, b"/Kids").any(|at| {
        let kids = bytes[at + b"/Kids".len()..].trim_ascii_start();
        let start = bytes.len() - kids.len();
        if end < start {
            end = memchr2(b'<', b']', kids).map_or(bytes.len(), |end| start + end);
        }
        kids.starts_with(b"[") && bytes[end..].starts_with(b"<<")
    })
}

/// Whether a stream is packed in rows as long as only those of pictures are.
fn are_rows_too_wide(head: &[u8]) -> bool {
    [b"/Columns".as_slice(), b"/Colors", b"/BitsPerComponent"]
        .iter()
        .filter_map(|name| Some(&head[memmem::find(head, name)? + name.len()..]))
        .any(|number| {
            let number = number.trim_ascii_start();
            number
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
                > 3
        })
}
