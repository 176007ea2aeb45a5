//! The JSON contract.
//!
//! Every paper is one line.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::check::Report;
use crate::document::{Document, Format, Span};
use crate::finding::{Confidence, Facts, Finding, Fix, Severity};
use crate::notes::{ListKind, MarkerStyle, Reading};

use self::citation::CitationView;
use self::link::LinkView;
use super::form::{Form, Outcome};
use super::{Fault, Tally};
use crate::schema;

pub(super) mod citation;
mod link;

/// Everything that is known of each paper.
pub struct Json;

/// The JSON Schema of the whole report, made of the types that write it.
pub fn schema() -> Value {
    schema::written::<Whole<'_>>()
}

impl Form for Json {
    fn head(&self) -> String {
        let Tool { name, version } = Tool::default();
        format!(
            r#"{{"schema_version":{SCHEMA_VERSION},"tool":{{"name":"{name}","version":"{version}"}},"documents":["#
        ) + "\n"
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    /// One paper, as one line.
    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        serde_json::to_string(&Paper::new(report))
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let summary = Summary {
            documents: outcome.documents,
            tally: outcome.tally,
        };
        let errors = serde_json::to_string(outcome.faults)?;
        let summary = serde_json::to_string(&summary)?;
        Ok(format!(r#"],"errors":{errors},"summary":{summary}}}"#) + "\n")
    }
}

/// What footfault found in papers: the report of `check` and `links` with `--output json`.
#[derive(JsonSchema)]
#[schemars(title = "Report of footfault")]
#[expect(
    dead_code,
    reason = "it is written piece by piece, so that papers need not be in memory together; only its shape is asked for"
)]
struct Whole<'a> {
    /// The version of this form. New fields may come while it stays the same; none goes.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// Who wrote it.
    tool: Tool,
    /// The papers, in the order of their paths.
    documents: Vec<Paper<'a>>,
    /// What could not be read.
    errors: Vec<Fault>,
    /// How much there is of everything.
    summary: Summary,
}

/// How much there is of everything.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// How many papers were checked.
    documents: usize,
    #[serde(flatten)]
    tally: Tally,
}

/// One paper. What a long paper has a million of is made while it is written, one at a time.
#[derive(Serialize, JsonSchema)]
struct Paper<'a> {
    /// The path as it was given or found; `-` for standard input.
    path: &'a str,
    /// The format it was read from.
    format: Format,
    /// Every call of a note, in the order of the text.
    #[serde(serialize_with = "markers")]
    #[schemars(with = "Vec<Marker<'a>>")]
    markers: &'a Report,
    /// Every note, in the order of the text.
    #[serde(serialize_with = "notes")]
    #[schemars(with = "Vec<Note<'a>>")]
    notes: &'a Report,
    /// The lists in which the notes stand.
    lists: Vec<NoteList<'a>>,
    /// Who answers whom by what they say.
    alignment: Alignment,
    /// What came of asking the cited addresses; absent where none was to be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<LinkView<'a>>>,
    /// What is wrong.
    #[serde(serialize_with = "findings")]
    #[schemars(with = "Vec<FindingView<'a>>")]
    findings: &'a Report,
    /// What could not be made sense of while reading. It is no finding: the paper may well be right.
    warnings: Vec<Warning<'a>>,
}

/// The version of all JSON that the tool writes.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// Who wrote it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Tool {
    /// `footfault`.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

impl Default for Tool {
    fn default() -> Self {
        Self {
            name: "footfault",
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// Line and column for people, and the bytes of the source for tools.
#[derive(Serialize, JsonSchema)]
pub(super) struct Position {
    /// The line, counted from 1; of the extracted text where the file has no lines.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column in characters, counted from 1.
    #[schemars(range(min = 1))]
    column: usize,
    /// The paragraph, note or file of a container; absent where the format has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// The bytes: of the source where it is text, of the extracted text otherwise.
    span: Span,
}

/// One call of one note. A group such as `[13, 14]` is two markers, a range such as `[3–5]` three.
#[derive(Serialize, JsonSchema)]
struct Marker<'a> {
    /// The label that it shows.
    label: String,
    /// How it is written.
    style: &'a MarkerStyle,
    #[serde(flatten)]
    position: Position,
    /// The index of the note that bears its label; null where there is none.
    note: Option<usize>,
    /// The index of the note that answers it by what both say; null where there is none.
    answered_by: Option<usize>,
}

/// One note of a list.
#[derive(Serialize, JsonSchema)]
struct Note<'a> {
    /// The label that it bears.
    label: String,
    #[serde(flatten)]
    position: Position,
    /// The index of its list.
    list: usize,
    /// Its whole text without the label, white space folded.
    text: &'a str,
    /// The works that it cites, in their order.
    citations: Vec<CitationView<'a>>,
}

/// Notes that are numbered together.
#[derive(Serialize, JsonSchema)]
struct NoteList<'a> {
    /// What kind of list it is.
    kind: ListKind,
    /// The heading above it; null where there is none.
    heading: Option<&'a str>,
    /// How many notes it has.
    notes: usize,
    /// Whether it was read well enough to blame its faults on the paper; a doubtful list has no finding of the families
    /// pairing and alignment, and a warning says how many were left out.
    reading: Reading,
}

