//! Markers, notes, headings and their neighbours in any order: what is found of them, and twice the same.
#![no_main]

use footfault::document::Format;
use footfault_fuzz::{examine, examine_again, pieces, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&first, picks)) = input.split_first() else {
        return;
    };
    let format = if first % 2 == 0 {
        Format::Text
    } else {
        Format::Markdown
    };
    let source = source(pieces::text(picks).as_bytes(), Some(format));
    if let Some(report) = examine(&source) {
        examine_again(&source, &report);
    }
});
