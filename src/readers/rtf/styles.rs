//! The table of styles: which paragraphs are headings, quotations, lines of a table of contents.

use std::collections::HashMap;

use super::charset::Fonts;
use super::token::{Token, Tokens};
use crate::document::BlockKind;
use crate::readers::docx::styles::kind_of_name;

/// What the name of a style says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) kind: Option<BlockKind>,
    /// Whether it is that of a line of the table of contents.
    pub(super) is_contents: bool,
}

/// The styles of paragraphs by their numbers.
#[derive(Default)]
pub(super) struct Styles(HashMap<i32, Style>);

impl Styles {
    /// The style of a number.
    pub(super) fn of(&self, number: i32) -> Style {
        self.0.get(&number).copied().unwrap_or_default()
    }

    /// Reads the table up to the end of its group, which is left to be read.
    pub(super) fn read_table(&mut self, mut table: Tokens<'_>, fonts: &Fonts) {
        while let Some(token) = table.next() {
            match token {
                Token::Open => self.read(&mut table, fonts),
                Token::Close => return,
                _ => {}
            }
        }
    }

    /// Reads one style, to the end of its group.
    fn read(&mut self, table: &mut Tokens<'_>, fonts: &Fonts) {
        let (mut number, mut style) = (0, Style::default());
        let mut name: Vec<u8> = Vec::new();
        while let Some(token) = table.next() {
            match token {
                Token::Open => {
                    table.skip_group();
                }
                Token::Close => break,
                // Styles of characters are written out where they are used.
                Token::Symbol(b'*') => {
                    table.skip_group();
                    return;
                }
                Token::Word("s", Some(written)) => number = written,
                Token::Word("outlinelevel", Some(0..=8)) => style.kind = Some(BlockKind::Heading),
                Token::Text(text) => name.extend(text),
                Token::Byte(byte) => name.push(byte),
                _ => {}
            }
        }
        let name = fonts.charset(NO_FONT).read(&name).to_lowercase();
        let name = name.trim().trim_end_matches(';');
        style.kind = style.kind.or_else(|| kind_of_name(name));
        style.is_contents = name.starts_with("toc ");
        self.0.insert(number, style);
    }
}

/// The number of no font: what is written in none is in the encoding of the file.
pub(super) const NO_FONT: i32 = -1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_what_its_name_says() {
        let table = b"{\\ql\\fs24 Normal;}{\\s1\\sbasedon0{\\*\\soutlvl}\\b \\'dcberschrift 1;}{\\*\\cs10 Title;}\
            {\\s21 toc 1;}{\\s22\\outlinelevel2 Kapitel;}} {\\s1 Normal;}";
        let mut styles = Styles::default();
        styles.read_table(Tokens::new(table, 0, table.len()), &Fonts::default());
        let kinds = [0, 1, 10, 21, 22, 99].map(|number| styles.of(number).kind);
        let heading = Some(BlockKind::Heading);
        assert_eq!(kinds, [None, heading, None, None, heading, None]);
        assert!(styles.of(21).is_contents);
    }
}
