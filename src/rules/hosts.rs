//! What several rules ask of the site of an address: whose it is, and which words its path is made of.

use crate::citations::Address;

/// Sites that hold the works of others: their name says nothing of the outlet.
const CARRIERS: &[&str] = &[
    "doi.org",
    "jstor.org",
    "ssrn.com",
    "researchgate.net",
    "academia.edu",
    "archive.org",
    "archive.today",
    "archive.is",
    "archive.ph",
    "perma.cc",
    "youtube.com",
    "youtu.be",
    "vimeo.com",
    "medium.com",
    "substack.com",
    "wordpress.com",
    "blogspot.com",
    "scribd.com",
    "issuu.com",
    "google.com",
    "yahoo.com",
    "msn.com",
    "dropbox.com",
    "twitter.com",
    "x.com",
    "facebook.com",
    "linkedin.com",
    "github.com",
    "github.io",
    "amazonaws.com",
    "cloudfront.net",
    "azureedge.net",
    "documentcloud.org",
    "prnewswire.com",
    "businesswire.com",
    "globenewswire.com",
    "prweb.com",
    "questia.com",
    "proquest.com",
    "ebscohost.com",
    "gale.com",
    "muse.jhu.edu",
    "jhu.edu",
    "sagepub.com",
    "tandfonline.com",
    "wiley.com",
    "springer.com",
    "sciencedirect.com",
    "oup.com",
    "cambridge.org",
    "nih.gov",
    "europa.eu",
    "hathitrust.org",
    "gutenberg.org",
    "wikipedia.org",
    "wikimedia.org",
    "arxiv.org",
    "bit.ly",
    "apple.com",
    "spotify.com",
    "slideshare.net",
    "tinyurl.com",
];

/// Whether a site is the common roof of many bodies: a state, the United Nations, a university.
pub(super) fn is_umbrella(site: &str) -> bool {
    let parts = || site.split('.');
    parts().any(|part| matches!(part, "gov" | "gob" | "gouv" | "edu" | "ac" | "mil" | "int"))
        || matches!(site, "un.org" | "state" | "go.jp" | "go.kr" | "admin.ch")
}

/// The registrable name of an address's site, such as `example.co.uk`; `None` where it cannot be told or only carries
/// what others publish.
pub(super) fn site(address: &Address) -> Option<&str> {
    let host = address.url.as_ref().ok()?.host_str()?;
    let site = psl::domain_str(host)?;
    (!CARRIERS.contains(&site) && !CARRIERS.contains(&host)).then_some(site)
}

/// The whole host of an address without `www.`.
pub(super) fn host(address: &Address) -> Option<&str> {
    let host = address.url.as_ref().ok()?.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// Whether a host can be read as the name of an outlet: a longer word of it stands in the host, its initials do, or
/// the host stands in it.
pub(super) fn bears(host: &str, outlet: &str) -> bool {
    let words: Vec<String> = outlet
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let whole: String = words.concat();
    let host = host.to_lowercase();
    let squeezed: String = host
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '.')
        .collect();
    if words
        .iter()
        .any(|word| word.chars().count() >= 4 && squeezed.contains(word.as_str()))
    {
        return true;
    }
    let initials: String = words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    let long: String = words
        .iter()
        .filter(|word| word.chars().count() > 3)
        .filter_map(|word| word.chars().next())
        .collect();
    squeezed.split('.').any(|label| {
        let label_in_name = label.len() >= 3 && whole.contains(label);
        let starts = |initials: &str| initials.len() >= 2 && label.starts_with(initials);
        label_in_name || starts(&initials) || starts(&long)
    }) || words
        .iter()
        .any(|word| word.len() >= 2 && squeezed.split('.').any(|label| label == word))
}

/// The words of the longest part of an address's path, if they can be those of a title: at least four, joined by
/// hyphens.
pub(super) fn slug(address: &Address) -> Option<Vec<String>> {
    let url = address.url.as_ref().ok()?;
    let segment = url
        .path()
        .split('/')
        .max_by_key(|segment| segment.matches(['-', '_']).count())?;
    let segment =
        segment.rsplit_once('.').map_or(
            segment,
            |(name, ending)| if ending.len() <= 5 { name } else { segment },
        );
    let words: Vec<String> = segment
        .split(['-', '_'])
        .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
        .map(str::to_lowercase)
        .collect();
    (words.len() >= 4).then_some(words)
}

/// Words of a title in small letters.
pub(super) fn words(title: &str) -> Vec<String> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_lowercase)
        .collect()
}

/// How many of the words of a path that mean something stand in a title, and how many there are.
pub(super) fn common(slug: &[String], title: &[String]) -> (usize, usize) {
    let meant = slug.iter().filter(|word| word.len() > 3);
    let alike = |word: &&String| {
        let stem = word.get(..5).unwrap_or(word.as_str());
        title.iter().any(|other| other.starts_with(stem))
    };
    (meant.clone().filter(alike).count(), meant.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_bears_the_name_of_its_outlet() {
        for (host, outlet) in [
            ("koreatimes.co.kr", "Korea Times"),
            ("en.yna.co.kr", "Yonhap News Agency"),
            ("wsj.com", "Wall Street Journal"),
            ("cepa.org", "Center for European Policy Analysis"),
            ("ap.org", "AP"),
            ("pulse.mk.co.kr", "Pulse"),
            ("breakingdefense.com", "Breaking Defense"),
            ("nytimes.com", "New York Times"),
        ] {
            assert!(bears(host, outlet), "{host} {outlet}");
        }
        for (host, outlet) in [
            ("harbournews.example", "Tide Weekly"),
            ("eeas.europa.eu", "NATO"),
        ] {
            assert!(!bears(host, outlet), "{host} {outlet}");
        }
    }
}
