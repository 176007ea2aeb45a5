//! What several rules ask of one list: who calls which number, which numbers are missing, and what an offset explains.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::Case;
use super::hidden_calls::HiddenCalls;
use crate::align::{Alignment, Origin};
use crate::document::{Document, Span};
use crate::notes::{Apparatus, Label, ListKind, Marker, MarkerStyle, Note, NoteList, Reading};

/// One list with the markers that call into it.
#[derive(Debug)]
pub(super) struct Numbering<'a> {
    /// The list itself.
    pub(super) list: &'a NoteList,
    /// The markers that call into it with their indices, in the order of the text.
    pub(super) markers: Vec<(usize, &'a Marker)>,
    /// Its notes with their indices, in the order of the text.
    pub(super) notes: Vec<(usize, &'a Note)>,
    /// Where the offset between the two changes, in the order of the labels.
    pub(super) origins: Vec<&'a Origin>,
    hidden: Rc<HiddenCalls<'a>>,
    styles: BTreeSet<MarkerStyle>,
    calls: BTreeMap<&'a Label, Vec<usize>>,
    bearers: BTreeMap<&'a Label, Vec<usize>>,
}

/// A marker that repeats a number and stands where a number that nobody calls belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Misnumbered {
    /// Its position in [`Numbering::markers`].
    pub(super) position: usize,
    /// The number that it should show.
    pub(super) should_be: u32,
}

impl<'a> Numbering<'a> {
    /// Every list of the paper.
    pub(super) fn all<'b>(case: &'b Case<'a>) -> &'b [Self] {
        &case.numberings
    }

    /// Puts the lists together, in one pass over the markers. One whose reading is doubtful keeps its place and has
    /// nothing in it, so that no rule finds anything there.
    pub(super) fn read(
        document: &'a Document,
        apparatus: &'a Apparatus,
        alignment: &'a Alignment,
    ) -> Vec<Self> {
        let hidden = Rc::new(HiddenCalls::new(document, apparatus));
        let mut all: Vec<Self> = (apparatus.lists.iter())
            .map(|list| Self::of_notes(list, &apparatus.notes, &hidden))
            .collect();
        for (index, marker) in apparatus.markers.iter().enumerate() {
            let list = marker.list.filter(|list| !apparatus.is_doubtful(*list));
            if let Some(numbering) = list.and_then(|list| all.get_mut(list)) {
                let position = numbering.markers.len();
                numbering.markers.push((index, marker));
                numbering.styles.insert(marker.style);
                let calls = numbering.calls.entry(&marker.label).or_default();
                calls.push(position);
            }
        }
        for origin in &alignment.origins {
            if let Some(numbering) = all.get_mut(origin.list) {
                numbering.origins.push(origin);
            }
        }
        for numbering in &mut all {
            numbering
                .origins
                .sort_by_key(|origin| (origin.first, origin.label));
        }
        all
    }

    fn of_notes(list: &'a NoteList, notes: &'a [Note], hidden: &Rc<HiddenCalls<'a>>) -> Self {
        let is_sure = list.reading == Reading::Sure;
        let notes: Vec<(usize, &Note)> = (list.notes.iter())
            .filter(|_| is_sure)
            .filter_map(|&note| Some((note, notes.get(note)?)))
            .collect();
        let mut bearers: BTreeMap<&Label, Vec<usize>> = BTreeMap::new();
        for (position, (_, note)) in notes.iter().enumerate() {
            bearers.entry(&note.label).or_default().push(position);
        }
        Self {
            list,
            markers: Vec::new(),
            notes,
            origins: Vec::new(),
            hidden: Rc::clone(hidden),
            styles: BTreeSet::new(),
            calls: BTreeMap::new(),
            bearers,
        }
    }

    /// Whether the format keeps the list, so that its order and its numbers are the format's own affair.
    pub(super) fn is_native(&self) -> bool {
        self.list.kind == ListKind::Native || self.list.is_automatic
    }

    /// The positions in [`Self::markers`] of those that show a label.
    pub(super) fn calls_of(&self, label: &Label) -> &[usize] {
        self.calls.get(label).map_or(&[], Vec::as_slice)
    }

    /// The positions in [`Self::notes`] of those that bear a label.
    pub(super) fn bearers_of(&self, label: &Label) -> &[usize] {
        self.bearers.get(label).map_or(&[], Vec::as_slice)
    }

    /// Every label that is called, with the positions of its markers.
    pub(super) fn calls(&self) -> impl Iterator<Item = (&'a Label, &[usize])> {
        self.calls
            .iter()
            .map(|(label, positions)| (*label, positions.as_slice()))
    }

