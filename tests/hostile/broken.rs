//! A file that is made when it is needed, so that not all of them are in memory at once.

/// How large the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As large as an unoptimized binary can read in the same time.
    Small,
    Whole,
}

impl Scale {
    /// A number of pieces, given for the whole size.
    pub(crate) fn of(self, whole: usize) -> usize {
        match self {
            Self::Small => whole / 25,
            Self::Whole => whole,
        }
    }
}

/// One broken file.
pub(crate) struct Broken {
    /// What is wrong with it, as its name.
    pub(crate) name: String,
    pub(crate) ending: &'static str,
    make: Box<dyn Fn() -> Vec<u8> + Send + Sync>,
}

impl Broken {
    pub(crate) fn new<Bytes: Into<Vec<u8>>>(
        name: impl Into<String>,
        ending: &'static str,
        make: impl Fn() -> Bytes + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            ending,
            make: Box::new(move || make().into()),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        (self.make)()
    }
}

/// The text of all numbers up to `count`, counted from 1.
pub(crate) fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (1..=count).map(piece).collect()
}
