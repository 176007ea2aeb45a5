//! Where in the markup of Word a comment can begin and end.
//!
//! A comment is anchored by three things: a mark where it begins, a mark where it ends, and behind that a run with the
//! reference. The marks may stand between any two runs, so a run that holds more than the words is parted there. Some
//! things must stay whole: a field, which Word would write anew; a content control that is bound to data; a formula; and
//! the alternatives of a drawing, of which each reader takes one. The comment then stands around them.

use roxmltree::{Document, Node, NodeId};

use crate::document::Span;
use crate::readers::docx::markup::{Element, attribute, child, element, is};
use crate::readers::docx::shown::is_preserved;

/// Where a comment is anchored.
pub(super) struct Anchor {
    pub(super) start: Cut,
    pub(super) end: Cut,
    /// Where the run with the reference stands.
    pub(super) reference: Cut,
}

/// A place at which something is put into the markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// In bytes of the markup.
    pub(super) at: usize,
    /// What ends there the run that is parted, and what begins it anew; both empty between runs.
    pub(super) close: String,
    pub(super) open: String,
    /// What parts the text of the run elsewhere, so that none of its white space is lost.
    pub(super) seams: Vec<(usize, String)>,
}

impl Cut {
    fn between(at: usize) -> Self {
        Self {
            at,
            close: String::new(),
            open: String::new(),
            seams: Vec::new(),
        }
    }
}

/// The places of a part at which text stands.
pub(super) struct Anchors<'a, 'input> {
    /// Elements that hold no others, in the order of the markup.
    leaves: Vec<Node<'a, 'input>>,
    /// Fields that begin and end in one paragraph, and references with marks that an author chose, in the order of the
    /// markup; no two overlap.
    wholes: Vec<Whole>,
    /// Where the first paragraph ends.
    first: Option<usize>,
}

/// A stretch of a paragraph that must not be parted.
#[derive(Debug, Clone, Copy)]
struct Whole {
    start: usize,
    end: usize,
    /// Where the child of the paragraph ends in which it ends.
    outside: usize,
}

/// A leaf in its paragraph.
struct Hold<'a, 'input> {
    leaf: Node<'a, 'input>,
    paragraph: NodeId,
    /// The cell of a table in which it stands.
    cell: Option<NodeId>,
    /// The run that may be parted, and where the child of the paragraph ends that holds it.
    run: Option<(Node<'a, 'input>, usize)>,
    /// Otherwise what must stay whole around it.
    whole: Whole,
}

impl<'a, 'input> Anchors<'a, 'input> {
    pub(super) fn new(parsed: &'a Document<'input>) -> Self {
        let mut anchors = Self {
            leaves: Vec::new(),
            wholes: Vec::new(),
            first: None,
        };
        let mut open: Vec<Option<Hold<'_, '_>>> = Vec::new();
        let (mut dropped, mut boxed) = (0, 0);
        for node in parsed.descendants() {
            let range = node.range();
            let Some(kind) = element(node).filter(|_| range.start >= dropped) else {
                continue;
            };
            match kind {
                Element::Word("del" | "moveFrom") => dropped = range.end,
                Element::Word("txbxContent") => boxed = boxed.max(range.end),
                Element::Word("fldChar") if range.start >= boxed => {
                    anchors.field(node, &mut open);
                }
                Element::Word("p") if range.start >= boxed => {
                    let end = end_tag(node);
                    anchors.first = anchors.first.or(end);
                }
                kind if is_leaf(kind) => {
                    anchors.leaves.push(node);
                    anchors.mark(node);
                }
                _ => {}
            }
        }
        anchors
    }

    /// The mark of a field: its beginning waits for its end.
    fn field(&mut self, mark: Node<'a, 'input>, open: &mut Vec<Option<Hold<'a, 'input>>>) {
        match attribute(mark, "fldCharType") {
            Some("begin") => open.push(hold(mark)),
            Some("end") => {
                let (Some(Some(from)), Some(to)) = (open.pop(), hold(mark)) else {
                    return;
                };
                if from.paragraph != to.paragraph {
                    return;
                }
                self.keep(Whole {
                    start: from.whole.start,
                    ..to.whole
                });
            }
            _ => {}
        }
    }

