//! The Word copy: comments at the right words, and nothing else changed.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use footfault::annotate::{Annotated, annotate};
use footfault::check::{Report, check};
use footfault::document::{Document, Span};
use footfault::finding::Finding;
use footfault::rules::REGISTRY;
use footfault::settings::Settings;
use footfault::source::Source;
use roxmltree::{Document as Xml, Node};
use zip::{ZipArchive, ZipWriter};

#[path = "word/commands.rs"]
mod commands;
#[path = "word/office.rs"]
mod office;
#[path = "word/random.rs"]
mod random;
#[path = "shared/folder.rs"]
mod shared;
#[path = "shared/tool.rs"]
mod tool;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a Word file that is made for a test.
struct Parts(Vec<(String, String)>);

impl Parts {
    /// A file with this body and these footnotes, as others write it: without comments.
    fn new(body: &str, footnotes: &str) -> Self {
        let types = [
            ("document", "document.main"),
            ("footnotes", "footnotes"),
        ]
        .map(|(part, kind)| {
            format!("<Override PartName=\"/word/{part}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\"/>")
        })
        .concat();
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{R}/{kind}\" Target=\"{target}\"/>")
        };
        let relations = |content: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{content}</Relationships>"
            )
        };
        let mut parts = Self(Vec::new());
        parts.put("[Content_Types].xml", &format!("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{types}</Types>"));
        parts.put(
            "_rels/.rels",
            &relations(&relation("rId1", "officeDocument", "word/document.xml")),
        );
        parts.put(
            "word/document.xml",
            &root("document", &format!("<w:body>{body}</w:body>")),
        );
        parts.put("word/media/picture.bin", "\u{1}not a picture");
        parts.put(
            "word/_rels/document.xml.rels",
            &relations(&relation("rId7", "footnotes", "footnotes.xml")),
        );
        parts.put("word/footnotes.xml", &root("footnotes", footnotes));
        parts
    }

    fn put(&mut self, name: &str, text: &str) {
        match self.0.iter_mut().find(|(other, _)| other == name) {
            Some((_, old)) => text.clone_into(old),
            None => self.0.push((name.to_owned(), text.to_owned())),
        }
    }

    fn change(&mut self, name: &str, change: impl Fn(&str) -> String) {
        let (_, text) = self.0.iter_mut().find(|(other, _)| other == name).unwrap();
        *text = change(text);
    }

    fn source(&self) -> Source {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(name, options).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        Source {
            path: "paper.docx".to_owned(),
            bytes: writer.finish().unwrap().into_inner(),
            format: None,
        }
    }
}

fn root(name: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{name} xmlns:w=\"{W}\" xmlns:r=\"{R}\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">{content}</w:{name}>"
    )
}

fn p(content: &str) -> String {
    format!("<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr>{content}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn call(id: usize) -> String {
    format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")
}

fn note(id: usize, text: &str) -> String {
    let text = r(text);
    format!("<w:footnote w:id=\"{id}\"><w:p><w:r><w:footnoteRef/></w:r>{text}</w:p></w:footnote>")
}

/// A finding at the first place of these words.
fn at(document: &Document, words: &str) -> Finding {
    let start = document
        .text
        .find(words)
        .unwrap_or_else(|| panic!("{words} is not in {}", document.text));
    let mut finding = Finding::new(
        Span::new(start, start + words.len()),
        format!("about {words}"),
        "Look at it.",
    );
    finding.rule = "marker-gap";
    finding
}

/// The copy of a paper with a comment at each of these words, and those words as the copy has them commented.
fn commented(parts: &Parts, words: &[&str]) -> (Source, Vec<String>) {
    let source = parts.source();
    let mut report = check(&source, &Settings::default()).unwrap();
    report.findings = words
        .iter()
        .map(|words| at(&report.document, words))
        .collect();
    let copy = assert_copy(&source, &report);
    let copy = Source {
        bytes: copy.bytes,
        ..source
    };
    let covered = covered(&copy);
    (copy, covered)
}

/// The text of a part of a container.
fn part(source: &Source, name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(source.bytes.as_slice())).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .ok()?
        .read_to_string(&mut text)
        .unwrap();
    Some(text)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    let space = node.tag_name().namespace();
    node.tag_name().name() == name && (space == Some(W) || space == Some(STRICT))
}

