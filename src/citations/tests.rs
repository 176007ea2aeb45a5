//! Whole notes of our own writing, read and resolved.

#![allow(clippy::expect_used)]

use super::*;
use crate::document::{Format, SourceMap};
use crate::notes;

/// A paper that calls each note once.
fn paper(notes: &[&str]) -> (Document, Apparatus) {
    let sentence = |number: usize| {
        format!("The ferries of quarter {number} carried grain to the islands.[{number}]")
    };
    let body: Vec<String> = (1..=notes.len()).map(sentence).collect();
    let listed = notes
        .iter()
        .zip(1..)
        .map(|(note, number)| format!("{number}. {note}"));
    let text = format!(
        "{}\n\nNotes\n\n{}\n",
        body.join(" "),
        listed.collect::<Vec<_>>().join("\n")
    );
    let source = crate::source::Source {
        path: "paper.txt".to_owned(),
        bytes: text.into_bytes(),
        format: Some(Format::Text),
    };
    let document = crate::readers::read(&source).unwrap_or_else(|_| {
        Document::new(
            String::new(),
            Format::Text,
            String::new(),
            SourceMap::identity(),
        )
    });
    let apparatus = notes::scan(&document);
    assert_eq!(apparatus.notes.len(), notes.len(), "every note is found");
    (document, apparatus)
}

/// Every citation on one line: family names | title | container | date | pages.
fn cited(note: &str) -> Vec<String> {
    let (document, apparatus) = paper(&[
        "Anders Holt, Ferries of the North (Bergen: Fjord Press, 2011).",
        note,
    ]);
    let citations = scan(&document, &apparatus);
    let line = |citation: &Citation| {
        let families: Vec<&str> = citation
            .authors
            .iter()
            .map(|author| author.family.as_str())
            .collect();
        let text = |field: &Option<Written<String>>| {
            field
                .as_ref()
                .map(|field| field.value.clone())
                .unwrap_or_default()
        };
        let date = citation
            .published
            .as_ref()
            .map_or_else(String::new, |date| {
                [
                    date.value.year.map(i32::from),
                    date.value.month.map(i32::from),
                    date.value.day.map(i32::from),
                ]
                .iter()
                .flatten()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("-")
            });
        [
            families.join(", "),
            text(&citation.title),
            text(&citation.container),
            date,
            text(&citation.pages),
        ]
        .join(" | ")
    };
    citations
        .of_note(1)
        .map(|(_, citation)| line(citation))
        .collect()
}

#[test]
fn works_of_many_houses_are_read() {
    let notes = [
        (
            "Mara Lind and Otto Voss, “Grain by Sea,” Harbour Review 12, no. 3 (Fall 2019): 44–51.",
            "Lind, Voss | Grain by Sea | Harbour Review | 2019 | 44–51",
        ),
        (
            "Lind defines a quay as a place where “all the goods are counted.” Mara K. Lind, The Long Quay: A History (Bergen: Fjord Press, 2004), 108.",
            "Lind | The Long Quay: A History |  | 2004 | ",
        ),
        (
            "Kim Tae-jun, “Ports of Call,” Island Daily, October 21, 2025, https://island.example/ports.",
            "Kim | Ports of Call | Island Daily | 2025-10-21 | ",
        ),
        (
            "Mara Lind, The Long Quay: A History (Bergen: Fjord Press, 2004), 108.",
            "Lind | The Long Quay: A History |  | 2004 | ",
        ),
        (
            "Lind M, Voss O (2001) Salt loads of northern ferries. J Sea Trade 26: 32-46.",
            "Lind, Voss | Salt loads of northern ferries | J Sea Trade | 2001 | 32-46",
        ),
        (
            "Lind, Mara (15 July 2008). “Salt Loads”. The Tide. Retrieved 3 October 2010. https://tide.example/salt.",
            "Lind | Salt Loads | The Tide | 2008-7-15 | ",
        ),
        (
            "Harbour Board. Tolls of the Year. 2014. https://harbour.example/tolls",
            "Harbour Board | Tolls of the Year |  | 2014 | ",
        ),
        (
            "p8, para 24, Statement-of-the-Harbour-Master.pdf",
            " | Statement-of-the-Harbour-Master.pdf |  |  | 8",
        ),
        (
            "Weber, „Die Fähren“, Die Woche, 3. Mai 2021.",
            "Weber | Die Fähren | Die Woche | 2021-5-3 | ",
        ),
    ];
    for (note, fields) in notes {
        assert_eq!(cited(note), [fields], "{note}");
    }
}

#[test]
fn several_works_stand_in_one_note() {
    let found = cited(
        "“Grain by Sea,” Tide, 2019; and Otto Voss, “Salt,” Tide, 2020. See also Mara Lind, “Fog,” Tide, 2021.",
    );
    assert_eq!(found.len(), 3);
    assert_eq!(found[2], "Lind | Fog | Tide | 2021 | ");
}

#[test]
fn a_remark_cites_nothing() {
    for remark in [
        "It should be noted that the opposite holds in winter, when the ice closes the northern ports.",
        "The treaty says that “nothing in it” binds the islands.",
        "As the harbour master put it, “the tide waits for nobody.”",
    ] {
        assert_eq!(cited(remark), Vec::<String>::new(), "{remark}");
    }
}

