//! A tenth of the papers in `../shared/corpus`, whose pairs are known, measured by the script that lies beside them.
//! The figures here are bounds that no change may fall through, not the best that was ever reached.

#![allow(clippy::unwrap_used)]

use std::process::Command;

use serde_json::Value;

#[path = "shared/folder.rs"]
mod shared;
#[path = "shared/tool.rs"]
mod tool;

/// The least F1 of markers and of pairs, in per cent, for each way to write a paper.
const FLOORS: [(&str, f64); 4] = [
    ("bracket", 99.5),
    ("sup", 99.5),
    ("md", 99.5),
    ("bare", 98.5),
];

/// The least share of offsets found, and of other faults named, in per cent. A tenth of the papers is few: one miss among
/// them is several per cent.
const FOUND: f64 = 90.0;

/// Rules that must say nothing about a clean paper.
const SILENT: [&str; 16] = [
    "ambiguous-marker",
    "contradicting-note",
    "count-mismatch",
    "duplicate-marker",
    "duplicate-note",
    "empty-note",
    "marker-gap",
    "marker-out-of-order",
    "marker-without-note",
    "misplaced-note",
    "mixed-marker-styles",
    "note-gap",
    "note-out-of-order",
    "note-without-marker",
    "offset-numbering",
    "swapped-notes",
];

#[test]
fn every_tenth_paper_scores_within_the_bounds() {
    let Some(corpus) = shared::folder("corpus") else {
        return;
    };
    if !tool::runs("python3", &["--version"], "how every tenth paper scores") {
        return;
    }
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
    for (fault, counts) in entries(&figures["offsets"]) {
        let found = 100.0 * counts["found"].as_f64().unwrap() / counts["n"].as_f64().unwrap();
        if found < FOUND {
            faults.push(format!("{fault}: {found:.1} of 100 found, floor {FOUND}"));
        }
    }
    for (fault, counts) in entries(&figures["structure"]) {
        let named = 100.0 * counts[0].as_f64().unwrap() / counts[1].as_f64().unwrap();
        if named < FOUND && !fault.starts_with("swap-notes") {
            faults.push(format!("{fault}: {named:.1} of 100 named, floor {FOUND}"));
        }
    }
    for rule in SILENT {
        if let Some(share) = figures["alarms"][rule].as_f64() {
            faults.push(format!(
                "{rule}: speaks on {:.1} of 100 clean papers",
                100.0 * share
            ));
        }
    }
    faults
}

fn entries(table: &Value) -> impl Iterator<Item = (&String, &Value)> {
    table.as_object().into_iter().flatten()
}

/// F1 in per cent of `[hit, found, gold]`.
fn f1(counts: &Value) -> f64 {
    let count = |index: usize| counts[index].as_f64().unwrap();
    let (hit, found, gold) = (count(0), count(1), count(2));
    200.0 * hit / (found + gold)
}
