//! `footfault fix`: many papers at once, mended or shown as they would be, in their order.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::configs::Configs;
use super::options::Fix;
use super::{BATCH, FAILURE, complain, delivery, papers};
use crate::fix::{Choice, Fixed, fix};
use crate::report::screen::{Screen, count, harmless};
use crate::report::{Fault, diff};
use crate::source::Source;

/// A whole run.
struct Run<'a> {
    options: &'a Fix,
    configs: Configs<'a>,
    screen: Screen,
    /// How many papers have something to fix.
    papers: usize,
    applied: usize,
    waiting: usize,
    left_out: usize,
    faults: usize,
    is_wanted: bool,
}

pub(super) fn run(options: &Fix) -> Result<u8, String> {
    let papers = papers::find(&options.paths);
    for remark in papers.faults.iter().chain(&papers.remarks) {
        complain(remark);
    }
    let mut run = Run {
        options,
        configs: Configs::new(&options.deciding, &options.choice)?,
        screen: options.painting.screen(),
        papers: 0,
        applied: 0,
        waiting: 0,
        left_out: 0,
        faults: papers.faults.len(),
        is_wanted: true,
    };
    run.all(&papers.paths)?;
    run.close();
    Ok(run.status())
}

impl Run<'_> {
    fn all(&mut self, paths: &[PathBuf]) -> Result<(), String> {
        let pool = super::pool(self.options.jobs)?;
        for batch in paths.chunks(BATCH) {
            let fixed: Vec<_> = pool.install(|| {
                batch
                    .par_iter()
                    .map(|path| papers::shielded(path, || self.one(path)))
                    .collect()
            });
            for (path, one) in batch.iter().zip(fixed) {
                let delivered = one.and_then(|(source, fixed)| {
                    papers::shielded(path, || self.deliver(path, &source, &fixed))
                });
                if let Err(fault) = delivered {
                    complain(&fault);
                    self.faults += 1;
                }
            }
            if !self.is_wanted {
                break;
            }
        }
        Ok(())
    }

    fn one(&self, path: &Path) -> Result<(Source, Fixed), Fault> {
        let source = papers::open(path, self.options.reading.format)?;
        let choice = Choice {
            settings: self.configs.settings(path)?,
            with_unsafe: self.options.with_unsafe,
        };
        let fixed = fix(&source, &choice)?;
        Ok((source, fixed))
    }

    fn deliver(&mut self, path: &Path, source: &Source, fixed: &Fixed) -> Result<(), Fault> {
        let fault = |message| Fault {
            path: source.path.clone(),
            message,
        };
        if self.options.doing.write {
            self.write(path, source, fixed).map_err(fault)?;
        } else {
            self.show(source, fixed).map_err(fault)?;
        }
        self.tell(source, fixed);
        self.papers += usize::from(!fixed.applied.is_empty());
        self.applied += fixed.applied.len();
        self.waiting += fixed.waiting;
        self.left_out += fixed.left_out.len();
        Ok(())
    }

    fn write(&mut self, path: &Path, source: &Source, fixed: &Fixed) -> Result<(), String> {
        if papers::is_standard_input(path) {
            self.is_wanted = delivery::print_bytes(&fixed.bytes)?;
            return Ok(());
        }
        if fixed.applied.is_empty() {
            return Ok(());
        }
        delivery::replace(path, &source.bytes, &fixed.bytes)
    }

    fn show(&mut self, source: &Source, fixed: &Fixed) -> Result<(), String> {
        let (path, screen) = (&source.path, self.screen);
        let shown = if screen.terminal {
            diff::windows(path, &fixed.before, &fixed.after, screen).into_bytes()
        } else if fixed.is_line_by_line {
            diff::patch(path, &source.bytes, &fixed.bytes, screen)
        } else {
            let (before, after) = (fixed.before.as_bytes(), fixed.after.as_bytes());
            diff::patch(path, before, after, screen)
        };
        if !screen.terminal && !fixed.is_line_by_line && !shown.is_empty() {
            super::tell(&format!(
                "{path}: shown as UTF-8, which the file is not: no patch can be made of it, use --write"
            ));
        }
        self.is_wanted = delivery::print_bytes(&shown)?;
        Ok(())
    }

    /// Says on standard error what was done with a paper, and what was not and why.
    fn tell(&self, source: &Source, fixed: &Fixed) {
        let path = &source.path;
        for left in &fixed.left_out {
            super::tell(&format!(
                "{path}:{}:{}: left out: {} ({}): {}",
                left.place.line,
                left.place.column,
                harmless(&left.message),
                left.rule,
                left.reason
            ));
        }
        if fixed.is_unfinished {
            super::tell(&format!(
                "{path}: so many fixes stand in each other's way that some may be left; run once more"
            ));
        }
        if !fixed.is_fixable {
            self.say(&format!(
                "{}: cannot be fixed here: fixes are made in text, Markdown, web pages, JATS and LaTeX; make the changes that \
                 'footfault check' asks for in its own program",
                harmless(path)
            ));
        }
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for applied in &fixed.applied {
            *rules.entry(applied.rule).or_default() += 1;
        }
        if !rules.is_empty() {
            let parts: Vec<String> = rules
                .iter()
                .map(|(rule, number)| format!("{number} {rule}"))
                .collect();
            self.say(&format!("{}: {}", harmless(path), parts.join(", ")));
        }
    }

    /// The last line: how many fixes there are, and how many more there could be.
    fn close(&self) {
        let what = fixes(self.applied);
        let (papers, files) = (count(self.papers, "paper"), self.options.doing.write);
        let mut parts = vec![match (self.applied, files) {
            (0, _) => "nothing to fix".to_owned(),
            (_, true) => format!("{what} made in {papers}"),
            (_, false) => format!("{what} for {papers}; --write makes them"),
        }];
        if self.waiting > 0 {
            parts.push(format!("{} more with --unsafe", self.waiting));
        }
        if self.left_out > 0 {
            parts.push(format!("{} left out", self.left_out));
        }
        self.say(&parts.join("; "));
    }

    fn say(&self, line: &str) {
        if !self.options.quiet {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }

    fn status(&self) -> u8 {
        if self.faults > 0 {
            return FAILURE;
        }
        u8::from(self.applied > 0 && !self.options.doing.write)
    }
}

/// `1 fix`, `2 fixes`.
fn fixes(number: usize) -> String {
    let plural = if number == 1 { "" } else { "es" };
    format!("{number} fix{plural}")
}
