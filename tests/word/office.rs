//! The copy as LibreOffice opens it, where LibreOffice is installed.

use std::path::Path;
use std::process::Command;

use footfault::annotate::annotate;
use footfault::check::check;
use footfault::settings::Settings;
use footfault::source::Source;
use roxmltree::{Document as Xml, Node};

use super::{Parts, at, call, note, p, part, r, tool};

/// Whether it can be asked.
fn is_installed() -> bool {
    tool::runs("soffice", &["--version"], "whether the copy opens")
}

/// A Word file as LibreOffice reads it.
fn opened(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copy.docx"), bytes).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let converted = Command::new("soffice")
        .current_dir(folder.path())
        .args([&profile, "--headless", "--convert-to", "odt", "copy.docx"])
        .output()
        .unwrap();
    let path = folder.path().join("copy.odt");
    assert!(path.exists(), "{converted:?}");
    part(&Source::open(&path, None).unwrap(), "content.xml").unwrap()
}

/// For each comment its author, its first paragraph, and the words at which it stands.
fn comments(content: &str) -> Vec<(String, String, String)> {
    let parsed = Xml::parse(content).unwrap();
    let nodes: Vec<Node<'_, '_>> = parsed.descendants().collect();
    let text = |node: Node<'_, '_>| -> String {
        let texts = node.descendants().filter(Node::is_text);
        texts.filter_map(|text| text.text()).collect()
    };
    let named = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let name = |node: Node<'_, '_>| {
        let mut attributes = node.attributes();
        let name = attributes.find(|attribute| attribute.name() == "name");
        name.map(|name| name.value().to_owned())
    };
    let annotations = nodes.iter().filter(|node| named(node, "annotation"));
    annotations
        .map(|&node| {
            let mut ends = nodes.iter().filter(|end| named(end, "annotation-end"));
            let end = ends.find(|&&end| name(end) == name(node)).unwrap();
            let within = nodes.iter().filter(|text| {
                let at = text.range().start;
                let is_said = || text.ancestors().any(|above| named(&above, "annotation"));
                text.is_text() && node.range().end <= at && at < end.range().start && !is_said()
            });
            let words = within.filter_map(Node::text).collect();
            let child = |name: &str| node.children().find(|child| named(child, name));
            let (author, first) = (child("creator").unwrap(), child("p").unwrap());
            (text(author), text(first), words)
        })
        .collect()
}

#[test]
fn every_comment_stands_at_its_words() {
    if !is_installed() {
        return;
    }
    let anns = "<w:commentRangeStart w:id=\"0\"/><w:r><w:t>Ann asks.</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>";
    let body = [
        p(&[r("The old mill burned."), call(2), r(" It stood empty.")].concat()),
        p(&format!(
            "{anns}<w:hyperlink w:anchor=\"x\">{}</w:hyperlink>",
            r(" A link to it.")
        )),
    ]
    .concat();
    let mut parts = Parts::new(&body, &note(2, "Adams, Water."));
    super::with_comment(&mut parts);
    let source = parts.source();
    let mut report = check(&source, &Settings::default()).unwrap();
    let words = ["old mill", "empty", "Adams", "asks", "link"];
    report.findings = words.map(|words| at(&report.document, words)).to_vec();
    let mut found = comments(&opened(&annotate(&source, &report).unwrap().bytes));
    found.sort();
    let ours = |said: &str, words: &str| {
        let said = format!("Error: about {said}.");
        ("footfault".to_owned(), said, words.to_owned())
    };
    let mut expected = vec![
        ("Ann".to_owned(), "Why?".to_owned(), "Ann asks.".to_owned()),
        ours("old mill", "old mill"),
        ours("empty", "empty"),
        ours("asks", "asks"),
        ours("link", "link"),
    ];
    expected.sort();
    // The note stands within its marker there, with its number.
    let (of_note, others): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|(_, said, _)| said.contains("Adams"));
    assert_eq!(others, expected);
    assert!(of_note[0].2.contains("Adams, Water."), "{of_note:?}");
}

#[test]
fn our_papers_open_with_all_their_comments() {
    if !is_installed() {
        return;
    }
    for name in ["agree/typed.docx", "rules/hand-typed-note/bad-word.docx"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("testdata")
            .join(name);
        let source = Source::open(path, None).unwrap();
        let report = check(&source, &Settings::default()).unwrap();
        let copy = annotate(&source, &report).unwrap();
        assert!(copy.comments > 0);
        let found = comments(&opened(&copy.bytes));
        assert_eq!(found.len(), copy.comments, "{name}: {found:?}");
    }
}
