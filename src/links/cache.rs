//! Replies in a file for the next run, so that it does not ask again what was answered lately; and on which days the
//! pages failed that failed.
//!
//! The file is a redb database with three tables: `footfault` says what it is, `replies` has each [`Reply`] as the
//! evidence has it (as JSON, with the time when it was asked) by its address, and `failures` has for each address that
//! was dead when it was last judged the time of a reply on each day on which it was (as JSON, in seconds since 1970).
//!
//! What is kept is what a server answered and stands by. What did not answer, or answered that it is busy, is asked
//! again by the next run. A page that failed is believed for a day at most, whatever the lifetime of replies is: its
//! failures are to be counted by days.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, Table, TableDefinition, TableError};
use url::Url;

use self::keeper::Keeper;
pub use self::store::CacheError;
use self::store::{Store, Turn};
use super::clock::{Clock, day};
use super::question::Question;
use super::retry::may_pass;
use super::{Links, Outcome, Reply, Verdict};

mod keeper;
mod store;

const REPLIES: TableDefinition<&str, (i64, &[u8])> = TableDefinition::new("replies");
const FAILURES: TableDefinition<&str, &[u8]> = TableDefinition::new("failures");

/// After so many seconds without a new failure, nobody cites the address any more, or nobody checks it.
const FORGOTTEN: i64 = 365 * 86_400;

/// An open cache. The file itself is open only for moments, so that several runs can share it.
#[derive(Debug)]
pub struct Cache {
    store: Store,
    /// For how many seconds a reply is believed.
    lifetime: i64,
    clock: Clock,
    keeper: Option<Keeper>,
    trouble: Option<CacheError>,
}

/// A reply on its way into the file.
#[derive(Debug)]
struct Entry {
    address: String,
    asked: i64,
    reply: Vec<u8>,
}

/// How the addresses of a run were judged: when the replies were asked that make them dead, and those that do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fates {
    /// The dead ones.
    pub dead: BTreeMap<Url, i64>,
    /// Those with a page. An address that is in both is dead: some citation finds there what it names, another does not.
    pub there: BTreeMap<Url, i64>,
}

impl Fates {
    /// Adds what became of the addresses of a paper. Of those of which nothing can be said nothing is put down.
    pub fn add(&mut self, links: &Links) {
        for checked in links.addresses.iter().flatten() {
            let reply = links.reply(checked);
            let fates = match checked.judgement.verdict {
                Verdict::Dead { .. } => &mut self.dead,
                Verdict::Unverifiable { .. } => continue,
                Verdict::Alive | Verdict::Moved { .. } | Verdict::Mismatch { .. } => {
                    &mut self.there
                }
            };
            fates.insert(reply.address.clone(), reply.asked);
        }
    }
}

