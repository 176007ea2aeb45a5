//! Citations and addresses: each line of the input is a note.
#![no_main]

use std::fmt::Write as _;

use footfault::citations::{dates, identifier};
use footfault::document::Format;
use footfault_fuzz::{examine, source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let lines: Vec<&str> = text.lines().collect();
    let (mut body, mut notes) = (String::new(), String::new());
    for (number, line) in (1..).zip(&lines) {
        let _ = write!(body, "The harbour was late again.[{number}] ");
        let _ = writeln!(notes, "{number}. {line}");
    }
    let paper = format!("{body}\n\nNotes\n\n{notes}");
    if let Some(report) = examine(&source(paper.as_bytes(), Some(Format::Text))) {
        for note in &report.apparatus.notes {
            identifier::dois(&report.document, note.body);
            identifier::faulty_dois(&report.document, note.body);
            identifier::isbns(&report.document, note.body);
            identifier::arxiv_numbers(&report.document, note.body);
        }
    }
    for date in dates(text) {
        date.bounds();
        assert_eq!(date.days_apart(date).unwrap_or(0), 0, "{date:?}");
    }
});