    /// A reference with a mark that the author chose: the text behind it in its run or, if there is none, the next run.
    fn mark(&mut self, leaf: Node<'a, 'input>) {
        if attribute(leaf, "customMarkFollows").is_none() {
            return;
        }
        let Some(hold) = hold(leaf) else { return };
        let mut whole = hold.whole;
        let mut behind = leaf.next_siblings().skip(1);
        let has_mark = behind.any(|next| is(next, "t") || is(next, "sym"));
        if let (Some((run, _)), false) = (hold.run, has_mark) {
            let next = run.next_sibling_element().filter(|next| is(*next, "r"));
            whole.end = next.map_or(whole.end, |next| next.range().end);
            whole.outside = whole.outside.max(whole.end);
        }
        self.keep(whole);
    }

    fn keep(&mut self, mut whole: Whole) {
        while let Some(last) = self.wholes.pop_if(|last| last.end > whole.start) {
            whole.start = whole.start.min(last.start);
            whole.end = whole.end.max(last.end);
            whole.outside = whole.outside.max(last.outside);
        }
        self.wholes.push(whole);
    }

    /// The anchor around what stands under some spans of the markup, in the order of the text.
    pub(super) fn around(&self, spans: &[Span]) -> Option<Anchor> {
        let mut holds = spans
            .iter()
            .filter_map(|span| Some((self.hold(*span)?, *span)));
        let (first, from) = holds.next()?;
        let start = self.start(&first, from.start);
        // A comment does not reach from one cell of a table into another, nor back to a box.
        let last = spans.iter().rev().find_map(|span| {
            let hold = self.hold(*span).filter(|hold| hold.cell == first.cell)?;
            let (end, reference) = self.end(&hold, span.end);
            (end.at > start.at).then_some((end, reference))
        });
        let (end, reference) = last.unwrap_or_else(|| self.end(&first, from.end));
        Some(Anchor {
            start,
            end,
            reference,
        })
    }

    /// An anchor in the first paragraph, for what stands nowhere in the text.
    pub(super) fn first(&self) -> Option<Anchor> {
        let leaf = self.leaves.iter().find_map(|&leaf| {
            let range = leaf.range();
            self.around(&[Span::new(range.start, range.end)])
        });
        leaf.or_else(|| {
            let cut = Cut::between(self.first?);
            Some(Anchor {
                start: cut.clone(),
                end: cut.clone(),
                reference: cut,
            })
        })
    }

    fn hold(&self, span: Span) -> Option<Hold<'a, 'input>> {
        let next = self
            .leaves
            .partition_point(|leaf| leaf.range().end <= span.start);
        let leaf = self.leaves.get(next)?;
        hold(*leaf).filter(|_| leaf.range().start <= span.start)
    }

    /// What must stay whole around a leaf; `None` where its run may be parted.
    fn whole(&self, hold: &Hold<'_, '_>) -> Option<Whole> {
        let at = hold.leaf.range().start;
        let next = self.wholes.partition_point(|whole| whole.end <= at);
        let known = self.wholes.get(next).filter(|whole| whole.start <= at);
        known
            .copied()
            .or_else(|| hold.run.is_none().then_some(hold.whole))
    }

    fn start(&self, hold: &Hold<'_, '_>, at: usize) -> Cut {
        match (self.whole(hold), hold.run) {
            (None, Some((run, _))) => before(hold.leaf, run, at),
            (whole, _) => Cut::between(whole.unwrap_or(hold.whole).start),
        }
    }

