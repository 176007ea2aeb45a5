//! A tenth of the papers in `../shared/corpus`, whose pairs are known, measured by the script that lies beside them.
//! The figures here are bounds that no change may fall through, not the best that was ever reached.

#![allow(clippy::unwrap_used)]

use std::process::Command;

use serde_json::Value;

#[path = "shared/folder.rs"]
mod shared;

/// The least F1 of markers and of pairs, in per cent, for each way to write a paper.
const FLOORS: [(&str, f64); 4] = [
    ("bracket", 99.0),
    ("sup", 99.0),
    ("md", 99.0),
    ("bare", 97.0),
];

/// The most papers of a hundred clean ones on which a rule of these may speak.
const CEILINGS: [(&str, f64); 16] = [
    ("contradicting-note", 0.0),
    ("misplaced-note", 0.0),
    ("offset-numbering", 0.0),
    ("swapped-notes", 0.0),
    ("ambiguous-marker", 0.0),
    ("count-mismatch", 0.0),
    ("duplicate-marker", 0.0),
    ("duplicate-note", 0.0),
    ("empty-note", 0.0),
    ("marker-gap", 0.0),
    ("marker-out-of-order", 0.0),
    ("marker-without-note", 0.0),
    ("mixed-marker-styles", 0.0),
    ("note-gap", 0.0),
    ("note-out-of-order", 0.0),
    // One paper of 64 has a marker beside a year, which without its superscript reads `20124`.
    ("note-without-marker", 1.6),
];

#[test]
fn every_tenth_paper_scores_within_the_bounds() {
    let Some(corpus) = shared::folder("corpus") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let output = Command::new("python3")
        .arg(corpus.join("score.py"))
        .args(["--bin", env!("CARGO_BIN_EXE_footfault"), "--every", "10"])
        .arg("--report")
        .arg(&report)
        .arg("--keep")
        .arg(folder.path().join("papers"))
        .output()
        .unwrap();
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let figures: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    let faults = faults(&figures);
    assert!(faults.is_empty(), "{faults:#?}\n{table}");
}

/// Every figure that fell through its bound.
fn faults(figures: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for (variant, floor) in FLOORS {
        for what in ["markers", "notes", "pairs"] {
            let f1 = f1(&figures["reading"][format!("{variant}.{what}")]);
            if f1 < floor {
                faults.push(format!("{variant} {what}: F1 {f1:.2}, floor {floor}"));
            }
        }
    }
    for (rule, ceiling) in CEILINGS {
        let share = 100.0 * figures["alarms"][rule].as_f64().unwrap_or(0.0);
        if share > ceiling {
            faults.push(format!(
                "{rule}: speaks on {share:.1} of 100 clean papers, ceiling {ceiling}"
            ));
        }
    }
    faults
}

/// F1 in per cent of `[hit, found, gold]`.
fn f1(counts: &Value) -> f64 {
    let count = |index: usize| counts[index].as_f64().unwrap();
    let (hit, found, gold) = (count(0), count(1), count(2));
    200.0 * hit / (found + gold)
}
