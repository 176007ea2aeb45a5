//! What a fix changes: as a patch for other tools, and through windows for a person at a terminal.

use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices, group_diff_ops};

use super::screen::{Role, Screen, fits, harmless, head, tail};

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// A unified diff of two contents that `patch -p0` and `git apply -p0` can apply; empty where they are the same. Lines
/// are whole and bytes are as in the file.
pub fn patch(name: &str, old: &[u8], new: &[u8], screen: Screen) -> Vec<u8> {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines);
    let mut written = Vec::new();
    for hunk in group_diff_ops(ops, CONTEXT) {
        if written.is_empty() {
            for sign in ["---", "+++"] {
                let header = format!("{sign} {}", quoted(name));
                written.extend_from_slice(screen.paint(Role::Heading, &header).as_bytes());
                written.push(b'\n');
            }
        }
        let header = UnifiedHunkHeader::new(&hunk).to_string();
        written.extend_from_slice(screen.paint(Role::Info, &header).as_bytes());
        written.push(b'\n');
        let changes = hunk
            .iter()
            .flat_map(|op| op.iter_changes(&old_lines, &new_lines));
        for change in changes {
            write_line(&mut written, change.tag(), change.value(), screen);
        }
    }
    written
}

fn write_line(written: &mut Vec<u8>, tag: ChangeTag, line: &[u8], screen: Screen) {
    let (sign, role) = match tag {
        ChangeTag::Equal => (b' ', None),
        ChangeTag::Delete => (b'-', Some(Role::Error)),
        ChangeTag::Insert => (b'+', Some(Role::Good)),
    };
    let text = line.strip_suffix(b"\n").unwrap_or(line);
    // A line need not be UTF-8, so the colour is put around it and not into it.
    let painted = role.map_or_else(String::new, |role| screen.paint(role, "\n"));
    let (start, end) = painted.split_once('\n').unwrap_or_default();
    written.extend_from_slice(start.as_bytes());
    written.push(sign);
    written.extend_from_slice(text);
    written.extend_from_slice(end.as_bytes());
    written.push(b'\n');
    if !line.ends_with(b"\n") {
        written.extend_from_slice(b"\\ No newline at end of file\n");
    }
}

/// The lines with their ends. Only a line feed ends a line, as `patch` has it.
fn lines(content: &[u8]) -> Vec<&[u8]> {
    content.split_inclusive(|&byte| byte == b'\n').collect()
}

/// A name as the header of a patch needs it: `patch` takes a blank for its end unless a tab follows, and control
/// characters stand in quotation marks.
fn quoted(path: &str) -> String {
    if path.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        let escaped: String = path
            .chars()
            .map(|character| match character {
                '"' | '\\' => format!("\\{character}"),
                '\n' => "\\n".to_owned(),
                '\t' => "\\t".to_owned(),
                other if other.is_ascii_control() => format!("\\{:03o}", u32::from(other)),
                other => other.to_string(),
            })
            .collect();
        return format!("\"{escaped}\"");
    }
    let tab = if path.contains(char::is_whitespace) {
        "\t"
    } else {
        ""
    };
    format!("{path}{tab}")
}

/// The same for a person: each change in a window of its line, with what goes and what comes set off.
pub fn windows(path: &str, old: &str, new: &str, screen: Screen) -> String {
    let split = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (old_lines, new_lines) = (split(old), split(new));
    let mut shown = String::new();
    let path = harmless(path);
    for op in capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (gone, come) = (&old_lines[op.old_range()], &new_lines[op.new_range()]);
        let line = op.old_range().start + 1;
        let place = format!("{path}:{line}");
        shown.push_str(&screen.paint(Role::Heading, &place));
        shown.push('\n');
        // As many lines as before are the same lines, changed.
        if gone.len() == come.len() {
            for (gone, come) in gone.iter().zip(come) {
                show_pair(&mut shown, gone, come, screen);
            }
        } else {
            show_lines(&mut shown, gone, come, screen);
        }
    }
    shown
}

/// Lines that came or went, by their beginnings.
fn show_lines(shown: &mut String, gone: &[&str], come: &[&str], screen: Screen) {
    for (lines, sign, role) in [(gone, '-', Role::Error), (come, '+', Role::Good)] {
        for line in lines {
            let text = head(&harmless(line.trim_end()), screen.width() - 2);
            shown.push_str(&screen.paint(role, &format!("{sign} {text}")));
            shown.push('\n');
        }
    }
}

