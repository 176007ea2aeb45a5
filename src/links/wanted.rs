//! What should be asked beside the cited addresses: the records of the cited DOIs, and an address that nobody ever had.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use url::Url;

use super::against::likeness::{self, Likeness};
use super::page::passage;
use super::redirect::bare;
use super::verdict::end;
use super::{Outcome, Replies, Reply};
use crate::citations::{Address, ArchivedCopy, Citations, identifier};
use crate::document::Document;

/// The prefixes of those who register with `DataCite` and are cited in papers: Zenodo, arXiv, figshare, OSF, Dataverse, Dryad,
/// Harvard Dataverse, UCI, SSOAR, Mendeley Data, `ResearchGate`, ETH Zurich, GFZ, NASA's archives.
const DATACITE: &[&str] = &[
    "10.5281", "10.48550", "10.6084", "10.17605", "10.7910", "10.5061", "10.34894", "10.24432",
    "10.17632", "10.13140", "10.3929", "10.5880", "10.5067", "10.4121", "10.3886",
];

/// The address as it is asked: one of the Web, without its fragment, name and password.
pub fn asked(address: &Address) -> Option<Url> {
    let url = bare(address.url.as_ref().ok()?.clone());
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// The passages that the citations quote from each page (`#:~:text=`), by the address as it is asked.
pub fn passages(citations: &Citations) -> BTreeMap<Url, Vec<String>> {
    let mut found: BTreeMap<Url, Vec<String>> = BTreeMap::new();
    for address in &citations.addresses {
        let quoted = address.url.as_ref().map(passage::of).unwrap_or_default();
        if let Some(page) = asked(address).filter(|_| !quoted.is_empty()) {
            let known = found.entry(page).or_default();
            known.extend(quoted);
            known.sort();
            known.dedup();
        }
    }
    found
}

/// For each cited DOI its handle and the record of its registry, each once, in the order of the text.
pub fn records(document: &Document, citations: &Citations) -> Vec<Url> {
    let mut known = BTreeSet::new();
    let dois = citations
        .citations
        .iter()
        .flat_map(|citation| identifier::dois(document, citation.span));
    dois.filter(|doi| known.insert(doi.value.clone()))
        .flat_map(|doi| [handle(&doi.value), record(&doi.value)])
        .flatten()
        .collect()
}

/// Hosts that lead from a DOI to its work.
pub(super) const DOI_RESOLVERS: [&str; 3] = ["doi.org", "dx.doi.org", "www.doi.org"];

/// Where the handle of a DOI is asked for: it answers 404 where nobody registered it.
pub fn handle(doi: &str) -> Option<Url> {
    at("https://doi.org/", "/api/handles/", doi)
}

/// Where the record of a DOI is asked for; its prefix tells most of those that Crossref does not have.
pub fn record(doi: &str) -> Option<Url> {
    let prefix = doi.split('/').next().unwrap_or_default();
    if DATACITE.contains(&prefix) {
        at("https://api.datacite.org/", "/dois/", doi)
    } else {
        at("https://api.crossref.org/", "/works/", doi)
    }
}

fn at(base: &str, folder: &str, doi: &str) -> Option<Url> {
    let mut url = Url::parse(base).ok()?;
    url.set_path(&format!("{folder}{doi}"));
    Some(url)
}

/// The titles that the citations give for each cited address as it is asked; none for one that is cited without a title.
pub fn titles(citations: &Citations) -> BTreeMap<Url, Vec<String>> {
    let mut titles: BTreeMap<Url, Vec<String>> = BTreeMap::new();
    for page in citations.addresses.iter().filter_map(asked) {
        titles.entry(page).or_default();
    }
    for citation in &citations.citations {
        let Some(title) = &citation.title else {
            continue;
        };
        let own = citations.addresses[citation.addresses.clone()].iter();
        for page in own.filter_map(asked) {
            titles.entry(page).or_default().push(title.value.clone());
        }
    }
    titles
}

/// For the pages that answered and do not bear their cited title (as [`titles`] has them): a sibling of each, whose
/// answer tells a page from what the site shows in place of one. The pages of one folder have one sibling.
pub fn probes(titles: &BTreeMap<Url, Vec<String>>, replies: &Replies) -> Vec<Url> {
    let mut known = BTreeSet::new();
    titles
        .iter()
        .filter_map(|(address, titles)| Some((replies.get(address)?, titles)))
        .filter(|(reply, _)| is_page(reply))
        .filter(|(reply, titles)| !titles.iter().any(|title| bears(reply, title)))
        .filter_map(|(reply, _)| sibling(&reply.address))
        .filter(|sibling| known.insert(sibling.clone()))
        .collect()
}

fn bears(reply: &Reply, title: &str) -> bool {
    let Outcome::Answered(answer) = &reply.outcome else {
        return false;
    };
    let page = answer.page.as_ref();
    page.is_some_and(|page| likeness::to_any(title, &page.titles) == Likeness::Like)
}

/// Whether a page answered that may be none; a record of a registry is not one, and an archive says what it does not have.
fn is_page(reply: &Reply) -> bool {
    let host = reply.address.host_str().unwrap_or_default();
    let is_known = ArchivedCopy::of(reply.address.as_str()).is_some()
        || host.ends_with("doi.org")
        || matches!(host, "api.crossref.org" | "api.datacite.org");
    let page = reply.success().and_then(|answer| answer.page.as_ref());
    let has_text = page.is_some_and(|page| page.words > 0 && page.barrier.is_none());
    has_text && !is_known
}

/// An address beside this one that nobody ever had; `None` for the entrance of a site. It is always the same one, so that
/// recorded replies fit: its name is made from the address of the folder.
pub fn sibling(address: &Url) -> Option<Url> {
    if end::is_home(address) {
        return None;
    }
    let mut sibling = address.clone();
    sibling.set_fragment(None);
    let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    if let [before @ .., (name, _)] = pairs.as_slice() {
        let nobody =
            nobody(&format!("{address}").replace(address.query().unwrap_or_default(), name));
        let pairs = before
            .iter()
            .map(|(name, value)| (name, value))
            .chain([(name, &nobody)]);
        sibling.query_pairs_mut().clear().extend_pairs(pairs);
        return Some(sibling);
    }
    let path = address.path().trim_end_matches('/');
    let (folder, last) = path.rsplit_once('/')?;
    // What a server does often depends on the ending.
    let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.is_empty() || ending.len() > 5 {
        String::new()
    } else {
        format!(".{ending}")
    };
    let slash = if address.path().ends_with('/') {
        "/"
    } else {
        ""
    };
    let host = address.host_str().unwrap_or_default();
    let nobody = nobody(&format!("{host}{folder}{ending}"));
    sibling.set_path(&format!("{folder}/{nobody}{ending}{slash}"));
    Some(sibling)
}

/// A name of letters and digits that no page has.
fn nobody(seed: &str) -> String {
    let digest = Sha256::digest(seed.as_bytes());
    let digits: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("nobody-{digits}")
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::expect_used,
        reason = "a test that cannot read its own words has failed"
    )]

    use super::*;
    use crate::check::check;
    use crate::links::{Answer, Page};
    use crate::settings::Settings;
    use crate::source::Source;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("an address")
    }

    #[test]
    fn the_pages_of_a_folder_have_one_sibling() {
        let one = sibling(&url("https://a.example/news/tolls.html#top")).expect("a sibling");
        let other = sibling(&url("https://a.example/news/ferries.html")).expect("a sibling");
        assert_eq!(one, other);
        assert!(
            one.path().starts_with("/news/nobody-") && one.path().split('.').nth(1) == Some("html")
        );
        assert_ne!(sibling(&url("https://a.example/news/tolls")), Some(one));
        assert_eq!(sibling(&url("https://a.example/en/")), None);
    }

    #[test]
    fn a_page_of_a_query_has_another_query() {
        let one = sibling(&url("https://a.example/story?lang=en&id=17")).expect("a sibling");
        assert!(
            one.as_str()
                .starts_with("https://a.example/story?lang=en&id=nobody-"),
            "{one}"
        );
        assert_eq!(
            sibling(&url("https://a.example/story?lang=en&id=18")),
            Some(one)
        );
    }

    #[test]
    fn records_are_asked_where_they_are() {
        let at = |doi: &str| record(doi).map(String::from).unwrap_or_default();
        assert_eq!(
            at("10.5281/zenodo.1"),
            "https://api.datacite.org/dois/10.5281/zenodo.1"
        );
        assert_eq!(
            at("10.1002/(sici)1097<693::aid>3.0"),
            "https://api.crossref.org/works/10.1002/(sici)1097%3C693::aid%3E3.0"
        );
        let handle = handle("10.5555/a?b#c").map(String::from);
        assert_eq!(
            handle.as_deref(),
            Some("https://doi.org/api/handles/10.5555/a%3Fb%23c")
        );
    }

    fn reply(address: &str, status: u16, title: &str) -> Reply {
        Reply {
            address: url(address),
            asked: 0,
            chain: Vec::new(),
            outcome: Outcome::Answered(Answer {
                address: url(address),
                status,
                headers: Vec::new(),
                page: Some(Page {
                    titles: vec![title.to_owned()],
                    words: 90,
                    ..Page::default()
                }),
            }),
            attempts: 1,
            failures: Vec::new(),
        }
    }

    #[test]
    fn only_pages_that_may_be_none_are_probed() {
        let paper = "Tolls rose.[1] Boats sank.[2]\n\nNotes\n\n\
            1. Ada Reed, “Tolls Rise Again,” 2020, https://a.example/news/tolls.\n\
            2. Ben Moor, “Boats of the Aller,” 2021, https://b.example/boats.\n";
        let source = Source::from_reader("paper.txt", paper.as_bytes(), None).expect("a source");
        let report = check(&source, &Settings::default()).expect("a paper");
        let replies = [
            reply("https://a.example/news/tolls", 200, "Tolls rise again | A"),
            reply("https://b.example/boats", 200, "B News"),
            reply("https://b.example/ships", 200, "B News"),
            reply("https://c.example/gone", 404, "C"),
            reply("https://api.crossref.org/works/10.5555/x", 200, "Tolls"),
        ];
        let replies = replies
            .map(|reply| (reply.address.clone(), Box::new(reply)))
            .into();
        let probes = probes(&titles(&report.citations), &replies);
        assert_eq!(
            probes,
            [sibling(&url("https://b.example/boats")).expect("a sibling")]
        );
    }

    #[test]
    fn each_cited_doi_is_asked_for_once() {
        let paper = "Tolls rose.[1] Boats sank.[2]\n\nNotes\n\n\
            1. Ada Reed, “Tolls Rise,” 2020, https://doi.org/10.5555/Tolls.7.\n\
            2. Ada Reed, “Tolls Rise,” 2020, doi:10.5555/tolls.7; https://b.example/x#:~:text=by%20half.\n";
        let source = Source::from_reader("paper.txt", paper.as_bytes(), None).expect("a source");
        let report = check(&source, &Settings::default()).expect("a paper");
        let records: Vec<String> = (records(&report.document, &report.citations).into_iter())
            .map(String::from)
            .collect();
        assert_eq!(
            records,
            [
                "https://doi.org/api/handles/10.5555/tolls.7",
                "https://api.crossref.org/works/10.5555/tolls.7"
            ]
        );
        let passages = passages(&report.citations);
        assert_eq!(passages[&url("https://b.example/x")], ["by half"]);
    }
}