    /// The end of a comment, and where its reference stands: a child of the paragraph, so that it belongs to no link and
    /// to no tracked insertion.
    fn end(&self, hold: &Hold<'_, '_>, at: usize) -> (Cut, Cut) {
        if let (None, Some((run, outside))) = (self.whole(hold), hold.run) {
            let end = behind(hold.leaf, run, at);
            let is_inside = run
                .parent()
                .is_some_and(|parent| parent.id() != hold.paragraph);
            let reference = if is_inside {
                Cut::between(outside)
            } else {
                end.clone()
            };
            return (end, reference);
        }
        let whole = self.whole(hold).unwrap_or(hold.whole);
        (Cut::between(whole.end), Cut::between(whole.outside))
    }
}

/// Whether an element stands for text and holds no other element.
fn is_leaf(kind: Element<'_>) -> bool {
    matches!(
        kind,
        Element::Word(
            "t" | "tab"
                | "ptab"
                | "noBreakHyphen"
                | "sym"
                | "br"
                | "cr"
                | "footnoteReference"
                | "endnoteReference"
        ) | Element::Formula("t")
    )
}

/// A leaf, or the mark of a field, in its paragraph; `None` where it stands in none.
fn hold<'a, 'input>(leaf: Node<'a, 'input>) -> Option<Hold<'a, 'input>> {
    let path: Vec<Node<'a, 'input>> = leaf.ancestors().skip(1).collect();
    // Word knows no comments in text boxes, so the paragraph that counts is the one around the outermost box.
    let outermost = path.iter().rposition(|&node| is(node, "txbxContent"));
    let from = outermost.map_or(0, |at| at + 1);
    let length = path[from..].iter().position(|&node| is(node, "p"))?;
    let (inside, outside) = (&path[from..from + length], &path[from + length..]);
    let (top, paragraph) = (*inside.last()?, *outside.first()?);
    let cell = outside.iter().find(|&&node| is(node, "tc"));
    let is_own = |node: &Node<'_, '_>| leaf.parent_element().is_some_and(|own| own == *node);
    let stays = |node: &&Node<'_, '_>| stays_whole(**node) || is(**node, "r") && !is_own(node);
    let whole = inside.iter().rev().find(stays);
    let run = inside.first().copied().filter(|run| is(*run, "r"));
    let run = run.filter(|_| whole.is_none() && outermost.is_none());
    let around = whole.copied().or(run).unwrap_or(top).range();
    Some(Hold {
        leaf,
        paragraph: paragraph.id(),
        cell: cell.map(Node::id),
        run: run.map(|run| (run, top.range().end)),
        whole: Whole {
            start: around.start,
            end: around.end,
            outside: top.range().end,
        },
    })
}

/// Whether no comment may begin or end within an element.
fn stays_whole(node: Node<'_, '_>) -> bool {
    match element(node) {
        Some(Element::Word("fldSimple") | Element::Formula(_) | Element::Alternatives) => true,
        Some(Element::Word("sdt")) => child(node, "sdtPr").is_some_and(is_bound),
        _ => false,
    }
}

/// Whether a content control holds something else than what was typed into it freely.
fn is_bound(properties: Node<'_, '_>) -> bool {
    let free = [
        "rPr",
        "alias",
        "tag",
        "id",
        "lock",
        "placeholder",
        "temporary",
        "showingPlcHdr",
        "richText",
        "label",
        "tabIndex",
    ];
    let mut kinds = properties.children().filter(Node::is_element);
    kinds.any(|kind| !matches!(element(kind), Some(Element::Word(name)) if free.contains(&name)))
}

/// The cut before a byte of a leaf.
fn before(leaf: Node<'_, '_>, run: Node<'_, '_>, at: usize) -> Cut {
    if let Some(cut) = within(leaf, run, at) {
        return cut;
    }
    match leaf.prev_sibling_element() {
        Some(other) if !is(other, "rPr") => parted(run, leaf.range().start),
        _ => Cut::between(run.range().start),
    }
}

/// The cut behind a byte of a leaf.
fn behind(leaf: Node<'_, '_>, run: Node<'_, '_>, at: usize) -> Cut {
    if let Some(cut) = within(leaf, run, at) {
        return cut;
    }
    match leaf.next_sibling_element() {
        Some(_) => parted(run, leaf.range().end),
        None => Cut::between(run.range().end),
    }
}

