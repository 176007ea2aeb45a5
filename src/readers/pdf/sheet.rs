//! One page: what is drawn on it, as lines of text, and the links that lie over them.

use std::rc::Rc;

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect as Corners, String as Bytes};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RectExt, RenderContent, TransformExt,
    interpret_page,
};

use super::glyphs::{Drawing, Eye, Rule};
use super::line::{self, Line};

/// How many links of a page are read.
const MOST_LINKS: usize = 2_000;

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
}

/// Reads a page.
pub(super) fn read<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>) -> Sheet {
    let transform = page.initial_transform(true).to_kurbo();
    let Drawing {
        glyphs,
        rules,
        has_images,
        nameless,
    } = see(page, cache, transform);
    let links = links(page, transform);
    let address_at = |x: f32, y: f32| {
        let point = Point::new(f64::from(x), f64::from(y));
        let link = links.iter().find(|(rect, _)| rect.contains(point));
        link.map(|(_, address)| Rc::clone(address))
    };
    let (_, height) = page.render_dimensions();
    Sheet {
        lines: line::lines(&glyphs, address_at),
        rules,
        height,
        has_images,
        nameless,
    }
}

fn see<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, transform: Affine) -> Drawing {
    let (width, height) = page.render_dimensions();
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let mut context = Context::new(transform, bounds, cache, page.xref(), settings);
    let mut eye = Eye::default();
    interpret_page(page, &mut context, &mut eye);
    eye.close()
}

/// Where the links of a page lie, and the addresses to which they lead.
fn links(page: &Page<'_>, transform: Affine) -> Vec<(Rect, Rc<str>)> {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else {
        return Vec::new();
    };
    let links = annotations.iter::<Dict<'_>>().take(MOST_LINKS);
    links
        .filter_map(|annotation| {
            let rect = annotation.get::<Corners>(b"Rect".as_slice())?;
            let action = annotation.get::<Dict<'_>>(b"A".as_slice())?;
            let kind = action.get::<Name<'_>>(b"S".as_slice())?;
            let address = action.get::<Bytes<'_>>(b"URI".as_slice())?;
            (kind.as_ref() == b"URI").then(|| {
                let rect = transform.transform_rect_bbox(rect.to_kurbo());
                (rect, String::from_utf8_lossy(&address).into())
            })
        })
        .collect()
}