fn id(node: Node<'_, '_>) -> i64 {
    let space = node.tag_name().namespace().unwrap();
    node.attribute((space, "id")).unwrap().parse().unwrap()
}

fn is_mark(node: Node<'_, '_>) -> bool {
    ["commentRangeStart", "commentRangeEnd", "commentReference"]
        .iter()
        .any(|name| is(node, name))
}

/// The ids of the comments by footfault.
fn own(comments: &str) -> BTreeSet<i64> {
    let parsed = Xml::parse(comments).unwrap();
    let comments = parsed.descendants().filter(|&node| is(node, "comment"));
    let of_us = |node: &Node<'_, '_>| {
        let space = node.tag_name().namespace().unwrap();
        node.attribute((space, "author")) == Some("footfault")
    };
    comments.filter(of_us).map(id).collect()
}

/// The main part of a file, and its comments.
fn main_and_comments(source: &Source) -> (String, String) {
    let name = ["word/document.xml", "word/document2.xml"];
    let main = name.iter().find_map(|name| part(source, name)).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(source.bytes.as_slice())).unwrap();
    let comments = (0..archive.len())
        .map(|index| {
            archive
                .by_index(index)
                .unwrap()
                .name()
                .unwrap()
                .into_owned()
        })
        .find(|name| {
            name.starts_with("word/comments") && !name[13..].contains(char::is_alphabetic)
                || name == "word/comments.xml"
        });
    let comments =
        comments.map_or_else(|| root("comments", ""), |name| part(source, &name).unwrap());
    (main, comments)
}

/// What an element shows: white space at its ends only where it counts.
fn shown(node: Node<'_, '_>) -> String {
    let text: String = node.children().filter_map(|child| child.text()).collect();
    let space = node.attribute(("http://www.w3.org/XML/1998/namespace", "space"));
    if space == Some("preserve") {
        return text;
    }
    text.trim_matches([' ', '\t', '\r', '\n']).to_owned()
}

/// The text that each comment by footfault covers, in the order of the comments.
fn covered(source: &Source) -> Vec<String> {
    let (main, comments) = main_and_comments(source);
    let parsed = Xml::parse(&main).unwrap();
    let mut covered: BTreeMap<i64, String> = BTreeMap::new();
    let mut open = BTreeSet::new();
    let own = own(&comments);
    for node in parsed.descendants() {
        let name = ["footnoteReference", "endnoteReference", "tab"];
        let name = name.iter().find(|name| is(node, name));
        let text = match name {
            Some(name) => format!("<{name}>"),
            None if node.tag_name().name() == "t" => shown(node),
            None => String::new(),
        };
        if is(node, "commentRangeStart") && own.contains(&id(node)) {
            open.insert(id(node));
            covered.insert(id(node), String::new());
        } else if is(node, "commentRangeEnd") {
            open.remove(&id(node));
        }
        for id in &open {
            covered.get_mut(id).unwrap().push_str(&text);
        }
    }
    covered.into_values().collect()
}

/// Text or an element: where it hangs and how it looks, and what it is.
type Grain = (String, String);

/// The content of a part without the marks of some comments, text that looks alike in one: two parts that differ only in
/// where their runs are parted have the same grains.
fn grains(text: &str, without: &BTreeSet<i64>) -> Vec<Grain> {
    let parsed = Xml::parse(text).unwrap();
    let mut grains = Vec::new();
    grind(
        parsed.root_element(),
        text,
        without,
        &mut String::new(),
        &mut grains,
    );
    grains
}

fn grind(
    node: Node<'_, '_>,
    text: &str,
    without: &BTreeSet<i64>,
    path: &mut String,
    grains: &mut Vec<Grain>,
) {
    let is_ours = |node: Node<'_, '_>| is_mark(node) && without.contains(&id(node));
    if is_ours(node) || is(node, "r") && node.children().any(is_ours) {
        let content = node.children().filter(|&child| !is_ours(child));
        assert_eq!(
            content.count(),
            0,
            "a run with a reference holds nothing else"
        );
        return;
    }
    let length = path.len();
    if is(node, "r") {
        let properties = node.children().find(|&child| is(child, "rPr"));
        let look = properties.map_or("", |look| &text[look.range()]);
        path.extend(["/r", look]);
        for child in node.children().filter(|&child| !is(child, "rPr")) {
            grind(child, text, without, path, grains);
        }
    } else if is(node, "t") {
        match grains.last_mut() {
            Some((before, text)) if before == path => text.push_str(&shown(node)),
            _ => grains.push((path.clone(), shown(node))),
        }
    } else if node.is_element() {
        let tag = text[node.range()].split('>').next().unwrap();
        path.extend(["/", tag.trim_end_matches('/')]);
        grains.push((path.clone(), "begins".to_owned()));
        for child in node.children() {
            grind(child, text, without, path, grains);
        }
        grains.push((path.clone(), "ends".to_owned()));
    } else if let Some(shown) = node.text().filter(|_| node.is_text()) {
        grains.push((path.clone(), shown.to_owned()));
    }
    path.truncate(length);
}

