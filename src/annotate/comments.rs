//! The part of a Word file that holds its comments.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use roxmltree::Document;

use super::relate;
use super::splice::declaration;

/// The name under which all comments are made.
const AUTHOR: &str = "footfault";

/// What Word shows where there is no room for the name.
const INITIALS: &str = "ff";

/// One comment.
pub(super) struct Comment {
    pub(super) id: i64,
    pub(super) paragraphs: Vec<String>,
}

/// A part with these comments, in the namespace `space`.
pub(super) fn part(space: &str, comments: &[Comment]) -> String {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let body = written(comments, "");
    format!("{head}<w:comments xmlns:w=\"{space}\">{body}</w:comments>")
}

/// A part with these comments behind its own.
pub(super) fn appended(old: &Document<'_>, comments: &[Comment]) -> String {
    relate::appended(old, &written(comments, &declaration(old)))
}

fn written(comments: &[Comment], declaration: &str) -> String {
    let mut writer = Writer::new(Vec::new());
    for comment in comments {
        for event in events(comment, declaration) {
            // Writing to memory cannot fail.
            let _ = writer.write_event(event);
        }
    }
    String::from_utf8_lossy(&writer.into_inner()).into_owned()
}

/// The elements of a comment. It bears no date: the standard asks for none, and the same paper must give the same bytes.
fn events<'a>(comment: &'a Comment, declaration: &'a str) -> Vec<Event<'a>> {
    let id = comment.id.to_string();
    let attributes = [
        ("w:id", id.as_str()),
        ("w:author", AUTHOR),
        ("w:initials", INITIALS),
    ];
    let name = format!("w:comment{declaration}");
    let open = BytesStart::from_content(name, "w:comment".len()).with_attributes(attributes);
    let mut events = vec![Event::Start(open.into_owned())];
    for (index, paragraph) in comment.paragraphs.iter().enumerate() {
        events.push(Event::Start(BytesStart::new("w:p")));
        if index == 0 {
            // Word shows here the sign by which the text calls the comment, and leads back by it.
            events.push(Event::Start(BytesStart::new("w:r")));
            events.push(Event::Empty(BytesStart::new("w:annotationRef")));
            events.push(Event::End(BytesEnd::new("w:r")));
        }
        let text = BytesStart::new("w:t").with_attributes([("xml:space", "preserve")]);
        events.push(Event::Start(BytesStart::new("w:r")));
        events.push(Event::Start(text));
        events.push(Event::Text(BytesText::new(paragraph)));
        events.push(Event::End(BytesEnd::new("w:t")));
        events.push(Event::End(BytesEnd::new("w:r")));
        events.push(Event::End(BytesEnd::new("w:p")));
    }
    events.push(Event::End(BytesEnd::new("w:comment")));
    events
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    fn comment(id: i64, text: &str) -> Comment {
        Comment {
            id,
            paragraphs: vec![text.to_owned(), "Rule: x".to_owned()],
        }
    }

    #[test]
    fn what_a_comment_says_is_no_markup() {
        let part = part(WORD, &[comment(3, "“Tom & <Jerry>” ]]>")]);
        let parsed = Document::parse(&part).unwrap();
        let texts: Vec<&str> = parsed
            .descendants()
            .filter_map(|node| node.text())
            .collect();
        assert!(texts.contains(&"“Tom & <Jerry>” ]]>"), "{texts:?}");
        let comment = parsed.root_element().first_element_child().unwrap();
        assert_eq!(comment.attribute((WORD, "author")), Some("footfault"));
        assert_eq!(comment.attribute((WORD, "id")), Some("3"));
        assert_eq!(comment.attribute((WORD, "date")), None);
    }

    #[test]
    fn comments_of_others_stay_as_they_are_whatever_they_call_the_elements() {
        let old = format!("<x:comments xmlns:x=\"{WORD}\"><x:comment x:id=\"0\" /></x:comments>");
        let new = appended(&Document::parse(&old).unwrap(), &[comment(1, "so")]);
        let head = old.strip_suffix("</x:comments>").unwrap();
        assert!(
            new.starts_with(head) && new.ends_with("</x:comments>"),
            "{new}"
        );
        let parsed = Document::parse(&new).unwrap();
        let comments = parsed.root_element().children();
        let names: Vec<_> = comments.map(|node| node.tag_name().namespace()).collect();
        assert_eq!(names, [Some(WORD), Some(WORD)]);
    }
}
