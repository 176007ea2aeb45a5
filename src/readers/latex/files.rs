//! The files that a paper takes in: `\input{chapters/one}`, `\bibliography{works}`.
//!
//! They are looked for beside the paper. A project may keep them above it (`../shared/preamble.tex`), but nothing that is
//! named by an absolute path, or lies more than [`MAX_STEPS_UP`] folders above the paper, is opened: a paper comes from
//! somebody else, and may name files that are none of its business. Links of the file system are followed before that is
//! asked. Nothing is opened for a paper that comes from standard input.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::document::{MarkupFile, SourceMap, Span};
use crate::readers::encoding;
use crate::source;

/// The most files that a paper may take in; a long thesis has some fifty.
pub(super) const MAX_FILES: usize = 256;

/// How much is read of all of them together, in bytes.
pub(super) const MAX_TOTAL: u64 = 32 * 1024 * 1024;

/// How many folders above the paper's own a file may lie: `papers/2024/` and what all papers of a project share.
pub(super) const MAX_STEPS_UP: usize = 2;

/// Which ending a file gets that is named without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Tex,
    Bib,
}

/// The files of a paper, their content one behind the other.
pub(super) struct Files {
    /// All that was read.
    pub(super) markup: String,
    /// The paper first, then the others as they were taken in.
    pub(super) all: Vec<MarkupFile>,
    /// The folder of the paper, and the highest folder that is read; `None` for standard input.
    folders: Option<(PathBuf, PathBuf)>,
    /// How many bytes may still be read.
    budget: u64,
}

/// A file that was taken in.
pub(super) struct Taken {
    /// Its content in the markup.
    pub(super) span: Span,
    /// Its true path.
    pub(super) path: PathBuf,
}

impl Files {
    /// The paper itself.
    pub(super) fn new(path: &str, markup: String, map: SourceMap) -> Self {
        let file = MarkupFile {
            name: None,
            start: 0,
            source_map: Some(map),
        };
        let folders = (path != "-").then(|| folders(Path::new(path))).flatten();
        Self {
            markup,
            all: vec![file],
            folders,
            budget: MAX_TOTAL,
        }
    }

    /// Takes in a file under the name that the paper gives it; the error says why it was not.
    pub(super) fn take(
        &mut self,
        name: &str,
        beside: Option<&Path>,
        ending: Ending,
    ) -> Result<Taken, String> {
        let path = self.find(name, beside, ending)?;
        if self.all.len() > MAX_FILES {
            return Err(format!("a paper takes in at most {MAX_FILES} files"));
        }
        let mut bytes = Vec::new();
        File::open(&path)
            .map_err(|error| source::plain(&error))?
            .take(self.budget + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| source::plain(&error))?;
        let length = bytes.len() as u64;
        if length > self.budget {
            let most = MAX_TOTAL / 1024 / 1024;
            return Err(format!("a paper takes in at most {most} MiB"));
        }
        self.budget -= length;
        if !self.markup.ends_with('\n') {
            self.markup.push('\n');
        }
        let start = self.markup.len();
        self.markup.push_str(&encoding::decode(&bytes).text);
        self.all.push(MarkupFile {
            name: Some(self.shown(&path)),
            start,
            source_map: None,
        });
        let span = Span::new(start, self.markup.len());
        Ok(Taken { span, path })
    }

    /// The true path of a file that may be read.
    pub(super) fn find(
        &self,
        name: &str,
        beside: Option<&Path>,
        ending: Ending,
    ) -> Result<PathBuf, String> {
        let Some((folder, top)) = &self.folders else {
            return Err("the paper came from standard input, which lies in no folder".to_owned());
        };
        let name = name.trim().trim_matches('"');
        if name.is_empty() || Path::new(name).is_absolute() {
            return Err("only files beside the paper are read".to_owned());
        }
        let starts = [Some(folder.as_path()), beside];
        for start in starts.into_iter().flatten() {
            for ended in ended(name, ending) {
                let Ok(path) = fs::canonicalize(start.join(ended)) else {
                    continue;
                };
                if !path.starts_with(top) {
                    return Err(format!(
                        "it lies more than {MAX_STEPS_UP} folders above the paper"
                    ));
                }
                if path.is_file() {
                    return Ok(path);
                }
            }
        }
        Err("no such file".to_owned())
    }

    /// The file and line of a byte of the markup, for people.
    pub(super) fn place(&self, at: usize) -> String {
        let next = self.all.partition_point(|file| file.start <= at);
        let file = &self.all[next.saturating_sub(1)];
        let line = self.markup[file.start..at].matches('\n').count() + 1;
        match &file.name {
            Some(name) => format!("{name}, line {line}"),
            None => format!("line {line}"),
        }
    }

    /// A path as it is seen from the folder of the paper.
    fn shown(&self, path: &Path) -> String {
        let Some((folder, _)) = &self.folders else {
            return path.to_string_lossy().into_owned();
        };
        let mut prefix = String::new();
        for above in folder.ancestors() {
            if let Ok(rest) = path.strip_prefix(above) {
                return prefix + &rest.to_string_lossy().replace('\\', "/");
            }
            prefix += "../";
        }
        path.to_string_lossy().into_owned()
    }
}

/// The folder of a file, and the one some steps above it.
fn folders(path: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = fs::canonicalize(path).ok()?.parent()?.to_owned();
    let top = folder.ancestors().take(MAX_STEPS_UP + 1).last()?.to_owned();
    Some((folder, top))
}

/// The names that a file can have on the disk, the likeliest first.
fn ended(name: &str, ending: Ending) -> [String; 2] {
    let ending = match ending {
        Ending::Tex => "tex",
        Ending::Bib => "bib",
    };
    [format!("{name}.{ending}"), name.to_owned()]
}
