//! What every marker's surroundings and every note have in common.

use crate::citations::Citations;
use crate::document::{Document, Span};
use crate::notes::Apparatus;

use super::SharedTerm;
use super::contexts::{Body, Surroundings};
use super::entries::{self, NoteTerm, NoteTerms};
use super::keys::{Keys, UNKNOWN};
use super::signs::Signs;
use super::strays;
use super::terms::{Class, Lexicon};
use super::weights::{Origin, Weights};
use super::zone::Zone;

/// How much more than its information a rare term tells.
const RARITY_POWER: f64 = 1.4;
/// The terms of every marker's surroundings and of every note, ready to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// For each token of markers its terms, by key.
    contexts: Vec<Context>,
    /// For each marker the index of its token.
    token_of: Vec<usize>,
    /// For each note its terms, by key.
    notes: Vec<NoteTerms>,
    /// For each key how rare it is, in nats.
    rarity: Vec<f64>,
    /// The signs of the notes, and which signs are one word.
    signs: Signs,
    weights: Weights,
}

/// The terms around a marker, or around all markers of one label.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    terms: Vec<ContextTerm>,
    /// The keys of those that stand in the nearer zones or lead to them.
    near: Vec<u32>,
    break_before: u8,
    /// How many terms its nearer zones have.
    breadth: usize,
    /// How much it is like the context before, 0 to 1.
    alike: f64,
    /// Its signs, as a set.
    signs: u128,
}

impl Context {
    pub(super) fn signs(&self) -> u128 {
        self.signs
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ContextTerm {
    key: u32,
    zone: Zone,
    class: Class,
}

/// One term that a context and a note share, as the calibration counts it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The kind of the term.
    pub class: Class,
    /// Where it stands around the marker.
    pub zone: Zone,
    /// Where it stands in the note.
    pub origin: Origin,
    /// The kind that it has in the note.
    pub note_class: Class,
    /// How rare it is, in nats.
    pub rarity: f64,
}

/// What a context and a note are like apart from what they share, as the calibration counts it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// The length of the note: the logarithm of its terms.
    pub length: f64,
    /// The breadth of the context: the logarithm of its nearer terms.
    pub breadth: f64,
    /// How much the note repeats the note before, 0 to 1.
    pub alike: f64,
    /// How much the sentence names what the sentence of the marker before named, 0 to 1.
    pub kinship: f64,
    /// What lies between the marker before and this one, from 0 (no word) to 4 (a heading).
    pub break_before: usize,
    /// For each class how rare the note's terms are together.
    pub rarities: [f64; Class::COUNT],
}

impl Evidence {
    pub(super) fn gather(
        document: &Document,
        apparatus: &Apparatus,
        citations: &Citations,
        weights: &Weights,
    ) -> Self {
        if apparatus.markers.is_empty() || apparatus.notes.is_empty() {
            return Self::default();
        }
        Lexicon::read_paper(|lexicon| Self::read(document, apparatus, citations, weights, lexicon))
    }

    fn read(
        document: &Document,
        apparatus: &Apparatus,
        citations: &Citations,
        weights: &Weights,
        lexicon: &mut Lexicon,
    ) -> Self {
        let mut notes: Vec<NoteTerms> = apparatus
            .notes
            .iter()
            .map(|note| entries::read(lexicon, note, citations))
            .collect();
        entries::inherit(&mut notes, apparatus, citations);
        lexicon.keys.close();
        let body = Body::new(document, apparatus, lexicon);
        strays::measure(&lexicon.keys, &mut notes);
        rank(&lexicon.keys, &mut notes);
        let (tokens, token_of) = tokens_of(apparatus);
        let surroundings = body.surroundings(&tokens);
        let mut contexts: Vec<Context> = surroundings
            .iter()
            .map(|around| context(&body, around))
            .collect();
        let rarity = rarity(lexicon.keys.ranked(), &contexts, &notes);
        let signs = Signs::read(&body, &surroundings, &notes);
        for (context, signs) in contexts.iter_mut().zip(&signs.contexts) {
            context.signs = *signs;
        }
        drop_lonely(&rarity, &mut contexts, &mut notes);
        entries::measure_likeness(&rarity, &mut notes);
        measure_kinship(&rarity, &mut contexts);
        Self {
            contexts,
            token_of,
            notes,
            rarity,
            signs,
            weights: weights.clone(),
        }
    }

