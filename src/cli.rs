//! The command line.

use std::io::Write;

use crate::check::check;
use crate::report::json;
use crate::settings::Settings;
use crate::source::Source;

/// Runs the command line and gives the exit status.
pub fn run() -> u8 {
    let reports: Vec<_> = std::env::args()
        .skip(2)
        .filter(|argument| std::path::Path::new(argument).is_file())
        .filter_map(|path| check(&Source::open(&path, None).ok()?, &Settings::default()).ok())
        .collect();
    let _ = writeln!(std::io::stdout(), "{}", json::render(&reports));
    0
}
