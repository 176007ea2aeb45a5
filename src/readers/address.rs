//! Addresses in running text: URLs, e-mail addresses, DOIs. The digits in them are no markers.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Span;

/// An address goes on to white space, a bracket or a quotation mark of any script, or a sign that is a marker. Word
/// boundaries are those of ASCII, because those of Unicode would leave the fast matcher.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tail = r#"[^\s\p{Z}<>\[\]{}|^`"“”„«»‹›‘’\u{200B}（）「」『』【】〔〕《》〈〉、。，；：！？⁰¹²³⁴⁵⁶⁷⁸⁹†‡‖¶§*]"#;
    Regex::new(&format!(
        r"(?-u:\b)(?:(?i:https?|ftp)://{tail}+|(?i:www)\.{tail}+|(?:doi:)?10\.[0-9]{{4,9}}/{tail}+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{{2,6}}/{tail}+)"
    ))
    .ok()
});

/// The addresses of a text in its order, without the punctuation of the sentence around them.
pub(super) fn addresses(text: &str) -> Vec<Span> {
    let Some(pattern) = ADDRESS.as_ref() else {
        return Vec::new();
    };
    pattern
        .find_iter(text)
        .map(|found| {
            let length = trimmed(found.as_str()).len();
            Span::new(found.start(), found.start() + length)
        })
        .collect()
}

/// An address without the marks behind it that belong to the sentence. A bracket belongs to the address only if it
/// was opened there: `https://example.org/a_(b)`.
fn trimmed(address: &str) -> &str {
    let mut open = 0_usize;
    let mut end = address.len();
    for (at, character) in address.char_indices() {
        match character {
            '(' => open += 1,
            ')' if open == 0 => {
                end = at;
                break;
            }
            ')' => open -= 1,
            _ => {}
        }
    }
    let marks = ['.', ',', ';', ':', '!', '?', '\'', '’', '_', '…', '('];
    let address = address[..end].trim_end_matches(marks);
    // `https://e.org,35` is an address, the comma of the sentence, and what may be a marker that lost its superscript.
    let stem = address.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_host = address.contains("://") && stem.matches('/').count() <= 2;
    let host_ends = stem.ends_with([',', ';']) || (stem.ends_with('.') && is_host);
    if stem.len() < address.len() && host_ends {
        stem.trim_end_matches(marks)
    } else {
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text)
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect()
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        assert_eq!(
            found("See https://e.org/a_(b)/12, (http://e.org/3)4 and “www.e.org/5.”6"),
            ["https://e.org/a_(b)/12", "http://e.org/3", "www.e.org/5"]
        );
        assert_eq!(found("https://e.org/a.[12]"), ["https://e.org/a"]);
        assert_eq!(found("https://e.org/a¹²"), ["https://e.org/a"]);
        assert_eq!(found("<https://e.org/9>."), ["https://e.org/9"]);
        assert_eq!(found("at https://e.org,35 an"), ["https://e.org"]);
        assert_eq!(
            found("at https://e.org/v/1.35 an"),
            ["https://e.org/v/1.35"]
        );
    }

    #[test]
    fn addresses_without_a_scheme_and_other_kinds_are_known() {
        assert_eq!(
            found("doi:10.1234/ab.56; write to joe99@e-mail.org. See leveson.org.uk/2011-11/7"),
            [
                "doi:10.1234/ab.56",
                "joe99@e-mail.org",
                "leveson.org.uk/2011-11/7"
            ]
        );
    }

    #[test]
    fn sentences_and_decimals_are_no_addresses() {
        for text in [
            "in France.1 and/or 6.5/7 percent",
            "C4ISR/K9 e.g./i.e. 2024.3 The",
            "@ 12",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
