//! From the paths of the command line to the papers: files, folders, patterns, standard input.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};

use crate::document::Format;
use crate::guard::{Panic, caught};
use crate::readers;
use crate::report::Fault;
use crate::source::{self, Error, Source};

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The papers that were found, each once, in the order of the paths; those of a folder in the order of their names.
#[derive(Debug, Default)]
pub(super) struct Papers {
    /// Where they are.
    pub(super) paths: Vec<PathBuf>,
    /// What was named and cannot be read.
    pub(super) faults: Vec<Fault>,
    /// What was passed over without harm.
    pub(super) remarks: Vec<Fault>,
    /// The papers seen so far under their real paths, so that one that is named twice is checked once.
    seen: HashSet<PathBuf>,
}

/// Finds the papers under every path.
pub(super) fn find(paths: &[PathBuf]) -> Papers {
    let mut papers = Papers::default();
    for path in paths {
        papers.search(path);
    }
    papers
}

/// Whether a path stands for standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// Does the work on one paper. Where that panics, the paper has an error like one that cannot be read, and the work on the
/// others goes on.
pub(super) fn shielded<T>(
    path: &Path,
    work: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, Fault> {
    caught(work).unwrap_or_else(|Panic(place)| {
        let place = Some(place).filter(|place| !place.is_empty());
        let place = place.map_or_else(String::new, |place| format!(" at {place}"));
        Err(fault(
            path,
            format!(
                "footfault failed on this file{place}, version {}. The fault is in footfault, not in the file; please \
                 report it, with the file if you can share it",
                env!("CARGO_PKG_VERSION")
            ),
        ))
    })
}

/// Reads one of the papers.
pub(super) fn open(path: &Path, format: Option<Format>) -> Result<Source, Error> {
    #[cfg(test)]
    tests::panic_if_asked(path);
    if is_standard_input(path) {
        return Source::from_reader(STANDARD_INPUT, std::io::stdin().lock(), format);
    }
    Source::open(path, format)
}

/// The file in which the notes of the paper stand, if they have one of their own.
pub(super) fn notes(path: Option<&Path>) -> Result<Option<Source>, Error> {
    path.map(|path| Source::open(path, None)).transpose()
}

impl Papers {
    /// Says that an option is for one paper, where there are several or none.
    pub(super) fn only(&self, option: &str, what: &str) -> Result<(), String> {
        match self.paths.len() + self.faults.len() {
            1 => Ok(()),
            papers => Err(format!(
                "{option} {what}, and these are {papers}; name the paper itself"
            )),
        }
    }

    fn search(&mut self, path: &Path) {
        if path == Path::new(STANDARD_INPUT) {
            self.add(path);
            return;
        }
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => self.walk(path, None),
            Ok(_) => self.add(path),
            // A file may be called `[draft].txt`: only what is no file can be a pattern.
            Err(error) => match pattern(path) {
                Some(Ok((base, matcher))) => self.walk(&base, Some(&matcher)),
                Some(Err(error)) => self.fault(path, format!("no pattern: {error}")),
                None => self.fault(path, source::plain(&error)),
            },
        }
    }

    fn add(&mut self, path: &Path) {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.insert(real) {
            self.paths.push(path.to_owned());
        }
    }

    fn fault(&mut self, path: &Path, message: impl Into<String>) {
        self.faults.push(fault(path, message));
    }

    /// Adds the papers of a folder, or those of them that a pattern matches.
    fn walk(&mut self, folder: &Path, matcher: Option<&GlobMatcher>) {
        let mut found: Vec<PathBuf> = Vec::new();
        for entry in walker(folder) {
            match entry {
                Ok(entry) => {
                    let path = tidy(entry.path());
                    if is_paper(&entry) && matcher.is_none_or(|matcher| matcher.is_match(path)) {
                        found.push(path.to_owned());
                    }
                }
                Err(error) => self.stumble(folder, &error),
            }
        }
        let empty = found.is_empty();
        // A book that lies unpacked is one paper, and its pages are none of their own.
        let books: Vec<PathBuf> = found
            .iter()
            .filter(|path| source::is_book(path))
            .cloned()
            .collect();
        let is_page = |path: &PathBuf| books.iter().any(|book| source::is_page_of(path, book));
        found
            .iter()
            .filter(|path| !is_page(path))
            .for_each(|path| self.add(path));
        match matcher {
            Some(matcher) if empty => {
                self.fault(Path::new(matcher.glob().glob()), "no paper matches");
            }
            None if empty => self.fault(
                folder,
                format!(
                    "no papers in this folder (looked for {})",
                    readers::endings().collect::<Vec<_>>().join(", ")
                ),
            ),
            _ => {}
        }
    }

    fn stumble(&mut self, folder: &Path, error: &ignore::Error) {
        let (path, cause) = unwrap(error);
        let path = tidy(path.unwrap_or(folder));
        if let ignore::Error::Loop { ancestor, .. } = cause {
            let message = format!(
                "leads back to {}; not followed, its papers are checked once",
                tidy(ancestor).display()
            );
            self.remarks.push(fault(path, message));
            return;
        }
        let message = cause
            .io_error()
            .map_or_else(|| cause.to_string(), source::plain);
        // A link that leads nowhere is somebody else's business unless a paper should be there.
        let gone = cause
            .io_error()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        if !gone || has_extension(path) {
            self.fault(path, message);
        }
    }
}

