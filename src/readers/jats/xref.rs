//! Links from the text to notes and references.

use roxmltree::Node;

use super::survey::{Kind, LONGEST_LABEL, plain};
use super::{Walker, string};
use crate::document::Span;
use crate::raised::lowered;
use crate::readers::composer::Call;

/// The longest range whose middle is believed to be implied; longer ones are pages or years.
const LONGEST_RANGE: u32 = 100;

/// How many markers ranges may imply in an article, so that a few bytes cannot make thousands of them again and again.
const MOST_IMPLIED: usize = 20_000;

/// How many notes or references one link leads to at most; what it names behind them is left out, with a warning. A group
/// of citations has some twenty.
const MOST_KEYS: usize = 1_000;

/// A marker with which a range can begin.
pub(super) struct Lead {
    span: Span,
    number: u32,
    list: usize,
}

impl<'a, 'input> Walker<'a, 'input> {
    /// A link: a marker if it leads to a note or a reference, or should.
    pub(super) fn link(&mut self, node: Node<'a, 'input>) {
        let rid = node.attribute("rid").unwrap_or_default();
        let mut named = rid.split_whitespace();
        let keys: Vec<&str> = named.by_ref().take(MOST_KEYS).collect();
        if named.next().is_some() {
            self.composer.warn(format!(
                "a link leads to more than {MOST_KEYS} notes; those behind them are left out"
            ));
        }
        let kind = node.attribute("ref-type").unwrap_or_default();
        self.ensure_open();
        let Some(list) = self.called_list(&keys, kind) else {
            let start = self.composer.here();
            self.blocks(node);
            self.composer.hide(start);
            return;
        };
        let span = self.shown(node, &keys);
        if span.is_empty() {
            return;
        }
        // The brackets of `[<xref>3</xref>]` belong to no link, and typed markers are not looked for there.
        if let Some(sign) = self.composer.before(span.start, &['[', '(']) {
            self.composer.hide(sign);
        }
        let shown = digits(self.composer.since(span.start));
        let numbers = numbers(&shown);
        self.implied(span, &numbers, list);
        self.called(&keys, &plain(&shown), span, &numbers, list);
        self.lead = numbers
            .last()
            .map(|&(number, _)| Lead { span, number, list });
    }

    /// The list that a link calls into; `None` if it is no marker.
    fn called_list(&self, keys: &[&str], kind: &str) -> Option<usize> {
        let found = keys.iter().find_map(|key| self.survey.target(key));
        if let Some(found) = found {
            return Some(found.list);
        }
        match kind {
            "bibr" => self.survey.list_of(true),
            // A note that is there and is none of the text's, such as one below the authors' names.
            "fn" | "table-fn" if keys.iter().all(|key| !self.survey.has_id(key)) => {
                self.survey.list_of(false)
            }
            _ => None,
        }
    }

    /// Writes what a marker shows. A number that stands at a word is printed above the line, whether or not the markup
    /// says so.
    fn shown(&mut self, node: Node<'a, 'input>, keys: &[&str]) -> Span {
        let start = self.composer.here();
        let text = string(node);
        if text.is_empty() {
            let label = keys
                .first()
                .and_then(|key| self.survey.target(key))
                .map(|found| found.label.clone());
            return label.map_or(self.composer.written(start), |label| {
                self.composer.sign(&label)
            });
        }
        let is_note = keys
            .first()
            .and_then(|key| self.survey.target(key))
            .is_some_and(|found| found.kind != Kind::Reference);
        let is_bare = text.chars().all(|c| c.is_ascii_digit());
        let raise = is_bare && is_note;
        self.raised += usize::from(raise);
        self.blocks(node);
        self.raised -= usize::from(raise);
        self.composer.written(start)
    }

    /// The numbers between the marker before and this one, if a dash alone parts them.
    fn implied(&mut self, span: Span, numbers: &[(u32, bool)], list: usize) {
        let Some(lead) = self.lead.take() else {
            return;
        };
        let Some(&(end, _)) = numbers.first() else {
            return;
        };
        let between =
            &self.composer.since(lead.span.end)[..span.start.saturating_sub(lead.span.end)];
        let is_range = !between.trim().is_empty()
            && between.trim().chars().all(is_dash)
            && lead.list == list
            && end > lead.number
            && end - lead.number <= LONGEST_RANGE;
        if is_range {
            let whole = Span::new(lead.span.start, span.end);
            for number in lead.number + 1..end {
                self.call(Some(number.to_string()), whole, None, list, true);
            }
        }
    }

