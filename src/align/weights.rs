//! How much each kind of evidence tells.

use super::terms::Class;
use super::zone::Zone;

/// How many groups of note terms have a habit of their own.
pub(super) const GROUPS: usize = 6;

/// Where in a note a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// At the head of its text, where the author or the title stands.
    Head,
    /// In its running text.
    Text,
    /// In the path of an address.
    Path,
    /// In the host of an address.
    Host,
    /// In the note before, which this one repeats (“ibid.”).
    Inherited,
}

impl Origin {
    /// How many there are.
    pub const COUNT: usize = 5;
}

/// The weights of the evidence; a term counts its rarity times the product of its three weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// By the kind of the term.
    pub class: [f64; Class::COUNT],
    /// By its place around the marker.
    pub zone: [f64; Zone::COUNT],
    /// By its place in the note.
    pub origin: [f64; Origin::COUNT],
    /// Where shared terms begin to repeat each other: what a pair shares counts half at this sum, in nats.
    pub enough: f64,
    /// For a note like the one before, by how much the text before the marker is like that before the marker before.
    pub kindred: f64,
    /// By group, how much the document's own habit tells.
    pub habit: [f64; GROUPS],
    /// How much the associations learned inside the paper tell.
    pub associated: f64,
    /// For each nat of context breadth: so do broad contexts.
    pub breadth: f64,
    /// For each nat of note length: long notes share words by chance.
    pub length: f64,
    /// For a term of the note that the surroundings lack although others have it, by its kind.
    pub lacking: [f64; Class::COUNT],
    /// For a note like the one before, by the break in the text before the marker.
    pub alike: [f64; 5],
    /// The share of markers whose evidence is mere chance.
    pub chance: f64,
    /// The probability that a paper drifts at all.
    pub drift: f64,
    /// The probability that a list ends too early or too late without a drift.
    pub dangling: f64,
    /// Tempering of the pooled evidence.
    pub temper: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            class: [
                0.50, 0.79, 1.09, 0.48, 0.41, 1.57, 0.10, 0.33, 0.06, 0.11, 0.17, 0.37, 0.03,
            ],
            zone: [
                1.37, 1.19, 0.97, 0.28, 0.17, 0.76, 0.62, 1.46, 0.58, 0.03, 0.11, 0.03, 0.03,
            ],
            origin: [1.33, 1.00, 1.02, 0.46, 0.37],
            habit: [0.42, 0.74, 0.49, 0.49, 0.45, 0.42],
            associated: 0.3,
            breadth: -0.67,
            enough: 1.22,
            kindred: 0.26,
            length: -0.23,
            lacking: [
                -0.01, -0.02, -0.13, -0.01, -0.02, 0.03, 0.01, -0.11, -0.07, -0.11, 0.00, 0.00,
                -0.02,
            ],
            alike: [0.88, 0.61, 0.36, -0.45, -0.90],
            chance: 0.02,
            drift: 0.05,
            dangling: 0.01,
            temper: 1.4,
        }
    }
}
