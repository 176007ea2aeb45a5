//! One piece again and again: ten megabytes in a line, a million brackets, numbers of ten thousand digits.

use super::broken::{Broken, Scale};

/// How many bytes a piece is repeated to.
const BYTES: usize = 1_000_000;

/// How many bytes the long lines have.
const LONG: usize = 10_000_000;

/// What is repeated, in text as well as in Markdown. The names say what it looks like.
const PIECES: &[(&str, &str)] = &[
    ("round-brackets", "("),
    ("square-brackets", "["),
    ("closing-brackets", "]"),
    ("bracket-pairs", "[]"),
    ("tortoise-brackets", "〔"),
    ("braces", "{"),
    ("angles", "<"),
    ("angle-words", "<a "),
    ("comments", "<!--"),
    ("closing-tags", "</p>"),
    ("raised-tags", "<sup>"),
    ("raised-numbers", "word<sup>1</sup> "),
    ("quotation-marks", "“"),
    ("straight-quotes", "\""),
    ("guillemets", "«"),
    ("apostrophes", "'"),
    ("quoted-words", "“word” "),
    ("ampersands", "&"),
    ("entities", "&amp;"),
    ("backslashes", "\\"),
    ("backticks", "`"),
    ("backtick-words", "`a "),
    ("growing-backticks", "` `` ``` ```` "),
    ("stars", "*"),
    ("star-words", "*a "),
    ("star-words-two", "**a *b "),
    ("underscores", "_"),
    ("underscore-words", "_a "),
    ("tildes", "~~a "),
    ("carets", "^"),
    ("caret-words", "^a "),
    ("caret-notes", "^[a "),
    ("caret-references", "[^"),
    ("references-one", "[^1] "),
    ("definitions-one", "[^1]: note\n\n"),
    ("definitions-in-definitions", "[^1]: "),
    ("links-unclosed", "[a]("),
    ("links-in-links", "[a](b"),
    ("images", "![a]("),
    ("image-openings", "!["),
    ("reference-links", "[a][b]"),
    ("reference-openings", "[a]["),
    ("autolinks", "<https://e.org/"),
    ("quotes", ">"),
    ("quotes-spaced", "> "),
    ("dashes", "-"),
    ("dashes-spaced", "- "),
    ("pluses", "+ "),
    ("list-numbers", "1. "),
    ("list-brackets", "1) "),
    ("hashes", "#"),
    ("heading-lines", "# a\n"),
    ("rules", "---\n"),
    ("underlines", "a\n=\n"),
    ("pipes", "|"),
    ("cells", "| a "),
    ("rows", "| a | b |\n"),
    ("table-heads", "| a |\n| - |\n"),
    ("columns", "|-"),
    ("dollars", "$"),
    ("dollar-words", "$a "),
    ("colons", ":"),
    ("fences", "```\n"),
    ("colon-fences", ":::\n"),
    ("definitions", "a\n: b\n"),
    ("links-http", "http://"),
    ("links-https", "https://a.org/b "),
    ("links-brackets", "https://a.org/("),
    ("links-joined", "https://a.org/bhttps://"),
    ("links-wrapped", "https://a.org/b-\n"),
    ("links-points", "https://a.org/b.,;:"),
    ("links-escaped", "https://a.org/%25%2"),
    ("links-www", "www."),
    ("links-ports", "https://a.org:99999999/ "),
    ("links-users", "https://a@"),
    ("links-ipv6", "http://[::1"),
    ("doi", "doi:10.1000/"),
    ("doi-numbers", "10.1000/182 "),
    ("isbn", "ISBN 978-3-16-148410-"),
    ("ibid", "Ibid. "),
    ("op-cit", "Smith, op. cit., "),
    ("see-note", "see note 12 above; "),
    ("short-forms", "Smith, Water, 12; "),
    ("names", "Smith and "),
    ("initials", "J. "),
    ("capitals", "Word "),
    ("et-al", "et al. "),
    ("commas", ","),
    ("points", "."),
    ("point-numbers", ".1"),
    ("point-number-words", "a.1 "),
    ("years", "2024.1 "),
    ("dates", "4 March 2021, "),
    ("months", "March "),
    ("slashes", "/"),
    ("slash-dates", "03/04/2025 "),
    ("numbers", "1 "),
    ("ranges", "1-2-"),
    ("range-brackets", "[1-4294967295] "),
    ("range-sixty", "[1-60] "),
    ("range-raised", "¹⁻⁹⁹ "),
    ("marker-brackets", "[1] "),
    ("marker-groups", "[1,"),
    ("marker-raised", "word¹ "),
    ("raised", "¹"),
    ("raised-dashes", "¹⁻"),
    ("daggers", "†"),
    ("dagger-words", "word† "),
    ("star-markers", "word* "),
    ("circled", "①"),
    ("east-asian", "（注1）"),
    ("korean", "주1) "),
    ("note-lines", "1. Adams, Water, 2020.\n"),
    ("note-lines-brackets", "[1] Adams, Water, 2020.\n"),
    ("note-lines-parted", "1. Adams, Water, 2020.\n\n"),
    ("bullets", "• 1\n"),
    ("headings", "Notes\n"),
    ("headings-parted", "Notes\n\n"),
    ("chapters", "Chapter 1\n\nWord.1\n\nNotes\n\n1. Adams.\n\n"),
    ("one-letter-lines", "a\n"),
    ("one-letter-paragraphs", "a\n\n"),
    (
        "suppressions",
        "<!-- footfault: ignore marker-gap: no -->\n",
    ),
    ("suppressions-open", "<!-- footfault: "),
    ("spaces", " "),
    ("tabs", "\t"),
    ("lines", "\n"),
    ("returns", "\r"),
    ("returns-lines", "\r\n"),
    ("pages", "\u{c}"),
    ("spaced-lines", " \n"),
    ("hyphen-lines", "wo-\n"),
    ("zeros", "\0"),
    ("dots", "word..... 1\n"),
    ("exclamations", "!"),
    ("ats", "@"),
    ("mails", "a@b.org "),
    ("percents", "%"),
    ("emphasis-links", "*[a](https://e.org)_"),
    ("brackets-mixed", "([{"),
    ("brackets-crossed", "([)]"),
];