/// Who answers whom by what they say.
#[derive(Serialize, JsonSchema)]
struct Alignment {
    /// Stretches of markers that are all answered at the same offset, in the order of the text.
    segments: Vec<Segment>,
    /// Whether the evidence leaves no doubt.
    certain: bool,
}

/// Markers that are answered at one offset.
#[derive(Serialize, JsonSchema)]
struct Segment {
    /// The label of the first marker.
    first: String,
    /// The label of the last marker.
    last: String,
    /// The number of the note that answers minus the number of the marker.
    offset: i32,
    /// The index of the list.
    list: usize,
}

/// One fault of the paper.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingView<'a> {
    /// The id of the rule that says so.
    rule: &'a str,
    /// How bad it is.
    severity: Severity,
    /// How sure it is.
    confidence: Confidence,
    /// What is wrong, in one sentence without a full stop at its end.
    message: &'a str,
    /// Why footfault thinks so and what to do; may be empty or have several sentences.
    help: &'a str,
    #[serde(flatten)]
    position: Position,
    /// The other places that it is about.
    related: Vec<Related<'a>>,
    /// Facts for other tools; `footfault explain RULE` says which, where a rule has some.
    #[schemars(with = "Map<String, Value>")]
    data: &'a Facts,
    /// A change that mends it; null where there is none.
    fix: Option<FixView<'a>>,
}

/// Another place that a finding is about.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// What is there.
    message: &'a str,
    #[serde(flatten)]
    position: Position,
}

/// A change that mends a finding: all of its edits or none.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct FixView<'a> {
    /// What it does, in the imperative.
    message: &'a str,
    /// Whether it is right whenever the finding is.
    safe: bool,
    /// The edits in the order of the text; they never overlap.
    edits: Vec<EditView<'a>>,
}

/// One replacement.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
struct EditView<'a> {
    /// What is replaced; an empty span is a place where something is put in.
    span: Span,
    /// By what.
    replacement: &'a str,
}

/// Something that could not be made sense of while reading.
#[derive(Serialize, JsonSchema)]
struct Warning<'a> {
    /// What was met, and what was done about it.
    message: &'a str,
    #[serde(flatten)]
    position: Option<Position>,
}

impl<'a> Paper<'a> {
    fn new(report: &'a Report) -> Self {
        let document = &report.document;
        Self {
            path: &document.path,
            format: document.format,
            markers: report,
            notes: report,
            lists: lists(report),
            alignment: Alignment::new(report),
            links: link::all(report),
            findings: report,
            warnings: warnings(document),
        }
    }
}

impl Position {
    pub(super) fn new(document: &Document, span: Span) -> Self {
        let place = document.place(span.start);
        Self {
            line: place.line,
            column: place.column,
            place: document.landmark(span.start),
            span: document.source_span(span),
        }
    }
}

impl Alignment {
    fn new(report: &Report) -> Self {
        let segments = report.alignment.segments.iter().map(|segment| Segment {
            first: segment.first.to_string(),
            last: segment.last.to_string(),
            offset: segment.offset,
            list: segment.list,
        });
        Self {
            segments: segments.collect(),
            certain: report.alignment.certain,
        }
    }
}

impl<'a> FindingView<'a> {
    fn new(document: &Document, finding: &'a Finding) -> Self {
        let related = finding.related.iter().map(|related| Related {
            message: &related.message,
            position: Position::new(document, related.span),
        });
        Self {
            rule: finding.rule,
            severity: finding.severity,
            confidence: finding.confidence,
            message: &finding.message,
            help: &finding.help,
            position: Position::new(document, finding.span),
            related: related.collect(),
            data: &finding.data,
            fix: finding.fix.as_ref().map(|fix| FixView::new(document, fix)),
        }
    }
}

impl<'a> FixView<'a> {
    fn new(document: &Document, fix: &'a Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| EditView {
            span: document.source_span(edit.span),
            replacement: &edit.replacement,
        });
        Self {
            message: &fix.message,
            safe: fix.safe,
            edits: edits.collect(),
        }
    }
}

fn markers<S: Serializer>(report: &Report, serializer: S) -> Result<S::Ok, S::Error> {
    let answers = &report.alignment.answers;
    let markers = report.apparatus.markers.iter().enumerate();
    serializer.collect_seq(markers.map(|(index, marker)| Marker {
        label: marker.label.to_string(),
        style: &marker.style,
        position: Position::new(&report.document, marker.span),
        note: marker.note,
        answered_by: answers.get(index).copied().flatten(),
    }))
}

