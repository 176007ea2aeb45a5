//! Which note answers which marker, and what speaks for it: as a table for an editor, and as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::human;
use super::json::citation::{self, CitationView};
use super::json::{Position, SCHEMA_VERSION, Tool};
use super::screen::{Role, Screen, fits, harmless, tail};
use super::table::{self, Cell, Column, Cut};
use crate::align::SharedTerm;
use crate::check::Report;
use crate::citations::Antecedent;
use crate::document::{Format, Span, fold};
use crate::notes::{Marker, Note};
use crate::schema;

/// How much of the sentence before a marker is shown, in columns.
const SENTENCE: usize = 50;

/// How many markers the table shows; more than any paper has. The JSON has all.
const ROWS: usize = 50_000;

/// How many of the shared terms are shown; the weakest say little.
const TERMS: usize = 4;

/// The table.
pub fn table(report: &Report, screen: Screen) -> String {
    let mut parts = vec![human::closing(report, screen) + &drift(report)];
    let pairs = pairs(report);
    if !pairs.is_empty() {
        parts.push(rows(report, &pairs, screen));
    }
    let uncalled = uncalled(report);
    if !uncalled.is_empty() {
        let title = screen.paint(Role::Heading, "Notes that no marker calls");
        parts.push(format!("{title}\n{}", orphans(&uncalled, screen)));
    }
    parts.join("\n")
}

/// The JSON Schema of the map, made of the types that write it.
pub fn schema() -> serde_json::Value {
    schema::written::<MapView<'_>>()
}

/// The same as JSON.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let answers = pairs(report).into_iter().map(|pair| PairView {
        label: pair.marker.label.to_string(),
        position: Position::new(&report.document, pair.marker.span),
        before: before(report, pair.marker),
        note: pair.note.map(|index| NoteView::new(report, index)),
        answered_by: pair.answer.map(|index| NoteView::new(report, index)),
        offset: pair.offset(report),
        shared: pair.shared.into_iter().map(TermView::from).collect(),
    });
    let uncalled = uncalled(report).into_iter();
    serde_json::to_string(&MapView {
        schema_version: SCHEMA_VERSION,
        tool: Tool::default(),
        path: &report.document.path,
        format: report.document.format,
        pairs: answers.collect(),
        uncalled: uncalled
            .map(|(index, _)| NoteView::new(report, index))
            .collect(),
    })
}

/// A marker with the note that bears its number, the note that answers it, and why.
pub(super) struct Pair<'a> {
    pub(super) marker: &'a Marker,
    pub(super) note: Option<usize>,
    pub(super) answer: Option<usize>,
    pub(super) shared: Vec<SharedTerm>,
}

impl Pair<'_> {
    /// Note number minus marker number, where both are numbers.
    pub(super) fn offset(&self, report: &Report) -> Option<i64> {
        let note = report.apparatus.notes.get(self.answer?)?.label.value()?;
        let marker = self.marker.label.value()?;
        Some(i64::from(note) - i64::from(marker))
    }
}

/// Every marker in the order of the text.
pub(super) fn pairs(report: &Report) -> Vec<Pair<'_>> {
    let markers = report.apparatus.markers.iter().enumerate();
    markers
        .map(|(index, marker)| {
            let answer = report.alignment.answers.get(index).copied().flatten();
            let shared = answer
                .or(marker.note)
                .map(|note| report.alignment.shared(index, note));
            Pair {
                marker,
                note: marker.note,
                answer,
                shared: shared.unwrap_or_default(),
            }
        })
        .collect()
}

/// The notes that answer no marker, with their indices.
pub(super) fn uncalled(report: &Report) -> Vec<(usize, &Note)> {
    let mut called = vec![false; report.apparatus.notes.len()];
    for &note in report.alignment.answers.iter().flatten() {
        called[note] = true;
    }
    let notes = report.apparatus.notes.iter().enumerate();
    notes.filter(|&(index, _)| !called[index]).collect()
}

