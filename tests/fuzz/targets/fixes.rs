//! Papers that are mended: the mended paper can be read, says what was said it would, and needs no more mending.
#![no_main]

use footfault::document::Format;
use footfault::fix::{Choice, fix};
use footfault::readers;
use footfault_fuzz::{all_rules, examine, pieces, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&first, rest)) = input.split_first() else {
        return;
    };
    let format = match first % 4 {
        0 => Format::Text,
        1 => Format::Markdown,
        2 => Format::Html,
        _ => Format::Latex,
    };
    let bytes = if first & 4 == 0 {
        rest.to_vec()
    } else {
        pieces::text(rest).into_bytes()
    };
    let choice = Choice {
        settings: all_rules(),
        with_unsafe: first & 8 != 0,
    };
    let Ok(fixed) = fix(&source(&bytes, Some(format)), &choice) else {
        return;
    };
    let mended = source(&fixed.bytes, Some(format));
    let document = readers::read(&mended).expect("a mended paper can be read");
    assert_eq!(
        document.text, fixed.after,
        "the mended text is the one that was told"
    );
    examine(&mended);
    if fixed.is_unfinished {
        return;
    }
    let again = fix(&mended, &choice).expect("a mended paper can be mended");
    assert_eq!(again.applied, [], "a paper is mended once");
    assert!(again.bytes == fixed.bytes);
});
