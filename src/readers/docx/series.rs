//! The numbers of notes, which Word counts and does not store: it keeps an id for each, in the order of their making.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::markup::{
    Element, attribute, branch, child, children, element, is_deleted_row, number, numeral, value,
};
use super::styles::{Look, Styles};
use crate::document::{NativeKind, NativeList};
use crate::readers::composer::Composer;
use crate::readers::numeral::Numeral;

/// The two kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Footnote,
    Endnote,
}

impl Kind {
    /// In words.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Footnote => "footnote",
            Self::Endnote => "endnote",
        }
    }

    /// The kind of note that a reference of this name calls.
    pub(super) fn of_reference(name: &str) -> Option<Self> {
        match name {
            "footnoteReference" => Some(Self::Footnote),
            "endnoteReference" => Some(Self::Endnote),
            _ => None,
        }
    }

    /// The name under which markers lead to a note.
    pub(super) fn key(self, id: &str) -> String {
        format!("{} {}", self.name(), id.trim())
    }

    /// Word prints endnotes in Roman numerals unless told otherwise.
    fn usual(self) -> Numeral {
        match self {
            Self::Footnote => Numeral::Decimal,
            Self::Endnote => Numeral::LowerRoman,
        }
    }

    fn native(self) -> NativeKind {
        match self {
            Self::Footnote => NativeKind::Footnotes,
            Self::Endnote => NativeKind::Endnotes,
        }
    }
}

/// How notes of a kind are counted in a section; `None` where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
struct Counting {
    numeral: Option<Numeral>,
    start: Option<u32>,
    /// Where it starts anew.
    restart: Option<Restart>,
}

impl Counting {
    /// What `w:footnotePr` or `w:endnotePr` says, below section properties or the settings.
    fn of(parent: Node<'_, '_>, kind: Kind) -> Self {
        let name = match kind {
            Kind::Footnote => "footnotePr",
            Kind::Endnote => "endnotePr",
        };
        let Some(properties) = child(parent, name) else {
            return Self::default();
        };
        Self {
            numeral: value(properties, "numFmt").map(numeral),
            start: number(properties, "numStart"),
            restart: value(properties, "numRestart").map(|when| match when {
                "eachSect" => Restart::Section,
                "eachPage" => Restart::Page,
                _ => Restart::Never,
            }),
        }
    }

    fn over(self, under: Self) -> Self {
        Self {
            numeral: self.numeral.or(under.numeral),
            start: self.start.or(under.start),
            restart: self.restart.or(under.restart),
        }
    }
}

/// Where the count of notes starts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Restart {
    Never,
    Section,
    /// On each page, as far as Word told where its pages broke when it last set them.
    Page,
}

/// A reference of the text, in its order.
struct Reference {
    kind: Kind,
    id: String,
    section: usize,
    page: usize,
    /// The mark that the author chose instead of a number.
    custom: Option<String>,
}

/// What is printed for a note.
#[derive(Debug, Clone)]
pub(super) struct Printed {
    pub(super) label: String,
    /// Its list, an index into those of the composer.
    pub(super) list: usize,
    /// Its place among the notes in the order in which they are called.
    pub(super) turn: usize,
    /// Whether the author chose the mark, so that it stands in the note as text.
    pub(super) is_custom: bool,
}

/// What is printed for the notes that the text calls, and the notes that bookmarks stand for.
#[derive(Default)]
pub(super) struct Series {
    printed: HashMap<(Kind, String), Printed>,
    /// By the names of bookmarks around references, for the fields that repeat a number.
    bookmarks: HashMap<String, (Kind, String)>,
    /// The first list of each kind; notes that nothing calls stand there.
    first: HashMap<Kind, usize>,
    /// The notes that are called where nobody sees it: in text whose deletion or whose move to another place is tracked, and
    /// in hidden text.
    unseen: HashSet<(Kind, String)>,
    /// How many notes that nothing calls were named.
    uncalled: usize,
}

impl Series {
    /// Counts the notes that the text calls.
    pub(super) fn count(
        body: Node<'_, '_>,
        settings: Option<Node<'_, '_>>,
        styles: &Styles<'_>,
        composer: &mut Composer,
    ) -> Self {
        let mut census = Census {
            styles,
            references: Vec::new(),
            page: 0,
            sections: Vec::new(),
            bookmarks: HashMap::new(),
            unseen: HashSet::new(),
            open: Vec::new(),
        };
        census.walk(body);
        let mut series = Self {
            bookmarks: census.bookmarks,
            unseen: census.unseen,
            ..Self::default()
        };
        for kind in [Kind::Footnote, Kind::Endnote] {
            let under = settings.map_or_else(Counting::default, |node| Counting::of(node, kind));
            let sections = census.sections.iter();
            let countings: Vec<Counting> = sections
                .map(|&node| Counting::of(node, kind).over(under))
                .collect();
            let of_kind = census.references.iter().filter(|found| found.kind == kind);
            series.number(kind, of_kind, &countings, under, composer);
        }
        series
    }

