//! Documents that are grown from bytes: each byte decides what comes next, so that tables lie in lists and notes in tables,
//! most of them well formed, some with a tag too few, too many or in the wrong place. Chance finds such documents where
//! mere bytes never get past the first tag.

#[path = "grown/markdown.rs"]
mod markdown;
#[path = "grown/page.rs"]
mod page;
#[path = "grown/rich.rs"]
mod rich;
#[path = "grown/word.rs"]
mod word;

pub(crate) use self::markdown::markdown;
pub(crate) use self::page::page;
pub(crate) use self::rich::rich;
pub(crate) use self::word::word;

/// How deep elements lie in each other.
const DEEPEST: usize = 6;
/// How long a document grows, in bytes; a small fault needs no large one.
const LONGEST: usize = 6_000;

/// Words and signs of one to four bytes each, and what stands for a sign.
const WORDS: [&str; 32] = [
    "river",
    "Flood. ",
    "été ",
    "Höhe",
    "語",
    "語句。",
    "слово ",
    "\u{1F600}",
    "e\u{301}",
    "\u{a0}",
    "\u{200b}",
    "«mot» ",
    "“word” ",
    "’s ",
    "2019",
    "12. ",
    "³",
    "①",
    "¹²",
    "[1]",
    "[2, 3]",
    "(4)",
    "注1",
    " ",
    "\n",
    "\t ",
    "\r\n",
    "\u{2028}",
    "ß",
    "\u{feff}",
    "\u{202e}ab",
    "https://é.example/ä?x=1 ",
];

/// The bytes that decide.
pub(crate) struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Choices<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// A number below another; 0 once the bytes are used up.
    fn below(&mut self, most: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        usize::from(byte) % most
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Whether one of so many chances has come.
    fn once_in(&mut self, chances: usize) -> bool {
        self.below(chances) == chances - 1
    }

    fn is_used_up(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn word(&mut self) -> &'static str {
        self.pick(&WORDS)
    }
}

/// Markup that is being written.
struct Markup<'a, 'b> {
    choices: &'b mut Choices<'a>,
    out: String,
    depth: usize,
}

impl<'a, 'b> Markup<'a, 'b> {
    fn new(choices: &'b mut Choices<'a>) -> Self {
        Self {
            choices,
            out: String::new(),
            depth: 0,
        }
    }

    fn is_over(&self) -> bool {
        self.choices.is_used_up() || self.out.len() > LONGEST
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// An element with what is in it. Now and then its end is missing, is that of another element, or comes twice.
    fn element(&mut self, name: &str, attributes: &str, within: impl FnOnce(&mut Self)) {
        self.put(&format!("<{name}{attributes}>"));
        if self.depth < DEEPEST {
            self.depth += 1;
            within(self);
            self.depth -= 1;
        }
        let end = format!("</{name}>");
        match self.choices.below(40) {
            37 => {}
            38 => {
                let other = self
                    .choices
                    .pick(&["table", "p", "li", "sup", "w:p", "w:r", "td"]);
                self.put(&format!("</{other}>"));
            }
            39 => self.put(&(end.clone() + &end)),
            _ => self.put(&end),
        }
    }

    /// Several things, until the bytes are used up.
    fn several(&mut self, most: usize, mut each: impl FnMut(&mut Self)) {
        for _ in 0..=self.choices.below(most) {
            if self.is_over() {
                return;
            }
            each(self);
        }
    }

    /// The document, now and then cut short as by a broken transfer.
    fn finish(self) -> String {
        let mut out = self.out;
        if self.choices.once_in(8) {
            let share = self.choices.below(256);
            let cut = out.len() * share / 256;
            let cut = (0..=cut).rev().find(|&cut| out.is_char_boundary(cut));
            out.truncate(cut.unwrap_or_default());
        }
        out
    }
}
