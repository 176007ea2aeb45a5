//! Which label each note bears, and which notes are numbered together.

use std::collections::{HashMap, HashSet};

use super::element;
use super::entries::Entry;
use super::entry::{self, Leading};
use super::form::Form;
use super::label;
use super::pages::Pages;
use super::tree::Node;
use crate::document::{NativeKind, NativeList};

/// What a note bears.
#[derive(Debug, Clone, Default)]
pub(super) struct Labelled {
    /// The label.
    pub(super) label: String,
    /// How many characters that are not blank its label takes in its text, with the signs around it.
    pub(super) written: usize,
    /// The label where it is shown and not written.
    pub(super) counted: Option<String>,
    /// The list it stands in.
    pub(super) list: usize,
}

/// Of the notes in one element, this share must begin with a label that fits, so that what they begin with are labels.
const FITTING: f32 = 0.6;

/// Labels the notes and divides them into lists. `shown` are the labels under which markers call each.
pub(super) fn label(
    pages: &Pages<'_>,
    entries: &[Entry],
    shown: &[Vec<String>],
    dropped: &HashSet<Node>,
) -> (Vec<Labelled>, Vec<NativeList>) {
    let mut labels: Vec<Labelled> = vec![Labelled::default(); entries.len()];
    for family in families(pages, entries) {
        let leading: Vec<Option<Leading>> = family
            .iter()
            .map(|&note| leading(pages, entries[note], dropped))
            .collect();
        let is_typed = is_typed(pages, entries, &family, &leading, shown);
        let form = form(pages, entries, &family, shown);
        for (&note, leading) in family.iter().zip(leading) {
            labels[note] = match leading.filter(|_| is_typed) {
                Some(leading) => Labelled {
                    label: leading.label,
                    written: leading.characters,
                    ..Labelled::default()
                },
                None => counted(pages, entries[note], &shown[note], form, note),
            };
        }
    }
    let lists = divide(pages, entries, &mut labels);
    (labels, lists)
}

/// The notes by the element that they stand in.
fn families(pages: &Pages<'_>, entries: &[Entry]) -> Vec<Vec<usize>> {
    let mut families: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<Option<Node>, usize> = HashMap::new();
    for (note, entry) in entries.iter().enumerate() {
        let place = *places
            .entry(pages.tree.parent(entry.first))
            .or_insert_with(|| {
                families.push(Vec::new());
                families.len() - 1
            });
        families[place].push(note);
    }
    families
}

fn leading(pages: &Pages<'_>, entry: Entry, dropped: &HashSet<Node>) -> Option<Leading> {
    let leading = entry::leading(pages, entry.first, dropped)?;
    Some(Leading {
        is_signed: leading.is_signed || is_raised(pages, entry.first),
        ..leading
    })
}

/// Whether the first word of a note is raised.
fn is_raised(pages: &Pages<'_>, first: Node) -> bool {
    let tree = &pages.tree;
    let mut raised = tree.within(first).take(20).filter(|&node| {
        tree.name(node) == "sup" || pages.styles.of(tree, node).is_raised == Some(true)
    });
    raised.next().is_some_and(|node| pages.begins(first, node))
}

