//! Web pages, Markdown and text as people really have them: what is no marker, what is a note all the same, and where one
//! cause is told once.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own papers has failed"
)]

use footfault::check::{Report, check};
use footfault::document::Format;
use footfault::settings::Settings;
use footfault::source::Source;

#[path = "shared/pairing.rs"]
mod pairing;

fn read(paper: &str, format: Format) -> Report {
    let source = Source {
        path: "paper".to_owned(),
        bytes: paper.as_bytes().to_vec(),
        format: Some(format),
    };
    check(&source, &Settings::default()).expect("a paper of text can always be read")
}

fn html(page: &str) -> Report {
    read(
        &format!("<!DOCTYPE html><html><body>{page}</body></html>"),
        Format::Html,
    )
}

fn markdown(paper: &str) -> Report {
    read(paper, Format::Markdown)
}

fn text(paper: &str) -> Report {
    read(paper, Format::Text)
}

fn line(words: std::fmt::Arguments<'_>) -> String {
    words.to_string()
}

/// The rules that speak, each with its message.
fn said(report: &Report) -> Vec<String> {
    let findings = report.findings.iter();
    findings
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

/// Asserts that the pairs are these, and that nothing is said.
fn pairs_silently(report: &Report, pairs: &[&str]) {
    assert_eq!(pairing::of(report), pairs, "{}", report.document.text);
    assert_eq!(
        report.apparatus.notes.len(),
        pairs.len(),
        "{:?}",
        report.apparatus.notes
    );
    assert_eq!(said(report), [""; 0]);
}

/// Asserts that there is no marker, and that nothing is said.
fn is_silent_without_markers(report: &Report) {
    assert_eq!(pairing::of(report), [""; 0], "{}", report.document.text);
    assert_eq!(said(report), [""; 0]);
}

#[test]
fn both_ends_of_a_link_may_be_called_ways_back() {
    let page = |class: &str| {
        format!(
            r##"<p>Corn was dear<sup><a id="r1" {class} href="#f1" role="doc-backlink">1</a></sup> in March.</p>
            <p>Oats were not<sup><a id="r2" {class} href="#f2" role="doc-backlink">2</a></sup> dear.</p>
            <div><div class="footdef"><sup><a id="f1" href="#r1" role="doc-backlink">1</a></sup> <div role="doc-footnote"><p>Corn book.</p></div></div>
            <div class="footdef"><sup><a id="f2" href="#r2" role="doc-backlink">2</a></sup> <div role="doc-footnote"><p>Oat book.</p></div></div></div>"##
        )
    };
    for class in [r#"class="footref""#, ""] {
        pairs_silently(&html(&page(class)), &["1: Corn book.", "2: Oat book."]);
    }
}

#[test]
fn a_note_may_stand_in_brackets_as_a_whole() {
    let page = r##"<p>The mill stood<a href="#note5">[5]</a> here. The weir did not.<a href="#note6">[6]</a></p>
        <div class="footnote" id="note5"><p>[Footnote 5: It burned (twice).]</p></div>
        <p>So they say.</p><div class="footnote" id="note6"><p>[Footnote 6: See the plan.]</p></div>"##;
    pairs_silently(&html(page), &["5: It burned (twice).", "6: See the plan."]);
    let book = "CHAPTER I\n\nThe mill stood here.[1] It had two wheels,[2] and both turned.\n\n[Footnote 1: It burned\nin May.]\n\n\
                [Footnote 2: One was of oak.\n\nThe other was of elm.]\n\nCHAPTER II\n\nThe weir leaked.[1]\n\n[Footnote 1: See the plan [of 1790].]\n";
    pairs_silently(
        &text(book),
        &[
            "1: It burned in May.",
            "2: One was of oak. The other was of elm.",
            "1: See the plan [of 1790].",
        ],
    );
    let letters = "The mill stood here.[A] The weir leaked.[B]\n\n[Footnote A: It burned.]\n\n[Footnote B: See the plan.]\n";
    pairs_silently(&text(letters), &["A: It burned.", "B: See the plan."]);
    let lost = "The mill stood here.[1] The weir leaked.[2] The road sank.[3]\n\n[Footnote 1: It burned.]\n\n[Footnote 3: In May.]\n";
    assert_eq!(
        said(&text(lost)),
        ["marker-without-note: marker 2 calls a note that its list does not have"]
    );
}

#[test]
fn what_a_script_shows_is_read() {
    let article = r##"<p>Corn was dear<sup><a href="#n-a" id="r-a">1</a></sup>, and oats were not.<sup><a href="#n-b" id="r-b">2</a></sup></p>
        <ol class="footnotes"><li id="n-a">Corn book. <a href="#r-a">↩</a></li><li id="n-b">Oat book. <a href="#r-b">↩</a></li></ol>"##;
    let pairs = ["1: Corn book.", "2: Oat book."];
    for around in [r#"<div hidden id="S:2f">"#, r#"<main hidden="">"#] {
        let page = format!("<p>Menu</p>{around}{article}</{}>", &around[1..5]);
        pairs_silently(&html(&page), &pairs);
    }
    let aside = format!("{article}<div hidden><p>Subscribe<sup>3</sup> now.</p></div>");
    pairs_silently(&html(&aside), &pairs);
}

#[test]
fn text_out_of_a_word_processor_lost_its_names() {
    for (note, marker) in [
        ("_ftn", "_ftnref"),
        ("_edn", "_ednref"),
        ("ftnt", "ftnt_ref"),
    ] {
        let page = format!(
            r##"<p>Corn was dear<a href="#{note}1">[1]</a> in March, and oats<a href="about:blank#{note}2">[2]</a> were not.</p><hr>
            <p><a href="//0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0#{marker}1">[1]</a> Corn book.</p>
            <p><a href="#{marker}2">[2]</a> Oat book.</p>"##
        );
        pairs_silently(&html(&page), &["1: Corn book.", "2: Oat book."]);
    }
}

#[test]
fn the_page_says_what_no_link_ties() {
    let page = r#"<p>Corn was dear.<sup class="fnref">1</sup>In March<sup class="fnref">2</sup> oats were not.</p>
        <section class="footnotes"><ol><li>Corn book.</li><li>Oat book.</li></ol></section>"#;
    pairs_silently(&html(page), &["1: Corn book.", "2: Oat book."]);
}

#[test]
fn a_box_of_links_may_hold_a_marker() {
    let page = r##"<p>Corn was dear.<sup><a href="#n1" id="r1">[1]</a></sup></p>
        <table class="navbox"><tr><td>Markets of the north<sup><a href="#n2" id="r2">[2]</a></sup></td></tr></table>
        <ol class="references"><li id="n1"><a href="#r1">^</a> Corn book.</li><li id="n2"><a href="#r2">^</a> List of markets.</li></ol>"##;
    assert_eq!(
        pairing::of(&html(page)),
        ["1: Corn book.", "2: List of markets."]
    );
}

#[test]
fn an_index_leads_to_pages_and_not_to_notes() {
    let page = r##"<p>Corn<a href="#fn_1" id="r_1">[1]</a> was <span class="pagenum"><a id="Page_12">[12]</a></span>dear.</p>
        <p><a href="#r_1" id="fn_1">[1]</a> Corn book. <span class="pagenum"><a id="Page_13">[13]</a></span></p>
        <h2>Index</h2><ul><li>Corn, <a href="#Page_12">12</a>, <a href="#Page_13">13</a>, <a href="#Page_99">99</a></li></ul>"##;
    pairs_silently(&html(page), &["1: Corn book."]);
}

#[test]
fn line_breaks_part_the_notes_of_old_pages() {
    let page = r##"<table><tr><td><font>Corn was dear. [<a href="#n1">1</a>]<br><br>Oats were not. [<a href="#n2">2</a>]<br><br><b>Notes</b><br><br>
        [<a name="n1">1</a>] Corn book, where it is said<blockquote>that it was dear.</blockquote>[<a name="n2">2</a>] Oat book.<br><br>Thanks to the miller.</font></td></tr></table>"##;
    let report = html(page);
    assert_eq!(pairing::of(&report).len(), 2);
    assert!(
        pairing::of(&report)[1].starts_with("2: Oat book."),
        "{:?}",
        pairing::of(&report)
    );
    assert_eq!(said(&report), [""; 0]);
}

#[test]
fn a_marker_that_shows_a_star_is_one_finding() {
    let page = r##"<p>Corn<sup><a href="#a" id="ra">1</a></sup> and oats<sup><a href="#b" id="rb">*</a></sup>.</p>
        <ol class="wp-block-footnotes"><li id="a">Corn book. <a href="#ra">↩︎</a></li><li id="b">Oat book. <a href="#rb">↩︎</a></li></ol>"##;
    assert_eq!(
        said(&html(page)),
        ["broken-note-link: marker * leads to note 2"]
    );
}

#[test]
fn a_note_that_was_typed_among_linked_ones_is_one_of_them() {
    let page = r##"<p>Corn<a class="noteref" href="#n1" id="r1">[1]</a> and oats<a class="noteref" href="#n3" id="r3">[3]</a>. Say <tt>row[7]</tt>.</p>
        <p id="n1"><a href="#r1">[1]</a> Corn book.</p><p>[2] Barley book.</p><p id="n3"><a href="#r3">[3]</a> Oat book.</p>"##;
    let report = html(page);
    assert_eq!(pairing::of(&report), ["1: Corn book.", "3: Oat book."]);
    assert_eq!(report.apparatus.notes.len(), 3);
    assert_eq!(report.apparatus.lists.len(), 1);
    assert_eq!(
        said(&report),
        ["note-without-marker: no marker calls note 2"]
    );
}

#[test]
fn the_body_of_an_admonition_is_text() {
    let paper = "Corn was dear.[^1]\n\n!!! note\n    Oats were not.[^2]\n\n    Nor was rye.[^3]\n\n=== \"Hay\"\n\n    Hay was sold.[^4]\n\n\
                 Barley\n:   A grain.\n\n    It was malted.[^5]\n\nCode:\n\n    let[^6]\n\n\
                 [^1]: Corn book.\n[^2]: Oat book.\n[^3]: Rye book.\n[^4]: Hay book.\n[^5]: Malt book.\n";
    pairs_silently(
        &markdown(paper),
        &[
            "1: Corn book.",
            "2: Oat book.",
            "3: Rye book.",
            "4: Hay book.",
            "5: Malt book.",
        ],
    );
}

#[test]
fn short_lists_behind_each_letter_are_lists_of_their_own() {
    let mut book = String::new();
    for (word, notes) in [("corn", 2), ("oats", 1), ("rye", 1), ("hay", 2)] {
        book += &line(format_args!(
            "LETTER ON {}\n\nThe price of {word} rose[1]",
            word.to_uppercase()
        ));
        book += if notes == 2 {
            " and fell[2] again.\n\n"
        } else {
            " again.\n\n"
        };
        book += &line(format_args!("1. Told by a dealer in {word}.\n\n"));
        if notes == 2 {
            book += &line(format_args!("2. Nobody else says so of {word}.\n\n"));
        }
    }
    let report = text(&book);
    assert_eq!(
        report.apparatus.lists.len(),
        4,
        "{:?}",
        pairing::of(&report)
    );
    assert_eq!(pairing::of(&report).len(), 6);
    assert!(
        pairing::of(&report)[3].contains("dealer in rye"),
        "{:?}",
        pairing::of(&report)
    );
    assert_eq!(said(&report), [""; 0]);
}

#[test]
fn a_verse_may_begin_with_a_marker() {
    let book = "The song is old.[1] So is the tune.[2]\n\n[1] Sung in 1801.\n\n[2] Printed in 1810.\n\nIts end:\n\n    The corn is high,\n    \
                [3]The oats are low.\n\nNobody sings it.[4]\n\n[3] A line that was left out in 1812.\n\n[4] As was said in 1850.\n";
    pairs_silently(
        &text(book),
        &[
            "1: Sung in 1801.",
            "2: Printed in 1810.",
            "3: A line that was left out in 1812.",
            "4: As was said in 1850.",
        ],
    );
}

#[test]
fn numbers_that_count_something_are_no_markers() {
    is_silent_without_markers(&markdown(
        "张三（1880-1950），1905-1909年在北城学习，1910年回国。见图1和图2。其中3人来自南城、1人来自东城。\n\n## 参考文献\n\n1. 李四.《粮价》.1931:2.\n2. 王五.《盐》.1940:3.\n3. 赵六.《茶》.1950:4.\n",
    ));
    is_silent_without_markers(&markdown(
        "在 ① 处停车，在 ② 处（③）转弯。步骤：①停车；②转弯。\n\n① 是门，② 是窗。\n",
    ));
    is_silent_without_markers(&markdown(
        "[1] The board met in May.\n\n[2] The minutes were read.\n\n[3] The miller spoke of corn.\n\n## Replies\n\n1. Anna, 3 May 2019: I was there.\n",
    ));
    is_silent_without_markers(&markdown(
        "See the talks ([1](https://a.example/one), [2](https://a.example/two)).\n\nSteps:\n\n1. Mill the corn.\n2. Bake the bread.\n",
    ));
    is_silent_without_markers(&text(
        "The mill is shown in section (2). Then come the weir (3), the road (4), the price (5), and in section (6) the end.\n\nEnd.\n\n[1] Abend: Mills. 2011.\n",
    ));
    let page = r#"<p>Code: <a href="/s/mill2.rs">mill2.rs</a>, <a href="/s/mill3.rs">mill3.rs</a>, rule PO.4.5 and PO.4.6.</p><p>It is fast[1].</p><p>[1] On a machine of 2019.</p>"#;
    pairs_silently(&html(page), &["1: On a machine of 2019."]);
}

#[test]
fn a_name_of_a_link_is_no_marker() {
    let paper = "Free to copy <sup>[[copy]][31]</sup> and to sell <sup>[[copy]][32]</sup>.[^1]\n\n## Notes\n\n[1] Corn is weighed.\n\n[2] Oats are not.\n\n\
                 [^1]: Corn book.\n\n[31]: https://a.example/copy\n[32]: https://a.example/sell\n";
    assert_eq!(pairing::of(&markdown(paper)), ["1: Corn book."]);
}

#[test]
fn what_tells_the_printer_is_no_text() {
    let book = "粉屋は粉を挽いた[1]［＃「[1]」は行右小書き］。川は[2]［＃「[2]」は行右小書き］流れた。\n\n訳注\n\n[1] 帳簿、一八四〇年。\n[2] 地図、一八五〇年。\n";
    assert_eq!(pairing::of(&text(book)).len(), 2);
}

#[test]
fn items_that_all_begin_with_one_are_counted() {
    let paper = "Corn was dear [1], oats were not [2], and rye was rare [3].\n\n## References\n\n1. Abend: *Corn*. 1998.\n1. Brook: *Oats*. 1999.\n1. Crane: *Rye*. 2001.\n";
    pairs_silently(
        &markdown(paper),
        &[
            "1: Abend: *Corn*. 1998.",
            "2: Brook: *Oats*. 1999.",
            "3: Crane: *Rye*. 2001.",
        ],
    );
}

#[test]
fn a_mistyped_marker_and_the_note_that_it_leaves_alone_are_one_finding() {
    let cases = [
        (
            "Corn.<sup>4</sup> Oats.<sup>5</sup> Rye.<sup>16</sup> Hay.<sup>7</sup>\n\n## Notes\n\n4. Corn book.\n5. Oat book.\n6. Rye book.\n7. Hay book.\n",
            "16",
            "6",
        ),
        (
            "Corn.[^1] Oats.[^2] Rye.[^4]\n\n[^1]: Corn book.\n[^2]: Oat book.\n[^3]: Rye book.\n",
            "4",
            "3",
        ),
    ];
    for (paper, wrong, right) in cases {
        let message = format!(
            "marker-without-note: marker {wrong} calls a note that does not exist; it is probably {right}"
        );
        assert_eq!(said(&markdown(paper)), [message]);
    }
    let beyond = "Corn [1]. Oats [2]. Rye [3]. Hay [4]. Malt [5]. Straw [77].\n\nReferences\n\n[1] Abend: Corn. 2001\n[2] Brook: Oats. 2002\n[3] Crane: Rye. 2003\n[4] Dahl: Hay. 2004\n[5] Ek: Malt. 2005\n";
    assert_eq!(
        said(&text(beyond)),
        ["marker-without-note: marker 77 calls a note that its list does not have"]
    );
}

#[test]
fn a_constant_shift_is_one_finding() {
    let paper =
        "Corn.[^14] Oats.[^15] Rye.[^16]\n\n[^1]: Corn book.\n[^2]: Oat book.\n[^3]: Rye book.\n";
    let report = markdown(paper);
    assert_eq!(
        said(&report),
        [
            "marker-without-note: markers 14–16 are 13 too high throughout: the notes are numbered 1–3"
        ]
    );
    let fix = report.findings[0].fix.as_ref().expect("a fix");
    assert_eq!(fix.edits.len(), 3);
}

#[test]
fn a_sign_that_is_missing_from_a_label_is_named() {
    let help = |paper: &str| {
        let report = markdown(paper);
        assert_eq!(report.findings.len(), 1, "{:?}", said(&report));
        report.findings[0].help.clone()
    };
    assert_eq!(
        help("Corn.[^corn] Oats.[^oats]\n\n[^corn]: Corn book.\n\n[^oats] Oat book.\n"),
        "Put a colon after `[^oats]` in line 5."
    );
    assert_eq!(
        help("Corn.[^1] Oats.[^2]\n\n[1]: Corn book, 1.\n[2]: Oat book, 2.\n"),
        "Write `[^1]:` in line 3, and likewise with the other one."
    );
    assert_eq!(
        help("Corn.[^1]\n\n[1^]: Corn book, 1.\n"),
        "Write `[^1]:` in line 3."
    );
    assert!(
        help("Corn.[^the corn] Oats.[^o]\n\n[^the corn]: Corn book.\n[^o]: Oat book.\n")
            .ends_with("such as `[^the-corn]`.")
    );
    assert!(
        help("Corn.[^1]\n\n`x[^2]`\n\n[^1]: Corn book.\n[^2]: Oat book.\n")
            .starts_with("“[^2]” stands in line 3, in code")
    );
}

#[test]
fn notes_that_say_nothing_are_empty() {
    assert_eq!(
        said(&markdown("Corn.[^1]\n\n[^1]: <!-- which book? -->\n")),
        ["empty-note: note 1 has no text"]
    );
    let two = "Corn[^1] and oats[^2].\n\n[^1]: [^2]: Oat book.\n";
    assert_eq!(said(&markdown(two)), ["empty-note: note 1 has no text"]);
}

#[test]
fn labels_that_differ_in_case_only_are_one_to_most_programs() {
    let paper = "Corn was dear.[^corn]\n\n[^corn]: Corn book.\n[^Corn]: Price list.\n";
    assert_eq!(
        said(&markdown(paper)),
        ["duplicate-note: two notes are labelled corn and Corn, which differ only in case"]
    );
}

#[test]
fn an_enumeration_has_brackets_of_its_own() {
    let paper = "Corn was dear.[^1]\n\n[^1]: The cause is that 1) the mill stood still, 2) the road was closed, and 3) nobody sold.\n";
    pairs_silently(
        &markdown(paper),
        &[
            "1: The cause is that 1) the mill stood still, 2) the road was closed, and 3) nobody sold.",
        ],
    );
}

#[test]
fn a_list_that_was_turned_by_one_lacks_no_note() {
    let paper = "The kiln at Hov was built in 1811 by Anna Strand.[^1]\n\nThe glassmakers of Vang left for Bergen in 1822.[^2]\n\n\
                 Potash came from Riga in the sloop Fortuna.[^3]\n\nThe furnace of Dale was drawn by Ole Brekke.[^4]\n\n\
                 The flood at Lom took the weir in 1833.[^5]\n\nBottles were sold in Skien by the widow Moe.[^6]\n\n\
                 [^6]: Anna Strand, *The Kiln at Hov* (1811).\n[^1]: Letter of the glassmakers of Vang from Bergen, 1822.\n\
                 [^2]: Log of the sloop Fortuna, Riga, potash.\n[^3]: Ole Brekke, *Furnaces of Dale*, plate 2.\n\
                 [^4]: Report on the flood at Lom and its weir, 1833.\n[^5]: Ledger of the widow Moe, Skien, bottles.\n";
    let report = markdown(paper);
    assert_eq!(
        said(&report),
        [
            "offset-numbering: the list is turned by one: note 6 belongs to marker 1, and every other note to the marker behind its own"
        ]
    );
    let fix = report.findings[0].fix.as_ref().expect("a fix");
    assert_eq!(fix.edits.len(), 6, "{fix:?}");
}

#[test]
fn doubled_definitions_hide_no_drift() {
    let paper = "Anna Strand built the kiln at Hov.[^1] The glassmakers of Vang left for Bergen.[^2] The sloop Fortuna brought potash from Riga.[^3] \
                 Ole Brekke drew the furnace of Dale.[^4] The widow Moe sold bottles in Skien.[^5] The dean of Lom cursed the weir.[^6]\n\n\
                 [^1]: Anna Strand, *The Kiln at Hov*.\n[^2]: Letter from Vang to Bergen.\n[^1]: Anna Strand, *The Kiln at Hov*.\n[^3]: A sheet without a name.\n\
                 [^4]: Log of the sloop Fortuna, Riga, potash.\n[^5]: Ole Brekke, *Furnaces of Dale*.\n[^6]: Ledger of the widow Moe, Skien.\n[^7]: The dean of Lom on the weir.\n";
    let report = markdown(paper);
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    assert!(
        rules.contains(&"duplicate-note") && rules.contains(&"offset-numbering"),
        "{:?}",
        said(&report)
    );
}

#[test]
fn a_text_that_cites_all_its_works_once_more_repeats_none_by_mistake() {
    let paper = "Corn [1], oats [2], rye [3] and hay [4] are grown. Once more: [1], [2], [3], [4].\n\nReferences\n\n[1] Abend: Corn. 2001\n\
                 [2] Brook: Oats. 2002\n[3] Crane: Rye. 2003\n[4] Dahl: Hay. 2004\n[5] Ek: Malt. 2005\n";
    assert_eq!(
        said(&text(paper)),
        ["note-without-marker: no marker calls note 5"]
    );
}

#[test]
fn works_that_are_each_called_once_are_called_in_order() {
    let mut paper = String::from("Grain\n\n");
    let words = [
        "Abend", "Brook", "Crane", "Dahl", "Ek", "Foss", "Gran", "Holt", "Iden",
    ];
    let order = [1, 2, 3, 5, 4, 6, 7, 8, 9];
    for number in order {
        paper += &line(format_args!("A thing is said [{number}]. "));
    }
    paper += "\n\nReferences\n\n";
    for (word, number) in words.iter().zip(1..) {
        paper += &line(format_args!("[{number}] {word}: Grain. 200{number}\n"));
    }
    assert_eq!(
        said(&text(&paper)),
        ["marker-out-of-order: marker 5 stands before marker 4"]
    );
}

#[test]
fn links_around_the_article_are_none_of_the_paper() {
    let body = "<p>Corn was dear in the spring of that year, as the miller said to everybody who asked him for it.</p>".repeat(10);
    let linked = |class: &str| {
        format!(
            r#"<div class="{class}"><a href="https://shop.example.org/corn?utm_source={class}">corn</a></div>"#
        )
    };
    for (open, close) in [
        ("<article>", "</article>"),
        ("<main>", "</main>"),
        ("<div>", "</div>"),
    ] {
        let page = format!(
            "{}{open}{body}{}{close}{}",
            linked("before"),
            linked("inside"),
            linked("behind")
        );
        let report = html(&page);
        let found: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(
            found,
            ["tracking-parameters"],
            "{open}: {:?}",
            said(&report)
        );
    }
}

#[test]
fn a_marker_that_was_typed_among_links_calls_its_note() {
    let page = r##"<p>Corn <a href="#n1" id="r1">[1]</a>, oats <a href="#n2" id="r2">[2]</a> and rye [3].</p>
        <table><tr id="n1"><td><a href="#r1">[1]</a></td><td>Corn book.</td></tr><tr id="n2"><td><a href="#r2">[2]</a></td><td>Oat book.</td></tr>
        <tr id="n3"><td>[3]</td><td>Rye book.</td></tr></table>"##;
    pairs_silently(
        &html(page),
        &["1: Corn book.", "2: Oat book.", "3: Rye book."],
    );
}

#[test]
fn a_range_that_falls_is_named() {
    let paper = "Corn [1], oats [2] and rye [3]. All of them [4–2].\n\nReferences\n\n[1] Abend: Corn. 2001\n[2] Brook: Oats. 2002\n\
                 [3] Crane: Rye. 2003\n[4] Dahl: Hay. 2004\n";
    assert_eq!(
        said(&text(paper)),
        ["marker-out-of-order: the range 4–2 stands the wrong way round"]
    );
}

#[test]
fn the_day_of_an_archives_copy_is_not_that_of_publication() {
    let paper = "Corn was dear.[^1]\n\n[^1]: \"Corn of the Isles\". Grain Office. Archived from the original (PDF) on 9 June 2012. Retrieved 2 March 2012.\n";
    assert_eq!(said(&markdown(paper)), [""; 0]);
}

#[test]
fn id_may_be_set_in_italics() {
    for id in ["*Id.* at 12.", "_Id._ at 12.", "See *Id.* at 12."] {
        let paper = format!(
            "One.[^1] Two.[^2]\n\n[^1]: *Abend v. Brook Mills Co.*, 12 F. Supp. 3d 34 (N.D. Cal. 2015); *Crane v. Dahl*, 550 U.S. 12 (2007).\n[^2]: {id}\n"
        );
        let report = markdown(&paper);
        let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["broken-ibid"], "{id}");
    }
}

