//! From the bytes of a page to text: by its byte order mark, its header, its own word, or a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// A page must name its encoding in its first 1024 bytes (HTML, 4.2.5.4); pages that do not keep to it are common.
const PRESCAN: usize = 8 * 1024;

/// How much is shown to the detector of encodings.
const SHOWN: usize = 64 * 1024;

/// The text of a body. What the encoding cannot read becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| of_header(content_type?))
        .or_else(|| of_meta(bytes))
        .unwrap_or_else(|| guess(bytes));
    encoding.decode(bytes).0.into_owned()
}

/// `text/html; charset=windows-1252`.
fn of_header(content_type: &str) -> Option<&'static Encoding> {
    of_parameter(content_type.to_ascii_lowercase().as_bytes())
}

/// `<meta charset="…">`, `<meta http-equiv="Content-Type" content="…; charset=…">` and `<?xml encoding="…"?>`.
fn of_meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes[..bytes.len().min(PRESCAN)].to_ascii_lowercase();
    let found = start.split(|&byte| byte == b'<').find_map(|tag| {
        let tag = tag.split(|&byte| byte == b'>').next().unwrap_or_default();
        let names = tag.starts_with(b"meta") || tag.starts_with(b"?xml");
        names.then(|| of_parameter(tag)).flatten()
    })?;
    // A page whose ASCII tag could be read is not in UTF-16 (HTML, 13.2.3.2).
    Some(if found.is_ascii_compatible() {
        found
    } else {
        encoding_rs::UTF_8
    })
}

/// What stands behind `charset=` or `encoding=`.
fn of_parameter(text: &[u8]) -> Option<&'static Encoding> {
    let behind = ["charset", "encoding"].iter().find_map(|word| {
        let at = text
            .windows(word.len())
            .position(|window| window == word.as_bytes())?;
        text[at + word.len()..]
            .trim_ascii_start()
            .strip_prefix(b"=")
    })?;
    let label = behind
        .trim_ascii_start()
        .split(|byte| b"\"'; /".contains(byte))
        .find(|part| !part.is_empty())?;
    Encoding::for_label(label)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return encoding_rs::UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SHOWN)], true);
    detector.guess(None, Utf8Detection::Allow)
}
