//! The table case → verdict.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own words has failed"
)]

use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::links::{Hop, page};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    case: String,
    asked: Url,
    #[serde(default)]
    chain: Vec<(Url, u16)>,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    answered_by: Option<Url>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<String>,
    /// How many words of text follow what the body says.
    #[serde(default)]
    words: usize,
    #[serde(default)]
    failure: Option<serde_json::Value>,
    #[serde(default)]
    probe: Option<Probe>,
    #[serde(default)]
    ending_there: usize,
    #[serde(default)]
    titles: Vec<String>,
    verdict: String,
    ground: Ground,
    #[serde(default)]
    to: Option<Url>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Probe {
    status: u16,
    body: String,
    words: usize,
}

fn read(body: &str, words: usize, address: &Url) -> Page {
    let body = format!("{body}<p>{}</p>", "toll ".repeat(words));
    page::read(
        body.as_bytes(),
        Some("text/html; charset=utf-8"),
        address,
        &[],
    )
}

/// `"timeout"` or `{"certificate": "why"}`.
fn failure(value: &serde_json::Value) -> Failure {
    let tagged = match value {
        serde_json::Value::Object(map) => {
            let (kind, detail) = map.iter().next().expect("a kind");
            serde_json::json!({"kind": kind, "detail": detail})
        }
        kind => serde_json::json!({"kind": kind}),
    };
    serde_json::from_value(tagged).expect("a failure")
}

fn reply(address: &Url, chain: &[(Url, u16)], outcome: Outcome) -> Reply {
    let hops = chain.iter().map(|(address, status)| Hop {
        address: address.clone(),
        status: *status,
    });
    Reply {
        address: address.clone(),
        asked: 0,
        chain: hops.collect(),
        outcome,
        attempts: 1,
        failures: Vec::new(),
    }
}

fn judged(row: &Row) -> Judgement {
    let end = row.answered_by.as_ref().unwrap_or(&row.asked);
    let outcome = match (&row.failure, row.status) {
        (Some(value), _) => Outcome::Failed(failure(value)),
        (None, status) => Outcome::Answered(Answer {
            address: end.clone(),
            status: status.expect("a status or a failure"),
            headers: row.headers.clone().into_iter().collect(),
            page: row.body.as_ref().map(|body| read(body, row.words, end)),
        }),
    };
    let probe = row.probe.as_ref().map(|probe| {
        let answer = Answer {
            address: row.asked.clone(),
            status: probe.status,
            headers: Vec::new(),
            page: Some(read(&probe.body, probe.words, &row.asked)),
        };
        reply(&row.asked, &[], Outcome::Answered(answer))
    });
    let known = Known {
        probe: probe.as_ref(),
        ending_there: row.ending_there,
        titles: &row.titles,
    };
    judge(&reply(&row.asked, &row.chain, outcome), &known)
}

#[test]
fn every_case_has_its_verdict() {
    let table = include_str!("../../../testdata/links/verdicts.json");
    let rows: Vec<Row> = serde_json::from_str(table).expect("the table");
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let found = judged(row);
            let value = serde_json::to_value(&found.verdict).expect("a value");
            let to = match &found.verdict {
                Verdict::Moved { to } => Some(to.clone()),
                _ => None,
            };
            let is_right = value["verdict"] == row.verdict.as_str()
                && found.ground == row.ground
                && to == row.to;
            (!is_right).then(|| {
                format!(
                    "{}: {found:?}, not {} ({:?})",
                    row.case, row.verdict, row.ground
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(rows.len() > 80);
}

#[test]
fn every_unverifiable_says_why_in_one_line() {
    let detail = "bad\u{1b}[31m\ncertificate".to_owned();
    let Verdict::Unverifiable { why } = failed(&Failure::Certificate(detail)).verdict else {
        panic!("a fault of the certificate is unverifiable");
    };
    assert_eq!(
        why,
        "the certificate of the host is not valid: bad\u{FFFD}[31m certificate"
    );
}