#[test]
fn code_in_a_note_in_place_has_brackets_of_its_own() {
    let report = markdown("Corn^[a note with [brackets] and `code]` in it] was dear.\n");
    assert_eq!(said(&report), [""; 0]);
}

#[test]
fn an_error_of_the_wiki_is_no_source() {
    let page = r##"<p>Corn.<sup><a href="#cite_note-1" id="cite_ref-1">[1]</a></sup></p><ol class="references">
        <li id="cite_note-1"><a href="#cite_ref-1">^</a> Cite error: The named reference corn was invoked but never defined.</li></ol>"##;
    assert_eq!(
        said(&html(page)),
        ["empty-note: note 1 shows an error of MediaWiki in place of a source"]
    );
}

#[test]
fn notes_without_their_colons_are_notes_whether_they_are_called_or_not() {
    let report = markdown("Corn was dear.\n\n## Notes\n\n[^1] Corn book.\n\n[^2] Oat book.\n");
    assert_eq!(
        said(&report),
        [
            "marker-without-note: “[^1]” begins no note, because no colon follows it, and no marker calls it"
        ]
    );
}

#[test]
fn numbered_paragraphs_that_the_text_refers_to_are_no_notes() {
    let page = r##"<p>Rest is covered in paragraphs <a href="#p4">4</a>, <a href="#p5">5</a>, <a href="#p6">6</a> and <a href="#p7">7</a>.</p>
        <p><a name="p4"><b>4.</b></a> Halt.</p><p><a name="p5"><b>5.</b></a> Kneel.</p><p><a name="p6"><b>6.</b></a> Lie down.</p>
        <p><a name="p7"><b>7.</b></a> Rise.</p>"##;
    is_silent_without_markers(&html(page));
    let page = page.replace("in paragraphs ", "[").replace(" and ", ", ");
    let page = page.replace("7</a>.", "7</a>].");
    assert_eq!(html(&page).apparatus.markers.len(), 4);
}

