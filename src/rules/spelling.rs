//! When two words are one word in two spellings.

/// Whether two words differ in one letter, or in two that changed places, neither at the end nor at the beginning.
pub(super) fn one_letter_apart(one: &str, other: &str) -> bool {
    // An accent is a matter of style, and so are names in other scripts in another way.
    if !one.is_ascii() || !other.is_ascii() || one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let shorter = one.len().min(other.len());
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let tail = (one.iter().rev().zip(other.iter().rev()))
        .take(shorter - head)
        .take_while(|(a, b)| a == b)
        .count();
    // Endings are grammar: Korea, Korean, Koreas.
    if head < 2 || tail < 2 {
        return false;
    }
    match (
        &one[head..one.len() - tail],
        &other[head..other.len() - tail],
    ) {
        ([a], [b]) => !is_variant(*a, *b),
        ([a, b], [c, d]) => a == d && b == c,
        // British and American spelling: Harbour, Harbor.
        ([extra], []) | ([], [extra]) => *extra != b'u',
        _ => false,
    }
}

/// The two letters at either end of a word, in lower case; words that are [`one_letter_apart`] have them in common, so
/// that only those of the same ends need be compared. `None`: no word is one letter apart from this one.
pub(super) fn ends(word: &str) -> Option<[u8; 4]> {
    let &[first, second, .., third, fourth] = word.as_bytes() else {
        return None;
    };
    let ends = [first, second, third, fourth].map(|letter| letter.to_ascii_lowercase());
    word.is_ascii().then_some(ends)
}

/// Letters that British and American spelling exchange.
fn is_variant(one: u8, other: u8) -> bool {
    matches!(
        (one.min(other), one.max(other)),
        (b's', b'z') | (b'c', b's')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_a_slip() {
        assert!(one_letter_apart("Lewandowski", "Lewandovski"));
        assert!(one_letter_apart("Brzezinski", "Brezinski"));
        assert!(one_letter_apart("Wezeman", "Wezmean"));
    }

    #[test]
    fn words_a_letter_apart_have_the_same_ends() {
        for (one, other) in [
            ("Brzezinski", "BREZINSKI"),
            ("Wezeman", "Wezmean"),
            ("Kolbe", "Kollbe"),
        ] {
            assert!(one_letter_apart(one, other));
            assert_eq!(ends(one), ends(other));
        }
        assert_eq!(ends("Ngo"), None);
        assert_eq!(ends("Erdoğan"), None);
    }

    #[test]
    fn grammar_and_style_are_not() {
        assert!(!one_letter_apart("Organization", "Organisation"));
        assert!(!one_letter_apart("Ukraine", "Ukrainian"));
        assert!(!one_letter_apart("Koreans", "Korean"));
        assert!(!one_letter_apart("Harbours", "Harbors"));
        assert!(!one_letter_apart("Erdogan", "Erdoğan"));
        assert!(!one_letter_apart("Defense", "Defence"));
    }
}
