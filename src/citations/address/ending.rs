//! Where an address ends: without the punctuation of the sentence, and without what is glued behind it.

use super::names::{is_file_type, is_sentence_word, is_top_level};
use crate::document::Span;

/// What cannot be the last sign of an address, or is so rarely that the sentence has the better claim.
const PUNCTUATION: [char; 11] = ['.', ',', ';', ':', '!', '?', '\'', '’', '_', '–', '\\'];

/// What is left at the end of an address that was copied with what stood around it: blanks, quotation marks, brackets.
const COPIED: [&str; 11] = [
    "%20",
    "%22",
    "%0A",
    "%0D",
    "%09",
    "%3E",
    "%C2%A0",
    "%E2%80%8B",
    "%E2%80%9C",
    "%E2%80%9D",
    "%5D",
];

/// The longest word that is taken for letters left behind, in bytes.
const LONGEST_STRAY: usize = 12;

/// Shortens the last run to what belongs to the address; gives what is stray behind it.
pub(super) fn close(text: &str, runs: &mut [Span], limit: usize) -> Option<Span> {
    let has_path = runs
        .iter()
        .any(|run| text[run.start..run.end].contains(['/', '?', '#']));
    let last = runs.last_mut()?;
    let run = trim(&text[last.start..last.end]);
    let is_last_word = ends_line(&text[last.end..limit.max(last.end)]);
    let kept = if has_path {
        path_end(run, is_last_word)
    } else {
        host_end(run)
    };
    let whole = trim(&run[..kept]);
    // What was copied with a passage goes when the passage does.
    let clean = if whole.contains(":~:") {
        whole
    } else {
        without_copied(whole)
    };
    last.end = last.start + clean.len();
    if clean.len() < whole.len() {
        return Some(Span::new(last.end, last.start + whole.len()));
    }
    let behind = text.get(last.end..limit)?;
    stray(behind).map(|(from, to)| Span::new(last.end + from, last.end + to))
}

fn trim(run: &str) -> &str {
    let trimmed = run.trim_end_matches(PUNCTUATION);
    trimmed.strip_suffix("~~").map_or(trimmed, trim)
}

fn without_copied(run: &str) -> &str {
    let is_copied = |sign: &&&str| {
        let at = run.len().checked_sub(sign.len());
        (at.and_then(|at| run.get(at..))).is_some_and(|end| end.eq_ignore_ascii_case(sign))
    };
    match COPIED.iter().find(is_copied) {
        Some(sign) if closes_own(run, sign) => run,
        Some(sign) => without_copied(trim(&run[..run.len() - sign.len()])),
        None => run,
    }
}

/// Whether a sign at the end of a run closes what was opened within it: `/wiki/%22own%22`, `/Pin%3CPtr%3E`.
fn closes_own(run: &str, sign: &str) -> bool {
    let run = run.to_ascii_uppercase();
    let count = |sign: &str| run.matches(sign).count();
    match sign {
        "%22" => count("%22").is_multiple_of(2),
        "%3E" => count("%3C") >= count("%3E"),
        "%5D" => count("%5B") >= count("%5D"),
        "%E2%80%9D" => count("%E2%80%9C") + count("%E2%80%9E") >= count("%E2%80%9D"),
        // German quotation marks close with the sign that opens English ones.
        "%E2%80%9C" => count("%E2%80%9E") >= count("%E2%80%9C"),
        _ => false,
    }
}

/// Whether nothing but blanks and closing signs stand behind on the line, and the next line does not go on with the
/// sentence.
fn ends_line(behind: &str) -> bool {
    let behind = behind.trim_start_matches(['.', ')', ']', '”', '"', ' ', '\t', '\r']);
    let next = behind
        .strip_prefix('\n')
        .map(|next| next.trim_start_matches([' ', '\t']));
    behind.is_empty() || next.is_some_and(|next| !next.starts_with(char::is_lowercase))
}

/// A word with one capital letter, its first: as sentences begin, and hardly any file's name ends.
fn is_title_case(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 1
        && bytes[0].is_ascii_uppercase()
        && bytes[1..].iter().all(u8::is_ascii_lowercase)
}

/// The digits of a marker that lost its superscript.
fn is_label(word: &str) -> bool {
    (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Where a host ends within a run: `example.org,35`, `example.org.35`, `example.org.See`.
fn host_end(run: &str) -> usize {
    let run = &run[..run.find([',', ';']).unwrap_or(run.len())];
    let Some((before, last)) = run.rsplit_once('.') else {
        return run.len();
    };
    let top = before.rsplit('.').next().unwrap_or_default();
    let is_host = before.contains('.') && is_top_level(top);
    if is_host && (is_title_case(last) || is_label(last)) {
        before.len()
    } else {
        run.len()
    }
}

/// Where a path ends within a run.
fn path_end(run: &str, is_last_word: bool) -> usize {
    let name_start = run.rfind('/').map_or(0, |slash| slash + 1);
    let name = &run[name_start..];
    if name.contains(['?', '#', '=']) {
        return run.len();
    }
    if let Some(word) = name.strip_prefix('.')
        && (is_title_case(word) || is_label(word))
    {
        return name_start;
    }
    if let Some(end) = file_end(name) {
        return name_start + end;
    }
    match name.rsplit_once('.') {
        Some((before, word)) if is_title_case(word) => {
            let is_sentence = !is_last_word && is_sentence_word(word);
            let is_left_over = is_last_word
                && word.len() < LONGEST_STRAY
                && !before.contains(|c: char| c.is_ascii_uppercase());
            if is_sentence || is_left_over {
                name_start + before.len()
            } else {
                run.len()
            }
        }
        _ => run.len(),
    }
}

/// Where a file's name ends if something is glued behind it: `.pdf.This`, `.html,see`, `.pdf12`, `.htmSee`.
fn file_end(name: &str) -> Option<usize> {
    for (dot, _) in name.match_indices('.') {
        let behind_dot = &name[dot + 1..];
        let length = behind_dot
            .bytes()
            .take_while(u8::is_ascii_lowercase)
            .count();
        let (file_type, rest) = behind_dot.split_at(length);
        if !is_file_type(file_type) {
            continue;
        }
        let word = rest.strip_prefix('.').unwrap_or(rest);
        if rest.starts_with(',') || is_title_case(word) || is_label(word) {
            return Some(dot + 1 + length);
        }
    }
    None
}

/// Letters left behind at the end of a line, from and to: `.Sinc`, ` .Sinc`. Digits may be a marker's.
fn stray(behind: &str) -> Option<(usize, usize)> {
    let rest = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    let is_apart = rest.len() < behind.len();
    let word_start = rest.strip_prefix('.').unwrap_or(rest);
    let length = word_start
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let (word, rest_of_line) = word_start.split_at(length);
    let is_glued = !is_apart && is_title_case(word);
    let is_behind_blank = is_apart && rest.starts_with('.') && !is_file_type(word);
    let is_one = (1..=LONGEST_STRAY).contains(&length) && (is_glued || is_behind_blank);
    (is_one && ends_line(rest_of_line)).then(|| (0, behind.len() - rest_of_line.len()))
}