#[test]
fn a_list_of_notes_may_be_a_table() {
    let paper = |markers: [&str; 3]| {
        let [one, two, three] = markers;
        format!(
            "Flax was sown{one} early, and hemp{two} late. Wool came by sea{three}.\n\n## Notes\n\n| No. | Source |\n|---|---|\n\
             | 1. | Ada Fenn, *Flax*, 1901. |\n| 2. | Bo Garde, *Hemp*, 1902. |\n| 3. | Cy Hult, *Wool*, 1903. |\n"
        )
    };
    let called = markdown(&paper(["[1]", "[2]", "[3]"]));
    let notes = [
        "1: Ada Fenn, *Flax*, 1901.",
        "2: Bo Garde, *Hemp*, 1902.",
        "3: Cy Hult, *Wool*, 1903.",
    ];
    pairs_silently(&called, &notes);
    let lost = markdown(&paper(["", "", ""]));
    assert_eq!(
        said(&lost),
        ["count-mismatch: 3 notes, and no marker in the text calls any of them"]
    );
    let rows =
        "The ships are few.\n\n| No. | Ship |\n|---|---|\n| 1 | Ida |\n| 2 | Una |\n| 3 | Eva |\n";
    assert_eq!(markdown(rows).apparatus.notes, []);
}

#[test]
fn a_note_may_stand_in_its_line_for_a_script_to_move() {
    let page = r#"<p>Flax was sown early<span class="footnote">Ada Fenn, Flax, 1901.</span>, and hemp late.<span class="inline-footnote">Bo Garde,
        Hemp, 1902.</span></p>"#;
    pairs_silently(
        &html(page),
        &["1: Ada Fenn, Flax, 1901.", "2: Bo Garde, Hemp, 1902."],
    );
    let page =
        r#"<p>Flax<span class="footnote">1<span>Ada Fenn, Flax, 1901.</span></span> was sown.</p>"#;
    is_silent_without_markers(&html(page));
    let page = r#"<p>Flax<span class="footnote">1</span> was sown.</p><p><span class="footnote">Printed at Hode.</span></p>"#;
    is_silent_without_markers(&html(page));
}

