//! Where an answer leads on to.

use url::Url;

/// More hops than this are a circle that changes its address as it goes. Browsers give up at 20.
pub(super) const MOST_HOPS: usize = 10;

/// Whether a status leads on if it says where to.
pub(super) fn leads_on(status: u16) -> bool {
    matches!(status, 301..=303 | 307 | 308)
}

/// The address to which the `Location` of an answer leads, read as browsers read it; `None` if it cannot be read.
pub(super) fn target(from: &Url, location: &str) -> Option<Url> {
    from.join(location.trim()).ok().map(bare)
}

/// An address as it is asked: without its fragment, which no server sees, and without name and password, which a paper
/// or a page does not hand out on our behalf.
pub(super) fn bare(mut address: Url) -> Url {
    address.set_fragment(None);
    if !address.username().is_empty() || address.password().is_some() {
        // These fail for addresses that cannot have them, which have none then.
        let _ = address.set_username("");
        let _ = address.set_password(None);
    }
    address
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn locations_are_read_against_the_address_that_gave_them() {
        let from = Url::parse("https://example.org/a/b?c=d#e").unwrap();
        for (location, meant) in [
            ("/x", "https://example.org/x"),
            ("x", "https://example.org/a/x"),
            ("?q", "https://example.org/a/b?q"),
            ("//example.com/y", "https://example.com/y"),
            (" http://example.com/z#part ", "http://example.com/z"),
            ("http://me:secret@example.com/", "http://example.com/"),
            ("", "https://example.org/a/b?c=d"),
            ("ftp://example.org/f", "ftp://example.org/f"),
            ("/größe", "https://example.org/gr%C3%B6%C3%9Fe"),
        ] {
            assert_eq!(
                target(&from, location).unwrap().as_str(),
                meant,
                "{location}"
            );
        }
        assert_eq!(target(&from, "http://[nonsense"), None);
    }
}
