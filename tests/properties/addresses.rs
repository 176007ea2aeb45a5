//! Addresses that are made up of parts, with what programs and people leave at their ends: a safe fix changes of them only
//! what its rule names.

use footfault::document::Format;
use footfault::finding::Fix;
use proptest::prelude::*;
use url::Url;

use super::{all_rules, check, source};

const HOSTS: [&str; 4] = [
    "https://e.example",
    "http://www.e.example:8080",
    "https://archiv.example.org",
    "https://ü.example",
];
const NAMES: [&str; 16] = [
    "report",
    "2019",
    "%22own%22_and_%22other%22",
    "%22tide%22",
    "Pin%3CPtr%3E",
    "a%5B1%5D",
    "%E2%80%9Cflut%E2%80%9D",
    "%E2%80%9Eflut%E2%80%9C",
    "Weir_(dam)",
    "f(x)",
    "A.Brown",
    "notes.html",
    "paper.pdf",
    "caf%C3%A9",
    "Straße",
    "v1.2",
];
const QUERIES: [&str; 6] = [
    "",
    "",
    "?id=7",
    "?utm_source=a&id=7",
    "?id=%22a%22&gclid=b",
    "?q[a]=1&utm_medium=(b)",
];
const FRAGMENTS: [&str; 8] = [
    "",
    "",
    "#part",
    "#:~:text=The%20tide%20(of,by%20boat",
    "#:~:text=a%20(b)%20c",
    "#sec:~:text=*bold,text",
    "#google_vignette",
    "#:~:text=half)%20of",
];
/// What is left behind an address, and is no part of it.
const LEFT_OVER: [&str; 8] = ["", "", "", "%20", "%22", "%3E", ".Sinc", "%E2%80%9D"];

/// An address, and what is left behind it.
fn address() -> impl Strategy<Value = (String, &'static str)> {
    let names = prop::collection::vec(prop::sample::select(&NAMES[..]), 0..4);
    let parts = (
        prop::sample::select(&HOSTS[..]),
        names,
        prop::bool::ANY,
        prop::sample::select(&QUERIES[..]),
        prop::sample::select(&FRAGMENTS[..]),
        prop::sample::select(&LEFT_OVER[..]),
    );
    parts.prop_map(|(host, names, is_folder, query, fragment, left)| {
        let mut address = host.to_owned();
        for name in names {
            address.push('/');
            address.push_str(name);
        }
        if is_folder {
            address.push('/');
        }
        (address + query + fragment, left)
    })
}

/// The text with one fix made in it.
fn mended(text: &str, fix: &Fix) -> String {
    let mut mended = text.to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        mended.replace_range(edit.span.start..edit.span.end, &edit.replacement);
    }
    mended
}

/// The first word behind a sign of a text that no fix touches.
fn behind<'a>(text: &'a str, sign: &str) -> &'a str {
    let (_, rest) = text.split_once(sign).unwrap_or(("", text));
    let word = rest.split_whitespace().next().unwrap_or_default();
    word.trim_end_matches('.')
}

/// Scheme, host with its port, and the bytes of the path.
fn page(address: &str) -> Option<(String, String, Vec<u8>)> {
    let url = Url::parse(address).ok()?;
    let host = format!("{:?}:{:?}", url.host(), url.port());
    let path = percent_encoding::percent_decode_str(url.path()).collect();
    Some((url.scheme().to_owned(), host, path))
}

fn assert_same_page(text: &str, whole: &str, address: &str) {
    let source = source(text.as_bytes().to_vec(), Format::Text);
    let report = check(&source, &all_rules()).expect("a text can be read");
    for finding in &report.findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) else {
            continue;
        };
        let mended = mended(text, fix);
        let now = page(behind(&mended, "See "));
        let may = match finding.rule {
            // It names the letters behind the address.
            "trailing-characters-in-url" => vec![page(address)],
            "insecure-url" => vec![page(&whole.replacen("http:", "https:", 1))],
            _ => vec![page(whole)],
        };
        assert!(
            may.contains(&now),
            "{} makes of {whole}: {mended}",
            finding.rule
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_safe_fix_leaves_the_page_of_an_address((address, left) in address()) {
        let whole = format!("{address}{left}");
        assert_same_page(&format!("Tides.[1]\n\nNotes\n\n1. Weir. See {whole} for more.\n"), &whole, &address);
        assert_same_page(&format!("Tides.[1]\n\nNotes\n\n1. Weir. See {whole}\n"), &whole, &address);
    }
}
