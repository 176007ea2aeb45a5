//! The title that a PDF gives itself: in its information dictionary, or in its packet of metadata (XMP).
//!
//! The file is searched, not parsed. A body is cut off at [`super::LONGEST`], and the table by which a parser finds everything
//! stands at the end of the file; and what a stranger's file unpacks to must have a bound, which the parsers tried do not
//! set. Every step is linear in the bytes, and what is unpacked is bounded by [`MOST_UNPACKED`] for the whole file.
//!
//! The words of its pages are not read. Many files bear the name of a template or of the word processor's draft; such a
//! title is none. Whoever typed a file in is often given as its author, and the day of its making is not that of the
//! work, so that neither is taken.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::clean;

/// How much is unpacked of one file, in bytes.
const MOST_UNPACKED: u64 = 8 * 1024 * 1024;

/// An object that is longer is none of those that are looked for.
const LONGEST_OBJECT: usize = 64 * 1024;

/// In how many places a packed object or a packet of metadata is looked for, so that a file that is full of their
/// beginnings takes no longer than others.
const MOST_PLACES: usize = 400;

/// How far behind the beginning of its dictionary a stream begins.
const LONGEST_DICTIONARY: usize = 2 * 1024;

/// What the titles of files begin with that nobody named, in small letters.
const NAMELESS: &[&str] = &[
    "microsoft word",
    "microsoft powerpoint",
    "powerpoint presentation",
    "powerpoint-präsentation",
    "présentation powerpoint",
    "untitled",
    "unbenannt",
    "sans titre",
    "sin título",
    "document1",
    "dokument1",
    "slide 1",
    "folie 1",
    "layout 1",
    "print layout",
    "full page fax print",
    "scanned document",
    "title of the document",
    "insert title here",
];

/// What the names of files end in.
const FILES: &[&str] = &[
    ".ai", ".cdr", ".doc", ".docx", ".dvi", ".eps", ".fm", ".html", ".indd", ".odt", ".p65",
    ".pages", ".pdf", ".ppt", ".pptx", ".ps", ".pub", ".qxd", ".qxp", ".rtf", ".tex", ".tif",
    ".txt", ".wpd", ".xls", ".xlsx",
];

/// The signs of `PDFDocEncoding` that stand elsewhere than in Latin-1, from 0x80 on.
const SIGNS: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{FFFD}€";

/// The titles of a PDF, the surest first.
pub(super) fn titles(bytes: &[u8]) -> Vec<String> {
    let titles = [of_dictionary(bytes), of_metadata(bytes)];
    let mut found: Vec<String> = Vec::new();
    for title in titles.into_iter().flatten() {
        let title = clean::line(&title);
        if is_title(&title) && !found.contains(&title) {
            found.push(title);
        }
    }
    found
}

/// Whether somebody gave a file this title.
fn is_title(title: &str) -> bool {
    let small = title.to_lowercase();
    let words = title.split_whitespace();
    let named = words.filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let is_readable = !title.contains('\u{FFFD}');
    let has_words = named.count() > 1 || title.chars().filter(|&c| c > '\u{2E80}').count() > 3;
    is_readable
        && has_words
        && !NAMELESS.iter().any(|begin| small.starts_with(begin))
        && !FILES.iter().any(|end| small.ends_with(end))
}

/// `/Title` in the object that the trailer names as `/Info`. Bookmarks have titles, too.
fn of_dictionary(bytes: &[u8]) -> Option<String> {
    // What is encrypted reads like a title in no language.
    if positions(bytes, b"/Encrypt").next().is_some() {
        return None;
    }
    // The last trailer counts; one that is cut off has an earlier one before it where the file is made for the Web.
    let number = positions(bytes, b"/Info")
        .filter_map(|at| reference(&bytes[at + b"/Info".len()..]))
        .last()?;
    let title = |object: &[u8]| {
        let at = positions(object, b"/Title").next()?;
        string(&object[at + b"/Title".len()..])
    };
    object(bytes, number).map_or_else(
        || packed(bytes, number).and_then(|object| title(&object)),
        title,
    )
}

