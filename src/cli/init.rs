//! `footfault init`: a file of settings to begin with.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::config::{NAME, TEMPLATE};

/// Writes the file into the current folder, unless there is one.
pub(super) fn run() -> Result<u8, String> {
    let written =
        File::create_new(Path::new(NAME)).and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    match written {
        Ok(()) => super::delivery::print(&format!(
            "{NAME} is written; every key in it is explained.\n"
        ))
        .map(|()| 0),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(format!("{NAME} is here already; nothing is written"))
        }
        Err(error) => Err(format!("{NAME}: {error}")),
    }
}
