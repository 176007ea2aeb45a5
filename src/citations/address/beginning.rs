//! Where an address begins: its scheme as it is written, or what stands in its place.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::Slip;
use crate::document::Span;

/// Literals only, so that the search runs over many bytes at a time.
static SIGNS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"http|://|www\.|WWW\.|Www\.|doi\.org/10\.[0-9]").ok());

/// Schemes that papers cite, besides those of the web.
const SCHEMES: [&str; 14] = [
    "about",
    "app",
    "brave",
    "chrome",
    "chrome-extension",
    "edge",
    "file",
    "ftp",
    "ftps",
    "gopher",
    "moz-extension",
    "sftp",
    "smb",
    "zotero",
];

/// What is typed for `http` and `https`.
const NEARLY: [(&str, &str); 12] = [
    ("hhttp", "http://"),
    ("hhttps", "https://"),
    ("htp", "http://"),
    ("htps", "https://"),
    ("htpp", "http://"),
    ("htpps", "https://"),
    ("httpp", "http://"),
    ("httpps", "https://"),
    ("httttp", "http://"),
    ("httttps", "https://"),
    ("ttp", "http://"),
    ("ttps", "https://"),
];

/// So many schemes in a row are a slip; more are no address that anybody typed.
const MOST_SCHEMES: usize = 4;

/// The beginning of an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Beginning<'a> {
    /// The scheme as written; empty where there is none.
    pub(super) span: Span,
    /// Where the host begins; behind a blank if one stands there.
    pub(super) host: usize,
    /// The scheme as it is meant, with `://`.
    pub(super) scheme: Cow<'a, str>,
    pub(super) slip: Option<Slip>,
    /// Where to look for the next one if this turns out to be none.
    pub(super) behind: usize,
}

impl Beginning<'_> {
    /// Whether what follows is an address even if its host is none.
    pub(super) fn is_certain(&self) -> bool {
        !self.span.is_empty()
    }
}

/// The first beginning at or behind `from`.
pub(super) fn next(text: &str, from: usize) -> Option<Beginning<'_>> {
    let signs = SIGNS.as_ref()?;
    let mut from = from;
    while let Some(sign) = signs.find_at(text, from) {
        let beginning = match sign.as_str() {
            "http" => web(text, sign.start(), MOST_SCHEMES),
            "://" => other(text, sign.start(), from),
            digits if digits.starts_with('d') => resolver(text, sign.start(), from),
            _ => bare(text, sign.start()),
        };
        if beginning.is_some() {
            return beginning;
        }
        from = sign.end();
        // What looks like `http` may still be a slip, whose `://` is found next.
    }
    None
}

/// `http://` and `https://`, and what is typed for them; before a scheme that stands before the host, so many more.
fn web(text: &str, start: usize, schemes: usize) -> Option<Beginning<'_>> {
    let is_secure = text[start + 4..].starts_with('s');
    let behind = start + 4 + usize::from(is_secure);
    let (length, is_slip) = separator(&text[behind..])?;
    let end = behind + length;
    let host = host_behind(text, end)?;
    if let Some(inner) = (schemes > 1 && text[host..].starts_with("http"))
        .then(|| web(text, host, schemes - 1))
        .flatten()
    {
        let slip = Some(Slip::TwoSchemes);
        let span = Span::new(start, inner.span.end);
        return Some(Beginning {
            span,
            slip,
            ..inner
        });
    }
    let scheme = if is_secure { "https://" } else { "http://" };
    Some(Beginning {
        span: Span::new(start, end),
        host,
        scheme: Cow::Borrowed(scheme),
        slip: is_slip.then_some(Slip::Scheme),
        behind: end,
    })
}

/// How long what stands between scheme and host is, and whether it is something else than `://`.
fn separator(rest: &str) -> Option<(usize, bool)> {
    if let Some(behind) = rest.strip_prefix("://") {
        let length = rest.len() - behind.trim_start_matches('/').len();
        return Some((length, length > 3));
    }
    let slips = [
        ":/", "//", ";//", ".//", "：//", " ://", ": //", ":/ /", ":\\\\",
    ];
    let typed = slips.iter().filter(|slip| rest.starts_with(**slip));
    if let Some(slip) = typed.max_by_key(|slip| slip.len()) {
        return Some((slip.len(), true));
    }
    rest.starts_with(":www.").then_some((1, true))
}

/// Where the host begins behind a scheme, if one can: there, or behind a blank or a line end.
fn host_behind(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}', '\u{200b}']);
    let host = end + (rest.len() - trimmed.len());
    let begins = trimmed.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if host == end {
        return begins.then_some(host);
    }
    let gap = &text[end..host];
    let word = trimmed
        .split(|c: char| c.is_whitespace() || "/,;)>]\"”".contains(c))
        .next()?;
    let is_near = gap.len() <= 40 && gap.matches('\n').count() <= 1;
    (is_near && begins && super::extent::is_host(word.trim_end_matches('.'))).then_some(host)
}

/// Any other scheme before `://`.
fn other(text: &str, colon: usize, from: usize) -> Option<Beginning<'_>> {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let before = &text.as_bytes()[from.max(colon.saturating_sub(20))..colon];
    let length = before.iter().rev().take_while(|byte| is_sign(byte)).count();
    let start = colon - length;
    let word = text.get(start..colon)?.to_ascii_lowercase();
    let end = colon + 3;
    let nearly = NEARLY.iter().find(|(typed, _)| *typed == word);
    let (scheme, slip) = match (word.as_str(), nearly) {
        ("http", _) => (Cow::Borrowed("http://"), None),
        ("https", _) => (Cow::Borrowed("https://"), None),
        (_, Some((_, meant))) => (Cow::Borrowed(*meant), Some(Slip::Scheme)),
        _ if SCHEMES.binary_search(&word.as_str()).is_ok() => {
            (Cow::Owned(format!("{word}://")), None)
        }
        _ => return None,
    };
    // `file:///C:/a` has an empty host.
    let is_file = word == "file" && text[end..].starts_with('/');
    let host = if is_file {
        end
    } else {
        host_behind(text, end)?
    };
    Some(Beginning {
        span: Span::new(start, end),
        host,
        scheme,
        slip,
        behind: end,
    })
}

/// `www.example.org`. What has no scheme is read as browsers long did.
fn bare(text: &str, start: usize) -> Option<Beginning<'_>> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || "@.-_/".contains(c)) {
        return None;
    }
    Some(Beginning {
        span: Span::new(start, start),
        host: start,
        scheme: Cow::Borrowed("http://"),
        slip: None,
        behind: start + "www.".len(),
    })
}

/// `doi.org/10.1234/5`.
fn resolver(text: &str, start: usize, from: usize) -> Option<Beginning<'_>> {
    let old = text[from.min(start)..start].ends_with("dx.");
    let start = if old { start - 3 } else { start };
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || "@.-_/".contains(c)) {
        return None;
    }
    Some(Beginning {
        span: Span::new(start, start),
        host: start,
        scheme: Cow::Borrowed("https://"),
        slip: None,
        behind: start + "doi.org/10.".len(),
    })
}