/// A part of a container as it lies there.
#[derive(Debug, PartialEq)]
struct Entry {
    name: Vec<u8>,
    time: Option<zip::DateTime>,
    mode: Option<u32>,
    crc: u32,
    compressed: Vec<u8>,
}

fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let entry = |index| {
        let mut part = archive.by_index_raw(index).unwrap();
        let mut compressed = Vec::new();
        part.read_to_end(&mut compressed).unwrap();
        Entry {
            name: part.name_raw().to_owned(),
            time: part.last_modified(),
            mode: part.unix_mode(),
            crc: part.crc32(),
            compressed,
        }
    };
    let count = ZipArchive::new(Cursor::new(bytes)).unwrap().len();
    (0..count).map(entry).collect()
}

/// Annotates a paper and checks all that must hold of every copy.
fn assert_copy(source: &Source, report: &Report) -> Annotated {
    let annotated = annotate(source, report).unwrap();
    let again = annotate(source, report).unwrap();
    assert_eq!(
        annotated.bytes, again.bytes,
        "the same paper gives the same bytes"
    );
    assert_eq!(annotated.comments, report.findings.len());
    let copy = Source {
        bytes: annotated.bytes.clone(),
        ..source.clone()
    };
    assert_parts(source, &copy);
    let (old_main, old_comments) = main_and_comments(source);
    let (new_main, new_comments) = main_and_comments(&copy);
    let added: BTreeSet<i64> = own(&new_comments)
        .difference(&own(&old_comments))
        .copied()
        .collect();
    assert_eq!(added.len(), report.findings.len());
    assert!(
        grains(&new_main, &added) == grains(&old_main, &BTreeSet::new()),
        "{}: nothing is added but comments",
        source.path
    );
    assert_comments_kept(&old_comments, &new_comments);
    assert_marks(&new_main, &added);
    assert_same_reading(source, &copy, report);
    annotated
}

/// All parts lie as they lay, but for those that must change, and what is new stands behind them.
fn assert_parts(source: &Source, copy: &Source) {
    let (old, new) = (entries(&source.bytes), entries(&copy.bytes));
    let may_change = |name: &[u8]| {
        let name = String::from_utf8_lossy(name);
        name == "[Content_Types].xml"
            || ["document", "comments"]
                .iter()
                .any(|part| name.starts_with(&format!("word/{part}")))
            || name.starts_with("word/_rels/document")
    };
    assert!(new.len() >= old.len());
    let mut untouched = 0;
    for (old, new) in old.iter().zip(&new) {
        assert_eq!(old.name, new.name);
        if old == new {
            untouched += 1;
        } else {
            assert!(
                may_change(&old.name),
                "{}",
                String::from_utf8_lossy(&old.name)
            );
            assert_eq!(old.time, new.time);
        }
    }
    assert!(old.len() - untouched <= 4 && new.len() - old.len() <= 2);
}

/// The comments that were there stay byte for byte.
fn assert_comments_kept(old: &str, new: &str) {
    let inner = |text: &str| {
        let parsed = Xml::parse(text).unwrap();
        let comments = parsed.descendants().filter(|&node| is(node, "comment"));
        comments
            .map(|node| text[node.range()].to_owned())
            .collect::<Vec<_>>()
    };
    let (old, new) = (inner(old), inner(new));
    assert_eq!(new[..old.len()], old);
}