/// A line before and after, with what differs set off and what is the same cut short.
fn show_pair(shown: &mut String, gone: &str, come: &str, screen: Screen) {
    let bare = |line| str::trim_end_matches(line, ['\r', '\n']);
    let (old, new) = (words(bare(gone)), words(bare(come)));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let last = ops.len().saturating_sub(1);
    let (mut before, mut after) = (
        screen.paint(Role::Error, "- "),
        screen.paint(Role::Good, "+ "),
    );
    for (index, op) in ops.iter().enumerate() {
        let (gone, come) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        if matches!(op, DiffOp::Equal { .. }) {
            let text = cut(&gone, index > 0, index < last);
            before.push_str(&text);
            after.push_str(&text);
        } else {
            before.push_str(&screen.paint(Role::Error, &harmless(&gone)));
            after.push_str(&screen.paint(Role::Good, &harmless(&come)));
        }
    }
    for line in [before, after] {
        shown.push_str(line.trim_end());
        shown.push('\n');
    }
}

/// What stays the same: as much of it as is needed to find the place, behind a change, before one, or both.
fn cut(text: &str, behind: bool, before: bool) -> String {
    const NEAR: usize = 32;
    let text = harmless(text);
    match (behind, before) {
        (true, true) if fits(&text, 2 * NEAR) => text,
        (true, true) => {
            let (start, end) = (head(&text, NEAR), tail(&text, NEAR));
            format!("{start} {}", end.trim_start_matches('…'))
        }
        (true, false) => head(&text, NEAR),
        (false, true) => tail(&text, NEAR),
        (false, false) => head(&text, 2 * NEAR),
    }
}

/// Runs of letters and digits, and every other character by itself.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut was_word = false;
    for (at, character) in line.char_indices() {
        let is_word = character.is_alphanumeric();
        if at > start && !(is_word && was_word) {
            words.push(&line[start..at]);
            start = at;
        }
        was_word = is_word;
    }
    if start < line.len() {
        words.push(&line[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Screen {
        Screen::new(false, false, None)
    }

    #[test]
    fn a_patch_has_whole_lines_with_their_own_ends_and_bytes() {
        let old = b"one\r\ntw\xf6\r\nthree";
        let new = b"one\r\ntwo\r\nthree";
        let diff = patch("a b.txt", old, new, plain());
        let expected: &[u8] =
            b"--- a b.txt\t\n+++ a b.txt\t\n@@ -1,3 +1,3 @@\n one\r\n-tw\xf6\r\n+two\r\n three\n\\ No newline at end of file\n";
        assert_eq!(diff, expected);
    }

    #[test]
    fn what_is_the_same_has_no_patch() {
        assert!(patch("a.txt", b"same", b"same", plain()).is_empty());
        assert_eq!(windows("a.txt", "same", "same", plain()), "");
    }

    #[test]
    fn a_carriage_return_alone_ends_no_line_of_a_patch() {
        let diff = patch("a.txt", b"a\rb\rc", b"a\rB\rc", plain());
        assert!(diff.starts_with(b"--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-a\rb\rc\n\\ No"));
    }

    #[test]
    fn a_name_cannot_end_its_line() {
        assert_eq!(quoted("plain.txt"), "plain.txt");
        assert_eq!(quoted("a\n\"b.txt"), "\"a\\n\\\"b.txt\"");
        assert_eq!(quoted("\u{1b}.txt"), "\"\\033.txt\"");
    }

    #[test]
    fn a_change_in_a_long_line_is_shown_through_a_window() {
        let filler = "The river rose again and nobody wrote it down. ".repeat(40);
        let old = format!("{filler}See https://e.org/a?utm_source=x, read in May. {filler}\n");
        let new = old.replace("?utm_source=x", "");
        assert_eq!(
            windows("a.txt", &old, &new, plain()),
            "a.txt:1\n\
             - …it down. See https://e.org/a?utm_source=x, read in May. The river rose…\n\
             + …it down. See https://e.org/a, read in May. The river rose…\n"
        );
    }

    #[test]
    fn lines_that_come_are_shown_by_their_beginnings() {
        let new = format!("a\n{}\nb\n", "word ".repeat(100));
        let shown = windows("a.txt", "a\nb\n", &new, plain());
        assert!(shown.starts_with("a.txt:2\n+ word word"), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() <= 100),
            "{shown}"
        );
    }
}
