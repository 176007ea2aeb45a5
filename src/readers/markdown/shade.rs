//! Text without the signs that only mean something within a paragraph.
//!
//! comrak is asked for blocks alone, but it reads what stands in them too, and makes nodes of it: most of its time, and
//! a thousand times the memory of the text where it is nothing but brackets. So it gets the text with other signs in
//! their place, as long as they are, and finds the same blocks at the same places.

use memchr::{memchr, memchr2, memchr3};

/// What stands in the place of a sign.
const SHADE: u8 = b'.';

/// The text with everything shaded that can neither begin a block nor decide where one ends.
pub(super) fn shaded(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    // comrak puts three bytes in place of a zero byte, which would move what follows.
    let mut at = 0;
    while let Some(zero) = memchr(0, &bytes[at..]) {
        at += zero;
        bytes[at] = b' ';
    }
    let (mut start, mut in_definition) = (0, false);
    while start < bytes.len() {
        let rest = &bytes[start..];
        let end = start + memchr2(b'\n', b'\r', rest).map_or(rest.len(), |at| at + 1);
        shade(&mut bytes[start..end], &mut in_definition);
        start = end;
    }
    // Only ASCII has been put in the place of ASCII.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Shades one line. The definition of a link may go on for several, up to a blank one, and its name must stay whole.
fn shade(line: &mut [u8], in_definition: &mut bool) {
    let mut from = 0;
    loop {
        let Some(first) = line[from..].iter().position(|byte| !is_lead(*byte)) else {
            let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            *in_definition &= !line.iter().all(is_blank);
            return;
        };
        from += first;
        match line[from] {
            b'[' => match label(&line[from..]) {
                Some(length) => from += length,
                None => *in_definition = true,
            },
            // Tags, fences and rules.
            b'<' | b'`' | b'~' | b'_' => return,
            _ => break,
        }
        if *in_definition {
            return;
        }
    }
    if !*in_definition {
        shade_signs(line, from);
    }
}

/// Whether a byte can stand before what a block holds: white space, the signs of lists, quotations and headings, rules.
fn is_lead(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || byte.is_ascii_digit()
        || matches!(byte, b'>' | b'-' | b'+' | b'*' | b'=' | b'.' | b')' | b'#')
}

/// How long the `[^12]:` is with which a note begins.
fn label(line: &[u8]) -> Option<usize> {
    let name = line.strip_prefix(b"[^")?;
    let end = name
        .iter()
        .position(|byte| matches!(byte, b']' | b'[') || byte.is_ascii_whitespace())?;
    (end > 0 && name[end..].starts_with(b"]:")).then_some("[^]:".len() + end)
}

fn shade_signs(line: &mut [u8], from: usize) {
    let mut at = from;
    while let Some(next) = memchr3(b'[', b'*', b'_', &line[at..]) {
        at += next;
        line[at] = SHADE;
    }
    at = from;
    while let Some(next) = memchr2(b']', b'`', &line[at..]) {
        at += next;
        // `]]>` is the end of a block of markup.
        let is_end = line[at] == b']'
            && (matches!(line.get(at + 1), Some(b']' | b'>')) || at > 0 && line[at - 1] == b']');
        if !is_end {
            line[at] = SHADE;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use comrak::{Arena, parse_document};
    use proptest::prelude::*;

    use super::*;
    use crate::readers::markdown::options;

    /// The blocks of a text, each with its kind and its place.
    fn blocks(text: &str) -> Vec<String> {
        let arena = Arena::new();
        let root = parse_document(&arena, text, &options(text));
        let blocks = root.descendants().filter(|node| node.data().value.block());
        blocks
            .map(|node| {
                let data = node.data();
                let kind = format!("{:?}", data.value);
                let end = kind.find(['(', ' ']).unwrap_or(kind.len());
                format!("{} {:?}", &kind[..end], data.sourcepos)
            })
            .collect()
    }

    #[test]
    fn what_a_paragraph_holds_is_shaded() {
        let text = "A *word*.[^1] And `code`.\n\n[^1]: See [Smith](https://e.org/a_b).\n";
        let shown = "A .word..[^1] And .code..\n\n[^1]: See .Smith.(https://e.org/a.b).\n";
        assert_eq!(shaded(text), shown.replacen("[^1] And", ".^1. And", 1));
    }

    #[test]
    fn the_name_of_a_link_stays_whole() {
        for text in ["[a\nb]: /c\n", "> [a]: /c 'd\n> e]'\n", "- [a_b]:\n  /c\n"] {
            assert_eq!(shaded(text), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn the_blocks_are_those_of_the_text(pieces in prop::collection::vec(piece(), 0..24)) {
            let text = pieces.concat();
            prop_assert_eq!(blocks(&shaded(&text)), blocks(&text.replace('\0', " ")));
        }
    }

    /// Whatever begins a block, or ends one, or looks like it.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "a",
            "b c",
            "[^1]: ",
            "[^n_2]:",
            "[^1]",
            "[a]: /b",
            "[a",
            "]: /c",
            "[",
            "]",
            "](d)",
            "*",
            "**",
            "* ",
            "- ",
            "+ ",
            "1. ",
            "2) ",
            "> ",
            ">",
            "# ",
            "## ",
            "#",
            "_",
            "___",
            "---",
            "***",
            "===",
            "`",
            "``",
            "```",
            "~~~",
            "<",
            "<b>",
            "</b>",
            "<div>",
            "</div>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<script>",
            "</script>",
            "<?",
            "?>",
            "| a | b |",
            "|---|:-:|",
            "|",
            "\n",
            "\n",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "  ",
            "    ",
            "\t",
            "\\",
            "\\[",
            "\\`",
            "'",
            "\"",
            "(",
            ")",
            ":",
            "!",
            "&amp;",
            "\0",
            "é",
            "脚",
            "http://e.org",
            "\u{c}",
            "\u{a0}",
            "  \n",
        ])
    }
}
