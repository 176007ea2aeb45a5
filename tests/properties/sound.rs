//! What holds of everything that is known of a paper, whatever its bytes are. The property tests and the fuzz targets ask
//! for the same.

use std::fmt::Debug;

use footfault::check::Report;
use footfault::citations::{Antecedent, Citation, Citations, Written};
use footfault::document::{Document, Format, NativeLink, Span};
use footfault::finding::{Finding, Fix, Severity};
use footfault::notes::{Apparatus, Note};
use footfault::report::form;
use footfault::report::form::{Kind, Outcome, Wish};
use footfault::report::screen::Screen;
use footfault::report::{Tally, map};
use footfault::rules::REGISTRY;
use footfault::settings::Settings;

/// Settings under which every rule runs.
pub(crate) fn all_rules() -> Settings {
    let off = REGISTRY.iter().filter(|rule| rule.severity.is_none());
    Settings {
        severity: off
            .map(|rule| (rule.id.to_owned(), Some(Severity::Warning)))
            .collect(),
        ..Settings::default()
    }
}

/// Everything that holds of a report, its forms aside.
pub(crate) fn assert_sound(report: &Report) {
    assert_document(&report.document);
    assert_apparatus(&report.document, &report.apparatus);
    assert_citations(report);
    assert_alignment(report);
    for finding in &report.findings {
        assert_finding(&report.document, finding);
    }
    let places = report.findings.iter().map(|finding| finding.span.start);
    assert!(
        places.is_sorted(),
        "findings stand in the order of the text"
    );
}

/// A span lies within the text and on its characters, and leads to a place.
fn assert_span(document: &Document, span: Span) {
    assert!(
        document.text.get(span.start..span.end).is_some(),
        "{span:?} lies off the text or its characters"
    );
    let source = document.source_span(span);
    assert!(source.start <= source.end, "{source:?}");
    let place = document.place(span.start);
    assert!(place.line > 0 && place.column > 0, "{place:?}");
    assert!(!document.whereabouts(span.start).is_empty());
    document.part_spans(span);
}

fn assert_within(outer: Span, inner: Span) {
    assert!(
        outer.start <= inner.start && inner.end <= outer.end,
        "{inner:?} lies outside of {outer:?}"
    );
}

fn assert_in_order<T: Debug>(all: &[T], at: impl Fn(&T) -> usize) {
    let unordered = all.windows(2).find(|pair| at(&pair[0]) > at(&pair[1]));
    assert!(unordered.is_none(), "out of order: {unordered:?}");
}

fn assert_document(document: &Document) {
    for block in &document.blocks {
        assert_span(document, block.span);
        assert_eq!(document.trimmed(block.span), block.span, "{:?}", block.kind);
    }
    let overlap = (document.blocks.windows(2)).find(|pair| pair[0].span.end > pair[1].span.start);
    assert!(overlap.is_none(), "blocks overlap: {overlap:?}");
    let remarks = document.remarks.iter().map(|remark| remark.span);
    let links = document.hyperlinks.iter().map(|link| link.span);
    let warnings = document.warnings.iter().filter_map(|warning| warning.span);
    let all = document.opaque.iter().copied().chain(remarks);
    for span in all.chain(links).chain(warnings) {
        assert_span(document, span);
    }
    assert_in_order(&document.opaque, |span| span.start);
    assert_in_order(&document.hyperlinks, |link| link.span.start);
    assert_in_order(&document.remarks, |remark| remark.span.start);
    assert_native(document);
    if matches!(document.format, Format::Text | Format::Markdown) {
        assert_lines(document);
    }
}

/// Where the text is the source, its places go up with its bytes.
fn assert_lines(document: &Document) {
    let starts = document.blocks.iter().map(|block| block.span.start);
    let places: Vec<_> = starts.map(|start| document.place(start)).collect();
    let is_later = |pair: &[footfault::document::Place]| {
        (pair[0].line, pair[0].column) < (pair[1].line, pair[1].column)
    };
    assert!(places.windows(2).all(is_later));
}

/// What the format itself knows of markers and notes leads to things that are there.
fn assert_native(document: &Document) {
    let (markers, notes) = (&document.native_markers, &document.native_notes);
    let lists = document.native_lists.len();
    for marker in markers {
        assert_span(document, marker.span);
        marker
            .inline
            .iter()
            .for_each(|&text| assert_span(document, text));
        assert!(marker.list < lists, "{marker:?}");
        if let Some(NativeLink::To(note)) = marker.link {
            assert!(note < notes.len(), "{marker:?}");
        }
    }
    for note in notes {
        assert_span(document, note.span);
        assert_span(document, note.label_span);
        assert!(note.list < lists, "{note:?}");
        for link in &note.backlinks {
            assert!(
                !matches!(link, NativeLink::To(at) if *at >= markers.len()),
                "{note:?}"
            );
        }
    }
    assert_in_order(markers, |marker| marker.span.start);
    assert_in_order(notes, |note| note.span.start);
}

