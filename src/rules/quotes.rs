//! Double quotation marks: which ones stand in a stretch of text, what each does there by its shape and by its place,
//! and which of them have no partner.

use super::prose::{after, before};
use crate::document::Span;

/// In a text this long, in bytes, a quotation may have several paragraphs: what opens behind a full stop in one is a new
/// paragraph of it, whose line break was lost.
pub(super) const LONG: usize = 600;

/// The signs of which the marks consist.
pub(super) const SIGNS: [char; 13] = [
    '"', '＂', '“', '”', '„', '‟', '«', '»', '‘', '「', '」', '『', '』',
];

/// Marks that can close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `“ ”`, `„ “`, `" "` and what stands for them: one is often closed by another.
    Double,
    /// `« »`.
    Guillemet,
    /// `「 」` and `『 』`.
    Corner,
}

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It opens a quotation.
    Opens,
    /// It closes one.
    Closes,
    /// It does what is due: neither shape nor place tells.
    Either,
}

/// One quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The first character of it as written.
    pub(super) sign: char,
    /// Where it stands.
    pub(super) span: Span,
    kind: Kind,
    shape: Role,
    place: Role,
    /// What stands before it.
    follows: Follows,
    /// How many addresses stand before it.
    addresses: usize,
    /// Whether there is white space on both sides of it.
    stands_alone: bool,
}

/// What stands before a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// The end of a paragraph.
    Paragraph,
    /// The end of a sentence.
    Sentence,
    /// A digit, behind which it may be a sign of measure.
    Digit,
    /// Anything else.
    Other,
}

/// A mark without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quotation opens and never closes.
    Unclosed(Mark),
    /// A quotation closes that never opened.
    Unopened {
        /// The mark that closes it.
        mark: Mark,
        /// The mark right before it, if that one closed a quotation.
        closed: Option<Mark>,
    },
    /// A mark of the wrong side: one that opens in the place of one that closes, or the other way round.
    WrongSide(Mark, Role),
}

/// How a paper uses marks that languages use in opposite ways.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habits {
    /// `”so”`, as in Swedish and Finnish.
    closing_mark_opens: bool,
    /// `»so«`, as in German and Danish.
    guillemets_point_inwards: bool,
    /// `„so“`.
    low_mark_opens: bool,
}

impl Habits {
    /// Reads the habits off a whole paper.
    pub(super) fn of(text: &str) -> Self {
        let mut opening = [0_usize; 5];
        let mut before = ' ';
        let mut characters = text.chars().peekable();
        while let Some(sign) = characters.next() {
            let index = match sign {
                '“' => Some(0),
                '”' => Some(1),
                '«' => Some(2),
                '»' => Some(3),
                '„' => Some(4),
                _ => None,
            };
            if let Some(index) = index {
                let next = characters.peek().copied();
                let opens = can_stand_before_opening(before)
                    // A digit may be a marker: `« so »¹`.
                    && next.is_some_and(|next| next.is_alphabetic() || next == '„');
                opening[index] += usize::from(opens);
            }
            before = sign;
        }
        Self {
            closing_mark_opens: opening[1] > opening[0] + opening[4],
            guillemets_point_inwards: opening[3] > opening[2],
            low_mark_opens: opening[4] > 0,
        }
    }
}

/// The double quotation marks in a stretch of text.
pub(super) fn marks(characters: &[(usize, char)]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut opened_by_two = false;
    let (mut at, mut addresses) = (0, 0);
    while at < characters.len() {
        let Some((kind, shape, length)) = sign(characters, at, opened_by_two) else {
            addresses += usize::from(hides_something_behind(characters, at));
            at += 1;
            continue;
        };
        opened_by_two |= length == 2;
        marks.push(Mark {
            addresses,
            ..mark(characters, at, length, kind, shape)
        });
        at += length;
    }
    marks
}

/// Whether the text between a character and the next one is hidden.
fn hides_something_behind(characters: &[(usize, char)], at: usize) -> bool {
    let (start, sign) = characters[at];
    (characters.get(at + 1)).is_some_and(|&(next, _)| next > start + sign.len_utf8())
}

fn mark(characters: &[(usize, char)], at: usize, length: usize, kind: Kind, shape: Role) -> Mark {
    let (start, sign) = characters[at];
    let (last, tail) = characters[at + length - 1];
    let (previous, next) = (before(characters, at), after(characters, at + length - 1));
    Mark {
        sign,
        span: Span::new(start, last + tail.len_utf8()),
        kind,
        shape,
        place: place(previous, next),
        follows: follows(characters, at),
        addresses: 0,
        stands_alone: previous.is_some_and(char::is_whitespace)
            && next.is_some_and(char::is_whitespace),
    }
}

