//! The rules for people: their list, and the explanation of each.

use super::prose;
use super::screen::{Role, Screen, wrap};
use super::table::{self, Cell, Column, Cut};
use crate::finding::Severity;
use crate::rules::{REGISTRY, Rule};

/// The titles of the list's columns.
const TITLES: [&str; 4] = ["rule", "family", "level", "what it reports"];

/// The list of all rules: fitted to a terminal, and one line each elsewhere.
pub fn list(screen: Screen) -> String {
    let columns = TITLES.map(|title| Column {
        title,
        cut: Cut::Never,
        share: 0,
    });
    let widest = |name: fn(&Rule) -> usize| REGISTRY.iter().map(name).max().unwrap_or(0);
    // Each column is as wide as its widest text, with two spaces between them, and a level has at most seven letters.
    let taken = widest(|rule| rule.id.len()) + widest(|rule| rule.family.name().len()) + 7 + 6;
    let room = if screen.terminal {
        screen.width().saturating_sub(taken).max(20)
    } else {
        usize::MAX
    };
    let rows = || REGISTRY.iter().flat_map(|rule| rows(rule, room));
    table::render(&columns, rows, screen)
}

/// The explanation of a rule: set for the page on a terminal, as Markdown elsewhere.
pub fn explain(rule: &Rule, screen: Screen) -> String {
    let (level, _) = level(rule);
    let title = screen.paint(Role::Heading, rule.id);
    let facts = format!("{title} ({}, {level})\n\n", rule.family.name());
    let explanation = rule.explanation();
    if !screen.terminal && !screen.colour {
        return format!("{facts}{explanation}\n");
    }
    facts + &prose::set(&explanation, screen)
}

/// The row of a rule, and more rows for the rest of a long summary.
fn rows(rule: &Rule, room: usize) -> Vec<Vec<Cell>> {
    let (severity, colour) = level(rule);
    let summary = wrap(&rule.summary(), room).into_iter().enumerate();
    summary
        .map(|(index, line)| match index {
            0 => vec![
                Cell::painted(Role::Heading, rule.id),
                Cell::plain(rule.family.name()),
                Cell::painted(colour, severity),
                Cell::plain(line),
            ],
            _ => vec![
                Cell::plain(""),
                Cell::plain(""),
                Cell::plain(""),
                Cell::plain(line),
            ],
        })
        .collect()
}

fn level(rule: &Rule) -> (&'static str, Role) {
    match rule.severity {
        Some(Severity::Error) => ("error", Role::Error),
        Some(Severity::Warning) => ("warning", Role::Warning),
        Some(Severity::Info) => ("info", Role::Info),
        None => ("off", Role::Faint),
    }
}
