//! What the streams of a file unpack to, measured before anything unpacks them.
//!
//! The interpreter unpacks a stream whole, whatever comes of it; a megabyte can hold a gigabyte of blanks. So each stream
//! that could grow beyond the bound is unpacked once for its length alone, and kept nowhere.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use crate::readers::package::MAX_UNPACKED;

/// How many times its own length a packed stream may unpack to: the bound of Deflate.
const MOST_GROWTH: u64 = 1032;
/// How many bits a row may have of what is packed row by row, as pictures are. It is reserved, whatever the stream holds.
const WIDEST_ROW: i64 = 1 << 24;
/// What of a predictor may be read: rows that are mended bit by bit take too long.
const TIFF: i64 = 2;

/// Why a file is not read, if a stream unpacks to more than may be unpacked of one file or is packed so often that this
/// cannot be told, or if it is packed as only pictures are.
pub(super) fn refusal(pdf: &Pdf) -> Option<String> {
    let mut refusal = None;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else {
            continue;
        };
        // Pictures are not unpacked.
        if is_picture(stream.dict()) {
            continue;
        }
        if is_too_large(&stream) {
            return Some(too_large());
        }
        if is_packed_as_picture(stream.dict()) {
            refusal = Some(
                "holds text that is packed as only pictures are; print it into a new file".into(),
            );
        }
    }
    refusal
}

/// What is said of a file that unpacks to too much.
pub(super) fn too_large() -> String {
    format!(
        "holds packed content that unpacks to more than {} MiB",
        MAX_UNPACKED >> 20
    )
}

/// Whether a stream says that it is a picture.
pub(super) fn is_picture(dict: &Dict<'_>) -> bool {
    let kind = dict.get::<Name<'_>>(b"Subtype".as_slice());
    kind.is_some_and(|kind| kind.as_ref() == b"Image")
}

fn is_too_large(stream: &Stream<'_>) -> bool {
    let filters = filters(stream.dict());
    let times = filters.iter().filter(|filter| is_packing(filter)).count();
    let length = stream.raw_data().len() as u64;
    let could_grow = length.saturating_mul(MOST_GROWTH) > MAX_UNPACKED;
    match filters.as_slice() {
        [only] if only.starts_with(b"Fl") => could_grow && unpacks_beyond(stream),
        _ => times > 1 || (times == 1 && could_grow),
    }
}

/// Whether a stream was packed in rows of a size, or in a way, that nothing but a picture is.
fn is_packed_as_picture(dict: &Dict<'_>) -> bool {
    let keys = [b"DecodeParms".as_slice(), b"DP".as_slice()];
    keys.into_iter()
        .any(|key| match dict.get::<Object<'_>>(key) {
            Some(Object::Dict(how)) => is_by_rows_of_pictures(&how),
            Some(Object::Array(hows)) => hows
                .iter::<Object<'_>>()
                .any(|how| matches!(how, Object::Dict(how) if is_by_rows_of_pictures(&how))),
            _ => false,
        })
}

fn is_by_rows_of_pictures(how: &Dict<'_>) -> bool {
    let number = |key: &[u8], usual: i64| {
        let number = how.get::<Number>(key);
        number.map_or(usual, |number| number.as_i64())
    };
    let predictor = number(b"Predictor", 1);
    let bits = number(b"BitsPerComponent", 8);
    let row = number(b"Columns", 1)
        .saturating_mul(number(b"Colors", 1))
        .saturating_mul(bits);
    predictor > 1 && (row > WIDEST_ROW || predictor == TIFF && bits < 8)
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
