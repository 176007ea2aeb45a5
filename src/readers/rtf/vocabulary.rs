//! Control words that stand for a character, and those that open a part without text.

/// Parts that hold no text of the paper, though programs that do not know them might show it. Those that may be passed
/// over are marked by `\*`, and need no list.
const SKIPPED: [&str; 41] = [
    "aftncn",
    "aftnsep",
    "aftnsepc",
    "annotation",
    "atnauthor",
    "atnid",
    "bkmkend",
    "bkmkstart",
    "colorschememapping",
    "colortbl",
    "datastore",
    "filetbl",
    "fonttbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "latentstyles",
    "listoverridetable",
    "listtable",
    "mmathPict",
    "nonesttables",
    "nonshppict",
    "pict",
    "private",
    "revtbl",
    "rxe",
    "shprslt",
    "sp",
    "stylesheet",
    "tc",
    "themedata",
];

/// More of them: what is sorted into an index, and the table of the files of a larger work.
const ENTRIES: [&str; 4] = ["tcn", "txe", "xe", "template"];

/// Whether a control word opens a part that holds no text of the paper.
pub(super) fn is_skipped(word: &str) -> bool {
    SKIPPED.binary_search(&word).is_ok() || ENTRIES.contains(&word)
}

/// The character that a control word stands for.
pub(super) fn character(word: &str) -> Option<&'static str> {
    Some(match word {
        "bullet" => "•",
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "tab" | "emspace" | "enspace" | "qmspace" => " ",
        "zwj" => "\u{200D}",
        "zwnj" => "\u{200C}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_without_text_are_sorted_for_the_search() {
        assert!(SKIPPED.is_sorted());
        assert!(is_skipped("pict") && is_skipped("xe") && !is_skipped("footnote"));
    }
}