#[test]
fn notes_of_chapters_that_were_joined_are_one_finding() {
    let paper = "# One\n\nFlax was sown.[^1] Hemp was not.[^2]\n\n[^1]: Flax book.\n[^2]: Hemp book.\n\n# Two\n\nWool was shorn.[^1] Silk was \
                 bought.[^2]\n\n[^1]: Wool book.\n[^2]: Silk book.\n";
    let report = markdown(paper);
    assert_eq!(
        said(&report),
        ["duplicate-note: notes 1 and 2 are listed a second time"]
    );
    assert!(report.findings[0].help.contains("joined"));
    let twice = paper.replace("Wool", "Flax").replace("Silk", "Hemp");
    assert!(markdown(&twice).findings[0].help.contains("take them out"));
}

#[test]
fn the_one_number_called_twice_is_that_of_the_note_that_nobody_calls() {
    let numbers = [1, 2, 3, 4, 5, 6, 7, 2, 9, 10];
    let body: String = numbers
        .iter()
        .map(|number| line(format_args!("A claim is made.[{number}] ")))
        .collect();
    let notes: String = (1..=10)
        .map(|number| line(format_args!("{number}. Source {number}.\n")))
        .collect();
    let report = text(&format!("Claims\n\n{body}\n\nNotes\n\n{notes}"));
    let said = said(&report);
    assert_eq!(
        said[0],
        "duplicate-marker: marker 2 is called twice, and the second one is probably 8"
    );
    assert!(said[1].starts_with("note-without-marker: no marker calls note 8"));
    assert_eq!(said.len(), 2);
}

