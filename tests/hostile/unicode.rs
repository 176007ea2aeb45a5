//! Bytes and characters that text is not made of.

use super::broken::{Broken, Scale};
use super::lines::repeated;

const SOUND: &str =
    "Water is wet.1 Wind blows.2\n\nNotes\n\n1. Adams, Water, 2020.\n2. Brown, Wind, 2021.\n";

/// Characters that are not seen, or that turn others around, between all characters of a sound paper.
fn between(scale: Scale) -> Vec<Broken> {
    let characters: [(&str, &str); 16] = [
        ("right-to-left", "\u{202E}"),
        ("isolate", "\u{2066}"),
        ("pop", "\u{202C}"),
        ("zero-width-space", "\u{200B}"),
        ("joiner", "\u{200D}"),
        ("word-joiner", "\u{2060}"),
        ("order-mark", "\u{FEFF}"),
        ("soft-hyphen", "\u{AD}"),
        ("accent", "\u{301}"),
        ("enclosing", "\u{20DD}"),
        ("variation", "\u{FE0F}"),
        ("tag", "\u{E0041}"),
        ("no-character", "\u{FFFF}"),
        ("replacement", "\u{FFFD}"),
        ("private", "\u{F8FF}"),
        ("line-separator", "\u{2028}"),
    ];
    let mut files = Vec::new();
    for (name, character) in characters {
        for ending in ["txt", "md", "html", "tex"] {
            let make = move || {
                let characters = SOUND.chars().map(|c| format!("{c}{character}"));
                characters.collect::<String>()
            };
            files.push(Broken::new(format!("between-{name}"), ending, make));
        }
        let make = move || format!("Word{} word.1", repeated(character, scale.of(1_000_000)));
        files.push(Broken::new(format!("million-{name}"), "txt", make));
    }
    files
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(order).collect()
}

/// Files in an encoding that is cut, mixed or claimed.
fn encodings(scale: Scale) -> Vec<Broken> {
    let mixed = |pieces: &[&[u8]]| pieces.concat();
    let mut files = vec![
        Broken::new("lone-surrogates-little", "txt", || {
            let sound = utf16(SOUND, u16::to_le_bytes);
            [
                b"\xFF\xFE",
                &sound[..20],
                b"\x00\xD8\x00\xD8",
                &sound[20..],
                b"\x00\xDC",
            ]
            .concat()
        }),
        Broken::new("lone-surrogates-big", "txt", || {
            let sound = utf16(SOUND, u16::to_be_bytes);
            [
                b"\xFE\xFF",
                &sound[..20],
                b"\xDC\x00\xD8\x00",
                &sound[20..],
                b"\xD8",
            ]
            .concat()
        }),
        Broken::new("half-a-unit", "txt", || {
            let mut bytes = utf16(SOUND, u16::to_le_bytes);
            bytes.pop();
            [b"\xFF\xFE".to_vec(), bytes].concat()
        }),
        Broken::new("surrogates-in-utf8", "txt", move || {
            b"word\xED\xA0\x80.1 \xED\xB0\x80".repeat(scale.of(50_000))
        }),
        Broken::new("overlong", "txt", || {
            b"\xC0\xAF\xE0\x80\xAF\xF8\x88\x80\x80\x80.1".repeat(500)
        }),
        Broken::new("mixed-encodings", "txt", move || {
            mixed(&[
                SOUND.as_bytes(),
                "K\u{f6}ln.3".as_bytes(),
                b"K\xF6ln.4 ",
                b"\x83\x65\x83\x58\x83\x67",
                &utf16("word.5 ", u16::to_le_bytes),
                b"\x1B$B$3$l\x1B(B",
                b"\xFF\xFE",
            ])
        }),
        Broken::new("every-byte", "txt", || {
            (0..=255).collect::<Vec<u8>>().repeat(100)
        }),
        Broken::new("every-byte-text", "txt", || {
            (9..=255).collect::<Vec<u8>>().repeat(100)
        }),
        Broken::new("continuations", "txt", move || {
            vec![0x80; scale.of(1_000_000)]
        }),
        Broken::new("latin", "txt", move || {
            b"K\xF6ln.1 ".repeat(scale.of(200_000))
        }),
        Broken::new("order-marks", "txt", move || {
            b"\xEF\xBB\xBF".repeat(scale.of(300_000))
        }),
        Broken::new("claimed-utf7", "html", || {
            b"<meta charset=utf-7><p>+ADw-script+AD4-.1".to_vec()
        }),
        Broken::new("claimed-nothing", "html", || {
            b"<meta charset=\"\xFF\xFF\"><p>K\xF6ln.1".to_vec()
        }),
        Broken::new("claimed-utf16", "xml", || {
            b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><article><body><p>K\xC3\xB6ln</p></body></article>".to_vec()
        }),
        Broken::new("jats-in-utf16", "xml", || {
            let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><article><body><p>K\u{f6}ln<xref ref-type=\"fn\" rid=\"f\">1</xref></p></body></article>";
            [b"\xFE\xFF".to_vec(), utf16(text, u16::to_be_bytes)].concat()
        }),
        Broken::new("empty", "txt", Vec::new),
    ];
    for (name, ending) in [
        ("empty", "md"),
        ("empty", "docx"),
        ("empty", "html"),
        ("empty", "tex"),
    ] {
        files.push(Broken::new(name, ending, Vec::new));
    }
    files
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let mut files = between(scale);
    files.extend(encodings(scale));
    files
}
