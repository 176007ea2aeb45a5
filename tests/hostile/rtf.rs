//! Rich text: depth, braces that never close, parts within parts, and words without end.

use super::broken::{Broken, Scale, each};

fn document(text: &str) -> String {
    format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0 {text}}}")
}

/// A document that repeats something, as long as a group of it closes and as it does not.
fn repeated(
    name: &'static str,
    piece: &'static str,
    close: &'static str,
    count: usize,
) -> [Broken; 2] {
    [
        Broken::new(format!("{name}-closed"), "rtf", move || {
            document(&(piece.repeat(count) + "Word" + &close.repeat(count)))
        }),
        Broken::new(format!("{name}-open"), "rtf", move || {
            document(&(piece.repeat(count) + "Word"))
        }),
    ]
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let many = scale.of(100_000);
    let mut files: Vec<Broken> = Vec::new();
    for (name, piece, close) in [
        ("braces", "{", "}"),
        (
            "notes-in-notes",
            "a{\\super\\chftn{\\footnote \\chftn b",
            "}}",
        ),
        (
            "fields-in-fields",
            "{\\field{\\*\\fldinst HYPERLINK \"",
            "}}",
        ),
        (
            "results-in-results",
            "{\\field{\\*\\fldinst X}{\\fldrslt ",
            "}}",
        ),
        ("boxes-in-boxes", "a{\\shp{\\*\\shpinst{\\shptxt ", "}}}"),
        ("unknown-in-unknown", "{\\*\\unknown ", "}"),
        ("bookmarks", "{\\*\\bkmkstart ", "}"),
        (
            "rows-in-rows",
            "\\trowd\\intbl a\\par\\nestcell ",
            "\\cell\\row ",
        ),
        ("raised", "{\\super 1", "}"),
    ] {
        files.extend(repeated(name, piece, close, many));
    }
    let whole: Vec<(&str, Box<dyn Fn() -> String + Send + Sync>)> = vec![
        (
            "many-notes",
            Box::new(move || {
                document(&each(many, |n| {
                    format!("One {n}{{\\super\\chftn{{\\footnote\\pard\\plain\\chftn  N {n}.}}}} ")
                }))
            }),
        ),
        (
            "marks-chosen",
            Box::new(move || document(&"a{\\super *{\\footnote * N.}}".repeat(many))),
        ),
        (
            "numbers-without-notes",
            Box::new(move || document(&"a\\chftn ".repeat(many))),
        ),
        (
            "one-paragraph",
            Box::new(move || document(&"a\\b b\\b0 ".repeat(many))),
        ),
        (
            "one-row",
            Box::new(move || document(&"\\intbl a\\cell\\par ".repeat(many))),
        ),
        (
            "rows-without-end",
            Box::new(move || document(&"\\trowd\\intbl a\\cell ".repeat(many))),
        ),
        (
            "short-paragraphs",
            Box::new(move || document(&"\\pard a\\par\n".repeat(many))),
        ),
        (
            "single-bytes",
            Box::new(move || document(&"\\'e9\\'e8".repeat(many))),
        ),
        (
            "by-number",
            Box::new(move || document(&"\\u8217?\\u-10179?".repeat(many))),
        ),
        (
            "a-long-number",
            Box::new(move || document(&format!("\\u{}x", "9".repeat(many)))),
        ),
        (
            "a-long-word",
            Box::new(move || document(&format!("\\{}x", "a".repeat(many)))),
        ),
        (
            "a-long-instruction",
            Box::new(move || {
                document(&format!(
                    "{{\\field{{\\*\\fldinst HYPERLINK \"{}\"}}{{\\fldrslt x}}}}",
                    "a".repeat(many * 10)
                ))
            }),
        ),
        (
            "fonts",
            Box::new(move || {
                document(&format!(
                    "{{\\fonttbl{}}}a",
                    each(many, |n| format!("{{\\f{n}\\fcharset204 F{n};}}"))
                ))
            }),
        ),
        (
            "styles",
            Box::new(move || {
                document(&format!(
                    "{{\\stylesheet{}}}a",
                    each(many, |n| format!("{{\\s{n} heading {n};}}"))
                ))
            }),
        ),
        (
            "braces-too-many",
            Box::new(move || document("a") + &"}".repeat(many)),
        ),
        (
            "binary-beyond-the-end",
            Box::new(|| document("a\\bin2147483647 b")),
        ),
        (
            "a-backslash-at-the-end",
            Box::new(|| "{\\rtf1 a\\".to_owned()),
        ),
        (
            "nothing-but-the-beginning",
            Box::new(|| "{\\rtf".to_owned()),
        ),
    ];
    files.extend(
        whole
            .into_iter()
            .map(|(name, make)| Broken::new(name, "rtf", make)),
    );
    files
}