    /// The terms around all of these markers together.
    pub(super) fn pooled(&self, markers: &[usize]) -> Context {
        let mut tokens: Vec<usize> = markers
            .iter()
            .filter_map(|&marker| self.token_of.get(marker).copied())
            .collect();
        tokens.dedup();
        let mut pooled = match tokens.split_first() {
            None => return Context::default(),
            Some((first, rest)) => {
                let mut pooled = self.contexts[*first].clone();
                for token in rest {
                    pooled.terms.extend_from_slice(&self.contexts[*token].terms);
                    pooled.signs |= self.contexts[*token].signs;
                }
                pooled
            }
        };
        if tokens.len() > 1 {
            tidy(&mut pooled.terms);
            pooled.settle_breadth();
        }
        pooled
    }

    fn shared_terms<'a>(
        &'a self,
        context: &'a Context,
        note: usize,
    ) -> impl Iterator<Item = (ContextTerm, NoteTerm)> + 'a {
        let notes = &self.notes[note].terms;
        let mut at = 0;
        context.terms.iter().filter_map(move |term| {
            while notes.get(at).is_some_and(|other| other.key < term.key) {
                at += 1;
            }
            notes
                .get(at)
                .filter(|other| other.key == term.key)
                .map(|other| (*term, *other))
        })
    }

    /// What a context and a note share.
    pub(super) fn hits<'a>(
        &'a self,
        context: &'a Context,
        note: usize,
    ) -> impl Iterator<Item = Hit> + 'a {
        let shared = self.shared_terms(context, note);
        shared.map(|(term, other)| self.hit(term, other))
    }

    fn hit(&self, term: ContextTerm, other: NoteTerm) -> Hit {
        Hit {
            class: term.class,
            zone: term.zone,
            origin: other.origin,
            note_class: other.class,
            rarity: self.rarity[term.key as usize],
        }
    }

    fn weigh(&self, hit: Hit) -> f64 {
        let weights = &self.weights;
        weights.class[hit.class as usize]
            * weights.zone[hit.zone as usize]
            * weights.origin[hit.origin as usize]
            * hit.rarity
    }

    /// How much a context speaks for a note, in nats against a pair of the neighbourhood without a word in common.
    pub(super) fn speaks(&self, context: &Context, note: usize) -> f64 {
        let weights = &self.weights;
        let (mut shared, mut met) = (0.0, 0.0);
        for hit in self.hits(context, note) {
            shared += self.weigh(hit);
            if hit.origin != Origin::Inherited {
                met += weights.lacking[hit.note_class as usize] * hit.rarity;
            }
        }
        let traits = self.traits(context, note);
        let all: f64 = traits
            .rarities
            .iter()
            .zip(&weights.lacking)
            .map(|(rarity, weight)| rarity * weight)
            .sum();
        weights.enough * (shared / weights.enough).ln_1p() + all - met
            + weights.length * traits.length
            + weights.breadth * traits.breadth
            + (weights.alike[traits.break_before] + weights.kindred * traits.kinship) * traits.alike
    }

    /// For each term of a note that belongs to a group, the group and whether it stands near the marker.
    pub(super) fn recurrence<'a>(
        &'a self,
        context: &'a Context,
        note: usize,
    ) -> impl Iterator<Item = (usize, bool)> + 'a {
        let mut at = 0;
        self.notes[note].grouped.iter().map(move |&(key, group)| {
            while context.near.get(at).is_some_and(|near| *near < key) {
                at += 1;
            }
            (group, context.near.get(at) == Some(&key))
        })
    }

    /// How much what a context and a note share speaks for the pair by itself, in nats. On published papers half of the
    /// pairs that belong together and three in ten of their neighbours are above 0: one pair alone proves little.
    pub(super) fn score(&self, context: &Context, note: usize) -> f64 {
        let enough = self.weights.enough;
        let shared: f64 = self.hits(context, note).map(|hit| self.weigh(hit)).sum();
        2.0 * enough * (shared / enough).ln_1p() - 3.5
    }

    /// What a context and a note are like apart from what they share.
    pub(super) fn traits(&self, context: &Context, note: usize) -> Traits {
        let terms = &self.notes[note];
        #[expect(clippy::cast_precision_loss, reason = "counts of terms")]
        let size = |count: usize| (1.0 + count as f64).ln();
        Traits {
            length: size(terms.length),
            breadth: size(context.breadth),
            alike: terms.alike,
            kinship: context.alike,
            break_before: usize::from(context.break_before),
            rarities: terms.rarities,
        }
    }

    pub(super) fn context_of(&self, marker: usize) -> Option<&Context> {
        self.token_of
            .get(marker)
            .and_then(|&token| self.contexts.get(token))
    }

    pub(super) fn signs(&self) -> &Signs {
        &self.signs
    }

    /// How much speaks for a note being a stranger to the paper, in nats.
    pub(super) fn stray(&self, note: usize) -> f64 {
        self.notes[note].stray
    }

    pub(super) fn has_note(&self, note: usize) -> bool {
        note < self.notes.len()
    }

    /// The shared terms as the note writes them, the most telling first.
    pub(super) fn shared(&self, marker: usize, note: usize) -> Vec<SharedTerm> {
        let Some(context) = self.context_of(marker).filter(|_| self.has_note(note)) else {
            return Vec::new();
        };
        let text = &self.notes[note].text;
        let mut found: Vec<(Span, f64)> = Vec::new();
        for (term, other) in self.shared_terms(context, note) {
            let weight = self.weigh(self.hit(term, other));
            if weight > 0.0 && other.origin != Origin::Inherited {
                found.push((Span::new(other.start as usize, other.end as usize), weight));
            }
        }
        let mut phrases = phrases(text, found);
        // A word of an address is told as the whole address, which the sentence does not have: words of the note first.
        let is_address = |span: Span| text[span.start..span.end].contains("://");
        phrases.sort_by(|a, b| {
            let kind = is_address(a.0).cmp(&is_address(b.0));
            kind.then(b.1.total_cmp(&a.1)).then(a.0.cmp(&b.0))
        });
        let told = |(span, weight): (Span, f64)| SharedTerm {
            text: text[span.start..span.end].to_owned(),
            weight,
        };
        phrases.into_iter().map(told).collect()
    }
}

