//! What the author of a paper asks not to be told, in a comment of the paper itself:
//! `<!-- footfault: ignore offset-numbering: the list is numbered by the publisher -->`.
//!
//! Such a comment holds for the paragraph or the note that it stands in, or for the next one if it stands alone;
//! `ignore-file` holds for the whole paper.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::document::{Document, Remark, Span, fold};
use crate::finding::Finding;

/// What a comment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suppression {
    /// Where the comment stands.
    pub(super) span: Span,
    /// Where it holds.
    pub(super) scope: Span,
    /// The rules that it names, known or not.
    pub(super) rules: Vec<String>,
    /// Why, in the author's words; may be empty.
    pub(super) reason: String,
}

impl Suppression {
    /// Whether it holds at one of these places, which are in order.
    pub(super) fn covers_any(&self, places: &[usize]) -> bool {
        let at = places.partition_point(|&place| place < self.scope.start);
        places.get(at).is_some_and(|&place| place <= self.scope.end)
    }
}

/// What a comment of ours says.
pub(super) enum Remarked {
    /// Not to tell something.
    Ignore(Suppression),
    /// Nothing that we understand; with what is wrong.
    Unclear(Span, String),
}

/// Where each rule is not to be told: stretches in order, of which none lies in the one before.
pub(super) struct Silence(FxHashMap<String, Vec<Span>>);

impl Silence {
    /// What all comments of a paper ask for together.
    pub(super) fn of(document: &Document) -> Self {
        let mut silence: FxHashMap<String, Vec<Span>> = FxHashMap::default();
        for remark in of(document) {
            if let Remarked::Ignore(asked) = remark {
                for rule in asked.rules {
                    silence.entry(rule).or_default().push(asked.scope);
                }
            }
        }
        for scopes in silence.values_mut() {
            scopes.sort_unstable_by_key(|scope| (scope.start, Reverse(scope.end)));
            scopes.dedup_by(|next, kept| next.end <= kept.end);
        }
        Self(silence)
    }

    /// Whether a finding is not to be told.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        let place = finding.span.start;
        self.0.get(finding.rule).is_some_and(|scopes| {
            let at = scopes.partition_point(|scope| scope.end < place);
            scopes.get(at).is_some_and(|scope| scope.start <= place)
        })
    }
}

/// Reads the comments of a paper that speak to us, in the order of the text.
pub(super) fn of(document: &Document) -> Vec<Remarked> {
    let remarks = document.remarks.iter();
    remarks.map(|remark| read(document, remark)).collect()
}

fn read(document: &Document, remark: &Remark) -> Remarked {
    let text = fold(&remark.text);
    let (word, rest) = text.split_once(' ').unwrap_or((&text, ""));
    let scope = match word {
        "ignore" => scope(document, remark.span),
        "ignore-file" => Span::new(0, document.text.len()),
        _ => {
            let message = format!("“{word}” is nothing that a comment can ask for");
            return Remarked::Unclear(remark.span, message);
        }
    };
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let rules: Vec<String> = names
        .split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    if rules.is_empty() {
        return Remarked::Unclear(remark.span, "the comment names no rule".to_owned());
    }
    if let Some(message) = rules.iter().find_map(|name| super::by_id(name).err()) {
        return Remarked::Unclear(remark.span, message);
    }
    Remarked::Ignore(Suppression {
        span: remark.span,
        scope,
        rules,
        reason: reason.trim().to_owned(),
    })
}

/// The paragraph or note that a comment is in, or the next one if it stands alone.
fn scope(document: &Document, comment: Span) -> Span {
    let text = &document.text;
    let line = |at: usize| document.lines().span(document.lines().line_of(at));
    let before = &text[line(comment.start).start..comment.start];
    let behind = &text[comment.end..line(comment.end).end];
    let is_alone = !comment.is_empty() && before.trim().is_empty() && behind.trim().is_empty();
    let at = if is_alone {
        let rest = &text[comment.end..];
        comment.end + (rest.len() - rest.trim_start().len())
    } else {
        comment.start
    };
    let mut notes = document.native_notes.iter().map(|note| note.span);
    let note = notes.find(|note| note.start <= at && at <= note.end);
    let block = document.block_at(at).map(|block| block.span);
    note.or(block).unwrap_or_else(|| line(at.min(text.len())))
}
