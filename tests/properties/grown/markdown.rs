//! Markdown, with pieces of web pages in it.

use super::{Choices, Markup, page};

/// A text of the choices.
pub(crate) fn markdown(choices: &mut Choices<'_>) -> String {
    let mut text = Markup::new(choices);
    while !text.is_over() {
        block(&mut text, "");
    }
    text.finish()
}

fn block(text: &mut Markup<'_, '_>, indent: &str) {
    let number = text.choices.below(6);
    match text.choices.below(15) {
        0..=3 => line(text, indent),
        4 | 5 => line(text, &format!("{indent}[^{number}]: ")),
        6 => line(text, &format!("{indent}{number}. ")),
        7 => line(text, &format!("{indent}- ")),
        8 => line(text, &format!("{indent}[{number}]: ")),
        9 => table(text, indent),
        10 => {
            let fence = text
                .choices
                .pick(&["```", "~~~", "$$", "<!--", "!!! note", ": "]);
            text.put(&format!("{indent}{fence}\n"));
            line(text, &format!("{indent}    "));
            text.put(&format!("{indent}{fence}\n"));
        }
        11 => {
            text.put(indent);
            page::block(text);
            text.put("\n");
        }
        12 => {
            let head = text.choices.pick(&[
                "# Notes",
                "## Références",
                "Überschrift\n===",
                "---",
                "# 注",
            ]);
            text.put(&format!("{indent}{head}\n"));
        }
        _ if indent.len() < 12 => {
            let deeper = text.choices.pick(&["> ", "    ", "\t", "  "]);
            block(text, &format!("{indent}{deeper}"));
        }
        _ => line(text, indent),
    }
    let end = text.choices.pick(&["\n", "\n", "\r\n", ""]);
    text.put(end);
}

fn table(text: &mut Markup<'_, '_>, indent: &str) {
    for row in ["", "|---|:-:|\n", "", ""] {
        text.put(indent);
        text.put(row);
        if row.is_empty() {
            text.put("| ");
            text.several(4, inline);
            text.put(" | é |\n");
        }
    }
}

fn line(text: &mut Markup<'_, '_>, head: &str) {
    text.put(head);
    text.several(8, inline);
    text.put("\n");
}

fn inline(text: &mut Markup<'_, '_>) {
    let number = text.choices.below(6);
    match text.choices.below(16) {
        0..=5 => {
            let word = text.choices.word();
            text.put(word);
        }
        6 => text.put(&format!("[^{number}]")),
        7 => text.put(&format!("^{number}^")),
        8 => text.put(&format!("^[é [{number}] ü]")),
        9 => text.put(&format!("[ü][{number}]")),
        10 => {
            let address = text
                .choices
                .pick(&["#fn1", "http://e.example/(é)", "<b c>", "a \"ü\""]);
            text.put(&format!("[é]({address})"));
        }
        11 => page::inline(text),
        12 => text.put("`é[^1]`"),
        13 => {
            let sign = text.choices.pick(&[
                "*", "**", "_", "~~", "$", "`", "<", "[", "]", "\\", "|", "![", "{.é}",
            ]);
            text.put(sign);
        }
        14 => text.put("\\[^1\\]"),
        _ => text.put("[@smith2019, S. 12]"),
    }
}
