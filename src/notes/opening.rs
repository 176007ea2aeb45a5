//! Everything that could be the beginning of a note: a line that starts with a label.

use super::group::{self, Digits};
use super::label::Label;
use super::tokens::circled;
use crate::document::{Document, Span};

/// How the label of a note is written. Notes of one list share a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Shape {
    /// `12. Smith`.
    Dot,
    /// `12) Smith`.
    HalfParenthesis,
    /// `(12) Smith`.
    Parenthesis,
    /// `[12] Smith`.
    Bracket,
    /// `- 12 Smith`.
    Bullet,
    /// `• 12`, and the note on the next line.
    BulletAlone,
    /// `12`, and the note on the next line.
    Alone,
    /// `12 Smith`.
    Plain,
    /// `12Smith`: the digits of a superscript that was lost.
    Glued,
    /// `¹² Smith`, `<sup>12</sup> Smith`, `^12^ Smith`.
    Raised,
    /// `注12 …`, `（12）…`, `〔12〕…`, `주12)`, `①`.
    EastAsian,
    /// `† Smith`.
    Symbol,
}

/// A line that could open a note.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opening {
    /// The line, counted from 0.
    pub(super) line: usize,
    /// How the label is written.
    pub(super) shape: Shape,
    /// The label.
    pub(super) label: Label,
    /// The label with its signs.
    pub(super) span: Span,
    /// How plausible it is by its own looks; ordinary openings have about 1.
    pub(super) weight: f32,
}

impl Opening {
    /// The number of the label; symbols have none.
    pub(super) fn value(&self) -> Option<u32> {
        self.label.value()
    }
}

/// Finds all openings of a document, in the order of the text.
pub(super) fn openings(document: &Document) -> Vec<Opening> {
    let wrap = wrap_width(document);
    let mut found = Vec::new();
    let mut opaque = document.opaque.iter().peekable();
    let mut previous = "";
    for line in 0..document.lines().len() {
        let span = document.lines().span(line);
        let text = document.slice(span);
        let indent = text.len() - text.trim_start().len();
        let start = span.start + indent;
        while opaque.next_if(|span| span.end <= start).is_some() {}
        let inside = opaque.peek().is_some_and(|span| span.contains(start));
        if !inside && let Some((shape, label, width)) = parse(text.trim()) {
            let next = document.slice(document.lines().span(line + 1)).trim();
            let rest = if text.trim().len() == width {
                next
            } else {
                text.trim()[width..].trim_start()
            };
            let forced = is_forced_break(previous, text, wrap);
            let weight = weight(shape, rest, previous.trim().is_empty(), forced);
            found.push(Opening {
                line,
                shape,
                label,
                span: Span::new(start, start + width),
                weight,
            });
        }
        previous = text;
    }
    glued_labels(document, &mut found);
    found
}

/// In a paper whose notes have a blank behind `[3]`, a line that has none begins with a marker, as a verse may.
fn glued_labels(document: &Document, found: &mut [Opening]) {
    let is_glued =
        |opening: &Opening| document.text[opening.span.end..].starts_with(char::is_alphanumeric);
    let of_shape = || {
        found
            .iter()
            .filter(|opening| opening.shape == Shape::Bracket)
    };
    let glued = of_shape().filter(|opening| is_glued(opening)).count();
    if glued * 3 > of_shape().count() {
        return;
    }
    for opening in found.iter_mut() {
        if opening.shape == Shape::Bracket && is_glued(opening) {
            opening.weight = -GLUED;
        }
    }
}

/// What an opening is worth against that is none.
const GLUED: f32 = 9.0;

/// Reads the label at the beginning of a trimmed line: its shape, the label, and how many bytes it takes.
fn parse(line: &str) -> Option<(Shape, Label, usize)> {
    let first = line.chars().next()?;
    match first {
        '0'..='9' | '０'..='９' => numbered(line),
        '[' | '\\' => enclosed(
            line,
            if first == '[' { "[" } else { "\\[" },
            if first == '[' { &["]"] } else { &["\\]", "]"] },
            Shape::Bracket,
        ),
        '(' => enclosed(line, "(", &[")"], Shape::Parenthesis),
        '<' => enclosed(line, "<sup>", &["</sup>"], Shape::Raised),
        '^' => enclosed(line, "^", &["^"], Shape::Raised),
        '-' | '–' | '—' | '•' | '·' | '▪' | '◦' | '●' | '‣' => bulleted(line, first),
        '*' => bulleted(line, first).or_else(|| symbol(line)),
        '†' | '‡' | '§' | '‖' | '¶' => symbol(line),
        '|' => row(line),
        _ if group::is_raised_digit(first) => {
            let (value, end) = group::number(line, 0, Digits::Raised)?;
            Some((Shape::Raised, Label::Number(value), end))
        }
        _ => east_asian(line, first),
    }
}