/// The number of `12 0 R`.
fn reference(bytes: &[u8]) -> Option<u32> {
    let mut parts = bytes[..bytes.len().min(40)]
        .split(|byte| is_blank(*byte) || matches!(byte, b'/' | b'>'))
        .filter(|part| !part.is_empty());
    let (number, generation, sign) = (parts.next()?, parts.next()?, parts.next()?);
    whole(generation)?;
    (sign == b"R").then(|| whole(number))?
}

/// The last object of this number that stands openly in the file; files that were changed have the new one behind the old.
fn object(bytes: &[u8], number: u32) -> Option<&[u8]> {
    let begins = positions(bytes, b"obj").filter(|&at| is_numbered(&bytes[..at], number));
    let start = begins.last()? + b"obj".len();
    let rest = &bytes[start..bytes.len().min(start + LONGEST_OBJECT)];
    let end = positions(rest, b"endobj").next().unwrap_or(rest.len());
    Some(&rest[..end])
}

/// Whether `12 0` stands at the end.
fn is_numbered(before: &[u8], number: u32) -> bool {
    let near = &before[before.len().saturating_sub(24)..];
    let mut parts = near
        .rsplit(|byte| !byte.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let generation = parts.next().and_then(whole);
    generation.is_some() && parts.next().and_then(whole) == Some(number)
}

/// The object of this number in one of the streams in which objects are packed.
fn packed(bytes: &[u8], number: u32) -> Option<Vec<u8>> {
    let mut left = MOST_UNPACKED;
    let mut streams = positions(bytes, b"/ObjStm").take(MOST_PLACES);
    streams.find_map(|at| {
        let dictionary = dictionary(bytes, at);
        let behind = &bytes[at..bytes.len().min(at + LONGEST_DICTIONARY)];
        let stream = at + positions(behind, b"stream").next()? + b"stream".len();
        let first = after(dictionary, b"/First")?;
        let blanks = bytes[stream..]
            .iter()
            .take(2)
            .take_while(|byte| is_blank(**byte))
            .count();
        let mut unpacked = Vec::new();
        // A stream that breaks off is worth what came of it.
        let _ = ZlibDecoder::new(&bytes[stream + blanks..])
            .take(left)
            .read_to_end(&mut unpacked);
        left = left.saturating_sub(unpacked.len() as u64);
        member(&unpacked, number, first)
    })
}

/// The dictionary around a place, from the beginning of its object to its stream.
fn dictionary(bytes: &[u8], at: usize) -> &[u8] {
    let from = at.saturating_sub(LONGEST_DICTIONARY);
    let before = positions(&bytes[from..at], b"obj").last().unwrap_or(0);
    let behind = &bytes[at..bytes.len().min(at + LONGEST_DICTIONARY)];
    let end = positions(behind, b"stream").next().unwrap_or(behind.len());
    &bytes[from + before..at + end]
}

/// The object of this number in an unpacked stream: pairs of numbers and places, and from `first` on the objects.
fn member(unpacked: &[u8], number: u32, first: usize) -> Option<Vec<u8>> {
    let head = unpacked.get(..first)?;
    let numbers: Vec<u32> = head
        .split(|byte| is_blank(*byte))
        .filter(|part| !part.is_empty())
        .map_while(whole)
        .collect();
    let at = numbers.chunks_exact(2).position(|pair| pair[0] == number)?;
    let place = |pair: usize| Some(first + usize::try_from(*numbers.get(pair * 2 + 1)?).ok()?);
    let start = place(at)?;
    let end = place(at + 1)
        .unwrap_or(unpacked.len())
        .min(start + LONGEST_OBJECT);
    Some(unpacked.get(start..end.min(unpacked.len()))?.to_vec())
}

/// The whole number behind a key.
fn after(dictionary: &[u8], key: &[u8]) -> Option<usize> {
    let at = positions(dictionary, key).next()? + key.len();
    let digits: Vec<u8> = dictionary[at..]
        .iter()
        .skip_while(|byte| is_blank(**byte))
        .take_while(|byte| byte.is_ascii_digit())
        .copied()
        .collect();
    usize::try_from(whole(&digits)?).ok()
}

/// A string of the format, `(…)` or `<…>`, as text.
fn string(bytes: &[u8]) -> Option<String> {
    let at = bytes.iter().position(|byte| !is_blank(*byte))?;
    let bytes = match bytes[at] {
        b'(' => literal(&bytes[at + 1..])?,
        b'<' if bytes.get(at + 1) != Some(&b'<') => hexadecimal(&bytes[at + 1..])?,
        _ => return None,
    };
    Some(decoded(&bytes))
}

/// `(A \(first\) report\056)`, up to the bracket that closes it.
fn literal(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut depth, mut at) = (Vec::new(), 0, 0);
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        match byte {
            b')' if depth == 0 => return Some(out),
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\\' => {
                let (sign, length) = escaped(bytes.get(at..)?)?;
                out.extend(sign);
                at += length;
                continue;
            }
            _ => {}
        }
        out.push(byte);
    }
}

