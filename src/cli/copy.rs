//! `--annotate`: the Word copy of the one paper that is checked.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::options::Check;
use super::papers::{self, Papers};
use super::{delivery, tell};
use crate::annotate::Annotated;

/// Where the copy goes.
pub(super) struct WordCopy {
    path: PathBuf,
}

impl WordCopy {
    /// The copy that was asked for, or why it cannot be written as asked.
    pub(super) fn of(options: &Check, papers: &Papers) -> Result<Option<Self>, String> {
        let Some(path) = &options.annotate else {
            return Ok(None);
        };
        let fault = |what: &str| Err(format!("{}: {what}", path.display()));
        papers.only("--annotate", "copies one paper")?;
        let mut outputs = options.showing.outputs.iter();
        if outputs.any(|output| output.file.as_ref() == Some(path)) {
            return fault("a report and the copy in one file");
        }
        for paper in papers
            .paths
            .iter()
            .filter(|paper| !papers::is_standard_input(paper))
        {
            if is_same(paper, path) {
                return fault("is the paper itself; give the copy another name");
            }
            // A paper of another format is refused for that, whatever the copy is called.
            let own = paper.extension().filter(|own| is_of_word(own));
            if let Some(ending) = own.filter(|own| !is_ending(path, own)) {
                // Word opens no file with macros under the name of one without.
                let ending = ending.to_string_lossy();
                return fault(&format!(
                    "the name of the copy must end with .{ending}, as that of the paper"
                ));
            }
        }
        Ok(Some(Self { path: path.clone() }))
    }

    /// Writes the copy, and gives what is to be said of it.
    pub(super) fn write(&self, copy: &Annotated) -> Result<String, String> {
        delivery::write_whole(&self.path, &copy.bytes)?;
        for remark in &copy.remarks {
            tell(&format!("{}: {remark}", self.path.display()));
        }
        let path = self.path.display();
        Ok(match copy.comments {
            0 => format!("nothing to comment on: {path} is the paper as it is"),
            1 => format!("1 comment in {path}"),
            comments => format!("{comments} comments in {path}"),
        })
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

fn is_of_word(ending: &OsStr) -> bool {
    let endings = ["docx", "docm", "dotx", "dotm"];
    endings.iter().any(|own| ending.eq_ignore_ascii_case(own))
}

fn is_ending(path: &Path, ending: &OsStr) -> bool {
    path.extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(ending))
}
