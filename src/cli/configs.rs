//! Which settings hold for which paper.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::options::{Choice, Deciding};
use super::papers;
use crate::config::{self, Found, Links};
use crate::report::Fault;
use crate::settings::Settings;

/// The files that hold for the papers of a run, each read once.
pub(super) struct Configs<'a> {
    choice: &'a Choice,
    source: Where,
}

/// The file that holds for a folder, if there is one; or why it cannot be read.
type Holding = Result<Option<Arc<Found>>, String>;

enum Where {
    /// No file holds.
    Nowhere,
    /// One file holds for all papers.
    Given(Arc<Found>),
    /// The file above each folder holds for its papers.
    Above(Mutex<HashMap<PathBuf, Holding>>),
}

impl<'a> Configs<'a> {
    /// The files as the command line asks for them.
    pub(super) fn new(deciding: &Deciding, choice: &'a Choice) -> Result<Self, String> {
        let source = match &deciding.config {
            Some(path) => Where::Given(Arc::new(Found::open(path)?)),
            None if deciding.isolated => Where::Nowhere,
            None => Where::Above(Mutex::default()),
        };
        Ok(Self { choice, source })
    }

    /// The settings for a paper; the command line wins over the file.
    pub(super) fn settings(&self, paper: &Path) -> Result<Settings, Fault> {
        let found = self.found(paper).map_err(|message| Fault {
            path: paper.display().to_string(),
            message: format!("its settings cannot be read: {message}"),
        })?;
        let base = found.map_or_else(Settings::default, |found| found.settings(paper));
        Ok(self.choice.over(base))
    }

    /// How addresses are asked: once for all papers, so that the file of the first one holds.
    pub(super) fn limits(&self, papers: &[PathBuf]) -> Result<Links, String> {
        let first = papers.first().map(|paper| self.found(paper)).transpose()?;
        Ok(first
            .flatten()
            .map_or_else(Links::default, |found| found.config.links.clone()))
    }

    /// The file that holds for a paper.
    fn found(&self, paper: &Path) -> Holding {
        let known = match &self.source {
            Where::Nowhere => return Ok(None),
            Where::Given(found) => return Ok(Some(Arc::clone(found))),
            Where::Above(known) => known,
        };
        let folder = match paper.parent() {
            Some(folder) if !papers::is_standard_input(paper) && !folder.as_os_str().is_empty() => {
                folder
            }
            _ => Path::new("."),
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(folder) {
            return found.clone();
        }
        let found = match config::above(folder) {
            None => Ok(None),
            Some(path) => {
                let same = known
                    .values()
                    .flatten()
                    .flatten()
                    .find(|found| found.path == path);
                match same {
                    Some(found) => Ok(Some(Arc::clone(found))),
                    None => Found::open(&path).map(|found| Some(Arc::new(found))),
                }
            }
        };
        known.insert(folder.to_owned(), found.clone());
        found
    }
}
