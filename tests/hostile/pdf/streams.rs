//! Streams that lie about their length, or are packed to grow.

use super::{
    Makers, Paper, TEXT, add, bomb, deflated_again, deflated_blanks, in_font, packed, stream,
};
use crate::broken::{Scale, each};

/// Streams that lie about their length, or are packed to grow.
pub(super) fn streams(scale: Scale) -> Makers {
    let many = move |number| scale.of(number);
    let mut files = Makers::new();
    let mut content = |name, content: Box<dyn Fn() -> Vec<u8> + Send + Sync>| {
        add(&mut files, name, move || {
            Paper {
                content: content(),
                ..Paper::default()
            }
            .bind()
        });
    };
    for (name, length) in [
        ("length-of-nothing", "0"),
        ("length-below-nothing", "-1"),
        ("length-too-large", "99999999"),
        ("length-of-no-type", "99999999999999999999999999"),
        ("length-that-is-its-own-stream", "4 0 R"),
        ("length-that-is-no-number", "/Length"),
        ("length-of-parts", "10.5"),
        ("length-missing", "null"),
    ] {
        content(
            name,
            Box::new(move || {
                format!("<< /Length {length} >>\nstream\n{TEXT}\nendstream").into_bytes()
            }),
        );
    }
    for (name, filters) in [
        ("filter-in-itself", "4 0 R"),
        ("filters-unknown", "[/No /Such]"),
        (
            "filters-of-pictures",
            "[/DCTDecode /JPXDecode /JBIG2Decode]",
        ),
        ("filter-that-decrypts", "[/Crypt /Crypt /Crypt]"),
        ("packed-and-is-not", "/FlateDecode"),
        ("packed-by-lzw-and-is-not", "/LZWDecode"),
        ("written-in-hex-and-is-not", "/ASCIIHexDecode"),
        ("written-in-85-and-is-not", "/ASCII85Decode"),
        ("packed-in-runs-and-is-not", "/RunLengthDecode"),
    ] {
        let entry = format!("/Filter {filters}");
        content(name, Box::new(move || stream(&entry, TEXT.as_bytes())));
    }
    for (name, filter) in [
        ("packed-a-thousand-times", "/FlateDecode "),
        ("in-hex-a-thousand-times", "/AHx "),
        ("in-85-a-thousand-times", "/A85 "),
        ("in-runs-a-thousand-times", "/RL "),
        ("by-lzw-a-thousand-times", "/LZW "),
        ("decrypted-a-thousand-times", "/Crypt "),
    ] {
        let filters = format!("/Filter [{}]", filter.repeat(1_000));
        content(
            name,
            Box::new(move || stream(&filters, &vec![b'7'; many(1_000_000)])),
        );
    }
    content(
        "filters-by-the-million",
        Box::new(move || {
            let filters = format!("/Filter [{}]", "/ASCIIHexDecode ".repeat(many(500_000)));
            stream(&filters, b"7>")
        }),
    );
    for (name, parameters) in [
        (
            "columns-without-number",
            "/Predictor 15 /Columns 2147483647",
        ),
        ("colors-without-number", "/Predictor 12 /Colors 2147483647"),
        ("bits-without-number", "/Predictor 2 /BitsPerComponent 255"),
        (
            "all-without-number",
            "/Predictor 15 /Columns 4294967295 /Colors 255 /BitsPerComponent 16",
        ),
        ("columns-of-nothing", "/Predictor 15 /Columns 0 /Colors 0"),
        (
            "columns-below-nothing",
            "/Predictor 15 /Columns -1 /Colors -1",
        ),
        ("columns-of-one", "/Predictor 15 /Columns 1"),
        (
            "tiff-of-one-bit",
            "/Predictor 2 /Columns 1 /BitsPerComponent 1",
        ),
    ] {
        let entries = format!("/DecodeParms << {parameters} >>");
        content(
            name,
            Box::new(move || {
                stream(
                    &format!("{entries} /Filter /FlateDecode"),
                    &deflated_blanks(b"", many(20_000_000)),
                )
            }),
        );
    }
    for (name, bytes, times) in [
        ("bomb-of-blanks", 60_000_000, 1),
        ("bomb-of-many-blanks", 400_000_000, 1),
        ("bomb-packed-twice", 400_000_000, 2),
        ("bomb-packed-five-times", 100_000_000, 5),
    ] {
        content(name, Box::new(move || bomb("", many(bytes), times)));
    }
    content(
        "bomb-of-runs",
        Box::new(move || stream("/Filter /RL", &[129, b' '].repeat(many(1_000_000)))),
    );
    content(
        "bomb-of-text",
        Box::new(move || {
            let lines = TEXT.repeat(1_000);
            stream(
                "/Filter /FlateDecode",
                &deflated_again(b"", lines.as_bytes(), many(500)),
            )
        }),
    );
    content(
        "bomb-that-breaks-off",
        Box::new(move || {
            let whole = deflated_blanks(b"", many(90_000_000));
            stream("/Filter /FlateDecode", &whole[..whole.len() - 10])
        }),
    );
    for (name, times) in [
        ("content-a-thousand-times", 1_000),
        ("content-a-million-times", 1_000_000),
    ] {
        add(&mut files, name, move || {
            let contents = "6 0 R ".repeat(many(times));
            Paper {
                page: format!("/MediaBox [0 0 595 842] /Contents [{contents}]"),
                more: vec![packed("", &vec![b' '; many(1_000_000)])],
                ..Paper::default()
            }
            .bind()
        });
    }
    add(&mut files, "bombs-side-by-side", move || {
        let count = 12;
        let page = |n| format!("<< /Type /Page /Contents {} 0 R >>", 6 + count + n).into_bytes();
        let bomb = bomb("", many(120_000_000), 1);
        let kids = each(count, |n| format!("{} 0 R ", n + 5));
        let pages = (0..count).map(page);
        Paper {
            pages: format!("/Kids [{kids}]"),
            more: pages.chain(vec![bomb; count]).collect(),
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "bombs-in-forms", move || {
        let forms = each(12, |n| format!("/X{n} {} 0 R ", n + 5));
        let bomb = bomb(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
            many(120_000_000),
            1,
        );
        Paper {
            resources: format!("/XObject << {forms} >>"),
            content: stream("", each(12, |n| format!("/X{n} Do ")).as_bytes()),
            more: vec![bomb; 12],
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "bomb-that-says-it-is-a-picture", move || {
        let bomb = bomb("/Subtype /Image", many(400_000_000), 1);
        Paper {
            content: bomb,
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "bomb-in-a-font", move || {
        let bomb = bomb("", many(400_000_000), 1);
        let font = "<< /Type /Font /Subtype /TrueType /BaseFont /A /ToUnicode 6 0 R \
                    /FontDescriptor << /FontFile2 6 0 R >> >>";
        in_font(font, 100, vec![bomb])
    });
    files
}
