//! Small papers of our own writing, aligned.

use super::*;
use crate::document::{Block, BlockKind, Format, SourceMap, Span};
use crate::notes::{ListKind, Marker, MarkerStyle, Note, NoteList};

/// What a sentence says, and the note that belongs to it.
const FACTS: [(&str, &str); 14] = [
    (
        "The harbour of Vellmar was dredged in 1931 after the great silting",
        "Port of Vellmar, Dredging Ledger, 1931",
    ),
    (
        "Olga Brandt counted forty herons on the northern mudflats",
        "Olga Brandt, “Herons of the Northern Mudflats”",
    ),
    (
        "The ferry company lost its licence over unpaid dues",
        "Ferry Licence Tribunal, ruling on unpaid dues",
    ),
    (
        "Salt prices doubled in Karsund within one winter",
        "Karsund Chamber of Trade, “Salt Prices”",
    ),
    (
        "A lighthouse keeper called Ivo Maran kept a diary of storms",
        "Ivo Maran, Diary of Storms, vol. 2",
    ),
    (
        "The eel fishery collapsed when the weir at Tollen was raised",
        "Tollen Weir Inquiry, evidence on the eel fishery",
    ),
    (
        "Schoolchildren planted willows along the Aspen dyke",
        "Aspen Dyke Board, minutes on willows",
    ),
    (
        "The brickworks exported two million tiles to Osterby",
        "Osterby Customs, tiles and brickworks",
    ),
    (
        "A cholera ward was opened in the former granary",
        "Hospital Committee, “The Granary as Cholera Ward”",
    ),
    (
        "The bell of Saint Ulric cracked during the coronation",
        "Parish of Saint Ulric, bell inventory",
    ),
    (
        "Petra Lindqvist photographed every bridge of the canal",
        "Petra Lindqvist, Bridges of the Canal, plates 1–60",
    ),
    (
        "The tramway was electrified with dynamos from Gent",
        "Gent Dynamo Works, tramway contract",
    ),
    (
        "Ravens nested in the ruined observatory",
        "Observatory Society, note on ravens",
    ),
    (
        "The last whaling ship, Nordlys, was sold for scrap",
        "Register of Ships, entry Nordlys, sold for scrap",
    ),
];

/// A paper of sentences, each with a marker, and of notes; the numbers point into [`FACTS`], the labels are given.
fn paper(sentences: &[(u32, usize)], notes: &[(u32, usize)]) -> (Document, Apparatus) {
    let sentences = sentences
        .iter()
        .map(|&(label, fact)| (label, FACTS[fact].0));
    let notes = notes.iter().map(|&(label, fact)| (label, FACTS[fact].1));
    written(&sentences.collect::<Vec<_>>(), &notes.collect::<Vec<_>>())
}

/// A paper of sentences, each with a marker, and of notes, all with their labels.
fn written(sentences: &[(u32, &str)], notes: &[(u32, &str)]) -> (Document, Apparatus) {
    let mut text = String::new();
    let (mut apparatus, mut blocks) = (Apparatus::default(), Vec::new());
    for &(label, sentence) in sentences {
        let start = text.len();
        text.push_str(sentence);
        text.push('.');
        let at = text.len();
        text.extend(["[", &label.to_string(), "]"]);
        let span = Span::new(at, text.len());
        blocks.push(Block {
            kind: BlockKind::Paragraph,
            span: Span::new(start, text.len()),
        });
        let note = notes.iter().position(|note| note.0 == label);
        let label = Label::Number(label);
        apparatus.markers.push(Marker {
            label,
            style: MarkerStyle::Bracket,
            span,
            token: span,
            implied: false,
            list: Some(0),
            note,
        });
        text.push_str("\n\n");
    }
    for &(label, note) in notes {
        let start = text.len();
        text.extend([&label.to_string(), ". "]);
        let label_span = Span::new(start, text.len() - 1);
        text.push_str(note);
        let span = Span::new(start, text.len());
        apparatus.notes.push(Note {
            label: Label::Number(label),
            label_span,
            span,
            body: Span::new(label_span.end, span.end),
            list: 0,
            text: note.to_owned(),
        });
        blocks.push(Block {
            kind: BlockKind::Paragraph,
            span,
        });
        text.push('\n');
    }
    let notes = (0..apparatus.notes.len()).collect();
    apparatus.lists.push(NoteList {
        kind: ListKind::Endnotes,
        heading: None,
        notes,
        repeats: false,
        is_automatic: false,
        is_typed: false,
        reading: crate::notes::Reading::Sure,
    });
    let mut document = Document::new(
        "paper.txt".to_owned(),
        Format::Text,
        text,
        SourceMap::identity(),
    );
    document.blocks = blocks;
    (document, apparatus)
}

