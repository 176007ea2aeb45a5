//! What a careful reader reads around a marker: its sentence first, then what leads to it.

use std::ops::Range;

use crate::document::{BlockKind, Document, Span};
use crate::notes::Apparatus;

use super::keys::UNKNOWN;
use super::sentences;
use super::terms::{Class, Lexicon, Term};
use super::zone::Zone;

/// How many bytes before a marker count as [`Zone::Adjacent`].
const ADJACENT: usize = 40;
/// How many bytes of a sentence count as [`Zone::Subject`].
const SUBJECT: usize = 40;
/// Words that stand for what the sentence before named.
const PRONOUNS: &[&str] = &[
    "he", "she", "it", "they", "his", "her", "their", "this", "these", "that", "those", "its",
    "such", "both",
];
/// How many blocks above a marker its heading is looked for.
const FARTHEST_HEADING: usize = 40;
/// How many tokens without a word between are looked past.
const MOST_TOKENS: usize = 64;
/// How many bytes without a word are gone through rather than looked up.
const LONGEST_GAP: usize = 64;
/// How many bytes of a zone are read as they are written.
const LONGEST_SENTENCE: usize = 2_048;
/// How many terms of a zone are read at most, so that a page without a marker costs no more than a paragraph.
const MOST_TERMS: usize = 240;

/// The running text as terms, without markers and notes.
pub(super) struct Body {
    text: String,
    /// Where each term starts, in the order of the text.
    starts: Vec<usize>,
    /// For each start, and at the end, how many terms before it some note has.
    known: Vec<usize>,
    /// The terms that some note has.
    terms: Vec<Term>,
    sentences: Vec<Span>,
    /// For each sentence the last one up to it that has a word.
    worded: Vec<Option<usize>>,
    /// Long stretches without a word, in order, so that nobody goes through them again and again.
    deserts: Vec<Span>,
    blocks: Vec<Block>,
}

/// A block of the running text.
struct Block {
    kind: BlockKind,
    span: Span,
    /// The last sign of its text.
    last: Option<char>,
    /// How many terms stand before it.
    terms_before: usize,
}

/// One token of markers (`[3, 4]` is one) and the text that it may be about.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    /// The zones as ranges of the running text.
    zones: Vec<(Zone, Span)>,
    /// The terms among which those of the zones are.
    near: Range<usize>,
    /// What lies between the marker before and this one: 0 no word, 1 words of one sentence, 2 the end of a sentence,
    /// 3 the end of a block, 4 a heading.
    pub(super) break_before: u8,
}

