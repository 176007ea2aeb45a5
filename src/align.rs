//! Who answers whom: the sequence of markers against the sequence of notes, by what sentence and note have in common.
//!
//! The hidden state is the *offset*: note number minus marker number. Where a note fell out of the list, every later
//! marker is answered by a note one lower; the place where the offset changes is the *origin*.

use crate::citations::{self, Citations};
use crate::document::Document;
use crate::notes::{Apparatus, Label};

use self::evidence::Evidence;
use self::numbered::Numbered;

pub use self::evidence::{Hit, Traits};
pub use self::examples::{Candidate, Example};
pub use self::weights::{Origin as NoteOrigin, Weights};

mod addresses;
mod associations;
mod chain;
mod contexts;
mod drift;
mod entries;
mod evidence;
mod examples;
mod habit;
mod keys;
mod numbered;
mod order;
mod origins;
mod pairs;
mod sentences;
mod signs;
mod strays;
mod terms;
#[cfg(test)]
mod tests;
mod tokens;
mod weights;
mod words;
mod zone;

/// A run of markers of one list whose notes stand at the same offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The list.
    pub list: usize,
    /// The first marker label.
    pub first: Label,
    /// The last marker label.
    pub last: Label,
    /// Note number minus marker number.
    pub offset: i32,
}

/// What happened at an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginKind {
    /// The list lacks the note that a marker calls: what follows is answered one lower.
    MissingNote,
    /// The list has a note that no marker calls: what follows is answered one higher.
    ExtraNote,
}

/// A place where the offset changes by one.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The list.
    pub list: usize,
    /// What happened.
    pub kind: OriginKind,
    /// The likeliest label: of the marker whose note is missing, or of the extra note.
    pub label: u32,
    /// The lowest label that the evidence cannot tell from it.
    pub earliest: u32,
    /// The highest label that the evidence cannot tell from it.
    pub latest: u32,
    /// The offset before the origin.
    pub before: i32,
    /// The offset behind it.
    pub after: i32,
    /// The first marker label that is answered at the new offset.
    pub first: u32,
    /// The last marker label that is answered at the new offset, before the next origin or the end.
    pub last: u32,
    /// How probable it is that the numbering drifts in this way at all, 0 to 1.
    pub probability: f64,
}

/// Two neighbouring notes that stand in each other's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Swap {
    /// The list.
    pub list: usize,
    /// The index of the first note.
    pub first: usize,
    /// The index of the second note, which should stand first.
    pub second: usize,
    /// How probable it is, 0 to 1.
    pub probability: f64,
}

/// A note that stands far from where its marker calls it, its neighbours having closed ranks.
#[derive(Debug, Clone, PartialEq)]
pub struct Misplacement {
    /// The list.
    pub list: usize,
    /// The index of the note that stands in the wrong place.
    pub note: usize,
    /// The label of the marker that it answers.
    pub marker: u32,
    /// How probable it is, 0 to 1.
    pub probability: f64,
}

/// A word, name, number or phrase that a marker's sentence and a note have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedTerm {
    /// As the note writes it.
    pub text: String,
    /// How much it tells, in nats of log-likelihood ratio; rare terms tell more.
    pub weight: f64,
}

/// What the evidence says of the whole paper.
#[derive(Debug, Clone, Default)]
pub struct Alignment {
    /// For each marker the index of the note that answers it; `None` where that note is missing or there is no list.
    pub answers: Vec<Option<usize>>,
    /// The runs of constant offset, list by list.
    pub segments: Vec<Segment>,
    /// The places where the offset changes.
    pub origins: Vec<Origin>,
    /// Neighbouring notes in each other's place.
    pub swaps: Vec<Swap>,
    /// Notes far from their place.
    pub misplacements: Vec<Misplacement>,
    /// Whether the evidence bears the segments out beyond doubt.
    pub certain: bool,
    evidence: Evidence,
}

impl Alignment {
    /// What the surroundings of a marker and the text of a note have in common, the most telling first.
    /// Both are indices into the apparatus.
    pub fn shared(&self, marker: usize, note: usize) -> Vec<SharedTerm> {
        self.evidence.shared(marker, note)
    }

    /// How much the surroundings of a marker speak for a note, in nats: above 0 for it, below 0 against it.
    pub fn score(&self, marker: usize, note: usize) -> f64 {
        self.evidence
            .context_of(marker)
            .filter(|_| self.evidence.has_note(note))
            .map_or(0.0, |context| self.evidence.score(context, note))
    }
}

/// Aligns every list of the apparatus with the markers that call into it.
pub fn align(document: &Document, apparatus: &Apparatus, citations: &Citations) -> Alignment {
    align_with(document, apparatus, citations, &Weights::default())
}

/// The same with weights of one's own.
pub fn align_with(
    document: &Document,
    apparatus: &Apparatus,
    citations: &Citations,
    weights: &Weights,
) -> Alignment {
    let evidence = Evidence::gather(document, apparatus, citations, weights);
    let mut alignment = Alignment {
        answers: apparatus.markers.iter().map(|marker| marker.note).collect(),
        certain: true,
        ..Alignment::default()
    };
    for (list, markers) in apparatus.markers_by_list().iter().enumerate() {
        if apparatus.is_doubtful(list) {
            continue;
        }
        if let Some(numbered) = Numbered::new(apparatus, list, markers, &evidence) {
            drift::follow(&numbered, &evidence, weights, &mut alignment);
        }
    }
    order::cross(&mut alignment);
    alignment.evidence = evidence;
    alignment
}

/// What the evidence says of each label of a clean paper, to fit the weights with.
pub fn examples(document: &Document, apparatus: &Apparatus) -> Vec<Example> {
    let citations = citations::scan(document, apparatus);
    let evidence = Evidence::gather(document, apparatus, &citations, &Weights::default());
    let lists = apparatus.markers_by_list().into_iter().enumerate();
    lists
        .filter_map(|(list, markers)| Numbered::new(apparatus, list, &markers, &evidence))
        .flat_map(|numbered| examples::examples(&numbered, &evidence))
        .collect()
}