/// What each short form of a paper stands for: the numbers of the notes, or nothing.
fn targets(notes: &[&str]) -> Vec<(usize, Form, Vec<usize>)> {
    let (document, apparatus) = paper(notes);
    let citations = scan(&document, &apparatus);
    let number = |&at: &usize| citations.citations[at].note + 1;
    let targets = citations.citations.iter().filter_map(|citation| {
        let found = match &citation.antecedent {
            Antecedent::Itself => return None,
            Antecedent::Citation(one) => vec![number(one)],
            Antecedent::Ambiguous(several) => several.iter().map(number).collect(),
            Antecedent::Unresolved => Vec::new(),
        };
        Some((citation.note + 1, citation.form, found))
    });
    targets.collect()
}

const HOLT: &str = "Anders Holt, Ferries of the North (Bergen: Fjord Press, 2011), 3.";
const LIND: &str = "Mara Lind and Otto Voss, “Grain by Sea: The Island Trade,” Harbour Review, May 3, 2019, https://harbour.example/grain.";
const LIND_SALT: &str = "Mara Lind, “Salt Loads in Winter,” Harbour Review, June 4, 2020, https://harbour.example/salt.";

#[test]
fn ibid_stands_for_the_work_before() {
    assert_eq!(
        targets(&[HOLT, "Ibid., 5.", "Ibid."]),
        [(2, Form::Ibid, vec![1]), (3, Form::Ibid, vec![1])]
    );
    let several = format!("{HOLT} See also {LIND}");
    assert_eq!(targets(&[&several, "Ibid."]), [(2, Form::Ibid, vec![1, 1])]);
    assert_eq!(targets(&["Ibid., 4.", HOLT])[0], (1, Form::Ibid, vec![]));
}

#[test]
fn author_and_title_lead_to_the_full_citation() {
    let notes = [
        HOLT,
        LIND,
        LIND_SALT,
        "Lind and Voss, “Grain by Sea.”",
        "Holt, Ferries of the North, 7.",
        "“Salt Loads in Winter.”",
    ];
    assert_eq!(
        targets(&notes),
        [
            (4, Form::Short, vec![2]),
            (5, Form::Short, vec![1]),
            (6, Form::Short, vec![3])
        ]
    );
}

#[test]
fn what_several_works_answer_is_ambiguous_and_what_none_answers_unresolved() {
    let notes = [
        LIND,
        LIND_SALT,
        HOLT,
        "Lind, op. cit., p. 4.",
        "Brandt, op. cit., p. 9.",
        "Brandt, “Herons of the Mudflats.”",
    ];
    assert_eq!(
        targets(&notes),
        [
            (4, Form::OpCit, vec![1, 2]),
            (5, Form::OpCit, vec![]),
            (6, Form::Short, vec![])
        ]
    );
}

#[test]
fn a_note_is_named_by_its_number() {
    let notes = [
        HOLT,
        LIND,
        "Holt, supra note 1, at 9.",
        "See note 2 above.",
        "See note 77.",
    ];
    assert_eq!(
        targets(&notes),
        [
            (3, Form::Supra, vec![1]),
            (4, Form::Supra, vec![2]),
            (5, Form::Supra, vec![])
        ]
    );
}

#[test]
fn a_full_citation_may_come_later() {
    assert_eq!(
        targets(&["Lind and Voss, “Grain by Sea.”", HOLT, LIND]),
        [(1, Form::Short, vec![3])]
    );
}

#[test]
fn an_address_may_go_on_behind_the_end_of_its_note() {
    // The block of the item ends before the line that goes on with the address.
    let text = "Ice melts.[1] Snow thaws.[2]\n\nNotes\n\n1. Anders Holt, “Ice,” 2001.\n\
                2. Berta Lind, “Snow,” 9 May 2012, https:// \nsnow.example/a?id=4.\n";
    let source = crate::source::Source {
        path: "paper.md".to_owned(),
        bytes: text.into(),
        format: Some(Format::Markdown),
    };
    let Ok(document) = crate::readers::read(&source) else {
        panic!("a text can be read");
    };
    let citations = scan(&document, &notes::scan(&document));
    assert_eq!(citations.citations.len(), 2);
    assert_eq!(citations.addresses[0].text, "https://snow.example/a?id=4");
}

#[test]
fn two_that_name_each_others_notes_stand_for_no_work() {
    let (document, apparatus) =
        paper(&["Lind, supra note 2, at 30.", "Voss, supra note 1, at 44."]);
    let citations = scan(&document, &apparatus);
    let second = citations
        .of_note(1)
        .map(|(_, citation)| &citation.antecedent);
    assert!(second.eq([&Antecedent::Unresolved]));
}

#[test]
fn a_german_house_puts_the_title_behind_a_colon() {
    for (full, short) in [
        (
            "Carla Weir: Brücken der Aller. Hode 2015",
            "Weir a.a.O. S. 12",
        ),
        (
            "Carla Weir: Brücken der Aller. Eine Studie. Hode und Lind 2015, S. 3.",
            "Vgl. Weir, a. a. O., S. 12.",
        ),
        (
            "Vgl. Carla Weir/Emil Voss: Brücken. Hode 2015.",
            "so auch Weir a.a.O.",
        ),
        (
            "Carla Weir (Hrsg.): Brücken der Aller. Hode: Quay Press 2015",
            "nach Carla Weir a.a.O. S. 90",
        ),
    ] {
        let (document, apparatus) = paper(&[full, "Emil Holm: Zölle. Lind 2017", short]);
        let citations = scan(&document, &apparatus);
        let last = citations.citations.last().expect("a citation");
        assert_eq!(last.antecedent, Antecedent::Citation(0), "{full} {short}");
    }
}
