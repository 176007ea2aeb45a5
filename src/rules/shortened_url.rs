//! An address is that of a service that shortens addresses.
//!
//! `data`: `host` is the service.
//!
//! ## Why
//! It says nothing about the source, and it leads nowhere once the service is gone, as several are. A reader who has
//! only the printed page cannot search for what it stood for.
//!
//! ## Example
//! `https://bit.ly/3xYz12`
//!
//! ## Fix safety
//! There is no fix: only the service knows the full address.

use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "shortened-url",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("shortened_url.rs"),
    check,
};

/// Services for anybody, and those of single houses, that stand for another address. `youtu.be` and `doi.org` keep the
/// identifier of the work and are none.
const SERVICES: [&str; 57] = [
    "adf.ly",
    "amzn.to",
    "apple.co",
    "bbc.in",
    "bit.do",
    "bit.ly",
    "bitly.com",
    "bl.ink",
    "buff.ly",
    "cnb.cx",
    "cnn.it",
    "cutt.ly",
    "dlvr.it",
    "econ.st",
    "eepurl.com",
    "es.pn",
    "fb.me",
    "fxn.ws",
    "g.co",
    "goo.gl",
    "ht.ly",
    "hubs.la",
    "hubs.ly",
    "huff.to",
    "ift.tt",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "maps.app.goo.gl",
    "n.pr",
    "nyti.ms",
    "on.ft.com",
    "on.wsj.com",
    "ow.ly",
    "po.st",
    "politi.co",
    "qr.ae",
    "rb.gy",
    "reut.rs",
    "rebrand.ly",
    "s.id",
    "shar.es",
    "shorturl.at",
    "snip.ly",
    "soo.gd",
    "spoti.fi",
    "su.pr",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "trib.al",
    "u.to",
    "v.gd",
    "wapo.st",
    "x.co",
    "zpr.io",
];

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses
        .filter(|address| !is_quoted(case, address))
        .filter_map(shortened)
        .collect()
}

/// Whether an address stands within a quotation, where it belongs to the words of somebody else.
fn is_quoted(case: &Case<'_>, address: &Address) -> bool {
    const REACH: usize = 300;
    let start = address.span.start;
    let block = case.document.block_at(start);
    let from = block.map_or(0, |block| block.span.start);
    let from = (start.saturating_sub(REACH).max(from)..=start)
        .find(|&at| case.document.text.is_char_boundary(at))
        .unwrap_or(start);
    let before = &case.document.text[from..start];
    before
        .rfind('“')
        .is_some_and(|open| !before[open..].contains('”'))
}

fn shortened(address: &Address) -> Option<Finding> {
    let url = address.url.as_ref().ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    if !SERVICES.contains(&host) || url.path().len() < 2 {
        return None;
    }
    let message = format!("the address {} is a shortened one", shown(address));
    let help = format!(
        "Follow it and cite the address that {host} leads to: it says what the source is, and outlives the service."
    );
    Some(Finding::new(address.span, message, help).data("host", host))
}
