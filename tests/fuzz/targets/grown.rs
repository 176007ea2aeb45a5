//! Web pages, Markdown and Word files that are grown from the input, most of them well formed.
#![no_main]

use footfault_fuzz::documents::document;
use footfault_fuzz::{examine, examine_copy, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((bytes, format)) = document(input) else {
        return;
    };
    let source = source(&bytes, Some(format));
    if let Some(report) = examine(&source) {
        examine_copy(&source, &report);
    }
});
