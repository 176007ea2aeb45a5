//! The numbers of lists and of headings, which OpenDocument counts and does not store.

use std::collections::HashMap;

use super::styles::{LEVELS, Levels};
use crate::readers::numeral::Numeral;

/// How far a list has counted.
type Counts = [Option<u32>; LEVELS];

/// A list that is open.
pub(super) struct Open {
    /// Which counts are its own.
    counts: usize,
    /// Its style, which the lists in it share.
    pub(super) style: String,
    /// How deep it stands in others, from 0.
    level: usize,
    /// The number at which its next item begins anew.
    pub(super) start: Option<u32>,
    /// Whether its item still has its number before it.
    pub(super) is_due: bool,
}

/// All lists so far.
#[derive(Default)]
pub(super) struct Lists {
    counts: Vec<Counts>,
    /// The counts of the last list of each style, for lists that go on.
    by_style: HashMap<String, usize>,
    /// The counts of each list that has a name.
    by_name: HashMap<String, usize>,
    headings: Counts,
}

/// How a list begins.
pub(super) struct Beginning<'a> {
    pub(super) style: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    /// The name of the list that it goes on with.
    pub(super) continues: Option<&'a str>,
    /// Whether it goes on with the last list of its style.
    pub(super) goes_on: bool,
}

impl Lists {
    /// A list begins, in another one or by itself.
    pub(super) fn open(&mut self, beginning: &Beginning<'_>, outside: Option<&Open>) -> Open {
        if let Some(outside) = outside {
            let level = (outside.level + 1).min(LEVELS - 1);
            if !beginning.goes_on {
                self.counts[outside.counts][level] = None;
            }
            return Open {
                counts: outside.counts,
                style: beginning.style.unwrap_or(&outside.style).to_owned(),
                level,
                start: None,
                is_due: false,
            };
        }
        let style = beginning.style.unwrap_or_default();
        let named = beginning.continues.and_then(|name| self.by_name.get(name));
        let same = beginning
            .goes_on
            .then(|| self.by_style.get(style))
            .flatten();
        let counts = named.or(same).copied().unwrap_or_else(|| {
            self.counts.push(Counts::default());
            self.counts.len() - 1
        });
        self.by_style.insert(style.to_owned(), counts);
        if let Some(name) = beginning.name {
            self.by_name.insert(name.to_owned(), counts);
        }
        Open {
            counts,
            style: style.to_owned(),
            level: 0,
            start: None,
            is_due: false,
        }
    }

    /// Counts an item of a list and gives what is printed before it; nothing for bullets.
    pub(super) fn next(&mut self, open: &mut Open, levels: Option<&Levels>) -> String {
        let (start, level) = (open.start.take(), open.level);
        let counts = &mut self.counts[open.counts];
        levels.map_or_else(String::new, |levels| next(counts, levels, level, start))
    }

    /// Counts a heading and gives what is printed before it.
    pub(super) fn heading(&mut self, level: usize, levels: &Levels, start: Option<u32>) -> String {
        next(&mut self.headings, levels, level.min(LEVELS - 1), start)
    }
}

fn next(counts: &mut Counts, levels: &Levels, level: usize, start: Option<u32>) -> String {
    let own = levels[level].as_ref();
    let first = own.map_or(1, |own| own.start);
    let count = start.or(counts[level].map(|count| count.saturating_add(1)));
    counts[level] = Some(count.unwrap_or(first));
    counts[level + 1..].fill(None);
    let Some(own) = own.filter(|own| own.numeral != Numeral::Nothing) else {
        return String::new();
    };
    let from = (level + 1).saturating_sub(own.shown.max(1));
    let written = (from..=level).filter_map(|at| {
        let of_level = levels[at].as_ref()?;
        let count = counts[at].unwrap_or(of_level.start);
        Some(of_level.numeral.written(count)).filter(|written| !written.is_empty())
    });
    let numbers: Vec<String> = written.collect();
    format!("{}{}{}", own.before, numbers.join("."), own.behind)
}