/// Terms that overlap or stand side by side, told as one phrase.
fn phrases(text: &str, mut found: Vec<(Span, f64)>) -> Vec<(Span, f64)> {
    found.sort_by_key(|term| term.0);
    let mut out: Vec<(Span, f64)> = Vec::new();
    for (span, weight) in found {
        match out.last_mut() {
            Some((last, sum)) if span.start <= last.end || &text[last.end..span.start] == " " => {
                last.end = last.end.max(span.end);
                *sum += weight;
            }
            _ => out.push((span, weight)),
        }
    }
    out
}

/// The tokens in the order of the text, and for each marker the index of its own.
fn tokens_of(apparatus: &Apparatus) -> (Vec<Span>, Vec<usize>) {
    let mut tokens: Vec<Span> = apparatus
        .markers
        .iter()
        .map(|marker| marker.token)
        .collect();
    tokens.sort_unstable();
    tokens.dedup();
    let token_of = apparatus
        .markers
        .iter()
        .map(|marker| tokens.binary_search(&marker.token).unwrap_or_default())
        .collect();
    (tokens, token_of)
}

fn context(body: &Body, around: &Surroundings) -> Context {
    let mut terms: Vec<ContextTerm> = body
        .terms(around)
        .map(|(zone, term)| ContextTerm {
            key: term.key,
            zone,
            class: term.class,
        })
        .collect();
    tidy(&mut terms);
    Context {
        terms,
        near: Vec::new(),
        break_before: around.break_before,
        breadth: 0,
        alike: 0.0,
        signs: 0,
    }
}