/// Every comment begins, ends and is called once, in this order, where Word takes it.
fn assert_marks(main: &str, added: &BTreeSet<i64>) {
    let parsed = Xml::parse(main).unwrap();
    let marks: Vec<_> = parsed
        .descendants()
        .filter(|&node| is_mark(node) && added.contains(&id(node)))
        .collect();
    for &wanted in added {
        let own = marks.iter().filter(|&&node| id(node) == wanted);
        let names: Vec<_> = own.map(|node| node.tag_name().name()).collect();
        assert_eq!(
            names,
            ["commentRangeStart", "commentRangeEnd", "commentReference"]
        );
    }
    for mark in marks {
        for above in mark.ancestors().skip(1) {
            let name = above.tag_name().name();
            let never = [
                "del",
                "moveFrom",
                "txbxContent",
                "fldSimple",
                "oMath",
                "AlternateContent",
            ];
            assert!(!never.contains(&name), "a mark stands in {name}");
        }
        if is(mark, "commentReference") {
            let run = mark.parent().unwrap();
            assert!(is(run, "r") && is(run.parent().unwrap(), "p"));
        }
    }
    assert_fields(&parsed, added);
}

/// No mark stands in the instruction of a field.
fn assert_fields(parsed: &Xml<'_>, added: &BTreeSet<i64>) {
    let mut open: Vec<bool> = Vec::new();
    for node in parsed.descendants() {
        if is(node, "fldChar") {
            let space = node.tag_name().namespace().unwrap();
            match node.attribute((space, "fldCharType")) {
                Some("begin") => open.push(true),
                Some("separate") => {
                    if let Some(last) = open.last_mut() {
                        *last = false;
                    }
                }
                _ => {
                    open.pop();
                }
            }
        }
        let is_ours = is_mark(node) && added.contains(&id(node));
        assert!(
            !(is_ours && open.contains(&true)),
            "a mark stands in an instruction"
        );
    }
}

/// Read again, the copy says what the paper says.
fn assert_same_reading(source: &Source, copy: &Source, report: &Report) {
    let settings = all_rules();
    let before = check(source, &settings).unwrap();
    let after = check(copy, &settings).unwrap();
    assert_eq!(after.document.text, report.document.text, "{}", source.path);
    assert_eq!(after.document.blocks, report.document.blocks);
    assert_eq!(
        after.document.native_markers,
        report.document.native_markers
    );
    assert_eq!(after.document.native_notes, report.document.native_notes);
    assert_eq!(after.apparatus, report.apparatus);
    assert_eq!(after.document.warnings, report.document.warnings);
    assert_eq!(after.findings, before.findings);
}

/// Every rule, those that are off by default, too: many findings make many comments.
fn all_rules() -> Settings {
    Settings {
        select: REGISTRY.iter().map(|rule| rule.id.to_owned()).collect(),
        ..Settings::default()
    }
}

/// A comment at every word of a paper, and at all that its rules find.
/// Gives how many words were compared with what their comments cover.
fn assert_everywhere(source: &Source, words: usize) -> usize {
    let mut report = check(source, &all_rules()).unwrap();
    let text = &report.document.text;
    let of_words = text.split_whitespace().take(words).map(|word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        Finding {
            rule: "marker-gap",
            ..Finding::new(Span::new(start, start + word.len()), "x", "")
        }
    });
    let of_words: Vec<_> = of_words.collect();
    let found = report.findings.len();
    report.findings.extend(of_words);
    let copy = assert_copy(source, &report);
    let copy = Source {
        bytes: copy.bytes,
        ..source.clone()
    };
    let (document, mut compared) = (&report.document, 0);
    for (finding, covered) in report.findings.iter().zip(covered(&copy)).skip(found) {
        let is_traced = !document.part_spans(finding.span).is_empty();
        let mut markers = document.native_markers.iter();
        let is_counted = markers.any(|marker| marker.span.overlaps(finding.span));
        if is_traced && !is_counted && document.part(finding.span.start).is_none() {
            let word = letters(document.slice(finding.span));
            assert!(
                letters(&covered).contains(&word),
                "{word} is not in {covered}"
            );
            compared += 1;
        }
    }
    compared
}

/// The letters of a text: numbers that Word counts are not written.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

