//! Where around a marker something stands.

/// Where a term stands, seen from the marker; nearer zones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// The last words before the marker.
    Adjacent,
    /// The first words of the sentence, where no marker stands behind them.
    Subject,
    /// The sentence back to the marker before.
    Sentence,
    /// The rest of the sentence, on the other side of the marker before.
    Shared,
    /// The rest of the sentence behind the marker.
    Behind,
    /// The sentence before one that opens with a pronoun.
    Antecedent,
    /// The sentence before, if no marker stands between.
    Before,
    /// The sentence that introduces the marker's block with a colon.
    LeadIn,
    /// The paragraph back to the marker before.
    Stretch,
    /// The end of the paragraph before, where the marker is the first of its own.
    Preceding,
    /// The heading above.
    Heading,
    /// The paragraph back beyond the marker before.
    Paragraph,
    /// The sentence or the quotation that follows.
    Next,
}

impl Zone {
    /// How many there are.
    pub const COUNT: usize = 13;
}
