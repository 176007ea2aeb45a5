//! Plain text and Markdown, and what is taken for one of them.
#![no_main]

use footfault::document::Format;
use footfault_fuzz::{examine, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&first, text)) = input.split_first() else {
        return;
    };
    let format = match first % 4 {
        0 => None,
        1 => Some(Format::Text),
        _ => Some(Format::Markdown),
    };
    examine(&source(text, format));
});
