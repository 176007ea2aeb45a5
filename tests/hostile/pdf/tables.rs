//! Tables that lie about where objects are, objects that lie in packed streams, and files without a table.

use std::io::Write as _;

use super::{Makers, Paper, TEXT, add, bind, body, deflated_blanks, packed, stream};
use crate::broken::{Scale, each};

/// What stands in such a file, by its size.
type Lost = (&'static str, fn(usize) -> String);

/// How much of a file without a table, in which every object is looked for in a time that grows with the square of what
/// is not closed. It is the parser that does so, and it cannot be stopped.
const LOST: usize = 100_000;

/// A file whose objects lie in a packed stream, but for those that may not, with a packed table.
struct Condensed {
    /// Number and place of each object in the stream, how many they are said to be, and the objects.
    places: String,
    count: usize,
    objects: String,
    /// How many blanks follow them.
    blanks: usize,
    /// More entries of the stream and of the table, and more rows of the table.
    stream: &'static str,
    table: &'static str,
    rows: Vec<u8>,
}

impl Default for Condensed {
    fn default() -> Self {
        let objects = "<< /Type /Catalog /Pages 2 0 R >> << /Type /Pages /Kids [3 0 R] /Count 1 >> << /Type /Page \
                       /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
        Self {
            places: "1 0 2 34 3 76 ".to_owned(),
            count: 3,
            objects: objects.to_owned(),
            blanks: 0,
            stream: "",
            table: "/Size 8 /W [1 4 1]",
            rows: Vec::new(),
        }
    }
}

impl Condensed {
    fn bind(self) -> Vec<u8> {
        let entries = format!(
            "/Type /ObjStm /N {} /First {} {}",
            self.count,
            self.places.len(),
            self.stream
        );
        let objects = deflated_blanks((self.places + &self.objects).as_bytes(), self.blanks);
        let holder = stream(&format!("{entries} /Filter /FlateDecode"), &objects);
        let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec();
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut rows = vec![0; 6];
        for index in 0..3 {
            rows.extend([2, 0, 0, 0, 6, index]);
        }
        for (number, object) in (4..).zip([stream("", TEXT.as_bytes()), font, holder]) {
            rows.push(1);
            rows.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
            rows.push(0);
            writeln!(bytes, "{number} 0 obj").unwrap();
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let start = bytes.len();
        rows.extend(self.rows);
        bytes.extend(b"7 0 obj\n");
        bytes.extend(packed(
            &format!("/Type /XRef /Root 1 0 R {}", self.table),
            &rows,
        ));
        write!(bytes, "\nendobj\nstartxref\n{start}\n%%EOF\n").unwrap();
        bytes
    }
}

/// What says where the objects of a file are.
pub(super) fn tables(scale: Scale) -> Makers {
    let many = move |number| scale.of(number);
    let mut files = Makers::new();
    for (name, trailer) in [
        ("table-before-itself", "/Prev 9"),
        ("table-below-nothing", "/Prev -1"),
        ("table-outside", "/Prev 2147483647 /XRefStm 2147483647"),
        ("table-of-no-type", "/Prev 99999999999999999999"),
        ("root-of-nothing", "/Root 99 0 R"),
        ("root-in-itself", "/Root << /Root 1 0 R >>"),
        (
            "encrypted-in-an-unknown-way",
            "/Encrypt << /Filter /Standard /V 99 /R 99 >>",
        ),
        ("encrypted-by-itself", "/Encrypt 1 0 R /ID [(a) (b)]"),
        (
            "encrypted-with-a-long-key",
            "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 2147483647 /P -4 /O (a) /U (b) >> /ID [(a) (b)]",
        ),
        (
            "encrypted-with-a-key-of-no-length",
            "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 0 /P -4 /O () /U () >> /ID [() ()]",
        ),
        (
            "encrypted-with-filters-in-filters",
            "/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O (a) /U (b) /OE (c) /UE (d) /Perms (e) \
             /StmF /A /StrF /A /CF << /A << /CFM /AESV3 /Length 2147483647 >> >> >> /ID [(a) (b)]",
        ),
        (
            "encrypted-and-crypt-filter-missing",
            "/Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /O (a) /U (b) /StmF /B >> /ID [(a) (b)]",
        ),
    ] {
        add(&mut files, name, move || {
            bind(&Paper::default().objects(), trailer)
        });
    }
    add(&mut files, "table-that-says-it-goes-on", || {
        let whole = Paper::default().bind();
        let text = String::from_utf8(whole).unwrap();
        text.replace("xref\n0 6\n", "xref\n0 4294967295\n").into()
    });
    add(&mut files, "table-in-which-all-is-one", move || {
        let more = vec![format!("[{}]", "0 ".repeat(many(1_000_000))).into_bytes()];
        let objects = Paper {
            more,
            ..Paper::default()
        }
        .objects();
        let (mut bytes, offsets) = body(&objects);
        let (start, large) = (bytes.len(), offsets[5]);
        let count = many(50_000);
        let entries = each(count, |n| {
            let offset = offsets.get(n - 1).copied().unwrap_or(large);
            format!("{offset:010} 00000 n \n")
        });
        write!(
            bytes,
            "xref\n1 {count}\n{entries}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        )
        .unwrap();
        bytes
    });
    for (name, turns) in [
        ("tables-in-a-circle", true),
        ("tables-one-behind-the-other", false),
    ] {
        add(&mut files, name, move || {
            let (mut bytes, offsets) = body(&Paper::default().objects());
            let entries = each(5, |n| format!("{:010} 00000 n \n", offsets[n - 1]));
            let first = bytes.len();
            let mut before = if turns { first + 40 } else { 9 };
            let mut start = first;
            for _ in 0..many(10_000) {
                start = bytes.len();
                write!(
                    bytes,
                    "xref\n1 5\n{entries}trailer\n<< /Size 6 /Root 1 0 R /Prev {before} >>\n"
                )
                .unwrap();
                before = start;
            }
            write!(bytes, "startxref\n{start}\n%%EOF\n").unwrap();
            bytes
        });
    }
    let lost: [Lost; 16] = [
        ("lost-dictionaries", |many| "<<".repeat(many / 2)),
        ("lost-dictionaries-apart", |many| "<< ".repeat(many / 2)),
        ("lost-dictionaries-in-keys", |many| "<</A".repeat(many / 2)),
        ("lost-strings-in-dictionaries", |many| {
            "<</A(\n".repeat(many / 10)
        }),
        ("lost-hex-in-dictionaries", |many| {
            "<</A<\n".repeat(many / 2)
        }),
        ("lost-arrays", |many| "[ ".repeat(many / 2)),
        ("lost-arrays-of-objects", |many| {
            "1 0 obj [\n".repeat(many / 10)
        }),
        ("lost-strings-of-objects", |many| {
            "1 0 obj (\n".repeat(many / 10)
        }),
        ("lost-dictionaries-of-objects", |many| {
            "1 0 obj << /A\n".repeat(many / 10)
        }),
        ("lost-objects", |many| {
            each(many / 10, |n| format!("{n} 0 obj null endobj\n"))
        }),
        ("lost-streams", |many| {
            "1 0 obj << >> stream\n".repeat(many / 10)
        }),
        ("lost-object-streams", |many| {
            "1 0 obj << /Type /ObjStm /N 9 /First 9 >> stream\n".repeat(many / 25)
        }),
        ("lost-numbers", |many| "1 0 ".repeat(many / 2)),
        ("lost-comments", |many| "%\n".repeat(many)),
        ("lost-comment", |many| "%".repeat(many)),
        ("lost-roots", |many| {
            "<< /Root 1 0 R >> trailer\n".repeat(many / 20)
        }),
    ];
    for (name, text) in lost {
        add(&mut files, name, move || {
            let (bytes, _) = body(&Paper::default().objects());
            [bytes, text(many(LOST)).into_bytes(), b"\n%%EOF".to_vec()].concat()
        });
    }
    for (name, places, count, stream) in [
        ("condensed", "1 0 2 34 3 76 ", 3, ""),
        ("condensed-in-itself", "1 0 2 34 3 76 ", 3, "/Extends 6 0 R"),
        ("condensed-of-billions", "1 0 2 34 3 76 ", 2_000_000_000, ""),
        ("condensed-at-one-place", "1 0 2 0 3 0 ", 3, ""),
        (
            "condensed-beyond-the-end",
            "1 9999999 2 999999999 3 76 ",
            3,
            "",
        ),
        ("condensed-below-nothing", "1 -5 2 -34 3 76 ", 3, ""),
        ("condensed-at-its-own-number", "6 0 6 34 6 76 ", 3, ""),
    ] {
        add(&mut files, name, move || {
            Condensed {
                places: places.to_owned(),
                count,
                stream,
                ..Condensed::default()
            }
            .bind()
        });
    }
    for (name, table) in [
        ("packed-table-of-wide-fields", "/Size 8 /W [255 255 255]"),
        ("packed-table-of-no-fields", "/Size 8 /W [0 0 0]"),
        ("packed-table-of-billions", "/Size 4294967295 /W [1 4 1]"),
        (
            "packed-table-in-parts",
            "/Size 8 /W [1 4 1] /Index [0 4294967295 4294967295 4294967295]",
        ),
        ("packed-table-before-itself", "/Size 8 /W [1 4 1] /Prev 9"),
    ] {
        add(&mut files, name, move || {
            Condensed {
                table,
                ..Condensed::default()
            }
            .bind()
        });
    }
    add(
        &mut files,
        "objects-condensed-in-condensed-objects",
        move || {
            Condensed {
                rows: [2, 0, 0, 0, 8, 0, 2, 0, 0, 0, 7, 0].repeat(many(10_000)),
                table: "/Size 9999 /W [1 4 1]",
                ..Condensed::default()
            }
            .bind()
        },
    );
    add(&mut files, "bomb-of-condensed-objects", move || {
        Condensed {
            blanks: many(400_000_000),
            ..Condensed::default()
        }
        .bind()
    });
    add(&mut files, "bomb-of-places-in-a-table", move || {
        Condensed {
            rows: [1, 0, 0, 0, 9, 0].repeat(many(3_000_000)),
            table: "/Size 40000000 /W [1 4 1]",
            ..Condensed::default()
        }
        .bind()
    });
    add(&mut files, "bomb-of-condensed-pages", move || {
        let kids = "<<>>".repeat(many(2_000_000));
        let objects = Condensed::default().objects.replace("3 0 R", &kids);
        Condensed {
            objects,
            ..Condensed::default()
        }
        .bind()
    });
    files
}
