//! From bytes to text, in whatever encoding they come.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;
use memchr::memchr_iter;

use crate::document::{SourceMap, Span, Stride, Warning};

/// How much of a file is looked at to tell UTF-16 without a byte order mark.
const SAMPLE: usize = 64 * 1024;

/// How much of a file, from its first byte that is not ASCII on, is shown to the detector of legacy encodings. It
/// settles within a few hundred words; a file of the largest size would take it seconds.
const SHOWN: usize = 1024 * 1024;

/// A text, and how it lies in the source.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
    pub(super) map: SourceMap,
    pub(super) warnings: Vec<Warning>,
}

/// Decodes what a byte order mark names, what is UTF-16 by its zeros, what is UTF-8, and guesses at the rest.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    decode_as(bytes, None)
}

/// The same for a file that names its encoding. What is UTF-8 is read as such whatever the file says: servers have the
/// last word, and what they said is not in the file.
pub(super) fn decode_as(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some(text) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(text, 3).unwrap_or_else(|| lossy_utf8(text, 3));
    }
    if bytes.starts_with(b"\xFF\xFE") {
        return utf16(bytes, 2, ByteOrder::Little);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return utf16(bytes, 2, ByteOrder::Big);
    }
    if let Some(order) = byte_order(bytes) {
        return utf16(bytes, 0, order);
    }
    if is_iso_2022_jp(bytes) {
        return legacy(bytes, encoding_rs::ISO_2022_JP);
    }
    if let Some(decoded) = utf8(bytes, 0) {
        return decoded;
    }
    if is_damaged_utf8(bytes) {
        return lossy_utf8(bytes, 0);
    }
    let declared = declared
        .filter(|declared| *declared != encoding_rs::UTF_8 && declared.is_ascii_compatible());
    legacy(bytes, declared.unwrap_or_else(|| guess(bytes)))
}

/// Which of the two bytes of a unit of UTF-16 comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    fn read(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Little => encoding_rs::UTF_16LE,
            Self::Big => encoding_rs::UTF_16BE,
        }
    }
}

/// The bytes of a text in an encoding, without a byte order mark; `None` where the encoding cannot write it.
pub(super) fn encode(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    // `encoding_rs` follows browsers, which send UTF-8 where a page is UTF-16.
    if encoding == encoding_rs::UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == encoding_rs::UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

/// In which order two bytes make a unit of UTF-16, if the bytes are UTF-16 without a mark: there are zero bytes, and in one order
/// they make spaces and line ends, and nothing that no text has.
///
/// To count zeros on either side is not enough: `一` (U+4E00), the commonest letter of Chinese, has one on the other.
pub(super) fn byte_order(bytes: &[u8]) -> Option<ByteOrder> {
    let sample = &bytes[..bytes.len().min(SAMPLE) / 2 * 2];
    if !sample.contains(&0) {
        return None;
    }
    let pairs = || sample.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
    let spaces = |order: ByteOrder| {
        pairs()
            .filter(|&pair| matches!(order.read(pair), 0x20 | 0x0A | 0x0D))
            .count()
    };
    let (little, big) = (spaces(ByteOrder::Little), spaces(ByteOrder::Big));
    let order = if little > big {
        ByteOrder::Little
    } else {
        ByteOrder::Big
    };
    // A paragraph of Chinese may be one line of several hundred letters.
    let enough = little.max(big) * 1000 >= sample.len() / 2;
    let faults = char::decode_utf16(pairs().map(|pair| order.read(pair)))
        .filter(|unit| unit.as_ref().map_or(true, |&found| is_no_text(found)))
        .count();
    // The sample may end between two surrogates, which is no fault of the text.
    (enough && faults <= usize::from(bytes.len() > SAMPLE)).then_some(order)
}

/// Whether a character is one that no text editor writes.
pub(super) fn is_no_text(character: char) -> bool {
    matches!(character, '\0'..='\x08' | '\x0E'..='\x1A' | '\x1C'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// ISO-2022-JP is the one encoding whose text is valid ASCII; its escape sequences give it away.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let switches = |at: usize| matches!(bytes.get(at + 1..at + 3), Some(b"$B" | b"$@"));
    memchr_iter(b'\x1B', bytes).any(switches) && bytes.is_ascii()
}

fn utf8(bytes: &[u8], start: usize) -> Option<Decoded> {
    let text = std::str::from_utf8(bytes).ok()?.to_owned();
    Some(Decoded {
        text,
        encoding: encoding_rs::UTF_8,
        map: SourceMap::new(start, Stride::Utf8),
        warnings: Vec::new(),
    })
}

/// Whether the bytes are UTF-8 with damage in it rather than another encoding: sequences of several bytes that are
/// right by chance are rare in other encodings, so they must outnumber the bytes that are wrong by more than two to
/// one. (Text in GB18030 comes to one in five.)
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk
            .valid()
            .bytes()
            .filter(|byte| (0xC0..).contains(byte))
            .count();
        wrong += chunk.invalid().len();
    }
    right > 2 * wrong
}

