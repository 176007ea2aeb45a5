//! What is known of each cited address once it was asked.

use std::collections::{BTreeMap, BTreeSet};

use super::against::{self, Contradiction, Kind};
use super::archived::{self, Archived};
use super::clock::day;
use super::verdict::{self, Ground, Judgement, Known, end};
use super::wanted::DOI_RESOLVERS;
use super::{Outcome, Reply, Verdict, wanted};
use crate::citations::{self, Citation, Citations, Written, identifier};
use crate::document::Document;

/// What came of asking the addresses of a paper.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// For each of [`Citations::addresses`] what is known of it; `None` for one that cannot be asked or of which there is no
    /// reply.
    pub addresses: Vec<Option<Checked>>,
    /// The DOIs that the notes cite, in the order of the text, of which the registries know something.
    pub dois: Vec<Registered>,
    /// The replies, in any order.
    pub replies: Vec<Reply>,
}

/// What is known of a cited address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The index of its reply.
    pub reply: usize,
    /// What it is worth.
    pub judgement: Judgement,
    /// What its page contradicts in the citation that gives it, with the index of the citation.
    pub contradiction: Option<(usize, Contradiction)>,
    /// The passages that the address quotes and the page does not have.
    pub missing: Vec<String>,
    /// An archived copy of a page that is gone, moved or another one.
    pub archived: Option<Archived>,
}

/// What the registries know of a cited DOI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The DOI in small letters, and where it is written.
    pub doi: Written<String>,
    /// The index of the citation that gives it.
    pub citation: usize,
    /// Whether somebody registered it; `None` where that is not known.
    pub exists: Option<bool>,
    /// Whether there is a record of the work.
    pub has_record: bool,
    /// What the record contradicts in the citation.
    pub contradiction: Option<Contradiction>,
}

/// The replies by the addresses that were asked.
#[derive(Debug)]
struct ByAddress<'a> {
    all: &'a [Reply],
    index: BTreeMap<&'a str, usize>,
}

impl<'a> ByAddress<'a> {
    fn new(all: &'a [Reply]) -> Self {
        // The first reply to an address counts.
        let index = all
            .iter()
            .enumerate()
            .rev()
            .map(|(at, reply)| (reply.address.as_str(), at))
            .collect();
        Self { all, index }
    }

    fn at(&self, address: Option<url::Url>) -> Option<(usize, &'a Reply)> {
        let index = *self.index.get(address?.as_str())?;
        Some((index, &self.all[index]))
    }
}

impl Links {
    /// Judges the replies to what [`wanted`] and the citations name. Replies to other addresses are no harm.
    pub fn new(document: &Document, citations: &Citations, replies: Vec<Reply>) -> Self {
        let known = ByAddress::new(&replies);
        let dois = registered(document, citations, &known);
        let mut addresses = judged(citations, &known);
        hold_against(document, citations, &known, &dois, &mut addresses);
        stand_on_registry(citations, &dois, &mut addresses);
        suggest_copies(citations, &replies, &mut addresses);
        Self {
            addresses,
            dois,
            replies,
        }
    }

    /// The same, where an address counts as dead only when it was dead on this many days with none between them on which
    /// its page was there. What a registry does not have was never there, and needs no days.
    #[must_use]
    pub fn dead_after(mut self, days: u32) -> Self {
        for checked in self.addresses.iter_mut().flatten() {
            let Verdict::Dead { why } = &checked.judgement.verdict else {
                continue;
            };
            let failed = days_of(&self.replies[checked.reply]);
            if failed < days as usize && checked.judgement.ground != Ground::NotRegistered {
                let why = format!("failed on {failed} of {days} days: {why}");
                checked.judgement = Judgement {
                    verdict: Verdict::Unverifiable { why },
                    ground: Ground::FailedLately,
                };
            }
        }
        self
    }

    /// The reply to a cited address.
    pub fn reply(&self, checked: &Checked) -> &Reply {
        &self.replies[checked.reply]
    }
}

