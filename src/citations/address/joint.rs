//! Whether an address goes on behind a blank or a line end.
//!
//! A false join is worse than a missed one: it makes a wrong address of a right one. So what follows must look like
//! the rest of an address in itself, unless the address breaks off where none ends.

use super::extent::{Surroundings, is_host, run};
use super::names::{is_file_type, is_second_level, is_sentence_word, is_short_word, is_top_level};
use crate::document::Span;

/// More blanks than this part columns, not an address. Indentation counts.
const LONGEST_GAP: usize = 40;

/// The runs that an address is made of, the first of which begins at `start`.
pub(super) fn runs(text: &str, start: usize, around: &Surroundings) -> Vec<Span> {
    let mut runs = vec![Span::new(start, run(text, start, around.limit))];
    if let Some(close) = around.closed
        && let Some(all) = enclosed(text, start, close)
    {
        return all;
    }
    let mut has_path = false;
    while let Some(&last) = runs.last() {
        let head = &text[last.start..last.end];
        has_path |= head.contains(['/', '?']);
        let Some(tail) = behind_gap(text, last.end, around.limit) else {
            break;
        };
        let joint = Joint {
            head,
            tail: &text[tail.start..tail.end],
            is_line_end: text[last.end..tail.start].contains('\n'),
        };
        if !(if has_path {
            joint.in_path()
        } else {
            joint.in_host()
        }) {
            break;
        }
        runs.push(tail);
    }
    runs
}

/// All that stands in pointed brackets, where blanks and line ends do not count (RFC 3986, appendix C), if it is one
/// address and no sentence.
fn enclosed(text: &str, start: usize, close: usize) -> Option<Vec<Span>> {
    let mut runs = Vec::new();
    let mut at = start;
    while at < close {
        let end = run(text, at, close);
        if end == at {
            return None;
        }
        runs.push(Span::new(at, end));
        let rest = &text[end..close];
        at = end + (rest.len() - rest.trim_start().len());
        if at == end && end < close {
            return None;
        }
    }
    let is_part = |pair: &[Span]| {
        let (head, tail) = (
            &text[pair[0].start..pair[0].end],
            &text[pair[1].start..pair[1].end],
        );
        !tail.contains("://")
            && (head.ends_with(['/', '-', '_', '=', '&', '?', '.', '%'])
                || tail.contains(['/', '-', '_', '=', '.', '%'])
                || tail.contains(|c: char| c.is_ascii_digit()))
    };
    runs.windows(2).all(is_part).then_some(runs)
}

/// The run of signs behind a blank or one line end.
fn behind_gap(text: &str, end: usize, limit: usize) -> Option<Span> {
    let rest = text.get(end..limit)?;
    let start = end + (rest.len() - rest.trim_start().len());
    let gap = &text[end..start];
    let is_gap = !gap.is_empty() && gap.len() <= LONGEST_GAP && gap.matches('\n').count() <= 1;
    if !is_gap || !text[start..limit].starts_with(|c: char| c.is_ascii_graphic()) {
        return None;
    }
    let tail = Span::new(start, run(text, start, limit));
    (!tail.is_empty()).then_some(tail)
}

/// Two runs with a gap between them.
#[derive(Debug, Clone, Copy)]
struct Joint<'a> {
    head: &'a str,
    tail: &'a str,
    is_line_end: bool,
}

impl<'a> Joint<'a> {
    /// The tail without the punctuation of a sentence that ends with it.
    fn word(&self) -> &'a str {
        self.tail
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '\''])
    }

    /// A break in the host: `http://www.example. org.uk/a`, `https://exam\nple.org/a/b`.
    fn in_host(&self) -> bool {
        let word = self.word();
        let (labels, path) = word.split_once('/').unwrap_or((word, ""));
        if is_marked(word) {
            return false;
        }
        if self.head.ends_with('.') || labels.starts_with('.') {
            let before = self.head.trim_end_matches('.');
            let labels = labels.strip_prefix('.').unwrap_or(labels);
            return is_host(&format!("{before}.{labels}")) && ends_host(before, labels, path, word);
        }
        if labels.is_empty() && !path.is_empty() {
            return is_strong(path) && self.is_line_end;
        }
        let whole = format!("{}{labels}", self.head);
        let has_top =
            |host: &str| is_host(host) && is_top_level(host.rsplit('.').next().unwrap_or_default());
        let breaks_off = self.head.ends_with('-') || !has_top(self.head);
        self.is_line_end && breaks_off && has_top(&whole) && is_strong(path)
    }

    /// A break behind the host.
    fn in_path(&self) -> bool {
        let word = self.word();
        let Some(first) = word.chars().next() else {
            return false;
        };
        if is_another(word) {
            return false;
        }
        match self.head.chars().next_back().unwrap_or(' ') {
            '.' => is_ending(word),
            '/' => first.is_ascii_alphanumeric() && is_strong(word),
            '-' | '_' | '%' | '+' => first.is_ascii_alphanumeric() && self.continues(word),
            '=' => {
                first.is_ascii_alphanumeric()
                    && (has_pairs(word) || self.is_line_end && self.continues(word))
            }
            '&' | '?' => first.is_ascii_alphabetic() && has_pairs(word),
            last if last.is_alphanumeric() => self.in_word(word, first),
            _ => false,
        }
    }

    /// Whether what follows a sign that ends no address is no word of the sentence.
    fn continues(&self, word: &str) -> bool {
        let is_label =
            word.bytes().all(|byte| byte.is_ascii_digit()) && self.tail.len() > word.len();
        let is_clear = word.contains(['/', '-', '_', '%', '=', '&']) || is_ending_of_file(word);
        !is_sentence_word(word) && !is_label && (self.is_line_end || is_clear)
    }

    /// A break between two letters, or before a sign.
    fn in_word(&self, word: &str, first: char) -> bool {
        let is_complete = is_ending_of_file(self.head);
        match first {
            '?' | '&' => has_pairs(&word[1..]),
            '.' => !is_complete && is_ending(&word[1..]),
            '/' if !is_complete => is_strong(&word[1..]),
            '-' if !is_complete => is_strong(&word[1..]) || is_file(word),
            _ if is_complete || first.is_ascii_uppercase() => false,
            _ => first.is_ascii_alphanumeric() && is_certain(word),
        }
    }
}

