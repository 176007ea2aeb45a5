//! LaTeX: what is counted, what is cited, what is taken in, and what must not hang.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::time::{Duration, Instant};

use footfault::check::{Report, check};
use footfault::document::{Document, NativeKind, NativeLink};
use footfault::readers::read;
use footfault::settings::Settings;
use footfault::source::Source;
use proptest::prelude::*;

#[path = "shared/folder.rs"]
mod shared;
#[path = "shared/truth.rs"]
mod truth;

fn source(text: &str) -> Source {
    Source {
        path: "-".to_owned(),
        bytes: text.as_bytes().to_vec(),
        format: Some(footfault::document::Format::Latex),
    }
}

fn document(text: &str) -> Document {
    read(&source(text)).unwrap()
}

fn report(text: &str) -> Report {
    check(&source(text), &Settings::default()).unwrap()
}

/// The text of the paper without its notes.
fn body(text: &str) -> String {
    let document = document(text);
    let blocks = document.blocks.iter();
    blocks
        .map(|block| document.slice(block.span))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The notes as they are printed.
fn notes(text: &str) -> Vec<String> {
    let document = document(text);
    let notes = document.native_notes.iter();
    notes
        .map(|note| document.slice(note.span).to_owned())
        .collect()
}

#[test]
fn characters_are_those_that_tex_prints() {
    let text = "``Caf\\'e,'' said \\emph{Zo\\\"{e}} --- on p.~3--4 of \\L{}\\'od\\'z\\dots\\ % not this\n  and 5\\,\\% more; it's \\v{S}koda, \\c cedilla, na\\\"{\\i}ve.";
    assert_eq!(
        body(text),
        "“Café,” said Zoë — on p.\u{a0}3–4 of Łódź… and 5\u{a0}% more; it’s Škoda, çedilla, naïve."
    );
}

#[test]
fn footnotes_are_counted_and_stand_behind_their_paragraph() {
    let text = "One\\footnote{First.} and two%\n\\footnote[7]{Seventh.}, three\\footnotemark.\n\n\\footnotetext{Second, with \\emph{two}\n\nparagraphs.}";
    assert_eq!(body(text), "One¹ and two⁷, three².");
    assert_eq!(
        notes(text),
        [
            "1. First.",
            "7. Seventh.",
            "2. Second, with two\n\nparagraphs."
        ]
    );
}

#[test]
fn chapters_of_books_begin_their_notes_anew_and_labels_are_as_printed() {
    let text = "\\documentclass{book}\\renewcommand{\\thefootnote}{\\roman{footnote}}\\begin{document}\\chapter{A}One\\footnote{a} two\\footnote{b}\\chapter{B}Three\\footnote{c}\\end{document}";
    let document = document(text);
    let labels: Vec<_> = document
        .native_markers
        .iter()
        .map(|marker| (marker.label.as_str(), marker.list))
        .collect();
    assert_eq!(labels, [("i", 0), ("ii", 0), ("i", 1)]);
    assert!(document.native_lists.iter().all(|list| list.is_automatic));
}

#[test]
fn a_mark_without_its_text_is_a_marker_without_a_note() {
    let document = document("One\\footnote{a} two\\footnotemark\n\nThree.");
    assert!(matches!(
        document.native_markers[1].link,
        Some(NativeLink::Astray(_))
    ));
}

#[test]
fn macros_that_wrap_notes_are_expanded() {
    let text = "\\newcommand{\\fn}[2][See]{\\footnote{#1 #2.}}\n\\def\\who{Lund}\nOne\\fn{Abend} two\\fn[But]{\\who}.";
    assert_eq!(body(text), "One¹ two².");
    assert_eq!(notes(text), ["1. See Abend.", "2. But Lund."]);
}

#[test]
fn no_marker_stands_in_a_formula_and_a_raised_number_is_one() {
    let report = report(
        "It is $[1]$ or $x^{2}$ of \\verb|a[2]| here.$^{1}$ And there.\\textsuperscript{2} Then \\(y_3\\).$^{3}$\n\n\\section{Notes}\n\\begin{enumerate}\\item Lund, 2019.\\item Abend, 2020.\\item Brandt, 2021.\\end{enumerate}",
    );
    let labels: Vec<_> = report
        .apparatus
        .markers
        .iter()
        .map(|marker| (marker.label.to_string(), marker.note))
        .collect();
    assert_eq!(
        labels,
        [
            ("1".to_owned(), Some(0)),
            ("2".to_owned(), Some(1)),
            ("3".to_owned(), Some(2))
        ]
    );
}

#[test]
fn citations_call_the_works_of_the_paper_by_name() {
    let text = "So says \\citet[12]{lund_2019}, and others \\citep[see][]{abend,gone}.\n\\begin{thebibliography}{9}\\bibitem{lund_2019} Ida Lund, \\emph{Boats}, 2019.\\bibitem[Abend]{abend} T. Abend, Carts.\\bibitem{idle} Nobody, 1900.\\end{thebibliography}";
    let report = report(text);
    assert!(body(text).starts_with("So says [lund_2019, 12], and others [see abend, gone"));
    let calls: Vec<_> = report
        .apparatus
        .markers
        .iter()
        .map(|marker| (marker.label.to_string(), marker.note))
        .collect();
    assert_eq!(
        calls,
        [
            ("lund_2019".to_owned(), Some(0)),
            ("abend".to_owned(), Some(1)),
            ("gone".to_owned(), None)
        ]
    );
    let rules: Vec<_> = report.findings.iter().map(|found| found.rule).collect();
    assert!(
        rules.contains(&"marker-without-note") && rules.contains(&"note-without-marker"),
        "{rules:?}"
    );
    assert_eq!(report.document.native_lists[0].kind, NativeKind::References);
}

#[test]
fn a_chapter_without_the_list_of_works_says_nothing_of_their_names() {
    assert_eq!(document("So says \\cite{lund}.").native_markers, []);
    let missing = document("So says \\cite{lund}. \\bibliography{works}");
    assert_eq!(missing.native_markers, []);
    assert!(
        missing.warnings[0].message.contains("works"),
        "{:?}",
        missing.warnings
    );
}

#[test]
fn files_beside_the_paper_are_taken_in_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b/c");
    fs::create_dir_all(&deep).unwrap();
    let paper = "\\documentclass{article}\\addbibresource{works.bib}\\begin{document}\n\\input{one}\\include{gone}\\input{../../../secret}\\input{/etc/hostname}\\cite{lund,nobody}\\end{document}";
    fs::write(deep.join("paper.tex"), paper).unwrap();
    fs::write(
        deep.join("one.tex"),
        "From one\\footnote{A note in one.}.\n\\input{two}\\input{one}",
    )
    .unwrap();
    fs::write(deep.join("two.tex"), "From two.").unwrap();
    fs::write(deep.join("works.bib"), "@book{lund, author={Lund, Ida}, title={Boats}, year=2019, publisher={Quay}}\n@book{idle, title={Idle}}").unwrap();
    fs::write(folder.path().join("secret.tex"), "SECRET").unwrap();
    let source = Source::open(deep.join("paper.tex"), None).unwrap();
    let document = read(&source).unwrap();
    assert!(
        document.text.starts_with("From one¹. From two."),
        "{}",
        document.text
    );
    assert!(!document.text.contains("SECRET"));
    let messages: String = document
        .warnings
        .iter()
        .map(|warning| warning.message.as_str())
        .collect();
    for name in ["“gone”", "“../../../secret”", "“/etc/hostname”", "“one”"] {
        assert!(messages.contains(name), "{name}: {messages}");
    }
    assert!(
        messages.contains("line 2: “gone” is not read: no such file"),
        "{messages}"
    );
    assert_eq!(document.part(0), Some("one.tex"));
    let works: Vec<_> = document
        .native_notes
        .iter()
        .map(|note| document.slice(note.span))
        .collect();
    assert_eq!(
        works,
        ["1. A note in one.", "[lund] Ida Lund, Boats, Quay, 2019."]
    );
    let astray = document.native_markers.last().unwrap();
    assert_eq!(
        (
            astray.label.as_str(),
            matches!(astray.link, Some(NativeLink::Astray(_)))
        ),
        ("nobody", true)
    );
}