fn assert_apparatus(document: &Document, apparatus: &Apparatus) {
    for marker in &apparatus.markers {
        assert_span(document, marker.span);
        assert_span(document, marker.token);
        assert_within(marker.token, marker.span);
        assert!(marker.list.is_none_or(|list| list < apparatus.lists.len()));
        let note = marker.note.map(|note| &apparatus.notes[note]);
        assert!(
            note.is_none_or(|note| note.label == marker.label && Some(note.list) == marker.list),
            "{marker:?} is paired with {note:?}"
        );
    }
    assert_in_order(&apparatus.markers, |marker| marker.token.start);
    apparatus
        .notes
        .iter()
        .for_each(|note| assert_note(document, note));
    assert_in_order(&apparatus.notes, |note| note.span.start);
    let mut lists = vec![None; apparatus.notes.len()];
    for (at, list) in apparatus.lists.iter().enumerate() {
        assert!(list.notes.is_sorted(), "{list:?}");
        for &note in &list.notes {
            assert_eq!(
                lists[note].replace(at),
                None,
                "note {note} stands in two lists"
            );
        }
    }
    let own = apparatus.notes.iter().map(|note| Some(note.list));
    assert!(own.eq(lists), "each note stands in its list");
}

fn assert_note(document: &Document, note: &Note) {
    assert_span(document, note.span);
    assert_span(document, note.label_span);
    assert_span(document, note.body);
    assert_within(note.span, note.label_span);
    assert_within(note.span, note.body);
    let folded = note.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(note.text, folded, "the white space of a note is folded");
}

fn assert_citations(report: &Report) {
    let (document, citations) = (&report.document, &report.citations);
    for address in &citations.addresses {
        assert_span(document, address.span);
        let stray = address.stray.into_iter().chain(address.words);
        stray.for_each(|span| assert_span(document, span));
        for span in address.gaps().chain(address.scheme()) {
            assert_span(document, span);
            assert_within(address.span, span);
        }
        let boundaries = address.text.char_indices().map(|(at, _)| at).take(40);
        for at in boundaries {
            assert_span(document, address.written(at..address.text.len()));
        }
    }
    assert_in_order(&citations.addresses, |address| address.span.start);
    for (at, citation) in citations.citations.iter().enumerate() {
        assert_citation(report, at, citation);
    }
    assert_in_order(&citations.citations, |citation| citation.note);
    for before in citations.notes_before().iter().flatten() {
        assert!(*before < report.apparatus.notes.len());
    }
    let date = citations.paper_date.iter().map(|date| date.span);
    date.for_each(|span| assert_span(document, span));
}

fn assert_citation(report: &Report, at: usize, citation: &Citation) {
    let (document, citations) = (&report.document, &report.citations);
    let note = &report.apparatus.notes[citation.note];
    assert_span(document, citation.span);
    assert_within(note.span, citation.span);
    for span in fields(citation) {
        assert_span(document, span);
        assert_within(note.span, span);
    }
    assert!(citation.addresses.start <= citation.addresses.end);
    assert!(citation.addresses.end <= citations.addresses.len());
    match &citation.antecedent {
        Antecedent::Citation(other) => assert_stands_for(citations, at, *other),
        Antecedent::Ambiguous(others) => {
            assert!(
                others
                    .iter()
                    .all(|other| *other < citations.citations.len())
            );
        }
        Antecedent::Itself | Antecedent::Unresolved => {}
    }
    citation.title_key();
    citations.page_of(citation);
}

/// A short form stands for another citation.
fn assert_stands_for(citations: &Citations, at: usize, other: usize) {
    assert!(other < citations.citations.len());
    assert_ne!(other, at, "a short form stands for itself");
}

/// Where the fields of a citation are written.
fn fields(citation: &Citation) -> Vec<Span> {
    fn span<T>(field: Option<&Written<T>>) -> Option<Span> {
        field.map(|field| field.span)
    }
    let texts = [
        &citation.title,
        &citation.container,
        &citation.place,
        &citation.publisher,
        &citation.volume,
        &citation.issue,
        &citation.pages,
        &citation.doi,
        &citation.arxiv,
    ];
    let dates = [&citation.published, &citation.updated, &citation.accessed];
    let texts = texts.into_iter().filter_map(|field| span(field.as_ref()));
    let dates = dates.into_iter().filter_map(|field| span(field.as_ref()));
    let rest = [span(citation.isbn.as_ref()), citation.word];
    texts
        .chain(dates)
        .chain(rest.into_iter().flatten())
        .collect()
}