/// Which markers are answered by notes of another number; nothing where none is.
fn drift(report: &Report) -> String {
    let segments = &report.alignment.segments;
    if segments.iter().all(|segment| segment.offset == 0) {
        return String::new();
    }
    let lines = segments.iter().map(|segment| {
        let whose = match segment.offset {
            0 => "notes of the same number".to_owned(),
            below if below < 0 => format!("notes {} lower", below.unsigned_abs()),
            above => format!("notes {above} higher"),
        };
        if segment.first == segment.last {
            return format!("  marker {}: {whose}\n", segment.first);
        }
        format!("  markers {}–{}: {whose}\n", segment.first, segment.last)
    });
    lines.collect()
}

fn rows(report: &Report, pairs: &[Pair<'_>], screen: Screen) -> String {
    let drifts = pairs.iter().any(|pair| pair.note != pair.answer);
    let mut columns = vec![
        column("marker", Cut::NeverOfNumber, 0),
        column("the text before it", Cut::Beginning, 4),
        column("the note of its number", Cut::End, 4),
    ];
    if drifts {
        columns.push(column("the note that answers it", Cut::End, 4));
    }
    let repeats = pairs.iter().any(|pair| stands_for(report, pair).is_some());
    if repeats {
        columns.push(column("which stands for", Cut::End, 3));
    }
    if pairs.iter().any(|pair| !pair.shared.is_empty()) {
        columns.push(column("in common", Cut::End, 3));
    }
    let shown = &pairs[..pairs.len().min(ROWS)];
    let rows = || shown.iter().map(|pair| row(report, pair, drifts, repeats));
    let table = table::render(&columns, rows, screen);
    match pairs.len() - shown.len() {
        0 => table,
        more => format!("{table}{more} more markers are left out; '--output json' has them all\n"),
    }
}

fn column(title: &'static str, cut: Cut, share: usize) -> Column {
    Column { title, cut, share }
}

fn row(report: &Report, pair: &Pair<'_>, drifts: bool, repeats: bool) -> Vec<Cell> {
    let mut cells = vec![
        Cell::plain(harmless(&pair.marker.label.to_string())),
        Cell::plain(before(report, pair.marker)),
        match pair.note {
            Some(note) => Cell::plain(title(&report.apparatus.notes[note])),
            None => Cell::painted(Role::Error, "none"),
        },
    ];
    if drifts {
        cells.push(answer(report, pair));
    }
    if repeats {
        cells.push(stands_for(report, pair).unwrap_or_else(|| Cell::plain("")));
    }
    let terms = pair.shared.iter().take(TERMS);
    let terms: Vec<String> = terms.map(|term| harmless(&fold(&term.text))).collect();
    cells.push(Cell::painted(Role::Faint, terms.join(", ")));
    cells
}

/// `60 → 59 James Drew, …`, and nothing where the note of the marker's number answers it.
fn answer(report: &Report, pair: &Pair<'_>) -> Cell {
    let label = harmless(&pair.marker.label.to_string());
    match pair.answer {
        answer if answer == pair.note => Cell::plain(""),
        Some(note) => {
            let note = title(&report.apparatus.notes[note]);
            Cell::painted(Role::Warning, format!("{label} → {note}"))
        }
        None => Cell::painted(Role::Error, format!("{label} → none")),
    }
}

/// What the short forms in the note of a pair stand for: `note 62 Gorana Grgić, …`, or that they lead nowhere or to
/// several works. Nothing where the note cites in full only.
fn stands_for(report: &Report, pair: &Pair<'_>) -> Option<Cell> {
    let citations = &report.citations;
    let mut cited = citations.of_note(pair.answer.or(pair.note)?);
    let (_, short) = cited.find(|(_, citation)| citation.antecedent != Antecedent::Itself)?;
    let note_of = |at: usize| &report.apparatus.notes[citations.citations[at].note];
    Some(match &short.antecedent {
        Antecedent::Citation(full) => Cell::plain(title(note_of(*full))),
        Antecedent::Ambiguous(several) => {
            let labels = several
                .iter()
                .map(|&at| harmless(&note_of(at).label.to_string()));
            let labels: Vec<String> = labels.collect();
            Cell::painted(Role::Warning, format!("{}?", labels.join(" or ")))
        }
        _ => Cell::painted(Role::Warning, "no work cited here"),
    })
}

fn orphans(notes: &[(usize, &Note)], screen: Screen) -> String {
    let columns = [column("", Cut::NeverOfNumber, 0), column("", Cut::End, 1)];
    let row = |note: &Note| {
        let label = harmless(&note.label.to_string());
        vec![Cell::plain(label), Cell::plain(start(&note.text))]
    };
    table::body(&columns, || notes.iter().map(|(_, note)| row(note)), screen)
}

/// A note's label and the beginning of its text.
fn title(note: &Note) -> String {
    format!(
        "{} {}",
        harmless(&note.label.to_string()),
        start(&note.text)
    )
}

/// The beginning of a text, more of it than any column has room for.
fn start(text: &str) -> String {
    harmless(&text.chars().take(200).collect::<String>())
}

/// The end of the sentence before a marker, on one line.
pub(super) fn before(report: &Report, marker: &Marker) -> String {
    let document = &report.document;
    let end = marker.token.start;
    let block = document.block_at(end).map_or(0, |block| block.span.start);
    let from = |characters: usize| {
        let mut back = document.text[..end].char_indices().rev();
        let start = back.by_ref().take(characters).last();
        start.map_or(end, |(at, _)| at).max(block).min(end)
    };
    let written = |start: usize| harmless(&fold(document.slice(Span::new(start, end))));
    // Mostly a little more than the column is wide is enough; the rest is for white space that has to be folded.
    let near = written(from(SENTENCE + SENTENCE / 2));
    if fits(&near, SENTENCE + 1) {
        tail(&written(from(8 * SENTENCE)), SENTENCE)
    } else {
        tail(&near, SENTENCE)
    }
}

/// Which note answers which marker: the report of `map` with `--output json`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Map of footfault")]
struct MapView<'a> {
    /// The version of this form. New fields may come while it stays the same; none goes.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// Who wrote it.
    tool: Tool,
    /// The path as it was given; `-` for standard input.
    path: &'a str,
    /// The format it was read from.
    format: Format,
    /// Every marker with its notes, in the order of the text.
    pairs: Vec<PairView<'a>>,
    /// The notes that no marker calls.
    uncalled: Vec<NoteView<'a>>,
}