/// What follows a backslash: the sign that it means, and how many bytes it takes.
fn escaped(bytes: &[u8]) -> Option<(Option<u8>, usize)> {
    let digits = bytes
        .iter()
        .take(3)
        .take_while(|byte| (b'0'..=b'7').contains(byte))
        .count();
    if digits > 0 {
        let value = bytes[..digits]
            .iter()
            .fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
        // The format says that what is too great loses its first bit.
        return Some((u8::try_from(value & 0xFF).ok(), digits));
    }
    Some(match *bytes.first()? {
        b'n' => (Some(b'\n'), 1),
        b'r' => (Some(b'\r'), 1),
        b't' => (Some(b'\t'), 1),
        // A line that goes on behind a backslash.
        b'\r' if bytes.get(1) == Some(&b'\n') => (None, 2),
        b'\r' | b'\n' | b'b' | b'f' => (None, 1),
        other => (Some(other), 1),
    })
}

/// `<FEFF0041>`; a last digit that stands alone has a zero behind it.
fn hexadecimal(bytes: &[u8]) -> Option<Vec<u8>> {
    let end = bytes.iter().position(|byte| *byte == b'>')?;
    let digits = bytes[..end]
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let pairs = digits.chunks(2);
    Some(
        pairs
            .map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0))
            .collect(),
    )
}

/// In UTF-16 or UTF-8 if it says so by its first bytes, otherwise in the format's own encoding.
fn decoded(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        let pairs = rest
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(pairs)
            .map(|sign| sign.unwrap_or('\u{FFFD}'))
            .collect();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        let pairs = rest
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return char::decode_utf16(pairs)
            .map(|sign| sign.unwrap_or('\u{FFFD}'))
            .collect();
    }
    let utf8 = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // Many write UTF-8 without saying so.
    if let Ok(text) = std::str::from_utf8(utf8) {
        return text.to_owned();
    }
    let sign = |byte: &u8| match byte {
        0x80..=0xA0 => SIGNS
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or('\u{FFFD}'),
        _ => char::from(*byte),
    };
    bytes.iter().map(sign).collect()
}

/// `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">…`. The pictures in a file may have titles of their own: if there are
/// several, none is that of the file.
fn of_metadata(bytes: &[u8]) -> Option<String> {
    let mut titles = positions(bytes, b"<dc:title")
        .take(MOST_PLACES)
        .filter_map(|at| {
            let rest = &bytes[at..bytes.len().min(at + LONGEST_OBJECT)];
            let end = positions(rest, b"</dc:title>").next()?;
            let text = std::str::from_utf8(&rest[..end]).ok()?;
            let item = text.split_once("<rdf:li").map_or(text, |(_, item)| item);
            let (_, item) = item.split_once('>')?;
            let item = item.split_once("</rdf:li>").map_or(item, |(item, _)| item);
            Some(clean::untagged(item)).filter(|title| !title.trim().is_empty())
        });
    let first = titles.next()?;
    titles.all(|other| other == first).then_some(first)
}

/// Where a word stands.
fn positions<'a>(bytes: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    memmem::find_iter(bytes, word)
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0
}