/// The first facts with their own labels.
fn straight(count: usize) -> Vec<(u32, usize)> {
    (0..count).map(numbered).collect()
}

fn numbered(fact: usize) -> (u32, usize) {
    (u32::try_from(fact).unwrap_or(0) + 1, fact)
}

/// A list of these facts, numbered from 1.
fn list(facts: &[usize]) -> Vec<(u32, usize)> {
    facts
        .iter()
        .enumerate()
        .map(|(index, &fact)| (numbered(index).0, fact))
        .collect()
}

fn aligned(sentences: &[(u32, usize)], notes: &[(u32, usize)]) -> Alignment {
    let (document, apparatus) = paper(sentences, notes);
    align(
        &document,
        &apparatus,
        &citations::scan(&document, &apparatus),
    )
}

#[test]
fn notes_in_their_places_are_left_alone() {
    let found = aligned(&straight(14), &straight(14));
    assert!(
        found.origins.is_empty() && found.swaps.is_empty(),
        "{found:?}"
    );
    assert_eq!(found.answers, (0..14).map(Some).collect::<Vec<_>>());
    assert!(found.certain);
}

#[test]
fn a_missing_note_is_named_with_what_follows() {
    let found = aligned(
        &straight(14),
        &list(&[0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13]),
    );
    let [origin] = &found.origins[..] else {
        panic!("{:?}", found.origins)
    };
    assert_eq!(
        (origin.kind, origin.label, origin.before, origin.after),
        (OriginKind::MissingNote, 6, 0, -1)
    );
    assert_eq!((origin.first, origin.last), (7, 14));
    assert!(
        origin.earliest <= 6 && origin.latest >= 6 && origin.latest - origin.earliest <= 2,
        "{origin:?}"
    );
    assert!(origin.probability > 0.9, "{origin:?}");
    assert_eq!(found.answers[5], None);
    assert_eq!(found.answers[6], Some(5));
    let offsets: Vec<i32> = found
        .segments
        .iter()
        .map(|segment| segment.offset)
        .collect();
    assert_eq!(offsets, [0, -1]);
}

#[test]
fn two_missing_notes_are_two_origins() {
    let found = aligned(
        &straight(14),
        &list(&[0, 1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 13]),
    );
    let labels: Vec<u32> = found.origins.iter().map(|origin| origin.label).collect();
    assert_eq!(labels, [4, 10], "{:?}", found.origins);
    assert_eq!(found.origins[1].after, -2);
    assert_eq!(found.answers[13], Some(11));
}

#[test]
fn a_note_that_no_marker_calls_moves_what_follows_up() {
    let sentences = list(&[0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13]);
    let found = aligned(&sentences, &straight(14));
    let [origin] = &found.origins[..] else {
        panic!("{:?}", found.origins)
    };
    assert_eq!(
        (origin.kind, origin.label, origin.after, origin.first),
        (OriginKind::ExtraNote, 7, 1, 7)
    );
    assert_eq!(found.answers[6], Some(7));
}

