//! The real binary in a folder of its own, and what it says.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// A folder with these files in it.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// `footfault` with these arguments in that folder.
pub(crate) fn command(folder: &(impl AsRef<Path> + ?Sized), arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("footfault"));
    command.current_dir(folder).args(arguments);
    // What whoever runs the tests asks of their own terminal.
    command.env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

/// What came of it.
pub(crate) fn run(folder: &(impl AsRef<Path> + ?Sized), arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

pub(crate) fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
