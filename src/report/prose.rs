//! The Markdown that rules are explained in, set for a terminal: headings, paragraphs, lists and fenced examples, with
//! names as they are typed and stressed words in the text.

use super::screen::{Role, Screen, width};

/// The widest lines of prose; the eye loses its way back on longer ones.
const WIDEST: usize = 88;

/// The heading over what stands before the first heading and behind the summary.
const DETAILS: &str = "Details";

/// Sets an explanation. What a reader asks for first comes first: the details behind the summary, which are for those who
/// work with the data, go to the end.
pub(super) fn set(markdown: &str, screen: Screen) -> String {
    let (opening, sections) = match markdown.find("\n#") {
        Some(at) => markdown.split_at(at),
        None => (markdown, ""),
    };
    let (summary, details) = opening.split_once("\n\n").unwrap_or((opening, ""));
    let (sections, details) = (sections.trim(), details.trim());
    let last = match details {
        "" => String::new(),
        details => format!("\n# {DETAILS}\n\n{details}\n"),
    };
    let ordered = format!("{summary}\n\n{sections}\n{last}");
    let mut lines = Vec::new();
    blocks(&ordered, screen, &mut lines);
    lines.join("\n").trim_end().to_owned() + "\n"
}

fn blocks(markdown: &str, screen: Screen, lines: &mut Vec<String>) {
    let mut paragraph = String::new();
    let (mut fenced, mut headed) = (false, false);
    let mut indent = "";
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        if fenced || fence || item(line).is_some() || line.is_empty() || line.starts_with('#') {
            flush(&mut paragraph, indent, lines, screen);
        }
        if fence {
            fenced = !fenced;
        } else if fenced {
            lines.push(format!("{indent}    {line}"));
        } else if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim();
            lines.push(screen.paint(Role::Heading, heading));
            // What stands under a heading stands further in, for terminals without bold type.
            indent = "  ";
            headed = true;
        } else if !line.is_empty() {
            headed = false;
            paragraph.push_str(line);
            paragraph.push(' ');
        } else if !std::mem::take(&mut headed) {
            // A heading stands over its text, not above a gap.
            lines.push(String::new());
        }
    }
    flush(&mut paragraph, indent, lines, screen);
}

/// What an item of a list says.
fn item(line: &str) -> Option<&str> {
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))
}

/// Ends a paragraph or an item of a list; the lines of an item stand under its text.
fn flush(paragraph: &mut String, indent: &str, lines: &mut Vec<String>, screen: Screen) {
    let text = std::mem::take(paragraph);
    let (first, other, text) = match item(&text) {
        Some(text) => ("• ", "  ", text),
        None => ("", "", text.as_str()),
    };
    let taken = width(indent) + width(first);
    let room = screen.width().min(WIDEST).saturating_sub(taken);
    for (index, line) in wrapped(&words(text), room, screen).iter().enumerate() {
        let sign = if index == 0 { first } else { other };
        lines.push(format!("{indent}{sign}{line}"));
    }
}

/// A part of a word, and what it is if it is anything.
type Part<'a> = (Option<Role>, &'a str);

/// The words of a text, each in the parts of which it is made: `` `kind`: `` is a name and a colon.
fn words(text: &str) -> Vec<Vec<Part<'_>>> {
    let mut words = vec![Vec::new()];
    for (role, stretch) in stretches(text) {
        for (index, part) in stretch.split(char::is_whitespace).enumerate() {
            if index > 0 {
                words.push(Vec::new());
            }
            if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                word.push((role, part));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The text cut where a name begins or ends, or a stress.
fn stretches(text: &str) -> Vec<Part<'_>> {
    let mut stretches = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*']) {
        let (before, sign) = rest.split_at(at);
        let role = if sign.starts_with('`') {
            Role::Typed
        } else {
            Role::Stressed
        };
        let inside = &sign[1..];
        let end = inside.find(&sign[..1]).filter(|&end| {
            // An asterisk that stands by itself is one.
            end > 0 && (role == Role::Typed || !inside.starts_with(' '))
        });
        let Some(end) = end else {
            stretches.push((None, &rest[..=at]));
            rest = inside;
            continue;
        };
        stretches.push((None, before));
        stretches.push((Some(role), &inside[..end]));
        rest = &inside[end + 1..];
    }
    stretches.push((None, rest));
    stretches
}

fn wrapped(words: &[Vec<Part<'_>>], room: usize, screen: Screen) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut taken = 0;
    for word in words {
        let needed: usize = word.iter().map(|(_, part)| width(part)).sum();
        let shown: String = word.iter().map(|part| painted(*part, screen)).collect();
        match lines.last_mut() {
            Some(line) if taken + 1 + needed <= room => {
                line.push(' ');
                line.push_str(&shown);
                taken += 1 + needed;
            }
            _ => {
                lines.push(shown);
                taken = needed;
            }
        }
    }
    lines
}

fn painted((role, part): Part<'_>, screen: Screen) -> String {
    role.map_or_else(|| part.to_owned(), |role| screen.paint(role, part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue;
    use crate::rules::REGISTRY;

    fn terminal(colour: bool, columns: usize) -> Screen {
        Screen::new(colour, true, Some(columns))
    }

    #[test]
    fn what_a_reader_asks_first_comes_first() {
        let text = "A note\nis lost.\n\n`data`: `note` is *it*.\n\n## Why\n\nSomebody looks.\n\n- one\n- two\n";
        assert_eq!(
            set(text, terminal(false, 80)),
            "A note is lost.\n\nWhy\n  Somebody looks.\n\n  • one\n  • two\n\nDetails\n  data: note is it.\n"
        );
        let coloured = set(text, terminal(true, 80));
        assert!(
            coloured.contains("\u{1b}[36mdata\u{1b}[0m:"),
            "{coloured:?}"
        );
        assert!(coloured.contains("\u{1b}[3mit\u{1b}[0m."), "{coloured:?}");
    }

    #[test]
    fn a_sign_without_its_fellow_is_itself() {
        assert_eq!(
            set("Markers: `*` and †, 2 * 3, a ` b.", terminal(false, 80)),
            "Markers: * and †, 2 * 3, a ` b.\n"
        );
    }

    #[test]
    fn every_explanation_fits_every_terminal_and_shows_no_markup() {
        for rule in REGISTRY {
            for columns in [60, 80, 120] {
                let text = catalogue::explain(rule, terminal(false, columns));
                for line in text.lines() {
                    // An address is never broken.
                    let fits = width(line) <= columns || !line.trim().contains(' ');
                    assert!(fits, "{}: {line}", rule.id);
                    let is_raw = line.starts_with('#') || line.contains('`');
                    assert!(!is_raw, "{}: {line}", rule.id);
                }
            }
        }
    }
}
