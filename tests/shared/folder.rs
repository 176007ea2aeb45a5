//! Papers of other people that lie beside the repository on some machines and are no part of it.

use std::io::Write;
use std::path::PathBuf;

/// The folder `../shared/<name>`, or none where it is absent; that is said aloud, and with `CI=true` it is a failure.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert_ne!(
        std::env::var("CI").as_deref(),
        Ok("true"),
        "../shared/{name} is absent, and with CI=true that is a failure"
    );
    // The test harness swallows what the print macros write; a skipped measurement must not go unseen.
    // One write, since the tests that are skipped say so side by side.
    let notice = format!("SKIPPED: ../shared/{name} is absent, nothing was measured on it\n");
    let _ = std::io::stderr().write_all(notice.as_bytes());
    None
}
