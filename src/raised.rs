//! The raised digits of Unicode, which do not stand in one row.

/// `⁰` to `⁹`.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The digit that a raised one stands for: `4` for `⁴`.
pub(crate) fn lowered(raised: char) -> Option<char> {
    let digit = RAISED.iter().position(|&known| known == raised)?;
    char::from_digit(u32::try_from(digit).ok()?, 10)
}

/// The raised digit that stands for one: `⁴` for `4`.
pub(crate) fn raised(digit: char) -> Option<char> {
    RAISED.get(digit.to_digit(10)? as usize).copied()
}
