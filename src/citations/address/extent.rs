//! How far an address goes without a blank.

use crate::document::Span;

/// What an address stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings {
    /// The end of its block: no address goes on in the next.
    pub(super) limit: usize,
    /// The `>` that closes the `<` before it, if nothing but one address can stand between them.
    pub(super) closed: Option<usize>,
}

/// How far `>` may be from `<`, in bytes: longer than addresses are.
const LONGEST_IN_BRACKETS: usize = 1000;

impl Surroundings {
    pub(super) fn of(text: &str, start: usize, limit: usize) -> Self {
        let is_open = text[..start].ends_with('<');
        let closed = is_open
            .then(|| closing_bracket(text, start, limit))
            .flatten();
        Self { limit, closed }
    }
}

fn closing_bracket(text: &str, start: usize, limit: usize) -> Option<usize> {
    let reach = &text.as_bytes()[start..limit.min(start + LONGEST_IN_BRACKETS).max(start)];
    let length = reach.iter().position(|byte| *byte == b'>')?;
    (!reach[..length].contains(&b'<')).then_some(start + length)
}

/// Whether a byte is one that addresses are made of and that means nothing else in running text.
fn is_plain(byte: u8) -> bool {
    const PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let signs =
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/?=%+:;,@!$#'";
        let mut index = 0;
        while index < signs.len() {
            plain[signs[index] as usize] = true;
            index += 1;
        }
        plain
    };
    PLAIN[byte as usize]
}

/// What can stand behind a backslash that only protects it from Markdown or TeX.
fn can_be_escaped(byte: u8) -> bool {
    b"_*~-.#&+!=$%()".contains(&byte)
}

/// Characters that nobody sees and that word processors put where a line may break.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// No run is longer, in bytes: servers refuse longer addresses, and glued ones must not be read again and again.
const LONGEST: usize = 4096;

/// The end of the run of signs that begins at `start`.
pub(in crate::citations) fn run(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let limit = (limit.min(start + LONGEST)..=limit)
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(limit);
    let mut at = start;
    let mut open: Vec<usize> = Vec::new();
    while at < limit {
        if is_plain(bytes[at]) {
            at += 1;
            continue;
        }
        let length = match bytes[at] {
            b'(' => {
                open.push(at);
                1
            }
            b')' => usize::from(open.pop().is_some()),
            b'*' if goes_on_in_passage(text, start, at) => 1,
            _ => special(text, start, at),
        };
        if length == 0 {
            break;
        }
        at += length;
    }
    let end = at.min(limit);
    let end = open
        .first()
        .copied()
        .filter(|&bracket| !is_in_passage(text, start, bracket))
        .unwrap_or(end);
    before_another(text, start, end)
}

/// Whether a place lies in the passage of a page that a browser marked (`#:~:text=…`). Browsers write brackets and
/// asterisks in it as they are, and a passage may hold only one half of a pair.
fn is_in_passage(text: &str, start: usize, at: usize) -> bool {
    text[start..at].contains(":~:")
}

fn goes_on_in_passage(text: &str, start: usize, at: usize) -> bool {
    let next = text.as_bytes().get(at + 1);
    next.is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'%')
        && is_in_passage(text, start, at)
}

/// How many bytes of what is no plain sign belong to the address; none if it ends before.
fn special(text: &str, start: usize, at: usize) -> usize {
    let bytes = text.as_bytes();
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    match bytes[at] {
        b'&' => ampersand(&text[at..]),
        b'\\' if can_be_escaped(next) => 2,
        // The signs of a work that publishers numbered before there was a web: `49:8<693::AID-ASI4>3.0.CO;2-O`.
        b'<' => sici(&text[start..at], &text[at..]),
        // The archive's list of all copies: `web.archive.org/web/*/example.org`.
        b'*' if next == b'/' && at > start && bytes[at - 1] == b'/' => 1,
        b'[' => square(text, start, at),
        byte if byte >= 0x80 => foreign(text, start, at),
        _ => 0,
    }
}

/// An ampersand belongs to the address unless it stands for a sign that does not.
fn ampersand(rest: &str) -> usize {
    let ends = [
        "&lt;", "&gt;", "&quot;", "&nbsp;", "&#34;", "&#39;", "&apos;", "&rdquo;",
    ];
    if rest.starts_with("&amp;") {
        5
    } else {
        usize::from(!ends.iter().any(|end| rest.starts_with(end)))
    }
}