#[test]
fn a_comment_covers_its_words_and_the_run_keeps_its_look() {
    let body = p(&r("The mill burned in 1840 &amp; again in 1841."));
    let parts = Parts::new(&body, "");
    let (copy, covered) = commented(&parts, &["mill", "1840 & again", "1841"]);
    assert_eq!(covered, ["mill", "1840 & again", "1841"]);
    let (main, comments) = main_and_comments(&copy);
    assert!(main.contains("<w:commentRangeStart w:id=\"0\"/><w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">mill</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>"));
    for said in [
        "About mill.",
        "Look at it.",
        "Rule: marker-gap",
        "Error: about",
    ] {
        let said = said.replace("About mill.", "about mill.");
        assert!(comments.contains(&said), "{said}: {comments}");
    }
}

#[test]
fn where_there_were_no_comments_word_is_led_to_them() {
    let parts = Parts::new(&p(&r("The mill burned.")), "");
    let (copy, _) = commented(&parts, &["mill"]);
    let types = part(&copy, "[Content_Types].xml").unwrap();
    assert!(types.ends_with("<Override PartName=\"/word/comments.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/></Types>"));
    let relations = part(&copy, "word/_rels/document.xml.rels").unwrap();
    assert!(relations.contains("Target=\"comments.xml\"") && relations.contains("Id=\"rId2\""));
}

/// Adds a comment by Ann, called 0.
fn with_comment(parts: &mut Parts) {
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
    let comment =
        "<w:comment w:id=\"0\" w:author='Ann'><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>\n";
    parts.put("word/comments.xml", &root("comments", comment));
    parts.change("word/_rels/document.xml.rels", |text| {
        let relation =
            format!("<Relationship Target=\"/word/comments.xml\" Id=\"x\" Type=\"{R}/comments\"/>");
        text.replace("</Rel", &format!("{relation}</Rel"))
    });
    parts.change("[Content_Types].xml", |text| {
        let known = format!("<Override ContentType=\"{kind}\" PartName=\"/word/comments.xml\"/>");
        text.replace("</Types>", &format!("{known}</Types>"))
    });
}

#[test]
fn comments_of_others_stay_and_ids_go_on() {
    let body = p(
        "<w:commentRangeStart w:id=\"0\"/><w:r><w:t>The mill burned.</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:commentRangeStart w:id=\"4\"/>",
    );
    let mut parts = Parts::new(&body, "");
    with_comment(&mut parts);
    let (copy, covered) = commented(&parts, &["mill", "mill burned"]);
    assert_eq!(covered, ["mill", "mill burned"]);
    let (_, comments) = main_and_comments(&copy);
    assert_eq!(own(&comments), BTreeSet::from([5, 6]));
    let changed: Vec<_> = entries(&parts.source().bytes)
        .into_iter()
        .zip(entries(&copy.bytes))
        .filter(|(old, new)| old != new)
        .map(|(old, _)| String::from_utf8(old.name).unwrap())
        .collect();
    assert_eq!(changed, ["word/document.xml", "word/comments.xml"]);
}

#[test]
fn several_comments_at_the_same_words_and_across_runs_and_paragraphs() {
    let body = [
        p(&[r("One tw"), r("o three"), r(" four")].concat()),
        p(&r("Five six seven")),
    ]
    .concat();
    let parts = Parts::new(&body, "");
    let words = ["two", "two", "o three f", "four\n\nFive six", "seven"];
    let (_, covered) = commented(&parts, &words);
    assert_eq!(
        covered,
        ["two", "two", "o three f", "fourFive six", "seven"]
    );
}

#[test]
fn white_space_that_counts_goes_on_to_count_and_other_does_not() {
    let body = p("<w:r><w:t>  One two  three </w:t></w:r><w:r><w:t>four</w:t></w:r>");
    let parts = Parts::new(&body, "");
    let (_, covered) = commented(&parts, &["One", "two", "threefour", "wo three"]);
    assert_eq!(covered[..2], ["One", "two"]);
    assert_eq!(
        covered[2].trim(),
        "three".to_owned() + &covered[2].trim()[5..]
    );
    assert_eq!(covered[3], "wo  three");
}

#[test]
fn a_marker_is_commented_at_its_reference_and_a_note_at_its_marker() {
    let body = [
        p(&[r("Water is wet."), call(2), r(" Wind blows."), call(3)].concat()),
        p("<w:r><w:t>And </w:t><w:footnoteReference w:id=\"4\"/><w:t>so</w:t></w:r>"),
    ]
    .concat();
    let notes = [
        note(2, "Adams, Water."),
        note(3, "Brown, Wind."),
        note(4, "Clark, Fire."),
        note(9, "Lost, Note."),
    ];
    let parts = Parts::new(&body, &notes.concat());
    let (copy, covered) = commented(&parts, &["²", "Brown", "³", "3. Clark, Fire", "Lost"]);
    assert_eq!(
        covered,
        [
            "<footnoteReference>",
            "<footnoteReference>",
            "<footnoteReference>",
            "<footnoteReference>",
            "Water is wet."
        ]
    );
    let (_, comments) = main_and_comments(&copy);
    for said in [
        "This is about footnote 2: “2. Brown, Wind.”",
        "This is about footnote 3: “3. Clark, Fire”",
        "This is about unnumbered footnote 1: “Lost, Note.”",
    ] {
        assert!(comments.contains(said), "{said}: {comments}");
    }
}

#[test]
fn a_mark_that_the_author_chose_stays_with_its_reference() {
    let body = [
        p("<w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"2\"/><w:t>*</w:t></w:r><w:r><w:t> two</w:t></w:r>"),
        p("<w:r><w:t>Three</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"3\"/></w:r><w:r><w:t>†</w:t></w:r>"),
    ]
    .concat();
    let parts = Parts::new(&body, &[note(2, "* Adams."), note(3, "† Brown.")].concat());
    let (_, covered) = commented(&parts, &["*", "†", "two"]);
    assert_eq!(
        covered,
        ["<footnoteReference>*", "<footnoteReference>†", "two"]
    );
}

#[test]
fn fields_stay_whole_and_links_and_insertions_do_not_take_the_reference() {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>result of a field</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let body = p(&[
        r("See the "),
        field.to_owned(),
        "<w:fldSimple w:instr=\" REF y \"><w:r><w:t>, simple field</w:t></w:r></w:fldSimple>"
            .to_owned(),
        format!(
            "<w:hyperlink w:anchor=\"z\">{}</w:hyperlink>",
            r(" inside a link")
        ),
        format!(
            "<w:ins w:id=\"1\" w:author=\"Bo\">{}</w:ins>",
            r(" put in later")
        ),
        format!(
            "<w:del w:id=\"2\" w:author=\"Bo\">{}</w:del>",
            "<w:r><w:delText>gone</w:delText></w:r>"
        ),
        r(" and the end."),
    ]
    .concat());
    let parts = Parts::new(&body, "");
    let words = [
        "of a",
        "simple",
        "a link",
        "in later",
        "later and",
        "the result",
    ];
    let (copy, covered) = commented(&parts, &words);
    assert_eq!(
        covered,
        [
            "result of a field",
            ", simple field",
            "a link",
            "in later",
            "later and",
            "the result of a field"
        ]
    );
    assert!(
        part(&copy, "word/document.xml")
            .unwrap()
            .contains("</w:hyperlink><w:r><w:commentReference")
    );
}

#[test]
fn controls_formulas_and_tables() {
    let control = |kind: &str, text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:id w:val=\"3\"/>{kind}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            r(text)
        )
    };
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(&r(text)));
    let body = [
        p(&[
            control("<w:text/>", "bound to data "),
            control("", "typed in freely "),
            "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>".to_owned(),
            r("<w:tab/>".replace("<w:tab/>", " end").as_str()),
            "<w:r><w:t>tab</w:t><w:tab/><w:t>behind</w:t><w:br/><w:t>line</w:t></w:r>".to_owned(),
        ]
        .concat()),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
            cell("first cell"),
            cell("second cell")
        ),
    ]
    .concat();
    let parts = Parts::new(&body, "");
    let words = [
        "to data",
        "in freely",
        "+b",
        "tab behind",
        "behind",
        "line",
        "cell\tsecond",
    ];
    let (_, covered) = commented(&parts, &words);
    assert_eq!(
        covered,
        [
            "bound to data ",
            "in freely",
            "a+b",
            "tab<tab>behind",
            "behind",
            "line",
            "cell"
        ]
    );
}

