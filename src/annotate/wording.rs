//! What a comment says, to an editor who is no programmer.

use super::target::line;
use crate::check::Report;
use crate::document::{Document, Span, fold};
use crate::finding::{Finding, Related};
use crate::report::level;
use crate::report::screen::{ahead, back, harmless, head};

/// How much is quoted of what a comment cannot stand at, in columns.
const QUOTED: usize = 120;

/// What is shorter, such as a bracket, is quoted with this much on either side.
const AROUND: usize = 30;

/// The paragraphs of the comment on a finding: what is wrong, where if the comment does not stand there, what to do, the
/// other places, and in the last line the rule.
pub(super) fn paragraphs(report: &Report, finding: &Finding, is_at_words: bool) -> Vec<String> {
    let mut paragraphs = vec![sentence(&format!(
        "{}: {}",
        level(finding),
        finding.message
    ))];
    if !is_at_words {
        paragraphs.push(elsewhere(report, finding.span));
    }
    let help = finding.help.lines().map(str::trim);
    paragraphs.extend(help.filter(|line| !line.is_empty()).map(sentence));
    let related = finding.related.iter();
    paragraphs.extend(related.map(|related| place(report, related)));
    paragraphs.push(format!("Rule: {}", finding.rule));
    let lines = paragraphs.iter();
    lines.map(|line| fold(&harmless(line))).collect()
}

/// Where the words are at which the comment does not stand.
fn elsewhere(report: &Report, span: Span) -> String {
    let document = &report.document;
    let words = quoted(document, span);
    let place = named(report, span).filter(|_| document.part(span.start).is_none());
    let place = place.unwrap_or_else(|| document.whereabouts(span.start));
    if words.is_empty() {
        return format!("This is about {place}.");
    }
    format!("This is about {place}: “{words}”")
}

/// The words under a span, with those around it where they are few.
fn quoted(document: &Document, span: Span) -> String {
    let text = &document.text;
    let words = text[span.start..span.end].trim();
    if words.len() > AROUND || words.contains(' ') {
        return head(&fold(words), QUOTED);
    }
    let Span { start, end } = line(text, span);
    let from = start + back(&text[start..span.start], span.start - start, AROUND);
    let to = span.end + ahead(&text[span.end..end], 0, AROUND);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let words = fold(&text[from..to]);
    format!("{}{words}{}", cut(from > start), cut(to < end))
}

/// Another place that the finding is about.
fn place(report: &Report, related: &Related) -> String {
    let message = related.message.as_str();
    let lower = message.to_lowercase();
    let named = named(report, related.span).filter(|name| !lower.contains(&name.to_lowercase()));
    let place = named.unwrap_or_else(|| report.document.whereabouts(related.span.start));
    sentence(&format!("{message} ({place})"))
}

/// The marker or the note that stands under a span: `note 12`.
fn named(report: &Report, span: Span) -> Option<String> {
    let apparatus = &report.apparatus;
    let next = apparatus
        .markers
        .partition_point(|marker| marker.span.end <= span.start);
    let marker = apparatus.markers.get(next);
    if let Some(marker) = marker.filter(|marker| marker.span.start <= span.start) {
        return Some(format!("marker {}", marker.label));
    }
    let next = apparatus
        .notes
        .partition_point(|note| note.span.start <= span.start);
    let note = apparatus.notes.get(next.checked_sub(1)?)?;
    (span.start <= note.span.end).then(|| format!("note {}", note.label))
}

/// A text that begins with a capital letter and ends with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().collect();
    sentence.push_str(characters.as_str());
    let is_ended = text
        .trim_end_matches(['”', '’', '"', ')'])
        .ends_with(['.', '!', '?', '…', ':']);
    if !is_ended {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_a_capital_letter_and_a_full_stop() {
        assert_eq!(sentence("error: no note"), "Error: no note.");
        assert_eq!(sentence("émile asks why?"), "Émile asks why?");
        assert_eq!(sentence("it says “so.”"), "It says “so.”");
        assert_eq!(sentence("it says “so”"), "It says “so”.");
        assert_eq!(sentence(""), ".");
    }
}
