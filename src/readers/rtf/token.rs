//! The signs of RTF, one by one: groups, control words, single bytes, text.
//!
//! The tokenizers on crates.io were tried: `rtf-grimoire` 0.2 takes `\binfsx1`, which Word writes for a paper tray, for binary
//! data and leaves `fsx1` in the text, and `rtf-parser` 0.4 refuses what pandoc writes (`\u8211-20`).

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// `\fs24`: the letters, and the number if there is one.
    Word(&'a str, Option<i32>),
    /// `\~`: a backslash and the byte behind it, if that is no letter.
    Symbol(u8),
    /// `\'e9`: a byte of a text in the encoding of its font.
    Byte(u8),
    /// Text as it stands; line ends of the file are none of it.
    Text(&'a [u8]),
}

/// The signs of a stretch of a file, from one on.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// All signs of a file from a byte on, up to another.
    pub(super) fn new(bytes: &'a [u8], start: usize, end: usize) -> Self {
        Self {
            bytes: &bytes[..end],
            at: start,
        }
    }

    /// The same signs from another byte on.
    pub(super) fn from(&self, at: usize) -> Self {
        Self {
            bytes: self.bytes,
            at,
        }
    }

    /// Where the next sign begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Goes behind the end of the innermost group that is open, and says where it ended; `None` if it never does.
    pub(super) fn skip_group(&mut self) -> Option<usize> {
        let mut depth = 0_usize;
        loop {
            let at = self.at;
            match self.next()? {
                Token::Open => depth += 1,
                Token::Close if depth == 0 => return Some(at),
                Token::Close => depth -= 1,
                _ => {}
            }
        }
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let rest = self.rest();
        let taken = &rest[..length.min(rest.len())];
        self.at += taken.len();
        taken
    }

    fn take_while(&mut self, belongs: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|&byte| !belongs(byte));
        self.take(length.unwrap_or(rest.len()))
    }

    /// What a backslash begins; `None` for one that ends the file.
    fn command(&mut self) -> Option<Token<'a>> {
        let first = *self.rest().first()?;
        if first.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.at += 1;
        if first != b'\'' {
            return Some(Token::Symbol(first));
        }
        let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
        let digits = digit(self.rest().first()).zip(digit(self.rest().get(1)));
        let Some(byte) = digits.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) else {
            return Some(Token::Symbol(b'\''));
        };
        self.at += 2;
        Some(Token::Byte(byte))
    }

    fn word(&mut self) -> Token<'a> {
        let name = self.take_while(|byte| byte.is_ascii_alphabetic());
        let name = std::str::from_utf8(name).unwrap_or_default();
        let number = self.number();
        if self.rest().first() == Some(&b' ') {
            self.at += 1;
        }
        // Binary data is no text, whatever it looks like.
        if let ("bin", Some(length)) = (name, number) {
            self.take(usize::try_from(length).unwrap_or_default());
        }
        Token::Word(name, number)
    }

    /// The number behind a control word; one that is too large is the largest.
    fn number(&mut self) -> Option<i32> {
        let is_negative = self.rest().first() == Some(&b'-');
        let behind_sign = self.rest().get(usize::from(is_negative));
        behind_sign.filter(|byte| byte.is_ascii_digit())?;
        self.at += usize::from(is_negative);
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        let number = digits.iter().fold(0_i32, |number, &digit| {
            number
                .saturating_mul(10)
                .saturating_add(i32::from(digit - b'0'))
        });
        Some(if is_negative { -number } else { number })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let ends_line = |byte: u8| matches!(byte, b'\r' | b'\n');
        self.take_while(ends_line);
        match self.rest().first()? {
            b'{' => {
                self.at += 1;
                Some(Token::Open)
            }
            b'}' => {
                self.at += 1;
                Some(Token::Close)
            }
            b'\\' => {
                self.at += 1;
                self.command()
            }
            _ => Some(Token::Text(self.take_while(|byte| {
                !ends_line(byte) && !matches!(byte, b'{' | b'}' | b'\\')
            }))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &[u8]) -> Vec<Token<'_>> {
        Tokens::new(text, 0, text.len()).collect()
    }

    #[test]
    fn a_control_word_ends_with_its_number_and_one_space() {
        assert_eq!(
            of(b"\\u8211-20 \\fs-2  a\\par\r\nb\\binfsx1 c"),
            [
                Token::Word("u", Some(8211)),
                Token::Text(b"-20 "),
                Token::Word("fs", Some(-2)),
                Token::Text(b" a"),
                Token::Word("par", None),
                Token::Text(b"b"),
                Token::Word("binfsx", Some(1)),
                Token::Text(b"c"),
            ]
        );
        assert_eq!(of(b"\\f99999999999"), [Token::Word("f", Some(i32::MAX))]);
        assert_eq!(of(b"\\f-"), [Token::Word("f", None), Token::Text(b"-")]);
    }

    #[test]
    fn binary_data_is_passed_over() {
        assert_eq!(
            of(b"\\bin3 }{\\}"),
            [Token::Word("bin", Some(3)), Token::Close]
        );
        assert_eq!(of(b"\\bin9 }{"), [Token::Word("bin", Some(9))]);
    }

    #[test]
    fn single_bytes_are_two_digits_long() {
        assert_eq!(of(b"\\'E9a"), [Token::Byte(0xE9), Token::Text(b"a")]);
        assert_eq!(of(b"\\'zz"), [Token::Symbol(b'\''), Token::Text(b"zz")]);
        assert_eq!(of(b"\\'"), [Token::Symbol(b'\'')]);
        assert_eq!(of(b"a\\"), [Token::Text(b"a")]);
    }

    #[test]
    fn a_group_is_left_at_its_own_end() {
        let text = b"a{b\\}}c}d";
        let mut tokens = Tokens::new(text, 0, text.len());
        assert_eq!(tokens.skip_group(), Some(7));
        assert_eq!(tokens.rest(), b"d");
        assert_eq!(tokens.skip_group(), None);
    }
}
