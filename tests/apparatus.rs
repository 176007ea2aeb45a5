//! Every style of marker and note that the text formats know, alone and together.
#![allow(clippy::expect_used, clippy::panic)]

use footfault::document::Format;
use footfault::notes::{Apparatus, ListKind, MarkerStyle, scan};
use footfault::readers;
use footfault::source::Source;

fn apparatus(text: &str) -> Apparatus {
    apparatus_of(text, Format::Text)
}

fn apparatus_of(text: &str, format: Format) -> Apparatus {
    let bytes = text.as_bytes().to_vec();
    let source = Source {
        path: "paper".to_owned(),
        bytes,
        format: Some(format),
    };
    scan(&readers::read(&source).expect("a text can be read"))
}

/// The labels of the markers, each with the beginning of the note that bears it, or `-`.
fn pairs(apparatus: &Apparatus) -> Vec<String> {
    let markers = apparatus.markers.iter();
    markers
        .map(|marker| {
            let note = marker.note.map_or("-", |note| &apparatus.notes[note].text);
            let word = note.split_whitespace().next().unwrap_or_default();
            format!("{} {}", marker.label, word.trim_matches(','))
        })
        .collect()
}

fn texts(apparatus: &Apparatus) -> Vec<&str> {
    apparatus
        .notes
        .iter()
        .map(|note| note.text.as_str())
        .collect()
}

#[test]
fn lost_superscripts_are_told_from_numbers_and_names() {
    let paper = "\
The harbour earned 6.5 percent more than the C4ISR programme.1 It lies near France.2 The K9 and the Nex1.3 In 2024.4 The \
IP4 partners spent $683 billion.5 Article 15.9 of the treaty says so.6 It grew by 2.1 percent in Room 4.7

Notes

1. Adams, “Harbours,” 2019.
2. Brown, “France,” 2020.
3. Clark, “Howitzers,” 2021.
4. Davis, “Years,” 2022.
5. Evans, “Money,” 2023.
6. Frank, “Treaties,” 2024.
7. Green, “Rooms,” 2025.
";
    let found = apparatus(paper);
    assert_eq!(
        pairs(&found),
        [
            "1 Adams", "2 Brown", "3 Clark", "4 Davis", "5 Evans", "6 Frank", "7 Green"
        ]
    );
    assert!(
        found
            .markers
            .iter()
            .all(|marker| marker.style == MarkerStyle::Glued)
    );
}

#[test]
fn a_group_has_a_marker_for_each_label_and_a_range_for_each_number() {
    let paper = "\
Tides rise [1, 2] and fall [2–4].

References

[1] Adams, Tides, 2001.
[2] Brown, Tides, 2002.
[3] Clark, Tides, 2003.
[4] Davis, Tides, 2004.
";
    let found = apparatus(paper);
    assert_eq!(
        pairs(&found),
        ["1 Adams", "2 Brown", "2 Brown", "3 Clark", "4 Davis"]
    );
    let implied: Vec<_> = found
        .markers
        .iter()
        .filter(|marker| marker.implied)
        .collect();
    assert_eq!(implied.len(), 1);
    assert_eq!(&paper[implied[0].span.start..implied[0].span.end], "2–4");
    assert_eq!(found.lists[0].kind, ListKind::References);
    assert!(found.lists[0].repeats);
}

#[test]
fn numbering_may_begin_anew_in_each_chapter() {
    let chapter = |name: &str| {
        format!(
            "Chapter {name}\n\nThe {name} boats left early.[1] The {name} crews were tired.[2] Nobody in {name} asked.[3]\n\n\
             Notes\n\n[1] Adams, {name} boats, 2001.\n[2] Brown, {name} crews, 2002.\n[3] Clark, {name} people, 2003.\n\n"
        )
    };
    let body = "A long paragraph stands between the notes of one chapter and the next, as it does in a book. ".repeat(6);
    let paper = format!(
        "{}{body}\n\n{}{body}\n\n{}",
        chapter("North"),
        chapter("South"),
        chapter("West")
    );
    let found = apparatus(&paper);
    assert_eq!(found.lists.len(), 3);
    let names = ["North", "South", "West"];
    for (index, marker) in found.markers.iter().enumerate() {
        let note = &found.notes[marker.note.expect("every marker has a note")];
        assert!(
            note.text.contains(names[index / 3]),
            "marker {index} is answered by “{}”",
            note.text
        );
    }
    assert_eq!(found.markers.len(), 9);
}

