//! The file of the cache: opened for a moment, read or written, closed.
//!
//! Whoever opens a file of redb has it for himself until he closes it. So nobody keeps it: each reading and each writing
//! opens it anew, which takes one or two milliseconds, and two runs take turns. A change is there as a whole or not at
//! all, whatever kills the process in between.

use std::fs;
use std::io::ErrorKind;
use std::mem;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use redb::{
    Builder, Database, DatabaseError, ReadTransaction, ReadableDatabase, TableDefinition,
    TableError, WriteTransaction,
};
use thiserror::Error;

use crate::guard::guarded;

/// What the file is, so that no other program's file is taken for a cache.
const ABOUT: TableDefinition<&str, &str> = TableDefinition::new("footfault");
const FORMAT: (&str, &str) = ("format", "links 1");

/// How long a turn is waited for. A run holds the file for some milliseconds at a time.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait between two looks whether it is one's turn.
const LOOK: Duration = Duration::from_millis(5);

/// How much of the file is kept in memory while it is open, in bytes; the default is a gigabyte.
const MEMORY: usize = 4 << 20;

/// Why the cache cannot be used.
#[derive(Debug, Error)]
pub enum CacheError {
    /// Somebody has it open and does not close it.
    #[error("{}: another program holds it", .0.display())]
    Busy(PathBuf),
    /// It is not a cache of footfault.
    #[error("{}: is not a cache of footfault", .0.display())]
    Foreign(PathBuf),
    /// It is of another version.
    #[error("{}: is a cache of another version of footfault; delete it to begin a new one", .0.display())]
    Version(PathBuf),
    /// It was a cache.
    #[error("{}: is damaged ({reason}); delete it to begin a new one", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system does not let us.
    #[error("{}: {error}", path.display())]
    System {
        /// Which file.
        path: PathBuf,
        /// What it says.
        error: std::io::Error,
    },
}

/// Where the file is.
#[derive(Debug, Clone)]
pub(super) struct Store {
    path: PathBuf,
}

/// Whether to wait until others have closed the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    Wait,
}

impl Store {
    /// The file at a path; if there is none, or an empty one, it is made.
    pub(super) fn open(path: &Path) -> Result<Self, CacheError> {
        let store = Self {
            path: path.to_owned(),
        };
        let is_there = fs::metadata(path).is_ok_and(|found| found.len() > 0);
        if !is_there {
            store.make()?;
        }
        store.read(|_| Ok(()))?;
        Ok(store)
    }

    /// Makes the file beside its place and moves it there: killed in the middle of making one, redb leaves a file that
    /// it never opens again.
    fn make(&self) -> Result<(), CacheError> {
        let mut beside = self.path.as_os_str().to_owned();
        beside.push(format!(".{}.new", std::process::id()));
        let beside = Self {
            path: PathBuf::from(beside),
        };
        let made = beside.make_here().and_then(|()| {
            // Where two runs make it at once the first one counts: what it has written since must not be replaced.
            match fs::hard_link(&beside.path, &self.path) {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists && self.has_content() => {
                    Ok(())
                }
                Err(_) => fs::rename(&beside.path, &self.path).map_err(|error| self.system(error)),
            }
        });
        let _ = fs::remove_file(&beside.path);
        made
    }

    fn has_content(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|found| found.len() > 0)
    }

    fn make_here(&self) -> Result<(), CacheError> {
        let database = Builder::new()
            .set_cache_size(MEMORY)
            .create(&self.path)
            .map_err(|error| self.explain(error.into()))?;
        let mark = || -> Result<(), redb::Error> {
            let change = database.begin_write()?;
            change.open_table(ABOUT)?.insert(FORMAT.0, FORMAT.1)?;
            change.commit()?;
            Ok(())
        };
        mark().map_err(|error| self.explain(error))
    }

    /// Reads.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&ReadTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, CacheError> {
        self.session(Turn::Wait, |database| work(&database.begin_read()?))
    }

    /// Writes, all of it or nothing.
    pub(super) fn write<T>(
        &self,
        turn: Turn,
        work: impl FnOnce(&WriteTransaction) -> Result<T, redb::Error>,
    ) -> Result<T, CacheError> {
        self.session(turn, |database| {
            let mut change = database.begin_write()?;
            // Without it the next run after a kill would read the whole file before it can use it.
            change.set_quick_repair(true);
            let done = work(&change)?;
            change.commit()?;
            Ok(done)
        })
    }

    fn session<T>(
        &self,
        turn: Turn,
        work: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, CacheError> {
        let database = self.database(turn)?;
        // Four of ten files that were damaged at random make redb 4.1 panic, mostly when it opens them.
        let Some(done) = guarded(|| {
            self.look_at(&database)?;
            work(&database).map_err(|error| self.explain(error))
        }) else {
            // To close what panicked could panic again, which would end the program.
            mem::forget(database);
            return Err(self.damaged("its inside does not fit together"));
        };
        let closed = guarded(move || drop(database));
        closed.ok_or_else(|| self.damaged("it cannot be closed"))?;
        done
    }

    /// Opens the file.
    fn database(&self, turn: Turn) -> Result<Database, CacheError> {
        let start = Instant::now();
        loop {
            let opened = guarded(|| Builder::new().set_cache_size(MEMORY).open(&self.path));
            let is_over = turn == Turn::Now || start.elapsed() > PATIENCE;
            match opened {
                None => return Err(self.damaged("its head does not fit its inside")),
                Some(Ok(database)) => return Ok(database),
                Some(Err(DatabaseError::DatabaseAlreadyOpen)) if !is_over => thread::sleep(LOOK),
                Some(Err(error)) => return Err(self.explain(error.into())),
            }
        }
    }

    /// Whether a database is a cache of ours.
    fn look_at(&self, database: &Database) -> Result<(), CacheError> {
        let found = || -> Result<Option<String>, redb::Error> {
            let table = match database.begin_read()?.open_table(ABOUT) {
                Err(TableError::TableDoesNotExist(_)) => return Ok(None),
                table => table?,
            };
            let format = table.get(FORMAT.0)?;
            Ok(format.map(|format| format.value().to_owned()))
        };
        match found().map_err(|error| self.explain(error))?.as_deref() {
            None => Err(CacheError::Foreign(self.path.clone())),
            Some(format) if format != FORMAT.1 => Err(CacheError::Version(self.path.clone())),
            Some(_) => Ok(()),
        }
    }

    pub(super) fn damaged(&self, reason: &str) -> CacheError {
        CacheError::Damaged {
            path: self.path.clone(),
            reason: reason.to_owned(),
        }
    }

    fn system(&self, error: std::io::Error) -> CacheError {
        let path = self.path.clone();
        CacheError::System { path, error }
    }

    fn explain(&self, error: redb::Error) -> CacheError {
        match error {
            redb::Error::DatabaseAlreadyOpen => CacheError::Busy(self.path.clone()),
            redb::Error::UpgradeRequired(_) => CacheError::Version(self.path.clone()),
            // So redb says that a file does not begin as its files do.
            redb::Error::Io(error) if error.kind() == ErrorKind::InvalidData => {
                CacheError::Foreign(self.path.clone())
            }
            redb::Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
                self.damaged("it ends too early")
            }
            redb::Error::Io(error) => self.system(error),
            error => self.damaged(&error.to_string()),
        }
    }
}