/// Repeats a piece to about so many bytes.
pub(crate) fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

fn pieces(scale: Scale) -> impl Iterator<Item = Broken> {
    let named = PIECES.iter().enumerate();
    named.flat_map(move |(at, &(name, piece))| {
        let endings: &[&str] = match scale {
            Scale::Whole => &["txt", "md"],
            // An unoptimized binary takes its time to start.
            Scale::Small => &[["txt", "md"][at % 2]],
        };
        let files = endings.iter().map(move |&ending| {
            Broken::new(name, ending, move || {
                let pieces = repeated(piece, scale.of(BYTES));
                format!("Word.1 {pieces}\n\nNotes\n\n1. Adams.\n")
            })
        });
        files.collect::<Vec<_>>()
    })
}

fn long_lines(scale: Scale) -> Vec<Broken> {
    let lines: [(&str, &str); 6] = [
        ("ten-megabytes-of-a-letter", "a"),
        ("ten-megabytes-of-words", "word and other "),
        ("ten-megabytes-of-sentences", "The bridge was late. "),
        ("ten-megabytes-of-a-capital", "A"),
        ("ten-megabytes-of-ideographs", "語"),
        ("ten-megabytes-of-digits", "7"),
    ];
    let files = lines.into_iter().flat_map(|(name, piece)| {
        ["txt", "md", "tex", "html"]
            .map(|ending| Broken::new(name, ending, move || repeated(piece, scale.of(LONG))))
    });
    files.collect()
}

/// Numbers that no type holds, wherever a number is read.
fn numbers() -> Vec<Broken> {
    let digits = || "9".repeat(10_000);
    let mut files = Vec::new();
    let places: [(&str, &str, &str); 10] = [
        ("label-of-marker", "Word.[", "] and more.\n"),
        ("label-of-note", "Word.1\n\nNotes\n\n", ". Adams.\n"),
        ("label-glued", "Word.", " And more.\n"),
        ("label-raised-tag", "Word.<sup>", "</sup>\n"),
        ("label-reference", "Word.[^", "]\n\n[^1]: Adams.\n"),
        ("label-list", "", ". Adams.\n2. Brown.\n"),
        ("range", "Word.[1–", "]\n\nNotes\n\n1. Adams.\n"),
        (
            "year",
            "Word.1\n\nNotes\n\n1. Adams, Water, 4 March ",
            ".\n",
        ),
        (
            "pages",
            "Word.1\n\nNotes\n\n1. Adams, Water, 12–",
            ".\n2. See note 1.\n",
        ),
        ("see-note", "Word.1\n\nNotes\n\n1. See note ", ".\n"),
    ];
    for (name, before, after) in places {
        for ending in ["txt", "md", "html", "tex"] {
            let make = move || format!("{before}{}{after}", digits());
            files.push(Broken::new(format!("number-{name}"), ending, make));
        }
    }
    let raised = || "word.".to_owned() + &"⁹".repeat(10_000);
    files.push(Broken::new("number-raised", "txt", raised));
    files
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let mut files: Vec<Broken> = pieces(scale).collect();
    files.extend(long_lines(scale));
    files.extend(numbers());
    files
}