    fn called(
        &mut self,
        keys: &[&str],
        shown: &str,
        span: Span,
        numbers: &[(u32, bool)],
        list: usize,
    ) {
        let written = numbers.iter().filter(|(_, implied)| !implied).count();
        let each = numbers.len() == keys.len();
        // Where the names fit neither all numbers nor those that are written, the first leads to the first.
        if numbers.len() > 1 && (each || written == keys.len() || keys.len() == 1) {
            let (mut keys, mut runs) = (keys.iter(), self.runs(span).into_iter());
            for &(number, implied) in numbers {
                let key = if each || !implied { keys.next() } else { None };
                let key = key.map(|&key| key.to_owned());
                let own = if implied { None } else { runs.next() };
                self.call(
                    Some(number.to_string()),
                    own.unwrap_or(span),
                    key,
                    list,
                    implied,
                );
            }
            return;
        }
        let is_label = keys.len() == 1 && shown.chars().count() <= LONGEST_LABEL
            || numbers.len() == 1 && keys.len() == 1;
        let label = (is_label && !shown.is_empty()).then(|| shown.to_owned());
        let label = label.filter(|shown| !self.is_one_of_several(keys, shown));
        for key in keys {
            self.call(label.clone(), span, Some((*key).to_owned()), list, false);
        }
    }

    /// The runs of digits in what a marker shows.
    fn runs(&self, span: Span) -> Vec<Span> {
        let mut runs: Vec<Span> = Vec::new();
        let shown = &self.composer.since(span.start)[..span.len()];
        for (offset, sign) in shown.char_indices() {
            if !digit(sign).is_ascii_digit() {
                continue;
            }
            let at = span.start + offset;
            match runs.last_mut() {
                Some(run) if run.end == at => run.end = at + sign.len_utf8(),
                _ => runs.push(Span::new(at, at + sign.len_utf8())),
            }
        }
        runs
    }

    /// Whether the note has several labels, such as the `a,b,c` of a note for columns, and these letters are among them.
    fn is_one_of_several(&self, keys: &[&str], shown: &str) -> bool {
        let found = keys.first().and_then(|key| self.survey.target(key));
        found.is_some_and(|found| {
            let labels: Vec<&str> = found.label.split(',').map(str::trim).collect();
            let is_among = |letter: char| labels.contains(&&*letter.encode_utf8(&mut [0; 4]));
            labels.len() > 1 && shown.chars().all(is_among)
        })
    }

    /// Adds a marker.
    pub(super) fn call(
        &mut self,
        label: Option<String>,
        span: Span,
        target: Option<String>,
        list: usize,
        is_implied: bool,
    ) {
        if is_implied {
            self.implied += 1;
            if self.implied > MOST_IMPLIED {
                return;
            }
        }
        self.composer.call(Call {
            label,
            span,
            keys: Vec::new(),
            target,
            list,
            is_implied,
        });
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−')
}

/// A text with raised digits as plain ones.
fn digits(text: &str) -> String {
    text.chars().map(digit).collect()
}

fn digit(sign: char) -> char {
    lowered(sign).unwrap_or(sign)
}

/// The numbers of `3`, `[3–5]` or `3, 5`, each with whether a range implies it; none where there is anything else.
fn numbers(shown: &str) -> Vec<(u32, bool)> {
    let mut found: Vec<(u32, bool)> = Vec::new();
    for part in plain(shown).split([',', ';']) {
        let ends: Vec<&str> = part.split(is_dash).map(str::trim).collect();
        let parsed: Vec<Option<u32>> = ends.iter().map(|end| number(end)).collect();
        match parsed.as_slice() {
            [Some(only)] => found.push((*only, false)),
            [Some(first), Some(last)] if first < last && last - first <= LONGEST_RANGE => {
                found.push((*first, false));
                found.extend((first + 1..*last).map(|number| (number, true)));
                found.push((*last, false));
            }
            _ => return Vec::new(),
        }
    }
    found
}

/// A number such as a list of references has; years are none.
fn number(text: &str) -> Option<u32> {
    let text = plain(text);
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
        .filter(|number| *number < 1500)
}