#[test]
fn what_is_wrong_in_a_text_box_is_said_at_the_box() {
    let text = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(&r(words)));
    let boxed = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        text("Words in a box"),
        text("Words in a box"),
    );
    let parts = Parts::new(&p(&[r("Before"), boxed, r(" behind")].concat()), "");
    let (copy, covered) = commented(&parts, &["in a", "behind\n\nWords"]);
    assert_eq!(
        covered,
        ["Words in a boxWords in a box", " behind".trim_start()]
    );
    let (main, comments) = main_and_comments(&copy);
    assert!(main.contains("<w:commentRangeStart w:id=\"0\"/><w:r><mc:AlternateContent>"));
    assert!(
        comments.contains("This is about text box 1: "),
        "{comments}"
    );
}

#[test]
fn numbers_that_word_counts_and_empty_places_have_their_comments_beside_them() {
    let numbered = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>Adams, Water.</w:t></w:r></w:p>";
    let parts = Parts::new(&[p(&r("One  two.")), numbered.to_owned()].concat(), "");
    let source = parts.source();
    let mut report = check(&source, &Settings::default()).unwrap();
    let place = |words: &str, length: usize| {
        let start = report.document.text.find(words).unwrap();
        Finding {
            rule: "marker-gap",
            ..Finding::new(Span::new(start, start + length), "x", "")
        }
    };
    let end = Finding {
        span: Span::new(8, 8),
        ..place("One", 0)
    };
    report.findings = vec![place("Adams", 0), place(" two", 1), end, place("two", 0)];
    let copy = assert_copy(&source, &report);
    let copy = Source {
        bytes: copy.bytes,
        ..source
    };
    assert_eq!(covered(&copy), ["Adams,", "One  two.", "two.", "two."]);
}