/// On how many days a dead address failed.
fn days_of(reply: &Reply) -> usize {
    let moments = reply.failures.iter().copied().chain([reply.asked]);
    moments.map(day).collect::<BTreeSet<_>>().len()
}

/// What each address is worth by itself.
fn judged(citations: &Citations, replies: &ByAddress<'_>) -> Vec<Option<Checked>> {
    let titles = wanted::titles(citations);
    let ends = ends(citations, replies);
    let mut judgements: BTreeMap<usize, Judgement> = BTreeMap::new();
    (citations.addresses.iter())
        .map(|address| {
            let asked = wanted::asked(address)?;
            let given = titles.get(&asked).map(Vec::as_slice).unwrap_or_default();
            let (index, reply) = replies.at(Some(asked))?;
            let judge = || {
                let ending =
                    verdict::ending(reply).and_then(|end| ends.get(&end).map(BTreeSet::len));
                verdict::judge(
                    reply,
                    &Known {
                        probe: replies
                            .at(wanted::sibling(&reply.address))
                            .map(|(_, probe)| probe),
                        ending_there: ending.unwrap_or(0),
                        titles: given,
                    },
                )
            };
            let judgement = judgements.entry(index).or_insert_with(judge).clone();
            let missing = missing(address, reply);
            Some(Checked {
                reply: index,
                judgement,
                contradiction: None,
                missing,
                archived: None,
            })
        })
        .collect()
}

/// The passages that an address quotes and its page does not have.
fn missing(address: &citations::Address, reply: &Reply) -> Vec<String> {
    let quoted = address
        .url
        .as_ref()
        .map(super::page::passage::of)
        .unwrap_or_default();
    let Some(page) = reply.success().and_then(|answer| answer.page.as_ref()) else {
        return Vec::new();
    };
    let is_missing = |passage: &String| {
        page.passages
            .iter()
            .any(|(known, found)| known == passage && !found)
    };
    quoted.into_iter().filter(is_missing).collect()
}

/// For each page where redirects end, the different cited pages that end there.
fn ends(citations: &Citations, replies: &ByAddress<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut ends: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for address in &citations.addresses {
        let Some((_, reply)) = replies.at(wanted::asked(address)) else {
            continue;
        };
        if let Some(end) = verdict::ending(reply) {
            ends.entry(end)
                .or_default()
                .insert(end::key(&reply.address));
        }
    }
    ends
}

/// Holds each page that is there against the citation that gives its address.
fn hold_against(
    document: &Document,
    citations: &Citations,
    replies: &ByAddress<'_>,
    dois: &[Registered],
    addresses: &mut [Option<Checked>],
) {
    for (index, citation) in citations.citations.iter().enumerate() {
        let Some(at) = its_own(document, citations, citation) else {
            continue;
        };
        let Some(checked) = &mut addresses[at] else {
            continue;
        };
        if checked.contradiction.is_some()
            || !matches!(
                checked.judgement.verdict,
                Verdict::Alive | Verdict::Moved { .. }
            )
        {
            continue;
        }
        // The record of a DOI is surer than the page of the publisher.
        let first = dois.partition_point(|doi| doi.citation < index);
        let mut own = dois[first..].iter().take_while(|doi| doi.citation == index);
        let record = own.find(|doi| doi.has_record);
        let found = match record {
            Some(record) => record.contradiction.clone(),
            None => of_page(citation, &replies.all[checked.reply]),
        };
        let Some(found) = found else { continue };
        if found.kind == Kind::Work {
            let why = format!("its page is “{}”, not “{}”", found.found, found.cited);
            checked.judgement = Judgement {
                verdict: Verdict::Mismatch { why },
                ground: Ground::AnotherWork,
            };
        }
        checked.contradiction = Some((index, found));
    }
}

/// The one address of a citation whose title is certain and whose address is that of a page.
fn its_own(document: &Document, citations: &Citations, citation: &Citation) -> Option<usize> {
    let title = citation.title.as_ref()?;
    let at = citations.page_of(citation)?;
    let is_page = wanted::asked(&citations.addresses[at]).is_some_and(|url| !end::is_home(&url));
    (is_page && citations::is_set_off(document, title.span)).then_some(at)
}