#[test]
fn notes_that_share_no_word_with_the_text_say_nothing() {
    let (document, mut apparatus) = paper(&straight(14), &straight(13));
    for note in &mut apparatus.notes {
        "Ibidem passim.".clone_into(&mut note.text);
    }
    let found = align(
        &document,
        &apparatus,
        &citations::scan(&document, &apparatus),
    );
    assert!(found.origins.is_empty(), "{:?}", found.origins);
    assert!(!found.certain, "{:?}", found.segments);
}

#[test]
fn a_list_that_merely_ends_early_does_not_drift() {
    let found = aligned(&straight(14), &straight(12));
    assert!(found.origins.is_empty(), "{:?}", found.origins);
}

#[test]
fn a_last_marker_without_a_note_is_no_drift() {
    for count in [3, 5, 14] {
        let found = aligned(&straight(count), &straight(count - 1));
        assert!(found.origins.is_empty(), "{count}: {:?}", found.origins);
        assert_eq!(found.answers.last(), Some(&None));
    }
}

#[test]
fn a_gap_in_the_labels_is_no_drift() {
    let mut notes = straight(14);
    notes.remove(6);
    let found = aligned(&straight(14), &notes);
    assert!(found.origins.is_empty(), "{:?}", found.origins);
    assert_eq!(found.answers[6], None);
    assert_eq!(found.answers[7], Some(6));
}

#[test]
fn repeated_citations_count_as_one_label() {
    let mut sentences = straight(14);
    sentences.extend([(3, 2), (5, 4), (3, 2)]);
    let clean = aligned(&sentences, &straight(14));
    assert!(clean.origins.is_empty(), "{:?}", clean.origins);
    let found = aligned(
        &sentences,
        &list(&[0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13]),
    );
    assert_eq!(
        found
            .origins
            .iter()
            .map(|origin| origin.label)
            .collect::<Vec<_>>(),
        [8]
    );
}

#[test]
fn what_a_pair_shares_is_told_as_the_note_writes_it() {
    let found = aligned(&straight(14), &straight(14));
    let shared = found.shared(4, 4);
    assert_eq!(shared[0].text, "Ivo Maran");
    assert!(
        shared
            .windows(2)
            .all(|pair| pair[0].weight >= pair[1].weight)
    );
    assert!(found.score(4, 4) > found.score(4, 5));
    assert!(found.shared(99, 99).is_empty());
}

#[test]
fn two_notes_in_each_others_place_are_a_swap() {
    let notes = list(&[0, 1, 2, 3, 4, 5, 7, 6, 8, 9, 10, 11, 12, 13]);
    let found = aligned(&straight(14), &notes);
    assert!(found.origins.is_empty(), "{:?}", found.origins);
    let [swap] = &found.swaps[..] else {
        panic!("{:?}", found.swaps)
    };
    assert_eq!((swap.first, swap.second), (6, 7));
    assert_eq!(found.answers[5..9], [Some(5), Some(7), Some(6), Some(8)]);
}

