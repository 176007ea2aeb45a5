//! Findings in SARIF 2.1.0, which code scanners exchange and GitHub shows.

use std::collections::BTreeMap;
use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, LogicalLocation,
    Message, MultiformatMessageString, Notification, PhysicalLocation, PropertyBag, Region,
    Replacement, ReportingConfiguration, ReportingDescriptor, Result as SarifResult, ResultLevel,
    Tool, ToolComponent,
};
use url::Url;

use super::fingerprint;
use super::form::{Form, Outcome};
use crate::check::Report;
use crate::document::{Document, Span};
use crate::finding::{self, Confidence, Finding, Severity};
use crate::rules::{REGISTRY, Rule};

/// The schema that the report follows, at the standard's own address.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the fingerprint; its number grows when the way it is made changes.
const FINGERPRINT: &str = "footfault/v1";

/// What a path of a URI cannot hold as it is.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// One run, one result for each finding.
pub struct Sarif;

impl Form for Sarif {
    fn head(&self) -> String {
        let tool = Tool::builder().driver(driver()).build();
        // All of these types can be written as JSON.
        let tool = serde_json::to_string(&tool).unwrap_or_default();
        format!(
            r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":{tool},"columnKind":"unicodeCodePoints","results":["#
        ) + "\n"
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        let fingerprints = fingerprint::of(report);
        let results = report.findings.iter().zip(fingerprints);
        let lines: serde_json::Result<Vec<String>> = results
            .map(|(finding, fingerprint)| {
                serde_json::to_string(&result(&report.document, finding, fingerprint))
            })
            .collect();
        Ok(lines?.join(",\n"))
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let faults = outcome.faults.iter().map(|fault| {
            let place = PhysicalLocation::builder()
                .artifact_location(artifact(&fault.path))
                .build();
            Notification::builder()
                .level(json!("error"))
                .message(message(&fault.message))
                .locations(vec![Location::builder().physical_location(place).build()])
                .build()
        });
        let invocation = Invocation::builder()
            .execution_successful(outcome.faults.is_empty())
            .tool_execution_notifications(faults.collect::<Vec<_>>())
            .build();
        let invocation = serde_json::to_string(&invocation)?;
        Ok(format!(r#"],"invocations":[{invocation}]}}]}}"#) + "\n")
    }
}

fn driver() -> ToolComponent {
    ToolComponent::builder()
        .name("footfault")
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(REGISTRY.iter().map(descriptor).collect::<Vec<_>>())
        .build()
}

/// A rule with its own explanation as help.
fn descriptor(rule: &Rule) -> ReportingDescriptor {
    let explanation = rule.explanation();
    let text = |text: String| MultiformatMessageString::builder().text(text).build();
    let configuration = ReportingConfiguration::builder()
        .enabled(rule.severity.is_some())
        .level(json!(level_name(
            rule.severity.unwrap_or(Severity::Warning)
        )))
        .build();
    let help = MultiformatMessageString::builder()
        .text(explanation.clone())
        .markdown(explanation)
        .build();
    let tags = BTreeMap::from([("tags".to_owned(), json!([rule.family.name()]))]);
    ReportingDescriptor::builder()
        .id(rule.id)
        .name(rule.id)
        .short_description(text(rule.summary()))
        .full_description(text(rule.summary()))
        .help(help)
        .default_configuration(configuration)
        .properties(PropertyBag::builder().additional_properties(tags).build())
        .build()
}

fn result(document: &Document, finding: &Finding, fingerprint: String) -> SarifResult {
    let related: Vec<Location> = (finding.related.iter().zip(1_i64..))
        .map(|(related, id)| {
            Location::builder()
                .id(id)
                .physical_location(physical(document, related.span))
                .message(message(&related.message))
                .build()
        })
        .collect();
    let fixes: Vec<Fix> = finding
        .fix
        .iter()
        .map(|fix| change(document, fix))
        .collect();
    let mut properties = BTreeMap::from([("confidence".to_owned(), json!(finding.confidence))]);
    properties.insert("precision".to_owned(), precision(finding.confidence));
    SarifResult::builder()
        .rule_id(finding.rule)
        .level(level(finding.severity))
        .message(message(&format!("{}. {}", finding.message, finding.help)))
        .locations(vec![location(document, finding.span)])
        .related_locations(related)
        .fixes(fixes)
        .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), fingerprint)]))
        .properties(
            PropertyBag::builder()
                .additional_properties(properties)
                .build(),
        )
        .build()
}

fn precision(confidence: Confidence) -> Value {
    match confidence {
        Confidence::High => json!("high"),
        Confidence::Medium => json!("medium"),
        Confidence::Low => json!("low"),
    }
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Info => ResultLevel::Note,
    }
}

fn level_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn message(text: &str) -> Message {
    Message::builder().text(text.trim_end()).build()
}

fn location(document: &Document, span: Span) -> Location {
    let logical = document.landmark(span.start).map(|landmark| {
        LogicalLocation::builder()
            .fully_qualified_name(landmark)
            .build()
    });
    let place = Location::builder().physical_location(physical(document, span));
    match logical {
        Some(logical) => place.logical_locations(vec![logical]).build(),
        None => place.build(),
    }
}

fn physical(document: &Document, span: Span) -> PhysicalLocation {
    let path = document.path_at(span.start);
    let place = PhysicalLocation::builder().artifact_location(artifact(path));
    match region(document, span) {
        Some(region) => place.region(region).build(),
        None => place.build(),
    }
}

/// Lines and columns, where the file has some; a container has none.
fn region(document: &Document, span: Span) -> Option<Region> {
    let (start, end) = (document.place(span.start), document.place(span.end));
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    document.format.has_lines().then(|| {
        Region::builder()
            .start_line(number(start.line))
            .start_column(number(start.column))
            .end_line(number(end.line))
            .end_column(number(end.column))
            .build()
    })
}

fn change(document: &Document, fix: &finding::Fix) -> Fix {
    let replacements = fix.edits.iter().filter_map(|edit| {
        let content = ArtifactContent::builder()
            .text(edit.replacement.as_str())
            .build();
        let region = region(document, edit.span)?;
        Some(
            Replacement::builder()
                .deleted_region(region)
                .inserted_content(content)
                .build(),
        )
    });
    let change = ArtifactChange::builder()
        .artifact_location(artifact(&document.path))
        .replacements(replacements.collect::<Vec<_>>())
        .build();
    Fix::builder()
        .description(message(&fix.message))
        .artifact_changes(vec![change])
        .build()
}

/// A relative path is relative to the root of the sources, which the reader of the report knows.
fn artifact(path: &str) -> ArtifactLocation {
    if let Ok(url) = Url::from_file_path(Path::new(path)) {
        return ArtifactLocation::builder().uri(url.as_str()).build();
    }
    let slashed = path.replace('\\', "/");
    let uri = utf8_percent_encode(slashed.trim_start_matches("./"), NOT_IN_PATHS).to_string();
    ArtifactLocation::builder()
        .uri(uri)
        .uri_base_id("%SRCROOT%")
        .build()
}
