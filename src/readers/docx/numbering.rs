//! The numbers of lists, which Word counts and does not store.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::markup::{attribute, child, children, is, number, numeral, switch, value};
use crate::readers::numeral::Numeral;

/// How many levels a list has.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    numeral: Numeral,
    /// What is printed, `%1` to `%9` standing for the numbers of the levels: `%1.%2.`
    text: String,
    /// Whether the numbers of all levels are printed in decimals.
    is_legal: bool,
    /// Whether it goes on counting behind an item of a higher level.
    goes_on: bool,
    /// The paragraph style that belongs to the level.
    style: Option<String>,
}

/// A list definition: what items look like. Several lists share one, and count on together.
#[derive(Debug, Clone, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The name of the list style that it stands for, or that it takes its levels from.
    is_style: Option<String>,
    of_style: Option<String>,
}

/// A list.
struct List {
    definition: String,
    /// Levels that differ from those of the definition.
    levels: HashMap<usize, Level>,
    /// Where levels start anew at the first item of this list.
    starts: HashMap<usize, u32>,
}

/// All lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Definition>,
    lists: HashMap<u32, List>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// The levels of lists that had an item.
    begun: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Reads the part with the lists.
    pub(super) fn read(root: Node<'_, '_>) -> Self {
        let definitions = children(root, "abstractNum")
            .filter_map(|node| Some((attribute(node, "abstractNumId")?.to_owned(), defined(node))));
        let lists = children(root, "num").filter_map(list);
        Self {
            definitions: definitions.collect(),
            lists: lists.collect(),
            ..Self::default()
        }
    }

    /// Counts an item of a list and gives what is printed before it; nothing for bullets. `style` is the style of the
    /// paragraph, which tells the level where the paragraph itself does not.
    pub(super) fn next(&mut self, id: u32, level: Option<usize>, style: Option<&str>) -> String {
        let Some(list) = self.lists.get(&id) else {
            return String::new();
        };
        let definition = self.definition_of(list);
        let levels = self.levels(list, &definition);
        let of_style = || {
            let known = |level: &Option<Level>| level.as_ref().is_some_and(|l| l.style.is_some());
            let same = |level: &Option<Level>| {
                let level = level.as_ref();
                style.is_some() && level.and_then(|l| l.style.as_deref()) == style
            };
            levels.iter().position(|l| known(l) && same(l))
        };
        let level = level.or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        let Some(own) = levels[level].clone() else {
            return String::new();
        };
        let anew = list.starts.get(&level).copied();
        let anew = anew.filter(|_| self.begun.insert((id, level)));
        let counts = self.counts.entry(definition).or_default();
        let count = match (anew, counts[level]) {
            (Some(start), _) => start,
            (None, None) => own.start,
            (None, Some(count)) => count.saturating_add(1),
        };
        counts[level] = Some(count);
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            if !levels[deeper].as_ref().is_some_and(|level| level.goes_on) {
                *count = None;
            }
        }
        printed(&own, &levels, counts)
    }

    /// The name of the definition whose levels count for a list: a definition may stand for another by a list style.
    fn definition_of(&self, list: &List) -> String {
        let named = self.definitions.get(&list.definition);
        let Some(style) = named.and_then(|definition| definition.of_style.as_ref()) else {
            return list.definition.clone();
        };
        let mut bearers: Vec<&String> = self
            .definitions
            .iter()
            .filter(|(_, definition)| definition.is_style.as_ref() == Some(style))
            .map(|(name, _)| name)
            .collect();
        bearers.sort();
        bearers.first().copied().unwrap_or(&list.definition).clone()
    }

    fn levels(&self, list: &List, definition: &str) -> [Option<Level>; LEVELS] {
        let known = self.definitions.get(definition);
        let mut levels = known.map_or_else(Default::default, |known| known.levels.clone());
        for (&at, level) in &list.levels {
            levels[at] = Some(level.clone());
        }
        levels
    }
}

/// The text of an item's number.
fn printed(
    own: &Level,
    levels: &[Option<Level>; LEVELS],
    counts: &[Option<u32>; LEVELS],
) -> String {
    if own.numeral == Numeral::Nothing {
        return String::new();
    }
    let mut printed = String::new();
    let mut rest = own.text.as_str();
    while let Some(at) = rest.find('%') {
        printed.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digit = rest.chars().next().and_then(|sign| sign.to_digit(10));
        match digit.map(|digit| digit as usize) {
            Some(place @ 1..=LEVELS) => {
                rest = &rest[1..];
                let level = levels[place - 1].as_ref();
                let count = counts[place - 1].or(level.map(|level| level.start));
                let numeral = match level {
                    Some(level) if !own.is_legal => level.numeral,
                    _ => Numeral::Decimal,
                };
                printed.push_str(&numeral.written(count.unwrap_or(1)));
            }
            _ => printed.push('%'),
        }
    }
    printed.push_str(rest);
    printed
}