/// The cut between two elements of a run.
fn parted(run: Node<'_, '_>, at: usize) -> Cut {
    Cut {
        at,
        close: close(run),
        open: format!("{}{}", start_tag(run), properties(run)),
        seams: Vec::new(),
    }
}

/// The cut within a text; `None` at its ends.
fn within(leaf: Node<'_, '_>, run: Node<'_, '_>, at: usize) -> Option<Cut> {
    const WHITE: [char; 4] = [' ', '\t', '\r', '\n'];
    let tag = start_tag(leaf);
    let (start, end) = (leaf.range().start + tag.len(), end_tag(leaf)?);
    if !is(leaf, "t") || at <= start || at >= end {
        return None;
    }
    let markup = leaf.document().input_text();
    let (head, tail) = (&markup[start..at], &markup[at..end]);
    let keeps = is_preserved(leaf);
    let is_edge = |part: &str| part.is_empty() || !keeps && part.trim_matches(WHITE).is_empty();
    if is_edge(head) || is_edge(tail) || !is_plain(leaf, end) {
        return None;
    }
    let preserving = preserving(leaf, tag)?;
    let mut seams = Vec::new();
    if !keeps {
        // White space at the ends of this text does not count, and what stands before and behind the cut does.
        let white = start + head.trim_end_matches(WHITE).len();
        if white < at {
            seams.push((white, format!("{}{preserving}", close(leaf))));
        }
        let last = at + tail.trim_end_matches(WHITE).len();
        if last < end {
            seams.push((last, format!("{}{tag}", close(leaf))));
        }
    }
    let parted = parted(run, at);
    Some(Cut {
        close: format!("{}{}", close(leaf), parted.close),
        open: format!("{}{preserving}", parted.open),
        seams,
        ..parted
    })
}

/// Whether a text that ends at this byte holds nothing but characters. A comment is a node of its own; where markup is
/// quoted the text begins behind the sign of it, or its range ends before it does.
fn is_plain(leaf: Node<'_, '_>, end: usize) -> bool {
    let mut children = leaf.children();
    let only = children.next().filter(|_| children.next().is_none());
    only.is_some_and(|only| only.is_text() && only.range().end == end)
}

/// The start tag of a text in which all white space counts; `None` where it says the opposite.
fn preserving(leaf: Node<'_, '_>, tag: &str) -> Option<String> {
    const SPACE: &str = "xml:space";
    if !tag.contains(SPACE) {
        return Some(format!("{} {SPACE}=\"preserve\">", tag.strip_suffix('>')?));
    }
    is_preserved(leaf).then(|| tag.to_owned())
}

fn properties<'t>(run: Node<'t, '_>) -> &'t str {
    child(run, "rPr").map_or("", |properties| {
        &properties.document().input_text()[properties.range()]
    })
}

/// The start tag of an element that has children.
fn start_tag<'t>(node: Node<'t, '_>) -> &'t str {
    let range = node.range();
    let end = node
        .first_child()
        .map_or(range.end, |first| first.range().start);
    let tag = &node.document().input_text()[range.start..end];
    // A text in which nothing is markup begins behind its own opening.
    tag.strip_suffix("<![CDATA[").unwrap_or(tag)
}

/// Where the end tag of an element begins; `None` if it has none.
fn end_tag(node: Node<'_, '_>) -> Option<usize> {
    let range = node.range();
    let whole = &node.document().input_text()[range.clone()];
    (!whole.ends_with("/>")).then_some(())?;
    Some(range.start + whole.rfind("</")?)
}

/// The end tag of an element, under the name that its start tag has.
fn close(node: Node<'_, '_>) -> String {
    let whole = &node.document().input_text()[node.range()];
    let name = whole[1..].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
    format!("</{}>", name.into_iter().next().unwrap_or_default())
}