/// A marker with the note that it calls and the note that answers it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Pair")]
struct PairView<'a> {
    /// The label that the marker shows.
    label: String,
    #[serde(flatten)]
    position: Position,
    /// The text that the marker ends.
    before: String,
    /// The note that bears its label; null where there is none.
    note: Option<NoteView<'a>>,
    /// The note that answers it by what both say; null where there is none.
    answered_by: Option<NoteView<'a>>,
    /// The number of the note that answers minus the number of the marker; null where either has none.
    offset: Option<i64>,
    /// What the sentence and the note that answers have in common, the weightiest first.
    shared: Vec<TermView>,
}

/// One note.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Note")]
struct NoteView<'a> {
    /// Its index among all notes, as in the report of `check`.
    index: usize,
    /// The label that it bears.
    label: String,
    #[serde(flatten)]
    position: Position,
    /// Its whole text without the label, white space folded.
    text: &'a str,
    /// The works that it cites, in their order.
    citations: Vec<CitationView<'a>>,
}

/// Something that a sentence and a note have in common.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Term")]
struct TermView {
    /// What it is.
    text: String,
    /// How much it says: the more, the rarer it is in the paper.
    weight: f64,
}

impl<'a> NoteView<'a> {
    fn new(report: &'a Report, index: usize) -> Self {
        let note = &report.apparatus.notes[index];
        Self {
            index,
            label: note.label.to_string(),
            position: Position::new(&report.document, note.span),
            text: &note.text,
            citations: citation::of_note(&report.document, &report.citations, index),
        }
    }
}