#[test]
fn an_unclosed_brace_ends_before_the_next_heading() {
    let text = "One\\footnote{Open and never closed. \n\n\\section{Next} Two\\footnote{Closed.}.";
    assert_eq!(notes(text), ["1. Open and never closed.", "2. Closed."]);
    assert!(document(text).warnings[0].message.contains("brace"));
}

#[test]
fn hostile_papers_are_read_in_time() {
    let many = 20_000;
    let papers = [
        "{".repeat(many),
        "}".repeat(many),
        "\\footnote{".repeat(many),
        "\\footnote[".repeat(many),
        "\\begin{quote}".repeat(many),
        "\\begin{enumerate}\\item a".repeat(many / 4),
        "\\url{".repeat(many),
        "\\begin{".repeat(many),
        "\\(a ".repeat(many),
        "\\\\".repeat(500_000),
        "\\newcommand{\\a}{\\a\\a}\\a text".to_owned(),
        "\\def\\a{\\b}\\def\\b{\\a}\\a text".to_owned(),
        format!("\\newcommand{{\\a}}[1]{{#1#1#1#1}}{}", "\\a{".repeat(many)),
        "\\iffalse ".repeat(many),
        "\\let\\a=\\b\\let\\b=\\a\\a".to_owned(),
        "a\\begin{figure}".repeat(many),
        "\\newenvironment{x}{\\begin{x}}{\\end{x}}\\begin{x}a\\end{x}".to_owned(),
    ];
    for paper in papers {
        let started = Instant::now();
        let document = document(&paper);
        let name = &paper[..paper.len().min(30)];
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{name}: {:?}",
            started.elapsed()
        );
        assert!(document.text.len() < 50_000_000, "{name}");
    }
}

