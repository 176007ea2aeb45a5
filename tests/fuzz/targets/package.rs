//! Word files, texts of `OpenDocument` and books: the input is their parts, so that the fuzzer need not know the container.
#![no_main]

use footfault::document::Format;
use footfault_fuzz::{container, examine, examine_copy, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some(bytes) = container(input) else {
        return;
    };
    let has = |name: &[u8]| input.windows(name.len()).any(|window| window == name);
    let format = if has(b"content.xml\n") {
        Format::Odt
    } else if has(b"META-INF/container.xml\n") {
        Format::Epub
    } else {
        Format::Docx
    };
    let source = source(&bytes, Some(format));
    if let Some(report) = examine(&source) {
        examine_copy(&source, &report);
    }
});
