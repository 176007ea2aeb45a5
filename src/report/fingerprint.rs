//! What a finding is known by from one run to the next.
//!
//! A fingerprint is made of the rule and the words around the finding, without numbers: it stays when the paper is
//! moved or renamed, when something is written above it, and when markers are renumbered. It goes when the sentence
//! itself is rewritten; then somebody should look again anyway.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::check::Report;
use crate::document::{Document, Span};

/// How many words on either side of a finding belong to its fingerprint.
const WORDS: usize = 8;

/// How far they are looked for, in bytes; a line of a megabyte without a blank is not read for each of its findings.
const REACH: usize = 1_024;

/// How many bytes of the digest are kept; among a million findings two alike are as good as impossible.
const BYTES: usize = 12;

/// The fingerprints of a paper's findings, in their order. Of findings that are alike in everything, each is told from
/// those before it.
pub fn of(report: &Report) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let findings = report.findings.iter();
    findings
        .map(|finding| {
            let words = surroundings(&report.document, finding.span);
            let known_by = format!("{}\n{words}", finding.rule);
            let alike = seen.entry(known_by.clone()).or_default();
            *alike += 1;
            digest(&format!("{known_by}\n{alike}"))
        })
        .collect()
}

/// The words around a span and in it, in small letters, with a sign for every number.
fn surroundings(document: &Document, span: Span) -> String {
    let block = document.block_at(span.start).map(|block| block.span);
    let line = document.lines().span(document.lines().line_of(span.start));
    let around = block.unwrap_or(line);
    let text = &document.text;
    let start = boundary(text, span.start.saturating_sub(REACH));
    let start = start.max(around.start.min(span.start));
    let end = boundary(text, span.end + REACH);
    let end = end.min(around.end.max(span.end));
    let inside = boundary(text, span.start + REACH).min(span.end);
    let before: Vec<&str> = text[start..span.start]
        .split_whitespace()
        .rev()
        .take(WORDS)
        .collect();
    let inside = text[span.start..inside].split_whitespace().take(WORDS);
    let behind = text[span.end..end].split_whitespace().take(WORDS);
    let words = before.into_iter().rev().chain(inside).chain(behind);
    words.map(plain).collect::<Vec<_>>().join(" ")
}

/// The first place from here on at which a character begins.
fn boundary(text: &str, place: usize) -> usize {
    let mut places = place..text.len();
    let found = places.find(|&at| text.is_char_boundary(at));
    found.unwrap_or(text.len())
}

fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for character in word.chars().flat_map(char::to_lowercase) {
        if character.is_numeric() {
            if !plain.ends_with('#') {
                plain.push('#');
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest[..BYTES]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
