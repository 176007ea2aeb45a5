//! A summary in Markdown: what is wrong in each paper, with the table of its markers and notes. GitHub shows it as the
//! summary of a job, and it serves as a comment.

use std::fmt::Write;

use super::Tally;
use super::form::{Form, Outcome};
use super::map::{self, Pair};
use super::screen::harmless;
use crate::check::Report;
use crate::document::{Document, Span};
use crate::finding::{Confidence, Finding, Severity};
use crate::notes::Note;

/// A table with more rows than this shows only those that are out of order; GitHub takes a megabyte for all papers.
const ROWS: usize = 300;

/// How much of a note is shown, in characters.
const NOTE: usize = 80;

/// Markdown as GitHub reads it.
pub struct Markdown;

impl Form for Markdown {
    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        // A paper without findings is counted in the last line and not shown.
        if report.findings.is_empty() {
            return Ok(String::new());
        }
        let path = escaped(&report.document.path);
        let mut text = format!("## {path}\n\n{}.\n\n", Tally::of(report).in_words());
        for finding in &report.findings {
            text.push_str(&item(&report.document, finding));
        }
        text.push_str(&table(report));
        Ok(text)
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let mut text = String::new();
        for fault in outcome.faults {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "- **{}** could not be read: {}",
                escaped(&fault.path),
                escaped(&fault.message)
            );
        }
        let papers = match outcome.documents {
            1 => "1 paper".to_owned(),
            several => format!("{several} papers"),
        };
        let _ = writeln!(
            text,
            "\nfootfault checked {papers}: {}.",
            outcome.tally.in_words()
        );
        Ok(text)
    }
}

/// One finding with its places, as an item of a list.
fn item(document: &Document, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Remark",
    };
    let unsure = match finding.confidence {
        Confidence::High => "",
        Confidence::Medium => " (likely)",
        Confidence::Low => " (worth a look)",
    };
    let place = |span: Span| escaped(&document.whereabouts(span.start));
    let (at, message) = (place(finding.span), escaped(&finding.message));
    let mut text = format!(
        "- **{level}**{unsure}, {at}: {message} (`{}`).\n",
        finding.rule
    );
    let quoted = quoted(document, finding.span);
    let places = finding.related.iter().map(|related| {
        format!(
            "  - {}: {}\n",
            place(related.span),
            escaped(&related.message)
        )
    });
    if !quoted.is_empty() {
        let _ = writeln!(text, "  > {quoted}");
    }
    text.extend(places);
    if !finding.help.is_empty() {
        let help = finding
            .help
            .lines()
            .map(escaped)
            .collect::<Vec<_>>()
            .join("  \n  ");
        let _ = write!(text, "\n  {help}\n");
    }
    text
}

/// The words around a span, with the span itself in bold.
fn quoted(document: &Document, span: Span) -> String {
    let block = document
        .block_at(span.start)
        .map_or(span, |block| block.span);
    let before = shortened_front(&document.text[block.start.min(span.start)..span.start]);
    let behind = shortened(&document.text[span.end..block.end.max(span.end)], NOTE / 2);
    let inside = shortened(document.slice(span), NOTE);
    if inside.is_empty() {
        return format!("{}{}", escaped(&before), escaped(&behind));
    }
    format!(
        "{} **{}** {}",
        escaped(&before),
        escaped(&inside),
        escaped(&behind)
    )
    .trim()
    .to_owned()
}

fn shortened(text: &str, most: usize) -> String {
    let folded = crate::document::fold(text);
    match folded.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &folded[..end]),
        None => folded,
    }
}

fn shortened_front(text: &str) -> String {
    let folded = crate::document::fold(text);
    match folded.char_indices().rev().nth(NOTE) {
        Some((start, _)) => format!("…{}", &folded[start..]),
        None => folded,
    }
}

/// The table of markers and notes, folded away.
fn table(report: &Report) -> String {
    let pairs = map::pairs(report);
    if pairs.is_empty() {
        return String::new();
    }
    let is_shown =
        |pair: &&Pair<'_>| pairs.len() <= ROWS || pair.note.is_none() || pair.note != pair.answer;
    let rows: Vec<&Pair<'_>> = pairs.iter().filter(is_shown).collect();
    let mut text = format!(
        "\n<details><summary>{} markers, {} notes</summary>\n\n| marker | the text before it | the note of its number | the note that answers it |\n| --- | --- | --- | --- |\n",
        pairs.len(),
        report.apparatus.notes.len()
    );
    for pair in &rows {
        text.push_str(&row(report, pair));
    }
    if rows.len() < pairs.len() {
        let _ = writeln!(
            text,
            "\nThe other {} markers are answered by the notes of their numbers.",
            pairs.len() - rows.len()
        );
    }
    text.push_str("\n</details>\n\n");
    text
}

fn row(report: &Report, pair: &Pair<'_>) -> String {
    let title = |note: usize| {
        let Note { label, text, .. } = &report.apparatus.notes[note];
        escaped(&format!("{label} {}", shortened(text, NOTE)))
    };
    let note = pair.note.map_or_else(|| "**none**".to_owned(), title);
    let answer = match pair.answer {
        answer if answer == pair.note => String::new(),
        Some(answer) => format!("**{}**", title(answer)),
        None => "**none**".to_owned(),
    };
    let before = escaped(&map::before(report, pair.marker));
    let label = escaped(&pair.marker.label.to_string());
    format!("| {label} | {before} | {note} | {answer} |\n")
}

/// Text that is to be read as it stands.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in harmless(text).chars() {
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '@' | '^'
        ) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