fn numbered(line: &str) -> Option<(Shape, Label, usize)> {
    let (value, end) = group::number(line, 0, Digits::Plain)?;
    let label = Label::Number(value);
    let rest = &line[end..];
    let Some(sign) = rest.chars().next() else {
        return Some((Shape::Alone, label, end));
    };
    let signed = end + sign.len_utf8();
    let behind = &line[signed..];
    let blank = behind.is_empty() || behind.starts_with(char::is_whitespace);
    match sign {
        '.' | '．' if blank => Some((Shape::Dot, label, signed)),
        ')' if blank => Some((Shape::HalfParenthesis, label, signed)),
        '）' => Some((Shape::EastAsian, label, signed)),
        '\\' if behind.starts_with(['.', ')']) => Some((Shape::Dot, label, signed + 1)),
        _ if sign.is_whitespace() => Some((Shape::Plain, label, end)),
        '“' | '"' | '‘' | '«' => Some((Shape::Glued, label, end)),
        _ if sign.is_uppercase() && behind.starts_with(char::is_lowercase) => {
            Some((Shape::Glued, label, end))
        }
        _ => None,
    }
}

fn enclosed(line: &str, open: &str, close: &[&str], shape: Shape) -> Option<(Shape, Label, usize)> {
    if !line.get(..open.len())?.eq_ignore_ascii_case(open) {
        return None;
    }
    let inner = open.len();
    let inner =
        inner + line[inner..].len() - line[inner..].trim_start_matches([' ', '^', '[']).len();
    let (value, end) = group::number(line, inner, Digits::Plain)?;
    let rest = line[end..].trim_start_matches([' ']);
    let end = line.len() - rest.len();
    let end = if shape == Shape::Raised {
        end + usize::from(rest.starts_with(']'))
    } else {
        end
    };
    let close = close.iter().find(|close| {
        line[end..]
            .get(..close.len())
            .is_some_and(|tail| tail.eq_ignore_ascii_case(close))
    })?;
    let end = end + close.len();
    // `[12](…)` is a link of Markdown and `[12], [13] and …` goes on as running text.
    let follows = line[end..].chars().next();
    if follows.is_some_and(|c| matches!(c, '(' | ',' | ';' | ')' | '[' | '–' | '-')) {
        return None;
    }
    let end = end + usize::from(matches!(follows, Some(':' | '.')));
    Some((shape, Label::Number(value), end))
}

fn bulleted(line: &str, bullet: char) -> Option<(Shape, Label, usize)> {
    let rest = &line[bullet.len_utf8()..];
    let at = line.len() - rest.trim_start().len();
    if at == bullet.len_utf8() {
        return None;
    }
    let (value, end) = group::number(line, at, Digits::Plain)?;
    let end = end + usize::from(line[end..].starts_with(['.', ')']));
    let label = Label::Number(value);
    if end == line.len() {
        return Some((Shape::BulletAlone, label, end));
    }
    line[end..]
        .starts_with(char::is_whitespace)
        .then_some((Shape::Bullet, label, end))
}

/// A row of a table with a label and one more cell: `| 12. | Smith |`. A bare number counts rows rather than notes.
fn row(line: &str) -> Option<(Shape, Label, usize)> {
    let inner = line.strip_prefix('|')?;
    let (first, rest) = inner.split_once('|')?;
    let (shape, label, width) = parse(first.trim())?;
    let is_signed = !matches!(
        shape,
        Shape::Plain | Shape::Alone | Shape::Glued | Shape::Symbol
    );
    let text = rest.trim().trim_end_matches('|');
    let is_pair = !text.trim().is_empty() && !text.contains('|');
    let is_row = is_signed && is_pair && width == first.trim().len();
    is_row.then_some((shape, label, line.len() - rest.len()))
}

fn symbol(line: &str) -> Option<(Shape, Label, usize)> {
    let first = line.chars().next()?;
    let width = line.len() - line.trim_start_matches(first).len();
    let label = &line[..width];
    let rest = &line[width..];
    // `*emphasis*`, `* * *` and `**bold**` are Markdown.
    let opens = rest
        .trim_start()
        .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '‘'));
    if label.chars().count() > 4 || !opens || (first == '*' && rest.contains('*')) {
        return None;
    }
    Some((Shape::Symbol, Label::Name(label.to_owned()), width))
}