/// Whether what the notes begin with are their labels: they are those that the markers show, or count on.
fn is_typed(
    pages: &Pages<'_>,
    entries: &[Entry],
    family: &[usize],
    leading: &[Option<Leading>],
    shown: &[Vec<String>],
) -> bool {
    let (mut fitting, mut all, mut last) = (0_u32, 0_u32, None);
    for (&note, leading) in family.iter().zip(leading) {
        if !pages.has_words(entries[note].first) {
            continue;
        }
        all += 1;
        let Some(leading) = leading else { continue };
        let value: Option<u32> = leading.label.parse().ok();
        let counts_on = value.is_some() && value == last;
        let is_called = shown[note].contains(&leading.label);
        last = value.map(|value| value + 1);
        fitting += u32::from(
            is_called
                || counts_on
                || leading.is_signed && !pages.ordinals.contains_key(&entries[note].first),
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of notes are small")]
    let share = fitting as f32 / all.max(1) as f32;
    share >= FITTING
}

/// How the numbers of a list are shown, if its markers show them in another way than the page itself says: a style sheet
/// that is not in the page may make letters of numbers.
fn form(
    pages: &Pages<'_>,
    entries: &[Entry],
    family: &[usize],
    shown: &[Vec<String>],
) -> Option<Form> {
    let mut votes: Vec<(Form, usize)> = Vec::new();
    for &note in family {
        let (Some(ordinal), Some(label)) = (
            pages.ordinals.get(&entries[note].first),
            shown[note].first(),
        ) else {
            continue;
        };
        if let Some(form) = Form::of_label(label, ordinal.value) {
            match votes.iter_mut().find(|(known, _)| *known == form) {
                Some((_, votes)) => *votes += 1,
                None => votes.push((form, 1)),
            }
        }
    }
    let most = votes.into_iter().max_by_key(|&(_, votes)| votes)?;
    (most.1 * 2 > family.len()).then_some(most.0)
}

/// The label of a note whose text does not show it.
fn counted(
    pages: &Pages<'_>,
    entry: Entry,
    shown: &[String],
    form: Option<Form>,
    index: usize,
) -> Labelled {
    let tree = &pages.tree;
    if let Some(ordinal) = pages.ordinals.get(&entry.first)
        && ordinal.form != Form::Unshown
    {
        let label = form.unwrap_or(ordinal.form).write(ordinal.value);
        return Labelled {
            counted: Some(label.clone()),
            label,
            ..Labelled::default()
        };
    }
    let id = tree.attribute(entry.first, "id").unwrap_or_default();
    let digits = id
        .rsplit(|c: char| !c.is_ascii_digit())
        .find(|digits| !digits.is_empty() && digits.len() < 6);
    let called = shown.iter().find(|label| !label::is_year(label));
    let label = match (called, digits) {
        (Some(label), _) => label.clone(),
        (None, _) if is_of_works(pages, entry) && !id.is_empty() => id.to_owned(),
        (None, Some(digits)) => digits.trim_start_matches('0').to_owned(),
        (None, None) if id.is_empty() => format!("unnamed {}", index + 1),
        (None, None) => id.to_owned(),
    };
    Labelled {
        label,
        ..Labelled::default()
    }
}

fn is_of_works(pages: &Pages<'_>, entry: Entry) -> bool {
    pages
        .tree
        .ancestry(entry.first)
        .take(5)
        .any(|node| element::is_of_works(&pages.tree, node))
}

/// Divides the notes into lists: one goes on as long as it counts on, in one element or in several.
fn divide(pages: &Pages<'_>, entries: &[Entry], labels: &mut [Labelled]) -> Vec<NativeList> {
    let mut lists: Vec<NativeList> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut before: Option<(Entry, String)> = None;
    for (entry, label) in entries.iter().zip(labels) {
        let goes_on = before.as_ref().is_some_and(|(last, of_last)| {
            let is_of_one = is_of_works(pages, *last) == is_of_works(pages, *entry);
            is_of_one && goes_on(pages, (*last, of_last), (*entry, &label.label), &known)
        });
        if !goes_on {
            known.clear();
            lists.push(NativeList {
                kind: kind(pages, *entry),
                heading: heading(pages, *entry),
                is_automatic: false,
                has_typed_markers: false,
            });
        }
        label.list = lists.len() - 1;
        known.insert(label.label.clone());
        before = Some((*entry, label.label.clone()));
    }
    lists
}

/// Whether a note is numbered together with the one before it.
fn goes_on(
    pages: &Pages<'_>,
    last: (Entry, &str),
    next: (Entry, &str),
    known: &HashSet<String>,
) -> bool {
    let tree = &pages.tree;
    let is_first = matches!(next.1, "1" | "a" | "A" | "i" | "I" | "*");
    let is_beside = tree.parent(last.0.first) == tree.parent(next.0.first);
    let is_adjacent = is_beside && pages.is_next_to(last.0.last, next.0.first);
    let is_number = |label: &str| label.parse::<u32>().is_ok();
    if is_adjacent {
        // `1, 2, 3, i, ii`: footnotes, and endnotes right behind them.
        return !is_first || is_number(last.1) == is_number(next.1);
    }
    if is_beside && !is_first {
        return true;
    }
    match (last.1.parse::<u32>(), next.1.parse::<u32>()) {
        (Ok(last), Ok(next)) => next > last,
        (Err(_), Err(_)) => !known.contains(next.1) && !is_first,
        _ => false,
    }
}

fn kind(pages: &Pages<'_>, entry: Entry) -> NativeKind {
    let heading = heading(pages, entry).unwrap_or_default().to_lowercase();
    let is_headed = [
        "references",
        "bibliography",
        "works cited",
        "literature",
        "literatur",
        "bibliographie",
        "sources",
    ]
    .iter()
    .any(|word| heading == *word);
    if is_headed || is_of_works(pages, entry) {
        return NativeKind::References;
    }
    let is_foot = pages.tree.ancestry(entry.first).take(2).any(|node| {
        ["role", "epub:type"].iter().any(|name| {
            pages
                .tree
                .attribute(node, name)
                .is_some_and(|value| value.contains("footnote"))
        })
    });
    if is_foot {
        NativeKind::Footnotes
    } else {
        NativeKind::Endnotes
    }
}

/// The heading over a note that begins a list: nothing else stands between the two.
fn heading(pages: &Pages<'_>, entry: Entry) -> Option<String> {
    /// How many elements are looked at before each one around a note.
    const BEFORE: usize = 3;
    let tree = &pages.tree;
    for around in tree.ancestry(entry.first).take(6) {
        let before = std::iter::successors(tree.previous(around), |&node| tree.previous(node));
        let elements = before
            .filter(|&node| !tree.name(node).is_empty())
            .take(BEFORE);
        let mut inside = elements.flat_map(|node| tree.within(node).take(8));
        let heading = inside.find(|&node| {
            (element::is_heading(tree.name(node)) || tree.name(node) == "p")
                && pages.has_words(node)
        });
        if let Some(heading) = heading.filter(|&heading| element::is_heading(tree.name(heading))) {
            let text = pages.text_without(heading, 120, |node| element::is_site(tree, node));
            let text = crate::document::fold(&text);
            let is_next = pages.order(heading) < pages.order(entry.first)
                && pages.is_next_to(heading, entry.first);
            return (is_next && !text.is_empty() && text.len() <= 120).then_some(text);
        }
    }
    None
}