/// What kind of mark begins at a character, what its shape says, and how many characters it has.
fn sign(
    characters: &[(usize, char)],
    at: usize,
    opened_by_two: bool,
) -> Option<(Kind, Role, usize)> {
    let doubled = |sign: char| after(characters, at) == Some(sign);
    let (kind, shape) = match characters[at].1 {
        '“' | '‟' | '„' => (Kind::Double, Role::Opens),
        '”' => (Kind::Double, Role::Closes),
        '"' | '＂' => (Kind::Double, Role::Either),
        '«' => (Kind::Guillemet, Role::Opens),
        '»' => (Kind::Guillemet, Role::Closes),
        '「' | '『' => (Kind::Corner, Role::Opens),
        '」' | '』' => (Kind::Corner, Role::Closes),
        // Typed in place of `„`.
        ',' if doubled(',') && before(characters, at).is_none_or(char::is_whitespace) => {
            return Some((Kind::Double, Role::Opens, 2));
        }
        '‘' if doubled('‘') => return Some((Kind::Double, Role::Opens, 2)),
        // Without two that open, these are two quotations that end at once: ‘She said ‘no’’.
        '’' if opened_by_two && doubled('’') => return Some((Kind::Double, Role::Closes, 2)),
        _ => return None,
    };
    Some((kind, shape, 1))
}

fn follows(characters: &[(usize, char)], at: usize) -> Follows {
    let blank = (characters[..at].iter().rev()).take_while(|(_, sign)| sign.is_whitespace());
    let (length, breaks) = blank.fold((0, 0), |(length, breaks), (_, sign)| {
        (length + 1, breaks + usize::from(*sign == '\n'))
    });
    let Some(last) = before(characters, at - length) else {
        return Follows::Other;
    };
    let ends_sentence = ".!?…:—”’\"*".contains(last);
    if breaks > 1 || (breaks == 1 && ends_sentence) {
        Follows::Paragraph
    } else if ends_sentence {
        Follows::Sentence
    } else if length == 0 && last.is_numeric() {
        Follows::Digit
    } else {
        Follows::Other
    }
}

fn can_stand_before_opening(character: char) -> bool {
    character.is_whitespace() || "([{<>—–-/‘'“„*_=".contains(character)
}

fn place(previous: Option<char>, next: Option<char>) -> Role {
    let opens = previous.is_none_or(can_stand_before_opening)
        && next.is_some_and(|next| !next.is_whitespace());
    let closes = previous.is_some_and(|previous| !previous.is_whitespace())
        && next.is_none_or(|next| !next.is_alphanumeric());
    match (opens, closes) {
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        _ => Role::Either,
    }
}

/// The marks without a partner, in the order of the text, in a stretch of `length` bytes.
pub(super) fn faults(marks: &[Mark], habits: Habits, length: usize) -> Vec<Fault> {
    let mut balance = Balance {
        habits,
        is_long: length > LONG,
        open: [Vec::new(), Vec::new(), Vec::new()],
        faults: Vec::new(),
    };
    let mut previous = None;
    for &mark in marks {
        balance.take(mark, previous);
        previous = Some(mark);
    }
    let Balance {
        open, mut faults, ..
    } = balance;
    faults.extend(open.into_iter().flatten().map(Fault::Unclosed));
    let settled = settled_by_count(marks);
    faults.retain(|fault| !settled[fault.mark().kind as usize]);
    faults.sort_by_key(|fault| fault.mark().span);
    faults
}

/// For each kind, whether straight marks may be involved and there is an even number of them all: what looks unbalanced
/// is then more likely a blank in the wrong place.
fn settled_by_count(marks: &[Mark]) -> [bool; 3] {
    let mut counts = [(0_usize, false); 3];
    for mark in marks {
        let (count, is_straight) = &mut counts[mark.kind as usize];
        *count += 1;
        *is_straight |= mark.shape == Role::Either;
    }
    counts.map(|(count, is_straight)| is_straight && count % 2 == 0)
}

impl Fault {
    pub(super) fn mark(&self) -> Mark {
        match *self {
            Self::Unclosed(mark) | Self::Unopened { mark, .. } | Self::WrongSide(mark, _) => mark,
        }
    }
}

struct Balance {
    habits: Habits,
    is_long: bool,
    /// What is open, for each kind.
    open: [Vec<Mark>; 3],
    faults: Vec<Fault>,
}

impl Balance {
    fn take(&mut self, mark: Mark, previous: Option<Mark>) {
        let top = self.open[mark.kind as usize].last().copied();
        match self.role(mark, top) {
            None => {}
            Some(Role::Opens) => self.open[mark.kind as usize].push(mark),
            Some(_) if top.is_some() => drop(self.open[mark.kind as usize].pop()),
            Some(_) => {
                let closed = previous.filter(|previous| previous.shape == Role::Closes);
                self.faults.push(Fault::Unopened { mark, closed });
            }
        }
    }

