//! What stands in a note: its own terms, those of its addresses, and those of the note that it repeats.

use crate::citations::{Antecedent, Citations, Form};
use crate::document::Span;
use crate::notes::{Apparatus, Note};

use super::terms::{Class, Lexicon, Term};
use super::weights::Origin;

/// How many bytes of a note count as its head.
const HEAD: usize = 40;

/// How many terms a note takes over from another; else a chain of “ibid.” would carry those of all its notes.
const MOST_INHERITED: usize = 400;

#[derive(Debug, Clone, Default)]
pub(super) struct NoteTerms {
    pub(super) text: String,
    pub(super) terms: Vec<NoteTerm>,
    /// The keys of those terms that belong to a group, with it.
    pub(super) grouped: Vec<(u32, usize)>,
    /// For each class how rare its terms are together.
    pub(super) rarities: [f64; Class::COUNT],
    /// How many terms it has of its own, before those that no marker's surroundings have were dropped.
    pub(super) length: usize,
    /// How much it repeats the note before, 0 to 1.
    pub(super) alike: f64,
    /// How much speaks for its being a stranger to the paper, in nats.
    pub(super) stray: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NoteTerm {
    pub(super) key: u32,
    pub(super) origin: Origin,
    pub(super) class: Class,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl NoteTerm {
    /// By key, then by what tells most, as two numbers because those are compared fastest.
    fn order(&self) -> (u64, u64) {
        let kind = (self.origin as u64) << 8 | self.class as u64;
        (
            u64::from(self.key) << 32 | kind,
            u64::from(self.start) << 32 | u64::from(self.end),
        )
    }
}

/// Names at the head, words at the head, names behind it, words behind it, names of the note before, dates and numbers.
fn group(term: &NoteTerm) -> Option<usize> {
    let name = matches!(term.class, Class::Name | Class::Opening | Class::Acronym);
    match term.class {
        Class::Name | Class::Opening | Class::Acronym | Class::Word => match term.origin {
            Origin::Head => Some(usize::from(!name)),
            Origin::Text | Origin::Path => Some(if name { 2 } else { 3 }),
            Origin::Inherited if name => Some(4),
            _ => None,
        },
        Class::Date | Class::Year | Class::Number => Some(5),
        _ => None,
    }
}

impl NoteTerms {
    /// Sorts the terms into their groups.
    pub(super) fn settle_groups(&mut self) {
        let terms = self.terms.iter();
        self.grouped = terms
            .filter_map(|term| Some((term.key, group(term)?)))
            .collect();
    }
}

/// Reads a note, with the addresses that stand behind its words as if they stood behind it.
pub(super) fn read(lexicon: &mut Lexicon, note: &Note, citations: &Citations) -> NoteTerms {
    let mut text = note.text.clone();
    for address in &citations.addresses[citations.addresses_in(note.body)] {
        if address.words.is_some() {
            text.push(' ');
            text.push_str(&address.text);
        }
    }
    let mut terms = Vec::new();
    let mut push = |term: Term, origin: Origin| {
        let (start, end) = (u32::try_from(term.span.start), u32::try_from(term.span.end));
        if let (Ok(start), Ok(end)) = (start, end) {
            terms.push(NoteTerm {
                key: term.key,
                origin,
                class: term.class,
                start,
                end,
            });
        }
    };
    let addresses = addresses(&text);
    let (mut plain, mut linked) = (Vec::new(), Vec::new());
    let mut at = 0;
    for address in &addresses {
        lexicon.read(&text, Span::new(at, address.start), false, &mut plain);
        lexicon.read_address(&text[address.start..address.end], *address, &mut linked);
        at = address.end;
    }
    lexicon.read(&text, Span::new(at, text.len()), false, &mut plain);
    for term in plain {
        let head = term.span.start < HEAD;
        push(term, if head { Origin::Head } else { Origin::Text });
    }
    for (term, host) in linked {
        push(term, if host { Origin::Host } else { Origin::Path });
    }
    terms.sort_unstable_by_key(NoteTerm::order);
    terms.dedup_by_key(|term| term.key);
    let length = terms.len();
    NoteTerms {
        text,
        terms,
        grouped: Vec::new(),
        rarities: [0.0; Class::COUNT],
        length,
        alike: 0.0,
        stray: 0.0,
    }
}

/// Where the addresses of a note stand.
fn addresses(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    if !text.contains("://") && !text.contains("www.") {
        return out;
    }
    let mut behind = 0;
    for word in text.split(char::is_whitespace) {
        let at = behind;
        behind += word.len();
        behind += text[behind..].chars().next().map_or(0, char::len_utf8);
        let from = if word.contains("://") || word.contains("www.") {
            let heads = ["http://", "https://", "www."];
            heads.iter().filter_map(|head| word.find(head)).min()
        } else {
            None
        };
        let Some(from) = from else {
            continue;
        };
        let trimmed = word.trim_end_matches(['.', ',', ';', ')', ']', '>', '”', '"']);
        if from < trimmed.len() {
            out.push(Span::new(at + from, at + trimmed.len()));
        }
    }
    out
}

/// Lets the short forms of every note carry the terms of the works that they stand for. An “ibid.” that leads nowhere
/// else stands for whatever the note before it says.
pub(super) fn inherit(notes: &mut [NoteTerms], apparatus: &Apparatus, citations: &Citations) {
    let mut before = None;
    for index in 0..notes.len() {
        let list = apparatus.notes[index].list;
        let previous = before.filter(|&before: &usize| apparatus.notes[before].list == list);
        before = Some(index);
        let mut sources: Vec<usize> = Vec::new();
        for (_, citation) in citations.of_note(index) {
            let repeats = citation.form == Form::Ibid;
            let source = match citation.antecedent {
                Antecedent::Citation(full) => Some(citations.citations[full].note),
                _ => previous.filter(|_| repeats),
            };
            sources.extend(source.filter(|&source| source != index));
            if repeats {
                notes[index].alike = 1.0;
            }
        }
        sources.sort_unstable();
        sources.dedup();
        for source in sources {
            let own = !citations
                .of_note(source)
                .any(|(_, citation)| citation.form != Form::Full);
            inherit_from(notes, index, source, own);
        }
    }
}

fn inherit_from(notes: &mut [NoteTerms], index: usize, source: usize, own: bool) {
    let inherited: Vec<NoteTerm> = notes[source]
        .terms
        .iter()
        .filter(|term| !own || term.origin != Origin::Inherited)
        .take(MOST_INHERITED)
        .map(|term| NoteTerm {
            origin: Origin::Inherited,
            start: 0,
            end: 0,
            ..*term
        })
        .collect();
    let terms = &mut notes[index].terms;
    terms.extend(inherited);
    terms.sort_unstable_by_key(NoteTerm::order);
    terms.dedup_by_key(|term| term.key);
}

/// How much each note repeats the one before, by the rarity of what they share.
pub(super) fn measure_likeness(rarity: &[f64], notes: &mut [NoteTerms]) {
    for at in 1..notes.len() {
        let (before, behind) = notes.split_at_mut(at);
        let (before, note) = (&before[at - 1], &mut behind[0]);
        let weight = |terms: &[NoteTerm]| {
            terms
                .iter()
                .map(|term| rarity[term.key as usize])
                .sum::<f64>()
        };
        let shared: f64 = note
            .terms
            .iter()
            .filter(|term| {
                before
                    .terms
                    .binary_search_by_key(&term.key, |other| other.key)
                    .is_ok()
            })
            .map(|term| rarity[term.key as usize])
            .sum();
        let smaller = weight(&note.terms).min(weight(&before.terms));
        if smaller > 0.0 {
            note.alike = note.alike.max(shared / smaller);
        }
    }
}
