//! Findings as test results: each paper is a suite, each finding a test, and a paper without findings one test that
//! passed. The findings that make the run fail are tests that failed; the others tell what they have to tell and passed. The shape is that of JUnit's XML report, as build servers read it.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::form::{Form, Outcome};
use crate::check::Report;
use crate::finding::Finding;

/// Test suites.
pub struct Junit;

impl Form for Junit {
    fn head(&self) -> String {
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
        let open = BytesStart::new("testsuites").with_attributes([("name", "footfault")]);
        written(&[Event::Decl(declaration), Event::Start(open)])
    }

    fn paper(&self, report: &Report) -> serde_json::Result<String> {
        let findings = &report.findings;
        let count = |failed: bool| {
            findings
                .iter()
                .filter(|finding| report.failing.counts(finding) == failed)
                .count()
        };
        let tests = findings.len().max(1).to_string();
        let failures = count(true).to_string();
        let path = &report.document.path;
        let attributes = [
            ("name", path.as_str()),
            ("tests", tests.as_str()),
            ("failures", failures.as_str()),
            ("errors", "0"),
        ];
        let mut events = vec![Event::Start(
            BytesStart::new("testsuite").with_attributes(attributes),
        )];
        if findings.is_empty() {
            let passed = [
                ("name", "every marker has its note"),
                ("classname", path.as_str()),
            ];
            events.push(Event::Empty(
                BytesStart::new("testcase").with_attributes(passed),
            ));
        }
        for finding in findings {
            case(report, finding, &mut events);
        }
        events.push(Event::End(BytesEnd::new("testsuite")));
        Ok(written(&events))
    }

    fn tail(&self, outcome: &Outcome<'_>) -> serde_json::Result<String> {
        let mut events = Vec::new();
        for fault in outcome.faults {
            let suite = [
                ("name", fault.path.as_str()),
                ("tests", "1"),
                ("failures", "0"),
                ("errors", "1"),
            ];
            let case = [
                ("name", "the paper can be read"),
                ("classname", fault.path.as_str()),
            ];
            let error = [("message", fault.message.as_str())];
            events.push(Event::Start(
                BytesStart::new("testsuite").with_attributes(suite),
            ));
            events.push(Event::Start(
                BytesStart::new("testcase").with_attributes(case),
            ));
            events.push(Event::Empty(
                BytesStart::new("error").with_attributes(error),
            ));
            events.push(Event::End(BytesEnd::new("testcase")));
            events.push(Event::End(BytesEnd::new("testsuite")));
        }
        events.push(Event::End(BytesEnd::new("testsuites")));
        Ok(written(&events))
    }
}

fn case<'a>(report: &'a Report, finding: &'a Finding, events: &mut Vec<Event<'a>>) {
    let document = &report.document;
    let is_failure = report.failing.counts(finding);
    let place = document.place(finding.span.start);
    let name = format!("{}:{}: {}", place.line, place.column, finding.rule);
    let attributes = [
        ("name", name.as_str()),
        ("classname", document.path.as_str()),
    ];
    events.push(Event::Start(
        BytesStart::new("testcase")
            .with_attributes(attributes)
            .into_owned(),
    ));
    let kind = if is_failure { "failure" } else { "system-out" };
    let mut told = BytesStart::new(kind);
    if is_failure {
        told.push_attribute(("message", finding.message.as_str()));
        told.push_attribute(("type", finding.rule));
    }
    events.push(Event::Start(told.into_owned()));
    let text = format!(
        "{}:{}:{}: {}.\n{}",
        document.path, place.line, place.column, finding.message, finding.help
    );
    events.push(Event::Text(BytesText::new(&text).into_owned()));
    events.push(Event::End(BytesEnd::new(kind)));
    events.push(Event::End(BytesEnd::new("testcase")));
}

fn written(events: &[Event<'_>]) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    for event in events {
        // Writing to memory cannot fail.
        let _ = writer.write_event(event.borrow());
    }
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text.replace(is_unwritable, "\u{fffd}")
}

/// XML 1.0 has no place for control characters and the last two of the plane, not even escaped. A paper and the name of
/// its file may have them anywhere, so that what was written is looked at as a whole.
fn is_unwritable(character: char) -> bool {
    let is_control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    is_control || matches!(character, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::check::check;
    use crate::report::{Fault, Tally};
    use crate::settings::Settings;
    use crate::source::Source;

    #[test]
    fn what_xml_cannot_hold_is_replaced_wherever_it_stands() {
        let source = Source {
            path: "a\u{8}.md".to_owned(),
            bytes: "Ice.[^1]\n\n[^1]: See https://e\u{ffff}.example/\u{8}a\u{1b} b.\n\n[^\u{8}2]: Snow.\n".into(),
            format: None,
        };
        let report = check(&source, &Settings::default()).unwrap();
        assert!(!report.findings.is_empty());
        let faults = [Fault {
            path: source.path.clone(),
            message: "\u{c}".to_owned(),
        }];
        let outcome = Outcome {
            documents: 1,
            tally: Tally::of(&report),
            faults: &faults,
        };
        let told = Junit.head() + &Junit.paper(&report).unwrap() + &Junit.tail(&outcome).unwrap();
        roxmltree::Document::parse(&told).unwrap();
    }
}