    /// What a mark does, given the last quotation of its kind that is open; `None` for what is no quotation mark, and
    /// for one that goes on with what is open.
    fn role(&mut self, mark: Mark, top: Option<Mark>) -> Option<Role> {
        if top.is_some_and(|top| goes_on(top, mark, self.is_long)) {
            return None;
        }
        match mark.sign {
            '"' | '＂' => straight(mark, top),
            '«' | '»' => self.guillemet(mark, top),
            '“' if top.is_some_and(|top| "„,".contains(top.sign)) => Some(Role::Closes),
            '“' if mark.place == Role::Closes && top.is_some() => {
                self.faults.push(Fault::WrongSide(mark, Role::Closes));
                Some(Role::Closes)
            }
            '“' if mark.place == Role::Closes && self.habits.low_mark_opens => Some(Role::Closes),
            '”' if mark.place == Role::Opens && top.is_none() => {
                if !self.habits.closing_mark_opens {
                    self.faults.push(Fault::WrongSide(mark, Role::Opens));
                }
                Some(Role::Opens)
            }
            _ => Some(mark.shape),
        }
    }

    fn guillemet(&self, mark: Mark, top: Option<Mark>) -> Option<Role> {
        // Sites part their name from a title by one: “The Sixth Day » Harbours”.
        if mark.stands_alone && top.is_none() && mark.sign == '»' {
            return None;
        }
        let opens = (mark.shape == Role::Opens) != self.habits.guillemets_point_inwards;
        Some(if opens { Role::Opens } else { Role::Closes })
    }
}

fn straight(mark: Mark, top: Option<Mark>) -> Option<Role> {
    match (mark.place, top) {
        // Inches, seconds of arc.
        (_, top)
            if mark.follows == Follows::Digit
                && top.is_none_or(|top| top.shape != Role::Either) =>
        {
            None
        }
        (Role::Either, None) => Some(Role::Opens),
        (Role::Either, Some(_)) => Some(Role::Closes),
        (place, _) => Some(place),
    }
}

/// Whether a mark opens a further paragraph of the quotation that `top` opened. Behind an address begins another work.
fn goes_on(top: Mark, mark: Mark, is_long: bool) -> bool {
    let anew = mark.sign == top.sign || (top.sign == '«' && mark.sign == '»');
    let joined = is_long && mark.follows == Follows::Sentence && mark.addresses == top.addresses;
    anew && mark.place != Role::Closes && (mark.follows == Follows::Paragraph || joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks that are at fault, each with the text that follows it.
    fn faulty(text: &str) -> Vec<&str> {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        faults(&marks(&characters), Habits::of(text), text.len())
            .iter()
            .map(|fault| &text[fault.mark().span.start..])
            .collect()
    }

    #[test]
    fn every_way_to_quote_is_balanced() {
        for text in [
            "Ann, “A ‘B’ C,” D; “E,” F.",
            "Ann, „A ‚B‘ C“, D; „E“, F. „G”, H.",
            "Ann, « A », B; «C», D.",
            "Ann, »A«, B; »C«, D.",
            "Ann, ”A”, B; ”C”, D.",
            "Ann, \"A,\" B (\"C\"); \"D's\".",
            "Ann, ‘‘A,’’ B.",
            "Ann, ,,A“, B.",
            "安「甲『乙』丙」。",
        ] {
            assert_eq!(faulty(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_mark_without_a_partner_is_named() {
        assert_eq!(faulty("Ann, “A, B, 2020."), ["“A, B, 2020."]);
        assert_eq!(faulty("Ann, “A, B; “C,” D."), ["“A, B; “C,” D."]);
        assert_eq!(faulty("Ann, “A,” B,” C"), ["” C"]);
        assert_eq!(faulty("Ann, \"A, B, 2020."), ["\"A, B, 2020."]);
        assert_eq!(faulty("Ann, „A, B, 2020. „C“"), ["„A, B, 2020. „C“"]);
        assert_eq!(faulty("Ann, « A, B, 2020."), ["« A, B, 2020."]);
    }

    #[test]
    fn a_mark_of_the_wrong_side_is_named() {
        assert_eq!(faulty("Ann, “A,“ B."), ["“ B."]);
        assert_eq!(faulty("Ann, ”A,” B; “C,” D."), ["”A,” B; “C,” D."]);
    }

    #[test]
    fn measures_and_separators_quote_nothing() {
        assert_eq!(faulty("He is 6'2\" tall and has 5\" nails, 3\"."), [""; 0]);
        assert_eq!(faulty("The Sixth Day » Harbours, 2011."), [""; 0]);
        assert_eq!(faulty("Ann, “The 5\" Gun,” B."), [""; 0]);
    }

    #[test]
    fn a_quotation_may_open_anew_with_each_paragraph() {
        assert_eq!(faulty("He said:\n“One.\n“Two.\n“Three.” So."), [""; 0]);
        assert_eq!(
            faulty("He said:\n“One.\n“Two.\n“Three. So."),
            ["“One.\n“Two.\n“Three. So."]
        );
    }
}
