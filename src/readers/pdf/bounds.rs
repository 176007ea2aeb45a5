//! What the streams of a file unpack to, measured before anything unpacks them.
//!
//! The interpreter unpacks a stream whole, whatever comes of it; a megabyte can hold a gigabyte of blanks. So each stream
//! that could grow beyond the bound is unpacked once for its length alone, and kept nowhere.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use crate::readers::package::MAX_UNPACKED;

/// How many times its own length a packed stream may unpack to: the bound of Deflate.
const MOST_GROWTH: u64 = 1032;

/// Whether a stream of the file unpacks to more than may be unpacked of one file, or is packed so often that this cannot
/// be told.
pub(super) fn are_broken(pdf: &Pdf) -> bool {
    let mut objects = pdf.objects().into_iter();
    objects.any(|object| matches!(object, Object::Stream(stream) if is_too_large(&stream)))
}

fn is_too_large(stream: &Stream<'_>) -> bool {
    // Pictures are not unpacked.
    let kind = stream.dict().get::<Name<'_>>(b"Subtype".as_slice());
    if kind.is_some_and(|kind| kind.as_ref() == b"Image") {
        return false;
    }
    let filters = filters(stream.dict());
    let times = filters.iter().filter(|filter| is_packing(filter)).count();
    let length = stream.raw_data().len() as u64;
    let could_grow = length.saturating_mul(MOST_GROWTH) > MAX_UNPACKED;
    match filters.as_slice() {
        [only] if only.starts_with(b"Fl") => could_grow && unpacks_beyond(stream),
        _ => times > 1 || (times == 1 && could_grow),
    }
}

fn unpacks_beyond(stream: &Stream<'_>) -> bool {
    let packed = stream.raw_data();
    let unpacked = ZlibDecoder::new(packed.as_ref()).take(MAX_UNPACKED + 1);
    // A stream that breaks off has unpacked to what was seen of it.
    let mut seen = Counted(0);
    let _ = io::copy(&mut { unpacked }, &mut seen);
    seen.0 > MAX_UNPACKED
}

/// Counts what is written, and keeps nothing.
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The names of a stream's filters.
pub(super) fn filters(dict: &Dict<'_>) -> Vec<Vec<u8>> {
    let one = |key: &[u8]| {
        dict.get::<Name<'_>>(key)
            .map(|name| vec![name.as_ref().to_vec()])
    };
    let many = |key: &[u8]| {
        let names = dict.get::<Array<'_>>(key)?;
        Some(
            names
                .iter::<Name<'_>>()
                .map(|name| name.as_ref().to_vec())
                .collect(),
        )
    };
    let filters = [b"Filter".as_slice(), b"F".as_slice()];
    let found = filters
        .into_iter()
        .find_map(|key| one(key).or_else(|| many(key)));
    found.unwrap_or_default()
}

/// Whether a filter packs, rather than writes bytes in other signs.
fn is_packing(filter: &[u8]) -> bool {
    matches!(
        filter,
        b"FlateDecode" | b"Fl" | b"LZWDecode" | b"LZW" | b"RunLengthDecode" | b"RL"
    )
}
