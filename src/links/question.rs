//! What is asked: each address once, however often it is cited.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use url::Url;

use super::redirect::bare;
use super::{Outcome, Reply, wanted};
use crate::citations::Citations;
use crate::document::Document;

/// One address to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The address, without fragment, name and password.
    pub address: Url,
    /// What is wanted of it.
    pub want: Want,
    /// The passages that its page is to be searched for.
    pub passages: Vec<String>,
    /// Whether it is made for programs, so that it is asked whatever the `robots.txt` of its host says.
    pub is_interface: bool,
    /// When it was dead in runs before; see [`super::Reply::failures`].
    pub failures: Vec<i64>,
}

/// What is wanted of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// To know whether it is there. It is asked with HEAD, and with GET where the answer to HEAD is an error, because
    /// many servers refuse HEAD for pages that are there; a host that was caught at this is asked with GET from then
    /// on.
    Presence,
    /// Its page. It is asked with GET at once: HEAD before it would double the requests and could not replace one.
    Page,
}

impl Question {
    /// Asks for the page at an address.
    pub fn page(address: Url) -> Self {
        Self {
            address: bare(address),
            want: Want::Page,
            passages: Vec::new(),
            is_interface: false,
            failures: Vec::new(),
        }
    }

    /// Asks what is made for programs.
    pub fn interface(address: Url) -> Self {
        Self {
            is_interface: true,
            ..Self::page(address)
        }
    }

    /// Asks only whether there is something at an address.
    pub fn presence(address: Url) -> Self {
        Self {
            want: Want::Presence,
            ..Self::page(address)
        }
    }
}

/// The same questions, each address once, in the order of their first mention; what is wanted by any of them is wanted.
pub fn merge(questions: impl IntoIterator<Item = Question>) -> Vec<Question> {
    let mut merged: Vec<Question> = Vec::new();
    let mut known: HashMap<Url, usize> = HashMap::new();
    for question in questions {
        match known.entry(question.address.clone()) {
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(question);
            }
            Entry::Occupied(place) => merged[*place.get()].join(question),
        }
    }
    merged
}

/// What is asked for a paper: the page at every cited address, and what the registries know of its DOIs. Of files that
/// no reader of pages can read only the presence is asked.
pub fn of_paper(document: &Document, citations: &Citations) -> Vec<Question> {
    let mut passages = wanted::passages(citations);
    let cited = citations.addresses.iter().filter_map(wanted::asked);
    let cited = cited.map(|address| {
        let passages = passages.remove(&address).unwrap_or_default();
        let question = if is_file(&address) {
            Question::presence(address)
        } else {
            Question::page(address)
        };
        Question {
            passages,
            ..question
        }
    });
    let records = wanted::records(document, citations);
    merge(cited.chain(records.into_iter().map(Question::interface)))
}

/// What files are called that are no pages.
const FILES: [&str; 14] = [
    ".7z", ".csv", ".docx", ".gz", ".jpeg", ".jpg", ".mp3", ".mp4", ".png", ".pptx", ".tar",
    ".xls", ".xlsx", ".zip",
];

fn is_file(address: &Url) -> bool {
    let path = address.path().to_ascii_lowercase();
    FILES.iter().any(|ending| path.ends_with(ending))
}

impl Question {
    /// Whether a reply to the same address says all that is wanted now. It may be from a run that wanted less: only to
    /// know whether there is something, or fewer passages.
    pub(super) fn is_answered_by(&self, reply: &Reply) -> bool {
        let Outcome::Answered(answer) = &reply.outcome else {
            return true;
        };
        match &answer.page {
            Some(page) => self
                .passages
                .iter()
                .all(|wanted| page.passages.iter().any(|(known, _)| known == wanted)),
            // HEAD is no sign of what GET would bring, unless there is nothing to bring.
            None => self.want == Want::Presence || !(200..300).contains(&answer.status),
        }
    }

    fn join(&mut self, other: Self) {
        self.want = self.want.max(other.want);
        self.is_interface |= other.is_interface;
        for passage in other.passages {
            if !self.passages.contains(&passage) {
                self.passages.push(passage);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_address_is_asked_once_for_all_that_is_wanted_of_it() {
        let url = |text: &str| Url::parse(text).unwrap();
        let with = |passage: &str| Question {
            passages: vec![passage.to_owned()],
            ..Question::page(url("http://me:secret@a.test/x#here"))
        };
        let questions = [
            Question::presence(url("http://a.test/x#there")),
            Question::presence(url("http://b.test/")),
            with("one"),
            with("two"),
            with("one"),
        ];
        let merged = merge(questions);
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[0].address.as_str(), "http://a.test/x");
        assert_eq!(merged[0].want, Want::Page);
        assert_eq!(merged[0].passages, ["one", "two"]);
        assert_eq!(merged[1], Question::presence(url("http://b.test/")));
    }
}
