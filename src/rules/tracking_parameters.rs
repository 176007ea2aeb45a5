//! An address carries parameters that only say how its reader came to it.
//!
//! `data`: `url` is the address without them, `parameters` are their names.
//!
//! ## Why
//! `utm_source`, `fbclid` and their like tell a site's owner which newsletter or advertisement was clicked. They say
//! nothing about the source, make one address look like two, and tell every reader's browser to report the author's
//! path.
//!
//! ## Example
//! `https://example.org/tolls?id=7&utm_source=newsletter`
//!
//! ## Fix safety
//! Safe: only parameters are taken out that are known not to choose the page; all others stay. An address within an
//! archive's is left as it is, because there it names the copy.

use std::ops::Range;

use super::same_page::{leads_alike, may_go_on};
use super::shown_address::{shortened, shown};
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::finding::{Edit, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "tracking-parameters",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("tracking_parameters.rs"),
    check,
};

/// Parameters that mean the same on every site. From the lists that browsers strip by (Firefox's query stripping list,
/// Brave's query filter) and the documentation of the services that add them: Google Analytics and Ads, Meta, Microsoft
/// Advertising, Mailchimp, `HubSpot`, Marketo, Yandex, Twitter, `TikTok`, `LinkedIn`, Omeda, Vero, Pinterest, Yahoo,
/// Adobe, Webtrekk, `AT Internet`, the reading view of `GlobalData`'s sites, and Google Scholar's access token.
const EVERYWHERE: [&str; 56] = [
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "__twitter_impression",
    "_bta_c",
    "_bta_tid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "at_bbc_team",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "casa_token",
    "cf-closed",
    "cf-view",
    "dclid",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "ref_src",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "yclid",
];

/// Those of the BBC, which has two sites.
const BBC: &[&str] = &[
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "ocid",
    "xtor",
];

/// Parameters that mark the way on one site and may choose the page on another.
const ON_SITES: [(&str, &[&str]); 16] = [
    ("bbc.co.uk", BBC),
    ("bbc.com", BBC),
    ("bloomberg.com", &["leadsource", "sref", "srnd"]),
    ("economist.com", &["fsrc"]),
    ("jstor.org", &["ab_segments", "refreqid"]),
    ("linkedin.com", &["lipi", "trackingid", "trk", "trkinfo"]),
    (
        "nytimes.com",
        &["_r", "emc", "referringsource", "smid", "smtyp"],
    ),
    (
        "researchgate.net",
        &["_sg", "_tp", "enrichid", "enrichsource"],
    ),
    ("sciencedirect.com", &["dgcid", "via"]),
    ("tandfonline.com", &["needaccess"]),
    ("theguardian.com", &["cmp"]),
    ("twitter.com", &["ref_url", "s", "t"]),
    ("washingtonpost.com", &["itid", "tid", "wpisrc", "wpmm"]),
    ("wsj.com", &["mod", "reflink"]),
    ("x.com", &["ref_url", "s", "t"]),
    ("youtube.com", &["ab_channel", "feature", "pp", "si"]),
];

/// What advertisements and share buttons leave behind `#`.
const FRAGMENTS: [&str; 5] = [
    "google_vignette",
    "goog_rewarded",
    "utm_",
    "fbclid=",
    "xtor=",
];

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses
        .filter_map(|address| tracked(case, address))
        .collect()
}

fn tracked(case: &Case<'_>, address: &Address) -> Option<Finding> {
    let text = address.text.as_str();
    let query = text.find(['?', '#'])?;
    // An archive finds a copy by the whole address of the page.
    if address.copy.is_some()
        || text[8.min(query)..].contains("://")
        || text[query..].contains("%3A%2F%2F")
    {
        return None;
    }
    let host = address.url.as_ref().ok()?.host_str()?;
    let (parts, names) = superfluous(text, host);
    let first = parts.first()?;
    // What is left behind the last of them must not come to stand behind the path.
    let left = address.stray.filter(|stray| {
        let is_last = parts.last().is_some_and(|part| part.end == text.len());
        is_last && case.document.slice(*stray).starts_with('%')
    });
    let spans = parts.iter().map(|part| address.written(part.clone()));
    let edits: Vec<Edit> = spans
        .chain(left)
        .map(|span| Edit {
            span,
            replacement: String::new(),
        })
        .collect();
    let mut clean = text.to_owned();
    for part in parts.iter().rev() {
        clean.replace_range(part.clone(), "");
    }
    if !leads_alike(text, &clean) {
        return None;
    }
    let shown_names = names.join(", ");
    let message = format!(
        "the address {} carries {}",
        shown(address),
        shortened(&shown_names)
    );
    let help = "It only says how the author came to the page. Take it out; the page is the same.";
    let fix = Fix {
        message: format!("take out {}", shortened(&shown_names)),
        safe: !may_go_on(case, address),
        edits,
    };
    let finding = Finding::new(address.written(first.clone()), message, help);
    Some(
        finding
            .data("url", clean)
            .data("parameters", names)
            .fix(fix),
    )
}

