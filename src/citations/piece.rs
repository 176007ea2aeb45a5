//! Where a note is parted into what cites one work each.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Document, Span};

use super::Address;
use super::quotation::Quotation;

/// What leads to a citation: “See also”, “Cf.”, “quoted in”.
static SIGNAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
        (?:[Bb]ut|and|also|und|et|y)\s+(?:see|quoted|cited|siehe|voir)\b | and\b | sowie\b
        | (?:but\s+|and\s+)?[Ss]ee(?:,?\s+(?:also|e\.\s?g\.,?|for\s+example,?|for\s+instance,?|generally|further))?\b:?
        | [Aa]lso\s+see\b | (?:[Cc]f|CF)\.? | [Cc]ompare\b | [Ee]\.\s?g\.,? | [Ff]or\s+(?:example|instance),
        | (?:as\s+)?(?:[Qq]uoted|[Cc]ited|[Rr]eprinted|[Rr]eported)\s+(?:in|from|by)\b
        | [Zz]itiert\s+(?:nach|in)\b | [Zz]it\.\s+(?:nach|in)\b | [Vv]gl\.(?:\s+auch\b)? | [Ss]iehe(?:\s+auch)?\b
        | [Vv]oir(?:\s+aussi)?\b | [Cc]ité\s+(?:dans|par)\b | [Vv]éase(?:\s+también)?\b | [Cc]itado\s+(?:en|por)\b
        | (?:so\s+auch|so|nach)\b | [Aa]dapted\s+from\b | (?:Source|Sources|Quelle|Fuente)\s?: | [Aa]vailable\s+at:?
        )[\s,:]*",
    )
    .ok()
});

/// What makes the words behind it another citation in mid-sentence.
const WITHIN: &[&str] = &[
    "quoted in ",
    "cited in ",
    "quoted by ",
    "cited by ",
    "reprinted in ",
    "zitiert nach ",
    "zit. nach ",
    "cité dans ",
    "citado en ",
];

/// Words that begin a new sentence which cites.
const SENTENCES: &[&str] = &[
    "See",
    "Cf.",
    "Also see",
    "Compare",
    "Vgl.",
    "Siehe",
    "Voir",
    "Véase",
    "Quoted in",
    "Cited in",
    "For",
];

/// A bracket is at most this long; one that never closes hides nothing.
const LONGEST_BRACKET: usize = 400;

/// One piece of a note with what was found in it before.
pub(super) struct Piece<'a> {
    pub(super) document: &'a Document,
    pub(super) note: usize,
    pub(super) span: Span,
    /// The quotations in it.
    pub(super) quotations: &'a [Quotation],
    /// The addresses of the paper, and which of them stand in it.
    pub(super) addresses: &'a [Address],
    pub(super) own: Range<usize>,
}

impl Piece<'_> {
    pub(super) fn slice(&self, span: Span) -> &str {
        self.document.slice(span)
    }

    /// A span without the white space and the separators around it.
    pub(super) fn trim(&self, span: Span) -> Span {
        let text = self.slice(span);
        let behind = text.trim_start_matches(|c: char| c.is_whitespace() || ",;:".contains(c));
        let start = span.end - behind.len();
        let inner = behind.trim_end_matches(|c: char| c.is_whitespace() || ",;:".contains(c));
        Span::new(start, start + inner.len())
    }
}

