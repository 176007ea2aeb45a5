//! The report that an editor reads.

use std::collections::{BTreeMap, BTreeSet};

use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::{Excerpt, Mark};
use super::form::{Form, Outcome, Wish};
use super::hyperlink::Hyperlinks;
use super::screen::{Role, Screen, TAB, count, harmless};
use super::{NOTHING, Tally, level};
use crate::check::Report;
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::links::{Links, Verdict};

/// What miette puts to the left of a line: its number, a rule and the spaces around them, for lines up to 99,999.
const GUTTER: usize = 10;

/// Windows of the text with what is wrong.
pub struct Human {
    /// Where it is read, and how much of it.
    pub wish: Wish,
}

impl Form for Human {
    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        let mut text = findings(report, self.wish.screen);
        let has_findings = !text.is_empty();
        if !self.wish.quiet {
            text.push_str(&closing(report, self.wish.screen));
            if has_findings && self.wish.several {
                text.push('\n');
            }
        }
        Ok(text)
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let is_wanted = self.wish.several && !self.wish.quiet;
        Ok(if is_wanted {
            total(outcome, self.wish.screen)
        } else {
            String::new()
        })
    }
}

/// All findings of a paper, each with the places that it is about.
fn findings(report: &Report, screen: Screen) -> String {
    let handler = GraphicalReportHandler::new_themed(theme(screen))
        .with_width(screen.width())
        .tab_width(TAB)
        .with_break_words(false)
        .without_cause_chain();
    let links = Hyperlinks::new(report, screen);
    let mut text = String::new();
    for finding in &report.findings {
        let view = View::new(&report.document, finding, screen, &links);
        // Writing to a string cannot fail, and every label lies in a window.
        let _ = handler.render_report(&mut text, &view);
        text.push('\n');
    }
    links.addresses(text)
}

/// The closing lines of a paper: what its reader stumbled over, and how it stands.
pub fn closing(report: &Report, screen: Screen) -> String {
    let document = &report.document;
    let links = Hyperlinks::new(report, screen);
    let linked = |path: &str| {
        let path = links.file(document, None, &harmless(path));
        screen.paint(Role::Heading, &path)
    };
    let path = linked(&document.path);
    let warnings = document.warnings.iter().map(|warning| {
        let (path, place) = match warning.span {
            None => (path.clone(), String::new()),
            Some(span) => {
                let place = document.place(span.start);
                let path = linked(document.path_at(span.start));
                (path, format!(":{}:{}", place.line, place.column))
            }
        };
        format!("{path}{place}: {}\n", harmless(&warning.message))
    });
    let links = report.links.as_ref().and_then(|links| asked(report, links));
    let links = links.map_or_else(String::new, |links| format!("; {links}"));
    let last = format!("{path}: {}{links}\n", standing(report, screen));
    warnings.chain([last]).collect()
}

/// The last line where several papers were checked.
fn total(outcome: &Outcome<'_>, screen: Screen) -> String {
    let mut parts = vec![verdict(outcome.tally, screen)];
    parts.extend(fixable(outcome.tally));
    if !outcome.faults.is_empty() {
        let unread = format!("{} could not be read", outcome.faults.len());
        parts.push(screen.paint(Role::Error, &unread));
    }
    let papers = screen.paint(Role::Heading, &count(outcome.documents, "paper"));
    format!("{papers}: {}\n", parts.join("; "))
}

/// `99 markers, 97 notes; 2 errors`.
fn standing(report: &Report, screen: Screen) -> String {
    let (markers, notes) = (&report.apparatus.markers, &report.apparatus.notes);
    let tally = Tally::of(report);
    let counted = match (markers.len(), notes.len()) {
        (0, 0) => "no notes".to_owned(),
        (calls, called) => format!("{}, {}", count(calls, "marker"), count(called, "note")),
    };
    if tally != Tally::default() {
        let fixable = fixable(tally).map_or_else(String::new, |fixable| format!("; {fixable}"));
        return format!("{counted}; {}{fixable}", verdict(tally, screen));
    }
    if !notes.is_empty() && all_paired(report) {
        return format!("{counted}, {}", screen.paint(Role::Good, "all paired"));
    }
    counted
}

/// `5 addresses: 3 alive, 1 moved, 1 dead`: each address once, however often it is cited.
fn asked(report: &Report, links: &Links) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (address, checked) in report.citations.addresses.iter().zip(&links.addresses) {
        if let Some(checked) = checked
            && seen.insert(address.text.as_str())
        {
            *counts.entry(worth(&checked.judgement.verdict)).or_default() += 1;
        }
    }
    let parts = counts
        .iter()
        .map(|((_, name), number)| format!("{number} {name}"));
    let parts: Vec<String> = parts.collect();
    let addresses = match seen.len() {
        1 => "1 address".to_owned(),
        several => format!("{several} addresses"),
    };
    (!seen.is_empty()).then(|| format!("{addresses}: {}", parts.join(", ")))
}

