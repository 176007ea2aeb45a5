//! Pages that cited addresses lead to, in any form.
#![no_main]

use footfault::links::Page;
use footfault::links::page::{passage, read};
use libfuzzer_sys::fuzz_target;
use url::Url;

const TYPES: [Option<&str>; 8] = [
    None,
    Some("text/html"),
    Some("text/html; charset=windows-1252"),
    Some("application/xhtml+xml; charset=utf-16"),
    Some("application/json"),
    Some("text/plain"),
    Some("application/pdf"),
    Some("application/vnd.citationstyles.csl+json"),
];

fuzz_target!(|input: &[u8]| {
    let Some((&first, bytes)) = input.split_first() else {
        return;
    };
    let address = "https://courier.example/2024/03/tolls#:~:text=The%20tolls,were%20raised";
    let address = Url::parse(address).expect("an address");
    let passages = passage::of(&address);
    let content_type = TYPES[usize::from(first) % TYPES.len()];
    let page = read(bytes, content_type, &address, &passages);
    let json = serde_json::to_string(&page).expect("a page can be written down");
    let again: Page = serde_json::from_str(&json).expect("what was written can be read");
    assert!(again == page, "what is written is read");
});
