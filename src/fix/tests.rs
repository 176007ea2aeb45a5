//! The rounds, with rules made for the purpose: each finds a word and would have another in its place.

use super::*;
use crate::align::Alignment;
use crate::citations::Citations;
use crate::document::{Document, Span};
use crate::finding::Edit;
use crate::notes::Apparatus;
use crate::readers;
use crate::settings::Failing;

/// A rule of a test: where `word` stands, `replacement` should.
#[derive(Clone, Copy)]
struct Swap {
    rule: &'static str,
    word: &'static str,
    replacement: &'static str,
    safe: bool,
    severity: Severity,
}

/// A safe fix of warnings.
const fn safe(word: &'static str, replacement: &'static str) -> Swap {
    Swap {
        rule: "empty-note",
        word,
        replacement,
        safe: true,
        severity: Severity::Warning,
    }
}

/// What is wrong, but cannot be mended.
const fn wrong(word: &'static str) -> Swap {
    Swap {
        rule: "marker-gap",
        severity: Severity::Error,
        ..safe(word, "")
    }
}

fn findings(document: &Document, swap: &Swap) -> Vec<Finding> {
    let found = document.text.match_indices(swap.word);
    found
        .map(|(start, word)| {
            let span = Span::new(start, start + word.len());
            let fix = Fix {
                safe: swap.safe,
                ..Fix::safe(
                    format!("write {}", swap.replacement),
                    span,
                    swap.replacement,
                )
            };
            Finding {
                rule: swap.rule,
                severity: swap.severity,
                fix: (!swap.replacement.is_empty()).then_some(fix),
                ..Finding::new(span, "odd", "")
            }
        })
        .collect()
}

fn source(bytes: &[u8]) -> Source {
    Source {
        path: "paper.txt".to_owned(),
        bytes: bytes.to_vec(),
        format: None,
    }
}

fn with_choice(bytes: &[u8], swaps: &[Swap], with_unsafe: bool) -> Result<Fixed, Error> {
    let check = |source: &Source| {
        let document = readers::read(source)?;
        let findings = swaps.iter().flat_map(|swap| findings(&document, swap));
        Ok(Report {
            links: None,
            failing: Failing::default(),
            findings: findings.collect(),
            document,
            apparatus: Apparatus::default(),
            citations: Citations::default(),
            alignment: Alignment::default(),
        })
    };
    let choice = Choice {
        settings: Settings::default(),
        with_unsafe,
    };
    fix_by(&check, &source(bytes), &choice)
}

fn fixed(bytes: &[u8], swaps: &[Swap]) -> Result<Fixed, Error> {
    with_choice(bytes, swaps, false)
}

#[test]
fn nothing_but_the_edit_changes() -> Result<(), Error> {
    let done = fixed(
        b"\xEF\xBB\xBFone two \r\nthree two\tfour\r",
        &[safe("two", "2")],
    )?;
    assert_eq!(done.bytes, b"\xEF\xBB\xBFone 2 \r\nthree 2\tfour\r");
    assert_eq!(done.applied.len(), 2);
    assert!(done.left_out.is_empty() && done.waiting == 0);
    Ok(())
}

#[test]
fn what_an_edit_uncovers_is_mended_in_the_next_round() -> Result<(), Error> {
    let swaps = [safe("abc", "a"), safe("ax", "b")];
    assert_eq!(fixed(b"abcx", &swaps)?.bytes, b"b");
    Ok(())
}

#[test]
fn edits_that_overlap_or_touch_never_both_apply() -> Result<(), Error> {
    // Made together, they would leave `12` or less.
    let swaps = [safe("abc", "1"), safe("cde", "2")];
    assert_eq!(fixed(b"abcde", &swaps)?.bytes, b"1de");
    let once = fixed(b"abcde", &[safe("ab", "cc"), safe("cd", "x")])?;
    assert_eq!(
        once.bytes, b"ccxe",
        "the second is made once the first is there"
    );
    Ok(())
}

#[test]
fn a_fix_that_does_harm_is_left_out_and_the_others_are_made() -> Result<(), Error> {
    let swaps = [
        safe("one", "1"),
        safe("two", "bad"),
        safe("six", "6"),
        wrong("bad"),
    ];
    let done = fixed(b"one two one six one", &swaps)?;
    assert_eq!(done.bytes, b"1 two 1 6 1");
    assert_eq!(done.left_out.len(), 1);
    assert_eq!(done.left_out[0].reason, Reason::Worse("marker-gap"));
    assert_eq!(
        (done.left_out[0].place.line, done.left_out[0].place.column),
        (1, 3)
    );
    Ok(())
}