/// Parts the text of a note, which starts at `base`, at what separates its citations: semicolons, new sentences that
/// cite, “quoted in”, and whatever follows an address. What stands in quotation marks, brackets or addresses, all of
/// them spans of the document in order, is never parted.
pub(super) fn part(
    text: &str,
    base: usize,
    quotations: &[Quotation],
    addresses: &[Span],
) -> Vec<Span> {
    let mut breaks = Vec::new();
    let (mut quotations, mut addresses) =
        (quotations.iter().peekable(), addresses.iter().peekable());
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let here = base + at;
        if let Some(quotation) = quotations.next_if(|found| found.span.start <= here) {
            at = at.max(quotation.span.end - base);
            breaks.extend(new_sentence(text, at));
            continue;
        }
        if let Some(address) = addresses.next_if(|found| found.start <= here) {
            if address.end > here {
                at = address.end - base;
                breaks.extend(behind_address(text, at));
            }
            continue;
        }
        match sign {
            '(' | '[' => {
                at = closing_bracket(text, at).unwrap_or(at + 1);
                breaks.extend(new_sentence(text, at));
                continue;
            }
            ';' if parts_works(text, at) => breaks.push(at + 1),
            '；' => breaks.push(at + sign.len_utf8()),
            '.' | '?' | '!' => breaks.extend(new_sentence(text, at + 1)),
            'q' | 'c' | 'r' | 'z' if begins_within(text, at) => breaks.push(at),
            _ => {}
        }
        at += sign.len_utf8();
    }
    breaks.push(text.len());
    spans(text, base, breaks)
}

fn spans(text: &str, base: usize, breaks: Vec<usize>) -> Vec<Span> {
    let mut from = 0;
    let mut out = Vec::with_capacity(breaks.len());
    for to in breaks {
        if to < from {
            continue;
        }
        let part = &text[from..to];
        let trimmed = part.trim_matches(|c: char| c.is_whitespace() || ";；".contains(c));
        if trimmed.chars().any(char::is_alphanumeric) {
            let start = base + from + (trimmed.as_ptr() as usize - part.as_ptr() as usize);
            out.push(Span::new(start, start + trimmed.len()));
        }
        from = to;
    }
    out
}

/// How long the signal is that a piece begins with; several may follow each other.
pub(super) fn signal(text: &str) -> usize {
    let Some(signal) = SIGNAL.as_ref() else {
        return 0;
    };
    // No signal begins with another letter, and hardly a name with one of the small ones.
    let begins = |text: &str| text.starts_with(|c: char| "abcefnqrsuvyzABCEFQRSVZ".contains(c));
    let mut length = 0;
    while begins(&text[length..])
        && let Some(found) = signal
            .find(&text[length..])
            .filter(|found| !found.is_empty())
    {
        length += found.end();
    }
    length
}

