//! Programs that some machines have: a test that asks one does without it elsewhere, and says so.

use std::io::Write;
use std::process::Command;

/// Whether a program runs with these arguments; if not, it is said aloud what remains unseen.
pub(crate) fn runs(program: &str, arguments: &[&str], unseen: &str) -> bool {
    let ran = Command::new(program).args(arguments).output();
    if ran.is_ok_and(|output| output.status.success()) {
        return true;
    }
    // The test harness swallows what the print macros write; a test that is skipped must not go unseen.
    let notice = format!("SKIPPED: {unseen}: {program} does not run on this machine\n");
    let _ = std::io::stderr().write_all(notice.as_bytes());
    false
}
