//! What the rules on cited pages have in common: each address once, with everything of the paper that depends on it.

use std::collections::BTreeMap;

use super::Case;
use super::shown_address::shown;
use crate::citations::{Address, Antecedent};
use crate::document::Span;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::links::against::Contradiction;
use crate::links::archived;
use crate::links::verdict::last;
use crate::links::{Checked, Ground, Links, Outcome, Reply, Verdict};

/// The cited addresses of a paper that were asked.
#[derive(Debug)]
pub(super) struct Linked<'a> {
    case: &'a Case<'a>,
    links: &'a Links,
    /// For each note the markers that it answers.
    markers: BTreeMap<usize, Vec<Span>>,
    /// For each citation the notes with short forms of it.
    short_forms: BTreeMap<usize, Vec<usize>>,
    /// For each address the citation that gives it.
    citations: BTreeMap<usize, usize>,
    /// The notes by their first byte.
    notes: Vec<(Span, usize)>,
}

/// An address that was asked, with all its places in the paper.
#[derive(Debug, Clone)]
pub(super) struct Asked<'a> {
    /// The indices of the addresses, in the order of the text.
    places: Vec<(usize, &'a Checked)>,
}

impl<'a> Asked<'a> {
    /// What is known of it at its first place.
    pub(super) fn checked(&self) -> &'a Checked {
        self.places[0].1
    }

    /// The first place whose citation its page contradicts.
    pub(super) fn contradiction(&self) -> Option<(usize, usize, &'a Contradiction)> {
        self.places.iter().find_map(|&(at, checked)| {
            let (citation, contradiction) = checked.contradiction.as_ref()?;
            Some((at, *citation, contradiction))
        })
    }

    /// The first place.
    pub(super) fn first(&self) -> usize {
        self.places[0].0
    }

    /// All of its places.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|&(at, _)| at)
    }

    /// A finding with the archived copy that an archive has, if one was found.
    pub(super) fn archived(&self, mut finding: Finding) -> Finding {
        let Some(copy) = &self.checked().archived else {
            return finding;
        };
        let day = copy.date.in_words();
        finding.help = format!(
            "{} An archived copy of {day} is at {}.",
            finding.help, copy.url
        );
        finding
            .data("archived", copy.url.as_str())
            .data("archived_on", copy.date.to_string())
    }

    /// Its places with the passages that each quotes and its page does not have.
    pub(super) fn missing(&self) -> impl Iterator<Item = (usize, &'a [String])> {
        self.places
            .iter()
            .map(|&(at, checked)| (at, checked.missing.as_slice()))
    }
}

impl<'a> Linked<'a> {
    /// What is known of the addresses; `None` where nobody asked.
    pub(super) fn of(case: &'a Case<'a>) -> Option<Self> {
        let links = case.links?;
        let mut markers: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for (marker, answer) in case.apparatus.markers.iter().zip(&case.alignment.answers) {
            if let Some(note) = answer.or(marker.note) {
                markers.entry(note).or_default().push(marker.span);
            }
        }
        let mut short_forms: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut citations = BTreeMap::new();
        for (index, citation) in case.citations.citations.iter().enumerate() {
            citations.extend(citation.addresses.clone().map(|address| (address, index)));
            if let Antecedent::Citation(full) = citation.antecedent {
                short_forms.entry(full).or_default().push(citation.note);
            }
        }
        let notes = case.apparatus.notes.iter().enumerate();
        let mut notes: Vec<(Span, usize)> = notes.map(|(index, note)| (note.span, index)).collect();
        notes.sort();
        Some(Self {
            case,
            links,
            markers,
            short_forms,
            citations,
            notes,
        })
    }