#[test]
fn a_fix_that_was_left_out_gets_another_chance_in_the_new_text() -> Result<(), Error> {
    // `two` may be mended once `not` is gone.
    let swaps = [
        safe("two not", "too not"),
        safe("not", ""),
        wrong("too not"),
    ];
    let swaps = [
        swaps[0],
        Swap {
            replacement: "-",
            ..swaps[1]
        },
        swaps[2],
    ];
    let done = fixed(b"two not", &swaps)?;
    assert_eq!(done.bytes, b"two -");
    assert_eq!(fixed(&done.bytes, &swaps)?.bytes, done.bytes);
    Ok(())
}

#[test]
fn fixes_that_undo_each_other_come_to_an_end() -> Result<(), Error> {
    let swaps = [safe("ping", "pong"), safe("pong", "ping")];
    let done = fixed(b"ping", &swaps)?;
    assert_eq!(done.bytes, b"ping");
    assert_eq!(done.left_out[0].reason, Reason::InVain);
    Ok(())
}

#[test]
fn what_somebody_should_look_at_waits_until_it_is_asked_for() -> Result<(), Error> {
    let swaps = [
        Swap {
            safe: false,
            ..safe("one", "1")
        },
        safe("two", "2"),
    ];
    let done = fixed(b"one two one", &swaps)?;
    assert_eq!(
        (done.bytes.as_slice(), done.waiting),
        (&b"one 2 one"[..], 2)
    );
    let done = with_choice(b"one two one", &swaps, true)?;
    assert_eq!((done.bytes.as_slice(), done.waiting), (&b"1 2 1"[..], 0));
    Ok(())
}

#[test]
fn a_file_keeps_its_encoding() -> Result<(), Error> {
    let little: Vec<u8> = "\u{feff}über one\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let expected: Vec<u8> = "\u{feff}über “1”\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let done = fixed(&little, &[safe("one", "“1”")])?;
    assert_eq!(done.bytes, expected);
    assert!(!done.is_line_by_line);
    let latin = b"Die Br\xFCcke \xFCber den Flu\xDF kostete ein Verm\xF6gen one.\r\n";
    let done = fixed(latin, &[safe("one", "“1”")])?;
    let expected = b"Die Br\xFCcke \xFCber den Flu\xDF kostete ein Verm\xF6gen \x931\x94.\r\n";
    assert_eq!(done.bytes, expected);
    assert!(done.is_line_by_line);
    Ok(())
}

#[test]
fn what_an_encoding_cannot_write_is_left_out() -> Result<(), Error> {
    let latin = b"Die Br\xFCcke \xFCber den Flu\xDF kostete one two.\r\n";
    let done = fixed(latin, &[safe("one", "註"), safe("two", "2")])?;
    assert_eq!(
        done.bytes,
        b"Die Br\xFCcke \xFCber den Flu\xDF kostete one 2.\r\n"
    );
    assert_eq!(done.left_out.len(), 1);
    assert!(matches!(done.left_out[0].reason, Reason::Encoding(_)));
    Ok(())
}

#[test]
fn damaged_bytes_are_neither_moved_nor_mended() -> Result<(), Error> {
    let text = "Grüße über Brücken, one \u{fffd}";
    let mut bytes = text.as_bytes().to_vec();
    bytes.truncate(bytes.len() - 3);
    bytes.extend_from_slice(b"\xFFtwo");
    let done = fixed(&bytes, &[safe("one", "1"), safe("\u{fffd}two", "2")])?;
    assert!(done.bytes.ends_with(b"1 \xFFtwo"), "{:?}", done.bytes);
    assert_eq!(done.left_out.len(), 1);
    Ok(())
}

#[test]
fn the_line_ends_of_a_replacement_are_those_of_the_file() -> Result<(), Error> {
    let swaps = [safe("two", "2\n3\r\n4")];
    assert_eq!(fixed(b"one\r\ntwo", &swaps)?.bytes, b"one\r\n2\r\n3\r\n4");
    assert_eq!(fixed(b"one\ntwo\n", &swaps)?.bytes, b"one\n2\n3\n4\n");
    assert_eq!(fixed(b"one\rtwo\r", &swaps)?.bytes, b"one\r2\r3\r4\r");
    assert_eq!(fixed(b"two", &swaps)?.bytes, b"2\n3\n4");
    Ok(())
}

