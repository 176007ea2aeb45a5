//! What came of asking the cited addresses, as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::Position;
use crate::check::Report;
use crate::links::{Archived, Outcome, Reply, Verdict};

/// A cited address and what it is worth to a reader.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Link")]
pub(in crate::report) struct LinkView<'a> {
    /// The address as it is meant.
    address: &'a str,
    #[serde(flatten)]
    position: Position,
    #[serde(flatten)]
    verdict: &'a Verdict,
    /// The status of the last answer; absent where no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Who gave it, where redirects led to another address.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<&'a str>,
    /// A copy of a page that is gone, moved or another one: what Robust Links call its version and the version's date.
    #[serde(skip_serializing_if = "Option::is_none")]
    archived: Option<CopyView<'a>>,
}

/// A copy in an archive.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Copy")]
struct CopyView<'a> {
    /// Its address.
    url: &'a str,
    /// Its day: `2024-05-04`.
    date: String,
}

fn copy(archived: &Archived) -> CopyView<'_> {
    CopyView {
        url: archived.url.as_str(),
        date: archived.date.to_string(),
    }
}

/// Each cited address that was judged, in the order of the text; `None` where none was to be asked.
pub(in crate::report) fn all(report: &Report) -> Option<Vec<LinkView<'_>>> {
    let links = report.links.as_ref()?;
    let judged = report.citations.addresses.iter().zip(&links.addresses);
    let views = judged.filter_map(|(address, checked)| {
        let checked = checked.as_ref()?;
        let reply = links.reply(checked);
        Some(LinkView {
            address: &address.text,
            position: Position::new(&report.document, address.span),
            verdict: &checked.judgement.verdict,
            status: status(reply),
            ended_at: ended_at(reply),
            archived: checked.archived.as_ref().map(copy),
        })
    });
    Some(views.collect())
}

fn status(reply: &Reply) -> Option<u16> {
    match &reply.outcome {
        Outcome::Answered(answer) => Some(answer.status),
        Outcome::Failed(_) => None,
    }
}

fn ended_at(reply: &Reply) -> Option<&str> {
    match &reply.outcome {
        Outcome::Answered(answer) if answer.address != reply.address => {
            Some(answer.address.as_str())
        }
        _ => None,
    }
}