fn east_asian(line: &str, first: char) -> Option<(Shape, Label, usize)> {
    if let Some(value) = circled(first) {
        return Some((Shape::EastAsian, Label::Number(value), first.len_utf8()));
    }
    let close = match first {
        '（' => "）",
        '〔' => "〕",
        '［' => "］",
        '【' => "】",
        '注' | '註' | '주' | '※' | '각' | '脚' => "",
        _ => return None,
    };
    let inner = line[first.len_utf8()..].trim_start_matches(['注', '註', '주', ' ']);
    let (value, end) = group::number(line, line.len() - inner.len(), Digits::Plain)?;
    let rest = line[end..].strip_prefix(close)?;
    let rest = if close.is_empty() {
        rest.trim_start_matches([')', '）', '.', ':', '：', '．'])
    } else {
        rest
    };
    Some((
        Shape::EastAsian,
        Label::Number(value),
        line.len() - rest.len(),
    ))
}

/// Judges an opening by its shape, by how the note begins, and by whether the line begins here for want of room.
fn weight(shape: Shape, rest: &str, blank_before: bool, forced: bool) -> f32 {
    let begins = rest.chars().next();
    let text = match begins {
        None => -1.0,
        Some(c)
            if c.is_uppercase() || matches!(c, '“' | '"' | '‘' | '[' | '<' | '«' | '*' | '_') =>
        {
            0.5
        }
        Some(c) if c.is_lowercase() => -0.4,
        Some(c) if c.is_ascii_digit() => -0.2,
        Some(_) => 0.0,
    };
    let (base, wrapped) = match shape {
        Shape::Plain | Shape::Alone | Shape::Glued => (0.7, -3.0),
        Shape::Dot | Shape::HalfParenthesis | Shape::Parenthesis | Shape::Bullet => (1.0, -1.5),
        Shape::Bracket | Shape::Raised | Shape::EastAsian | Shape::BulletAlone | Shape::Symbol => {
            (1.3, -0.7)
        }
    };
    base + text + if forced { wrapped } else { 0.0 } + if blank_before { 0.3 } else { 0.0 }
}

/// Whether a line begins where it does only because its first word had no room on the line before.
fn is_forced_break(previous: &str, line: &str, wrap: Option<usize>) -> bool {
    let Some(wrap) = wrap else { return false };
    let before = previous.trim_end().chars().count();
    if before == 0 {
        return false;
    }
    let word = line
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    before + 1 + word > wrap
}

/// The width at which a hard-wrapped text breaks its lines; `None` for a text with a line for each paragraph.
///
/// A few lines are longer in every wrapped text, for an address cannot be broken; so one line in thirty may be.
fn wrap_width(document: &Document) -> Option<usize> {
    const WIDEST: usize = 120;
    const NARROWEST: usize = 40;
    let lines = (0..document.lines().len())
        .map(|line| document.slice(document.lines().span(line)).trim_end());
    let mut widths: Vec<usize> = lines
        .filter(|line| !line.is_empty())
        .map(|line| line.chars().count())
        .collect();
    let all = widths.len();
    widths.retain(|&width| width <= WIDEST);
    if widths.is_empty() || (all - widths.len()) * 30 > all {
        return None;
    }
    widths.sort_unstable();
    Some(widths[(widths.len() - 1) * 98 / 100]).filter(|&width| width >= NARROWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Option<(Shape, String)> {
        parse(line).map(|(shape, label, _)| (shape, label.to_string()))
    }

    #[test]
    fn every_shape_is_told_by_its_signs() {
        let shapes = [
            ("12. Smith", Shape::Dot),
            ("12) Smith", Shape::HalfParenthesis),
            ("(12) Smith", Shape::Parenthesis),
            ("[12] Smith", Shape::Bracket),
            ("\\[12\\] Smith", Shape::Bracket),
            ("- 12 Smith", Shape::Bullet),
            ("• 12", Shape::BulletAlone),
            ("12", Shape::Alone),
            ("12 Smith", Shape::Plain),
            ("12“Ports”", Shape::Glued),
            ("12Smith", Shape::Glued),
            ("¹² Smith", Shape::Raised),
            ("<sup>12</sup> Smith", Shape::Raised),
            ("注12 文献", Shape::EastAsian),
            ("〔12〕文献", Shape::EastAsian),
            ("| 12. | Smith |", Shape::Dot),
            ("|[12]|Smith", Shape::Bracket),
        ];
        for (line, shape) in shapes {
            assert_eq!(parsed(line), Some((shape, "12".to_owned())), "{line}");
        }
        assert_eq!(parsed("† Smith"), Some((Shape::Symbol, "†".to_owned())));
    }

    #[test]
    fn running_text_opens_no_note() {
        for line in [
            "Smith 12",
            "12.5 percent",
            "[12], [13] and",
            "[12](https://a.example)",
            "-12 degrees",
            "**bold**",
            "1st place",
            "| 12 | Smith |",
            "| 12. | Smith | 1999 |",
            "| 12. Smith | Ports |",
        ] {
            assert_eq!(parsed(line), None, "{line}");
        }
    }
}
