//! Markers after a number: one that lost its superscript became part of it, so that `2012` with marker 4 reads `20124`,
//! and one that kept it looks like a power.

use std::cell::OnceCell;

use crate::document::{Document, Span};
use crate::notes::Apparatus;
use crate::raised::lowered;

/// The digits in the running text, found when they are first asked for: few papers need them.
#[derive(Debug)]
pub(super) struct HiddenCalls<'a> {
    document: &'a Document,
    apparatus: &'a Apparatus,
    digits: OnceCell<Vec<Span>>,
    raised: OnceCell<Vec<(Span, u32)>>,
}

impl<'a> HiddenCalls<'a> {
    /// Those of one paper.
    pub(super) fn new(document: &'a Document, apparatus: &'a Apparatus) -> Self {
        Self {
            document,
            apparatus,
            digits: OnceCell::new(),
            raised: OnceCell::new(),
        }
    }

    /// The first digits within a stretch that may end with marker `number`.
    ///
    /// Every tenth number ends in a given digit, so marker 4 is believed only where the digits would be odd as a number.
    /// Of two digits or more, chance seldom makes the same ones stand in the very sentence where the marker is missing;
    /// where the stretch is the whole paper (`anywhere`), it does.
    pub(super) fn find(&self, number: u32, within: Span, anywhere: bool) -> Option<Span> {
        let number = number.to_string();
        let text = self.document.text.as_bytes();
        let all = self
            .digits
            .get_or_init(|| digits(self.document, self.apparatus));
        let first = all.partition_point(|run| run.start < within.start);
        let is_here = |run: &&Span| run.end <= within.end;
        let may_hide = |run: &&Span| {
            let written = &text[run.start..run.end];
            let is_telling = number.len() > 1 && !anywhere && !is_year(written);
            written.len() > number.len()
                && written.ends_with(number.as_bytes())
                && (is_telling || is_odd(text, **run))
        };
        let follows = |pair: &[Span]| {
            // `20124,5`: the second marker of a group whose first one is hidden. `1951,23`: a marker behind a year.
            let [before, run] = pair else { return false };
            let between = &text[before.end..run.start];
            let is_joined = (is_odd(text, *before) && matches!(between, b"," | b"-"))
                || (is_year(&text[before.start..before.end]) && between == b",");
            is_joined && &text[run.start..run.end] == number.as_bytes()
        };
        let here = || all[first..].iter().take_while(is_here);
        here().find(may_hide).copied().or_else(|| {
            let pairs = all[first.saturating_sub(1)..].windows(2);
            let mut here = pairs.take_while(|pair| pair[1].end <= within.end);
            here.find(|pair| follows(pair)).map(|pair| pair[1])
        })
    }

    /// The first raised digits within a stretch that stand for `number` and could be taken for a power: `1.2²³`.
    pub(super) fn find_raised(&self, number: u32, within: Span) -> Option<Span> {
        let all = self.raised.get_or_init(|| raised(&self.document.text));
        let first = all.partition_point(|(run, _)| run.start < within.start);
        let mut here = all[first..]
            .iter()
            .take_while(|(run, _)| run.end <= within.end);
        here.find(|(_, value)| *value == number)
            .map(|(run, _)| *run)
    }
}

/// The runs of superscript digits right behind a digit, with what they stand for.
fn raised(text: &str) -> Vec<(Span, u32)> {
    let mut found: Vec<(Span, u32)> = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let value = lowered(character).and_then(|digit| digit.to_digit(10));
        match (value, found.last_mut()) {
            (Some(value), Some((run, number))) if run.end == at => {
                run.end = end;
                *number = number.saturating_mul(10).saturating_add(value);
            }
            (Some(value), _) if before.is_ascii_digit() => found.push((Span::new(at, end), value)),
            _ => {}
        }
        before = character;
    }
    found
}

