//! Links on a terminal that follows them: from a place to the file, and from a cited address to its page.

use std::collections::BTreeSet;

use url::Url;

use super::screen::Screen;
use crate::check::Report;
use crate::document::Document;

/// Where the links of a report lead; nowhere on a screen that follows none.
pub(super) struct Hyperlinks {
    screen: Screen,
    /// The paper, if it is a file.
    file: Option<Url>,
    /// The cited pages and their archived copies.
    pages: BTreeSet<String>,
}

impl Hyperlinks {
    pub(super) fn new(report: &Report, screen: Screen) -> Self {
        let mut links = Self {
            screen,
            file: None,
            pages: BTreeSet::new(),
        };
        if screen.hyperlinks {
            let path = std::path::absolute(&report.document.path).ok();
            links.file = path
                .filter(|_| report.document.path != "-")
                .and_then(|path| Url::from_file_path(path).ok());
            let cited = report.citations.addresses.iter();
            let cited = cited.map(|address| address.text.clone());
            let checked = report.links.iter().flat_map(|links| &links.addresses);
            let copies = checked.flatten().filter_map(|it| it.archived.as_ref());
            links.pages = cited
                .chain(copies.map(|copy| copy.url.to_string()))
                .collect();
        }
        links
    }

    /// A text that leads to the paper, and to a line of it where the file has lines. Terminals that open files in an
    /// editor take the line from the fragment.
    pub(super) fn file(&self, document: &Document, offset: Option<usize>, text: &str) -> String {
        let Some(file) = &self.file else {
            return text.to_owned();
        };
        let mut file = file.clone();
        let has_lines = document.format.has_lines();
        let offset = offset.filter(|&offset| has_lines && document.part(offset).is_none());
        let line = offset.map(|offset| document.place(offset).line.to_string());
        file.set_fragment(line.as_deref());
        self.screen.link(file.as_str(), text)
    }

    /// A text in which every cited address that stands there as a whole leads to its page. One that is cut or wrapped does
    /// not: what is left of it may be another page.
    pub(super) fn addresses(&self, text: String) -> String {
        if self.pages.is_empty() {
            return text;
        }
        let mut linked = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find("http") {
            let (before, from) = rest.split_at(at);
            let end = from.find(|it: char| it.is_whitespace() || it.is_control());
            let (run, behind) = from.split_at(end.unwrap_or(from.len()));
            linked.push_str(before);
            // The end of an archived copy's address, which was wrapped, is not the page that was copied.
            let is_inside = before.ends_with(|it: char| it == '/' || it.is_alphanumeric());
            let shown = (!is_inside).then(|| self.run(run));
            linked.push_str(shown.as_deref().unwrap_or(run));
            rest = behind;
        }
        linked + rest
    }

    /// A run of characters that begins like an address, as a link if it is a cited one with signs of the sentence behind.
    fn run(&self, run: &str) -> String {
        // What was cut may begin like another cited address.
        let is_whole = !run.contains('…');
        let is_sign = |it: char| it.is_ascii_punctuation() || "”’»".contains(it);
        let least = run.trim_end_matches(is_sign).len();
        let ends = (least..=run.len()).rev();
        let mut parts = ends
            .filter(|&end| is_whole && run.is_char_boundary(end))
            .map(|end| run.split_at(end));
        let cited = parts.find(|(address, _)| self.pages.contains(*address));
        let Some((address, behind)) = cited else {
            return run.to_owned();
        };
        Url::parse(address).map_or_else(
            |_| run.to_owned(),
            |url| self.screen.link(url.as_str(), address) + behind,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(pages: &[&str]) -> Hyperlinks {
        Hyperlinks {
            screen: Screen::new(true, true, None).hyperlinks(true),
            file: None,
            pages: pages.iter().map(|&page| page.to_owned()).collect(),
        }
    }

    fn link(address: &str) -> String {
        format!("\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\")
    }

    #[test]
    fn a_cited_address_leads_to_its_page_without_the_signs_behind_it() {
        let (short, long) = ("https://a.example/b", "https://a.example/b.html");
        let links = links(&[short, long]);
        let text = format!("see “{short}”, {long}.\n(http) {short}/c");
        let linked = format!("see “{}”, {}.\n(http) {short}/c", link(short), link(long));
        assert_eq!(links.addresses(text), linked);
    }

    #[test]
    fn an_address_that_was_cut_or_wrapped_leads_nowhere() {
        let links = links(&["https://a.example/", "https://a.example"]);
        let text = "https://a.example/… web/2020/https://a.example/ https://a.example/\u{1b}[0m";
        assert_eq!(
            links.addresses(text.to_owned()),
            format!(
                "https://a.example/… web/2020/https://a.example/ {}\u{1b}[0m",
                link("https://a.example/")
            )
        );
    }
}
