//! Titles and names in a form in which spelling, hyphens at line ends and accents make no difference.

use unicode_normalization::UnicodeNormalization;

/// Small letters without accents.
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The letters and digits of a title, without the article before it.
pub(super) fn key(title: &str) -> String {
    let title = title.trim_start();
    let articles = [
        "The ", "A ", "An ", "the ", "Die ", "Der ", "Das ", "Le ", "La ", "Les ", "El ",
    ];
    let bare = articles
        .iter()
        .find_map(|article| title.strip_prefix(article));
    let mut key = String::with_capacity(title.len());
    for part in bare.unwrap_or(title).split(|c: char| !c.is_alphanumeric()) {
        key.push_str(&plain(part));
    }
    key
}
