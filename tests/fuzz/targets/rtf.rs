//! Rich text.
#![no_main]

use footfault::document::Format;
use footfault_fuzz::{examine, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    examine(&source(input, Some(Format::Rtf)));
});