#[test]
fn chapters_may_share_one_heading_at_the_end() {
    let paper = "\
Chapter 1. The river

Barges came late.¹ They carried salt.² Nobody weighed it.³

Chapter 2. The lake

Ferries came early.¹ They carried mail.²

Notes

Chapter 1

¹ Adams, Barges, 2001.
² Brown, Salt, 2002.
³ Clark, Scales, 2003.

Chapter 2

¹ Davis, Ferries, 2004.
² Evans, Mail, 2005.
";
    let found = apparatus(paper);
    assert_eq!(
        pairs(&found),
        ["1 Adams", "2 Brown", "3 Clark", "1 Davis", "2 Evans"]
    );
}

#[test]
fn numbering_may_begin_anew_on_each_page() {
    let page = |name: &str| {
        let body = format!("The port of {name} is described here at some length, as ports are. ")
            .repeat(9);
        format!(
            "{body}\n\nThe port of {name} is old.¹ Its quay is new.²\n\n¹ Adams, “{name},” 2001.\n² Brown, “Quays of {name},” 2002.\n\u{c}\n"
        )
    };
    let paper = format!("{}{}{}", page("Antwerp"), page("Bremen"), page("Calais"));
    let found = apparatus(&paper);
    assert_eq!(found.markers.len(), 6);
    for (marker, name) in found
        .markers
        .iter()
        .zip(["Antwerp", "Antwerp", "Bremen", "Bremen", "Calais", "Calais"])
    {
        let note = &found.notes[marker.note.expect("every marker has a note")];
        assert!(
            note.text.contains(name),
            "{name} is answered by “{}”",
            note.text
        );
    }
}

#[test]
fn notes_at_the_foot_of_a_page_interrupt_the_sentence() {
    let paper = "\
The canal was widened twice¹ before the war, and the locks were rebuilt² by the

¹ Adams, “Canals,” 2001.

² Brown, “Locks,” 2002. See:

<https://locks.example/2002>

engineers who had dug it in the first place. Tolls fell³ for a decade.

³ Clark, “Tolls,” 2003.
";
    let found = apparatus(paper);
    assert_eq!(pairs(&found), ["1 Adams", "2 Brown", "3 Clark"]);
    assert_eq!(found.lists[0].kind, ListKind::Footnotes);
    assert_eq!(
        found.notes[1].text,
        "“Brown, “Locks,” 2002. See: <https://locks.example/2002>".trim_start_matches('“')
    );
    assert!(!texts(&found).iter().any(|text| text.contains("engineers")));
}

#[test]
fn a_note_may_have_several_paragraphs() {
    let paper = "\
Rail came first.[1] Roads came later.[2] Air came last.[3]

Notes

[1] Adams, Rail, 2001.

The second paragraph of the first note says more about rail.

[2] Brown, Roads, 2002.
[3] Clark, Air, 2003.
";
    let found = apparatus(paper);
    assert_eq!(found.notes.len(), 3);
    assert!(found.notes[0].text.ends_with("says more about rail."));
}

#[test]
fn symbols_pair_only_with_a_line_that_begins_with_them() {
    let paper = "\
The survey* was repeated in spring† by the same crew.

* The survey was paid for by the port.
† It rained for a week.

* This is a bullet, not a note.
";
    let found = apparatus(paper);
    assert_eq!(pairs(&found), ["* The", "† It"]);
}

#[test]
fn east_asian_forms_are_labels_too() {
    for (marker, label) in [
        ("（注{}）", "注{} "),
        ("〔{}〕", "〔{}〕"),
        ("註{}", "註{} "),
        ("주{})", "주{}) "),
    ] {
        let fill = |form: &str, number: u32| form.replace("{}", &number.to_string());
        let body: String = (1..=3)
            .map(|n| format!("港は古い{}。", fill(marker, n)))
            .collect();
        let notes: String = (1..=3)
            .map(|n| format!("{}文献{n}、2001年。\n", fill(label, n)))
            .collect();
        let found = apparatus(&format!("{body}\n\n注\n\n{notes}"));
        assert_eq!(found.markers.len(), 3, "{marker}");
        assert!(
            found.markers.iter().all(|marker| marker.note.is_some()),
            "{marker}"
        );
    }
    let found = apparatus("港は古い①。船は新しい②。\n\n注\n\n① 文献、2001年。\n② 文献、2002年。\n");
    assert_eq!(found.markers.len(), 2);
}

#[test]
fn other_typed_forms_are_read_as_well() {
    let notes = "1. Adams, Ice, 2001.\n2. Brown, Snow, 2002.\n3. Clark, Rain, 2003.\n";
    for (form, style) in [
        ("<sup>{}</sup>", MarkerStyle::Superscript),
        ("^{}^", MarkerStyle::Superscript),
        ("<sup>[{}]</sup>", MarkerStyle::Superscript),
        (" ({})", MarkerStyle::Parenthesis),
        ("[^{}]", MarkerStyle::Bracket),
    ] {
        let mark = |number: u32| form.replace("{}", &number.to_string());
        let body = format!(
            "Ice melts{}. Snow thaws{}. Rain falls{}.",
            mark(1),
            mark(2),
            mark(3)
        );
        let found = apparatus(&format!("{body}\n\nNotes\n\n{notes}"));
        assert_eq!(pairs(&found), ["1 Adams", "2 Brown", "3 Clark"], "{form}");
        assert!(
            found.markers.iter().all(|marker| marker.style == style),
            "{form}"
        );
    }
}

