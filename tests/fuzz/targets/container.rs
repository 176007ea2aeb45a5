//! The bytes of a container as they are, and files that do not say what they are.
#![no_main]

use footfault::document::Format;
use footfault_fuzz::{examine, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&first, bytes)) = input.split_first() else {
        return;
    };
    let format = match first % 4 {
        0 => None,
        1 => Some(Format::Docx),
        2 => Some(Format::Odt),
        _ => Some(Format::Epub),
    };
    examine(&source(bytes, format));
});