    /// Every label that a note bears, with the positions of its notes.
    pub(super) fn bearers(&self) -> impl Iterator<Item = (&'a Label, &[usize])> {
        self.bearers
            .iter()
            .map(|(label, positions)| (*label, positions.as_slice()))
    }

    /// The first marker that shows a number.
    pub(super) fn first_call(&self, number: u32) -> Option<&'a Marker> {
        let position = *self.calls_of(&Label::Number(number)).first()?;
        Some(self.markers[position].1)
    }

    /// The first note that bears a number.
    pub(super) fn first_bearer(&self, number: u32) -> Option<&'a Note> {
        let position = *self.bearers_of(&Label::Number(number)).first()?;
        Some(self.notes[position].1)
    }

    /// The lowest number that the notes bear.
    pub(super) fn first_bearer_number(&self) -> Option<u32> {
        self.bearers.keys().find_map(|label| label.value())
    }

    /// The highest number that the notes bear below `number`.
    pub(super) fn borne_below(&self, number: u32) -> Option<u32> {
        let below = ..Label::Number(number);
        let (label, _) = self.bearers.range::<Label, _>(below).next_back()?;
        label.value()
    }

    /// The lowest number that the notes bear above `number`.
    pub(super) fn borne_above(&self, number: u32) -> Option<u32> {
        let above = Label::Number(number.checked_add(1)?)..;
        let (label, _) = self.bearers.range::<Label, _>(above).next()?;
        label.value()
    }

    /// Whether an offset explains why this marker has no note of its label: the list ends early because a note fell out
    /// further up.
    pub(super) fn explains_marker(&self, label: &Label) -> bool {
        let Some(number) = label.value() else {
            return false;
        };
        let origin = self.origins.iter().rev().find(|o| o.first <= number);
        origin.is_some_and(|origin| {
            number
                .checked_add_signed(origin.after)
                .is_some_and(|answer| {
                    origin.after != 0 && !self.bearers_of(&Label::Number(answer)).is_empty()
                })
        })
    }

    /// Whether an offset explains why no marker calls this note: a note was slipped in further up, so that the list
    /// outlives the markers.
    pub(super) fn explains_note(&self, label: &Label) -> bool {
        let Some(number) = label.value() else {
            return false;
        };
        self.origins.iter().any(|origin| {
            number
                .checked_add_signed(-origin.after)
                .is_some_and(|called| {
                    origin.after != 0
                        && (origin.first..=origin.last).contains(&called)
                        && !self.calls_of(&Label::Number(called)).is_empty()
                })
        })
    }

    /// The numbers that neither a note bears nor a marker calls, between the first and the last number of the notes.
    ///
    /// Empty where the numbers that are there are in the minority: such a list counts something else than its notes.
    pub(super) fn skipped(&self) -> Vec<u32> {
        let borne: Vec<u32> = self.bearers.keys().filter_map(|l| l.value()).collect();
        let (Some(first), Some(last)) = (borne.first(), borne.last()) else {
            return Vec::new();
        };
        let room = (last - first) as usize + 1;
        if room > 2 * borne.len() {
            return Vec::new();
        }
        (*first..*last)
            .filter(|&number| {
                let label = Label::Number(number);
                self.bearers_of(&label).is_empty() && self.calls_of(&label).is_empty()
            })
            .collect()
    }

    /// The lowest and the highest number that is called and has a note.
    pub(super) fn answered_range(&self) -> Option<(u32, u32)> {
        let mut answered = (self.calls.keys())
            .filter(|label| !self.bearers_of(label).is_empty())
            .filter_map(|label| label.value());
        let first = answered.next()?;
        Some((first, answered.next_back().unwrap_or(first)))
    }

    /// The markers that repeat a number and stand where a number that nobody calls belongs.
    pub(super) fn misnumbered(&self) -> Vec<Misnumbered> {
        let first_above = self.first_calls_above();
        let found = self.bearers.keys().filter_map(|label| {
            let should_be = label.value()?;
            if !self.calls_of(label).is_empty() {
                return None;
            }
            let before = Label::Number(should_be.checked_sub(1)?);
            let &[first, ref repeats @ ..] = self.calls_of(&before) else {
                return None;
            };
            let bound = (first_above.range(should_be..).next()).map_or(usize::MAX, |(_, &at)| at);
            let repeat = repeats.iter().copied().find(|&at| at < bound);
            let position = repeat.or_else(|| self.stray_between(first, should_be))?;
            let is_written = !self.markers[position].1.implied && !self.comes_again(position);
            let is_slip = is_written && self.hidden_call(should_be).is_none();
            is_slip.then_some(Misnumbered {
                position,
                should_be,
            })
        });
        // One marker can stand for one number only, the lowest that it could be.
        let mut seen = BTreeSet::new();
        let first: Vec<Misnumbered> = found.filter(|wrong| seen.insert(wrong.position)).collect();
        let mut all = Vec::with_capacity(first.len());
        for wrong in first {
            let bound = (first_above.range(wrong.should_be..).next())
                .map_or(usize::MAX, |(_, &position)| position);
            let rest = self.repeats_on(wrong, bound);
            all.push(wrong);
            all.extend(rest);
        }
        all
    }

    /// The markers right behind one with a wrong number that show that number once more, as long as the numbers that
    /// should follow are free: `[1] [1] [1] [4]`.
    fn repeats_on(&self, wrong: Misnumbered, bound: usize) -> Vec<Misnumbered> {
        let label = |position: usize| self.markers.get(position).map(|(_, marker)| &marker.label);
        let is_free = |number: u32| {
            let label = Label::Number(number);
            self.calls_of(&label).is_empty() && !self.bearers_of(&label).is_empty()
        };
        let follows = (wrong.position + 1..bound).zip(wrong.should_be + 1..);
        follows
            .take_while(|&(position, should_be)| {
                label(position) == label(wrong.position) && is_free(should_be)
            })
            .map(|(position, should_be)| Misnumbered {
                position,
                should_be,
            })
            .collect()
    }

    /// Whether a marker repeats a number behind another repeat of its list: then the text cites its notes once more, and the
    /// number is meant.
    fn comes_again(&self, position: usize) -> bool {
        let value = |position: usize| self.markers.get(position)?.1.label.value();
        let Some(before) = position.checked_sub(1) else {
            return false;
        };
        let is_repeat = self.calls_of(&self.markers[before].1.label).first() != Some(&before);
        let counts_on = value(before).and_then(|number| number.checked_add(1)) == value(position);
        is_repeat && counts_on && value(position + 1).is_none()
    }

    /// For every number that is called: the position of the first marker that shows it or a higher one.
    fn first_calls_above(&self) -> BTreeMap<u32, usize> {
        let mut earliest = usize::MAX;
        (self.calls.iter().rev())
            .filter_map(|(label, positions)| {
                earliest = earliest.min(*positions.first()?);
                Some((label.value()?, earliest))
            })
            .collect()
    }

    /// Digits that may hold marker `number`, which nothing else shows.
    ///
    /// In a list of notes they stand between the neighbours of the number; in a bibliography anywhere.
    pub(super) fn hidden_call(&self, number: u32) -> Option<Span> {
        let is_glued = self.styles.contains(&MarkerStyle::Glued);
        let is_raised = self.styles.contains(&MarkerStyle::Superscript);
        if !is_glued && !is_raised {
            return None;
        }
        let find = |within: Span, anywhere: bool| {
            let glued = || self.hidden.find(number, within, anywhere);
            let raised = || self.hidden.find_raised(number, within);
            let found = is_glued.then(glued).flatten();
            found.or_else(|| is_raised.then(raised).flatten())
        };
        let beside = self.room_for(number).and_then(|room| find(room, false));
        let anywhere = || find(Span::new(0, usize::MAX), true);
        beside.or_else(|| self.list.repeats.then(anywhere).flatten())
    }

    /// Where marker `number` would have to stand: between its neighbours.
    fn room_for(&self, number: u32) -> Option<Span> {
        // The neighbours may be hidden, too, so that a few numbers may lie between.
        const NEAR: u32 = 3;
        let call = |number: u32| self.first_call(number).map(|marker| marker.token);
        let before = (1..=NEAR).find_map(|step| call(number.checked_sub(step)?));
        let after = (1..=NEAR).find_map(|step| call(number.checked_add(step)?));
        let start = before.map_or(0, |token| token.end);
        let end = after.map_or(usize::MAX, |token| token.start);
        (before.or(after).is_some() && start <= end).then(|| Span::new(start, end))
    }

    /// The one marker that stands between `should_be - 1` and `should_be + 1` and is at home
    /// elsewhere.
    fn stray_between(&self, before: usize, should_be: u32) -> Option<usize> {
        let (_, after) = self.markers.get(before + 2)?;
        let (_, stray) = self.markers.get(before + 1)?;
        // In a bibliography any work may be cited again anywhere, so only the number right before it will do there, or the
        // one number of the whole paper that is called twice.
        let is_neighbour = stray.label.value().and_then(|n| n.checked_add(1)) == Some(should_be);
        let is_only_repeat = self.markers.len() == self.calls.len() + 1;
        let fits = (is_neighbour || !self.list.repeats || is_only_repeat)
            && after.label.value() == should_be.checked_add(1)
            && self.calls_of(&stray.label).len() > 1;
        fits.then_some(before + 1)
    }
}

