//! Who is asked for an address.

use url::Url;

/// A host and its port: one breaker guards it, and one `robots.txt` holds for it.
pub(super) type Authority = (String, u16);

/// Who is asked for an address.
pub(super) fn authority(address: &Url) -> Authority {
    let host = address.host_str().unwrap_or_default().to_owned();
    let port = address.port_or_known_default().unwrap_or_default();
    (host, port)
}
