//! Which character a byte is: the file names a code page, and each font may have one of its own.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::token::{Token, Tokens};
use crate::readers::docx::symbol;

/// How the bytes of a font are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// Letters.
    Letters(&'static Encoding),
    /// The font Symbol: Greek letters and signs of mathematics.
    Symbols,
    /// A font of pictures such as Wingdings.
    Pictures,
}

impl Charset {
    /// The text of some bytes.
    pub(super) fn read(self, bytes: &[u8]) -> String {
        let of_font = |name: &str| {
            let signs = bytes.iter();
            signs
                .filter_map(|&byte| symbol::shown(u32::from(byte), name))
                .collect()
        };
        match self {
            Self::Letters(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Symbols => of_font("Symbol"),
            Self::Pictures => of_font("Wingdings"),
        }
    }
}

/// What the tables say of how bytes are read.
pub(super) struct Fonts {
    /// The charset of each font that names one.
    charsets: HashMap<i32, Charset>,
    /// That of the file.
    usual: &'static Encoding,
}

impl Default for Fonts {
    fn default() -> Self {
        Self {
            charsets: HashMap::new(),
            usual: encoding_rs::WINDOWS_1252,
        }
    }
}

impl Fonts {
    /// The charset of a font.
    pub(super) fn charset(&self, font: i32) -> Charset {
        let known = self.charsets.get(&font).copied();
        known.unwrap_or(Charset::Letters(self.usual))
    }

    /// What the file says of its own code page. `false` for one that is not known.
    pub(super) fn set_page(&mut self, page: i32) -> bool {
        let encoding = of_page(page);
        self.usual = encoding.unwrap_or(self.usual);
        encoding.is_some()
    }

    /// Reads the table of fonts up to the end of its group, which is left to be read.
    pub(super) fn read_table(&mut self, table: Tokens<'_>) {
        let (mut font, mut depth) = (0, 0_usize);
        let mut name: Vec<u8> = Vec::new();
        for token in table {
            match token {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => return,
                Token::Close => depth -= 1,
                Token::Word("f", Some(number)) => {
                    font = number;
                    name.clear();
                }
                Token::Word("fcharset", Some(number)) => {
                    if let Some(encoding) = of_charset(number) {
                        self.charsets.insert(font, Charset::Letters(encoding));
                    }
                }
                Token::Word("cpg", Some(page)) => {
                    if let Some(encoding) = of_page(page) {
                        self.charsets.insert(font, Charset::Letters(encoding));
                    }
                }
                Token::Text(text) if name.len() < LONGEST_NAME => {
                    name.extend(text);
                    if let Some(charset) = of_name(&name) {
                        self.charsets.insert(font, charset);
                    }
                }
                _ => {}
            }
        }
    }
}

/// By so many bytes of a name a font of symbols is told.
const LONGEST_NAME: usize = 64;

/// The charset of a font of symbols.
fn of_name(name: &[u8]) -> Option<Charset> {
    let is = |begin: &[u8]| name.get(..begin.len()) == Some(begin);
    let pictures: [&[u8]; 4] = [b"Wingdings", b"Webdings", b"Marlett", b"ZapfDingbats"];
    if is(b"Symbol;") || name == b"Symbol" {
        return Some(Charset::Symbols);
    }
    pictures.into_iter().any(is).then_some(Charset::Pictures)
}

/// The encoding of a code page by its number in Windows.
fn of_page(page: i32) -> Option<&'static Encoding> {
    let label: &[u8] = match page {
        866 => b"ibm866",
        874 => b"windows-874",
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1252 => b"windows-1252",
        1253 => b"windows-1253",
        1254 => b"windows-1254",
        1255 => b"windows-1255",
        1256 => b"windows-1256",
        1257 => b"windows-1257",
        1258 => b"windows-1258",
        10000 => b"macintosh",
        10007 => b"x-mac-cyrillic",
        20866 => b"koi8-r",
        21866 => b"koi8-u",
        28592 => b"iso-8859-2",
        28595 => b"iso-8859-5",
        28597 => b"iso-8859-7",
        28605 => b"iso-8859-15",
        54936 => b"gb18030",
        65001 => b"utf-8",
        _ => return None,
    };
    Encoding::for_label(label)
}

/// The encoding of a font by the number that Windows gives to its charset. What is left to the system is left to the file.
fn of_charset(charset: i32) -> Option<&'static Encoding> {
    of_page(match charset {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts(table: &[u8]) -> Fonts {
        let mut fonts = Fonts::default();
        assert!(fonts.set_page(1250));
        fonts.read_table(Tokens::new(table, 0, table.len()));
        fonts
    }

    #[test]
    fn each_font_has_the_letters_of_its_charset() {
        let fonts = fonts(
            b"{\\f0\\froman\\fcharset204{\\*\\panose 02}Times New Roman;}{\\f1 Arial;}{\\f2\\fnil\\fcharset2 Symbol;}\
              {\\f3\\fcharset2 Wingdings;}{\\f4\\fnil\\fcharset128 MS Mincho;}} \\f1\\fcharset0",
        );
        let read = |font: i32, bytes: &[u8]| fonts.charset(font).read(bytes);
        assert_eq!(read(0, b"\xCC\xE8\xF0"), "Мир");
        assert_eq!(read(1, b"\xB3\xF3d\xBC"), "łódĽ", "the page of the file");
        assert_eq!(read(2, b"a\xB3"), "α≥");
        assert_eq!(read(3, b"\xE0"), "");
        assert_eq!(read(4, b"\x93\xFA\x96\x7B"), "日本");
    }

    #[test]
    fn a_table_without_groups_is_read_the_same() {
        let fonts = fonts(b"\\f0\\fcharset238 Times;\\f1\\fcharset161 Arial;");
        assert_eq!(fonts.charset(0).read(b"\xB3"), "ł");
        assert_eq!(fonts.charset(1).read(b"\xE1"), "α");
    }

    #[test]
    fn an_unknown_page_changes_nothing() {
        let mut fonts = Fonts::default();
        assert!(!fonts.set_page(437));
        assert_eq!(fonts.charset(7).read(b"\xE9"), "é");
    }
}