impl Cache {
    /// Opens the cache in a file, and makes the file if there is none. Replies are believed for `lifetime`.
    pub fn open(path: &Path, lifetime: Duration, clock: Clock) -> Result<Self, CacheError> {
        Ok(Self {
            store: Store::open(path)?,
            lifetime: i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX),
            clock,
            keeper: None,
            trouble: None,
        })
    }

    /// Takes the questions out that need not be asked, and gives their replies; the others learn when they failed.
    pub(super) fn answer(&mut self, questions: &mut Vec<Question>) -> Vec<Reply> {
        if self.trouble.is_some() {
            return Vec::new();
        }
        let looked_up = self.store.read(|view| {
            let known = Known::open(view)?;
            let mut replies = Vec::new();
            for question in questions.iter_mut() {
                let address = question.address.as_str();
                replies.push(known.reply(address)?);
                question.failures = known.failures(address)?;
            }
            Ok(replies)
        });
        let mut looked_up = match looked_up {
            Ok(replies) => replies.into_iter(),
            Err(trouble) => {
                self.trouble = Some(trouble);
                return Vec::new();
            }
        };
        let mut replies = Vec::new();
        questions.retain_mut(|question| {
            let reply = looked_up.next().flatten();
            let Some(reply) = reply.filter(|reply| self.is_good(reply, question)) else {
                return true;
            };
            let failures = std::mem::take(&mut question.failures);
            replies.push(Reply { failures, ..reply });
            false
        });
        replies
    }

    fn is_good(&self, reply: &Reply, question: &Question) -> bool {
        self.is_fresh(reply, question) && question.is_answered_by(reply)
    }

    fn is_fresh(&self, reply: &Reply, question: &Question) -> bool {
        let now = (self.clock)();
        let age = now.saturating_sub(reply.asked);
        let failed_before = !question.failures.is_empty() && day(reply.asked) != day(now);
        // What was asked in the future was asked by a clock that went wrong, here or there.
        (0..self.lifetime).contains(&age) && !failed_before
    }

    /// Keeps a reply, if its server stands by it.
    pub(super) fn keep(&mut self, reply: &Reply) {
        let Outcome::Answered(answer) = &reply.outcome else {
            return;
        };
        if may_pass(answer.status) || self.trouble.is_some() {
            return;
        }
        let Ok(json) = serde_json::to_vec(reply) else {
            return;
        };
        let store = &self.store;
        let keeper = self
            .keeper
            .get_or_insert_with(|| Keeper::start(store.clone()));
        keeper.keep(Entry {
            address: reply.address.to_string(),
            asked: reply.asked,
            reply: json,
        });
    }

    /// Waits until all that was kept is in the file.
    pub(super) fn flush(&mut self) {
        if let Some(Err(error)) = self.keeper.take().map(Keeper::finish) {
            self.trouble.get_or_insert(error);
        }
    }

    /// Puts down who failed, forgets the failures of those who are there again, and the replies that are too old to be
    /// believed. Says what kept the cache from its work, now or before; the run itself suffers nothing from that.
    pub fn finish(mut self, fates: &Fates) -> Result<(), CacheError> {
        self.flush();
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let now = (self.clock)();
        let oldest = now.saturating_sub(self.lifetime);
        self.store.write(Turn::Wait, |change| {
            let mut replies = change.open_table(REPLIES)?;
            replies.retain(|_, (asked, _)| asked > oldest)?;
            let mut failures = change.open_table(FAILURES)?;
            let addresses: BTreeSet<&Url> = fates.dead.keys().chain(fates.there.keys()).collect();
            for address in addresses {
                settle(&mut failures, address, fates)?;
            }
            let is_new = |&failed: &i64| failed > now - FORGOTTEN;
            failures.retain(|_, json| times(json).iter().any(is_new))?;
            Ok(())
        })
    }
}

/// Puts down for an address when it failed.
fn settle(
    failures: &mut Table<'_, &str, &[u8]>,
    address: &Url,
    fates: &Fates,
) -> Result<(), redb::Error> {
    let before = failures.get(address.as_str())?;
    let before = before.map(|json| times(json.value())).unwrap_or_default();
    let mut left = before.clone();
    if let Some(&failed) = fates.dead.get(address) {
        add(&mut left, failed);
    } else if let Some(&there) = fates.there.get(address) {
        left.retain(|&failed| failed > there);
    }
    if left.is_empty() {
        failures.remove(address.as_str())?;
    } else if left != before {
        let json = serde_json::to_vec(&left).unwrap_or_default();
        failures.insert(address.as_str(), json.as_slice())?;
    }
    Ok(())
}

/// What is in the file; a table is not there before something is put into it.
struct Known {
    replies: Option<ReadOnlyTable<&'static str, (i64, &'static [u8])>>,
    failures: Option<ReadOnlyTable<&'static str, &'static [u8]>>,
}

impl Known {
    fn open(view: &ReadTransaction) -> Result<Self, redb::Error> {
        Ok(Self {
            replies: if_there(view.open_table(REPLIES))?,
            failures: if_there(view.open_table(FAILURES))?,
        })
    }

    fn reply(&self, address: &str) -> Result<Option<Reply>, redb::Error> {
        let Some(replies) = &self.replies else {
            return Ok(None);
        };
        let json = replies.get(address)?;
        // A reply that cannot be read is of another version, and is asked again.
        Ok(json.and_then(|json| serde_json::from_slice(json.value().1).ok()))
    }

    fn failures(&self, address: &str) -> Result<Vec<i64>, redb::Error> {
        let Some(failures) = &self.failures else {
            return Ok(Vec::new());
        };
        let json = failures.get(address)?;
        Ok(json.map(|json| times(json.value())).unwrap_or_default())
    }
}

fn if_there<T>(table: Result<T, TableError>) -> Result<Option<T>, TableError> {
    match table {
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        table => table.map(Some),
    }
}

fn times(json: &[u8]) -> Vec<i64> {
    serde_json::from_slice(json).unwrap_or_default()
}

/// Adds a failure, one for each day.
fn add(failures: &mut Vec<i64>, failed: i64) {
    if failures.iter().all(|&known| day(known) != day(failed)) {
        failures.push(failed);
        failures.sort_unstable();
    }
}

#[cfg(test)]
mod tests;
