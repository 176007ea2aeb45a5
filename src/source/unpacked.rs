//! E-books that lie unpacked in a folder, as their makers keep them in a repository: one book, named by its `.opf`.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The ending of the file that says which pages a book has, and in which order.
const ENDING: &str = "opf";
/// Says where that file is.
const CONTAINER: &str = "META-INF/container.xml";
/// What of a book is text, or says how it looks and hangs together.
const PARTS: [&str; 8] = ["xhtml", "xht", "html", "htm", "css", "opf", "xml", "ncx"];
/// How many folders above its `.opf` a book may begin.
const HIGHEST: usize = 3;
/// The most files of one book, and how deep its folders lie in each other.
const MOST_FILES: usize = 20_000;
const DEEPEST: usize = 8;

/// Whether a file is the `.opf` of a book.
pub fn is_book(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// Whether a file is a page of the book of this `.opf`, so that it is no paper of its own.
pub fn is_page_of(path: &Path, opf: &Path) -> bool {
    let folder = opf.parent().unwrap_or(Path::new(""));
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is_page = ending.is_some_and(|ending| {
        PARTS[..4]
            .iter()
            .any(|page| page.eq_ignore_ascii_case(ending))
    });
    is_page && path.starts_with(folder)
}

/// The book of an `.opf` as the container that it would be packed into; at most `most` bytes of it. Pictures and fonts are
/// left out, and links are not followed.
pub(super) fn packed(opf: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let root = root(opf);
    let mut files = Vec::new();
    gather(&root, 0, &mut files)?;
    files.sort();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let name = |path: &Path| {
        let inner = path.strip_prefix(&root).unwrap_or(path);
        let steps = inner
            .components()
            .map(|step| step.as_os_str().to_string_lossy());
        steps.collect::<Vec<_>>().join("/")
    };
    let container = format!(
        "<container><rootfiles><rootfile full-path=\"{}\"/></rootfiles></container>",
        name(opf)
            .replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('<', "&lt;")
    );
    zip.start_file(CONTAINER, stored)
        .map_err(io::Error::other)?;
    zip.write_all(container.as_bytes())?;
    let mut left = most;
    for path in files {
        let name = name(&path);
        if name == CONTAINER {
            continue;
        }
        let Some(still) = left.checked_sub(fs::metadata(&path)?.len()) else {
            return Ok(None);
        };
        left = still;
        zip.start_file(name, stored).map_err(io::Error::other)?;
        zip.write_all(&fs::read(&path)?)?;
    }
    let packed = zip.finish().map_err(io::Error::other)?;
    Ok(Some(packed.into_inner()))
}

/// The folder in which a book begins: where its container is described, or else that of its `.opf`.
fn root(opf: &Path) -> PathBuf {
    let folder = opf.parent().unwrap_or(Path::new(""));
    let described = folder
        .ancestors()
        .take(HIGHEST)
        .find(|above| above.join(CONTAINER).is_file());
    described.unwrap_or(folder).to_owned()
}

/// Adds the files below a folder that are parts of a book.
fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    for entry in fs::read_dir(here)? {
        let entry = entry?;
        let (path, kind) = (folder.join(entry.file_name()), entry.file_type()?);
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_part = || {
            ending.is_some_and(|ending| PARTS.iter().any(|part| part.eq_ignore_ascii_case(ending)))
        };
        if kind.is_dir() && depth < DEEPEST && !entry.file_name().to_string_lossy().starts_with('.')
        {
            gather(&path, depth + 1, files)?;
        } else if kind.is_file() && is_part() && files.len() < MOST_FILES {
            files.push(path);
        }
    }
    Ok(())
}