    fn number<'r>(
        &mut self,
        kind: Kind,
        references: impl Iterator<Item = &'r Reference>,
        countings: &[Counting],
        under: Counting,
        composer: &mut Composer,
    ) {
        let (mut list, mut place, mut count) = (None, None, 0);
        let mut twice: Vec<&str> = Vec::new();
        let mut marks: (usize, HashSet<&str>) = (0, HashSet::new());
        for (turn, reference) in references.enumerate() {
            let key = (kind, reference.id.clone());
            if let Some(printed) = self.printed.get(&key) {
                if !twice.contains(&reference.id.as_str()) && twice.len() < MOST_TWICE {
                    twice.push(&reference.id);
                    composer.warn(format!(
                        "{} {} is called by two references, for which Word takes a file for damaged; call it a second time \
                         by a cross-reference (in Word, References > Cross-reference)",
                        kind.name(),
                        printed.label
                    ));
                }
                continue;
            }
            let counting = countings.get(reference.section).copied().unwrap_or(under);
            if let Some(mark) = reference.custom.as_deref() {
                // A mark that comes again begins a new list, so that it is unique in its own.
                if marks.1.is_empty() || !marks.1.insert(mark) {
                    marks = (add(composer, kind, false), HashSet::from([mark]));
                }
                self.print(key, mark.to_owned(), marks.0, turn, true);
                continue;
            }
            let (section, page) = (reference.section, reference.page);
            let starts = place.is_none_or(|(last_section, last_page)| match counting.restart {
                Some(Restart::Section) => section != last_section,
                Some(Restart::Page) => page != last_page,
                _ => false,
            });
            place = Some((section, page));
            count = if starts {
                counting.start.unwrap_or(1)
            } else {
                count + 1
            };
            if starts {
                list = None;
            }
            let list = *list.get_or_insert_with(|| add(composer, kind, true));
            self.first.entry(kind).or_insert(list);
            let numeral = counting.numeral.unwrap_or(kind.usual());
            self.print(key, numeral.written(count), list, turn, false);
        }
    }

    fn print(
        &mut self,
        key: (Kind, String),
        label: String,
        list: usize,
        turn: usize,
        is_custom: bool,
    ) {
        let printed = Printed {
            label,
            list,
            turn,
            is_custom,
        };
        self.printed.insert(key, printed);
    }

    /// What is printed for a note; `None` for one that nothing calls.
    pub(super) fn printed(&self, kind: Kind, id: &str) -> Option<&Printed> {
        self.printed.get(&(kind, id.trim().to_owned()))
    }

    /// Whether a note is gone once all tracked changes are accepted, because all its references are.
    pub(super) fn is_gone(&self, kind: Kind, id: &str) -> bool {
        let key = (kind, id.trim().to_owned());
        self.unseen.contains(&key) && !self.printed.contains_key(&key)
    }

    /// The note whose reference stands in a bookmark.
    pub(super) fn bookmarked(&self, bookmark: &str) -> Option<(Kind, &str)> {
        let (kind, id) = self.bookmarks.get(bookmark)?;
        Some((*kind, id))
    }

    /// A label for a note that nothing calls. Word prints no number for it, and one of ours could be taken for that of
    /// another note.
    pub(super) fn uncalled(&mut self, kind: Kind, composer: &mut Composer) -> Printed {
        self.uncalled += 1;
        let first = self.first.entry(kind);
        Printed {
            label: format!("unnumbered {}", self.uncalled),
            list: *first.or_insert_with(|| add(composer, kind, true)),
            turn: usize::MAX,
            is_custom: false,
        }
    }
}

/// Of so many notes that are called twice is told.
const MOST_TWICE: usize = 10;

fn add(composer: &mut Composer, kind: Kind, is_automatic: bool) -> usize {
    composer.list(NativeList {
        kind: kind.native(),
        heading: None,
        is_automatic,
        has_typed_markers: false,
    })
}

/// Walks over the text for what has to be known before it is written: sections say at their end how their notes are
/// counted.
struct Census<'s, 'a, 'input> {
    styles: &'s Styles<'a>,
    references: Vec<Reference>,
    /// How many pages came, as Word last set them.
    page: usize,
    sections: Vec<Node<'a, 'input>>,
    bookmarks: HashMap<String, (Kind, String)>,
    unseen: HashSet<(Kind, String)>,
    /// The bookmarks that are open: their ids, their names, and how many references came before them.
    open: Vec<(String, String, usize)>,
}

/// How many bookmarks may be open at once; of those behind, none is known.
const MOST_BOOKMARKS: usize = 64;