fn assert_alignment(report: &Report) {
    let (apparatus, alignment) = (&report.apparatus, &report.alignment);
    assert_eq!(alignment.answers.len(), apparatus.markers.len());
    for (at, (marker, answer)) in apparatus.markers.iter().zip(&alignment.answers).enumerate() {
        let Some(answer) = *answer else { continue };
        assert_eq!(
            marker.list,
            Some(apparatus.notes[answer].list),
            "{marker:?}"
        );
        // Words in common cost time by their number, so that only some are looked at.
        if at < 20 {
            assert!(alignment.score(at, answer).is_finite());
            let shared = alignment.shared(at, answer);
            assert!(
                shared.iter().all(|term| term.weight.is_finite()),
                "{shared:?}"
            );
        }
    }
    let lists = apparatus.lists.len();
    assert!(
        alignment
            .segments
            .iter()
            .all(|segment| segment.list < lists)
    );
    for origin in &alignment.origins {
        assert!(origin.list < lists, "{origin:?}");
        assert!(
            origin.earliest <= origin.label && origin.label <= origin.latest,
            "{origin:?}"
        );
        assert_eq!((origin.before - origin.after).abs(), 1, "{origin:?}");
        assert!((0.0..=1.0).contains(&origin.probability), "{origin:?}");
    }
    for swap in &alignment.swaps {
        assert!(apparatus.notes[swap.first].list == swap.list, "{swap:?}");
        assert!(apparatus.notes[swap.second].list == swap.list, "{swap:?}");
        assert!((0.0..=1.0).contains(&swap.probability), "{swap:?}");
    }
    for moved in &alignment.misplacements {
        assert!(apparatus.notes[moved.note].list == moved.list, "{moved:?}");
        assert!((0.0..=1.0).contains(&moved.probability), "{moved:?}");
    }
}

fn assert_finding(document: &Document, finding: &Finding) {
    assert!(
        REGISTRY.iter().any(|rule| rule.id == finding.rule),
        "{finding:?}"
    );
    assert!(
        !finding.message.is_empty() && !finding.help.is_empty(),
        "{finding:?}"
    );
    assert_span(document, finding.span);
    for related in &finding.related {
        assert_span(document, related.span);
    }
    finding.fix.iter().for_each(|fix| assert_fix(document, fix));
}

fn assert_fix(document: &Document, fix: &Fix) {
    assert!(!fix.edits.is_empty(), "{fix:?}");
    for edit in &fix.edits {
        assert_span(document, edit.span);
    }
    let is_apart = |pair: &[footfault::finding::Edit]| pair[0].span.end <= pair[1].span.start;
    assert!(fix.edits.windows(2).all(is_apart), "{fix:?}");
}

/// All forms of report.
pub(crate) const KINDS: [Kind; 7] = [
    Kind::Human,
    Kind::Json,
    Kind::Sarif,
    Kind::Github,
    Kind::Junit,
    Kind::Markdown,
    Kind::Html,
];

/// The whole report of one paper in one form; what other tools read is what they can read.
pub(crate) fn assert_told(report: &Report, kind: Kind) -> String {
    let screen = Screen::new(true, true, Some(80)).hyperlinks(true);
    let form = form(
        kind,
        Wish {
            screen,
            quiet: false,
            several: false,
        },
    );
    let outcome = Outcome {
        documents: 1,
        tally: Tally::of(report),
        faults: &[],
    };
    let pieces = [Ok(form.head()), form.paper(report), form.tail(&outcome)];
    let told: serde_json::Result<String> = pieces.into_iter().collect();
    let told = told.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
    match kind {
        Kind::Json | Kind::Sarif => {
            let read: Result<serde_json::Value, _> = serde_json::from_str(&told);
            assert!(read.is_ok(), "{kind:?}: {read:?}");
        }
        Kind::Junit => {
            let read = roxmltree::Document::parse(&told);
            assert!(read.is_ok(), "{kind:?}: {:?}", read.err());
        }
        Kind::Human | Kind::Github | Kind::Markdown | Kind::Html => {}
    }
    told
}

/// The table of markers and notes, for people and for other tools.
pub(crate) fn assert_mapped(report: &Report) {
    map::table(report, Screen::new(false, false, None));
    let json = map::json(report).unwrap_or_else(|error| panic!("{error}"));
    let read: Result<serde_json::Value, _> = serde_json::from_str(&json);
    assert!(read.is_ok(), "{read:?}");
}
