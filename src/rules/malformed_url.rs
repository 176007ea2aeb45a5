//! An address cannot be followed as it is written.
//!
//! `data`: `url` is the address as it is probably meant.
//!
//! ## Why
//! A reader who clicks on it or copies it reaches nothing: its beginning is mistyped, two addresses run together, or
//! its host has a sign that no host has.
//!
//! ## Example
//! `https//example.org/tolls`, `http://https://example.org/tolls`, `https://example.org/ahttps://example.org/b`
//!
//! ## Fix safety
//! Safe where only one address can be meant: a beginning that is mistyped or typed twice, and `&amp;` in plain text.
//! There is no fix elsewhere.

use url::{Host, ParseError};

use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::{Address, Slip};
use crate::document::{Format, Span};
use crate::finding::{Edit, Finding, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    id: "malformed-url",
    family: Family::Url,
    severity: Some(Severity::Error),
    source: include_str!("malformed_url.rs"),
    check,
};

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = &case.citations.addresses;
    let mut found = Vec::new();
    for (index, address) in addresses.iter().enumerate() {
        let next = addresses.get(index + 1);
        let finding = (slip(case, address))
            .or_else(|| twice_resolved(address))
            .or_else(|| entity(case, address))
            .or_else(|| host(address))
            .or_else(|| glued(address, next?));
        found.extend(finding.map(|finding| finding.data("url", address.text.as_str())));
    }
    found
}

fn slip(case: &Case<'_>, address: &Address) -> Option<Finding> {
    let scheme = address.scheme()?;
    // A page is read from where its letters stand, and a gap between two need not be a blank.
    if case.document.is_printed() && case.document.slice(scheme).contains(char::is_whitespace) {
        return None;
    }
    let meant = &address.text[..address.text.find("://")? + 3];
    let (what, help) = match address.slip? {
        Slip::Scheme => (
            "begins with a slip",
            format!("It should begin with {meant}"),
        ),
        Slip::TwoSchemes => (
            "begins twice",
            format!("It needs only one beginning, {meant}"),
        ),
    };
    let message = format!("the address {} {what}", shown(address));
    let fix = Fix::safe(format!("begin with {meant}"), scheme, meant);
    Some(
        Finding::new(
            address.span,
            message,
            format!("{help} and leads nowhere as it is."),
        )
        .fix(fix),
    )
}

/// `https://doi.org/https://doi.org/10.1234/5`, as it comes from a form that puts the first part before a full address.
fn twice_resolved(address: &Address) -> Option<Finding> {
    let path = address.text.find("doi.org/")? + "doi.org/".len();
    let doubled = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi.org/",
        "doi:",
    ];
    let extra = doubled
        .iter()
        .find(|extra| address.text[path..].starts_with(**extra))?;
    let span = address.written(path..path + extra.len());
    let message = format!("the address {} begins twice", shown(address));
    let help =
        format!("“{extra}” behind “doi.org/” is too much: only the DOI itself belongs there.");
    Some(Finding::new(address.span, message, help).fix(Fix::safe(
        "take out the second beginning",
        span,
        "",
    )))
}

/// `&amp;` belongs to HTML; in plain text it is the trace of a conversion.
fn entity(case: &Case<'_>, address: &Address) -> Option<Finding> {
    if case.document.format != Format::Text {
        return None;
    }
    let written = case.document.slice(address.span);
    let edits: Vec<Edit> = written
        .match_indices("&amp;")
        .map(|(at, _)| Edit {
            span: Span::new(
                address.span.start + at + 1,
                address.span.start + at + "&amp;".len(),
            ),
            replacement: String::new(),
        })
        .collect();
    if edits.is_empty() {
        return None;
    }
    let message = format!(
        "the address {} has “&amp;” where “&” is meant",
        shown(address)
    );
    let help = "It was copied from the source of a web page, and what follows is misread. Write “&” alone.";
    let fix = Fix {
        message: "write & for &amp;".to_owned(),
        safe: true,
        edits,
    };
    Some(Finding::new(address.span, message, help).fix(fix))
}

fn host(address: &Address) -> Option<Finding> {
    let reason = match &address.url {
        Err(error) => reason(*error),
        Ok(url) => match url.host()? {
            Host::Domain(name) if name.contains("..") => {
                "two full stops follow each other in the name of its host"
            }
            Host::Domain(name)
                if name.contains(|c: char| !c.is_ascii_alphanumeric() && !".-_".contains(c)) =>
            {
                "the name of its host has a sign that no host has"
            }
            _ => return None,
        },
    };
    let message = format!("the address {} cannot be read", shown(address));
    let help = format!("No browser can follow it: {reason}. Copy it again from the page.");
    Some(Finding::new(address.span, message, help))
}

fn reason(error: ParseError) -> &'static str {
    match error {
        ParseError::EmptyHost => "it names no host",
        ParseError::RelativeUrlWithoutBase => "it does not begin with a scheme such as https://",
        ParseError::InvalidPort => "what follows the colon behind its host is no port",
        ParseError::InvalidIpv4Address | ParseError::InvalidIpv6Address => {
            "the number in place of its host is none"
        }
        _ => "the name of its host has a sign that no host has",
    }
}

fn glued(address: &Address, next: &Address) -> Option<Finding> {
    if address.span.end != next.span.start {
        return None;
    }
    let span = Span::new(address.span.start, next.span.end);
    let message = format!(
        "two addresses run together, {} and {}",
        shown(address),
        shown(next)
    );
    let help = "Nothing parts the second from the first. Take out the one that is too much, or part them by a blank.";
    Some(Finding::new(span, message, help).related(next.span, "the second begins here"))
}