/// What TeX takes for a sign of its own, in pieces that fit together badly.
const PIECES: &[&str] = &[
    "word",
    " ",
    "\n\n",
    "{",
    "}",
    "[",
    "]",
    "$",
    "$$",
    "\\(",
    "\\]",
    "&",
    "#1",
    "^",
    "_",
    "~",
    "%c\n",
    "``",
    "''",
    "ß",
    "\\footnote",
    "\\footnotemark",
    "\\footnotetext{",
    "\\cite",
    "\\autocites(",
    "\\bibitem{a}",
    "\\begin{quote}",
    "\\begin{thebibliography}{9}",
    "\\end{thebibliography}",
    "\\begin{tabular}{l}",
    "\\\\",
    "\\begin{figure}",
    "\\end{figure}",
    "\\end{quote}",
    "\\begin{enumerate}",
    "\\item",
    "\\newcommand{\\x}[1]{",
    "\\def\\x#1{",
    "\\x",
    "\\verb|",
    "\\url{",
    "\\href{",
    "\\'",
    "\\v",
    "\\section{",
    "\\textsuperscript",
    "\\ifx",
    "\\else",
    "\\fi",
    "\\begin{document}",
    "\\end{document}",
    "\\title{",
    "\\maketitle",
    "\\thanks{",
    "\\input{x}",
    "\\begin{verbatim}",
    "\\",
    "|",
    "1",
    "\\begin{minipage}{1em}",
    "\\setcounter{footnote}{4}",
    "\\newenvironment{y}{",
    "\\begin{y}",
    "\\end{y}",
];

proptest! {
    #[test]
    fn broken_tex_is_read_and_its_spans_lie_in_it(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text: String = pieces.concat();
        let document = document(&text);
        let spans = document.native_markers.iter().map(|marker| marker.span);
        let spans = spans.chain(document.native_notes.iter().map(|note| note.span));
        for span in spans.chain(document.blocks.iter().map(|block| block.span)) {
            prop_assert!(document.text.get(span.start..span.end).is_some());
            let source = document.source_span(span);
            prop_assert!(text.get(source.start..source.end).is_some(), "{source:?} of {text:?}");
        }
    }
}

#[test]
fn the_short_document_with_known_truth_is_right() {
    if let Some(folder) = shared::folder("inputs") {
        truth::assert_all(&folder, "fn.tex");
    }
}

/// Each finding as its rule and its message.
fn said(text: &str) -> Vec<String> {
    let findings = report(text).findings.into_iter();
    findings
        .map(|found| format!("{}: {}", found.rule, found.message))
        .collect()
}

fn paper(body: &str) -> String {
    format!("\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}")
}

#[test]
fn commands_that_are_shown_call_nothing() {
    let text = paper(
        "Boats.\\footnote{Lind, Boats.} Write \\Verb|\\footnote{}| or \\verb+\\endnote{}+, \\Verb*!\\sidenote{}!.",
    );
    assert_eq!(notes(&text), ["1. Lind, Boats."]);
    assert_eq!(said(&text), [""; 0]);
}

#[test]
fn a_line_of_a_table_has_no_numbers() {
    let text = paper(
        "\\begin{tabular}{ll}a & b \\\\ \\cmidrule(lr){1-2} c & d \\\\ \\cmidrule[1pt](l){2-2} e & f\\end{tabular}",
    );
    let body = body(&text);
    assert!(!body.contains(['(', '{', '1', '2']), "{body}");
}

