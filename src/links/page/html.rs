//! The facts in the tags of a page, and its visible text.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use url::Url;

use super::{clean, linked_data};
use crate::links::{Barrier, Page};

/// How many titles, authors or dates are kept.
const MOST: usize = 12;

/// How many `<time>` elements are looked at: later ones are those of other articles.
const TIMES: usize = 2;

/// Elements whose text is no part of what the page says.
const UNSEEN: &[&str] = &[
    "head", "script", "style", "noscript", "template", "svg", "nav", "iframe", "textarea", "select",
];

/// Elements within which words go on.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];

/// Which names of `<meta>` give a title, the surest first; then come JSON-LD, `<title>` and `<h1>`.
const TITLES: &[&[&str]] = &[
    &["citation_title", "bepress_citation_title", "eprints.title"],
    &["dc.title", "dcterms.title", "dc:title"],
    &["og:title", "twitter:title", "parsely-title", "headline"],
];
const LINKED_DATA: usize = 3;
const TITLE: usize = 4;
const HEADING: usize = 5;

const AUTHORS: &[&str] = &[
    "citation_author",
    "citation_authors",
    "bepress_citation_author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "eprints.creators_name",
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
];

const DATES: &[&str] = &[
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "bepress_citation_date",
    "eprints.date",
    "dc.date",
    "dc.date.issued",
    "dc.issued",
    "dcterms.date",
    "dcterms.issued",
    "dc:date",
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "publication-date",
    "date",
    "parsely-pub-date",
    "sailthru.date",
];

const SITES: &[&str] = &[
    "citation_journal_title",
    "bepress_citation_journal_title",
    "prism.publicationname",
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "application-name",
];

const LANGUAGES: &[&str] = &[
    "content-language",
    "og:locale",
    "dc.language",
    "citation_language",
];

/// Text that is being gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Title,
    Heading,
    Time,
    LinkedData,
}

impl Within {
    fn tag(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "h1",
            Self::Time => "time",
            Self::LinkedData => "script",
        }
    }
}

