//! What the JSON-LD of a page says (schema.org).

use serde_json::Value;

use super::clean::untagged;

/// The facts of the works that are described.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) titles: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) dates: Vec<String>,
    pub(super) site: Option<String>,
    pub(super) language: Option<String>,
    /// Whether it says that it is not free to read.
    pub(super) paywall: bool,
}

/// How deep in lists and graphs a work is looked for.
const DEEPEST: usize = 4;

/// How many things are looked at.
const MOST: usize = 64;

/// What the type of a work contains; a page also describes its publisher, its menu and its pictures.
const WORKS: &[&str] = &[
    "Article",
    "Posting",
    "Report",
    "Book",
    "Chapter",
    "Dataset",
    "Thesis",
    "WebPage",
    "CreativeWork",
    "Legislation",
    "VideoObject",
    "Episode",
    "Review",
];

/// Reads the text of one `<script type="application/ld+json">`; what is no JSON says nothing.
pub(super) fn read(text: &str) -> LinkedData {
    let mut found = LinkedData::default();
    if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
        walk(&value, 0, &mut found);
    }
    found
}

fn walk(value: &Value, depth: usize, found: &mut LinkedData) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values.iter().take(MOST) {
                walk(value, depth + 1, found);
            }
        }
        Value::Object(_) => {
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = value.get(key) {
                    walk(inner, depth + 1, found);
                }
            }
            if is_work(value) {
                work(value, found);
            }
        }
        _ => {}
    }
}

fn is_work(value: &Value) -> bool {
    let kinds = strings(value.get("@type"));
    kinds
        .iter()
        .any(|kind| WORKS.iter().any(|work| kind.ends_with(work)))
}

fn work(value: &Value, found: &mut LinkedData) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let headline = text("headline").or_else(|| text("name"));
    found.titles.extend(headline.map(|title| untagged(&title)));
    found
        .authors
        .extend(names(value.get("author").or_else(|| value.get("creator"))));
    found.dates.extend(text("datePublished"));
    found.language = found.language.take().or_else(|| text("inLanguage"));
    let site = value.get("publisher").or_else(|| value.get("isPartOf"));
    found.site = found.site.take().or_else(|| names(site).into_iter().next());
    found.paywall |= match value.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => free.eq_ignore_ascii_case("false"),
        _ => false,
    };
}

/// The names of persons or bodies, given as text, as a thing with a name, or as a list of either.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(name)) => vec![untagged(name)],
        Some(Value::Object(thing)) => match thing.get("name") {
            Some(Value::String(name)) => vec![untagged(name)],
            other => strings(other),
        },
        Some(Value::Array(all)) => (all.iter().take(MOST))
            .filter(|one| !one.is_array())
            .flat_map(|one| names(Some(one)))
            .collect(),
        _ => Vec::new(),
    }
}

fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