fn fault(path: &Path, message: impl Into<String>) -> Fault {
    Fault {
        path: path.display().to_string(),
        message: message.into(),
    }
}

fn walker(folder: &Path) -> ignore::Walk {
    WalkBuilder::new(folder)
        .follow_links(true)
        // A folder that was copied out of its repository keeps its .gitignore, and what that says still holds.
        .require_git(false)
        .sort_by_file_name(Ord::cmp)
        .build()
}

fn is_paper(entry: &DirEntry) -> bool {
    has_extension(entry.path()) && entry.file_type().is_some_and(|kind| kind.is_file())
}

/// Whether a file is called what a paper in a folder is called; a file that is named itself may be called anything.
fn has_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|found| readers::endings().any(|known| known.eq_ignore_ascii_case(found)))
}

/// `./paper.txt` as people write it.
fn tidy(path: &Path) -> &Path {
    path.strip_prefix(".")
        .ok()
        .filter(|rest| !rest.as_os_str().is_empty())
        .unwrap_or(path)
}

/// The path that a walking error names, and what happened there.
fn unwrap(error: &ignore::Error) -> (Option<&Path>, &ignore::Error) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (inner, cause) = unwrap(err);
            (inner.or(Some(path)), cause)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            unwrap(err)
        }
        ignore::Error::Loop { child, .. } => (Some(child), error),
        _ => (None, error),
    }
}

/// The folder to walk and the pattern to match, if the path has the signs of a pattern.
fn pattern(path: &Path) -> Option<Result<(PathBuf, GlobMatcher), globset::Error>> {
    let special = |part: Component<'_>| {
        part.as_os_str()
            .to_string_lossy()
            .contains(['*', '?', '[', '{'])
    };
    let fixed: PathBuf = path
        .components()
        .take_while(|&part| !special(part))
        .collect();
    if fixed.components().count() == path.components().count() {
        return None;
    }
    let base = if fixed.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        fixed
    };
    let glob = GlobBuilder::new(&tidy(path).to_string_lossy())
        .literal_separator(true)
        .build();
    Some(glob.map(|glob| (base, glob.compile_matcher())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use clap::Parser;
    use tempfile::TempDir;

    use super::*;
    use crate::cli::options::Cli;
    use crate::cli::run_command;

    /// The name of a paper whose reader panics in these tests.
    const TREACHEROUS: &str = "treacherous.txt";

    pub(super) fn panic_if_asked(path: &Path) {
        assert!(!path.ends_with(TREACHEROUS), "as it was asked to");
    }

    const SOUND: &str = "Rivers rise.[1]\n\nNotes\n\n1. Weir, Floods. http://e.org/?utm_source=a\n";

    /// Runs a command over a paper, one whose reader panics, and another; gives the status.
    fn run(command: &str, folder: &TempDir) -> u8 {
        let mut arguments: Vec<String> = command.split(' ').map(str::to_owned).collect();
        for name in ["a.txt", TREACHEROUS, "z.txt"] {
            let path = folder.path().join(name);
            fs::write(&path, SOUND).unwrap();
            arguments.push(path.display().to_string());
        }
        let arguments = std::iter::once("footfault".to_owned()).chain(arguments);
        run_command(Cli::try_parse_from(arguments).unwrap().command)
    }

    #[test]
    fn a_panic_over_one_paper_leaves_the_reports_of_the_others() {
        for kind in [
            "human", "json", "sarif", "github", "junit", "markdown", "html",
        ] {
            for command in ["check", "links --offline"] {
                let folder = tempfile::tempdir().unwrap();
                let report = folder.path().join("report");
                let command = format!("{command} -q -o {kind}={}", report.display());
                assert_eq!(run(&command, &folder), 2, "{command}");
                let report = fs::read_to_string(report).unwrap();
                if !matches!(kind, "human" | "github") {
                    assert!(report.contains("z.txt"), "{command}: {report}");
                }
                if kind == "json" {
                    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
                    assert_eq!(report["documents"].as_array().unwrap().len(), 2);
                    let error = &report["errors"][0];
                    assert!(error["path"].as_str().unwrap().ends_with(TREACHEROUS));
                    let message = error["message"].as_str().unwrap();
                    assert!(message.contains("src/cli/papers.rs:"), "{message}");
                    assert!(message.contains("please report it"), "{message}");
                }
            }
        }
    }

    #[test]
    fn a_panic_over_one_paper_leaves_the_fixes_of_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let command = "fix -q --write --select tracking-parameters";
        assert_eq!(run(command, &folder), 2);
        for name in ["a.txt", "z.txt"] {
            let fixed = fs::read_to_string(folder.path().join(name)).unwrap();
            assert!(!fixed.contains("utm_source"), "{fixed}");
        }
    }

    #[test]
    fn a_panic_over_a_paper_that_is_mapped_or_annotated_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let paper = folder.path().join(TREACHEROUS).display().to_string();
        let copy = folder.path().join("copy.txt").display().to_string();
        for arguments in [
            vec!["map", &paper],
            vec!["check", &paper, "--annotate", &copy],
        ] {
            let arguments = std::iter::once("footfault").chain(arguments);
            let status = run_command(Cli::try_parse_from(arguments).unwrap().command);
            assert_eq!(status, 2);
        }
        assert!(!Path::new(&copy).exists());
    }
}
