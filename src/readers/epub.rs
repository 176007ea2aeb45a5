//! E-books: web pages in a container, in the order of their spine.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::html::{self, Book};
use super::package::Package;
use super::{unreadable, xml};
use crate::document::Document;
use crate::source::{Error, Source};

/// Says where the package document is.
const CONTAINER: &str = "META-INF/container.xml";
/// Says which parts are encrypted.
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// A file that the package document names.
#[derive(Debug, Clone)]
struct Item {
    id: String,
    /// Its path in the container.
    path: String,
    media_type: String,
    is_navigation: bool,
}

/// What the package document says of the book.
#[derive(Debug, Default)]
struct Contents {
    items: Vec<Item>,
    /// The ids of the pages in the order in which they are read.
    spine: Vec<String>,
    /// The paths of pages that are no text: covers, tables of contents.
    furniture: Vec<String>,
}

/// Reads a book.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let mut package = Package::open(source)?;
    let mut warnings = Vec::new();
    let contents = contents(&mut package, &mut warnings)?;
    let encrypted = encrypted(&mut package);
    let mut book = Book::default();
    for sheet in contents
        .items
        .iter()
        .filter(|item| item.media_type == "text/css")
    {
        if let Ok(Some(sheet)) = package.text(&sheet.path) {
            book.style(&sheet);
        }
    }
    let (mut refusal, mut pages) = (None, 0);
    for page in contents.pages(&mut warnings) {
        if encrypted.contains(&page.path) {
            let what = format!(
                "is encrypted (its part {}); read it where it was bought, or ask for a copy without protection",
                page.path
            );
            return Err(unreadable(source, what));
        }
        match package.text(&page.path) {
            Ok(Some(text)) => {
                book.add(&page.path, &text, page.media_type != "text/html");
                pages += 1;
            }
            Ok(None) => warnings.push(format!("its part {} is missing; it is left out", page.path)),
            Err(error) => {
                warnings.push(format!("{}; it is left out", what(&error)));
                refusal.get_or_insert(error);
            }
        }
    }
    match refusal {
        Some(error) if pages == 0 => Err(error),
        _ if pages == 0 => Err(unreadable(
            source,
            "is an EPUB without a page that can be read".to_owned(),
        )),
        _ => Ok(book.read(&source.path, warnings)),
    }
}

fn what(error: &Error) -> String {
    match error {
        Error::Unreadable { what, .. } => what.clone(),
        error => error.to_string(),
    }
}

impl Contents {
    /// The pages in the order of the spine. Notes may stand in a file that is in no order: it comes last.
    fn pages(&self, warnings: &mut Vec<String>) -> Vec<Item> {
        let is_page = |item: &&Item| {
            matches!(
                item.media_type.as_str(),
                "application/xhtml+xml" | "text/html" | "text/x-oeb1-document"
            )
        };
        let named: HashMap<&str, &Item> = self
            .items
            .iter()
            .rev()
            .map(|item| (item.id.as_str(), item))
            .collect();
        let mut known: HashSet<&str> = self.furniture.iter().map(String::as_str).collect();
        let mut pages: Vec<Item> = Vec::new();
        for id in &self.spine {
            match named.get(id.as_str()) {
                None => warnings.push(format!(
                    "the reading order names “{id}”, and no file has that name"
                )),
                Some(item) if !known.insert(&item.path) => {}
                Some(item) => pages.extend(Some(*item).filter(is_page).cloned()),
            }
        }
        let has_notes = |item: &&Item| {
            let name = item.path.rsplit('/').next().unwrap_or_default();
            name.to_lowercase().contains("note")
        };
        for item in self.items.iter().filter(is_page).filter(has_notes) {
            if known.insert(&item.path) {
                pages.push(item.clone());
            }
        }
        pages.retain(|page| !page.is_navigation);
        pages
    }
}

/// Reads the package document; where it cannot be read, takes all pages in the order of the container.
fn contents(package: &mut Package<'_>, warnings: &mut Vec<String>) -> Result<Contents, Error> {
    let path = match package.text(CONTAINER)? {
        Some(container) => root_file(&container),
        None => None,
    };
    let names = package.names();
    let path = path.or_else(|| {
        names
            .iter()
            .find(|name| name.rsplit('.').next() == Some("opf"))
            .cloned()
    });
    if let Some(path) = path {
        match package.text(&path)? {
            Some(text) => match parse(&path, &text) {
                Ok(contents) if !contents.spine.is_empty() => return Ok(contents),
                Ok(_) => warnings.push(format!("its part {path} has no reading order; the pages are read in the order of the container")),
                Err(error) => warnings.push(format!("its part {path} is damaged ({error}); the pages are read in the order of the container")),
            },
            None => warnings.push(format!("its part {path} is missing; the pages are read in the order of the container")),
        }
    } else {
        warnings.push(format!("its part {CONTAINER} is missing or damaged; the pages are read in the order of the container"));
    }
    Ok(unordered(names))
}

fn unordered(names: Vec<String>) -> Contents {
    let mut contents = Contents::default();
    for path in names {
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let media_type = match ending.as_str() {
            "xhtml" | "xht" => "application/xhtml+xml",
            "html" | "htm" => "text/html",
            "css" => "text/css",
            _ => continue,
        };
        if media_type != "text/css" {
            contents.spine.push(path.clone());
        }
        contents.items.push(Item {
            id: path.clone(),
            path,
            media_type: media_type.to_owned(),
            is_navigation: false,
        });
    }
    contents
}

fn root_file(container: &str) -> Option<String> {
    let document = xml::parse(container, true).ok()?;
    let file = document
        .descendants()
        .find(|node| node.tag_name().name() == "rootfile")?;
    file.attribute("full-path").map(str::to_owned)
}

fn parse(path: &str, text: &str) -> Result<Contents, String> {
    let document = xml::parse(text, true)?;
    let mut contents = Contents::default();
    for node in document.descendants().filter(Node::is_element) {
        let attribute = |name| node.attribute(name).unwrap_or_default();
        match node.tag_name().name() {
            "item" => {
                let Some(file) = html::resolved(path, attribute("href")) else {
                    continue;
                };
                contents.items.push(Item {
                    id: attribute("id").to_owned(),
                    path: file,
                    media_type: attribute("media-type").to_owned(),
                    is_navigation: attribute("properties")
                        .split_ascii_whitespace()
                        .any(|property| property == "nav"),
                });
            }
            "itemref" => contents.spine.push(attribute("idref").to_owned()),
            "reference" if matches!(attribute("type"), "cover" | "toc") => {
                contents
                    .furniture
                    .extend(html::resolved(path, attribute("href")));
            }
            _ => {}
        }
    }
    Ok(contents)
}

/// The paths of the parts that are encrypted.
fn encrypted(package: &mut Package<'_>) -> HashSet<String> {
    let Ok(Some(text)) = package.text(ENCRYPTION) else {
        return HashSet::new();
    };
    let Ok(document) = xml::parse(&text, true) else {
        return HashSet::new();
    };
    let references = document
        .descendants()
        .filter(|node| node.tag_name().name() == "CipherReference");
    references
        .filter_map(|node| html::resolved("", node.attribute("URI")?))
        .collect()
}