fn closing_bracket(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, sign) in text[open..]
        .char_indices()
        .take_while(|(offset, _)| *offset < LONGEST_BRACKET)
    {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(open + offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A semicolon parts works, except between a year and a volume, `2012; 30:2070`, and before what belongs to the work:
/// `; doi:10.1000/1`.
fn parts_works(text: &str, at: usize) -> bool {
    let rest = text[at + 1..].trim_start();
    let digit_before = text[..at].ends_with(|c: char| c.is_ascii_digit());
    let is_volume = digit_before && rest.starts_with(|c: char| c.is_ascii_digit());
    let small = rest.get(..5).unwrap_or(rest).to_ascii_lowercase();
    !is_volume
        && !["doi", "isbn", "pp.", "p. ", "vol"]
            .iter()
            .any(|field| small.starts_with(field))
}

fn begins_within(text: &str, at: usize) -> bool {
    let starts_word = !text[..at].ends_with(char::is_alphanumeric);
    starts_word && WITHIN.iter().any(|words| text[at..].starts_with(words))
}

/// A break behind the end of a sentence if the next one cites.
fn new_sentence(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].trim_end_matches(['”', '"', '’', ')', '»', '“']);
    if !before.ends_with(['.', '?', '!']) {
        return None;
    }
    let rest = text[at..].trim_start();
    let gap = text.len() - at - rest.len();
    let cites = SENTENCES.iter().any(|word| {
        rest.strip_prefix(word)
            .is_some_and(|behind| behind.starts_with([' ', ',', ':']))
    });
    (gap > 0 && cites).then_some(at + gap)
}

/// A break behind an address: what follows it is another citation or a remark, unless it is `(accessed …)`, a page or a
/// date.
fn behind_address(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let behind = rest.trim_start_matches(|c: char| c.is_whitespace() || ".,;>)]".contains(c));
    let gap = rest.len() - behind.len();
    if let Some(next) = behind.strip_prefix("and ") {
        let opens = next.starts_with(|c: char| c.is_uppercase() || "“\"‘„«*".contains(c));
        return opens.then_some(at + gap);
    }
    let ended = rest[..gap].contains('.') && rest[..gap].ends_with(char::is_whitespace);
    let own = [
        "Accessed",
        "Retrieved",
        "Last ",
        "Abgerufen",
        "Archived",
        "Consulté",
        "Viewed",
        "Page",
        "Access",
    ];
    let opens = behind.starts_with(|c: char| c.is_uppercase() || "“„«".contains(c));
    (ended && opens && !own.iter().any(|word| behind.starts_with(word))).then_some(at + gap)
}

#[cfg(test)]
mod tests {
    use super::super::quotation;
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let quotations = quotation::find(text, 0, &[]);
        let addresses: Vec<Span> = text
            .match_indices("https://")
            .map(|(start, _)| {
                let end = text[start..]
                    .find([' ', ',', ';'])
                    .map_or(text.len(), |end| start + end);
                let end = start + text[start..end].trim_end_matches('.').len();
                Span::new(start, end)
            })
            .collect();
        part(text, 0, &quotations, &addresses)
            .into_iter()
            .map(|span| &text[span.start..span.end])
            .collect()
    }

    #[test]
    fn several_works_of_one_note() {
        let note = "Ann Lee, “Ports; and Tolls,” Herald, https://a.example/b; and Bo Kim, “Tides,” Post, 2024.";
        assert_eq!(parts(note).len(), 2);
        let note = "“Ports,” Herald, https://a.example/b, and Max Rust, “Tides,” Post.";
        assert_eq!(parts(note)[1], "and Max Rust, “Tides,” Post.");
        let note = "Lee, “Ports,” Herald, https://a.example/b. See also “Tides,” Post.";
        assert_eq!(parts(note)[1], "See also “Tides,” Post.");
        let note = "Bang Goan, quoted in Michael Lee, “Tides,” Post.";
        assert_eq!(
            parts(note),
            ["Bang Goan,", "quoted in Michael Lee, “Tides,” Post."]
        );
        let note = "Lee, “Ports,” Herald. https://a.example/b. Note that this covers one year.";
        assert_eq!(parts(note)[1], "Note that this covers one year.");
    }

    #[test]
    fn one_work_stays_whole() {
        for note in [
            "Lee J. Ports. J Tides. 2012; 30:2070–2078. doi: 10.1000/1",
            "Lee, Ports (London; Paris: Tide, 2012), 3.",
            "Lee, “Ports,” Herald, https://a.example/b. Accessed May 3, 2024.",
            "“Who Pays? See How,” Herald.",
        ] {
            assert_eq!(parts(note), [note], "{note}");
        }
    }

    #[test]
    fn signals_are_told_from_what_they_lead_to() {
        for (text, behind) in [
            ("See also Lee, Ports", "Lee, Ports"),
            ("and see Lee", "Lee"),
            ("But see Lee", "Lee"),
            ("See, e.g., Lee", "Lee"),
            ("Vgl. auch Weber", "Weber"),
            ("nach Carla Weber a.a.O.", "Carla Weber a.a.O."),
            ("so auch Weber", "Weber"),
            ("nachtblau, Ports", "nachtblau, Ports"),
            ("Seeger, Ports", "Seeger, Ports"),
            ("Anderson, Ports", "Anderson, Ports"),
            ("quoted in Lee", "Lee"),
        ] {
            assert_eq!(&text[signal(text)..], behind, "{text}");
        }
    }
}