#[test]
fn a_number_called_three_times_in_a_row_is_one_finding() {
    let report = text(
        "Claims\n\nFlax was sown.[1] Hemp was not.[1] Wool was shorn.[1] Silk was bought.[4]\n\nNotes\n\n1. Flax book.\n2. Hemp book.\n\
         3. Wool book.\n4. Silk book.\n",
    );
    assert_eq!(
        said(&report)[0],
        "duplicate-marker: marker 1 is called 3 times, and the second and third ones are probably 2 and 3"
    );
}

#[test]
fn a_note_that_says_its_own_number_says_nothing() {
    let report = markdown("Flax was sown.[^1] Hemp was not.[^2]\n\n[^1]: Flax book.\n[^2]: 2\n");
    assert_eq!(said(&report), ["empty-note: note 2 has no text"]);
}

#[test]
fn a_marker_in_raw_html_is_named_where_it_stands() {
    let report = markdown(
        "Flax was sown.[^1]\n\n<div>\nHemp was not.[^2]\n</div>\n\n[^1]: Flax book.\n[^2]: Hemp book.\n",
    );
    assert_eq!(
        said(&report),
        ["note-without-marker: no marker calls note 2"]
    );
    assert!(
        report.findings[0]
            .help
            .contains("line 4, in code or raw HTML")
    );
}
