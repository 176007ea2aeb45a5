//! Which links are markers.

use std::collections::HashSet;

use super::element;
use super::entry;
use super::label::{self, Shown};
use super::pages::{Link, Pages};
use super::tree::Node;

/// How many links of a note, at either end, are looked at for one that leads back.
const LOOKED_AT: usize = 40;

/// A link that could be a marker.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) link: Link,
    /// What it shows, with the signs around it.
    pub(super) shown: Option<Shown>,
    /// The element that is written for it.
    pub(super) whole: Node,
    /// Whether the page says that it is a marker.
    pub(super) is_said: bool,
    /// Whether it is raised or has signs around it.
    pub(super) is_set_off: bool,
    /// Whether it stands in a part of the site that is no part of the paper, such as a box of links.
    pub(super) is_aside: bool,
    /// The element of the note that it could lead to.
    pub(super) holder: Option<Node>,
}

/// How much must be said before a link is a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caution {
    /// What one of the usual signs says.
    Page,
    /// More: the links of a table of contents look like markers, and few notes stand beside many links.
    Contents,
}

/// The links that could be markers, and the indices of those that are.
pub(super) fn find(
    pages: &Pages<'_>,
    links: &[Link],
    caution: Caution,
) -> (Vec<Candidate>, Vec<usize>) {
    let mut candidates = candidates(pages, links);
    let mut places: Vec<u32> = candidates
        .iter()
        .filter_map(|candidate| candidate.link.target)
        .map(|target| pages.order(target))
        .collect();
    places.sort_unstable();
    places.dedup();
    for candidate in &mut candidates {
        candidate.holder = candidate
            .link
            .target
            .and_then(|target| entry::holder(pages, target, &places));
    }
    let plain = candidates
        .iter()
        .filter(|other| other.shown.as_ref().is_some_and(|shown| !shown.has_word));
    let judge = Judge {
        pages,
        links,
        plain: plain.map(|other| other.link.key.as_str()).collect(),
    };
    let is_call = |candidate| {
        judge.is_call(candidate) && (caution == Caution::Page || judge.is_sure(candidate))
    };
    let mut calls: Vec<usize> = (0..candidates.len())
        .filter(|&index| is_call(&candidates[index]))
        .collect();
    if caution == Caution::Contents
        && !judge.are_enough(calls.iter().map(|&index| &candidates[index]))
    {
        calls.clear();
    }
    (candidates, calls)
}

/// The links that show what a marker shows, or that the page calls markers.
fn candidates(pages: &Pages<'_>, links: &[Link]) -> Vec<Candidate> {
    let tree = &pages.tree;
    let read = |link: &Link| {
        let said = tree
            .ancestry(link.node)
            .take(2)
            .any(|node| element::is_call(tree, node));
        let text = pages.text(link.node, label::LONGEST);
        let shown = label::shown(&text);
        let is_of_year = label::has_year(&text) || said;
        if !said && is_of_page(&link.key) {
            return None;
        }
        if shown.is_none() && !is_of_year
            || element::is_back(tree, link.node) && !said && !leads_on(pages, link)
            || label::is_way_back(&text) && !said
        {
            return None;
        }
        let is_site = tree
            .ancestry(link.node)
            .any(|node| element::is_site(tree, node));
        let whole = whole(pages, link.node, &text);
        let around = label::shown(&pages.text(whole, label::LONGEST));
        let is_raised = tree
            .ancestry(link.node)
            .take(4)
            .chain(tree.within(link.node).take(8))
            .any(|node| {
                tree.name(node) == "sup" || pages.styles.of(tree, node).is_raised == Some(true)
            });
        let is_set_off = is_raised
            || around
                .as_ref()
                .or(shown.as_ref())
                .is_some_and(|shown| shown.is_marked)
            || is_in_brackets(pages, link.node);
        Some(Candidate {
            link: link.clone(),
            shown,
            whole,
            is_said: said,
            is_set_off,
            is_aside: is_site && !said,
            holder: None,
        })
    };
    links.iter().filter_map(read).collect()
}

/// Whether a name is that of a page of the book from which a text was taken, `Page_178`: an index leads there.
fn is_of_page(key: &str) -> bool {
    let key = key
        .rsplit('#')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    ["page", "pg", "pageno"].iter().any(|word| {
        let digits = key
            .strip_prefix(word)
            .map(|rest| rest.trim_start_matches(['_', '-', '.']));
        digits.is_some_and(|rest| {
            !rest.is_empty()
                && rest.bytes().all(|byte| {
                    byte.is_ascii_digit() || byte.is_ascii_lowercase() && rest.len() < 6
                })
        })
    })
}

/// Whether a link stands behind words of its line and leads to what comes later, as a way back never does, whatever its
/// role: there are pages on which both ends are called ways back.
fn leads_on(pages: &Pages<'_>, link: &Link) -> bool {
    let is_ahead = |target| pages.order(target) > pages.order(link.node);
    link.target.is_some_and(is_ahead) && !pages.begins(pages.block(link.node), link.node)
}

