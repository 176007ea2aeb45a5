//! Symbols that Word keeps as a font and a place in it.

use roxmltree::Node;

use super::markup::attribute;

/// The capital letters of the font Symbol, in the places of A to Z.
const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
/// Its small letters, in the places of a to z.
const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

/// The character that a `w:sym` shows; `None` for pictures such as those of Wingdings.
pub(super) fn of(node: Node<'_, '_>) -> Option<char> {
    let code = u32::from_str_radix(attribute(node, "char")?.trim(), 16).ok()?;
    shown(code, attribute(node, "font").unwrap_or_default())
}

/// The character that a font of symbols has in a place; `None` for pictures.
pub(in crate::readers) fn shown(code: u32, font: &str) -> Option<char> {
    // Fonts of symbols have their signs from F000 on, each in the place of an ASCII or Latin-1 character.
    let place = match code {
        0xF020..=0xF0FF => code - 0xF000,
        _ => code,
    };
    if font.eq_ignore_ascii_case("Symbol") {
        return of_symbol(place);
    }
    let is_pictures = ["Wingdings", "Webdings", "Marlett", "Dingbats"];
    let is_pictures = is_pictures.iter().any(|name| font.contains(name));
    char::from_u32(place).filter(|shown| !is_pictures && !shown.is_control())
}

fn of_symbol(place: u32) -> Option<char> {
    let letter = |letters: &str, first: u32| letters.chars().nth((place - first) as usize);
    match place {
        0x41..=0x5A => letter(CAPITALS, 0x41),
        0x61..=0x7A => letter(SMALL, 0x61),
        0x2D => Some('−'),
        0xA3 => Some('≤'),
        0xB0 => Some('°'),
        0xB1 => Some('±'),
        0xB2 => Some('″'),
        0xB3 => Some('≥'),
        0xB4 => Some('×'),
        0xB7 => Some('•'),
        0xB9 => Some('≠'),
        0xBB => Some('≈'),
        0xA2 => Some('′'),
        // Beyond the font stand characters by their own codes.
        0x20..=0x3F | 0x5B | 0x5D | 0x5F | 0x7B..=0x7D | 0x2020.. => char::from_u32(place),
        _ => None,
    }
}
