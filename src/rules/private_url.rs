//! An address leads only where its author can go.
//!
//! `data`: `host` is the host, if there is one.
//!
//! ## Why
//! A file on the author's computer, a page behind the author's own login, or one that goes through the library's proxy
//! opens for no reader.
//!
//! ## Example
//! `file:///C:/Users/me/report.pdf`, `https://www-jstor-org.ezproxy.example.edu/stable/1234`
//!
//! ## Fix safety
//! There is no fix: the public address must be looked up.

use url::{Host, Url};

use super::shown_address::shown;
use super::{Case, Family, Rule};
use crate::citations::Address;
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "private-url",
    family: Family::Url,
    severity: Some(Severity::Warning),
    source: include_str!("private_url.rs"),
    check,
};

/// Pages that show a reader something else than the author, or nothing: mail, chats, drafts.
const LOGINS: [(&str, &str); 17] = [
    ("app.slack.com", "/"),
    ("chat.openai.com", "/c/"),
    ("chatgpt.com", "/c/"),
    ("claude.ai", "/chat/"),
    ("drive.google.com", "/drive/"),
    ("mail.google.com", "/mail/"),
    ("mail.yahoo.com", "/d/"),
    ("outlook.live.com", "/mail/"),
    ("outlook.office.com", "/mail/"),
    ("outlook.office365.com", "/mail/"),
    ("scholar.google.com", "/scholar_alerts"),
    ("teams.microsoft.com", "/l/"),
    ("web.telegram.org", "/k"),
    ("web.whatsapp.com", "/"),
    ("www.chatgpt.com", "/c/"),
    ("www.dropbox.com", "/home"),
    ("www.overleaf.com", "/project/"),
];

/// Endings of names that mean something only inside one house (RFC 6762, appendix G; RFC 6761; ICANN's `.internal`).
const INNER: [&str; 8] = [
    ".corp",
    ".home.arpa",
    ".internal",
    ".intranet",
    ".lan",
    ".local",
    ".localdomain",
    ".localhost",
];

fn check(case: &Case<'_>) -> Vec<Finding> {
    let addresses = case.citations.addresses.iter();
    addresses
        .filter_map(|address| private(case, address))
        .collect()
}

fn private(case: &Case<'_>, address: &Address) -> Option<Finding> {
    let url = address.url.as_ref().ok()?;
    let reason = (program(url))
        .or_else(|| login(url))
        .or_else(|| inside(url).filter(|_| is_cited(case, address)))?;
    let message = format!("the address {} opens only for its author", shown(address));
    let help = format!("{reason}. Cite the public address of the source, or say where it is kept.");
    Some(Finding::new(address.span, message, help).data("host", url.host_str().unwrap_or_default()))
}

/// What is no page of the web.
fn program(url: &Url) -> Option<&'static str> {
    match url.scheme() {
        "http" | "https" | "ftp" | "ftps" | "sftp" | "gopher" => None,
        "file" | "smb" => Some("It is a file on somebody's own computer or network"),
        _ => Some("It is an address within a program on somebody's own computer"),
    }
}

fn login(url: &Url) -> Option<&'static str> {
    let (host, path) = (url.host_str()?, url.path());
    let is_proxy = |label: &str| {
        ["ezproxy", "libproxy", "proxy-lib"]
            .iter()
            .any(|name| label.starts_with(name))
    };
    if host.split('.').any(is_proxy) || host.ends_with(".idm.oclc.org") {
        return Some(
            "It goes through the proxy of a library and asks for the login of its members",
        );
    }
    let is_drive = host.ends_with("-my.sharepoint.com") && path.contains("/personal/");
    let is_own = LOGINS
        .iter()
        .any(|(own, begin)| *own == host && path.starts_with(begin));
    (is_drive || is_own).then_some("It is a page behind somebody's own login")
}

/// Hosts that mean something only inside one house.
fn inside(url: &Url) -> Option<&'static str> {
    let is_inside = match url.host()? {
        // No name ends with a hyphen: the rest of it is on the next line.
        Host::Domain(name) if name.ends_with('-') => false,
        Host::Domain(name) => !name.contains('.') || INNER.iter().any(|end| name.ends_with(end)),
        Host::Ipv4(number) => number.is_private() || number.is_loopback() || number.is_link_local(),
        Host::Ipv6(number) => {
            number.is_loopback() || number.is_unique_local() || number.is_unicast_link_local()
        }
    };
    is_inside.then_some("Its host is known only inside one network")
}

/// Whether an address stands in a note. In the text it may be spoken of, as program text is.
fn is_cited(case: &Case<'_>, address: &Address) -> bool {
    let notes = &case.apparatus.notes;
    let behind = notes.partition_point(|note| note.span.start <= address.span.start);
    let note = behind.checked_sub(1).map(|index| &notes[index]);
    note.is_some_and(|note| note.span.contains(address.span.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_cut_off_is_not_known_to_be_private() {
        let is_inside = |url: &str| Url::parse(url).is_ok_and(|url| inside(&url).is_some());
        assert!(is_inside("https://intranet/minutes"));
        assert!(!is_inside("https://council-"));
    }
}