/// The length of the part of a SICI in pointed brackets, with what follows it: `<693::AID-ASI4>3.0.CO;2-O`.
fn sici(before: &str, rest: &str) -> usize {
    let reach = rest.len().min(60);
    let is_one = before.len() < 400 && before.to_ascii_lowercase().contains("(sici)");
    let close = rest.as_bytes()[..reach]
        .iter()
        .position(|byte| *byte == b'>');
    match close {
        Some(close) if is_one && rest[..close].is_ascii() => {
            let inner = &rest.as_bytes()[1..close];
            let is_clean = inner.iter().all(|byte| is_plain(*byte));
            if is_clean && inner.contains(&b':') {
                close + 1
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// Square brackets hold the number of a host (`[::1]`) or belong to a name in a query (`?filter[year]=2020`); all
/// others are markers and editor's brackets.
fn square(text: &str, start: usize, at: usize) -> usize {
    let rest = &text.as_bytes()[at..text.len().min(at + 60)];
    let Some(close) = rest.iter().position(|byte| *byte == b']') else {
        return 0;
    };
    let is_number = at == start
        && rest[1..close]
            .iter()
            .all(|b| b.is_ascii_hexdigit() || *b == b':');
    let behind = rest.get(close + 1).copied().unwrap_or(b' ');
    let is_name = text[start..at].contains('?') && b"=[&".contains(&behind);
    let is_clean = rest[1..close].iter().all(|byte| is_plain(*byte));
    if is_clean && close > 0 && (is_number && close > 1 || is_name) {
        close + 1
    } else {
        0
    }
}

/// Characters of other scripts and typographic signs.
fn foreign(text: &str, start: usize, at: usize) -> usize {
    let Some(c) = text[at..].chars().next() else {
        return 0;
    };
    let before = text[start..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
    let goes_on = after.is_ascii() && is_plain(after as u8) || after.is_alphabetic();
    let belongs = match c {
        _ if is_invisible(c) => goes_on,
        // Word processors bend the apostrophe and lengthen the hyphen of an address that was typed.
        '’' | '–' => {
            let in_path = text[start..at].contains('/');
            in_path && before.is_some_and(char::is_alphanumeric) && after.is_alphanumeric()
        }
        // A dash of the sentence is followed by words, one of the address by more of its path.
        '—' => {
            let rest = text[at + c.len_utf8()..].split(char::is_whitespace).next();
            text[start..at].contains('/') && rest.is_some_and(|rest| rest.contains('/'))
        }
        _ if is_sign_of_text(c) => false,
        _ if is_east_asian(c) => !before.is_some_and(|c| c.is_ascii_alphanumeric()),
        _ if c.is_alphabetic() => true,
        _ => goes_on,
    };
    if belongs { c.len_utf8() } else { 0 }
}

/// Quotation marks, dashes, full-width punctuation, raised digits and signs of notes.
fn is_sign_of_text(c: char) -> bool {
    matches!(c,
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '«' | '»' | '¹' | '²' | '³' | '§' | '¶' | '·' | '\u{a0}'
        | '\u{2070}'..='\u{209f}' | '\u{2460}'..='\u{24ff}' | '\u{fffd}')
        || c.is_whitespace()
}

/// Scripts that are written without blanks, so that the sentence goes on directly behind an address.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The end of a run, or where another address is glued to it. An address within one, as archives and redirections
/// have it, stands behind a sign: `/web/2015/http://example.org`, `?url=http://example.org`.
fn before_another(text: &str, start: usize, end: usize) -> usize {
    let run = &text[start..end];
    let mut from = 1.min(run.len());
    while let Some(found) = run.get(from..).and_then(|rest| rest.find("http")) {
        let at = from + found;
        let rest = run[at + 4..].trim_start_matches('s');
        let before = run.as_bytes()[at - 1];
        if rest.starts_with("://") && !b"/=?:&%".contains(&before) {
            return start + at;
        }
        from = at + 4;
    }
    end
}

/// Whether a word has the form of a host: labels of letters, digits and hyphens, the last one of letters.
pub(super) fn is_host(word: &str) -> bool {
    let labels: Vec<&str> = word.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let top = labels.last().copied().unwrap_or_default();
    labels.len() > 1
        && labels.iter().all(is_label)
        && top.chars().all(|c| c.is_alphabetic() || c == '-')
}

/// Whether an address, without its scheme, names a host. Without a scheme it must look like one.
pub(super) fn names_a_host(rest: &str, has_scheme: bool) -> bool {
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    if has_scheme {
        !rest.is_empty()
    } else {
        is_host(host) && host.split('.').count() > 2 - usize::from(host == "doi.org")
    }
}

/// The end of the stretch from the span's start that is written as it is meant; what follows it if that ends before
/// the span does: how many bytes stand for which sign.
pub(super) fn plain_stretch(text: &str, span: Span) -> (usize, Option<(usize, &str)>) {
    let bytes = text.as_bytes();
    let mut at = span.start;
    while at < span.end {
        match bytes[at] {
            b'&' if text[at..span.end].starts_with("&amp;") => return (at, Some((5, "&"))),
            b'\\' if at + 1 < span.end && can_be_escaped(bytes[at + 1]) => {
                return (at, Some((2, &text[at + 1..at + 2])));
            }
            byte if byte >= 0x80 && text.is_char_boundary(at) => {
                let c = text[at..].chars().next().unwrap_or(' ');
                if is_invisible(c) {
                    return (at, Some((c.len_utf8(), "")));
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    (span.end, None)
}
