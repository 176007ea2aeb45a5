//! Mending what can be mended: the edits of the findings are made in the bytes of the source, and the new text is
//! checked again.
//!
//! The paper goes through rounds. In each, fixes that do not get into each other's way are made together, and the new
//! bytes are read and checked as if they had come from a file. A set of fixes that leaves the paper worse than before
//! is taken apart until the one is found that does the harm; it is left out and told of. When a round has nothing left
//! to do, fixing once more would do nothing either.

use std::collections::BTreeMap;

use crate::check::{Report, check};
use crate::document::Place;
use crate::finding::{Finding, Fix, Severity};
use crate::rules::REGISTRY;
use crate::settings::Settings;
use crate::source::{Error, Source};

mod edits;
#[cfg(test)]
mod tests;

/// More checks of one paper than this are not made. Each finding costs one or two, so that a paper which needs more has
/// some hundred fixes that stand in each other's way.
const MOST_CHECKS: usize = 300;

/// More rounds than this are not gone. In each, everything is mended that does not stand in the way of something else, so
/// that what is left after a few was made by the fixes themselves.
const MOST_ROUNDS: usize = 12;

/// Which fixes are made.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The rules whose findings are mended.
    pub settings: Settings,
    /// Whether fixes are made that somebody should look at.
    pub with_unsafe: bool,
}

/// A paper after its fixes.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The source as it should be; the same bytes as before where there was nothing to do.
    pub bytes: Vec<u8>,
    /// The text of the source before.
    pub before: String,
    /// The text of the source now.
    pub after: String,
    /// Whether the bytes of the source are the bytes of its text but for a byte order mark, or at least hold its ASCII
    /// as it is, so that they can be shown line by line.
    pub is_line_by_line: bool,
    /// Whether anything can be changed in a source of its format.
    pub is_fixable: bool,
    /// What was done, in the order in which it was done.
    pub applied: Vec<Applied>,
    /// What could have been done and was not.
    pub left_out: Vec<LeftOut>,
    /// How many fixes are left that somebody should look at and that were not asked for.
    pub waiting: usize,
    /// Whether so much stood in each other's way that something may be left for another run.
    pub is_unfinished: bool,
}

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The rule that proposed it.
    pub rule: &'static str,
    /// What it does.
    pub message: String,
}

/// A fix that was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The rule that proposed it.
    pub rule: &'static str,
    /// What it would have done.
    pub message: String,
    /// Where, in the new text.
    pub place: Place,
    /// Why it was not made.
    pub reason: Reason,
}

/// Why a fix was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The paper would have had more faults than before.
    #[error("the paper would have more findings of {0} than before")]
    Worse(&'static str),
    /// The paper would have had as many faults as before.
    #[error("what it should mend would still be there")]
    InVain,
    /// The source cannot hold it.
    #[error(
        "it cannot be written in the encoding of the file, {0}, without changing anything else"
    )]
    Encoding(String),
    /// Its edits overlap or lie outside the text.
    #[error("its edits do not fit the text")]
    Unsound,
}

/// Mends a paper as far as it can be mended.
pub fn fix(source: &Source, choice: &Choice) -> Result<Fixed, Error> {
    let settings = wide(&choice.settings);
    fix_by(&|source| check(source, &settings), source, choice)
}

/// What says of a source what is wrong with it.
type Check<'a> = dyn Fn(&Source) -> Result<Report, Error> + 'a;

fn fix_by(check: &Check<'_>, source: &Source, choice: &Choice) -> Result<Fixed, Error> {
    let paper = Paper::read(source.clone(), check)?;
    let before = paper.report.document.text.clone();
    let mut work = Work {
        choice,
        check,
        paper,
        applied: Vec::new(),
        dropped: Vec::new(),
        is_changed: false,
        checks: 0,
        rounds: 0,
    };
    work.run();
    Ok(work.finish(before))
}

/// The settings with which a paper is checked to see whether it has become worse: everything that is on by default,
/// whatever the user chose, and what the user chose beside it.
fn wide(settings: &Settings) -> Settings {
    let chosen = REGISTRY
        .iter()
        .filter(|rule| rule.level(settings).is_some());
    let off = chosen.filter(|rule| rule.severity.is_none());
    Settings {
        severity: off
            .map(|rule| (rule.id.to_owned(), Some(Severity::Warning)))
            .collect(),
        house: settings.house.clone(),
        ..Settings::default()
    }
}

/// A source and what is wrong with it.
struct Paper {
    source: Source,
    report: Report,
    standing: Standing,
}

