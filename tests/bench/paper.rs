//! Papers of any length, made up from a seed: sentences and notes share names, titles, dates and numbers about as
//! often as those of published papers do, and new names keep turning up the longer a paper is.

use std::fmt::Write;

/// How the markers and the notes of a paper are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `[13]`, and `[13] …` under a heading.
    Bracket,
    /// `13` behind the full stop, superscript lost, and `13. …` under a heading.
    Glued,
    /// `¹³`, and `¹³ …` under a heading.
    Superscript,
    /// `[^13]`, and `[^13]: …`.
    Markdown,
}

impl Style {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [
        Self::Bracket,
        Self::Glued,
        Self::Superscript,
        Self::Markdown,
    ];

    /// Its name for tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bracket => "bracket",
            Self::Glued => "glued",
            Self::Superscript => "superscript",
            Self::Markdown => "markdown",
        }
    }

    /// The ending of a file in this style.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            _ => "txt",
        }
    }

    fn marker(self, label: usize) -> String {
        match self {
            Self::Bracket => format!("[{label}]"),
            Self::Glued => label.to_string(),
            Self::Superscript => superscript(label),
            Self::Markdown => format!("[^{label}]"),
        }
    }

    fn note(self, label: usize) -> String {
        match self {
            Self::Bracket => format!("[{label}]"),
            Self::Glued => format!("{label}."),
            Self::Superscript => superscript(label),
            Self::Markdown => format!("[^{label}]:"),
        }
    }
}

fn superscript(label: usize) -> String {
    let raised = |digit: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize - '0' as usize);
    label.to_string().chars().filter_map(raised).collect()
}

/// A paper with `markers` markers. Without a dropped note every marker has its note; with one, the note of that marker
/// is missing and the list is numbered through. The same arguments give the same paper.
pub(crate) fn paper(style: Style, markers: usize, dropped: Option<usize>, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut body = format!(
        "{}\n\nA Survey of Ports and Grids\n\n",
        heading(style, "Berths and Cables")
    );
    let mut notes = Vec::new();
    for label in 1..=markers {
        let work = Work::new(&mut dice);
        body.push_str(&filler(&mut dice));
        body.push_str(&work.sentence(&mut dice));
        body.push_str(&style.marker(label));
        body.push_str(if label % 4 == 0 { "\n\n" } else { " " });
        if label % 40 == 0 {
            let _ = write!(body, "{}\n\n", heading(style, &dice.title()));
        }
        if dropped != Some(label) {
            notes.push(work.note());
        }
    }
    let _ = write!(body, "\n\n{}\n\n", heading(style, "Notes"));
    for (index, note) in notes.iter().enumerate() {
        let _ = writeln!(body, "{} {note}", style.note(index + 1));
    }
    body
}

fn heading(style: Style, text: &str) -> String {
    match style {
        Style::Markdown => format!("## {text}"),
        _ => text.to_owned(),
    }
}

/// One to three sentences that cite nothing, with the decimals, designations and years that a scanner must not take
/// for markers.
fn filler(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(3) {
        let (subject, matter) = (dice.pick(SUBJECTS), dice.pick(MATTERS));
        let number = dice.below(90) + 5;
        let _ = match dice.below(5) {
            0 => write!(
                text,
                "By then {subject} had fallen by {}.{} percent, and nobody in the ministry could say whether {matter} had caused it. ",
                number / 5,
                number % 10
            ),
            1 => write!(
                text,
                "The M{} terminal was closed since {}. ",
                number % 9 + 1,
                1990 + number % 35
            ),
            2 => write!(
                text,
                "It is easy to forget how slowly {subject} changes, and how much of it was decided long before {matter} came up at all. "
            ),
            3 => write!(
                text,
                "Of the {number} towns on the river, most rely on {subject}; the others have learned to live with {matter}. "
            ),
            _ => write!(
                text,
                "None of this settles what {matter} should cost, or who among the users of {subject} ought to pay for it in the end. "
            ),
        };
    }
    text
}

/// Something that is cited: what a sentence and a note have in common.
struct Work {
    author: String,
    title: String,
    outlet: &'static str,
    year: usize,
    month: usize,
    day: usize,
    percent: usize,
}

impl Work {
    fn new(dice: &mut Dice) -> Self {
        Self {
            author: dice.person(),
            title: dice.title(),
            outlet: dice.pick(OUTLETS),
            year: 2005 + dice.below(20),
            month: dice.below(12),
            day: dice.below(28) + 1,
            percent: dice.below(80) + 10,
        }
    }

