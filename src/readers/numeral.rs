//! Numbers as word processors print them: of notes, and of the items of lists.

/// How a number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// `12`.
    Decimal,
    /// `01`, `12`.
    Padded,
    /// `xii`.
    LowerRoman,
    /// `XII`.
    UpperRoman,
    /// `l`, and `aa` behind `z`.
    LowerLetter,
    /// `L`, and `AA` behind `Z`.
    UpperLetter,
    /// `*`, `†`, `‡`, `§`, `**`.
    Symbol,
    /// `①`.
    Circled,
    /// Nothing is printed: bullets, and numbers that are only counted.
    Nothing,
}

/// The marks of the Chicago Manual in their order; behind the last they come again, doubled.
const SYMBOLS: [&str; 4] = ["*", "†", "‡", "§"];

/// Letters and symbols come again doubled, tripled and so on; behind this many times nobody counts them.
const MOST_REPEATS: u32 = 20;

/// How long a Roman numeral can be: `mmmdccclxxxviii`.
const LONGEST_ROMAN: usize = 15;

/// The largest number that is written in Roman numerals.
const LARGEST_ROMAN: u32 = 3999;

const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl Numeral {
    /// The number as it is printed. What a numeral cannot write is written in decimals.
    pub(super) fn written(self, number: u32) -> String {
        let written = match self {
            Self::Nothing => return String::new(),
            Self::Decimal => None,
            Self::Padded => Some(format!("{number:02}")),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).map(|roman| roman.to_uppercase()),
            Self::LowerLetter => repeated(number, 26, |index| letter(b'a', index)),
            Self::UpperLetter => repeated(number, 26, |index| letter(b'A', index)),
            Self::Symbol => repeated(number, 4, |index| SYMBOLS[index].to_owned()),
            Self::Circled => circled(number).map(String::from),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

/// The number that is written in small Roman numerals, as [`roman`] writes it.
pub(super) fn of_roman(text: &str) -> Option<u32> {
    if text.len() > LONGEST_ROMAN {
        return None;
    }
    let mut rest = text;
    let mut number = 0;
    for (value, sign) in ROMAN {
        while let Some(behind) = rest.strip_prefix(sign) {
            number += value;
            rest = behind;
        }
    }
    (rest.is_empty() && roman(number).as_deref() == Some(text)).then_some(number)
}

/// `i` to `mmmcmxcix`; `None` for what Roman numerals cannot write.
pub(super) fn roman(number: u32) -> Option<String> {
    if !(1..=LARGEST_ROMAN).contains(&number) {
        return None;
    }
    let (mut rest, mut written) = (number, String::new());
    for (value, letters) in ROMAN {
        while rest >= value {
            written.push_str(letters);
            rest -= value;
        }
    }
    Some(written)
}

/// The signs of a set in turn, then doubled, and so on.
fn repeated(number: u32, set: u32, sign: impl Fn(usize) -> String) -> Option<String> {
    let index = number.checked_sub(1)?;
    let times = index / set + 1;
    (times <= MOST_REPEATS).then(|| sign((index % set) as usize).repeat(times as usize))
}

fn letter(first: u8, index: usize) -> String {
    let offset = u8::try_from(index).unwrap_or_default();
    char::from(first + offset).to_string()
}

fn circled(number: u32) -> Option<char> {
    match number {
        1..=20 => char::from_u32(0x2460 + number - 1),
        21..=35 => char::from_u32(0x3251 + number - 21),
        36..=50 => char::from_u32(0x32B1 + number - 36),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_processors_print_them() {
        let written = |numeral: Numeral| [1, 4, 5, 27, 1990].map(|number| numeral.written(number));
        assert_eq!(
            written(Numeral::LowerRoman),
            ["i", "iv", "v", "xxvii", "mcmxc"]
        );
        assert_eq!(Numeral::UpperRoman.written(9), "IX");
        assert_eq!(written(Numeral::LowerLetter)[..4], ["a", "d", "e", "aa"]);
        assert_eq!(Numeral::UpperLetter.written(28), "BB");
        assert_eq!(written(Numeral::Symbol)[..4], ["*", "§", "**", "‡‡‡‡‡‡‡"]);
        assert_eq!(Numeral::Padded.written(7), "07");
        assert_eq!(Numeral::Circled.written(21), "㉑");
        assert_eq!(Numeral::Nothing.written(7), "");
    }

    #[test]
    fn roman_numerals_are_read_as_they_are_written() {
        assert_eq!(of_roman("mmmdccclxxxviii"), Some(3888));
        for none in ["", "iiii", "mmmm", "xiv.", &"m".repeat(5_000_000)] {
            assert_eq!(of_roman(none), None);
        }
    }

    #[test]
    fn what_a_numeral_cannot_write_is_decimal() {
        for numeral in [Numeral::LowerRoman, Numeral::UpperLetter, Numeral::Symbol] {
            assert_eq!(numeral.written(0), "0");
            assert_eq!(numeral.written(1_000_000), "1000000");
        }
    }
}
