//! Names that a page has lost: text that was pasted out of a word processor keeps the links of its notes, and a program
//! that cleans it takes out the names to which they lead.

use super::label;
use super::pages::{Pages, key};
use super::tree::Node;

/// What the names of markers and of notes begin with: a marker leads to `_ftn3`, and its note back to `_ftnref3`.
const PAIRS: [(&str, &str); 3] = [
    ("_ftn", "_ftnref"),
    ("_edn", "_ednref"),
    ("ftnt", "ftnt_ref"),
];

/// The names that the links of a page mean, each with its element: the link at the other end of the same number.
pub(super) fn names(pages: &Pages<'_>) -> Vec<(String, Node)> {
    let mut found = Vec::new();
    for page in &pages.all {
        for node in pages.tree.within(page.root) {
            let href = pages.tree.attribute(node, "href").unwrap_or_default();
            let fragment = href.split_once('#').map(|(_, fragment)| fragment);
            let name = fragment
                .filter(|_| pages.tree.name(node) == "a" && !pages.is_unseen(node))
                .and_then(other_end);
            let Some(name) = name.map(|name| key(&page.name, &name)) else {
                continue;
            };
            let is_label = || label::shown(&pages.text(node, label::LONGEST)).is_some();
            if !pages.has_name(&name) && is_label() {
                found.push((name, node));
            }
        }
    }
    found
}

/// The name of the place where a link with this goal stands.
fn other_end(goal: &str) -> Option<String> {
    PAIRS.iter().find_map(|(note, marker)| {
        let number =
            |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
        let back = goal.strip_prefix(marker).filter(|rest| number(rest));
        let ahead = goal.strip_prefix(note).filter(|rest| number(rest));
        back.map(|rest| format!("{note}{rest}"))
            .or_else(|| ahead.map(|rest| format!("{marker}{rest}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_tells_the_name_of_its_own_place() {
        assert_eq!(other_end("_ftn12").as_deref(), Some("_ftnref12"));
        assert_eq!(other_end("_ednref3").as_deref(), Some("_edn3"));
        assert_eq!(other_end("_ftnote"), None);
    }
}
