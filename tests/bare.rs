//! Digits that lost their superscript: the next number due decides what they are.

use footfault::document::Format;
use footfault::notes::{Apparatus, scan};
use footfault::readers;
use footfault::source::Source;

/// What the sentences of a paper are about, and what its notes cite.
const THINGS: [&str; 12] = [
    "harbour", "ferry", "pilot", "quay", "tide", "signal", "keeper", "lantern", "cable", "storm",
    "barge", "canal",
];

fn thing(number: usize) -> &'static str {
    THINGS[number % THINGS.len()]
}

/// A sentence with a marker behind its full stop.
fn sentence(number: usize) -> String {
    format!(
        "The {} was rebuilt after the {}.{number} ",
        thing(number),
        thing(number * 5 + 1)
    )
}

/// A paper of so many sentences, some of them replaced, with `between` its label and the text of each note.
fn paper(last: usize, replaced: &[(usize, &str)], between: &str) -> String {
    let mut text = "Works on the Coast\n\n".to_owned();
    for number in 1..=last {
        let own = replaced.iter().find(|(of, _)| *of == number);
        text += &own.map_or_else(|| sentence(number), |(_, own)| format!("{own} "));
    }
    text += "\n\nNotes\n\n";
    for number in 1..=last {
        let (about, year) = (thing(number), 1900 + number);
        let note = format!("{number}{between}Coast Office, Report on the {about}, {year}.\n");
        text.push_str(&note);
    }
    text
}

fn apparatus(text: &str) -> Apparatus {
    let source = Source {
        path: "paper.txt".to_owned(),
        bytes: text.as_bytes().to_vec(),
        format: Some(Format::Text),
    };
    readers::read(&source).map_or_else(|_| Apparatus::default(), |document| scan(&document))
}

/// Whether each note is called once, in order.
fn is_whole(text: &str, last: usize) -> bool {
    let found = apparatus(text);
    let called: Vec<Option<usize>> = found.markers.iter().map(|marker| marker.note).collect();
    called == (0..last).map(Some).collect::<Vec<_>>()
}

#[test]
fn glued_neighbours_are_two_markers_where_the_first_is_due() {
    let both = "Two surveys agree on the quay.1819";
    assert!(is_whole(&paper(24, &[(18, both), (19, "")], ". "), 24));
    // Elsewhere it is a year that lost its blank.
    let year = "Two surveys agree on the quay.1819 They are old.9";
    assert!(is_whole(&paper(24, &[(9, year)], ". "), 24));
}

#[test]
fn a_marker_behind_capitals_or_digits_is_told_by_its_turn() {
    for (last, number, sentence) in [
        (
            45,
            39,
            "A program that has the flag SETUID39 runs as its owner.",
        ),
        (90, 87, "The divers took samples of DNA87 and of water."),
        (
            60,
            53,
            "The duty goes back to Act 112-418,53 which nobody reads.",
        ),
        (
            40,
            37,
            "The costs are set out in Table 5.37 They rose twice.",
        ),
        (40, 23, "The wall was built in 1948–1951,23 by hand."),
        (24, 14, "The quay opened in 201314 and closed again."),
        (40, 23, "It cost the board 2,500,00023 in two years."),
    ] {
        assert!(
            is_whole(&paper(last, &[(number, sentence)], ". "), last),
            "{sentence}"
        );
    }
}

#[test]
fn a_group_behind_a_name_with_digits_is_told_by_its_second_label() {
    let group = "Both yards built the hull NEK631,32 from one drawing.";
    assert!(is_whole(&paper(40, &[(31, group), (32, "")], ". "), 40));
}

#[test]
fn a_word_that_also_stands_alone_has_a_marker_behind_it() {
    let cited = |number: usize| {
        let (about, before) = (thing(number), number.div_ceil(4));
        format!("The {about}{number} was sold, and the EGFR gauge{before} was kept. ")
    };
    let body: String = (1..=24).map(cited).collect();
    let body = body + "Nobody trusts the EGFR4 any more.";
    let notes = paper(24, &[], ". ");
    let notes = notes.split_once("Notes").map_or("", |(_, notes)| notes);
    let found = apparatus(&format!("{body}\n\nNotes{notes}"));
    let last = found.markers.last().map(|marker| marker.label.to_string());
    assert_eq!(last.as_deref(), Some("4"));
}

#[test]
fn a_number_alone_in_its_paragraph_is_a_marker_only_where_one_is_due() {
    let lost = "The pilot kept his own books.\n\n12\n\n";
    assert!(is_whole(&paper(24, &[(12, lost)], ". "), 24));
    // The numbers of pages are none.
    let pages = paper(24, &[], ". ")
        .replace(".8 ", ".8\n\n9\n\n")
        .replace(".17 ", ".17\n\n10\n\n");
    assert!(is_whole(&pages, 24));
}

#[test]
fn the_text_of_a_note_may_begin_on_the_next_line() {
    for between in ["\n", ".\n", ".\n    "] {
        assert!(is_whole(&paper(24, &[], between), 24), "{between:?}");
    }
}

#[test]
fn a_name_with_a_hyphen_and_digits_is_no_range() {
    let name = "The stain D2-40 shows the vessels, and D2-40 is used twice.5";
    assert!(is_whole(&paper(45, &[(5, name)], ". "), 45));
}

#[test]
fn of_two_lists_that_with_as_many_notes_as_markers_is_called() {
    let text = paper(12, &[], ". ");
    let (body, notes) = text.split_once("Notes\n").unwrap_or_default();
    let listed =
        (1..=30).map(|number| format!("{number}. The {} is on the list.\n", thing(number)));
    let listed: String = listed.collect();
    let found = apparatus(&format!("{body}Appendix\n\n{listed}\nEndnotes\n{notes}"));
    assert_eq!((found.markers.len(), found.notes.len()), (12, 12));
    assert!(found.notes[0].text.starts_with("Coast Office"));
}
