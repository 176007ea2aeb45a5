//! Where a paragraph ends, and what kind of paragraph it is.

use super::feet::Placed;
use super::line::{Line, Numbered, Run};
use crate::document::BlockKind;

/// A gap between lines that parts paragraphs, measured by the usual distance of lines.
const GAP: f32 = 1.3;
/// An indent that begins a paragraph, in ems.
const INDENT: f32 = 0.7;
/// A line that ends so far, in ems, before its column does is the last of its paragraph.
const SHORT: f32 = 4.0;
/// Type that differs by this part of its size belongs to another paragraph.
const OTHER_SIZE: f32 = 0.06;
/// A heading is larger than the text by this, and no longer than that, in bytes.
const HEADING: f32 = 1.08;
const LONGEST_HEADING: usize = 200;
/// Distances of lines, in sizes of their type, that are distances within paragraphs.
const LEADS: std::ops::Range<f32> = 0.8..4.0;
/// The distance of lines in a paper that has no two of them.
const LEAD: f32 = 1.2;
/// What the last line of a paragraph ends with.
const ENDS: [char; 9] = ['.', '!', '?', ':', '”', '"', '’', ')', '…'];

/// How the paragraphs of a paper are set.
pub(super) struct Setting {
    /// The size of most of its type.
    size: f32,
    /// The usual distance of two lines, in sizes of their type.
    lead: f32,
}

impl Setting {
    /// How these pages are set, whose type is mostly of this size.
    pub(super) fn new(bodies: &[Vec<Placed>], size: f32) -> Self {
        let pairs = bodies.iter().flat_map(|body| body.windows(2));
        let pairs = pairs.filter(|pair| !pair[1].is_first);
        let leads = pairs.map(|pair| (pair[1].line.y - pair[0].line.y) / pair[1].line.size);
        let mut leads: Vec<f32> = leads.filter(|lead| LEADS.contains(lead)).collect();
        leads.sort_by(f32::total_cmp);
        let lead = leads.get(leads.len() / 2).copied().unwrap_or(LEAD);
        Self { size, lead }
    }

    /// Whether a new paragraph begins with a line; `after` is the one behind it on its page.
    pub(super) fn parts(&self, above: &Placed, line: &Placed, after: Option<&Placed>) -> bool {
        let (before, own) = (&above.line, &line.line);
        let em = own.size;
        if (before.size - em).abs() > OTHER_SIZE * em.max(before.size)
            || before.is_row() != own.is_row()
        {
            return true;
        }
        let is_short = before.end < above.right - SHORT * em;
        let is_over = is_short || ends(before);
        if line.is_first {
            return is_over && !own.text().trim_start().starts_with(char::is_lowercase);
        }
        let indent = INDENT * em;
        if own.y - before.y > GAP * self.lead.max(1.0) * em {
            true
        } else if own.x < before.x - indent {
            // A first line was indented, or an item that hangs is over.
            is_over && before.x > line.left + indent && is_item(own)
        } else if own.x > before.x + indent && own.x > line.left + indent {
            // A first line is indented if the next goes back.
            is_over && after.is_none_or(|after| after.line.x < own.x - indent / 2.0)
        } else {
            is_short && ends(before) && is_item(own)
        }
    }

    /// What kind of block the lines of a paragraph are.
    pub(super) fn kind(&self, lines: &[Numbered]) -> BlockKind {
        let letters: usize = lines.iter().map(|of| of.line.text().len()).sum();
        let is_large = |of: &Numbered| of.line.size > HEADING * self.size;
        if lines.len() > 1 && lines.iter().any(|of| of.line.is_row()) {
            BlockKind::Table
        } else if letters < LONGEST_HEADING && lines.first().is_some_and(is_large) {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        }
    }
}

/// Whether a line ends as the last of a paragraph does.
fn ends(line: &Line) -> bool {
    line.text().trim_end().ends_with(ENDS) || line.runs.last().is_some_and(Run::is_raised)
}

/// Whether a line begins as an item of a list does.
fn is_item(line: &Line) -> bool {
    let text = line.text();
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = behind.len() < text.len() && behind.starts_with(['.', ')', ' ', '\t']);
    line.begins_raised() || is_number || text.starts_with(['[', '•'])
}