    /// The sentence that the marker ends. A third of them say nothing that the note repeats, as in published papers.
    fn sentence(&self, dice: &mut Dice) -> String {
        let (subject, matter) = (dice.pick(SUBJECTS), dice.pick(MATTERS));
        match dice.below(6) {
            0 => format!(
                "{} has shown that {subject} pays for itself once {matter} is counted in.",
                self.author
            ),
            1 => format!(
                "In {} {} the {} reported that {subject} had lost {} percent of its users to {matter}.",
                MONTHS[self.month], self.year, self.outlet, self.percent
            ),
            2 => format!(
                "A study of {} calls {matter} the price of {subject}.",
                self.title.to_lowercase()
            ),
            3 => format!(
                "As {} put it in {}, “{} is what remains of {subject}.”",
                self.author, self.year, self.title
            ),
            4 => format!(
                "Others hold that {matter} will settle the question of {subject} before long."
            ),
            _ => format!("Yet {subject} was never planned for {matter}, and it shows."),
        }
    }

    fn note(&self) -> String {
        let slug = self.title.to_lowercase().replace(' ', "-");
        let host = self.outlet.to_lowercase().replace(' ', "-");
        format!(
            "{}, “{}: How It Gained {} Percent,” {}, {} {}, {}, https://{host}.example.com/{}/{:02}/{:02}/{slug}.",
            self.author,
            self.title,
            self.percent,
            self.outlet,
            MONTHS[self.month],
            self.day,
            self.year,
            self.year,
            self.month + 1,
            self.day
        )
    }
}

/// A small generator of our own (xorshift64*), so that a paper is the same on every machine and with every release of
/// every crate.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).map_or(0, |drawn| drawn % bound)
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    /// A name from some ten thousand, so that most people are cited once and some again and again.
    fn person(&mut self) -> String {
        let first = self.pick(FIRST_NAMES);
        let (start, middle, end) = (self.pick(STARTS), self.pick(MIDDLES), self.pick(ENDS));
        format!("{first} {start}{middle}{end}")
    }

    fn title(&mut self) -> String {
        let (adjective, noun) = (self.pick(ADJECTIVES), self.pick(NOUNS));
        let (start, end) = (self.pick(STARTS), self.pick(ENDS));
        format!("{adjective} {noun} of {start}{end}")
    }
}

const FIRST_NAMES: &[&str] = &[
    "Ada", "Bo", "Carla", "Dmitri", "Edda", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kaya",
    "Luis", "Mara", "Nils", "Oduya", "Petra",
];
const STARTS: &[&str] = &[
    "Bran", "Cor", "Dal", "Esk", "Far", "Gal", "Hol", "Ing", "Jor", "Kel", "Lor", "Mar", "Nor",
    "Orv", "Pel", "Quen", "Ros", "Sel", "Tor", "Ulf", "Vos", "Wren", "Yar", "Zel",
];
const MIDDLES: &[&str] = &["a", "en", "i", "o", "ul", "er", "ander"];
const ENDS: &[&str] = &[
    "berg", "by", "dal", "ford", "gren", "holm", "kov", "lund", "mark", "nes", "ov", "rud", "sen",
    "stad", "ton", "vik", "wick", "zak",
];
const ADJECTIVES: &[&str] = &[
    "Quiet", "Hidden", "Second", "Long", "Shallow", "Public", "Private", "Cheap", "Costly",
    "Northern", "Southern", "Lost", "Open", "Broken",
];
const NOUNS: &[&str] = &[
    "Harbours",
    "Cables",
    "Ferries",
    "Turbines",
    "Tariffs",
    "Tenders",
    "Rivers",
    "Canals",
    "Batteries",
    "Locks",
    "Cranes",
    "Pilots",
    "Depots",
    "Grids",
];
const OUTLETS: &[&str] = &[
    "Harbour Weekly",
    "Grid Review",
    "Basin Gazette",
    "Institute for Ports",
    "Journal of Storage",
    "Coastal Courier",
    "River Monitor",
    "Energy Ledger",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SUBJECTS: &[&str] = &[
    "inland shipping",
    "the night ferry",
    "grid storage",
    "the river port",
    "district heating",
    "the island feeder",
    "freight on rails",
    "shore power",
    "the pilot service",
    "dredging",
];
const MATTERS: &[&str] = &[
    "the carbon price",
    "low water",
    "the new timetable",
    "a rise in tariffs",
    "the shortage of crews",
    "a single supplier",
    "the winter peak",
    "the drought",
    "cheap diesel",
    "the reform of tenders",
];
