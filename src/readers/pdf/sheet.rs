//! One page: what is drawn on it, as lines of text, and the links that lie over them.

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Point, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret};

use super::contents;
use super::glyphs::{Drawing, Eye, Rule};
use super::line::{self, Line};
use super::links::Places;
use super::names::{Names, Pictured};
use super::order;
use super::tags::Tags;

/// A page as lines in the order of reading; lengths in points, `y` grows downwards.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) lines: Vec<Line>,
    pub(super) rules: Vec<Rule>,
    pub(super) height: f32,
    /// Whether a picture is shown.
    pub(super) has_images: bool,
    /// How many glyphs stand for nothing that the file names.
    pub(super) nameless: usize,
    /// Those among them that are pictures.
    pub(super) pictured: Pictured,
    /// How many glyphs are not painted: a scanner's text recognition lays them over its picture.
    pub(super) invisible: usize,
    /// Whether a part of what draws it is lost.
    pub(super) is_damaged: bool,
}

/// What a file says of all its pages, beside what they show.
pub(super) struct Lore<'a> {
    pub(super) cache: InterpreterCache<'a>,
    pub(super) places: Places<'a>,
    pub(super) tags: Tags,
    /// What glyphs without a name stand for, once that was looked for.
    pub(super) names: Option<Names>,
}

/// Reads a page.
pub(super) fn read<'a>(page: &Page<'a>, lore: &Lore<'a>) -> Sheet {
    let contents = contents::of(page);
    let Drawing {
        glyphs,
        rules,
        has_images,
        nameless,
        pictured,
        invisible,
    } = see(page, &contents.bytes, lore);
    let links = lore.places.links(page);
    let link_at = |x: f32, y: f32| {
        let point = Point::new(f64::from(x), f64::from(y));
        let link = links.iter().find(|(rect, _)| rect.contains(point));
        link.map(|(_, target)| target.clone())
    };
    let (_, height) = page.render_dimensions();
    let (drawn, are_all) = line::lines(&glyphs, link_at);
    Sheet {
        lines: order::settle(drawn),
        rules,
        height,
        has_images,
        nameless,
        pictured,
        invisible,
        is_damaged: contents.is_damaged || !are_all,
    }
}

fn see<'a>(page: &Page<'a>, contents: &[u8], lore: &Lore<'a>) -> Drawing {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(upright, bounds, &lore.cache, page.xref(), settings);
    let mut eye = Eye::new(lore.tags.on(page), lore.names.as_ref());
    interpret(
        TypedIter::new(contents),
        page.resources(),
        &mut context,
        &mut eye,
    );
    eye.close()
}