/// The outermost element around a link that holds nothing else but signs.
fn whole(pages: &Pages<'_>, link: Node, text: &str) -> Node {
    const AROUND: [&str; 12] = [
        "sup", "span", "small", "font", "em", "strong", "b", "i", "ins", "cite", "u", "mark",
    ];
    let tree = &pages.tree;
    let bare = |text: &str| {
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')'))
            .to_owned()
    };
    let text = bare(text);
    let mut whole = link;
    while let Some(parent) = tree
        .parent(whole)
        .filter(|&parent| AROUND.contains(&tree.name(parent)))
    {
        if bare(&pages.text(parent, label::LONGEST * 2)) != text {
            break;
        }
        whole = parent;
    }
    whole
}

/// Whether brackets stand right before and behind a link, or the group that it is in.
fn is_in_brackets(pages: &Pages<'_>, link: Node) -> bool {
    let tree = &pages.tree;
    is_bounded(pages, link, |node| tree.previous(node), opens)
        && is_bounded(pages, link, |node| tree.next(node), closes)
}

/// What stands beside a link of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Bracket,
    Separator,
    Words,
}

/// Goes from a link to the links beside it, as long as only a comma or a dash stands between them, and says whether a
/// bracket comes then: `paragraphs 12, 14, 17 and 20` is a series of links as well.
fn is_bounded(
    pages: &Pages<'_>,
    link: Node,
    beside: impl Fn(Node) -> Option<Node>,
    read: impl Fn(&str) -> Beside,
) -> bool {
    let mut at = link;
    for _ in 0..LOOKED_AT {
        let Some(between) = beside(at) else {
            return false;
        };
        match pages.says(between).map(&read) {
            Some(Beside::Bracket) => return true,
            Some(Beside::Separator) => {}
            Some(Beside::Words) | None => return false,
        }
        let Some(next) = beside(between).filter(|&node| pages.tree.name(node) == "a") else {
            return false;
        };
        at = next;
    }
    false
}

/// What a text before a link ends with; numbers of the group that are not linked may stand in it.
fn opens(text: &str) -> Beside {
    beside(
        text.trim_end().trim_end_matches(is_of_group),
        text,
        &['[', '('],
        |text, signs| text.ends_with(signs),
    )
}

/// What a text behind a link begins with.
fn closes(text: &str) -> Beside {
    beside(
        text.trim_start().trim_start_matches(is_of_group),
        text,
        &[']', ')'],
        |text, signs| text.starts_with(signs),
    )
}

fn beside(
    rest: &str,
    text: &str,
    brackets: &[char],
    has: impl Fn(&str, &[char]) -> bool,
) -> Beside {
    if has(rest, brackets) {
        Beside::Bracket
    } else if rest.is_empty() && !text.trim().is_empty() {
        Beside::Separator
    } else {
        Beside::Words
    }
}

/// Whether a character may stand between the numbers of a group, or be one of their digits.
fn is_of_group(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_digit()
        || matches!(character, ',' | ';' | '–' | '-')
}

/// What decides whether a link is a marker.
struct Judge<'a> {
    pages: &'a Pages<'a>,
    links: &'a [Link],
    /// The names to which links lead that show a label without a word before it.
    plain: HashSet<&'a str>,
}

