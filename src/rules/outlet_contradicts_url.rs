//! A citation names one outlet, and its address is that of another.
//!
//! `data`: `note` is the label, `outlet` the outlet as cited, `site` the site of the address, `usual` the name that the
//! paper gives that site elsewhere. Only the paper's own habit is believed: another note must name the site by a name
//! that can be read in it, and this one must give a name that cannot. An outlet that two notes place on one site is at
//! home there.
//!
//! ## Why
//! The outlet or the address was copied from a neighbouring note, or the piece was published twice and the citation
//! mixes the two.
//!
//! ## Example
//! Note 42 cites `Breaking Defense` at `breakingdefense.com`, and note 44 cites `Defense Business Report` at the same
//! site.
//!
//! ## Fix safety
//! There is no fix: the page must be looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::hosts::{bears, host, is_umbrella, site, words};
use super::works::label;
use super::{Case, Family, Rule};
use crate::citations::{Address, Citation, Written};
use crate::document::Span;
use crate::finding::{Confidence, Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "outlet-contradicts-url",
    family: Family::Citation,
    severity: Some(Severity::Warning),
    source: include_str!("outlet_contradicts_url.rs"),
    check,
};

/// A work with one address and an outlet.
#[derive(Clone, Copy)]
struct Placed<'a> {
    citation: &'a Citation,
    outlet: &'a Written<String>,
    address: &'a Address,
    site: &'a str,
}

fn check(case: &Case<'_>) -> Vec<Finding> {
    let bears_its_outlet =
        |one: &Placed<'_>| host(one.address).is_none_or(|host| bears(host, &one.outlet.value));
    let (usual, strange): (Vec<_>, Vec<_>) = placed(case).into_iter().partition(bears_its_outlet);
    let mut known: BTreeMap<&str, Placed<'_>> = BTreeMap::new();
    for one in usual {
        known.entry(one.site).or_insert(one);
    }
    // A site that recurs for an outlet is another name of it.
    let mut notes: BTreeMap<(&str, String), BTreeSet<usize>> = BTreeMap::new();
    let key = |one: &Placed<'_>| words(&one.outlet.value).join(" ");
    for one in &strange {
        let named = notes.entry((one.site, key(one))).or_default();
        named.insert(one.citation.note);
    }
    let is_alias = |one: &Placed<'_>| {
        notes
            .get(&(one.site, key(one)))
            .is_some_and(|notes| notes.len() > 1)
    };
    let strange: Vec<Placed<'_>> = strange.into_iter().filter(|one| !is_alias(one)).collect();
    strange
        .into_iter()
        .filter_map(|one| {
            let known = *known.get(one.site)?;
            let elsewhere = known.citation.note != one.citation.note;
            (elsewhere && !is_known(case, &one)).then(|| finding(case, one, known))
        })
        .collect()
}

fn placed<'a>(case: &Case<'a>) -> Vec<Placed<'a>> {
    let citations = case.citations.citations.iter();
    citations
        .filter_map(|citation| {
            let address = &case.citations.addresses[case.citations.page_of(citation)?];
            Some(Placed {
                citation,
                outlet: citation.container.as_ref()?,
                address,
                site: site(address).filter(|site| !is_umbrella(site))?,
            })
        })
        .collect()
}

/// Whether anything that the citation says before its address can be read in the host: an outlet, an author, a house.
fn is_known(case: &Case<'_>, one: &Placed<'_>) -> bool {
    let Some(host) = host(one.address) else {
        return true;
    };
    let house = case.house;
    if house.is_some_and(|house| house.has_at(&one.outlet.value, host)) {
        return true;
    }
    let end = one.address.span.start.max(one.citation.span.start);
    let said = case.document.slice(Span::new(one.citation.span.start, end));
    let path = one
        .address
        .page()
        .map_or("", url::Url::path)
        .to_ascii_lowercase();
    // A column or a programme has its name in the path.
    let outlet = words(&one.outlet.value);
    let mut long = outlet.iter().filter(|word| word.len() > 3).peekable();
    let in_path = long.peek().is_some() && long.all(|word| path.contains(word.as_str()));
    in_path
        || bears(host, said)
        || said
            .split([',', '.', '(', ')', ':', '“', '”'])
            .any(|part| bears(host, part))
}

fn finding(case: &Case<'_>, one: Placed<'_>, known: Placed<'_>) -> Finding {
    let (own, other) = (label(case, one.citation), label(case, known.citation));
    let (outlet, usual) = (&one.outlet.value, &known.outlet.value);
    let message = format!(
        "note {own} names “{outlet}”, and its address belongs to {}",
        one.site
    );
    let help = format!(
        "Note {other} calls that site “{usual}”. Check which of outlet and address is right; one may come from another note."
    );
    Finding::new(one.outlet.span, message, help)
        .confidence(Confidence::Low)
        .related(
            one.address.span,
            format!("the address belongs to {}", one.site),
        )
        .related(known.outlet.span, format!("“{usual}” in note {other}"))
        .data("note", own.to_string())
        .data("outlet", outlet.as_str())
        .data("site", one.site)
        .data("usual", usual.as_str())
}