impl Paper {
    fn read(source: Source, check: &Check<'_>) -> Result<Self, Error> {
        let report = check(&source)?;
        let standing = Standing::of(&report);
        Ok(Self {
            source,
            report,
            standing,
        })
    }
}

/// How a paper stands. A step is kept if errors, warnings, remarks and length, compared in this order, become less;
/// since none of them can fall for ever, the rounds come to an end.
struct Standing {
    measure: [usize; 4],
    errors: BTreeMap<&'static str, usize>,
    findings: BTreeMap<&'static str, usize>,
}

impl Standing {
    fn of(report: &Report) -> Self {
        let mut standing = Self {
            measure: [0, 0, 0, report.document.text.len()],
            errors: BTreeMap::new(),
            findings: BTreeMap::new(),
        };
        for finding in &report.findings {
            *standing.findings.entry(finding.rule).or_default() += 1;
            match finding.severity {
                Severity::Error => {
                    standing.measure[0] += 1;
                    *standing.errors.entry(finding.rule).or_default() += 1;
                }
                Severity::Warning => standing.measure[1] += 1,
                Severity::Info => standing.measure[2] += 1,
            }
        }
        standing
    }

    /// Why a step from here to there should not be taken.
    fn objection(&self, there: &Self, is_safe: bool) -> Option<Reason> {
        if let Some(rule) = risen(&self.errors, &there.errors) {
            return Some(Reason::Worse(rule));
        }
        let total = |standing: &Self| standing.measure[..3].iter().sum::<usize>();
        // A fix that is looked at may leave a mark of its own, such as a note that has to be filled in.
        if is_safe && total(there) > total(self) {
            return risen(&self.findings, &there.findings).map(Reason::Worse);
        }
        (there.measure >= self.measure).then_some(Reason::InVain)
    }
}

/// The first rule that has more findings than before.
fn risen(
    before: &BTreeMap<&'static str, usize>,
    after: &BTreeMap<&'static str, usize>,
) -> Option<&'static str> {
    let more = |(rule, count): (&&'static str, &usize)| {
        (before.get(rule).unwrap_or(&0) < count).then_some(*rule)
    };
    after.iter().find_map(more)
}

/// A fix that is not to be made in the text as it stands.
struct Dropped {
    rule: &'static str,
    fix: Fix,
    reason: Reason,
}

/// The work on one paper.
struct Work<'a> {
    choice: &'a Choice,
    check: &'a Check<'a>,
    paper: Paper,
    applied: Vec<Applied>,
    dropped: Vec<Dropped>,
    /// Whether the text has changed since the first of the fixes that are dropped was.
    is_changed: bool,
    checks: usize,
    /// How many of them have made the paper better.
    rounds: usize,
}