#[test]
fn the_same_paper_gives_the_same_answer() {
    let (document, apparatus) = paper(
        &straight(14),
        &list(&[0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    );
    let (one, two) = (
        align(
            &document,
            &apparatus,
            &citations::scan(&document, &apparatus),
        ),
        align(
            &document,
            &apparatus,
            &citations::scan(&document, &apparatus),
        ),
    );
    assert_eq!(format!("{:?}", one.origins), format!("{:?}", two.origins));
    assert_eq!(one.shared(2, 2), two.shared(2, 2));
}

#[test]
fn what_goes_with_what_narrows_an_origin_without_a_shared_word() {
    let habits = [
        ("A clerk told them so", "Transcript, morning"),
        ("She wrote back at once", "Exhibit, folder"),
    ];
    // Which kind of source each sentence of the stretch has; no run of it repeats.
    let stretch = "0110100111001011010001110100110010110";
    let kinds = stretch.bytes().map(|kind| habits[usize::from(kind - b'0')]);
    let mut pairs: Vec<(&str, &str)> = FACTS[..7].to_vec();
    pairs.extend(kinds);
    pairs.extend(&FACTS[7..]);
    let sentences: Vec<(u32, &str)> = (1..).zip(pairs.iter().map(|pair| pair.0)).collect();
    let dropped = 25;
    let kept = pairs.iter().enumerate().filter(|(at, _)| at + 1 != dropped);
    let notes: Vec<(u32, &str)> = (1..).zip(kept.map(|(_, pair)| pair.1)).collect();
    let (document, apparatus) = written(&sentences, &notes);
    let bounds = |associated: f64| {
        let weights = Weights {
            associated,
            ..Weights::default()
        };
        let found = align_with(
            &document,
            &apparatus,
            &citations::scan(&document, &apparatus),
            &weights,
        );
        assert_eq!(found.origins.len(), 1, "{found:?}");
        (found.origins[0].earliest, found.origins[0].latest)
    };
    let (plain, learned) = (bounds(0.0), bounds(Weights::default().associated));
    assert!((learned.0..=learned.1).contains(&25), "{learned:?}");
    assert!(
        2 * (learned.1 - learned.0) < plain.1 - plain.0,
        "{learned:?} {plain:?}"
    );
}

/// Notes that share no word with the sentences of their markers, which the others therefore cannot place.
const MUTE: [(&str, &str); 6] = [
    (
        "The clerk was asked once more",
        "Port of Vellmar, second ledger",
    ),
    ("Nobody could tell", "Ferry Licence Tribunal, third ruling"),
    ("So it went on", "Tollen Weir Inquiry, second ruling"),
    ("They gave up in spring", "Osterby Customs, third ledger"),
    ("It was all the same", "Hospital Committee, second ruling"),
    (
        "That was soon forgotten",
        "Parish of Saint Ulric, third ledger",
    ),
];

#[test]
fn a_note_whose_words_occur_nowhere_else_is_the_one_too_many() {
    let mut pairs: Vec<(&str, &str)> = FACTS[..7].to_vec();
    pairs.extend(MUTE);
    pairs.extend(&FACTS[7..]);
    let sentences: Vec<(u32, &str)> = (1..).zip(pairs.iter().map(|pair| pair.0)).collect();
    for place in 8..14 {
        let mut notes: Vec<&str> = pairs.iter().map(|pair| pair.1).collect();
        let stranger = "Hirsch M, Okafor LT. Serum Ferritin and Zinc Uptake in Rats. Nutr Res 2011;31(4):112–9";
        notes.insert(place - 1, stranger);
        let notes: Vec<(u32, &str)> = (1..).zip(notes).collect();
        let (document, apparatus) = written(&sentences, &notes);
        let found = align(
            &document,
            &apparatus,
            &citations::scan(&document, &apparatus),
        );
        let [origin] = &found.origins[..] else {
            panic!("{place}: {:?}", found.origins)
        };
        assert_eq!(origin.kind, OriginKind::ExtraNote);
        assert_eq!(usize::try_from(origin.label), Ok(place), "{origin:?}");
        assert!(origin.latest - origin.earliest <= 1, "{origin:?}");
    }
}

#[test]
fn a_word_that_every_note_has_tells_nothing() {
    let sentences = [
        (1, "A report on mills counts the first"),
        (2, "Then the second"),
        (3, "Then the third"),
        (4, "Then the fourth"),
    ];
    let notes = [
        (1, "Aasen: Report 11. 1991"),
        (2, "Bakke: Report 12. 1992"),
        (3, "Dahl: Report 13. 1993"),
        (4, "Eide: Report 14. 1994"),
        (5, "Foss: Report 15. 1995"),
    ];
    let (document, apparatus) = written(&sentences, &notes);
    let found = align(
        &document,
        &apparatus,
        &citations::scan(&document, &apparatus),
    );
    assert!(found.origins.is_empty(), "{:?}", found.origins);
}
