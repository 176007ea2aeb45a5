//! Names that addresses end in.

/// What the files of the web are called; a path that ends in one is complete.
const FILE_TYPES: [&str; 31] = [
    "asp", "aspx", "cfm", "cgi", "csv", "doc", "docx", "epub", "gif", "htm", "html", "jpeg", "jpg",
    "jsp", "mp3", "mp4", "odt", "pdf", "php", "png", "ppt", "pptx", "rtf", "shtml", "stm", "tei",
    "txt", "xhtml", "xls", "xlsx", "xml",
];

/// The general top-level domains that papers cite; every code of two letters is one too.
const TOP_LEVELS: [&str; 26] = [
    "academy", "aero", "app", "arpa", "asia", "biz", "blog", "com", "coop", "dev", "edu", "gov",
    "info", "int", "media", "mil", "museum", "name", "net", "news", "online", "org", "pro", "site",
    "travel", "xyz",
];

/// Second levels under which countries register: `example.co.uk`.
const SECOND_LEVELS: [&str; 16] = [
    "ac", "asn", "co", "com", "edu", "go", "gob", "gouv", "gov", "mil", "ne", "net", "nhs", "or",
    "org", "police",
];

/// Words of two letters that are codes of countries as well.
const SHORT_WORDS: [&str; 18] = [
    "am", "as", "at", "be", "by", "do", "es", "in", "is", "it", "la", "me", "my", "no", "of", "so",
    "to", "us",
];

/// Words that open a sentence or go on with one behind an address, in small letters.
const SENTENCE_WORDS: [&str; 58] = [
    "a",
    "accessed",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "archived",
    "as",
    "at",
    "available",
    "but",
    "by",
    "cited",
    "for",
    "from",
    "he",
    "however",
    "if",
    "in",
    "is",
    "it",
    "its",
    "last",
    "most",
    "of",
    "on",
    "or",
    "our",
    "quoted",
    "retrieved",
    "see",
    "she",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "thus",
    "to",
    "under",
    "viewed",
    "visited",
    "was",
    "we",
    "when",
    "where",
    "while",
    "with",
];

pub(super) fn is_file_type(word: &str) -> bool {
    FILE_TYPES.binary_search(&word).is_ok()
}

/// Whether a label, in small letters, can be the last of a host.
pub(super) fn is_top_level(label: &str) -> bool {
    (label.len() == 2 && label.bytes().all(|byte| byte.is_ascii_lowercase()))
        || TOP_LEVELS.binary_search(&label).is_ok()
        || label.starts_with("xn--")
}

pub(super) fn is_second_level(label: &str) -> bool {
    SECOND_LEVELS.binary_search(&label).is_ok()
}

/// Whether a word of two letters is more often a word than the code of a country.
pub(super) fn is_short_word(word: &str) -> bool {
    SHORT_WORDS.binary_search(&word).is_ok()
}

/// Whether a word, in any case, is one of those that sentences are made of.
pub(super) fn is_sentence_word(word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    SENTENCE_WORDS.binary_search(&small.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(FILE_TYPES.is_sorted());
        assert!(TOP_LEVELS.is_sorted());
        assert!(SECOND_LEVELS.is_sorted());
        assert!(SHORT_WORDS.is_sorted());
        assert!(SENTENCE_WORDS.is_sorted());
    }
}