impl<'a, 'input> Census<'_, 'a, 'input> {
    fn walk(&mut self, parent: Node<'a, 'input>) {
        for node in parent.children() {
            match element(node) {
                None
                | Some(Element::Word("txbxContent" | "rPr" | "tblPr" | "sdtPr" | "pPrChange")) => {}
                Some(Element::Word("del" | "moveFrom")) => self.pass_over(node),
                Some(Element::Word("sectPr")) => self.sections.push(node),
                Some(Element::Word("r")) => self.run(node),
                Some(Element::Word("bookmarkStart")) => self.open_bookmark(node),
                Some(Element::Word("bookmarkEnd")) => self.close_bookmark(node),
                Some(Element::Alternatives) => {
                    if let Some(branch) = branch(node) {
                        self.walk(branch);
                    }
                }
                Some(Element::Word("tr")) if is_deleted_row(node) => self.pass_over(node),
                Some(_) => self.walk(node),
            }
        }
    }

    /// Notes which notes are called in what nobody sees.
    fn pass_over(&mut self, parent: Node<'a, 'input>) {
        for node in parent.descendants() {
            if let Some(Element::Word(name)) = element(node)
                && let Some(kind) = Kind::of_reference(name)
            {
                let id = attribute(node, "id").unwrap_or_default().trim();
                self.unseen.insert((kind, id.to_owned()));
            }
        }
    }

    fn run(&mut self, run: Node<'a, 'input>) {
        for node in run.children() {
            let Some(Element::Word(name)) = element(node) else {
                continue;
            };
            self.page += usize::from(name == "lastRenderedPageBreak");
            let Some(kind) = Kind::of_reference(name) else {
                continue;
            };
            if self.styles.run(run, Look::default()).is_hidden() {
                self.pass_over(node);
                continue;
            }
            self.references.push(Reference {
                kind,
                id: attribute(node, "id").unwrap_or_default().trim().to_owned(),
                section: self.sections.len(),
                page: self.page,
                custom: custom_mark(node),
            });
        }
    }

    fn open_bookmark(&mut self, node: Node<'_, '_>) {
        if let (Some(id), Some(name)) = (attribute(node, "id"), attribute(node, "name"))
            && self.open.len() < MOST_BOOKMARKS
        {
            let opened = (id.to_owned(), name.to_owned(), self.references.len());
            self.open.push(opened);
        }
    }

    fn close_bookmark(&mut self, node: Node<'_, '_>) {
        let id = attribute(node, "id").unwrap_or_default();
        let Some(at) = self.open.iter().rposition(|(open, _, _)| open == id) else {
            return;
        };
        let (_, name, before) = self.open.remove(at);
        if let Some(reference) = self.references.get(before) {
            let called = (reference.kind, reference.id.clone());
            self.bookmarks.insert(name, called);
        }
    }
}

/// The mark that the author chose for a note: it follows the reference in its run, or in the next one.
pub(super) fn custom_mark(reference: Node<'_, '_>) -> Option<String> {
    let follows = attribute(reference, "customMarkFollows");
    if !matches!(follows, Some("1" | "true" | "on")) {
        return None;
    }
    let own = mark_text(reference.next_siblings().skip(1));
    let mark = if own.is_empty() {
        let run = reference.parent_element()?;
        let next = run.next_sibling_element().filter(|next| {
            let has_reference =
                |node: Node<'_, '_>| Kind::of_reference(node.tag_name().name()).is_some();
            !next.children().any(has_reference)
        });
        next.map_or_else(String::new, |next| mark_text(next.children()))
    } else {
        own
    };
    // A long text is no mark: the reference lost its own.
    (!mark.is_empty() && mark.chars().count() <= LONGEST_MARK).then_some(mark)
}

/// The longest mark that an author gives a note, in characters.
const LONGEST_MARK: usize = 8;

fn mark_text<'a, 'input: 'a>(nodes: impl Iterator<Item = Node<'a, 'input>>) -> String {
    let mut mark = String::new();
    for node in nodes {
        match element(node) {
            Some(Element::Word("t")) => mark.push_str(node.text().unwrap_or_default()),
            Some(Element::Word("sym")) => mark.extend(super::symbol::of(node)),
            Some(Element::Word(name)) if Kind::of_reference(name).is_some() => break,
            _ => {}
        }
    }
    mark.trim().to_owned()
}

/// The notes of a part, without the lines that part them from the text.
pub(super) fn notes<'a, 'input>(
    root: Node<'a, 'input>,
    kind: Kind,
) -> impl Iterator<Item = Node<'a, 'input>> {
    let is_note = |node: &Node<'_, '_>| matches!(attribute(*node, "type"), None | Some("normal"));
    children(root, kind.name()).filter(is_note)
}
