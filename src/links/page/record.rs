//! What interfaces answer: the handle of a DOI, the records of Crossref and `DataCite`, and the list of an archive.

use serde_json::Value;
use url::Url;

use super::clean;
use crate::links::Page;

/// How many authors and dates are kept.
const MOST: usize = 40;

/// Where the records keep the date of publication; a work may be online a year before it is printed.
const CROSSREF_DATES: [&str; 4] = ["published", "issued", "published-print", "published-online"];

/// The facts of a record; an empty page for any other JSON.
pub(super) fn read(text: &str) -> Page {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Page::default();
    };
    if let Some(work) = value.get("message").filter(|work| work.is_object()) {
        return crossref(work);
    }
    if let Some(work) = value.pointer("/data/attributes") {
        return datacite(work);
    }
    if let Some(rows) = value.as_array() {
        return list_of_copies(rows);
    }
    handle(&value)
}

/// `[["urlkey","timestamp","original",…],["org,example)/a","20200102030405","https://example.org/a",…]]`: the first row says
/// what stands where.
fn list_of_copies(rows: &[Value]) -> Page {
    let Some(at) = (rows.first().and_then(Value::as_array))
        .and_then(|head| head.iter().position(|name| name == "timestamp"))
    else {
        return Page::default();
    };
    let times = rows[1..].iter().filter_map(|row| row.get(at)?.as_str());
    let is_time = |time: &&str| time.len() == 14 && time.bytes().all(|byte| byte.is_ascii_digit());
    Page {
        copies: times
            .filter(is_time)
            .take(MOST)
            .map(str::to_owned)
            .collect(),
        ..Page::default()
    }
}

/// `https://api.crossref.org/works/<doi>`.
fn crossref(work: &Value) -> Page {
    let titles = texts(work.get("title"));
    let subtitle = texts(work.get("subtitle")).into_iter().next();
    let whole = titles
        .first()
        .zip(subtitle)
        .map(|(title, more)| format!("{title}: {more}"));
    let people = work.get("author").or_else(|| work.get("editor"));
    Page {
        titles: whole
            .into_iter()
            .chain(titles)
            .chain(texts(work.get("original-title")))
            .collect(),
        authors: list(people).filter_map(person).take(MOST).collect(),
        dates: CROSSREF_DATES
            .iter()
            .filter_map(|name| date_parts(work.get(name)?))
            .collect(),
        site: texts(work.get("container-title")).into_iter().next(),
        language: text(work.get("language")),
        ..Page::default()
    }
}

/// `https://api.datacite.org/dois/<doi>`.
fn datacite(work: &Value) -> Page {
    let published = work
        .get("publicationYear")
        .and_then(Value::as_i64)
        .map(|year| year.to_string());
    let dates = list(work.get("dates")).filter_map(|date| text(date.get("date")));
    Page {
        titles: list(work.get("titles"))
            .filter_map(|title| text(title.get("title")))
            .collect(),
        authors: list(work.get("creators"))
            .filter_map(person)
            .take(MOST)
            .collect(),
        dates: published.into_iter().chain(dates).take(MOST).collect(),
        site: text(work.get("publisher")).or_else(|| text(work.pointer("/publisher/name"))),
        language: text(work.get("language")),
        ..Page::default()
    }
}

/// `https://doi.org/api/handles/<doi>`: where the DOI leads.
fn handle(value: &Value) -> Page {
    let leads = list(value.get("values"))
        .filter(|value| value.get("type").and_then(Value::as_str) == Some("URL"))
        .find_map(|value| value.pointer("/data/value").and_then(Value::as_str));
    Page {
        canonical: leads.and_then(|address| Url::parse(address).ok()),
        ..Page::default()
    }
}

fn person(person: &Value) -> Option<String> {
    let part = |key: &str| text(person.get(key));
    let family = part("family").or_else(|| part("familyName"));
    let given = part("given").or_else(|| part("givenName"));
    match (given, family) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (None, Some(family)) => Some(family),
        _ => part("name"),
    }
}

/// `{"date-parts":[[2021,3,4]]}`.
fn date_parts(date: &Value) -> Option<String> {
    let parts = date.pointer("/date-parts/0")?.as_array()?;
    let parts: Vec<String> = (parts.iter().take(3))
        .map_while(Value::as_u64)
        .map(|part| format!("{part:02}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(|one| text(Some(one))).collect(),
        one => text(one).into_iter().collect(),
    }
}

/// A text as one line; titles in Crossref have tags and entities.
fn text(value: Option<&Value>) -> Option<String> {
    let line = clean::line(&clean::untagged(value?.as_str()?));
    (!line.is_empty()).then_some(line)
}