impl From<SharedTerm> for TermView {
    fn from(term: SharedTerm) -> Self {
        Self {
            text: term.text,
            // A hundredth of a nat is less than anybody can tell, and the last digits differ between machines.
            weight: (term.weight * 100.0).round() / 100.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::align::{Alignment, Segment};
    use crate::document::{Document, SourceMap};
    use crate::notes::{Apparatus, Label, ListKind, MarkerStyle, NoteList};
    use crate::settings::Failing;

    const TEXT: &str = "Water is wet.[1] Wind\nblows.[2] Fire burns.[3]\n\n\
        1. Adams, Water.\n2. Clark, Fire.\n3. Dunn, Earth.\n";

    fn span(part: &str) -> Span {
        let start = TEXT.find(part).unwrap_or_default();
        Span::new(start, start + part.len())
    }

    fn marker(label: u32) -> Marker {
        let span = span(&format!("[{label}]"));
        Marker {
            label: Label::Number(label),
            style: MarkerStyle::Bracket,
            span,
            token: span,
            implied: false,
            list: Some(0),
            note: usize::try_from(label).ok().map(|label| label - 1),
        }
    }

    fn note(label: u32, text: &str) -> Note {
        let whole = span(&format!("{label}. {text}"));
        Note {
            label: Label::Number(label),
            label_span: Span::new(whole.start, whole.start + 2),
            span: whole,
            body: Span::new(whole.start + 3, whole.end),
            list: 0,
            text: text.to_owned(),
        }
    }

    /// The second note fell out of the list, and a foreign one stands at its end.
    fn drifting() -> Report {
        let document = Document::new(
            "paper.txt".to_owned(),
            Format::Text,
            TEXT.to_owned(),
            SourceMap::identity(),
        );
        let segment = |first, last, offset| Segment {
            list: 0,
            first: Label::Number(first),
            last: Label::Number(last),
            offset,
        };
        let mut alignment = Alignment::default();
        alignment.answers = vec![Some(0), None, Some(1)];
        alignment.segments = vec![segment(1, 1, 0), segment(3, 3, -1)];
        Report {
            document,
            apparatus: Apparatus {
                markers: vec![marker(1), marker(2), marker(3)],
                notes: vec![
                    note(1, "Adams, Water."),
                    note(2, "Clark, Fire."),
                    note(3, "Dunn, Earth."),
                ],
                lists: vec![NoteList {
                    kind: ListKind::Endnotes,
                    heading: None,
                    notes: vec![0, 1, 2],
                    repeats: false,
                    is_automatic: false,
                    is_typed: false,
                    reading: crate::notes::Reading::Sure,
                }],
            },
            citations: crate::citations::Citations::default(),
            alignment,
            failing: Failing::default(),
            links: None,
            findings: Vec::new(),
        }
    }

    #[test]
    fn a_drift_is_seen_at_a_glance() {
        assert_snapshot!(table(&drifting(), Screen::new(false, false, None)));
    }

    #[test]
    fn the_data_say_the_same() -> serde_json::Result<()> {
        let value: serde_json::Value = serde_json::from_str(&json(&drifting())?)?;
        let pairs = &value["pairs"];
        assert_eq!(pairs[1]["before"], "Water is wet.[1] Wind blows.");
        assert_eq!(pairs[1]["note"]["label"], "2");
        assert_eq!(pairs[1]["answered_by"], serde_json::Value::Null);
        assert_eq!(pairs[2]["answered_by"]["text"], "Clark, Fire.");
        assert_eq!(pairs[2]["offset"], -1);
        assert_eq!(value["uncalled"][0]["label"], "3");
        Ok(())
    }
}