/// Whether a host ends with these labels.
fn ends_host(before: &str, labels: &str, path: &str, word: &str) -> bool {
    let last = before.rsplit('.').next().unwrap_or_default();
    let top = labels.rsplit('.').next().unwrap_or_default();
    if !is_top_level(top) || is_short_word(top) && !labels.contains('.') && !is_certain(word) {
        return false;
    }
    // `www.example.org. uk/a` goes on, `www.example.org. See de/a` does not.
    let is_complete = is_top_level(last) && before.contains('.');
    !is_complete || is_second_level(last) && !path.is_empty()
}

/// Whether a word is an address, an identifier or a name of its own.
fn is_another(word: &str) -> bool {
    let first = word.split('/').next().unwrap_or_default();
    let top = first.rsplit('.').next().unwrap_or_default();
    let is_bare = word.contains('/') && is_host(first) && is_top_level(top) && !is_file_type(top);
    is_bare || is_marked(word)
}

/// Whether a word says by its first signs that it is an address or an identifier.
fn is_marked(word: &str) -> bool {
    const BEGINNINGS: [&str; 10] = [
        "www.", "http", "ftp:", "doi:", "doi.", "arxiv:", "isbn", "pmid", "issn", "urn:",
    ];
    let small = (word.get(..8.min(word.len())).unwrap_or_default()).to_ascii_lowercase();
    let is_doi = word.starts_with("10.") && word.contains('/');
    is_doi
        || word.contains("://")
        || word.contains('@')
        || BEGINNINGS.iter().any(|begin| small.starts_with(begin))
}

/// `pdf`, `html?id=3`: the end of a file's name.
fn is_ending(word: &str) -> bool {
    let name = word.split(['?', '#']).next().unwrap_or_default();
    is_file_type(name)
}

/// Whether a word ends as the name of a file does.
fn is_file(word: &str) -> bool {
    word.rsplit_once('.')
        .is_some_and(|(_, end)| is_file_type(end))
}

/// Whether a path ends in the name of a file.
pub(super) fn is_ending_of_file(word: &str) -> bool {
    let path = word.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.')
        .is_some_and(|(stem, end)| stem.len() >= 3 && is_file_type(end))
}

/// Names with values: `id=3&lang=en`.
fn has_pairs(word: &str) -> bool {
    let name = word
        .trim_start_matches('?')
        .split('=')
        .next()
        .unwrap_or_default();
    word.contains('=')
        && !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte))
}

fn count(word: &str, sign: char) -> usize {
    word.matches(sign).count()
}

fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

/// Whether a word looks like the rest of an address when one breaks off at a slash.
fn is_strong(word: &str) -> bool {
    let is_date = word
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"/-.".contains(&byte));
    let first = word.split('/').next().unwrap_or_default();
    if is_date || is_sentence_word(first) {
        return false;
    }
    let (slashes, hyphens) = (count(word, '/'), count(word, '-'));
    let inner = slashes - usize::from(word.ends_with('/'));
    is_ending_of_file(word)
        || inner >= 2
        || slashes >= 1 && has_digit(word) && (hyphens >= 1 || word.contains('_'))
        || slashes >= 1 && hyphens >= 2
        || word.ends_with('/') && (hyphens >= 1 || has_digit(word))
        || hyphens >= 4
        || word.contains('?') && has_pairs(word.split('?').next_back().unwrap_or_default())
        || is_code(word)
}

/// Whether a word can be nothing but the rest of an address.
fn is_certain(word: &str) -> bool {
    let (slashes, hyphens) = (count(word, '/'), count(word, '-'));
    let has_file = is_ending_of_file(word);
    is_strong(word)
        && (slashes >= 2 && (has_digit(word) || has_file)
            || has_file && word.contains(['/', '-', '_', '%'])
            || hyphens >= 4)
}

/// An identifier of letters and digits: `Q4ZNDZUV4JBFDHGHFTUHNHZPRQ`.
fn is_code(word: &str) -> bool {
    let word = word.trim_end_matches('/');
    word.len() >= 16
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word.bytes().filter(u8::is_ascii_digit).count() >= 2
}
