//! The parts of a Word file, found by the relations between them.

use std::collections::HashMap;

use crate::readers::package::Package;
use crate::readers::{unreadable, xml};
use crate::source::{Error, Source};

/// The texts of the parts that matter.
pub(super) struct Parts {
    pub(super) document: Part,
    pub(super) footnotes: Option<Part>,
    pub(super) endnotes: Option<Part>,
    pub(super) styles: Option<Part>,
    pub(super) numbering: Option<Part>,
    pub(super) settings: Option<Part>,
    /// What was missing or wrong.
    pub(super) warnings: Vec<String>,
}

/// One part.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) text: String,
    /// The addresses outside to which its elements lead, by the name of the relation.
    pub(super) links: HashMap<String, String>,
}

/// Where a relation leads.
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its type: `comments`.
    pub(crate) kind: String,
    pub(crate) target: String,
    pub(crate) is_external: bool,
}

impl Parts {
    /// Opens the container and unpacks the parts.
    pub(super) fn open(source: &Source) -> Result<Self, Error> {
        let mut shelf = Shelf::open(source)?;
        let name = shelf.main_part()?;
        let text = shelf.text(&name)?.ok_or_else(|| missing(source, &name))?;
        let relations = shelf.relations(&name)?;
        let mut related = |kind: &str| shelf.related(&name, &relations, kind);
        let (footnotes, endnotes) = (related("footnotes")?, related("endnotes")?);
        let (styles, numbering) = (related("styles")?, related("numbering")?);
        let settings = related("settings")?;
        let links = links(relations);
        let warnings = shelf.warnings;
        Ok(Self {
            document: Part { name, text, links },
            footnotes,
            endnotes,
            styles,
            numbering,
            settings,
            warnings,
        })
    }
}

/// The container, and what was wrong in it so far.
pub(crate) struct Shelf<'a> {
    source: &'a Source,
    package: Package<'a>,
    /// The names of the parts as they are in the archive, by their names in small letters: names of parts do not
    /// differ by case alone, and some programs write them with backslashes.
    names: HashMap<String, String>,
    warnings: Vec<String>,
}

impl<'a> Shelf<'a> {
    pub(crate) fn open(source: &'a Source) -> Result<Self, Error> {
        let package = Package::open(source)?;
        let mut names = HashMap::new();
        for name in package.names() {
            names.entry(folded(&name)).or_insert(name);
        }
        Ok(Self {
            source,
            package,
            names,
            warnings: Vec::new(),
        })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&folded(name))
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.names.get(&folded(name)) {
            Some(name) => self.package.text(name),
            None => Ok(None),
        }
    }

    /// A part as it lies in the container, with the name that it has there; `None` where there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let Some(name) = self.names.get(&folded(name)) else {
            return Ok(None);
        };
        let bytes = self.package.bytes(name)?;
        Ok(bytes.map(|bytes| (name.clone(), bytes)))
    }

    /// The names of all parts, in small letters.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The name of the part with the text: as the relations of the package say, else by its type, else where Word
    /// puts it.
    pub(crate) fn main_part(&mut self) -> Result<String, Error> {
        let relations = self.relations("")?;
        let related = relations
            .iter()
            .find(|relation| relation.kind == "officeDocument" && !relation.is_external)
            .map(|relation| resolved("", &relation.target));
        if let Some(name) = related.clone().filter(|name| self.has(name)) {
            return Ok(name);
        }
        let by_type = self.main_by_type()?.filter(|name| self.has(name));
        let usual = || "word/document.xml".to_owned();
        let name = by_type.unwrap_or_else(usual);
        if !self.has(&name) {
            return Err(missing(self.source, &related.unwrap_or(name)));
        }
        self.warnings.push(format!(
            "the relations of the file do not lead to its text; {name} was taken for it"
        ));
        Ok(name)
    }

    fn main_by_type(&mut self) -> Result<Option<String>, Error> {
        let Some(text) = self.text("[Content_Types].xml")? else {
            return Ok(None);
        };
        let Ok(types) = xml::parse(&text, false) else {
            return Ok(None);
        };
        let mut overrides = types.descendants();
        let is_main = |kind: &str| {
            let kind = kind.to_ascii_lowercase();
            kind.contains("word") && kind.ends_with(".main+xml")
        };
        let found = overrides.find(|node| node.attribute("ContentType").is_some_and(is_main));
        let name = found.and_then(|node| node.attribute("PartName"));
        Ok(name.map(|name| resolved("", name)))
    }

    /// The relations of a part; those of the package itself for the empty name.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Error> {
        let name = relations_of(part);
        let Some(text) = self.text(&name)? else {
            return Ok(Vec::new());
        };
        let parsed = match xml::parse(&text, false) {
            Ok(parsed) => parsed,
            Err(error) => {
                let message = format!("the part {name} cannot be read ({error})");
                self.warnings.push(message);
                return Ok(Vec::new());
            }
        };
        let read = |node: roxmltree::Node<'_, '_>| {
            let kind = node.attribute("Type")?;
            Some(Relation {
                id: node.attribute("Id")?.to_owned(),
                // The two variants of the standard differ in what comes before.
                kind: kind.rsplit('/').next().unwrap_or(kind).to_owned(),
                target: node.attribute("Target")?.to_owned(),
                is_external: node.attribute("TargetMode") == Some("External"),
            })
        };
        Ok(parsed.root_element().children().filter_map(read).collect())
    }

    /// The part to which a relation of this kind leads from a part.
    fn related(
        &mut self,
        from: &str,
        relations: &[Relation],
        kind: &str,
    ) -> Result<Option<Part>, Error> {
        let Some(relation) = relations.iter().find(|relation| relation.kind == kind) else {
            return Ok(None);
        };
        if relation.is_external {
            self.warnings.push(format!(
                "its {kind} are in another file ({}), which is not read",
                relation.target
            ));
            return Ok(None);
        }
        let name = resolved(from, &relation.target);
        let Some(text) = self.text(&name)? else {
            let message = format!("the part {name}, which should hold its {kind}, is not there");
            self.warnings.push(message);
            return Ok(None);
        };
        let links = links(self.relations(&name)?);
        Ok(Some(Part { name, text, links }))
    }
}

/// The addresses outside among relations.
fn links(relations: Vec<Relation>) -> HashMap<String, String> {
    let outside = |relation: &Relation| relation.is_external && relation.kind == "hyperlink";
    let external = relations.into_iter().filter(outside);
    external.map(|to| (to.id, to.target)).collect()
}

/// The name of the part with the relations of a part.
pub(crate) fn relations_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    resolved("", &format!("{folder}/_rels/{file}.rels"))
}

/// A target as the name of a part: from the root if it begins with a slash, else from the folder of the part that
/// names it.
pub(crate) fn resolved(from: &str, target: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn folded(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    name.trim_start_matches('/').to_owned()
}

fn missing(source: &Source, name: &str) -> Error {
    let what = format!("lacks its part {name}; save it again in the program that made it");
    unreadable(source, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_counts_from_the_folder_of_its_part_or_from_the_root() {
        assert_eq!(
            resolved("word/document.xml", "footnotes.xml"),
            "word/footnotes.xml"
        );
        assert_eq!(resolved("word/document.xml", "/a/b.xml"), "a/b.xml");
        assert_eq!(resolved("word/document.xml", "../x/./c.xml"), "x/c.xml");
        assert_eq!(resolved("document.xml", "../../c.xml"), "c.xml");
    }
}