fn defined(node: Node<'_, '_>) -> Definition {
    let mut definition = Definition {
        is_style: value(node, "styleLink").map(str::to_owned),
        of_style: value(node, "numStyleLink").map(str::to_owned),
        ..Definition::default()
    };
    for child in children(node, "lvl") {
        if let Some((at, level)) = level(child) {
            definition.levels[at] = Some(level);
        }
    }
    definition
}

fn level(node: Node<'_, '_>) -> Option<(usize, Level)> {
    let at: usize = attribute(node, "ilvl")?.trim().parse().ok()?;
    let text = value(node, "lvlText").unwrap_or_default();
    let level = Level {
        start: number(node, "start").unwrap_or(0),
        numeral: numeral_of(node),
        text: text.to_owned(),
        is_legal: switch(node, "isLgl") == Some(true),
        goes_on: value(node, "lvlRestart") == Some("0"),
        style: value(node, "pStyle").map(str::to_owned),
    };
    (at < LEVELS).then_some((at, level))
}

/// The numeral of a level, also where a newer one stands beside what older readers take.
fn numeral_of(node: Node<'_, '_>) -> Numeral {
    let format = node.descendants().find(|&node| is(node, "numFmt"));
    let name = format.and_then(|format| attribute(format, "val"));
    numeral(name.unwrap_or("decimal"))
}

fn list(node: Node<'_, '_>) -> Option<(u32, List)> {
    let id = attribute(node, "numId")?.trim().parse().ok()?;
    let mut list = List {
        definition: value(node, "abstractNumId")?.to_owned(),
        levels: HashMap::new(),
        starts: HashMap::new(),
    };
    for change in children(node, "lvlOverride") {
        let at = attribute(change, "ilvl").and_then(|level| level.trim().parse().ok());
        let Some(at) = at.filter(|&at: &usize| at < LEVELS) else {
            continue;
        };
        if let Some((_, level)) = child(change, "lvl").and_then(level) {
            list.levels.insert(at, level);
        }
        if let Some(start) = number(change, "startOverride") {
            list.starts.insert(at, start);
        }
    }
    Some((id, list))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    fn numbering(lists: &str) -> Numbering {
        let xml = format!(
            r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <w:abstractNum w:abstractNumId="5"><w:styleLink w:val="Mine"/>
              <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Entry"/><w:lvlText w:val="%1."/></w:lvl>
              <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:pStyle w:val="Sub"/><w:lvlText w:val="(%1.%2)"/></w:lvl>
              <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
            </w:abstractNum>
            <w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="Mine"/></w:abstractNum>{lists}</w:numbering>"#
        );
        let document = roxmltree::Document::parse(&xml).expect("well-formed");
        Numbering::read(document.root_element())
    }

    #[test]
    fn levels_count_each_for_itself_and_begin_anew_behind_a_higher_one() {
        let mut numbering = numbering(r#"<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>"#);
        let levels = [0, 0, 1, 1, 0, 1, 2];
        let printed: Vec<String> = levels
            .iter()
            .map(|&level| numbering.next(1, Some(level), None))
            .collect();
        assert_eq!(printed, ["1.", "2.", "(2.i)", "(2.ii)", "3.", "(3.i)", ""]);
        assert_eq!(numbering.next(1, None, Some("Sub")), "(3.ii)");
        assert_eq!(numbering.next(9, None, None), "", "there is no such list");
    }

    #[test]
    fn lists_of_one_definition_count_on_unless_they_start_anew() {
        let mut numbering = numbering(
            r#"<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>
               <w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>
               <w:num w:numId="3"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
               <w:num w:numId="4"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="100%, %1"/></w:lvl></w:lvlOverride></w:num>"#,
        );
        let lists = [1, 1, 2, 3, 3, 4];
        let printed: Vec<String> = lists
            .iter()
            .map(|&list| numbering.next(list, Some(0), None))
            .collect();
        assert_eq!(printed, ["1.", "2.", "3.", "7.", "8.", "100%, I"]);
    }
}