fn lossy_utf8(bytes: &[u8], start: usize) -> Decoded {
    let mut map = SourceMap::new(start, Stride::Utf8);
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Damage::default();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        map.follow(chunk.valid(), chunk.valid().len());
        if !chunk.invalid().is_empty() {
            damage.met_at(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
            map.follow("\u{FFFD}", chunk.invalid().len());
        }
    }
    let warnings = damage.warning(&text, "UTF-8").into_iter().collect();
    Decoded {
        text,
        encoding: encoding_rs::UTF_8,
        map,
        warnings,
    }
}

fn utf16(bytes: &[u8], start: usize, order: ByteOrder) -> Decoded {
    let mut map = SourceMap::new(start, Stride::Utf16);
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Damage::default();
    let mut buffer = [0; 4];
    let pairs = bytes[start..].chunks_exact(2);
    let rest = pairs.remainder();
    for unit in char::decode_utf16(pairs.map(|pair| order.read([pair[0], pair[1]]))) {
        let character = unit.unwrap_or_else(|_| {
            damage.met_at(text.len());
            char::REPLACEMENT_CHARACTER
        });
        text.push(character);
        map.follow(
            character.encode_utf8(&mut buffer),
            character.len_utf16() * 2,
        );
    }
    if !rest.is_empty() {
        damage.met_at(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
        map.follow("\u{FFFD}", rest.len());
    }
    let warnings = damage.warning(&text, "UTF-16").into_iter().collect();
    Decoded {
        text,
        encoding: order.encoding(),
        map,
        warnings,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let shown = &bytes[first.saturating_sub(256)..];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&shown[..shown.len().min(SHOWN)], shown.len() <= SHOWN);
    detector.guess(None, Utf8Detection::Deny)
}

fn legacy(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, map, damage) = if encoding.is_single_byte() {
        single_byte(bytes, encoding)
    } else {
        several_bytes(bytes, encoding)
    };
    let name = encoding.name();
    let mut warnings = vec![Warning {
        message: format!(
            "not UTF-8: read as {name}, which is a guess from the bytes; if letters look wrong, save the file as UTF-8"
        ),
        span: None,
    }];
    warnings.extend(damage.warning(&text, name));
    Decoded {
        text,
        encoding,
        map,
        warnings,
    }
}

fn single_byte(bytes: &[u8], encoding: &'static Encoding) -> (String, SourceMap, Damage) {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut map = SourceMap::new(0, Stride::SingleByte);
    let mut damage = Damage::default();
    let mut buffer = [0; 4];
    for (at, character) in text.char_indices() {
        if character == char::REPLACEMENT_CHARACTER {
            damage.met_at(at);
        }
        map.follow(character.encode_utf8(&mut buffer), 1);
    }
    (text.into_owned(), map, damage)
}

/// Decodes byte for byte, because only so is it known which bytes became which character: to encode the text again
/// would not lead back where an encoding writes one character in two ways.
fn several_bytes(bytes: &[u8], encoding: &'static Encoding) -> (String, SourceMap, Damage) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut map = SourceMap::new(0, Stride::DoubleByte);
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut damage = Damage::default();
    // No byte of any encoding yields more than a few characters.
    let mut piece = String::with_capacity(64);
    let mut pending = 0;
    for (index, byte) in bytes.iter().enumerate() {
        piece.clear();
        let last = index + 1 == bytes.len();
        let (_, _, replaced) =
            decoder.decode_to_string(std::slice::from_ref(byte), &mut piece, last);
        pending += 1;
        if piece.is_empty() {
            continue;
        }
        if replaced {
            damage.met_at(text.len());
        }
        text.push_str(&piece);
        // A byte of ASCII that ends a malformed sequence, or stands behind an escape sequence, stands for itself.
        match piece.strip_suffix(char::from(*byte)) {
            Some(before) if byte.is_ascii() && pending > 1 => {
                map.follow(before, pending - 1);
                map.follow(&piece[before.len()..], 1);
            }
            _ => map.follow(&piece, pending),
        }
        pending = 0;
    }
    (text, map, damage)
}

/// Where bytes were met that the encoding does not have.
#[derive(Default)]
struct Damage {
    places: usize,
    first: usize,
}

impl Damage {
    fn met_at(&mut self, offset: usize) {
        if self.places == 0 {
            self.first = offset;
        }
        self.places += 1;
    }

    /// One warning for all of it.
    fn warning(&self, text: &str, encoding: &str) -> Option<Warning> {
        let line = text.get(..self.first)?.matches('\n').count() + 1;
        let message = match self.places {
            0 => return None,
            1 => {
                format!("line {line} holds bytes that are not {encoding}; they were read as U+FFFD")
            }
            places => format!(
                "bytes that are not {encoding} were read as U+FFFD in {places} places, the first in line {line}"
            ),
        };
        let width = text[self.first..].chars().next().map_or(0, char::len_utf8);
        Some(Warning {
            message,
            span: Some(Span::new(self.first, self.first + width)),
        })
    }
}
