//! The root of a file, and the trees in which it keeps what it finds by a number or a name.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict};

/// How deep a tree is followed, and how many of its nodes are read.
const DEEPEST: usize = 16;
const MOST_NODES: usize = 10_000;

/// What stands under this key at the root of a file.
pub(super) fn at_root<'a>(pdf: &'a Pdf, key: &[u8]) -> Option<Dict<'a>> {
    let xref = pdf.xref();
    xref.get::<Dict<'a>>(xref.root_id())?.get(key)
}

/// Gives each leaf of a tree, an array under this key in which keys and values take turns. The order of leaves is not that
/// of the tree.
pub(super) fn leaves<'a>(root: Option<Dict<'a>>, key: &[u8], mut each: impl FnMut(Array<'a>)) {
    let mut open: Vec<(Dict<'a>, usize)> = root.into_iter().map(|root| (root, 0)).collect();
    for _ in 0..MOST_NODES {
        let Some((node, depth)) = open.pop() else {
            return;
        };
        let kids = node.get::<Array<'a>>(b"Kids".as_slice());
        if let Some(kids) = kids.filter(|_| depth < DEEPEST) {
            let kids = kids.iter::<Dict<'a>>().take(MOST_NODES);
            open.extend(kids.map(|kid| (kid, depth + 1)));
        }
        if let Some(leaf) = node.get::<Array<'a>>(key) {
            each(leaf);
        }
    }
}
