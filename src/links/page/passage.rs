//! The passages that an address quotes (`#:~:text=…`), looked for in the text of the page.

use percent_encoding::percent_decode_str;
use url::Url;

/// What stands between the beginning and the end of a passage that is not quoted whole.
const GAP: &str = " … ";

/// No more than this many passages of an address are looked for.
const MOST: usize = 8;

/// The passages that an address quotes, as a reader would write them; `beginning … end` where the address gives only
/// these (Scroll to Text Fragment, 3.2). Prefix and suffix are left out: they say where, not what.
pub fn of(address: &Url) -> Vec<String> {
    let Some((_, directive)) = address.fragment().and_then(|all| all.split_once(":~:")) else {
        return Vec::new();
    };
    directive
        .split('&')
        .filter_map(|part| part.strip_prefix("text="))
        .map(|part| {
            let quoted = part
                .split(',')
                .filter(|piece| !piece.ends_with('-') && !piece.starts_with('-'))
                .map(|piece| super::line(&percent_decode_str(piece).decode_utf8_lossy()))
                .filter(|piece| !piece.is_empty());
            quoted.take(2).collect::<Vec<_>>().join(GAP)
        })
        .filter(|passage| !passage.is_empty())
        .take(MOST)
        .collect()
}

/// Which of some passages a text has.
pub(super) fn look_for(passages: &[String], text: &str) -> Vec<(String, bool)> {
    if passages.is_empty() {
        return Vec::new();
    }
    let text = plain(text);
    let has = |passage: &String| {
        let (beginning, end) = passage.split_once(GAP).unwrap_or((passage, ""));
        let beginning = plain(beginning);
        let behind = text
            .find(&beginning)
            .map(|at| &text[at + beginning.len()..]);
        behind.is_some_and(|behind| behind.contains(&plain(end)))
    };
    (passages.iter().take(MOST))
        .map(|passage| (passage.clone(), has(passage)))
        .collect()
}

/// Small letters, white space folded, and one form of quotation marks and dashes.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let same = word.chars().map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            '–' | '—' | '‑' => '-',
            c => c,
        });
        out.extend(same.flat_map(char::to_lowercase));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_fragment(fragment: &str) -> Vec<String> {
        Url::parse(&format!("https://a.example/x#{fragment}"))
            .map(|address| of(&address))
            .unwrap_or_default()
    }

    #[test]
    fn passages_are_read_as_a_reader_would_write_them() {
        assert_eq!(
            of_fragment(":~:text=The%20toll%20was%20raised"),
            ["The toll was raised"]
        );
        assert_eq!(
            of_fragment("top:~:text=before-,The%20toll,by%20half,-after&text=Second"),
            ["The toll … by half", "Second"]
        );
        assert_eq!(of_fragment("section-2"), Vec::<String>::new());
    }

    #[test]
    fn passages_are_found_whatever_the_quotation_marks() {
        let wanted = [
            "the “old” toll".to_owned(),
            "gone".to_owned(),
            "The … half".to_owned(),
        ];
        let found = look_for(&wanted, "The \"old\"  Toll rose\nby half.");
        let found: Vec<bool> = found.into_iter().map(|(_, found)| found).collect();
        assert_eq!(found, [true, false, true]);
    }
}
