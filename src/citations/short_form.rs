//! Words that stand for a work cited elsewhere: “ibid.”, “op. cit.”, “supra note 5”.

use std::sync::LazyLock;

use regex::Regex;

use super::Form;

/// A word for a work cited elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Which kind.
    pub(super) form: Form,
    /// Where it begins and ends, in bytes of the text that was searched.
    pub(super) range: (usize, usize),
    /// The number of the note that it names.
    pub(super) note: Option<u32>,
}

/// The work cited last. `Idem` before a title means the same author, so it counts only before a locator or the end.
static IBID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?i:\b(?:ibid(?:em)?|[íi]b[íi]d(?:em)?|ebd|ebda|ebenda)\b\.?)
        | ^[\s\p{Pi}\p{Po}_]* (?i:see\s+(?:also\s+)?)? [*_]* (?:Id|Ib|ID)\. [*_]* (?:\s|,|;|$)
        | ^\s* (?:Idem|idem|id) \.? \s* (?:$|[,;]?\s*(?:at|pp?|S|§)\b|[,.]\s*$)
        | 同上 | 同前 | 위의\s?(?:글|책|논문|자료|기사) | 상게서 | 같은\s?(?:글|책)",
    )
    .ok()
});

/// A work cited before, told by its author or title.
static OP_CIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?i:\b(?:op|loc|art|ob)\.?\s*cit(?:\b\.?|ada\b|ato\b))
        | (?i:\bopere?\s+citat[oae]\b | \bobra\s+citada\b)
        | \b[aA]\.\s?a\.\s?O\.? | \b[aA]aO\b
        | 前掲 | 前揭 | 앞의\s?(?:글|책|논문|자료|기사)",
    )
    .ok()
});

/// Another note by its number.
static SUPRA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let note = r"(?:foot|end)?n(?:otes?|\.|n\.)";
    Regex::new(&format!(
        r"(?x)
        (?i:\bsupra,?\s+(?:at\s+)?{note}\s*(?P<supra>\d{{1,4}})\b)
        | (?i:\b(?:see|cf\.?)\s+(?:also\s+)?(?:above|supra|earlier)?\s*{note}\s+(?P<see>\d{{1,4}})\b)
        | (?i:\b{note}\s+(?P<above>\d{{1,4}}),?\s+(?:above|supra)\b)
        | (?i:\babove,?\s+{note}\s+(?P<behind>\d{{1,4}})\b)
        | (?i:\(\s*n\.?\s+(?P<oscola>\d{{1,4}})\s*\))
        | (?i:\b(?:siehe|vgl\.?|s\.)\s+(?:oben\s+)?(?:Fn|Fu(?:ß|ss)note|Anm)\.?\s+(?P<german>\d{{1,4}})\b)
        | (?i:\b(?:voir|v\.)\s+(?:supra,?\s+)?note\s+(?P<french>\d{{1,4}})\b)
        | (?i:\b(?:véase|ver)\s+(?:supra,?\s+)?nota\s+(?P<spanish>\d{{1,4}})\b)",
    ))
    .ok()
});

/// Words that open a reference into another book: `note 5 of Smith’s edition` is no note of ours.
const ELSEWHERE: &[&str] = &[" of ", " on ", " to ", " in ", " at p"];

/// In a long text such a word is part of a sentence unless it stands near its beginning.
const SHORT_TEXT: usize = 240;
const NEAR_START: usize = 48;

/// The first such word of a text.
pub(super) fn find(text: &str) -> Option<Word> {
    let hints = Hints::of(text);
    None.or_else(|| hints.ibid.then(|| ibid(text))?)
        .or_else(|| hints.supra.then(|| supra(text))?)
        .or_else(|| hints.op_cit.then(|| op_cit(text))?)
        .filter(|word| text.len() <= SHORT_TEXT || word.range.0 <= NEAR_START)
}

/// Which kinds of words a text may have: nearly all notes have none, and the patterns are slow.
#[derive(Default)]
struct Hints {
    ibid: bool,
    op_cit: bool,
    supra: bool,
}