fn of_page(citation: &Citation, reply: &Reply) -> Option<Contradiction> {
    let answer = reply.success()?;
    against::compare(citation, answer.page.as_ref()?, &answer.address)
}

/// What the registries know of the cited DOIs.
fn registered(
    document: &Document,
    citations: &Citations,
    replies: &ByAddress<'_>,
) -> Vec<Registered> {
    let mut found = Vec::new();
    for (index, citation) in citations.citations.iter().enumerate() {
        let dois = identifier::dois(document, citation.span);
        let is_only_one = dois.len() == 1;
        for doi in dois {
            let handle = replies.at(wanted::handle(&doi.value));
            let record = replies
                .at(wanted::record(&doi.value))
                .and_then(|(_, reply)| reply.success());
            let page = record
                .and_then(|answer| answer.page.as_ref())
                .filter(|page| !page.titles.is_empty());
            let contradiction =
                page.zip(record)
                    .filter(|_| is_only_one)
                    .and_then(|(page, answer)| {
                        let found = against::compare(citation, page, &answer.address)?;
                        let counts = match found.kind {
                            Kind::Work => true,
                            Kind::Date { days } => days >= against::DAYS_OF_A_RECORD,
                        };
                        counts.then_some(found)
                    });
            found.push(Registered {
                exists: handle
                    .and_then(|(_, reply)| exists(reply))
                    .or(page.map(|_| true)),
                has_record: page.is_some(),
                doi,
                citation: index,
                contradiction,
            });
        }
    }
    found.retain(|doi| doi.exists.is_some());
    found
}

/// Whether a handle exists: only the interface itself may say that it does not, no proxy on the way.
fn exists(reply: &Reply) -> Option<bool> {
    let Outcome::Answered(answer) = &reply.outcome else {
        return None;
    };
    let is_json =
        |(name, value): &(String, String)| name == "content-type" && value.contains("json");
    match answer.status {
        200 => answer.page.as_ref()?.canonical.as_ref().map(|_| true),
        404 if answer.headers.iter().any(is_json) => Some(false),
        _ => None,
    }
}

/// An address that is a DOI is worth what the registry says, not what the page says to machines.
fn stand_on_registry(
    citations: &Citations,
    dois: &[Registered],
    addresses: &mut [Option<Checked>],
) {
    for doi in dois {
        for at in citations.addresses_in(citations.citations[doi.citation].span) {
            let Some(checked) = &mut addresses[at] else {
                continue;
            };
            if !is_resolver(&citations.addresses[at], &doi.doi) {
                continue;
            }
            let ground = checked.judgement.ground;
            let is_unverifiable = matches!(checked.judgement.verdict, Verdict::Unverifiable { .. });
            if doi.exists == Some(false) {
                checked.judgement =
                    Judgement::dead(Ground::NotRegistered, "nobody registered this DOI");
            } else if is_unverifiable && !matches!(ground, Ground::NotAsked | Ground::NotInEvidence)
            {
                checked.judgement = Judgement {
                    verdict: Verdict::Alive,
                    ground: Ground::Registered,
                };
            }
        }
    }
}

/// Puts archived copies beside the pages that are gone, moved or others.
fn suggest_copies(citations: &Citations, replies: &[Reply], addresses: &mut [Option<Checked>]) {
    for (at, copy) in archived::copies(citations, replies) {
        if let Some(checked) = &mut addresses[at]
            && archived::is_wanted(&checked.judgement)
        {
            checked.archived = Some(copy);
        }
    }
}

/// Whether an address is that of a DOI at its resolver.
fn is_resolver(address: &citations::Address, doi: &Written<String>) -> bool {
    let host = address.url.as_ref().ok().and_then(|url| url.host_str());
    host.is_some_and(|host| DOI_RESOLVERS.contains(&host)) && address.span.overlaps(doi.span)
}