#[test]
fn a_list_needs_no_heading_and_knows_many() {
    let paper = |heading: &str| {
        format!(
            "Ice melts.1 Snow thaws.2 Rain falls.3 Wind turns.4\n\n{heading}\n\n1 Adams, “Ice,” 2001.\n2 Brown, “Snow,” 2002.\n\
             3 Clark, “Rain,” 2003.\n4 Davis, “Wind,” 2004.\n"
        )
    };
    for heading in [
        "",
        "Anmerkungen",
        "Notes de bas de page",
        "## Notas",
        "Przypisy",
        "Примечания",
        "각주",
        "ENDNOTES:",
    ] {
        let found = apparatus(&paper(heading));
        assert_eq!(
            pairs(&found),
            ["1 Adams", "2 Brown", "3 Clark", "4 Davis"],
            "under “{heading}”"
        );
    }
}

#[test]
fn labels_may_stand_on_lines_of_their_own() {
    let paper = "\
Ice melts.1 Snow thaws.2 Rain falls.3

Notes

  • 1
    Adams, “Ice,” 2001,
    https://ice.example/2001.
  • 2
    Brown, “Snow,” 2002.
  • 3
    Clark, “Rain,” 2003.
About the author
";
    let found = apparatus(paper);
    assert_eq!(
        texts(&found)[0],
        "Adams, “Ice,” 2001, https://ice.example/2001."
    );
    assert_eq!(texts(&found)[2], "Clark, “Rain,” 2003.");
}

#[test]
fn a_numbered_list_in_the_text_is_no_list_of_notes() {
    let paper = "\
Three things are needed.1

1. Money, of which there was little in 2003.
2. Time, as Brown said, “always short.”
3. Patience.

They were found.2 They were lost.3

Notes

1. Adams, “Needs,” 2001.
2. Brown, “Finds,” 2002.
3. Clark, “Losses,” 2003.
";
    let found = apparatus(paper);
    assert_eq!(pairs(&found), ["1 Adams", "2 Brown", "3 Clark"]);
    assert_eq!(found.lists.len(), 1);
}

#[test]
fn two_kinds_of_notes_live_side_by_side() {
    let paper = "\
Ice melts.¹ Snow thaws [1]. Rain falls.² Wind turns [2].

Notes

¹ This is a remark.
² So is this, of 2002.

References

[1] Brown, Snow, 2002.
[2] Davis, Wind, 2004.
";
    let found = apparatus(paper);
    assert_eq!(pairs(&found), ["1 This", "1 Brown", "2 So", "2 Davis"]);
    assert_eq!(found.lists.len(), 2);
}

#[test]
fn markdown_has_its_own_notes_and_typed_ones() {
    let paper = "Ice melts.[^1] Snow thaws.^[Brown, Snow.] Rain falls.[^3]\n\n[^1]: Adams, Ice.\n[^2]: Nobody calls this.\n";
    let found = apparatus_of(paper, Format::Markdown);
    let styles: Vec<_> = found.markers.iter().map(|marker| marker.style).collect();
    assert_eq!(
        styles,
        [
            MarkerStyle::Reference,
            MarkerStyle::Inline,
            MarkerStyle::Reference
        ]
    );
    assert_eq!(found.notes.len(), 3);
    assert!(found.markers[2].note.is_none(), "a dangling marker is kept");
    let typed = "Ice melts.\\[1\\] Snow thaws.\\[2\\]\n\n## Notes\n\n1. Adams, *Ice*, 2001.\n2. Brown, *Snow*, 2002.\n";
    assert_eq!(
        pairs(&apparatus_of(typed, Format::Markdown)),
        ["1 Adams", "2 Brown"]
    );
}

#[test]
fn the_last_note_of_a_list_in_markdown_goes_on_without_an_indent() {
    let paper = "\
Ice melts.[1] Snow thaws.[2]

Notes

1. Adams, “Ice,”
2001.
2. Brown, “Snow,”
Courier, 9 May
of 2002.
";
    let found = apparatus_of(paper, Format::Markdown);
    assert_eq!(
        texts(&found),
        [
            "Adams, “Ice,” 2001.",
            "Brown, “Snow,” Courier, 9 May of 2002."
        ]
    );
}
