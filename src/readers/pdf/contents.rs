//! The instructions that draw a page, unpacked for as long as the page is read.
//!
//! The interpreter would unpack them itself and keep them for as long as the file is open, and it takes what it can get
//! of a damaged stream without a word.

use std::borrow::Cow;
use std::io::{ErrorKind, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::object::{Dict, Object, Stream};
use hayro_interpret::hayro_syntax::page::Page;

use super::bounds;

/// How many bytes may draw a page. Two million letters, each put in its place, have so many.
const MOST_BYTES: usize = 48 * 1024 * 1024;
/// How many bytes say that what follows is packed by zlib.
const HEADER: usize = 2;

/// The instructions of a page.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) bytes: Vec<u8>,
    /// Whether a part of them is lost.
    pub(super) is_damaged: bool,
}

/// Unpacks what draws a page.
pub(super) fn of(page: &Page<'_>) -> Contents {
    let mut contents = Contents::default();
    match page.raw().get::<Object<'_>>(b"Contents".as_slice()) {
        Some(Object::Stream(stream)) => contents.add(&stream),
        Some(Object::Array(streams)) => {
            for stream in streams.iter::<Stream<'_>>() {
                if contents.bytes.len() > MOST_BYTES {
                    break;
                }
                contents.add(&stream);
            }
        }
        _ => {}
    }
    contents.is_damaged |= contents.bytes.len() > MOST_BYTES;
    contents.bytes.truncate(MOST_BYTES);
    contents
}

impl Contents {
    fn add(&mut self, stream: &Stream<'_>) {
        // What a picture unpacks to has not been measured.
        if bounds::is_picture(stream.dict()) {
            self.is_damaged = true;
            return;
        }
        let whole = unpacked(stream);
        self.is_damaged |= whole.is_none();
        let bytes = whole.or_else(|| stream.decoded_data().ok());
        self.bytes.extend_from_slice(&bytes.unwrap_or_default());
        // A word does not go on from one stream to the next.
        self.bytes.push(b' ');
    }
}

/// What a stream holds; `None` if it is damaged.
fn unpacked<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    if !is_deflated(stream.dict()) {
        return stream.decoded_data().ok();
    }
    let packed = stream.raw_data();
    let mut bytes = Vec::new();
    match ZlibDecoder::new(packed.as_ref()).read_to_end(&mut bytes) {
        Ok(_) => Some(Cow::Owned(bytes)),
        // The checksum behind the data may be missing.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            bytes.clear();
            let packed = packed.get(HEADER..)?;
            let read = DeflateDecoder::new(packed).read_to_end(&mut bytes);
            read.is_ok().then_some(Cow::Owned(bytes))
        }
        Err(_) => None,
    }
}

/// Whether a stream is packed by zlib and in no other way.
fn is_deflated(dict: &Dict<'_>) -> bool {
    let filters = bounds::filters(dict);
    matches!(filters.as_slice(), [only] if only == b"FlateDecode")
        && !dict.contains_key(b"DecodeParms".as_slice())
}