/// A verdict in one word, with its place in the list.
fn worth(verdict: &Verdict) -> (usize, &'static str) {
    match verdict {
        Verdict::Alive => (0, "alive"),
        Verdict::Moved { .. } => (1, "moved"),
        Verdict::Mismatch { .. } => (2, "another page"),
        Verdict::Dead { .. } => (3, "dead"),
        Verdict::Unverifiable { .. } => (4, "unverifiable"),
    }
}

/// Whether every marker is answered by the note of its number, and every note is called.
fn all_paired(report: &Report) -> bool {
    let markers = &report.apparatus.markers;
    let mut called = vec![false; report.apparatus.notes.len()];
    for note in markers.iter().filter_map(|marker| marker.note) {
        called[note] = true;
    }
    let answered = markers
        .iter()
        .zip(&report.alignment.answers)
        .all(|(marker, answer)| marker.note.is_some() && marker.note == *answer);
    answered && called.iter().all(|&called| called)
}

/// `2 errors, 1 warning`.
fn verdict(tally: Tally, screen: Screen) -> String {
    if tally.is_empty() {
        return screen.paint(Role::Good, NOTHING);
    }
    let painted = |(severity, counted): (Severity, String)| {
        let role = match severity {
            Severity::Error => Role::Error,
            Severity::Warning => Role::Warning,
            Severity::Info => Role::Info,
        };
        screen.paint(role, &counted)
    };
    let parts: Vec<String> = tally.parts().map(painted).collect();
    parts.join(", ")
}

/// `3 fixable, 2 more with --unsafe`.
fn fixable(tally: Tally) -> Option<String> {
    match (tally.safe_fixes, tally.unsafe_fixes) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} fixable")),
        (0, other) => Some(format!("{other} fixable with --unsafe")),
        (safe, other) => Some(format!("{safe} fixable, {other} more with --unsafe")),
    }
}

