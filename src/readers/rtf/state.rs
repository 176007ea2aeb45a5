//! What holds for the text of a group, and comes back when the group ends.

/// Where what comes goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into the text of the paper.
    Text,
    /// Into the instruction of a field.
    Instruction,
    /// Into the number of an item, which programs write out for those that do not count.
    Number,
    /// Into a formula, in which no marker stands.
    Formula,
    /// Nowhere; but what lies deeper may go somewhere.
    Nowhere,
}

/// How characters look, as far as that makes a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Superscript, by the word for it.
    pub(super) is_superscript: bool,
    /// How far above the line, in half points.
    pub(super) rise: i32,
    /// The size in half points.
    pub(super) size: i32,
    /// Not shown at all.
    pub(super) is_hidden: bool,
    /// Deleted by a tracked change, or moved away by one.
    pub(super) is_deleted: bool,
}

/// The size where none is said, in half points.
pub(super) const USUAL_SIZE: i32 = 24;

/// Text that is raised by hand stands at least so far above the line, in half points, if it is smaller than the line.
const LEAST_RISE: i32 = 2;

impl Default for Look {
    fn default() -> Self {
        Self {
            is_superscript: false,
            rise: 0,
            size: USUAL_SIZE,
            is_hidden: false,
            is_deleted: false,
        }
    }
}

impl Look {
    /// Whether the characters stand above a line of text of this size. Those that are not smaller must stand a quarter of
    /// their size above it.
    pub(super) fn is_raised(self, line: i32) -> bool {
        let is_smaller = self.size < line && self.rise >= LEAST_RISE;
        let is_high = self.rise >= LEAST_RISE && self.rise.saturating_mul(4) >= self.size;
        self.is_superscript || is_smaller || is_high
    }

    /// Whether nobody sees the characters.
    pub(super) fn is_unseen(self) -> bool {
        self.is_hidden || self.is_deleted
    }
}

/// What is said of a paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Paragraph {
    pub(super) style: i32,
    /// Whether its outline level makes it a heading.
    pub(super) is_heading: bool,
    pub(super) is_in_table: bool,
    pub(super) is_item: bool,
}

/// All of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) destination: Destination,
    pub(super) look: Look,
    pub(super) paragraph: Paragraph,
    pub(super) font: i32,
    /// How many characters follow one that is given by its number, for programs that do not know it.
    pub(super) fallback: i32,
}

impl State {
    /// What holds where nothing is said, in a font.
    pub(super) fn new(font: i32) -> Self {
        Self {
            destination: Destination::Text,
            look: Look::default(),
            paragraph: Paragraph::default(),
            font,
            fallback: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_raised_by_hand_is_smaller_or_high_above_the_line() {
        let raised = |rise, size, line| {
            let look = Look {
                rise,
                size,
                ..Look::default()
            };
            look.is_raised(line)
        };
        assert!(raised(6, 16, 24) && raised(6, 24, 24));
        assert!(!raised(1, 16, 24) && !raised(3, 24, 24) && !raised(-6, 16, 24));
    }
}