impl Body {
    pub(super) fn new(document: &Document, apparatus: &Apparatus, lexicon: &mut Lexicon) -> Self {
        let text = blanked(document, apparatus);
        let whole = [(BlockKind::Paragraph, Span::new(0, text.len()))];
        let given: Vec<(BlockKind, Span)> = document
            .blocks
            .iter()
            .map(|block| (block.kind, block.span))
            .collect();
        let (mut terms, mut all, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
        for &(kind, span) in if given.is_empty() {
            &whole[..]
        } else {
            &given[..]
        } {
            let (first, terms_before) = (all.len(), terms.len());
            sentences::split(&text, span, &mut all);
            for sentence in &all[first..] {
                let from = terms.len();
                lexicon.read(&text, *sentence, true, &mut terms);
                terms[from..].sort_by_key(place);
            }
            if all.len() > first {
                let last = text[span.start..span.end].trim_end().chars().next_back();
                blocks.push(Block {
                    kind,
                    span,
                    last,
                    terms_before,
                });
            }
        }
        terms.sort_by_key(place);
        let starts = terms.iter().map(|term| term.span.start).collect();
        let known = count_known(&terms);
        terms.retain(|term| term.key != UNKNOWN);
        for term in &mut terms {
            term.key = lexicon.keys.rank(term.key);
        }
        settle_openings(lexicon.keys.ranked(), &mut terms);
        Self {
            worded: worded(&text, &all),
            deserts: deserts(&text),
            text,
            starts,
            known,
            terms,
            sentences: all,
            blocks,
        }
    }

    /// The surroundings of every token, in the order of the text.
    pub(super) fn surroundings(&self, tokens: &[Span]) -> Vec<Surroundings> {
        (0..tokens.len())
            .map(|index| self.around(tokens, index))
            .collect()
    }

    fn around(&self, tokens: &[Span], index: usize) -> Surroundings {
        let token = tokens[index];
        let block_at = self
            .blocks
            .partition_point(|block| block.span.start <= token.start)
            .checked_sub(1);
        let Some(block_at) = block_at else {
            return Surroundings {
                zones: Vec::new(),
                near: 0..0,
                break_before: 0,
            };
        };
        let block = Span::new(
            self.blocks[block_at].span.start,
            self.blocks[block_at].span.end.max(token.end),
        );
        let before = self.marker_before(tokens, index, block.start);
        let next = self.marker_behind(tokens, index, block.end);
        let mut zones = Vec::new();
        self.read_back(token, block, before, &mut zones);
        if before == block.start && block_at > 0 {
            self.read_lead(block_at, &mut zones);
        }
        let first = block_at.saturating_sub(FARTHEST_HEADING);
        if let Some(heading) = self.blocks[first..block_at]
            .iter()
            .rev()
            .find(|block| block.kind == BlockKind::Heading)
        {
            zones.push((Zone::Heading, heading.span));
        }
        self.read_on(token, block, next, block_at, &mut zones);
        let behind = self.blocks.get(block_at + 2);
        Surroundings {
            zones,
            near: self.blocks[first].terms_before
                ..behind.map_or(self.starts.len(), |block| block.terms_before),
            break_before: self.break_before(tokens, index, block, block_at),
        }
    }

    /// The zones before the marker.
    fn read_back(&self, token: Span, block: Span, before: usize, zones: &mut Vec<(Zone, Span)>) {
        let mut push = |zone, start: usize, end: usize| {
            if start < end {
                zones.push((zone, Span::new(start, end)));
            }
        };
        let sentence = self
            .sentence_before(token.start)
            .filter(|span| span.start >= block.start);
        let start = sentence.map_or(token.start, |span| span.start);
        push(
            Zone::Adjacent,
            token.start.saturating_sub(ADJACENT).max(start).max(before),
            token.start,
        );
        if start >= before {
            push(Zone::Subject, start, (start + SUBJECT).min(token.start));
        }
        push(Zone::Sentence, start.max(before), token.start);
        push(Zone::Shared, start, before);
        let sentence = self
            .sentence_before(start)
            .filter(|span| span.start >= block.start);
        if self.opens_with_pronoun(start)
            && let Some(sentence) = sentence
        {
            push(Zone::Antecedent, sentence.start, sentence.end.min(start));
        }
        let earlier = sentence.map_or(start, |span| span.start).max(before);
        push(Zone::Before, earlier, start);
        push(Zone::Stretch, before.max(block.start), earlier);
        push(Zone::Paragraph, block.start, before.min(start));
    }

    fn opens_with_pronoun(&self, start: usize) -> bool {
        let word = self.text.get(self.out_of_desert(start)..).and_then(|text| {
            text.split(|char: char| !char.is_alphabetic())
                .find(|word| !word.is_empty())
        });
        word.is_some_and(|word| PRONOUNS.contains(&word.to_lowercase().as_str()))
    }

    /// The end of the block before, which leads to this one.
    fn read_lead(&self, block_at: usize, zones: &mut Vec<(Zone, Span)>) {
        let Block {
            span: lead, last, ..
        } = self.blocks[block_at - 1];
        let Some(sentence) = self
            .sentence_before(lead.end)
            .filter(|span| span.start >= lead.start)
        else {
            return;
        };
        let introduces = matches!(last, Some(':' | '—'));
        zones.push((
            if introduces {
                Zone::LeadIn
            } else {
                Zone::Preceding
            },
            Span::new(sentence.start, lead.end),
        ));
        if sentence.start > lead.start {
            zones.push((Zone::Preceding, Span::new(lead.start, sentence.start)));
        }
    }

    /// The zones behind the marker.
    fn read_on(
        &self,
        token: Span,
        block: Span,
        next: usize,
        block_at: usize,
        zones: &mut Vec<(Zone, Span)>,
    ) {
        let at = self.sentences.partition_point(|span| span.end <= token.end);
        let mut follow = at;
        if let Some(sentence) = self
            .sentences
            .get(at)
            .filter(|span| span.start < token.start)
        {
            if sentence.end.min(next) > token.end {
                zones.push((Zone::Behind, Span::new(token.end, sentence.end.min(next))));
            }
            follow += 1;
        }
        let following = self
            .sentences
            .get(follow)
            .filter(|span| span.start < next && span.end <= block.end);
        if let Some(sentence) = following {
            zones.push((
                Zone::Next,
                Span::new(sentence.start, sentence.end.min(next)),
            ));
        } else if next >= block.end
            && let Some(behind) = self.blocks.get(block_at + 1)
        {
            let introduces = self.blocks[block_at].last == Some(':');
            if introduces || behind.kind == BlockKind::Quotation {
                zones.push((Zone::Next, behind.span));
            }
        }
    }

    /// The last sentence with a word before `offset`.
    fn sentence_before(&self, offset: usize) -> Option<Span> {
        let at = self.sentences.partition_point(|span| span.start < offset);
        let last = self.sentences[at.checked_sub(1)?];
        if self.has_word(last.start, last.end.min(offset)) {
            return Some(last);
        }
        let before = self.worded[at.checked_sub(2)?]?;
        Some(self.sentences[before])
    }

    /// Whether a word stands between two places.
    fn has_word(&self, from: usize, to: usize) -> bool {
        let from = self.out_of_desert(from);
        from < to && has_word(&self.text[from..to])
    }

    /// The place itself, or the end of the long stretch without a word that it lies in.
    fn out_of_desert(&self, place: usize) -> usize {
        let at = self.deserts.partition_point(|desert| desert.end <= place);
        let desert = self.deserts.get(at);
        desert
            .filter(|desert| desert.start <= place)
            .map_or(place, |desert| desert.end)
    }

    /// Where the marker before ends, if a word stands between; the start of the block otherwise.
    fn marker_before(&self, tokens: &[Span], index: usize, start: usize) -> usize {
        tokens[..index]
            .iter()
            .rev()
            .take(MOST_TOKENS)
            .take_while(|other| other.start >= start)
            .find(|other| self.has_word(other.end, tokens[index].start))
            .map_or(start, |other| other.end)
    }

    /// Where the next marker starts, if a word stands between; the end of the block otherwise.
    fn marker_behind(&self, tokens: &[Span], index: usize, end: usize) -> usize {
        let from = tokens[index].end;
        tokens[index + 1..]
            .iter()
            .take(MOST_TOKENS)
            .take_while(|other| other.end <= end)
            .find(|other| self.has_word(from, other.start))
            .map_or(end, |other| other.start)
    }

    fn break_before(&self, tokens: &[Span], index: usize, block: Span, block_at: usize) -> u8 {
        let Some(last) = index.checked_sub(1).map(|at| tokens[at]) else {
            return 4;
        };
        if last.start >= block.start {
            if !self.has_word(last.end, tokens[index].start) {
                return 0;
            }
            let sentence = |at: usize| self.sentence_before(at).map(|span| span.start);
            return if sentence(last.start) == sentence(tokens[index].start) {
                1
            } else {
                2
            };
        }
        let from = self
            .blocks
            .partition_point(|other| other.span.start <= last.start);
        let heading = self.blocks[from.min(block_at)..block_at]
            .iter()
            .any(|other| other.kind == BlockKind::Heading);
        if heading { 4 } else { 3 }
    }

    /// What is written in one zone of a token; empty where it has none, and only the end where no sentence is so long.
    pub(super) fn written(&self, around: &Surroundings, zone: Zone) -> &str {
        let found = around.zones.iter().find(|found| found.0 == zone);
        found.map_or("", |(_, span)| {
            let start = if span.end - span.start > LONGEST_SENTENCE {
                let start = self.out_of_desert(span.end - LONGEST_SENTENCE);
                let mut places = start.min(span.end - LONGEST_GAP)..span.end;
                places
                    .find(|&at| self.text.is_char_boundary(at))
                    .unwrap_or(span.end)
            } else {
                span.start
            };
            &self.text[start..span.end]
        })
    }

    /// The terms in the zones of a token, nearest zone first.
    pub(super) fn terms<'a>(
        &'a self,
        around: &'a Surroundings,
    ) -> impl Iterator<Item = (Zone, &'a Term)> {
        let Range { start, end } = around.near;
        around.zones.iter().flat_map(move |&(zone, span)| {
            let from = start + self.starts[start..end].partition_point(|at| *at < span.start);
            let to = from + self.starts[from..end].partition_point(|at| *at < span.end);
            let (from, to) = if zone == Zone::Next || zone == Zone::Behind {
                (from, to.min(from + MOST_TERMS))
            } else {
                (from.max(to.saturating_sub(MOST_TERMS)), to)
            };
            let kept = &self.terms[self.known[from]..self.known[to]];
            kept.iter().map(move |term| (zone, term))
        })
    }
}

