//! Numbers as LaTeX counts and prints them.

use std::collections::{HashMap, HashSet};

use super::Writer;
use super::mouth::Mouth;
use super::token::{Kind, Token};
use crate::readers::numeral::roman;

/// The signs of `\fnsymbol`, in its order.
const SIGNS: [&str; 9] = ["*", "†", "‡", "§", "¶", "‖", "**", "††", "‡‡"];

/// The letters of `\alph`; what lies behind them is printed as a number.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// The counters of a paper.
#[derive(Default)]
pub(super) struct Counters {
    values: HashMap<String, i64>,
    /// The headings at which footnotes begin anew.
    pub(super) resets: HashSet<String>,
}

impl Counters {
    pub(super) fn value(&self, counter: &str) -> i64 {
        self.values.get(counter).copied().unwrap_or(0)
    }

    pub(super) fn set(&mut self, counter: &str, value: i64) {
        self.values.insert(counter.to_owned(), value);
    }

    pub(super) fn step(&mut self, counter: &str) -> i64 {
        let value = self.value(counter).saturating_add(1);
        self.set(counter, value);
        value
    }
}

/// A number in one of LaTeX's ways to print it.
pub(super) fn printed(number: i64, style: &str) -> String {
    // A paper can set a counter to the lowest number that there is.
    let index = || usize::try_from(number.checked_sub(1)?).ok();
    let letter = |letters: &str| Some(letters.chars().nth(index()?)?.to_string());
    let numeral = || u32::try_from(number).ok().and_then(roman);
    let shown = match style {
        "roman" => numeral(),
        "Roman" => numeral().map(|numeral| numeral.to_uppercase()),
        "alph" => letter(LETTERS),
        "Alph" => letter(LETTERS).map(|letter| letter.to_uppercase()),
        "fnsymbol" => index()
            .and_then(|index| SIGNS.get(index))
            .map(|sign| (*sign).to_owned()),
        _ => None,
    };
    shown.unwrap_or_else(|| number.to_string())
}

/// The first way to print a number that is named among tokens, such as those of `\thefootnote`.
pub(super) fn style(tokens: &[Token], mouth: &Mouth) -> Option<&'static str> {
    let styles = ["arabic", "roman", "Roman", "alph", "Alph", "fnsymbol"];
    tokens.iter().find_map(|&token| {
        let is_style = |style: &&&str| mouth.is_word(token, style);
        styles.iter().find(is_style).copied()
    })
}

impl Writer {
    /// `\setcounter{footnote}{0}` and its like.
    pub(super) fn counter(&mut self, command: &str) {
        let argument = self.mouth.argument();
        let counter = self.mouth.string(&argument);
        let value = if command == "setcounter" || command == "addtocounter" {
            let argument = self.mouth.argument();
            self.mouth.string(&argument).parse().ok()
        } else {
            Some(1)
        };
        let Some(value) = value else {
            return;
        };
        let before = self.counters.value(&counter);
        let after = match command {
            "setcounter" => value,
            _ => before.saturating_add(value),
        };
        self.counters.set(&counter, after);
        if after < before {
            self.new_list(&counter);
        }
        // `\setcounter{enumi}{4}` behind the beginning of a list: its next item is the fifth.
        if counter.starts_with("enum")
            && let Some(items) = self.items()
        {
            items.number = after;
        }
    }

    /// `\arabic{footnote}`
    pub(super) fn counted(&mut self, command: Token, style: &str) {
        let argument = self.mouth.argument();
        let counter = self.mouth.string(&argument);
        let number = self.counters.value(&counter);
        let shown = printed(number, style);
        if !self.is_silent {
            self.ensure_open();
            self.composer.instead(&shown, command.place());
        }
    }

    /// `\counterwithin{footnote}{chapter}` and `\counterwithout…`.
    pub(super) fn counted_within(&mut self, command: &str) {
        self.mouth.star();
        let argument = self.mouth.argument();
        let counter = self.mouth.string(&argument);
        let argument = self.mouth.argument();
        let heading = self.mouth.string(&argument);
        if counter == "footnote" {
            let removes = matches!(command, "counterwithout" | "@removefromreset");
            if removes {
                self.counters.resets.remove(&heading);
            } else {
                self.counters.resets.insert(heading);
            }
        }
    }

    /// The label of an item, as the paper says it is written or as LaTeX does.
    pub(super) fn item_label(&self, number: i64, depth: usize, shape: Option<&[Token]>) -> String {
        let Some(shape) = shape else {
            return match depth {
                1 => format!("{number}. "),
                2 => format!("({}) ", printed(number, "alph")),
                3 => format!("{}. ", printed(number, "roman")),
                _ => format!("{}. ", printed(number, "Alph")),
            };
        };
        let mut label = String::new();
        let mut depth = 0;
        for &token in shape {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                Kind::Word => {
                    if let Some(style) = style(&[token], &self.mouth) {
                        label += &printed(number, style);
                    }
                }
                // The name of the counter stands in braces or is a star.
                Kind::Text if depth == 0 => label += self.mouth.text(token).trim_start_matches('*'),
                _ => {}
            }
        }
        label.trim().to_owned() + " "
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_style_cannot_print_is_a_number() {
        for style in ["alph", "Alph", "roman", "fnsymbol"] {
            for number in [i64::MIN, -1, 0, i64::MAX] {
                assert_eq!(printed(number, style), number.to_string(), "{style}");
            }
        }
        let printed = ["alph", "Alph", "Roman", "fnsymbol"].map(|style| printed(2, style));
        assert_eq!(printed, ["b", "B", "II", "†"]);
    }
}
