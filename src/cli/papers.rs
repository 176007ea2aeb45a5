//! From the paths of the command line to the papers: files, folders, patterns, standard input.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};

use crate::document::Format;
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

/// Reads one of the papers.
pub(super) fn open(path: &Path, format: Option<Format>) -> Result<Source, Error> {
    if is_standard_input(path) {
        return Source::from_reader(STANDARD_INPUT, std::io::stdin().lock(), format);
    }
    Source::open(path, format)
}

impl Papers {
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
        let mut empty = true;
        for entry in walker(folder) {
            match entry {
                Ok(entry) => {
                    let path = tidy(entry.path());
                    if is_paper(&entry) && matcher.is_none_or(|matcher| matcher.is_match(path)) {
                        empty = false;
                        self.add(path);
                    }
                }
                Err(error) => self.stumble(folder, &error),
            }
        }
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