/// What has been found so far.
#[derive(Debug, Default)]
struct Reader {
    /// The titles with their rank.
    titles: Vec<(usize, String)>,
    authors: Vec<String>,
    dates: Vec<String>,
    times: Vec<String>,
    sites: Vec<(usize, String)>,
    language: Option<String>,
    canonical: Option<String>,
    paywall: bool,
    text: String,
    /// The element whose text is not seen, and how deep in elements of its name.
    unseen: Option<(&'static str, usize)>,
    within: Option<(Within, String)>,
}

/// The page without its hash and passages, and its visible text with white space folded.
pub(super) fn read(source: &str, address: &Url) -> (Page, String) {
    let mut emitter: DefaultEmitter<()> = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(source, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => reader.start(&tag),
            Ok(Token::EndTag(tag)) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Ok(Token::String(text)) => reader.text(&String::from_utf8_lossy(&text.value)),
            Ok(_) | Err(_) => {}
        }
    }
    reader.page(address)
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name);
        let attribute = |name: &str| {
            let value = tag.attributes.get(name.as_bytes())?;
            Some(String::from_utf8_lossy(&value.value).into_owned())
        };
        match &*name {
            "html" => self.language = self.language.take().or_else(|| attribute("lang")),
            "meta" => self.meta(&attribute),
            "link" if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| attribute("href"));
            }
            "time" => self.time(&attribute),
            "title" if self.is_seen("svg") && !self.has_title(TITLE) => self.gather(Within::Title),
            "h1" if !self.has_title(HEADING) => self.gather(Within::Heading),
            "script" if attribute("type").is_some_and(|kind| kind.contains("ld+json")) => {
                self.gather(Within::LinkedData);
            }
            _ => {}
        }
        // Some sites mark any element with the day of publication.
        if name != "time"
            && attribute("itemprop").is_some_and(|of| of == "datePublished")
            && name != "meta"
        {
            keep(
                &mut self.dates,
                &attribute("content")
                    .or_else(|| attribute("datetime"))
                    .unwrap_or_default(),
            );
        }
        self.hide(&name, tag.self_closing);
        self.part(&name);
    }

    fn is_seen(&self, element: &str) -> bool {
        self.unseen.is_none_or(|(name, _)| name != element)
    }

    fn has_title(&self, rank: usize) -> bool {
        self.titles.iter().any(|&(known, _)| known == rank)
    }

    fn gather(&mut self, what: Within) {
        self.within = Some((what, String::new()));
    }

    /// Enters an element whose text is not seen. Navigation and head end where the article begins, closed or not.
    fn hide(&mut self, name: &str, self_closing: bool) {
        match &mut self.unseen {
            Some(("head", _)) if name == "body" => self.unseen = None,
            Some(("nav", _)) if matches!(name, "main" | "article") => self.unseen = None,
            Some((hidden, depth)) if *hidden == name && !self_closing => *depth += 1,
            Some(_) => {}
            None => {
                let hidden = UNSEEN.iter().find(|unseen| **unseen == name);
                self.unseen = hidden.filter(|_| !self_closing).map(|&name| (name, 1));
            }
        }
    }

    /// Words of two blocks do not run together.
    fn part(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.text.push(' ');
            if let Some((_, text)) = &mut self.within {
                text.push(' ');
            }
        }
    }

    fn end(&mut self, name: &str) {
        self.part(name);
        if let Some((what, text)) = self.within.take_if(|(what, _)| what.tag() == name) {
            self.gathered(what, &text);
        }
        match &mut self.unseen {
            Some((hidden, 1)) if *hidden == name => self.unseen = None,
            Some((hidden, depth)) if *hidden == name => *depth -= 1,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, gathered)) = &mut self.within {
            gathered.push_str(text);
        }
        if self.unseen.is_none() {
            self.text.push_str(text);
        }
    }

    fn gathered(&mut self, what: Within, text: &str) {
        match what {
            Within::Title => self.title(TITLE, text),
            Within::Heading => self.title(HEADING, text),
            Within::Time => keep(&mut self.times, text),
            Within::LinkedData => self.linked_data(text),
        }
    }

    fn title(&mut self, rank: usize, text: &str) {
        let text = clean::line(text);
        if !text.is_empty() && self.titles.len() < MOST {
            self.titles.push((rank, text));
        }
    }

    fn meta(&mut self, attribute: &impl Fn(&str) -> Option<String>) {
        let Some(content) = attribute("content") else {
            return;
        };
        for name in ["name", "property", "itemprop", "http-equiv"] {
            if let Some(name) = attribute(name) {
                self.named(&name.trim().to_ascii_lowercase(), &content);
            }
        }
    }

    fn named(&mut self, name: &str, content: &str) {
        if let Some(rank) = TITLES.iter().position(|names| names.contains(&name)) {
            self.title(rank, content);
        } else if AUTHORS.contains(&name) {
            self.author(content);
        } else if DATES.contains(&name) {
            keep(&mut self.dates, content);
        } else if let Some(rank) = SITES.iter().position(|&site| site == name) {
            self.sites.push((rank, clean::line(content)));
        } else if LANGUAGES.contains(&name) {
            self.language.get_or_insert_with(|| content.to_owned());
        } else if name == "og:url" {
            self.canonical.get_or_insert_with(|| content.to_owned());
        } else if name == "article:content_tier" {
            self.paywall |= content.eq_ignore_ascii_case("locked");
        }
    }

    /// Open Graph has the address of an author's page where others have the name.
    fn author(&mut self, name: &str) {
        if !name.contains("://") {
            keep(&mut self.authors, name);
        }
    }

    fn time(&mut self, attribute: &impl Fn(&str) -> Option<String>) {
        if self.times.len() >= TIMES {
            return;
        }
        match attribute("datetime").filter(|date| !date.trim().is_empty()) {
            Some(date) if attribute("itemprop").is_some_and(|of| of == "datePublished") => {
                keep(&mut self.dates, &date);
            }
            Some(date) => keep(&mut self.times, &date),
            None => self.gather(Within::Time),
        }
    }

    fn linked_data(&mut self, text: &str) {
        let found = linked_data::read(text);
        for title in &found.titles {
            self.title(LINKED_DATA, title);
        }
        for author in &found.authors {
            self.author(author);
        }
        for date in &found.dates {
            keep(&mut self.dates, date);
        }
        let rank = SITES.len();
        self.sites
            .extend(found.site.map(|site| (rank, clean::line(&site))));
        self.language = self.language.take().or(found.language);
        self.paywall |= found.paywall;
    }

    fn page(mut self, address: &Url) -> (Page, String) {
        // A page that ends in the middle of a title has one all the same.
        if let Some((what, text)) = self.within.take() {
            self.gathered(what, &text);
        }
        self.titles.sort_by_key(|&(rank, _)| rank);
        let mut titles: Vec<String> = Vec::new();
        for (_, title) in self.titles {
            keep(&mut titles, &title);
        }
        let site = (self.sites.into_iter())
            .filter(|(_, site)| !site.is_empty())
            .min_by_key(|&(rank, _)| rank);
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let language = self.language.map(|language| clean::line(&language));
        let page = Page {
            titles,
            authors: self.authors,
            dates: if self.dates.is_empty() {
                self.times
            } else {
                self.dates
            },
            site: site.map(|(_, site)| site),
            language: language.filter(|language| !language.is_empty()),
            canonical: self.canonical.and_then(|own| web_address(address, &own)),
            words: text.split(' ').filter(|word| !word.is_empty()).count(),
            barrier: self.paywall.then_some(Barrier::Paywall),
            ..Page::default()
        };
        (page, text)
    }
}

/// An address as a page gives it, if it is one of the Web.
fn web_address(base: &Url, own: &str) -> Option<Url> {
    let own = base.join(own.trim()).ok()?;
    matches!(own.scheme(), "http" | "https").then_some(own)
}

/// Keeps a line once.
fn keep(lines: &mut Vec<String>, text: &str) {
    let line = clean::line(text);
    if !line.is_empty() && lines.len() < MOST && !lines.contains(&line) {
        lines.push(line);
    }
}
