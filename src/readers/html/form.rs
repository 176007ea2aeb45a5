//! How the numbers of a list are written: by CSS, by the attribute `type`, or as the labels show.

use crate::readers::numeral::roman;

/// How the numbers of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// Not at all.
    Unshown,
}

impl Form {
    /// By the name that CSS has for it.
    pub(super) fn of_css(name: &str) -> Option<Self> {
        match name {
            "decimal" | "decimal-leading-zero" => Some(Self::Decimal),
            "lower-alpha" | "lower-latin" => Some(Self::LowerLetter),
            "upper-alpha" | "upper-latin" => Some(Self::UpperLetter),
            "lower-roman" => Some(Self::LowerRoman),
            "upper-roman" => Some(Self::UpperRoman),
            "none" | "disc" | "circle" | "square" => Some(Self::Unshown),
            _ => None,
        }
    }

    /// By the letter that `type` has for it, which tells capitals from small letters.
    pub(super) fn of_type(letter: &str) -> Option<Self> {
        match letter {
            "1" => Some(Self::Decimal),
            "a" => Some(Self::LowerLetter),
            "A" => Some(Self::UpperLetter),
            "i" => Some(Self::LowerRoman),
            "I" => Some(Self::UpperRoman),
            _ => None,
        }
    }

    /// The form in which a label is the number `value`.
    pub(super) fn of_label(label: &str, value: i64) -> Option<Self> {
        let forms = [
            Self::Decimal,
            Self::LowerRoman,
            Self::LowerLetter,
            Self::UpperRoman,
            Self::UpperLetter,
        ];
        forms.into_iter().find(|form| form.write(value) == label)
    }

    /// A number as the form writes it; letters and roman numerals know none below 1, and then a browser writes digits.
    pub(super) fn write(self, value: i64) -> String {
        let letters = match self {
            Self::Decimal | Self::Unshown => None,
            Self::LowerLetter | Self::UpperLetter => letters(value),
            Self::LowerRoman | Self::UpperRoman => u32::try_from(value).ok().and_then(roman),
        };
        match (self, letters) {
            (_, None) => value.to_string(),
            (Self::UpperLetter | Self::UpperRoman, Some(letters)) => letters.to_uppercase(),
            (_, Some(letters)) => letters,
        }
    }
}

/// `a` to `z`, then `aa`.
fn letters(value: i64) -> Option<String> {
    let mut rest = u32::try_from(value).ok().filter(|&value| value > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from_digit((rest - 1) % 26 + 10, 36)?);
        rest = (rest - 1) / 26;
    }
    Some(letters.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_tells_the_form_of_its_list() {
        assert_eq!(Form::of_label("c", 3), Some(Form::LowerLetter));
        assert_eq!(Form::of_label("iii", 3), Some(Form::LowerRoman));
        assert_eq!(Form::of_label("3", 3), Some(Form::Decimal));
        assert_eq!(Form::of_label("4", 3), None);
    }
}