impl Judge<'_> {
    fn is_call(&self, candidate: &Candidate) -> bool {
        let pages = self.pages;
        let Some(holder) = candidate.holder else {
            return false;
        };
        if pages.holds(holder, candidate.link.node) {
            return false;
        }
        let back = self.way_back(candidate, holder);
        if back.is_some_and(|back| self.is_reverse(candidate, back)) {
            return false;
        }
        let tree = &pages.tree;
        let is_note = element::is_note(tree, holder)
            || tree
                .ancestry(holder)
                .take(4)
                .any(|node| element::is_list(tree, node));
        if candidate.is_aside && !(is_note && candidate.is_set_off && back.is_some()) {
            return false;
        }
        let Some(shown) = &candidate.shown else {
            let is_of_works = tree
                .ancestry(holder)
                .take(5)
                .any(|node| element::is_of_works(tree, node));
            return candidate.is_said || is_of_works;
        };
        // `see note 3` is a reference to a note that another link calls by its bare label.
        if shown.has_word && self.plain.contains(candidate.link.key.as_str()) {
            return false;
        }
        if candidate.is_said || is_note || back.is_some() {
            return true;
        }
        let bears = self.bears(holder, &shown.label);
        let is_named = self.is_named(candidate, holder);
        let trailing = candidate
            .link
            .key
            .rsplit(|c: char| !c.is_ascii_digit())
            .find(|digits| !digits.is_empty());
        bears && (candidate.is_set_off || is_named)
            || is_named && candidate.is_set_off && trailing == Some(shown.label.as_str())
    }

    /// Whether a name or a class of a link or of what it leads to speaks of notes.
    fn is_named(&self, candidate: &Candidate, holder: Node) -> bool {
        let tree = &self.pages.tree;
        element::is_note_name(&candidate.link.key)
            || tree
                .attribute(holder, "class")
                .is_some_and(element::is_note_name)
            || tree
                .attribute(candidate.link.node, "class")
                .is_some_and(element::is_note_name)
    }

    /// Whether a marker is none of the links of a table of contents: it leads forward to a paragraph or an item, and looks
    /// like a marker, or its name is that of one.
    fn is_sure(&self, candidate: &Candidate) -> bool {
        let Some(holder) = candidate.holder else {
            return false;
        };
        let tree = &self.pages.tree;
        let is_forward = self.pages.order(candidate.link.node) < self.pages.order(holder);
        let name = tree.name(holder);
        let is_line = element::is_block(name) || matches!(name, "td" | "th");
        is_forward && is_line && (candidate.is_said || self.looks_sure(candidate, holder))
    }

    fn looks_sure(&self, candidate: &Candidate, holder: Node) -> bool {
        let Some(shown) = &candidate.shown else {
            return false;
        };
        // An index from A to Z leads to the names `b`, `n` and `r`, too.
        let key = &candidate.link.key;
        let has_digit = key.contains(|c: char| c.is_ascii_digit());
        let is_named = (has_digit || key.len() > 2) && self.is_named(candidate, holder);
        let is_letter = shown.label.len() == 1 && shown.label.starts_with(char::is_uppercase);
        is_named
            || candidate.is_set_off && (!is_letter || self.way_back(candidate, holder).is_some())
    }

    /// Whether markers lead to two notes, or one is beyond doubt: it is set off, and its note leads back to it.
    fn are_enough<'c>(&self, calls: impl Iterator<Item = &'c Candidate>) -> bool {
        let mut first = None;
        for call in calls {
            let Some(holder) = call.holder else { continue };
            let leads_back = || self.way_back(call, holder).is_some();
            if first.is_some_and(|first| first != holder)
                || (call.is_said || call.is_set_off) && leads_back()
            {
                return true;
            }
            first = Some(holder);
        }
        false
    }

    /// Whether a note bears a label, written or counted.
    fn bears(&self, holder: Node, label: &str) -> bool {
        let counted = self
            .pages
            .ordinals
            .get(&holder)
            .and_then(|ordinal| ordinal.written());
        counted.as_deref() == Some(label)
            || entry::leading(self.pages, holder, &HashSet::new())
                .is_some_and(|found| found.label == label)
    }

    /// A link in a note that leads back to where the marker stands.
    fn way_back(&self, candidate: &Candidate, holder: Node) -> Option<&Link> {
        links_in(self.pages, self.links, holder).find(|back| {
            back.target
                .is_some_and(|target| is_near(self.pages, target, candidate.link.node))
        })
    }

    /// Whether of two links that lead to each other this one is the way back: the one that begins its line, or else the
    /// second.
    fn is_reverse(&self, candidate: &Candidate, back: &Link) -> bool {
        let pages = self.pages;
        let begins = |node: Node| {
            let block = pages.block(node);
            pages.begins(block, node) && pages.goes_on(block, node)
        };
        match (begins(candidate.link.node), begins(back.node)) {
            (true, false) => !element::is_back(&pages.tree, back.node),
            (false, true) => false,
            _ => {
                let text = pages.text(back.node, label::LONGEST);
                let is_plain =
                    label::is_way_back(&text) || element::is_back(&pages.tree, back.node);
                !is_plain && pages.order(back.node) < pages.order(candidate.link.node)
            }
        }
    }
}

/// The links within a node, or the first and last of them if they are very many.
fn links_in<'a>(
    pages: &'a Pages<'_>,
    links: &'a [Link],
    node: Node,
) -> impl Iterator<Item = &'a Link> {
    let (from, to) = (pages.order(node), pages.end(node));
    let start = links.partition_point(|link| pages.order(link.node) < from);
    let end = start + links[start..].partition_point(|link| pages.order(link.node) < to);
    let first = &links[start..end.min(start + LOOKED_AT)];
    let last = &links[end.saturating_sub(LOOKED_AT).max(start + first.len())..end];
    first.iter().chain(last)
}

/// Whether a place is where a link stands: it is the link, in it, around it up to its line, or right before it.
pub(super) fn is_near(pages: &Pages<'_>, place: Node, link: Node) -> bool {
    if pages.holds(link, place) {
        return true;
    }
    let block = pages.block(link);
    if pages.holds(place, link) {
        return pages.holds(block, place);
    }
    pages.block(place) == block
        && pages.order(place) < pages.order(link)
        && pages.is_next_to(place, link)
        || pages.block(place) == block
            && pages.order(link) < pages.order(place)
            && pages.is_next_to(link, place)
}
