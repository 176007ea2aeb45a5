//! Pages of sizes, turns and links that no page has, and what draws them.

use super::{Makers, TEXT, add, drawn, lettered, paged};
use crate::broken::Scale;

/// The links of a page, so many of them.
type Links = (&'static str, fn(usize) -> String);

/// What draws a page, so many times.
type Content = (&'static str, fn(usize) -> String);

/// Pages of sizes, turns and links that no page has.
pub(super) fn pages(scale: Scale) -> Makers {
    let many = move |number| scale.of(number);
    let mut files = Makers::new();
    for (name, page) in [
        ("box-without-end", "/MediaBox [0 0 1e38 1e38]"),
        (
            "box-of-no-type",
            "/MediaBox [0 0 99999999999999999999999999999999999999999999 842]",
        ),
        ("box-of-nothing", "/MediaBox [0 0 0 0]"),
        ("box-below-nothing", "/MediaBox [595 842 -595 -842]"),
        ("box-of-no-numbers", "/MediaBox [nan inf -inf NaN]"),
        ("box-of-signs", "/MediaBox [--5 +-7 .. 1.2.3]"),
        ("box-in-itself", "/MediaBox 3 0 R"),
        (
            "box-apart-from-the-other",
            "/MediaBox [0 0 9 9] /CropBox [99 99 999 999]",
        ),
        (
            "turned-without-end",
            "/MediaBox [0 0 595 842] /Rotate 2147483647",
        ),
        (
            "turned-below-nothing",
            "/MediaBox [0 0 595 842] /Rotate -2147483648",
        ),
        ("turned-a-little", "/MediaBox [0 0 595 842] /Rotate 1"),
        ("unit-without-end", "/MediaBox [0 0 595 842] /UserUnit 1e38"),
        ("unit-of-nothing", "/MediaBox [0 0 595 842] /UserUnit 0"),
        (
            "links-in-themselves",
            "/Annots [3 0 R] /Rect [0 0 9 9] /Dest 3 0 R /A 3 0 R /S /GoTo /D 3 0 R",
        ),
        ("links-of-links", "/Annots 3 0 R"),
    ] {
        add(&mut files, name, move || paged(page));
    }
    let links: [Links; 7] = [
        ("links-by-the-million", |many| {
            "<</Rect[0 0 99 99]/A<</S/URI/URI(https://a.org)>>>>".repeat(many / 4)
        }),
        ("links-of-nothing", |many| "<<>>".repeat(many)),
        ("links-that-are-numbers", |many| "0 ".repeat(many)),
        ("links-to-places", |many| {
            "<</Rect[0 0 999 999]/Dest[3 0 R/XYZ 72 60 0]>>".repeat(many / 4)
        }),
        ("links-to-places-without-end", |many| {
            "<</Rect[0 0 1e38 1e38]/Dest[3 0 R/XYZ 1e38 -1e38 0]>>".repeat(many / 4)
        }),
        ("links-with-long-addresses", |many| {
            let address = "https://a.org/".to_owned() + &"b".repeat(many / 100);
            format!("<</Rect[0 0 999 999]/A<</S/URI/URI({address})>>>>").repeat(100)
        }),
        ("links-elsewhere", |many| {
            "<</Rect[0 0 1 1]/A<</S/URI/URI(https://a.org)>>>>".repeat(many / 4)
        }),
    ];
    for (name, links) in links {
        add(&mut files, name, move || {
            let annotations = links(many(1_000_000));
            lettered(&format!("/Annots [{annotations}]"), many(200_000))
        });
    }
    files
}

/// What draws a page. The interpreter looks for the end of each picture anew.
pub(super) fn contents(scale: Scale) -> Makers {
    let many = move |number| scale.of(number);
    let mut files = Makers::new();
    let text =
        |what: &str, times: usize| format!("BT /F 12 Tf 72 700 Td {} ET", what.repeat(times));
    let pieces: [(&'static str, &'static str, usize); 34] = [
        ("letters", "(a) Tj ", 1),
        ("letters-at-one-place", "(a) Tj 1 0 0 1 72 700 Tm ", 2),
        ("letters-apart", "(a) Tj 30 1 Td ", 2),
        ("words-in-lines", "(word 1) Tj 0 -14 Td ", 4),
        ("numbers-apart", "(1) Tj 90 1 Td ", 4),
        ("numbers-in-lines", "(1) Tj 0 -0.01 Td ", 4),
        ("labels-in-lines", "(1.) Tj 0 -14 Td ", 4),
        (
            "labels-before-text",
            "(1.) Tj 30 0 Td (Adams, Water, 2020.) Tj -30 -14 Td ",
            8,
        ),
        ("raised-before-text", "5 Ts (1) Tj 0 Ts (word) Tj ", 4),
        (
            "sizes-in-turn",
            "/F 4 Tf (1) Tj /F 12 Tf (word) Tj 0 -9 Td ",
            4,
        ),
        ("blanks", "( ) Tj ", 1),
        ("empty-strings", "() Tj ", 1),
        ("empty-arrays", "[] TJ ", 1),
        ("arrays", "[(a) -9 (b)] TJ ", 2),
        ("hex", "<616> Tj ", 1),
        ("matrices-of-nothing", "0 0 0 0 0 0 Tm (a) Tj ", 2),
        (
            "matrices-without-end",
            "1e38 1e38 1e38 1e38 1e38 1e38 Tm (a) Tj ",
            2,
        ),
        (
            "matrices-of-no-numbers",
            "nan inf nan inf nan inf Tm (a) Tj ",
            2,
        ),
        ("sizes-without-end", "/F 1e38 Tf (a) Tj ", 2),
        ("sizes-of-nothing", "/F 0 Tf (a) Tj ", 2),
        ("sizes-below-nothing", "/F -12 Tf (a) Tj ", 2),
        (
            "blanks-without-end",
            "1e38 Tc 1e38 Tw 1e38 TL 1e38 Tz (a b) Tj T* ",
            2,
        ),
        ("clips-of-letters", "7 Tr (a) Tj ", 2),
        ("saved-states", "q ", 1),
        ("restored-states", "Q ", 1),
        ("states-with-text", "q /F 12 Tf (a) Tj ", 2),
        ("scaled", "1.1 0 0 1.1 0 0 cm (a) Tj ", 2),
        ("fonts-unknown", "/G 12 Tf (a) Tj ", 2),
        ("rules", "72 700 m 200 700 l S ", 2),
        ("lines-that-go-on", "72 700 l ", 1),
        ("clips", "0 0 9 9 re W n ", 2),
        ("marked-pieces", "/P BMC (a) Tj ", 2),
        (
            "marked-pieces-that-close",
            "/Artifact << /MCID 0 >> BDC (a) Tj EMC ",
            4,
        ),
        ("unknown-words", "abc ", 1),
    ];
    for (name, piece, weight) in pieces {
        add(&mut files, name, move || {
            drawn(&text(piece, many(1_000_000) / weight))
        });
    }
    let whole: [Content; 19] = [
        ("marked-pieces-in-marked-pieces", |many| {
            "/P BMC ".repeat(many / 10)
                + &"BT /F 12 Tf (word word word word) Tj ET ".repeat(many / 40)
        }),
        ("notes-in-notes", |many| {
            "/Note << /MCID 0 >> BDC ".repeat(many / 10)
                + &"BT /F 12 Tf (word word word word) Tj ET ".repeat(many / 40)
        }),
        ("one-array", |many| {
            format!("BT /F 12 Tf [{}] TJ ET", "(a) 1 ".repeat(many / 2))
        }),
        ("one-string", |many| {
            format!("BT /F 12 Tf ({}) Tj ET", "a".repeat(many))
        }),
        ("one-string-on-the-page", |many| {
            format!("BT /F .001 Tf ({}) Tj ET", "1 ".repeat(many / 2))
        }),
        ("one-string-of-large-letters", |many| {
            format!("BT /F 9999 Tf ({}) Tj ET", "1 ".repeat(many / 2))
        }),
        ("cut-in-a-string", |many| {
            format!("{TEXT} BT (word {}", "a".repeat(many / 10))
        }),
        ("cut-in-strings", |many| {
            format!("{TEXT} BT {}", "(word ".repeat(many / 4))
        }),
        ("cut-in-an-array", |many| {
            format!("{TEXT} BT {}", "[ ".repeat(many / 2))
        }),
        ("cut-in-a-dictionary", |many| {
            format!("{TEXT} /P {}", "<< /A ".repeat(many / 4))
        }),
        ("cut-in-hex", |many| {
            format!("{TEXT} BT {}", "<61 ".repeat(many / 2))
        }),
        ("cut-in-a-picture", |many| {
            format!("{TEXT} BI /W 9 /H 9 ID {}", "a".repeat(many))
        }),
        ("cut-in-pictures", |many| {
            format!("{TEXT} {}", "BI /W 9 /H 9 ID a ".repeat(many / 200))
        }),
        ("pictures", |many| {
            "BI /W 1 /H 1 /BPC 8 /CS /G ID a EI ".repeat(many / 10)
        }),
        ("picture-without-end", |_| {
            format!("{TEXT} BI /W 2147483647 /H 2147483647 /BPC 8 /CS /RGB ID aaaa EI")
        }),
        ("pictures-of-large-size", |many| {
            "BI /W 30000 /H 30000 /BPC 8 /CS /RGB ID aaaa EI ".repeat(many / 1_000)
        }),
        ("operands", |many| "1 ".repeat(many) + TEXT),
        ("strings", |many| "(a) ".repeat(many) + TEXT),
        ("closing-signs", |many| {
            ") ] >> > } ".repeat(many / 4) + TEXT
        }),
    ];
    for (name, content) in whole {
        add(&mut files, name, move || drawn(&content(many(1_000_000))));
    }
    files
}