/// Numbers that follow each other, as pairs of first and last. `numbers` ascend.
pub(super) fn runs(numbers: &[u32]) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

/// The positions of the numbers that must go so that the others never fall, as few as can be.
pub(super) fn out_of_order(numbers: &[u32]) -> Vec<usize> {
    // `tails[n]` is where the best rising sequence of n + 1 numbers ends; `before` links each number to the one that
    // it follows in such a sequence.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (position, &number) in numbers.iter().enumerate() {
        let length = tails.partition_point(|&tail| numbers[tail] <= number);
        before.push(length.checked_sub(1).map(|last| tails[last]));
        if length == tails.len() {
            tails.push(position);
        } else {
            tails[length] = position;
        }
    }
    let rising: BTreeSet<usize> =
        std::iter::successors(tails.last().copied(), |&position| before[position]).collect();
    (0..numbers.len())
        .filter(|position| !rising.contains(position))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn misnumbered(body: &str, notes: &str) -> Vec<(usize, u32)> {
        let sample = Sample::new(body, notes);
        let wrong = Numbering::all(&sample.case())[0].misnumbered();
        wrong.iter().map(|m| (m.position, m.should_be)).collect()
    }

    #[test]
    fn as_few_numbers_as_can_be_are_out_of_order() {
        assert_eq!(out_of_order(&[1, 2, 3]), Vec::<usize>::new());
        assert_eq!(out_of_order(&[1, 9, 2, 3, 4]), vec![1]);
        assert_eq!(out_of_order(&[1, 2, 3, 1, 4]), vec![3]);
        assert_eq!(out_of_order(&[5, 5, 6]), Vec::<usize>::new());
    }

    #[test]
    fn a_repeat_stands_for_the_number_that_nobody_calls() {
        assert_eq!(misnumbered("[1] [2] [2] [4]", "1 2 3 4"), vec![(2, 3)]);
        assert_eq!(misnumbered("[1] [2] [3] [3]", "1 2 3 4"), vec![(3, 4)]);
    }

    #[test]
    fn a_marker_at_home_elsewhere_stands_for_it_too() {
        assert_eq!(misnumbered("[1] [4] [3] [4]", "1 2 3 4"), vec![(1, 2)]);
        assert_eq!(misnumbered("[1] [3] [3] [4]", "1 2 3 4"), vec![(1, 2)]);
    }

    #[test]
    fn a_number_three_times_in_a_row_stands_for_the_two_that_nobody_calls() {
        assert_eq!(
            misnumbered("[1] [1] [1] [4]", "1 2 3 4"),
            vec![(1, 2), (2, 3)]
        );
        assert_eq!(misnumbered("[1] [1] [3] [1]", "1 2 3 4"), vec![(1, 2)]);
    }

    #[test]
    fn the_only_number_called_twice_stands_for_the_only_one_that_nobody_calls() {
        let mut sample = Sample::new("[1] [2] [3] [1] [5] [6]", "1 2 3 4 5 6");
        sample.apparatus.lists[0].repeats = true;
        let wrong = |sample: &Sample| Numbering::all(&sample.case())[0].misnumbered();
        assert_eq!(wrong(&sample)[0].should_be, 4);
        let mut often = Sample::new("[1] [2] [3] [1] [5] [6] [2]", "1 2 3 4 5 6");
        often.apparatus.lists[0].repeats = true;
        assert!(wrong(&often).is_empty());
    }

    #[test]
    fn a_repeat_behind_a_higher_number_stands_for_nothing() {
        assert!(misnumbered("[1] [2] [4] [2]", "1 2 3 4").is_empty());
        assert!(misnumbered("[1] [2] [2] [3]", "1 2 3").is_empty());
    }

    #[test]
    fn names_never_bound_the_search_for_numbers() {
        let sample = Sample::new("[1] [smith]", "1 4 smith");
        let case = sample.case();
        let numbering = &Numbering::all(&case)[0];
        assert_eq!(numbering.borne_above(1), Some(4));
        assert_eq!(numbering.borne_above(4), None);
        assert_eq!(numbering.borne_below(4), Some(1));
        assert_eq!(numbering.borne_above(u32::MAX), None);
    }
}