impl Hints {
    fn of(text: &str) -> Self {
        let mut hints = Self::default();
        for word in text.split(|c: char| !c.is_alphabetic()) {
            // East Asian writing has no blanks between words.
            if word.starts_with(|c: char| c >= '\u{3000}') {
                return Self {
                    ibid: true,
                    op_cit: true,
                    supra: hints.supra,
                };
            }
            let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
            match word.len() {
                1 => hints.supra |= word == "n",
                2 => {
                    hints.ibid |= is(&["id", "ib"]);
                    hints.supra |= is(&["nn", "fn"]);
                }
                3..=10 => {
                    hints.ibid |= is(&["ibid", "ibidem", "ebd", "ebda", "ebenda", "idem"])
                        || word.contains('í')
                        || word.contains('Í');
                    hints.op_cit |= is(&["cit", "citada", "citato", "citata", "citate", "aao"]);
                    hints.supra |= is(&[
                        "supra", "above", "note", "notes", "nota", "footnote", "endnote",
                        "fußnote", "fussnote", "anm",
                    ]);
                }
                _ => {}
            }
        }
        hints.op_cit |= text.contains("a.O") || text.contains("a. O");
        hints
    }
}

fn ibid(text: &str) -> Option<Word> {
    let found = IBID.as_ref()?.find(text)?;
    Some(Word {
        form: Form::Ibid,
        range: (found.start(), found.end()),
        note: None,
    })
}

fn op_cit(text: &str) -> Option<Word> {
    let found = OP_CIT.as_ref()?.find(text)?;
    Some(Word {
        form: Form::OpCit,
        range: (found.start(), found.end()),
        note: None,
    })
}

fn supra(text: &str) -> Option<Word> {
    let groups = SUPRA.as_ref()?.captures(text)?;
    let whole = groups.get(0)?;
    let number = groups.iter().skip(1).flatten().next()?;
    let behind = &text[whole.end()..];
    let is_elsewhere = ELSEWHERE.iter().any(|word| behind.starts_with(word));
    if is_elsewhere || is_aside(&text[..whole.start()], behind) {
        return None;
    }
    Some(Word {
        form: Form::Supra,
        range: (whole.start(), whole.end()),
        note: number.as_str().parse().ok(),
    })
}

/// Whether it stands in brackets within a sentence: `The figure (see note 14) would give twenty` stands for no work.
fn is_aside(before: &str, behind: &str) -> bool {
    let rest = behind.strip_prefix(')').unwrap_or_default();
    before.ends_with('(') && rest.trim_start().starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Option<Form> {
        find(text).map(|word| word.form)
    }

    #[test]
    fn words_of_many_languages() {
        for ibid in [
            "Ibid.",
            "ibid",
            "p3, ibid",
            "Ibid., 6.",
            "Id. at 3.",
            "Id.",
            "Ebd., S. 5",
            "ebenda",
            "Ibíd., p. 3",
            "同上",
            "위의 글, 5쪽",
            "idem",
        ] {
            assert_eq!(form(ibid), Some(Form::Ibid), "{ibid}");
        }
        for op_cit in [
            "Simón, op. cit., p. 3",
            "Op. Cit., “Title”",
            "Loc. cit.",
            "Weber, a.a.O., S. 5",
            "Díaz, ob. cit.",
            "前掲書",
            "이, 앞의 글",
        ] {
            assert_eq!(form(op_cit), Some(Form::OpCit), "{op_cit}");
        }
        for supra in [
            "Dee, supra note 5",
            "See note 12",
            "Smith (n 5) 23",
            "Smith (n 5) at 23",
            "Smith (see note 5), 23",
            "see footnote 7 above",
            "Vgl. Fn. 5",
            "Voir supra, note 8",
            "note 9 above",
        ] {
            assert_eq!(form(supra), Some(Form::Supra), "{supra}");
        }
        assert_eq!(
            find("Dee, supra note 5, at 3").and_then(|word| word.note),
            Some(5)
        );
    }

    #[test]
    fn other_words_are_none() {
        for other in [
            "Idem, A Second Book (Paris, 1999)",
            "Florida v. Id",
            "ID cards in use",
            "see note 3 of Smith",
            "Smith, 8. The figure (see note 3) would give nine",
            "Vol. i, p. 37, note 2",
            "bids for ships",
            "Ibn Khaldun",
            "City of London",
            "see notes below",
            "debited",
        ] {
            assert_eq!(form(other), None, "{other}");
        }
    }
}