/// A word that opens a sentence is a name if the document mostly writes it with a capital elsewhere.
fn settle_openings(keys: usize, terms: &mut [Term]) {
    let mut balance = vec![0_i32; keys];
    for term in terms.iter() {
        match term.class {
            Class::Name => balance[term.key as usize] += 1,
            Class::Word => balance[term.key as usize] -= 1,
            _ => {}
        }
    }
    for term in terms.iter_mut().filter(|term| term.class == Class::Opening) {
        match balance[term.key as usize] {
            1.. => term.class = Class::Name,
            0 => {}
            _ => term.class = Class::Word,
        }
    }
}

fn place(term: &Term) -> (usize, usize) {
    (term.span.start, term.span.end)
}

/// For each term, and at the end, how many before it some note has.
fn count_known(terms: &[Term]) -> Vec<usize> {
    let mut known = Vec::with_capacity(terms.len() + 1);
    known.push(0);
    let mut count = 0;
    known.extend(terms.iter().map(|term| {
        count += usize::from(term.key != UNKNOWN);
        count
    }));
    known
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// For each sentence the last one up to it that has a word.
fn worded(text: &str, sentences: &[Span]) -> Vec<Option<usize>> {
    let mut last = None;
    let sentences = sentences.iter().enumerate();
    let worded = sentences.map(|(at, span)| {
        if has_word(&text[span.start..span.end]) {
            last = Some(at);
        }
        last
    });
    worded.collect()
}

/// The stretches without a word that are longer than is worth going through.
fn deserts(text: &str) -> Vec<Span> {
    let mut deserts = Vec::new();
    let mut from = 0;
    let words = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
    for (at, c) in words {
        if at - from > LONGEST_GAP {
            deserts.push(Span::new(from, at));
        }
        from = at + c.len_utf8();
    }
    if text.len() - from > LONGEST_GAP {
        deserts.push(Span::new(from, text.len()));
    }
    deserts
}

/// The text with blanks where markers and notes stand, byte for byte as long as before.
fn blanked(document: &Document, apparatus: &Apparatus) -> String {
    let mut bytes = document.text.clone().into_bytes();
    let markers = apparatus.markers.iter().map(|marker| marker.token);
    let notes = apparatus.notes.iter().map(|note| note.span);
    for span in markers.chain(notes) {
        if let Some(part) = bytes.get_mut(span.start..span.end) {
            part.fill(b' ');
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| document.text.clone())
}
