//! The Word copy: the same file with a comment at each finding.
//!
//! Nobody who edits in Word wants to look up paragraph 214. So the findings are put into a copy of the paper, as comments
//! by “footfault” at the words that they are about; whoever accepts or dismisses them works as with any reviewer. Apart
//! from the comments the copy is the paper: its text is only ever added to, and all other parts are copied as they lie in
//! the container.
//!
//! Word knows comments in its running text only. What is wrong in a footnote is said at the marker that calls it, what is
//! wrong in a text box at the box, and the comment says so.

use std::collections::BTreeSet;

use roxmltree::Document as Xml;

use self::anchor::Anchors;
use self::comments::Comment;
use self::container::Container;
use self::splice::Splice;
use self::target::Targets;
use crate::check::Report;
use crate::document::Format;
use crate::readers::docx::markup::{attribute, is};
use crate::readers::xml;
use crate::source::{Error, Source};

mod anchor;
mod comments;
mod container;
mod relate;
mod splice;
mod target;
mod wording;

/// How many comments Word opens in a file; it says so in its notes on the standard, of `commentRangeStart`.
const MOST: usize = 32_767;

/// A paper with comments in it.
#[derive(Debug, Clone)]
pub struct Annotated {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// How many comments were added.
    pub comments: usize,
    /// What the editor should know of the copy.
    pub remarks: Vec<String>,
}

/// The paper that a report is of with a comment for each finding; without findings the paper as it is. The same paper
/// with the same findings gives the same bytes: the comments bear no date.
pub fn annotate(source: &Source, report: &Report) -> Result<Annotated, Error> {
    let unreadable = |what: String| Error::Unreadable {
        path: source.path.clone(),
        what,
    };
    if report.document.format != Format::Docx {
        let what = "is not a Word file, so it cannot take comments (--annotate)";
        return Err(unreadable(what.to_owned()));
    }
    if report.findings.is_empty() {
        return Ok(Annotated {
            bytes: source.bytes.clone(),
            comments: 0,
            remarks: Vec::new(),
        });
    }
    let mut container = Container::open(source)?;
    let remarks = container.remarks();
    let main = container.main()?;
    let spliced = commented(&mut container, &main, report).map_err(unreadable)?;
    container.put(&main, &spliced);
    let bytes = container.written().map_err(|error| {
        unreadable(format!("could not be copied with comments in it ({error})"))
    })?;
    Ok(Annotated {
        bytes,
        comments: report.findings.len(),
        remarks,
    })
}

/// The text of the main part with the anchors of all comments; the comments themselves are put into the container.
fn commented(
    container: &mut Container<'_>,
    main: &container::Part,
    report: &Report,
) -> Result<String, String> {
    let broken = |error: String| format!("its part {} cannot be read ({error})", main.path);
    let parsed = xml::parse(&main.text, false).map_err(broken)?;
    let old = container.comments(&main.path)?;
    let used: BTreeSet<i64> = ids(&parsed).chain(old.ids.iter().copied()).collect();
    if used.len() + report.findings.len() > MOST {
        return Err(format!(
            "would have more than {MOST} comments, and Word opens no such file; leave rules out with --ignore"
        ));
    }
    let anchors = Anchors::new(&parsed);
    let targets = Targets::new(report);
    let mut splice = Splice::new(&parsed);
    let mut comments = Vec::new();
    for (finding, id) in report.findings.iter().zip(free_ids(&used)) {
        let target = targets.of(finding.span);
        let anchor = anchors.around(&target.spans).or_else(|| anchors.first());
        let anchor = anchor.ok_or("holds no paragraph at which a comment could stand")?;
        splice.add(id, anchor);
        let paragraphs = wording::paragraphs(report, finding, target.is_at_words);
        comments.push(Comment { id, paragraphs });
    }
    let spliced = splice.written();
    let sound = xml::parse(&spliced, false).map_err(broken)?;
    if starts(&sound) != starts(&parsed) + comments.len() {
        return Err("has markup in which comments cannot be put safely".to_owned());
    }
    let space = parsed
        .root_element()
        .tag_name()
        .namespace()
        .unwrap_or_default();
    container.add_comments(&main.path, &old, &comments, space)?;
    Ok(spliced)
}

/// The ids of the comments that stand in a part.
fn ids<'a>(parsed: &'a Xml<'_>) -> impl Iterator<Item = i64> + 'a {
    let of_comment = ["commentRangeStart", "commentRangeEnd", "commentReference"];
    let marks = parsed
        .descendants()
        .filter(move |&node| of_comment.iter().any(|name| is(node, name)));
    marks.filter_map(|node| attribute(node, "id")?.trim().parse().ok())
}

fn starts(parsed: &Xml<'_>) -> usize {
    let nodes = parsed.descendants();
    nodes.filter(|&node| is(node, "commentRangeStart")).count()
}

/// Ids above all that are used; below them, where somebody has used up the numbers above.
fn free_ids(used: &BTreeSet<i64>) -> impl Iterator<Item = i64> + '_ {
    let last = used.last().copied().unwrap_or(-1);
    let room = i64::from(i32::MAX) - i64::try_from(MOST).unwrap_or(0);
    let first = if last < room { last.max(-1) + 1 } else { 0 };
    (first..).filter(|id| !used.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ids_stand_above_the_old_ones_where_there_is_room() {
        let free = |used: &[i64]| -> Vec<i64> {
            let used = used.iter().copied().collect();
            free_ids(&used).take(2).collect()
        };
        assert_eq!(free(&[]), [0, 1]);
        assert_eq!(free(&[7, 3]), [8, 9]);
        assert_eq!(free(&[-5]), [0, 1]);
        assert_eq!(free(&[0, i64::from(i32::MAX)]), [1, 2]);
    }
}
