//! The `footfault` binary; see the library for the whole.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(footfault::cli::run())
}