/// The runs of digits that stand in no note.
fn digits(document: &Document, apparatus: &Apparatus) -> Vec<Span> {
    let text = document.text.as_bytes();
    let mut notes = apparatus.notes.iter().map(|note| note.span).peekable();
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        while let Some(note) = notes.next_if(|note| note.start <= at) {
            at = at.max(note.end);
        }
        let length = text[at.min(text.len())..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if length > 0 {
            found.push(Span::new(at, at + length));
        }
        at += length.max(1);
    }
    found
}

fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && (digits.starts_with(b"1") || digits.starts_with(b"20"))
}

/// Whether a run of digits would be odd as a number: five or more without a separator, four or more behind a separator
/// of thousands, three or more behind a decimal point or a letter.
fn is_odd(text: &[u8], run: Span) -> bool {
    let behind_digit = run.start >= 2 && text[run.start - 2].is_ascii_digit();
    match run.start.checked_sub(1).map(|at| text[at]) {
        Some(b',') if behind_digit => run.len() > 3,
        Some(b'.') if behind_digit => run.len() > 2,
        Some(letter) if letter.is_ascii_alphabetic() => run.len() > 2,
        _ => run.len() > 4,
    }
}

#[cfg(test)]
mod tests {
    use crate::notes::MarkerStyle;
    use crate::rules::numbering::Numbering;
    use crate::rules::sample::Sample;

    fn hidden(body: &str, repeats: bool, number: u32) -> Option<String> {
        let mut sample = Sample::new(body, "3 4 5 6 34 35 36");
        sample.apparatus.lists[0].repeats = repeats;
        // Only what is written as a marker is one; the other words of the body stand for its text.
        let markers = &mut sample.apparatus.markers;
        markers.retain(|marker| body[marker.span.start..].starts_with('['));
        for marker in markers {
            marker.style = MarkerStyle::Glued;
        }
        let case = sample.case();
        let span = Numbering::all(&case)[0].hidden_call(number)?;
        Some(case.document.slice(span).to_owned())
    }

    #[test]
    fn odd_digits_hide_a_marker() {
        assert_eq!(hidden("[3] 20124 [5]", false, 4).as_deref(), Some("20124"));
        assert_eq!(
            hidden("[3] 125,0004 [5]", false, 4).as_deref(),
            Some("0004")
        );
        assert_eq!(hidden("1.234 [5] [3]", true, 4).as_deref(), Some("234"));
        assert_eq!(
            hidden("pDest1435 [36] [34]", true, 35).as_deref(),
            Some("1435")
        );
    }

    #[test]
    fn plain_numbers_hide_no_single_digit() {
        assert_eq!(hidden("[3] 2004 [5]", false, 4), None);
        assert_eq!(hidden("[3] 125,004 [5]", false, 4), None);
        assert_eq!(hidden("[3] [5] 20124", false, 4), None);
    }

    #[test]
    fn two_digits_are_believed_between_their_neighbours() {
        assert_eq!(hidden("[34] 435 [36]", false, 35).as_deref(), Some("435"));
        assert_eq!(hidden("435 [34] [36]", true, 35), None);
        assert_eq!(hidden("[34] 1935 [36]", false, 35), None);
    }

    #[test]
    fn a_comma_behind_a_year_hides_a_marker() {
        assert_eq!(hidden("[34] 1951,35 [36]", true, 35).as_deref(), Some("35"));
        assert_eq!(hidden("[34] 1951, 35 [36]", true, 35), None);
    }

    #[test]
    fn a_power_may_be_a_marker() {
        let mut sample = Sample::new("[34] 1.2³⁵ [36] km³⁶", "34 35 36 37");
        for marker in &mut sample.apparatus.markers {
            marker.style = MarkerStyle::Superscript;
        }
        let case = sample.case();
        let numbering = &Numbering::all(&case)[0];
        let span = numbering.hidden_call(35);
        assert_eq!(span.map(|span| case.document.slice(span)), Some("³⁵"));
        assert_eq!(numbering.hidden_call(37), None);
    }

    #[test]
    fn a_group_hides_all_its_markers() {
        assert_eq!(hidden("[3] 20124,5 [6]", false, 5).as_deref(), Some("5"));
    }
}
