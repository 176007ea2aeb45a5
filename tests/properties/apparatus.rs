//! Papers that are made up: what they say is known before they are written down in any format.

use proptest::prelude::*;

const NAMES: [&str; 30] = [
    "Abendroth",
    "Birkeland",
    "Castellano",
    "Dvořák",
    "Eriksen",
    "Fontaine",
    "Gallagher",
    "Hoffmann",
    "Ibarra",
    "Jankowski",
    "Kowalczyk",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "Oliveira",
    "Papadakis",
    "Quintana",
    "Rasmussen",
    "Sørensen",
    "Thibault",
    "Ueda",
    "Vasquez",
    "Wójcik",
    "Yamada",
    "Zeller",
    "Brandt",
    "Calloway",
    "Delacroix",
    "Engström",
    "Falkner",
];
const THINGS: [&str; 30] = [
    "lighthouses",
    "tariffs",
    "dredgers",
    "pilotage",
    "quarantine",
    "shipwrecks",
    "breakwaters",
    "smuggling",
    "charts",
    "tides",
    "ballast",
    "canals",
    "drydocks",
    "estuaries",
    "fisheries",
    "granaries",
    "hawsers",
    "icebreakers",
    "jetties",
    "keels",
    "lightermen",
    "moorings",
    "navigation",
    "oysters",
    "packets",
    "quays",
    "ropewalks",
    "salvage",
    "timber",
    "underwriters",
];
const PLACES: [&str; 30] = [
    "Antwerp",
    "Bergen",
    "Cádiz",
    "Danzig",
    "Esbjerg",
    "Flushing",
    "Gdynia",
    "Hull",
    "Izmir",
    "Jaffa",
    "Kiel",
    "Lübeck",
    "Marseille",
    "Narvik",
    "Odessa",
    "Piraeus",
    "Riga",
    "Szczecin",
    "Trieste",
    "Umeå",
    "Valparaíso",
    "Whitby",
    "Yarmouth",
    "Zeebrugge",
    "Aarhus",
    "Bristol",
    "Cork",
    "Dunkirk",
    "Emden",
    "Fécamp",
];

/// One sentence that ends in a call, and the note that answers it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The sentence with its full stop.
    pub(crate) sentence: String,
    /// The note without its label.
    pub(crate) note: String,
    /// Whether a paragraph begins behind the sentence.
    pub(crate) ends_paragraph: bool,
}

/// A stretch of the paper in which notes are counted from 1.
#[derive(Debug, Clone)]
pub(crate) struct Chapter {
    pub(crate) title: String,
    pub(crate) entries: Vec<Entry>,
}

impl Chapter {
    /// The paragraphs, each as its entries with their numbers.
    pub(crate) fn paragraphs(&self) -> Vec<Vec<(usize, &Entry)>> {
        let mut paragraphs = vec![Vec::new()];
        for (number, entry) in (1..).zip(&self.entries) {
            if let Some(last) = paragraphs.last_mut() {
                last.push((number, entry));
            }
            if entry.ends_paragraph {
                paragraphs.push(Vec::new());
            }
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs
    }

    /// The notes with their numbers.
    pub(crate) fn notes(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.entries.iter().map(|entry| entry.note.as_str()))
    }
}

/// What is drawn for one entry: name, thing, place, year, page, form of the note, whether a paragraph ends.
type Draw = ((usize, usize, usize), (u32, u32, u8), bool);

fn entry(((name, thing, place), (year, page, form), ends_paragraph): Draw) -> Entry {
    let (name, thing, place) = (NAMES[name], THINGS[thing], PLACES[place]);
    let (year, last) = (1950 + year, page + 11);
    let initial = thing.chars().next().unwrap_or('A').to_uppercase();
    let sentence = match form % 3 {
        0 => format!("{name} traced the {thing} of {place} as they stood in {year}."),
        1 => format!(
            "In {place}, as {name} argued in {year}, {thing} mattered more than the crown’s decrees."
        ),
        _ => format!(
            "“The {thing} of {place},” {name} wrote, “have never been counted & never will be.”"
        ),
    };
    let note = match form {
        0 => format!(
            "{initial}. {name}, The {thing} of {place} (Northfield: Quay Press, {year}), {page}."
        ),
        1 => format!(
            "{initial}. {name}, “On the {thing} of {place},” Harbour Review {page} ({year}): {page}–{last}."
        ),
        2 => format!(
            "{initial}. {name}, “{place} and its {thing},” Courier, 4 May {year}, https://courier.example/{year}/05/04/{thing}."
        ),
        3 => format!(
            "Minutes of the harbour board at {place}, 12 March {year}, on the {thing} that {name} had surveyed."
        ),
        4 => {
            format!("{name} has more to say of {thing}: in {place} nobody was asked before {year}.")
        }
        _ => format!(
            "See {initial}. {name} & Sons, Report on the {thing} of {place}, {year}, p. {page}."
        ),
    };
    Entry {
        sentence,
        note,
        ends_paragraph,
    }
}

/// Chapters of some notes each; no two notes are about the same thing.
pub(crate) fn chapters(
    count: impl Into<prop::collection::SizeRange>,
    notes: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<Chapter>> {
    prop::collection::vec(chapter(notes), count)
}

fn chapter(notes: std::ops::Range<usize>) -> impl Strategy<Value = Chapter> {
    let order = |length: usize| Just((0..length).collect::<Vec<_>>()).prop_shuffle();
    let drawn = prop::collection::vec(
        ((0_u32..70, 1_u32..400, 0_u8..6), prop::bool::weighted(0.3)),
        notes,
    );
    let orders = (order(NAMES.len()), order(THINGS.len()), order(PLACES.len()));
    (drawn, orders).prop_map(|(drawn, (names, things, places))| {
        let entries: Vec<Entry> = drawn
            .into_iter()
            .enumerate()
            .map(|(at, (rest, ends))| entry(((names[at], things[at], places[at]), rest, ends)))
            .collect();
        let title = format!("Of {} and {}", PLACES[places[28]], THINGS[things[28]]);
        Chapter { title, entries }
    })
}