impl Context {
    fn settle_breadth(&mut self) {
        let within = |zone: Zone| self.terms.iter().filter(move |term| term.zone <= zone);
        self.breadth = within(Zone::Stretch).count();
        self.near = within(Zone::LeadIn).map(|term| term.key).collect();
    }
}

/// Gives the terms of the notes the ranks that they have in the running text, and drops those that it does not have.
fn rank(keys: &Keys, notes: &mut [NoteTerms]) {
    for note in notes {
        for term in &mut note.terms {
            term.key = keys.rank(term.key);
        }
        note.terms.retain(|term| term.key != UNKNOWN);
        note.terms.sort_unstable_by_key(|term| term.key);
    }
}

/// Keeps of each key the nearest zone.
fn tidy(terms: &mut Vec<ContextTerm>) {
    terms.sort_unstable_by_key(|term| {
        u64::from(term.key) << 16 | (term.zone as u64) << 8 | term.class as u64
    });
    terms.dedup_by_key(|term| term.key);
}

/// How rare each key is among contexts and notes; 0 for a key that only one side has.
#[expect(clippy::cast_precision_loss, reason = "counts of notes")]
fn rarity(keys: usize, contexts: &[Context], notes: &[NoteTerms]) -> Vec<f64> {
    let (mut around, mut inside) = (vec![0_u32; keys], vec![0_u32; keys]);
    for term in contexts
        .iter()
        .flat_map(|context| &context.terms)
        .filter(|term| term.zone <= Zone::Stretch)
    {
        around[term.key as usize] += 1;
    }
    let mut known = vec![false; keys];
    for term in contexts.iter().flat_map(|context| &context.terms) {
        known[term.key as usize] = true;
    }
    for term in notes.iter().flat_map(|note| &note.terms) {
        inside[term.key as usize] += 1;
    }
    let share = |count: u32, all: usize| ((all as f64 + 1.0) / (f64::from(count) + 0.5)).ln();
    (0..keys)
        .map(|key| {
            if known[key] && inside[key] > 0 {
                let rare = 0.3 * share(around[key].max(1), contexts.len())
                    + 0.7 * share(inside[key], notes.len());
                rare.max(0.0).powf(RARITY_POWER)
            } else {
                0.0
            }
        })
        .collect()
}

/// Drops the terms that only one side has.
fn drop_lonely(rarity: &[f64], contexts: &mut [Context], notes: &mut [NoteTerms]) {
    for context in contexts {
        context.terms.retain(|term| rarity[term.key as usize] > 0.0);
        context.terms.shrink_to_fit();
        context.settle_breadth();
    }
    for note in notes {
        note.terms.retain(|term| rarity[term.key as usize] > 0.0);
        note.terms.shrink_to_fit();
        note.settle_groups();
        for term in note
            .terms
            .iter()
            .filter(|term| term.origin != Origin::Inherited)
        {
            note.rarities[term.class as usize] += rarity[term.key as usize];
        }
    }
}

/// How much each sentence names what the sentence of the marker before named.
fn measure_kinship(rarity: &[f64], contexts: &mut [Context]) {
    let near = |context: &Context| -> Vec<u32> {
        context
            .terms
            .iter()
            .filter(|term| term.zone <= Zone::Sentence)
            .map(|term| term.key)
            .collect()
    };
    let mut before: Vec<u32> = Vec::new();
    for context in contexts {
        let terms = near(context);
        let weight = |terms: &[u32]| terms.iter().map(|key| rarity[*key as usize]).sum::<f64>();
        let shared: f64 = terms
            .iter()
            .filter(|key| before.binary_search(key).is_ok())
            .map(|key| rarity[*key as usize])
            .sum();
        let smaller = weight(&terms).min(weight(&before));
        context.alike = if smaller > 0.0 { shared / smaller } else { 0.0 };
        before = terms;
    }
}