fn theme(screen: Screen) -> GraphicalTheme {
    match (screen.colour, screen.terminal) {
        (true, _) => GraphicalTheme::unicode(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    }
}

/// A finding as miette wants it.
#[derive(Debug)]
struct View {
    heading: String,
    severity: Severity,
    message: String,
    help: String,
    excerpt: Excerpt,
}

impl View {
    fn new(document: &Document, finding: &Finding, screen: Screen, links: &Hyperlinks) -> Self {
        let own = Mark {
            span: finding.span,
            message: "",
            primary: true,
        };
        let related = finding.related.iter().map(|related| Mark {
            span: related.span,
            message: &related.message,
            primary: false,
        });
        let marks: Vec<Mark<'_>> = [own].into_iter().chain(related).collect();
        Self {
            heading: heading(document, finding),
            severity: finding.severity,
            message: harmless(&finding.message),
            help: help(finding),
            excerpt: Excerpt::new(document, links, &marks, screen.width() - GUTTER),
        }
    }
}

/// What to do, and on a line of its own what a fix would do.
fn help(finding: &Finding) -> String {
    let help = harmless(&finding.help);
    let Some(fix) = &finding.fix else {
        return help;
    };
    let command = if fix.safe { "fix" } else { "fix --unsafe" };
    let fix = format!("'footfault {command}' can {}.", harmless(&fix.message));
    if help.is_empty() {
        fix
    } else {
        format!("{help}\n{fix}")
    }
}

/// How bad and how sure a finding is, in plain words, which rule says so, and the paragraph or page where the format
/// has one.
fn heading(document: &Document, finding: &Finding) -> String {
    let place = document.landmark(finding.span.start);
    let place = place.map_or_else(String::new, |place| format!(", in {}", harmless(&place)));
    format!("{}: {}{place}", level(finding), finding.rule)
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Diagnostic for View {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.heading))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::align::Alignment;
    use crate::document::{Block, BlockKind, Format, SourceMap, Span};
    use crate::finding::{Confidence, Fix};
    use crate::notes::Apparatus;
    use crate::settings::Failing;

    fn report(text: &str, findings: Vec<Finding>) -> Report {
        let mut document = Document::new(
            "paper.txt".to_owned(),
            Format::Text,
            text.to_owned(),
            SourceMap::identity(),
        );
        document.blocks.push(Block {
            kind: BlockKind::Paragraph,
            span: Span::new(0, text.len()),
        });
        Report {
            document,
            apparatus: Apparatus::default(),
            citations: crate::citations::Citations::default(),
            alignment: Alignment::default(),
            links: None,
            findings,
            failing: Failing::default(),
        }
    }

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap_or_default();
        Span::new(start, start + part.len())
    }

    fn plain() -> Screen {
        Screen::new(false, false, None)
    }

    /// A paragraph of some 3,000 characters with a marker in its middle, and a note of as many.
    fn long() -> String {
        let filler = "The river rose again that spring and nobody wrote it down. ".repeat(25);
        format!(
            "{filler}The gauge at the old mill was read twice a day.[7] {filler}\n\nNotes\n\n7. Keeper’s book, {filler}"
        )
    }

    #[test]
    fn a_long_line_is_shown_through_a_window() {
        let text = long();
        let note = Span::new(span(&text, "7. Keeper").start, text.len());
        let finding = Finding::new(
            span(&text, "[7]"),
            "marker 7 calls another note",
            "Look at it.",
        )
        .related(note, "this is the note that bears its number");
        assert_snapshot!(findings(&report(&text, vec![finding]), plain()));
    }

    #[test]
    fn marks_on_one_line_far_apart_get_a_window_each() {
        let text = format!("First.[1] {} Last.[2]", "word ".repeat(300));
        let finding =
            Finding::new(span(&text, "[1]"), "one", "").related(span(&text, "[2]"), "two");
        let shown = findings(&report(&text, vec![finding]), plain());
        assert!(shown.contains("[paper.txt:1:7]"), "{shown}");
        assert!(shown.contains("[paper.txt:1:1517]"), "{shown}");
    }

    #[test]
    fn marks_on_neighbouring_lines_share_a_window() {
        let text = "Notes\n\n1. Adams, Water.\n2. Brown, Wind.\n3. Clark, Fire.\n";
        let finding = Finding::new(
            span(text, "2. Brown, Wind."),
            "these two have changed places",
            "",
        )
        .related(span(text, "1. Adams, Water."), "should be 2");
        assert_snapshot!(findings(&report(text, vec![finding]), plain()));
    }

    #[test]
    fn a_hard_wrapped_sentence_is_shown_with_the_line_before() {
        let text =
            "The council met in the spring of that year and\nleft again.[4] Nobody knows why.\n";
        let finding = Finding::new(span(text, "[4]"), "marker 4 calls no note", "");
        assert_snapshot!(findings(&report(text, vec![finding]), plain()));
    }

    #[test]
    fn columns_count_characters_and_marks_stand_under_wide_ones() {
        let text = "Ünï: 脚注の番号は正しい。[3]\tEnde.\n";
        let finding = Finding::new(span(text, "[3]"), "marker 3 calls no note", "");
        assert_snapshot!(findings(&report(text, vec![finding]), plain()));
    }

    #[test]
    fn the_heading_says_in_words_how_sure_we_are() {
        let text = "Water.[3]";
        let sure = |confidence| {
            let finding = Finding::new(span(text, "[3]"), "odd", "").confidence(confidence);
            let finding = Finding {
                rule: "swapped-notes",
                severity: Severity::Warning,
                ..finding
            };
            heading(&report(text, Vec::new()).document, &finding)
        };
        assert_eq!(sure(Confidence::High), "warning: swapped-notes");
        assert_eq!(sure(Confidence::Medium), "likely warning: swapped-notes");
        assert_eq!(
            sure(Confidence::Low),
            "possible warning, worth a look: swapped-notes"
        );
    }

    #[test]
    fn what_a_fix_would_do_is_told_at_the_finding_and_counted_at_the_end() {
        let text = "Water.[3] Wind.[4]";
        let fixed = |part, safe| {
            let fix = Fix {
                safe,
                ..Fix::safe("renumber this marker as 2", span(text, part), "2")
            };
            Finding::new(span(text, part), "odd", "Look at it.").fix(fix)
        };
        let report = report(text, vec![fixed("[3]", true), fixed("[4]", false)]);
        let shown = findings(&report, plain());
        assert!(
            shown.contains(
                "help: Look at it.\n        'footfault fix' can renumber this marker as 2."
            ),
            "{shown}"
        );
        assert!(
            shown.contains("'footfault fix --unsafe' can renumber"),
            "{shown}"
        );
        assert_eq!(
            closing(&report, plain()),
            "paper.txt: no notes; 2 errors; 1 fixable, 1 more with --unsafe\n"
        );
    }

    #[test]
    fn an_escape_in_a_paper_does_not_reach_the_terminal() {
        let text = "Red \u{1b}[31mink.[3]";
        let finding = Finding::new(span(text, "[3]"), text, text).related(span(text, "Red"), text);
        let shown = findings(&report(text, vec![finding]), plain());
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }

    #[test]
    fn every_span_of_a_small_text_can_be_shown() {
        let text = "a\r\n\r\né\u{c}\tb.[1]\n脚\n\nz";
        let ends: Vec<usize> = (0..=text.len())
            .filter(|&at| text.is_char_boundary(at))
            .collect();
        for &start in &ends {
            for &end in ends.iter().filter(|&&end| end >= start) {
                let finding = Finding::new(Span::new(start, end), "odd", "")
                    .related(Span::new(end, text.len()), "there");
                let shown = findings(&report(text, vec![finding]), plain());
                assert!(!shown.contains("Failed to read"), "{start}..{end}: {shown}");
            }
        }
    }
}
