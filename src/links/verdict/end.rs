//! Where redirects end: at the same page under another name, at the entrance of a site, at a section of it, elsewhere.

use url::Url;

use crate::citations::ArchivedCopy;
use crate::links::Reply;

/// An end that is not the page that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The entrance of a site.
    Home,
    /// A section of the site.
    Section,
}

/// Services whose addresses are made to lead elsewhere.
const LEADERS: &[&str] = &[
    "doi.org",
    "handle.net",
    "purl.org",
    "w3id.org",
    "n2t.net",
    "nbn-resolving.org",
    "perma.cc",
    "archive.org",
    "bit.ly",
    "t.co",
    "tinyurl.com",
    "goo.gl",
    "ow.ly",
    "buff.ly",
    "is.gd",
    "lnkd.in",
    "dlvr.it",
    "youtu.be",
    "amzn.to",
    "wapo.st",
    "nyti.ms",
    "reut.rs",
    "bloom.bg",
    "cnb.cx",
    "econ.st",
    "on.ft.com",
    "arxiv.org",
    "ssrn.com",
    "jstor.org",
    "undocs.org",
];

/// Names of a page that is an entrance.
const ENTRANCES: &[&str] = &[
    "index.html",
    "index.htm",
    "index.php",
    "index.jsp",
    "index.aspx",
    "default.aspx",
    "default.asp",
    "default.htm",
    "home",
    "home.html",
    "home.htm",
    "home.aspx",
    "welcome",
    "start",
    "startseite",
    "accueil",
    "inicio",
];

/// Last parts of a path that name a form of the page, not another page.
const FORMS: &[&str] = &[
    "print", "amp", "full", "html", "htm", "abstract", "pdf", "view", "read", "single", "all",
    "overview",
];

/// Where redirects ended, if not at a page.
pub fn of(reply: &Reply, end: &Url) -> Option<End> {
    let start = &reply.address;
    if reply.chain.is_empty() || leads(start) || is_home(start) || key(start) == key(end) {
        return None;
    }
    let (from, to) = (segments(start), segments(end));
    if is_home(end) {
        // `example.org/atlas` may well be the short name of `atlas.example.org`.
        let is_short_name = from.len() == 1 && site(start) == site(end) && host(start) != host(end);
        return (!is_short_name).then_some(End::Home);
    }
    let same_site = site(start) == site(end);
    (same_site && end.query().is_none() && is_section(&from, &to)).then_some(End::Section)
}

/// Whether a path is that of a section from which the page was taken: the beginning of the page's path, or a folder of
/// one name where the page lay deep.
fn is_section(from: &[&str], to: &[&str]) -> bool {
    let Some(last) = to.last() else { return false };
    let digits = last.bytes().filter(u8::is_ascii_digit).count();
    // A folder of a year is a section.
    let is_number = digits >= 4 && last.len() != 4;
    let is_page = last.contains('.') || last.matches(['-', '_']).count() >= 2 || is_number;
    if to.len() >= from.len() || is_page {
        return false;
    }
    let dropped = &from[to.len()..];
    let is_form = |segment: &&str| FORMS.contains(segment) || ENTRANCES.contains(segment);
    if from.starts_with(to) {
        return !dropped.iter().all(is_form);
    }
    to.len() == 1
        && from.len() >= 3
        && !from
            .iter()
            .rev()
            .take(1)
            .any(|segment| segment.contains(last))
}

/// Whether an address was moved for good: every redirect is a permanent one, and where they end is another page.
pub fn is_moved(reply: &Reply, end: &Url) -> bool {
    let permanent = reply
        .chain
        .iter()
        .all(|hop| matches!(hop.status, 301 | 308));
    permanent
        && !reply.chain.is_empty()
        && !leads(&reply.address)
        && key(&reply.address) != key(end)
}

/// An address without what does not tell pages apart: scheme, `www.`, the case, a slash or `index.html` at the end, and
/// the words with which visits are counted.
pub fn key(address: &Url) -> String {
    let mut path = segments(address);
    if path
        .last()
        .is_some_and(|last| ENTRANCES.contains(&last.to_ascii_lowercase().as_str()))
    {
        path.pop();
    }
    let counts = |name: &str| {
        name.starts_with("utm_")
            || matches!(
                name,
                "fbclid" | "gclid" | "ref" | "source" | "mc_cid" | "mc_eid"
            )
    };
    let mut query: Vec<String> = address
        .query_pairs()
        .filter(|(name, _)| !counts(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    query.sort();
    format!("{}/{}?{}", host(address), path.join("/"), query.join("&")).to_lowercase()
}

/// Whether an address is the entrance of a site, in one of its languages.
pub fn is_home(address: &Url) -> bool {
    let path = segments(address);
    let is_language = |part: &str| {
        let code = part.split(['-', '_']).next().unwrap_or_default();
        part.len() <= 5
            && code.len() == 2
            && part
                .chars()
                .all(|c| c.is_ascii_alphabetic() || "-_".contains(c))
    };
    let is_entrance = |part: &str| ENTRANCES.contains(&part.to_ascii_lowercase().as_str());
    match path.as_slice() {
        [] => address.query().is_none_or(|query| query.len() < 12),
        [one] => is_language(one) || is_entrance(one),
        [first, second] => is_language(first) && is_entrance(second),
        _ => false,
    }
}

fn segments(address: &Url) -> Vec<&str> {
    let all = address.path_segments().into_iter().flatten();
    all.filter(|segment| !segment.is_empty()).collect()
}

fn host(address: &Url) -> &str {
    let host = address.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn site(address: &Url) -> &str {
    psl::domain_str(host(address)).unwrap_or(host(address))
}

fn leads(address: &Url) -> bool {
    LEADERS.contains(&site(address))
        || LEADERS.contains(&host(address))
        || ArchivedCopy::of(address.as_str()).is_some()
}
