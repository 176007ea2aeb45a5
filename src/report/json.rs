//! The JSON contract.

use serde_json::{Value, json};

use crate::check::Report;
use crate::document::{Document, Span};

/// All documents as one value.
pub fn render(reports: &[Report]) -> Value {
    let documents: Vec<Value> = reports.iter().map(document).collect();
    json!({"schema_version": 1, "tool": {"name": "footfault", "version": env!("CARGO_PKG_VERSION")}, "documents": documents})
}

fn document(report: &Report) -> Value {
    let document = &report.document;
    let at = |span: Span| {
        let place = document.place(span.start);
        (place.line, place.column, source(document, span))
    };
    let markers: Vec<Value> = report.apparatus.markers.iter().zip(&report.alignment.answers).map(|(marker, answer)| {
        let (line, column, span) = at(marker.span);
        json!({"label": marker.label.to_string(), "style": marker.style, "line": line, "column": column, "span": span, "note": marker.note, "answered_by": answer})
    }).collect();
    let notes: Vec<Value> = report.apparatus.notes.iter().map(|note| {
        let (line, column, span) = at(note.span);
        json!({"label": note.label.to_string(), "line": line, "column": column, "span": span, "list": note.list, "text": note.text})
    }).collect();
    let findings: Vec<Value> = report.findings.iter().map(|finding| {
        let (line, column, span) = at(finding.span);
        json!({"rule": finding.rule, "severity": finding.severity, "confidence": finding.confidence, "message": finding.message, "help": finding.help, "line": line, "column": column, "span": span, "data": finding.data})
    }).collect();
    json!({"path": document.path, "format": document.format, "markers": markers, "notes": notes, "findings": findings})
}

fn source(document: &Document, span: Span) -> Span {
    document.source_span(span)
}