impl Work<'_> {
    fn run(&mut self) {
        while !self.is_exhausted() {
            let chosen = self.choose();
            if !chosen.is_empty() {
                self.keep(chosen);
            } else if self.is_changed && !self.dropped.is_empty() {
                // What did harm before may do none in the text as it is now.
                self.dropped.clear();
                self.is_changed = false;
            } else {
                return;
            }
        }
    }

    fn is_exhausted(&self) -> bool {
        self.checks >= MOST_CHECKS || self.rounds >= MOST_ROUNDS
    }

    /// Fixes that can be made together: safe ones as long as there are any.
    fn choose(&mut self) -> Vec<(&'static str, Fix)> {
        let (document, source) = (&self.paper.report.document, &self.paper.source.bytes);
        let mut open: Vec<(&'static str, &Fix)> = Vec::new();
        let mut refused = Vec::new();
        for (rule, fix) in self.candidates() {
            match edits::splices(document, source, fix) {
                Ok(_) => open.push((rule, fix)),
                Err(reason) => refused.push(Dropped {
                    rule,
                    fix: fix.clone(),
                    reason,
                }),
            }
        }
        let is_safe = open.iter().any(|(_, fix)| fix.safe);
        open.retain(|(_, fix)| fix.safe == is_safe);
        let fixes: Vec<&Fix> = open.iter().map(|(_, fix)| *fix).collect();
        let chosen = edits::apart(&fixes);
        let chosen = chosen
            .into_iter()
            .map(|index| (open[index].0, open[index].1.clone()))
            .collect();
        self.dropped.extend(refused);
        chosen
    }

    /// The fixes that were asked for and are not dropped, each once.
    fn candidates(&self) -> Vec<(&'static str, &Fix)> {
        let mut candidates: Vec<(&'static str, &Fix)> = Vec::new();
        for finding in &self.paper.report.findings {
            let Some(fix) = self.asked_for(finding).filter(|fix| self.is_allowed(fix)) else {
                continue;
            };
            let is_dropped = (self.dropped.iter())
                .any(|dropped| dropped.rule == finding.rule && dropped.fix == *fix);
            if !is_dropped {
                candidates.push((finding.rule, fix));
            }
        }
        candidates
    }

    /// The fix of a finding, if the user chose its rule and wants findings this sure.
    fn asked_for<'a>(&self, finding: &'a Finding) -> Option<&'a Fix> {
        let settings = &self.choice.settings;
        let rule = REGISTRY.iter().find(|rule| rule.id == finding.rule)?;
        let is_sure = finding.confidence >= settings.min_confidence;
        finding
            .fix
            .as_ref()
            .filter(|_| is_sure && rule.level(settings).is_some())
    }

    fn is_allowed(&self, fix: &Fix) -> bool {
        fix.safe || self.choice.with_unsafe
    }

    /// Makes as many of the fixes as do no harm, at least one, or drops one.
    fn keep(&mut self, mut chosen: Vec<(&'static str, Fix)>) {
        loop {
            match self.attempt(&chosen) {
                Ok(paper) => return self.accept(paper, &chosen),
                Err(_) if chosen.len() > 1 => chosen.truncate(chosen.len() / 2),
                Err(reason) => {
                    let dropped = chosen.into_iter();
                    self.dropped.extend(dropped.map(|(rule, fix)| Dropped {
                        rule,
                        fix,
                        reason: reason.clone(),
                    }));
                    return;
                }
            }
        }
    }

    /// The paper with these fixes made, or what speaks against it.
    fn attempt(&mut self, chosen: &[(&'static str, Fix)]) -> Result<Paper, Reason> {
        self.checks += 1;
        let (document, source) = (&self.paper.report.document, &self.paper.source);
        let fixes: Vec<&Fix> = chosen.iter().map(|(_, fix)| fix).collect();
        let mut splices = Vec::new();
        for fix in &fixes {
            splices.extend(edits::splices(document, &source.bytes, fix)?);
        }
        let bytes = edits::spliced(&source.bytes, &edits::in_order(splices));
        let encoding = || Reason::Encoding(document.encoding.name().to_owned());
        let source = Source {
            path: source.path.clone(),
            bytes,
            format: Some(document.format),
        };
        let paper = Paper::read(source, self.check).map_err(|_| encoding())?;
        // A guessed encoding may be guessed anew, and one with shifts may have been changed behind the edit.
        if paper.report.document.text != edits::edited(document, &fixes) {
            return Err(encoding());
        }
        let is_safe = fixes.iter().all(|fix| fix.safe);
        match self.paper.standing.objection(&paper.standing, is_safe) {
            Some(reason) => Err(reason),
            None => Ok(paper),
        }
    }

    fn accept(&mut self, paper: Paper, chosen: &[(&'static str, Fix)]) {
        let fixes: Vec<&Fix> = chosen.iter().map(|(_, fix)| fix).collect();
        let dropped = std::mem::take(&mut self.dropped).into_iter();
        self.dropped = dropped
            .filter_map(|dropped| {
                let fix = edits::moved(&dropped.fix, &fixes)?;
                Some(Dropped { fix, ..dropped })
            })
            .collect();
        self.is_changed = true;
        self.rounds += 1;
        self.applied
            .extend(chosen.iter().map(|(rule, fix)| Applied {
                rule,
                message: fix.message.clone(),
            }));
        self.paper = paper;
    }

    fn finish(self, before: String) -> Fixed {
        let document = &self.paper.report.document;
        let waiting = (self.paper.report.findings.iter())
            .filter_map(|finding| self.asked_for(finding))
            .filter(|fix| !self.is_allowed(fix))
            .count();
        let left_out = self.dropped.iter().map(|dropped| LeftOut {
            rule: dropped.rule,
            message: dropped.fix.message.clone(),
            place: document.place(first_byte(&dropped.fix).min(document.text.len())),
            reason: dropped.reason.clone(),
        });
        Fixed {
            before,
            after: document.text.clone(),
            is_line_by_line: document.encoding.is_ascii_compatible(),
            is_fixable: document.format.has_lines(),
            left_out: left_out.collect(),
            waiting,
            is_unfinished: self.is_exhausted(),
            applied: self.applied,
            bytes: self.paper.source.bytes,
        }
    }
}

fn first_byte(fix: &Fix) -> usize {
    fix.edits.first().map_or(0, |edit| edit.span.start)
}