fn notes<S: Serializer>(report: &Report, serializer: S) -> Result<S::Ok, S::Error> {
    let notes = report.apparatus.notes.iter().enumerate();
    serializer.collect_seq(notes.map(|(index, note)| Note {
        label: note.label.to_string(),
        position: Position::new(&report.document, note.span),
        list: note.list,
        text: &note.text,
        citations: citation::of_note(&report.document, &report.citations, index),
    }))
}

fn findings<S: Serializer>(report: &Report, serializer: S) -> Result<S::Ok, S::Error> {
    let findings = report.findings.iter();
    serializer.collect_seq(findings.map(|finding| FindingView::new(&report.document, finding)))
}

fn lists(report: &Report) -> Vec<NoteList<'_>> {
    let lists = report.apparatus.lists.iter();
    lists
        .map(|list| NoteList {
            kind: list.kind,
            heading: list.heading.as_deref(),
            notes: list.notes.len(),
            reading: list.reading,
        })
        .collect()
}

fn warnings(document: &Document) -> Vec<Warning<'_>> {
    let warnings = document.warnings.iter();
    warnings
        .map(|warning| Warning {
            message: &warning.message,
            position: warning.span.map(|span| Position::new(document, span)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::Fault;
    use super::*;
    use crate::align;
    use crate::document::SourceMap;
    use crate::finding::Edit;
    use crate::notes::{self, Apparatus, Label};
    use crate::settings::Failing;

    /// A paper of one sentence with everything that the contract has a place for.
    fn report() -> Report {
        let text = "Grün.¹\n\nNotes\n\n1. Abend, Grün.\n".to_owned();
        let map = SourceMap::identity();
        let mut document = Document::new("p.txt".to_owned(), Format::Text, text, map);
        document.warnings.push(crate::document::Warning {
            message: "read as Latin-1".to_owned(),
            span: None,
        });
        let (marker, note) = (Span::new(6, 8), Span::new(17, 33));
        let finding = Finding::new(marker, "odd", "look")
            .related(note, "here")
            .data("kind", "missing-note");
        let mut alignment = align::Alignment::default();
        alignment.answers = vec![Some(0)];
        alignment.certain = true;
        alignment.segments = vec![align::Segment {
            list: 0,
            first: Label::Number(1),
            last: Label::Number(1),
            offset: 0,
        }];
        Report {
            document,
            apparatus: apparatus(marker, note),
            citations: crate::citations::Citations::default(),
            alignment,
            links: None,
            findings: vec![Finding {
                rule: "offset-numbering",
                fix: Some(Fix {
                    message: "renumber".to_owned(),
                    safe: false,
                    edits: vec![Edit {
                        span: note,
                        replacement: "2.".to_owned(),
                    }],
                }),
                ..finding
            }],
            failing: Failing::default(),
        }
    }

    fn apparatus(marker: Span, note: Span) -> Apparatus {
        Apparatus {
            markers: vec![notes::Marker {
                label: Label::Number(1),
                style: MarkerStyle::Superscript,
                span: marker,
                token: marker,
                implied: false,
                list: Some(0),
                note: Some(0),
            }],
            notes: vec![notes::Note {
                label: Label::Number(1),
                label_span: Span::new(17, 19),
                span: note,
                body: Span::new(20, note.end),
                list: 0,
                text: "Abend, Grün.".to_owned(),
            }],
            lists: vec![notes::NoteList {
                kind: ListKind::Endnotes,
                heading: Some("Notes".to_owned()),
                notes: vec![0],
                repeats: false,
                is_automatic: false,
                is_typed: false,
                reading: crate::notes::Reading::Sure,
            }],
        }
    }

    #[test]
    fn a_paper_has_every_field_of_the_contract() -> serde_json::Result<()> {
        let value: Value = serde_json::from_str(&Json.paper(&report())?)?;
        assert_snapshot!(serde_json::to_string_pretty(&value)?);
        Ok(())
    }

    #[test]
    fn head_papers_and_tail_make_one_value() -> serde_json::Result<()> {
        let fault = Fault {
            path: "gone.txt".to_owned(),
            message: "no such file".to_owned(),
        };
        let paper = Json.paper(&report())?;
        let outcome = Outcome {
            documents: 2,
            tally: Tally::of(&report()),
            faults: &[fault],
        };
        let (head, between, tail) = (Json.head(), Json.between(), Json.tail(&outcome)?);
        let text = format!("{head}{paper}{between}{paper}{tail}");
        let value: Value = serde_json::from_str(&text)?;
        assert_eq!(value["schema_version"], 1);
        assert_eq!(value["documents"][1]["path"], "p.txt");
        assert_eq!(value["errors"][0]["message"], "no such file");
        assert_eq!(value["summary"]["documents"], 2);
        assert_eq!(value["summary"]["errors"], 1);
        Ok(())
    }
}