#[test]
fn edits_that_do_not_fit_the_text_are_left_out() -> Result<(), Error> {
    let check = |source: &Source| {
        let document = readers::read(source)?;
        let edit = |start, end| Edit {
            span: Span::new(start, end),
            replacement: "x".to_owned(),
        };
        let fix = |edits| Fix::uncertain("break it", edits);
        let fixes = [
            fix(vec![edit(0, 3), edit(2, 4)]),
            fix(vec![edit(1, 2)]),
            fix(vec![edit(5, 99)]),
            fix(Vec::new()),
        ];
        let finding = |fix| Finding {
            rule: "empty-note",
            ..Finding::new(Span::new(0, 0), "odd", "").fix(fix)
        };
        Ok(Report {
            links: None,
            failing: Failing::default(),
            findings: fixes.into_iter().map(finding).collect(),
            document,
            apparatus: Apparatus::default(),
            citations: Citations::default(),
            alignment: Alignment::default(),
        })
    };
    let choice = Choice {
        settings: Settings::default(),
        with_unsafe: true,
    };
    let done = fix_by(&check, &source("éabcd".as_bytes()), &choice)?;
    assert_eq!(done.bytes, "éabcd".as_bytes());
    assert!(
        done.left_out
            .iter()
            .all(|left| left.reason == Reason::Unsound)
    );
    assert_eq!(done.left_out.len(), 4);
    Ok(())
}

#[test]
fn a_thousand_fixes_are_made_in_few_rounds() -> Result<(), Error> {
    let text = "one two six\n".repeat(1000);
    let done = fixed(text.as_bytes(), &[safe("one", "1"), safe("six", "6")])?;
    assert_eq!(done.bytes, "1 two 6\n".repeat(1000).as_bytes());
    assert!(!done.is_unfinished);
    Ok(())
}

/// Edits of a text, one behind the other: each pair of numbers is a step forward and a length, in characters.
fn edits_of(text: &str, steps: &[(usize, usize, String)]) -> Vec<Edit> {
    let bounds: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut at = 0;
    let mut edits = Vec::new();
    for (step, length, replacement) in steps {
        let (start, end) = (at + step, at + step + length);
        let Some((&start, &end)) = bounds.get(start).zip(bounds.get(end)) else {
            break;
        };
        edits.push(Edit {
            span: Span::new(start, end),
            replacement: replacement.clone(),
        });
        at += step + length + 1;
    }
    edits
}

proptest::proptest! {
    #[test]
    fn bytes_outside_the_edits_stay_as_they_are(
        text in "[a-zäöüé \r\n.]{0,60}",
        steps in proptest::collection::vec((0_usize..12, 0_usize..5, "[a-zß]{0,4}"), 0..6),
        encoding in 0_usize..3,
    ) {
        let text = format!("Größe und Brücke über {text}");
        let bytes = match encoding {
            0 => text.clone().into_bytes(),
            1 => "\u{feff}".chars().chain(text.chars()).collect::<String>().encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        };
        let Ok(document) = readers::read(&source(&bytes)) else { return Ok(()) };
        proptest::prop_assume!(document.text == text);
        let fix = Fix::uncertain("change it", edits_of(&text, &steps));
        let Ok(splices) = edits::splices(&document, &bytes, &fix) else { return Ok(()) };
        let new = edits::spliced(&bytes, &edits::in_order(splices));
        let (mut expected, mut from) = (String::new(), 0);
        for edit in &fix.edits {
            expected.push_str(&text[from..edit.span.start]);
            expected.push_str(&edit.replacement);
            from = edit.span.end;
        }
        expected.push_str(&text[from..]);
        let mark = if encoding == 1 { 2 } else { 0 };
        proptest::prop_assert_eq!(&new[..mark], &bytes[..mark]);
        proptest::prop_assert_eq!(new[mark..].to_vec(), readers::encode(&expected, &document).unwrap_or_default());
        proptest::prop_assert_eq!(edits::edited(&document, &[&fix]), expected);
    }
}
