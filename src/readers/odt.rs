//! OpenDocument texts (`.odt`, `.ott`), and the same in one file (`.fodt`), as they look once all tracked changes are
//! accepted: what was deleted stands outside of the text, and is left out.
//!
//! The text comes first, then the footnotes and the endnotes. How paragraphs are counted is told in [`walk`].

use roxmltree::Node;

use self::markup::{Element, attribute, child};
use self::styles::Styles;
use self::walk::Walk;
use super::composer::Composer;
use super::package::Package;
use super::{encoding, unreadable, xml};
use crate::document::{Document, Format};
use crate::source::{Error, Source};

mod inline;
mod lists;
mod markup;
mod notes;
mod series;
mod styles;
mod walk;

#[cfg(test)]
mod tests;

/// Reads an OpenDocument text.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    if source.bytes.starts_with(b"PK") {
        let mut package = Package::open(source)?;
        refuse_encrypted(source, &mut package)?;
        let content = package.required("content.xml")?;
        let styles = package.text("styles.xml")?;
        write(source, "its part content.xml", &content, styles.as_deref())
    } else {
        let content = encoding::decode(&source.bytes).text;
        write(source, "its XML", &content, None)
    }
}

/// An encrypted document has its parts in place, but nothing in them can be read. Newer programs keep one part that
/// holds all others.
fn refuse_encrypted(source: &Source, package: &mut Package<'_>) -> Result<(), Error> {
    let whole = package
        .names()
        .iter()
        .any(|name| name == "encrypted-package");
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    let parsed = xml::parse(&manifest, true).ok();
    let is_content = |node: &Node<'_, '_>| {
        node.tag_name().name() == "file-entry"
            && attribute(*node, "full-path") == Some("content.xml")
    };
    let entry = parsed
        .as_ref()
        .and_then(|parsed| parsed.descendants().find(is_content));
    let is_encrypted = |entry: Node<'_, '_>| {
        entry
            .children()
            .any(|node| node.tag_name().name() == "encryption-data")
    };
    if whole || entry.is_some_and(is_encrypted) {
        let what = "is encrypted; save it without a password first";
        return Err(unreadable(source, what.to_owned()));
    }
    Ok(())
}

fn write(
    source: &Source,
    part: &str,
    content: &str,
    styles: Option<&str>,
) -> Result<Document, Error> {
    let broken = |error: String| unreadable(source, format!("{part} cannot be read ({error})"));
    let parsed = xml::parse(content, false).map_err(broken)?;
    let body = child(parsed.root_element(), Element::Office("body"));
    let text = body.and_then(|body| child(body, Element::Office("text")));
    let Some(text) = text else {
        return Err(unreadable(
            source,
            format!("{part} holds no text of OpenDocument"),
        ));
    };
    let mut composer = Composer::default();
    let parsed_styles = styles.and_then(|styles| {
        let parsed = xml::parse(styles, false);
        parsed
            .map_err(|error| composer.warn(format!("the part styles.xml cannot be read ({error})")))
            .ok()
    });
    let mut styles = Styles::default();
    if let Some(parsed) = &parsed_styles {
        styles.add(parsed.root_element());
    }
    styles.add(parsed.root_element());
    let mut walk = Walk::new(styles, composer);
    walk.blocks(text);
    walk.notes();
    Ok(walk.composer.into_paragraphs(&source.path, Format::Odt))
}
