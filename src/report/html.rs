//! The report as a page for a browser: one file, nothing fetched.
//!
//! Each paper stands in two columns, its text with the markers on the left and its notes on the right. Between them
//! lines lead from every marker in sight to the note that answers it, coloured by offset; over them a ladder shows all
//! markers and notes at once, so that a drift is seen as a slope. The page can be read without its script, which only
//! draws the lines in sight, jumps and filters.

use std::cmp::Reverse;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::chart::charts;
use self::text::Texts;
use super::form::{Form, Outcome};
use super::screen::count;
use super::{Tally, level};
use crate::check::Report;
use crate::finding::{Finding, Severity};

mod chart;
mod text;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// A page of its own.
pub struct Html;

impl Form for Html {
    fn head(&self) -> String {
        let head = html! {
            (DOCTYPE)
            (PreEscaped("<html lang=\"en\">"))
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
                title { "footfault" }
                style { (PreEscaped(STYLE)) }
            }
            (PreEscaped("<body>"))
            header class="page" {
                h1 { "footfault" }
                (filter())
            }
            (PreEscaped("<main>"))
        };
        head.into_string() + "\n"
    }

    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        Ok(paper(report).into_string() + "\n")
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let tail = html! {
            @if !outcome.faults.is_empty() {
                section class="faults" {
                    h2 { "Not read" }
                    ul {
                        @for fault in outcome.faults {
                            li { b { (fault.path) } ": " (fault.message) }
                        }
                    }
                }
            }
            (PreEscaped("</main>"))
            footer class="page" { p { (closing(outcome)) } }
            script { (PreEscaped(SCRIPT)) }
            (PreEscaped("</body></html>"))
        };
        Ok(tail.into_string() + "\n")
    }
}

/// What of the findings is shown.
fn filter() -> Markup {
    html! {
        fieldset class="filter" hidden {
            legend { "Show" }
            @for (name, label) in [("error", "errors"), ("warning", "warnings"), ("info", "remarks")] {
                label { input type="checkbox" name=(name) checked; " " (label) }
            }
            span class="keys" { kbd { "n" } " next, " kbd { "p" } " previous finding" }
        }
    }
}

fn paper(report: &Report) -> Markup {
    let document = &report.document;
    let texts = Texts::new(report);
    let tally = Tally::of(report);
    html! {
        article .paper .printed[document.is_printed()] aria-label=(document.path) {
            h2 { bdi { (document.path) } }
            p class="standing" { (standing(report, tally)) }
            @for warning in &document.warnings {
                p class="remark" { (warning.message) }
            }
            div class="overview" {
                (charts(report))
                (findings(report, &texts))
            }
            div class="panes" {
                section class="text" aria-label="Text" tabindex="0" dir="auto" { (texts.body(report)) }
                svg class="lines" aria-hidden="true" {}
                section class="notes" aria-label="Notes" tabindex="0" dir="auto" { (texts.notes(report)) }
            }
        }
    }
}

fn standing(report: &Report, tally: Tally) -> String {
    let (markers, notes) = (report.apparatus.markers.len(), report.apparatus.notes.len());
    format!(
        "{}, {}: {}",
        count(markers, "marker"),
        count(notes, "note"),
        tally.in_words()
    )
}

fn closing(outcome: &Outcome<'_>) -> String {
    let papers = count(outcome.documents, "paper");
    format!(
        "footfault {} checked {papers}: {}.",
        env!("CARGO_PKG_VERSION"),
        outcome.tally.in_words()
    )
}

/// The findings, each with links to its places.
fn findings(report: &Report, texts: &Texts) -> Markup {
    html! {
        @if !report.findings.is_empty() {
            div {
                h3 class="unseen" { "Findings" }
                ol class="findings" {
                @for (index, finding) in worst_first(report) {
                    li class={ "finding " (class(finding.severity)) } data-finding=(texts.id(index)) {
                        p class="message" {
                            span class="level" { (level(finding)) } " "
                            a href={ "#" (texts.id(index)) } { (isolated(&finding.message)) } " "
                            code { (finding.rule) }
                        }
                        @if !finding.help.is_empty() { p class="help" { (isolated(&finding.help)) } }
                        (places(report, finding, texts, index))
                    }
                }
                }
            }
        }
    }
}

/// The findings with their indices, the worst first and otherwise in the order of the text: what is wrong must be seen
/// without scrolling past what is only worth knowing.
fn worst_first(report: &Report) -> Vec<(usize, &Finding)> {
    let mut findings: Vec<(usize, &Finding)> = report.findings.iter().enumerate().collect();
    findings.sort_by_key(|(_, finding)| Reverse(finding.severity));
    findings
}

/// A text of ours in which what stands in quotation marks keeps its own direction of writing. Without that, two quotations
/// from a Hebrew paper change places in an English sentence.
fn isolated(text: &str) -> Markup {
    let mut parts = text.split_inclusive('”');
    html! {
        @while let Some(part) = parts.next() {
            @match part.find('“').filter(|_| part.ends_with('”')) {
                Some(at) => { (&part[..at + '“'.len_utf8()]) bdi { (&part[at + '“'.len_utf8()..part.len() - '”'.len_utf8()]) } "”" }
                None => { (part) }
            }
        }
    }
}

fn places(report: &Report, finding: &Finding, texts: &Texts, index: usize) -> Markup {
    let related = finding.related.iter().enumerate();
    html! {
        ul class="places" {
            li { a href={ "#" (texts.id(index)) } { (report.document.whereabouts(finding.span.start)) } }
            @for (number, related) in related {
                li { a href={ "#" (texts.related_id(index, number)) } { (report.document.whereabouts(related.span.start)) } ": " (isolated(&related.message)) }
            }
        }
    }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// The class that colours what stands at an offset; all beyond three look alike.
fn offset_class(offset: Option<i64>) -> String {
    match offset {
        None => "none".to_owned(),
        Some(0) => "at0".to_owned(),
        Some(below) if below < 0 => format!("below{}", below.unsigned_abs().min(3)),
        Some(above) => format!("above{}", above.min(3)),
    }
}
