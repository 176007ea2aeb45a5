//! Files of settings, and a paper that is checked by what they say.
#![no_main]

use std::path::Path;

use footfault::check::check;
use footfault::config::{Found, NAME};
use footfault::document::Format;
use footfault_fuzz::{examine_report, source};
use libfuzzer_sys::fuzz_target;

const PAPER: &str = "The weir was raised in 1911[^1]. It was raised again.[^2] Nobody asked.[^3]\n\n\
    [^1]: Abend, “Grün, *The Lower Reach*, 03/04/2024, https://reach.example/2024/03/04/tolls.\n\
    [^2]: Abend, *Grün*, 2020.\n";

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    match Found::read(Path::new(NAME), text) {
        Ok(found) => {
            let source = source(PAPER.as_bytes(), Some(Format::Markdown));
            let settings = found.settings(Path::new("drafts/paper.md"));
            let report = check(&source, &settings).expect("the paper can be read");
            examine_report(&source, &report);
        }
        Err(complaint) => assert!(complaint.starts_with(NAME), "{complaint}"),
    }
});
