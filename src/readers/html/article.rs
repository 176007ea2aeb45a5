//! Where on a page the article stands: what is linked around it belongs to menus, share buttons and advertisements.

use super::pages::Pages;
use super::tree::{Kind, Node, Step};

/// A page with less text than this, in bytes, is too small for a site around its article.
const LEAST_TEXT: usize = 600;

/// The element of the article: what the page calls so, or else where nearly all of its text stands that is not linked.
pub(super) fn find(pages: &Pages<'_>, root: Node) -> Option<Node> {
    let weights = Weights::new(pages, root);
    let all = weights.of(pages, root);
    if all < LEAST_TEXT {
        return None;
    }
    let tree = &pages.tree;
    let elements = |name: &'static str, role: &'static str| {
        let is_one = move |&node: &Node| {
            let has_role = tree.attribute(node, "role") == Some(role);
            (tree.name(node) == name || has_role) && !pages.is_unseen(node)
        };
        tree.within(root).filter(is_one)
    };
    let heaviest = elements("article", "article").max_by_key(|&node| weights.of(pages, node));
    let heaviest = heaviest.filter(|&node| weights.of(pages, node) * 2 > all);
    let main = || {
        let mut mains = elements("main", "main");
        let main = mains.next().filter(|_| mains.next().is_none());
        main.filter(|&node| weights.of(pages, node) * 2 > all)
    };
    heaviest
        .or_else(main)
        .or_else(|| densest(pages, &weights, root))
}

/// The innermost element that holds at least nine tenths of the text of the one around it, and so on from the root.
fn densest(pages: &Pages<'_>, weights: &Weights, root: Node) -> Option<Node> {
    let mut at = root;
    loop {
        let around = weights.of(pages, at);
        let holds = |&node: &Node| {
            matches!(pages.tree.kind(node), Kind::Element(..))
                && weights.of(pages, node) * 10 >= around * 9
        };
        let Some(inner) = pages.tree.children(at).find(holds) else {
            return (at != root).then_some(at);
        };
        at = inner;
    }
}

/// How much text that is not linked comes before each node, in the order of the pages.
struct Weights {
    /// Where such a text stands, and how much there is up to its end.
    sums: Vec<(u32, usize)>,
}

impl Weights {
    fn new(pages: &Pages<'_>, root: Node) -> Self {
        let tree = &pages.tree;
        let (mut sums, mut sum, mut links) = (Vec::new(), 0, 0_usize);
        let mut step = Some(Step::Enter(root));
        while let Some(here) = step {
            match here {
                Step::Enter(node) => {
                    links += usize::from(tree.name(node) == "a");
                    if let Some(text) = pages
                        .says(node)
                        .filter(|_| links == 0 && !pages.is_unseen(node))
                    {
                        sum += text.trim().len();
                        sums.push((pages.order(node), sum));
                    }
                }
                Step::Leave(node) => links -= usize::from(tree.name(node) == "a" && links > 0),
            }
            step = tree.step(here, root);
        }
        Self { sums }
    }

    fn of(&self, pages: &Pages<'_>, node: Node) -> usize {
        let before = |order: u32| {
            let next = self.sums.partition_point(|&(at, _)| at < order);
            next.checked_sub(1).map_or(0, |index| self.sums[index].1)
        };
        before(pages.end(node)) - before(pages.order(node))
    }
}
