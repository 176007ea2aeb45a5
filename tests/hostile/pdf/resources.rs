//! Forms and fonts that show themselves or each other, and fonts that say too much.

use super::{Makers, Paper, TEXT, add, in_font, packed, stream};
use crate::broken::{Scale, each};

/// A font and more objects, by the size of what is too large in it.
type Font = (&'static str, fn(usize) -> (String, Vec<Vec<u8>>));

/// Forms and fonts that show themselves or each other, and fonts that say too much. The interpreter unpacks a form each
/// time that it is shown, and looks up a letter's name each time that it stands for something: those are small.
pub(super) fn resources(scale: Scale) -> Makers {
    let many = move |number| scale.of(number);
    let mut files = Makers::new();
    let form = |resources: &str, content: &str| {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {resources} >>"
        );
        stream(&entries, content.as_bytes())
    };
    let shows = |forms: Vec<Vec<u8>>| {
        Paper {
            resources: "/XObject << /X 6 0 R >> /Font << /F 5 0 R >>".to_owned(),
            content: stream("", format!("{TEXT} /X Do").as_bytes()),
            more: forms,
            ..Paper::default()
        }
        .bind()
    };
    add(&mut files, "form-in-itself", move || {
        shows(vec![form(
            "/XObject << /X 6 0 R >> /Font << /F 5 0 R >>",
            &format!("{TEXT} /X Do /X Do"),
        )])
    });
    add(&mut files, "forms-in-each-other", move || {
        let one = form(
            "/XObject << /X 7 0 R >> /Font << /F 5 0 R >>",
            "/X Do /X Do",
        );
        let other = form("/XObject << /X 6 0 R >> /Font << /F 5 0 R >>", TEXT);
        shows(vec![one, other])
    });
    for (name, times) in [("forms-that-double", 2), ("forms-that-multiply", 100)] {
        add(&mut files, name, move || {
            let content = format!("{TEXT} {}", "/X Do ".repeat(times));
            let forms = (7..40).map(|next| {
                form(
                    &format!("/XObject << /X {next} 0 R >> /Font << /F 5 0 R >>"),
                    &content,
                )
            });
            shows(forms.collect())
        });
    }
    add(&mut files, "forms-one-below-the-other", move || {
        let forms =
            (0..many(20_000)).map(|at| form(&format!("/XObject << /X {} 0 R >>", at + 7), "/X Do"));
        shows(forms.collect())
    });
    add(&mut files, "form-again-and-again", move || {
        Paper {
            resources: "/XObject << /X 6 0 R >>".to_owned(),
            content: stream("", "/X Do ".repeat(many(100_000)).as_bytes()),
            more: vec![packed(
                "/Subtype /Form /BBox [0 0 9 9]",
                &vec![b' '; many(5_000)],
            )],
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "form-with-a-page-of-entries", move || {
        let entries = each(many(1_000), |n| format!("/n{n} {n} "));
        Paper {
            resources: "/XObject << /X 6 0 R >>".to_owned(),
            content: stream("", "/X Do ".repeat(many(10_000)).as_bytes()),
            more: vec![stream(
                &format!("/Subtype /Form /BBox [0 0 9 9] {entries}"),
                b"",
            )],
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "pattern-in-itself", || {
        let pattern = stream(
            "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0 /YStep 0 \
             /Resources << /Pattern << /P 6 0 R >> >>",
            b"/Pattern cs /P scn 0 0 9 9 re f",
        );
        Paper {
            resources: "/Pattern << /P 6 0 R >> /Font << /F 5 0 R >>".to_owned(),
            content: stream(
                "",
                format!("/Pattern cs /P scn 0 0 99 99 re f {TEXT}").as_bytes(),
            ),
            more: vec![pattern],
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "state-in-itself", || {
        Paper {
            resources: "/ExtGState << /G 6 0 R >> /Font << /F 5 0 R >>".to_owned(),
            content: stream("", format!("/G gs {TEXT}").as_bytes()),
            more: vec![
                b"<< /Font [5 0 R 1e38] /SMask << /S /Alpha /G 7 0 R >> /TR 6 0 R >>".to_vec(),
                stream(
                    "/Subtype /Form /BBox [0 0 9 9] /Resources << /ExtGState << /G 6 0 R >> >>",
                    b"/G gs 0 0 9 9 re f",
                ),
            ],
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "color-in-itself", || {
        Paper {
            resources: "/ColorSpace << /C 6 0 R >> /Font << /F 5 0 R >>".to_owned(),
            content: stream("", format!("/C cs 1 scn {TEXT}").as_bytes()),
            more: vec![b"[/Indexed 6 0 R 4294967295 6 0 R]".to_vec()],
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "fonts-by-the-thousand", move || {
        let count = many(20_000);
        let fonts = each(count, |n| format!("/F{n} {} 0 R ", n + 5));
        let content = each(count, |n| format!("/F{n} 12 Tf (word) Tj "));
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>";
        Paper {
            resources: format!("/Font << {fonts} >>"),
            content: stream("", format!("BT {content} ET").as_bytes()),
            more: vec![font.into(); count],
            ..Paper::default()
        }
        .bind()
    });
    let simple = "<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica";
    let fonts: [Font; 23] = [
        ("font-in-itself", |_| ("5 0 R".to_owned(), Vec::new())),
        ("font-below-itself", |_| {
            let font = "<< /Type /Font /Subtype /Type0 /Encoding 5 0 R /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>";
            (font.to_owned(), Vec::new())
        }),
        ("widths-by-the-million", |many| {
            let widths = "500 ".repeat(many);
            (
                format!("SIMPLE /FirstChar 0 /LastChar {many} /Widths [{widths}] >>"),
                Vec::new(),
            )
        }),
        ("widths-without-end", |_| {
            let widths = "1e38 -1e38 0 ".repeat(90);
            (
                format!("SIMPLE /FirstChar 0 /LastChar 255 /Widths [{widths}] >>"),
                Vec::new(),
            )
        }),
        ("widths-from-below-nothing", |_| {
            (
                "SIMPLE /FirstChar -2147483648 /LastChar 2147483647 /Widths [1] >>".to_owned(),
                Vec::new(),
            )
        }),
        ("widths-of-billions", |_| {
            (
                "SIMPLE /FirstChar 0 /LastChar 4294967295 /Widths [] >>".to_owned(),
                Vec::new(),
            )
        }),
        ("widths-in-themselves", |_| {
            (
                "SIMPLE /FirstChar 0 /LastChar 255 /Widths [6 0 R] >>".to_owned(),
                vec![b"[6 0 R]".to_vec()],
            )
        }),
        ("names-of-letters-by-the-million", |many| {
            let names = "/a ".repeat(many);
            (
                format!("SIMPLE /Encoding << /Differences [0 {names}] >> >>"),
                Vec::new(),
            )
        }),
        ("names-of-letters-without-end", |many| {
            let name = "a".repeat(many / 1_000);
            (
                format!("SIMPLE /Encoding << /Differences [0 /{name} 97 /{name}] >> >>"),
                Vec::new(),
            )
        }),
        ("names-of-letters-from-below-nothing", |_| {
            (
                "SIMPLE /Encoding << /Differences [-5 /a 4294967295 /b] >> >>".to_owned(),
                Vec::new(),
            )
        }),
        ("cid-widths-of-billions", |_| {
            (
                cid("/W [0 4294967295 500 0 4294967295 [1 2]] /DW 1e38"),
                Vec::new(),
            )
        }),
        ("cid-widths-by-the-thousand", |many| {
            (
                cid(&format!("/W [{}]", "0 65535 500 ".repeat(many / 1_000))),
                Vec::new(),
            )
        }),
        ("cid-widths-in-themselves", |_| {
            (
                cid("/W 6 0 R /W2 6 0 R"),
                vec![b"[0 6 0 R 0 6 0 R]".to_vec()],
            )
        }),
        ("cid-map-of-nothing", |_| {
            (cid("/CIDToGIDMap 6 0 R"), vec![stream("", b"a")])
        }),
        ("letters-of-enormous-ranges", |_| {
            unicode("1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange")
        }),
        ("letters-of-many-ranges", |many| {
            unicode(&"1 beginbfrange <0000> <FFFF> <0000> endbfrange ".repeat(many / 100))
        }),
        ("letters-of-listed-ranges", |many| {
            let list = "<0061> ".repeat(many / 2);
            unicode(&format!("1 beginbfrange <0000> <FFFF> [{list}] endbfrange"))
        }),
        ("letters-of-turned-ranges", |_| {
            unicode(
                "1 beginbfrange <FFFF> <0000> <0000> endbfrange 1 begincodespacerange <FFFF> <00> endcodespacerange",
            )
        }),
        ("letters-that-are-books", |many| {
            let book = "0061".repeat(many / 20);
            unicode(&format!("1 beginbfrange <00> <FF> <{book}> endbfrange"))
        }),
        ("letters-by-the-million", |many| {
            unicode(&each(many / 4, |n| {
                format!("1 beginbfchar <{:04X}> <0061> endbfchar ", n % 65_536)
            }))
        }),
        ("letters-of-cid-ranges", |many| {
            let ranges = each(many / 100, |n| {
                format!("1 begincidrange <{n:08X}> <FFFFFFFF> {n} endcidrange ")
            });
            let font = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /DescendantFonts [<< /Subtype \
                        /CIDFontType2 /BaseFont /A >>] >>";
            (
                font.to_owned(),
                vec![stream("/UseCMap 6 0 R", ranges.as_bytes())],
            )
        }),
        ("font-file-of-anything", |many| {
            let font =
                "SIMPLE /FontDescriptor << /FontFile 6 0 R /FontFile2 6 0 R /FontFile3 6 0 R >> >>";
            (
                font.to_owned(),
                vec![stream(
                    "/Length1 999999999",
                    "a1 ".repeat(many / 4).as_bytes(),
                )],
            )
        }),
        ("font-drawn-by-itself", |_| {
            let glyph = stream("", b"1e38 0 d0 BT /F 1 Tf (The bridge) Tj ET");
            let font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0 0 0 0 0 0] /FirstChar 0 \
                        /LastChar 255 /Widths [1] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> \
                        /Resources << /Font << /F 5 0 R >> >> >>";
            (font.to_owned(), vec![glyph])
        }),
    ];
    for (name, font) in fonts {
        add(&mut files, name, move || {
            let (font, more) = font(many(1_000_000));
            in_font(&font.replace("SIMPLE", simple), many(200_000), more)
        });
    }
    files
}

/// A font of two bytes a letter; `entries` are those of what it is made of.
fn cid(entries: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 \
         /BaseFont /A {entries} >>] >>"
    )
}

/// A font whose letters stand for what this table says.
fn unicode(table: &str) -> (String, Vec<Vec<u8>>) {
    let table = format!(
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange {table} endcmap"
    );
    let font = "SIMPLE /ToUnicode 6 0 R >>".to_owned();
    (font, vec![stream("", table.as_bytes())])
}