/// The stretches of an address that mark the way, in order, and what they are called.
fn superfluous(text: &str, host: &str) -> (Vec<Range<usize>>, Vec<String>) {
    let hash = text.find('#').unwrap_or(text.len());
    let mut parts = Vec::new();
    let mut names = Vec::new();
    if let Some(mark) = text[..hash].find('?') {
        let mut has_kept = false;
        let mut at = mark + 1;
        for parameter in text[mark + 1..hash].split('&') {
            let end = at + parameter.len();
            let name = parameter.split('=').next().unwrap_or_default();
            if is_superfluous(name, host) {
                names.push(name.to_owned());
                // The sign before it goes with it, or, if nothing before it stays, the sign behind it.
                let part = if has_kept {
                    at - 1..end
                } else {
                    at..(end + 1).min(hash)
                };
                parts.push(part);
            } else {
                has_kept |= !parameter.is_empty();
            }
            at = end + 1;
        }
        if !has_kept && !names.is_empty() {
            parts.clear();
            parts.push(mark..hash);
        }
    }
    let fragment = &text[(hash + 1).min(text.len())..];
    if is_mark(fragment) {
        names.push(format!("#{fragment}"));
        parts.push(hash..text.len());
    }
    (united(parts), names)
}

/// Neighbouring stretches as one.
fn united(parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut whole: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match whole.last_mut() {
            Some(last) if last.end == part.start => last.end = part.end,
            _ => whole.push(part),
        }
    }
    whole
}

fn is_superfluous(name: &str, host: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if name.starts_with("utm_") || EVERYWHERE.binary_search(&name.as_str()).is_ok() {
        return true;
    }
    let is_site = |site: &str| {
        host.strip_suffix(site)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let mut sites = ON_SITES.iter();
    sites.any(|(site, names)| is_site(site) && names.contains(&name.as_str()))
}

/// Share buttons once wrote `#axzz1MN2vkt7a` and `#ixzz…` behind what was copied.
fn is_mark(fragment: &str) -> bool {
    let is_button = ["axzz", "ixzz"]
        .iter()
        .any(|begin| fragment.starts_with(begin))
        && fragment.len() > 8;
    is_button || FRAGMENTS.iter().any(|begin| fragment.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str, host: &str) -> String {
        let mut clean = text.to_owned();
        for part in superfluous(text, host).0.into_iter().rev() {
            clean.replace_range(part, "");
        }
        clean
    }

    #[test]
    fn question_mark_and_ampersands_come_out_right() {
        for (query, left) in [
            ("?utm_source=a", ""),
            ("?utm_source=a&utm_medium=b", ""),
            ("?utm_source=a&id=7", "?id=7"),
            ("?id=7&utm_source=a", "?id=7"),
            ("?id=7&utm_source=a&lang=en", "?id=7&lang=en"),
            (
                "?utm_source=a&id=7&gclid=b&fbclid=c&lang=en&mc_cid=d",
                "?id=7&lang=en",
            ),
            ("?utm_source=a#part", "#part"),
            ("?id=7&utm_source=a#google_vignette", "?id=7"),
            ("#google_vignette", ""),
            ("/?cf-view", "/"),
            ("?id=7#axzz1MN2vkt7a", "?id=7"),
            ("?id=7&source=a&ref=b#utmost", "?id=7&source=a&ref=b#utmost"),
            ("?", "?"),
            ("?&utm_source=a", ""),
            ("?&id=7&utm_source=a&", "?&id=7&"),
        ] {
            assert_eq!(clean(query, "example.org"), left, "{query}");
        }
    }

    #[test]
    fn some_names_mean_something_on_one_site_only() {
        assert_eq!(clean("?smid=pl-share", "www.nytimes.com"), "");
        assert_eq!(clean("?smid=pl-share", "example.org"), "?smid=pl-share");
        assert_eq!(clean("?v=abc&feature=share", "www.youtube.com"), "?v=abc");
        assert_eq!(clean("?s=20", "netflix.com"), "?s=20");
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(EVERYWHERE.is_sorted());
    }
}
