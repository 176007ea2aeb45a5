//! Word documents (`.docx`, `.docm`, `.dotx`), as they look once all tracked changes are accepted.
//!
//! The text comes first, then the footnotes and the endnotes, each in the order in which they are called; Word keeps
//! them in parts of their own. Numbers that Word counts and does not store (of notes, of lists) are counted here. How
//! paragraphs are counted is told in [`walk`].

use std::collections::HashMap;

use roxmltree::Node;

use self::markup::{child, is};
use self::numbering::Numbering;
use self::parts::{Part, Parts};
use self::series::{Kind, Series};
use self::styles::Styles;
use self::walk::Walk;
use super::composer::Composer;
use super::{unreadable, xml};
use crate::document::{Document, Format};
use crate::source::{Error, Source};

mod field;
mod inline;
pub(crate) mod markup;
mod numbering;
pub(crate) mod parts;
mod series;
pub(crate) mod shown;
mod styles;
mod symbol;
mod walk;

#[cfg(test)]
mod tests;

/// Reads a Word document.
pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let mut parts = Parts::open(source)?;
    let warnings = std::mem::take(&mut parts.warnings);
    let main = &parts.document;
    let parsed = xml::parse(&main.text, false).map_err(|error| {
        let what = format!("its part {} cannot be read ({error})", main.name);
        unreadable(source, what)
    })?;
    let body = Some(parsed.root_element())
        .filter(|&root| is(root, "document"))
        .and_then(|root| child(root, "body"));
    let body = body.ok_or_else(|| {
        let what = format!("its part {} holds no text of Word", main.name);
        unreadable(source, what)
    })?;
    let mut composer = Composer::default();
    for warning in warnings {
        composer.warn(warning);
    }
    let footnotes = parsed_part(parts.footnotes.as_ref(), &mut composer);
    let endnotes = parsed_part(parts.endnotes.as_ref(), &mut composer);
    let styles = parsed_part(parts.styles.as_ref(), &mut composer);
    let numbering = parsed_part(parts.numbering.as_ref(), &mut composer);
    let settings = parsed_part(parts.settings.as_ref(), &mut composer);
    let styles = root(styles.as_ref()).map_or_else(Styles::default, Styles::read);
    let numbering = root(numbering.as_ref()).map_or_else(Numbering::default, Numbering::read);
    let series = Series::count(body, root(settings.as_ref()), &styles, &mut composer);
    let no_links = HashMap::new();
    let mut walk = Walk::new(composer, styles, numbering, series, &main.links);
    walk.story(body);
    for (notes, part, kind) in [
        (&footnotes, &parts.footnotes, Kind::Footnote),
        (&endnotes, &parts.endnotes, Kind::Endnote),
    ] {
        if let Some(root) = root(notes.as_ref()) {
            let links = part.as_ref().map_or(&no_links, |part| &part.links);
            walk.notes(root, kind, links);
        }
    }
    let Walk {
        composer, trace, ..
    } = walk;
    Ok(composer.into_traced_paragraphs(&source.path, Format::Docx, &trace))
}

/// A part that the text can do without.
fn parsed_part<'a>(
    part: Option<&'a Part>,
    composer: &mut Composer,
) -> Option<roxmltree::Document<'a>> {
    let part = part?;
    match xml::parse(&part.text, false) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            let name = &part.name;
            composer.warn(format!("the part {name} cannot be read ({error})"));
            None
        }
    }
}

fn root<'a, 'input>(parsed: Option<&'a roxmltree::Document<'input>>) -> Option<Node<'a, 'input>> {
    parsed.map(roxmltree::Document::root_element)
}
