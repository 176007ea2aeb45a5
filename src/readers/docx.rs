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

pub(super) mod field;
mod inline;
pub(crate) mod markup;
mod numbering;
pub(crate) mod parts;
mod series;
pub(crate) mod shown;
pub(super) mod styles;
pub(super) mod symbol;
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
    let story = Story {
        body,
        links: &main.links,
        notes: [
            (
                Kind::Footnote,
                root(footnotes.as_ref()),
                parts.footnotes.as_ref(),
            ),
            (
                Kind::Endnote,
                root(endnotes.as_ref()),
                parts.endnotes.as_ref(),
            ),
        ],
        styles: root(styles.as_ref()),
        numbering: root(numbering.as_ref()),
        settings: root(settings.as_ref()),
    };
    let mut walk = story.walk(composer.clone(), HashMap::new());
    if walk.repeats_numbers && !walk.bookmarks.is_empty() {
        let numbers = std::mem::take(&mut walk.bookmarks);
        walk = story.walk(composer, numbers);
    }
    let Walk {
        composer, trace, ..
    } = walk;
    Ok(composer.into_traced_paragraphs(&source.path, Format::Docx, &trace))
}

/// The parsed parts of a document.
struct Story<'a, 'input> {
    body: Node<'a, 'input>,
    links: &'a HashMap<String, String>,
    notes: [(Kind, Option<Node<'a, 'input>>, Option<&'a Part>); 2],
    styles: Option<Node<'a, 'input>>,
    numbering: Option<Node<'a, 'input>>,
    settings: Option<Node<'a, 'input>>,
}

impl<'a, 'input> Story<'a, 'input> {
    /// Writes everything; `numbers` are those of the paragraphs with a bookmark, if they are known.
    fn walk(&self, mut composer: Composer, numbers: HashMap<String, String>) -> Walk<'a, 'input> {
        let styles = self.styles.map_or_else(Styles::default, Styles::read);
        let numbering = self
            .numbering
            .map_or_else(Numbering::default, Numbering::read);
        let series = Series::count(self.body, self.settings, &styles, &mut composer);
        let mut walk = Walk::new(composer, styles, numbering, series, self.links);
        walk.numbers = numbers;
        walk.story(self.body);
        for (kind, root, part) in self.notes {
            if let (Some(root), Some(part)) = (root, part) {
                walk.notes(root, kind, &part.links);
            }
        }
        walk
    }
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
