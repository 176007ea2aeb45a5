//! A stretch of raw text, divided into what stands for itself and what stands for something else.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::tree::Text;
use crate::document::Span;

/// Divides raw text into stretches that say what they are, entities, and line ends that are not a line feed. `value` is
/// what the tokenizer made of all of it; where that is not what the stretches come to, as in elements without
/// entities, it stands for the whole.
pub(super) fn texts(raw: &str, value: &str, at: usize) -> Vec<Text> {
    let whole = |instead: Option<&str>| Text {
        markup: Span::new(at, at + raw.len()),
        instead: instead.map(Box::from),
    };
    if raw == value {
        return vec![whole(None)];
    }
    let mut texts = Vec::new();
    let mut from = 0;
    while from < raw.len() {
        let rest = &raw[from..];
        let length = match rest.as_bytes()[0] {
            b'&' => entity(rest, at + from, &mut texts),
            b'\r' => {
                let length = if rest.starts_with("\r\n") { 2 } else { 1 };
                texts.push(Text {
                    markup: Span::new(at + from, at + from + length),
                    instead: Some("\n".into()),
                });
                length
            }
            b'\0' => 1,
            _ => {
                let length = rest.find(['&', '\r', '\0']).unwrap_or(rest.len());
                texts.push(Text {
                    markup: Span::new(at + from, at + from + length),
                    instead: None,
                });
                length
            }
        };
        from += length;
    }
    let says = |text: &Text| match &text.instead {
        Some(instead) => instead.len(),
        None => text.markup.len(),
    };
    // A zero byte is nothing here and may be a sign of replacement there.
    if !value.contains(['\0', '\u{fffd}']) && texts.iter().map(says).sum::<usize>() != value.len() {
        return vec![whole(Some(value))];
    }
    texts
}

/// Reads one entity and what follows it up to the next; gives how much of `rest` that is.
fn entity(rest: &str, at: usize, texts: &mut Vec<Text>) -> usize {
    let length = rest[1..]
        .find(['&', '\r', '\0'])
        .map_or(rest.len(), |end| end + 1);
    let raw = &rest[..length];
    // The names of entities are short, and what stands behind one need not be read twice.
    let head = raw
        .char_indices()
        .map(|(index, _)| index)
        .nth(LONGEST_ENTITY)
        .unwrap_or(raw.len());
    let decoded = decoded(&raw[..head]);
    let read = &raw[..head];
    if decoded == read {
        texts.push(Text {
            markup: Span::new(at, at + length),
            instead: None,
        });
        return length;
    }
    let first = decoded.chars().next().map_or(0, char::len_utf8);
    let shared: usize = read
        .chars()
        .rev()
        .zip(decoded[first..].chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let end = head - shared;
    texts.push(Text {
        markup: Span::new(at, at + end),
        instead: Some(decoded[..decoded.len() - shared].into()),
    });
    if end < length {
        texts.push(Text {
            markup: Span::new(at + end, at + length),
            instead: None,
        });
    }
    length
}

/// No entity is longer: `&CounterClockwiseContourIntegral;` has 33 characters.
const LONGEST_ENTITY: usize = 40;

/// What the tokenizer makes of a text without tags.
fn decoded(raw: &str) -> String {
    let emitter: DefaultEmitter<()> = DefaultEmitter::default();
    let mut text = String::new();
    for token in Tokenizer::new_with_emitter(raw, emitter) {
        if let Ok(Token::String(value)) = token {
            text.push_str(&String::from_utf8_lossy(&value.value));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Vec<(&str, Option<String>)> {
        let value = decoded(raw);
        texts(raw, &value, 0)
            .into_iter()
            .map(|text| {
                (
                    &raw[text.markup.start..text.markup.end],
                    text.instead.map(String::from),
                )
            })
            .collect()
    }

    #[test]
    fn an_entity_stands_for_its_character_and_its_neighbours_for_themselves() {
        let entity = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("caf&eacute; au lait"),
            [("caf", None), ("&eacute;", entity("é")), (" au lait", None)]
        );
        assert_eq!(read("&amp;amp;"), [("&amp;", entity("&")), ("amp;", None)]);
        assert_eq!(
            read("&#59;&#48;0")[..2],
            [("&#59;", entity(";")), ("&#48;", entity("0"))]
        );
        assert_eq!(read("R&D & more"), [("R&D & more", None)]);
        assert_eq!(
            read("a &lt5&nbsp;\r\nb"),
            [
                ("a ", None),
                ("&lt", entity("<")),
                ("5", None),
                ("&nbsp;", entity("\u{a0}")),
                ("\r\n", entity("\n")),
                ("b", None)
            ]
        );
    }
}
