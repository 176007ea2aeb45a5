//! The links that lie over a page: to addresses, and to places in the file.

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Rect as Corners, String as Bytes,
};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_interpret::{RectExt, TransformExt};
use url::Url;

use super::target::{Place, Target};
use super::tree;

/// How many links of a page are read, and how many names of places of a file.
const MOST_LINKS: usize = 2_000;
const MOST_NAMES: usize = 200_000;

/// The places of a file that have names, and its pages.
#[derive(Default)]
pub(super) struct Places<'a> {
    names: HashMap<Vec<u8>, Object<'a>>,
    pages: HashMap<ObjectIdentifier, (usize, Affine)>,
}

impl<'a> Places<'a> {
    pub(super) fn of(pdf: &'a Pdf) -> Self {
        let pages = pdf.pages().iter().enumerate();
        let pages = pages.filter_map(|(index, page)| {
            let upright = page.initial_transform(true).to_kurbo();
            Some((page.raw().obj_id()?, (index, upright)))
        });
        Self {
            names: names(pdf),
            pages: pages.collect(),
        }
    }

    /// Where the links of a page lie, and where they lead.
    pub(super) fn links(&self, page: &Page<'a>) -> Vec<(Rect, Target)> {
        let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else {
            return Vec::new();
        };
        let upright = page.initial_transform(true).to_kurbo();
        let links = annotations.iter::<Dict<'_>>().take(MOST_LINKS);
        links
            .filter_map(|link| {
                let rect = link.get::<Corners>(b"Rect".as_slice())?;
                let rect = upright.transform_rect_bbox(rect.to_kurbo());
                Some((rect, self.target(&link)?))
            })
            .collect()
    }

    fn target(&self, link: &Dict<'a>) -> Option<Target> {
        if let Some(place) = link.get::<Object<'_>>(b"Dest".as_slice()) {
            return self.place(&place).map(Target::Place);
        }
        let action = link.get::<Dict<'_>>(b"A".as_slice())?;
        match action.get::<Name<'_>>(b"S".as_slice())?.as_ref() {
            b"URI" => {
                let address = action.get::<Bytes<'_>>(b"URI".as_slice())?;
                let address = String::from_utf8_lossy(&address);
                is_page(&address).then(|| Target::Address(address.into()))
            }
            b"GoTo" => {
                let place = action.get::<Object<'_>>(b"D".as_slice())?;
                self.place(&place).map(Target::Place)
            }
            _ => None,
        }
    }

    /// The place that is given by a name, or by a page and what of it is to be seen.
    fn place(&self, place: &Object<'a>) -> Option<Place> {
        let place = match place {
            Object::Name(name) => self.names.get(name.as_ref())?,
            Object::String(name) => self.names.get(name.as_ref())?,
            _ => place,
        };
        let place = match place {
            Object::Dict(dict) => dict.get::<Array<'_>>(b"D".as_slice())?,
            Object::Array(array) => array.clone(),
            _ => return None,
        };
        let page = place.raw_iter().next()?.as_obj_ref()?;
        let &(page, upright) = self.pages.get(&ObjectIdentifier::from(page))?;
        let mut rest = place.raw_iter().skip(1);
        let Some(MaybeRef::NotRef(Object::Name(kind))) = rest.next() else {
            return None;
        };
        let mut lengths = rest.map(|length| match length {
            MaybeRef::NotRef(Object::Number(number)) => number.as_f64(),
            _ => 0.0,
        });
        let (left, top) = match kind.as_ref() {
            b"XYZ" => (lengths.next()?, lengths.next()?),
            b"FitH" | b"FitBH" => (0.0, lengths.next()?),
            _ => return None,
        };
        let point = upright * Point::new(left, top);
        #[expect(clippy::cast_possible_truncation, reason = "a page is small")]
        let (x, y) = (point.x as f32, point.y as f32);
        Some(Place { page, x, y })
    }
}

/// Whether an action leads to a page of the web. Others write mail, dial, open files; and what looks like an address to
/// the program that made the links may be none, such as `share.13`.
fn is_page(address: &str) -> bool {
    let Ok(url) = Url::parse(address.trim()) else {
        return false;
    };
    let has_host = url.host_str().is_some_and(|host| host.contains('.'));
    has_host && matches!(url.scheme(), "http" | "https" | "ftp") && address.contains("://")
}

/// The places that have names: in the old way as entries of the catalog, in the new one as leaves of a tree.
fn names(pdf: &Pdf) -> HashMap<Vec<u8>, Object<'_>> {
    let mut names = HashMap::new();
    if let Some(entries) = tree::at_root(pdf, b"Dests") {
        for name in entries.keys().take(MOST_NAMES) {
            if let Some(place) = entries.get::<Object<'_>>(name.as_ref()) {
                names.insert(name.as_ref().to_vec(), place);
            }
        }
    }
    let root = tree::at_root(pdf, b"Names");
    let root = root.and_then(|names| names.get::<Dict<'_>>(b"Dests".as_slice()));
    tree::leaves(root, b"Names", |leaf| {
        let mut pairs = leaf.flex_iter();
        while names.len() < MOST_NAMES
            && let Some(name) = pairs.next::<Bytes<'_>>()
            && let Some(place) = pairs.next::<Object<'_>>()
        {
            names.insert(name.as_ref().to_vec(), place);
        }
    });
    names
}