#[test]
fn a_paper_without_text_takes_its_comment_in_its_first_paragraph() {
    let parts = Parts::new("<w:p/><w:p></w:p>", &note(2, "Adams, Water."));
    let (copy, covered) = commented(&parts, &["Adams"]);
    assert_eq!(covered, [""]);
    let (main, _) = main_and_comments(&copy);
    assert!(main.contains("<w:p/><w:p><w:commentRangeStart"), "{main}");
    let none = Parts::new("", &note(2, "Adams, Water.")).source();
    let mut report = check(&none, &Settings::default()).unwrap();
    report.findings = vec![at(&report.document, "Adams")];
    let error = annotate(&none, &report).unwrap_err().to_string();
    assert!(error.contains("holds no paragraph"), "{error}");
}

#[test]
fn other_prefixes_the_strict_variant_and_characters_in_disguise() {
    let body = p(
        "<w:r><w:t><![CDATA[The mill]]> burned &#38; fell.</w:t></w:r><w:r><w:t>J&#xE9;r&#244;me wept.</w:t></w:r>",
    );
    for change in [
        |text: &str| text.replace("w:", "wx:").replace("xmlns:w=", "xmlns:wx="),
        |text: &str| text.replace(W, STRICT),
        |text: &str| text.replace("<?xml", "\u{feff}<?xml"),
        |text: &str| {
            text.replace("<w:t>", "<w:t xmlns:q=\"q\">")
                .replace("<w:r>", "<w:r w:rsidR=\"00A1\" xmlns:z='z'>")
        },
    ] {
        let mut parts = Parts::new(&body, "");
        parts.change("word/document.xml", change);
        let (copy, covered) = commented(&parts, &["burned", "érô", "wept", "me"]);
        assert_eq!(covered.last().unwrap(), "me");
        assert_eq!(covered[1..3], ["érô", "wept"]);
        assert!(
            covered[0].contains("burned"),
            "a text with a stretch like this is not parted"
        );
        assert!(
            part(&copy, "word/document.xml")
                .unwrap()
                .starts_with(&change("<?xml"))
        );
    }
}