fn whole(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn with_title(title: &[u8]) -> Vec<u8> {
        let open = b"%PDF-1.4\n3 0 obj\n<< /Title (A bookmark of its own) >>\nendobj\n12 0 obj\n<< /Producer (x) /Title ";
        let close =
            b" >>\nendobj\ntrailer\n<< /Size 13 /Root 1 0 R /Info 12 0 R >>\nstartxref\n0\n%%EOF";
        [&open[..], title, close].concat()
    }

    fn packed_in(text: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_title_is_that_of_the_dictionary_that_the_trailer_names() {
        for (written, title) in [
            (&b"(Tolls in the Harbour)"[..], "Tolls in the Harbour"),
            (
                b"(Tolls \\(and fees\\) in (the) Harb\\157ur)",
                "Tolls (and fees) in (the) Harbour",
            ),
            (b"(Tolls in\\\n the\\tHarbour)", "Tolls in the Harbour"),
            (b"<FEFF0054006F006C006C0020004F00DF>", "Toll Oß"),
            (
                b"(\\376\\377\\000T\\000o\\000l\\000l\\000 \\000O\\000\\337)",
                "Toll Oß",
            ),
            (
                b"(Zoll in M\xFCnchen \x8Dheute\x8E)",
                "Zoll in München “heute”",
            ),
            ("(Zoll in München)".as_bytes(), "Zoll in München"),
        ] {
            assert_eq!(titles(&with_title(written)), [title], "{written:?}");
        }
    }

    #[test]
    fn what_nobody_named_has_no_title() {
        for written in [
            "(Microsoft Word - draft.doc)",
            "(untitled)",
            "(Tolls of the Aller final.indd)",
            "(PowerPoint Presentation)",
            "(10.1234_x)",
            "()",
            "(Tolls)",
            "(\u{1}\u{2}\u{3} \u{4}\u{5})",
            "5 0 R",
            "(Tolls in the Harb",
        ] {
            assert_eq!(
                titles(&with_title(written.as_bytes())),
                [""; 0],
                "{written}"
            );
        }
        let locked = [
            &with_title(b"(Tolls in the Harbour)")[..],
            b" /Encrypt 7 0 R",
        ]
        .concat();
        assert_eq!(titles(&locked), [""; 0]);
    }

    #[test]
    fn a_dictionary_may_be_packed() {
        let objects =
            b"12 0 13 39 << /Title (Tolls in the Harbour of A) >>   << /Title (Another title) >>";
        let stream = packed_in(objects);
        let open = b"%PDF-1.5\n9 0 obj\n<< /Type /ObjStm /N 2 /First 11 /Filter /FlateDecode >>\nstream\r\n";
        let close =
            b"\nendstream\nendobj\n10 0 obj\n<< /Type /XRef /Info 12 0 R /Root 1 0 R >>\nstream\n";
        let file = [&open[..], &stream, close].concat();
        assert_eq!(titles(&file), ["Tolls in the Harbour of A"]);
        for length in 0..file.len() {
            titles(&file[..length]);
        }
    }

    #[test]
    fn a_bomb_does_no_harm() {
        let bomb = packed_in(&vec![b' '; 16 << 20]);
        let stream = [
            &b"9 0 obj << /Type /ObjStm /N 2 /First 9 >> stream\n"[..],
            &bomb,
            b"\nendstream\n",
        ]
        .concat();
        let file = [&b"%PDF-1.5 "[..], &stream.repeat(20), b"<< /Info 12 0 R >>"].concat();
        let start = std::time::Instant::now();
        assert_eq!(titles(&file), [""; 0]);
        assert!(start.elapsed() < std::time::Duration::from_secs(5));
    }

    #[test]
    fn metadata_tell_the_title_where_the_dictionary_does_not() {
        let packet = |title: &str| {
            format!(
                "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>"
            )
        };
        let file =
            |packets: &str| format!("%PDF-1.7 <x:xmpmeta>{packets}</x:xmpmeta> and then cut off");
        let one = file(&packet("Tolls &amp; fees in the Harbour"));
        assert_eq!(titles(one.as_bytes()), ["Tolls & fees in the Harbour"]);
        let two = file(&(packet("A picture of a boat") + &packet("Tolls in the Harbour")));
        assert_eq!(titles(two.as_bytes()), [""; 0]);
    }
}
