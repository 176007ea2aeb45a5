//! How an address is named in a message: short enough to be read at a glance.

use crate::citations::Address;

/// An address as a message shows it, without its scheme; a long one by its beginning and its end.
pub(super) fn shown(address: &Address) -> String {
    let text = address
        .text
        .split_once("://")
        .map_or(address.text.as_str(), |(_, rest)| rest);
    shortened(text)
}

/// A long word by its beginning and its end.
pub(super) fn shortened(word: &str) -> String {
    const HEAD: usize = 32;
    const TAIL: usize = 20;
    let count = word.chars().count();
    if count <= HEAD + TAIL + 5 {
        return word.to_owned();
    }
    let head: String = word.chars().take(HEAD).collect();
    let tail: String = word.chars().skip(count - TAIL).collect();
    format!("{head}…{tail}")
}
