//! The container of a Word file, in which a few parts change and all others stay as they lie.

use std::io::{Cursor, Write};

use roxmltree::Document;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::comments::{self, Comment};
use super::relate;
use crate::readers::docx::markup::{attribute, is};
use crate::readers::docx::parts::{Shelf, relations_of, resolved};
use crate::readers::xml;
use crate::source::{Error, Source};

/// The part that says what all others are.
const TYPES: &str = "[Content_Types].xml";

/// A container that is being copied.
pub(super) struct Container<'a> {
    source: &'a Source,
    shelf: Shelf<'a>,
    /// What is written instead of parts or beside them, by their names in the archive.
    changed: Vec<(String, Vec<u8>)>,
}

/// A part in UTF-8.
pub(super) struct Part {
    /// Its name in the archive.
    name: String,
    /// Its name for other parts: some programs write the one in the archive with backslashes.
    pub(super) path: String,
    /// Its text without the byte order mark.
    pub(super) text: String,
    /// The byte order mark, if it has one.
    mark: &'static str,
}

/// The comments that a paper has already.
pub(super) struct Comments {
    /// The part that holds them, if there is one.
    part: Option<Part>,
    /// The name of the part, or that of the one to be made.
    name: String,
    /// Whether the main part leads to it.
    is_related: bool,
    pub(super) ids: Vec<i64>,
}

/// The byte order mark.
const MARK: &str = "\u{feff}";

impl<'a> Container<'a> {
    pub(super) fn open(source: &'a Source) -> Result<Self, Error> {
        Ok(Self {
            source,
            shelf: Shelf::open(source)?,
            changed: Vec::new(),
        })
    }

    /// What the editor should know of the copy.
    pub(super) fn remarks(&self) -> Vec<String> {
        let is_signed = self
            .shelf
            .names()
            .any(|name| name.starts_with("_xmlsignatures/"));
        let remark = "the paper is signed, and the signature does not hold for the copy";
        is_signed.then(|| remark.to_owned()).into_iter().collect()
    }

    /// The part with the running text.
    pub(super) fn main(&mut self) -> Result<Part, Error> {
        let name = self.shelf.main_part()?;
        let part = self.part(&name).map_err(|what| self.unreadable(what))?;
        part.ok_or_else(|| self.unreadable(format!("lacks its part {name}")))
    }

    fn unreadable(&self, what: String) -> Error {
        Error::Unreadable {
            path: self.source.path.clone(),
            what,
        }
    }

    /// A part as text. The reader takes any encoding; what is written must be that of the part, and all that Word and
    /// others write is UTF-8.
    fn part(&mut self, path: &str) -> Result<Option<Part>, String> {
        let found = self.shelf.part(path).map_err(|error| error.reason())?;
        let Some((name, bytes)) = found else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes)
            .ok()
            .filter(|text| !text.contains('\0'));
        let text = text.ok_or_else(|| {
            format!("its part {name} is not in UTF-8; open it in Word and save it again")
        })?;
        let (mark, text) = match text.strip_prefix(MARK) {
            Some(rest) => (MARK, rest.to_owned()),
            None => ("", text),
        };
        Ok(Some(Part {
            name,
            path: path.to_owned(),
            text,
            mark,
        }))
    }

    /// Writes this text instead of that of a part.
    pub(super) fn put(&mut self, part: &Part, text: &str) {
        self.put_new(&part.name, format!("{}{text}", part.mark));
    }

    fn put_new(&mut self, name: &str, text: String) {
        self.changed.push((name.to_owned(), text.into_bytes()));
    }

    /// The comments to which the main part leads.
    pub(super) fn comments(&mut self, main: &str) -> Result<Comments, String> {
        let relations = self.shelf.relations(main).map_err(|error| error.reason())?;
        let relation = relations
            .iter()
            .find(|relation| relation.kind == "comments");
        if relation.is_some_and(|relation| relation.is_external) {
            return Err("has its comments in another file".to_owned());
        }
        let free = |shelf: &Shelf<'_>| {
            let mut names = (0..).map(|number: usize| match number {
                0 => "comments.xml".to_owned(),
                number => format!("comments{number}.xml"),
            });
            names
                .find_map(|name| Some(resolved(main, &name)).filter(|name| !shelf.has(name)))
                .unwrap_or_default()
        };
        let name = relation.map(|relation| resolved(main, &relation.target));
        let is_related = name.is_some();
        let name = name.unwrap_or_else(|| free(&self.shelf));
        let part = self.part(&name)?;
        let mut ids = Vec::new();
        if let Some(part) = &part {
            let parsed = read(part)?;
            let comments = parsed.descendants().filter(|&node| is(node, "comment"));
            ids.extend(
                comments.filter_map(|node| attribute(node, "id")?.trim().parse::<i64>().ok()),
            );
        }
        Ok(Comments {
            part,
            name,
            is_related,
            ids,
        })
    }

    /// Adds comments, and what leads to them where there were none before.
    pub(super) fn add_comments(
        &mut self,
        main: &str,
        old: &Comments,
        comments: &[Comment],
        space: &str,
    ) -> Result<(), String> {
        if let Some(part) = &old.part {
            let text = comments::appended(&read(part)?, comments);
            self.put(part, &text);
        } else {
            self.put_new(&old.name, comments::part(space, comments));
        }
        if !old.is_related {
            let name = relations_of(main);
            let part = self.part(&name)?;
            let parsed = part.as_ref().map(read).transpose()?;
            let text = relate::related(parsed.as_ref(), space, main, &old.name);
            match &part {
                Some(part) => self.put(part, &text),
                None => self.put_new(&name, text),
            }
        }
        let types = self.part(TYPES)?;
        let types = types.ok_or_else(|| format!("lacks its part {TYPES}"))?;
        if let Some(text) = relate::typed(&read(&types)?, &old.name) {
            self.put(&types, &text);
        }
        Ok(())
    }

    /// The container with what has changed: every part in its old place, and new ones behind them.
    pub(super) fn written(self) -> ZipResult<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(self.source.bytes.as_slice()))?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(self.source.bytes.len())));
        writer.set_raw_comment(archive.comment().into())?;
        let mut changed = self.changed;
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let mut time = None;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index)?;
            let own = part.name()?.into_owned();
            let Some(at) = changed.iter().position(|(name, _)| *name == own) else {
                writer.raw_copy_file(part)?;
                continue;
            };
            let (name, bytes) = changed.remove(at);
            time = part.last_modified().or(time);
            let options = time.map_or(options, |time| options.last_modified_time(time));
            writer.start_file(name, options)?;
            writer.write_all(&bytes)?;
        }
        // No clock is asked: a new part is as old as the one that leads to it.
        let options = time.map_or(options, |time| options.last_modified_time(time));
        for (name, bytes) in changed {
            writer.start_file(name, options)?;
            writer.write_all(&bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn read(part: &Part) -> Result<Document<'_>, String> {
    xml::parse(&part.text, false)
        .map_err(|error| format!("its part {} cannot be read ({error})", part.name))
}
