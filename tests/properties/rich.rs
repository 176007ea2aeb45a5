//! Rich text, with no more in it than it needs.

use super::{Kept, body, left};
use crate::apparatus::{Chapter, Entry};

/// Text as RTF writes it: signs of its own behind a backslash, and what is not ASCII by its number.
fn escaped(text: &str) -> String {
    let mut units = [0; 2];
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\\' | '{' | '}' => escaped.extend(['\\', character]),
            ' '..='~' => escaped.push(character),
            _ => {
                for unit in character.encode_utf16(&mut units) {
                    escaped += &format!("\\u{}?", unit.cast_signed());
                }
            }
        }
    }
    escaped
}

fn document(text: &str) -> Vec<u8> {
    format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\fcharset0 Times;}}}}{{\\stylesheet{{\\s1 heading 1;}}}}\n{text}}}"
    )
    .into_bytes()
}

fn heading(title: &str) -> String {
    format!("\\pard\\s1 {}\\par\n", escaped(title))
}

pub(super) fn typed(chapters: &[Chapter], kept: &Kept<'_>) -> Vec<u8> {
    let mut paper = String::new();
    for (at, chapter) in chapters.iter().enumerate() {
        let one = |n: usize, entry: &Entry| format!("{}{{\\super {n}}}", escaped(&entry.sentence));
        paper += &heading(&chapter.title);
        paper += &body(chapter, one, "\\pard ", "\\par\n");
        paper += &heading("Notes");
        for (label, note) in left(at, chapter, kept) {
            paper += &format!("\\pard {label}. {}\\par\n", escaped(note));
        }
    }
    document(&paper)
}

pub(super) fn native(chapters: &[Chapter], numerals: &str) -> Vec<u8> {
    let mut paper = String::new();
    for chapter in chapters {
        let notes: Vec<&str> = chapter.notes().map(|(_, note)| note).collect();
        let one = |n: usize, entry: &Entry| {
            format!(
                "{}{{\\super\\chftn {{\\footnote \\pard\\plain {{\\super\\chftn }} {}}}}}",
                escaped(&entry.sentence),
                escaped(notes[n - 1])
            )
        };
        // Each chapter is a section, in which the notes are counted anew.
        paper += &format!(
            "\\sectd\\sftnrestart\\sftn{numerals} {}",
            heading(&chapter.title)
        );
        paper += &body(chapter, one, "\\pard ", "\\par\n");
        paper += "\\sect\n";
    }
    document(&paper)
}
