//! The JSON contract.
//!
//! Every paper is one line.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::check::Report;
use crate::document::{Document, Format, Span};
use crate::finding::{Confidence, Finding, Fix, Severity};
use crate::notes::{ListKind, MarkerStyle};

use self::citation::CitationView;
use self::link::LinkView;
use super::Tally;
use super::form::{Form, Outcome};

pub(super) mod citation;
mod link;

/// Everything that is known of each paper.
pub struct Json;

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

#[derive(Serialize)]
struct Summary {
    documents: usize,
    #[serde(flatten)]
    tally: Tally,
}

#[derive(Serialize)]
struct Paper<'a> {
    path: &'a str,
    format: Format,
    markers: Vec<Marker<'a>>,
    notes: Vec<Note<'a>>,
    lists: Vec<NoteList<'a>>,
    alignment: Alignment,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<LinkView<'a>>>,
    findings: Vec<FindingView<'a>>,
    warnings: Vec<Warning<'a>>,
}

/// The version of all JSON that the tool writes.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// Who wrote it.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
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
#[derive(Serialize)]
pub(super) struct Position {
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    span: Span,
}

#[derive(Serialize)]
struct Marker<'a> {
    label: String,
    style: &'a MarkerStyle,
    #[serde(flatten)]
    position: Position,
    note: Option<usize>,
    answered_by: Option<usize>,
}

#[derive(Serialize)]
struct Note<'a> {
    label: String,
    #[serde(flatten)]
    position: Position,
    list: usize,
    text: &'a str,
    citations: Vec<CitationView<'a>>,
}

#[derive(Serialize)]
struct NoteList<'a> {
    kind: ListKind,
    heading: Option<&'a str>,
    notes: usize,
}

#[derive(Serialize)]
struct Alignment {
    segments: Vec<Segment>,
    certain: bool,
}

#[derive(Serialize)]
struct Segment {
    first: String,
    last: String,
    offset: i32,
    list: usize,
}

#[derive(Serialize)]
struct FindingView<'a> {
    rule: &'a str,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    help: &'a str,
    #[serde(flatten)]
    position: Position,
    related: Vec<Related<'a>>,
    data: &'a Map<String, Value>,
    fix: Option<FixView<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    position: Position,
}

#[derive(Serialize)]
struct FixView<'a> {
    message: &'a str,
    safe: bool,
    edits: Vec<EditView<'a>>,
}

#[derive(Serialize)]
struct EditView<'a> {
    span: Span,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Warning<'a> {
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
            markers: markers(report),
            notes: notes(report),
            lists: lists(report),
            alignment: Alignment::new(report),
            links: link::all(report),
            findings: report
                .findings
                .iter()
                .map(|finding| FindingView::new(document, finding))
                .collect(),
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

fn markers(report: &Report) -> Vec<Marker<'_>> {
    let answers = &report.alignment.answers;
    let markers = report.apparatus.markers.iter().enumerate();
    markers
        .map(|(index, marker)| Marker {
            label: marker.label.to_string(),
            style: &marker.style,
            position: Position::new(&report.document, marker.span),
            note: marker.note,
            answered_by: answers.get(index).copied().flatten(),
        })
        .collect()
}

fn notes(report: &Report) -> Vec<Note<'_>> {
    let notes = report.apparatus.notes.iter().enumerate();
    notes
        .map(|(index, note)| Note {
            label: note.label.to_string(),
            position: Position::new(&report.document, note.span),
            list: note.list,
            text: &note.text,
            citations: citation::of_note(&report.document, &report.citations, index),
        })
        .collect()
}

fn lists(report: &Report) -> Vec<NoteList<'_>> {
    let lists = report.apparatus.lists.iter();
    lists
        .map(|list| NoteList {
            kind: list.kind,
            heading: list.heading.as_deref(),
            notes: list.notes.len(),
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
