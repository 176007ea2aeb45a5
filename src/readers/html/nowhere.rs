//! Addresses that lead to no page.

/// Whether an address before a `#` leads to no page at all: it is that of the window in which somebody pasted the text,
/// or of a file on a disk.
pub(super) fn is_nowhere(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    let is_bare = address.strip_prefix("//").is_some_and(|host| {
        !host.is_empty() && !host.contains(['.', '/', ':', '[']) && host.contains('-')
    });
    is_bare
        || [
            "about:blank",
            "applewebdata:",
            "file:",
            "x-webdoc:",
            "blob:",
        ]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_no_page() {
        assert!(is_nowhere("//0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"));
        assert!(is_nowhere("about:blank") && is_nowhere("file:///C:/draft.htm"));
        assert!(!is_nowhere("//journal.example/a") && !is_nowhere("paper.html"));
    }
}
