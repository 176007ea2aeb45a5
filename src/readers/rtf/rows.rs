//! What lies ahead: the rest of a row of a table, and what stands in a note.

use super::charset::Charset;
use super::series::Kind;
use super::token::{Token, Tokens};
use super::vocabulary::is_skipped;

/// The rest of a row.
pub(super) struct Row {
    /// Whether each of its cells holds no more than one paragraph with text.
    pub(super) is_plain: bool,
    /// Where it ends.
    pub(super) end: usize,
}

impl Row {
    /// The row in which the next text stands; `None` if it never ends.
    pub(super) fn ahead(mut tokens: Tokens<'_>) -> Option<Self> {
        let (mut has_text, mut paragraphs, mut is_plain) = (false, 0, true);
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(text) => has_text |= !text.trim_ascii().is_empty(),
                Token::Byte(_) | Token::Word("u", _) => has_text = true,
                Token::Symbol(b'*') | Token::Word("footnote" | "shp", _) => {
                    tokens.skip_group()?;
                }
                Token::Word(name, _) if is_skipped(name) => {
                    tokens.skip_group()?;
                }
                Token::Word(name @ ("par" | "cell"), _) => {
                    paragraphs += u32::from(std::mem::take(&mut has_text));
                    is_plain &= paragraphs <= 1;
                    if name == "cell" {
                        paragraphs = 0;
                    }
                }
                Token::Word("nestcell" | "nestrow", _) => is_plain = false,
                Token::Word("row", _) => {
                    return Some(Self {
                        is_plain,
                        end: tokens.at(),
                    });
                }
                _ => {}
            }
        }
        None
    }
}

/// What stands in a note, as far as it must be known before the note is written.
pub(super) struct Survey {
    /// Where the note ends; the end of the file if it never does.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Whether the note shows the number that is counted.
    pub(super) has_number: bool,
    /// The first word of it, or as much of that as a mark can be long.
    pub(super) first: String,
}

/// The longest mark that an author gives a note, in characters.
pub(super) const LONGEST_MARK: usize = 8;

impl Survey {
    /// Looks through a note from behind its name on.
    pub(super) fn of(mut tokens: Tokens<'_>) -> Self {
        let mut survey = Self {
            end: tokens.at(),
            kind: Kind::Footnote,
            has_number: false,
            first: String::new(),
        };
        let (mut depth, mut goes_on) = (0_usize, true);
        loop {
            survey.end = tokens.at();
            let Some(token) = tokens.next() else {
                return survey;
            };
            match token {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => return survey,
                Token::Close => depth -= 1,
                Token::Word("ftnalt", _) => survey.kind = Kind::Endnote,
                Token::Word("chftn", _) => survey.has_number = true,
                Token::Text(text) if goes_on => {
                    let text = String::from_utf8_lossy(text);
                    goes_on = survey.add(&text);
                }
                Token::Byte(byte) if goes_on => {
                    let text = Charset::Letters(encoding_rs::WINDOWS_1252).read(&[byte]);
                    goes_on = survey.add(&text);
                }
                Token::Word("u", Some(code)) if goes_on => {
                    let shown = u32::try_from(code).ok().and_then(char::from_u32);
                    survey.first.extend(shown);
                    // What stands for it in older programs is no part of the mark.
                    goes_on = false;
                }
                _ => {}
            }
        }
    }

    /// Adds to the first word; `false` once that is complete.
    fn add(&mut self, text: &str) -> bool {
        let text = if self.first.is_empty() {
            text.trim_start()
        } else {
            text
        };
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        self.first.extend(word.chars().take(LONGEST_MARK + 1));
        word.len() == text.len() && self.first.chars().count() <= LONGEST_MARK
    }
}