#[test]
fn what_cannot_be_copied_safely_is_refused_in_words() {
    let refused = |parts: &Parts, path: &str| {
        let source = Source {
            path: path.to_owned(),
            ..parts.source()
        };
        let mut report = check(&source, &Settings::default()).unwrap();
        report.findings = vec![at(&report.document, "mill")];
        annotate(&source, &report).unwrap_err().to_string()
    };
    let mut parts = Parts::new(&p(&r("The mill burned.")), "");
    parts.0.retain(|(name, _)| name != "[Content_Types].xml");
    let error = refused(&parts, "a.docx");
    assert_eq!(error, "a.docx: lacks its part [Content_Types].xml");
    let mut parts = Parts::new(&p(&r("The mill burned.")), "");
    parts.change("word/_rels/document.xml.rels", |text| {
        text.replace(
            "</Rel",
            &format!("<Relationship Target=\"comments.xml\" Id=\"x\" Type=\"{R}/comments\"/></Rel"),
        )
    });
    parts.put("word/comments.xml", "<w:comments>");
    let error = refused(&parts, "a.docx");
    assert!(
        error.contains("word/comments.xml cannot be read"),
        "{error}"
    );
    let mut parts = Parts::new(&p(&r("The mill burned.")), "");
    parts.change("word/document.xml", |text| {
        text.chars().flat_map(|letter| [letter, '\0']).collect()
    });
    let error = refused(&parts, "a.docx");
    assert!(
        error.contains("word/document.xml is not in UTF-8"),
        "{error}"
    );
    let text = Source {
        path: "a.txt".to_owned(),
        bytes: b"The mill.[1]".to_vec(),
        format: None,
    };
    let report = check(&text, &Settings::default()).unwrap();
    let error = annotate(&text, &report).unwrap_err().to_string();
    assert!(error.contains("a.txt: is not a Word file"), "{error}");
}

#[test]
fn more_comments_than_word_opens_are_refused() {
    let source = Parts::new(&p(&r("The mill burned.")), "").source();
    let mut report = check(&source, &Settings::default()).unwrap();
    report.findings = vec![at(&report.document, "mill"); 32_768];
    let error = annotate(&source, &report).unwrap_err().to_string();
    assert!(error.contains("more than 32767 comments"), "{error}");
}

#[test]
fn a_signed_paper_is_copied_with_a_word_of_warning() {
    let mut parts = Parts::new(&p(&r("The mill burned.")), "");
    parts.put("_xmlsignatures/sig1.xml", "<Signature/>");
    let source = parts.source();
    let mut report = check(&source, &Settings::default()).unwrap();
    assert!(
        annotate(&source, &report).unwrap().remarks.is_empty(),
        "nothing is changed"
    );
    report.findings = vec![at(&report.document, "mill")];
    let copy = assert_copy(&source, &report);
    assert!(copy.remarks[0].contains("signature"));
}

#[test]
fn a_paper_without_findings_is_copied_as_it_is() {
    let source = Parts::new(&p(&r("The mill burned.")), "").source();
    let report = check(&source, &Settings::default()).unwrap();
    assert!(report.findings.is_empty());
    let copy = annotate(&source, &report).unwrap();
    assert_eq!((copy.bytes, copy.comments), (source.bytes, 0));
}

#[test]
fn names_with_backslashes_are_those_of_the_parts() {
    let mut parts = Parts::new(&p(&r("The mill burned.")), "");
    with_comment(&mut parts);
    for (name, _) in &mut parts.0 {
        *name = name.replace('/', "\\");
    }
    let source = parts.source();
    let mut report = check(&source, &Settings::default()).unwrap();
    report.findings = vec![at(&report.document, "mill")];
    let copy = annotate(&source, &report).unwrap();
    let names: Vec<_> = entries(&copy.bytes)
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    let old: Vec<_> = entries(&source.bytes)
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    assert_eq!(names, old);
    let copy = Source {
        bytes: copy.bytes,
        ..source
    };
    let comments = part(&copy, "word\\comments.xml").unwrap();
    assert_eq!(own(&comments), BTreeSet::from([1]));
}

/// Every Word file below a folder.
fn word_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(word_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "docx") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn our_papers_take_a_comment_at_every_word() {
    let papers = word_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"));
    assert!(papers.len() >= 4, "{papers:?}");
    let papers = papers.iter().map(|path| Source::open(path, None).unwrap());
    let compared = papers.map(|paper| assert_everywhere(&paper, usize::MAX));
    assert!(compared.min().unwrap() > 50);
}

/// The same for the papers of a folder beside the repository.
fn assert_shared(name: &str) {
    let Some(folder) = shared::folder(name) else {
        return;
    };
    let papers = word_files(&folder);
    let papers = papers.iter().map(|path| Source::open(path, None).unwrap());
    let compared = papers.map(|paper| assert_everywhere(&paper, 1000));
    assert!(compared.max().unwrap() > 500);
}

#[test]
fn papers_of_others_take_a_comment_at_every_word() {
    assert_shared("corpus");
}

#[test]
fn papers_made_to_be_hard_take_a_comment_at_every_word() {
    assert_shared("inputs");
}
