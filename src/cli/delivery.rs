//! Where reports go: standard output, and files that appear only when they are complete.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};

use super::options::Output;

/// The places of all reports of a run, in the order in which they were asked for.
pub(super) struct Delivery {
    places: Vec<Place>,
}

enum Place {
    Standard(BufWriter<Stdout>),
    File(Box<Draft>),
    /// Standard output that nobody reads any more.
    Closed,
}

impl Delivery {
    /// Opens every place, or says why the reports cannot be written as asked.
    pub(super) fn open(outputs: &[Output]) -> Result<Self, String> {
        let files: Vec<_> = outputs.iter().filter_map(|it| it.file.as_deref()).collect();
        if outputs.len() - files.len() > 1 {
            return Err(
                "only one report can go to standard output; write the others as KIND=FILE"
                    .to_owned(),
            );
        }
        if let Some(twice) = (1..files.len()).find(|&at| files[..at].contains(&files[at])) {
            return Err(format!(
                "{}: two reports in one file",
                files[twice].display()
            ));
        }
        let places = outputs.iter().map(Place::open).collect::<Result<_, _>>()?;
        Ok(Self { places })
    }

    /// Whether anybody still wants to read a report.
    pub(super) fn is_wanted(&self) -> bool {
        !self
            .places
            .iter()
            .all(|place| matches!(place, Place::Closed))
    }

    /// Writes a piece of each report; `pieces` are in the order of the outputs.
    pub(super) fn write(&mut self, pieces: &[String]) -> Result<(), String> {
        for (place, piece) in self.places.iter_mut().zip(pieces) {
            place.write(piece)?;
        }
        Ok(())
    }

    /// Puts every file into its place.
    pub(super) fn finish(self) -> Result<(), String> {
        self.places.into_iter().try_for_each(Place::finish)
    }
}

impl Place {
    fn open(output: &Output) -> Result<Self, String> {
        let Some(path) = &output.file else {
            return Ok(Self::Standard(BufWriter::new(io::stdout())));
        };
        let draft = Draft::new(path).map_err(|error| complaint(path, &error))?;
        Ok(Self::File(Box::new(draft)))
    }

    fn write(&mut self, piece: &str) -> Result<(), String> {
        match self {
            Self::Closed => Ok(()),
            Self::File(draft) => draft.write(piece),
            Self::Standard(out) => {
                if still_read(out.write_all(piece.as_bytes()))? {
                    return Ok(());
                }
                self.close();
                Ok(())
            }
        }
    }

    /// Forgets standard output together with what is buffered for it, which would fail once more when dropped.
    fn close(&mut self) {
        if let Self::Standard(out) = std::mem::replace(self, Self::Closed) {
            let _ = out.into_parts();
        }
    }

    fn finish(self) -> Result<(), String> {
        match self {
            Self::Closed => Ok(()),
            Self::File(draft) => draft.publish(),
            Self::Standard(mut out) => still_read(out.flush()).map(|_| ()),
        }
    }
}

/// Whether standard output has a reader; one that left early, as `head` does, is no fault.
fn still_read(result: io::Result<()>) -> Result<bool, String> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("standard output: {error}")),
    }
}

/// Prints a text to standard output; a reader that left early is no fault.
pub(super) fn print(text: &str) -> Result<(), String> {
    print_bytes(text.as_bytes()).map(|_| ())
}

/// Prints bytes to standard output; gives whether somebody still reads it.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<bool, String> {
    let mut out = io::stdout().lock();
    still_read(out.write_all(bytes).and_then(|()| out.flush()))
}

/// Puts other content into a file, all of it or nothing: it is written beside the file and moved over it. The file
/// keeps its permissions and, where the system lets us, its owner; of a link, the file that it leads to is replaced.
/// Refuses where the file no longer holds `old`.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let before = fs::metadata(path).map_err(|error| reason(&error))?;
    if !before.is_file() {
        return Err("is not a file that can be replaced".to_owned());
    }
    if before.permissions().readonly() {
        return Err("no permission to write it".to_owned());
    }
    let replaced = || -> io::Result<bool> {
        let mut draft = Draft::new(path)?;
        if let Some(out) = &mut draft.out {
            out.write_all(new)?;
        }
        draft.resemble(&before)?;
        if fs::read(path)? != old {
            return Ok(false);
        }
        draft.settle()?;
        Ok(true)
    };
    match replaced() {
        Ok(true) => Ok(()),
        Ok(false) => {
            Err("was changed by somebody else while it was read; nothing is written".to_owned())
        }
        Err(error) => Err(reason(&error)),
    }
}

/// Writes a file, all of it or nothing.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let written = || -> io::Result<()> {
        let mut draft = Draft::new(path)?;
        if let Some(out) = &mut draft.out {
            out.write_all(bytes)?;
        }
        draft.settle()
    };
    written().map_err(|error| complaint(path, &error))
}

/// A file that is written beside its place and moved there when it is complete, so that nobody reads half a report.
struct Draft {
    target: PathBuf,
    /// Where it is written; `None` if it is written in its place, which is a device or a pipe.
    beside: Option<PathBuf>,
    out: Option<BufWriter<File>>,
}

impl Draft {
    fn new(path: &Path) -> io::Result<Self> {
        // What a link points at is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let special = fs::metadata(&target).is_ok_and(|found| !found.is_file());
        let (file, beside) = if special {
            (OpenOptions::new().write(true).open(&target)?, None)
        } else {
            let beside = neighbour(&target)?;
            (File::create_new(&beside)?, Some(beside))
        };
        Ok(Self {
            target,
            beside,
            out: Some(BufWriter::new(file)),
        })
    }

    fn write(&mut self, piece: &str) -> Result<(), String> {
        let result = self
            .out
            .as_mut()
            .map_or(Ok(()), |out| out.write_all(piece.as_bytes()));
        result.map_err(|error| complaint(&self.target, &error))
    }

    fn publish(mut self) -> Result<(), String> {
        self.settle()
            .map_err(|error| complaint(&self.target, &error))
    }

    /// Gives the draft the permissions of the file that it will replace, and its owner if that is allowed.
    fn resemble(&self, file: &fs::Metadata) -> io::Result<()> {
        let Some(beside) = &self.beside else {
            return Ok(());
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            // Only the superuser may give files away; everybody else owns the copy, as with most editors.
            let _ = std::os::unix::fs::chown(beside, Some(file.uid()), Some(file.gid()));
        }
        fs::set_permissions(beside, file.permissions())
    }

    fn settle(&mut self) -> io::Result<()> {
        if let Some(mut out) = self.out.take() {
            out.flush()?;
            if self.beside.is_some() {
                out.get_ref().sync_all()?;
            }
        }
        if let Some(beside) = &self.beside {
            fs::rename(beside, &self.target)?;
            self.beside = None;
        }
        Ok(())
    }
}

impl Drop for Draft {
    /// A report that was not completed leaves nothing behind.
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            let _ = fs::remove_file(beside);
        }
    }
}

/// A name in the same folder, so that moving the file is one step for the system.
fn neighbour(target: &Path) -> io::Result<PathBuf> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "no file name"))?;
    let hidden = format!(".{}.{}", name.to_string_lossy(), std::process::id());
    Ok(target.with_file_name(hidden))
}

fn complaint(path: &Path, error: &io::Error) -> String {
    format!("{}: {}", path.display(), reason(error))
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "its folder does not exist".to_owned(),
        ErrorKind::PermissionDenied => "no permission to write it".to_owned(),
        _ => error.to_string(),
    }
}
