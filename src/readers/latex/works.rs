//! The works of a `.bib` file.

use std::collections::{BTreeMap, HashMap};

use biblatex::{Bibliography, ChunksExt, Entry, Pair, Person, RawBibliography, RawChunk, RawEntry};

use crate::document::{Span, fold};

/// A work as a list of references prints it.
pub(super) struct Work {
    pub(super) key: String,
    pub(super) text: String,
    /// Its name in the file.
    pub(super) at: Span,
}

/// The works of a file, and what could not be read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) works: Vec<Work>,
    /// Where, and what.
    pub(super) faults: Vec<(usize, String)>,
}

/// How deep braces nest in a field that is read; the parser follows them by calling itself.
const MAX_DEPTH: usize = 64;

/// Reads a file that begins at `base` in the markup. Where one entry is broken, the others are read one by one.
pub(super) fn read(source: &str, base: usize, is_used: &dyn Fn(&str) -> bool) -> Read {
    let mut read = Read::default();
    if deepest(source) <= MAX_DEPTH && entries(source, base, is_used, &mut read).is_ok() {
        return read;
    }
    read = Read::default();
    let mut from = 0;
    while from < source.len() {
        let next = source[from..]
            .match_indices("\n@")
            .map(|(at, _)| from + at + 1)
            .next();
        let end = next.unwrap_or(source.len());
        let piece = &source[from..end];
        let fault = if deepest(piece) > MAX_DEPTH {
            Err("an entry has more braces in braces than any title".to_owned())
        } else {
            entries(piece, base + from, is_used, &mut read)
        };
        if let Err(fault) = fault {
            read.faults.push((base + from, fault));
        }
        from = end;
    }
    read
}

/// How deep braces nest.
fn deepest(source: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in source.bytes() {
        match byte {
            b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn entries(
    source: &str,
    base: usize,
    is_used: &dyn Fn(&str) -> bool,
    read: &mut Read,
) -> Result<(), String> {
    let raw =
        RawBibliography::parse(source).map_err(|error| format!("it is no BibTeX: {error}"))?;
    let names: HashMap<&str, &Pair<'_>> = raw
        .abbreviations
        .iter()
        .map(|pair| (pair.key.v, pair))
        .collect();
    for entry in raw.entries {
        let key = entry.v.key.v.to_owned();
        if !is_used(&key) {
            continue;
        }
        let span = entry.v.key.span.clone();
        let at = Span::new(base + span.start, base + span.end.max(span.start));
        let abbreviations = named(&entry.v, &names);
        let single = RawBibliography {
            preamble: String::new(),
            entries: vec![entry],
            abbreviations,
        };
        // A field that cannot be understood does not make the work unknown.
        let text = Bibliography::from_raw(single)
            .ok()
            .and_then(|all| all.iter().next().map(text))
            .unwrap_or_default();
        let text = if text.is_empty() { key.clone() } else { text };
        read.works.push(Work { key, text, at });
    }
    Ok(())
}

/// The abbreviations that an entry names.
fn named<'s>(entry: &RawEntry<'s>, names: &HashMap<&str, &Pair<'s>>) -> Vec<Pair<'s>> {
    let chunks = entry.fields.iter().flat_map(|field| &field.value.v);
    let mut found: BTreeMap<&str, Pair<'s>> = BTreeMap::new();
    for chunk in chunks {
        if let RawChunk::Abbreviation(name) = chunk.v
            && let Some(pair) = names.get(name)
        {
            found.insert(name, (*pair).clone());
        }
    }
    found.into_values().collect()
}

/// `Ida Lund, “Boats and Carts,” Harbour School Papers 4, no. 2 (2022): 11–19, https://example.org.`
fn text(entry: &Entry) -> String {
    let field = |names: &[&str]| {
        let found = names.iter().find_map(|name| entry.get(name));
        found
            .map(|chunks| fold(&chunks.format_verbatim()))
            .filter(|text| !text.is_empty())
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(people(entry));
    let container = field(&["journaltitle", "journal", "booktitle", "maintitle"]);
    if let Some(title) = field(&["title"]) {
        let quoted = container.is_some();
        parts.push(if quoted {
            format!("“{title}”")
        } else {
            title
        });
    }
    let year =
        field(&["year"]).or_else(|| field(&["date"]).map(|date| date.chars().take(4).collect()));
    if let Some(container) = container {
        let volume = field(&["volume"]).map(|volume| format!(" {volume}"));
        let number = field(&["number", "issue"]).map(|number| format!(", no. {number}"));
        parts.push(container + &volume.unwrap_or_default() + &number.unwrap_or_default());
    }
    parts.extend(field(&[
        "publisher",
        "institution",
        "school",
        "organization",
    ]));
    parts.extend(year);
    parts.extend(field(&["pages"]));
    parts.extend(field(&["doi"]).map(|doi| format!("doi:{doi}")));
    parts.extend(field(&["url", "howpublished"]));
    parts.extend(field(&["note"]));
    let text = parts.join(", ");
    if text.is_empty() || text.ends_with('.') {
        text
    } else {
        text + "."
    }
}

fn people(entry: &Entry) -> Option<String> {
    let people: Vec<Person> = ["author", "editor"]
        .iter()
        .find_map(|role| entry.get_as::<Vec<Person>>(role).ok())?;
    let name = |person: &Person| {
        let parts = [
            &person.given_name,
            &person.prefix,
            &person.name,
            &person.suffix,
        ];
        let parts: Vec<&str> = parts
            .iter()
            .map(|part| part.as_str())
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" ")
    };
    let names: Vec<String> = people
        .iter()
        .map(|person| {
            if person.name == "others" {
                "et al.".to_owned()
            } else {
                name(person)
            }
        })
        .collect();
    match names.as_slice() {
        [] => None,
        [rest @ .., last] if !rest.is_empty() && last != "et al." => {
            Some(format!("{} and {last}", rest.join(", ")))
        }
        _ => Some(names.join(", ")),
    }
}
