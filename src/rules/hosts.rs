//! What several rules ask of the site of an address: whose it is, and which words its path is made of. Of an archived
//! copy the site is that of its original.

use crate::citations::Address;

/// Sites that hold the works of others: their name says nothing of the outlet.
const CARRIERS: &[&str] = &[
    "doi.org",
    "jstor.org",
    "ssrn.com",
    "researchgate.net",
    "academia.edu",
    "archive.org",
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
    "fb.com",
    "instagram.com",
    "tiktok.com",
    "t.me",
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
    let host = address.page()?.host_str()?;
    let site = psl::domain_str(host)?;
    (!CARRIERS.contains(&site) && !CARRIERS.contains(&host)).then_some(site)
}

/// The whole host of an address without `www.`.
pub(super) fn host(address: &Address) -> Option<&str> {
    let host = address.page()?.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// Whether a host can be read as the name of an outlet: a part of the host is its name, its initials, begins with one
/// of its words or is for the greater part made of them.
pub(super) fn bears(host: &str, outlet: &str) -> bool {
    let words = words(outlet);
    let whole: String = words.concat();
    let initials = |shortest: usize| -> String {
        let long = words.iter().filter(|word| word.chars().count() >= shortest);
        long.filter_map(|word| word.chars().next()).collect()
    };
    let (all, long) = (initials(1), initials(4));
    host.split('.').map(squeezed).any(|label| {
        let is_name = label.len() >= 3 && whole.contains(&label);
        let is_initials = |initials: &str| initials.len() >= 2 && label.starts_with(initials);
        is_name || is_initials(&all) || is_initials(&long) || is_made_of(&label, &words)
    })
}

/// The letters of a part of a host without the article: `thestar`.
fn squeezed(label: &str) -> String {
    let bare = label.strip_prefix("the").filter(|bare| bare.len() >= 3);
    bare.unwrap_or(label)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a part of a host begins with a word, or three of its five letters belong to words.
fn is_made_of(label: &str, words: &[String]) -> bool {
    let begins = |word: &&String| {
        label == word.as_str() || (word.len() >= 3 && label.starts_with(word.as_str()))
    };
    let mut covered = vec![false; label.len()];
    for word in words.iter().filter(|word| word.len() >= 3) {
        if let Some(at) = label.find(word.as_str()) {
            covered[at..at + word.len()].fill(true);
        }
    }
    let letters = covered.iter().filter(|covered| **covered).count();
    words.iter().any(|word| begins(&word)) || letters * 5 >= label.len() * 3 && letters > 0
}

/// The words of the last part of an address's path, if they can be those of a title: at least four, joined by hyphens. A
/// number behind them is that of the article; what stands before them is a section or a series.
pub(super) fn slug(address: &Address) -> Option<Vec<String>> {
    let url = address.page()?;
    let is_number = |segment: &&str| !segment.chars().any(char::is_alphabetic);
    let segment = url.path().rsplit('/').find(|segment| !is_number(segment))?;
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

/// The beginning of a word, by which it is known in the singular and the plural.
pub(super) fn stem(word: &str) -> &str {
    word.get(..5).unwrap_or(word)
}

/// How many of the words of a path that mean something stand in a title, and how many there are.
pub(super) fn common(slug: &[String], title: &[String]) -> (usize, usize) {
    let meant = slug.iter().filter(|word| word.len() > 3);
    let alike = |word: &&String| title.iter().any(|other| stem(other) == stem(word));
    (meant.clone().filter(alike).count(), meant.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_path_spells_the_title() {
        use crate::citations;
        use crate::document::{Document, Format, SourceMap};
        use crate::notes::Apparatus;

        let of = |path: &str| {
            let text = format!("See https://a.example/{path} for more.");
            let document = Document::new(String::new(), Format::Text, text, SourceMap::identity());
            let citations = citations::scan(&document, &Apparatus::default());
            slug(&citations.addresses[0]).map(|words| words.join(" "))
        };
        let title = Some("grain by sea trade".to_owned());
        assert_eq!(of("news/grain-by-sea-trade"), title);
        assert_eq!(of("grain-by-sea-trade/12345"), title);
        assert_eq!(of("grain-by-sea-trade.html"), title);
        assert_eq!(of("a-series-on-all-the-ports-of-the-coast/salt"), None);
    }

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
            ("thetide.example", "Harbour Tide"),
        ] {
            assert!(bears(host, outlet), "{host} {outlet}");
        }
        for (host, outlet) in [
            ("breakingdefense.com", "Defense Business Report"),
            ("harbournews.example", "Tide Weekly"),
            ("eeas.europa.eu", "NATO"),
        ] {
            assert!(!bears(host, outlet), "{host} {outlet}");
        }
    }
}