    /// Each address once, in the order of the text.
    pub(super) fn asked(&self) -> Vec<Asked<'a>> {
        let mut groups: BTreeMap<usize, Asked<'a>> = BTreeMap::new();
        for (at, checked) in self.links.addresses.iter().enumerate() {
            let Some(checked) = checked else { continue };
            let places = vec![(at, checked)];
            match groups.get_mut(&checked.reply) {
                Some(known) => known.places.extend(places),
                None => drop(groups.insert(checked.reply, Asked { places })),
            }
        }
        let mut groups: Vec<Asked<'a>> = groups.into_values().collect();
        groups.sort_by_key(Asked::first);
        groups
    }

    pub(super) fn address(&self, at: usize) -> &'a Address {
        &self.case.citations.addresses[at]
    }

    pub(super) fn reply(&self, asked: &Asked<'_>) -> &'a Reply {
        &self.links.replies[asked.checked().reply]
    }

    /// The note that an address stands in.
    fn note(&self, at: usize) -> Option<usize> {
        let start = self.address(at).span.start;
        let behind = self.notes.partition_point(|(span, _)| span.start <= start);
        let (span, note) = self.notes.get(behind.checked_sub(1)?)?;
        span.contains(start).then_some(*note)
    }

    /// A finding at one place of an address, with its other places and the markers that depend on any of them.
    pub(super) fn finding(
        &self,
        asked: &Asked<'_>,
        place: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Finding {
        let here = self.address(place);
        let mut finding = Finding::new(here.span, message, help);
        for &(at, _) in &asked.places {
            if at != place {
                let span = self.address(at).span;
                finding = finding.related(span, "the same address");
            }
        }
        finding = self.dependents(finding, asked.all());
        let reply = self.reply(asked);
        if let Outcome::Answered(answer) = &reply.outcome {
            finding = finding.data("status", answer.status);
        }
        if let Some(end) = last(reply).filter(|end| **end != reply.address) {
            finding = finding.data("end", end.as_str());
        }
        finding.data("url", reply.address.as_str())
    }

    /// The same finding with the markers whose notes have one of some addresses, or stand for a citation that has one.
    fn dependents(&self, finding: Finding, addresses: impl Iterator<Item = usize>) -> Finding {
        let citations = addresses.map(|at| (self.note(at), self.citations.get(&at).copied()));
        let mut notes: Vec<usize> = Vec::new();
        for (note, citation) in citations {
            let short = citation.and_then(|citation| self.short_forms.get(&citation));
            notes.extend(note.into_iter().chain(short.into_iter().flatten().copied()));
        }
        self.markers_of(finding, notes)
    }

    /// The same finding with the markers that some notes answer.
    fn markers_of(&self, mut finding: Finding, mut notes: Vec<usize>) -> Finding {
        notes.sort_unstable();
        notes.dedup();
        let labels: Vec<String> = notes
            .iter()
            .map(|&note| self.case.apparatus.notes[note].label.to_string())
            .collect();
        for note in notes {
            for &marker in self.markers.get(&note).into_iter().flatten() {
                finding = finding.related(marker, "this marker depends on it");
            }
        }
        finding.data("notes", labels)
    }

    /// The same finding with the markers that depend on a citation.
    pub(super) fn dependents_of(&self, finding: Finding, citation: usize) -> Finding {
        let note = self.case.citations.citations[citation].note;
        let short = self
            .short_forms
            .get(&citation)
            .into_iter()
            .flatten()
            .copied();
        self.markers_of(finding, short.chain([note]).collect())
    }

    /// Whether every citation of an address gives an archived copy beside it.
    fn has_copies(&self, asked: &Asked<'_>) -> bool {
        asked.all().all(|at| {
            let citation = self.citations.get(&at);
            citation.is_some_and(|&citation| {
                let citation = &self.case.citations.citations[citation];
                archived::has_copy(self.case.citations, citation, at)
            })
        })
    }

    /// The change that puts the archived copies in place of an address, each with the place within the page that was
    /// named. An address that is split has places that none of its own has.
    fn cite_copies(&self, asked: &Asked<'_>) -> Option<Fix> {
        let edits: Vec<Edit> = (asked.places.iter())
            .filter_map(|&(at, checked)| {
                let (address, copy) = (self.address(at), checked.archived.as_ref()?);
                let fragment = address
                    .text
                    .find('#')
                    .map_or("", |hash| &address.text[hash..]);
                let is_plain = !address.span.is_empty()
                    && address.gaps().next().is_none()
                    && address.slip.is_none();
                is_plain.then(|| Edit {
                    span: address.span,
                    replacement: format!("{}{fragment}", copy.url),
                })
            })
            .collect();
        (!edits.is_empty()).then(|| Fix::uncertain("cite the archived copy", edits))
    }

    /// Whether what is said of a citation was read in the record of its DOI.
    pub(super) fn has_record(&self, citation: usize) -> bool {
        let first = self
            .links
            .dois
            .partition_point(|doi| doi.citation < citation);
        let mut own = self.links.dois[first..]
            .iter()
            .take_while(|doi| doi.citation == citation);
        own.any(|doi| doi.has_record)
    }
}

/// What a rule finds of each address that was asked; nothing where nobody asked.
pub(super) fn each<'a>(
    case: &'a Case<'a>,
    find: impl Fn(&Linked<'a>, &Asked<'a>) -> Option<Finding>,
) -> Vec<Finding> {
    let Some(linked) = Linked::of(case) else {
        return Vec::new();
    };
    let asked = linked.asked();
    asked
        .iter()
        .filter_map(|asked| find(&linked, asked))
        .collect()
}

