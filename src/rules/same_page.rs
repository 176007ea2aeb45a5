//! Whether an address still leads to the same page after a fix.

use percent_encoding::percent_decode_str;
use url::Url;

use super::Case;
use crate::citations::Address;

/// Whether two addresses have the same scheme, host and path, however they are written.
pub(super) fn leads_alike(before: &str, after: &str) -> bool {
    let (Some(before), Some(after)) = (parsed(before), parsed(after)) else {
        return false;
    };
    is_same_host(&before, &after) && path(&before) == path(&after)
}

/// Whether the first address is the second with something behind its last word.
pub(super) fn goes_on_from(longer: &str, address: &str) -> bool {
    let (Some(longer), Some(address)) = (parsed(longer), parsed(address)) else {
        return false;
    };
    is_same_host(&longer, &address) && path(&longer).starts_with(&path(&address))
}

/// Whether what follows an address may be more of it: then nobody can say what a cut leaves.
pub(super) fn may_go_on(case: &Case<'_>, address: &Address) -> bool {
    let end = address
        .stray
        .map_or(address.span.end, |stray| stray.end.max(address.span.end));
    let mut behind = case.document.text[end..].chars();
    matches!(behind.next(), Some('(' | ')' | '{' | '"' | '\'' | '*'))
        && behind
            .next()
            .is_some_and(|c| c.is_alphanumeric() || c == '%')
}

fn parsed(address: &str) -> Option<Url> {
    if address.contains("://") {
        Url::parse(address).ok()
    } else {
        Url::parse(&format!("http://{address}")).ok()
    }
}

fn is_same_host(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port() == other.port()
        && one.username() == other.username()
}

fn path(url: &Url) -> Vec<u8> {
    percent_decode_str(url.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_may_be_written_in_two_ways() {
        assert!(leads_alike(
            "https://e.org/a%20b?c#d",
            "https://E.org/a%20b"
        ));
        assert!(leads_alike("e.org/%C3%A9", "e.org/é?x"));
        assert!(!leads_alike("https://e.org/a", "http://e.org/a"));
        assert!(!leads_alike("https://e.org/%22a%22", "https://e.org/%22a"));
        assert!(!leads_alike("https://e.org/a", "https://e.org.uk/a"));
        assert!(!leads_alike("https://e.org/a", "https://"));
    }

    #[test]
    fn a_longer_address_goes_on_in_its_path() {
        assert!(goes_on_from("https://e.org/a%20", "https://e.org/a"));
        assert!(goes_on_from(
            "https://e.org/a.pdf.Sinc",
            "https://e.org/a.pdf"
        ));
        assert!(!goes_on_from("https://e.org.Sinc", "https://e.org"));
        assert!(!goes_on_from("https://e.org/b", "https://e.org/a"));
    }
}