#[test]
fn a_critical_edition_counts_each_series_of_notes_for_itself() {
    let text =
        paper("One\\footnoteA{Hand a.} two\\footnoteB{Lind, Boats.} three\\footnoteA{Hand b.}.");
    let found = notes(&text);
    assert_eq!(found, ["1. Hand a.", "1. Lind, Boats.", "2. Hand b."]);
    assert_eq!(said(&text), [""; 0]);
}

#[test]
fn a_name_that_no_place_has_is_told() {
    let lost = paper(
        "Boats.\\footnote{\\label{fn:lind}Lind, Boats.} Tolls.\\footnote{See note~\\ref{fn:voss}.} Locks (n.~\\ref{fn:lind}).",
    );
    assert_eq!(
        said(&lost),
        [
            "stale-cross-reference: a cross-reference leads to “fn:voss”, and no place has this label"
        ]
    );
    for known in [
        paper("See \\cref{a, b}. \\label{a}\\label{b}"),
        paper("See \\ref{lst}. \\begin{lstlisting}[label=lst]\nx\n\\end{lstlisting}"),
        paper("See \\ref{own}. \\mylabel{own}"),
        paper("\\externaldocument{other}See \\ref{there}."),
        "See \\ref{elsewhere}.".to_owned(),
    ] {
        assert_eq!(said(&known), [""; 0], "{known}");
    }
}

#[test]
fn a_judgement_of_an_example_is_no_placeholder() {
    let text =
        paper("\\begin{exe}\\ex[??]{The boat slept.}\n\\ex\n[*] {Boat the.}\\end{exe} Done [??].");
    assert_eq!(
        said(&text),
        ["stray-editing-mark: a placeholder was left: “[??]”"]
    );
}

#[test]
fn a_list_that_is_asked_for_needs_no_markers() {
    let folder = tempfile::tempdir().unwrap();
    let works = "@book{lind, author={Carla Lind}, title={Boats}, year={2015}}\n@book{voss, author={Emil Voss}, title={Tolls}, year={2017}}";
    fs::write(folder.path().join("works.bib"), works).unwrap();
    for asked in ["*", "voss"] {
        let text = paper(&format!(
            "Boats \\cite{{lind}}. \\nocite{{{asked}}}\\bibliography{{works}}"
        ));
        let path = folder.path().join("paper.tex");
        fs::write(&path, text).unwrap();
        let report = check(&Source::open(&path, None).unwrap(), &Settings::default()).unwrap();
        assert_eq!(report.findings, [], "{asked}");
        assert_eq!(report.apparatus.notes.len(), 1);
        assert!(report.document.text.contains("Emil Voss"));
    }
}

#[test]
fn a_key_in_other_capitals_is_one_work_and_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let works = "@book{Lind15, author={Carla Lind}, title={Boats}, year={2015}}\n@book{Voss, author={Emil Voss}, title={Tolls}, year={2017}}\n@book{voss, author={Ida Voss}, title={Locks}, year={2018}}";
    fs::write(folder.path().join("works.bib"), works).unwrap();
    let said = |text: &str| {
        let path = folder.path().join("paper.tex");
        fs::write(&path, paper(&format!("{text} \\bibliography{{works}}"))).unwrap();
        let report = check(&Source::open(&path, None).unwrap(), &Settings::default()).unwrap();
        let found = report.findings.iter();
        let found: Vec<String> = found
            .map(|one| format!("{} {:?}: {}", one.rule, one.confidence, one.message))
            .collect();
        (found, report.apparatus.notes.len())
    };
    let (found, notes) = said("Boats \\cite{lind15}, and again \\cite{lind15}.");
    assert_eq!(
        found,
        [
            "broken-note-link Low: the citation lind15 and the key Lind15 of its work differ in case; so does 1 other citation"
        ]
    );
    assert_eq!(notes, 1);
    // Where a work has the very name, another that has it in other capitals is not called.
    assert_eq!(said("Tolls \\cite{Voss}."), (Vec::new(), 1));
    assert_eq!(said("Tolls \\cite{Voss}, locks \\cite{voss}.").1, 2);
    let (found, _) = said("Gone \\cite{gone}.");
    assert!(found[0].starts_with("marker-without-note"), "{found:?}");
}
