//! Labels: what a marker shows and a note bears.

use std::fmt;

/// The label of a marker or a note, without the signs around it: `13` for `[13]`, `¹³` and `13.` alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// A number.
    Number(u32),
    /// Anything else: a symbol such as `†`, a letter, a name such as `smith` in `[^smith]`.
    Name(String),
}

impl Label {
    /// Reads a label as written: digits become a number, everything else stays a name.
    pub fn new(written: &str) -> Self {
        written
            .parse()
            .map_or_else(|_| Self::Name(written.to_owned()), Self::Number)
    }

    /// The number it stands for, if it stands for one.
    pub fn value(&self) -> Option<u32> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Name(_) => None,
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => write!(f, "{value}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}