/// A finding at each address that is dead on one of some grounds: `what` is said of the address, `advice` is what to do. Where
/// the paper gives an archived copy as well, the reader is not lost, and it is only worth knowing.
pub(super) fn dead(case: &Case<'_>, grounds: &[Ground], what: &str, advice: &str) -> Vec<Finding> {
    each(case, |linked, asked| {
        let judgement = &asked.checked().judgement;
        let (Verdict::Dead { why } | Verdict::Unverifiable { why }) = &judgement.verdict else {
            return None;
        };
        let place = asked.first();
        let message = format!("{what}: {}", shown(linked.address(place)));
        if !grounds.contains(&judgement.ground) {
            return None;
        }
        let has_copies = linked.has_copies(asked);
        let advice = if has_copies {
            "The paper gives an archived copy beside it."
        } else {
            advice
        };
        let help = format!("{}. {advice}", sentence(why));
        let finding = linked.finding(asked, place, message, help);
        let finding = asked.archived(finding);
        Some(match linked.cite_copies(asked) {
            Some(fix) => finding.fix(fix),
            None if has_copies => finding.severity(Severity::Info),
            None => finding,
        })
    })
}

/// A clause as the beginning of a sentence.
pub(super) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::expect_used,
        reason = "a test that cannot read its own words has failed"
    )]

    use super::*;
    use crate::check::check;
    use crate::links::{Failure, Reply};
    use crate::settings::Settings;
    use crate::source::Source;

    const PAPER: &str = "Tolls rose.[1] Ferries stopped.[2] Nobody paid.[3] Boats sank.[4]\n\nNotes\n\n\
        1. Ada Reed, “Tolls Rise,” 2020, https://a.example/tolls.\n\
        2. Ibid., p. 4.\n\
        3. Ben Moor, “Boats,” 2021, https://a.example/boats.\n\
        4. Ada Reed, “Tolls Rise,” 2020, https://a.example/tolls#two.\n";

    fn no_such_host(address: &str) -> Reply {
        Reply {
            address: url::Url::parse(address).expect("an address"),
            asked: 0,
            chain: Vec::new(),
            outcome: Outcome::Failed(Failure::NoSuchHost),
            attempts: 1,
            failures: Vec::new(),
        }
    }

    #[test]
    fn a_dead_address_is_one_finding_with_all_that_depends_on_it() {
        let source = Source::from_reader("paper.txt", PAPER.as_bytes(), None).expect("a source");
        let report = check(&source, &Settings::default()).expect("a paper");
        let replies = vec![no_such_host("https://a.example/tolls")];
        let links = Links::new(&report.document, &report.citations, replies);
        let case = Case::new(
            &report.document,
            &report.apparatus,
            &report.citations,
            &report.alignment,
        );
        let found: Vec<Finding> = crate::rules::run(&case.with_links(&links), &Settings::default())
            .into_iter()
            .filter(|finding| finding.rule == "dead-link")
            .collect();
        let [finding] = found.as_slice() else {
            panic!("{} findings", found.len());
        };
        assert_eq!(finding.severity, Severity::Error);
        assert_eq!(
            report.document.slice(finding.span),
            "https://a.example/tolls"
        );
        let related: Vec<&str> = (finding.related.iter())
            .map(|place| report.document.slice(place.span))
            .collect();
        assert_eq!(
            related,
            ["https://a.example/tolls#two", "[1]", "[2]", "[4]"]
        );
        assert_eq!(finding.data["notes"], serde_json::json!(["1", "2", "4"]));
    }
}
