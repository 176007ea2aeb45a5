//! `--baseline`: findings that are known and accepted, so that only new ones count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::delivery;
use super::options::Accepting;
use crate::check::Report;
use crate::report::fingerprint;

/// The version of the file.
const VERSION: u32 = 1;

/// What the file holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    schema_version: u32,
    /// For each fingerprint what was found and where, for people; only the fingerprint counts.
    findings: BTreeMap<String, Known>,
}

/// A finding as it was when it was accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    rule: String,
    path: String,
    message: String,
}

/// The known findings of a run.
pub(super) struct Baseline {
    known: BTreeSet<String>,
    /// Where what is found is written, if it is to be accepted.
    update: Option<PathBuf>,
    found: Mutex<BTreeMap<String, Known>>,
    left_out: AtomicUsize,
}

impl Baseline {
    /// Reads the file. One that is to be written need not be there.
    pub(super) fn open(accepting: &Accepting) -> Result<Option<Self>, String> {
        let Some(path) = &accepting.baseline else {
            return Ok(None);
        };
        let known = if accepting.update_baseline {
            BTreeSet::new()
        } else {
            read(path)?
        };
        Ok(Some(Self {
            known,
            update: accepting.update_baseline.then(|| path.clone()),
            found: Mutex::default(),
            left_out: AtomicUsize::new(0),
        }))
    }

    /// Takes out of a report what is known; where all is to be accepted, everything is.
    pub(super) fn strip(&self, report: &mut Report) {
        let fingerprints = fingerprint::of(report);
        let before = report.findings.len();
        if self.update.is_some() {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            for (finding, fingerprint) in report.findings.drain(..).zip(fingerprints) {
                found.insert(
                    fingerprint,
                    Known {
                        rule: finding.rule.to_owned(),
                        path: report.document.path.clone(),
                        message: finding.message,
                    },
                );
            }
        } else {
            let mut fingerprints = fingerprints.iter();
            let is_new = |fingerprint: &String| !self.known.contains(fingerprint);
            report
                .findings
                .retain(|_| fingerprints.next().is_none_or(is_new));
        }
        self.left_out
            .fetch_add(before - report.findings.len(), Ordering::Relaxed);
    }

    /// Writes the file, if it is to be written, and says how many findings were left out.
    pub(super) fn finish(self) -> Result<String, String> {
        let number = self.left_out.into_inner();
        let findings = if number == 1 {
            "1 finding".to_owned()
        } else {
            format!("{number} findings")
        };
        let Some(path) = self.update else {
            return Ok(format!("{findings} left out that the baseline accepts"));
        };
        let accepted = Accepted {
            schema_version: VERSION,
            findings: self
                .found
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner),
        };
        let mut text =
            serde_json::to_string_pretty(&accepted).map_err(|error| error.to_string())?;
        text.push('\n');
        delivery::write_whole(&path, text.as_bytes())?;
        Ok(format!("{findings} accepted in {}", path.display()))
    }
}

fn read(path: &Path) -> Result<BTreeSet<String>, String> {
    let fault = |what: String| format!("{}: {what}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| {
        fault(format!(
            "{}; --update-baseline writes it",
            crate::source::plain(&error)
        ))
    })?;
    let accepted: Accepted = serde_json::from_str(&text)
        .map_err(|error| fault(format!("is not a baseline of footfault ({error})")))?;
    if accepted.schema_version != VERSION {
        return Err(fault(format!(
            "is a baseline of another version ({})",
            accepted.schema_version
        )));
    }
    Ok(accepted.findings.into_keys().collect())
}
