//! An address begins with `http://`.
//!
//! `data`: `url` is the address with `https://`.
//!
//! ## Why
//! Nearly all servers answer `https://` as well, and browsers warn of pages that are not. The rule is off by default,
//! because only the server can tell whether it does.
//!
//! ## Example
//! `http://example.org/tolls`
//!
//! ## Fix safety
//! Safe for whoever selects the rule: `http` becomes `https`. Follow the links afterwards.

use url::Host;

use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::finding::{Finding, Fix};

pub(super) const RULE: Rule = Rule {
    id: "insecure-url",
    family: Family::Url,
    severity: None,
    source: include_str!("insecure_url.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses.filter_map(insecure).collect()
}

fn insecure(address: &Address) -> Option<Finding> {
    let url = address.url.as_ref().ok()?;
    let is_named = matches!(url.host(), Some(Host::Domain(host)) if host.contains('.'));
    if url.scheme() != "http" || address.scheme().is_none() || address.slip.is_some() || !is_named {
        return None;
    }
    let message = format!("the address {} is not secured", shown(address));
    let help = "See whether the page opens with https:// as well, and cite it so.";
    let behind = "http".len();
    let fix = Fix::safe("cite it with https", address.written(behind..behind), "s");
    let span = address.written(0..behind);
    let secure = format!("https{}", &address.text[behind..]);
    Some(
        Finding::new(span, message, help)
            .data("url", secure)
            .fix(fix),
    )
}
