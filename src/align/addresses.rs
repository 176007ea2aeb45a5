//! The parts of an address in a note.

use std::borrow::Cow;

/// What an address is made of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// The host, in small letters.
    pub(super) host: Cow<'a, str>,
    /// The path and the query as a line of words.
    pub(super) words: String,
}

/// The parts of an address; `None` where it is none. Its scheme may be left out.
pub(super) fn parts(written: &str) -> Option<Parts<'_>> {
    plain(written).or_else(|| any(written))
}

/// An address that nothing has to be decoded or mended in, as nearly all are: the full rules take twenty times longer.
fn plain(written: &str) -> Option<Parts<'_>> {
    let rest = (written.strip_prefix("https://"))
        .or_else(|| written.strip_prefix("http://"))
        .or_else(|| Some(written).filter(|written| !written.contains("://")))?;
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?=&+,".contains(&byte);
    if !rest.bytes().all(sign) || rest.contains("/.") {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, behind) = rest.split_at(end);
    let is_label = |label: &str| {
        let sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        label.starts_with(|char: char| char.is_ascii_lowercase() || char.is_ascii_digit())
            && !label.ends_with('-')
            && !label.contains("--")
            && label.len() < 64
            && label.bytes().all(sign)
    };
    let top = host.rsplit('.').next()?;
    // A host that ends in a number is an address of four numbers, however written.
    if host.len() > 250 || !top.starts_with(char::is_alphabetic) || !host.split('.').all(is_label) {
        return None;
    }
    let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
    let path = if path.is_empty() { "/" } else { path };
    Some(Parts {
        host: Cow::Borrowed(host),
        words: [path, " ", query].concat().replace('_', " "),
    })
}

fn any(written: &str) -> Option<Parts<'_>> {
    let full = if written.contains("://") {
        Cow::Borrowed(written)
    } else {
        Cow::Owned(format!("http://{written}"))
    };
    let address = url::Url::parse(&full).ok()?;
    let path = format!("{} {}", address.path(), address.query().unwrap_or_default());
    Some(Parts {
        host: Cow::Owned(address.host_str().unwrap_or_default().to_owned()),
        words: decode(&path).replace('_', " "),
    })
}

/// Undoes `%E2%80%99` and its like.
fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_address_has_the_parts_that_the_full_rules_give() {
        let plain_ones = [
            "https://example.org",
            "https://www.example.org/a_b/c-d.html?id=12&q=grain+tolls",
            "http://ports.example.co.uk?berth=4",
            "www.example.org/~harbour/report,2004",
            "https://x1.example.org//a///b/?",
            "https://example.org/a?b?c=/d",
        ];
        for written in plain_ones {
            let parts = plain(written);
            assert!(parts.is_some(), "{written}");
            assert_eq!(parts, any(written), "{written}");
        }
    }

    #[test]
    fn the_full_rules_decide_where_something_is_to_be_mended() {
        let others = [
            "https://example.org/a/../b",
            "https://Example.org/a",
            "https://example.org/na%C3%AFve",
            "https://example.org:8080/a",
            "https://192.168.0.1/a",
            "https://1.0x7f/a",
            "https://xn--bcher-kva.example/a",
            "https://example.org/a#b",
            "ftp://example.org/a",
            "https://-a.example/b",
            "https:///a",
        ];
        for written in others {
            assert_eq!(plain(written), None, "{written}");
        }
        let words = any("https://example.org/na%C3%AFve_toll").map(|parts| parts.words);
        assert_eq!(words.as_deref(), Some("/naïve toll "));
    }
}
